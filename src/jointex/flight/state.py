"""The record of one aircraft in motion: its state, orders and last outputs, and its airframe's numbers."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from jointex.flight.airframe import AIRFRAME_FIELDS

MOTION_FIELDS: list[tuple[str, str]] = [
    # where it is: unit normal of the ellipsoid, pressure altitude, and the clock it has reached
    ("x", "f8"),
    ("y", "f8"),
    ("z", "f8"),
    ("altitude_m", "f8"),
    ("time_s", "f8"),
    # how it moves: true airspeed, direction of the air velocity (unit, north and east), bank
    ("true_airspeed_m_s", "f8"),
    ("heading_north", "f8"),
    ("heading_east", "f8"),
    ("bank_rad", "f8"),
    ("climb_m_s", "f8"),
    ("acceleration_m_s2", "f8"),
    ("owed_n_s", "f8"),
    ("ground_north_m_s", "f8"),
    ("ground_east_m_s", "f8"),
    # what it burns
    ("fuel_kg", "f8"),
    ("burned_kg", "f8"),
    ("thrust_n", "f8"),
    ("fuel_flow_kg_s", "f8"),
    ("fuel_flow_factor", "f8"),
    # the air around it, taken once a frame, with the change over height
    ("wind_north_m_s", "f8"),
    ("wind_east_m_s", "f8"),
    ("temperature_offset_k", "f8"),
    ("height_difference_m", "f8"),
    ("wind_north_shear", "f8"),
    ("wind_east_shear", "f8"),
    ("temperature_shear", "f8"),
    ("weather_altitude_m", "f8"),
    # where it goes: the leg it is on, as the pole of its plane, and the distance to the leg's end
    ("pole_x", "f8"),
    ("pole_y", "f8"),
    ("pole_z", "f8"),
    ("to_go_m", "f8"),
    ("metres_per_radian", "f8"),
    ("turn_tangent", "f8"),
    ("turn_side", "f8"),
    ("target_mach", "f8"),
    ("target_cas_m_s", "f8"),
    ("target_altitude_m", "f8"),
    ("bank_order_rad", "f8"),
    ("bank_goal_rad", "f8"),
    ("distance_m", "f8"),
    ("flown_s", "f8"),
    ("point", "i4"),
    ("last_point", "i4"),
    ("lateral", "i4"),
    ("vertical", "i4"),
    ("speed", "i4"),
    ("is_low", "i4"),
    ("is_wet", "i4"),
]
"""Fields before those of the airframe; SI, angles in radians, altitudes as pressure altitude."""

MOTION = np.dtype(MOTION_FIELDS + AIRFRAME_FIELDS, align=True)
"""One aircraft that flies a route by itself. Its own fields come first: a record that begins with another one's fields
would be passed to kernels compiled for that one, by a slow conversion."""

POINT = np.dtype(
    [
        ("x", "f8"),
        ("y", "f8"),
        ("z", "f8"),
        ("altitude_m", "f8"),
        ("mach", "f8"),
        ("cas_m_s", "f8"),
        ("time_s", "f8"),
        ("beyond_m", "f8"),
        ("left_s", "f8"),
        ("is_low", "i4"),
        ("is_fly_over", "i4"),
    ],
    align=True,
)
"""A route point: the unit normal of its place; the pressure altitude, Mach number and CAS (the slower holds) of the leg
that ends here; the time ordered for it (NaN: none); the route length beyond it; the time planned from passing it to the
meeting place (NaN: none); whether that leg is flown with gear and flaps out; and whether the turn begins over the point
instead of before it."""


class Lateral(IntEnum):
    """What steers the aircraft."""

    LEG = 0
    TURN = 1


class Vertical(IntEnum):
    """What its height does."""

    LEVEL = 0
    CLIMB = 1
    DESCENT = 2


class Speed(IntEnum):
    """Whether it holds the ordered speed or is on the way to it."""

    HOLD = 0
    CHANGE = 1


class Status(IntEnum):
    """Why `advance` came back."""

    AT_TIME = 0
    AT_POINT = 1
    AT_END = 2
    FUEL_OUT = 3
