"""Finding and loading cards: a user's folders first, then the shipped ones; only the files needed are read."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar, cast

from pydantic import ValidationError

from jointex.cards.bounds import check_bounds
from jointex.cards.checks import Draft, check
from jointex.cards.kinds import MODELS
from jointex.cards.layers import Layers, lay_over
from jointex.cards.linking import LinkCard
from jointex.cards.messages import faults_of
from jointex.cards.models import AircraftCard, Card, EngineCard, StoreCard
from jointex.cards.sensing import SensorCard, SignatureCard
from jointex.documents import read_document
from jointex.errors import CardError, DocumentError, Fault, InputError, nearest_name

SHIPPED = Path(__file__).parent / "data"
"""The cards that come with the package, laid out as KIND/ID.yaml; a user's folder is laid out the same way."""

KINDS = tuple(MODELS)
MOST_LIKES = 5
MOST_CARDS = 1000
"""Most cards of a kind in one folder."""

Folder = str | os.PathLike[str]
AnyCard = TypeVar("AnyCard", bound=Card)


def aircraft(card_id: str, folders: Sequence[Folder] = ()) -> AircraftCard:
    """Return the card of an aircraft type.

    Parameters
    ----------
    card_id : str
        Such as `F-35B`; the case of letters does not matter.
    folders : sequence of path
        The user's card folders, searched in order before the shipped cards.

    Returns
    -------
    AircraftCard

    Raises
    ------
    CardError
        If there is no such card, or it breaks rules: all of them at once, with file and line.
    """
    return load("aircraft", card_id, folders, AircraftCard)


def engine(card_id: str, folders: Sequence[Folder] = ()) -> EngineCard:
    """Return the card of an engine; see `aircraft`."""
    return load("engines", card_id, folders, EngineCard)


def store(card_id: str, folders: Sequence[Folder] = ()) -> StoreCard:
    """Return the card of a store; see `aircraft`."""
    return load("stores", card_id, folders, StoreCard)


def sensor(card_id: str, folders: Sequence[Folder] = ()) -> SensorCard:
    """Return the card of a class of sensors; see `aircraft`."""
    return load("sensors", card_id, folders, SensorCard)


def signature(card_id: str, folders: Sequence[Folder] = ()) -> SignatureCard:
    """Return the card of a class of signatures; see `aircraft`."""
    return load("signatures", card_id, folders, SignatureCard)


def link(card_id: str, folders: Sequence[Folder] = ()) -> LinkCard:
    """Return the card of a link; see `aircraft`."""
    return load("links", card_id, folders, LinkCard)


_ON_TRIAL: ContextVar[Card | None] = ContextVar("on_trial", default=None)


@contextmanager
def on_trial(card: Card) -> Iterator[None]:
    """Let a changed card stand in for the one of its kind and id as long as the block runs.

    Parameters
    ----------
    card : Card
        What `load` and its short forms return for its id.

    Yields
    ------
    None
    """
    token = _ON_TRIAL.set(card)
    try:
        yield
    finally:
        _ON_TRIAL.reset(token)


def load(kind: str, card_id: str, folders: Sequence[Folder] = (), model: type[AnyCard] | None = None) -> AnyCard:
    """Return a card of any kind.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    card_id : str
        Its id.
    folders : sequence of path
        The user's card folders, searched first.
    model : type
        The model expected; for typing only.

    Returns
    -------
    Card
        Of the model of its kind.

    Raises
    ------
    CardError
        If there is no such card, or it breaks rules.
    """
    trial = _ON_TRIAL.get()
    if trial is not None and isinstance(trial, MODELS[kind]) and trial.id.casefold() == card_id.casefold():
        return cast("AnyCard", trial)
    shelves = _shelves(folders)
    path = _file(kind, card_id, shelves)
    if path is None:
        known = ids(kind, folders)
        raise CardError(Fault(f"{_singular(kind)} {card_id!r} has no card", hint=nearest_name(card_id, known)))
    return cast("AnyCard", _load_file(kind, path, shelves, _stamps(kind, shelves)))


def ids(kind: str, folders: Sequence[Folder] = ()) -> tuple[str, ...]:
    """Return the ids of all cards of a kind, sorted.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    folders : sequence of path
        The user's card folders, added to the shipped cards.

    Returns
    -------
    tuple of str
    """
    return tuple(sorted({name for shelf in _shelves(folders) for name in _index(shelf / kind).values()}))


def find(card_id: str, folders: Sequence[Folder] = ()) -> tuple[str, Card]:
    """Return the kind and the card of an id, looking through all kinds.

    A base or ship is also found by its name, and an airfield of the world without a card by its ICAO code.

    Parameters
    ----------
    card_id : str
        An id of any kind, or the name of a base or ship.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    tuple of (str, Card)

    Raises
    ------
    CardError
        If there is no such card, or it breaks rules.
    """
    from jointex.cards.bases import listed_base
    from jointex.cards.names import card_names, find_id

    shelves = _shelves(folders)
    for kind in KINDS:
        if _file(kind, card_id, shelves) is not None:
            return kind, load(kind, card_id, folders)
    for kind in ("bases", "ships"):
        named = find_id(kind, card_id, folders)
        if named:
            return kind, load(kind, named, folders)
    # four letters: shorter codes of small fields look like misspelt types
    listed = listed_base(card_id.strip().upper()) if re.fullmatch(r"\s*[A-Za-z]{4}\s*", card_id) else None
    if listed:
        return "bases", listed
    known = [name for kind in KINDS for name in ids(kind, folders)]
    known += [name for kind in ("bases", "ships") for name in card_names(kind, folders)]
    raise CardError(Fault(f"{card_id!r} is the id of no card", hint=nearest_name(card_id, known)))


def card_file(kind: str, card_id: str, folders: Sequence[Folder] = ()) -> Path | None:
    """Return the file a card would be read from, or `None` if there is none.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    card_id : str
        Its id; the case of letters does not matter.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    Path or None
    """
    return _file(kind, card_id, _shelves(folders))


def forget() -> None:
    """Forget the cards read so far, so that files changed by this process are read again."""
    _load_file.cache_clear()


def _singular(kind: str) -> str:
    return kind if kind == "aircraft" else kind.removesuffix("s")


def _shelves(folders: Iterable[Folder]) -> tuple[Path, ...]:
    if isinstance(folders, str | os.PathLike):
        folders = (folders,)
    return (*(Path(folder) for folder in folders), SHIPPED)


def _index(folder: Path) -> dict[str, str]:
    """Return the ids of the cards in a folder by their folded names."""
    try:
        names = sorted(path.stem for path in folder.iterdir() if path.suffix == ".yaml")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise CardError(Fault("cannot be read", str(folder), value=error.strerror or str(error))) from None
    if len(names) > MOST_CARDS:
        raise CardError(Fault(f"must hold at most {MOST_CARDS:,} cards", str(folder), value=f"{len(names):,}"))
    index: dict[str, str] = {}
    for name in names:
        other = index.setdefault(name.casefold(), name)
        if other != name:
            hint = "Capitals do not tell cards apart: rename or remove one."
            raise CardError(Fault(f"must not hold both {other}.yaml and {name}.yaml", str(folder), hint=hint))
    return index


def _file(kind: str, card_id: str, shelves: Iterable[Path]) -> Path | None:
    """Return the file of a card in the first shelf that has it."""
    for shelf in shelves:
        name = _index(shelf / kind).get(card_id.casefold())
        if name is not None:
            return shelf / kind / f"{name}.yaml"
    return None


def _stamps(kind: str, shelves: tuple[Path, ...]) -> tuple[tuple[str, int], ...]:
    """Return when the user's files of a kind were last written, so that an edited card is read again."""
    stamps = []
    for shelf in shelves[:-1]:
        for name in sorted(_index(shelf / kind).values()):
            path = shelf / kind / f"{name}.yaml"
            try:
                written = path.stat()
                stamps.append((f"{path} {written.st_ino} {written.st_size}", written.st_mtime_ns))
            except OSError:  # reading it says why
                stamps.append((str(path), 0))
    return tuple(stamps)


def _check_confined(path: Path, shelves: Iterable[Path]) -> None:
    """Refuse a card that is a link out of its folder: what it leads to would be shown in messages."""
    shelf = next(shelf for shelf in shelves if path.is_relative_to(shelf))
    try:
        is_inside = path.resolve().is_relative_to(shelf.resolve())
    except (OSError, RuntimeError):  # a ring of links: reading it says so
        return
    if not is_inside:
        hint = "Copy the file there, or name the folder it is in with --folder."
        raise CardError(Fault("must not be a link that leads out of its card folder", str(path), hint=hint))


@functools.lru_cache(maxsize=256)
def _load_file(kind: str, path: Path, shelves: tuple[Path, ...], stamps: tuple[tuple[str, int], ...]) -> Card:
    """Read, merge, check and freeze one card."""
    unread: list[Fault] = []
    layers = _read(kind, path, shelves, (path,), unread)
    model = MODELS[kind]
    faults = _wrong_id(layers, path)
    card: Card | None = None
    try:
        card = model.model_validate(layers.data)
    except ValidationError as error:
        faults += faults_of(error, layers, model)
    draft = Draft(layers, model, card)
    faults += check(
        draft,
        lambda other: ids(other, shelves[:-1]),
        lambda tanker: _stations(tanker, shelves[:-1]),
        placeholders_allowed=not is_shipped(path),
    )
    faults += check_bounds(draft)
    if unread:
        faults = DocumentError(unread).with_more(faults)
    if card is None or faults:
        raise CardError(sorted(faults, key=layers.place))
    return card


def _stations(tanker_id: str, folders: Sequence[Folder]) -> tuple[str, ...]:
    """Return the stations of a type of aircraft; none where it is no tanker, or its card is broken."""
    try:
        card = aircraft(tanker_id, folders)
    except InputError:
        return ()
    return tuple(card.tanker.stations) if card.tanker else ()


def is_shipped(path: Path) -> bool:
    """Return whether a card comes with the package."""
    return path.is_relative_to(SHIPPED)


def _wrong_id(layers: Layers, path: Path) -> list[Fault]:
    written = layers.data.get("id", path.stem)
    if written == path.stem:
        return []
    return [layers.fault(("id",), f"must be the name of the file ({path.stem})", written)]


def _read(kind: str, path: Path, shelves: tuple[Path, ...], seen: tuple[Path, ...], unread: list[Fault]) -> Layers:
    """Return a card file laid over the one it is like; what could not be read of it is added to `unread`."""
    _check_confined(path, shelves)
    try:
        own = read_document(path)
    except DocumentError as error:
        if error.document is None:
            raise
        own = error.document
        unread += error.faults
    like = own.data.get("like")
    if not isinstance(like, str):
        return lay_over(own, None)
    # a user's card may be like the shipped card of the same id: then only the shelves behind its own are searched
    is_own_name = like.casefold() == path.stem.casefold()
    behind = [shelf for shelf in shelves if not path.is_relative_to(shelf)] if is_own_name else shelves
    base = _file(kind, like, behind)
    if base is None or base in seen or len(seen) > MOST_LIKES:
        others = [name for name in ids(kind, shelves[:-1]) if name != path.stem]
        rule = "must be the id of another card" if base is None else "must not lead back to this card"
        raise CardError(own.fault(("like",), rule, like, "" if base else nearest_name(like, others)))
    return lay_over(own, _read(kind, base, shelves, (*seen, base), unread))


NAME_LINE = re.compile(r"^(?:name|also):[ \t]*(.+?)[ \t]*$", re.MULTILINE)
"""The lines of a base card that hold its names: read without parsing the file."""
