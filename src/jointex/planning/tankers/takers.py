"""Receivers of a scenario as the solver takes them: fixes, legs, and what each track costs on each leg."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jointex.earth.winds import Weather
from jointex.flight.journey import most_fuel_kg
from jointex.planning.fields import field
from jointex.planning.flights import Draft, reserve_kg
from jointex.planning.minima import landing_gate
from jointex.planning.routes import SHORTEST_CRUISE_M
from jointex.planning.runways import landing_lengths_at_m
from jointex.planning.tankers.burns import Burner, Cost
from jointex.planning.tankers.givers import LATEST_S, Giver, approach_cost, hours, midway_stop
from jointex.planning.tankers.orders import JOIN_S
from jointex.planning.tankers.pairs import Pair, pairs_of
from jointex.planning.tankers.problem import Candidate, Fix, Leg, Receiver, Service
from jointex.planning.tankers.profile import (
    Profile,
    Stretch,
    landing_extra_kg,
    profiles_of,
    stretches_of,
    takeoff_kg,
    way_m,
)
from jointex.planning.tankers.ways import (
    ARIP_M,
    Ground,
    Insertion,
    Stop,
    at_place,
    distance_m,
    farthest_corner,
    initial_point,
    insertion,
    place_along,
)
from jointex.scenario import Scenario
from jointex.units import NAUTICAL_MILE_M, flight_level, knots

GROUP_SPAN_M = 300.0 * NAUTICAL_MILE_M
"""Tracks within so much of a way are candidates of one leg: a flight visits one of them, or none."""
GROUP_GAP_M = 200.0 * NAUTICAL_MILE_M
"""A gap between tracks along a way after which a new leg begins [m]."""
LEAST_PARTED_M = 1000.0 * NAUTICAL_MILE_M
"""Ways shorter than this are one leg: nobody takes fuel twice on them [m]."""
MOST_CANDIDATES = 8
"""Candidates of a leg; the ones with the least detour are kept."""
MOST_DETOUR_M = 300.0 * NAUTICAL_MILE_M
"""Tracks with a longer detour are no candidates [m]."""
EARLY_S = 180.0
"""How long before its time on target a flight that takes fuel may be at the meeting place [s]: the most that a contact before
it can be late. The fuel of the wait is always reckoned with, so more would cost more than it is worth: a fighter burns some
40 kg a minute. Estimated."""
CLOSED_S = 3600.0
"""A divert must be open and above minima from so long before to so long after it may be needed [s]."""


@dataclass(frozen=True)
class Place:
    """Where and how a receiver meets tankers on a leg: what the orders need to know of a candidate."""

    flight: str
    leg: int
    track: str
    side: int
    arip_deg: tuple[float, float]
    cas_m_s: float


@dataclass(frozen=True)
class Taker:
    """A receiver with what the orders need to know of it, and why tankers or tracks are out of question."""

    receiver: Receiver
    draft: Draft
    places: Mapping[tuple[int, str], Place]
    pairs: Mapping[str, tuple[Pair, ...]]
    reasons: tuple[str, ...]
    near: frozenset[str]
    far: frozenset[str]
    """Tracks it may use that lie within `MOST_DETOUR_M` of its way, and farther off."""


def taker_of(
    scenario: Scenario,
    weather: Weather,
    draft: Draft,
    givers: Sequence[Giver],
    drill_kg: float,
    spares: Mapping[str, Sequence[str]],
) -> Taker:
    """Return a receiver of a scenario.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
        The air of the plan.
    draft : Draft
        Its draft.
    givers : sequence of Giver
        All tankers.
    drill_kg : float
        Fuel every aircraft must take for practice [kg].
    spares : mapping of str to sequence of str
        Further tankers that serve as a given one does.

    Returns
    -------
    Taker
    """
    return _Taking(scenario, weather, draft, givers, drill_kg, spares).taker()


class _Taking:
    """A receiver being described."""

    def __init__(
        self,
        scenario: Scenario,
        weather: Weather,
        draft: Draft,
        givers: Sequence[Giver],
        drill_kg: float,
        spares: Mapping[str, Sequence[str]],
    ) -> None:
        assert scenario.refuelling is not None
        self.scenario, self.weather, self.draft, self.givers = scenario, weather, draft, givers
        self.drill_kg, self.spares = drill_kg, spares
        self.burner = Burner(draft.a, weather)
        self.factor = 1.0 + scenario.refuelling.contingency
        self.reserve_kg = reserve_kg(scenario, draft.flight, draft.a)
        self.most_kg = max(takeoff_kg(draft), most_fuel_kg(draft.a))
        self.pairs = {giver.tanker.id: pairs_of(scenario, giver.draft, draft) for giver in givers}
        self.reasons: list[str] = []
        self.places: dict[tuple[int, str], Place] = {}
        self.own: list[set[str]] = []

    def taker(self) -> Taker:
        """Return the receiver with its legs."""
        draft = self.draft
        whole = stretches_of(draft, self.burner)
        parts = tuple(part for stretch in whole for part in self.parted(stretch))
        extra_kg = self.factor * landing_extra_kg(draft, self.burner, self.reserve_kg)
        profiles = profiles_of(
            draft, self.burner, parts, self.factor, self.reserve_kg + extra_kg, self.most_kg, self.drill_kg
        )
        legs = [self.leg(number, profile) for number, profile in enumerate(profiles)]
        legs[-1] = self.landed(legs[-1], extra_kg)
        receiver = Receiver(
            id=draft.flight.id,
            aircraft=draft.card.id,
            count=draft.flight.count,
            takeoff_kg=takeoff_kg(draft),
            most_kg=self.most_kg,
            reserve_kg=self.reserve_kg,
            fixes=self.fixes(profiles),
            legs=tuple(legs),
            drill_kg=self.drill_kg,
        )
        near = {ground.id for stretch in whole for _, ground in self.near(stretch)}
        far = frozenset(self.grounds()) - near
        reasons = tuple(dict.fromkeys(self.reasons))
        return Taker(receiver, draft, self.places, self.pairs, reasons, frozenset(near), far)

    def grounds(self) -> dict[str, Ground]:
        """Return the tracks this flight may use that some tanker works on."""
        found: dict[str, Ground] = {}
        for giver in self.givers:
            if self.pairs[giver.tanker.id]:
                found |= giver.grounds
        return {name: ground for name, ground in found.items() if self.may_use(ground)}

    def may_use(self, ground: Ground) -> bool:
        """Return whether a track is meant for this flight."""
        meant = ground.track.flights
        return not meant or self.draft.flight.id in meant

    def near(self, stretch: Stretch) -> list[tuple[Insertion, Ground]]:
        """Return the tracks near a stretch in the order they are passed."""
        found = [(insertion(stretch.stops, one, stretch.first, stretch.last), one) for one in self.grounds().values()]
        near = [(where, ground) for where, ground in found if where.detour_m <= MOST_DETOUR_M]
        return sorted(near, key=lambda pair: pair[0].along_m)

    def parted(self, stretch: Stretch) -> list[Stretch]:
        """Return a stretch cut between groups of tracks, so that each part visits one of its group."""
        near, is_long = self.near(stretch), way_m(stretch.stops) >= LEAST_PARTED_M
        cuts, first_m, last_m = [], math.nan, math.nan
        groups: list[set[str]] = [set()]
        for where, ground in near:
            is_far = where.along_m - first_m > GROUP_SPAN_M or where.along_m - last_m > GROUP_GAP_M
            if is_long and is_far:
                cuts.append(0.5 * (last_m + where.along_m))
                first_m = where.along_m
                groups.append(set())
            groups[-1].add(ground.id)
            first_m = where.along_m if math.isnan(first_m) else first_m
            last_m = where.along_m
        self.own += groups
        parts, share = [stretch], 1.0 / (len(cuts) + 1)
        gone_m = 0.0
        for cut_m in cuts:
            last = parts.pop()
            parts += cut(last, cut_m - gone_m, len(parts) + 1)
            gone_m = cut_m
        bias = Cost(stretch.bias.time_s * share, stretch.bias.fuel_kg * share)
        return [replace(part, bias=bias) for part in parts]

    def leg(self, number: int, profile: Profile) -> Leg:
        """Return a leg with its candidates."""
        stretch, bias = profile.stretch, profile.stretch.bias.times(self.factor)
        roll_s = self.draft.departure.roll_s if number == 0 else 0.0
        direct = sum(profile.hops, Cost()) + bias
        direct = Cost(direct.time_s + roll_s, direct.fuel_kg)
        # nobody turns back to a track of another part
        own = [pair for pair in self.near(stretch) if pair[1].id in self.own[number]]
        near = sorted(own, key=lambda pair: pair[0].detour_m)[:MOST_CANDIDATES]
        candidates = [self.candidate(number, profile, where, ground) for where, ground in near]
        lose = direct.fuel_kg / max(1.0, direct.time_s)
        return Leg(
            direct_s=direct.time_s,
            direct_kg=direct.fuel_kg,
            candidates=tuple(candidate for candidate in candidates if candidate is not None),
            lose_kg_s=lose,
        )

    def candidate(self, number: int, profile: Profile, where: Insertion, ground: Ground) -> Candidate | None:
        """Return a track as a candidate of a leg; None where nobody can serve it there."""
        stretch, at, track = profile.stretch, where.after, ground.track
        before, after = stretch.stops[at], stretch.stops[at + 1]
        cas_m_s = max((self.cas_m_s(pair, giver, ground) for giver, pair in self.serving(ground)), default=0.0)
        control_deg, exit_deg = ground.side_deg(where.side)
        arip_deg = initial_point(before, control_deg, exit_deg)
        is_long = distance_m(before.place_deg, control_deg) > 2.0 * ARIP_M
        cruise_m = max(track.level_m, stretch.level_m) if is_long else track.level_m
        to_join = at_place(after, "ARIP", arip_deg, cruise_m)
        control = at_place(replace(after, mach=stretch.mach), ground.id, control_deg, track.level_m)
        to_join = replace(to_join, mach=stretch.mach, cas_m_s=self.draft.speeds.most_cas_m_s)
        control = replace(control, cas_m_s=self.draft.speeds.most_cas_m_s)
        start_kg = profile.own_kg[at] if number == 0 else profile.most_kg[at]
        hop_in = self.burner.way(start_kg, (before, to_join, control)).times(self.factor)
        leave = replace(
            control,
            name="",
            latitude_deg=(corner := farthest_corner(ground, after.place_deg))[0],
            longitude_deg=corner[1],
        )
        way_on = (leave, *self.climb_stop(leave, after, stretch), after)
        least_kg = profile.need_kg[at + 1]
        on = self.burner.way_ending_with(least_kg, way_on).times(self.factor)
        full_kg = min(self.most_kg, max(start_kg - hop_in.fuel_kg, 1.03 * (least_kg + on.fuel_kg) + self.drill_kg))
        on = self.burner.way(full_kg, way_on).times(self.factor)
        place = (track.at.latitude_deg, track.at.longitude_deg)
        offset_k = self.weather.at(*place, track.level_m).temperature_deviation_k
        if self.burner.fastest_m_s(full_kg, track.level_m, offset_k) < cas_m_s:
            self.reasons.append(
                f"{self.draft.flight.id} cannot hold the speed of a contact on {ground.id} with {full_kg:,.0f} kg of fuel"
            )
            return None
        burn = self.burner.flow_kg_s(full_kg, track.level_m, cas_m_s, offset_k) * self.factor
        bias = stretch.bias.times(self.factor)
        ins = sum(profile.hops[:at], Cost()) + hop_in
        outs = on + sum(profile.hops[at + 1 :], Cost()) + Cost(max(0.0, bias.time_s), bias.fuel_kg)
        services = self.services(ground)
        divert, divert_kg = self.divert(ground, number, profile)
        if not services or not divert:
            return None
        self.places[number, ground.id] = Place(self.draft.flight.id, number, ground.id, where.side, arip_deg, cas_m_s)
        roll_s = self.draft.departure.roll_s if number == 0 else 0.0
        return Candidate(
            track=ground.id,
            in_s=ins.time_s + JOIN_S + roll_s,
            in_kg=ins.fuel_kg + JOIN_S * burn,
            out_s=outs.time_s,
            out_kg=outs.fuel_kg,
            burn_kg_s=burn,
            divert=divert,
            divert_kg=divert_kg,
            earliest_s=track.open_s or 0.0,
            latest_s=LATEST_S if track.close_s is None else track.close_s,
            services=services,
        )

    def climb_stop(self, leave: Stop, after: Stop, stretch: Stretch) -> tuple[Stop, ...]:
        """Return a stop at the level of the cruise half-way to the next stop, where that is far enough."""
        if distance_m(leave.place_deg, after.place_deg) < 2.0 * ARIP_M:
            return ()
        return midway_stop(leave, replace(after, mach=stretch.mach), stretch.level_m)

    def serving(self, ground: Ground) -> list[tuple[Giver, Pair]]:
        """Return the tankers that work on a track with the stations this flight may use there, noting why not others."""
        return [
            (giver, pair)
            for giver in self.givers
            if ground.id in giver.tanker.orbits
            for pair in self.pairs[giver.tanker.id]
            if self.is_within(pair, ground, giver)
        ]

    def cas_m_s(self, pair: Pair, giver: Giver, ground: Ground) -> float:
        """Return the speed of a contact [CAS]: the usual one, or the fastest the tanker holds."""
        return min(pair.fit.usual_cas_m_s, giver.fastest_m_s[ground.id])

    def services(self, ground: Ground) -> dict[str, tuple[Service, ...]]:
        """Return what tankers offer this flight on a track."""
        found: dict[str, tuple[Service, ...]] = {}
        for giver, pair in self.serving(ground):
            for name in (giver.tanker.id, *self.spares.get(giver.tanker.id, ())):
                found[name] = (*found.get(name, ()), self.service(pair))
        return found

    def is_within(self, pair: Pair, ground: Ground, giver: Giver) -> bool:
        """Return whether level and speed of a contact on a track lie in the window of a pair; note why not."""
        level_m, fit = ground.track.level_m, pair.fit
        lowest, highest = flight_level(fit.lowest_altitude_m), flight_level(fit.highest_altitude_m)
        if not fit.lowest_altitude_m - 1.0 <= level_m <= fit.highest_altitude_m + 1.0:
            self.reasons.append(
                f"{ground.id} lies at FL{flight_level(level_m)}; {fit.receiver} takes fuel from the "
                f"{fit.station.replace('_', ' ')} of {fit.tanker} between FL{lowest} and FL{highest}"
            )
            return False
        if giver.fastest_m_s[ground.id] < fit.lowest_cas_m_s:
            self.reasons.append(
                f"{fit.tanker} flies {knots(giver.fastest_m_s[ground.id]):.0f} kt CAS at most on {ground.id}; "
                f"{fit.receiver} needs {knots(fit.lowest_cas_m_s):.0f} kt"
            )
            return False
        return True

    def service(self, pair: Pair) -> Service:
        """Return a station with the time a contact takes beside the transfer, misses included on average."""
        contacts = self.scenario.uncertainty.contacts
        tries = 1.0 / max(0.1, 1.0 - contacts.missed_probability)
        fixed_s = (contacts.hook_up_s + contacts.hook_up_sd_s) * tries + contacts.clear_s
        fit = pair.fit
        return Service(fit.station, fit.count, fit.flow_kg_s, fixed_s, pair.waiver)

    def divert(self, ground: Ground, number: int, profile: Profile) -> tuple[str, float]:
        """Return the open field that takes least fuel to reach from anywhere on a track, and that fuel [kg]."""
        draft = self.draft
        fields = {one.id: one for one in (*draft.bases.diverts, draft.bases.recovery, draft.bases.base)}
        costs = {}
        at_s = self.rough_time_s(number)
        for name, base in fields.items():
            if self.is_closed(name, at_s):
                self.reasons.append(f"{name} is closed or below minima when {draft.flight.id} may divert to it")
                continue
            corner = farthest_corner(ground, (base.latitude_deg, base.longitude_deg))
            speeds = draft.speeds
            start = Stop("", *corner, ground.track.level_m, speeds.home_mach, speeds.most_cas_m_s)
            end = replace(
                start,
                latitude_deg=base.latitude_deg,
                longitude_deg=base.longitude_deg,
                level_m=base.elevation_m + 500.0,
            )
            stops = (start, *self.climb_stop(start, end, replace(profile.stretch, level_m=speeds.home_level_m)), end)
            landing = approach_cost(self.burner, self.reserve_kg, base.elevation_m)
            hover_kg = landing_extra_kg(draft, self.burner, self.reserve_kg)
            way = self.burner.way_ending_with(self.reserve_kg + landing.fuel_kg, stops)
            costs[name] = self.factor * (way.fuel_kg + landing.fuel_kg + hover_kg)
        if not costs:
            return "", 0.0
        best = min(costs, key=lambda name: costs[name])
        return best, costs[best]

    def rough_time_s(self, number: int) -> float:
        """Return about when a leg is flown [s]."""
        draft = self.draft
        if draft.work is None:
            return draft.departure.taxi_s + self.draft.rehearsal.passed[-1].time_s * 0.5
        return draft.work.end_s if number > 0 else draft.work.time_s

    def is_closed(self, name: str, at_s: float) -> bool:
        """Return whether a field is closed or below the flight's minima around a time."""
        opens_s, closes_s = hours(self.scenario, name)
        first_s, last_s = max(0.0, at_s - CLOSED_S), at_s + CLOSED_S
        if first_s < opens_s or last_s > closes_s:
            return True
        place = field(self.scenario, name)
        minima = self.scenario.minima(self.draft.flight.id)
        needed_m = landing_lengths_at_m(self.scenario, self.draft, place, self.reserve_kg)[1]
        gate = landing_gate(minima, self.draft.card, place, needed_m)
        steps = range(int(first_s), int(last_s) + 1, 600)
        return any(gate.shortfalls(self.scenario.weather_at(name, float(moment))) for moment in steps)

    def fixes(self, profiles: Sequence[Profile]) -> tuple[Fix, ...]:
        """Return the fixes with their windows."""
        draft, scenario = self.draft, self.scenario
        base, recovery = draft.bases.base.id, draft.bases.recovery.id
        opens_s, closes_s = hours(scenario, base)
        first_s = max(opens_s, draft.departure.taxi_s)
        found = [Fix(base, first_s, closes_s)]
        landing_s = min(LATEST_S, hours(scenario, recovery)[1])
        duty_s = scenario.crew_duty_s(draft.flight.id)
        if duty_s is not None:
            landing_s = min(
                landing_s, self.earliest_s(profiles) - scenario.rules.report_s + duty_s - scenario.rules.shut_down_s
            )
        for profile in profiles[:-1]:
            stretch = profile.stretch
            if stretch.stay.time_s > 0.0 and draft.work is not None:
                on_target_s = draft.work.time_s
                stay_s, stay_kg = stretch.stay.time_s, profile.stay_kg
                wait_kg = EARLY_S / stay_s * stay_kg
                found.append(Fix(stretch.name, on_target_s - EARLY_S, on_target_s, stay_s + EARLY_S, stay_kg + wait_kg))
            else:
                found.append(Fix(stretch.name, 0.0, LATEST_S))
        return (*found, Fix(recovery, hours(scenario, recovery)[0], landing_s))

    def earliest_s(self, profiles: Sequence[Profile]) -> float:
        """Return the earliest take-off that makes sense [s]: duty counts from before it."""
        draft = self.draft
        if draft.work is None:
            return draft.departure.taxi_s
        out = next(n for n, one in enumerate(profiles) if one.stretch.stay.time_s > 0.0)
        direct_s = sum(hop.time_s for profile in profiles[: out + 1] for hop in profile.hops)
        return max(draft.departure.taxi_s, draft.work.time_s - direct_s - 3.0 * 3600.0)

    def landed(self, leg: Leg, extra_kg: float) -> Leg:
        """Return the last leg with what landing takes beyond the leader's way."""
        candidates = tuple(replace(one, out_kg=one.out_kg + extra_kg) for one in leg.candidates)
        return replace(leg, direct_kg=leg.direct_kg + extra_kg, candidates=candidates)


def cut(stretch: Stretch, along_m: float, number: int) -> list[Stretch]:
    """Return a stretch cut in two at a distance along it [m]; the second part does what the whole did at its end."""
    at, place = place_along(stretch.stops, along_m)
    if at >= stretch.last or along_m < SHORTEST_CRUISE_M or way_m(stretch.stops) - along_m < SHORTEST_CRUISE_M:
        return [stretch]
    after = stretch.stops[at + 1]
    middle = at_place(
        replace(after, mach=stretch.mach), f"{stretch.name} {number}", place, max(stretch.level_m, after.level_m)
    )
    first = replace(stretch, name=middle.name, stops=(*stretch.stops[: at + 1], middle), last=at + 1, stay=Cost())
    second = replace(stretch, stops=(middle, *stretch.stops[at + 1 :]), first=0, last=stretch.last - at)
    return [first, second]
