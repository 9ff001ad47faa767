"""What the cards know, as a scenario asks for it: does this name exist, where is that base."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from jointex import cards
from jointex.cards.names import find_id
from jointex.errors import CardError

if TYPE_CHECKING:
    from jointex.cards import AircraftCard, BaseCard, ShipCard, StoreCard


class Library:
    """The shipped cards and those beside the scenario, asked by name. A card that exists but is broken raises `CardError`.

    Parameters
    ----------
    folders : tuple of Path
        Folders of a user's own cards, searched first.
    """

    def __init__(self, folders: tuple[Path, ...] = ()) -> None:
        self.folders = folders
        self.ids = functools.cache(self.ids)  # type: ignore[method-assign]
        self.base = functools.cache(self.base)  # type: ignore[method-assign]

    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the ids of every card of a kind: aircraft, engines, stores or bases."""
        return cards.ids(kind, self.folders)

    def base_names(self) -> tuple[str, ...]:
        """Return every id and name a base card goes by."""
        return (*self.ids("bases"), *cards.base_names(self.folders))

    def card_id(self, kind: str, name: str) -> str | None:
        """Return the id of a card, the case of letters aside, or None if there is none."""
        return next((known for known in self.ids(kind) if known.casefold() == name.casefold()), None)

    def aircraft(self, name: str) -> AircraftCard | None:
        """Return the card of an aircraft type, or None if there is none of that id."""
        return cards.aircraft(name, self.folders) if self.card_id("aircraft", name) else None

    def store(self, name: str) -> StoreCard | None:
        """Return the card of a store, or None if there is none of that id."""
        return cards.store(name, self.folders) if self.card_id("stores", name) else None

    def ship_id(self, name: str) -> str | None:
        """Return the id of a ship's card by id or name, or None if there is none."""
        return find_id("ships", name, self.folders)

    def ship(self, name: str) -> ShipCard | None:
        """Return the card of a ship, or None if there is none of that id or name."""
        return cards.ship(name, self.folders) if self.ship_id(name) else None

    def base(self, name: str) -> BaseCard | None:
        """Return a base by ICAO code or name, with a card or from the world's airports, or None if there is none."""
        if not name.strip():
            return None
        try:
            return cards.base(name, self.folders)
        except CardError as error:
            if any(fault.file for fault in error.faults):
                raise
            return None


@functools.cache
def shipped() -> Library:
    """Return the cards that come with the package, read once."""
    return Library()
