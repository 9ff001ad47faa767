"""Areas and corridors on the map: what lies inside, how far from the border, what a route crosses.

An area is a polygon of places. It is laid flat around its own middle (azimuthal equidistant, WGS-84), where straight borders
run within 0.1 % of the distance from the middle of the geodesics; the flat map serves areas up to 1,000 km across.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jointex.errors import Fault, InputError

if TYPE_CHECKING:
    import shapely

Array = NDArray[np.float64]
LARGEST_M = 1_000_000.0
"""Distance of a corner from the middle beyond which the flat map is refused [m]."""


class Area:
    """A polygon of places, or a corridor around a line of places.

    Parameters
    ----------
    points_deg : sequence of (latitude, longitude)
        Corners [deg], at least three, closed or not; the centre line for a corridor, at least two places.
    width_m : float, optional
        Full width of a corridor [m]; without it the points are corners.

    Raises
    ------
    InputError
        If there are too few points, the border crosses itself, or a corner lies over 1,000 km from the middle.
    """

    def __init__(self, points_deg: Sequence[tuple[float, float]], width_m: float | None = None) -> None:
        self.points_deg = tuple((float(latitude), float(longitude)) for latitude, longitude in points_deg)
        self.width_m = width_m
        faults = self._faults()
        if faults:
            raise InputError(faults)

    def contains(self, latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> NDArray[np.bool_]:
        """Return which places lie inside or on the border.

        Parameters
        ----------
        latitude_deg, longitude_deg : float or array (n,)
            Places [deg].

        Returns
        -------
        array of bool, same shape
        """
        import shapely

        east_m, north_m = self.flat_m(latitude_deg, longitude_deg)
        return np.asarray(shapely.intersects_xy(self.shape, east_m, north_m))

    def distance_inside_m(self, latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Array:
        """Return the distance to the border, positive inside and negative outside.

        Parameters
        ----------
        latitude_deg, longitude_deg : float or array (n,)
            Places [deg].

        Returns
        -------
        array, same shape
            Distance [m].
        """
        import shapely

        east_m, north_m = self.flat_m(latitude_deg, longitude_deg)
        away_m = shapely.distance(self.shape.boundary, shapely.points(east_m, north_m))
        return np.asarray(np.where(shapely.intersects_xy(self.shape, east_m, north_m), away_m, -away_m))

    def is_crossed_by(self, route_deg: Sequence[tuple[float, float]]) -> bool:
        """Return whether a route, a sequence of (latitude, longitude) [deg], touches the area."""
        import shapely

        latitudes, longitudes = np.array(route_deg, dtype=np.float64).T
        flat = np.column_stack(self.flat_m(latitudes, longitudes))
        return bool(
            shapely.intersects(self.shape, shapely.LineString(flat) if len(flat) > 1 else shapely.Point(flat[0]))
        )

    def overlaps(self, other: Area) -> bool:
        """Return whether another area shares more than a border with this one."""
        import shapely

        latitudes, longitudes = other.border_deg().T
        flat = shapely.Polygon(np.column_stack(self.flat_m(latitudes, longitudes)))
        return bool(shapely.area(shapely.intersection(self.shape, flat)) > 1.0)

    def border_deg(self) -> Array:
        """Return the border as latitudes and longitudes [deg], (n, 2), the last the same as the first."""
        corners = np.array(self.shape.exterior.coords)
        longitudes, latitudes = self._projection(corners[:, 0], corners[:, 1], inverse=True)
        return np.column_stack([latitudes, longitudes])

    @property
    def middle_deg(self) -> tuple[float, float]:
        """Latitude and longitude of the mean of the points on the globe [deg]."""
        latitudes, longitudes = np.radians(np.array(self.points_deg)).T
        level = np.cos(latitudes)
        x, y, z = np.mean([level * np.cos(longitudes), level * np.sin(longitudes), np.sin(latitudes)], axis=1)
        return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))

    @property
    def area_m2(self) -> float:
        """Area on the ground [m2]."""
        return float(self.shape.area)

    @functools.cached_property
    def shape(self) -> shapely.Polygon:
        """The area on the flat map [m]."""
        import shapely

        latitudes, longitudes = np.array(self.points_deg).T
        flat = np.column_stack(self.flat_m(latitudes, longitudes))
        if self.width_m is None:
            shape = shapely.Polygon(flat)
        else:
            shape = shapely.buffer(shapely.LineString(flat), self.width_m / 2.0, cap_style="flat", join_style="mitre")
        shapely.prepare(shape)
        return shape

    def flat_m(self, latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> tuple[Array, Array]:
        """Return places [deg] on the flat map: east and north of the middle [m], same shape."""
        latitudes, longitudes = np.broadcast_arrays(
            np.asarray(latitude_deg, dtype=np.float64), np.asarray(longitude_deg, dtype=np.float64)
        )
        east_m, north_m = self._projection(longitudes, latitudes)
        return np.asarray(east_m), np.asarray(north_m)

    @functools.cached_property
    def _projection(self) -> Any:
        """The flat map."""
        from pyproj import Proj

        latitude_deg, longitude_deg = self.middle_deg
        return Proj(proj="aeqd", ellps="WGS84", lat_0=latitude_deg, lon_0=longitude_deg)

    def _faults(self) -> list[Fault]:
        """Return what is wrong with the points."""
        least, kind = (3, "corners") if self.width_m is None else (2, "places on the centre line")
        if len(set(self.points_deg)) < least:
            return [Fault(f"must have at least {least} different {kind}", value=str(len(set(self.points_deg))))]
        faults = []
        if self.width_m is not None and not self.width_m > 0.0:
            faults.append(Fault("corridor width must be above 0 m", value=f"{self.width_m} m"))
        latitudes, longitudes = np.array(self.points_deg).T
        farthest_m = float(np.max(np.hypot(*self.flat_m(latitudes, longitudes))))
        if not farthest_m <= LARGEST_M:
            faults.append(Fault(f"points must lie within {LARGEST_M / 1e3:.0f} km of their middle"))
        elif not faults and self.width_m is None and not self.shape.is_valid:
            faults.append(Fault("border must not cross itself", hint="Give the corners in order around the area."))
        return faults
