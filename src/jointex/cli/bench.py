"""`jointex bench`: how fast the engine is here, and other programs beside it."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.progress import ProgressReport


def add_to(app: typer.Typer) -> None:
    """Put this command on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("bench")(bench)


def bench(
    aircraft: Annotated[
        str | None,
        typer.Option("--aircraft", metavar="N,N,...", help="Numbers of aircraft.", show_default="8,100,1000,10000"),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="8 and 1000 aircraft unless told otherwise, 3 repeats.")
    ] = False,
    peers_python: Annotated[
        str | None,
        typer.Option(
            "--peers-python",
            metavar="PATH",
            help="The Python that BlueSky, JSBSim and OpenAP are installed for.",
            show_default="this one",
        ),
    ] = None,
    no_peers: Annotated[bool, typer.Option("--no-peers", help="Measure Jointex alone.")] = False,
    as_json: options.Json = False,
) -> None:
    """Measure aircraft-seconds per CPU-second here: by phase of flight, by number of aircraft, beside other programs."""
    from jointex.bench import document, page, peers

    counts = document.QUICK_COUNTS if quick else document.COUNTS
    if aircraft is not None:
        counts = document.counts_of(aircraft)
    python = "" if no_peers else peers.usable_python(peers_python) if peers_python is not None else sys.executable
    with ProgressReport("measuring", "measurements") as progress:
        found = document.bench(counts, python, quick, document.SCENARIO, progress)
    if as_json:
        speech.answer_json(found)
    else:
        _show(found, page)


def _show(found: dict[str, Any], page: Any) -> None:
    """Show the tables, then what each program does in them."""
    from jointex.bench.machine import machine_line

    for table in page.tables(found):
        speech.answer_table(table.title, table.columns, table.rows, numbers=table.numbers)
    for note in page.notes(found):
        speech.answer_line(note)
    speech.answer_line(machine_line(found["machine"]))
