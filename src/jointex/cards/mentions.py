"""Which cards of a kind may speak of some ids: the user's all, the shipped ones that name them, found without parsing."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

from jointex.cards.shelf import AnyCard, _file, ids, is_shipped, load
from jointex.documents import read_text
from jointex.errors import CardError, DocumentError, Fault

Found = tuple[int, Path, AnyCard]


def cards_on(kind: str, names: Iterable[str], shelves: tuple[Path, ...], model: type[AnyCard]) -> list[Found[AnyCard]]:
    """Return the cards of a kind that may speak of some ids.

    Parameters
    ----------
    kind : str
        Kind of the cards.
    names : iterable of str
        Ids, all of which a card must name.
    shelves : tuple of Path
        The user's folders, then the shipped one.
    model : type
        The model expected.

    Returns
    -------
    list of (int, Path, Card)
        Number of its folder, its file, the card.

    Raises
    ------
    CardError
        If such cards break rules: the faults of all of them at once.
    """
    wanted = [name for name in names if name]
    found: list[Found[AnyCard]] = []
    faults: list[Fault] = []
    for card_id in ids(kind, shelves[:-1]):
        path = _file(kind, card_id, shelves)
        assert path is not None
        if is_shipped(path) and not all(_names(path, name) for name in wanted):
            continue
        try:
            card = load(kind, card_id, shelves[:-1], model)
        except (CardError, DocumentError) as error:
            faults += error.faults
            continue
        found.append((next(number for number, one in enumerate(shelves) if path.is_relative_to(one)), path, card))
    if faults:
        raise CardError(faults)
    return found


@functools.lru_cache(maxsize=4096)
def _names(path: Path, name: str) -> bool:
    """Say whether a shipped card names an id, or takes what it says from another card."""
    text = read_text(path)
    word = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    return re.search(rf"^like:|{word}", text, re.MULTILINE) is not None
