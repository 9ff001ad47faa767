"""`jointex run`, `plan` and `fly`: a scenario in, a plan or a run folder out."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.progress import ProgressReport
from jointex.errors import Fault, QuestionError
from jointex.units import flight_level

INFEASIBLE_IS_BAD = 2


def add_to(app: typer.Typer) -> None:
    """Put these commands on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("run")(run)
    app.command("plan")(plan)
    app.command("fly")(fly)


def run(
    scenario: options.Scenario,
    runs: options.Runs = 100,
    seed: options.Seed = 1,
    out: options.Out = None,
    workers: options.Workers = None,
    executor: options.Executor = "threads",
    resume: options.Resume = False,
    swap: options.Swap = None,
    as_json: options.Json = False,
) -> None:
    """Plan an exercise, fly it many times, measure it and write the report."""
    _fly(
        scenario,
        as_json,
        True,
        runs=runs,
        seed=seed,
        out=out,
        workers=workers,
        executor=executor,
        resume=resume,
        swap=swap,
    )


def fly(
    scenario: options.Scenario,
    runs: options.Runs = 100,
    seed: options.Seed = 1,
    out: options.Out = None,
    workers: options.Workers = None,
    executor: options.Executor = "threads",
    resume: options.Resume = False,
    swap: options.Swap = None,
    as_json: options.Json = False,
) -> None:
    """Fly an exercise and measure it, without the report."""
    _fly(
        scenario,
        as_json,
        False,
        runs=runs,
        seed=seed,
        out=out,
        workers=workers,
        executor=executor,
        resume=resume,
        swap=swap,
    )


def _fly(scenario: str, as_json: bool, with_report: bool, **settings: Any) -> None:
    """Fly a scenario into its run folder and show what came of it."""
    settings["swap"] = tuple(settings["swap"] or ())
    settings["out"] = run_folder(settings["out"], scenario)
    from jointex import api

    began_s = time.monotonic()
    with ProgressReport(f"flying {scenario}", "runs") as progress:
        try:
            folder = api.run(scenario, report=with_report, progress=progress, **settings)
        except KeyboardInterrupt:
            raise speech.Stopped(_what_is_kept(progress, settings["out"])) from None
    document = _outcome(Path(folder))
    if as_json:
        speech.answer_json(document)
    else:
        _show_outcome(document, time.monotonic() - began_s)


def run_folder(out: Path | None, scenario: str) -> Path:
    """Return the run folder: the one asked for, or out/SCENARIO.

    Parameters
    ----------
    out : Path or None
        What `--out` says.
    scenario : str
        Name or file of the scenario.

    Returns
    -------
    Path

    Raises
    ------
    QuestionError
        If a file has that name.
    """
    folder = out if out is not None else Path("out") / Path(scenario).stem
    if folder.exists() and not folder.is_dir():
        raise QuestionError(Fault("must be a folder; a file has that name", "--out", value=str(folder)))
    return folder


def _what_is_kept(progress: ProgressReport, folder: Path) -> str:
    """Return what a stopped command leaves behind, as a sentence."""
    if progress.done and folder.is_dir():
        return f"stopped: {progress.done} of {progress.total} runs are kept in {folder}; --resume flies the rest"
    return f"stopped before a run was finished; nothing new in {folder}"


def _outcome(folder: Path) -> dict[str, Any]:
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


def _show_outcome(document: Mapping[str, Any], took_s: float) -> None:
    """Show the measures of a run folder to people."""
    rows = [
        (
            name,
            speech.number(measure.get("value")),
            f"{speech.number(measure.get('low'))} .. {speech.number(measure.get('high'))}",
            f"{speech.number(measure.get('p05'))} .. {speech.number(measure.get('p95'))}",
            str(measure.get("unit", "")),
            speech.number(measure.get("n")),
            str(measure.get("basis", "")),
        )
        for name, measure in document.get("measures", {}).items()
    ]
    columns = ("measure", "mean", "95 % of mean", "5..95 % of runs", "unit", "n", "basis")
    speech.answer_table(str(document.get("scenario", "")), columns, rows, numbers=(1, 2, 3, 5))
    _show_findings(document)
    names = document["files"]
    speech.answer_line(f"{document['folder']}: {', '.join(names)}")
    if "report.html" in names:
        speech.answer_line(f"Look at {Path(document['folder']) / 'report.html'}  ({took_s:.1f} s)")


def plan(
    scenario: options.Scenario,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Also write scenario.yaml and plan.json to this folder.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 2 if the plan cannot hold.")] = False,
    swap: options.Swap = None,
    as_json: options.Json = False,
) -> None:
    """Plan an exercise: routes, timeline, fuel ladder, conflicts and the ways out of them."""
    folder = None if out is None else run_folder(out, scenario)
    from jointex import api

    made = api.plan(api.load(scenario, swap=tuple(swap or ())))
    document = made.to_json()
    if folder is not None:
        api.write_plan(made, folder)
    if as_json:
        speech.answer_json(document)
    else:
        _show_plan(document)
    if strict and not document["feasible"]:
        raise typer.Exit(INFEASIBLE_IS_BAD)


def _show_plan(document: Mapping[str, Any]) -> None:
    """Show a plan to people."""
    verdict = "can be flown" if document["feasible"] else "cannot be flown as it stands"
    speech.answer_line(f"{document['scenario']}: {verdict}. Start {document['start']}.")
    _show_flights(document)
    rows = [(str(event["utc"]), event["flight"], event["event"], event["detail"]) for event in document["timeline"]]
    speech.answer_table("Timeline", ("time (UTC)", "flight", "event", "detail"), rows)
    _show_findings(document)


def _show_flights(document: Mapping[str, Any]) -> None:
    """Show the fuel ladder of every flight; tonnes say enough here, the plan file has kilograms."""
    steps = ("loaded_kg", "joker_kg", "bingo_kg", "reserve_kg", "landing_kg")
    rows = []
    for flight in document["flights"]:
        fuel = [speech.number(_tonnes(flight["fuel"].get(step)), 3) for step in steps]
        level = flight.get("level_m")
        who = f"{flight['count']} {flight['aircraft']}"
        where = f"{flight['base']} - {flight['recovery']}"
        at = "-" if level is None else f"FL{flight_level(level):03d}"
        times = (speech.clock(flight["takeoff_time_s"]), speech.clock(flight["landing_time_s"]))
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
        amount = f" {speech.number(need['kg'])} kg" if need.get("kg") is not None else ""
        speech.answer_line(f"unmet: {need['flight']}: {need['need']}{amount}: {need['reason']}")
