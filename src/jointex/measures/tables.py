"""Tables of a summary: the measures of one question beside each other, with intervals, for all and for each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jointex.measures.catalogue import KNOWN

FIGURES = ("value", "low", "high", "n")

Table = Sequence[tuple[str, Sequence[str]]]
"""Headings, and the ids of the measures under each."""


def score_table(
    table: Table, measures: Mapping[str, Mapping[str, Any]], flights: Sequence[str], by_pair: bool = False
) -> list[dict[str, Any]]:
    """Return a table of a summary.

    Parameters
    ----------
    table : sequence of (str, sequence of str)
        Headings, and the ids under each.
    measures : mapping
        As summary.json has them, by id.
    flights : sequence of str
        Of the plan, in its order.
    by_pair : bool
        Whether the parts of a row are the pairs of nations that have the measure, not the flights.

    Returns
    -------
    list of dict
        A row for each measure that the exercise has: `group`, `id`, `text`, `unit`, `value`, `low`, `high`, `n`, `basis` and
        `parts`, each with `of`, `value`, `low`, `high` and `n`.
    """
    rows = []
    for group, ids in table:
        for name in ids:
            if name in measures:
                names = _pairs(name, measures, flights) if by_pair else [f"{name}.{flight}" for flight in flights]
                rows.append(
                    {
                        "group": group,
                        "id": name,
                        "text": KNOWN[name].text,
                        "unit": KNOWN[name].unit,
                        **{key: measures[name][key] for key in FIGURES},
                        "basis": measures[name]["basis"],
                        "parts": [
                            {"of": key.partition(".")[2], **{figure: measures[key][figure] for figure in FIGURES}}
                            for key in names
                            if key in measures
                        ],
                    }
                )
    return rows


def _pairs(name: str, measures: Mapping[str, Any], flights: Sequence[str]) -> list[str]:
    """Return the ids of a measure for pairs of nations, without a nation's share with itself."""
    no_pairs = {f"{name}.{flight}" for flight in flights}
    keys = [key for key in measures if key.startswith(f"{name}.") and key not in no_pairs]
    return [key for key in keys if len(set(key.partition(".")[2].split(":"))) != 1 or ":" not in key]
