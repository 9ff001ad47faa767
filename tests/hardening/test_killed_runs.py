"""Runs killed at any moment: `--resume` ends with the rows of a run that was never stopped, or says what to do."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from jointex import api
from jointex.record import read

pytestmark = pytest.mark.slow
RUNS = 1500
MOMENTS = 6
SIGNALS = (signal.SIGKILL, signal.SIGTERM)


def command(scenario_file: Path, out: Path, *more: str) -> list[str]:
    words = ("run", str(scenario_file), "--runs", str(RUNS), "--out", str(out), *more)
    return [sys.executable, "-m", "jointex", *words]


def finish(scenario_file: Path, out: Path, *more: str) -> tuple[int, str]:
    """Run to the end; return the exit code and what was said."""
    done = subprocess.run(command(scenario_file, out, *more), capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stderr


def kill_after(scenario_file: Path, out: Path, seconds: float, by: signal.Signals) -> tuple[int, str]:
    """Start, stop by a signal after some time; return the exit code and what was said."""
    process = subprocess.Popen(
        command(scenario_file, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    time.sleep(seconds)
    process.send_signal(by)
    _, said = process.communicate(timeout=120)
    return process.returncode, said


@pytest.fixture(scope="module")
def scenario_file(exercises: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exercise") / "short.yaml"
    path.write_text(exercises.text_of("short"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def unstopped(scenario_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, float]:
    """The hash of a run that was not stopped, and how long it takes once all is compiled [s]."""
    api.run(scenario_file, runs=1, out=tmp_path_factory.mktemp("first") / "out", report=False)
    folder = tmp_path_factory.mktemp("unstopped") / "out"
    began_s = time.perf_counter()
    code, said = finish(scenario_file, folder)
    assert code == 0, said
    return str(read(folder).manifest["content_sha256"]), time.perf_counter() - began_s


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_run_is_resumed_or_says_the_way_out(
    moment: int, scenario_file: Path, unstopped: tuple[str, float], tmp_path: Path
) -> None:
    wanted, whole_s = unstopped
    by = SIGNALS[moment % 2]
    share = (moment + random.Random(f"moment {moment}").random()) / MOMENTS
    folder = tmp_path / "out"
    code, said = kill_after(scenario_file, folder, share * whole_s, by)
    assert "Traceback" not in said
    # SIGTERM before the program listens ends it as the system does; a run may also be over before the signal
    assert code in ((-signal.SIGKILL, 0) if by is signal.SIGKILL else (130, 143, -signal.SIGTERM, 0))
    code, said = finish(scenario_file, folder, "--resume")
    if code != 0:
        assert code == 2
        assert "--resume" in said
        assert "Traceback" not in said
        code, said = finish(scenario_file, folder)  # the way out
    assert code == 0, said
    assert read(folder).manifest["runs"] == RUNS
    assert read(folder).manifest["content_sha256"] == wanted
    assert not list(folder.glob("*.part"))
