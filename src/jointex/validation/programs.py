"""Other programs asked the same question: air by ambiance, distances by geographiclib and pyproj, airliners by OpenAP, fighters
by JSBSim.

A program that is not installed is listed as such; none is needed to run Jointex's own figures.
"""

from __future__ import annotations

import importlib
import json
import math
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jointex import cards
from jointex.calc.distances import distance
from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import (
    EARTH_RADIUS_M,
    SEA_LEVEL_PRESSURE_PA,
    air_temperature_k,
    pressure_ratio,
    speed_of_sound_m_s,
)
from jointex.earth.geodesy import latitude_longitude, move, n_vector
from jointex.flight.aerodynamics import drag_n
from jointex.flight.loadout import airframe, kernel_argument
from jointex.flight.performance import level_flow_kg_s, sound_m_s, temperature_ratio
from jointex.units import FLIGHT_LEVEL_M, FOOT_M, KNOT_M_S, NAUTICAL_MILE_M, POUND_KG, STANDARD_GRAVITY_M_S2

LEVELS_M = (0.0, 3000.0, 9000.0, 11000.0, 15000.0, 19000.0)
LEGS = (("RJFN", "RJSM"), ("PGUA", "RJNK"), ("RODN", "RJTY"))


@dataclass(frozen=True)
class Check:
    """One quantity beside another program's.

    Attributes
    ----------
    program, quantity : str
        Which program, and what was asked.
    largest_error_fraction : float or None
        Largest of the errors; None where the program is not installed or gives no answer.
    tolerance_fraction : float
        Largest error of a hit.
    reason : str
        Why so much.
    verdict : str
        `hit`, `miss`, `not installed` or `no answer`.
    """

    program: str
    quantity: str
    largest_error_fraction: float | None
    tolerance_fraction: float
    reason: str
    verdict: str


def checks(only: Sequence[str] = ()) -> tuple[Check, ...]:
    """Return what the other programs say.

    Parameters
    ----------
    only : sequence of str
        Programs to ask; all without any.

    Returns
    -------
    tuple of Check
        One for each program and quantity.
    """
    return tuple(_check(*row) for row in _ROWS if not only or row[0] in only)


def _check(
    program: str, quantity: str, errors: Callable[[Any], Iterator[float]], tolerance: float, reason: str
) -> Check:
    """Return one check, or that the program is not there."""
    try:
        module = importlib.import_module(program)
    except ImportError:
        return Check(program, quantity, None, tolerance, reason, "not installed")
    try:
        largest = max(abs(error) for error in errors(module))
    except Exception:  # another version of another program may fail in any way of its own
        return Check(program, quantity, None, tolerance, reason, "no answer")
    return Check(program, quantity, largest, tolerance, reason, "hit" if largest <= tolerance else "miss")


def _pressure(ambiance: Any) -> Iterator[float]:
    for level_m in LEVELS_M:
        yield SEA_LEVEL_PRESSURE_PA * pressure_ratio(level_m) / float(_air(ambiance, level_m).pressure[0]) - 1.0


def _sound(ambiance: Any) -> Iterator[float]:
    for level_m in LEVELS_M:
        ours = speed_of_sound_m_s(air_temperature_k(level_m, 0.0))
        yield ours / float(_air(ambiance, level_m).speed_of_sound[0]) - 1.0


def _air(ambiance: Any, level_m: float) -> Any:
    """Return its air at a geopotential altitude [m]; it wants geometric ones."""
    return ambiance.Atmosphere(EARTH_RADIUS_M * level_m / (EARTH_RADIUS_M - level_m))


def _geodesics(geographiclib: Any) -> Iterator[float]:
    inverse = importlib.import_module(f"{geographiclib.__name__}.geodesic").Geodesic.WGS84.Inverse
    for start, end in LEGS:
        ends = [cards.base(one) for one in (start, end)]
        metres = inverse(*(angle for one in ends for angle in (one.latitude_deg, one.longitude_deg)))["s12"]
        yield distance(start, end).distance_nm * NAUTICAL_MILE_M / metres - 1.0


def _steps(pyproj: Any) -> Iterator[float]:
    """Steps of 200 m of the flight kernel, 100 NM in a row, beside one geodesic."""
    geod = pyproj.Geod(ellps="WGS84")
    for latitude_deg, course_deg in ((10.0, 40.0), (35.0, 90.0), (60.0, 200.0)):
        azimuth, place = math.radians(course_deg), n_vector(math.radians(latitude_deg), math.radians(140.0))
        length_m, n_steps = 200.0, int(100.0 * NAUTICAL_MILE_M / 200.0)
        track = course_deg
        for _ in range(n_steps):
            place = move(*place, length_m * math.cos(azimuth), length_m * math.sin(azimuth), 0.0)
            here = [math.degrees(angle) for angle in latitude_longitude(*place)]
            # the geodesic's own course at this place keeps both on one line
            track = geod.inv(here[1], here[0], 140.0, latitude_deg)[0] + 180.0
            azimuth = math.radians(track)
        here = [math.degrees(angle) for angle in latitude_longitude(*place)]
        yield geod.inv(140.0, latitude_deg, here[1], here[0])[2] / (length_m * n_steps) - 1.0


def _airspeeds(openap: Any) -> Iterator[float]:
    """Mach numbers of calibrated airspeeds, beside its conversion."""
    aero = importlib.import_module(f"{openap.__name__}.aero")
    for level_m in (0.0, 3000.0, 6000.0, 9000.0, 11000.0):
        for cas_m_s in (80.0, 120.0, 150.0):
            yield mach_from_cas(cas_m_s, pressure_ratio(level_m)) / float(aero.cas2mach(cas_m_s, level_m)) - 1.0


POINTS_737 = tuple((1000.0 * tonnes, level, 450.0) for tonnes in (60, 70, 80) for level in (250, 310, 350))
POINTS_767 = tuple((1000.0 * tonnes, level, 460.0) for tonnes in (110, 130, 150) for level in (310, 350))
"""Mass [kg], flight level and true airspeed [kt]."""


def _drag_737(openap: Any) -> Iterator[float]:
    """Drag of the P-8A beside its 737-800."""
    theirs = openap.Drag(ac="b738")
    for mass_kg, level, tas_kt in POINTS_737:
        drag, _ = _level_flight("P-8A", mass_kg, level, tas_kt)
        yield drag / float(theirs.clean(mass=mass_kg, tas=tas_kt, alt=100.0 * level)) - 1.0


def _flow_737(openap: Any) -> Iterator[float]:
    """Fuel flow of the P-8A beside its 737-800."""
    yield from _flows(openap, "P-8A", "b738", POINTS_737)


def _flow_767(openap: Any) -> Iterator[float]:
    """Fuel flow of the KC-767J beside its 767-300, which borrows the drag of the 757."""
    yield from _flows(openap, "KC-767J", "b763", POINTS_767)


def _flows(openap: Any, card_id: str, code: str, points: tuple[tuple[float, float, float], ...]) -> Iterator[float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of the polar it borrows
        theirs = openap.FuelFlow(ac=code, use_synonym=True)
    for mass_kg, level, tas_kt in points:
        _, flow = _level_flight(card_id, mass_kg, level, tas_kt)
        yield flow / float(theirs.enroute(mass=mass_kg, tas=tas_kt, alt=100.0 * level)) - 1.0


def _level_flight(card_id: str, mass_kg: float, level: float, tas_kt: float) -> tuple[float, float]:
    """Return drag [N] and fuel flow [kg/s] in level flight."""
    level_m = level * FLIGHT_LEVEL_M
    mach = tas_kt * KNOT_M_S / sound_m_s(level_m, 0.0)
    return _trimmed(card_id, mass_kg, level_m, mach)


def _trimmed(card_id: str, mass_kg: float, level_m: float, mach: float) -> tuple[float, float]:
    """Return drag [N] and fuel flow [kg/s] in level flight."""
    a, delta = kernel_argument(airframe(cards.aircraft(card_id))), pressure_ratio(level_m)
    drag = drag_n(a, mass_kg, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, 0.0)
    return float(drag), float(level_flow_kg_s(a, mass_kg, mach, delta, temperature_ratio(level_m, 0.0)))


TRIM = """
import json, sys
import jsbsim
model, points = sys.argv[1], json.loads(sys.argv[2])
found = []
for height_ft, mach in points:
    fdm = jsbsim.FGFDMExec(None)
    fdm.set_debug_level(0)
    fdm.load_model(model)
    for name, value in (("ic/h-sl-ft", height_ft), ("ic/mach", mach), ("ic/gamma-deg", 0), ("gear/gear-pos-norm", 0)):
        fdm[name] = value
    fdm["gear/gear-cmd-norm"] = 0
    fdm.run_ic()
    fdm["propulsion/set-running"] = -1
    fdm.do_trim(1)
    for _ in range(120):
        fdm.run()
    flow = fdm["propulsion/engine/fuel-flow-rate-pps"]  # of the first engine
    found.append((fdm["inertia/weight-lbs"], fdm["velocities/mach"], fdm["forces/fwx-aero-lbs"], flow))
print()
print(json.dumps(found))
"""
"""What JSBSim is asked, in a process of its own: it writes to the standard output of whoever runs it."""

POINTS_FIGHTER = ((20000.0, 0.6), (30000.0, 0.8), (36000.0, 0.85))
"""Height [ft] and Mach number."""


def _jsbsim_trims(model: str, card_id: str) -> Iterator[tuple[float, float]]:
    """Yield errors of drag and, for one engine, of fuel flow in trimmed level flight at the same mass."""
    command = [sys.executable, "-c", TRIM, model, json.dumps(POINTS_FIGHTER)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for (height_ft, _), (weight_lb, mach, drag_lbf, flow_pps) in zip(
        POINTS_FIGHTER, json.loads(done.stdout.splitlines()[-1]), strict=True
    ):
        drag, flow = _trimmed(card_id, weight_lb * POUND_KG, height_ft * FOOT_M, mach)
        yield drag / (drag_lbf * POUND_KG * STANDARD_GRAVITY_M_S2) - 1.0, flow / (flow_pps * POUND_KG) - 1.0


def _drag_f16(_: Any) -> Iterator[float]:
    yield from (drag for drag, _ in _jsbsim_trims("f16", "F-16C"))


def _flow_f16(_: Any) -> Iterator[float]:
    yield from (flow for _, flow in _jsbsim_trims("f16", "F-16C"))


def _drag_f15(_: Any) -> Iterator[float]:
    yield from (drag for drag, _ in _jsbsim_trims("f15", "F-15J"))


_ROWS: tuple[tuple[str, str, Callable[[Any], Iterator[float]], float, str], ...] = (
    (
        "ambiance",
        "pressure, 0 to 19 km",
        _pressure,
        1e-5,
        "its constants are rounded to six digits, which adds up with height",
    ),
    ("ambiance", "speed of sound, 0 to 19 km", _sound, 1e-4, "rounded constants differ in the fifth digit"),
    ("geographiclib", "distances between bases", _geodesics, 1e-9, "the same ellipsoid and algorithm"),
    ("pyproj", "100 NM flown in steps of 200 m", _steps, 1e-6, "steps on the ellipsoid beside one geodesic"),
    ("openap", "Mach number of a calibrated airspeed, 0 to 11 km", _airspeeds, 2e-3, "its air has rounded constants"),
    (
        "openap",
        "drag of the P-8A beside its 737-800, FL250 to FL350",
        _drag_737,
        0.15,
        "another variant, without weapon bay and antennas; its polar was found from radar tracks",
    ),
    (
        "openap",
        "fuel flow of the P-8A beside its 737-800",
        _flow_737,
        0.20,
        "as the drag, and bleed and power for sensors",
    ),
    (
        "openap",
        "fuel flow of the KC-767J beside its 767-300, FL310 and FL350",
        _flow_767,
        0.15,
        "another variant, for which it borrows the drag of the 757",
    ),
    (
        "jsbsim",
        "drag of the F-16C, Mach 0.6 to 0.85",
        _drag_f16,
        0.25,
        "wind-tunnel tables at one trim, with drag of the tail; ours is one parabola through cruise",
    ),
    ("jsbsim", "fuel flow of the F-16C, the same points", _flow_f16, 0.20, "its engine is another mark of the F100"),
    (
        "jsbsim",
        "drag of the F-15J, Mach 0.6 to 0.85",
        _drag_f15,
        0.25,
        "its file gives the F-15 less than 5 of lift over drag, too little for the range in print: the file is in doubt",
    ),
)
"""Program, quantity, errors, tolerance and why so much; a miss is left in the table."""
