"""`jointex explain` and `compare`: why an aircraft did what it did, and what differs between two exercises."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.comparing import show_comparison
from jointex.cli.exercise import check_folder, tell_of_first_use
from jointex.cli.progress import ProgressReport


def add_to(app: typer.Typer) -> None:
    """Put these commands on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("explain")(explain)
    app.command("compare")(compare)


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


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="A shipped scenario, a file, or a run folder.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The same; differences are B less A.")],
    runs: Annotated[
        int | None,
        typer.Option(
            "--runs",
            min=1,
            max=10_000_000,
            help="How often scenarios are flown, and how many runs of a folder count.",
            show_default="200, or those of a folder",
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", min=0, max=2**63 - 1, help="Seed of scenarios.", show_default="1, or that of a folder"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Write run folders `a` and `b` and comparison.json into this folder."
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Say what differs between two exercises: scenario, plan, timeline, objectives, measures, with intervals."""
    if out is not None:
        check_folder(out)
    from jointex import api

    tell_of_first_use("planning", "engine")
    with ProgressReport(f"flying {first} and {second}", "runs") as progress:
        document = api.compare(first, second, runs=runs, seed=seed, out=out, progress=progress)
    if as_json:
        speech.answer_json(document)
    else:
        show_comparison(document)
