"""Fly the same exercise with one noun changed: another aircraft type, or another base."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from typing import Any

from jointex.documents import Document
from jointex.errors import Fault, ScenarioError, nearest_name
from jointex.scenario.library import Library
from jointex.scenario.load import build
from jointex.scenario.model import Scenario

_ROUTES_FROM = {"recovery": "homebound", "base": "outbound"}


def swap(scenario: Scenario, *pairs: str) -> Scenario:
    """Return a scenario in which flights use other aircraft or bases, checked anew.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    *pairs : str
        `A=B`, such as `F-35B=F-35A` or `Nyutabaru=Misawa`: wherever a flight has aircraft or base A, it gets B. All pairs
        apply at once, so `RJFN=RJSM` and `RJSM=RJFN` exchange two bases.

    Returns
    -------
    Scenario
        Read from the same file; `source.notes` says what else had to change: a type that cannot land vertically takes off
        and lands on wheels, stores it does not carry stay at home, and from another base a flight goes direct.

    Raises
    ------
    ScenarioError
        If A is in no flight, B has no card, or the result breaks rules of a scenario.
    """
    old = scenario.source
    library = Library(scenario.card_folders)
    table = _table(scenario, pairs, library)
    data = copy.deepcopy(old.document.data)
    notes = list(old.notes)
    for call_sign, flight in data["flights"].items():
        notes += _swap_in(call_sign, flight, table, library)
    words = ", ".join(f"{new} for {gone}" for gone, new in table.items())
    data["title"] = f"{data['title']}, with {words}"[:120]
    document = Document(old.document.name, data, old.document.lines)
    return build(document, old.path, as_yaml(data), tuple(notes))


def as_yaml(data: dict[str, Any]) -> str:
    """Return plain data as YAML text that reads back to the same.

    Parameters
    ----------
    data : dict
        Dicts, lists and scalars.

    Returns
    -------
    str
    """
    from ruamel.yaml import YAML

    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.width = 120
    yaml.sort_base_mapping_type_on_output = False
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _table(scenario: Scenario, pairs: tuple[str, ...], library: Library) -> dict[str, str]:
    """Return what replaces what, by card id, or every fault of the pairs."""
    table: dict[str, str] = {}
    faults: list[Fault] = []
    for pair in pairs:
        left, sign, right = (part.strip() for part in pair.partition("="))
        if not (left and sign and right):
            faults.append(Fault("must be A=B, such as F-35B=F-35A", "--swap", value=pair))
            continue
        kinds = _used(scenario)
        old = _card_id(left, library)
        kind = next((kind for kind, used in kinds.items() if old in used), "")
        if not kind:
            known = [*kinds["aircraft"], *kinds["bases"]]
            rule = "must name an aircraft or a base that a flight uses"
            faults.append(Fault(rule, "--swap", value=left, hint=nearest_name(left, known)))
            continue
        new = _card_id(right, library, kind)
        if not new:
            known = [*library.ids(kind), *(library.base_names() if kind == "bases" else ())]
            rule = f"must put another {'base' if kind == 'bases' else 'aircraft'} in place of {old}"
            faults.append(Fault(rule, "--swap", value=right, hint=nearest_name(right, known)))
            continue
        if table.setdefault(old, new) != new:
            faults.append(Fault(f"may name {left} once", "--swap", value=pair))
    if faults:
        raise ScenarioError(faults)
    return table


def _used(scenario: Scenario) -> dict[str, set[str]]:
    """Return the ids of the aircraft and bases that flights use."""
    bases = {base for flight in scenario.flights for base in (flight.base, flight.recovery, *flight.diverts)}
    return {"aircraft": {flight.aircraft for flight in scenario.flights}, "bases": bases}


def _card_id(name: str, library: Library, kind: str = "") -> str:
    """Return the id of an aircraft or a base, or nothing."""
    if kind != "bases" and (card_id := library.card_id("aircraft", name)):
        return card_id
    base = library.base(name) if kind != "aircraft" else None
    return base.id if base else ""


def _swap_in(call_sign: str, flight: dict[str, Any], table: dict[str, str], library: Library) -> Iterator[str]:
    """Change one flight of the raw document in place; yield what else had to change."""
    for key, route in _ROUTES_FROM.items():
        old = _card_id(flight.get(key) or flight["base"], library, "bases")
        if old in table:
            flight[key] = table[old]
            if flight.pop(route, None):
                yield f"{call_sign}: its {route} points belonged to {old}; it flies direct"
    if "diverts" in flight:
        diverts = (table.get(_card_id(name, library, "bases"), name) for name in flight["diverts"])
        lands_at = flight.get("recovery") or flight["base"]
        home = _card_id(lands_at, library, "bases") or lands_at
        flight["diverts"] = [
            name for name in dict.fromkeys(diverts) if (_card_id(name, library, "bases") or name) != home
        ]
    new = table.get(library.card_id("aircraft", flight["aircraft"]) or "")
    if new:
        flight["aircraft"] = new
        yield from _fit_to_type(call_sign, flight, library)


def _fit_to_type(call_sign: str, flight: dict[str, Any], library: Library) -> Iterator[str]:
    """Take away what the new type cannot do; what it merely does badly is for the plan to say."""
    card = library.aircraft(flight["aircraft"])
    if card is None:
        return
    for key, mode, is_able in (
        ("takeoff", "short", card.takeoff_landing.short_takeoff_distance is not None),
        ("landing", "vertical", card.takeoff_landing.vertical_landing is not None),
    ):
        if flight.get(key) == mode and not is_able:
            del flight[key]
            yield f"{call_sign}: {card.id} has no {mode} {key.replace('takeoff', 'take-off')}; it uses its wheels"
    for store, count in list(flight.get("stores", {}).items()):
        if store not in card.stores.most:
            del flight["stores"][store]
            yield f"{call_sign}: {card.id} does not carry {store}; {count} left at home"
