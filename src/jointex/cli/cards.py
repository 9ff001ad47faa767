"""`jointex cards`: what the model believes of every aircraft, engine, store and base, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech

_VALUE_KEYS = {"value", "basis", "source"}


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
        str | None, typer.Argument(metavar="[ID]", help="Card to show; all are listed if left out.")
    ] = None,
    folder: Annotated[
        list[Path] | None,
        typer.Option("--folder", metavar="DIR", exists=True, file_okay=False, help="Search your own cards first."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """List the data cards, or show one with the basis, source and range of every value."""
    from jointex import api

    folders = tuple(folder or ())
    if card is None:
        _answer_list(api.cards(folders), as_json)
        return
    document = api.card(card, folders).model_dump(mode="json")
    if as_json:
        speech.answer_json(document)
    else:
        _show_card(document)


def _answer_list(found: Mapping[str, Mapping[str, str]], as_json: bool) -> None:
    """Show the ids and names of every kind of card."""
    if as_json:
        rows = [{"kind": kind, "id": key, "name": name} for kind, names in found.items() for key, name in names.items()]
        speech.answer_json(rows)
        return
    rows_for_people = [(kind, key, name) for kind, names in found.items() for key, name in names.items()]
    speech.answer_table("", ("kind", "id", "name"), rows_for_people)


def _show_card(document: Mapping[str, Any]) -> None:
    """Show one card: its values with their provenance, then its sources."""
    title = f"{document['id']}: {document['name']}"
    columns = ("value", "", "unit", "basis", "source", "range", "note")
    speech.answer_table(title, columns, list(_values(document, "")), numbers=(1,))
    for name, text in _plain_facts(document):
        speech.answer_line(f"{name}: {text}")
    sources = [
        (key, source.get("title", ""), str(source.get("read", "")), source.get("says", ""), source.get("url", ""))
        for key, source in document.get("sources", {}).items()
    ]
    speech.answer_table("Sources", ("source", "title", "read", "says", "address"), sources)


def _values(part: Any, path: str) -> Iterator[tuple[str, ...]]:
    """Return a row for every value with provenance below `part`."""
    if isinstance(part, Mapping) and part.keys() >= _VALUE_KEYS:
        yield _value_row(part, path)
    elif isinstance(part, Mapping):
        name = part.get("figure")
        for key, child in part.items():
            yield from _values(child, f"{path}.{name or key}".lstrip("."))
    elif isinstance(part, list):
        for index, child in enumerate(part):
            is_named = isinstance(child, Mapping) and "figure" in child
            yield from _values(child, path if is_named else f"{path}[{index}]")


def _value_row(value: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """Return the table row of one value."""
    low_high = value.get("range")
    spread = "" if low_high is None else f"{speech.number(low_high[0], 6)} .. {speech.number(low_high[1], 6)}"
    number = speech.number(value["value"], 6)
    return (
        path,
        number,
        str(value.get("unit", "")),
        value["basis"],
        str(value["source"]),
        spread,
        value.get("note", ""),
    )


def _plain_facts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return the words of a card that carry no unit: operators, roles, notes."""
    for key, content in document.items():
        if key in ("id", "name", "sources") or not content:
            continue
        if isinstance(content, str):
            yield key, content
        elif isinstance(content, list) and all(isinstance(item, str) for item in content):
            yield key, "; ".join(content)
