"""`jointex calc` about fuel in the air: how tankers and receivers meet, what a tanker gives, how long it takes, a ferry."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jointex.cli import options
from jointex.cli.asking import (
    AIRCRAFT,
    PAYLOAD,
    PLOT,
    STORES,
    TANKS,
    check_picture,
    plain_kernels,
    read_stores,
    save_picture,
    show_answer,
)

_PLACE = "ICAO code, card id or name, or LAT,LON in degrees."
TANKER = Annotated[str, typer.Option("--tanker", help="Card id of a tanker, such as KC-46A.")]


def add_to(app: typer.Typer) -> None:
    """Add these questions to `jointex calc`.

    Parameters
    ----------
    app : Typer
        The group of questions.
    """
    for command in (rendezvous, offload, transfer, brackets):
        app.command()(command)


def rendezvous(
    tanker_tas_kt: Annotated[float, typer.Option("--tanker-tas-kt", help="The tanker's true airspeed, in kt.")],
    receiver_tas_kt: Annotated[float, typer.Option("--receiver-tas-kt", help="The receiver's true airspeed, in kt.")],
    bank_deg: Annotated[float, typer.Option("--bank-deg", help="The tanker's bank in its turn, in deg.")],
    lead_nm: Annotated[float, typer.Option("--lead-nm", help="How far ahead it rolls out, in NM.")],
    wind_kt: Annotated[float, typer.Option("--wind-kt", help="Wind speed, in kt.")] = 0.0,
    wind_from_deg: Annotated[
        float | None, typer.Option("--wind-from-deg", help="Where the wind comes from, in deg true.")
    ] = None,
    track_deg: Annotated[float, typer.Option("--track-deg", help="The receiver's track, in deg true.")] = 0.0,
    kind: Annotated[
        str, typer.Option("--kind", metavar="point_parallel|head_on|en_route|anchor|timing", help="How they meet.")
    ] = "point_parallel",
    turn: Annotated[str, typer.Option("--turn", metavar="left|right", help="The way the tanker turns.")] = "left",
    directed_by: Annotated[
        str, typer.Option("--directed-by", metavar="tanker|receiver", help="Who steps aside, for head_on.")
    ] = "tanker",
    crossing_deg: Annotated[
        float | None, typer.Option("--crossing-deg", help="Angle between both tracks, for en_route.", show_default="0")
    ] = None,
    leg_nm: Annotated[
        float | None, typer.Option("--leg-nm", help="Shorter leg, in NM, for anchor.", show_default="50")
    ] = None,
    to_go_min: Annotated[
        float | None, typer.Option("--to-go-min", help="Time to the control time, for timing.", show_default="15")
    ] = None,
    plot: PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find where a tanker turns so that it rolls out ahead of its receiver; --plot draws it from above."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    found = calc.rendezvous(
        tanker_tas_kt,
        receiver_tas_kt,
        bank_deg,
        lead_nm,
        wind_kt=wind_kt,
        wind_from_deg=wind_from_deg,
        track_deg=track_deg,
        kind=kind,
        turn=turn,
        directed_by=directed_by,
        crossing_deg=crossing_deg,
        leg_nm=leg_nm,
        to_go_min=to_go_min,
    )
    if plot is not None:
        from jointex.report.meeting import draw_meeting

        title = (
            f"{kind.replace('_', ' ').capitalize()}: {turn} turn at {bank_deg:g} deg, tanker {tanker_tas_kt:g} kt, "
            f"receiver {receiver_tas_kt:g} kt"
        )
        wind = (
            f"wind {wind_from_deg:03.0f}/{wind_kt:g} kt, receiver's track {track_deg:03.0f}" if wind_kt else "still air"
        )
        blows = (wind_kt, (wind_from_deg or 0.0) + 180.0 - track_deg)
        save_picture(plot, draw_meeting(found, (title, wind), turn, blows))
    show_answer(found, as_json, ("paths",))


def offload(
    tanker: TANKER,
    radius_nm: Annotated[float, typer.Option("--radius-nm", help="Distance from the base, in NM.")],
    takeoff_fuel_kg: Annotated[
        float | None,
        typer.Option("--takeoff-fuel-kg", help="Fuel loaded, in kg.", show_default="all within maximum mass"),
    ] = None,
    payload_kg: PAYLOAD = 0.0,
    store: STORES = None,
    plot: PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find what a tanker gives at a distance and comes home with its reserve; --plot draws it over distance."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    how: dict[str, Any] = {
        "takeoff_fuel_kg": takeoff_fuel_kg,
        "payload_kg": payload_kg,
        "stores": read_stores(store),
        "folders": options.own_cards(),
    }
    found = calc.offload(tanker, radius_nm, **how)
    if plot is not None:
        from jointex.report.curves import Curve, draw_curves

        points = [(point.radius_nm, point.offload_kg / 1000.0, "") for point in calc.gives(tanker, **how)]
        asked = f"{found.offload_kg / 1000.0:.1f} t at {radius_nm:,g} NM"
        points = sorted([*points, (radius_nm, found.offload_kg / 1000.0, asked)])
        radii, tonnes, notes = (list(column) for column in zip(*points, strict=True))
        titles = (
            f"{tanker}: fuel it gives over distance",
            f"{found.assumptions[0]}; out and back, no orbit, reserve kept",
        )
        curve = Curve("offload", radii, tonnes, notes)
        save_picture(plot, draw_curves([curve], titles, "distance from the base, NM", "offload, t"))
    show_answer(found, as_json)


def transfer(
    tanker: TANKER,
    receiver: Annotated[str, typer.Option("--receiver", help="Card id of the receiver, such as F-35B.")],
    kg: Annotated[float, typer.Option("--kg", help="Fuel for each receiver, in kg.")],
    receivers: Annotated[int, typer.Option("--receivers", help="How many of them.")] = 1,
    as_json: options.Json = False,
) -> None:
    """Find how long receivers take to get fuel, from which stations, or why they cannot."""
    plain_kernels()
    from jointex import calc

    show_answer(calc.transfer(tanker, receiver, kg, receivers=receivers, folders=options.own_cards()), as_json)


def brackets(
    aircraft: AIRCRAFT,
    start: Annotated[str, typer.Option("--from", metavar="PLACE", help=_PLACE)],
    end: Annotated[str, typer.Option("--to", metavar="PLACE", help=_PLACE)],
    tanker: TANKER,
    count: Annotated[int, typer.Option("--count", help="How many receivers.")] = 1,
    rule: Annotated[
        str,
        typer.Option("--rule", metavar="top_up|minimum", help="Frequent small top-ups, or as few brackets as can be."),
    ] = "top_up",
    via: Annotated[
        list[str] | None, typer.Option("--via", metavar="PLACE", help="Fly over it; may be repeated.")
    ] = None,
    divert: Annotated[
        list[str] | None, typer.Option("--divert", metavar="PLACE", help="Divert beside base cards; may be repeated.")
    ] = None,
    tanker_base: Annotated[
        list[str] | None,
        typer.Option("--tanker-base", metavar="PLACE", help="For tankers beside both ends; may be repeated."),
    ] = None,
    payload_kg: Annotated[float, typer.Option("--payload-kg", help="Payload of each receiver, in kg.")] = 0.0,
    external_tanks: TANKS = 0,
    store: STORES = None,
    plot: PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find where a ferry takes fuel with a divert in reach all the way, and how many tankers it takes; --plot draws it."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    found = calc.brackets(
        aircraft,
        start,
        end,
        tanker,
        count=count,
        rule=rule,
        via=via or (),
        diverts=divert or (),
        tanker_bases=tanker_base or (),
        payload_kg=payload_kg,
        external_tanks=external_tanks,
        stores=read_stores(store),
        folders=options.own_cards(),
    )
    if plot is not None:
        from jointex.report.ferry import draw_ferry

        title = f"{count} x {aircraft} from {start} to {end}: {found.brackets} brackets, {found.tankers} x {tanker}"
        words = f"{rule.replace('_', ' ')}, FL{found.level}, Mach {found.mach:.2f}; the last receiver of each queue; still air"
        save_picture(plot, draw_ferry(found.points, found.schedule, (title, words)))
    show_answer(found, as_json)
