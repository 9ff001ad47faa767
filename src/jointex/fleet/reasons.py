"""Why a sortie was stopped or sent elsewhere, as a number in events and in words for people."""

from __future__ import annotations

from enum import IntEnum

from jointex.fleet.log import Event


class Reason(IntEnum):
    """Why something did not go as planned.

    The number is the `value` of a `CANCELLED` event; those from `CLOUD_BASE` to `CLOSED` are weather below minima.
    """

    READINESS = 0  # no aircraft ready
    CLOUD_BASE = 1
    VISIBILITY = 2
    CROSSWIND = 3
    WIND = 4
    SEA_STATE = 5
    CLOSED = 6  # closed in this run whatever the figures
    DUTY = 7  # crew duty would have left no time at work
    NOT_NEEDED = 8  # stood by for a tanker that did its work


REASON_WORDS = {
    Reason.READINESS: "no aircraft ready",
    Reason.CLOUD_BASE: "cloud base",
    Reason.VISIBILITY: "visibility",
    Reason.CROSSWIND: "crosswind",
    Reason.WIND: "wind",
    Reason.SEA_STATE: "sea state",
    Reason.CLOSED: "closed by weather",
    Reason.DUTY: "crew duty",
    Reason.NOT_NEEDED: "not needed",
}
"""Each reason in words, as files and reports spell it."""

WEATHER_EVENTS = (
    Event.BELOW_CLOUD_BASE,
    Event.BELOW_VISIBILITY,
    Event.ABOVE_CROSSWIND,
    Event.ABOVE_WIND,
    Event.ABOVE_SEA_STATE,
    Event.CLOSED_BY_WEATHER,
)
"""Events of broken minima, in the order of their reasons from `CLOUD_BASE` to `CLOSED`."""
