"""A stop that comes while C code calls Python, where an error cannot travel, is not lost."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import ctypes, os, signal, time
from jointex.cli import app

def notified():
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(0.01)  # the handler runs in here, and its error has nowhere to go

def work(args, standalone_mode, prog_name):
    ctypes.CFUNCTYPE(None)(notified)()
    time.sleep(60)

app.app = work
raise SystemExit(app.main())
"""


def test_a_stop_dropped_by_compiled_code_is_asked_for_again() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=50, check=False)
    assert done.returncode == 130
    assert done.stderr.strip() == "jointex: stopped"
