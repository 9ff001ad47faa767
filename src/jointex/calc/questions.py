"""Reading what a question gives: numbers within bounds, flight levels, places; every fault collected before any answer."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jointex import cards
from jointex.cards.bases import find_base_id
from jointex.cards.shelf import Folder
from jointex.earth.places import airport, position_deg
from jointex.errors import Fault, InputError, QuestionError
from jointex.units import FLIGHT_LEVEL_M

HIGHEST_FT = 65_000.0
"""Greatest height a question about training fights may name [ft]: above the ceilings of the cards."""
_LEVEL = re.compile(r"\s*(?:FL\s*)?([+-]?\d{1,4}(?:\.\d*)?)\s*", re.IGNORECASE)
_POSITION = re.compile(r"\s*[+-]?[\d.]+\s*[,;\s]\s*[+-]?[\d.]+\s*")


@dataclass(frozen=True)
class Place:
    """A place of a question.

    Attributes
    ----------
    name : str
        As shown in the answer.
    latitude_deg, longitude_deg : float
        Position [deg].
    elevation_m : float
        Height above the sea [m]; 0 for a bare position.
    """

    name: str
    latitude_deg: float
    longitude_deg: float
    elevation_m: float


@dataclass
class Question:
    """Collects the faults of one question.

    Attributes
    ----------
    faults : list of Fault
        So far.
    """

    faults: list[Fault] = field(default_factory=list)

    def add(self, rule: str, key: str, value: object = "", hint: str = "") -> None:
        """Note a fault.

        Parameters
        ----------
        rule : str
            What must hold.
        key : str
            The option.
        value : object
            What was given.
        hint : str
            The way out.
        """
        self.faults.append(Fault(rule, key=key, value=str(value), hint=hint))

    def number(self, key: str, value: object, low: float, high: float, unit: str, hint: str = "") -> float:
        """Return a number within bounds, or note a fault and return the nearest sound one.

        Parameters
        ----------
        key : str
            The option.
        value : object
            What was given.
        low, high : float
            Bounds [`unit`], both allowed.
        unit : str
            Unit of the bounds, for the message.
        hint : str
            The way out.

        Returns
        -------
        float
            Finite, within the bounds.
        """
        rule = f"must be a finite number from {low:,.6g} to {high:,.6g} {unit}".rstrip()
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            self.add(rule, key, repr(value), hint)
            return low
        if isinstance(value, bool) or not math.isfinite(number) or not low <= number <= high:
            self.add(rule, key, value, hint)
            return min(max(number, low), high) if math.isfinite(number) else low
        return number

    def level_m(self, key: str, value: object, low: float, high: float, hint: str = "") -> float:
        """Return the pressure altitude of a flight level such as `280` or `FL280` [m], or note a fault.

        Parameters
        ----------
        key : str
            The option.
        value : object
            What was given.
        low, high : float
            Bounds [flight level].
        hint : str
            The way out.

        Returns
        -------
        float
            Pressure altitude [m].
        """
        match = _LEVEL.fullmatch(str(value)) if not isinstance(value, bool) else None
        if match is None:
            self.add(f"must be a flight level from {low:g} to {high:g}, such as 280 or FL280", key, repr(value), hint)
            return low * FLIGHT_LEVEL_M
        return self.number(key, match[1], low, high, "(flight level)", hint) * FLIGHT_LEVEL_M

    def place(self, key: str, text: object, folders: Sequence[Folder] = ()) -> Place:
        """Return a place given as ICAO code, card id or name, or latitude and longitude; or note a fault.

        Parameters
        ----------
        key : str
            The option.
        text : object
            What was given.
        folders : sequence of path
            The user's card folders.

        Returns
        -------
        Place
            At 0 N 0 E after a fault.
        """
        try:
            return _place(str(text), folders)
        except InputError as error:
            for fault in error.faults:
                part = f"{key} {fault.key}" if fault.key in ("latitude", "longitude") else key
                self.faults.append(Fault(fault.rule, key=part, value=fault.value or str(text), hint=fault.hint))
            return Place(str(text), 0.0, 0.0, 0.0)

    def check(self) -> None:
        """Raise what was found.

        Raises
        ------
        QuestionError
            If there is any fault: all of them.
        """
        if self.faults:
            raise QuestionError(self.faults)


def _place(text: str, folders: Sequence[Folder]) -> Place:
    """Return a place, or raise what the places of cards and earth raise."""
    if _POSITION.fullmatch(text):
        latitude_deg, longitude_deg = position_deg(text)
        return Place(text.strip(), latitude_deg, longitude_deg, 0.0)
    card_id = find_base_id(text, folders)
    if card_id is not None:
        card = cards.base(card_id, folders)
        return Place(f"{card.id} {card.name}", card.latitude_deg, card.longitude_deg, card.elevation_m)
    if len(text.strip()) > ICAO_LETTERS:
        card = cards.base(text, folders)  # raises with the nearest names of base cards
        return Place(card.id, card.latitude_deg, card.longitude_deg, card.elevation_m)
    found = airport(text)
    return Place(f"{found.code} {found.name}", found.latitude_deg, found.longitude_deg, found.elevation_m)


ICAO_LETTERS = 4
"""Letters of an ICAO code."""
