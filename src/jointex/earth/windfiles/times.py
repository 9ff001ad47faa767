"""Which time of a file is wanted: one of its times, or two and how far between them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from jointex.errors import Fault


def utc_text(moment: datetime.datetime) -> str:
    """Return a time as UTC text: `2025-12-10T06:00Z`."""
    return f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M}Z"


def choose_times(
    times: Sequence[datetime.datetime], at: datetime.datetime | None, name: str, key: str
) -> tuple[list[tuple[int, float]], str, list[Fault]]:
    """Return which times of a file to read, with their weights.

    Parameters
    ----------
    times : sequence of datetime
        Of the file, rising, UTC.
    at : datetime or None
        The time wanted.
    name, key : str
        File and variable, for messages.

    Returns
    -------
    tuple of (list of (int, float), str, list of Fault)
        Places among `times` with weights that add up to 1; a note on what was done; what is wrong.
    """
    if len(times) == 1:
        lag_h = 0.0 if at is None else (times[0] - at).total_seconds() / 3600.0
        away = (
            f", {abs(lag_h):.0f} h {'after' if lag_h > 0 else 'before'} the time asked for" if abs(lag_h) >= 1 else ""
        )
        return [(0, 1.0)], f"Winds of {utc_text(times[0])}{away}, held all the time.", []
    span = f"{utc_text(times[0])} to {utc_text(times[-1])}"
    if at is None:
        fault = Fault(f"has {len(times)} times, {span}: say which", name, key=key, hint="Give --time, in UTC.")
        return [(0, 1.0)], "", [fault]
    if not times[0] <= at <= times[-1]:
        hint = "Shift the start of the scenario, or give winds of its time; a file of a single time holds at any."
        return [(0, 1.0)], "", [Fault(f"must cover the time asked for, {utc_text(at)}", name, 0, key, span, hint)]
    later = next(place for place, time in enumerate(times) if time >= at)
    if times[later] == at:
        return [(later, 1.0)], f"Winds of {utc_text(at)}, held all the time.", []
    share = (at - times[later - 1]) / (times[later] - times[later - 1])
    note = (
        f"Winds of {utc_text(at)}, by straight lines between {utc_text(times[later - 1])} and {utc_text(times[later])}, "
        "held all the time."
    )
    return [(later - 1, 1.0 - share), (later, share)], note, []
