"""Cards as rows for people and as JSON for machines, and how much of a set of figures is estimated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jointex.cards.checks import values_of
from jointex.cards.models import Card
from jointex.cards.values import Value
from jointex.documents import dotted


@dataclass(frozen=True)
class Row:
    """One figure of a card, as text.

    Attributes
    ----------
    section, name, value, unit, basis, source, range, note : str
        `source` is the title, `range` is "low to high" or empty.
    """

    section: str
    name: str
    value: str
    unit: str
    basis: str
    source: str
    range: str
    note: str


def as_rows(card: Card) -> list[Row]:
    """Return every figure of a card as a row of text.

    Parameters
    ----------
    card : Card
        Of any kind.

    Returns
    -------
    list of Row
        In the order of the card.
    """
    rows = []
    for path, value in values_of(card):
        section, name = (str(path[0]), dotted(path[1:])) if len(path) > 1 else ("", str(path[0]))
        if section == "published":
            figure = getattr(card, "published")[path[1]]  # noqa: B009
            name = f"{figure.figure} ({figure.use})"
        source = card.sources[value.source].title if value.source in card.sources else value.source
        span = f"{value.range[0]:,g} to {value.range[1]:,g}" if value.range else ""
        rows.append(Row(section, name, f"{value.value:,.10g}", value.unit, value.basis, source, span, value.note))
    return rows


def to_json(card: Card) -> dict[str, Any]:
    """Return a card as plain data, each figure with its SI value beside the written one.

    Parameters
    ----------
    card : Card
        Of any kind.

    Returns
    -------
    dict
        Ready for `json.dumps`.
    """
    data: dict[str, Any] = card.model_dump(mode="json", exclude_none=True)
    for path, value in values_of(card):
        place: Any = data
        for key in path:
            place = place[key]
        place["si"] = value.si
        place["low"] = value.low
        place["high"] = value.high
    return data


def share_estimated(cards: Iterable[Card | Value]) -> float:
    """Return the share of figures whose basis is estimated.

    Parameters
    ----------
    cards : iterable of Card or Value
        Cards count with all their figures but the published performance they are compared with.

    Returns
    -------
    float
        From 0 to 1; 0 where there is no figure.
    """
    counted = estimated = 0
    for item in cards:
        values = [value for path, value in values_of(item) if path[:1] != ("published",)]
        counted += len(values)
        estimated += sum(value.basis in ("estimated", "placeholder") for value in values)
    return estimated / counted if counted else 0.0
