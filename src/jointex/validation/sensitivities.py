"""The uncertain inputs that matter most for each type: for its range, and for its take-off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jointex import calc, cards
from jointex.calc.sensitivity import CAVEAT
from jointex.cards.shelf import Folder

LONG_RUNWAY_M = 5000.0
"""A runway that limits no take-off [m]."""

SHOWN = {"range": 3, "take-off run": 2}
"""Inputs told of each answer: the largest."""

__all__ = ["CAVEAT", "Dependence", "dependences"]


@dataclass(frozen=True)
class Dependence:
    """One input that an answer of a type depends on.

    Attributes
    ----------
    aircraft, answer : str
        Card id; `range` or `take-off run`.
    value : float
        The answer.
    unit : str
        Its unit.
    spread_fraction : float
        Standard deviation of the answer from all its inputs, over the answer.
    card, input : str
        Card id and key path of the input.
    low, middle, high : float
        Ends of its range and the value itself, as written.
    input_unit, basis : str
        Unit and basis of the input.
    swing_fraction : float or None
        What the answer does from the low end to the high one; None where an end has no answer.
    share : float
        Part of the spread.
    """

    aircraft: str
    answer: str
    value: float
    unit: str
    spread_fraction: float
    card: str
    input: str
    low: float
    middle: float
    high: float
    input_unit: str
    basis: str
    swing_fraction: float | None
    share: float


def dependences(aircraft: Iterable[str] | None = None, folders: Sequence[Folder] = ()) -> tuple[Dependence, ...]:
    """Return the inputs that matter most for the range and the take-off of each type.

    Parameters
    ----------
    aircraft : iterable of str or None
        Card ids; `None` for all but the variants that repeat another card's figures.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of Dependence
        In the order of the cards, largest swing first.

    Raises
    ------
    CardError
        If an aircraft has no card.
    """
    found: list[Dependence] = []
    for card_id in cards.ids("aircraft", folders) if aircraft is None else aircraft:
        card = cards.aircraft(card_id, folders)
        if aircraft is None and card.like:
            continue
        found += _of(card.id, "range", "NM", _range(card.id, folders), folders)
        found += _of(card.id, "take-off run", "m", _run(card.id, folders), folders)
    return tuple(found)


def _range(card_id: str, folders: Sequence[Folder]) -> Callable[[], float]:
    return lambda: calc.range_(card_id, folders=folders).range_nm


def _run(card_id: str, folders: Sequence[Folder]) -> Callable[[], float]:
    return lambda: calc.takeoff(card_id, runway_m=LONG_RUNWAY_M, folders=folders).ground_roll_m


def _of(card_id: str, answer: str, unit: str, ask: Callable[[], float], folders: Sequence[Folder]) -> list[Dependence]:
    """Return the largest dependences of one answer."""
    told = calc.sensitivity(ask, card_id, folders=folders)
    return [
        Dependence(
            card_id,
            answer,
            told.answer,
            unit,
            told.spread_fraction,
            swing.card,
            swing.value,
            swing.low,
            swing.middle,
            swing.high,
            swing.unit,
            swing.basis,
            swing.swing_fraction,
            swing.share,
        )
        for swing in told.swings[: SHOWN[answer]]
    ]
