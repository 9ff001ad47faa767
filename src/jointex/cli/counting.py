"""`jointex calc events`: counts by year beside what was expected of them."""

from __future__ import annotations

from typing import Annotated

import typer

from jointex.cli import options, speech
from jointex.cli.asking import plain_kernels


def add_to(app: typer.Typer) -> None:
    """Add this question to `jointex calc`.

    Parameters
    ----------
    app : typer.Typer
        The group of questions.
    """
    app.command("events")(events)


def events(
    series: Annotated[
        str,
        typer.Option(
            "--series",
            metavar="NAME",
            help="Scrambles: china, russia, total. Dated: launch, patrol, bomber_flight; launch_occasions.",
        ),
    ],
    year: Annotated[
        int | None, typer.Option("--year", help="Only this fiscal or calendar year.", show_default="all")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Count scrambles, launches, patrols or flights by year, each beside what the years before it let one expect."""
    plain_kernels()
    from dataclasses import asdict

    from jointex.region.counting import counts_of

    found = counts_of(series, year)
    if as_json:
        speech.answer_json(asdict(found))
        return
    rows = [
        (
            row.year,
            *(
                speech.number(value)
                for value in (row.count, row.expected, row.low_80, row.high_80, row.low_95, row.high_95)
            ),
            {True: "inside", False: "outside", None: "-"}[row.inside_80],
            row.status,
        )
        for row in found.years
    ]
    columns = ("year", "count", "expected", "80 % from", "to", "95 % from", "to ", "80 %", "count is")
    speech.answer_table(found.what[0].upper() + found.what[1:], columns, rows, numbers=range(1, 7))
    if found.inside_80_share is not None:
        judged = sum(row.inside_80 is not None for row in found.years)
        speech.answer_line(f"{found.inside_80_share:.0%} of {judged} counts lie in their middle 80 %")
    for line in found.assumptions:
        speech.note(line)
