"""What planning says: flights with times and fuel, findings, needs; frozen, and as plain data for `plan.json`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from jointex.earth.winds import Weather
from jointex.planning.fighting import plain_combat
from jointex.planning.minima import Gate
from jointex.planning.routes import Route
from jointex.planning.sharing import plain_sharing
from jointex.planning.tankers.orders import TankerPlan
from jointex.planning.tankers.sheet import plain_orders, tanker_moments
from jointex.scenario import Scenario, Work


@dataclass(frozen=True)
class Finding:
    """Something a planner should know: a conflict that forbids the plan, a warning, or a note.

    Attributes
    ----------
    severity : str
        `conflict`, `warning` or `note`.
    rule : str
        What should hold.
    text : str
        What was found, in a sentence.
    flight : str
        Whom it concerns; empty for all.
    value, limit : float or None
        What was found and what is allowed, in `unit`.
    unit : str
        Unit of both.
    ways_out : tuple of str
        What would mend it.
    """

    severity: Literal["conflict", "warning", "note"]
    rule: str
    text: str
    flight: str = ""
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    ways_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """Something the exercise needs and this plan does not give, such as fuel from a tanker [kg for each aircraft]."""

    need: str
    flight: str
    reason: str
    kg: float


@dataclass(frozen=True)
class PlannedPoint:
    """A point of a flight's plan: place [deg], pressure altitude [m], time [s], and the leader's state there."""

    name: str
    task: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    time_s: float
    fuel_kg: float
    mass_kg: float
    mach: float
    ground_speed_m_s: float
    course_deg: float
    distance_m: float


@dataclass(frozen=True)
class PlannedFuel:
    """Fuel of one aircraft of a flight [kg]: at start, the lines that end its work, and what should be left.

    `divert_kg` is none without a divert, `landing_kg` where the route cannot be flown to its end.
    """

    loaded_kg: float
    taxi_kg: float
    joker_kg: float
    bingo_kg: float
    reserve_kg: float
    divert_kg: float | None
    landing_kg: float | None


@dataclass(frozen=True)
class PlannedFlight:
    """A flight with its times, fuel and points; the numbers the engine needs are in `route` and below it."""

    id: str
    aircraft: str
    count: int
    nation: str
    role: str
    base: str
    recovery: str
    diverts: tuple[str, ...]
    members: tuple[str, ...]
    takeoff_time_s: float
    landing_time_s: float
    mach: float
    level_m: float
    fuel: PlannedFuel
    points: tuple[PlannedPoint, ...]
    route: Route
    airframe: NDArray[Any]
    departure: Departure
    joker_extra_kg: float
    home_kg_per_m: float
    approach_fuel_kg: float
    left_s: tuple[float, ...]
    rules: PlannedRules
    work: Work | None
    track: NDArray[np.float64] = field(repr=False)
    """Rows of time, latitude [rad], longitude [rad], pressure altitude of the rehearsed leader, (n, 4).

    `left_s` is the flying time from each point of the route to the meeting place; NaN beyond it."""


@dataclass(frozen=True)
class PlannedRules:
    """What the rules ask of a flight.

    Attributes
    ----------
    spares : int
        Aircraft ready beside it.
    swap_s, weather_wait_s : float
        Time to change to a spare, and longest wait on the ground for weather [s].
    duty_s : float or None
        Longest duty of its crews, from report to shut-down [s].
    report_s : float
        When they report [s].
    planned_duty_s : float
        Duty as planned [s].
    home_s : float
        Time from leaving the work, or from take-off without one, to shut-down [s].
    shut_down_s : float
        Time from touch-down to shut-down [s].
    turn_round_s : float
        Time from landing until an aircraft is ready to take off again [s].
    takeoff : Gate
        Minima at the base.
    landings : tuple of Gate
        Minima at the planned base of landing and at each divert.
    """

    spares: int
    swap_s: float
    weather_wait_s: float
    duty_s: float | None
    report_s: float
    planned_duty_s: float
    home_s: float
    shut_down_s: float
    turn_round_s: float
    takeoff: Gate
    landings: tuple[Gate, ...]

    @property
    def duty_end_s(self) -> float:
        """When duty must end [s]; infinite without a limit."""
        return math.inf if self.duty_s is None else self.report_s + self.duty_s


@dataclass(frozen=True)
class Departure:
    """From brake release into the air: roll time [s] and fuel [kg], lift-off speed [m/s], field height [m], taxi time [s]."""

    roll_s: float
    roll_fuel_kg: float
    lift_off_m_s: float
    field_altitude_m: float
    taxi_s: float


@dataclass(frozen=True)
class PlannedWork:
    """A work with its place [deg] and times [s]."""

    id: str
    lead: str
    flights: tuple[str, ...]
    area: str
    latitude_deg: float
    longitude_deg: float
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Closeness:
    """The closest two planned tracks come outside their common work [m], and whether the rules allow it."""

    first: str
    second: str
    time_s: float
    lateral_m: float
    vertical_m: float
    ok: bool


def moments(flight: PlannedFlight) -> Iterator[tuple[float, str, str, str]]:
    """Yield what a flight adds to the timeline: time [s], who, event and detail."""
    taxi_s = flight.takeoff_time_s - flight.departure.taxi_s
    yield taxi_s, flight.id, "taxi", f"{flight.count} {flight.aircraft} at {flight.base}"
    yield flight.takeoff_time_s, flight.id, "take-off", flight.base
    for point in flight.points:
        if point.name and point.task != "take-off":
            yield point.time_s, flight.id, point.task, point.name


@dataclass(frozen=True)
class Plan:
    """An exercise as planned.

    Attributes
    ----------
    scenario : Scenario
        What was asked for.
    weather : Weather
        The air it was planned in: the mean of the scenario's winds.
    flights : tuple of PlannedFlight
        Leading flights first; aircraft are numbered in this order.
    work : tuple of PlannedWork
    findings : tuple of Finding
    unmet : tuple of Need
    deconfliction : tuple of Closeness
    tankers : TankerPlan or None
        Who takes fuel from whom; None where nothing in the scenario has to do with refuelling.
    """

    scenario: Scenario
    weather: Weather
    flights: tuple[PlannedFlight, ...]
    work: tuple[PlannedWork, ...]
    findings: tuple[Finding, ...]
    unmet: tuple[Need, ...]
    deconfliction: tuple[Closeness, ...]
    tankers: TankerPlan | None = None

    @property
    def feasible(self) -> bool:
        """Whether nothing forbids the plan."""
        return not any(finding.severity == "conflict" for finding in self.findings)

    @property
    def members(self) -> tuple[str, ...]:
        """Names of all aircraft in the order of their numbers."""
        return tuple(member for flight in self.flights for member in flight.members)

    def timeline(self) -> list[dict[str, Any]]:
        """Return what happens when, in order: one row per event with time, flight and detail."""
        rows: list[tuple[float, str, str, str]] = []
        for flight in self.flights:
            if self.tankers is None or self.tankers.stand_in(flight.id) is None:
                rows.extend(moments(flight))
        rows.extend((work.start_s, work.lead, "work begins", work.id) for work in self.work)
        rows.extend((work.end_s, work.lead, "work ends", work.id) for work in self.work)
        if self.tankers is not None:
            rows.extend(tanker_moments(self.tankers))
        return [
            {"time_s": round(time_s, 1), "utc": self.utc(time_s), "flight": who, "event": event, "detail": detail}
            for time_s, who, event, detail in sorted(rows)
        ]

    def utc(self, time_s: float) -> str:
        """Return a time from scenario start [s] as UTC text."""
        moment = self.scenario.start + timedelta(seconds=round(time_s))
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def to_json(self) -> dict[str, Any]:
        """Return the plan as the plain data of `plan.json`; what is not known is None."""
        sharing = plain_sharing(self.scenario, [flight.id for flight in self.flights])
        shown = plain_combat(self.scenario)
        plain: dict[str, Any] = without_nan(
            {
                "format": 1,
                "scenario": self.scenario.id,
                "title": self.scenario.title,
                "feasible": self.feasible,
                "start": self.utc(0.0),
                "findings": [asdict(finding) for finding in self.findings],
                "unmet": [asdict(need) for need in self.unmet],
                "flights": [_flight_json(flight) for flight in self.flights],
                "work": [asdict(work) for work in self.work],
                "deconfliction": [asdict(closeness) for closeness in self.deconfliction],
                "timeline": self.timeline(),
                "weather": _weather_json(self),
                "winds": self._winds(),
            }
            | ({} if self.tankers is None else {"refuelling": plain_orders(self.tankers)})
            | ({"picture": sharing} if sharing else {})
            | ({"combat": shown} if shown else {})
        )
        return plain

    def _winds(self) -> dict[str, Any]:
        """Return what the winds are and rest on."""
        weather, source = self.weather, self.scenario.source
        told: dict[str, Any] = {"kind": weather.kind, "basis": weather.basis, "source": weather.source}
        if self.scenario.winds.file:
            told |= {"file": self.scenario.winds.file, "sha256": source.wind_sha256, "notes": list(weather.notes)}
        return told


def without_nan(content: Any) -> Any:
    """Return plain data with None in place of numbers that are not finite."""
    if isinstance(content, dict):
        return {key: without_nan(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [without_nan(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content


def _weather_json(plan: Plan) -> list[dict[str, Any]]:
    """Return the weather planned with at bases and ships, from when on it holds."""
    return [
        {
            "place": entry.id,
            "below_minima": entry.below_minima,
            "steps": [{"from_s": from_s, **asdict(weather)} for from_s, weather in entry.steps],
        }
        for entry in plan.scenario.weather
    ]


def _flight_json(flight: PlannedFlight) -> dict[str, Any]:
    """Return one flight as plain data, without what only the engine needs."""
    hidden = {
        "route",
        "airframe",
        "departure",
        "track",
        "joker_extra_kg",
        "home_kg_per_m",
        "approach_fuel_kg",
        "left_s",
        "work",
    }
    plain = {name: getattr(flight, name) for name in flight.__dataclass_fields__ if name not in hidden}
    plain["fuel"] = asdict(flight.fuel)
    plain["rules"] = {**asdict(flight.rules), "duty_end_s": flight.rules.duty_end_s}
    plain["points"] = [asdict(point) for point in flight.points]
    plain["diverts"], plain["members"] = list(flight.diverts), list(flight.members)
    return plain
