"""What the event model must beat: a steady rate, and counts that follow the count before (AR(1))."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointex.region.events import LEAST_DISPERSION, MOST_DISPERSION, log_chance

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Steady:
    """Poisson counts at one rate; see `steady`."""

    rate: float

    def log_score(self, counts: Array, exposure: Array) -> Array:
        """Return the logarithm of the probability of each count (t,)."""
        from scipy.special import gammaln

        mean = self.rate * exposure
        return np.asarray(counts * np.log(mean) - mean - gammaln(counts + 1.0), dtype=np.float64)


@dataclass(frozen=True)
class Following:
    """Negative binomial counts with mean `level + follow * count before`; see `following`."""

    level: float
    follow: float
    dispersion: float

    def means(self, before: Array, exposure: Array, exposure_before: Array) -> Array:
        """Return the mean of counts (t,) after the counts before them (t,)."""
        return np.asarray((self.level + self.follow * before / exposure_before) * exposure, dtype=np.float64)


def steady(counts: Array, exposure: Array) -> Steady:
    """Return the rate that explains counts best.

    Parameters
    ----------
    counts, exposure : array (t,)

    Returns
    -------
    Steady
    """
    return Steady(max(float(counts.sum() / exposure.sum()), 0.5 / len(counts)))


def following(counts: Array, exposure: Array) -> Following:
    """Return the AR(1) that explains counts best, given the first.

    Parameters
    ----------
    counts, exposure : array (t,)

    Returns
    -------
    Following
    """
    from scipy.optimize import minimize

    average = max(float(counts.sum() / exposure.sum()), 1e-6)
    before, after, offered = counts[:-1] / exposure[:-1], counts[1:], exposure[1:]

    def loss(theta: Array) -> float:
        mean = (np.exp(theta[0]) + theta[1] * before) * offered
        return float(-log_chance(after, mean, np.exp(theta[2])).sum())

    bounds = [
        (np.log(average) - 8.0, np.log(average) + 2.0),
        (0.0, 1.5),
        (np.log(LEAST_DISPERSION), np.log(MOST_DISPERSION)),
    ]
    starts = [np.array([np.log(average), 0.1, -3.0]), np.array([np.log(average) - 1.5, 0.8, -3.0])]
    done = min(
        (minimize(loss, start, method="L-BFGS-B", bounds=bounds) for start in starts), key=lambda one: float(one.fun)
    )
    return Following(float(np.exp(done.x[0])), float(done.x[1]), float(np.exp(done.x[2])))
