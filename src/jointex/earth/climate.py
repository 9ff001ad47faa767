"""The month's mean winds over the western North Pacific, drawn from points onto a grid.

`data/climatology.json` holds what reanalyses and ship reports say at eight places, with source and basis of each value. Here
they are carried to other months, other levels and the places between: all of it smooth, none of it a forecast.

Months: a weight of 0 in January and 1 in July follows the yearly cycle of the 200 hPa wind south of Japan. Winds at 200 hPa
follow their own monthly means; lower levels take the share of its anomaly that January's profile over Kyushu shows.
Places: a least-squares trend, and kriging of what it leaves over. The east wind's trend is a bell over latitude at the
jet's core, the temperature's a step there.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.earth import winds
from jointex.earth.atmosphere import (
    GAS_CONSTANT_J_KG_K,
    GRAVITY_M_S2,
    SEA_LEVEL_PRESSURE_PA,
    SEA_LEVEL_TEMPERATURE_K,
    exact_pressure_ratio,
    exact_temperature_k,
    height_above_sea_m,
)
from jointex.earth.winds import Weather
from jointex.units import CELSIUS_ZERO_K

Array = NDArray[np.float64]

LATITUDES_DEG = np.linspace(5.0, 55.0, 41)
LONGITUDES_DEG = np.linspace(115.0, 190.0, 16)
ALTITUDES_M = np.linspace(0.0, 18000.0, 37)

JET_WIDTH_DEG = 10.0
"""Half width of the jet at 1/e [deg]. Estimated: fits January's 200 hPa winds at seven points to 5 m/s."""
LATITUDE_REACH_DEG, LONGITUDE_REACH_DEG = 8.0, 15.0
"""Distance over which what the trend leaves over stays alike [deg]. Estimated; longer ones carry Japan's winds too far east."""
KYUSHU = "nyutabaru"
CYCLE_POINTS = (KYUSHU, "25n_140e")
"""Points whose 200 hPa wind has a strong yearly cycle."""
TROPICAL, POLAR = "guam", "50n_170e"
"""Points whose January 1988 temperatures stand for air with a high and with a low tropopause."""
ABOVE_200_HPA = ((13608.0, -0.15), (16180.0, -0.55))
"""Altitude [m] and change of the wind above 200 hPa, as a share of the change from 500 to 200 hPa.

Derived: January 1988 analysis at 150 and 100 hPa, mean of the points from 25 to 41 N."""


def facts() -> dict[str, Any]:
    """Return the point values with unit, basis and source, as in `data/climatology.json`."""
    text = resources.files("jointex.earth").joinpath("data/climatology.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def pressure_altitudes_m(pressures_hpa: Any) -> Array:
    """Return the pressure altitudes [m] of pressures [hPa], (n,), 1,000 to 50 hPa."""
    ladder_m = np.arange(0.0, 21000.0, 10.0)
    logs = np.log(exact_pressure_ratio(ladder_m))
    wanted = np.log(np.asarray(pressures_hpa, dtype=np.float64) / 1013.25)
    return np.asarray(np.interp(-wanted, -logs, ladder_m))


def summer_weight(month: int, known: dict[str, Any]) -> float:
    """Return 0 in January and 1 in July, following the 200 hPa wind south of Japan; `month` 1 to 12."""
    cycle = np.mean([known["points"][name]["east_wind_200_by_month"]["value"] for name in CYCLE_POINTS], axis=0)
    return float(np.clip((cycle[0] - cycle[month - 1]) / (cycle[0] - cycle[6]), 0.0, 1.0))


def wind_by_level(point: dict[str, Any], component: str, month: int, weight: float, carried: Array) -> Array:
    """Return one wind component [m/s] at the five pressure levels of the facts in a month, (5,).

    Parameters
    ----------
    point : dict
        Facts of one place.
    component : str
        `east_wind` or `north_wind`.
    month : int
        1 to 12.
    weight : float
        Summer weight of the month.
    carried : array (5,)
        Share of the 200 hPa anomaly that each level takes.

    Returns
    -------
    array (5,)
    """
    winter, summer = (np.array(point[season][component]["value"], dtype=np.float64) for season in ("january", "july"))
    cycle = point[f"{component}_200_by_month"]["value"]
    blend = (1.0 - weight) * winter + weight * summer
    anomaly = cycle[month - 1] - ((1.0 - weight) * cycle[0] + weight * cycle[6])
    return np.asarray(blend + carried * anomaly)


def temperature_by_level(point: dict[str, Any], season: str, known: dict[str, Any]) -> Array:
    """Return the temperature deviation [K] at the nine levels of the 1988 profiles, (9,), in January or July.

    The shape is that of January 1988 (in July a mix of tropical and polar air by height of the tropopause); it is shifted
    so that the mean deviations of the layers 850 to 500 and 500 to 200 hPa are those of the climatology.
    """
    pressures = np.array(known["pressure_levels_1988"]["value"], dtype=np.float64)
    standard_k = exact_temperature_k(pressure_altitudes_m(pressures))
    own = np.array(point["temperature_january_1988"]["value"]) - standard_k
    if season == "july":
        places = known["points"]
        tropical, polar = (
            np.array(places[n]["temperature_january_1988"]["value"]) - standard_k for n in (TROPICAL, POLAR)
        )
        high, low = (np.mean(places[n]["january"]["tropopause"]["value"]) for n in (TROPICAL, POLAR))
        share = np.clip((np.mean(point["july"]["tropopause"]["value"]) - low) / (high - low), 0.0, 1.0)
        own = share * tropical + (1.0 - share) * polar
    lower = np.array([1.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    upper = np.array([0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0])
    logs = np.log(pressures)
    mean = [_layer_mean_weights(logs, 0, 3), _layer_mean_weights(logs, 2, 7)]
    names = ("temperature_deviation_850_500", "temperature_deviation_500_200")
    missing = [point[season][name]["value"] - weights @ own for name, weights in zip(names, mean, strict=True)]
    matrix = np.array([[weights @ lower, weights @ upper] for weights in mean])
    shift = np.linalg.solve(matrix, missing)
    return np.asarray(own + shift[0] * lower + shift[1] * upper)


def _layer_mean_weights(logs: Array, first: int, stop: int) -> Array:
    """Return the weights of a mean over the logarithm of pressure between two levels, by trapezoids."""
    weights = np.zeros(len(logs))
    for index in range(first, stop - 1):
        half = (logs[index] - logs[index + 1]) / 2.0
        weights[index] += half
        weights[index + 1] += half
    return np.asarray(weights / weights.sum())


def spread_over_grid(places_deg: Array, values: Array, trend: str, core_deg: float) -> Array:
    """Return values known at places on the grid of the theatre, by a fitted trend and kriging of what it leaves over.

    Parameters
    ----------
    places_deg : array (n, 2)
        Latitude and longitude [deg].
    values : array (n, m)
        Values at the places, one column for each field.
    trend : str
        What the mean follows beside a constant: `bell` over latitude at the core of the jet, `step` there, or `flat`.
    core_deg : float
        Latitude of the core of the jet [deg].

    Returns
    -------
    array (41, 16, m)
        Values at the nodes; exact at the places.
    """
    nodes_deg = np.stack(np.meshgrid(LATITUDES_DEG, LONGITUDES_DEG, indexing="ij"), axis=-1).reshape(-1, 2)
    drift = _drift(places_deg, trend, core_deg)
    fit, *_ = np.linalg.lstsq(drift, values, rcond=None)
    weights = np.linalg.solve(_likeness(places_deg, places_deg), values - drift @ fit)
    field = _drift(nodes_deg, trend, core_deg) @ fit + _likeness(nodes_deg, places_deg) @ weights
    return np.asarray(field.reshape(len(LATITUDES_DEG), len(LONGITUDES_DEG), -1))


def _likeness(first: Array, second: Array) -> Array:
    """Return the correlation of what the trend leaves over between two sets of places, (n, m)."""
    apart = (first[:, None, :] - second[None, :, :]) / (LATITUDE_REACH_DEG, LONGITUDE_REACH_DEG)
    return np.asarray(np.exp(-0.5 * np.sum(apart**2, axis=-1)))


def _drift(places_deg: Array, trend: str, core_deg: float) -> Array:
    """Return the columns of the trend at places, (n, 1 or 2)."""
    constant = np.ones(len(places_deg))
    away = (places_deg[:, 0] - core_deg) / JET_WIDTH_DEG
    if trend == "bell":
        return np.stack([constant, np.exp(-(away**2))], axis=1)
    if trend == "step":
        return np.stack([constant, np.tanh(away)], axis=1)
    return constant[:, None]


def theatre_grid(month: int, temperature_offset_k: float) -> Weather:
    """Return the theatre's weather of a month; `winds.climatology` checks and keeps it.

    Parameters
    ----------
    month : int
        1 to 12.
    temperature_offset_k : float
        Added to every temperature deviation [K].

    Returns
    -------
    Weather
    """
    known = facts()
    weight = summer_weight(month, known)
    core_deg = (1.0 - weight) * known["jet"]["winter_core_latitude"]["value"]
    core_deg += weight * known["jet"]["summer_core_latitude"]["value"]
    nodes = np.zeros((len(LATITUDES_DEG), len(LONGITUDES_DEG), len(ALTITUDES_M), 6))
    _fill_winds(nodes, known, month, weight, core_deg)
    _fill_temperatures(nodes, known, month, weight, core_deg, temperature_offset_k)
    is_measured = month in (1, 7)
    return Weather(
        nodes=nodes,
        axes=winds.grid_axes(LATITUDES_DEG, LONGITUDES_DEG, ALTITUDES_M),
        kind="climatology",
        basis="derived" if is_measured else "estimated",
        source="; ".join(source["title"] for source in known["sources"].values()),
        month=month,
        notes=_notes(is_measured, known),
    )


def _notes(is_measured: bool, known: dict[str, Any]) -> tuple[str, ...]:
    """Return what a reader must know of the grid."""
    months = (
        "Monthly means at seven points aloft and eight at the surface, interpolated smoothly between them."
        if is_measured
        else "Estimated from January and July by the yearly cycle of the 200 hPa wind; surface values are of the month."
    )
    return (months, "Winds above 200 hPa and July temperatures above 200 hPa are estimated.", *known["notes"])


def _fill_winds(nodes: Array, known: dict[str, Any], month: int, weight: float, core_deg: float) -> None:
    """Fill mean winds and their standard deviations."""
    points, surface = known["points"], known["surface"]
    kyushu = np.array(points[KYUSHU]["january"]["east_wind"]["value"])
    carried = kyushu / kyushu[-1]
    upper_deg, surface_deg = _places_deg(points), _places_deg(surface)
    levels_m = pressure_altitudes_m(known["pressure_levels"]["value"])
    for place, component, trend in ((winds.EAST_WIND, "east_wind", "bell"), (winds.NORTH_WIND, "north_wind", "flat")):
        aloft = np.array([wind_by_level(point, component, month, weight, carried) for point in points.values()])
        gain = aloft[:, -1] - aloft[:, 1]
        top = np.stack([aloft[:, -1] + share * gain for _, share in ABOVE_200_HPA], axis=1)
        low = np.array([[point[component]["value"][month - 1]] for point in surface.values()])
        ladder_m = np.concatenate(([0.0], levels_m, [altitude_m for altitude_m, _ in ABOVE_200_HPA]))
        fields = [spread_over_grid(surface_deg, low, "flat", core_deg)]
        fields.append(spread_over_grid(upper_deg, np.concatenate([aloft, top], axis=1), trend, core_deg))
        nodes[..., place] = _between_levels(ladder_m, np.concatenate(fields, axis=-1))
        spread = np.array([_blend(point, f"{component}_sd", weight) for point in points.values()])
        field = spread_over_grid(upper_deg, spread, "step", core_deg)
        nodes[..., place + winds.EAST_SD] = np.maximum(_between_levels(levels_m, field), 0.0)


def _fill_temperatures(
    nodes: Array, known: dict[str, Any], month: int, weight: float, core_deg: float, offset_k: float
) -> None:
    """Fill temperature deviations, and heights by the hydrostatic equation from the pressure at sea level."""
    points, surface = known["points"], known["surface"]
    levels_m = pressure_altitudes_m(known["pressure_levels_1988"]["value"])
    seasons = [
        np.array([temperature_by_level(point, season, known) for point in points.values()])
        for season in ("january", "july")
    ]
    aloft = (1.0 - weight) * seasons[0] + weight * seasons[1]
    standard_c = SEA_LEVEL_TEMPERATURE_K - CELSIUS_ZERO_K
    low = np.array([[point["air_temperature"]["value"][month - 1] - standard_c] for point in surface.values()])
    fields = [spread_over_grid(_places_deg(surface), low, "step", core_deg)]
    fields.append(spread_over_grid(_places_deg(points), aloft, "step", core_deg))
    ladder_m = np.concatenate(([0.0], levels_m))
    nodes[..., winds.TEMPERATURE] = _between_levels(ladder_m, np.concatenate(fields, axis=-1))
    pressure = np.array([[point["pressure"]["value"][month - 1]] for point in surface.values()])
    sea_level_hpa = spread_over_grid(_places_deg(surface), pressure, "flat", core_deg)[..., 0]
    nodes[..., winds.HEIGHT] = _height_differences_m(nodes[..., winds.TEMPERATURE], sea_level_hpa, offset_k)
    nodes[..., winds.TEMPERATURE] += offset_k


def _height_differences_m(deviations_k: Array, sea_level_hpa: Array, offset_k: float) -> Array:
    """Return geometric height minus pressure altitude [m]; an offset warms the column and leaves sea-level pressure."""
    temperature_k = SEA_LEVEL_TEMPERATURE_K + deviations_k[..., 0] + offset_k
    scale_m = GAS_CONSTANT_J_KG_K / GRAVITY_M_S2 * temperature_k
    base_m = scale_m * np.log(sea_level_hpa * 100.0 / SEA_LEVEL_PRESSURE_PA)
    result = np.empty_like(deviations_k)
    for place in np.ndindex(base_m.shape):
        base = float(base_m[place])
        result[place] = height_above_sea_m(ALTITUDES_M, deviations_k[place] + offset_k, base) - ALTITUDES_M
    return result


def _between_levels(levels_m: Array, values: Array) -> Array:
    """Return values (rows, columns, levels) on the grid's altitudes, straight lines between levels, constant beyond."""
    place = np.interp(ALTITUDES_M, levels_m, np.arange(len(levels_m)))
    below = np.minimum(place.astype(np.int64), len(levels_m) - 2)
    share = place - below
    return np.asarray(values[..., below] * (1.0 - share) + values[..., below + 1] * share)


def _blend(point: dict[str, Any], name: str, weight: float) -> Any:
    """Return a value of January and July mixed by the summer weight."""
    winter, summer = (np.asarray(point[season][name]["value"], dtype=np.float64) for season in ("january", "july"))
    return (1.0 - weight) * winter + weight * summer


def _places_deg(points: dict[str, Any]) -> Array:
    """Return latitude and longitude of points [deg], (n, 2)."""
    return np.array([[point["latitude_deg"], point["longitude_deg"]] for point in points.values()])
