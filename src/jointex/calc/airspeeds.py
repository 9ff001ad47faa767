"""`calc airspeed`: one of calibrated airspeed, Mach number and true airspeed gives the other two."""

from __future__ import annotations

from dataclasses import dataclass

from jointex.calc.questions import Question
from jointex.earth.airspeed import cas_from_mach, mach_from_cas
from jointex.earth.atmosphere import air_temperature_k, pressure_ratio, speed_of_sound_m_s
from jointex.units import CELSIUS_ZERO_K, KNOT_M_S, feet, knots

LOWEST_LEVEL, HIGHEST_LEVEL = -10.0, 820.0
"""Flight levels the atmosphere model covers."""
GREATEST_MACH = 5.0
"""Greatest Mach number the formulas hold for."""
GREATEST_SPEED_KT = 3400.0
"""Greatest speed taken [kt]."""


@dataclass(frozen=True)
class Airspeed:
    """The answer of `airspeed`.

    Attributes
    ----------
    tas_kt, cas_kt : float
        True and calibrated airspeed [kt].
    mach : float
        Mach number.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated inputs; always 0 here.
    """

    tas_kt: float
    cas_kt: float
    mach: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


def airspeed(
    *,
    fl: str | float,
    kias: float | None = None,
    mach: float | None = None,
    ktas: float | None = None,
    isa_offset_c: float = 0.0,
) -> Airspeed:
    """Convert between calibrated airspeed, Mach number and true airspeed.

    Parameters
    ----------
    fl : str or float
        Flight level, such as 280 or `FL280`; -10 to 820.
    kias : float or None
        Calibrated airspeed [kt], from 0. Instrument error is not known, so indicated counts as calibrated.
    mach : float or None
        Mach number, 0 to 5.
    ktas : float or None
        True airspeed [kt], from 0. Exactly one of the three must be given.
    isa_offset_c : float
        Actual minus standard temperature [K], -80 to 60.

    Returns
    -------
    Airspeed

    Raises
    ------
    QuestionError
        If not exactly one speed is given, or a number is out of bounds: all faults at once.

    References
    ----------
    U.S. Standard Atmosphere 1976; NASA RP-1046 (compressible pitot formulas, Rayleigh's above Mach 1).
    """
    question = Question()
    level_m = question.level_m("--fl", fl, LOWEST_LEVEL, HIGHEST_LEVEL)
    offset_k = question.number("--isa-offset-c", isa_offset_c, -80.0, 60.0, "deg C")
    given = {"--kias": kias, "--mach": mach, "--ktas": ktas}
    speeds = {key: value for key, value in given.items() if value is not None}
    if len(speeds) != 1:
        got = " and ".join(speeds) or "none"
        question.add("must be exactly one of --kias, --mach and --ktas", "speed", got, "Give one; the others follow.")
    for key, value in speeds.items():
        top, unit = (GREATEST_MACH, "") if key == "--mach" else (GREATEST_SPEED_KT, "kt")
        question.number(key, value, 0.0, top, unit)
    question.check()
    temperature_k = air_temperature_k(level_m, offset_k)
    sound_m_s, delta = speed_of_sound_m_s(temperature_k), pressure_ratio(level_m)
    if kias is not None:
        number = mach_from_cas(float(kias) * KNOT_M_S, delta)
    else:
        number = float(mach) if mach is not None else float(ktas or 0.0) * KNOT_M_S / sound_m_s
    if number > GREATEST_MACH:
        question.add(f"must give a Mach number of at most {GREATEST_MACH:g}", next(iter(speeds)), f"Mach {number:.2f}")
        question.check()
    cas_m_s = float(kias) * KNOT_M_S if kias is not None else cas_from_mach(number, delta)
    celsius = temperature_k - CELSIUS_ZERO_K
    assumptions = (
        f"standard atmosphere {offset_k:+g} deg C: {celsius:.1f} deg C at {feet(level_m):,.0f} ft pressure altitude",
        "indicated airspeed taken as calibrated: no instrument or position error",
    )
    return Airspeed(knots(number * sound_m_s), knots(cas_m_s), float(number), assumptions, 0.0)
