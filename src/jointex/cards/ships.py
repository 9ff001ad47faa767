"""Ships with a flight deck, by id or name."""

from __future__ import annotations

from collections.abc import Sequence

from jointex.cards.models import ShipCard
from jointex.cards.names import card_names, find_id
from jointex.cards.shelf import Folder, ids, load
from jointex.errors import CardError, Fault, nearest_name


def ship(id_or_name: str, folders: Sequence[Folder] = ()) -> ShipCard:
    """Return the card of a ship.

    Parameters
    ----------
    id_or_name : str
        Id such as `JS-KAGA`, or a name such as `Kaga`; the case of letters does not matter.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    ShipCard

    Raises
    ------
    CardError
        If there is no such card, or it breaks rules.
    """
    card_id = find_id("ships", id_or_name, folders)
    if card_id is None:
        known = [*ids("ships", folders), *card_names("ships", folders)]
        rule = f"ship {id_or_name!r} is neither the id nor the name of a ship card"
        raise CardError(Fault(rule, hint=nearest_name(id_or_name, known)))
    return load("ships", card_id, folders, ShipCard)
