"""Weighing a scenario goes on where it was stopped, while flying and while weighing, to the same bits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jointex import api
from jointex.api import weighing

WHOLE = {"region": 0.4, "fly": 3.0}


@pytest.mark.parametrize(
    ("manifest", "asked"),
    [
        ({"runs": 100, "runs_wanted": 100, "timings_s": WHOLE}, None),
        ({"runs": 20, "runs_wanted": 20, "timings_s": WHOLE}, None),
        ({"runs": 40, "runs_wanted": 100, "seed": 0, "timings_s": {}}, {"runs": 100, "seed": 0, "resume": True}),
        ({"runs": 100, "runs_wanted": 100, "seed": 7, "timings_s": {}}, {"runs": 100, "seed": 7, "resume": True}),
        ({"runs": 500, "runs_wanted": 60_000, "seed": 1, "timings_s": {}}, {"runs": 500, "seed": 1, "resume": True}),
        ({"runs": 10, "runs_wanted": 12, "seed": 1, "timings_s": {}}, {"runs": 12, "seed": 1, "resume": True}),
        ({"runs": 0, "timings_s": {}}, {"runs": weighing.RUNS}),
        ({"runs": "many"}, {"runs": weighing.RUNS}),
        ({"runs": 40, "scenario_digest": "another", "timings_s": WHOLE}, {"runs": weighing.RUNS}),
    ],
)
def test_runs_that_were_stopped_are_brought_to_their_end_first(
    manifest: dict[str, Any], asked: dict[str, Any] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise = api.load("sea-of-japan")
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    (tmp_path / "manifest.json").write_text(
        json.dumps({"scenario_digest": exercise.digest(), **manifest}), encoding="utf-8"
    )
    calls: list[dict[str, Any]] = []

    def run(scenario: object, out: Path, progress: object, **settings: Any) -> Path:
        calls.append(settings)
        return out

    monkeypatch.setattr(weighing, "run", run)
    assert weighing._run_folder(exercise, tmp_path, None) == tmp_path
    assert calls == ([] if asked is None else [asked])


@pytest.mark.slow
def test_a_weighing_stopped_twice_ends_in_the_same_bits(exercises: ModuleType, tmp_path: Path) -> None:
    text, whole, stopped = exercises.text_of("short"), tmp_path / "whole", tmp_path / "stopped"
    for place in (whole, stopped):
        place.mkdir()
        (place / "short.yaml").write_text(text, encoding="utf-8")
    assert _weigh(whole).wait() == 0
    out = stopped / "out" / "short"
    _stop(stopped, lambda: len(list(out.glob("weigh/cases-*.parquet"))) >= 1, signal.SIGINT)
    _stop(stopped, lambda: len(list(out.glob("weigh/cases-*.parquet"))) >= 2, signal.SIGKILL)
    assert _weigh(stopped).wait() == 0
    names = sorted(path.name for path in (whole / "out" / "short" / "weigh").iterdir())
    assert names == sorted(path.name for path in (out / "weigh").iterdir() if path.suffix != ".part")
    assert len(names) == 3 + 2 * 3
    for name in names:
        assert (out / "weigh" / name).read_bytes() == (whole / "out" / "short" / "weigh" / name).read_bytes(), name


def _weigh(place: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "jointex", "weigh", "short.yaml", "--cases", "700"]
    null = subprocess.DEVNULL
    return subprocess.Popen(words, cwd=place, stdout=null, stderr=null, start_new_session=True)


def _stop(place: Path, is_due: Callable[[], bool], how: signal.Signals) -> None:
    """Weigh, and stop it as soon as something is there."""
    process = _weigh(place)
    while process.poll() is None and not is_due():
        time.sleep(0.01)
    assert process.poll() is None, "it was over before it could be stopped"
    os.killpg(process.pid, how)
    process.wait()
