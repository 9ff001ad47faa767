"""Run folders to look at: small ones of three fighters, flown once."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointex import api

RUNS = 12
SHORT_OF_FUEL = {"flights.CRANE.fuel": "6500 lb"}
"""So little that flights of the short exercise call bingo at work."""


@pytest.fixture(scope="session")
def folder_of(exercises, tmp_path_factory):
    """Make a run folder of the short exercise with values changed."""

    def make(changes, runs=RUNS, seed=1):
        folder = tmp_path_factory.mktemp("lens") / "run"
        file = folder.parent / "short.yaml"
        file.write_text(exercises.text_of("short", changes), encoding="utf-8")
        return api.run(file, runs=runs, seed=seed, out=folder, report=False)

    return make


@pytest.fixture(scope="session")
def folder(folder_of) -> Path:
    """A run folder in which CRANE runs short of fuel."""
    return folder_of(SHORT_OF_FUEL)
