"""Ways out that only a scenario knows: other tankers from the cards, other diverts, fuel, levels and hours of tracks.

Each is made by drawing up the whole problem anew with it, so a way out that is offered has been solved as it would be flown.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from jointex import cards
from jointex.cards import AircraftCard, BaseCard
from jointex.cards.gates import fits
from jointex.cards.matrix import nations_of
from jointex.cards.shelf import Folder
from jointex.errors import InputError
from jointex.flight.journey import most_fuel_kg
from jointex.planning.flights import Draft, draft_flight
from jointex.planning.runways import landing_lengths_at_m, take_off_lengths_m, usable_runway_m
from jointex.planning.tankers.changes import ABORT, GIVE, OPEN, PRICES, SERVE, Change
from jointex.planning.tankers.demands import Demands, demands_of
from jointex.planning.tankers.offers import level_for
from jointex.planning.tankers.problem import Problem
from jointex.planning.tankers.ways import distance_m
from jointex.scenario import Flight, FrozenMap, Scenario
from jointex.scenario.forces import TANKER_ROLE
from jointex.units import NAUTICAL_MILE_M, flight_level

Card = TypeVar("Card", AircraftCard, BaseCard)

MOST_DIVERTS = 3
"""Other diverts that are tried for a flight, nearest first."""
LEAST_KG = 100.0
"""Less fuel than this is not worth loading [kg]."""
LEAST_STEP_M = 100.0
"""Levels closer than this are one [m]."""


def further_changes(
    demands: Demands, drafts: Sequence[Draft], then: Callable[[Problem], Problem] = lambda problem: problem
) -> Iterator[Change]:
    """Yield what could be changed in a scenario so that a tanker plan holds.

    Parameters
    ----------
    demands : Demands
        Without a plan.
    drafts : sequence of Draft
        Of all its flights, as for `demands_of`.
    then : callable, optional
        What else is done to every problem drawn up anew, such as delays that rehearsals found.

    Yields
    ------
    Change
        For `solve`; problems are drawn up only when they are asked for.
    """
    maker = _Maker(demands, tuple(drafts), then)
    yield from maker.tracks()
    for name in demands.takers:
        yield from maker.fuel(name)
        yield from maker.diverts(name)
    for name in demands.givers:
        yield from maker.tanker_fuel(name)
    yield from maker.tankers()


@dataclass(frozen=True)
class _Maker:
    """A scenario's tanker problem, and its variations."""

    demands: Demands
    drafts: tuple[Draft, ...]
    then: Callable[[Problem], Problem]

    @property
    def scenario(self) -> Scenario:
        return self.demands.scenario

    def anew(self, scenario: Scenario, drafts: Sequence[Draft]) -> Problem:
        """Return the problem of other drafts or of a changed scenario; the same one where that says nothing."""
        found = demands_of(scenario, self.demands.weather, drafts)
        return self.then(self.demands.problem if found is None else found.problem)

    def redrafted(self, draft: Draft, **values: object) -> Callable[[Problem], Problem]:
        """Return what makes the problem with one flight changed."""

        def made(_: Problem) -> Problem:
            flight = draft.flight.model_copy(update=values)
            other = draft_flight(self.scenario, flight, self.demands.weather)
            return self.anew(self.scenario, [other if one is draft else one for one in self.drafts])

        return made

    def with_track(self, name: str, **values: object) -> Callable[[Problem], Problem]:
        """Return what makes the problem with one track changed."""

        def made(_: Problem) -> Problem:
            assert self.scenario.refuelling is not None
            tracks = dict(self.scenario.refuelling.tracks)
            tracks[name] = tracks[name].model_copy(update=values)
            refuelling = self.scenario.refuelling.model_copy(update={"tracks": FrozenMap(tracks)})
            return self.anew(self.scenario.model_copy(update={"refuelling": refuelling}), self.drafts)

        return made

    def tracks(self) -> Iterator[Change]:
        """Yield tracks open longer, and at the level where a flight takes fuel that uses none of them."""
        assert self.scenario.refuelling is not None
        tracks = self.scenario.refuelling.tracks
        for name, track in tracks.items():
            if track.open_s is not None or track.close_s is not None:
                made = self.with_track(name, open_s=None, close_s=None)
                yield Change(f"open {name} longer", "track", PRICES["track"], made, frozenset({f"{OPEN}:{name}"}))
        tankers = [giver.draft for giver in self.demands.givers.values()]
        for flight, taker in self.demands.takers.items():
            if not any(taker.pairs.values()):
                continue
            used = {one.track for leg in taker.receiver.legs for one in leg.candidates}
            level_m = level_for(self.scenario, taker.draft, tankers)
            for name in [
                one for one in tracks if one not in used and abs(tracks[one].level_m - level_m) >= LEAST_STEP_M
            ]:
                text, made = f"put {name} at FL{flight_level(level_m)}", self.with_track(name, level_m=level_m)
                yield Change(text, "track", PRICES["track"], made, frozenset({f"{SERVE}:{flight}"}))

    def fuel(self, name: str) -> Iterator[Change]:
        """Yield more fuel for a flight that could load more, or load it in place of its payload."""
        draft, about = self.demands.takers[name].draft, frozenset({f"{SERVE}:{name}"})
        more_kg, payload_kg = most_fuel_kg(draft.a) - draft.fuel_kg, draft.flight.payload_kg
        if more_kg >= LEAST_KG:
            made = self.redrafted(draft, fuel_kg=most_fuel_kg(draft.a))
            yield Change(f"let {name} load {more_kg:,.0f} kg more fuel", "fuel", PRICES["fuel"], made, about)
        if payload_kg > 0.0:
            made = self.redrafted(draft, payload_kg=0.0, fuel_kg=None)
            text = f"let {name} leave its {payload_kg:,.0f} kg of payload for as much fuel as it can load"
            yield Change(text, "fuel", PRICES["fuel"], made, about)

    def tanker_fuel(self, name: str) -> Iterator[Change]:
        """Yield more fuel for a tanker that could load more."""
        draft = self.demands.givers[name].draft
        more_kg = most_fuel_kg(draft.a) - draft.fuel_kg
        if more_kg >= LEAST_KG:
            made = self.redrafted(draft, fuel_kg=most_fuel_kg(draft.a))
            about = frozenset({f"{GIVE}:{name}"})
            yield Change(f"let {name} load {more_kg:,.0f} kg more fuel", "fuel", PRICES["fuel"], made, about)

    def diverts(self, name: str) -> Iterator[Change]:
        """Yield other diverts for a flight, the nearest to tracks that it may use."""
        draft, about = self.demands.takers[name].draft, frozenset({f"{ABORT}:{name}"})
        places, nearest = self.places(name), []
        for base in self.other_bases(draft) if places else ():
            at_deg = (base.latitude_deg, base.longitude_deg)
            nearest.append((*min((distance_m(there, at_deg), track) for track, there in places.items()), base))
        near = sorted(nearest, key=lambda one: one[:2])
        for way_m, track, base in itertools.islice((one for one in near if self.can_land(draft, one[2])), MOST_DIVERTS):
            text = f"name {base.id} as a divert of {name}, {way_m / NAUTICAL_MILE_M:,.0f} NM from {track}"
            made = self.redrafted(draft, diverts=(*draft.flight.diverts, base.id))
            yield Change(text, "divert", PRICES["divert"], made, about)

    def places(self, name: str) -> dict[str, tuple[float, float]]:
        """Return the tracks that a flight may use, with their control points [deg]."""
        used = {one.track for leg in self.demands.takers[name].receiver.legs for one in leg.candidates}
        grounds = {key: one for giver in self.demands.givers.values() for key, one in giver.grounds.items()}
        return {track: grounds[track].control_deg for track in sorted(used & set(grounds))}

    def other_bases(self, draft: Draft) -> list[BaseCard]:
        """Return bases that a flight does not name, of states whose bases are used already."""
        folders, bases = self.scenario.card_folders, [one.bases for one in self.drafts]
        states = {place.state for one in bases for place in (one.base, one.recovery, *one.diverts)}
        own = {draft.bases.base.id, draft.bases.recovery.id, *(one.id for one in draft.bases.diverts)}
        found = [sound(cards.base, name, folders) for name in cards.ids("bases", folders) if name not in own]
        return [one for one in found if one is not None and one.state in states]

    def can_land(self, draft: Draft, place: BaseCard) -> bool:
        """Return whether the longest runway of a base is known to be long enough."""
        length_m = usable_runway_m(draft, place)
        return length_m is not None and length_m >= landing_lengths_at_m(self.scenario, draft, place, draft.fuel_kg)[1]

    def tankers(self) -> Iterator[Change]:
        """Yield one more tanker of each type in the cards that is not here and fits flights that ask for fuel."""
        here = [giver.draft for giver in self.demands.givers.values()]
        like = (here or [taker.draft for taker in self.demands.takers.values()])[0].flight
        folders = self.scenario.card_folders
        for kind in cards.ids("aircraft", folders):
            card = sound(cards.aircraft, kind, folders)
            if card is None or card.tanker is None:
                continue
            flying = {one.flight.nation for one in here if one.card.id == kind}
            for nation in [one for one in dict.fromkeys((like.nation, *nations_of(card))) if one in nations_of(card)]:
                served = {} if nation in flying else self.served(card, nation)
                if served:
                    yield self.other_tanker(card, nation, like, served)
                    break

    def served(self, card: AircraftCard, nation: str) -> dict[str, str]:
        """Return the flights that could take fuel from a type, by all gates, with the kind of station."""
        assert self.scenario.refuelling is not None
        found = {}
        for name, taker in self.demands.takers.items():
            nations = (nation, taker.draft.flight.nation)
            activity, day = self.scenario.refuelling.activity, self.scenario.start.date()
            for fit in fits(card, taker.draft.card, *nations, activity, self.scenario.card_folders, day):
                if fit.open and fit.has_window:
                    found[name] = fit.kind
        return found

    def other_tanker(self, card: AircraftCard, nation: str, like: Flight, served: dict[str, str]) -> Change:
        """Return one more tanker of a type, from the base and on the ways of one that is there."""
        values: dict[str, object] = {
            "id": f"{card.id} more",
            "aircraft": card.id,
            "nation": nation,
            "role": TANKER_ROLE,
            "fuel_kg": None,
            "level_m": None,
            "mach": None,
            "stores": FrozenMap({}),
            "payload_kg": 0.0,
            "count": 1,
            "takeoff_mode": "conventional",
            "landing_mode": "conventional",
        }
        if not like.is_tanker:
            values |= {"outbound": (), "homebound": (), "diverts": ()}

        def made(problem: Problem) -> Problem:
            other = draft_flight(self.scenario, like.model_copy(update=values), self.demands.weather)
            runway_m = usable_runway_m(other, other.bases.base)
            if runway_m is not None and runway_m < take_off_lengths_m(self.scenario, other)[1]:
                return problem
            flights = (*self.scenario.flights, other.flight)
            return self.anew(self.scenario.model_copy(update={"flights": flights}), [*self.drafts, other])

        kinds = " and a ".join(sorted(set(served.values())))
        text = f"one more tanker: {card.id} of {nation} with a {kinds}, from {like.base}"
        about = frozenset(f"{SERVE}:{name}" for name in served)
        return Change(text, "tanker", PRICES["other tanker"], made, about)


def sound(read: Callable[[str, Sequence[Folder]], Card], name: str, folders: Sequence[Folder]) -> Card | None:
    """Return a card; nothing where it is broken, for nobody asked for it."""
    try:
        return read(name, folders)
    except InputError:
        return None
