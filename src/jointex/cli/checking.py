"""`jointex check`: statements about an exercise, each with its verdict and what it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jointex.cli import options, speech


def add_to(app: typer.Typer) -> None:
    """Put this command on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("check")(check)


def check(
    folder: Annotated[Path, typer.Argument(metavar="RUNDIR", help="A run folder.")],
    claims: Annotated[
        Path | None,
        typer.Argument(
            metavar="[CLAIMS.yaml]", help="A file of statements.", show_default="those that ship for the scenario"
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Hold statements against a run folder and dated figures: supported, contradicted, overstated, contested or open."""
    from jointex import api

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
