"""95 % intervals of differences between two ensembles: by pairs of runs that share their luck, or of runs that do not.

Means: Student's t over the differences of pairs, or Welch's interval. Shares of runs: Newcombe's square-and-add intervals,
which build on Wilson's and stay open where every run agrees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.measures.intervals import mean_interval, share_interval, student_975

Array = npt.NDArray[Any]

ROUNDING = 1e-9
"""Differences below this come from the rounding of sums, not from the exercises."""
PAIRED_MEAN = "95 % interval of the mean difference of paired runs, Student's t"
PAIRED_SHARE = "95 % interval of the difference of shares of paired runs, Newcombe's square-and-add (method 10)"
WELCH = "95 % interval of the difference of means of unpaired runs, Welch"
UNPAIRED_SHARE = "95 % interval of the difference of shares of unpaired runs, Newcombe's hybrid score"


@dataclass(frozen=True)
class Difference:
    """What a measure is in two ensembles, and the difference: the second less the first.

    Attributes
    ----------
    first, second : float or None
        Mean over the runs that count; None where there is none.
    value, low, high : float or None
        The difference of the means and its 95 % interval; None where there is nothing to say.
    n_first, n_second : int
        Runs that count: paired, those in which it happened in both.
    n_differ : int or None
        Pairs that differ at all; None where runs are not paired.
    method : str
        How the interval was made.
    """

    first: float | None
    second: float | None
    value: float | None
    low: float | None
    high: float | None
    n_first: int
    n_second: int
    n_differ: int | None
    method: str

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of no difference; rounding is none."""
        if self.value is None or self.low is None or self.high is None or abs(self.value) < ROUNDING:
            return False
        return self.low > 0.0 or self.high < 0.0

    def within(self, least: float, most: float) -> Difference:
        """Return the same with its interval cut to what the difference can be, such as -1 to 1 for shares.

        Parameters
        ----------
        least, most : float

        Returns
        -------
        Difference
        """
        if self.low is None or self.high is None:
            return self
        return replace(self, low=max(least, self.low), high=min(most, self.high))


def paired_difference(first: Array, second: Array, is_share: bool = False) -> Difference:
    """Return the difference between two ensembles whose runs share their luck, pair by pair.

    Parameters
    ----------
    first, second : array (n_runs,)
        One value per run, in the same order; NaN where it never happened: such pairs do not count.
    is_share : bool
        Whether values are 0 or 1, whether something held in a run.

    Returns
    -------
    Difference
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    seen = np.isfinite(first) & np.isfinite(second)
    a, b, n = first[seen], second[seen], int(np.sum(seen))
    method = PAIRED_SHARE if is_share else PAIRED_MEAN
    if not n:
        return Difference(None, None, None, None, None, 0, 0, 0, method)
    interval = _paired_shares(a > 0.5, b > 0.5) if is_share else mean_interval(b - a)
    low, high = interval or (None, None)
    mean_a, mean_b = float(np.mean(a)), float(np.mean(b))
    return Difference(mean_a, mean_b, float(np.mean(b - a)), low, high, n, n, int(np.sum(a != b)), method)


def unpaired_difference(first: Array, second: Array, is_share: bool = False) -> Difference:
    """Return the difference between two ensembles that do not share their luck; see `paired_difference`.

    Parameters
    ----------
    first, second : array (n,), array (m,)
        One value per run; NaN where it never happened: such runs do not count.
    is_share : bool
        Whether values are 0 or 1.

    Returns
    -------
    Difference
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    a, b = first[np.isfinite(first)], second[np.isfinite(second)]
    method = UNPAIRED_SHARE if is_share else WELCH
    mean_a, mean_b = (float(np.mean(x)) if len(x) else None for x in (a, b))
    if mean_a is None or mean_b is None:
        return Difference(mean_a, mean_b, None, None, None, len(a), len(b), None, method)
    low, high = (_added(mean_a, len(a), mean_b, len(b), 0.0) if is_share else _welch(a, b)) or (None, None)
    return Difference(mean_a, mean_b, mean_b - mean_a, low, high, len(a), len(b), None, method)


def _welch(a: Array, b: Array) -> tuple[float, float] | None:
    """Return Welch's interval; degrees of freedom rounded down, so rather too wide."""
    if len(a) < 2 or len(b) < 2:
        return None
    parts = [float(np.var(x, ddof=1)) / len(x) for x in (a, b)]
    difference, variance = float(np.mean(b) - np.mean(a)), sum(parts)
    if variance == 0.0:
        return difference, difference
    freedom = variance**2 / sum(part**2 / (len(x) - 1) for part, x in zip(parts, (a, b), strict=True))
    half = student_975(max(1, math.floor(freedom))) * math.sqrt(variance)
    return difference - half, difference + half


def _paired_shares(a: Array, b: Array) -> tuple[float, float]:
    """Return Newcombe's interval of the difference of two shares of the same runs.

    References
    ----------
    R. G. Newcombe, Statist. Med. 17 (1998) 2635-2650, method 10: Wilson intervals added in squares, with the correlation of
    the pairs (continuity corrected).
    """
    n = len(a)
    both, only_a, only_b = int(np.sum(a & b)), int(np.sum(a & ~b)), int(np.sum(~a & b))
    neither = n - both - only_a - only_b
    product = float(both * neither - only_a * only_b)
    if product > 0:
        product = max(0.0, product - n / 2.0)
    margins = (both + only_a) * (only_b + neither) * (both + only_b) * (only_a + neither)
    correlation = product / math.sqrt(margins) if margins else 0.0
    return _added((both + only_a) / n, n, (both + only_b) / n, n, correlation)


def _added(first: float, n_first: int, second: float, n_second: int, correlation: float) -> tuple[float, float]:
    """Return the interval of `second - first` from the Wilson intervals of both, added in squares.

    References
    ----------
    R. G. Newcombe, Statist. Med. 17 (1998) 873-890, method 10, where the runs are not paired.
    """
    low_1, high_1 = share_interval(first, n_first) or (0.0, 1.0)
    low_2, high_2 = share_interval(second, n_second) or (0.0, 1.0)
    down, up = (second - low_2, high_1 - first), (high_2 - second, first - low_1)
    halves = [math.sqrt(max(0.0, x * x - 2.0 * correlation * x * y + y * y)) for x, y in (down, up)]
    return second - first - halves[0], second - first + halves[1]
