"""`jointex calc sensitivity`: which uncertain inputs of the cards an answer depends on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.asking import AIRCRAFT, PAYLOAD, RESERVE, STORES, TANKS, read_stores
from jointex.errors import Fault, QuestionError, nearest_name

ANSWERS = {
    "range": ("range_nm", "NM"),
    "radius": ("radius_nm", "NM"),
    "endurance": ("station_h", "h"),
    "leg": ("fuel_kg", "kg"),
    "takeoff": ("ground_roll_m", "m"),
    "landing": ("field_length_m", "m"),
}
"""What each question is asked for, and its unit."""


def add_to(app: typer.Typer) -> None:
    """Add the command.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex calc`.
    """
    app.command("sensitivity")(sensitivity)


def sensitivity(
    of: Annotated[str, typer.Option("--of", metavar="|".join(ANSWERS), help="The question.")],
    aircraft: AIRCRAFT,
    payload_kg: PAYLOAD = 0.0,
    external_tanks: TANKS = 0,
    station_min: Annotated[float, typer.Option("--station-min", help="For radius: time on station, in min.")] = 0.0,
    radius_nm: Annotated[
        float, typer.Option("--radius-nm", help="For endurance: distance of the station, in NM.")
    ] = 0.0,
    start: Annotated[str, typer.Option("--from", metavar="PLACE", help="For leg.")] = "",
    end: Annotated[str, typer.Option("--to", metavar="PLACE", help="For leg.")] = "",
    reserve: RESERVE = "default",
    store: STORES = None,
    as_json: options.Json = False,
) -> None:
    """Vary each uncertain input of the cards over its range and list what the answer does, largest first."""
    from jointex import calc
    from jointex.calc.aircraft import load
    from jointex.calc.questions import Question

    if of not in ANSWERS:
        hint = nearest_name(of, list(ANSWERS))
        raise QuestionError(Fault(f"must be {', '.join(ANSWERS)}", "--of", value=of, hint=hint))
    stores, folders = read_stores(store), options.own_cards()
    loaded: dict[str, Any] = {"payload_kg": payload_kg, "external_tanks": external_tanks, "reserve": reserve}
    asks: dict[str, Callable[[], Any]] = {
        "range": lambda: calc.range_(aircraft, **loaded, folders=folders),
        "radius": lambda: calc.radius(aircraft, **loaded, station_min=station_min, stores=stores, folders=folders),
        "endurance": lambda: calc.endurance(aircraft, radius_nm, **loaded, stores=stores, folders=folders),
        "leg": lambda: calc.leg(aircraft, start, end, payload_kg=payload_kg, folders=folders),
        "takeoff": lambda: calc.takeoff(aircraft, runway_m=LONG_RUNWAY_M, folders=folders),
        "landing": lambda: calc.landing(aircraft, folders=folders),
    }
    name, unit = ANSWERS[of]
    carried = load(Question(), aircraft, payload_kg, external_tanks, folders, stores).stores
    found = calc.sensitivity(lambda: getattr(asks[of](), name), aircraft, carried, folders)
    document = {"of": name, "unit": unit, **dataclasses.asdict(found)}
    if as_json:
        speech.answer_json(document)
    else:
        show(document)


LONG_RUNWAY_M = 5000.0
"""A runway that limits no take-off [m]."""


def show(document: dict[str, Any]) -> None:
    """Show the inputs that matter as a table, largest swing first.

    Parameters
    ----------
    document : dict
        A `Sensitivity` as plain data, with `of` and `unit` of the answer.
    """
    rows = [
        (
            swing["card"],
            swing["value"],
            f"{swing['middle']:g} ({swing['low']:g} to {swing['high']:g}) {swing['unit']}".rstrip(),
            swing["basis"],
            speech.number(swing["answer_low"]),
            speech.number(swing["answer_high"]),
            "no answer" if swing["swing_fraction"] is None else f"{swing['swing_fraction']:+.1%}",
            "-" if swing["elasticity"] is None else f"{swing['elasticity']:+.2f}",
            f"{swing['share']:.0%}",
        )
        for swing in document["swings"]
    ]
    of = f"{document['of']} {speech.number(document['answer'])} {document['unit']}"
    columns = ("card", "input", "value and range", "basis", "at low", "at high", "swing", "elasticity", "share")
    speech.answer_table(of, columns, rows, numbers=(4, 5, 6, 7, 8))
    speech.answer_line(f"spread of the answer (one standard deviation): {document['spread_fraction']:.1%}")
    for words in document["assumptions"]:
        speech.answer_line(words)
