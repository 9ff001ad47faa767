"""A receiver's way from base to landing: its stops, the fuel to reckon with at each, and the hops between them.

Burns grow with mass, and what a flight will take from tankers is not known before the plan is. So every hop is reckoned
at the most fuel a sensible plan has there: what the flight would have without a tanker, or what it needs from there to
land with its reserve, whichever is more, within its tanks. A plan that carries more burns more than reckoned with; the
checker finds out.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jointex.earth.atmosphere import pressure_ratio
from jointex.flight.performance import level_flow_kg_s, temperature_ratio
from jointex.planning.flights import Draft
from jointex.planning.rehearsal import ON_LEAVING, State
from jointex.planning.routes import WINGMAN_DETOUR_M
from jointex.planning.tankers.burns import BALANCING_ROUNDS, Burner, Cost
from jointex.planning.tankers.ways import Stop, distance_m
from jointex.planning.waypoints import Waypoint

MARGIN_FRACTION = 0.03
"""Fuel over the least need that burns are reckoned with, over that need: what slack and rounding may add. Estimated."""
NOTHING = Cost()


@dataclass(frozen=True)
class Stretch:
    """A part of a way between two fixes: the stops from one to the other, and what is done at its end.

    `first` to `last` are the numbers of the stops between which tracks may be visited. `level_m` and `mach` are those of
    its cruise, `stay` the time [s] and fuel [kg, at `stay_fuel_kg`] of the work at its end.
    """

    name: str
    stops: tuple[Stop, ...]
    first: int
    last: int
    level_m: float
    mach: float
    stay: Cost = NOTHING
    bias: Cost = NOTHING


@dataclass(frozen=True)
class Profile:
    """What a stretch is reckoned with: fuel at each stop [kg] without and with tankers, least need, cost of each hop."""

    stretch: Stretch
    own_kg: tuple[float, ...]
    need_kg: tuple[float, ...]
    most_kg: tuple[float, ...]
    hops: tuple[Cost, ...]
    stay_kg: float


def stop_at(point: Waypoint) -> Stop:
    """Return a point of a route as a stop."""
    return Stop(point.name, point.latitude_deg, point.longitude_deg, point.altitude_m, point.mach, point.cas_m_s)


def stretches_of(draft: Draft, burner: Burner) -> tuple[Stretch, ...]:
    """Return the stretches of a drafted flight: out and home, or one whole way where it has no work.

    Parameters
    ----------
    draft : Draft
        With its rehearsal.
    burner : Burner
        Of the flight.

    Returns
    -------
    tuple of Stretch
        Each with the difference of its rehearsal and `Burner.hop` as `bias`: turns, formation, the approach.
    """
    route, speeds, base = draft.route, draft.speeds, draft.bases.base
    points = [stop_at(point) for point in route.points]
    start = Stop(base.id, base.latitude_deg, base.longitude_deg, base.elevation_m, speeds.mach, speeds.most_cas_m_s)
    if draft.work is None:
        stops = (start, *points[: route.end + 1])
        whole = Stretch(draft.bases.recovery.id, stops, 0, route.split + 1, speeds.level_m, speeds.mach)
        return (biased(draft, burner, whole, draft.rehearsal.passed[0] if draft.rehearsal.passed else None),)
    out_stops = (start, *points[: route.meet + 1])
    meet = points[route.meet]
    n_out = max(1, len(out_stops) - 2)
    out = Stretch(draft.work.id, out_stops, 0, n_out, speeds.level_m, speeds.mach, stay_cost(draft, burner))
    home_stops = (meet, *points[route.home : route.end + 1])
    n_home = route.split - route.home + 1
    home = Stretch(draft.bases.recovery.id, home_stops, 0, n_home, speeds.home_level_m, speeds.home_mach)
    leave = draft.rehearsal.at(ON_LEAVING)
    return biased(draft, burner, out, None), biased(draft, burner, home, leave)


def stay_cost(draft: Draft, burner: Burner) -> Cost:
    """Return time and fuel of the work as rehearsed, or by level flight where the rehearsal did not come through."""
    assert draft.work is not None
    work = draft.work
    meet, leave = draft.rehearsal.at(draft.route.meet), draft.rehearsal.at(ON_LEAVING)
    if meet is not None and leave is not None:
        return Cost(work.duration_s, max(0.0, meet.fuel_kg - leave.fuel_kg))
    level_m = work.stations[draft.flight.id].level_m
    flow = burner.flow_kg_s(0.5 * draft.fuel_kg, level_m, draft.a.max_cas_m_s, 0.0)
    return Cost(work.duration_s, flow * work.duration_s)


def biased(draft: Draft, burner: Burner, stretch: Stretch, start: State | None) -> Stretch:
    """Return a stretch with what its rehearsal took beyond its hops; never less fuel than they do."""
    route = draft.route
    is_home = draft.work is not None and stretch.name != draft.work.id
    end = draft.rehearsal.at(route.end if is_home or draft.work is None else route.meet)
    if end is None or (is_home and start is None) or not draft.rehearsal.is_complete:
        return stretch
    lift_off_kg = takeoff_kg(draft)
    from_s, from_kg = (start.time_s, start.fuel_kg) if is_home and start is not None else (0.0, lift_off_kg)
    model = burner.way(from_kg, stretch.stops)
    flown = Cost(end.time_s - from_s, from_kg - end.fuel_kg)
    return replace(stretch, bias=Cost(flown.time_s - model.time_s, max(0.0, flown.fuel_kg - model.fuel_kg)))


def takeoff_kg(draft: Draft) -> float:
    """Return the fuel at lift-off [kg]."""
    return float(draft.fuel_kg - draft.departure.taxi_s * draft.a.taxi_fuel_kg_s - draft.departure.roll_fuel_kg)


def landing_extra_kg(draft: Draft, burner: Burner, reserve_kg: float) -> float:
    """Return what the last aircraft of a flight burns on landing beyond the leader: its longer way, and hovering [kg]."""
    detour_m = (draft.flight.count - 1) * WINGMAN_DETOUR_M
    level_m = draft.bases.recovery.elevation_m + 1500.0
    cas = draft.speeds.reference_cas_m_s * 1.3
    flow = burner.flow_kg_s(reserve_kg, level_m, cas, 0.0)
    hover_kg = float(draft.a.vertical_landing_fuel_kg) if draft.flight.landing_mode == "vertical" else 0.0
    return flow * detour_m / cas + hover_kg


def profiles_of(
    draft: Draft,
    burner: Burner,
    stretches: Sequence[Stretch],
    factor: float,
    landing_kg: float,
    most_kg: float,
    drill_kg: float,
) -> tuple[Profile, ...]:
    """Return what every stretch of a way is reckoned with.

    Parameters
    ----------
    draft : Draft
    burner : Burner
    stretches : sequence of Stretch
    factor : float
        One plus the contingency.
    landing_kg : float
        Fuel to land with [kg].
    most_kg : float
        Fuel that fits [kg].
    drill_kg : float
        Taken for practice [kg].

    Returns
    -------
    tuple of Profile
    """
    own = own_fuel(draft, burner, stretches)
    need = needed_fuel(draft, burner, stretches, factor, landing_kg)
    found = []
    for number, stretch in enumerate(stretches):
        upper = [
            min(most_kg, max(mine, (1.0 + MARGIN_FRACTION) * least + drill_kg))
            for mine, least in zip(own[number], need[number], strict=True)
        ]
        before = own[number] if number == 0 else upper
        hops = tuple(
            burner.hop(before[at], *stretch.stops[at : at + 2]).times(factor) for at in range(len(stretch.stops) - 1)
        )
        stay_kg = factor * stretch.stay.fuel_kg * work_share(draft, burner, own[number][-1], upper[-1])
        found.append(Profile(stretch, tuple(own[number]), tuple(need[number]), tuple(upper), hops, stay_kg))
    return tuple(found)


def own_fuel(draft: Draft, burner: Burner, stretches: Sequence[Stretch]) -> list[list[float]]:
    """Return the fuel at every stop without tankers [kg]; below 0 where it lacks."""
    fuel_kg, found = takeoff_kg(draft), []
    for stretch in stretches:
        row = [fuel_kg]
        for start, end in zip(stretch.stops, stretch.stops[1:], strict=False):
            fuel_kg -= burner.hop(fuel_kg, start, end).fuel_kg
            row.append(fuel_kg)
        found.append(row)
        fuel_kg -= stretch.stay.fuel_kg
    return found


def needed_fuel(
    draft: Draft, burner: Burner, stretches: Sequence[Stretch], factor: float, landing_kg: float
) -> list[list[float]]:
    """Return the least fuel at every stop with which the rest can be flown without tankers [kg]."""
    fuel_kg, found = landing_kg, []
    for stretch in reversed(stretches):
        if stretch.stay.time_s > 0.0:
            reckoned = work_share(draft, burner, draft.fuel_kg, fuel_kg)
            fuel_kg += factor * stretch.stay.fuel_kg * reckoned
        row = [fuel_kg]
        for number in range(len(stretch.stops) - 1, 0, -1):
            fuel_kg += factor * ending_with(burner, fuel_kg, stretch.stops[number - 1], stretch.stops[number]).fuel_kg
            row.append(fuel_kg)
        fuel_kg += factor * stretch.bias.fuel_kg
        found.append(row[::-1])
    return found[::-1]


def ending_with(burner: Burner, fuel_kg: float, start: Stop, end: Stop) -> Cost:
    """Return what a hop costs that ends with so much fuel [kg]."""
    cost = Cost()
    for _ in range(BALANCING_ROUNDS):
        cost = burner.hop(fuel_kg + cost.fuel_kg, start, end)
    return cost


def work_share(draft: Draft, burner: Burner, rehearsed_kg: float, fuel_kg: float) -> float:
    """Return how much more an aircraft burns at work with so much fuel than in the rehearsal, 1 or more."""
    if draft.work is None:
        return 1.0
    level_m = draft.work.stations[draft.flight.id].level_m
    delta, theta = pressure_ratio(level_m), temperature_ratio(level_m, 0.0)
    flows = [
        level_flow_kg_s(draft.a, burner.dry_kg + max(0.0, kg), draft.work.mach, delta, theta)
        for kg in (rehearsed_kg, fuel_kg)
    ]
    return max(1.0, float(flows[1] / flows[0]))


def way_m(stops: Sequence[Stop]) -> float:
    """Return the length of a way [m]."""
    return sum(distance_m(here.place_deg, there.place_deg) for here, there in itertools.pairwise(stops))
