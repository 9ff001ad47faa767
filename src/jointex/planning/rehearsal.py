"""The leader of a flight flies its route once, in the mean wind and on time, with the engine's own laws of motion."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.earth.geodesy import latitude_longitude, n_vector
from jointex.earth.winds import Weather
from jointex.flight.airframe import AIRFRAME_FIELDS
from jointex.flight.energy import sense_air
from jointex.flight.motion import advance, start_route, turn_to_point
from jointex.flight.state import MOTION, Status
from jointex.kernel import JIT_ON, loop
from jointex.planning.routes import Route, route_points
from jointex.units import RADIAN_DEG

FRAME_S = 10.0
"""How often the rehearsed aircraft looks at the wind [s]."""
SAMPLE_S = 60.0
"""How often its place is noted [s]."""
LONGEST_S = 48.0 * 3600.0
"""No flight is rehearsed beyond this [s]."""
MOST_LOANS = 400
"""Loans of fuel after which a rehearsal is given up: a hundred times the tanks."""
ON_LEAVING = -2
"""Number under which a rehearsal notes the end of the work."""
ON_REFUELLED = -10
"""Number under which a rehearsal notes the end of its first bracket; those of later ones go down from it."""
LOAN_FRACTION = 0.25
"""Share of the fuel capacity lent at a time to a rehearsal that runs dry, so that the need can be counted."""


@dataclass
class State:
    """Where the rehearsed leader was when it passed a point; below zero, `fuel_kg` is what it lacked."""

    point: int
    time_s: float
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    fuel_kg: float
    true_airspeed_m_s: float
    ground_speed_m_s: float
    course_deg: float
    distance_m: float
    received_kg: float = 0.0

    @property
    def unburned_kg(self) -> float:
        """Fuel without what was taken from tankers or given [kg]: differences of it are what was burned."""
        return self.fuel_kg - self.received_kg


@dataclass
class Rehearsal:
    """A flown route: the state at each point in order, the track, and the fuel lent to it."""

    passed: list[State] = field(default_factory=list)
    track: list[tuple[float, float, float, float]] = field(default_factory=list)
    lent_kg: float = 0.0
    received_kg: float = 0.0
    n_loans: int = 0
    is_complete: bool = True
    top_m: float = 0.0

    def at(self, point: int) -> State | None:
        """Return the state at the last passage of a point, or None if it was not reached."""
        return next((state for state in reversed(self.passed) if state.point == point), None)


@loop
def fly_on(fleet: Any, points: Any, nodes: Any, axes: Any, departure: Any, until_s: float) -> int:
    """Fly one aircraft until a time or until something happens.

    Parameters
    ----------
    fleet : array (1,) of flight.state.MOTION
        The aircraft; changed in place.
    points : array of flight.state.POINT
        Its route.
    nodes, axes, departure : array
        The weather, as `earth.winds.weather_at` takes it.
    until_s : float
        Time to reach [s].

    Returns
    -------
    int
        A `Status`.
    """
    a = fleet[0]
    while a.time_s < until_s - 1e-9:
        sense_air(a, nodes, axes, departure)
        status = advance(a, points, min(until_s, a.time_s + FRAME_S), math.inf)
        if status != Status.AT_TIME:
            return status
    return Status.AT_TIME


@loop
def begin(fleet: Any, points: Any) -> None:
    """Set the aircraft on the way to its point."""
    start_route(fleet[0], points)


@loop
def turn(fleet: Any, points: Any) -> None:
    """Turn the aircraft to its point."""
    turn_to_point(fleet[0], points)


class Rehearsing:
    """A rehearsal in progress: one aircraft record, its points, and the air."""

    def __init__(self, airframe: NDArray[Any], route: Route, weather: Weather) -> None:
        self.points = as_kernel_array(route_points(route, 0))
        self.weather = weather
        self.departure = weather.no_departures
        self.record = as_kernel_array(np.zeros(1, MOTION))
        for name, _ in AIRFRAME_FIELDS:
            self.record[name] = airframe[name]
        self.a = self.record.view(np.recarray)[0]
        self.a.bank_order_rad = min(route.bank_rad, float(airframe["bank_limit_rad"][0]))
        self.a.fuel_flow_factor = 1.0
        self.route = route
        self.result = Rehearsal()

    def lift_off(
        self, latitude_deg: float, longitude_deg: float, altitude_m: float, speed_m_s: float, fuel_kg: float
    ) -> None:
        """Put the aircraft over the end of the runway at time 0."""
        a = self.a
        a.x, a.y, a.z = n_vector(math.radians(latitude_deg), math.radians(longitude_deg))
        a.altitude_m, a.true_airspeed_m_s, a.fuel_kg = altitude_m, speed_m_s, fuel_kg
        a.point, a.last_point = 0, self.route.end
        begin(self.record, self.points)
        self.sample()

    def fly_until(self, time_s: float) -> Status:
        """Fly to a time or to the next event, noting the track; lend fuel when the tanks run dry, but not without end."""
        a = self.a
        while a.time_s < time_s - 1e-9:
            if self.result.n_loans > MOST_LOANS or not math.isfinite(a.x):
                self.result.is_complete = False
                return Status.AT_TIME
            until_s, next_point = min(time_s, (math.floor(a.time_s / SAMPLE_S) + 1.0) * SAMPLE_S), a.point
            status = Status(
                fly_on(self.record, self.points, self.weather.nodes, self.weather.axes, self.departure, until_s)
            )
            self.result.top_m = max(self.result.top_m, float(a.altitude_m))
            if status == Status.FUEL_OUT:
                self.lend()
                if a.point > next_point:  # the tanks ran dry in the very step that passed it
                    self.note(next_point)
                    return Status.AT_POINT
            elif status == Status.AT_TIME:
                self.sample()
            else:
                self.note(a.point - (status == Status.AT_POINT))
                return status
        return Status.AT_TIME

    def lend(self) -> None:
        """Give the aircraft fuel it does not have, and count it."""
        kg = LOAN_FRACTION * float(self.a.fuel_capacity_kg)
        self.a.fuel_kg += kg
        self.result.lent_kg += kg
        self.result.n_loans += 1

    def fly_to_point(self, point: int) -> None:
        """Fly until a point is passed, or until it takes too long."""
        while self.a.point <= point:
            status = self.fly_until(LONGEST_S)
            if status == Status.AT_TIME:
                self.result.is_complete = False
                return
            if status == Status.AT_END:
                return

    def fly_loop(self, until_s: float, first: int, last: int) -> None:
        """Fly a racetrack, from its first point to its last, until a time."""
        while self.fly_until(until_s) == Status.AT_POINT:
            if self.a.point - 1 == last:
                self.a.point = first + 1
                turn(self.record, self.points)

    def take(self, kg: float) -> None:
        """Take fuel from a tanker, no more than the tanks hold; below zero, give it."""
        kg = min(kg, max(0.0, float(self.a.fuel_capacity_kg) - float(self.a.fuel_kg)))
        self.a.fuel_kg += kg
        self.result.received_kg += kg

    def fly_bracket(self, number: int, stay_s: float, kg: float, gap_s: float = 0.0) -> None:
        """Fly to a tanker, stay on its track for a time with the fuel taken halfway, and turn to the way on.

        A flight that comes sooner than `gap_s` after it left the bracket before waits on the track: its turn is as ordered.
        """
        bracket = self.route.brackets[number]
        self.fly_to_point(bracket.control)
        if not self.result.is_complete:
            return
        first, last = bracket.holds[0]
        left = self.result.at(ON_REFUELLED - (number - 1)) if number else None
        arrived_s = float(self.a.time_s) if left is None else max(float(self.a.time_s), left.time_s + gap_s)
        self.a.point, self.a.last_point = first, len(self.points) - 1
        turn(self.record, self.points)
        self.fly_loop(arrived_s + 0.5 * stay_s, first, last)
        self.take(kg)
        self.fly_loop(arrived_s + stay_s, first, last)
        self.note(ON_REFUELLED - number)
        self.a.point, self.a.last_point = bracket.onward, self.route.end
        turn(self.record, self.points)

    def turn_home(self) -> None:
        """Leave for the first point of the way home."""
        self.a.point = self.route.home
        turn(self.record, self.points)

    def sample(self) -> None:
        """Note a row of the track."""
        a = self.a
        latitude, longitude = latitude_longitude(a.x, a.y, a.z)
        self.result.track.append((float(a.time_s), float(latitude), float(longitude), float(a.altitude_m)))

    def note(self, point: int) -> None:
        """Note the state at a point."""
        a = self.a
        self.sample()
        _, latitude, longitude, _ = self.result.track[-1]
        ground_m_s = math.hypot(a.ground_north_m_s, a.ground_east_m_s)
        course_deg = math.atan2(a.ground_east_m_s, a.ground_north_m_s) * RADIAN_DEG % 360.0
        place = latitude * RADIAN_DEG, longitude * RADIAN_DEG
        motion = float(a.true_airspeed_m_s), ground_m_s, course_deg, float(a.distance_m)
        own_kg = float(a.fuel_kg) - self.result.lent_kg
        received_kg = self.result.received_kg
        self.result.passed.append(
            State(point, float(a.time_s), *place, float(a.altitude_m), own_kg, *motion, received_kg)
        )


def as_kernel_array(array: NDArray[Any]) -> Any:
    """Return an array of records in the form kernels take: attributes by name also where they run as plain Python."""
    return array if JIT_ON else array.view(np.recarray)
