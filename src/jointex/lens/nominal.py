"""A plan flown once with nothing drawn, and what came of it: who is stranded, what of the plan does not hold."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.engine.day import Day
from jointex.engine.ensemble import fly_chunk
from jointex.engine.setup import Setup, set_up
from jointex.fleet.log import Event, Task
from jointex.fleet.reasons import REASON_WORDS, Reason
from jointex.lens.factors import FACTORS, one_after_the_other
from jointex.lens.phrases import fuel
from jointex.planning import Plan
from jointex.scenario.weather import WeatherSpread
from jointex.units import NAUTICAL_MILE_M

PLANNED_WITH = ("weather", "crew_duty", "sensors", "links")
"""Factors that are no luck: the plan reckons with the mean weather, with crew duty, and with aircraft as they are fitted."""


def without_shots(setup: Setup) -> Setup:
    """Return the arrays of runs in whose presentations everybody takes his place and nobody commits: nothing is left to luck."""
    cast = setup.world.combat.cast.copy()
    cast["commit_m"] = 0.0
    combat = setup.world.combat._replace(cast=cast)
    return replace(setup, world=setup.world._replace(combat=combat))


EARLY_S = 60.0
"""Leaving the work this much before the undisturbed flight does is leaving early [s]."""


@dataclass(frozen=True)
class Harm:
    """What happened to one aircraft: where, in words, and how much fuel is missing [kg] or time is lost [s]."""

    aircraft: str
    kind: str
    text: str
    where: str = ""
    kg: float | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of one flight of the plan.

    Attributes
    ----------
    stranded : tuple of Harm
        Who lands below reserve, runs dry, or ends elsewhere than on a base; the worst first.
    broken : tuple of Harm
        What of the plan does not hold.
    spare_kg : float
        Least fuel over the reserve of anybody on landing; negative where somebody is stranded.
    spare_aircraft : str
        Whose it is.
    """

    stranded: tuple[Harm, ...]
    broken: tuple[Harm, ...]
    spare_kg: float
    spare_aircraft: str


@dataclass(frozen=True)
class Flown:
    """Tallies and events of one flight of the plan, and the bases each flight could land at, in the engine's numbers."""

    plan: Plan
    tallies: NDArray[Any]
    events: NDArray[Any]
    bases: tuple[tuple[str, ...], ...]

    @cached_property
    def left_s(self) -> dict[int, float]:
        """When each flight left the work [s], by its number."""
        rows = self.events[self.events["event"] == Event.OFF_STATION]
        left: dict[int, float] = {}
        for row in rows:
            flight = int(self.tallies["flight"][row["aircraft"]])
            left[flight] = max(left.get(flight, -math.inf), float(row["time_s"]))
        return left

    def base(self, number: int) -> str:
        """Return where an aircraft landed; empty if nowhere."""
        tally = self.tallies[number]
        at = int(tally["landed_at"])
        return self.bases[int(tally["flight"])][at] if at >= 0 and tally["last_task"] == Task.DOWN else ""

    def flies(self, number: int) -> bool:
        """Return whether an aircraft left the ground."""
        return bool(np.isfinite(self.tallies["airborne_time_s"][number]))

    def last_event(self, number: int, *kinds: Event) -> Any | None:
        """Return the last event of some kinds of an aircraft; None if there is none."""
        rows = self.events[(self.events["aircraft"] == number) & np.isin(self.events["event"], kinds)]
        return rows[-1] if len(rows) else None


def nominal_setup(plan: Plan) -> Setup:
    """Return the arrays of a plan's flight in which nothing is drawn: ready, on time, as planned.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Setup
        Mean winds and mean weather on the ground, planned fuel flow, contacts that take their mean time; no spares.
    """
    setup = set_up(plan, 0, tracks=0)
    drawn = (factor.perfect for factor in FACTORS if factor.id not in PLANNED_WITH)
    perfect = without_shots(one_after_the_other(*drawn)(setup))
    calm = tuple(
        entry.model_copy(update={"spread": WeatherSpread(), "below_minima": 0.0}) for entry in plan.scenario.weather
    )
    return replace(perfect, day=replace(Day.of(plan), weather=calm, spares=tuple(() for _ in plan.flights)))


def bases_of(plan: Plan, closed: str = "") -> tuple[tuple[str, ...], ...]:
    """Return where the flights of a plan can land, by the engine's numbers: the planned base first, then the diverts.

    Parameters
    ----------
    plan : Plan
    closed : str
        A divert that is closed to all.

    Returns
    -------
    tuple of tuple of str
    """
    return tuple((one.recovery, *(base for base in one.diverts if base != closed)) for one in plan.flights)


def fly_setup(plan: Plan, setup: Setup, closed: str = "") -> Flown:
    """Fly a plan once.

    Parameters
    ----------
    plan : Plan
    setup : Setup
        From `nominal_setup`, with a failure or without.
    closed : str
        The divert that is closed in it.

    Returns
    -------
    Flown
    """
    chunk = fly_chunk(setup, plan.weather, 0, 1)
    return Flown(plan, chunk.tallies, chunk.events, bases_of(plan, closed))


def judge(flown: Flown, nominal: Flown, out: frozenset[int] = frozenset()) -> Outcome:
    """Return what came of a flight of the plan.

    Parameters
    ----------
    flown, nominal : Flown
        With a failure, and without.
    out : frozenset of int
        Aircraft that the failure itself keeps on the ground: nobody is harmed by that.

    Returns
    -------
    Outcome
    """
    numbers = [number for number in range(len(flown.tallies)) if number not in out]
    stranded = [harm for number in numbers for harm in _strandings(flown, number)]
    broken = [harm for number in numbers for harm in _breaks(flown, nominal, number)]
    spares = [(_spare_kg(flown, number), number) for number in numbers if flown.flies(number)]
    least_kg, whose = min(spares, default=(math.inf, -1))
    stranded.sort(key=lambda harm: -(harm.kg or 0.0))
    name = flown.plan.members[whose] if whose >= 0 else ""
    return Outcome(tuple(stranded), tuple(broken), least_kg, name)


def _reserve_kg(flown: Flown, number: int) -> float:
    return flown.plan.flights[int(flown.tallies["flight"][number])].fuel.reserve_kg


def _spare_kg(flown: Flown, number: int) -> float:
    """Return the fuel over the reserve on landing [kg]; all of the reserve is missing where an aircraft does not land."""
    landed_kg = float(flown.tallies["landed_kg"][number]) if flown.base(number) else 0.0
    return landed_kg - _reserve_kg(flown, number)


def _strandings(flown: Flown, number: int) -> Iterator[Harm]:
    """Yield the harm of an aircraft that is stranded."""
    if not flown.flies(number):
        return
    name, base = flown.plan.members[number], flown.base(number)
    reserve_kg, missing_kg = _reserve_kg(flown, number), -_spare_kg(flown, number)
    if not base:
        row = flown.last_event(number, Event.FUEL_OUT)
        place = "in the air" if row is None else _place(row)
        to_go = "" if row is None else f", {row['value'] / NAUTICAL_MILE_M:,.0f} NM from its base"
        kind, verb = ("dry", "runs dry") if row is not None else ("nowhere", "ends")
        yield Harm(name, kind, f"{name} {verb} {place}{to_go}", place, missing_kg)
    elif missing_kg > 0.0:
        short = fuel(missing_kg) if missing_kg >= 1.0 else "less than 1 kg"
        left = f"{fuel(reserve_kg - missing_kg)} left, {short} below its reserve of {fuel(reserve_kg)}"
        yield Harm(name, "below_reserve", f"{name} lands at {base} with {left}", base, missing_kg)


def _place(row: Any) -> str:
    north, east = float(row["latitude_deg"]), float(row["longitude_deg"])
    return f"at {abs(north):.1f}{'N' if north >= 0 else 'S'} {abs(east):.1f}{'E' if east >= 0 else 'W'}"


def _breaks(flown: Flown, nominal: Flown, number: int) -> Iterator[Harm]:
    """Yield what does not hold of the plan of an aircraft that flies in it."""
    if not nominal.flies(number):
        return
    name = flown.plan.members[number]
    if not flown.flies(number):
        row = flown.last_event(number, Event.CANCELLED)
        because = "" if row is None else f": {REASON_WORDS[Reason(int(row['value']))]}"
        yield Harm(
            name, "cancelled", f"{name} stays on the ground{because}", flown.plan.flights[_of(flown, number)].base
        )
        return
    yield from _less_fuel(flown, nominal, number)
    base, planned = flown.base(number), flown.plan.flights[_of(flown, number)].recovery
    if base and base not in (planned, nominal.base(number)):
        yield Harm(name, "divert", f"{name} lands at {base} instead of {planned}", base)
    yield from _off_time(flown, nominal, number)
    yield from _early(flown, nominal, number)


def _of(flown: Flown, number: int) -> int:
    return int(flown.tallies["flight"][number])


def _less_fuel(flown: Flown, nominal: Flown, number: int) -> Iterator[Harm]:
    """Yield that an aircraft takes less than its least on-load somewhere."""
    served, planned = (int(one.tallies["refuelled"][number]) for one in (flown, nominal))
    if served >= planned:
        return
    name = flown.plan.members[number]
    missing_kg = float(nominal.tallies["received_kg"][number] - flown.tallies["received_kg"][number])
    times = "brackets" if planned > 1 else "bracket"
    in_all = f"{fuel(abs(missing_kg))} {'less' if missing_kg >= 0.0 else 'more'} fuel in all"
    text = f"{name} takes its least on-load in {served} of {planned} {times}, {in_all} than with no failure"
    yield Harm(name, "less_fuel", text, kg=missing_kg)


def _off_time(flown: Flown, nominal: Flown, number: int) -> Iterator[Harm]:
    """Yield that an aircraft misses its time on target by more than its objective allows, or does not come at all."""
    planned_s, late_s = (float(one.tallies["arrival_error_s"][number]) for one in (nominal, flown))
    name, flight = flown.plan.members[number], flown.plan.flights[_of(flown, number)].id
    if math.isnan(planned_s):
        return
    if math.isnan(late_s):
        yield Harm(name, "no_work", f"{name} does not reach its work")
        return
    most_s = time_allowed_s(flown.plan, flight)
    if abs(planned_s) <= most_s < abs(late_s):
        way = "late at" if late_s > 0.0 else "early at"
        text = f"{name} is {abs(late_s) / 60.0:.1f} min {way} its work; {most_s / 60.0:.1f} min are allowed"
        yield Harm(name, "off_time", text, seconds=abs(late_s) - most_s)


def time_allowed_s(plan: Plan, flight: str) -> float:
    """Return how far a flight may be off its time on target [s]; infinite where no objective says so.

    Parameters
    ----------
    plan : Plan
    flight : str

    Returns
    -------
    float
    """
    bounds = [
        float(one.at_most)
        for one in plan.scenario.objectives
        if one.measure == "arrival_error_s" and one.at_most is not None and one.flight in (None, "", flight)
    ]
    return min(bounds, default=math.inf)


def _early(flown: Flown, nominal: Flown, number: int) -> Iterator[Harm]:
    """Yield that the leader of a flight of the scenario's work leaves it early."""
    flight = _of(flown, number)
    planned = flown.plan.flights[flight]
    is_work = any(planned.id in work.flights for work in flown.plan.work)
    if planned.members[0] != flown.plan.members[number] or not is_work:
        return
    before_s, now_s = nominal.left_s.get(flight), flown.left_s.get(flight)
    if before_s is not None and now_s is not None and before_s - now_s > EARLY_S:
        early_s = before_s - now_s
        text = f"{planned.id} leaves its work {early_s / 60.0:.1f} min early"
        yield Harm(flown.plan.members[number], "leaves_early", text, seconds=early_s)
