"""`jointex check`: statements about an exercise, each with its verdict and what it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jointex.cli import options, speech
from jointex.errors import Fault, QuestionError


def add_to(app: typer.Typer) -> None:
    """Put this command on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("check")(check)


def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="RUNDIR", help="A run folder; with --list it may be left out.")
    ] = None,
    claims: Annotated[
        Path | None,
        typer.Argument(
            metavar="[CLAIMS.yaml]", help="A file of statements.", show_default="those that ship for the scenario"
        ),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="List the names that statements can test, with unit, value and range.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Hold statements against a run folder and dated figures: supported, contradicted, overstated, contested or open."""
    from jointex import api

    if listed:
        _show_names(folder, as_json)
        return
    if folder is None:
        hint = "Name one: `jointex check RUNDIR`. `jointex check --list` tells what statements can test."
        raise QuestionError(Fault("needs a run folder", "check", hint=hint))
    document = api.check(folder, claims)
    if as_json:
        speech.answer_json(document)
        return
    number = "1 statement" if len(document["claims"]) == 1 else f"{len(document['claims'])} statements"
    counted = ", ".join(f"{count} {verdict}" for verdict, count in document["verdicts"].items() if count)
    speech.answer_line(f"{document['title'] or folder}: {number}, {counted}")
    rows = [
        (row["id"], row["statement"], row["kind"], row["verdict"], row["sure"], row["evidence"], row["source"])
        for row in document["claims"]
    ]
    columns = ("id", "statement", "kind", "verdict", "sure", "evidence", "source")
    speech.answer_table("Statements", columns, rows)


def _show_names(folder: Path | None, as_json: bool) -> None:
    """Show what statements can name."""
    from jointex.api.checking import claim_names

    found = claim_names(folder)
    if as_json:
        speech.answer_json({"folder": None if folder is None else str(folder), "names": found})
        return
    rows = [
        (one["name"], *(speech.number(one[key]) for key in ("value", "low", "high")), one["unit"], one["says"])
        for one in found
    ]
    columns = ("name", "value", "low", "high", "unit", "what")
    speech.answer_table("What statements can test, as `measure: {name: ..., at_least: ...}`", columns, rows, (1, 2, 3))
    speech.note("dated events: `rises` and `follows`; dated figures of your own: `facts` and `fact`")
