"""Tankers of a scenario as the solver takes them: what each can give, and what working on each track costs it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import pressure_ratio
from jointex.earth.winds import Weather
from jointex.flight.mission import approach
from jointex.flight.performance import best_range_cruise, sound_m_s
from jointex.planning.flights import DESCENT_SHARE, HIGHEST_CRUISE_M, LEAST_CRUISE_M, Draft, reserve_kg
from jointex.planning.tankers.burns import Burner, Cost
from jointex.planning.tankers.pairs import exclusive_stations
from jointex.planning.tankers.problem import Orbit, Tanker
from jointex.planning.tankers.ways import Ground, Stop, distance_m, farthest_corner, ground_of
from jointex.scenario import Scenario
from jointex.units import flight_level

LATEST_S = 48.0 * 3600.0
"""Nothing is planned beyond this [s from the start]: the longest flight that is rehearsed."""
TURNING_SHARE = 1.08
"""Fuel of an orbit over that of straight flight: a fifth of the lap in turns of 25 degrees of bank, 1.10 g, that is a fifth
more drag due to lift, itself up to half of all; 4 % by the parabolic polar, 8 % with turbulence and throttle work. Estimated."""


@dataclass(frozen=True)
class Giver:
    """A tanker with what the orders need to know of it."""

    tanker: Tanker
    draft: Draft
    grounds: Mapping[str, Ground]
    fastest_m_s: Mapping[str, float]
    """CAS that it holds on each track with the fuel it comes with [m/s]."""
    reasons: tuple[str, ...] = ()
    """Why it does not work on other tracks."""


def giver_of(scenario: Scenario, weather: Weather, draft: Draft, contact_cas_m_s: float) -> Giver:
    """Return a tanker of a scenario.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
        The air of the plan.
    draft : Draft
        Its draft; the route of it does not matter.
    contact_cas_m_s : float
        Fastest contact it may be asked for: it orbits at this speed if that is above its own [m/s].

    Returns
    -------
    Giver
    """
    flight, card = draft.flight, draft.card
    assert card.tanker is not None
    assert scenario.refuelling is not None
    burner = Burner(draft.a, weather)
    grounds, orbits, fastest = {}, {}, {}
    reasons = []
    start_kg = draft.fuel_kg - draft.departure.taxi_s * draft.a.taxi_fuel_kg_s - draft.departure.roll_fuel_kg
    for name, track in scenario.refuelling.tracks.items():
        if track.flights and flight.id not in track.flights:
            continue
        at = (track.at.latitude_deg, track.at.longitude_deg)
        offset_k = weather.at(*at, track.level_m).temperature_deviation_k
        fastest[name] = burner.fastest_m_s(start_kg, track.level_m, offset_k)
        cas_m_s = min(fastest[name], max(card.tanker.orbit_cas.si, contact_cas_m_s))
        ground = ground_of(name, track, true_airspeed_m_s(weather, *at, track.level_m, cas_m_s))
        orbit = orbit_of(scenario, burner, draft, ground, start_kg, cas_m_s)
        if orbit is None:
            reasons.append(f"{flight.id} ({card.id}) is too heavy for FL{flight_level(track.level_m)} on {name}")
        else:
            grounds[name], orbits[name] = ground, orbit
    stations = {name: station.count for name, station in card.tanker.stations.items()}
    tanker = Tanker(
        id=flight.id,
        aircraft=card.id,
        takeoff_kg=start_kg,
        reserve_kg=reserve_kg(scenario, flight, draft.a),
        most_give_kg=min(card.tanker.transferable_fuel.si, start_kg),
        stations=stations,
        exclusive=exclusive_stations(card),
        orbits=orbits,
        alike=f"{card.id} {flight.nation} {flight.base} {flight.recovery} {start_kg} {reserve_kg(scenario, flight, draft.a)} "
        f"{sorted(orbits.items())}",
    )
    return Giver(tanker, draft, grounds, fastest, tuple(reasons))


def true_airspeed_m_s(
    weather: Weather, latitude_deg: float, longitude_deg: float, level_m: float, cas_m_s: float
) -> float:
    """Return the true airspeed of a CAS at a place and level [m/s]."""
    offset_k = weather.at(latitude_deg, longitude_deg, level_m).temperature_deviation_k
    return float(mach_from_cas(cas_m_s, pressure_ratio(level_m)) * sound_m_s(level_m, offset_k))


def orbit_of(
    scenario: Scenario, burner: Burner, draft: Draft, ground: Ground, start_kg: float, cas_m_s: float
) -> Orbit | None:
    """Return what working on a track costs a tanker; None where it cannot stay there."""
    assert scenario.refuelling is not None
    track, bases = ground.track, draft.bases
    factor = 1.0 + scenario.refuelling.contingency
    out = burner.way(start_kg, way_out(draft, ground)).times(factor)
    home_stops = way_home(draft, ground)
    land_kg = reserve_kg(scenario, draft.flight, draft.a)
    landing = approach_cost(burner, land_kg, bases.recovery.elevation_m)
    home = (burner.way_ending_with(land_kg + landing.fuel_kg, home_stops) + landing).times(factor)
    place = (track.at.latitude_deg, track.at.longitude_deg)
    offset_k = burner.weather.at(*place, track.level_m).temperature_deviation_k
    arrive_kg = max(land_kg, start_kg - out.fuel_kg)
    if cas_m_s <= 0.0 or draft.a.ceiling_m < track.level_m:
        return None
    burn = burner.flow_kg_s(arrive_kg, track.level_m, cas_m_s, offset_k) * TURNING_SHARE * factor
    roll_s = draft.departure.roll_s
    opens_s, closes_s = hours(scenario, bases.base.id)
    _, shuts_s = hours(scenario, bases.recovery.id)
    earliest_s = max(opens_s, draft.departure.taxi_s) + roll_s + out.time_s
    latest_s = min(closes_s + roll_s + out.time_s + LATEST_S, shuts_s - home.time_s, LATEST_S)
    duty_s = scenario.crew_duty_s(draft.flight.id)
    if duty_s is not None:
        rules = scenario.rules
        latest_s = min(latest_s, earliest_s - out.time_s - rules.report_s + duty_s - rules.shut_down_s - home.time_s)
    return Orbit(
        out_s=roll_s + out.time_s + ground.lap_s,
        out_kg=out.fuel_kg + ground.lap_s * burn,
        burn_kg_s=burn,
        home_s=home.time_s,
        home_kg=home.fuel_kg,
        earliest_s=max(earliest_s + ground.lap_s, track.open_s or 0.0),
        latest_s=min(latest_s, LATEST_S if track.close_s is None else track.close_s),
    )


def hours(scenario: Scenario, base: str) -> tuple[float, float]:
    """Return when a base opens and closes [s]."""
    entry = next((entry for entry in scenario.bases if entry.id == base), None)
    if entry is None:
        return 0.0, LATEST_S
    return entry.open_s or 0.0, LATEST_S if entry.close_s is None else entry.close_s


def approach_cost(burner: Burner, fuel_kg: float, field_m: float) -> Cost:
    """Return what the approach costs that ends with so much fuel [kg]."""
    time_s, _, kg = approach(burner.a, burner.dry_kg + fuel_kg, field_m, 0.0, 0.0)
    return Cost(time_s, kg)


def way_out(draft: Draft, ground: Ground) -> tuple[Stop, ...]:
    """Return a tanker's way to a track: over its own outbound points."""
    base = draft.bases.base
    start = Stop(base.id, base.latitude_deg, base.longitude_deg, base.elevation_m, 0.0, draft.a.max_cas_m_s)
    points = [(p.name, p.latitude_deg, p.longitude_deg) for p in draft.flight.outbound]
    heavy_kg = draft.a.empty_mass_kg + draft.a.load_mass_kg + 0.9 * draft.fuel_kg
    places = [start.place_deg, *((p[1], p[2]) for p in points), ground.control_deg]
    level_m, mach = transit(draft, heavy_kg, places, ground.track.level_m)
    cas = draft.a.max_cas_m_s
    stops = [Stop(*point, level_m, mach, cas) for point in points]
    end = Stop(ground.id, *ground.control_deg, ground.track.level_m, mach, cas)
    before = stops[-1] if stops else start
    return (start, *stops, *midway_stop(before, end, level_m), end)


def way_home(draft: Draft, ground: Ground) -> tuple[Stop, ...]:
    """Return a tanker's way home from the corner of its orbit that is farthest."""
    recovery, cas = draft.bases.recovery, draft.a.max_cas_m_s
    points = [(p.name, p.latitude_deg, p.longitude_deg) for p in draft.flight.homebound]
    first = (points[0][1], points[0][2]) if points else (recovery.latitude_deg, recovery.longitude_deg)
    light_kg = draft.a.empty_mass_kg + draft.a.load_mass_kg + 0.5 * draft.fuel_kg
    corner = farthest_corner(ground, first)
    places = [corner, *((p[1], p[2]) for p in points), (recovery.latitude_deg, recovery.longitude_deg)]
    level_m, mach = transit(draft, light_kg, places, ground.track.level_m)
    start = Stop(ground.id, *corner, ground.track.level_m, mach, cas)
    stops = [Stop(*point, level_m, mach, cas) for point in points]
    end = Stop(recovery.id, recovery.latitude_deg, recovery.longitude_deg, recovery.elevation_m + 500.0, mach, cas)
    return (start, *stops, *midway_stop(stops[-1] if stops else start, end, level_m), end)


def midway_stop(start: Stop, end: Stop, level_m: float) -> tuple[Stop, ...]:
    """Return a stop between two at the level of the cruise, or none where it is no higher."""
    if level_m <= max(start.level_m, end.level_m):
        return ()
    from jointex.planning.waypoints import midway

    return (
        replace(
            end,
            name="",
            latitude_deg=(at := midway(start.place_deg, end.place_deg))[0],
            longitude_deg=at[1],
            level_m=level_m,
        ),
    )


def transit(draft: Draft, mass_kg: float, places: Sequence[tuple[float, float]], level_m: float) -> tuple[float, float]:
    """Return level [m] and Mach number of a tanker's way: best range within what the length of the way allows."""
    way_m = sum(distance_m(here, there) for here, there in itertools.pairwise(places))
    top_m = min(HIGHEST_CRUISE_M, draft.a.ceiling_m, max(level_m, LEAST_CRUISE_M, DESCENT_SHARE * way_m))
    best_m, mach, _ = best_range_cruise(draft.a, mass_kg, 0.0, top_m)
    wanted_m = draft.flight.level_m or best_m
    return wanted_m, draft.flight.mach or mach


def spare_of(tanker: Tanker, number: int) -> Tanker:
    """Return one more tanker of a kind."""
    return replace(tanker, id=f"{tanker.aircraft} more {number}" if number else f"{tanker.aircraft} more")
