"""What lies under a map and around it: land, meridians and parallels, a scale bar."""

from __future__ import annotations

import numpy as np

from jointex.report.chart import EARTH_RADIUS_M, Chart, WorldChart
from jointex.report.svg import Drawing, Points, path_data, short, text_width, thinned
from jointex.units import NAUTICAL_MILE_M

GRID_STEPS_DEG = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0)
BAR_NM = (5, 10, 20, 50, 100, 200, 500, 1000)
LONGEST_BAR = 130.0


def add_land(drawing: Drawing, chart: Chart | WorldChart, clip: str) -> None:
    """Fill the land, thinned to what shows."""
    from shapely import LinearRing, Polygon, clip_by_rect, get_parts, make_valid, simplify

    from jointex.earth.coastlines import land

    west, south, east, north = chart.bounds_deg()
    tolerance_deg = 0.3 * np.degrees(chart.metres_per_pixel / EARTH_RADIUS_M)
    data = []
    for ring in land((west, south, east, north)):
        thin = simplify(LinearRing(ring), tolerance_deg, preserve_topology=False)
        if thin.is_empty or len(thin.coords) < 4:
            continue
        shape = make_valid(Polygon(thin.coords))
        for part in get_parts(get_parts(clip_by_rect(shape, west, south, east, north))):
            if part.geom_type == "Polygon":
                for edge in (part.exterior, *part.interiors):
                    corners = np.asarray(edge.coords)
                    if np.ptp(corners, axis=0).max() > 3.0 * tolerance_deg:
                        data.append(path_data(chart.pixels(corners[:, 1], corners[:, 0]), closed=True))
    if data:
        drawing.add("path", d="".join(data), class_="land", fill_rule="evenodd", clip_path=f"url(#{clip})")


def add_grid(drawing: Drawing, chart: Chart | WorldChart, clip: str) -> None:
    """Draw meridians and parallels, with their degrees where they meet the lower and the left edge."""
    west, south, east, north = chart.bounds_deg()
    left, top, right, bottom = chart.frame
    step = next((step for step in GRID_STEPS_DEG if (north - south) / step <= 8), GRID_STEPS_DEG[-1])
    for is_meridian, low, high, across in ((True, west, east, (south, north)), (False, south, north, (west, east))):
        run = np.linspace(*across, 160)
        for count in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1):
            fixed = np.full(160, count * step)
            line = chart.pixels(run, fixed) if is_meridian else chart.pixels(fixed, run)
            drawing.path([thinned(line)], "graticule", clip=clip)
            axis, edge = (1, bottom) if is_meridian else (0, left)
            order = np.argsort(line[:, axis])
            place = float(np.interp(edge, line[order, axis], line[order, 1 - axis], left=np.nan, right=np.nan))
            if is_meridian and left + 14 < place < right - 14:
                drawing.text(place, bottom + 14, _degrees(count * step, "EW"), "tick", "middle")
            elif not is_meridian and top + 8 < place < bottom - 8:
                drawing.text(left - 4, place + 4, _degrees(count * step, "NS"), "tick", "end")


def _degrees(value: float, signs: str) -> str:
    value = (value + 180.0) % 360.0 - 180.0 if signs == "EW" else value
    letter = "" if value in (0.0, -180.0) else signs[0] if value > 0 else signs[1]
    return f"{abs(value):g}°{letter}"


def add_scale_bar(drawing: Drawing, chart: Chart, lines: Points) -> tuple[float, float, float, float]:
    """Draw a bar of round nautical miles in the emptiest corner.

    Parameters
    ----------
    drawing : Drawing
    chart : Chart
    lines : array (n, 2)
        Points along lines that it had better not cover [px].

    Returns
    -------
    tuple of float
        Its box: left, top, right, bottom [px].
    """
    pixels_per_nm = NAUTICAL_MILE_M / chart.metres_per_pixel
    length_nm = next((nm for nm in reversed(BAR_NM) if nm * pixels_per_nm <= LONGEST_BAR), BAR_NM[0])
    length = length_nm * pixels_per_nm
    text = f"{length_nm} NM · {length_nm * NAUTICAL_MILE_M / 1000.0:.0f} km"
    width = max(length, text_width(text, 11.5)) + 16
    left, top, right, bottom = chart.frame
    corners = [(x, y) for y in (bottom - 44, top + 10) for x in (left + 10, right - 10 - width)]
    x, y = min(corners, key=lambda corner: _count_in(lines, (*corner, corner[0] + width, corner[1] + 34)))
    drawing.rect(x, y, width, 34, "plate", 3)
    drawing.text(x + 8, y + 14, text, "tick ink")
    drawing.add("path", d=f"M{short(x + 8)} {short(y + 20)}v6h{short(length)}v-6", class_="bar")
    drawing.add("path", d=f"M{short(x + 8 + length / 2)} {short(y + 22)}v4", class_="bar")
    return x - 4, y - 4, x + width + 4, y + 38


def _count_in(points: Points, box: tuple[float, float, float, float]) -> int:
    x, y = points.T
    return int(np.count_nonzero((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])))
