"""One aircraft on its route: legs, turns, wind, climbs and descents against geometry, energy and closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from jointex import cards
from jointex.earth.airspeed import cas_from_mach
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, pressure_ratio, speed_of_sound_m_s
from jointex.earth.geodesy import latitude_longitude, n_vector
from jointex.earth.winds import Layer, Weather, layers, no_wind
from jointex.flight.aerodynamics import drag_n
from jointex.flight.airframe import AIRFRAME_FIELDS
from jointex.flight.energy import sense_air
from jointex.flight.loadout import airframe
from jointex.flight.motion import advance, start_route
from jointex.flight.state import MOTION, POINT, Lateral, Speed, Status, Vertical
from jointex.kernel import JIT_ON, loop
from jointex.units import STANDARD_GRAVITY_M_S2 as G

FL200, FL300 = 6096.0, 9144.0
FRAME_S = 5.0
WIND_M_S = 50.0


@loop
def set_off(fleet: Any, points: Any) -> None:
    """Put the aircraft on its first leg."""
    start_route(fleet[0], points)


@loop
def fly_on(fleet: Any, points: Any, nodes: Any, axes: Any, departure: Any, until_s: float, longest_s: float) -> int:
    """Fly to a time or to the next event, with a look at the air in every frame."""
    a = fleet[0]
    while a.time_s < until_s - 1e-9:
        sense_air(a, nodes, axes, departure)
        status = advance(a, points, min(until_s, a.time_s + FRAME_S), longest_s)
        if status != Status.AT_TIME:
            return status
    return Status.AT_TIME


class Pilot:
    """One aircraft of the package on a route of places [deg], all at one Mach number unless said otherwise."""

    def __init__(
        self,
        start: tuple[float, float],
        route: Sequence[tuple[float, float]],
        card: str = "F-15J",
        level_m: float = FL200,
        levels_m: Sequence[float] = (),
        mach: float = 0.8,
        machs: Sequence[float] = (),
        bank_deg: float = 25.0,
        weather: Weather | None = None,
        longest_s: float = math.inf,
    ) -> None:
        self.weather = weather or no_wind()
        self.longest_s = longest_s
        fleet, points = np.zeros(1, MOTION), np.zeros(len(route), POINT)
        body = airframe(cards.aircraft(card))
        for name, _ in AIRFRAME_FIELDS:
            fleet[name] = body[name]
        for number, place in enumerate(route):
            row = points[number]
            row["x"], row["y"], row["z"] = n_vector(*map(math.radians, place))
            row["altitude_m"] = levels_m[number] if levels_m else level_m
            row["mach"], row["cas_m_s"], row["time_s"] = machs[number] if machs else mach, 400.0, math.nan
        self.fleet, self.points = (fleet, points) if JIT_ON else (fleet.view(np.recarray), points.view(np.recarray))
        a = self.a = self.fleet.view(np.recarray)[0]
        a.x, a.y, a.z = n_vector(*map(math.radians, start))
        a.altitude_m, a.fuel_kg, a.fuel_flow_factor = level_m, 0.7 * a.fuel_capacity_kg, 1.0
        a.true_airspeed_m_s = mach * speed_of_sound_m_s(288.15 - 0.0065 * level_m)
        a.bank_order_rad = math.radians(bank_deg)
        a.last_point = len(route) - 1
        set_off(self.fleet, self.points)

    def fly(self, until_s: float) -> Status:
        """Fly to a time or to the next event."""
        w = self.weather
        return Status(fly_on(self.fleet, self.points, w.nodes, w.axes, w.no_departures, until_s, self.longest_s))

    def frames(self, every_s: float = 1.0, to: Callable[[], bool] = lambda: False) -> Iterator[Any]:
        """Yield the aircraft after every step, until its route ends or `to` holds."""
        while not to():
            if self.fly((math.floor(self.a.time_s / every_s + 1e-6) + 1.0) * every_s) == Status.AT_END:
                return
            yield self.a

    def fly_until(self, condition: Callable[[], bool], every_s: float = 1.0) -> None:
        """Fly until a condition holds; the route must be long enough."""
        for _ in self.frames(every_s, condition):
            pass
        assert condition()

    @property
    def place_deg(self) -> tuple[float, float]:
        latitude, longitude = latitude_longitude(self.a.x, self.a.y, self.a.z)
        return math.degrees(latitude), math.degrees(longitude)

    @property
    def heading_deg(self) -> float:
        return math.degrees(math.atan2(self.a.heading_east, self.a.heading_north)) % 360.0

    @property
    def mach(self) -> float:
        return float(self.a.true_airspeed_m_s / speed_of_sound_m_s(288.15 - 0.0065 * self.a.altitude_m))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(Geodesic.WGS84.Inverse(*one, *other)["s12"])


def cross_track_m(start: tuple[float, float], end: tuple[float, float], place: tuple[float, float]) -> float:
    """Return how far a place lies to the right of a geodesic."""
    leg, here = Geodesic.WGS84.Inverse(*start, *end), Geodesic.WGS84.Inverse(*start, *place)
    return float(
        6.371e6 * math.asin(math.sin(here["s12"] / 6.371e6) * math.sin(math.radians(here["azi1"] - leg["azi1"])))
    )


@pytest.mark.parametrize("end", [(36.0, 150.0), (52.0, 134.0), (20.0, 128.0)], ids=["east", "north", "south-west"])
def test_a_leg_at_sea_level_is_as_long_as_the_geodesic(end: tuple[float, float]) -> None:
    start = (36.0, 134.0)
    pilot = Pilot(start, [end], level_m=0.0, mach=0.6)
    pilot.a.fuel_kg = 1e5  # more than it holds: the leg is the question, not the tanks
    status = pilot.fly(1e6)
    assert status == Status.AT_END
    # a leg is a plane through the centre of the normals' sphere: 5 parts in a million longer than the geodesic at most
    assert pilot.a.distance_m == pytest.approx(metres(start, end), rel=1e-5)
    assert metres(pilot.place_deg, end) < 1.0


def test_height_stretches_a_leg_by_height_over_radius() -> None:
    start, end = (0.0, 134.0), (0.0, 139.0)
    pilot = Pilot(start, [end], level_m=FL300)
    pilot.fly(1e6)
    # the equator's radius of curvature is the semi-major axis
    assert pilot.a.distance_m == pytest.approx(metres(start, end) * (1.0 + FL300 / 6_378_137.0), rel=1e-6)


@pytest.mark.parametrize("bank_deg", [15.0, 25.0, 45.0])
def test_a_turn_in_still_air_has_the_radius_of_its_speed_and_bank(bank_deg: float) -> None:
    pilot = Pilot((36.0, 134.0), [(37.0, 134.0), (37.0, 137.0)], bank_deg=bank_deg)
    places = [
        (pilot.place_deg, a.true_airspeed_m_s)
        for a in pilot.frames(to=lambda: pilot.a.point == 1 and pilot.a.lateral == Lateral.LEG)
        if abs(a.bank_rad) == pytest.approx(a.bank_order_rad, rel=1e-9)
    ]
    assert len(places) > 10
    flat = Geodesic.WGS84
    first = places[0][0]
    inverse = [flat.Inverse(*first, *place) for place, _ in places]
    east = np.array([leg["s12"] * math.sin(math.radians(leg["azi1"])) for leg in inverse])
    north = np.array([leg["s12"] * math.cos(math.radians(leg["azi1"])) for leg in inverse])
    # circle through the points: east^2 + north^2 = 2 a east + 2 b north + c
    matrix = np.stack([2.0 * east, 2.0 * north, np.ones_like(east)], axis=1)
    (a, b, c), *_ = np.linalg.lstsq(matrix, east**2 + north**2, rcond=None)
    radius_m = math.sqrt(c + a * a + b * b)
    speed_m_s = np.mean([speed for _, speed in places])
    # degrees are laid out at sea level, the circle is flown a thousandth of the Earth's radius higher
    assert radius_m == pytest.approx(speed_m_s**2 / (G * math.tan(math.radians(bank_deg))), rel=2e-3)


@pytest.mark.parametrize("wind_m_s", [0.0, WIND_M_S])
@pytest.mark.parametrize("corner_deg", [30.0, -75.0, 120.0, -160.0])
def test_the_roll_out_points_the_track_at_the_next_point(corner_deg: float, wind_m_s: float) -> None:
    corner = (37.0, 134.0)
    onward = Geodesic.WGS84.Direct(*corner, corner_deg, 250_000.0)
    end = (onward["lat2"], onward["lon2"])
    weather = layers([Layer(0.0, math.radians(270.0), wind_m_s)])
    pilot = Pilot((36.0, 134.0), [corner, end], weather=weather)
    pilot.fly_until(lambda: pilot.a.point == 1 and pilot.a.lateral == Lateral.LEG)
    a = pilot.a
    assert a.bank_rad == 0.0
    pilot.fly(a.time_s + 0.1)
    wanted = Geodesic.WGS84.Inverse(*pilot.place_deg, *end)["azi1"]
    track = math.degrees(math.atan2(a.ground_east_m_s, a.ground_north_m_s))
    assert (track - wanted + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=0.01)
    before_the_leg = a.heading_north, a.heading_east
    pilot.fly(a.time_s + 1.0)
    # the turn itself ended on that heading: nothing is made up for by a jump on the leg
    assert before_the_leg[0] * a.heading_north + before_the_leg[1] * a.heading_east > math.cos(math.radians(0.1))


@given(
    ahead_km=st.floats(-15.0, 15.0),
    aside_km=st.floats(2.0, 18.0),
    from_deg=st.floats(0.0, 360.0),
    knots=st.floats(0, 120),
)
def test_the_nose_never_turns_about_in_a_moment_however_near_the_next_point_lies(
    ahead_km: float, aside_km: float, from_deg: float, knots: float
) -> None:
    corner = (36.5, 134.0)
    near = (36.5 + ahead_km / 111.0, 134.0 + aside_km / 89.5)
    weather = layers([Layer(0.0, math.radians(from_deg), 0.5144 * knots)])
    pilot = Pilot((36.2, 134.0), [corner, near, (37.5, 134.5), (39.0, 134.5)], weather=weather)
    before_deg = pilot.heading_deg
    for a in pilot.frames(1.0, lambda: pilot.a.point == 3):
        turned_deg = (pilot.heading_deg - before_deg + 180.0) % 360.0 - 180.0
        assert abs(turned_deg) < 30.0
        before_deg = pilot.heading_deg
        assert a.time_s < 3600.0


@pytest.mark.parametrize("left_over_s", [0.0, 1e-7, 5e-4, 1.5e-3])
def test_wings_come_level_wherever_the_clock_cuts_the_roll(left_over_s: float) -> None:
    pilot = Pilot((36.0, 134.0), [(37.0, 134.0), (37.0, 137.0)])
    a = pilot.a
    pilot.fly_until(lambda: a.bank_goal_rad != 0.0 and a.bank_rad == a.bank_goal_rad, 0.5)
    pilot.fly_until(lambda: a.bank_goal_rad == 0.0, 0.1)
    pilot.fly(a.time_s + abs(a.bank_rad) / a.roll_rate_rad_s - left_over_s)
    pilot.fly(a.time_s + 1.0)
    assert a.bank_rad == 0.0
    assert a.lateral == Lateral.LEG


def test_the_wind_triangle_keeps_the_track_in_a_cross_wind() -> None:
    start, end = (36.0, 134.0), (40.0, 134.0)
    pilot = Pilot(start, [end], weather=layers([Layer(0.0, math.radians(270.0), WIND_M_S)]))
    for a in pilot.frames(60.0):
        assert abs(cross_track_m(start, end, pilot.place_deg)) < 2.0
        speed_m_s = a.true_airspeed_m_s
        assert pilot.heading_deg == pytest.approx(360.0 - math.degrees(math.asin(WIND_M_S / speed_m_s)), abs=0.01)
        assert a.ground_north_m_s == pytest.approx(math.sqrt(speed_m_s**2 - WIND_M_S**2), rel=1e-6)


@pytest.mark.parametrize(("from_deg", "sign"), [(180.0, 1.0), (0.0, -1.0)], ids=["tail wind", "head wind"])
def test_wind_along_the_leg_adds_to_the_ground_speed(from_deg: float, sign: float) -> None:
    pilot = Pilot((36.0, 134.0), [(40.0, 134.0)], weather=layers([Layer(0.0, math.radians(from_deg), WIND_M_S)]))
    pilot.fly(300.0)
    assert pilot.a.ground_north_m_s == pytest.approx(pilot.a.true_airspeed_m_s + sign * WIND_M_S, rel=1e-9)


def test_a_climb_pays_height_and_speed_with_excess_power() -> None:
    pilot = Pilot((36.0, 134.0), [(40.0, 134.0)], level_m=1000.0, levels_m=[FL300], mach=0.5, longest_s=0.5)
    a = pilot.a
    rows = []
    for _ in pilot.frames(0.5, to=lambda: a.altitude_m > FL300 - 50.0):
        mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
        pressure_pa = pressure_ratio(a.altitude_m) * SEA_LEVEL_PRESSURE_PA
        drag = drag_n(a, mass_kg, 1.0, pilot.mach, pressure_pa, 0.0)
        rows.append(
            (a.time_s, (a.thrust_n - drag) * a.true_airspeed_m_s / (mass_kg * G), a.altitude_m, a.true_airspeed_m_s)
        )
    time_s, specific_power, altitude_m, speed_m_s = np.array(rows).T
    height_m = altitude_m + speed_m_s**2 / (2.0 * G)
    gained_m = np.sum(np.diff(time_s) * specific_power[1:])
    # thrust is that of the step's middle, drag of its end: a few parts in a thousand apart
    assert gained_m == pytest.approx(height_m[-1] - height_m[0], rel=0.004)
    assert np.all(np.diff(altitude_m) > 0.0)


def test_a_climb_follows_the_slower_of_cas_and_mach() -> None:
    pilot = Pilot((36.0, 134.0), [(44.0, 134.0)], level_m=500.0, levels_m=[FL300], mach=0.45, machs=[0.8])
    a = pilot.a
    a.climb_cas_m_s, a.climb_mach = 160.0, 0.75
    pilot.fly_until(lambda: a.vertical == Vertical.CLIMB and a.speed == Speed.HOLD)
    held = []
    for _ in pilot.frames(to=lambda: a.vertical == Vertical.LEVEL):
        if a.vertical == Vertical.CLIMB:
            held.append((cas_from_mach(pilot.mach, pressure_ratio(a.altitude_m)), pilot.mach))
    cas_m_s, mach = np.array(held).T
    assert np.all(np.minimum(abs(cas_m_s - 160.0) / 160.0, abs(mach - 0.75) / 0.75) < 0.005)
    assert np.any(abs(cas_m_s - 160.0) < 0.1)
    assert np.any(abs(mach - 0.75) < 1e-3)


@given(st.floats(3100.0, 9500.0), st.floats(3100.0, 9500.0))
def test_levels_and_speeds_are_reached_exactly_and_then_kept(start_m: float, level_m: float) -> None:
    pilot = Pilot(
        (36.0, 134.0),
        [(39.0, 134.0), (44.0, 134.0)],
        level_m=start_m,
        levels_m=[level_m, level_m],
        mach=0.6,
        machs=[0.75, 0.75],
    )
    pilot.fly_until(lambda: pilot.a.point == 1, 60.0)
    pilot.fly(pilot.a.time_s + 300.0)
    assert pilot.a.altitude_m == level_m
    assert pilot.mach == pytest.approx(0.75, abs=1e-9)
    pilot.fly(pilot.a.time_s + 600.0)
    assert pilot.a.altitude_m == level_m


@pytest.mark.parametrize("wind_from_deg", [0.0, 180.0], ids=["head wind", "tail wind"])
@pytest.mark.parametrize("lower_m", [FL200, 1500.0])
def test_a_descent_is_level_at_its_point_and_not_long_before(lower_m: float, wind_from_deg: float) -> None:
    weather = layers([Layer(0.0, math.radians(wind_from_deg), 30.0)])
    point = (38.0, 134.0)
    pilot = Pilot((36.0, 134.0), [point, (41.0, 134.0)], level_m=FL300, levels_m=[lower_m, lower_m], weather=weather)
    a = pilot.a
    pilot.fly_until(lambda: a.vertical == Vertical.DESCENT)
    # 3 degrees over ground
    assert metres(pilot.place_deg, point) == pytest.approx((FL300 - lower_m) / math.tan(math.radians(3.0)), rel=0.01)
    pilot.fly_until(lambda: a.vertical == Vertical.LEVEL or a.point == 1, 0.1)
    assert metres(pilot.place_deg, point) < 100.0
    assert a.altitude_m == pytest.approx(lower_m, abs=5.0)
    pilot.fly(a.time_s + 60.0)
    assert a.altitude_m == lower_m


def test_fuel_burned_is_the_integral_of_the_flow_and_what_the_tanks_lost() -> None:
    pilot = Pilot((36.0, 134.0), [(37.0, 134.0), (37.5, 136.0)], levels_m=[FL300, 2000.0], longest_s=0.5)
    a = pilot.a
    loaded_kg = a.fuel_kg
    burned_kg = sum(0.5 * a.fuel_flow_kg_s for _ in pilot.frames(0.5))
    assert a.burned_kg == pytest.approx(loaded_kg - a.fuel_kg, abs=1e-8)
    assert a.burned_kg == pytest.approx(burned_kg, rel=2e-3)


def test_long_steps_agree_with_steps_of_a_tenth_of_a_second() -> None:
    route = [(37.0, 134.0), (37.5, 136.0), (39.0, 136.5)]
    weather = layers([Layer(0.0, math.radians(300.0), 10.0), Layer(9000.0, math.radians(270.0), 60.0)])
    flown = []
    for longest_s in (math.inf, 0.1):
        pilot = Pilot(
            (36.0, 134.0), route, level_m=2000.0, levels_m=[FL300, FL300, FL200], weather=weather, longest_s=longest_s
        )
        places = [
            (a.time_s, *pilot.place_deg, a.altitude_m) for a in pilot.frames(FRAME_S) if a.time_s % FRAME_S == 0.0
        ]
        flown.append((places, float(pilot.a.time_s), float(pilot.a.burned_kg)))
    (own, own_s, own_kg), (fine, fine_s, fine_kg) = flown
    assert own_s == pytest.approx(fine_s, abs=1.0)
    # half of this short way is climb and descent, where steps are coarsest
    assert own_kg == pytest.approx(fine_kg, rel=3e-4)
    for one, other in zip(own, fine, strict=False):
        assert one[0] == other[0]
        assert math.hypot(metres(one[1:3], other[1:3]), one[3] - other[3]) < 100.0


@pytest.mark.parametrize("card", ["F-35B", "B-52H", "KC-135R"])
def test_too_slow_for_its_level_it_gives_height_and_does_not_stall(card: str) -> None:
    pilot = Pilot((30.0, 134.0), [(44.0, 134.0)], card, level_m=10_500.0, mach=0.45, machs=[0.75])
    slow_m_s = float(pilot.a.true_airspeed_m_s)
    least_m_s = min(float(a.true_airspeed_m_s) for a in pilot.frames(5.0, to=lambda: pilot.a.time_s > 2400.0))
    assert least_m_s > 0.97 * slow_m_s
    assert pilot.a.altitude_m > 3000.0
    assert pilot.mach == pytest.approx(0.75, abs=0.02)


def test_tanks_that_run_dry_stop_the_flight_and_never_go_below_nothing() -> None:
    pilot = Pilot((36.0, 134.0), [(50.0, 134.0)])
    pilot.a.fuel_kg = 200.0
    assert pilot.fly(1e5) == Status.FUEL_OUT
    assert pilot.a.fuel_kg == 0.0
    assert pilot.a.burned_kg == pytest.approx(200.0, abs=1e-9)
