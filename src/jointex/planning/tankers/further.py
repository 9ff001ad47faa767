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
from jointex.planning.tankers.burns import Burner
from jointex.planning.tankers.changes import ABORT, GIVE, OPEN, PRICES, SERVE, TANK, Change, together
from jointex.planning.tankers.demands import Demands, demands_of
from jointex.planning.tankers.offers import level_for, tracks_along
from jointex.planning.tankers.problem import Problem
from jointex.planning.tankers.profile import stretches_of
from jointex.planning.tankers.ways import distance_m
from jointex.scenario import Flight, FrozenMap, Scenario, Track
from jointex.scenario.forces import MOST_DIVERTS as DIVERTS_OF_A_FLIGHT
from jointex.scenario.forces import TANKER_ROLE
from jointex.scenario.places import coordinate_name
from jointex.units import NAUTICAL_MILE_M, flight_level

Card = TypeVar("Card", AircraftCard, BaseCard)

MOST_DIVERTS = 3
"""Other diverts that are tried for a flight, nearest first."""
MOST_TRACKS = 3
"""New tracks that are tried for a flight, those farthest from any track first."""
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
        yield from maker.new_tracks(name)
    for name in demands.givers:
        yield from maker.tanker_fuel(name)
    yield from maker.tankers()
    yield from maker.types()


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

    def with_track(self, name: str, track: Track) -> Callable[[Problem], Problem]:
        """Return what makes the problem with one track changed or added."""

        def made(_: Problem) -> Problem:
            assert self.scenario.refuelling is not None
            tracks = {**self.scenario.refuelling.tracks, name: track}
            refuelling = self.scenario.refuelling.model_copy(update={"tracks": FrozenMap(tracks)})
            return self.anew(self.scenario.model_copy(update={"refuelling": refuelling}), self.drafts)

        return made

    def tracks(self) -> Iterator[Change]:
        """Yield tracks open longer, and at the level where a flight takes fuel that uses none of them."""
        assert self.scenario.refuelling is not None
        tracks = self.scenario.refuelling.tracks
        for name, track in tracks.items():
            if track.open_s is not None or track.close_s is not None:
                made = self.with_track(name, track.model_copy(update={"open_s": None, "close_s": None}))
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
                text = f"put {name} at FL{flight_level(level_m)}"
                made = self.with_track(name, tracks[name].model_copy(update={"level_m": level_m}))
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
        """Yield other diverts for a flight, the nearest to tracks that it may use, and one near each of them together."""
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

        nearest_of = {track: base.id for _, track, base in reversed(near) if self.can_land(draft, base)}
        one_each = tuple(dict.fromkeys(nearest_of.values()))
        if 1 < len(one_each) <= DIVERTS_OF_A_FLIGHT - len(draft.flight.diverts):
            text = f"name {together(one_each)} as diverts of {name}, one near each of its tracks"
            made = self.redrafted(draft, diverts=(*draft.flight.diverts, *one_each))
            yield Change(text, "divert", PRICES["divert"] * len(one_each), made, about)

    def new_tracks(self, name: str) -> Iterator[Change]:
        """Yield a track where a flight passes far from every track it has."""
        taker = self.demands.takers[name]
        assert self.scenario.refuelling is not None
        tankers = [giver.draft for giver in self.demands.givers.values()]
        level_m = level_for(self.scenario, taker.draft, tankers)
        here = [(one.at.latitude_deg, one.at.longitude_deg) for one in self.scenario.refuelling.tracks.values()]
        found = []
        for stretch in stretches_of(taker.draft, Burner(taker.draft.a, self.demands.weather)):
            for track in tracks_along(taker.draft, stretch, level_m):
                at_deg = (track.at.latitude_deg, track.at.longitude_deg)
                found.append((min((distance_m(at_deg, one) for one in here), default=0.0), at_deg, track))
        about = frozenset(f"{kind}:{name}" for kind in (ABORT, TANK))
        for _, at_deg, track in sorted(found, key=lambda one: -one[0])[
            : MOST_TRACKS if any(taker.pairs.values()) else 0
        ]:
            course = f"course {round(track.course_deg):03d} deg"
            text = f"add a track at {coordinate_name(*at_deg)}, {course}, FL{flight_level(level_m)}"
            yield Change(text, "track", PRICES["new track"], self.with_track("NEW", track), about)

    def places(self, name: str) -> dict[str, tuple[float, float]]:
        """Return the tracks that a flight may use, with their control points [deg]."""
        used = {one.track for leg in self.demands.takers[name].receiver.legs for one in leg.candidates}
        grounds = {key: one for giver in self.demands.givers.values() for key, one in giver.grounds.items()}
        return {track: grounds[track].control_deg for track in sorted(used & set(grounds))}

    def other_bases(self, draft: Draft) -> list[BaseCard]:
        """Return bases that a flight does not name: those of other flights, and of states whose bases are used already."""
        folders, bases = self.scenario.card_folders, [one.bases for one in self.drafts]
        used = {place.id: place for one in bases for place in (one.base, one.recovery, *one.diverts)}
        states = {place.state for place in used.values()}
        own = {draft.bases.base.id, draft.bases.recovery.id, *(one.id for one in draft.bases.diverts)}
        names = [name for name in dict.fromkeys((*used, *cards.ids("bases", folders))) if name not in own]
        found = [used.get(name) or sound(cards.base, name, folders) for name in names]
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

    def types(self) -> Iterator[Change]:
        """Yield another type in place of all tankers of one, where it fits the flights that no tanker here fits."""
        folders = self.scenario.card_folders
        drafts = {giver.draft.flight.id: giver.draft for giver in self.demands.givers.values()}
        kinds = [(one.card.id, one.flight.nation) for one in drafts.values()]
        unserved = [name for name, taker in self.demands.takers.items() if not any(taker.pairs.values())]
        about = frozenset(f"{SERVE}:{name}" for name in unserved)
        for (old, nation), new in itertools.product(dict.fromkeys(kinds), cards.ids("aircraft", folders)):
            card = sound(cards.aircraft, new, folders)
            if not unserved or card is None or card.tanker is None or nation not in nations_of(card) or new == old:
                continue
            if set(unserved) <= set(self.served(card, nation)):
                names = [name for name, one in drafts.items() if (one.card.id, one.flight.nation) == (old, nation)]
                text = f"fly {new} in place of {old}: {together(names)}"
                yield Change(text, "tanker", PRICES["other type"] * len(names), self.with_type(names, new), about)

    def with_type(self, names: Sequence[str], aircraft: str) -> Callable[[Problem], Problem]:
        """Return what makes the problem with flights of another type, with what it loads and as it flies best."""

        def made(_: Problem) -> Problem:
            values: dict[str, object] = {
                "aircraft": aircraft,
                "fuel_kg": None,
                "stores": FrozenMap({}),
                "mach": None,
                "level_m": None,
            }
            others = [
                draft_flight(self.scenario, one.flight.model_copy(update=values), self.demands.weather)
                if one.flight.id in names
                else one
                for one in self.drafts
            ]
            return self.anew(self.scenario, others)

        return made

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
