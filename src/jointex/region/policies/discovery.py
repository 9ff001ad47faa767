"""Scenario discovery: boxes in the space of uncertainties that hold most of the cases of interest and few others (PRIM).

Peeling after Friedman and Fisher 1999, with coverage, density and quasi-p-values after Bryant and Lempert 2010.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointex.region.policies.model import Array

Chosen = NDArray[np.bool_]
PEEL = 0.05
LEAST_CASES = 20
TELLING_P = 0.05
SAME_GAIN = 1e-12
MOST_DIMENSIONS = 4
"""Uncertainties a box names at the most: a person must be able to say it."""


@dataclass(frozen=True)
class Limit:
    """One side or both of a box.

    Attributes
    ----------
    name : str
        Uncertainty.
    low, high : float
        What lies in the box.
    is_low, is_high : bool
        Which end cuts.
    quasi_p : float
        Probability of so dense a box if this limit told nothing: a one-sided binomial test, cases taken as independent.
    """

    name: str
    low: float
    high: float
    is_low: bool
    is_high: bool
    quasi_p: float


@dataclass(frozen=True)
class Box:
    """A box.

    Attributes
    ----------
    limits : tuple of Limit
        Most telling first.
    coverage : float
        Share of the cases of interest that lie in it.
    density : float
        Share of its cases that are of interest.
    mass : float
        Share of all cases that lie in it.
    n_cases : int
        In the box.
    """

    limits: tuple[Limit, ...]
    coverage: float
    density: float
    mass: float
    n_cases: int


def peel(values: Array, is_wanted: Chosen, peel_fraction: float = PEEL, least_cases: int = LEAST_CASES) -> list[Array]:
    """Return the boxes of a peeling, from all cases to the smallest.

    Parameters
    ----------
    values : array (cases, uncertainties)
    is_wanted : array (cases,) of bool
        The cases of interest.
    peel_fraction : float
        Share of a box that a peel takes off, at least.
    least_cases : int
        No box holds fewer.

    Returns
    -------
    list of array (2, uncertainties)
        Lower and upper limits; each peel is the one that raises the share of cases of interest most for what
        it takes away. Of peels as good as each other, one in an uncertainty that the box names already goes first.
    """
    ends = np.stack([values.min(axis=0), values.max(axis=0)])
    box = ends.copy()
    inside = np.ones(len(values), dtype=np.bool_)
    boxes = [box.copy()]
    while True:
        best: tuple[float, bool, int, int, float] | None = None
        held, wanted = values[inside], is_wanted[inside]
        mean = float(wanted.mean())
        for place in range(values.shape[1]):
            column, is_cut = held[:, place], bool((box[:, place] != ends[:, place]).any())
            for side, share in ((0, peel_fraction), (1, 1.0 - peel_fraction)):
                cut = _cut(column, share, side)
                keeps = column >= cut if side == 0 else column <= cut
                n_kept = int(keeps.sum())
                if not least_cases <= n_kept < len(column):
                    continue
                gain = (float(wanted[keeps].mean()) - mean) / (len(column) - n_kept)
                if best is None or _is_better(gain, is_cut, best[0], best[1]):
                    best = (gain, is_cut, place, side, cut)
        if best is None or best[0] <= 0.0:
            return boxes
        _, _, place, side, cut = best
        inside &= values[:, place] >= cut if side == 0 else values[:, place] <= cut
        box[side, place] = cut
        boxes.append(box.copy())


def _is_better(gain: float, is_cut: bool, best_gain: float, best_is_cut: bool) -> bool:
    """Return whether a peel goes before the best so far: by gain, and of equal ones in what the box names already."""
    if abs(gain - best_gain) <= SAME_GAIN * abs(best_gain):
        return is_cut and not best_is_cut
    return gain > best_gain


def _cut(column: Array, share: float, side: int) -> float:
    """Return a limit that takes a share off a column: midway between the two values around it, past repeated ones."""
    ordered = np.sort(column)
    place = (len(ordered) - 1) * share
    lower, upper = int(np.floor(place)), int(np.ceil(place))
    if side == 0:
        upper = max(upper, min(int(np.searchsorted(ordered, ordered[lower], "right")), len(ordered) - 1))
    else:
        lower = min(lower, max(int(np.searchsorted(ordered, ordered[upper], "left")) - 1, 0))
    return float(0.5 * (ordered[lower] + ordered[upper]))


def is_inside(values: Array, box: Array) -> Array:
    """Return which cases lie in a box.

    Parameters
    ----------
    values : array (cases, uncertainties)
    box : array (2, uncertainties)

    Returns
    -------
    array (cases,) of bool
    """
    return np.asarray(((values >= box[0]) & (values <= box[1])).all(axis=1))


class Tally:
    """Counts of cases in a box, and in the box without each of its limits; cases may pass by in batches.

    Parameters
    ----------
    names : sequence of str
        Uncertainties.
    box : array (2, uncertainties)
        Its limits; minus or plus infinity where it has none.
    """

    def __init__(self, names: Sequence[str], box: Array) -> None:
        self._names, self._box = list(names), box
        self._ends = np.array([[np.inf], [-np.inf]]) * np.ones(box.shape)
        self._held = np.zeros((2, 1 + box.shape[1]), dtype=np.int64)
        self._n_cases = self._n_wanted = 0

    def see(self, values: Array, is_wanted: Chosen) -> None:
        """Count some cases.

        Parameters
        ----------
        values : array (cases, uncertainties)
        is_wanted : array (cases,) of bool
            Which are of interest.
        """
        self._ends[0] = np.minimum(self._ends[0], values.min(axis=0))
        self._ends[1] = np.maximum(self._ends[1], values.max(axis=0))
        n_outside = np.zeros(len(values), dtype=np.int64)
        outside = []
        for place in range(values.shape[1]):
            outside.append((values[:, place] < self._box[0, place]) | (values[:, place] > self._box[1, place]))
            n_outside += outside[-1]
        self._count(0, n_outside == 0, is_wanted)
        for place, missed in enumerate(outside):
            self._count(1 + place, n_outside == missed, is_wanted)
        self._n_cases += len(values)
        self._n_wanted += int(is_wanted.sum())

    def _count(self, place: int, inside: Chosen, is_wanted: Chosen) -> None:
        """Add what lies inside to one of the counts."""
        self._held[0, place] += int(inside.sum())
        self._held[1, place] += int((inside & is_wanted).sum())

    def box(self) -> Box:
        """Return the box with coverage, density and quasi-p-values.

        Returns
        -------
        Box
        """
        from scipy.stats import binom

        (held, *wider), (hits, *wider_hits) = self._held.tolist()
        limits = []
        for place, name in enumerate(self._names):
            cuts = bool(np.isfinite(self._box[0, place])), bool(np.isfinite(self._box[1, place]))
            if not any(cuts):
                continue
            low, high = (float(self._box[end, place] if cuts[end] else self._ends[end, place]) for end in (0, 1))
            quasi_p = float(binom.sf(hits - 1, held, wider_hits[place] / max(1, wider[place])))
            limits.append(Limit(name, low, high, *cuts, quasi_p))
        limits.sort(key=lambda limit: limit.quasi_p)
        density, mass = hits / max(1, held), held / max(1, self._n_cases)
        return Box(tuple(limits), hits / max(1, self._n_wanted), density, mass, held)


def open_box(box: Box, names: Sequence[str]) -> Array:
    """Return the limits of a box, infinite where it does not cut.

    Parameters
    ----------
    box : Box
    names : sequence of str
        Uncertainties, in the order wanted.

    Returns
    -------
    array (2, uncertainties)
    """
    found = np.array([[-np.inf], [np.inf]]) * np.ones((2, len(names)))
    for limit in box.limits:
        place = list(names).index(limit.name)
        found[:, place] = limit.low if limit.is_low else -np.inf, limit.high if limit.is_high else np.inf
    return found


def describe(draws: Mapping[str, Array], is_wanted: Chosen, box: Array) -> Box:
    """Return a box with coverage, density and quasi-p-values.

    Parameters
    ----------
    draws : dict of str to array (cases,)
    is_wanted : array (cases,) of bool
    box : array (2, uncertainties)

    Returns
    -------
    Box
    """
    values = np.column_stack(list(draws.values()))
    cuts = np.stack([box[0] > values.min(axis=0), box[1] < values.max(axis=0)])
    tally = Tally(list(draws), np.where(cuts, box, [[-np.inf], [np.inf]]))
    tally.see(values, is_wanted)
    return tally.box()


def discover(
    draws: Mapping[str, Array], is_wanted: Chosen, least_coverage: float = 0.6, most_dimensions: int = MOST_DIMENSIONS
) -> Box | None:
    """Return the densest box that still holds a share of the cases of interest and can be said in a few words.

    Parameters
    ----------
    draws : dict of str to array (cases,)
    is_wanted : array (cases,) of bool
    least_coverage : float
        Share of the cases of interest it must hold.
    most_dimensions : int
        Uncertainties it may name.

    Returns
    -------
    Box or None
        None where there are no cases of interest, or nothing else.
    """
    if not 0 < int(is_wanted.sum()) < len(is_wanted):
        return None
    values = np.column_stack(list(draws.values()))
    best: Box | None = None
    kept = np.stack([values.min(axis=0), values.max(axis=0)])
    for limits in peel(values, is_wanted):
        simple = simplify(values, is_wanted, limits, most_dimensions)
        box = describe(draws, is_wanted, simple)
        if box.coverage >= least_coverage and (best is None or box.density > best.density + 1e-9):
            best, kept = box, simple
    return None if best is None else _without_chance(draws, is_wanted, kept, best)


def _without_chance(draws: Mapping[str, Array], is_wanted: Chosen, limits: Array, box: Box) -> Box:
    """Return a box without the limits that tell no more than chance, the least telling first."""
    names, values = list(draws), np.column_stack(list(draws.values()))
    limits = limits.copy()
    while len(box.limits) > 1 and box.limits[-1].quasi_p > TELLING_P:
        place = names.index(box.limits[-1].name)
        limits[:, place] = values[:, place].min(), values[:, place].max()
        box = describe(draws, is_wanted, limits)
    return box


def simplify(values: Array, is_wanted: Chosen, box: Array, most_dimensions: int) -> Array:
    """Return a box without the limits whose loss costs the least density, until few are left.

    Parameters
    ----------
    values : array (cases, uncertainties)
    is_wanted : array (cases,) of bool
    box : array (2, uncertainties)
    most_dimensions : int

    Returns
    -------
    array (2, uncertainties)
    """
    ends = np.stack([values.min(axis=0), values.max(axis=0)])
    box = box.copy()
    while True:
        cut = np.flatnonzero((box != ends).any(axis=0))
        if len(cut) <= most_dimensions:
            return box
        densities = []
        for place in cut:
            wider = box.copy()
            wider[:, place] = ends[:, place]
            densities.append(float(is_wanted[is_inside(values, wider)].mean()))
        gone = cut[int(np.argmax(densities))]
        box[:, gone] = ends[:, gone]
