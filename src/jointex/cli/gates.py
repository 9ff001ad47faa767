"""`jointex cards gates`: who may take fuel from whom, and which of three gates stands in the way."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jointex.cli import speech

if TYPE_CHECKING:
    from jointex.cards import Fit, Pair

WORD = "gates"
"""What stands in place of a card's id."""

_MARKS = {"mechanical": "M", "technical": "T", "legal": "L"}


def answer(
    tanker: str,
    receiver: str,
    tanker_nation: str,
    receiver_nation: str,
    activity: str,
    folders: Sequence[Path],
    as_json: bool,
) -> None:
    """Show the gates of all pairs, or of those asked for.

    Parameters
    ----------
    tanker, receiver : str
        Ids of cards; empty: all.
    tanker_nation, receiver_nation : str
        States that fly them; empty: every state that has the type.
    activity : str
        `exercise`, `training` or `operation`.
    folders : sequence of Path
        The user's card folders.
    as_json : bool
        Whether a machine reads it.
    """
    from jointex.cards import gates_matrix

    states = (tanker_nation.upper(), receiver_nation.upper())
    _note_strange(states, folders)
    pairs = gates_matrix(tanker, receiver, *states, activity, folders)
    if as_json:
        speech.answer_json({"activity": activity, "pairs": [_as_data(pair) for pair in pairs]})
        return
    _show_matrix(pairs, activity)
    if tanker or receiver:
        _show_details(pairs)


def _note_strange(states: Sequence[str], folders: Sequence[Path]) -> None:
    """Say which states no card knows: the legal gate stays unknown for them."""
    from jointex.cards.matrix import known_states
    from jointex.errors import nearest_name

    asked = [state for state in dict.fromkeys(states) if state]
    known = known_states(folders) if asked else ()
    for state in asked:
        if state not in known:
            speech.note(f"No card knows the state {state}. {nearest_name(state, known)}")


def _as_data(pair: Pair) -> dict[str, Any]:
    """Return a pair as plain data; a window that holds nothing is null."""
    stations = []
    for fit in pair.fits:
        data = dataclasses.asdict(fit)
        for key in ("tanker", "receiver"):
            del data[key]
        if not fit.has_window:
            data |= dict.fromkeys(_WINDOW)
        stations.append(data | {"status": fit.status})
    return {
        "tanker": pair.tanker,
        "tanker_nation": pair.tanker_nation or None,
        "receiver": pair.receiver,
        "receiver_nation": pair.receiver_nation or None,
        "status": pair.status,
        "stations": stations,
    }


_WINDOW = ("lowest_cas_m_s", "usual_cas_m_s", "highest_cas_m_s", "lowest_altitude_m", "highest_altitude_m")


def _show_matrix(pairs: Sequence[Pair], activity: str) -> None:
    """Show receivers down, tankers across."""
    tankers = list(dict.fromkeys((pair.tanker, pair.tanker_nation) for pair in pairs))
    receivers = list(dict.fromkeys((pair.receiver, pair.receiver_nation) for pair in pairs))
    cells = {(pair.receiver, pair.receiver_nation, pair.tanker, pair.tanker_nation): _cell(pair) for pair in pairs}
    rows = [(_said(*taker), *(cells[(*taker, *giver)] for giver in tankers)) for taker in receivers]
    columns = ("takes fuel from", *(_said(*giver) for giver in tankers))
    speech.answer_line(f"Gates between receivers and tankers, activity: {activity}")
    speech.answer_table("", columns, rows)
    speech.answer_line(
        "What is not open at the best station: M the parts do not fit, T the clearance, L the agreement of the states."
    )


def _cell(pair: Pair) -> str:
    """Return the status of a pair, with the letters of the gates it hangs on."""
    marks = "".join(_MARKS[gate.name] for gate in pair.best.not_open() if gate.status == pair.status)
    return f"{pair.status} {marks}".rstrip()


def _said(card_id: str, nation: str) -> str:
    return f"{card_id} {nation}".rstrip()


def _show_details(pairs: Sequence[Pair]) -> None:
    """Show the three gates of every station, each with its source and date."""
    rows = [
        (f"{_said(pair.tanker, pair.tanker_nation)} {fit.station}", _said(pair.receiver, pair.receiver_nation), *cells)
        for pair in pairs
        for fit in pair.fits
        for cells in _gate_cells(fit)
    ]
    columns = ("tanker and station", "receiver", "gate", "status", "why", "source", "date", "basis")
    speech.answer_table("", columns, rows)
    flows = [
        (
            f"{_said(pair.tanker, pair.tanker_nation)} {fit.station}",
            _said(pair.receiver, pair.receiver_nation),
            str(fit.count),
            f"{fit.flow_kg_s * 60.0:,.0f}",
            ", ".join(fit.shuts),
        )
        for pair in pairs
        for fit in pair.fits
        if fit.gates[0].status == "open"
    ]
    if flows:
        heads = ("station that fits", "receiver", "places", "kg/min each", "shuts meanwhile")
        speech.answer_table("", heads, flows, numbers=(2, 3))


def _gate_cells(fit: Fit) -> list[tuple[str, str, str, str, str, str]]:
    return [(gate.name, gate.status, gate.reason, gate.source, gate.date, gate.basis) for gate in fit.gates]
