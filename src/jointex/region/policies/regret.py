"""Regret: how far each bundle falls short of the best in the same future, outcome by outcome, in the outcome's own unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from jointex.region.policies.model import Array


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


def regret_rows(bundles: Sequence[str], values: Array, better: str) -> list[dict[str, Any]]:
    """Return a row for each bundle.

    Parameters
    ----------
    bundles : sequence of str
    values : array (bundles, futures)
    better : str

    Returns
    -------
    list of dict
        `bundle`; `p10`, `p50` and `p90` of the outcome; `regret_p50`, `regret_p90` and `regret_most`.
    """
    lost = regrets(values, better)
    spread = np.quantile(values, (0.1, 0.5, 0.9), axis=1)
    regret = np.quantile(lost, (0.5, 0.9, 1.0), axis=1)
    return [
        {
            "bundle": name,
            "p10": float(spread[0, place]),
            "p50": float(spread[1, place]),
            "p90": float(spread[2, place]),
            "regret_p50": float(regret[0, place]),
            "regret_p90": float(regret[1, place]),
            "regret_most": float(regret[2, place]),
        }
        for place, name in enumerate(bundles)
    ]


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
    as_good = np.asarray((table[None, :, :] <= table[:, None, :] + 1e-12).all(axis=-1))
    strictly = np.asarray(
        (table[None, :, :] < table[:, None, :] - 1e-9 * (1.0 + np.abs(table[:, None, :]))).any(axis=-1)
    )
    return [not bool((as_good[place] & strictly[place]).any()) for place in range(len(table))]
