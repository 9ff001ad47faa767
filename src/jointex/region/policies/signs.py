"""Which way each lever moves each outcome by the model's own text, and which of that follows from what a lever is."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jointex.region.figures import package_document

WORDS = ("up", "down", "either")


@dataclass(frozen=True)
class Signs:
    """What a lever does when it is turned up, or along its choices.

    Attributes
    ----------
    moves : dict of str to str
        `up`, `down` or `either` by outcome; outcomes that are not named are not moved.
    by_definition : frozenset of str
        Outcomes whose way is settled by what the lever is, or by a bracket with one side: no finding.
    """

    moves: dict[str, str]
    by_definition: frozenset[str]


@functools.cache
def signs() -> dict[str, Signs]:
    """Return what is expected of the shipped levers, by id."""
    data = package_document("jointex.region.policies", "signs.yaml").data

    def outcomes(entry: Mapping[str, Sequence[str]], word: str) -> list[str]:
        return [one for name in entry.get(word, ()) for one in data["groups"].get(name, (name,))]

    return {
        lever: Signs(
            {name: word for word in WORDS for name in outcomes(entry, word)},
            frozenset(outcomes(entry, "by_definition")),
        )
        for lever, entry in data["levers"].items()
    }
