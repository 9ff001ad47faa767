"""Rules that no single figure can break alone: sources exist, masses add up, speeds are in order, partners are known."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from jointex.cards.layers import Layers
from jointex.cards.messages import models_at
from jointex.cards.models import AircraftCard, BaseCard, Card, Conditions, EngineCard, Load, ShipCard, StoreCard, Stores
from jointex.cards.permissions import AgreementCard, ClearanceCard
from jointex.cards.sensing import SensorCard
from jointex.cards.values import Value
from jointex.documents import KeyPath
from jointex.errors import Fault, nearest_name

Ids = Callable[[str], tuple[str, ...]]
Stations = Callable[[str], tuple[str, ...]]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Draft:
    """A card under check; where it is broken, its sound parts can still be asked for.

    Attributes
    ----------
    layers : Layers
        What was written, and where.
    model : type
        The model of its kind.
    card : Card or None
        The card, if every single figure is sound.
    """

    layers: Layers
    model: type[Card]
    card: Card | None

    def part(self, *path: str | int) -> Any:
        """Return the part of the card at a key path, or `None` where there is none or it is broken itself."""
        if self.card is not None:
            found: Any = self.card
            for key in path:
                found = found[key] if isinstance(key, int) or isinstance(found, dict) else getattr(found, key)
                if found is None:
                    return None
            return found
        written = self.layers.at(path)
        if not isinstance(written, dict):
            return None
        try:
            return models_at(self.model, path)[0].model_validate(written)
        except (ValidationError, IndexError):
            return None


def values_of(part: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Value]]:
    """Yield every figure of a card with its key path, in the order of the model.

    Parameters
    ----------
    part : Card or part of one
        Where to look.
    path : tuple
        Key path of `part`.

    Yields
    ------
    tuple of (tuple, Value)
    """
    if isinstance(part, Value):
        yield path, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from values_of(getattr(part, name), (*path, name))
    elif isinstance(part, dict):
        for name, item in part.items():
            yield from values_of(item, (*path, name))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from values_of(item, (*path, index))


def check(draft: Draft, ids: Ids, stations: Stations, placeholders_allowed: bool = False) -> list[Fault]:
    """Return the faults that only show when figures are held against one another.

    Parameters
    ----------
    draft : Draft
        The card.
    ids : callable
        Known ids of a kind of card, for the engine and the stores an aircraft names.
    stations : callable
        Stations of a type of aircraft by its id; none where it is no tanker, or its card cannot be read.
    placeholders_allowed : bool
        Whether figures of basis `placeholder` may stay.

    Returns
    -------
    list of Fault
    """
    faults = list(_check_provenance(draft, draft.layers.data, (), placeholders_allowed))
    if draft.model is AircraftCard:
        faults += [
            *_check_order(draft, _IN_ORDER),
            *_check_payload(draft),
            *_check_engine_fit(draft, ids),
            *_check_receiver(draft),
            *_check_stations(draft),
            *_check_stores(draft, ids),
            *_check_senses(draft, ids),
            *_check_links(draft, ids),
        ]
    elif draft.model is EngineCard:
        faults += _check_engine(draft)
    elif draft.model is StoreCard:
        faults += _check_store(draft)
    elif draft.model is BaseCard:
        faults += _check_base(draft)
    elif draft.model is ShipCard:
        faults += _check_order(draft, _SHIP_IN_ORDER)
    elif draft.model is ClearanceCard:
        faults += [*_check_order(draft, window_in_order("window")), *_check_clearance(draft, ids, stations)]
    elif draft.model is AgreementCard:
        faults += _check_agreement(draft)
    elif draft.model is SensorCard:
        faults += _check_sensor(draft)
    return faults


def _check_provenance(draft: Draft, part: Any, path: KeyPath, placeholders_allowed: bool) -> Iterator[Fault]:
    """Yield sources that the card does not list, and placeholders, wherever they stand."""
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    sources = draft.layers.data.get("sources")
    known = [str(key) for key in sources] if isinstance(sources, dict) else []
    for key, item in items:
        here = (*path, key)
        if key == "source" and isinstance(item, str) and item not in known:
            yield draft.layers.fault(here, "must be a key of `sources` in this card", item, nearest_name(item, known))
        elif key == "more_sources" and isinstance(item, list):
            for index, one in enumerate(item):
                if isinstance(one, str) and one not in known:
                    hint = nearest_name(one, known)
                    yield draft.layers.fault((*here, index), "must be a key of `sources` in this card", one, hint)
        elif key == "basis" and item == "placeholder" and not placeholders_allowed:
            yield draft.layers.fault(here, "must not be placeholder", item, "Give a figure with its source.")
        elif here != ("sources",):
            yield from _check_provenance(draft, item, here, placeholders_allowed)


_IN_ORDER: Pairs = (
    ("mass.empty", "mass.max_landing"),
    ("mass.max_landing", "mass.max_takeoff"),
    ("fuel.internal", "mass.max_takeoff"),
    ("aerodynamics.drag_rise_mach", "aerodynamics.drag_peak_mach"),
    ("aerodynamics.lift_max_clean", "aerodynamics.lift_max_takeoff"),
    ("aerodynamics.lift_max_takeoff", "aerodynamics.lift_max_landing"),
    ("speeds.cruise_mach", "limits.max_mach"),
    ("speeds.climb_mach", "limits.max_mach"),
    ("speeds.climb_cas", "limits.max_cas"),
    ("speeds.descent_cas", "limits.max_cas"),
    ("speeds.cruise_altitude", "limits.ceiling"),
    ("mass.empty", "takeoff_landing.vertical_landing.max_mass"),
    ("takeoff_landing.vertical_landing.max_mass", "mass.max_takeoff"),
    ("receiver.contact.lowest_cas", "receiver.contact.usual_cas"),
    ("receiver.contact.usual_cas", "receiver.contact.highest_cas"),
    ("receiver.contact.highest_cas", "limits.max_cas"),
    ("receiver.contact.lowest_altitude", "receiver.contact.highest_altitude"),
    ("receiver.contact.highest_altitude", "limits.ceiling"),
    ("tanker.transferable_fuel", "fuel.internal"),
    ("tanker.orbit_cas", "limits.max_cas"),
)
"""Figures of an aircraft card of which the first must not be above the second, where the card has both."""


_SHIP_IN_ORDER: Pairs = (
    ("hull.beam", "hull.length"),
    ("deck.width", "deck.length"),
    ("deck.run", "deck.length"),
    ("deck.length", "hull.length"),
    ("aviation.hangar_width", "deck.width"),
    ("aviation.hangar_length", "hull.length"),
)
"""The same of a ship card."""


def window_in_order(path: str) -> Pairs:
    """Return which figures of a window must not be above which others.

    Parameters
    ----------
    path : str
        Dotted key path of the window.

    Returns
    -------
    tuple of (str, str)
    """
    names = ("lowest_cas", "usual_cas", "highest_cas")
    pairs = (("lowest_cas", "highest_cas"), *itertools.pairwise(names), ("lowest_altitude", "highest_altitude"))
    return tuple((f"{path}.{low}", f"{path}.{high}") for low, high in pairs)


def _check_order(draft: Draft, in_order: Pairs) -> Iterator[Fault]:
    for low_name, high_name in in_order:
        low, high = draft.part(*low_name.split(".")), draft.part(*high_name.split("."))
        if isinstance(low, Value) and isinstance(high, Value) and low.si > high.si:
            rule = f"must not be above {high_name} ({high.text})"
            yield draft.layers.fault(tuple(low_name.split(".")), rule, low.text)


def _check_payload(draft: Draft) -> Iterator[Fault]:
    empty, most = draft.part("mass", "empty"), draft.part("mass", "max_takeoff")
    payload = draft.part("mass", "max_payload")
    if empty and most and payload and empty.si + payload.si > most.si:
        rule = f"must fit between mass.empty ({empty.text}) and mass.max_takeoff ({most.text})"
        yield draft.layers.fault(("mass", "max_payload"), rule, payload.text)


def _check_engine_fit(draft: Draft, ids: Ids) -> Iterator[Fault]:
    engine_id = draft.layers.at(("engine", "id"))
    if isinstance(engine_id, str) and engine_id not in ids("engines"):
        hint = nearest_name(engine_id, ids("engines"))
        yield draft.layers.fault(("engine", "id"), "must be the id of an engine card", engine_id, hint)


def _check_receiver(draft: Draft) -> Iterator[Fault]:
    takes_by = draft.layers.at(("receiver", "by"))
    if takes_by in ("boom_receptacle", "probe") and draft.layers.at(("receiver", "contact")) is None:
        yield draft.layers.fault(("receiver", "contact"), "must be given for an aircraft that takes fuel in the air")


def _check_stations(draft: Draft) -> Iterator[Fault]:
    stations = draft.layers.at(("tanker", "stations"))
    if isinstance(draft.layers.at(("tanker",)), dict) and stations == {}:
        yield draft.layers.fault(("tanker", "stations"), "must name at least one station")
    for name in stations if isinstance(stations, dict) else ():
        if isinstance(name, str) and "." not in name:
            yield from _check_order(draft, window_in_order(f"tanker.stations.{name}.window"))


def _check_clearance(draft: Draft, ids: Ids, stations: Stations) -> Iterator[Fault]:
    aircraft = ids("aircraft")
    receiver, tankers = draft.layers.at(("receiver",)), _texts(draft, "tankers")
    if isinstance(receiver, str) and receiver not in aircraft:
        yield draft.layers.fault(
            ("receiver",), "must be the id of an aircraft card", receiver, nearest_name(receiver, aircraft)
        )
    offered: dict[str, tuple[str, ...]] = {}
    for index, tanker in tankers:
        offered[tanker] = stations(tanker) if tanker in aircraft else ()
        if not offered[tanker]:
            tankers_known = [one for one in aircraft if stations(one)]
            hint = nearest_name(tanker, tankers_known)
            yield draft.layers.fault(("tankers", index), "must be the id of a tanker's card", tanker, hint)
    known = {name for names in offered.values() for name in names}
    for index, name in _texts(draft, "stations"):
        if known and name not in known:
            rule = f"must be a station of {' or '.join(offered)}"
            yield draft.layers.fault(("stations", index), rule, name, nearest_name(name, known))
    for key in ("tankers", "stations"):
        if draft.layers.at((key,)) == []:
            yield draft.layers.fault((key,), "must name at least one")


def _texts(draft: Draft, key: str) -> list[tuple[int, str]]:
    """Return the texts of a list with their numbers in it."""
    written = draft.layers.at((key,))
    listed = enumerate(written) if isinstance(written, list) else ()
    return [(index, one) for index, one in listed if isinstance(one, str)]


def _check_agreement(draft: Draft) -> Iterator[Fault]:
    states = _texts(draft, "states")
    if isinstance(draft.layers.at(("states",)), list) and len({state for _, state in states}) < max(2, len(states)):
        yield draft.layers.fault(("states",), "must name two states or more, each once", draft.layers.at(("states",)))
    covered = {name for _, name in _texts(draft, "activities")}
    for index, name in _texts(draft, "excludes"):
        if name in covered:
            yield draft.layers.fault(("excludes", index), "must not be one of activities too", name)
    if not isinstance(draft.card, AgreementCard):
        return
    card = draft.card
    for early, late in (("signed", "in_force"), ("in_force", "ended")):
        first, last = getattr(card, early), getattr(card, late)
        if first and last and last < first[: len(last)]:  # as exact as the less exact of the two
            yield draft.layers.fault((late,), f"must not be before {early} ({first})", last)


def _check_stores(draft: Draft, ids: Ids) -> Iterator[Fault]:
    stores = draft.part("stores")
    if not isinstance(stores, Stores):
        return
    loads: dict[KeyPath, Load] = {("stores", "most"): stores.most, ("stores", "inside"): stores.inside}
    loads |= {("stores", "loads", name): load for name, load in stores.loads.items()}
    published = draft.layers.at(("published",))
    for index in range(len(published) if isinstance(published, list) else 0):
        conditions = draft.part("published", index, "conditions")
        if isinstance(conditions, Conditions):
            loads[("published", index, "conditions", "stores")] = conditions.stores
    for path, load in loads.items():
        for store, count in load.items():
            yield from _check_carried(draft, (*path, store), count, stores, ids("stores"))
    if stores.default_load and stores.default_load not in stores.loads:
        hint = nearest_name(stores.default_load, stores.loads)
        yield draft.layers.fault(("stores", "default_load"), "must be one of stores.loads", stores.default_load, hint)


def _check_senses(draft: Draft, ids: Ids) -> Iterator[Fault]:
    """Yield sensors and signatures that have no card."""
    written = draft.layers.at(("senses", "sensors"))
    named: list[tuple[KeyPath, Any, str]] = [
        (("senses", "sensors", n), one, "sensor") for n, one in enumerate(written if isinstance(written, list) else [])
    ]
    signature = draft.layers.at(("senses", "signature"))
    named += [(("senses", "signature"), signature, "signature")] if signature is not None else []
    for path, name, kind in named:
        known = ids(f"{kind}s")
        if isinstance(name, str) and name not in known:
            yield draft.layers.fault(path, f"must be the id of a {kind} card", name, nearest_name(name, known))


def _check_links(draft: Draft, ids: Ids) -> Iterator[Fault]:
    """Yield links that have no card, and gateways between links that the aircraft does not have."""
    written = draft.layers.at(("links", "fits"))
    fits = [one for one in written if isinstance(one, str)] if isinstance(written, list) else []
    known = ids("links")
    here: KeyPath
    for index, name in enumerate(fits):
        here = ("links", "fits", index)
        if name not in known:
            yield draft.layers.fault(here, "must be the id of a link card", name, nearest_name(name, known))
    gateways = draft.layers.at(("links", "gateways"))
    for index, one in enumerate(gateways if isinstance(gateways, list) else []):
        between = one.get("between") if isinstance(one, dict) else None
        for at, name in enumerate(between if isinstance(between, list) else []):
            here = ("links", "gateways", index, "between", at)
            if name not in fits:
                yield draft.layers.fault(here, "must be one of links.fits", name, nearest_name(str(name), fits))


def _check_sensor(draft: Draft) -> Iterator[Fault]:
    """Yield figures that belong to another kind of sensor, or that its kind lacks."""
    kind = draft.layers.at(("kind",))
    looking = ("radar", "infrared", "sight")
    for name, of, words in (
        ("half_range", looking, "what looks: it finds a target at half of its looks there"),
        ("range_error", looking, "what looks: its places are off by that"),
        ("reference_signature", ("radar",), "a radar: its range is told against it"),
        ("notch", ("radar",), "a radar: it loses who flies across"),
        ("tail_range", ("infrared",), "infra-red: it sees farther from behind"),
        ("range_ratio", ("warning",), "a warning receiver: it is told as a share of the radar's own range"),
    ):
        is_there = draft.layers.at((name,)) is not None
        if kind in of and not is_there:
            yield draft.layers.fault((name,), f"must be given for {words}")
        elif kind in (*looking, "warning") and kind not in of and is_there:
            yield draft.layers.fault((name,), f"must be given for {', '.join(of)} only")


def _check_carried(draft: Draft, path: KeyPath, count: int, stores: Stores, known: tuple[str, ...]) -> Iterator[Fault]:
    store = str(path[-1])
    if store not in known:
        yield draft.layers.fault(path, "must be the id of a store card", store, nearest_name(store, known))
    elif count > stores.most.get(store, 0):
        yield draft.layers.fault(path, f"must not be above stores.most ({stores.most.get(store, 0)})", count)


def _check_engine(draft: Draft) -> Iterator[Fault]:
    wet = ("wet_thrust", "wet_fuel", "wet_break_slope", "wet_fuel_mach_slope")
    given = [name for name in wet if draft.layers.at((name,)) is not None]
    for name in wet:
        if given and name not in given:
            rule = f"must be given beside {given[0]}: an afterburner needs {', '.join(wet)}"
            yield draft.layers.fault((name,), rule)
    has_shaft = draft.layers.at(("shaft",)) is not None
    for name in ("dry_fuel", "dry_fuel_mach_slope", "thrust_mach_loss", "thrust_break_ratio", "dry_break_slope"):
        if has_shaft == (draft.layers.at((name,)) is not None):
            rule = "must be left out beside shaft" if has_shaft else "must be given for an engine without shaft"
            yield draft.layers.fault((name,), rule)
    if has_shaft and given:
        yield draft.layers.fault((given[0],), "must be left out beside shaft: a turboprop has no afterburner")
    dry_thrust, wet_thrust = draft.part("dry_thrust"), draft.part("wet_thrust")
    if dry_thrust and wet_thrust and wet_thrust.si <= dry_thrust.si:
        yield draft.layers.fault(("wet_thrust",), f"must be above dry_thrust ({dry_thrust.text})", wet_thrust.text)


def _check_store(draft: Draft) -> Iterator[Fault]:
    is_tank, has_fuel = draft.layers.at(("kind",)) == "tank", draft.layers.at(("fuel",)) is not None
    if is_tank != has_fuel:
        yield draft.layers.fault(("fuel",), "must be given for a tank" if is_tank else "must be given for a tank only")
    if draft.layers.at(("flyout",)) is not None and draft.layers.at(("kind",)) != "missile":
        yield draft.layers.fault(("flyout",), "must be given for a missile only")
    mass, propellant = draft.part("mass"), draft.part("flyout", "propellant")
    if mass and propellant and propellant.si >= mass.si:
        yield draft.layers.fault(("flyout", "propellant"), f"must be below the mass ({mass.text})", propellant.text)


def _check_base(draft: Draft) -> Iterator[Fault]:
    runways = draft.layers.at(("runways",))
    for index in range(len(runways) if isinstance(runways, list) else 0):
        length, width = draft.part("runways", index, "length"), draft.part("runways", index, "width")
        if length and width and width.si >= length.si:
            rule = f"must be below the length ({length.text})"
            yield draft.layers.fault(("runways", index, "width"), rule, width.text)
