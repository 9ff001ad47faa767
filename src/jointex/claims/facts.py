"""Dated figures that statements are held against, each with unit, source and how it came to be known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

STATUS_SURE = {"cited": "high", "derived": "medium", "recalled": "low"}
"""How sure a figure is: read in its source, computed from such, or known of the source and not read again."""
STATUS_WORDS = {"cited": "read in its source", "derived": "computed from figures read", "recalled": "not read again"}


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
    """

    id: str
    value: float
    unit: str
    date: str
    says: str
    source: str
    status: str

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
    """Return a number as people write it; years have no comma."""
    return f"{value:.10g}" if unit == "year" else f"{value:,.10g}"


def fact_of(name: str, entry: Mapping[str, Any]) -> Fact:
    """Return a figure from its checked entry in a file."""
    texts = {key: str(entry[key]) for key in ("unit", "date", "says", "source", "status")}
    return Fact(name, float(entry["value"]), **texts)
