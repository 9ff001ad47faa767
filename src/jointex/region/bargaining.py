"""Three structures for a bargain over one line of positions: expected-utility bargaining, the weighted median, the status quo.

Expected-utility bargaining (Bueno de Mesquita, as published by Scholz, Calbert and Smith 2011) need not converge; it is one
structure beside two others, never the truth.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

STRUCTURES = ("bargaining", "median", "status quo")
"""Structures in the order of the numbers that cases hold."""
RULES = ("paper", "port")


def mean_position(position: ArrayLike, weight: ArrayLike) -> Array:
    """Return the weighted mean of positions.

    Parameters
    ----------
    position, weight : array (cases, actors)
        Weight is capability times salience.

    Returns
    -------
    array (cases,)
    """
    place, heft = np.asarray(position, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    return np.asarray((place * heft).sum(axis=-1) / heft.sum(axis=-1))


def weighted_median(position: ArrayLike, weight: ArrayLike) -> Array:
    """Return the position that no other beats in a weighted vote.

    Parameters
    ----------
    position, weight : array (cases, actors)
        Weight is capability times salience.

    Returns
    -------
    array (cases,)
        The lowest position at which half of the weight is reached.
    """
    place, heft = np.broadcast_arrays(np.asarray(position, dtype=np.float64), np.asarray(weight, dtype=np.float64))
    order = np.argsort(place, axis=-1, kind="stable")
    sorted_place = np.take_along_axis(place, order, axis=-1)
    reached = np.cumsum(np.take_along_axis(heft, order, axis=-1), axis=-1)
    half = 0.5 * reached[..., -1:]
    first = np.argmax(reached >= half * (1.0 - 1e-12), axis=-1)
    return np.asarray(np.take_along_axis(sorted_place, first[..., None], axis=-1)[..., 0])


def voted_median(position: ArrayLike, weight: ArrayLike) -> Array:
    """Return the position that wins a chain of pairwise votes, each actor for what is nearer by as much as it is nearer.

    Parameters
    ----------
    position, weight : array (cases, actors)

    Returns
    -------
    array (cases,)
        As the expected-utility model defines its median; positions stand for vote in ascending order.
    """
    place = np.atleast_2d(np.asarray(position, dtype=np.float64))
    heft = np.broadcast_to(np.asarray(weight, dtype=np.float64), place.shape)
    order = np.sort(place, axis=-1)
    best = order[:, 0].copy()
    for rival in order[:, 1:].T:
        votes = (heft * (np.abs(place - best[:, None]) - np.abs(place - rival[:, None]))).sum(axis=-1)
        best = np.where(votes > 0.0, rival, best)
    return best


def bargain(
    position: ArrayLike, capability: ArrayLike, salience: ArrayLike, rounds: int, rule: str = "paper"
) -> list[Array]:
    """Return positions after each round of expected-utility bargaining.

    Parameters
    ----------
    position, capability, salience : array (cases, actors)
        Position on one line, capability above 0, salience 0 to 1.
    rounds : int
        How many.
    rule : str
        `paper`: everybody takes the offer that moves it least. `port`: compromises by the weighted position of both, as the
        published code of a later port has it.

    Returns
    -------
    list of array (cases, actors)
        Positions at the start and after each round.

    Raises
    ------
    ValueError
        If `rule` is another word, or shapes differ.

    References
    ----------
    Scholz, Calbert and Smith, Unravelling Bueno de Mesquita's group decision model, J. Theoretical Politics 23 (2011)
    """
    if rule not in RULES:
        raise ValueError(f"rule must be one of {', '.join(RULES)}; got {rule!r}")
    place, able, caring = np.broadcast_arrays(
        *(np.atleast_2d(np.asarray(one, dtype=np.float64)) for one in (position, capability, salience))
    )
    width = place.max(axis=-1) - place.min(axis=-1)
    width = np.where(width > 0.0, width, 1.0)[:, None, None]
    found = [place.copy()]
    for _ in range(rounds):
        found.append(_round(found[-1], able * caring, caring, width, rule))
    return found


def _round(place: Array, weight: Array, caring: Array, width: Array, rule: str) -> Array:
    """Return positions after one round."""
    even = np.ones_like(place)
    danger = _challenges(place, weight, caring, width, even)
    own = np.arange(place.shape[1])
    seen = danger[:, own, :, own].transpose(1, 2, 0)  # (cases, challenger, challenged), from the challenged one's view
    seen = seen.sum(axis=1) - seen[:, own, own]
    most, least = seen.max(axis=-1, keepdims=True), seen.min(axis=-1, keepdims=True)
    spread = np.where(most > least, most - least, 1.0)
    boldness = np.where(most > least, (2.0 * seen - most - least) / spread, 0.0) / 3.0
    risk = (1.0 - boldness) / (1.0 + boldness)
    gains = _challenges(place, weight, caring, width, risk)
    mine = gains[:, own, own, :].copy()  # what I expect from challenging each other actor, from my view
    theirs = gains[:, own, :, own].transpose(1, 0, 2)  # what each other gains from challenging me, from my view
    return _best_offers(place, mine, theirs, rule)


def _challenges(place: Array, weight: Array, caring: Array, width: Array, risk: Array) -> Array:
    """Return expected gains (cases, view, challenger, challenged): whose risk taking counts, who challenges whom."""
    gap = np.abs(place[:, :, None] - place[:, None, :]) / width
    bent = gap ** risk[:, :, None]  # distance of actor a to the position of actor b, as a feels it
    votes = weight[:, :, None, None] * (bent[:, :, None, :] - bent[:, :, :, None])  # (cases, voter, for, against)
    backing = np.maximum(votes, 0.0).sum(axis=1)
    chance = backing / np.maximum(np.abs(votes).sum(axis=(1, 2, 3)), 1e-300)[:, None, None]
    chance = np.where(gap == 0.0, 0.0, chance)[:, None]
    curve = risk[:, :, None, None]
    success = 2.0 - 4.0 * (0.5 - 0.5 * gap[:, None]) ** curve
    failure = 2.0 - 4.0 * (0.5 + 0.5 * gap[:, None]) ** curve
    rest = 2.0 - 4.0 * 0.5**curve
    resist = caring[:, None, None, :]
    return np.asarray(resist * (chance * success + (1.0 - chance) * failure) + (1.0 - resist) * success - rest)


def _best_offers(place: Array, mine: Array, theirs: Array, rule: str) -> Array:
    """Return where everybody goes: to the best confrontation lost, else compromise, else capitulation, else nowhere."""
    here, there = place[:, :, None], place[:, None, :]
    moves = here != there
    loses = moves & (theirs > mine) & (mine > 0.0)
    pressed = moves & (theirs > 0.0) & (mine < 0.0)
    meets = pressed & (theirs > np.abs(mine))
    gives = pressed & ~meets
    ratio = np.abs(mine) / np.where(theirs == 0.0, 1.0, np.abs(theirs))
    halfway = here + (there - here) * ratio
    goal = np.broadcast_to(there, moves.shape)
    total = np.abs(mine) + np.abs(theirs)
    mixed = (np.abs(mine) * here + np.abs(theirs) * there) / np.where(total == 0.0, 1.0, total)
    keys = (np.abs(goal - here), np.abs(halfway - here) if rule == "paper" else mixed, np.abs(goal - here))
    result, is_open = place.copy(), np.ones(place.shape, dtype=np.bool_)
    for offered, target, key in zip((loses, meets, gives), (goal, halfway, goal), keys, strict=True):
        first = np.argmin(np.where(offered, key, np.inf), axis=-1)
        chosen = np.take_along_axis(target, first[..., None], axis=-1)[..., 0]
        takes = is_open & offered.any(axis=-1)
        result = np.where(takes, chosen, result)
        is_open &= ~takes
    return result
