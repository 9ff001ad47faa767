"""Cards found by name: the names in their files, without parsing them."""

from __future__ import annotations

from collections.abc import Sequence

from jointex.cards.shelf import NAME_LINE, Folder, _file, _index, _shelves
from jointex.documents import read_text
from jointex.errors import DocumentError

_FILLERS = ("air", "base", "airport", "ab", "afb", "field", "station")


def card_names(kind: str, folders: Sequence[Folder] = ()) -> dict[str, str]:
    """Return the names of all cards of a kind and the ids they belong to.

    Parameters
    ----------
    kind : str
        `bases` or `ships`.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    dict
        Id by name.
    """
    names: dict[str, str] = {}
    for shelf in _shelves(folders):
        for card_id in sorted(_index(shelf / kind).values()):
            try:
                text = read_text(shelf / kind / f"{card_id}.yaml")
            except DocumentError:
                continue  # loading that card says why
            for line in NAME_LINE.findall(text):
                for name in line.strip("[]").split(","):
                    names.setdefault(name.strip(" '\""), card_id)
    return names


def find_id(kind: str, id_or_name: str, folders: Sequence[Folder] = ()) -> str | None:
    """Return the id of a card by id or name, or `None` if there is none.

    Parameters
    ----------
    kind : str
        `bases` or `ships`.
    id_or_name : str
        Id or name; case, hyphens and words such as `Air Base` do not matter.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    str or None
    """
    path = _file(kind, id_or_name.strip(), _shelves(folders))
    if path is not None:
        return path.stem
    wanted = _folded(id_or_name)
    return next((card_id for name, card_id in card_names(kind, folders).items() if _folded(name) == wanted), None)


def _folded(name: str) -> str:
    """Return a name without case, blanks and the words that say it is an airfield."""
    words = name.casefold().replace("-", " ").replace("/", " ").split()
    return " ".join(word for word in words if word not in _FILLERS)
