"""`jointex weigh`: bundles of levers in many futures, regrets by stakeholder, and which theory one must believe."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.exercise import check_folder
from jointex.cli.progress import ProgressReport

NOT_FLOWN = "whatever hangs on the exercise tells of a plan no crew could take; gas and assets do not hang on it"
MOST_NAMED = 3
TOLD = ("encounters_180d", "cut_worst_firm_percent", "eu_gap")


def add_to(app: typer.Typer) -> None:
    """Put this command on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("weigh")(weigh)


def weigh(
    exercise: Annotated[str, typer.Argument(metavar="SCENARIO|RUNDIR", help="A scenario, or a run folder.")],
    cases: Annotated[int, typer.Option("--cases", metavar="N", help="Futures; each is a case for every bundle.")] = 500,
    out: options.Out = None,
    policies: Annotated[
        Path | None,
        typer.Option("--with", metavar="FILE.yaml", help="Levers, uncertainties, outcomes and bundles of your own."),
    ] = None,
    seed: options.Seed = 1,
    box: Annotated[
        str, typer.Option("--box", metavar="BUNDLE", help="Bundle whose worst futures are looked for.")
    ] = "as-flown",
    as_json: options.Json = False,
) -> None:
    """Weigh policies under rival theories: regrets, discovery, sensitivity, tipping points; writes weigh/weigh.html."""
    if out is not None:
        check_folder(out)
    from jointex import api

    with ProgressReport(f"flying {exercise}", "runs") as flying, ProgressReport(f"weighing {exercise}", "cases") as bar:
        try:
            document = api.weigh(
                exercise, cases, out=out, policies=policies, seed=seed, box=box, progress=bar, flying=flying
            )
        except KeyboardInterrupt as stopped:
            raise speech.Stopped(str(stopped) or "stopped before anything was flown or weighed") from None
    if as_json:
        speech.answer_json(document)
        return
    _show(document)


def _show(document: Mapping[str, Any]) -> None:
    """Show the tables."""
    head = f"{document['exercise']['scenario']}: {document['futures']:,} futures x {len(document['bundles'])} bundles"
    speech.answer_line(f"{head} = {document['cases']:,} cases, beside “{document['reference']}”")
    if document["infeasible"]:
        speech.note(f"the plan cannot be flown ({'; '.join(document['infeasible'])}): {NOT_FLOWN}")
    _show_bundles(document)
    if document["still_levers"]:
        speech.note(f"levers that move nothing here: {', '.join(document['still_levers'])}")
    _show_activities(document)
    _show_boxes(document)
    for name in TOLD:
        _show_regret(document, name)
    for line in document["changed"]:
        speech.note(f"changed by your file: {line}")
    for one in document["kept"]:
        speech.note(f"kept aside: {one['cases_files']} chunks of cases of another weighing in {one['folder']}")
    for line in document["limits"]:
        speech.answer_line(line)
    speech.note(f"Look at {document['page']}")


def _show_activities(document: Mapping[str, Any]) -> None:
    """Show what barring an activity drops, and what that costs in training."""
    rows = []
    for one in document["activities"]:
        value = one["training_value"]
        told = "-" if value is None else f"{value['value']:.2f} ({value['low']:.2f} to {value['high']:.2f})"
        nothing = "nothing: the exercise has none of it" if one["barred"] else "nothing"
        what = "; ".join(one["dropped"]) or nothing
        rows.append((one["bundle"], told, f"{one['combat_min']:.0f}", f"{one['fuel_passed_t']:.1f}", what))
    if rows:
        heads = ("bundle", "training value", "combat min", "fuel passed t", "what falls")
        speech.answer_table("What a limit on an activity costs in training, from the runs", heads, rows, (1, 2, 3))


def _show_bundles(document: Mapping[str, Any]) -> None:
    """Show what each bundle changes whichever theory holds, and what depends on it."""
    rows = []
    for one in document["beliefs"]:
        parts: dict[str, list[str]] = {"better": [], "worse": [], "depends": []}
        for row in one["rows"]:
            kinds = set(row["verdicts"].values())
            key = kinds.pop() if len(kinds) == 1 else "depends"
            if key == "depends":
                wanted = [theory for theory, word in row["verdicts"].items() if word == "better"]
                parts[key].append(f"{row['outcome']} ({' or '.join(wanted) or 'no theory'})")
            elif key in parts:
                parts[key].append(row["outcome"])
        rows.append((one["bundle"], *(", ".join(parts[key]) or "-" for key in ("better", "worse", "depends"))))
    heads = ("bundle", "better whichever theory holds", "worse whichever theory holds", "better if you believe")
    speech.answer_table("Beside the exercise as flown", heads, rows)


def _show_boxes(document: Mapping[str, Any]) -> None:
    """Show the boxes of scenario discovery."""
    rows = []
    for one in document["discovery"]:
        box = one["box"]
        if box is None:
            of_all = f"{one['of_interest_fraction']:.1%}"
            rows.append((one["outcome"], one["of_interest"], f"no box: {one['why']}", "-", "-", of_all))
            continue
        limits = "; ".join(f"{limit['name']} {limit['words']} (p {limit['quasi_p']:.1g})" for limit in box["limits"])
        share = f"{box['coverage']:.0%}", f"{box['density']:.0%}", f"{one['of_interest_fraction']:.1%}"
        rows.append((one["outcome"], one["of_interest"], limits, *share))
    heads = ("outcome", "cases of interest", "box", "coverage", "density", "of all")
    speech.answer_table(f"Where the worst cases lie: {document['box_bundle']}", heads, rows, (3, 4, 5))


def _show_regret(document: Mapping[str, Any], name: str) -> None:
    """Show the regrets of an outcome."""
    one = next((entry for entry in document["outcomes"] if entry["id"] == name), None)
    if one is None:
        return
    alike: dict[tuple[str, ...], list[str]] = {}
    for row in sorted(one["rows"], key=lambda row: row["regret_p90"]):
        figures = tuple(speech.number(row[key]) for key in ("p10", "p50", "p90", "regret_p50", "regret_p90"))
        alike.setdefault(figures, []).append(row["bundle"])
    rows = [(_together(names), *figures) for figures, names in alike.items()]
    heads = ("bundle", "10 %", "middle", "90 %", "regret, middle", "regret, 90 %")
    unit = f" [{one['unit']}]" if one["unit"] else ""
    speech.answer_table(f"{one['text']}{unit}, {one['better']} is better", heads, rows, (1, 2, 3, 4, 5))


def _together(bundles: list[str]) -> str:
    """Return bundles with the same figures as one name: all of a few, else the first and how many more."""
    shown = bundles if len(bundles) <= MOST_NAMED else [*bundles[:MOST_NAMED], f"{len(bundles) - MOST_NAMED} more"]
    return ", ".join(shown)
