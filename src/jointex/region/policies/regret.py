"""Regret: how far each bundle falls short of the best in the same future, outcome by outcome, in the outcome's own unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jointex.region.policies.model import Array

SAME = 1e-6
"""Of the largest regret: cases are kept to seven digits, and what differs by less is the same."""


def regrets(values: Array, better: str) -> Array:
    """Return the regret of every case.

    Parameters
    ----------
    values : array (bundles, futures)
        Of an outcome.
    better : str
        `lower` or `higher`.

    Returns
    -------
    array (bundles, futures)
        0 for the best bundle of a future, above 0 for others, in the outcome's unit.
    """
    cost = values if better == "lower" else -values
    return np.asarray(cost - cost.min(axis=0, keepdims=True))


def undominated(regret_by_outcome: Mapping[str, Sequence[float]]) -> list[bool]:
    """Return which bundles nothing beats on every outcome at once; no outcome is weighed against another.

    Parameters
    ----------
    regret_by_outcome : dict of str to sequence (bundles,)
        Such as the 90 % point of regret.

    Returns
    -------
    list of bool
    """
    table = np.column_stack([np.asarray(column) for column in regret_by_outcome.values()])
    same = SAME * np.abs(table).max(axis=0)
    as_good = np.asarray((table[None, :, :] <= table[:, None, :] + same).all(axis=-1))
    strictly = np.asarray((table[None, :, :] < table[:, None, :] - same).any(axis=-1))
    return [not bool((as_good[place] & strictly[place]).any()) for place in range(len(table))]
