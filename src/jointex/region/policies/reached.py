"""Which uncertainties enter which outcome: tried out, not declared, so that nothing is said to hang on what it never sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jointex.region.policies.cases import Exercise, draw_futures, evaluate
from jointex.region.policies.gas import DRAWN
from jointex.region.policies.model import REFERENCE, Weighing

PROBED_FUTURES = 120
MOST_PROBED_BUNDLES = 5
Reached = Mapping[str, frozenset[str]]
"""By outcome, the uncertainties that enter it."""


def reached_outcomes(
    weighing: Weighing, exercise: Exercise, seed: int, bundles: Sequence[str] | None = None
) -> Reached:
    """Return which uncertainties enter which outcome.

    Parameters
    ----------
    weighing : Weighing
    exercise : Exercise
    seed : int
    bundles : sequence of str, optional
        Under which; under some that together move as many levers as possible, if left out.

    Returns
    -------
    dict of str to frozenset of str
        An uncertainty enters an outcome that changes in some future where futures swap its draws. Those of gas are drawn
        together, in worlds, so that they enter together.
    """
    draws, actors = draw_futures(weighing, seed, 0, PROBED_FUTURES)
    groups = [(name,) for name in draws if name not in DRAWN] + [tuple(name for name in DRAWN if name in draws)]
    found: dict[str, set[str]] = {name: set() for name in weighing.outcomes}
    for bundle in _probed(weighing) if bundles is None else bundles:
        settings = weighing.settings(bundle)
        base = evaluate(weighing, exercise, settings, draws, actors)
        for group in groups:
            swapped = {**draws, **{name: np.roll(draws[name], 1) for name in group}}
            other = evaluate(weighing, exercise, settings, swapped, actors)
            for outcome, values in base.items():
                if not np.array_equal(values, other[outcome], equal_nan=True):
                    found[outcome].update(group)
    return {name: frozenset(names) for name, names in found.items()}


def _probed(weighing: Weighing) -> list[str]:
    """Return the reference and the bundles that add most levers to those before them."""
    chosen, moved = [REFERENCE], set[str]()
    while len(chosen) < MOST_PROBED_BUNDLES:
        new = {name: set(one.set) - moved for name, one in weighing.bundles.items() if one.set.get("scale", 1) != 0}
        best = max(new, key=lambda name: len(new[name]))
        if not new[best]:
            break
        chosen.append(best)
        moved |= new[best]
    return chosen
