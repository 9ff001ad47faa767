"""Fly the same exercise with one noun changed: another aircraft type, another base, a ship in place of a base."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from typing import Any

from jointex.documents import Document
from jointex.errors import Fault, ScenarioError, SwapError, nearest_name
from jointex.scenario.afloat import FARTHEST_M, open_water_near
from jointex.scenario.exchange import Exchange, place_id, position_deg
from jointex.scenario.library import Library
from jointex.scenario.load import build
from jointex.scenario.model import Scenario
from jointex.scenario.refit import drop_waivers, fit_drills, note_sentences, swap_flight
from jointex.units import nautical_miles


def swap(scenario: Scenario, *pairs: str) -> Scenario:
    """Return a scenario in which flights use other aircraft or bases, checked anew.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    *pairs : str
        `A=B`, such as `F-35B=F-35A`, `Nyutabaru=Misawa` or `Nyutabaru=JS-KAGA`: wherever a flight has aircraft, base or ship
        A, it gets B. All pairs apply at once, so `RJFN=RJSM` and `RJSM=RJFN` exchange two bases.

    Returns
    -------
    Scenario
        Read from the same file; `source.notes` says what else had to change, and what was assumed: a type that cannot land
        vertically takes off and lands on wheels, stores it does not carry stay at home, from a base far from the old one a
        flight goes direct, and a ship that the scenario does not have stands in the nearest open water. Sentences of the
        scenario are left as they are.

    Raises
    ------
    SwapError
        If the result breaks rules of a scenario.
    ScenarioError
        If A is in no flight, or B has no card.
    """
    old = scenario.source
    library = Library(scenario.card_folders)
    table = _table(scenario, pairs, library)
    data = copy.deepcopy(old.document.data)
    notes = list(old.notes)
    notes += _add_ships(data, scenario, table, library)
    for call_sign, flight in data["flights"].items():
        notes += swap_flight(call_sign, flight, table, scenario, library)
    notes += drop_waivers(data, table)
    notes += note_sentences(data, table, library)
    notes += fit_drills(data, table, library)
    words = ", ".join(f"{new} for {gone}" for gone, new in table.all.items())
    data["title"] = f"{data['title']}, with {words}"[:120]
    document = Document(old.document.name, data, old.document.lines)
    try:
        return build(document, old.path, as_yaml(data), tuple(notes))
    except ScenarioError as error:
        raise SwapError(error.faults) from None


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


def _table(scenario: Scenario, pairs: tuple[str, ...], library: Library) -> Exchange:
    """Return what replaces what, by id, or every fault of the pairs."""
    table = Exchange()
    faults: list[Fault] = []
    for pair in pairs:
        left, sign, right = (part.strip() for part in pair.partition("="))
        if not (left and sign and right):
            faults.append(Fault("must be A=B, such as F-35B=F-35A", "--swap", value=pair))
            continue
        faults += _add_pair(table, scenario, pair, left, right, library)
    if faults:
        raise ScenarioError(faults)
    return table


def _add_pair(
    table: Exchange, scenario: Scenario, pair: str, left: str, right: str, library: Library
) -> Iterator[Fault]:
    """Add one pair to the table, or yield what is wrong with it."""
    used = _used(scenario)
    old_type, old_place = library.card_id("aircraft", left) or "", place_id(left, scenario, library)
    is_type = old_type in used["aircraft"]
    if not is_type and old_place not in used["places"]:
        rule = "must name an aircraft or a base that a flight uses"
        hint = nearest_name(left, [*used["aircraft"], *used["places"]])
        yield Fault(rule, "--swap", value=left, hint=hint)
        return
    old, rows = (old_type, table.aircraft) if is_type else (old_place, table.places)
    new = (library.card_id("aircraft", right) or "") if is_type else place_id(right, scenario, library)
    if not new and not is_type and (card_id := library.ship_id(right)):
        new = card_id
        table.ships[new] = card_id
    if not new:
        known = (
            library.ids("aircraft")
            if is_type
            else (*library.ids("bases"), *library.base_names(), *library.ids("ships"))
        )
        rule = f"must put another {'aircraft' if is_type else 'base or ship'} in place of {old}"
        yield Fault(rule, "--swap", value=right, hint=nearest_name(right, known))
    elif rows.setdefault(old, new) != new:
        yield Fault(f"may name {left} once", "--swap", value=pair)


def _used(scenario: Scenario) -> dict[str, set[str]]:
    """Return the ids of the aircraft, and of the bases and ships, that flights use."""
    places = {place for flight in scenario.flights for place in (flight.base, flight.recovery, *flight.diverts)}
    return {"aircraft": {flight.aircraft for flight in scenario.flights}, "places": places}


def _add_ships(data: dict[str, Any], scenario: Scenario, table: Exchange, library: Library) -> Iterator[str]:
    """Put the new ships into the raw document, each in the nearest open water to the base it replaces."""
    for ship_id, card_id in table.ships.items():
        base_id = next(old for old, new in table.places.items() if new == ship_id)
        latitude_deg, longitude_deg = position_deg(base_id, scenario, library)
        found = open_water_near(latitude_deg, longitude_deg)
        if found is None:
            far = f"{nautical_miles(FARTHEST_M):.0f} NM"
            hint = "Name the ship under `ships`, with a place."
            raise ScenarioError(
                Fault(f"must put a ship in place of a base within {far} of the sea", "--swap", value=base_id, hint=hint)
            )
        north, east, away_m = found
        users = [flight for flight in scenario.flights if base_id in (flight.base, flight.recovery)]
        nation = (users or list(scenario.flights))[0].nation
        at = f"{abs(north):.2f}{'S' if north < 0 else 'N'} {abs(east):.2f}{'W' if east < 0 else 'E'}"
        data.setdefault("ships", {})[ship_id] = {"ship": card_id, "nation": nation, "at": at}
        yield (
            f"{ship_id}: assumed to stand at {at}, {nautical_miles(away_m):.0f} NM from {base_id} and 12 NM clear of land, "
            "with weather and sea that stop nobody"
        )
