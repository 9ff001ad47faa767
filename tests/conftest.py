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


@pytest.fixture(scope="session")
def toy() -> ModuleType:
    """The toy exercise: `toy.toy_plan()` and `toy.toy_runs(range(10))`."""
    spec = importlib.util.spec_from_file_location("toy", Path(__file__).parent / "toy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["toy"] = module
    spec.loader.exec_module(module)
    return module
