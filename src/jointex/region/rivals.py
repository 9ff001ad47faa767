"""What the event model must beat: a steady rate, and counts that follow the count before (AR(1))."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointex.region.events import LEAST_DISPERSION, MOST_DISPERSION, log_chance

Array = NDArray[np.float64]
GRID = (41, 21, 24)
"""Levels, shares that follow and dispersions that `plausible` tries at a look."""
LOOKS = 3
"""Times that it looks, each where the last one left weight."""
LEAST_WEIGHT = 1e-5
"""Weight of a value of an axis below which the next look leaves it out."""


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
    """Negative binomial counts with mean `level + follow * count before`; see `following`, and `plausible` for draws of it."""

    level: float | Array
    follow: float | Array
    dispersion: float | Array

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

    before, after, offered = counts[:-1] / exposure[:-1], counts[1:], exposure[1:]

    def loss(theta: Array) -> float:
        mean = (np.exp(theta[0]) + theta[1] * before) * offered
        return float(-log_chance(after, mean, np.exp(theta[2])).sum())

    average = max(float(counts.sum() / exposure.sum()), 1e-6)
    bounds = _bounds(average)
    starts = [np.array([np.log(average), 0.1, -3.0]), np.array([np.log(average) - 1.5, 0.8, -3.0])]
    done = min(
        (minimize(loss, start, method="L-BFGS-B", bounds=bounds) for start in starts), key=lambda one: float(one.fun)
    )
    return Following(float(np.exp(done.x[0])), float(done.x[1]), float(np.exp(done.x[2])))


def plausible(counts: Array, exposure: Array, draws: int, chance: np.random.Generator) -> Following:
    """Return draws of the AR(1) as counts leave it open: few counts leave much.

    Before the counts, every level, share that follows and dispersion of a grid over the bounds of `following` is as likely as the
    next (level and dispersion by their logarithms; shares up to 1, beyond which counts run away over a year of months); after
    them, as likely as it made them.

    Parameters
    ----------
    counts, exposure : array (t,)
    draws : int
        How many.
    chance : Generator

    Returns
    -------
    Following
        Of arrays (draws,).
    """
    half = 0.5  # of an event more than seen, so that none seen leaves some rate open
    bounds = _bounds(float((counts.sum() + half) / exposure.sum()))
    bounds[1] = (bounds[1][0], 1.0)
    for _ in range(LOOKS):
        axes = [np.linspace(*bound, n) for bound, n in zip(bounds, GRID, strict=True)]
        weights = _weights(axes, counts, exposure)
        bounds = [_held(axis, np.moveaxis(weights, at, 0).reshape(len(axis), -1)) for at, axis in enumerate(axes)]
    places = np.unravel_index(chance.choice(weights.size, draws, p=weights.ravel()), weights.shape)
    level, follow, dispersion = (axis[place] for axis, place in zip(axes, places, strict=True))
    return Following(np.exp(level), follow, np.exp(dispersion))


def _weights(axes: list[Array], counts: Array, exposure: Array) -> Array:
    """Return how likely each point of a grid is after the counts; the sum is 1."""
    level, follow, dispersion = np.meshgrid(*axes, indexing="ij")
    before, after, offered = counts[:-1] / exposure[:-1], counts[1:], exposure[1:]
    mean = (np.exp(level)[..., None] + follow[..., None] * before) * offered
    fits = log_chance(after, mean, np.exp(dispersion)[..., None]).sum(axis=-1)
    weights = np.exp(fits - fits.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _held(axis: Array, weights: Array) -> tuple[float, float]:
    """Return the part of an axis that holds all weight but a trace, a step more on either side."""
    held = np.flatnonzero(weights.sum(axis=1) > LEAST_WEIGHT)
    return float(axis[max(held[0] - 1, 0)]), float(axis[min(held[-1] + 1, len(axis) - 1)])


def _bounds(average: float) -> list[tuple[float, float]]:
    """Return the least and greatest logarithm of the level, share that follows and logarithm of the dispersion."""
    return [
        (np.log(average) - 8.0, np.log(average) + 2.0),
        (0.0, 1.5),
        (np.log(LEAST_DISPERSION), np.log(MOST_DISPERSION)),
    ]
