"""`jointex score`: the objectives of a run folder with their evidence, what limited them, readiness and interoperability."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.exercise import tell_of_first_use
from jointex.cli.scores import show_evidence, show_interoperability, show_limits, show_objectives, show_readiness


def add_to(app: typer.Typer) -> None:
    """Put this command on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("score")(score)


def score(
    folder: Annotated[Path, typer.Argument(metavar="RUNDIR", help="A run folder.")],
    objective: Annotated[
        str,
        typer.Option("--objective", metavar="ID", help="Every run of this objective: its value and what decided it."),
    ] = "",
    limits: Annotated[
        int,
        typer.Option(
            "--limits",
            metavar="N",
            min=0,
            max=10_000_000,
            help="Fly N runs once more with each factor perfect, to tell what limited the objectives.",
            show_default="what the folder holds",
        ),
    ] = 0,
    workers: options.Workers = None,
    as_json: options.Json = False,
) -> None:
    """Show the score of a run folder: objectives with evidence and limits, readiness, interoperability."""
    from jointex import api

    if limits:
        tell_of_first_use("planning", "engine")
    document = api.score(folder, objective, limits, workers)
    if as_json:
        speech.answer_json(document)
        return
    speech.answer_line(f"{document['scenario']}: {document['runs']:,} runs in {document['folder']}")
    show_objectives(document["objectives"])
    if objective:
        _show_cases(document["evidence"][0])
    show_evidence(document)
    show_limits(document)
    if not objective:
        show_readiness(document)
        show_interoperability(document)


def _show_cases(evidence: Mapping[str, Any]) -> None:
    """Show every run of an objective."""
    rows = [
        (
            str(case["run"]),
            speech.number(case["value"]),
            "met" if case["met"] else "missed",
            case["aircraft"] or "-",
            "-" if case["time_s"] is None else speech.clock(case["time_s"]),
            f"{case['text'] or '-'}{' (' + case['detail'] + ')' if case['detail'] else ''}",
        )
        for case in evidence["cases"]
    ]
    unit = f" [{evidence['unit']}]" if evidence["unit"] else ""
    columns = ("run", f"{evidence['measure']}{unit}", "", "aircraft", "at", "decided by")
    speech.answer_table(f"{evidence['id']} (times from scenario start)", columns, rows, numbers=(0, 1, 4))
