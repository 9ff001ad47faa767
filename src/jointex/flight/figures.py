"""A published figure beside the same figure as the model gives it, under the conditions the card states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jointex import cards
from jointex.cards.shelf import Folder
from jointex.earth.atmosphere import TROPOPAUSE_M, pressure_ratio
from jointex.flight.journey import fly_range, most_fuel_kg
from jointex.flight.loadout import airframe, kernel_argument
from jointex.flight.performance import (
    SERVICE_CLIMB_M_S,
    best_mach,
    best_range_cruise,
    level_flow_kg_s,
    long_range_mach,
    sound_m_s,
    temperature_ratio,
    thrust_ceiling_m,
    thrust_limited_mach,
)
from jointex.flight.runway import FIELD_FACTOR, landing_lengths_m, takeoff_lengths_m

LIGHT_SHARE = 0.25
"""Share of the fuel left when a ceiling is flown, where the card states no mass."""

COMBAT_SHARE = 0.6
"""The same for aircraft with afterburner: the combat mass of fighters. MIL-C-5011A (1951), quoted from memory."""

MIDDLE_SHARE = 0.5
"""Share of the fuel left when speeds are flown, where the card states no mass."""


@dataclass(frozen=True)
class Comparison:
    """A published figure and the model's.

    Attributes
    ----------
    figure : str
        Name of the figure, such as `range`.
    published, model : float
        Both in SI units.
    published_number : float
        As the card writes it, such as 7652.
    published_text : str
        The same with its unit, such as `7,652 NM`.
    unit : str
        SI unit.
    use : str
        `calibration` or `validation`.
    bound : str
        `about`, `at_least` or `at_most`, as the card reads the source.
    note : str
        How the model's figure is defined.
    """

    figure: str
    published: float
    model: float
    published_number: float
    published_text: str
    unit: str
    use: str
    bound: str
    note: str

    @property
    def error_fraction(self) -> float:
        """Model over published, less 1."""
        return self.model / self.published - 1.0


def compare(card: cards.AircraftCard, folders: Sequence[Folder] = ()) -> tuple[Comparison, ...]:
    """Return every published figure of a card that the model can give, in the order of the card.

    Parameters
    ----------
    card : AircraftCard
        The type.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of Comparison
        Figures that no model here can give (radius, time on station) are left out.
    """
    found = []
    for figure in card.published:
        answer = model_of(card, figure, folders)
        if answer is not None:
            model, note = answer
            value = figure.value
            unit = {"length": "m", "altitude": "m", "ratio": "", "speed": "m/s", "mass_flow": "kg/s"}[value.KIND]
            bound, use = figure.conditions.bound, figure.use
            found.append(Comparison(figure.figure, value.si, model, value.value, value.text, unit, use, bound, note))
    return tuple(found)


def model_of(card: cards.AircraftCard, figure: Any, folders: Sequence[Folder] = ()) -> tuple[float, str] | None:
    """Return the model's value of one published figure.

    Parameters
    ----------
    card : AircraftCard
        The type.
    figure : Figure
        One of its published figures.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of float and str, or None
        Value in SI and how it is defined; `None` for figures that need a sortie out and back, or a leg.
    """
    if figure.figure not in _MODELS or figure.conditions.given is not None:
        return None
    return _MODELS[figure.figure](_loaded(card, figure, folders), figure)


def range_m(a: Any, reserve: str) -> float:
    """Return the range with all the fuel that can be loaded.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    reserve : str
        `none`, or anything else for the default reserve: a range in print without a word on reserves is one that can be
        flown.

    Returns
    -------
    float
        Range [m].
    """
    return fly_range(a, most_fuel_kg(a), reserve != "none").distance_m


def mass_with_kg(a: Any, share: float) -> float:
    """Return the mass with a share of the fuel that can be loaded.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    share : float
        0 to 1.

    Returns
    -------
    float
        Mass [kg].
    """
    return float(a.empty_mass_kg + a.load_mass_kg + share * most_fuel_kg(a))


def cruise_mach(a: Any, mass_kg: float, level_m: float | None) -> float:
    """Return the long-range cruise Mach number.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    mass_kg : float
        Mass [kg].
    level_m : float or None
        Pressure altitude [m]; `None` for the best one.

    Returns
    -------
    float
        Mach number.
    """
    if level_m is None:
        return float(best_range_cruise(a, mass_kg, 0.0, a.ceiling_m)[1])
    return float(long_range_mach(a, mass_kg, level_m, 0.0)[0])


def greatest_mach(a: Any) -> float:
    """Return the greatest level Mach number that thrust gives at the tropopause with half the fuel.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.

    Returns
    -------
    float
        Mach number, whatever the card's limit.
    """
    return float(thrust_limited_mach(a, mass_with_kg(a, MIDDLE_SHARE), TROPOPAUSE_M, 0.0, a.wet_thrust_n > 0.0))


def _loaded(card: cards.AircraftCard, figure: Any, folders: Sequence[Folder]) -> Any:
    """Return the record in the state the figure was published for."""
    return kernel_argument(airframe(card, figure.conditions.stores, figure.conditions.payload, folders))


def _range(a: Any, figure: Any) -> tuple[float, str]:
    reserve = figure.conditions.reserve
    words = "no reserve" if reserve == "none" else "default reserve"
    return range_m(a, reserve), f"long-range cruise with step climbs, {words}"


def _ceiling(a: Any, figure: Any) -> tuple[float, str]:
    share = COMBAT_SHARE if a.wet_thrust_n > 0.0 else LIGHT_SHARE
    mass_kg = figure.conditions.mass or mass_with_kg(a, share)
    level_m = thrust_ceiling_m(a, mass_kg, 0.0, a.wet_thrust_n > 0.0, SERVICE_CLIMB_M_S)
    return level_m, f"100 ft/min left, full thrust, {mass_kg:,.0f} kg; the published figure may be a limit"


def _max_mach(a: Any, figure: Any) -> tuple[float, str]:
    return greatest_mach(a), "full thrust at the tropopause, half fuel; the published figure may be a limit"


def _cruise_mach(a: Any, figure: Any) -> tuple[float, str]:
    mass_kg = figure.conditions.mass or mass_with_kg(a, MIDDLE_SHARE)
    return cruise_mach(a, mass_kg, figure.conditions.altitude), f"long-range cruise at {mass_kg:,.0f} kg"


def _cruise_speed(a: Any, figure: Any) -> tuple[float, str]:
    mass_kg = figure.conditions.mass or mass_with_kg(a, MIDDLE_SHARE)
    level_m = figure.conditions.altitude or best_range_cruise(a, mass_kg, 0.0, a.ceiling_m)[0]
    speed = cruise_mach(a, mass_kg, level_m) * sound_m_s(level_m, 0.0)
    return float(speed), f"long-range cruise at {mass_kg:,.0f} kg and {level_m:,.0f} m"


def _max_speed(a: Any, figure: Any) -> tuple[float, str]:
    mass_kg = figure.conditions.mass or mass_with_kg(a, MIDDLE_SHARE)
    level_m = figure.conditions.altitude or FASTEST_LEVEL_M
    mach = min(a.max_mach, thrust_limited_mach(a, mass_kg, level_m, 0.0, a.wet_thrust_n > 0.0))
    return float(mach * sound_m_s(level_m, 0.0)), f"full thrust at {mass_kg:,.0f} kg and {level_m:,.0f} m, Mach limit"


def _planning_burn(a: Any, figure: Any) -> tuple[float, str]:
    mass_kg = figure.conditions.mass or mass_with_kg(a, MIDDLE_SHARE)
    level_m = figure.conditions.altitude or best_range_cruise(a, mass_kg, 0.0, a.ceiling_m)[0]
    mach = cruise_mach(a, mass_kg, level_m)
    flow = level_flow_kg_s(a, mass_kg, mach, pressure_ratio(level_m), temperature_ratio(level_m, 0.0))
    return float(flow), f"long-range cruise at {mass_kg:,.0f} kg and {level_m:,.0f} m"


def _rate_of_climb(a: Any, figure: Any) -> tuple[float, str]:
    mass_kg = figure.conditions.mass or mass_with_kg(a, MIDDLE_SHARE)
    aim = 3 if a.wet_thrust_n > 0.0 else 2
    return float(best_mach(a, mass_kg, 0.0, 0.0, aim)[1]), f"sea level, full thrust, {mass_kg:,.0f} kg"


def _takeoff(a: Any, figure: Any) -> tuple[float, str]:
    mass_kg = figure.conditions.mass or mass_with_kg(a, 1.0)
    roll_m, field_m = takeoff_lengths_m(a, mass_kg, 0.0, 0.0, a.wet_thrust_n > 0.0, 0.0)
    measure = figure.conditions.measure or "ground_roll"
    length_m = {"ground_roll": roll_m, "over_50_ft": field_m / FIELD_FACTOR, "field_length": field_m}[measure]
    return float(length_m), f"{MEASURES[measure]}, full thrust, {mass_kg:,.0f} kg, sea level"


def _landing(a: Any, figure: Any) -> tuple[float, str]:
    mass_kg = figure.conditions.mass or min(a.max_landing_mass_kg, mass_with_kg(a, LIGHT_SHARE))
    lengths_m = landing_lengths_m(a, mass_kg, 0.0, 0.0, 0.0)
    measure = figure.conditions.measure or "over_50_ft"
    length_m = dict(zip(MEASURES, lengths_m, strict=True))[measure]
    return float(length_m), f"{MEASURES[measure]}, dry, no reverse thrust or parachute, {mass_kg:,.0f} kg, sea level"


MEASURES = {"ground_roll": "ground roll", "over_50_ft": "over 50 ft, all engines", "field_length": "field length"}
"""What a runway figure counts; the lengths of `flight.runway` come in this order."""

FASTEST_LEVEL_M = 9144.0
"""Level at which the greatest true airspeed of a subsonic jet is read, where the card states none [m]: 30,000 ft."""

_MODELS: dict[str, Callable[[Any, Any], tuple[float, str]]] = {
    "range": _range,
    "ceiling": _ceiling,
    "max_mach": _max_mach,
    "max_speed": _max_speed,
    "cruise_mach": _cruise_mach,
    "cruise_speed": _cruise_speed,
    "planning_burn": _planning_burn,
    "rate_of_climb": _rate_of_climb,
    "takeoff_distance": _takeoff,
    "landing_distance": _landing,
}
