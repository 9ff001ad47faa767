"""Tankers on the ground that take off when one in the air drops out."""

from __future__ import annotations

from typing import Any

from jointex.engine.decide import shut_down
from jointex.engine.logging import log_event
from jointex.engine.minima import TAKE_OFF, is_open
from jointex.engine.refuel import has_dropped_out
from jointex.fleet.log import Event, Task
from jointex.fleet.reasons import Reason
from jointex.kernel import kernel


@kernel
def stand_by(a: Any, flight: Any, fleet: Any, flights: Any, gates: Any, log: Any, run: int, now_s: float) -> None:
    """Let a tanker on the ground take off for one that has dropped out; stand it down where it would come too late.

    Parameters
    ----------
    a, flight : record
        The tanker on the ground; its `release_s` is infinite until it is called.
    fleet, flights : array of records
        All of them.
    gates : array
        Weather at each gate of each flight; it is not called into weather below minima.
    log : Log
    run : int
    now_s : float
        From the start of the scenario.
    """
    relieved_flight = flights[flight.stands_in_for]
    relieved = fleet[relieved_flight.first]
    a.time_s = now_s
    if now_s > flight.called_by_s:
        a.reason = Reason.NOT_NEEDED
        log_event(log, run, a, Event.CANCELLED, -1, float(a.reason))
        shut_down(a, log, run, Task.CANCELLED)
        return
    release_s = max(a.planned_release_s, now_s + max(flight.notice_s, a.taxi_s))
    if has_dropped_out(relieved, relieved_flight, now_s) and is_open(gates, a.flight, TAKE_OFF, release_s):
        a.release_s = release_s
        log_event(log, run, a, Event.CALLED, relieved.aircraft, release_s - now_s)
