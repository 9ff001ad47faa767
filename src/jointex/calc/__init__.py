"""The planner's whiz-wheel: one question, one answer, with what it assumes and how much of it is estimated."""

from __future__ import annotations

from jointex.calc.airspeeds import Airspeed, airspeed
from jointex.calc.distances import Distance, distance
from jointex.calc.legs import Leg, leg
from jointex.calc.ranges import PayloadRange, Range, payload_ranges, range_
from jointex.calc.runways import Landing, Takeoff, landing, takeoff
from jointex.calc.sensitivity import Sensitivity, Swing, sensitivity
from jointex.calc.sorties import Endurance, Radius, endurance, radius

__all__ = [
    "Airspeed",
    "Distance",
    "Endurance",
    "Landing",
    "Leg",
    "PayloadRange",
    "Radius",
    "Range",
    "Sensitivity",
    "Swing",
    "Takeoff",
    "airspeed",
    "distance",
    "endurance",
    "landing",
    "leg",
    "payload_ranges",
    "radius",
    "range_",
    "sensitivity",
    "takeoff",
]
