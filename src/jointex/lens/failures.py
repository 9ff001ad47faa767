"""Single failures that a plan can meet, each with a size that grows, and how each is put into a flight of the plan."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jointex.earth.geodesics import distance_course
from jointex.earth.winds import EAST_SD, EAST_WIND, NORTH_SD, NORTH_WIND
from jointex.engine.setup import Setup
from jointex.planning import Plan, PlannedFlight
from jointex.scenario.forces import MOST_DIVERTS
from jointex.units import FOOT_M, KNOT_M_S

Inject = Callable[[Setup, float], Setup]
Chance = Callable[[float], float]

LATE_MIN = tuple(float(n) for n in range(5, 121, 5))
BANK_DEG = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 18.0, 21.0)
WIND_KT = tuple(float(n) for n in range(10, 121, 10))
FLOW_PERCENT = tuple(float(n) for n in range(2, 31, 2))
FUEL_PERCENT = tuple(float(n) for n in range(2, 41, 2))
"""Sizes that are flown, smallest first; between the last that does no harm and the first that does, halves are flown."""
LEAST_BANK_DEG = 5.0
"""Bank that is always left [deg]."""
OUT, HOME = "on its way out", "on its way home"
ALL_WIND_M = 10_000.0 * FOOT_M
"""Height from which on all of a headwind blows [m]; below, the less of it the lower. Estimated: a plain wind profile."""
NEAR_M = 1000.0
"""Places closer than this are the same [m]."""


@dataclass(frozen=True)
class Failure:
    """One failure of a plan.

    Attributes
    ----------
    id, kind : str
        Such as `late-SHELL` and `late`.
    words : str
        The failure in words, with `{n}` for its size.
    unit : str
        Of the size; empty where it happens or does not.
    sizes : tuple of float
        Sizes to fly, smallest first.
    resolution : float
        How closely the smallest harmful size is sought; equal to the distance of sizes where there is nothing between.
    inject : callable
        Returns the arrays of a flight with the failure of a size.
    asked : tuple of float
        Sizes to report on whatever they do.
    chance : callable or None
        Share of days with at least this size, as the scenario's uncertainty has it; None where it says nothing.
    basis : str
        What the chance is of.
    out : frozenset of int
        Aircraft that the failure keeps on the ground.
    closed : str
        Divert that is closed.
    note : str
        What else there is to know.
    """

    id: str
    kind: str
    words: str
    unit: str
    sizes: tuple[float, ...]
    resolution: float
    inject: Inject
    asked: tuple[float, ...] = ()
    chance: Chance | None = None
    basis: str = ""
    out: frozenset[int] = frozenset()
    closed: str = ""
    note: str = ""

    def text(self, size: float) -> str:
        """Return the failure of a size in words."""
        return self.words.format(n=f"{size:g}")


def failures_of(plan: Plan) -> list[Failure]:
    """Return every single failure that is tried on a plan.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    list of Failure
        Of tankers first, then of flights, weather and diverts.
    """
    found: list[Failure] = []
    stand_ins = () if plan.tankers is None else tuple(one.id for one in plan.tankers.stand_ins)
    flights = [(number, flight) for number, flight in enumerate(plan.flights) if flight.id not in stand_ins]
    for number, flight in flights:
        found += _of_tanker(plan, number, flight)
    found += [_late(plan, number, flight) for number, flight in flights]
    found += _of_bank(plan)
    for _, flight in flights:
        found += _headwinds(plan, flight)
    for number, flight in flights:
        found += [_thirsty(plan, number, flight), _light(number, flight)]
        found += _misses(plan, number, flight)
    found.append(_all_thirsty())
    bases = list(dict.fromkeys(base for _, flight in flights for base in flight.diverts[:MOST_DIVERTS]))
    return found + [_closed(plan, base) for base in bases]


def _members(plan: Plan, number: int) -> range:
    """Return the numbers of the aircraft of a flight."""
    first = sum(flight.count for flight in plan.flights[:number])
    return range(first, first + plan.flights[number].count)


def _copied(setup: Setup) -> Setup:
    """Return arrays whose fleet and flights may be changed."""
    return replace(setup, fleet=setup.fleet.copy(), flights=setup.flights.copy())


def _adding(field: str, rows: slice, per_unit: float, to: str = "fleet") -> Inject:
    """Return what adds to a field of some aircraft or flights in proportion to the size."""

    def inject(setup: Setup, size: float) -> Setup:
        changed = _copied(setup)
        column = getattr(changed, to)[field]
        column[rows] = column[rows] + per_unit * size
        return changed

    return inject


def _setting(field: str, rows: slice, value: float, to: str = "fleet") -> Inject:
    """Return what sets a field of some aircraft or flights, whatever the size."""

    def inject(setup: Setup, size: float) -> Setup:
        changed = _copied(setup)
        getattr(changed, to)[field][rows] = value
        return changed

    return inject


def _rows(plan: Plan, number: int) -> slice:
    members = _members(plan, number)
    return slice(members.start, members.stop)


def _of_tanker(plan: Plan, number: int, flight: PlannedFlight) -> Iterator[Failure]:
    """Yield what fails of a tanker: a station, all stations once somebody is there, the whole tanker."""
    duty = None if plan.tankers is None else plan.tankers.tanker(flight.id)
    if duty is None:
        return
    unsure, row = plan.scenario.uncertainty, slice(number, number + 1)
    kinds = {kind: sum(n for _, its_kind, n in duty.stations if its_kind == kind) for kind in ("boom", "drogue")}
    for kind, count in kinds.items():
        if count > 1 or (count == 1 and sum(kinds.values()) > 1):
            words = f"{flight.id} with {count - 1} {kind}{'s' if count - 1 != 1 else ''} instead of {count}"
            inject = _adding(f"n_{kind}s", row, -1.0, "flights")
            yield Failure(f"station-{flight.id}-{kind}", "station", words, "", (1.0,), 1.0, inject)
    fails = unsure.contacts.failure_probability
    words = f"all stations of {flight.id} failing once somebody is there"
    chance, basis = _constant(fails), "stations that fail" if fails > 0.0 else ""
    inject = _setting("is_out", row, 1.0, "flights")
    yield Failure(f"stations-{flight.id}", "stations", words, "", (1.0,), 1.0, inject, chance=chance, basis=basis)
    stays = 1.0 - plan.scenario.ready_probabilities(flight.id)[0] * (1.0 - unsure.ground_abort.probability)
    words, members = f"{flight.id} staying on the ground", frozenset(_members(plan, number))
    inject = _setting("ready_probability", _rows(plan, number), 0.0)
    basis = "readiness and ground aborts, spares not counted" if stays > 0.0 else ""
    yield Failure(
        f"out-{flight.id}", "out", words, "", (1.0,), 1.0, inject, chance=_constant(stays), basis=basis, out=members
    )


def _constant(probability: float) -> Chance | None:
    return (lambda _: probability) if probability > 0.0 else None


def _late(plan: Plan, number: int, flight: PlannedFlight) -> Failure:
    """Return a flight that takes off late."""
    delay = plan.scenario.uncertainty.departure_delay
    late, mean_s, sd_s = delay.late_probability, delay.late_mean_s, delay.on_time_sd_s

    def inject(setup: Setup, size: float) -> Setup:
        changed = _copied(setup)
        for field in ("planned_release_s", "release_s"):
            changed.fleet[field][_rows(plan, number)] += 60.0 * size
        changed.flights["release_s"][number] += 60.0 * size
        return changed

    def chance(size: float) -> float:
        held = math.exp(-60.0 * size / mean_s) if mean_s > 0.0 else 0.0
        near = _tail(60.0 * size / sd_s) if sd_s > 0.0 else 0.0
        return late * held + (1.0 - late) * near

    is_drawn = sd_s > 0.0 or (late > 0.0 and mean_s > 0.0)
    return Failure(
        f"late-{flight.id}",
        "late",
        f"{flight.id} taking off {{n}} min late",
        "min",
        LATE_MIN,
        1.0,
        inject,
        chance=chance if is_drawn else None,
        basis="departure delays" if is_drawn else "",
    )


def _of_bank(plan: Plan) -> Iterator[Failure]:
    """Yield less bank of each tanker, and of everybody."""
    for number, flight in enumerate(plan.flights):
        if plan.tankers is not None and any(one.id == flight.id for one in plan.tankers.tankers):
            yield _bank(flight.id, _rows(plan, number))
    yield _bank("everybody", slice(None))


def _bank(who: str, rows: slice) -> Failure:
    def inject(setup: Setup, size: float) -> Setup:
        changed = _copied(setup)
        ordered = changed.fleet["bank_order_rad"][rows]
        least = np.minimum(ordered, math.radians(LEAST_BANK_DEG))
        changed.fleet["bank_order_rad"][rows] = np.maximum(ordered - math.radians(size), least)
        return changed

    words = f"{who} banking {{n}} deg less"
    return Failure(f"bank-{who}", "bank", words, "deg", BANK_DEG, 0.5, inject, asked=(2.0,))


def _headwinds(plan: Plan, flight: PlannedFlight) -> Iterator[Failure]:
    """Yield more wind from ahead of a flight, on the way out and on the way home, for everybody and all day."""
    for way, begin, end in _ways(flight.track):
        distance_m, course, _ = distance_course(begin[1], begin[2], end[1], end[2])
        if distance_m < NEAR_M:
            continue
        sd_kt = _wind_sd_kt(plan, 0.5 * (begin[1:3] + end[1:3]), flight.level_m, course)
        yield Failure(
            f"wind-{flight.id}-{'out' if way == OUT else 'home'}",
            "headwind",
            f"{{n}} kt more wind from ahead of {flight.id} {way}",
            "kt",
            WIND_KT,
            1.0,
            _blowing(course, plan.weather.pressure_altitudes_m),
            asked=(40.0,),
            chance=_upper(sd_kt),
            basis=f"error of the wind at the level of {flight.id}" if sd_kt > 0.0 else "",
        )


def _ways(track: NDArray[np.float64]) -> Iterator[tuple[str, NDArray[np.float64], NDArray[np.float64]]]:
    """Yield the ends of the way out and of the way home of a rehearsed track: to its farthest place and back."""
    first, last = track[0], track[-1]
    north, east = track[:, 1] - first[1], (track[:, 2] - first[2] + math.pi) % (2.0 * math.pi) - math.pi
    far = track[int(np.argmax(north**2 + (east * np.cos(0.5 * (track[:, 1] + first[1]))) ** 2))]
    yield OUT, first, far
    yield HOME, far, last


def _wind_sd_kt(plan: Plan, place: NDArray[np.float64], level_m: float, course: float) -> float:
    """Return the standard deviation of the error of the wind along a course, at a level over a place [kt]."""
    weather, share = plan.weather, plan.scenario.uncertainty.wind_error.fraction_of_sd
    latitude, longitude = (math.degrees(float(angle)) for angle in place)
    north = int(np.argmin(np.abs(weather.latitudes_deg - latitude)))
    east = int(np.argmin(np.abs((weather.longitudes_deg - longitude + 180.0) % 360.0 - 180.0)))
    up = int(np.argmin(np.abs(weather.pressure_altitudes_m - level_m)))
    node = weather.nodes[north, east, up]
    sd_m_s = math.hypot(node[EAST_SD] * math.sin(course), node[NORTH_SD] * math.cos(course))
    return share * sd_m_s / KNOT_M_S


def _blowing(course: float, altitudes_m: NDArray[np.float64]) -> Inject:
    """Return what adds a wind against a course; on the ground it stays as it is, so that everybody can still land."""
    share = np.clip(altitudes_m / ALL_WIND_M, 0.0, 1.0)

    def inject(setup: Setup, size: float) -> Setup:
        nodes = setup.world.nodes.copy()
        nodes[..., EAST_WIND] -= share * size * KNOT_M_S * math.sin(course)
        nodes[..., NORTH_WIND] -= share * size * KNOT_M_S * math.cos(course)
        return replace(setup, world=setup.world._replace(nodes=nodes))

    return inject


def _upper(sd: float) -> Chance | None:
    """Return the chance that a normal draw of mean 0 exceeds a size; None without a spread."""
    if sd <= 0.0:
        return None
    return lambda size: _tail(size / sd)


def _tail(deviations: float) -> float:
    """Return how often a normal draw exceeds so many standard deviations; exact far out, too."""
    return 0.5 * math.erfc(deviations / math.sqrt(2.0))


def _thirsty(plan: Plan, number: int, flight: PlannedFlight) -> Failure:
    """Return the last aircraft of a flight burning more than its type does."""
    sd = 100.0 * plan.scenario.uncertainty.fuel_flow.sd_fraction
    last = _members(plan, number)[-1]
    return Failure(
        f"flow-{flight.id}",
        "fuel_flow",
        f"{flight.members[-1]} burning {{n}} % more",
        "%",
        FLOW_PERCENT,
        0.5,
        _adding("fuel_flow_factor", slice(last, last + 1), 0.01),
        chance=_upper(sd),
        basis="fuel flow of one aircraft" if sd > 0.0 else "",
    )


def _all_thirsty() -> Failure:
    """Return everybody burning more than planned: what a wrong figure for all would do; the scenario gives it no chance."""
    inject = _adding("fuel_flow_factor", slice(None), 0.01)
    return Failure("flow-everybody", "fuel_flow", "everybody burning {n} % more", "%", FLOW_PERCENT, 0.5, inject)


def _light(number: int, flight: PlannedFlight) -> Failure:
    """Return a flight that takes off with less fuel than planned; its crews do not plan anew."""

    def inject(setup: Setup, size: float) -> Setup:
        changed = _copied(setup)
        first = int(setup.flights["first"][number])
        changed.fleet["fuel_kg"][first : first + flight.count] *= 1.0 - 0.01 * size
        return changed

    words = f"{flight.id} loading {{n}} % less fuel"
    return Failure(f"fuel-{flight.id}", "fuel_loaded", words, "%", FUEL_PERCENT, 0.5, inject)


def _misses(plan: Plan, number: int, flight: PlannedFlight) -> Iterator[Failure]:
    """Yield the last receiver of a flight missing its next contacts."""
    brackets = () if plan.tankers is None else plan.tankers.of_flight(flight.id)
    if not brackets:
        return
    contacts, last = plan.scenario.uncertainty.contacts, _members(plan, number)[-1]
    missed, sizes = (
        contacts.missed_probability,
        tuple(float(n) for n in range(1, contacts.attempts * len(brackets) + 1)),
    )
    yield Failure(
        f"missed-{flight.id}",
        "missed_contacts",
        f"{flight.members[-1]} missing its first {{n}} contacts",
        "attempts",
        sizes,
        1.0,
        _adding("n_misses", slice(last, last + 1), 1.0),
        chance=(lambda size: missed**size) if missed > 0.0 else None,
        basis="missed contacts" if missed > 0.0 else "",
    )


def _closed(plan: Plan, base: str) -> Failure:
    """Return a divert that is closed to all."""
    kept = [
        [place for place, one in enumerate(flight.diverts[:MOST_DIVERTS]) if one != base] for flight in plan.flights
    ]

    def inject(setup: Setup, size: float) -> Setup:
        changed = _copied(setup)
        for row, places in zip(changed.flights, kept, strict=True):
            for field in ("divert_point", "divert_end"):
                row[field][: len(places)] = row[field][places]
            row["n_diverts"] = len(places)
        if changed.day is None:
            return changed
        gates = tuple(
            (*own[:2], *(own[2 + place] for place in places if 2 + place < len(own)))
            for own, places in zip(changed.day.gates, kept, strict=True)
        )
        return replace(changed, day=replace(changed.day, gates=gates))

    closed = next((float(entry.below_minima) for entry in plan.scenario.weather if entry.id == base), 0.0)
    basis = "days below minima" if closed > 0.0 else ""
    brackets = () if plan.tankers is None else plan.tankers.brackets
    counting = ", ".join(bracket.id for bracket in brackets if bracket.divert == base)
    return Failure(
        f"closed-{base}",
        "closed",
        f"{base} closed as a divert",
        "",
        (1.0,),
        1.0,
        inject,
        chance=_constant(closed),
        basis=basis,
        closed=base,
        note=f"abort lines that count on it: {counting}" if counting else "",
    )
