"""Fuel ladders: planned fuel over time, the runs around it, on-loads, and the lines it must stay above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.report.axes import Scale, spread_apart, time_axis, value_axis
from jointex.report.material import Material
from jointex.report.onloads import add_onloads, bracket_times_s
from jointex.report.standing_by import stand_in
from jointex.report.svg import Drawing, band_data, path_data, thinned
from jointex.report.words import figure, fuel

Array = npt.NDArray[Any]

WIDTH, HEIGHT = 420.0, 290.0
LEFT, RIGHT, TOP, BOTTOM = 36.0, 318.0, 14.0, 256.0
N_MOMENTS = 160
LINES = (("joker_kg", "joker"), ("bingo_kg", "bingo"), ("reserve_kg", "reserve"))
MOST_SERIES = 4000


@dataclass(frozen=True)
class Bands:
    """Fuel of the aircraft of a flight at one moment after the other, over all runs.

    Attributes
    ----------
    time_s : array (n,)
        Moments [s from start].
    low_kg, middle_kg, high_kg : array (n,)
        5th, 50th and 95th percentile of those in the air, at moments when at least half are [kg].
    """

    time_s: Array
    low_kg: Array
    middle_kg: Array
    high_kg: Array


def fuel_bands(material: Material, flight: dict[str, Any]) -> Bands:
    """Return how the fuel of a flight spreads over the runs.

    Between the moments at which fuel was noted it is taken to fall evenly.

    Parameters
    ----------
    material : Material
    flight : dict
        A flight of the plan.

    Returns
    -------
    Bands
        Empty where no aircraft of the flight flew.
    """
    is_known = np.isin(material.fuels["aircraft"], flight["members"]) & np.isfinite(material.fuels["fuel_kg"])
    order = np.lexsort([material.fuels[name][is_known] for name in ("time_s", "aircraft", "run")])
    known = {name: column[is_known][order] for name, column in material.fuels.items()}
    is_new = (np.diff(known["run"]) != 0) | (known["aircraft"][1:] != known["aircraft"][:-1])
    series = [rows for rows in np.split(np.arange(len(order)), np.flatnonzero(is_new) + 1) if len(rows) > 1]
    if not series:
        return Bands(*[np.zeros(0)] * 4)
    series = series[:: 1 + len(series) // MOST_SERIES]
    low_s, high_s = float(known["time_s"].min()), float(known["time_s"].max())
    moments_s = np.linspace(low_s, high_s, N_MOMENTS)
    fuels_kg = np.array(
        [np.interp(moments_s, known["time_s"][rows], known["fuel_kg"][rows], np.nan, np.nan) for rows in series]
    )
    is_shown = np.isfinite(fuels_kg).sum(axis=0) >= max(1.0, 0.5 * len(series))
    if not is_shown.any():
        return Bands(*[np.zeros(0)] * 4)
    low, middle, high = np.nanquantile(fuels_kg[:, is_shown], (0.05, 0.5, 0.95), axis=0)
    return Bands(moments_s[is_shown], low, middle, high)


def draw_ladder(material: Material, flight: dict[str, Any]) -> str:
    """Return the fuel ladder of one flight as an SVG picture.

    Parameters
    ----------
    material : Material
    flight : dict
        A flight of the plan.

    Returns
    -------
    str
    """
    points = [point for point in flight["points"] if point.get("fuel_kg") is not None]
    bands = fuel_bands(material, flight)
    drawing = Drawing(
        f"ladder-{flight['id']}", WIDTH, HEIGHT, f"Fuel of {flight['id']}", _description(material, flight)
    )
    times = [*(point["time_s"] for point in points), *bands.time_s.tolist(), *bracket_times_s(material, flight)]
    times = times or [0.0, 1.0]
    most_kg = max(
        [flight["fuel"].get("loaded_kg") or 0.0, *(p["fuel_kg"] for p in points), *bands.high_kg.tolist(), 1.0]
    )
    margin_s = 0.02 * max(max(times) - min(times), 60.0)
    across = Scale(min(times) - margin_s, max(times) + margin_s, LEFT, RIGHT)
    least_kg = min([0.0, *(1.15 * point["fuel_kg"] for point in points)])
    up = Scale(least_kg / 1000.0, 1.04 * most_kg / 1000.0, BOTTOM, TOP)
    value_axis(drawing, up, LEFT, RIGHT, 6, lambda tonnes: figure(tonnes, 2))
    drawing.text(LEFT - 6, TOP - 3, "t", "tick", "end")
    time_axis(drawing, across, material.start, TOP, BOTTOM, 5)
    _add_work(drawing, material, flight, across)
    colour = material.colour(flight["id"])
    if len(bands.time_s):
        x = across.of(bands.time_s)
        low, middle, high = (up.of(fuels / 1000.0) for fuels in (bands.low_kg, bands.middle_kg, bands.high_kg))
        drawing.add("path", d=path_data(band_data(x, low, high), closed=True), class_=f"band {colour}")
        drawing.path([thinned(np.column_stack([x, middle]))], f"middle {colour}")
    plan = np.array([(across(point["time_s"]), up(point["fuel_kg"] / 1000.0)) for point in points])
    drawing.path([plan], "planned")
    for point, (x, y) in zip(points, plan.tolist(), strict=True):
        if point["name"]:
            drawing.circle(x, y, 2.2, "planned-point")
    _add_lines(drawing, flight, up)
    add_onloads(drawing, material, flight, (across, up), plan)
    drawing.line(LEFT, up(0.0), RIGHT, up(0.0), "axis")
    return str(drawing)


def _description(material: Material, flight: dict[str, Any]) -> str:
    held = flight["fuel"]
    lines = ", ".join(f"{word} {fuel(held[key])}" for key, word in LINES if held.get(key) is not None)
    taken = "".join(
        f" At {material.clock(one['arrive_s'])} it takes {fuel(one['onload_kg'])} from {one['tanker']}; "
        f"abort fuel {fuel(one['abort_kg'])} to {one['divert']}."
        for one in (material.plan.get("refuelling") or {}).get("brackets", ())
        if one["flight"] == flight["id"]
    )
    called = "" if stand_in(material, flight["id"]) is None else ", if it is called at once and gives nothing"
    return (
        f"Fuel of one aircraft of {flight['id']} over time. Loaded {fuel(held.get('loaded_kg'))}, "
        f"planned on landing {fuel(held.get('landing_kg'))}{called}; {lines}.{taken}"
    )


def _add_work(drawing: Drawing, material: Material, flight: dict[str, Any], across: Scale) -> None:
    for work in material.plan["work"]:
        if flight["id"] in work["flights"]:
            start, end = across(work["start_s"]), across(work["end_s"])
            drawing.rect(start, TOP, end - start, BOTTOM - TOP, "window")


def _add_lines(drawing: Drawing, flight: dict[str, Any], up: Scale) -> None:
    """Draw joker, bingo and reserve, and name them beside the picture; what its tanks never hold is no line in it."""
    masses = ((word, flight["fuel"].get(key)) for key, word in LINES)
    held = [(word, mass_kg) for word, mass_kg in masses if mass_kg is not None and mass_kg <= 1000.0 * up.high]
    places = [up(mass_kg / 1000.0) for _, mass_kg in held]
    beside = spread_apart(places, 14.0, TOP + 6, BOTTOM - 2)
    for (word, mass_kg), y, label_y in zip(held, places, beside, strict=True):
        drawing.line(LEFT, y, RIGHT, y, f"limit {word}")
        drawing.add("path", d=f"M{RIGHT:g} {y:.1f}L{RIGHT + 8:g} {label_y:.1f}", class_=f"limit-tie {word}")
        drawing.text(
            RIGHT + 11, label_y + 4, f"{word} {mass_kg / 1000.0:.{1 if mass_kg >= 1000.0 else 2}f} t", f"tick {word}"
        )
