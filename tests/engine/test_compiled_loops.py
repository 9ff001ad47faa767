"""A compiled loop notices that a kernel in another file changed: it never flies the old physics."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import jointex

CODE = (
    "from jointex import cards\n"
    "from jointex.flight.loadout import airframe, kernel_argument\n"
    "from jointex.flight.performance import can_cruise, thrust_limited_mach\n"
    "a = kernel_argument(airframe(cards.aircraft('F-15J')))\n"
    "print(thrust_limited_mach(a, 16000.0, 9000.0, 0.0, False))"
)


@pytest.mark.slow
def test_a_changed_kernel_is_compiled_anew(tmp_path: Path) -> None:
    package = tmp_path / "jointex"
    shutil.copytree(Path(jointex.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))

    def reached() -> float:
        env = {**os.environ, "PYTHONPATH": str(tmp_path), "JOINTEX_JIT": "1"}
        done = subprocess.run([sys.executable, "-c", CODE], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return float(done.stdout)

    first, again = reached(), reached()
    kernels = package / "flight" / "aerodynamics.py"
    text = kernels.read_text(encoding="utf-8")
    kept = "return a.zero_lift_drag + induced"
    assert text.count(kept) == 1
    kernels.write_text(text.replace(kept, "return 1.2 * a.zero_lift_drag + induced"), encoding="utf-8")
    assert first == again
    assert reached() < first
