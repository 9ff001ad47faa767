"""`jointex calc`: the planner's whiz-wheel, one question and one answer.

A single question is answered by plain Python kernels: loading a compiler would take longer than the answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options
from jointex.cli.asking import (
    AIRCRAFT,
    PAYLOAD,
    PLOT,
    RESERVE,
    STORES,
    TANKS,
    check_picture,
    plain_kernels,
    read_stores,
    save_picture,
    show_answer,
)

app = typer.Typer(
    help="Answer one planner's question: speed, distance, leg, range, radius, rings, runway, bases, tankers.",
    no_args_is_help=True,
)

_PLACE = "ICAO code, card id or name, or LAT,LON in degrees."
_FULL = "full internal fuel within maximum mass"


@app.command()
def airspeed(
    level: Annotated[str, typer.Option("--fl", metavar="LEVEL", help="Flight level, 280 or FL280.")],
    kias: Annotated[float | None, typer.Option("--kias", help="Indicated (calibrated) airspeed in kt.")] = None,
    mach: Annotated[float | None, typer.Option("--mach", help="Mach number.")] = None,
    ktas: Annotated[float | None, typer.Option("--ktas", help="True airspeed in kt.")] = None,
    isa_offset_c: Annotated[
        float, typer.Option("--isa-offset-c", help="How much warmer than standard the air is, in deg C.")
    ] = 0.0,
    as_json: options.Json = False,
) -> None:
    """Turn one of indicated airspeed, Mach and true airspeed into the others."""
    plain_kernels()
    from jointex import calc

    show_answer(calc.airspeed(fl=level, kias=kias, mach=mach, ktas=ktas, isa_offset_c=isa_offset_c), as_json)


@app.command(context_settings={"ignore_unknown_options": True})  # -33.9,151.2 is a place, not an option
def distance(
    start: Annotated[str, typer.Argument(metavar="A", help=_PLACE)],
    end: Annotated[str, typer.Argument(metavar="B", help=_PLACE)],
    as_json: options.Json = False,
) -> None:
    """Measure the great circle between two places and its first true course."""
    plain_kernels()
    from jointex import calc

    show_answer(calc.distance(start, end), as_json)


@app.command()
def leg(
    aircraft: Annotated[str, typer.Option("--aircraft", help="Card id, such as B-52H.")],
    start: Annotated[str, typer.Option("--from", metavar="PLACE", help=_PLACE)],
    end: Annotated[str, typer.Option("--to", metavar="PLACE", help=_PLACE)],
    payload_kg: Annotated[float, typer.Option("--payload-kg", help="Payload carried, in kg.")] = 0.0,
    fuel_kg: Annotated[float | None, typer.Option("--fuel-kg", help="Fuel loaded, in kg.", show_default=_FULL)] = None,
    level: Annotated[str | None, typer.Option("--level", help="280 or FL280.", show_default="best range")] = None,
    headwind_kt: Annotated[float, typer.Option("--headwind-kt", help="Head wind in kt; negative is tail wind.")] = 0.0,
    as_json: options.Json = False,
) -> None:
    """Fly one leg: time, fuel, what is left, and whether it can be done."""
    plain_kernels()
    from jointex import calc

    show_answer(
        calc.leg(
            aircraft,
            start,
            end,
            payload_kg=payload_kg,
            fuel_kg=fuel_kg,
            level=level,
            headwind_kt=headwind_kt,
            folders=options.own_cards(),
        ),
        as_json,
    )


@app.command("range")
def range_(
    aircraft: AIRCRAFT,
    payload_kg: Annotated[float, typer.Option("--payload-kg", help="Payload carried, in kg.")] = 0.0,
    external_tanks: TANKS = 0,
    reserve: RESERVE = "default",
    store: STORES = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg", help="Draw payload over range into this file.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Find how far an aircraft flies without refuelling."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    how: dict[str, Any] = {
        "external_tanks": external_tanks,
        "reserve": reserve,
        "stores": read_stores(store),
        "folders": options.own_cards(),
    }
    found = calc.range_(aircraft, payload_kg=payload_kg, **how)
    if plot is not None:
        from jointex.report.curves import Curve, draw_curves

        points = calc.payload_ranges(aircraft, **how)
        notes = [f"{point.payload_kg / 1000.0:.1f} t, fuel {point.fuel_kg / 1000.0:.1f} t" for point in points]
        shown = {
            0,
            len(points) - 1,
            next((i for i, p in enumerate(points) if p.fuel_kg >= points[-1].fuel_kg - 1.0), 0),
        }
        curve = Curve(
            "payload",
            [0.0, *(point.range_nm for point in points)],
            [point.payload_kg / 1000.0 for point in (points[0], *points)],
            ["", *(note if index in shown else "" for index, note in enumerate(notes))],
        )
        kept = "no reserve" if reserve == "none" else "default reserve"
        titles = (f"{aircraft}: payload and range", f"{found.assumptions[1]}; {kept}; still air, standard day")
        save_picture(plot, draw_curves([curve], titles, "range, NM", "payload, t"))
    show_answer(found, as_json)


@app.command()
def radius(
    aircraft: AIRCRAFT,
    payload_kg: PAYLOAD = 0.0,
    external_tanks: TANKS = 0,
    station_min: Annotated[float, typer.Option("--station-min", help="Time on station at the far end, in min.")] = 0.0,
    reserve: RESERVE = "default",
    profile: Annotated[
        str,
        typer.Option("--profile", metavar="hi-hi-hi|hi-lo-hi|loiter", help="How to the target or station and back."),
    ] = "hi-hi-hi",
    combat_min: Annotated[
        float, typer.Option("--combat-min", help="Time at full thrust, with afterburner, at the far end, in min.")
    ] = 0.0,
    store: STORES = None,
    plot: PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find how far an aircraft can go and come back without refuelling."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    found = calc.radius(
        aircraft,
        payload_kg=payload_kg,
        external_tanks=external_tanks,
        station_min=station_min,
        reserve=reserve,
        profile=profile,
        combat_min=combat_min,
        stores=read_stores(store),
        folders=options.own_cards(),
    )
    _draw_sortie(found, f"{aircraft}: radius {found.radius_nm:,.0f} NM", plot)
    show_answer(found, as_json)


@app.command()
def endurance(
    aircraft: AIRCRAFT,
    radius_nm: Annotated[float, typer.Option("--radius-nm", help="Distance of the station from the base, in NM.")],
    payload_kg: PAYLOAD = 0.0,
    external_tanks: TANKS = 0,
    reserve: RESERVE = "default",
    store: STORES = None,
    plot: PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find how long an aircraft stays on station at a distance from its base."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    found = calc.endurance(
        aircraft,
        radius_nm,
        payload_kg=payload_kg,
        external_tanks=external_tanks,
        reserve=reserve,
        stores=read_stores(store),
        folders=options.own_cards(),
    )
    _draw_sortie(found, f"{aircraft}: {found.station_h:.1f} h on station at {found.radius_nm:,.0f} NM", plot)
    show_answer(found, as_json)


def _draw_sortie(found: Any, title: str, plot: Path | None) -> None:
    """Draw fuel, altitude and speed over the way."""
    if plot is not None:
        from jointex.report.sortie import draw_sortie

        save_picture(plot, draw_sortie(found.points, title))
