"""Rebuild the shipped coastlines from Natural Earth (public domain), as the npm package world-atlas carries them.

Needs npm for the download and shapely for the clipping; run from the root of the repository:

    python scripts/build_coastlines.py

Natural Earth 4.1 at 1:10m, clipped to the theatre and thinned to about 0.5 km, becomes `theatre.npz`; at 1:50m, thinned to about
5 km, `world.npz`. Each holds `points` (n, 2), degrees of longitude and latitude times 1,000, as steps from point to point,
and `starts` (m,), the place of each ring's first point.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from jointex.earth.coastlines import STEPS_PER_DEGREE, THEATRE_BOUNDS_DEG

PACKAGE = "world-atlas@2.0.2"
FOLDER = Path(__file__).parent.parent / "src/jointex/earth/data"
THEATRE_THINNING_DEG, WORLD_THINNING_DEG = 0.004, 0.05
LEAST_ISLAND_DEG2 = {"theatre": 1e-5, "world": 2e-3}
"""Smallest island kept [square degrees]; about 0.1 and 20 km2."""


def topologies() -> dict[str, Any]:
    """Return the two TopoJSON topologies of the npm package by file name."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=folder, check=True)
        archive = next(Path(folder).glob("*.tgz"))
        with tarfile.open(archive) as files:
            names = ("land-10m.json", "land-50m.json")
            return {name: json.loads(files.extractfile(f"package/{name}").read()) for name in names}  # type: ignore[union-attr]


def polygons(topology: Any) -> list[shapely.Polygon]:
    """Return the land of a topology as polygons in degrees, each valid."""
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    result: list[shapely.Polygon] = []
    for geometry in topology["objects"]["land"]["geometries"]:
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for rings in parts:
            outline, *holes = [_running_on(_ring(arcs, ring)) for ring in rings]
            result.extend(_turned_back(shapely.make_valid(shapely.Polygon(outline, holes))))
    return result


def _running_on(ring: Any) -> Any:
    """Return a ring whose longitudes run on across the date line; one round a pole is closed along it."""
    longitude = np.unwrap(ring[:, 0], period=360.0)
    line = np.column_stack([longitude, ring[:, 1]])
    if abs(longitude[-1] - longitude[0]) < 180.0:
        return line
    pole = np.copysign(90.0, ring[:, 1].mean())
    return np.concatenate([line, [[longitude[-1], pole], [longitude[0], pole]], line[:1]])


def _turned_back(geometry: Any) -> list[shapely.Polygon]:
    """Return the polygons of a geometry cut at the date line, all between -180 and 180 degrees."""
    result = []
    for turn in (-360.0, 0.0, 360.0):
        part = shapely.intersection(geometry, shapely.box(turn - 180.0, -90.0, turn + 180.0, 90.0))
        result.extend(_pieces(shapely.transform(part, lambda points, turn=turn: points - np.array([turn, 0.0]))))
    return result


def _ring(arcs: list[Any], numbers: list[int]) -> Any:
    """Return the points of a ring; a negative number is an arc walked backwards."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _pieces(geometry: Any) -> list[shapely.Polygon]:
    """Return the polygons of any geometry."""
    if geometry.geom_type == "Polygon":
        return [geometry]
    return [piece for part in getattr(geometry, "geoms", ()) for piece in _pieces(part)]


def save(name: str, land: list[shapely.Polygon], thinning_deg: float) -> None:
    """Thin polygons and write their rings."""
    rings: list[Any] = []
    for polygon in land:
        for piece in _pieces(shapely.simplify(polygon, thinning_deg)):
            if shapely.Polygon(piece.exterior).area >= LEAST_ISLAND_DEG2[name]:
                lines = [piece.exterior, *(hole for hole in piece.interiors if shapely.Polygon(hole).area > 0.05)]
                rings.extend(np.round(np.array(line.coords) * STEPS_PER_DEGREE).astype(np.int32) for line in lines)
    rings.sort(key=lambda ring: tuple(ring[0]))
    points = np.concatenate(rings)
    starts = np.cumsum([0, *(len(ring) for ring in rings[:-1])]).astype(np.int32)
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int32)).astype(np.int32)
    np.savez_compressed(FOLDER / f"{name}.npz", points=steps, starts=starts)
    print(name, len(rings), "rings", len(points), "points", (FOLDER / f"{name}.npz").stat().st_size, "bytes")


def main() -> None:
    """Download, clip, thin, write."""
    found = topologies()
    box = shapely.box(*THEATRE_BOUNDS_DEG)
    fine = [piece for land in polygons(found["land-10m.json"]) for piece in _pieces(shapely.intersection(land, box))]
    save("theatre", fine, THEATRE_THINNING_DEG)
    save("world", polygons(found["land-50m.json"]), WORLD_THINNING_DEG)


if __name__ == "__main__":
    main()
