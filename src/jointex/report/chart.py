"""The map projection of the pictures: stereographic about the middle of what is shown.

It keeps angles, passes the date line and the poles without a seam, and within 2 000 km of its middle its scale changes by
2.5 % at most, so a scale bar holds.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.report.svg import Points

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth [m] (IUGG): good enough to size a picture."""


@dataclass(frozen=True)
class Chart:
    """A projection and the frame it is drawn into.

    Attributes
    ----------
    latitude_deg, longitude_deg : float
        The middle of the projection [deg].
    metres_per_pixel : float
        Scale at that middle.
    x_m, y_m : float
        What lies in the middle of the frame, in projected metres.
    frame : tuple of float
        Left, top, right, bottom of the frame [px].
    """

    latitude_deg: float
    longitude_deg: float
    metres_per_pixel: float
    x_m: float
    y_m: float
    frame: tuple[float, float, float, float]

    def pixels(self, latitude_deg: Points, longitude_deg: Points) -> Points:
        """Return places (n,), (n,) [deg] on the picture, shape (n, 2) [px]."""
        x_m, y_m = _projection(self.latitude_deg, self.longitude_deg)(
            np.asarray(longitude_deg), np.asarray(latitude_deg)
        )
        left, top, right, bottom = self.frame
        x = (left + right) / 2.0 + (x_m - self.x_m) / self.metres_per_pixel
        y = (top + bottom) / 2.0 - (y_m - self.y_m) / self.metres_per_pixel
        return np.column_stack([x, y])

    def places_deg(self, pixels: Points) -> Points:
        """Return latitude and longitude [deg] of places on the picture [px], both of shape (n, 2)."""
        left, top, right, bottom = self.frame
        x_m = self.x_m + (pixels[:, 0] - (left + right) / 2.0) * self.metres_per_pixel
        y_m = self.y_m - (pixels[:, 1] - (top + bottom) / 2.0) * self.metres_per_pixel
        longitude, latitude = _projection(self.latitude_deg, self.longitude_deg)(x_m, y_m, inverse=True)
        return np.column_stack([latitude, longitude])

    def middle_deg(self) -> tuple[Points, Points]:
        """Return latitude and longitude of the middle of the frame, each of shape (1,) [deg]."""
        projection = _projection(self.latitude_deg, self.longitude_deg)
        longitude, latitude = projection(self.x_m, self.y_m, inverse=True)
        return np.array([latitude]), np.array([longitude])

    def bounds_deg(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north that hold the whole frame, with a margin; east may pass 180 [deg]."""
        left, top, right, bottom = self.frame
        share = np.linspace(0.0, 1.0, 41)
        ends, rest = np.zeros(41), np.ones(41)
        x = np.concatenate([share, share, ends, rest]) * (right - left) - (right - left) / 2.0
        y = np.concatenate([ends, rest, share, share]) * (bottom - top) - (bottom - top) / 2.0
        x_m, y_m = self.x_m + x * self.metres_per_pixel, self.y_m - y * self.metres_per_pixel
        longitude, latitude = _projection(self.latitude_deg, self.longitude_deg)(x_m, y_m, inverse=True)
        turn = (longitude - self.longitude_deg + 180.0) % 360.0 - 180.0
        margin = 1.0 + 0.05 * float(np.ptp(latitude))
        south, north = max(-89.9, float(latitude.min()) - margin), min(89.9, float(latitude.max()) + margin)
        west, east = float(turn.min()) - margin, float(turn.max()) + margin
        if self.holds_pole():
            west, east = -180.0, 180.0
            north = 89.9 if self.latitude_deg > 0 else north
            south = -89.9 if self.latitude_deg < 0 else south
        return self.longitude_deg + west, south, self.longitude_deg + east, north

    def holds_pole(self) -> bool:
        """Return whether a pole lies in the frame."""
        x, y = self.pixels(np.array([math.copysign(90.0, self.latitude_deg)]), np.array([0.0]))[0]
        left, top, right, bottom = self.frame
        return bool(left < x < right and top < y < bottom)


@dataclass(frozen=True)
class WorldChart:
    """The whole world, degrees drawn as they are: for what no chart about a middle can show.

    Attributes
    ----------
    longitude_deg : float
        In the middle of the frame [deg].
    frame : tuple of float
        Left, top, right, bottom [px]; twice as wide as high keeps both degrees alike.
    """

    longitude_deg: float
    frame: tuple[float, float, float, float]

    @property
    def metres_per_pixel(self) -> float:
        """Scale along a meridian."""
        _, top, _, bottom = self.frame
        return math.pi * EARTH_RADIUS_M / (bottom - top)

    def pixels(self, latitude_deg: Points, longitude_deg: Points) -> Points:
        """Return places (n,), (n,) [deg] on the picture, shape (n, 2) [px]; longitudes may run on past 180."""
        left, top, right, bottom = self.frame
        x = (left + right) / 2.0 + (np.asarray(longitude_deg) - self.longitude_deg) * (right - left) / 360.0
        y = (top + bottom) / 2.0 - np.asarray(latitude_deg) * (bottom - top) / 180.0
        return np.column_stack([x, y])

    def bounds_deg(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north; east may pass 180 [deg]."""
        return self.longitude_deg - 180.0, -90.0, self.longitude_deg + 180.0, 90.0


def fit_chart(
    latitude_deg: Points,
    longitude_deg: Points,
    frame: tuple[float, float, float, float],
    room: float,
    least_metres_per_pixel: float = 100.0,
) -> Chart:
    """Return a chart that shows all places.

    Parameters
    ----------
    latitude_deg, longitude_deg : array (n,)
        What must be seen [deg].
    frame : tuple of float
        Left, top, right, bottom [px].
    room : float
        Share of the frame left free on each side.
    least_metres_per_pixel : float
        The scale is no larger than this, however little there is to see.

    Returns
    -------
    Chart
    """
    turn = (np.asarray(longitude_deg) - longitude_deg[0] + 180.0) % 360.0 - 180.0
    middle_longitude = float(longitude_deg[0] + (turn.min() + turn.max()) / 2.0)
    middle_latitude = float((latitude_deg.min() + latitude_deg.max()) / 2.0)
    x_m, y_m = _projection(middle_latitude, middle_longitude)(np.asarray(longitude_deg), np.asarray(latitude_deg))
    left, top, right, bottom = frame
    width, height = (right - left) * (1.0 - 2.0 * room), (bottom - top) * (1.0 - 2.0 * room)
    scale = max(float(np.ptp(x_m)) / width, float(np.ptp(y_m)) / height, least_metres_per_pixel)
    x_middle, y_middle = float(x_m.min() + x_m.max()) / 2.0, float(y_m.min() + y_m.max()) / 2.0
    return Chart(middle_latitude, middle_longitude, scale, x_middle, y_middle, frame)


@functools.lru_cache(maxsize=8)
def _projection(latitude_deg: float, longitude_deg: float) -> Any:
    from pyproj import Proj

    return Proj(proj="stere", lat_0=latitude_deg, lon_0=longitude_deg, R=EARTH_RADIUS_M)
