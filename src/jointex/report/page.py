"""The page itself: pictures, tables and words put into one file that needs no network."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import jinja2

from jointex import record
from jointex.record.disk import write_whole
from jointex.record.folder import REPORT
from jointex.report.claimed import claim_groups
from jointex.report.combat import presentations, shot_log
from jointex.report.comparison import swap_changes
from jointex.report.conditions import conditions, not_flown
from jointex.report.fightmap import draw_fights
from jointex.report.gantt import draw_gantt
from jointex.report.held_back import held_back, limits_words
from jointex.report.ladder import draw_ladder
from jointex.report.map import WIDTH, base_label, draw_maps, draw_refuelling_map
from jointex.report.material import Material, gather
from jointex.report.neighbours import neighbour_sheet
from jointex.report.profile import draw_profile
from jointex.report.refuelling import refuelling_plan
from jointex.report.scores import score_table
from jointex.report.sharing import draw_sharing
from jointex.report.signals import signals_sheet
from jointex.report.standing_by import planned_flights, standing_words
from jointex.report.tables import input_rows, measure_groups, objective_rows, separation_rows, separation_words
from jointex.report.timeline import draw_timeline
from jointex.report.transfers import COUNTED, refuelling_flown
from jointex.report.words import MINUS, THIN, count, duration, figure, fuel, percent, whole
from jointex.units import FOOT_M

WIDE, NARROW = 1080.0, 430.0
"""Canvas widths of pictures that are drawn twice, for screens and for telephones [px]."""

SEVERITIES = {"conflict": 0, "warning": 1, "note": 2}


def build(folder: str | Path) -> Path:
    """Write report.html into a run folder, from nothing but the other files in it.

    Parameters
    ----------
    folder : str or Path
        A run folder; it holds at least plan.json.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the folder is no run folder, or a file in it cannot be read.
    StorageError
        If the report cannot be written.
    """
    material = gather(record.read(folder))
    path = Path(folder) / REPORT
    write_whole(path, render(material))
    return path


def render(material: Material) -> str:
    """Return the page as HTML text.

    Parameters
    ----------
    material : Material

    Returns
    -------
    str
    """
    plan, fuel_map = material.plan, draw_refuelling_map(material)
    return _template().render(
        title=plan.get("title") or (material.scenario.title if material.scenario else plan["scenario"]),
        lead=material.scenario.summary if material.scenario else "",
        material=material,
        plan=plan,
        when=f"{material.start:%d %B %Y}".lstrip("0"),
        runs=count(material.n_runs, "run") if material.n_runs else "plan only, nothing flown",
        flights=[_flight(material, flight) for flight in plan["flights"]],
        glances=_glances(material),
        not_flown=not_flown(material),
        findings=_findings(material),
        unmet=[{**need, "amount": fuel(need["kg"]) if need.get("kg") else ""} for need in plan["unmet"]],
        objectives=objective_rows(material),
        held_back=held_back(material),
        limits_words=limits_words(material),
        readiness=score_table(material, "readiness"),
        interoperability=score_table(material, "interoperability"),
        sharings=[one for one in _both(draw_sharing, material, "sharing") if one],
        maps=draw_maps(material),
        timelines=_both(draw_timeline, material, "timeline"),
        profiles=_both(draw_profile, material, "profile"),
        ladders=[(flight, draw_ladder(material, flight)) for flight in plan["flights"]],
        standing={flight["id"]: standing_words(material, flight["id"]) for flight in plan["flights"]},
        gas=refuelling_plan(material),
        gates=(plan.get("refuelling") or {}).get("gates", ()),
        flown=refuelling_flown(material),
        counted=[words for _, words in COUNTED],
        presentations=presentations(material),
        shots=shot_log(material),
        fight_maps=draw_fights(material),
        gantts=_both(draw_gantt, material, "gantt") if (plan.get("refuelling") or {}).get("tankers") else (),
        fuel_map=fuel_map,
        fuel_map_is_upright=f'viewBox="0 0 {WIDTH:g} ' in fuel_map,
        moments=[{**moment, "clock": material.clock(moment["time_s"])} for moment in plan["timeline"]],
        neighbours=neighbour_sheet(material),
        groups=measure_groups(material),
        claims=claim_groups(material),
        swap=swap_changes(material),
        signals=signals_sheet(material.region),
        separation=separation_rows(material),
        separation_words=separation_words(material),
        conditions=conditions(material),
        inputs=input_rows(material),
    )


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("jointex.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(whole=whole, task=lambda text: text.replace("_", " "))
    return environment.get_template("report.html")


def _both(draw: Any, material: Material, name: str) -> tuple[str, str]:
    """Return a picture drawn wide and narrow."""
    return draw(material, WIDE, name), draw(material, NARROW, f"{name}-narrow")


def _flight(material: Material, flight: dict[str, Any]) -> dict[str, Any]:
    """Return a flight as the table of flights shows it."""
    held = flight["fuel"]
    return {
        "id": flight["id"],
        "colour": material.colour(flight["id"]),
        "force": f"{flight['count']} {flight['aircraft']}",
        "nation": flight["nation"],
        "base": base_label(flight["base"]),
        "standing_by": standing_words(material, flight["id"]),
        "recovery": base_label(flight["recovery"]) if flight["recovery"] != flight["base"] else "",
        "diverts": ", ".join(flight["diverts"]),
        "takeoff": material.clock(flight["takeoff_time_s"]),
        "landing": material.clock(flight["landing_time_s"]),
        "airborne": duration(flight["landing_time_s"] - flight["takeoff_time_s"]),
        "fuel": {key: fuel(held.get(key)) for key in ("loaded_kg", "joker_kg", "bingo_kg", "reserve_kg", "landing_kg")},
    }


def _findings(material: Material) -> list[dict[str, Any]]:
    """Return the findings, the gravest first, without notes on drills that the notice above them already names."""
    drills = [drill.id for drill in not_flown(material)]
    told = [
        finding
        for finding in material.plan["findings"]
        if finding["severity"] != "note" or not any(finding["text"].startswith(drill) for drill in drills)
    ]
    return sorted(told, key=lambda finding: SEVERITIES.get(finding["severity"], 3))


def _glances(material: Material) -> list[dict[str, str]]:
    """Return the figures a reader wants first: a heading, a figure, and a line that says what it is."""
    plan, found = material.plan, material.summary.get("measures", {})
    n_conflicts = sum(finding["severity"] == "conflict" for finding in plan["findings"])
    n_warnings = sum(finding["severity"] == "warning" for finding in plan["findings"])
    note = (
        f"{count(n_conflicts, 'conflict')}, {count(n_warnings, 'warning')}, {count(len(plan['unmet']), 'unmet need')}"
    )
    glances = [
        {
            "name": "Plan",
            "figure": "Holds" if plan["feasible"] else "Does not hold",
            "note": note,
            "tone": "good" if plan["feasible"] else "bad",
        }
    ]
    if not found:
        glances += _plan_glances(material)
    builders = (
        ("On time", "on_time_fraction", _on_time),
        ("Together on station", "together_time_s", _together),
        ("Least fuel over reserve", "fuel_over_reserve_kg", _reserve),
        ("Nearest to another flight", "least_separation_m", _separation),
        ("Sorties flown", "sorties_flown", _sorties),
    )
    for name, key, build_one in builders:
        entry = found.get(key)
        if entry and entry["value"] is not None:
            value, line = build_one(material, entry)
            glances.append({"name": name, "figure": value, "note": line, "tone": ""})
    return glances


def _plan_glances(material: Material) -> list[dict[str, str]]:
    """Return what a plan alone can say."""
    flights = material.plan["flights"]
    first_s, last_s = material.span_s()
    n_aircraft = sum(flight["count"] for flight in flights)
    loaded_kg = sum(flight["count"] * (flight["fuel"].get("loaded_kg") or 0.0) for flight in flights)
    span = f"from {material.clock(first_s)} to {material.clock(last_s)}"
    return [
        {
            "name": "Force",
            "figure": f"{n_aircraft} aircraft",
            "note": f"{count(len(flights), 'flight')}, {span}",
            "tone": "",
        },
        {"name": "Fuel loaded", "figure": f"{loaded_kg / 1000.0:,.0f} t", "note": "all aircraft together", "tone": ""},
    ]


def _on_time(material: Material, entry: dict[str, Any]) -> tuple[str, str]:
    from jointex.measures import ON_TIME_S

    interval = f"{percent(entry['low'])} to {percent(entry['high'])}"
    note = f"of planned aircraft reach the meeting place within {duration(ON_TIME_S)}; interval {interval}"
    return percent(entry["value"]), note


def _together(material: Material, entry: dict[str, Any]) -> tuple[str, str]:
    planned_s = max((work["end_s"] - work["start_s"] for work in material.plan["work"]), default=0.0)
    note = f"of {duration(planned_s)} planned; 90{THIN}% of runs: {duration(entry['p05'])} to {duration(entry['p95'])}"
    return duration(entry["value"]), note


def _reserve(material: Material, entry: dict[str, Any]) -> tuple[str, str]:
    sign = "+" if entry["value"] > 0 else MINUS if entry["value"] < 0 else ""
    value = f"{sign}{abs(entry['value']):,.0f} kg"
    return (
        value,
        f"on landing, worst aircraft of a run; 90{THIN}% of runs: {figure(entry['p05'])} to {figure(entry['p95'])} kg",
    )


def _separation(material: Material, entry: dict[str, Any]) -> tuple[str, str]:
    low, high = (f"{entry[key] / FOOT_M:,.0f}" for key in ("p05", "p95"))
    return (
        f"{entry['value'] / FOOT_M:,.0f} ft",
        f"{entry['value']:,.0f} m, mean over runs; 90{THIN}% of runs: {low} to {high} ft",
    )


def _sorties(material: Material, entry: dict[str, Any]) -> tuple[str, str]:
    planned = sum(flight["count"] for flight in planned_flights(material))
    found = material.summary["measures"]
    diverted, lost = (found[key]["value"] or 0.0 for key in ("sorties_diverted", "sorties_lost"))
    value = f"{figure(entry['value'])} of {planned}"
    note = f"mean over runs; {figure(diverted, 2)} divert, {figure(lost, 2)} run out of fuel"
    kept = found.get("weather_cancelled_fraction", {}).get("value")
    return value, note if kept is None else f"{note}; weather keeps {percent(kept)} of planned aircraft on the ground"
