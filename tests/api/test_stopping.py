"""Ctrl-C and a full disk: what was done is kept, it is said, and --resume flies the rest."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from jointex import api
from jointex.record import read

pytestmark = pytest.mark.slow
MANY = 60_000
"""Runs that take some minutes: long enough to be stopped in the middle."""


@pytest.fixture(scope="module")
def scenario_file(exercises: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exercise") / "short.yaml"
    path.write_text(exercises.text_of("short"), encoding="utf-8")
    return path


def command(scenario_file: Path, out: Path, runs: int, *more: str) -> list[str]:
    return [sys.executable, "-m", "jointex", "fly", str(scenario_file), "--runs", str(runs), "--out", str(out), *more]


def interrupt_after(process: subprocess.Popen[str], folder: Path, least_bytes: int) -> None:
    """Send Ctrl-C once some rows are on the disk."""
    for _ in range(3000):
        written = sum(path.stat().st_size for path in folder.glob("*.parquet.part")) if folder.is_dir() else 0
        if written > least_bytes:
            break
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)


@pytest.fixture(scope="module")
def stopped(scenario_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, str]:
    """A folder whose run was stopped by Ctrl-C, the exit code, and what was said."""
    folder = tmp_path_factory.mktemp("stopped") / "out"
    api.run(scenario_file, runs=1, out=folder, report=False)  # compiled before the clock starts
    shutil.rmtree(folder)
    process = subprocess.Popen(
        command(scenario_file, folder, MANY), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    interrupt_after(process, folder, 200_000)
    _, said = process.communicate(timeout=300)
    return folder, process.returncode, said


def test_ctrl_c_keeps_what_was_done_and_says_so(stopped: tuple[Path, int, str]) -> None:
    folder, code, said = stopped
    assert code == 130
    assert "Traceback" not in said
    manifest = read(folder).manifest
    assert 0 < manifest["runs"] < MANY
    assert f"{manifest['runs']} of {MANY} runs are kept in {folder}" in said.replace(",", "")
    assert "--resume" in said
    assert not list(folder.glob("*.part"))


def test_what_ctrl_c_left_is_whole_runs(stopped: tuple[Path, int, str]) -> None:
    recording = read(stopped[0])
    n_runs = recording.manifest["runs"]
    assert recording.summary["measures"]
    runs = recording.values(columns=["run"])["run"].to_numpy()
    assert set(runs) == set(range(n_runs))
    landed = recording.ledger(columns=["run", "aircraft", "flow"]).to_pylist()
    assert sum(row["flow"] == "landed" for row in landed) == 3 * n_runs


def test_resume_after_ctrl_c_ends_like_a_run_that_was_never_stopped(
    stopped: tuple[Path, int, str], scenario_file: Path, tmp_path: Path
) -> None:
    folder, *_ = stopped
    done = int(read(folder).manifest["runs"])
    wanted = done + 37
    copied = tmp_path / "resumed"
    shutil.copytree(folder, copied)
    api.run(scenario_file, runs=wanted, out=copied, resume=True, report=False)
    whole = api.run(scenario_file, runs=wanted, out=tmp_path / "whole", report=False)
    one, other = read(copied), read(whole)
    assert one.manifest["content_sha256"] == other.manifest["content_sha256"]
    assert one.manifest["runs"] == other.manifest["runs"] == wanted
    assert json.dumps(one.summary) == json.dumps(other.summary)
    assert one.values().equals(other.values())


def test_ctrl_c_before_the_first_run_says_that_nothing_is_there(scenario_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    process = subprocess.Popen(
        command(scenario_file, folder, MANY), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode != 0
    assert "Traceback" not in said


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 20 MiB, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=20m", "jointex-test", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def check_what_a_full_disk_left(folder: Path, code: int, said: str) -> None:
    assert code == 1
    assert "Traceback" not in said
    assert "writing stopped after" in said
    assert str(folder) in said
    manifest = read(folder).manifest
    assert manifest["runs"] > 0
    assert f"after {manifest['runs']} runs" in said
    landed = [row["run"] for row in read(folder).ledger(columns=["run", "flow"]).to_pylist() if row["flow"] == "landed"]
    assert len(landed) == 3 * manifest["runs"]
    assert not list(folder.glob("*.part"))


def test_a_full_disk_keeps_what_was_done_and_says_so(scenario_file: Path, small_disk: Path) -> None:
    folder = small_disk / "out"
    done = subprocess.run(
        command(scenario_file, folder, MANY), capture_output=True, text=True, timeout=550, check=False
    )
    assert "No space left on device" in done.stderr
    check_what_a_full_disk_left(folder, done.returncode, done.stderr)


def test_a_file_size_limit_counts_as_a_full_disk(scenario_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000_000, 9_000_000))

    done = subprocess.run(
        command(scenario_file, folder, MANY),
        capture_output=True,
        text=True,
        timeout=550,
        check=False,
        preexec_fn=limit,
    )
    check_what_a_full_disk_left(folder, done.returncode, done.stderr)
