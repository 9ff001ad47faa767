"""`jointex cards`: what the model believes of every aircraft, engine, store and base, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jointex.cli import gates, options, speech
from jointex.errors import Fault, QuestionError

if TYPE_CHECKING:
    from jointex.cards import Card


_TANKER = Annotated[str | None, typer.Option("--tanker", metavar="ID", help="With gates: this tanker only.")]
_RECEIVER = Annotated[str | None, typer.Option("--receiver", metavar="ID", help="With gates: this receiver only.")]
_TANKER_NATION = Annotated[
    str | None,
    typer.Option(
        "--tanker-nation", metavar="STATE", help="With gates: who flies the tankers.", show_default="operators"
    ),
]
_RECEIVER_NATION = Annotated[
    str | None,
    typer.Option(
        "--receiver-nation", metavar="STATE", help="With gates: who flies the receivers.", show_default="operators"
    ),
]
_ACTIVITY = Annotated[
    str | None,
    typer.Option(
        "--activity", metavar="KIND", help="With gates: exercise, training or operation.", show_default="exercise"
    ),
]


def add_to(app: typer.Typer) -> None:
    """Put this command on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("cards")(cards)


def cards(
    card: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID|gates]", help="Card to show; all are listed if left out; `gates`: who may fuel whom."
        ),
    ] = None,
    folder: Annotated[
        list[Path] | None,
        typer.Option("--folder", metavar="DIR", help="Search your own cards there first.", show_default="./cards"),
    ] = None,
    tanker: _TANKER = None,
    receiver: _RECEIVER = None,
    tanker_nation: _TANKER_NATION = None,
    receiver_nation: _RECEIVER_NATION = None,
    activity: _ACTIVITY = None,
    as_json: options.Json = False,
) -> None:
    """List the data cards, or show one with the basis, source and range of every value; `gates` shows who may fuel whom."""
    from jointex import cards as room

    asked = {
        "--tanker": tanker,
        "--receiver": receiver,
        "--tanker-nation": tanker_nation,
        "--receiver-nation": receiver_nation,
        "--activity": activity,
    }
    if card != gates.WORD:
        _refuse_options_of_gates(asked)
    folders = tuple(options.existing_folder(one, "--folder") for one in folder) if folder else options.own_cards()
    if card is None:
        _answer_list(folders, as_json)
        return
    if card == gates.WORD:
        texts = (tanker or "", receiver or "", tanker_nation or "", receiver_nation or "", activity or "exercise")
        gates.answer(*texts, folders, as_json)
        return
    kind, found_card = room.find(card, folders)
    if as_json:
        speech.answer_json({"kind": kind, **room.to_json(found_card)})
    else:
        _show_card(found_card)


def _refuse_options_of_gates(asked: dict[str, str | None]) -> None:
    """Refuse options that only go with the word `gates`: all at once."""
    hint = f"Did you mean jointex cards {gates.WORD}?"
    faults = [
        Fault(f"only goes with {gates.WORD}", option, value=value, hint=hint)
        for option, value in asked.items()
        if value is not None
    ]
    if faults:
        raise QuestionError(faults)


def _answer_list(folders: Sequence[Path], as_json: bool) -> None:
    """Show what cards there are."""
    from jointex import cards as room

    found: list[tuple[str, Card]] = [
        (kind, room.load(kind, key, folders)) for kind in room.KINDS for key in room.ids(kind, folders)
    ]
    rows = [(kind, card.id, card.name, room.share_estimated([card])) for kind, card in found]
    if as_json:
        keys = ("kind", "id", "name", "estimated_fraction")
        speech.answer_json([dict(zip(keys, row, strict=True)) for row in rows])
        return
    shown = [(kind, key, name, f"{share:.0%}") for kind, key, name, share in rows]
    speech.answer_table("", ("kind", "id", "name", "estimated"), shown, numbers=(3,))


def _show_card(card: Card) -> None:
    """Show one card: its figures with their provenance, its words, its sources."""
    from jointex import cards as room

    rows = room.as_rows(card)
    columns = ("", "figure", "value", "unit", "basis", "source", "range", "note")
    keys = {one.title: key for key, one in card.sources.items()}
    cells = [(r.section, r.name, r.value, r.unit, r.basis, keys.get(r.source, r.source), r.range, r.note) for r in rows]
    speech.answer_table(f"{card.id}: {card.name}", columns, cells, numbers=(2,))
    for text in card.notes:
        speech.answer_line(f"note: {text}")
    sources = [(key, one.title, str(one.read), one.says, one.url) for key, one in card.sources.items()]
    speech.answer_table("Sources", ("key", "title", "read on", "says", "address"), sources)
