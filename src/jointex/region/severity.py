"""How far up a published ladder a response goes: an ordered logit, and a follow-up by quantal response.

The ladder is that of the hostility levels of the Militarized Interstate Disputes data without its highest level.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

TOP_RUNG = 4
FOLLOW_UP_RUNG = 3
"""A follow-up goes no higher than a display of force: no dated event supports a figure for more."""
HALVINGS = 44
"""Halvings of the interval in which an equilibrium is sought: to 1e-13."""


def logistic(value: ArrayLike) -> Array:
    """Return 1 / (1 + exp(-value)), without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(value, dtype=np.float64))), dtype=np.float64)


def rung_shares(shift: ArrayLike, show_probability: ArrayLike, threat_step: ArrayLike, force_step: ArrayLike) -> Array:
    """Return the probability of each rung of one response.

    Parameters
    ----------
    shift : array (n,)
        How far the response is moved up [logit].
    show_probability : array (n,)
        Probability of rung 3 or 4 where nothing shifts it, between 0 and 1.
    threat_step, force_step : array (n,)
        How far the cut points of rungs 2 and 4 lie below and above that of rung 3 [logit], above 0.

    Returns
    -------
    array (n, 4)
        Shares of rungs 1 to 4; they add up to 1.

    References
    ----------
    McCullagh, Regression models for ordinal data, J. R. Stat. Soc. B 42 (1980)
    """
    moved, show, easier, harder = np.broadcast_arrays(
        *(np.asarray(one, dtype=np.float64) for one in (shift, show_probability, threat_step, force_step))
    )
    cut = np.log((1.0 - show) / show) - moved
    below = np.stack([logistic(cut - easier), logistic(cut), logistic(cut + harder), np.ones_like(cut)], axis=-1)
    return np.diff(below, axis=-1, prepend=0.0)


def highest_rung(shares: Array, responses: ArrayLike, luck: ArrayLike) -> Array:
    """Return the highest rung of several responses.

    Parameters
    ----------
    shares : array (n, 4)
        As `rung_shares` gives them.
    responses : array (n,)
        How many responses; need not be whole.
    luck : array (n,)
        Evenly drawn, 0 to 1.

    Returns
    -------
    array (n,)
        1 to 4.
    """
    below = np.cumsum(shares, axis=-1)[..., :-1] ** np.asarray(responses, dtype=np.float64)[..., None]
    return np.asarray(1.0 + np.sum(np.asarray(luck)[..., None] > below, axis=-1), dtype=np.float64)


def step_up_probability(rationality: ArrayLike, clash_cost: ArrayLike, yield_cost: ArrayLike) -> Array:
    """Return how often a side steps up after a response, where both sides choose alike and with error.

    Parameters
    ----------
    rationality : array (n,)
        0: even odds; large: close to the best reply [1/gain].
    clash_cost : array (n,)
        Loss where both step up [gain of stepping up alone], above `yield_cost` less 1.
    yield_cost : array (n,)
        Loss of the side that stands alone [gain].

    Returns
    -------
    array (n,)
        The symmetric logit quantal-response equilibrium; there is one, as stepping up pays less the more the other does.

    References
    ----------
    McKelvey and Palfrey, Quantal response equilibria for normal form games, Games Econ. Behav. 10 (1995)
    """
    sharp, clash, give = np.broadcast_arrays(
        *(np.asarray(one, dtype=np.float64) for one in (rationality, clash_cost, yield_cost))
    )
    low, high = np.zeros(sharp.shape), np.ones(sharp.shape)
    for _ in range(HALVINGS):
        chance = 0.5 * (low + high)
        is_below = logistic(sharp * (chance * (give - clash) + 1.0 - chance)) > chance
        low, high = np.where(is_below, chance, low), np.where(is_below, high, chance)
    return np.asarray(0.5 * (low + high), dtype=np.float64)
