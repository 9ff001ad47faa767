"""`jointex calc wind`: wind and temperature at a place and level, and pictures of a profile and of a field."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jointex.cli import options, speech
from jointex.cli.asking import plain_kernels, show_answer


def add_to(app: typer.Typer) -> None:
    """Put the question on the list.

    Parameters
    ----------
    app : typer.Typer
        The commands of `jointex calc`.
    """
    app.command("wind")(wind)


def wind(
    at: Annotated[
        str, typer.Option("--at", metavar="PLACE", help="ICAO code, card id or name, or LAT,LON in degrees.")
    ],
    level: Annotated[str, typer.Option("--fl", metavar="LEVEL", help="Flight level, 340 or FL340.")],
    month: Annotated[
        int | None, typer.Option("--month", help="Month of the climatology, 1 to 12.", show_default="this month")
    ] = None,
    winds: Annotated[
        Path | None, typer.Option("--winds", metavar="FILE", help="Winds from a file (.nc or .csv) instead.")
    ] = None,
    time: Annotated[
        str | None, typer.Option("--time", metavar="UTC", help="Time wanted of a file that has several.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg|png", help="Draw the profile over the place.")
    ] = None,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE.svg|png", help="Draw the winds at the level on a map.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Find wind and temperature at a place and level, of a month or of your own file."""
    plain_kernels()
    from jointex.calc import winds as questions
    from jointex.report.pictures import check_picture, write_picture

    for option, path in (("--plot", plot), ("--map", map_)):
        check_picture(option, path)
    asked = questions.ask(at, level, month=month, winds=winds, time=time, folders=options.own_cards())
    if plot is not None:
        from jointex.report.windprofile import draw_wind_profile

        write_picture(plot, draw_wind_profile(asked.weather, asked.place.name, _place(asked)))
        speech.note(f"drawn into {plot}")
    if map_ is not None:
        from jointex.report.windmap import draw_wind_map

        write_picture(map_, draw_wind_map(asked.weather, asked.level_m, asked.place.name, _place(asked)))
        speech.note(f"drawn into {map_}")
    show_answer(questions.answer(asked), as_json)


def _place(asked: object) -> tuple[float, float]:
    """Return latitude and longitude of the place asked for [deg]."""
    place = asked.place  # type: ignore[attr-defined]
    return place.latitude_deg, place.longitude_deg
