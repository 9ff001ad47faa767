"""`jointex calc` about training fights: how far sensors find an aircraft and missiles reach it by class, who hears whom."""

from __future__ import annotations

from typing import Annotated

import typer

from jointex.cli import options
from jointex.cli.asking import plain_kernels, show_answer


def add_to(app: typer.Typer) -> None:
    """Add these questions to `jointex calc`.

    Parameters
    ----------
    app : Typer
        The group of questions.
    """
    app.command()(detection)
    app.command()(shot)
    app.command()(link)


def detection(
    sensor: Annotated[
        str, typer.Option("--sensor", help="Card id of a class of sensors, or of an aircraft, for its radar.")
    ],
    target: Annotated[str, typer.Option("--target", help="Card id of the aircraft looked for, such as B-52H.")],
    aspect_deg: Annotated[
        float, typer.Option("--aspect-deg", help="Where it is seen from, off its nose, in deg: 0 ahead, 180 behind.")
    ] = 0.0,
    altitude_ft: Annotated[float, typer.Option("--altitude-ft", help="Height of the sensor, in ft.")] = 30_000.0,
    target_altitude_ft: Annotated[
        float, typer.Option("--target-altitude-ft", help="Height of the aircraft looked for, in ft.")
    ] = 30_000.0,
    as_json: options.Json = False,
) -> None:
    """Find how far a class of sensors finds an aircraft: class figures for training, none of them official."""
    plain_kernels()
    from jointex import calc

    found = calc.detection(
        sensor,
        target,
        aspect_deg=aspect_deg,
        altitude_ft=altitude_ft,
        target_altitude_ft=target_altitude_ft,
        folders=options.own_cards(),
    )
    show_answer(found, as_json)


def shot(
    missile: Annotated[str, typer.Option("--missile", help="Card id of a class of missiles, such as MISSILE-MEDIUM.")],
    mach: Annotated[float, typer.Option("--mach", help="Mach number of the shooter.")] = 0.9,
    altitude_ft: Annotated[float, typer.Option("--altitude-ft", help="Height of the shooter, in ft.")] = 30_000.0,
    target_mach: Annotated[float, typer.Option("--target-mach", help="Mach number of the target.")] = 0.9,
    target_altitude_ft: Annotated[
        float, typer.Option("--target-altitude-ft", help="Height of the target, in ft.")
    ] = 30_000.0,
    aspect_deg: Annotated[
        float, typer.Option("--aspect-deg", help="Where the shooter is off the target's nose, in deg: 0 head-on.")
    ] = 0.0,
    as_json: options.Json = False,
) -> None:
    """Find from how far a training shot reaches its target, and from where the target cannot run away."""
    plain_kernels()
    from jointex import calc

    found = calc.shot(
        missile,
        mach=mach,
        altitude_ft=altitude_ft,
        target_mach=target_mach,
        target_altitude_ft=target_altitude_ft,
        aspect_deg=aspect_deg,
        folders=options.own_cards(),
    )
    show_answer(found, as_json)


def link(
    speaker: Annotated[str, typer.Option("--from", help="Card id of the aircraft that is heard, such as F-2A.")],
    listener: Annotated[str, typer.Option("--to", help="Card id of the aircraft that hears.")],
    distance_nm: Annotated[float, typer.Option("--distance-nm", help="Between them, in NM.")] = 100.0,
    altitude_ft: Annotated[float, typer.Option("--altitude-ft", help="Height of the first, in ft.")] = 30_000.0,
    listener_altitude_ft: Annotated[
        float, typer.Option("--listener-altitude-ft", help="Height of the second, in ft.")
    ] = 30_000.0,
    via: Annotated[
        list[str] | None, typer.Option("--via", help="Card id of an aircraft between them; may be repeated.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Find whether one type hears another: over which link, by way of whom, how old and how wrong what it hears is."""
    plain_kernels()
    from jointex import calc

    found = calc.link(
        speaker,
        listener,
        distance_nm=distance_nm,
        altitude_ft=altitude_ft,
        listener_altitude_ft=listener_altitude_ft,
        via=via or (),
        folders=options.own_cards(),
    )
    show_answer(found, as_json)
