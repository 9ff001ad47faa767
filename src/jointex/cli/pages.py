"""What `run`, `fly` and `plan` show to people: flights with their fuel, timeline, findings, objectives, measures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jointex.cli import speech
from jointex.cli.comparing import show_comparison
from jointex.cli.scores import show_evidence, show_interoperability, show_limits, show_objectives, show_readiness
from jointex.cli.tankers import show_tankers
from jointex.units import flight_level

Measures = Mapping[str, Mapping[str, Any]]


def outcome(folder: Path) -> dict[str, Any]:
    """Return what a run folder holds, in the form `--json` prints."""
    plan_document = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    kept = ("scenario", "feasible", "findings", "unmet")
    return {
        "folder": str(folder),
        **{key: plan_document[key] for key in kept if key in plan_document},
        **summary,
        "files": sorted(path.name for path in folder.iterdir() if path.is_file()),
    }


def show_outcome(document: Mapping[str, Any], took_s: float) -> None:
    """Show a flown ensemble: the plan's verdict, objectives, measures, and where to look."""
    speech.answer_line(f"{document['scenario']}: the plan {_verdict(document)}.")
    _show_findings(document)
    show_objectives(document.get("objectives", ()))
    show_evidence(document)
    show_limits(document)
    show_readiness(document)
    show_interoperability(document)
    told = {row["id"] for table in ("readiness", "interoperability") for row in document.get(table, ())}
    _show_measures({name: one for name, one in document.get("measures", {}).items() if name not in told})
    if "comparison" in document:
        speech.answer_line("\nWhat the swap changes")
        show_comparison(document["comparison"])
    names = document["files"]
    speech.answer_line(f"{document['folder']}: {', '.join(names)}")
    if "report.html" in names:
        speech.answer_line(f"Look at {Path(document['folder']) / 'report.html'}  ({took_s:.1f} s)")


def show_notes(notes: Sequence[str]) -> None:
    """Show what a swap changed beyond what was asked, and what it assumed."""
    for note in notes:
        speech.answer_line(f"swap: {note}.")


def show_plan(document: Mapping[str, Any], times_s: Mapping[str, float] | None = None) -> None:
    """Show a plan: its verdict, flights, tankers with their proof and how long it took, timeline, what stands in the way."""
    speech.answer_line(f"{document['scenario']}: {_verdict(document)}. Start {document['start']}.")
    _show_flights(document)
    show_tankers(document, times_s)
    rows = [(str(event["utc"]), event["flight"], event["event"], event["detail"]) for event in document["timeline"]]
    speech.answer_table("Timeline", ("time (UTC)", "flight", "event", "detail"), rows)
    _show_findings(document)


def _verdict(document: Mapping[str, Any]) -> str:
    """Return whether the plan holds, in words."""
    return "can be flown" if document.get("feasible") else "cannot be flown as it stands"


def _show_measures(measures: Measures) -> None:
    """Show measures for all aircraft, and the mean of each for each flight."""
    whole = [name for name in measures if "." not in name]
    flights = list(
        dict.fromkeys(name.partition(".")[2] for name in measures if name.partition(".")[0] in whole and "." in name)
    )
    rows = [
        (
            name,
            str(measure.get("unit", "")),
            speech.number(measure.get("value")),
            f"{speech.number(measure.get('low'))} .. {speech.number(measure.get('high'))}",
            f"{speech.number(measure.get('p05'))} .. {speech.number(measure.get('p95'))}",
            *(speech.number(measures.get(f"{name}.{flight}", {}).get("value")) for flight in flights),
        )
        for name, measure in measures.items()
        if "." not in name
    ]
    n_runs = max((int(measure.get("n") or 0) for measure in measures.values()), default=0)
    columns = ("measure", "unit", "mean", "95 % of mean", "5..95 % of runs", *flights)
    speech.answer_table(f"Measures over {n_runs} runs", columns, rows, numbers=range(2, 5 + len(flights)))


def _show_flights(document: Mapping[str, Any]) -> None:
    """Show the fuel ladder of every flight; tonnes say enough here, the plan file has kilograms."""
    steps = ("loaded_kg", "joker_kg", "bingo_kg", "reserve_kg", "landing_kg")
    standing = {one["id"] for one in (document.get("refuelling") or {}).get("stand_ins", ())}
    rows = []
    for flight in document["flights"]:
        fuel = [speech.number(_tonnes(flight["fuel"].get(step)), 3) for step in steps]
        level = flight.get("level_m")
        who = f"{flight['count']} {flight['aircraft']}"
        where = f"{flight['base']} - {flight['recovery']}"
        at = "-" if level is None else f"FL{flight_level(level):03d}"
        times = [speech.clock(flight[f"{key}_time_s"]) for key in ("takeoff", "landing")]
        if flight["id"] in standing:  # it flies only if it is called
            times, fuel[-1] = ["stands by", "-"], "-"
        rows.append((flight["id"], who, where, *times, at, *fuel))
    ladder = ("loaded t", "joker t", "bingo t", "reserve t", "landing t")
    columns = ("flight", "aircraft", "from - to", "off", "on", "level", *ladder)
    speech.answer_table("Flights (times from scenario start)", columns, rows, numbers=range(3, 11))


def _tonnes(mass_kg: float | None) -> float | None:
    """Return a mass [kg] in tonnes."""
    return None if mass_kg is None else mass_kg / 1000.0


def _show_findings(document: Mapping[str, Any]) -> None:
    """Show what stands in the way, and the ways out."""
    for finding in document.get("findings", ()):
        flight, text = str(finding.get("flight") or ""), str(finding["text"]).rstrip(".")
        about = f" {flight}:" if flight and not text.startswith(flight) else ""
        ways = "; ".join(str(way).rstrip(".") for way in finding.get("ways_out") or ())
        speech.answer_line(f"{finding['severity']}:{about} {text}." + (f" Ways out: {ways}." if ways else ""))
    for need in document.get("unmet", ()):
        amount = f" {need['kg']:,.0f} kg" if need.get("kg") else ""
        speech.answer_line(f"unmet: {need['flight']}: {need['need']}{amount}: {need['reason']}")
