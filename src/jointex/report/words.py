"""Numbers and words as people read them."""

from __future__ import annotations

import math
import re

from markupsafe import Markup, escape

from jointex.units import pounds

MINUS = "\u2212"
THIN = "\u202f"

PHASES = {
    "outbound": ("taxi", "take_off", "climb", "route", "join"),
    "work": ("meet", "work", "formation"),
    "refuelling": ("refuel", "hold", "rendezvous", "observation", "astern", "contact", "reform"),
    "homebound": ("leave", "return", "divert"),
    "approach": ("approach", "descent", "land", "vertical_landing"),
}
"""Parts of a flight, and the tasks each begins with."""

LARGER_UNITS = {"s": (600.0, 60.0, "min"), "kg": (10_000.0, 1000.0, "t"), "m": (10_000.0, 1000.0, "km")}
"""Above the first number of a unit, people read it divided by the second, in the third."""


def phase(task: str) -> str:
    """Return the part of a flight that a task belongs to; the task itself where it belongs to none."""
    plain = task.replace("-", "_")
    return next((name for name, tasks in PHASES.items() if plain in tasks), task.replace("_", " "))


def figure(value: float | None, digits: int = 3) -> str:
    """Return a number with about so many digits that count, thousands set apart; a dash for None.

    Parameters
    ----------
    value : float or None
    digits : int
        Digits that count; digits before the point are never cut.

    Returns
    -------
    str
    """
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{abs(value):,.{min(places, 6)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".") if float(text.replace(",", "")) == round(value) else text
    is_zero = not text.strip("0.,")
    return (MINUS if value < 0 and not is_zero else "") + text


def figures(values: list[float | None], digits: int = 3) -> list[str]:
    """Return numbers that stand together with the same decimals: the largest has about so many digits that count.

    Parameters
    ----------
    values : list of float or None
    digits : int

    Returns
    -------
    list of str
        A dash for None.
    """
    size = max((abs(value) for value in values if value is not None), default=0.0)
    places = 0 if size == 0.0 else min(6, max(0, digits - 1 - math.floor(math.log10(size))))
    if all(value is None or value == round(value) for value in values):
        places = 0
    return ["–" if value is None else _fixed(value, places) for value in values]


def _fixed(value: float, places: int) -> str:
    text = f"{abs(value):,.{places}f}"
    return text if value >= 0 or not text.strip("0.,") else MINUS + text


def for_people(unit: str, size: float) -> tuple[float, str]:
    """Return by what to divide values of a unit so that they read well, and the unit they are then in.

    Parameters
    ----------
    unit : str
        Unit of the values.
    size : float
        The largest of them.

    Returns
    -------
    tuple of float and str
    """
    if unit == "":
        return 0.01, "%"
    limit, divisor, larger = LARGER_UNITS.get(unit, (math.inf, 1.0, unit))
    return (divisor, larger) if abs(size) >= limit else (1.0, unit)


def percent(share: float | None) -> str:
    """Return a share as a percentage; never 0 or 100 % for a share that is not quite."""
    if share is None:
        return "–"
    rounded = round(100.0 * share)
    if rounded in (0, 100) and share not in (0.0, 1.0):
        return (
            f"{100.0 * share:.1f}{THIN}%"
            if 0.0005 <= share <= 0.9995
            else ("<0.1" if share < 0.5 else ">99.9") + f"{THIN}%"
        )
    return f"{rounded}{THIN}%"


def fuel(mass_kg: float | None) -> str:
    """Return a mass of fuel in kilograms or tonnes, and in thousands of pounds as crews count it."""
    if mass_kg is None or not math.isfinite(mass_kg):
        return "–"
    kilopounds = f"{abs(pounds(mass_kg)) / 1000.0:.1f} klb"
    sign = MINUS if mass_kg < 0 else ""
    if abs(mass_kg) >= 10_000.0:
        return f"{sign}{abs(mass_kg) / 1000.0:.1f} t ({sign}{kilopounds})"
    return f"{sign}{abs(mass_kg):,.0f} kg ({sign}{kilopounds})"


def duration(time_s: float) -> str:
    """Return a time as hours and minutes, or minutes and seconds below an hour."""
    sign = MINUS if time_s < 0 else ""
    seconds = round(abs(time_s))
    if seconds >= 3600:
        minutes = round(seconds / 60)
        return f"{sign}{minutes // 60} h {minutes % 60:02d} min"
    if seconds >= 600 or (seconds > 0 and seconds % 60 == 0):
        return f"{sign}{round(seconds / 60)} min"
    return f"{sign}{seconds // 60} min {seconds % 60:02d} s" if seconds >= 60 else f"{sign}{seconds} s"


def whole(text: str) -> Markup:
    """Return a text in which names such as F-35B do not break at their hyphen, as HTML."""
    return Markup(re.sub(r"\b([A-Z]{1,3}-\d[0-9A-Z]*)\b", r'<span class="keep">\1</span>', str(escape(text))))


def count(number: int, one: str, many: str = "") -> str:
    """Return a number of things: `1 run`, `3 runs`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def place_words(place_deg: tuple[float, float]) -> str:
    """Return a latitude and longitude [deg] in degrees, minutes and tenths, as crews enter them."""
    return " ".join(
        _minutes(value, width, signs) for value, width, signs in zip(place_deg, (2, 3), ("NS", "EW"), strict=True)
    )


def _minutes(value_deg: float, width: int, signs: str) -> str:
    tenths = round(abs(value_deg) * 600.0)
    return f"{tenths // 600:0{width}d}°{tenths % 600 / 10.0:04.1f}′{signs[int(value_deg < 0.0)]}"
