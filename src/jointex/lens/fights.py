"""What a presentation asked of an aircraft: its part in it, the tactics it fights by, and what it was doing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jointex.lens.evidence import Evidence, Row

ENDS = ("fight_off", "shot_valid", "shot_missed")
"""What happens at the end of a presentation, and not at the beginning of the next."""
PHASES = ("commit", "crank", "notch", "pump", "recommit", "bug_out", "fight_on", "regenerated")
"""Events with which a fighter begins to do something else."""


def presentation_of(row: Row, plan: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the presentation an event belongs to, as plan.json has it.

    Parameters
    ----------
    row : mapping
        A row of events.parquet.
    plan : mapping
        The content of plan.json.

    Returns
    -------
    mapping
        The last one of its aircraft's flight that was set up by then; empty where there is none.
    """
    flight = flight_id(str(row["aircraft"]), plan)
    # where one is set up at the end of another, what ends then belongs to the other
    by_s = float(row["time_s"]) - (0.5 if row["event"] in ENDS else 0.0)
    shown = [one for one in plan.get("combat") or () if flight in _cast(one) and one["set_up_s"] <= by_s]
    return max(shown, key=lambda one: float(one["set_up_s"]), default={})


def flight_id(aircraft: str, plan: Mapping[str, Any]) -> str:
    """Return the flight of an aircraft; the aircraft itself where it is of none."""
    return next((str(one["id"]) for one in plan["flights"] if aircraft in one["members"]), aircraft)


def is_protected(aircraft: str, shown: Mapping[str, Any], plan: Mapping[str, Any]) -> bool:
    """Return whether an aircraft is one of those whom escorts protect in a presentation."""
    return flight_id(aircraft, plan) in shown.get("protect", ())


def members_of(flights: Iterable[str], plan: Mapping[str, Any]) -> list[str]:
    """Return the aircraft of some flights."""
    wanted = set(flights)
    return [member for one in plan["flights"] if one["id"] in wanted for member in one["members"]]


def tactics_of(row: Row, evidence: Evidence) -> Any | None:
    """Return the record of fleet.fight.CAST that an aircraft fights by at an event; None where the run was not flown again."""
    shown = presentation_of(row, evidence.plan)
    if evidence.replay is None or not shown:
        return None
    cast = evidence.replay.setup.world.combat.cast
    number = evidence.members.index(str(row["aircraft"]))
    own = cast[(cast["presentation"] == shown["number"]) & (cast["aircraft"] == number)]
    return own[0] if len(own) else None


def last_phase(row: Row, rows: Iterable[Row]) -> Row | None:
    """Return the event with which a fighter began what it did up to an event of its own."""
    own = [one for one in rows if one["aircraft"] == row["aircraft"] and one["event"] in PHASES]
    return next((one for one in reversed(own) if one["time_s"] < row["time_s"]), None)


def _cast(shown: Mapping[str, Any]) -> tuple[str, ...]:
    return (*shown["escorts"], *shown["opponents"], *shown["protect"])
