"""The polynomials shipped in kernels are those that the fitting script makes, and are as good as it says."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "fit_earth_polynomials.py"
# the kernels promise 1e-9; each polynomial must leave room for the arithmetic around it
LARGEST_ERROR = {"TROPOSPHERE": 1e-10, "ISOTHERMAL": 1e-10, "UPPER": 1e-10, "TWO_SEVENTHS": 1e-11, "ARCTANGENT": 1e-14}


def fitting_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fit_earth_polynomials", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FITS = {fit.name: fit for fit in fitting_script().FITS}


@pytest.mark.parametrize("name", FITS)
def test_shipped_coefficients_meet_the_function(name: str) -> None:
    assert FITS[name].largest_error(np.array(FITS[name].shipped)) <= LARGEST_ERROR[name]


@pytest.mark.parametrize("name", FITS)
def test_shipped_coefficients_are_those_of_the_script(name: str) -> None:
    fit = FITS[name]
    points = np.linspace(fit.low, fit.high, 101)
    again, shipped = (np.polynomial.polynomial.polyval(points, c) for c in (fit.coefficients(), fit.shipped))
    # other maths libraries round the fitted values differently in their last bits
    np.testing.assert_allclose(again, shipped, rtol=1e-13)
