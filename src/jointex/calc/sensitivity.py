"""On which uncertain inputs an answer depends: each figure that has a range goes to both its ends, one at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jointex import cards
from jointex.cards.checks import values_of
from jointex.cards.shelf import Folder, on_trial
from jointex.documents import KeyPath, dotted
from jointex.errors import InputError
from jointex.flight.loadout import NO_STORES, airframe

Ask = Callable[[], float]

CAVEAT = (
    "each input alone from end to end of its range, nothing calibrated anew; inputs that calibration ties together "
    "(drag and fuel of a known range) would move against one another, so the swings are upper bounds"
)
"""How to read a sensitivity."""


@dataclass(frozen=True)
class Swing:
    """What one uncertain input does to an answer.

    Attributes
    ----------
    card, value : str
        Card id and key path of the input.
    unit, basis : str
        Its unit and basis.
    low, middle, high : float
        Ends of its range and the value itself [`unit`].
    answer_low, answer_high : float or None
        The answer at these ends; None where there is none, such as a leg that no fuel is left for.
    swing_fraction : float or None
        Answer at the high end less that at the low one, over the answer; None where an end has no answer.
    elasticity : float or None
        Change of the answer over change of the input, both as shares: 1 where the answer grows in proportion.
    share : float
        Part of the spread of the answer: square of this swing over the sum of all squares.
    """

    card: str
    value: str
    unit: str
    basis: str
    low: float
    middle: float
    high: float
    answer_low: float | None
    answer_high: float | None
    swing_fraction: float | None
    elasticity: float | None
    share: float


@dataclass(frozen=True)
class Sensitivity:
    """The answer of `sensitivity`.

    Attributes
    ----------
    answer : float
        With every input as the cards have it.
    spread_fraction : float
        Root of the sum of squared swings over `SIGMAS_OF_RANGE`: one standard deviation of the answer, over the answer.
    swings : tuple of Swing
        Largest first; inputs that the answer does not depend on are left out.
    assumptions : tuple of str
        How to read them.
    """

    answer: float
    spread_fraction: float
    swings: tuple[Swing, ...]
    assumptions: tuple[str, ...]


def sensitivity(
    ask: Ask, aircraft: str, stores: Mapping[str, int] = NO_STORES, folders: Sequence[Folder] = ()
) -> Sensitivity:
    """Return how an answer depends on the uncertain inputs of the cards it uses.

    Parameters
    ----------
    ask : callable
        Gives the answer as a number, from cards as they are at that moment.
    aircraft : str
        Card id of the aircraft it is about.
    stores : mapping of str to int
        Stores it carries, whose cards count too.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Sensitivity

    Raises
    ------
    InputError
        If the question has no answer even with the cards as they are.
    """
    answer = float(ask())
    card = cards.aircraft(aircraft, folders)
    used: list[cards.Card] = [card, cards.engine(card.engine.id, folders)]
    used += [cards.store(store_id, folders) for store_id in stores]
    trial = _Trial(ask, answer, aircraft, stores, folders, airframe(card, stores, 0.0, folders).tobytes())
    swings = []
    for one in used:
        for path, value in _uncertain(one):
            ends = tuple(trial.answer_with(one, path, number) for number in value.range or ())
            if any(end is None or abs(end / answer - 1.0) > LEAST_SWING for end in ends):
                swings.append(_swing(one.id, path, value, ends, answer))
    whole = sum((swing.swing_fraction or 0.0) ** 2 for swing in swings)
    swings = [replace(swing, share=(swing.swing_fraction or 0.0) ** 2 / whole if whole else 0.0) for swing in swings]
    swings.sort(key=lambda swing: -math.inf if swing.swing_fraction is None else -abs(swing.swing_fraction))
    return Sensitivity(answer, math.sqrt(whole) / SIGMAS_OF_RANGE, tuple(swings), (CAVEAT,))


LEAST_SWING = 1e-3
"""Smaller changes of the answer count as none: searches end on about as much."""

SIGMAS_OF_RANGE = 4.0
"""Standard deviations from end to end of a range. Estimated: ranges in the cards are meant to hold 95 % of what is likely."""


@dataclass(frozen=True)
class _Trial:
    """The question, and what it was answered from."""

    ask: Ask
    answer: float
    aircraft: str
    stores: Mapping[str, int]
    folders: Sequence[Folder]
    record: bytes

    def answer_with(self, card: cards.Card, path: KeyPath, number: float) -> float | None:
        """Return the answer with another number in a card; None where it then has none."""
        with on_trial(_with_number(card, path, number)):
            record = airframe(cards.aircraft(self.aircraft, self.folders), self.stores, 0.0, self.folders)
            if record.tobytes() == self.record:
                return self.answer  # nothing that flies reads this figure
            try:
                return float(self.ask())
            except InputError:
                return None


def _uncertain(card: cards.Card) -> Iterator[tuple[KeyPath, cards.Value]]:
    """Yield the figures of a card that have a range, but not the published ones they are held against."""
    for path, value in values_of(card):
        if value.range is not None and value.range[0] < value.range[1] and path[0] != "published":
            yield path, value


def _with_number(part: Any, path: KeyPath, number: float) -> Any:
    """Return a copy of a card, or of a part of one, with another number at a key path."""
    if not path:
        return part.model_copy(update={"value": number})
    key, rest = path[0], path[1:]
    if isinstance(part, dict):
        return {**part, key: _with_number(part[key], rest, number)}
    return part.model_copy(update={key: _with_number(getattr(part, str(key)), rest, number)})


def _swing(card_id: str, path: KeyPath, value: cards.Value, ends: tuple[float | None, ...], answer: float) -> Swing:
    """Return what one input does; its share of the whole comes later."""
    low, high = value.range or (value.value, value.value)
    at_low, at_high = ends
    swing = elasticity = None
    if at_low is not None and at_high is not None:
        swing = (at_high - at_low) / answer
        elasticity = swing * value.value / (high - low)
    name = dotted(path)
    return Swing(
        card_id, name, value.unit, value.basis, low, value.value, high, at_low, at_high, swing, elasticity, 0.0
    )
