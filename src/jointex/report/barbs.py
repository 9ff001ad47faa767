"""Wind barbs: a staff toward where the wind comes from; half a feather for 5 kt, a feather for 10, a pennant for 50."""

from __future__ import annotations

import math

from jointex.report.svg import short

STAFF, FEATHER, STEP = 26.0, 10.0, 4.2
"""Length of the staff and of a feather, distance between feathers [px]."""
CALM_KT = 2.5
"""Below, a ring stands for calm [kt]."""


def barb_data(x: float, y: float, east_kt: float, north_kt: float, turn_rad: float = 0.0, flip: bool = False) -> str:
    """Return the path of a barb.

    Parameters
    ----------
    x, y : float
        Where its foot stands [px].
    east_kt, north_kt : float
        Wind toward the east and the north [kt].
    turn_rad : float
        Direction of north on the picture, clockwise from up [rad].
    flip : bool
        Feathers on the other side, as on the southern half of the Earth.

    Returns
    -------
    str
        Data of an SVG path; pennants are closed.
    """
    speed_kt = math.hypot(east_kt, north_kt)
    if speed_kt < CALM_KT:
        return f"M{short(x - 2.5)} {short(y)}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0"
    from_rad = math.atan2(-east_kt, -north_kt) + turn_rad
    along = math.sin(from_rad), -math.cos(from_rad)  # from foot to head, on a picture whose y runs down
    side = (-along[1], along[0]) if not flip else (along[1], -along[0])

    def at(length: float, out: float) -> str:
        return f"{short(x + along[0] * length + side[0] * out)} {short(y + along[1] * length + side[1] * out)}"

    parts = [f"M{short(x)} {short(y)}L{at(STAFF, 0.0)}"]
    left, place = round(speed_kt / 5.0) * 5, STAFF
    while left >= 50:
        parts.append(f"M{at(place, 0.0)}L{at(place, FEATHER)}L{at(place - STEP, 0.0)}Z")
        left, place = left - 50, place - STEP - 1.4
    while left >= 10:
        parts.append(f"M{at(place, 0.0)}L{at(place + 2.0, FEATHER)}")
        left, place = left - 10, place - STEP
    if left >= 5:
        place -= STEP if place == STAFF else 0.0
        parts.append(f"M{at(place, 0.0)}L{at(place + 1.0, FEATHER / 2.0)}")
    return "".join(parts)
