"""`jointex calc noise`: how loud one aircraft is at a distance."""

from __future__ import annotations

from typing import Annotated

import typer

from jointex.cli import options
from jointex.cli.asking import AIRCRAFT, plain_kernels, show_answer


def add_to(app: typer.Typer) -> None:
    """Put the question on the list.

    Parameters
    ----------
    app : typer.Typer
        The commands of `jointex calc`.
    """
    app.command("noise")(noise)


def noise(
    aircraft: AIRCRAFT,
    state: Annotated[
        str,
        typer.Option(
            "--state",
            metavar="STATE",
            help="takeoff_afterburner, takeoff_military, short_takeoff, cruise, conventional_approach or vertical_landing.",
        ),
    ],
    distance_m: Annotated[float, typer.Option("--distance-m", help="Closest distance, slant, in m.")],
    speed_kt: Annotated[
        float | None, typer.Option("--speed-kt", help="True speed of the pass, in kt.", show_default="that of the card")
    ] = None,
    elevation_deg: Annotated[
        float, typer.Option("--elevation-deg", help="Angle over the horizon at the closest point, in deg.")
    ] = 90.0,
    as_json: options.Json = False,
) -> None:
    """Find how loud an aircraft is at a distance: greatest level and exposure, by power state."""
    plain_kernels()
    from jointex import communities

    show_answer(communities.noise(aircraft, state, distance_m, speed_kt, elevation_deg), as_json)
