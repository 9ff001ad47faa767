"""Rival theories of how neighbours react, as a switch that cases sample; what is not known, as ranges to draw from."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jointex.region.source import data_of

Array = NDArray[np.float64]

INERTIA, PROVOCATION, RESTRAINT, RELATIONS = range(4)
THEORIES = ("inertia", "provocation", "restraint", "relations")
"""Ids of the theories in the order of the numbers that cases hold."""


@dataclass(frozen=True)
class Theory:
    """A theory of reactions.

    Attributes
    ----------
    id, name, says, sign : str
    studies : tuple of str
        Where it is argued, and how much of each was read.
    """

    id: str
    name: str
    says: str
    sign: str
    studies: tuple[str, ...]


@dataclass(frozen=True)
class Uncertainty:
    """A figure nobody knows, as a range.

    Attributes
    ----------
    id : str
    low, high : float
        [`unit`]
    scale : str
        `even`, `log` (even in the logarithm) or `choice` (whole numbers from low, below high).
    unit, basis, source, text : str
        Basis is `derived` or `bracket`.
    """

    id: str
    low: float
    high: float
    scale: str
    unit: str
    basis: str
    source: str
    text: str

    def at(self, share: ArrayLike) -> Array:
        """Return values at shares of the range.

        Parameters
        ----------
        share : array (n,)
            0 to 1, such as evenly drawn numbers or a column of a Latin hypercube.

        Returns
        -------
        array (n,)
            [`unit`]
        """
        part = np.asarray(share, dtype=np.float64)
        if self.scale == "log":
            return np.asarray(self.low * (self.high / self.low) ** part, dtype=np.float64)
        value = self.low + (self.high - self.low) * part
        if self.scale == "choice":
            return np.asarray(np.minimum(np.floor(value), self.high - 1.0), dtype=np.float64)
        return np.asarray(value, dtype=np.float64)


@functools.cache
def theories() -> dict[str, Theory]:
    """Return the theories by id, in the order of `THEORIES`."""
    data = data_of("theories")
    return {
        name: Theory(
            name, one["name"], one["says"], one["sign"], tuple(data["studies"][key]["title"] for key in one["studies"])
        )
        for name, one in ((name, data["theories"][name]) for name in THEORIES)
    }


@functools.cache
def uncertainties() -> dict[str, Uncertainty]:
    """Return by id what cases draw for reactions."""
    data = data_of("uncertainties")
    return {
        name: Uncertainty(
            name,
            float(one["low"]),
            float(one["high"]),
            one.get("scale", "even"),
            one["unit"],
            one["basis"],
            data["sources"][one["source"]]["title"],
            one["text"],
        )
        for name, one in data["uncertainties"].items()
    }


def draw_cases(n_cases: int, seed: int) -> dict[str, Array]:
    """Return cases drawn from all ranges, each evenly and by itself.

    Parameters
    ----------
    n_cases : int
    seed : int
        The first cases are the same for any number of them.

    Returns
    -------
    dict of str to array (n_cases,)
        By id of the uncertainty.
    """
    return {
        one.id: one.at(np.random.Generator(np.random.Philox(key=[seed, place])).random(n_cases))
        for place, one in enumerate(uncertainties().values())
    }


def effect_sign(theory: ArrayLike, tension: ArrayLike) -> Array:
    """Return which way, and how fully, an exercise works on a rate.

    Parameters
    ----------
    theory : array (n,)
        Number of the theory, see `THEORIES`.
    tension : array (n,)
        0 to 1.

    Returns
    -------
    array (n,)
        -1 to 1: 0 for inertia, 1 for provocation, -1 for restraint; with prior relations -1 at their best, 1 at their worst.
    """
    which, strained = np.broadcast_arrays(np.asarray(theory), np.asarray(tension, dtype=np.float64))
    return np.select(
        [which == PROVOCATION, which == RESTRAINT, which == RELATIONS], [1.0, -1.0, 2.0 * strained - 1.0], 0.0
    )


def middle_case() -> dict[str, float]:
    """Return the middle of every range."""
    return {one.id: float(one.at(0.5)) for one in uncertainties().values()}


def table() -> list[Mapping[str, Any]]:
    """Return the ranges as rows for documents: id, low, high, unit, basis, source, text."""
    return [
        {key: getattr(one, key) for key in ("id", "low", "high", "scale", "unit", "basis", "source", "text")}
        for one in uncertainties().values()
    ]
