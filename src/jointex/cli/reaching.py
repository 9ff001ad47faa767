"""`jointex calc reach`: who of a force can be over a place in time, alone and with tankers, and what one more unit buys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jointex.cli import options, speech
from jointex.cli.asking import plain_kernels


def add_to(app: typer.Typer) -> None:
    """Add this question to `jointex calc`.

    Parameters
    ----------
    app : Typer
        The group of questions.
    """
    app.command()(reach)


def reach(
    place: Annotated[str, typer.Option("--place", help="ICAO code, card id or name, or LAT,LON in degrees.")],
    within_min: Annotated[float, typer.Option("--within-min", help="From the order to being there, in min.")] = 90.0,
    station_min: Annotated[float, typer.Option("--station-min", help="Time to stay, in min.")] = 30.0,
    year: Annotated[int, typer.Option("--year", help="Year of the counts.")] = 2026,
    ready: Annotated[float, typer.Option("--ready", help="Share of aircraft that are ready, 0 to 1.")] = 0.6,
    alert_min: Annotated[float, typer.Option("--alert-min", help="From the order to taxi, in min.")] = 15.0,
    force: Annotated[
        Path | None,
        typer.Option("--force", metavar="FILE", help="Units by year.", show_default="fighters and tankers in Japan"),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="COUNT:AIRCRAFT:NATION:BASE", help="A unit more; what it buys is told."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Find who can be over a place in time and stay: alone, with tankers, by year, and what one more unit buys."""
    plain_kernels()
    from dataclasses import asdict

    from jointex.reach import reach as answer
    from jointex.reach import read_force, unit_of

    folders = options.own_cards()
    units = [unit_of(text, number, folders) for number, text in enumerate(add or (), start=1)]
    found = answer(
        read_force(force, folders),
        place,
        within_min=within_min,
        station_min=station_min,
        year=year,
        ready=ready,
        alert_min=alert_min,
        added=units,
        folders=folders,
    )
    if as_json:
        speech.answer_json(asdict(found))
        return
    speech.answer_line(
        f"{found.alone} aircraft over {place} in time by their own fuel, {found.with_tankers} with tankers"
    )
    rows = [
        (
            row.unit,
            f"{row.ready} of {row.count} {row.aircraft}",
            row.base,
            row.takeoff,
            f"{row.distance_nm:,.0f}",
            f"{row.time_min:,.0f}",
            f"{row.radius_nm:,.0f}",
            str(row.alone),
            str(row.with_tankers),
            ", ".join(row.tankers) or "-",
        )
        for row in found.rows
    ]
    columns = ("unit", "ready", "base", "take-off", "NM", "min", "alone NM", "alone", "with tankers", "tankers")
    speech.answer_table(f"Who can be there, {year}", columns, rows, numbers=(4, 5, 6, 7, 8))
    for name, (alone, with_tankers) in found.bought.items():
        speech.answer_line(f"{name} buys {alone} more alone, {with_tankers} more with tankers")
    for line in found.assumptions:
        speech.note(line)
