"""One run of an exercise and what is asked of it, and the simplest rules for what decided it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]
"""An event: `run, time_s, aircraft, event, other, value, reason`."""


@dataclass(frozen=True)
class Case:
    """One run of an exercise, and what is asked of it.

    Attributes
    ----------
    rows : sequence of mapping
        Its events, in time.
    plan : mapping
        The content of plan.json.
    objective : mapping
        As summary.json has it.
    """

    rows: Sequence[Row]
    plan: Mapping[str, Any]
    objective: Mapping[str, Any]

    @cached_property
    def flight(self) -> str:
        """The flight it is asked of; empty for all."""
        return str(self.objective["measure"].partition(".")[2])

    @cached_property
    def flights(self) -> dict[str, Mapping[str, Any]]:
        """Flights that count, by id."""
        return {one["id"]: one for one in self.plan["flights"] if self.flight in ("", one["id"])}

    @cached_property
    def bound(self) -> float:
        """The bound that was asked for; the lower one if both were."""
        at_most, at_least = self.objective["at_most"], self.objective["at_least"]
        return float(at_most if at_least is None else at_least)

    def of(self, flight: Mapping[str, Any], *events: str) -> Iterator[Row]:
        """Yield events of the aircraft of a flight."""
        return (row for row in self.rows if row["event"] in events and row["aircraft"] in flight["members"])

    def all_of(self, *events: str) -> Iterator[Row]:
        """Yield events of all aircraft that count, those that were not needed aside."""
        names = {name for flight in self.flights.values() for name in flight["members"]}
        return (
            row
            for row in self.rows
            if row["event"] in events and row["aircraft"] in names and row["reason"] != "not needed"
        )


Decide = Callable[[Case], Row | None]


def first_of(*events: str, reasons: Sequence[str] = ()) -> Decide:
    """Return a rule: the first of these events, with one of these reasons if any are given."""
    return lambda case: next((row for row in case.all_of(*events) if not reasons or row["reason"] in reasons), None)


def greatest_of(*events: str) -> Decide:
    """Return a rule: that of these events with the greatest value, early or late."""
    return lambda case: max(case.all_of(*events), key=lambda row: abs(row["value"] or 0.0), default=None)


def least_of(*events: str) -> Decide:
    """Return a rule: that of these events with the least value."""
    return lambda case: min(case.all_of(*events), key=lambda row: row["value"], default=None)
