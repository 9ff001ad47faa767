"""Cards as rows for people and as JSON for machines, and how much of a set of figures is estimated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from jointex.cards.checks import values_of
from jointex.cards.models import (
    AltitudeFigure,
    BurnFigure,
    Card,
    LengthFigure,
    MachFigure,
    Residual,
    SpeedFigure,
    TimeFigure,
)
from jointex.cards.permissions import AgreementCard, ClearanceCard
from jointex.cards.values import Value
from jointex.documents import KeyPath, dotted
from jointex.units import si_per_unit


@dataclass(frozen=True)
class Row:
    """One figure or plain entry of a card, as text; a plain entry has no unit, and no basis unless its part of the card has one.

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
    """Return every figure and plain entry of a card as a row of text.

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
    for path, leaf, source_key, basis in _leaves(card, ()):
        section, name = (str(path[0]), dotted(path[1:])) if len(path) > 1 else ("", str(path[0]))
        source = card.sources[source_key].title if source_key in card.sources else ""
        if isinstance(leaf, Value):
            span = f"{leaf.range[0]:,g} to {leaf.range[1]:,g}" if leaf.range else ""
            rows.append(Row(section, name, f"{leaf.value:,.10g}", leaf.unit, leaf.basis, source, span, leaf.note))
        elif isinstance(leaf, Residual):
            rows.append(Row(section, name, _residual_words(leaf), "", "", "", "", leaf.note))
        else:
            rows.append(Row(section, name, str(leaf), "", basis, source, "", ""))
    return rows


def _residual_words(residual: Residual) -> str:
    """Return what was published and what the model gives, in the unit a pilot would say."""
    unit, kind = _SAID_IN.get(residual.figure.partition(" ")[0], (residual.unit, ""))
    si = si_per_unit(unit, kind) if kind else 1.0
    published, model = residual.published / si, residual.model / si
    error = round(residual.error_fraction, 3) + 0.0  # no minus zero
    return f"{_said(published)} {unit} published, {_said(model)} {unit} in the model ({error:+.1%})"


def _said(figure: float) -> str:
    """Return a figure with the three digits that a residual of a card is good for."""
    return f"{float(f'{figure:.3g}'):,.{0 if abs(figure) >= 100.0 else 2}f}"


_SAID_IN = {
    "range": ("NM", "length"),
    "radius": ("NM", "length"),
    "station_radius": ("NM", "length"),
    "takeoff_distance": ("ft", "length"),
    "landing_distance": ("ft", "length"),
    "ceiling": ("ft", "altitude"),
    "max_speed": ("kt", "speed"),
    "cruise_speed": ("kt", "speed"),
    "rate_of_climb": ("ft/min", "speed"),
    "endurance": ("h", "time"),
    "block_time": ("h", "time"),
    "planning_burn": ("kg/h", "mass_flow"),
    "max_mach": ("Mach", "ratio"),
    "cruise_mach": ("Mach", "ratio"),
}
"""By published figure, the unit it is said in and its kind."""


_TOLD_ELSEWHERE = ("id", "name", "like", "notes", "sources")
"""Keys that name the card or stand below its table."""


_PROVENANCE = ("source", "basis", "more_sources")
"""Keys that say of the other entries of their part who says so."""


def _leaves(part: Any, path: KeyPath, source: str = "", basis: str = "") -> Iterator[tuple[KeyPath, Any, str, str]]:
    """Yield key path, figure or plain entry, key of its source, and basis, in the order of the card."""
    if isinstance(part, Value):
        yield path, part, part.source, part.basis
    elif isinstance(part, LengthFigure | TimeFigure | AltitudeFigure | MachFigure | SpeedFigure | BurnFigure):
        yield (path[0], f"{part.figure} ({part.use})"), part.value, part.value.source, part.value.basis
    elif isinstance(part, Residual):
        yield (path[0], part.figure), part, "", ""
    elif isinstance(part, BaseModel):
        own_source, own_basis = getattr(part, "source", "") or source, getattr(part, "basis", "") or basis
        for name in type(part).model_fields:
            if name not in _PROVENANCE and not (not path and name in _TOLD_ELSEWHERE):
                yield from _leaves(getattr(part, name), (*path, name), own_source, own_basis)
    elif isinstance(part, dict) and part and all(isinstance(item, int) for item in part.values()):
        yield path, ", ".join(f"{count} x {name}" for name, count in part.items()), source, basis
    elif isinstance(part, dict):
        for name, item in part.items():
            yield from _leaves(item, (*path, name), source, basis)
    elif isinstance(part, tuple) and part and isinstance(part[0], BaseModel):
        for index, item in enumerate(part):
            yield from _leaves(item, (*path, index), source, basis)
    elif part not in (None, "", ()):
        yield path, ", ".join(part) if isinstance(part, tuple) else part, source, basis


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
        Cards count with all their figures but the published performance they are compared with; a clearance or an
        agreement counts as a figure of its own basis.

    Returns
    -------
    float
        From 0 to 1; 0 where there is no figure.
    """
    counted = estimated = 0
    for item in cards:
        values = [value for path, value in values_of(item) if path[:1] != ("published",)]
        bases = [value.basis for value in values]
        if isinstance(item, ClearanceCard | AgreementCard):
            bases.append(item.basis)
        counted += len(bases)
        estimated += sum(basis in ("estimated", "placeholder") for basis in bases)
    return estimated / counted if counted else 0.0
