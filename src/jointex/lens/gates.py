"""Who could give fuel to whom on two sides: mechanical, technical and legal gates of every station, and what changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from jointex import cards
from jointex.cards.gates import Fit, fits
from jointex.cards.matrix import nations_of
from jointex.errors import InputError
from jointex.lens.sides import Side

TANKER_ROLE = "tanker"


class Giver(NamedTuple):
    """A tanker: its call sign, or its type where the exercise has none; the type and the state that flies it."""

    name: str
    aircraft: str
    nation: str


def gate_differences(first: Side, second: Side) -> list[dict[str, Any]]:
    """Return which stations of which tankers become open or closed to a flight from one side to the other.

    Parameters
    ----------
    first, second : Side
        Their tankers count; where neither has one, all tanker types that states of the exercise fly.

    Returns
    -------
    list of dict
        `tanker`, `nation`, `flight`, `station`, and in `a` and `b` the types, the status and the reasons (None where that
        side has no such pair).
    """
    has_tankers = any(_tankers(side) for side in (first, second))
    tables = [_table(side, has_tankers) for side in (first, second)]
    keys = [*tables[0], *(key for key in tables[1] if key not in tables[0])]
    found = []
    for key in keys:
        a, b = (table.get(key) for table in tables)
        if (a and a["status"]) != (b and b["status"]):
            tanker, nation, flight, station = key
            found.append({"tanker": tanker, "nation": nation, "flight": flight, "station": station, "a": a, "b": b})
    return found


def _table(side: Side, has_tankers: bool) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    """Return the status of every station for every flight of a side; nothing where a card is missing."""
    try:
        return dict(_pairs(side, _tankers(side) if has_tankers else _possible(side)))
    except InputError:
        return {}


def _pairs(side: Side, givers: list[Giver]) -> Iterator[tuple[tuple[str, str, str, str], dict[str, Any]]]:
    refuelling = side.scenario.get("refuelling") or {}
    activity = str(refuelling.get("activity", "exercise"))
    on = datetime.datetime.fromisoformat(side.plan["start"].replace("Z", "+00:00")).date()
    receivers = [flight for flight in side.plan["flights"] if flight["role"] != TANKER_ROLE]
    for giver in givers:
        tanker = cards.aircraft(giver.aircraft, side.card_folders)
        for flight in receivers:
            taker = cards.aircraft(flight["aircraft"], side.card_folders)
            for fit in fits(tanker, taker, giver.nation, flight["nation"], activity, side.card_folders, on):
                key = (giver.name, giver.nation, flight["id"], fit.station)
                yield key, _told(fit)


def _told(fit: Fit) -> dict[str, Any]:
    return {
        "tanker": fit.tanker,
        "receiver": fit.receiver,
        "status": fit.status,
        "reasons": [f"{gate.name}: {gate.reason}" for gate in fit.not_open()],
    }


def _tankers(side: Side) -> list[Giver]:
    """Return the tankers of the scenario, those too that the plan leaves on the ground."""
    flights = [(call_sign, one) for call_sign, one in side.scenario.get("flights", {}).items()]
    flights = flights or [(one["id"], one) for one in side.plan["flights"]]
    tankers = [
        (name, one) for name, one in flights if one.get("role") == TANKER_ROLE and _is_tanker(one["aircraft"], side)
    ]
    return [Giver(name, one["aircraft"], one["nation"]) for name, one in tankers]


def _is_tanker(aircraft: str, side: Side) -> bool:
    return cards.aircraft(aircraft, side.card_folders).tanker is not None


def _possible(side: Side) -> list[Giver]:
    """Return all tanker types that states of the exercise fly."""
    states = {flight["nation"] for flight in side.plan["flights"]}
    found = []
    for card_id in cards.ids("aircraft", side.card_folders):
        card = cards.aircraft(card_id, side.card_folders)
        if card.tanker is not None:
            found += [Giver(card.id, card.id, nation) for nation in nations_of(card) if nation in states]
    return found
