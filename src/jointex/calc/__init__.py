"""The planner's whiz-wheel: one question, one answer, with what it assumes and how much of it is estimated."""

from __future__ import annotations

from jointex.calc.airspeeds import Airspeed, airspeed
from jointex.calc.bases import Bases, BaseUse, bases
from jointex.calc.brackets import Bracket, Brackets, FerryPoint, brackets
from jointex.calc.covers import TankerLeg
from jointex.calc.detections import Detection, detection
from jointex.calc.distances import Distance, distance
from jointex.calc.landings import ByTemperature, Landing, landing
from jointex.calc.legs import Leg, leg
from jointex.calc.links import Link, link
from jointex.calc.offloads import Give, Offload, gives, offload
from jointex.calc.ranges import PayloadRange, Range, payload_ranges, range_
from jointex.calc.rendezvous import Miss, Path, Rendezvous, rendezvous
from jointex.calc.rings import Ring, Rings, rings
from jointex.calc.sensitivity import Sensitivity, Swing, sensitivity
from jointex.calc.shots import Shot, shot
from jointex.calc.sorties import Endurance, Radius, endurance, radius
from jointex.calc.takeoffs import Takeoff, TakeoffByTemperature, takeoff, takeoffs_by_oat
from jointex.calc.transfers import Transfer, transfer
from jointex.calc.winds import Wind, wind

__all__ = [
    "Airspeed",
    "BaseUse",
    "Bases",
    "Bracket",
    "Brackets",
    "ByTemperature",
    "Detection",
    "Distance",
    "Endurance",
    "FerryPoint",
    "Give",
    "Landing",
    "Leg",
    "Link",
    "Miss",
    "Offload",
    "Path",
    "PayloadRange",
    "Radius",
    "Range",
    "Rendezvous",
    "Ring",
    "Rings",
    "Sensitivity",
    "Shot",
    "Swing",
    "Takeoff",
    "TakeoffByTemperature",
    "TankerLeg",
    "Transfer",
    "Wind",
    "airspeed",
    "bases",
    "brackets",
    "detection",
    "distance",
    "endurance",
    "gives",
    "landing",
    "leg",
    "link",
    "offload",
    "payload_ranges",
    "radius",
    "range_",
    "rendezvous",
    "rings",
    "sensitivity",
    "shot",
    "takeoff",
    "takeoffs_by_oat",
    "transfer",
    "wind",
]
