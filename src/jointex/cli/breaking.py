"""What breaks a plan, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointex.cli import speech


def show_failures(document: Mapping[str, Any]) -> None:
    """Show the smallest single failure that strands somebody, and the margin to the others.

    Parameters
    ----------
    document : mapping
        As `api.break_it` gives it.
    """
    if document["diverted_as_planned"]:
        speech.answer_line(
            f"Flown as planned, without any failure, these divert: {_names(document['diverted_as_planned'])}."
        )
    if document["stranded_as_planned"]:
        names = _names(document["stranded_as_planned"])
        speech.answer_line(f"Nothing need fail: flown as planned, {names} run dry or land below their reserve.")
        return
    smallest = document["smallest"]
    if smallest is None:
        speech.answer_line("No single failure that was tried strands anybody.")
    else:
        speech.answer_line(
            f"The smallest failure that strands somebody: {smallest['text']}. It strands {_names(smallest['stranded'])}."
        )
    rows = [
        (
            row["text"],
            "-" if row["margin"] is None else f"{row['margin']:.2f}",
            f"{row['reference']:g} {row['unit']}".strip(),
            _names(row["stranded"]) or "nobody",
            _names(row["diverted"]) or "nobody",
        )
        for row in document["failures"]
    ]
    columns = ("failure", "margin", "margin 1 is", "stranded", "diverted at the largest size")
    speech.answer_table("Single failures, the weakest spot first", columns, rows, numbers=(1,))


def _names(members: list[str]) -> str:
    return ", ".join(members)
