"""`jointex signals`: what neighbours may make of an exercise, by rival theories."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech


def add_to(app: typer.Typer) -> None:
    """Put this command on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("signals")(signals)


def signals(
    folder: Annotated[Path, typer.Argument(metavar="RUNDIR", help="A run folder.")],
    cases: Annotated[int, typer.Option("--cases", metavar="N", help="Cases drawn, the same for every theory.")] = 1000,
    seed: options.Seed = 1,
    calendar: Annotated[
        Path | None,
        typer.Option("--calendar", metavar="FILE", help="Dated events of your own, beside the shipped ones."),
    ] = None,
    zones: Annotated[
        Path | None,
        typer.Option("--zones", metavar="FILE", help="Air-defence zones of your own, beside the shipped ones."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Show the signals sheet of a run folder: outcomes by rival theory with ranges, evidence, and what would flip it."""
    from jointex import api

    document = api.signals(folder, cases, seed, calendar, zones)
    if as_json:
        speech.answer_json(document)
        return
    speech.answer_line(f"{document['scenario']}: {document['cases']:,} cases, the same under every theory")
    speech.answer_line(document["never"])
    _show_outcomes(document)
    _show_zones(document["mark"])
    speech.answer_table(
        "evidence side by side",
        ("question", "counted", "fits", "cannot tell"),
        [(row["question"], row["figure"], row["fits"], row["limit"]) for row in document["evidence"]],
    )
    speech.answer_table(
        "what would flip the reading",
        ("reading", "it would flip with"),
        [(row["reading"], row["flip"]) for row in document["flips"]],
    )


def _show_outcomes(document: Mapping[str, Any]) -> None:
    """Show each outcome by theory: middle and range of 90 % of cases."""
    names = [one["id"] for one in document["theories"]]
    rows = []
    for row in document["outcomes"]:
        own = row["by_theory"]
        shown = [own[names[0]]["without"], *(own[name]["with"] for name in names)]
        rows.append((row["text"], row["unit"] or "-", *(_spread(one) for one in shown)))
    title = "each outcome by theory, with the range of 90 % of cases"
    speech.answer_table(title, ("outcome", "unit", "no exercise", *names), rows)


def _show_zones(mark: Mapping[str, Any]) -> None:
    """Show how near the flights came to air-defence zones of others."""
    rows = []
    for name, zone in mark["least_distance_to_zone_m"].items():
        far_m = zone["distance_m"]
        far = "unknown" if far_m is None else "entered" if far_m == 0.0 else f"{far_m / 1000.0:,.0f} km away"
        rows.append((name, zone["name"], far, zone["basis"], zone["source"]))
    if rows:
        heads = ("zone", "name", "nearest", "outline", "source")
        speech.answer_table("air-defence zones of others: no airspace of theirs", heads, rows)


def _spread(one: Mapping[str, float]) -> str:
    middle, low, high = (speech.number(one[key], 3) for key in ("p50", "p05", "p95"))
    return f"{middle} ({low} to {high})"
