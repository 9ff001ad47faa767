"""A fork as people read it: the event, what the run's own luck would have made of it, and what follows in the mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointex.cli import speech
from jointex.cli.comparing import show_differences

KILLS = {
    "shot_valid": "training kill of",
    "kill_removed": "called out by a training kill of",
    "wrong_call": "called out wrongly after a shot of",
    "missed_call": "not called out after a training kill of",
}
"""Events of training kills in words, the other aircraft behind."""


def show_fork(document: Mapping[str, Any]) -> None:
    """Show a fork.

    Parameters
    ----------
    document : mapping
        As `api.explain_fork` gives it.
    """
    event, prefix = document["event"], document["prefix"]
    speech.answer_line(f"{document['scenario']}, run {document['run']}: the fork at {event['utc']}")
    speech.answer_line(f"A, as it was: {event['happened']}.")
    speech.answer_line(f"B, the other way: {event['otherwise']}.")
    shared = "the same bits" if prefix["is_identical"] else "not the same"
    told = f"Both share run {document['run']} up to {prefix['utc'][11:]}: {prefix['n_events']} events, {shared}."
    speech.answer_line(told)
    _show_own_luck(document)
    own = [one for one in document["measures"] if one["flight"] in ("", document["flight"])]
    show_differences({**document, "measures": own})
    _show_others(document)
    speech.answer_line(f"\n{document['evidence']['sentence']}")


def _show_own_luck(document: Mapping[str, Any]) -> None:
    """Show what the run did from there on, and would have done with all other luck the same."""
    own = document["own_luck"]
    sides = [own["as_it_was"], own["otherwise"]]
    rows = [
        tuple(_event(side[place], document) if place < len(side) else "" for side in sides)
        for place in range(max(map(len, sides)))
    ]
    title = f"{document['aircraft']} then, with the run's own luck"
    speech.answer_table(title, ("A, as it was", "B, the other way"), rows)
    flips = [one for one in own["objectives"] if one["as_it_was"] != one["otherwise"]]
    for one in flips:
        kept, lost = ("met", "missed") if one["as_it_was"] else ("missed", "met")
        speech.answer_line(f"{one['id']}: {kept} as it was, {lost} the other way.")
    if not flips:
        speech.answer_line("Every objective comes out as it did.")


def _event(row: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    other = f" {row['other']}" if row["other"] else ""
    words = KILLS.get(row["event"], row["event"].replace("_", " "))
    return f"{row['utc'][11:]} {words}{other}, {row['fuel_kg']:,.0f} kg"


def _show_others(document: Mapping[str, Any]) -> None:
    """Name the other events that can be forked at."""
    rows = [
        (one["utc"][11:], one["happened"], one["otherwise"], ", ".join(map(_flip, one["flips"])) or "no objective")
        for one in document["others"]
    ]
    if rows:
        columns = ("time", "as it was", "the other way", "what that alone would change")
        speech.answer_table(f"Other uncertain events that bear on {document['aircraft']}", columns, rows)


def _flip(one: Mapping[str, Any]) -> str:
    return f"{one['id']} {'missed' if one['as_it_was'] else 'met'}"
