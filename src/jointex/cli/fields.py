"""`jointex calc` on the ground: take-off, landing, which bases can be used, and how far one reaches from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from jointex.cli import options
from jointex.cli.asking import (
    AIRCRAFT,
    BASE,
    DECK_HEAVE,
    DECK_PITCH,
    OAT,
    PAYLOAD,
    PLOT,
    PRESSURE_ALTITUDE,
    QNH,
    RESERVE,
    RUNWAY,
    SEA_STATE,
    SHIP,
    STORES,
    TANKS,
    WIND,
    check_picture,
    plain_kernels,
    read_stores,
    save_picture,
    show_answer,
)

_POSITION = ("latitude_deg", "longitude_deg")


def add_to(app: typer.Typer) -> None:
    """Add these questions to `jointex calc`.

    Parameters
    ----------
    app : Typer
        The group of questions.
    """
    for command in (takeoff, landing, bases, rings):
        app.command()(command)


def takeoff(
    aircraft: AIRCRAFT,
    base: BASE = None,
    runway_m: RUNWAY = None,
    ship: SHIP = None,
    mass_kg: Annotated[
        float | None, typer.Option("--mass-kg", help="Mass at brake release, in kg.", show_default="largest")
    ] = None,
    mode: Annotated[
        str, typer.Option("--mode", metavar="conventional|short", help="Short for types with a published deck run.")
    ] = "conventional",
    oat_c: OAT = None,
    qnh_hpa: QNH = None,
    pressure_altitude_ft: PRESSURE_ALTITUDE = None,
    wind_over_deck_kt: WIND = 0.0,
    sea_state: SEA_STATE = None,
    deck_pitch_deg: DECK_PITCH = None,
    deck_heave_m: DECK_HEAVE = None,
    plot: PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find how much runway or deck a take-off needs, and whether it is there; --plot over temperature."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    how: dict[str, Any] = {
        "base": base,
        "runway_m": runway_m,
        "ship": ship,
        "mass_kg": mass_kg,
        "mode": mode,
        "qnh_hpa": qnh_hpa,
        "pressure_altitude_ft": pressure_altitude_ft,
        "wind_over_deck_kt": wind_over_deck_kt,
        "sea_state": sea_state,
        "deck_pitch_deg": deck_pitch_deg,
        "deck_heave_m": deck_heave_m,
        "folders": options.own_cards(),
    }
    found = calc.takeoff(aircraft, oat_c=oat_c, **how)
    if plot is not None:
        from jointex.report.curves import Curve, draw_curves

        rows = calc.takeoffs_by_oat(aircraft, **how)
        oats = [row.oat_c for row in rows]
        curves = [
            Curve("field length", oats, [row.field_length_m for row in rows]),
            Curve("ground roll", oats, [row.ground_roll_m for row in rows]),
        ]
        titles = (
            f"{aircraft}: {mode} take-off at {found.mass_kg:,.0f} kg",
            f"{found.where}, pressure altitude {found.pressure_altitude_m:,.0f} m, {wind_over_deck_kt:g} kt of wind down it",
        )
        limit = (f"there are {found.runway_m:,.0f} m", found.runway_m)
        save_picture(plot, draw_curves(curves, titles, "outside air temperature, deg C", "length, m", limit))
    show_answer(found, as_json)


def landing(
    aircraft: AIRCRAFT,
    mode: Annotated[
        str, typer.Option("--mode", metavar="conventional|vertical", help="Vertical for types that can.")
    ] = "conventional",
    base: BASE = None,
    runway_m: RUNWAY = None,
    ship: SHIP = None,
    mass_kg: Annotated[
        float | None, typer.Option("--mass-kg", help="Mass at touch-down, in kg.", show_default="greatest")
    ] = None,
    oat_c: OAT = None,
    qnh_hpa: QNH = None,
    pressure_altitude_ft: PRESSURE_ALTITUDE = None,
    wind_over_deck_kt: WIND = 0.0,
    sea_state: SEA_STATE = None,
    deck_pitch_deg: DECK_PITCH = None,
    deck_heave_m: DECK_HEAVE = None,
    by_oat: Annotated[bool, typer.Option("--by-oat", help="Add a table over outside air temperature.")] = False,
    plot: PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find how heavy an aircraft may land, what it brings back, and the runway it needs; --plot over temperature."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    found = calc.landing(
        aircraft,
        mode=mode,
        base=base,
        runway_m=runway_m,
        ship=ship,
        mass_kg=mass_kg,
        oat_c=oat_c,
        qnh_hpa=qnh_hpa,
        pressure_altitude_ft=pressure_altitude_ft,
        wind_over_deck_kt=wind_over_deck_kt,
        sea_state=sea_state,
        deck_pitch_deg=deck_pitch_deg,
        deck_heave_m=deck_heave_m,
        by_oat=by_oat or plot is not None,
        folders=options.own_cards(),
    )
    if plot is not None:
        from jointex.report.curves import Curve, draw_curves

        oats = [row.oat_c for row in found.by_oat]
        is_vertical = mode == "vertical"
        values = [row.bring_back_kg if is_vertical else row.field_length_m for row in found.by_oat]
        what = "bring-back, kg" if is_vertical else "field length, m"
        notes = [f"{value:,.0f}" if index % 4 == 0 else "" for index, value in enumerate(values)]
        definition = "fuel, stores and payload together" if is_vertical else found.assumptions[2]
        titles = (f"{aircraft}: {mode} landing, {what} over temperature", f"{found.where}; {definition}")
        picture = draw_curves([Curve(what, oats, values, notes)], titles, "outside air temperature, deg C", what)
        save_picture(plot, picture)
    show_answer(found, as_json)


def bases(
    aircraft: AIRCRAFT,
    near: Annotated[str, typer.Option("--near", metavar="PLACE", help="ICAO code, card id or name, or LAT,LON.")],
    within_nm: Annotated[float, typer.Option("--within-nm", help="How far around to look, in NM.")] = 500.0,
    mass_kg: Annotated[
        float | None, typer.Option("--mass-kg", help="Mass at brake release, in kg.", show_default="load and fuel")
    ] = None,
    payload_kg: Annotated[float, typer.Option("--payload-kg", help="Payload, in kg.")] = 0.0,
    fuel_kg: Annotated[
        float | None, typer.Option("--fuel-kg", help="Fuel, in kg.", show_default="all within maximum mass")
    ] = None,
    external_tanks: TANKS = 0,
    store: STORES = None,
    mode: Annotated[
        str,
        typer.Option(
            "--mode", metavar="conventional|short|vertical", help="On wheels; short and on wheels; short and vertical."
        ),
    ] = "conventional",
    oat_c: OAT = None,
    wind_kt: Annotated[float, typer.Option("--wind-kt", help="Wind down every runway, in kt.")] = 0.0,
    world: Annotated[
        bool, typer.Option("--world", help="Also airfields without a card, from the world tables.")
    ] = False,
    plot: PLOT = None,
    as_json: options.Json = False,
) -> None:
    """List which bases around a place an aircraft can use with a load, and why not the others; --plot draws a map."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    found = calc.bases(
        aircraft,
        near,
        within_nm=within_nm,
        mass_kg=mass_kg,
        payload_kg=payload_kg,
        fuel_kg=fuel_kg,
        external_tanks=external_tanks,
        stores=read_stores(store),
        mode=mode,
        oat_c=oat_c,
        wind_kt=wind_kt,
        world=world,
        folders=options.own_cards(),
    )
    if plot is not None:
        from jointex.report.reach import draw_bases

        middle = (found.near, found.latitude_deg, found.longitude_deg)
        day = "standard day" if oat_c is None else f"{oat_c:g} deg C"
        title = f"{aircraft} at {found.mass_kg:,.0f} kg, {mode}: {found.n_ok} of {found.n_bases} bases can be used"
        subtitle = f"within {within_nm:,.0f} NM of {found.near}; {day}, {wind_kt:g} kt of wind"
        save_picture(plot, draw_bases(found.bases, middle, within_nm, title, subtitle))
    show_answer(found, as_json, _POSITION)


def rings(
    aircraft: AIRCRAFT,
    base: Annotated[
        list[str],
        typer.Option("--base", metavar="PLACE", help="ICAO code, card id or name, or LAT,LON; may be repeated."),
    ],
    payload_kg: PAYLOAD = 0.0,
    external_tanks: TANKS = 0,
    store: STORES = None,
    station_min: Annotated[float, typer.Option("--station-min", help="Time on station at the far end, in min.")] = 0.0,
    reserve: RESERVE = "default",
    profile: Annotated[
        str, typer.Option("--profile", metavar="hi-hi-hi|hi-lo-hi|loiter", help="How out and back.")
    ] = "hi-hi-hi",
    plot: PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find how far an aircraft reaches from one or several bases, out and back and one way; --plot draws the rings."""
    plain_kernels()
    check_picture(plot)
    from jointex import calc

    found = calc.rings(
        aircraft,
        base,
        payload_kg=payload_kg,
        external_tanks=external_tanks,
        station_min=station_min,
        reserve=reserve,
        profile=profile,
        stores=read_stores(store),
        folders=options.own_cards(),
    )
    if plot is not None:
        from jointex.report.reach import draw_rings

        title = f"{aircraft}: {found.radius_nm:,.0f} NM out and back (solid), {found.range_nm:,.0f} NM one way (dashed)"
        save_picture(plot, draw_rings(found.rings, title, _ring_words(found.assumptions, profile, reserve)))
    show_answer(found, as_json, _POSITION)


def _ring_words(assumptions: Sequence[str], profile: str, reserve: str) -> str:
    """Return the load and the profile of a picture of rings."""
    kept = "no reserve" if reserve == "none" else "default reserve"
    return f"{'; '.join(assumptions[:3])}; {profile}; {kept}; still air"
