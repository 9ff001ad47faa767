"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

# no test is timed, and a failure must come back when it is looked at: the same examples every time
settings.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=50)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def module_beside(name: str) -> ModuleType:
    """Return a module of this folder, loaded once; the tests are no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def toy() -> ModuleType:
    """The toy exercise: `toy.toy_plan()` and `toy.toy_runs(range(10))`."""
    return module_beside("toy")


@pytest.fixture(scope="session")
def gas() -> ModuleType:
    """Tanker plans made by hand: `gas.tanker_plan()`, `gas.no_tanker_plan()`, `gas.with_tanker(toy.toy_plan())`."""
    return module_beside("gas")


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """A small weighing and an exercise made by hand: `made.small()`, `made.exercise()`, `made.values_of("double")`."""
    return module_beside("made_weighing")


@pytest.fixture(scope="session")
def exercises() -> ModuleType:
    """Exercises by what differs: `exercises.plan("short", {"flights.CRANE.fuel": "9 klb"})`, flown by `exercises.fly`."""
    return module_beside("exercises")


@pytest.fixture(scope="session")
def mutants() -> ModuleType:
    """Broken copies of YAML texts by number: `mutants.mutant(text, 7)`."""
    return module_beside("mutants")


@pytest.fixture(scope="session")
def attempts() -> ModuleType:
    """Scenarios loaded, planned and flown in a process of its own: `attempts.Attempts().outcome(path)`."""
    return module_beside("attempts")


@pytest.fixture(scope="session")
def made_tankers() -> ModuleType:
    """Tanker problems drawn from a seed: `made_tankers.draw_problem(8, 2, seed)`."""
    return module_beside("made_tankers")


@pytest.fixture(scope="session")
def acmi_reader() -> ModuleType:
    """A strict reader of ACMI text that shares no code with the writer: `acmi_reader.read(text)`."""
    return module_beside("acmi_reader")
