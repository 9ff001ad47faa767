"""Dated figures that statements are held against, each with unit, source and how it came to be known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

STATUS_SURE = {"cited": "high", "derived": "medium", "recalled": "low", "planned": "low"}
"""How sure a figure is: read in its source, computed from such, known of the source and not read again, or of a time to come."""
STATUS_WORDS = {
    "cited": "read in its source",
    "derived": "computed from figures read",
    "recalled": "not read again",
    "planned": "planned, not yet so",
}
PLANNED = "planned"
SHARE = "share of one"
"""Unit by which a share is shown as per cent; tests and files hold it as a number of 0 to 1 without unit."""


class Link(NamedTuple):
    """Where something was read: what people call it, and its address, empty where none is known."""

    title: str
    url: str


@dataclass(frozen=True)
class Fact:
    """One figure.

    Attributes
    ----------
    id : str
    value : float
        [`unit`]
    unit : str
        In words; a comparison must use the same.
    date : str
        Of when it holds.
    says : str
        What it counts.
    source : str
    status : str
        A key of `STATUS_SURE`.
    links : tuple of Link
        The parts of its source.
    """

    id: str
    value: float
    unit: str
    date: str
    says: str
    source: str
    status: str
    links: tuple[Link, ...] = ()

    @property
    def sure(self) -> str:
        """How sure: high, medium or low."""
        return STATUS_SURE[self.status]

    @property
    def text(self) -> str:
        """What it says, with value, date and status."""
        unit = "" if self.unit == "year" else self.unit
        value = f"{number_words(self.value, self.unit)} {unit}".strip()
        return f"{self.says}: {value} ({self.date}; {STATUS_WORDS[self.status]})"


def number_words(value: float, unit: str) -> str:
    """Return a number as people write it; years have no comma, shares are per cent."""
    if unit == SHARE:
        return f"{100.0 * value:.3g} %"
    return f"{value:.10g}" if unit == "year" else f"{value:,.10g}"


def fact_of(name: str, entry: Mapping[str, Any], sources: Mapping[str, Link]) -> Fact:
    """Return a figure from its checked entry in a file, its source named as the sources of that file have it."""
    links = links_of(str(entry["source"]), sources)
    texts = {key: str(entry[key]) for key in ("unit", "date", "says", "status")}
    return Fact(name, float(entry["value"]), **texts, source=named(links), links=links)


def links_of(source: str, sources: Mapping[str, Link]) -> tuple[Link, ...]:
    """Return the parts of a source, parted by semicolons: ids of `sources`, addresses, or titles without any."""
    parts = [part.strip() for part in source.split(";") if part.strip()]
    return tuple(
        sources.get(part, Link(part, part if part.startswith(("http://", "https://")) else "")) for part in parts
    )


def named(links: tuple[Link, ...]) -> str:
    """Return the titles of sources as one text."""
    return "; ".join(dict.fromkeys(link.title for link in links))
