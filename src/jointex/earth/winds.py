"""Winds and temperatures aloft on a grid of latitude, longitude and pressure altitude.

A `Weather` is still air (`no_wind`), one profile everywhere (`layers`), a month of the theatre (`climatology`), or what a
user's file says (`windfiles.read_winds`). Its kernel, `weather_at`, finds the cell by arithmetic alone and interpolates
straight lines; outside the grid the nearest edge holds. Day-to-day changes are standard deviations at the nodes times one
profile of departures a run (`departures`).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jointex.earth.atmosphere import geopotential_height_m, height_above_sea_m
from jointex.errors import Fault, QuestionError
from jointex.kernel import kernel

Array = NDArray[np.float64]

EAST_WIND, NORTH_WIND, TEMPERATURE, HEIGHT, EAST_SD, NORTH_SD = range(6)
"""Places in the last axis of `Weather.nodes`."""
LEVEL_CORRELATION = 0.9
"""Correlation of departures between neighbouring levels. Estimated: 0.85 to 0.95, class value for mid-latitudes."""
DEPARTURE_ALTITUDES_M = (0.0, 1457.0, 5574.0, 9164.0, 10363.0, 11784.0)
"""Levels with a draw of their own [m]: the surface, 850, 500, 300, 250 and 200 hPa in the standard atmosphere."""
_UNIFORM_ALTITUDES_M = np.arange(-2000.0, 25000.1, 100.0)


class Air(NamedTuple):
    """The air at one point, and its change over pressure altitude.

    Attributes
    ----------
    east_wind_m_s, north_wind_m_s : float
        Wind toward the east and toward the north [m/s].
    temperature_deviation_k : float
        Actual minus standard temperature at this pressure [K].
    height_difference_m : float
        Geometric height above mean sea level minus pressure altitude [m].
    east_shear, north_shear : float
        Change of wind over pressure altitude [1/s].
    temperature_gradient_k_m : float
        Change of the temperature deviation over pressure altitude [K/m].
    height_gradient : float
        Change of the height difference over pressure altitude [m/m].
    """

    east_wind_m_s: float
    north_wind_m_s: float
    temperature_deviation_k: float
    height_difference_m: float
    east_shear: float
    north_shear: float
    temperature_gradient_k_m: float
    height_gradient: float


class Layer(NamedTuple):
    """The wind at one level.

    Attributes
    ----------
    pressure_altitude_m : float
        Level [m].
    from_rad : float
        True direction the wind blows from [rad].
    speed_m_s : float
        Wind speed [m/s].
    temperature_deviation_k : float
        Actual minus standard temperature [K].
    wind_sd_m_s : float
        Standard deviation of each wind component from day to day [m/s].
    """

    pressure_altitude_m: float
    from_rad: float
    speed_m_s: float
    temperature_deviation_k: float = 0.0
    wind_sd_m_s: float = 0.0


@dataclass(frozen=True)
class Weather:
    """Winds, temperatures and heights on a regular grid.

    Attributes
    ----------
    nodes : array (n_latitudes, n_longitudes, n_altitudes, 6)
        East wind, north wind [m/s], temperature deviation [K], height difference (geometric minus pressure altitude) [m],
        and the standard deviations from day to day of east and north wind [m/s].
    axes : array (7,)
        First latitude [rad], latitudes for each radian, middle longitude [rad], first longitude less the middle [rad],
        longitudes for each radian, first pressure altitude [m], altitudes for each metre.
    kind : str
        `none`, `layers`, `climatology` or `file`.
    basis : str
        `published`, `derived` or `estimated`: the weakest that its winds rest on.
    source : str
        Where the values come from.
    month : int
        1 to 12 for a climatology, else 0.
    notes : tuple of str
        What a reader must know to judge the values.
    known_m : tuple of float
        Lowest and highest pressure altitude that winds are known at [m]; beyond, the nearest holds.
    """

    nodes: Array
    axes: Array
    kind: str
    basis: str
    source: str
    month: int = 0
    notes: tuple[str, ...] = field(default=())
    known_m: tuple[float, float] = (-math.inf, math.inf)

    def __post_init__(self) -> None:
        self.nodes.setflags(write=False)
        self.axes.setflags(write=False)

    @property
    def latitudes_deg(self) -> Array:
        """Latitudes of the nodes [deg], (n_latitudes,)."""
        return np.asarray(np.degrees(self.axes[0] + np.arange(self.nodes.shape[0]) / self.axes[1]))

    @property
    def longitudes_deg(self) -> Array:
        """Longitudes of the nodes [deg], (n_longitudes,); past 180 where the grid crosses the date line."""
        return np.asarray(np.degrees(self.axes[2] + self.axes[3] + np.arange(self.nodes.shape[1]) / self.axes[4]))

    @property
    def pressure_altitudes_m(self) -> Array:
        """Pressure altitudes of the nodes [m], (n_altitudes,)."""
        return np.asarray(self.axes[5] + np.arange(self.nodes.shape[2]) / self.axes[6])

    @property
    def east_wind_m_s(self) -> Array:
        """Wind toward the east [m/s], (n_latitudes, n_longitudes, n_altitudes)."""
        return self.nodes[..., EAST_WIND]

    @property
    def north_wind_m_s(self) -> Array:
        """Wind toward the north [m/s], (n_latitudes, n_longitudes, n_altitudes)."""
        return self.nodes[..., NORTH_WIND]

    @property
    def temperature_deviation_k(self) -> Array:
        """Actual minus standard temperature [K], (n_latitudes, n_longitudes, n_altitudes)."""
        return self.nodes[..., TEMPERATURE]

    @property
    def height_difference_m(self) -> Array:
        """Geometric height minus pressure altitude [m], (n_latitudes, n_longitudes, n_altitudes)."""
        return self.nodes[..., HEIGHT]

    @property
    def has_spread(self) -> bool:
        """Whether winds vary from day to day anywhere."""
        return bool(np.any(self.nodes[..., EAST_SD:] > 0.0))

    @property
    def no_departures(self) -> Array:
        """Departures of an average day: zeros, (n_altitudes, 2)."""
        return np.zeros((self.nodes.shape[2], 2))

    def at(
        self, latitude_deg: float, longitude_deg: float, pressure_altitude_m: float, departure: Array | None = None
    ) -> Air:
        """Return the air at a point.

        Parameters
        ----------
        latitude_deg, longitude_deg : float
            Place [deg].
        pressure_altitude_m : float
            Pressure altitude [m].
        departure : array (n_altitudes, 2), optional
            Departures of the day as `departures` gives them; by default the average day.

        Returns
        -------
        Air
        """
        day = self.no_departures if departure is None else departure
        place = (math.radians(latitude_deg), math.radians(longitude_deg))
        return Air(*(float(v) for v in weather_at(self.nodes, self.axes, day, *place, pressure_altitude_m)))

    def covers(self, latitude_deg: float, longitude_deg: float) -> bool:
        """Return whether a place [deg] lies inside the grid; outside, the nearest edge holds."""
        latitudes, longitudes = self.latitudes_deg, self.longitudes_deg
        # a bound of the grid comes back from radians with a last bit more or less
        east_deg = (longitude_deg - longitudes[0] + 1e-9) % 360.0
        is_between = latitudes[0] - 1e-9 <= latitude_deg <= latitudes[-1] + 1e-9
        return bool(is_between and east_deg <= longitudes[-1] - longitudes[0] + 2e-9)


@kernel
def _cell(place: float, count: int) -> tuple[int, float]:
    """Return the cell on an axis of `count` nodes and the share of it that is passed, both held at the ends."""
    held = min(max(place, 0.0), count - 1.0)
    index = min(int(held), count - 2)
    return index, held - index


@kernel
def weather_at(
    nodes: Array, axes: Array, departure: Array, latitude_rad: float, longitude_rad: float, pressure_altitude_m: float
) -> tuple[float, float, float, float, float, float, float, float]:
    """Return the air at a point of a grid.

    Parameters
    ----------
    nodes, axes : array
        As in `Weather`.
    departure : array (n_altitudes, 2)
        Departure of the day's east and north wind at each altitude, in standard deviations.
    latitude_rad, longitude_rad : float
        Place [rad].
    pressure_altitude_m : float
        Pressure altitude [m].

    Returns
    -------
    tuple of float
        The fields of `Air`, in order.
    """
    east_rad = longitude_rad - axes[2]
    if east_rad > math.pi:
        east_rad -= 2.0 * math.pi
    if east_rad < -math.pi:
        east_rad += 2.0 * math.pi
    row, north = _cell((latitude_rad - axes[0]) * axes[1], nodes.shape[0])
    column, east = _cell((east_rad - axes[3]) * axes[4], nodes.shape[1])
    level, up = _cell((pressure_altitude_m - axes[5]) * axes[6], nodes.shape[2])
    u_0, v_0, t_0, h_0 = _level_at(nodes, departure, row, column, level, north, east)
    u_1, v_1, t_1, h_1 = _level_at(nodes, departure, row, column, level + 1, north, east)
    above = (pressure_altitude_m - axes[5]) * axes[6]
    per_m = axes[6] if 0.0 <= above <= nodes.shape[2] - 1.0 else 0.0
    du, dv, dt, dh = u_1 - u_0, v_1 - v_0, t_1 - t_0, h_1 - h_0
    return (
        u_0 + du * up,
        v_0 + dv * up,
        t_0 + dt * up,
        h_0 + dh * up,
        du * per_m,
        dv * per_m,
        dt * per_m,
        dh * per_m,
    )


@kernel
def _level_at(
    nodes: Array, departure: Array, row: int, column: int, level: int, north: float, east: float
) -> tuple[float, float, float, float]:
    """Return east wind, north wind, temperature deviation and height difference inside one cell of one level."""
    a, b = (1.0 - north) * (1.0 - east), (1.0 - north) * east
    c, d = north * (1.0 - east), north * east
    east_sd = _mixed(nodes, row, column, level, EAST_SD, a, b, c, d)
    north_sd = _mixed(nodes, row, column, level, NORTH_SD, a, b, c, d)
    return (
        _mixed(nodes, row, column, level, EAST_WIND, a, b, c, d) + departure[level, 0] * east_sd,
        _mixed(nodes, row, column, level, NORTH_WIND, a, b, c, d) + departure[level, 1] * north_sd,
        _mixed(nodes, row, column, level, TEMPERATURE, a, b, c, d),
        _mixed(nodes, row, column, level, HEIGHT, a, b, c, d),
    )


@kernel
def _mixed(nodes: Array, row: int, column: int, level: int, kind: int, a: float, b: float, c: float, d: float) -> float:
    """Return one value mixed from four nodes; single elements, because a view of a row would cost a reference count."""
    south: float = a * nodes[row, column, level, kind] + b * nodes[row, column + 1, level, kind]
    north: float = c * nodes[row + 1, column, level, kind] + d * nodes[row + 1, column + 1, level, kind]
    return south + north


def grid_axes(latitudes_deg: ArrayLike, longitudes_deg: ArrayLike, pressure_altitudes_m: ArrayLike) -> Array:
    """Return the axes of a grid in the form kernels read.

    Parameters
    ----------
    latitudes_deg, longitudes_deg, pressure_altitudes_m : array (n,)
        Evenly spaced, rising, at least two each.

    Returns
    -------
    array (7,)
        As in `Weather.axes`.
    """
    latitudes, longitudes = np.radians(np.asarray(latitudes_deg)), np.radians(np.asarray(longitudes_deg))
    altitudes = np.asarray(pressure_altitudes_m, dtype=np.float64)
    middle = (longitudes[0] + longitudes[-1]) / 2.0
    rates = [(len(axis) - 1.0) / (axis[-1] - axis[0]) for axis in (latitudes, longitudes, altitudes)]
    return np.array([latitudes[0], rates[0], middle, longitudes[0] - middle, rates[1], altitudes[0], rates[2]])


def no_wind(temperature_offset_k: float = 0.0) -> Weather:
    """Return still air.

    Parameters
    ----------
    temperature_offset_k : float
        Actual minus standard temperature [K], everywhere.

    Returns
    -------
    Weather
    """
    profile = np.zeros((len(_UNIFORM_ALTITUDES_M), 6))
    profile[:, TEMPERATURE] = temperature_offset_k
    return _uniform(profile, "none", "U.S. Standard Atmosphere 1976, still air")


def layers(profile: Sequence[Layer], temperature_offset_k: float = 0.0) -> Weather:
    """Return one profile of wind and temperature that holds everywhere.

    Parameters
    ----------
    profile : sequence of Layer
        At least one, rising; wind components, spreads and temperatures are straight lines between and constant beyond.
    temperature_offset_k : float
        Added to every temperature deviation [K].

    Returns
    -------
    Weather

    Raises
    ------
    QuestionError
        If there is no layer, levels do not rise, a speed or a spread is negative, or a value is not finite.
    """
    rows = [Layer(*row) for row in profile]
    faults = _layer_faults(rows)
    if faults:
        raise QuestionError(faults)
    given = np.array(rows, dtype=np.float64)
    levels_m, from_rad, speed_m_s = given[:, 0], given[:, 1], given[:, 2]
    values = np.zeros((len(_UNIFORM_ALTITUDES_M), 6))
    values[:, EAST_WIND] = np.interp(_UNIFORM_ALTITUDES_M, levels_m, -speed_m_s * np.sin(from_rad))
    values[:, NORTH_WIND] = np.interp(_UNIFORM_ALTITUDES_M, levels_m, -speed_m_s * np.cos(from_rad))
    values[:, TEMPERATURE] = np.interp(_UNIFORM_ALTITUDES_M, levels_m, given[:, 3]) + temperature_offset_k
    values[:, EAST_SD:] = np.interp(_UNIFORM_ALTITUDES_M, levels_m, given[:, 4])[:, None]
    return _uniform(values, "layers", "as given in the scenario")


def _layer_faults(rows: list[Layer]) -> list[Fault]:
    """Return what is wrong with layers."""
    if not rows:
        return [Fault("must have at least one layer", key="layers")]
    faults = []
    for number, row in enumerate(rows):
        if not all(math.isfinite(value) for value in row):
            faults.append(Fault("must be finite numbers", key=f"layers[{number}]", value=str(tuple(row))))
        for name in ("speed_m_s", "wind_sd_m_s"):
            if getattr(row, name) < 0.0:
                value = f"{getattr(row, name)}"
                faults.append(Fault("must be 0 m/s or more", key=f"layers[{number}].{name}", value=value))
        if number and row.pressure_altitude_m <= rows[number - 1].pressure_altitude_m:
            below_m = rows[number - 1].pressure_altitude_m
            rule = f"must lie above the layer before, {below_m:.0f} m"
            faults.append(
                Fault(rule, key=f"layers[{number}].pressure_altitude_m", value=f"{row.pressure_altitude_m} m")
            )
    return faults


def _uniform(profile: Array, kind: str, source: str) -> Weather:
    """Return weather with one profile (n_altitudes, 6) everywhere; heights are worked out here."""
    geometric_m = height_above_sea_m(
        _UNIFORM_ALTITUDES_M, profile[:, TEMPERATURE], _sea_level_start_m(profile[:, TEMPERATURE])
    )
    profile[:, HEIGHT] = geometric_m - _UNIFORM_ALTITUDES_M
    nodes = np.ascontiguousarray(np.broadcast_to(profile, (2, 2, *profile.shape)))
    axes = grid_axes([-90.0, 90.0], [-180.0, 180.0], _UNIFORM_ALTITUDES_M)
    return Weather(nodes, axes, kind, "estimated" if kind == "layers" else "published", source)


def _sea_level_start_m(deviations_k: Array) -> float:
    """Return the geopotential height of the lowest node such that pressure altitude 0 lies at sea level [m]."""
    from_zero = height_above_sea_m(_UNIFORM_ALTITUDES_M, deviations_k, 0.0)
    at_zero_m = float(np.interp(0.0, _UNIFORM_ALTITUDES_M, from_zero))
    return -geopotential_height_m(at_zero_m)


@functools.lru_cache(maxsize=8)
def climatology(month: int, temperature_offset_k: float = 0.0) -> Weather:
    """Return the mean winds and temperatures of a month over the western North Pacific.

    Parameters
    ----------
    month : int
        1 to 12. January and July rest on monthly means of reanalyses; other months are estimated from the yearly cycle of
        the 200 hPa wind and from monthly ship reports at the surface.
    temperature_offset_k : float
        Added to every temperature deviation [K].

    Returns
    -------
    Weather
        5 to 55 N, 115 to 190 E, to 18 km.

    Raises
    ------
    QuestionError
        If `month` is not 1 to 12.
    """
    if isinstance(month, bool) or month not in range(1, 13):
        raise QuestionError(Fault("must be a month from 1 to 12", key="month", value=str(month)))
    from jointex.earth.climate import theatre_grid

    return theatre_grid(int(month), temperature_offset_k)


def departures(weather: Weather, draws: ArrayLike) -> Array:
    """Return how a day's wind departs from the mean at each altitude, in standard deviations.

    Parameters
    ----------
    weather : Weather
        The grid whose altitudes are wanted.
    draws : array (6, 2)
        Independent standard-normal draws for east and north wind, one row for each of `DEPARTURE_ALTITUDES_M`.

    Returns
    -------
    array (n_altitudes, 2)
        Departures of unit variance at every altitude, correlated by `LEVEL_CORRELATION` between neighbouring levels.

    Notes
    -----
    One departure holds for the whole theatre and the whole exercise. Real days vary over 800 to 1,500 km and 1.5 to 2.5
    days (class values), so routes longer than that see a mean error that is too large rather than too small.
    """
    normal = np.asarray(draws, dtype=np.float64)
    if normal.shape != (len(DEPARTURE_ALTITUDES_M), 2):
        raise ValueError(f"draws must have shape ({len(DEPARTURE_ALTITUDES_M)}, 2); got {normal.shape}")
    at_levels = np.empty_like(normal)
    at_levels[0] = normal[0]
    for level in range(1, len(normal)):
        fresh = math.sqrt(1.0 - LEVEL_CORRELATION**2)
        at_levels[level] = LEVEL_CORRELATION * at_levels[level - 1] + fresh * normal[level]
    place = np.interp(weather.pressure_altitudes_m, DEPARTURE_ALTITUDES_M, np.arange(len(normal)))
    below = np.minimum(place.astype(np.int64), len(normal) - 2)
    share = (place - below)[:, None]
    # a mean of two correlated draws varies less than either: give it back its unit variance
    variance = (1.0 - share) ** 2 + share**2 + 2.0 * share * (1.0 - share) * LEVEL_CORRELATION
    return np.asarray(((1.0 - share) * at_levels[below] + share * at_levels[below + 1]) / np.sqrt(variance))
