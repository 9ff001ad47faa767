"""A user's own noise cards: `noise/AIRCRAFT.yaml` in a folder of cards, checked, found before the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jointex import cards
from jointex.cards.shelf import Folder
from jointex.documents import Document, KeyPath, read_document
from jointex.errors import CardError, DocumentError, Fault, nearest_name

KIND = "noise"
MOST_CARDS = 200
KEYS = ("id", "like", "spectrum", "states", "sources")
FIGURE_KEYS = ("lmax_dba", "at_m", "range", "basis", "source", "note")
BASES = ("published", "derived", "estimated")
LEVELS_DBA = (30.0, 160.0)
DISTANCES_FROM_TO_M = (30.48, 30_480.0)


def own_noise(folders: Sequence[Folder], shipped: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the noise cards of a user's folders by aircraft, in the form of the shipped ones.

    Parameters
    ----------
    folders : sequence of path
        Folders of cards; the first that has a card wins.
    shipped : mapping
        The shipped cards: states, spectra and types.

    Returns
    -------
    dict of str to dict
        `spectrum`, `states` and `sources`; `like` where it stands on another type.

    Raises
    ------
    CardError
        If cards break rules: every fault of every card at once, with file, line, rule and way out.
    """
    paths = own_files(folders)
    known = cards.ids("aircraft", folders)
    found: dict[str, dict[str, Any]] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            document = read_document(path)
        except DocumentError as error:
            faults += error.faults
            continue
        card, own = _card(document, path.stem, known, shipped)
        faults += own
        found.setdefault(path.stem, card)
    if faults:
        raise CardError(faults)
    return found


def own_files(folders: Sequence[Folder]) -> list[Path]:
    """Return the files of a user's noise cards.

    Parameters
    ----------
    folders : sequence of path
        Folders of cards.

    Returns
    -------
    list of Path
    """
    return [path for folder in folders for path in _files(Path(folder) / KIND)]


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise CardError(Fault("cannot be read", str(folder), value=error.strerror or str(error))) from None
    if len(found) > MOST_CARDS:
        raise CardError(Fault(f"must hold at most {MOST_CARDS} noise cards", str(folder), value=str(len(found))))
    for path in found:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise CardError(Fault("must not be a link that leads out of its card folder", str(path)))
    return found


def _card(
    document: Document, stem: str, known: Sequence[str], shipped: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Fault]]:
    """Return one card and its faults."""
    faults: list[Fault] = []

    def fault(key: KeyPath, rule: str, value: object = "", hint: str = "") -> None:
        faults.append(document.fault(key, rule, value, hint))

    data = document.data
    for key in data:
        if key not in KEYS:
            fault((key,), f"is no key of a noise card; there are {', '.join(KEYS)}", key, nearest_name(str(key), KEYS))
    name = data.get("id", stem)
    if name != stem:
        fault(("id",), "must be the name of the file", name, f"Call it {stem}, or the file {name}.yaml.")
    if stem not in known:
        fault(("id",), "must be the id of an aircraft card", stem, nearest_name(stem, known))
    like = data.get("like", "")
    if like and like not in shipped["aircraft"]:
        fault(("like",), "must be a type with a shipped noise card", like, nearest_name(str(like), shipped["aircraft"]))
        like = ""
    base: dict[str, Any] = _resolved(shipped, str(like)) if like else {"states": {}, "spectrum": "", "sources": {}}
    spectrum = data.get("spectrum", base["spectrum"])
    if not isinstance(spectrum, str) or spectrum not in shipped["spectra"]:
        fault(("spectrum",), f"must be one of {', '.join(shipped['spectra'])}", spectrum)
    sources = data.get("sources", {})
    if not isinstance(sources, dict) or not all(isinstance(one, dict) and one.get("title") for one in sources.values()):
        fault(("sources",), "must be a mapping of names to a title each", sources)
        sources = {}
    states = data.get("states", {})
    if not isinstance(states, dict) or not (states or like):
        fault(("states",), f"must name power states out of {', '.join(shipped['states'])}", states)
        states = {}
    for state, figure in states.items():
        if state not in shipped["states"]:
            fault(("states", state), "is no power state", state, nearest_name(str(state), shipped["states"]))
        else:
            _check_figure(("states", state), figure, sources, fault)
    whole = {**base["states"], **states}
    steady = [
        state
        for state in ("conventional_approach", "cruise", "takeoff_military", "takeoff_afterburner")
        if state in whole
    ]
    if len(steady) < 2:
        rule = "must name two of conventional_approach, cruise, takeoff_military and takeoff_afterburner at least"
        fault(("states",), rule, ", ".join(map(str, whole)), "Levels lie between states by power. Or say like: F-15J.")
    return {"spectrum": spectrum, "states": whole, "sources": {**base["sources"], **sources}, "stands_on": like}, faults


def _resolved(shipped: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a shipped card with the sources it names and its figures as estimates for another type."""
    card = shipped["aircraft"][name]
    card = shipped["aircraft"][card["like"]] if "like" in card else card
    states = {state: {**figure, "basis": "estimated", "as": name} for state, figure in card["states"].items()}
    return {"states": states, "spectrum": card["spectrum"], "sources": shipped["sources"]}


def _check_figure(key: KeyPath, figure: Any, sources: Mapping[str, Any], fault: Any) -> None:
    """Note what is wrong with a figure."""
    if not isinstance(figure, dict):
        fault(key, f"must be a mapping of {', '.join(FIGURE_KEYS)}", figure)
        return
    for name in figure:
        if name not in FIGURE_KEYS:
            fault((*key, name), "is no key of a figure", name, nearest_name(str(name), FIGURE_KEYS))
    level, at_m = figure.get("lmax_dba"), figure.get("at_m")
    if not _is_in(level, *LEVELS_DBA):
        fault((*key, "lmax_dba"), f"must be {LEVELS_DBA[0]:g} to {LEVELS_DBA[1]:g} dBA", level)
    if not _is_in(at_m, *DISTANCES_FROM_TO_M):
        fault((*key, "at_m"), f"must be {DISTANCES_FROM_TO_M[0]:g} to {DISTANCES_FROM_TO_M[1]:,.0f} m", at_m)
    ends = figure.get("range")
    are_ends = isinstance(ends, list) and len(ends) == 2 and all(_is_in(end, *LEVELS_DBA) for end in ends)
    if not isinstance(ends, list) or not are_ends or not ends[0] <= ends[1]:
        fault(
            (*key, "range"),
            "must be the lowest and the highest sensible level [dBA]",
            ends,
            "Such as range: [100, 110].",
        )
    elif isinstance(level, int | float) and _is_in(level, *LEVELS_DBA) and not ends[0] <= level <= ends[1]:
        fault((*key, "range"), f"must hold the level of {level:g} dBA", ends)
    if figure.get("basis") not in BASES:
        fault((*key, "basis"), f"must be one of {', '.join(BASES)}", figure.get("basis"))
    if figure.get("source") not in sources:
        rule = "must be one of the sources of the card"
        fault((*key, "source"), rule, figure.get("source"), "Write sources: {us: {title: Our measurement}}.")


def _is_in(value: Any, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
