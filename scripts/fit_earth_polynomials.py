"""Fit the polynomials that `jointex.earth` kernels use in place of powers, exponentials and arctangents.

Prints each tuple of coefficients (lowest power first), the interval of its argument, and the largest error found on it.
The tuples in the package were pasted from this output; `tests/earth/test_polynomials.py` fits them again.

    python scripts/fit_earth_polynomials.py
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev, polynomial
from numpy.typing import NDArray

from jointex.earth import airspeed, atmosphere, geodesy
from jointex.earth.atmosphere import (
    GAS_CONSTANT_J_KG_K,
    GRAVITY_M_S2,
    SEA_LEVEL_TEMPERATURE_K,
    STRATOPAUSE_LAPSE_K_M,
    TROPOPAUSE_M,
    TROPOPAUSE_TEMPERATURE_K,
    TROPOSPHERE_LAPSE_K_M,
    UPPER_LAYER_M,
)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """One polynomial: what it stands for, where, and the coefficients the package ships.

    Attributes
    ----------
    name : str
        Name of the tuple in the package.
    function : callable
        Array in, array out: the function to be met.
    low, high : float
        Interval of the argument.
    shipped : tuple of float
        Coefficients in the package, lowest power first.
    """

    name: str
    function: Callable[[Array], Array]
    low: float
    high: float
    shipped: tuple[float, ...]

    def coefficients(self) -> Array:
        """Return coefficients (n,) of the interpolant through the Chebyshev nodes of the interval."""
        centre, half = (self.high + self.low) / 2.0, (self.high - self.low) / 2.0
        degree = len(self.shipped) - 1
        nodes = chebyshev.chebpts1(degree + 1)
        series = chebyshev.chebfit(nodes, self.function(centre + half * nodes), degree)
        in_unit = chebyshev.cheb2poly(series)
        result: Array = np.zeros(1)
        for coefficient in in_unit[::-1]:
            result = polynomial.polyadd(polynomial.polymul(result, [-centre / half, 1.0 / half]), [coefficient])
        return np.asarray(result[: degree + 1])

    def largest_error(self, coefficients: Array) -> float:
        """Return the largest relative error on 20,001 points of the interval."""
        points = np.linspace(self.low, self.high, 20001)
        exact = self.function(points)
        return float(np.max(np.abs(polynomial.polyval(points, coefficients) / exact - 1.0)))


def _troposphere(height: Array) -> Array:
    """Power left over once the fifth power and the fourth root of the temperature ratio are taken out."""
    ratio = 1.0 - TROPOSPHERE_LAPSE_K_M * height / SEA_LEVEL_TEMPERATURE_K
    return np.asarray(ratio ** (GRAVITY_M_S2 / (GAS_CONSTANT_J_KG_K * TROPOSPHERE_LAPSE_K_M) - 5.25))


def _tropopause(scaled: Array) -> Array:
    """Isothermal layer, argument (altitude - 15,500 m) / 4,500 m."""
    scale = GRAVITY_M_S2 / (GAS_CONSTANT_J_KG_K * TROPOPAUSE_TEMPERATURE_K)
    height = atmosphere.ISOTHERMAL_CENTRE_M + atmosphere.ISOTHERMAL_HALF_M * scaled - TROPOPAUSE_M
    return np.asarray(atmosphere.TROPOPAUSE_PRESSURE_RATIO * np.exp(-scale * height))


def _stratosphere(scaled: Array) -> Array:
    """Layer above 20 km, argument (altitude - 22,500 m) / 2,500 m."""
    height = atmosphere.UPPER_CENTRE_M + atmosphere.UPPER_HALF_M * scaled - UPPER_LAYER_M
    ratio = 1.0 + STRATOPAUSE_LAPSE_K_M * height / TROPOPAUSE_TEMPERATURE_K
    power = GRAVITY_M_S2 / (GAS_CONSTANT_J_KG_K * STRATOPAUSE_LAPSE_K_M)
    return np.asarray(atmosphere.UPPER_PRESSURE_RATIO * ratio**-power)


def _two_sevenths(excess: Array) -> Array:
    """((1 + w)^(2/7) - 1) / w without the loss of digits at w = 0."""
    safe = np.where(np.abs(excess) < 1e-300, 1e-300, excess)
    return np.asarray(np.expm1(np.log1p(safe) * 2.0 / 7.0) / safe)


def _arctangent(square: Array) -> Array:
    """Return atan(t) / t at t = sqrt(square)."""
    root = np.sqrt(np.maximum(square, 1e-300))
    return np.asarray(np.arctan(root) / root)


FITS = (
    Fit("TROPOSPHERE", _troposphere, -2000.0, 11000.0, atmosphere.TROPOSPHERE),
    Fit("ISOTHERMAL", _tropopause, -1.0, 1.0, atmosphere.ISOTHERMAL),
    Fit("UPPER", _stratosphere, -1.0, 1.0, atmosphere.UPPER),
    Fit("TWO_SEVENTHS", _two_sevenths, 0.0, airspeed.SONIC_IMPACT_RATIO, airspeed.TWO_SEVENTHS),
    Fit("ARCTANGENT", _arctangent, 0.0, float(np.tan(np.pi / 8.0) ** 2), geodesy.ARCTANGENT),
)


def main() -> None:
    """Print every fit."""
    for fit in FITS:
        coefficients = fit.coefficients()
        print(f"# argument {fit.low} to {fit.high}, relative error {fit.largest_error(coefficients):.1e}")
        print(f"{fit.name} = (\n" + "".join(f"    {float(value)!r},\n" for value in coefficients) + ")\n")


if __name__ == "__main__":
    main()
