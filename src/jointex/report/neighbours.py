"""The neighbours' sheet: decibels, minutes, people and money at named places, each place on its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from jointex.errors import Fault, InputError
from jointex.record.folder import COMMUNITIES
from jointex.report.backdrop import add_grid, add_land, add_scale_bar
from jointex.report.bands import add_bands, add_lines
from jointex.report.chart import Chart, fit_chart
from jointex.report.labels import Label, place_labels
from jointex.report.material import Material
from jointex.report.svg import Drawing
from jointex.report.words import MINUS, THIN, figure

FRAME = (46.0, 2.0, 444.0, 400.0)
"""Square, as the grid of noise is [px]."""
BANDS_DB = (37, 42, 47, 52, 57, 62, 67)
"""Lower edges of the bands drawn [Lden, dB]; 57 and 62 are Japan's standards."""
STANDARDS_DB = (57, 62)
LEAST_LABELLED = 40.0
"""A line less across than this is too small to carry its level [px]."""
KIND_WORDS = {"town": "", "care_home": "care home"}


def neighbour_sheet(material: Material) -> dict[str, Any] | None:
    """Return what the neighbours' sheet shows.

    Parameters
    ----------
    material : Material
        With `communities`.

    Returns
    -------
    dict or None
        Rows and pictures; None where the run folder has no communities.json.

    Raises
    ------
    InputError
        If communities.json is damaged.
    """
    told = material.communities
    if not told or not told.get("places"):
        return None
    try:
        return _sheet(told)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        rule = f"must be as `jointex run` writes it ({type(error).__name__}: {error})"
        raise InputError(Fault(rule, COMMUNITIES, hint="Make the folder anew with `jointex run`.")) from None


def _sheet(told: dict[str, Any]) -> dict[str, Any]:
    """Return what the sheet shows of communities.json."""
    maps = [_draw(grid, told["places"]) for grid in told["grids"] if np.max(grid["lden_db"]) >= BANDS_DB[0]]
    return {
        "runs": told["runs"],
        "runs_heard": told["runs_heard"],
        "loud_from": f"{told['loud_from_dba']:g}",
        "heard_from": f"{told['heard_from_dba']:g}",
        "places": [_place(place) for place in told["places"]],
        "maps": maps,
        "bands": [f"{low} to {low + 5}" if low < BANDS_DB[-1] else f"{low} and more" for low in BANDS_DB],
        "areas": [
            f"{grid['base']} {grid['area_km2']['57']:,.0f} and {grid['area_km2']['62']:,.0f} km²"
            for grid in told["grids"]
            if grid["area_km2"]["57"]
        ],
        "movements": [_movement(row) for row in told["movements"]],
        "people": [_people(row) for row in told["people"] if row["people"]],
        "money": _money(told["money"]),
        "emissions": [_gas(gas, amount) for gas, amount in told["emissions"].items()],
        "context": [_context(name, known) for name, known in told["money"]["context"].items()],
        "limits": told["limits"],
        "without_card": ", ".join(told["without_noise_card"]),
    }


def _place(place: dict[str, Any]) -> dict[str, Any]:
    """Return a place as a row."""
    award, loudest = place["award_if_every_day"], place["loudest"]
    over = place["over_standard"]
    return {
        "name": place["name"],
        "kind": KIND_WORDS.get(place["kind"], place["kind"]),
        "base": f"{place['base']} {place['base_name']}" if place["base"] != place["base_name"] else place["base"],
        "people": f"{place['people']:,}" if place["people"] else "–",
        "basis": place["basis"],
        "lmax": _level(place["lmax_dba"]),
        "by": f"{loudest['aircraft']}, {loudest['move']}" if loudest else "",
        "passes": figure(place["passes"]["value"], 2),
        "minutes": figure(place["loud_min"]["value"], 2),
        "lden": _level(place["lden_db"]),
        "dnl": _level(place["dnl_db"])[0],
        "wecpnl": _level(place["wecpnl_db"]),
        "over": f"{100 * over['I']:.0f}{THIN}%" if over["I"] else "–",
        "award": _award(award),
    }


def _award(entry: dict[str, Any] | None) -> tuple[str, str]:
    """Return what courts award a month for such days [million JPY], and its range."""
    if entry is None:
        return "–", ""
    value, low, high = (f"{entry[key] / 1e6:,.0f}" for key in ("value", "low", "high"))
    return value, f"{low} to {high}"


def _level(entry: dict[str, Any] | None) -> tuple[str, str, str]:
    """Return a level, the range of the noise cards, and where nine days of ten lie."""
    if entry is None:
        return "–", "", ""
    cards, days = (
        f"{_whole(entry[low])} to {_whole(entry[high])}" for low, high in (("input_low", "input_high"), ("p05", "p95"))
    )
    return _whole(entry["value"]), f"cards {cards}", f"days {days}"


def _whole(level: float | None) -> str:
    """Return a level without decimals, or that there is none."""
    return "nothing" if level is None else f"{level:.0f}".replace("-", MINUS)


def _range(known: dict[str, Any], by: float, unit: str) -> str:
    low, high = figure(known["low"] / by, 2), figure(known["high"] / by, 2)
    value, factor = f"{figure(known['value'] / by, 2)} {unit}", f"{low} to {high}" if low != high else ""
    if "p05" not in known:
        return value + (f" ({factor})" if factor else "")
    runs = f"90 % of runs {figure(known['p05'] / by, 2)} to {figure(known['p95'] / by, 2)}"
    return f"{value} ({runs}" + (f"; its factor {factor})" if factor else ")")


def _movement(row: dict[str, Any]) -> dict[str, str]:
    """Return movements at a base as a row."""

    def hours(counts: list[float]) -> str:
        busy = [f"{hour:02d}:00 {figure(n, 2)}" for hour, n in enumerate(counts) if n >= 0.05]
        return ", ".join(busy) or "–"

    return {
        "base": f"{row['base']} {row['name']}",
        "takeoffs": hours(row["takeoffs_by_hour"]),
        "landings": hours(row["landings_by_hour"]),
        "vertical": figure(row["vertical_landings"], 2) if row["vertical_landings"] else "–",
        "night": f"{figure(row['at_night']['value'], 2)}; at most {row['most_at_night']}"
        if row["most_at_night"]
        else "none",
    }


def _people(row: dict[str, Any]) -> dict[str, str]:
    low, high = row["lden_from_db"], row["lden_to_db"]
    words = f"below {high:g}" if low is None else f"{low:g} and more" if high is None else f"{low:g} to {high:g}"
    return {"band": words, "people": f"{row['people']:,}", "towns": ", ".join(row["towns"])}


def _money(money: dict[str, Any]) -> list[dict[str, str]]:
    """Return what flying costs, by type and in all."""
    rows = []
    for one in money["by_type"]:
        hour = one["hour"]
        rows.append(
            {
                "name": f"{one['aircraft']}, {figure(one['hours'], 3)} h",
                "amount": _range(one["cost"], 1e3, "thousand USD") if one["cost"] else "no figure",
                "basis": hour["basis"] if hour else "",
                "source": hour["source"] if hour else "",
            }
        )
    for name, key in (("All flying hours", "flying_hours"), ("Fuel, within the hours", "fuel")):
        known = money[key]
        rows.append(
            {
                "name": name,
                "amount": _range(known, 1e3, "thousand USD"),
                "basis": known["basis"],
                "source": known["source"],
            }
        )
    return rows


def _gas(gas: str, amount: dict[str, Any]) -> dict[str, str]:
    left_out = f" Without {', '.join(amount['left_out'])}." if amount.get("left_out") else ""
    return {
        "name": gas,
        "amount": _range(amount, 1e3, "t"),
        "basis": amount["basis"],
        "source": amount["source"] + left_out,
    }


CONTEXT_WORDS = {
    "host_nation_support": "Host nation support",
    "base_spending_us": "What American bases cost Japan; with moving forces, the upper end",
    "defence_budget_fy2025": "Defence budget FY2025",
    "defence_budget_fy2026": "Defence budget FY2026",
    "contracts_five_firms": "Arms revenues of five Japanese firms",
    "contract_missiles": "One contract for missiles",
    "upgrade_f15j": "Upgrade of the F-15J",
    "grant_shintomi": "Shintomi's payment to residents",
    "grant_shintomi_total": "The same, all residents",
    "grant_training_moved": "Grants for training moved to a base",
    "grant_realignment_iwakuni": "Realignment grants around Iwakuni",
    "soundproofing_nyutabaru": "Soundproof homes around Nyutabaru",
    "award_per_plaintiff": "Awards of noise suits",
}


def _context(name: str, known: dict[str, Any]) -> dict[str, str]:
    """Return a figure told for scale as a row."""

    def number(value: float) -> str:
        return f"{value:,.0f}" if value >= 10.0 else f"{value:g}"

    ends = f" ({number(known['low'])} to {number(known['high'])})" if known["low"] != known["high"] else ""
    words = CONTEXT_WORDS.get(name, name.replace("_", " ").capitalize())
    amount = f"{number(known['value'])}{ends} {known['unit']}"
    return {"name": words, "amount": amount, "basis": known["basis"], "source": known["source"]}


def _draw(grid: dict[str, Any], places: list[dict[str, Any]]) -> str:
    """Return the map of noise around a base: contours by level, its towns and points."""
    latitude, longitude = np.array(grid["latitude_deg"]), np.array(grid["longitude_deg"])
    corners = np.array([(a, b) for a in latitude[[0, -1]] for b in longitude[[0, -1]]])
    chart = fit_chart(corners[:, 0], corners[:, 1], FRAME, 0.0, 50.0)
    name = f"noise-{grid['base'].lower()}"
    title = f"Noise around {grid['base']} {grid['name']}"
    drawing = Drawing(
        name, FRAME[2] + 2.0, FRAME[3] + 22.0, title, f"{title}: day-evening-night level of the day, in bands of 5 dB."
    )
    clip = drawing.clip("frame", FRAME[0], FRAME[1], FRAME[2] - FRAME[0], FRAME[3] - FRAME[1])
    drawing.rect(FRAME[0], FRAME[1], FRAME[2] - FRAME[0], FRAME[3] - FRAME[1], "sea")
    add_land(drawing, chart, clip)
    add_grid(drawing, chart, clip)
    _add_contours(drawing, chart, grid, latitude, longitude, clip)
    drawing.rect(FRAME[0], FRAME[1], FRAME[2] - FRAME[0], FRAME[3] - FRAME[1], "frame")
    bar = add_scale_bar(drawing, chart, np.zeros((0, 2)))
    _add_names(drawing, chart, grid, places, bar)
    return str(drawing)


def _add_contours(
    drawing: Drawing, chart: Chart, grid: dict[str, Any], latitude: Any, longitude: Any, clip: str
) -> None:
    """Fill the bands between the levels, and draw the lines of Japan's standards with their level."""
    levels = np.array(grid["lden_db"], dtype=float)
    rows, columns = np.meshgrid(latitude, longitude, indexing="ij")
    pixels = chart.pixels(rows.ravel(), columns.ravel())
    x, y = (pixels[:, axis].reshape(levels.shape) for axis in (0, 1))
    add_bands(drawing, x, y, levels, (*BANDS_DB, np.inf), "noise n", 1, clip)
    for level in STANDARDS_DB:
        longest = add_lines(drawing, x, y, levels, level, "level", clip)
        if len(longest) and float(np.ptp(longest, axis=0).max()) > LEAST_LABELLED:
            at_x, at_y = longest[int(np.argmin(longest[:, 1]))].tolist()
            drawing.text(at_x, at_y - 3.0, f"{level:g}", "tick ink", "middle")


def _add_names(
    drawing: Drawing,
    chart: Chart,
    grid: dict[str, Any],
    places: list[dict[str, Any]],
    bar: tuple[float, float, float, float],
) -> None:
    """Mark the base, towns and points with their names."""
    middle = (float(np.mean(grid["latitude_deg"])), float(np.mean(grid["longitude_deg"])))
    marks = [(*middle, "base", grid["base"])]
    marks += [
        (place["latitude_deg"], place["longitude_deg"], "point", _named(place))
        for place in places
        if place["base"] == grid["base"]
    ]
    pixels = chart.pixels(np.array([mark[0] for mark in marks]), np.array([mark[1] for mark in marks]))
    left, top, right, bottom = FRAME
    labels = []
    for (x, y), (_, _, kind, text) in zip(pixels.tolist(), marks, strict=True):
        if left < x < right and top < y < bottom:
            drawing.circle(x, y, 4.0 if kind == "base" else 3.0, f"mark {kind}")
            labels.append(Label(text, x, y, 12.0, f"place {'base' if kind == 'base' else ''}".strip()))
    for placed in place_labels(labels, (left + 3, top + 3, right - 3, bottom - 3), pixels, np.zeros((0, 2)), (bar,)):
        drawing.text(placed.x, placed.y, placed.label.text, placed.label.class_)


def _named(place: dict[str, Any]) -> str:
    """Return a place with its greatest level, as the map says it."""
    town = place["name"].split(",")[0]
    level = place["lmax_dba"]
    return f"{town} {level['value']:.0f} dBA" if level else town
