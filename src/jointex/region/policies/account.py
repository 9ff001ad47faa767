"""The account of one outcome: spread, regret and what each bundle changes, from cases that pass by in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointex.region.policies.model import Array
from jointex.region.policies.ranks import PASSINGS, Ranks
from jointex.region.policies.regret import regrets

SAME = 1e-9
"""Relative difference below which two bundles do the same."""
SHARES = (0.1, 0.5, 0.9)
Batches = Callable[[], Iterator[tuple[Array, Array]]]
"""Gives, as often as it is asked, batches of an outcome (bundles, futures) and the group of each future (futures,)."""


@dataclass(frozen=True)
class Beside:
    """How bundles do beside the reference in some futures.

    Attributes
    ----------
    n_futures : int
    better, same, worse : array (bundles,)
        Shares of futures: better and worse by more than the least change that counts.
    mean : array (bundles,)
        Of the difference [unit of the outcome].
    quantiles : array (bundles, 3)
        Its 10, 50 and 90 % points.
    """

    n_futures: int
    better: Array
    same: Array
    worse: Array
    mean: Array
    quantiles: Array

    def of(self, bundle: int) -> dict[str, float]:
        """Return the figures of a bundle: `futures`, `better`, `same`, `worse`, `mean`, `p10`, `median`, `p90`."""
        low, middle, high = (float(value) for value in self.quantiles[bundle])
        parts = {name: float(getattr(self, name)[bundle]) for name in ("better", "same", "worse", "mean")}
        return {"futures": float(self.n_futures), **parts, "p10": low, "median": middle, "p90": high}


@dataclass(frozen=True)
class Account:
    """What is told of an outcome.

    Attributes
    ----------
    spread : array (bundles, 3)
        10, 50 and 90 % points over futures.
    low, high : array (bundles,)
        Least and most.
    regret : array (bundles, 3)
        50 and 90 % points, and most.
    groups : tuple of Beside
        By group of futures: first all of them, then each group.
    """

    spread: Array
    low: Array
    high: Array
    regret: Array
    groups: tuple[Beside, ...]


class _Differences:
    """Sums over the futures of each group: all of them, then each."""

    def __init__(self, n_groups: int, n_bundles: int) -> None:
        self.n = np.zeros(1 + n_groups, dtype=np.int64)
        self.better = np.zeros((1 + n_groups, n_bundles), dtype=np.int64)
        self.worse = np.zeros((1 + n_groups, n_bundles), dtype=np.int64)
        self.total = np.zeros((1 + n_groups, n_bundles))

    def see(self, change: Array, gain: Array, scale: Array, group: NDArray[np.int64]) -> None:
        """Add a batch (bundles, futures)."""
        for place in range(len(self.n)):
            here = np.ones(len(group), dtype=np.bool_) if place == 0 else group == place - 1
            self.n[place] += int(here.sum())
            self.better[place] += (gain[:, here] > scale[here]).sum(axis=1)
            self.worse[place] += (gain[:, here] < -scale[here]).sum(axis=1)
            self.total[place] += change[:, here].sum(axis=1)

    def beside(self, place: int, quantiles: Array) -> Beside:
        """Return what a group adds up to."""
        n = max(1, int(self.n[place]))
        same = (self.n[place] - self.better[place] - self.worse[place]) / n
        better, worse = self.better[place] / n, self.worse[place] / n
        return Beside(int(self.n[place]), better, same, worse, self.total[place] / n, quantiles)


def account_of(batches: Batches, better: str, reference: int, n_groups: int, least: float = 0.0) -> Account | None:
    """Return the account of an outcome; what is held at once is one batch and counts, however many futures there are.

    Parameters
    ----------
    batches : callable
        Gives the same cases each time it is asked.
    better : str
        `lower` or `higher`.
    reference : int
        Bundle that others are compared with.
    n_groups : int
        Groups are 0 to this.
    least : float
        Least change that counts as better or worse [unit of the outcome].

    Returns
    -------
    Account or None
        None where a case does not know the outcome.
    """
    ranks: Ranks | None = None
    sums: _Differences | None = None
    for passing in range(PASSINGS):
        for values, group in batches():
            n_bundles, n_futures = values.shape
            if ranks is None or sums is None:
                ranks = Ranks(n_bundles * (3 + n_groups), SHARES)
                sums = _Differences(n_groups, n_bundles)
                low, high, most = (np.full(n_bundles, end) for end in (np.inf, -np.inf, 0.0))
            if not np.isfinite(values).all():
                return None
            lost, change, which = regrets(values, better), values - values[reference], group.astype(np.int64)
            if passing == 0:
                low, high = np.minimum(low, values.min(axis=1)), np.maximum(high, values.max(axis=1))
                most = np.maximum(most, lost.max(axis=1))
                gain = -change if better == "lower" else change
                scale = np.maximum(SAME * (1.0 + np.abs(values[reference])), least * (1.0 - SAME))
                sums.see(change, gain, scale, which)
            bundle = np.repeat(np.arange(n_bundles), n_futures)
            shown = ((bundle, values), (bundle + n_bundles, lost), (bundle + 2 * n_bundles, change))
            for rows, numbers in shown:
                ranks.see(rows, numbers.ravel())
            ranks.see(bundle + n_bundles * np.tile(3 + which, n_bundles), change.ravel())
        if ranks is not None:
            ranks.end_passing()
    if ranks is None or sums is None:
        return None
    found = ranks.quantiles().reshape(3 + n_groups, n_bundles, len(SHARES))
    groups = tuple(sums.beside(place, found[2 + place]) for place in range(1 + n_groups))
    return Account(found[0], low, high, np.column_stack([found[1][:, 1:], most]), groups)
