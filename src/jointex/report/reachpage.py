"""The page of a reach map: pictures, the ground answered in time, what one unit more buys, and what it all rests on."""

from __future__ import annotations

import functools
import math
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from jointex.calc.questions import Question
from jointex.cards.shelf import Folder
from jointex.reach import Force, Survey, Terms, Unit, assumptions, saved_min, ship_and_place, survey
from jointex.reach.survey import WITHIN_MIN
from jointex.record.disk import write_whole
from jointex.report.pictures import write_picture
from jointex.report.reachmap import Ground, draw_survey, lay_ground, minutes_words

LEAST_AROUND_NM, MOST_AROUND_NM = 100.0, 2500.0


def map_reach(
    force: Force,
    more: Sequence[tuple[str, Unit]],
    place: str,
    years: Sequence[int],
    terms: Terms,
    around_nm: float = 800.0,
    folders: Sequence[Folder] = (),
) -> tuple[str, dict[str, Any]]:
    """Return the maps of the minutes a force needs, and their figures.

    Parameters
    ----------
    force : Force
    more : sequence of (str, Unit)
        Units that could be added: what each saves is a map of its own, in the first year.
    place : str
        ICAO code, card id or name, or `latitude,longitude` [deg].
    years : sequence of int
        A column of maps each.
    terms : Terms
    around_nm : float
        What is shown around the place [NM], 100 to 2,500.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of str, dict
        SVG; and for each map the minutes to the place and the ground answered within a time [km2].

    Raises
    ------
    InputError
        If a place is unknown or a number out of bounds.
    """
    question = Question()
    middle = question.place("--place", place, folders)
    around = question.number("--around-nm", around_nm, LEAST_AROUND_NM, MOST_AROUND_NM, "NM")
    question.check()
    terms.check(force, years)
    units = [*force.units, *(unit for _, unit in more)]
    bases = [_base(name, folders) for name in dict.fromkeys(unit.base for unit in units)]
    ground = lay_ground((middle.name, middle.latitude_deg, middle.longitude_deg), bases, around)
    found = survey(force, more, ground.nodes, years, terms, folders)
    title = f"Minutes from the order until {terms.at_least} aircraft are there"
    subtitle = (
        f"{force.title}; {terms.station_min:g} min on station and home again; {terms.ready:.0%} of aircraft ready"
    )
    document = _figures(found, ground, terms, around)
    notes = dict.fromkeys(note for year in years for note in force.notes(year))
    document["assumptions"] = [*notes, *document["assumptions"]]
    return draw_survey(found, ground, title, subtitle), document


def _base(name: str, folders: Sequence[Folder]) -> tuple[str, float, float]:
    question = Question()
    place = question.place("base", ship_and_place(name)[1], folders)
    question.check()
    return name, place.latitude_deg, place.longitude_deg


def _figures(found: Survey, ground: Ground, terms: Terms, around_nm: float) -> dict[str, Any]:
    """Return what the maps show in figures."""
    nodes = found.nodes

    def within(minutes: Any) -> dict[str, float]:
        return {f"{limit:g}": round(nodes.within_km2(minutes, limit)) for limit in WITHIN_MIN}

    bought = []
    for one in found.bought:
        before, after = within(one.before_min), within(one.after_min)
        saved = saved_min(one.before_min, one.after_min)
        helped = (saved >= 1.0) & (nodes.area_km2 > 0.0)
        bought.append(
            {
                "name": one.name,
                "unit": f"{max(one.unit.counts.values())} {one.unit.aircraft}, {one.unit.nation}, {one.unit.base}",
                "source": one.unit.source,
                "place_min_before": _plain(one.before_min[0]),
                "place_min": _plain(one.after_min[0]),
                "gained_km2": {limit: after[limit] - before[limit] for limit in after},
                "helped_km2": round(float(nodes.area_km2[helped].sum())),
                "saved_there_min": _plain(np.median(saved[helped])) if helped.any() else 0.0,
            }
        )
    return {
        "at_least": terms.at_least,
        "around_nm": around_nm,
        "shown_km2": round(float(nodes.area_km2.sum())),
        "panels": [
            {
                "year": one.year,
                "way": one.way,
                "place_min": _plain(one.minutes[0]),
                "within_km2": within(one.minutes),
                "reached_km2": round(nodes.within_km2(one.minutes, 1e9)),
            }
            for one in found.panels
        ],
        "bought": bought,
        "assumptions": [
            *assumptions(terms.ready, terms.alert_min, terms.station_min),
            "times of legs lie on lines between legs flown at six distances: within a minute of the table's",
            "over anybody's airspace, by straight ways: a map of time and fuel, not of leave to fly",
        ],
    }


def _plain(minutes: float) -> float | None:
    """Return minutes for JSON; null where never."""
    return round(float(minutes), 1) if math.isfinite(minutes) else None


def write_reach_map(path: Path, svg: str, document: dict[str, Any], force: Force, place: str) -> None:
    """Write the maps as SVG, PNG, or with their figures and assumptions as a page.

    Parameters
    ----------
    path : Path
        Ending in `.svg`, `.png` or `.html`.
    svg, document : str, dict
        From `map_reach`.
    force : Force
    place : str

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    if path.suffix.lower() != ".html":
        write_picture(path, svg)
        return
    write_whole(
        path,
        _template().render(
            picture=b64encode(svg.encode()).decode(), found=document, force=force, place=place, limits=WITHIN_MIN
        ),
    )


@functools.cache
def _template() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("jointex.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(
        minutes=lambda value: minutes_words(math.inf if value is None else value),
        area=lambda value: f"{value / 1e6:.2f}",
        gained=lambda value: f"{value / 1e3:+,.0f}" if round(value / 1e3) else "0",
    )
    return environment.get_template("reach.html")
