"""`jointex explain`: why an aircraft did what it did."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.exercise import tell_of_first_use


def add_to(app: typer.Typer) -> None:
    """Put these commands on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("explain")(explain)


def explain(
    folder: Annotated[Path, typer.Argument(metavar="RUNDIR", help="A run folder.")],
    moment: Annotated[
        str, typer.Argument(metavar="AIRCRAFT@TIME", help="Such as LANCE2@05:12Z, LANCE2@312min or LANCE2@18720s.")
    ],
    run: Annotated[int, typer.Option("--run", min=0, help="Which run of the folder.")] = 0,
    as_json: options.Json = False,
) -> None:
    """Say why an aircraft did what it did: the chain of limits and decisions, with their numbers."""
    from jointex import api

    tell_of_first_use("planning", "engine")
    document = api.explain(folder, moment, run)
    if as_json:
        speech.answer_json(document)
    else:
        _show_explanation(document)


def _show_explanation(document: Mapping[str, Any]) -> None:
    """Show an explanation, a part of it under each heading."""
    head = f"{document['scenario']}, run {document['run']}: {document['aircraft']} ({document['type']}) at {document['utc']}"
    speech.answer_line(head)
    speech.answer_line(document["state"]["sentence"])
    _show_part("What led there", [f"{link['utc'][11:]}  {link['sentence']}" for link in document["chain"]])
    _show_part("What holds it, the first to bite in front", [limit["sentence"] for limit in document["limits"]])
    after = [f"{link['utc'][11:]}  {link['sentence']}" for link in document["next"]]
    planned = [document["planned"]["sentence"]] if document["planned"] else []
    _show_part("What comes next", [*planned, *after])
    _show_part("How often", [odds["text"] for odds in document["odds"]])
    _show_part("What this rests on", [document["evidence"]["sentence"]])


def _show_part(title: str, lines: list[str]) -> None:
    if lines:
        speech.answer_line(f"\n{title}")
        for line in lines:
            speech.answer_line(f"  {line}")
