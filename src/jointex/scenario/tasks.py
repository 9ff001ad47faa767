"""What the flights do together: work at a meeting place, drills, and the objectives it is scored by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator
from pydantic_core import core_schema

from jointex.errors import nearest_name
from jointex.scenario.combat import MOST_PRESENTATIONS, Presentation
from jointex.scenario.frozen import FrozenMap
from jointex.scenario.quantities import (
    Bank,
    ByName,
    Course,
    Distance,
    Duration,
    Level,
    Mach,
    Mass,
    Name,
    Offset,
    Part,
    Plain,
    RoutePoint,
    Second,
    Share,
    StoreCount,
    Text,
    nothing,
    written,
)
from jointex.scenario.written import Quantity, broken

MEASURES = FrozenMap(
    {
        "arrival_lateness_s": "time",
        "arrival_error_s": "time",
        "on_time_fraction": "ratio",
        "departure_delay_s": "time",
        "station_time_s": "time",
        "together_time_s": "time",
        "together_fraction": "ratio",
        "formation_error_m": "length",
        "formation_fraction": "ratio",
        "landed_kg": "mass",
        "fuel_over_reserve_kg": "mass",
        "below_reserve_fraction": "ratio",
        "joker_fraction": "ratio",
        "bingo_fraction": "ratio",
        "least_separation_m": "length",
        "close_time_s": "time",
        "sorties_flown": "ratio",
        "sorties_cancelled": "ratio",
        "sorties_diverted": "ratio",
        "sorties_lost": "ratio",
        "flown_fraction": "ratio",
        "home_fraction": "ratio",
        "weather_cancelled_fraction": "ratio",
        "weather_wait_s": "time",
        "weather_diverted_fraction": "ratio",
        "below_minima_fraction": "ratio",
        "spares_used": "ratio",
        "duty_cancelled_fraction": "ratio",
        "duty_cut_s": "time",
        "duty_exceeded_fraction": "ratio",
        "left_on_time_fraction": "ratio",
        "unready_fraction": "ratio",
        "accomplished_fraction": "ratio",
        "accomplished_events": "ratio",
        "refuelled_across_fraction": "ratio",
        "fuel_across_kg": "mass",
        "together_across_fraction": "ratio",
        "formation_across_m": "length",
        "separation_breaches": "ratio",
        "refuelled_fraction": "ratio",
        "missed_contact_fraction": "ratio",
        "no_tanker_fraction": "ratio",
        "abort_line_fraction": "ratio",
        "combat_time_s": "time",
        "escort_error_m": "length",
        "simulated_shots": "ratio",
        "shots_there_fraction": "ratio",
        "shots_valid_fraction": "ratio",
        "training_kills": "ratio",
        "kill_calls": "ratio",
        "wrong_calls_fraction": "ratio",
        "missed_calls_fraction": "ratio",
        "through_fraction": "ratio",
        "fuel_given_kg": "mass",
        "fuel_received_kg": "mass",
        "picture_fraction": "ratio",
        "opponents_picture_fraction": "ratio",
        "friends_picture_fraction": "ratio",
        "told_picture_fraction": "ratio",
        "picture_age_s": "time",
        "picture_error_m": "length",
        "picture_unbroken_s": "time",
        "fuel_loaded_kg": "mass",
        "fuel_burned_kg": "mass",
    }
)
"""What an objective may ask of a run, and which kind of quantity that is; `jointex.measures` says what each one counts."""


@dataclass(frozen=True)
class Bound(Quantity):
    """A bound of an objective: its kind of quantity is that of the measure."""

    def read(self, text: Any, info: core_schema.ValidationInfo) -> Any:
        """Return the bound in SI; None where the measure is broken, which is a fault of its own."""
        measure = info.data.get("measure")
        return None if measure is None or text is None else replace(self, kind=MEASURES[measure]).quantity(text)

    def json_schema(self) -> dict[str, Any]:
        """Return a schema for a text with a unit, or a plain number for a share."""
        return {"type": ["string", "number", "null"], "examples": [self.example]}


UpTo = Annotated[float | None, Bound("ratio", -1e9, 1e9, "must be within a billion", "60 s")]


class Racetrack(Part):
    """Two straight legs joined by half circles; the first leg starts at the meeting place."""

    course_deg: Course = Field(alias="course", description="True course of the first leg")
    leg_m: Distance = Field(alias="leg", description="Length of a straight leg")
    turn: Literal["left", "right"] = Field(default="left", description="Way the turns go")
    bank_rad: Bank | None = Field(default=None, alias="bank", description="Bank in the turns; 25 deg if left out")


class Station(Part):
    """Where a flight flies, seen from the leader of the leading flight."""

    level_m: Level = Field(alias="level", description="Level of the flight")
    right_m: Offset = Field(
        default=written("0 NM"), alias="right", description="To the right of the leader; negative to the left"
    )
    back_m: Offset = Field(default=written("0 NM"), alias="back", description="Behind the leader; negative ahead")


class Work(Part):
    """Flights meet at a place and time and work in an area, in formation on a racetrack."""

    id: Name = Field(description="Name of the work")
    text: Text = Field(default="", description="Remarks")
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


PICTURE_DRILLS = ("links", "combat")
"""Kinds of drills whose flights look at each other and tell each other."""


class Drill(Part):
    """Something practised: formation, refuelling, simulated combat in presentations, or sharing a picture over links."""

    id: Name = Field(description="Name of the drill")
    kind: Literal["formation", "refuelling", "combat", "links"] = Field(description="What is practised")
    text: Text = Field(default="", description="What happens, in a sentence or two")
    work: Name | None = Field(default=None, description="Work during which it happens")
    flights: tuple[Name, ...] = Field(default=(), description="Flights that take part")
    least_kg: Mass = Field(
        default=written("0 kg"), alias="least", description="Fuel every aircraft takes at least in a refuelling drill"
    )
    presentations: Annotated[tuple[Presentation, ...], Field(max_length=MOST_PRESENTATIONS)] = Field(
        default=(), description="Sets of a combat drill, one after the other"
    )
    shots: ByName[StoreCount] = Field(
        default_factory=nothing,
        description="Simulated shots of each fighter in a presentation: id of a missile card, number",
    )
    parameters: Plain = Field(default_factory=nothing, description="Further figures of the drill, kept as written")

    @property
    def is_flown(self) -> bool:
        """Whether the engine flies it: a combat drill needs presentations."""
        return self.kind != "combat" or bool(self.presentations)


class Objective(Part):
    """A training objective: a measure within bounds in a share of the runs."""

    id: Name = Field(description="Name of the objective")
    text: Text = Field(default="", description="The objective in words")
    measure: Name = Field(description=f"One of {', '.join(MEASURES)}")
    flight: Name | None = Field(default=None, description="Flight it is asked of; every flight if left out")
    at_most: UpTo = Field(default=None, description="Upper bound with its unit, such as 60 s")
    at_least: UpTo = Field(default=None, description="Lower bound with its unit, such as 40 min")
    share: Share = Field(default=written("90 %"), description="Share of runs in which it must hold")
    because: Text = Field(default="", description="Why this bound")

    @field_validator("measure")
    @classmethod
    def _measure_is_known(cls, measure: str) -> str:
        if measure not in MEASURES:
            raise broken("must be a measure", nearest_name(measure, MEASURES))
        return measure
