"""Rules that no single figure can break alone: sources exist, masses add up, speeds are in order, partners are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from jointex.cards.layers import Layers
from jointex.cards.models import AircraftCard, BaseCard, Card, EngineCard, StoreCard
from jointex.cards.values import Value
from jointex.documents import KeyPath
from jointex.errors import Fault, nearest_name

Ids = Callable[[str], tuple[str, ...]]


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


def check(card: Card, layers: Layers, ids: Ids, placeholders_allowed: bool = False) -> list[Fault]:
    """Return the faults of a card whose every figure is sound by itself.

    Parameters
    ----------
    card : Card
        The card.
    layers : Layers
        Where its figures were written.
    ids : callable
        Known ids of a kind of card, for the engine and the stores an aircraft names.
    placeholders_allowed : bool
        Whether figures of basis `placeholder` may stay.

    Returns
    -------
    list of Fault
    """
    faults = list(_check_provenance(card, layers, placeholders_allowed))
    if isinstance(card, AircraftCard):
        faults += [*_check_order(card, layers), *_check_partners(card, layers, ids)]
    elif isinstance(card, EngineCard):
        faults += _check_engine(card, layers)
    elif isinstance(card, StoreCard):
        faults += _check_store(card, layers)
    elif isinstance(card, BaseCard):
        faults += _check_base(card, layers)
    return faults


def _sources_named(part: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield every `source:` of a card."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            item = getattr(part, name)
            if name == "source" and item:
                yield (*path, name), item
            elif name != "sources":
                yield from _sources_named(item, (*path, name))
    elif isinstance(part, dict):
        for name, item in part.items():
            yield from _sources_named(item, (*path, name))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from _sources_named(item, (*path, index))


def _check_provenance(card: Card, layers: Layers, placeholders_allowed: bool) -> Iterator[Fault]:
    for path, key in _sources_named(card):
        if key not in card.sources:
            yield layers.fault(path, "must be a key of `sources` in this card", key, nearest_name(key, card.sources))
    for path, value in values_of(card):
        if value.basis == "placeholder" and not placeholders_allowed:
            yield layers.fault(
                (*path, "basis"), "must not be placeholder", value.basis, "Give a figure with its source."
            )


def _check_order(card: AircraftCard, layers: Layers) -> Iterator[Fault]:
    """Yield a fault for each pair of figures that stands the wrong way round."""
    for low_path, high_path in _pairs_in_order(card):
        low, high = _value_at(card, low_path), _value_at(card, high_path)
        if low.si > high.si:
            rule = f"must not be above {'.'.join(map(str, high_path))} ({high.text})"
            yield layers.fault(low_path, rule, low.text)
    mass = card.mass
    if mass.empty.si + mass.max_payload.si > mass.max_takeoff.si:
        rule = (
            f"must leave room for the empty mass ({mass.empty.text}) within mass.max_takeoff ({mass.max_takeoff.text})"
        )
        yield layers.fault(("mass", "max_payload"), rule, mass.max_payload.text)


def _pairs_in_order(card: AircraftCard) -> Iterator[tuple[KeyPath, KeyPath]]:
    yield ("mass", "empty"), ("mass", "max_landing")
    yield ("mass", "max_landing"), ("mass", "max_takeoff")
    yield ("fuel", "internal"), ("mass", "max_takeoff")
    yield ("aerodynamics", "drag_rise_mach"), ("aerodynamics", "drag_peak_mach")
    yield ("aerodynamics", "lift_max_clean"), ("aerodynamics", "lift_max_takeoff")
    yield ("aerodynamics", "lift_max_takeoff"), ("aerodynamics", "lift_max_landing")
    yield ("speeds", "cruise_mach"), ("limits", "max_mach")
    yield ("speeds", "climb_mach"), ("limits", "max_mach")
    yield ("speeds", "climb_cas"), ("limits", "max_cas")
    yield ("speeds", "descent_cas"), ("limits", "max_cas")
    yield ("speeds", "cruise_altitude"), ("limits", "ceiling")
    if card.takeoff_landing.vertical_landing:
        yield ("mass", "empty"), ("takeoff_landing", "vertical_landing", "max_mass")
        yield ("takeoff_landing", "vertical_landing", "max_mass"), ("mass", "max_takeoff")
    if card.receiver.contact:
        yield ("receiver", "contact", "lowest_cas"), ("receiver", "contact", "usual_cas")
        yield ("receiver", "contact", "usual_cas"), ("receiver", "contact", "highest_cas")
        yield ("receiver", "contact", "highest_cas"), ("limits", "max_cas")
        yield ("receiver", "contact", "lowest_altitude"), ("receiver", "contact", "highest_altitude")
        yield ("receiver", "contact", "highest_altitude"), ("limits", "ceiling")
    if card.tanker:
        yield ("tanker", "transferable_fuel"), ("fuel", "internal")
        yield ("tanker", "orbit_cas"), ("limits", "max_cas")


def _value_at(card: Card, path: KeyPath) -> Value:
    found: Any = card
    for key in path:
        found = getattr(found, str(key))
    assert isinstance(found, Value)
    return found


def _check_partners(card: AircraftCard, layers: Layers, ids: Ids) -> Iterator[Fault]:
    if card.engine.id not in ids("engines"):
        hint = nearest_name(card.engine.id, ids("engines"))
        yield layers.fault(("engine", "id"), "must be the id of an engine card", card.engine.id, hint)
    if card.receiver.by != "none" and card.receiver.contact is None:
        yield layers.fault(("receiver", "contact"), "must be given for an aircraft that takes fuel in the air")
    known = ids("stores")
    stores = card.stores
    for section, load in (("most", stores.most), ("inside", stores.inside), *stores.loads.items()):
        path: KeyPath = ("stores", section) if section in ("most", "inside") else ("stores", "loads", section)
        for store, count in load.items():
            if store not in known:
                yield layers.fault((*path, store), "must be the id of a store card", store, nearest_name(store, known))
            elif count > stores.most.get(store, 0):
                rule = f"must not be above stores.most ({stores.most.get(store, 0)})"
                yield layers.fault((*path, store), rule, count)
    if stores.default_load and stores.default_load not in stores.loads:
        hint = nearest_name(stores.default_load, stores.loads)
        yield layers.fault(("stores", "default_load"), "must be one of stores.loads", stores.default_load, hint)


def _check_engine(card: EngineCard, layers: Layers) -> Iterator[Fault]:
    wet = ("wet_thrust", "wet_fuel", "wet_break_slope", "wet_fuel_mach_slope")
    given = [name for name in wet if getattr(card, name) is not None]
    if given and len(given) < len(wet):
        for name in wet:
            if name not in given:
                yield layers.fault(
                    (name,), f"must be given beside {given[0]}: an afterburner needs all of {', '.join(wet)}"
                )
    if card.wet_thrust and card.wet_thrust.si <= card.dry_thrust.si:
        yield layers.fault(("wet_thrust",), f"must be above dry_thrust ({card.dry_thrust.text})", card.wet_thrust.text)


def _check_store(card: StoreCard, layers: Layers) -> Iterator[Fault]:
    if card.kind == "tank" and card.fuel is None:
        yield layers.fault(("fuel",), "must be given for a tank")
    if card.kind != "tank" and card.fuel is not None:
        yield layers.fault(("fuel",), "must be given for a tank only", card.fuel.text)


def _check_base(card: BaseCard, layers: Layers) -> Iterator[Fault]:
    for index, runway in enumerate(card.runways):
        if runway.width.si >= runway.length.si:
            path: KeyPath = ("runways", index, "width")
            yield layers.fault(path, f"must be below the length ({runway.length.text})", runway.width.text)
