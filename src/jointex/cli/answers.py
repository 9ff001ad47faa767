"""`jointex calc`: the planner's whiz-wheel, one question and one answer.

A single question is answered by plain Python kernels: loading a compiler would take longer than the answer.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.errors import Fault, QuestionError

app = typer.Typer(
    help="Answer one planner's question: speed, distance, leg, range, radius, runway.", no_args_is_help=True
)

_PLACE = "ICAO code, card id or name, or LAT,LON in degrees."
_FULL = "full internal fuel within maximum mass"
_UNITS = {"kt": "kt", "nm": "NM", "deg": "deg", "kg": "kg", "h": "h", "m": "m", "s": "s", "c": "deg C"}


def _plain_kernels() -> None:
    """Leave the compiler out of a process that answers one question."""
    if "jointex.kernel" not in sys.modules:
        os.environ.setdefault("JOINTEX_JIT", "0")


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
    _plain_kernels()
    from jointex import calc

    _answer(calc.airspeed(fl=level, kias=kias, mach=mach, ktas=ktas, isa_offset_c=isa_offset_c), as_json)


@app.command(context_settings={"ignore_unknown_options": True})  # -33.9,151.2 is a place, not an option
def distance(
    start: Annotated[str, typer.Argument(metavar="A", help=_PLACE)],
    end: Annotated[str, typer.Argument(metavar="B", help=_PLACE)],
    as_json: options.Json = False,
) -> None:
    """Measure the great circle between two places and its first true course."""
    _plain_kernels()
    from jointex import calc

    _answer(calc.distance(start, end), as_json)


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
    _plain_kernels()
    from jointex import calc

    _answer(
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
    aircraft: Annotated[str, typer.Option("--aircraft", help="Card id, such as F-15J.")],
    payload_kg: Annotated[float, typer.Option("--payload-kg", help="Payload carried, in kg.")] = 0.0,
    external_tanks: Annotated[
        int, typer.Option("--external-tanks", min=0, help="External tanks, full at take-off.")
    ] = 0,
    reserve: Annotated[
        str, typer.Option("--reserve", metavar="none|default", help="Fuel kept for landing.")
    ] = "default",
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg", help="Draw range over payload into this file.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Find how far an aircraft flies without refuelling."""
    _plain_kernels()
    from jointex import calc

    how: dict[str, Any] = {"external_tanks": external_tanks, "reserve": reserve, "folders": options.own_cards()}
    found = calc.range_(aircraft, payload_kg=payload_kg, **how)
    if plot is not None:
        from jointex.report.sortie import draw_curve

        points = calc.payload_ranges(aircraft, **how)
        title = f"{aircraft}: payload and range, {'no' if reserve == 'none' else 'default'} reserve"
        curve = [point.range_nm for point in points], [point.payload_kg / 1000.0 for point in points]
        plot.write_text(draw_curve(*curve, title, "range, NM", "payload, t"), encoding="utf-8")
        speech.note(f"drawn into {plot}")
    _answer(found, as_json)


_AIRCRAFT = Annotated[str, typer.Option("--aircraft", help="Card id, such as F-15J.")]
_PAYLOAD = Annotated[float, typer.Option("--payload-kg", help="Payload carried there and back, in kg.")]
_TANKS = Annotated[int, typer.Option("--external-tanks", min=0, help="External tanks, full at take-off.")]
_STORES = Annotated[
    list[str] | None,
    typer.Option("--store", metavar="ID=N", help="Stores carried, such as BOMB-500=2; may be repeated."),
]
_RESERVE = Annotated[str, typer.Option("--reserve", metavar="none|default", help="Fuel kept for landing.")]
_PLOT = Annotated[Path | None, typer.Option("--plot", metavar="FILE.svg", help="Draw the answer into this file.")]


@app.command()
def radius(
    aircraft: _AIRCRAFT,
    payload_kg: _PAYLOAD = 0.0,
    external_tanks: _TANKS = 0,
    station_min: Annotated[float, typer.Option("--station-min", help="Time on station at the far end, in min.")] = 0.0,
    reserve: _RESERVE = "default",
    profile: Annotated[
        str, typer.Option("--profile", metavar="hi-hi-hi|hi-lo-hi", help="At what height to the target and back.")
    ] = "hi-hi-hi",
    combat_min: Annotated[
        float, typer.Option("--combat-min", help="Time at full thrust, with afterburner, at the far end, in min.")
    ] = 0.0,
    store: _STORES = None,
    plot: _PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find how far an aircraft can go and come back without refuelling."""
    _plain_kernels()
    from jointex import calc

    found = calc.radius(
        aircraft,
        payload_kg=payload_kg,
        external_tanks=external_tanks,
        station_min=station_min,
        reserve=reserve,
        profile=profile,
        combat_min=combat_min,
        stores=_stores(store),
        folders=options.own_cards(),
    )
    _draw_sortie(found, f"{aircraft}: radius {found.radius_nm:,.0f} NM", plot)
    _answer(found, as_json)


@app.command()
def endurance(
    aircraft: _AIRCRAFT,
    radius_nm: Annotated[float, typer.Option("--radius-nm", help="Distance of the station from the base, in NM.")],
    payload_kg: _PAYLOAD = 0.0,
    external_tanks: _TANKS = 0,
    reserve: _RESERVE = "default",
    store: _STORES = None,
    plot: _PLOT = None,
    as_json: options.Json = False,
) -> None:
    """Find how long an aircraft stays on station at a distance from its base."""
    _plain_kernels()
    from jointex import calc

    found = calc.endurance(
        aircraft,
        radius_nm,
        payload_kg=payload_kg,
        external_tanks=external_tanks,
        reserve=reserve,
        stores=_stores(store),
        folders=options.own_cards(),
    )
    _draw_sortie(found, f"{aircraft}: {found.station_h:.1f} h on station at {found.radius_nm:,.0f} NM", plot)
    _answer(found, as_json)


@app.command()
def takeoff(
    aircraft: _AIRCRAFT,
    base: Annotated[str | None, typer.Option("--base", help="A base card; its longest runway.")] = None,
    runway_m: Annotated[float | None, typer.Option("--runway-m", help="A runway at sea level, in m.")] = None,
    ship: Annotated[str | None, typer.Option("--ship", help="A ship card; its deck.")] = None,
    mass_kg: Annotated[
        float | None, typer.Option("--mass-kg", help="Mass at brake release, in kg.", show_default="largest")
    ] = None,
    oat_c: Annotated[
        float | None, typer.Option("--oat-c", help="Outside air temperature, in deg C.", show_default="standard day")
    ] = None,
    mode: Annotated[
        str, typer.Option("--mode", metavar="conventional|short", help="Short for types with a published deck run.")
    ] = "conventional",
    wind_over_deck_kt: Annotated[
        float, typer.Option("--wind-over-deck-kt", help="Wind down the deck or runway, in kt.")
    ] = 0.0,
    as_json: options.Json = False,
) -> None:
    """Find how much runway or deck a take-off needs, and whether it is there."""
    _plain_kernels()
    from jointex import calc

    found = calc.takeoff(
        aircraft,
        base=base,
        runway_m=runway_m,
        ship=ship,
        mass_kg=mass_kg,
        oat_c=oat_c,
        mode=mode,
        wind_over_deck_kt=wind_over_deck_kt,
        folders=options.own_cards(),
    )
    _answer(found, as_json)


@app.command()
def landing(
    aircraft: _AIRCRAFT,
    mode: Annotated[
        str, typer.Option("--mode", metavar="conventional|vertical", help="Vertical for types that can.")
    ] = "conventional",
    oat_c: Annotated[
        float | None, typer.Option("--oat-c", help="Outside air temperature, in deg C.", show_default="standard day")
    ] = None,
    base: Annotated[str | None, typer.Option("--base", help="A base card, for its elevation.")] = None,
    as_json: options.Json = False,
) -> None:
    """Find how heavy an aircraft may land, what it brings back, and the runway it needs."""
    _plain_kernels()
    from jointex import calc

    _answer(calc.landing(aircraft, mode=mode, oat_c=oat_c, base=base, folders=options.own_cards()), as_json)


def _stores(words: list[str] | None) -> dict[str, int]:
    """Read stores such as `BOMB-500=2`."""
    faults, stores = [], {}
    for word in words or ():
        store_id, _, count = word.partition("=")
        if not store_id or not count.isdecimal() or not count.isascii() or len(count) > 3:
            faults.append(Fault("must be a store and how many of it, such as BOMB-500=2", "--store", value=word))
        else:
            stores[store_id] = int(count)
    if faults:
        raise QuestionError(faults)
    return stores


def _draw_sortie(found: Any, title: str, plot: Path | None) -> None:
    """Draw fuel, altitude and speed over the way."""
    if plot is not None:
        from jointex.report.sortie import draw_sortie

        plot.write_text(draw_sortie(found.points, title), encoding="utf-8")
        speech.note(f"drawn into {plot}")


def _answer(answer: Any, as_json: bool) -> None:
    """Show an answer of the calc room: keys with their unit at the end."""
    document: Mapping[str, Any] = dataclasses.asdict(answer) if dataclasses.is_dataclass(answer) else dict(answer)  # type: ignore[arg-type]
    if as_json:
        speech.answer_json(document)
        return
    plain = {key: value for key, value in document.items() if not isinstance(value, list | tuple | Mapping)}
    rows = [(*_named(key), value) for key, value in plain.items() if value not in (None, "")]
    speech.answer_table(
        "", ("quantity", "value", "unit"), [(name, speech.number(v), unit) for name, unit, v in rows], (1,)
    )
    for key, value in document.items():
        if key == "points":
            continue
        if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            _show_rows(value)
        elif isinstance(value, list | tuple):
            speech.answer_line(f"{key}:")
            for item in value:
                speech.answer_line(f"  {item}")


def _show_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """Show parts of an answer that have the same keys as a table."""
    heads = [" ".join(_named(key)).strip() for key in rows[0]]
    numbers = [index for index, value in enumerate(rows[0].values()) if isinstance(value, float)]
    speech.answer_table("", heads, [[speech.number(value) for value in row.values()] for row in rows], numbers)


def _named(key: str) -> tuple[str, str]:
    """Return a key such as `block_time_h` as its words and its unit."""
    words, _, unit = key.rpartition("_")
    return (words.replace("_", " "), _UNITS[unit]) if words and unit in _UNITS else (key.replace("_", " "), "")
