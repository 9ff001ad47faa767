"""Whether tankers, their tracks, waivers and refuelling drills of a scenario fit each other and the cards.

Whether the fuel suffices, and whether a gate is open, is for the plan to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import ValidationError

from jointex.cards.gates import STATION_KINDS
from jointex.documents import KeyPath
from jointex.errors import Fault, InputError, nearest_name
from jointex.scenario.draft import Draft
from jointex.scenario.forces import TANKER_ROLE, Flight
from jointex.scenario.refuelling import Track, Waiver
from jointex.units import NAUTICAL_MILE_M, feet, flight_level

if TYPE_CHECKING:
    from jointex.cards import AircraftCard

LEAST_LEG_M = 5.0 * NAUTICAL_MILE_M
"""Shortest straight leg of a track [m]. Estimated: a minute of flight; contacts are kept up through turns only for want of room."""
MOST_LEG_M = 500.0 * NAUTICAL_MILE_M
"""Longest straight leg of a track [m]. Estimated: an hour and more of a jet tanker on one course."""
MOST_LATITUDE_DEG = 85.0
"""Nearest to a pole that a track may begin [deg]: beyond, its legs do not keep one course."""
_TAKES_NO_FUEL = "none"


def check_tankers(draft: Draft) -> Iterator[Fault]:
    """Yield tankers that are several aircraft, cannot give fuel, have a part in a work, or lack the terms they work on.

    Parameters
    ----------
    draft : Draft
        What could be read; entries that could not are passed over.

    Yields
    ------
    Fault
    """
    has_terms = draft.at(("refuelling",)) is not None
    for path, flight in draft.each("flights", "role", "count"):
        if flight.is_tanker and flight.count != 1:
            example = f"{flight.id[:30]}-2"
            hint = f"Enter another flight for each further one, such as {example}."
            yield draft.document.fault((*path, "count"), "must be 1: a tanker flies on its own", flight.count, hint)
    for path, flight in draft.each("flights", "role"):
        if flight.is_tanker and not has_terms:
            hint = "Write `refuelling: {}` at the top for tracks found along the routes."
            yield draft.document.fault((*path, "role"), "goes with a `refuelling` section", flight.role, hint)
    for path, flight in draft.each("flights", "role", "fuel"):
        if flight.is_tanker and flight.fuel_kg == 0.0:
            rule, written = "must be more than 0 kg: a tanker flies on it and gives of it", draft.at((*path, "fuel"))
            yield draft.document.fault((*path, "fuel"), rule, written, "Write `full` for all the tanks hold.")
    for path, flight in draft.each("flights", "role", "aircraft"):
        yield from _check_type(draft, path, flight)
    yield from _check_parts(draft)


def _check_type(draft: Draft, path: KeyPath, flight: Flight) -> Iterator[Fault]:
    """Yield a tanker whose aircraft gives no fuel, and a misspelt role of one that does."""
    card = _card(draft, flight.aircraft)
    if card is None:
        return
    if flight.is_tanker and card.tanker is None:
        hint = f"Aircraft that give fuel are {', '.join(tanker_ids(draft))}."
        rule = f"must be an aircraft that gives fuel, because the role is {TANKER_ROLE}"
        yield draft.document.fault((*path, "aircraft"), rule, flight.aircraft, hint)
    hint = nearest_name(flight.role, (TANKER_ROLE,))
    if card.tanker is not None and not flight.is_tanker and hint.startswith("Did you mean"):
        yield draft.document.fault((*path, "role"), f"must be `{TANKER_ROLE}` for it to give fuel", flight.role, hint)


def _check_parts(draft: Draft) -> Iterator[Fault]:
    """Yield works and refuelling drills that count a tanker among the flights that take part or take fuel."""
    tankers = {flight.id for _, flight in draft.each("flights", "role") if flight.is_tanker}
    for path, work in draft.each("work", "flights"):
        for index, name in enumerate(work.flights):
            if name in tankers:
                rule = "must not be a tanker: it stays on its track while others work"
                hint = "Leave it out here and name a track near the work under `refuelling.tracks`."
                yield draft.document.fault((*path, "flights", index), rule, name, hint)
    for path, drill in draft.each("drills", "kind", "flights"):
        for index, name in enumerate(drill.flights):
            if drill.kind == "refuelling" and name in tankers:
                rule = "must be a flight that takes fuel"
                hint = "Tankers are chosen by the plan: leave it out."
                yield draft.document.fault((*path, "flights", index), rule, name, hint)


def check_tracks(draft: Draft) -> Iterator[Fault]:
    """Yield tracks too short, too long, at a pole, too high for every tanker meant for them, or closed before they open."""
    for path, track in draft.tracks():
        yield from _check_shape(draft, path, track)
        opens_s = track.open_s or 0.0
        if track.close_s is not None and track.close_s <= opens_s:
            opens = draft.at((*path, "open")) or "the start"
            rule = f"must be after it opens ({opens})"
            yield draft.document.fault((*path, "close"), rule, draft.at((*path, "close")))
        yield from _check_level(draft, path, track)


def _check_shape(draft: Draft, path: KeyPath, track: Track) -> Iterator[Fault]:
    """Yield a leg on which no fuel can be taken or that no tanker flies, and a track at a pole."""
    leg = draft.at((*path, "leg"))
    if track.leg_m < LEAST_LEG_M:
        rule = f"must be at least {LEAST_LEG_M / NAUTICAL_MILE_M:.0f} NM: fuel is taken on straight legs"
        yield draft.document.fault((*path, "leg"), rule, leg, "Anchors usually have 50 NM.")
    if track.leg_m > MOST_LEG_M:
        rule = f"must be at most {MOST_LEG_M / NAUTICAL_MILE_M:.0f} NM: a tanker flies to and fro on it"
        hint = "Anchors usually have 50 NM; for a longer way give several tracks along it."
        yield draft.document.fault((*path, "leg"), rule, leg, hint)
    if abs(track.at.latitude_deg) > MOST_LATITUDE_DEG:
        most = f"{MOST_LATITUDE_DEG:.0f}"
        rule = f"must lie between {most}S and {most}N: next to a pole no leg keeps a course"
        hint = "Put it where the flights pass that are to take fuel."
        yield draft.document.fault((*path, "at"), rule, draft.at((*path, "at")), hint)


def _check_level(draft: Draft, path: KeyPath, track: Track) -> Iterator[Fault]:
    """Yield a level below the lowest of the rules, or above the ceiling of every tanker meant for the track."""
    level = draft.at((*path, "level"))
    rules = draft.rules()
    if rules is not None and track.level_m < rules.minimum_level_m:
        lowest = f"{feet(rules.minimum_level_m):,.0f} ft"
        yield draft.document.fault(
            (*path, "level"), f"must not be below the lowest level of the rules ({lowest})", level
        )
    meant = [flight for _, flight in draft.each("flights", "role", "aircraft") if flight.is_tanker]
    named = [flight for flight in meant if flight.id in track.flights]
    ceilings_m = {
        card.id: card.limits.ceiling.si
        for flight in named or meant
        if (card := _card(draft, flight.aircraft)) is not None and card.tanker is not None
    }
    if ceilings_m and track.level_m > max(ceilings_m.values()):
        reach = ", ".join(f"{name} FL{flight_level(ceiling_m)}" for name, ceiling_m in ceilings_m.items())
        rule = "must be within reach of a tanker that may use the track"
        yield draft.document.fault((*path, "level"), rule, level, f"Ceilings: {reach}.")


def check_waivers(draft: Draft) -> Iterator[Fault]:
    """Yield waivers without a reason, and of pairs that no cards stand for: one must give fuel, the other take it."""
    written = draft.at(("refuelling", "rely_on"))
    for index, entry in enumerate(written if isinstance(written, list) else ()):
        path: KeyPath = ("refuelling", "rely_on", index)
        try:
            waiver = Waiver.model_validate(entry, context=draft.reading)
        except ValidationError:
            continue
        if not waiver.because.strip():
            hint = "Say in a sentence why this exercise may take it for open: the report repeats it."
            yield draft.document.fault((*path, "because"), "must be given: nobody has published this gate", hint=hint)
        for key, name in (("tanker", waiver.tanker), ("receiver", waiver.receiver)):
            if name is not None:
                yield from _check_waived(draft, (*path, key), name)


def _check_waived(draft: Draft, path: KeyPath, name: str) -> Iterator[Fault]:
    known = draft.reading.library.ids("aircraft")
    if name not in known:
        yield draft.document.fault(path, "must be the id of an aircraft card", name, nearest_name(name, known))
        return
    card = _card(draft, name)
    if card is None:
        return
    if path[-1] == "tanker" and card.tanker is None:
        hint = f"Aircraft that give fuel are {', '.join(tanker_ids(draft))}."
        yield draft.document.fault(path, "must be an aircraft that gives fuel", name, hint)
    if path[-1] == "receiver" and card.receiver.by == _TAKES_NO_FUEL:
        rule = "must be an aircraft that takes fuel in the air"
        yield draft.document.fault(path, rule, name, f"The card of {name} has no receptacle or probe.")


def check_fuel_drills(draft: Draft) -> Iterator[Fault]:
    """Yield refuelling drills of flights that cannot take fuel, or less room in the tanks than they must take."""
    for path, drill in draft.each("drills", "kind", "least"):
        if drill.kind != "refuelling" and drill.least_kg > 0.0:
            rule = "only goes with kind: refuelling"
            yield draft.document.fault((*path, "least"), rule, draft.at((*path, "least")))
    for path, drill in draft.each("drills", "kind", "flights", "least"):
        if drill.kind != "refuelling":
            continue
        for index, name in enumerate(drill.flights):
            flight = draft.entries["flights"].get(name)
            if (
                flight is None
                or draft.broken.get(("flights", name), set()) & {"aircraft", "stores"}
                or flight.is_tanker
            ):
                continue
            card = _card(draft, flight.aircraft)
            if card is not None and card.receiver.by == _TAKES_NO_FUEL:
                hint = f"{card.id} has no receptacle or probe: leave {name} out, or use another aircraft."
                yield draft.document.fault((*path, "flights", index), "must take fuel in the air", name, hint)
            elif card is not None and drill.least_kg > (room_kg := _tanks_kg(draft, flight, card)):
                rule = f"must fit the tanks of {name}: at most {room_kg:,.0f} kg"
                yield draft.document.fault((*path, "least"), rule, draft.at((*path, "least")))
            if card is not None and card.receiver.by != _TAKES_NO_FUEL:
                yield from _check_fit(draft, path, name, card)


def _check_fit(draft: Draft, path: KeyPath, name: str, card: AircraftCard) -> Iterator[Fault]:
    """Yield a drill that asks for a boom where a flight takes fuel by probe, or the other way round."""
    asked = draft.at((*path, "parameters", "fit"))
    fitting = STATION_KINDS[card.receiver.by]
    if asked is None or asked == fitting:
        return
    rule = f"must be `{fitting}` for {name}: {card.id} takes fuel by {card.receiver.by.replace('_', ' ')}"
    hint = f"Write `fit: {fitting}`, or ask it of a flight that takes fuel that way."
    yield draft.document.fault((*path, "parameters", "fit"), rule, asked, hint)


def tanker_ids(draft: Draft) -> list[str]:
    """Return the ids of the cards that give fuel, a user's own included."""
    ids = draft.reading.library.ids("aircraft")
    return [name for name in ids if (card := _card(draft, name)) is not None and card.tanker is not None]


def _tanks_kg(draft: Draft, flight: Flight, card: AircraftCard) -> float:
    """Return what the tanks of one aircraft hold, those it carries as stores included."""
    stores = ((draft.reading.library.store(name), count) for name, count in flight.stores.items())
    hung_kg = sum(count * store.fuel.si for store, count in stores if store is not None and store.fuel is not None)
    return float(card.fuel.internal.si + hung_kg)


def _card(draft: Draft, name: str) -> AircraftCard | None:
    """Return the card of an aircraft type, None if there is none or it is broken, which is told where its load is checked."""
    try:
        return draft.reading.library.aircraft(name)
    except InputError:
        return None
