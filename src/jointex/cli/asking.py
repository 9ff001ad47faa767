"""What the questions of `jointex calc` share: options said once, stores read, answers shown, pictures written."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import speech
from jointex.errors import Fault, QuestionError

AIRCRAFT = Annotated[str, typer.Option("--aircraft", help="Card id, such as F-15J.")]
PAYLOAD = Annotated[float, typer.Option("--payload-kg", help="Payload carried there and back, in kg.")]
TANKS = Annotated[int, typer.Option("--external-tanks", min=0, help="External tanks, full at take-off.")]
STORES = Annotated[
    list[str] | None,
    typer.Option("--store", metavar="ID=N", help="Stores carried, such as BOMB-500=2; may be repeated."),
]
RESERVE = Annotated[str, typer.Option("--reserve", metavar="none|default", help="Fuel kept for landing.")]
PLOT = Annotated[Path | None, typer.Option("--plot", metavar="FILE.svg", help="Draw the answer into this file.")]
OAT = Annotated[
    float | None, typer.Option("--oat-c", help="Outside air temperature, in deg C.", show_default="standard day")
]
BASE = Annotated[
    str | None, typer.Option("--base", help="A base card or ICAO code; its longest runway.", metavar="PLACE")
]
RUNWAY = Annotated[float | None, typer.Option("--runway-m", help="A runway at sea level, in m.")]
SHIP = Annotated[str | None, typer.Option("--ship", help="A ship card; its deck.")]
QNH = Annotated[float | None, typer.Option("--qnh-hpa", help="Pressure at sea level, in hPa.", show_default="1013.25")]
PRESSURE_ALTITUDE = Annotated[
    float | None,
    typer.Option("--pressure-altitude-ft", help="Pressure altitude of the strip, in ft.", show_default="its elevation"),
]
WIND = Annotated[float, typer.Option("--wind-over-deck-kt", help="Wind down the deck or runway, in kt.")]
SEA_STATE = Annotated[int | None, typer.Option("--sea-state", help="0 to 9; how much a ship's deck moves.")]
DECK_PITCH = Annotated[
    float | None, typer.Option("--deck-pitch-deg", help="Significant pitch of the deck, in deg, for --sea-state.")
]
DECK_HEAVE = Annotated[
    float | None, typer.Option("--deck-heave-m", help="Significant heave of the deck, in m, for --sea-state.")
]

_UNITS = {
    "kt": "kt",
    "nm": "NM",
    "deg": "deg",
    "kg": "kg",
    "h": "h",
    "m": "m",
    "s": "s",
    "c": "deg C",
    "min": "min",
    "kg_min": "kg/min",
    "dba": "dBA",
    "db": "dB",
    "mt": "Mt",
    "musd": "million USD",
    "usd_mmbtu": "USD/MMBtu",
    "usd_bbl": "USD/bbl",
    "busd": "billion USD",
    "bn_jpy": "billion JPY",
    "percent": "%",
    "d": "d",
}


def plain_kernels() -> None:
    """Leave the compiler out of a process that answers one question."""
    if "jointex.kernel" not in sys.modules:
        os.environ.setdefault("JOINTEX_JIT", "0")


def read_stores(words: list[str] | None) -> dict[str, int]:
    """Read stores such as `BOMB-500=2`.

    Parameters
    ----------
    words : list of str or None
        As given.

    Returns
    -------
    dict of str to int

    Raises
    ------
    QuestionError
        If one is not a store and a number: all at once.
    """
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


def check_picture(plot: Path | None) -> None:
    """Refuse a picture that cannot be written, before anything is worked out.

    Parameters
    ----------
    plot : Path or None
        Where it shall go.

    Raises
    ------
    QuestionError
        If its name is not that of an SVG file, or its folder is not there.
    """
    if plot is None:
        return
    faults = []
    if plot.suffix.lower() != ".svg":
        faults.append(
            Fault("must be the name of an SVG file", "--plot", value=str(plot), hint=f"Did you mean {plot.stem}.svg?")
        )
    if not plot.parent.is_dir():
        hint = f"Make the folder {plot.parent} first."
        faults.append(Fault("must lie in a folder that is there", "--plot", value=str(plot), hint=hint))
    if faults:
        raise QuestionError(faults)


def save_picture(plot: Path, picture: str) -> None:
    """Write a picture and say where it is.

    Parameters
    ----------
    plot : Path
        Where to.
    picture : str
        SVG.
    """
    plot.write_text(picture, encoding="utf-8")
    speech.note(f"drawn into {plot}")


def show_answer(answer: Any, as_json: bool, hidden: Sequence[str] = ("points",)) -> None:
    """Show an answer of the calc room: keys with their unit at the end.

    Parameters
    ----------
    answer : dataclass or mapping
        The answer.
    as_json : bool
        Whether as one JSON document, with everything in it, or as tables.
    hidden : sequence of str
        What tables leave out, in the answer and in the rows of its parts.
    """
    document: Mapping[str, Any] = dataclasses.asdict(answer) if dataclasses.is_dataclass(answer) else dict(answer)  # type: ignore[arg-type]
    if as_json:
        speech.answer_json(document)
        return
    plain = {key: value for key, value in document.items() if not isinstance(value, list | tuple | Mapping)}
    shown = {key: value for key, value in plain.items() if value not in (None, "")}
    rows = [(name, _written(shown[key], unit), unit) for key, (name, unit) in row_names(shown).items()]
    speech.answer_table("", ("quantity", "value", "unit"), rows, (1,))
    for key, value in document.items():
        if key in hidden:
            continue
        if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            _show_rows(value, hidden)
        elif isinstance(value, list | tuple) and value:
            speech.answer_line(f"{key}:")
            for item in value:
                speech.answer_line(f"  {item}")


def row_names(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return name and unit of each row of an answer: of names that two keys share, that of a percentage says so.

    Parameters
    ----------
    keys : iterable of str
        Such as `cut_mt` and `cut_percent`.

    Returns
    -------
    dict of str to tuple of str
        Such as `cut` in Mt and `cut share` in %; the unit follows a name that would still stand twice.
    """
    named = {key: _named(key) for key in keys}
    for told in (lambda name, unit: f"{name} share" if unit == "%" else name, "{0}, {1}".format):
        count = Counter(name for name, _ in named.values())
        named = {key: (told(name, unit) if count[name] > 1 else name, unit) for key, (name, unit) in named.items()}
    return named


def _show_rows(rows: Sequence[Mapping[str, Any]], hidden: Sequence[str]) -> None:
    """Show parts of an answer that have the same keys as a table."""
    keys = [key for key in rows[0] if key not in hidden]
    heads = [" ".join(_named(key)).strip() for key in keys]
    numbers = [index for index, key in enumerate(keys) if isinstance(rows[0][key], float)]
    speech.answer_table("", heads, [[speech.number(row[key]) for key in keys] for row in rows], numbers)


def _written(value: Any, unit: str) -> str:
    """Return a value for a table: levels to a tenth of a decibel, which no ear tells, other numbers to four digits."""
    if unit in ("dB", "dBA") and isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return speech.number(value)


def _named(key: str) -> tuple[str, str]:
    """Return a key such as `block_time_h` as its words and its unit."""
    parts = key.rsplit("_", 2)
    if "_".join(parts[1:]) in _UNITS:
        return parts[0].replace("_", " "), _UNITS["_".join(parts[1:])]
    words, _, unit = key.rpartition("_")
    return (words.replace("_", " "), _UNITS[unit]) if words and unit in _UNITS else (key.replace("_", " "), "")
