"""Refuelling in the air: where tankers may orbit, what may be relied on, and what a contact is like."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from jointex.scenario.quantities import (
    Bank,
    ByName,
    Course,
    Distance,
    Duration,
    Level,
    Name,
    Part,
    Provenance,
    RoutePoint,
    Second,
    Share,
    Text,
    nothing,
    written,
)

MOST_TRACKS = 200
"""Most candidate tracks of a scenario."""


class Track(Part):
    """A place where a tanker may orbit: two straight legs joined by half circles, the first from the control point."""

    text: Text = Field(default="", description="Remarks")
    kind: Literal["anchor", "track"] = Field(
        default="anchor",
        description="anchor: receivers join wherever the tanker is and leave where they are done; track: they meet at the "
        "control point and leave at the far end",
    )
    at: RoutePoint = Field(description="Air refuelling control point: where the first leg begins")
    course_deg: Course = Field(alias="course", description="True course of the first leg")
    leg_m: Distance = Field(default=written("50 NM"), alias="leg", description="Length of a straight leg")
    turn: Literal["left", "right"] = Field(default="left", description="Way the turns go")
    bank_rad: Bank = Field(default=written("25 deg"), alias="bank", description="Bank in the turns")
    level_m: Level = Field(alias="level", description="Level of the tanker")
    open_s: Second | None = Field(default=None, alias="open", description="Opens at; open from the start if left out")
    close_s: Second | None = Field(default=None, alias="close", description="Closes at; open to the end if left out")
    flights: tuple[Name, ...] = Field(default=(), description="Flights it is meant for; all if left out")


class Waiver(Part):
    """A gate nobody has published, which this exercise relies on all the same."""

    gate: Literal["technical", "legal"] = Field(description="Which gate")
    tanker: Name | None = Field(default=None, description="Id of the tanker's card; any if left out")
    receiver: Name | None = Field(default=None, description="Id of the receiver's card; any if left out")
    because: Text = Field(default="", description="Why it may be relied on; a reason must be given")


class Refuelling(Provenance):
    """Who may be refuelled where. Flights with the role `tanker` give fuel; each of them is one aircraft."""

    activity: Literal["exercise", "training", "operation"] = Field(
        default="exercise", description="What agreements must cover"
    )
    tracks: Annotated[ByName[Track], Field(max_length=MOST_TRACKS)] = Field(
        default_factory=nothing, description="Candidate tracks by name; found along the routes if none is given"
    )
    rely_on: Annotated[tuple[Waiver, ...], Field(max_length=MOST_TRACKS)] = Field(
        default=(), description="Unknown gates that the plan may rely on"
    )
    risk: Share = Field(
        default=written("1 %"), description="Share of sorties that may land below their reserve, declared beforehand"
    )
    stand_ins: Literal["ground", "none"] = Field(
        default="ground",
        description="ground: tankers that the plan does not need stand by on the ground, each for one that works; "
        "none: they have the day off",
    )
    notice_s: Duration = Field(
        default=written("15 min"),
        alias="notice",
        description="From the call until a tanker that stands by takes off",
    )
    contingency: Share = Field(
        default=written("5 %"), description="Fuel planned beyond the computed burn of every leg of a refuelled flight"
    )


class Contacts(Provenance):
    """What taking fuel is like, drawn for each contact."""

    hook_up_s: Duration = Field(default=written("90 s"), alias="hook_up", description="From astern to contact, mean")
    hook_up_sd_s: Duration = Field(default=written("0 s"), alias="hook_up_sd", description="Its standard deviation")
    clear_s: Duration = Field(
        default=written("30 s"), alias="clear", description="From disconnect until the next may move astern"
    )
    missed_probability: Share = Field(default=written("0 %"), alias="missed", description="Share of attempts that miss")
    disconnect_probability: Share = Field(
        default=written("0 %"), alias="disconnect", description="Share of contacts that break before the fuel is taken"
    )
    attempts: Annotated[StrictInt, Field(ge=1, le=10)] = Field(
        default=3, description="Attempts after which a receiver gives up"
    )
    failure_probability: Share = Field(
        default=written("0 %"),
        alias="failure",
        description="Share of tankers whose station fails before the first contact",
    )
