"""On a machine without compiled loops, processes of their own compile them, and the work finds what it needs on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import jointex
from jointex.api import first_use

FLY = (
    "from jointex import api\n"
    "from jointex.engine.run import fly_runs\n"
    "from jointex.planning.rehearsal import fly_on\n"
    "api.fly('sea-of-japan', runs=1)\n"
    "for loop in (fly_on, fly_runs):\n"
    "    print(sum(loop.stats.cache_hits.values()), sum(loop.stats.cache_misses.values()))\n"
)


@pytest.mark.slow
def test_what_was_compiled_apart_is_what_a_run_asks_for(tmp_path: Path) -> None:
    package = str(Path(jointex.__file__).parent.parent)
    env = {**os.environ, "PYTHONPATH": package, "JOINTEX_JIT": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    for group in first_use.GROUPS:
        subprocess.run([sys.executable, "-m", "jointex.api.first_use", group], env=env, check=True)
    done = subprocess.run([sys.executable, "-c", FLY], env=env, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["1", "0", "1", "0"]


def test_nothing_is_compiled_apart_where_loops_are_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_use, "is_ready", lambda group: True)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a process was started"))
    first_use.compile_apart.__wrapped__("engine")


@pytest.mark.parametrize("trouble", [OSError("no more processes"), subprocess.TimeoutExpired("python", 600.0)])
def test_a_process_that_fails_is_no_fault(monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(first_use, "is_ready", lambda group: False)
    monkeypatch.setattr(subprocess, "run", fail)
    first_use.compile_apart.__wrapped__("engine")
