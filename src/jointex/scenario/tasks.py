"""What the flights do together: work at a meeting place, drills, and the objectives it is scored by."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from jointex.errors import nearest_name
from jointex.scenario.frozen import FrozenMap
from jointex.scenario.quantities import (
    EMPTY,
    Bank,
    ByName,
    Course,
    Distance,
    Duration,
    Level,
    Mach,
    Name,
    Offset,
    Part,
    Plain,
    RoutePoint,
    Second,
    Share,
    Text,
    quantity_in,
)
from jointex.scenario.written import broken

MEASURES = FrozenMap(
    {
        "arrival_error_s": "time",
        "station_time_s": "time",
        "together_time_s": "time",
        "formation_error_m": "length",
        "landed_kg": "mass",
        "fuel_over_reserve_kg": "mass",
        "least_separation_m": "length",
        "close_time_s": "time",
    }
)
"""What an objective may ask of a run, and which kind of quantity it is: lateness at the meeting place (either way), time at
work, time at work with every flight there, root-mean-square distance from the slot, fuel on touch-down, the same above the
reserve, least distance to an aircraft of another flight, time closer than the rules allow."""


class Racetrack(Part):
    """Two straight legs joined by half circles; the first leg starts at the meeting place."""

    course_deg: Course = Field(alias="course", description="True course of the first leg")
    leg_m: Distance = Field(alias="leg", description="Length of a straight leg")
    turn: Literal["left", "right"] = Field("left", description="Way the turns go")
    bank_rad: Bank | None = Field(None, alias="bank", description="Bank in the turns; 25 deg if left out")


class Station(Part):
    """Where a flight flies, seen from the leader of the leading flight."""

    level_m: Level = Field(alias="level", description="Level of the flight")
    right_m: Offset = Field(0.0, alias="right", description="To the right of the leader; negative to the left")
    back_m: Offset = Field(0.0, alias="back", description="Behind the leader; negative ahead")


class Work(Part):
    """Flights meet at a place and time and work in an area, in formation on a racetrack."""

    id: Name = Field(description="Name of the work")
    text: Text = Field("", description="Remarks")
    meet: RoutePoint = Field(description="Meeting place")
    time_s: Second = Field(alias="time", description="Time on target at the meeting place")
    lead: Name = Field(description="Flight the others form on")
    flights: tuple[Name, ...] = Field(min_length=1, description="Flights that take part, the leading one included")
    area: Name = Field(description="Working area, by its id under airspace")
    pattern: Racetrack = Field(description="Racetrack flown while at work")
    duration_s: Duration = Field(alias="duration", description="Time at work")
    mach: Mach = Field(description="Mach number of all flights while at work")
    stations: ByName[Station] = Field(description="Station of every flight that takes part")

    @property
    def end_s(self) -> float:
        """End of the work [s from the start]."""
        return self.time_s + self.duration_s


class Drill(Part):
    """Something practised during a work. Formation is flown; the other kinds are described only, not yet flown."""

    id: Name = Field(description="Name of the drill")
    kind: Literal["formation", "refuelling", "combat", "links"] = Field(description="What is practised")
    text: Text = Field("", description="What happens, in a sentence or two")
    work: Name | None = Field(None, description="Work during which it happens")
    flights: tuple[Name, ...] = Field((), description="Flights that take part")
    parameters: Plain = Field(EMPTY, description="Further figures of the drill, kept as written")

    @property
    def is_flown(self) -> bool:
        """Whether the engine flies this kind of drill."""
        return self.kind == "formation"


class Objective(Part):
    """A training objective: a measure within bounds in a share of the runs."""

    id: Name = Field(description="Name of the objective")
    text: Text = Field("", description="The objective in words")
    measure: Name = Field(description=f"One of {', '.join(MEASURES)}")
    flight: Name | None = Field(None, description="Flight it is asked of; every flight if left out")
    at_most: float | None = Field(None, description="Upper bound with its unit, such as 60 s")
    at_least: float | None = Field(None, description="Lower bound with its unit, such as 40 min")
    share: Share = Field(0.9, description="Share of runs in which it must hold")
    because: Text = Field("", description="Why this bound")

    @field_validator("measure")
    @classmethod
    def _measure_is_known(cls, measure: str) -> str:
        if measure not in MEASURES:
            raise broken("must be a measure", nearest_name(measure, MEASURES))
        return measure

    @field_validator("at_most", "at_least", mode="before")
    @classmethod
    def _bound_has_its_unit(cls, written: Any, info: ValidationInfo) -> float | None:
        measure = info.data.get("measure")
        return None if written is None or measure is None else quantity_in(written, MEASURES[measure])
