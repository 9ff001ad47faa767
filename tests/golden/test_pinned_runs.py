"""Five runs of the flagship are as they were pinned; `python tests/golden/regenerate.py` pins them anew, on purpose."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="module")
def golden() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden_runs", Path(__file__).parent / "regenerate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["golden_runs"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pinned(golden: ModuleType) -> dict[str, Any]:
    return dict(json.loads(golden.PINNED.read_text(encoding="utf-8")))


def test_five_runs_of_the_flagship_are_as_pinned(golden: ModuleType, pinned: dict[str, Any]) -> None:
    moved = golden.differences(pinned, golden.flown())
    assert moved == [], "run tests/golden/regenerate.py if that is meant, and say in the changelog what moved and why"


def test_the_pinned_runs_are_no_empty_shell(pinned: dict[str, Any]) -> None:
    values = [measure["value"] for measure in pinned["measures"].values()]
    assert len(values) > 30
    assert sum(isinstance(value, float) and value != 0.0 for value in values) > 20


def test_a_figure_that_moves_by_a_millionth_is_shown_with_its_share(golden: ModuleType, pinned: dict[str, Any]) -> None:
    name, measure = next(
        (name, measure)
        for name, measure in pinned["measures"].items()
        if isinstance(measure["value"], float) and measure["value"]
    )
    other = copy.deepcopy(pinned)
    other["measures"][name]["value"] = measure["value"] * (1.0 + 1e-6)
    (line,) = golden.differences(pinned, other)
    assert line.startswith(f"{name} value: ")
    assert "0.0001 %" in line
    other["measures"][name]["value"] = measure["value"] * (1.0 + 1e-12)
    assert golden.differences(pinned, other) == []
    del other["measures"][name]
    assert golden.differences(pinned, other) == [f"{name}: gone"]
