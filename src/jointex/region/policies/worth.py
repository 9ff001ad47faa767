"""What is worth telling: the least change of each outcome that counts, what follows from a lever's meaning, what moves nothing."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import numpy as np

from jointex.region.figures import package_document
from jointex.region.policies.cases import Exercise, draw_futures, evaluate
from jointex.region.policies.model import REFERENCE, Lever, Setting, Weighing
from jointex.region.policies.signs import signs

PROBED_FUTURES = 12
"""Futures in which a lever is tried from end to end."""


@functools.cache
def least_changes() -> dict[str, dict[str, Any]]:
    """Return the least change that counts and why, by outcome [unit of the outcome]: brackets of our own."""
    return dict(package_document("jointex.region.policies", "worth.yaml").data["least"])


def least_change(outcome: str) -> float:
    """Return the least change of an outcome that counts [its unit]; 0 where none is set.

    Parameters
    ----------
    outcome : str

    Returns
    -------
    float
    """
    return float(least_changes().get(outcome, {}).get("value", 0.0))


def follows_by_definition(weighing: Weighing, bundle: str, outcome: str) -> bool:
    """Return whether what a bundle does to an outcome follows from what one of its levers is, or from a bracket with one side.

    Parameters
    ----------
    weighing : Weighing
    bundle, outcome : str

    Returns
    -------
    bool
    """
    given = weighing.bundles[bundle].set
    moved = [name for name, value in given.items() if value != weighing.levers[name].default]
    return any(outcome in signs()[name].by_definition for name in moved if name in signs())


def still_levers(weighing: Weighing, exercise: Exercise, seed: int) -> list[str]:
    """Return levers that move no outcome of this exercise, tried one by one from end to end in a few futures.

    Parameters
    ----------
    weighing : Weighing
    exercise : Exercise
    seed : int

    Returns
    -------
    list of str
    """
    draws, actors = draw_futures(weighing, seed, 0, PROBED_FUTURES)
    settings = weighing.settings(REFERENCE)

    def outcomes(**other: Setting) -> Mapping[str, Any]:
        return evaluate(weighing, exercise, {**settings, **other}, draws, actors)

    base = outcomes()
    return [
        name
        for name, lever in weighing.levers.items()
        if not any(_moves(base, outcomes(**{name: step})) for step in _ends(lever))
    ]


def _ends(lever: Lever) -> tuple[Setting, ...]:
    return lever.choices or (lever.low, lever.high)


def _moves(base: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(not np.array_equal(base[name], other[name], equal_nan=True) for name in base)
