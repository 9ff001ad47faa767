"""`jointex explain` and `compare`: why an aircraft did what it did, and what differs between two exercises."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.comparing import show_comparison
from jointex.cli.exercise import check_folder, tell_of_first_use
from jointex.cli.forking import show_fork
from jointex.cli.progress import ProgressReport
from jointex.errors import Fault, QuestionError

FORK_RUNS = 100
"""Continuations on either side of a fork, unless the user says otherwise."""


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
    fork: Annotated[
        bool, typer.Option("--fork", help="Fly on from the last uncertain event by then: as it was, and the other way.")
    ] = False,
    runs: Annotated[
        int | None,
        typer.Option("--runs", min=1, max=100_000, help="Continuations on either side of a fork.", show_default="100"),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw the fork into this file, .svg or .png.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Say why an aircraft did what it did: the chain of limits and decisions, with their numbers."""
    from jointex import api
    from jointex.report.pictures import check_picture

    _check_fork(fork, runs, plot)
    check_picture("--plot", plot)
    tell_of_first_use("planning", "engine")
    document = api.explain_fork(folder, moment, run, runs or FORK_RUNS) if fork else api.explain(folder, moment, run)
    if plot is not None:
        _draw_fork(folder, document, plot)
    if as_json:
        speech.answer_json(document)
    elif fork:
        show_fork(document)
    else:
        _show_explanation(document)


def _check_fork(fork: bool, runs: int | None, plot: Path | None) -> None:
    """Refuse options that say something of a fork where none is asked for."""
    given = [name for name, value in (("--runs", runs), ("--plot", plot)) if value is not None]
    if given and not fork:
        raise QuestionError([Fault("must come with --fork", name, hint="Add --fork.") for name in given])


def _draw_fork(folder: Path, document: Mapping[str, Any], plot: Path) -> None:
    """Draw a fork into a file."""
    from jointex.record import read
    from jointex.report.fork import draw_fork
    from jointex.report.pictures import write_picture

    start = datetime.datetime.fromisoformat(read(folder).plan["start"].replace("Z", "+00:00"))
    write_picture(plot, draw_fork(document, start))


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
