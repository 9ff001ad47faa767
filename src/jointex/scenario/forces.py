"""Who takes part: flights with their loads and routes, ships, and the hours of bases."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from jointex.scenario.quantities import (
    AircraftId,
    BaseId,
    ByName,
    Course,
    Duration,
    Fuel,
    Level,
    Mach,
    Mass,
    Name,
    Part,
    RoutePoint,
    RoutePoints,
    Second,
    Speed,
    StoreCount,
    Text,
    nothing,
    written,
)
from jointex.scenario.weather import Minima

MAX_IN_FLIGHT = 24
"""Most aircraft in one flight: a squadron."""
TANKER_ROLE = "tanker"
"""Role of flights that give fuel."""
MAX_SPARES = 8
"""Most spare aircraft of one flight."""
MOST_DIVERTS = 4
"""Most diverts of a flight: what an aircraft of the engine has room for."""
MAX_AIRCRAFT = 20_000
"""Most aircraft in one scenario: what the engine is measured with."""

TURN_ROUND = {"fighter": "2.25 h", "bomber": "9 h", TANKER_ROLE: "3 h"}
"""Time from landing until an aircraft is ready again, by role. Estimated, the middle of planning words that were recalled:
fighters 1.5 to 3 h, bombers 6 to 12 h, tankers 2.5 to 4.5 h. Read: up to 2 h to fuel a fighter and send it off again at Mountain
Home (Military.com, July 2019), about 3 h for an F-35A with weapons at Nellis (MilitarySpot, February 2025)."""
OTHER_TURN_ROUND = "3 h"
"""The same for other roles."""

Shape = Literal["fingertip", "route", "echelon", "fighting_wing", "wedge", "line_abreast", "trail", "column", "cell"]


class Flight(Part):
    """Aircraft of one type that take off, fly and land together; values are for one aircraft."""

    id: Name = Field(description="Call sign; aircraft are numbered from 1")
    aircraft: AircraftId = Field(description="Id of an aircraft card, such as F-15J")
    count: Annotated[StrictInt, Field(ge=1, le=MAX_IN_FLIGHT)] = Field(default=1, description="Aircraft in the flight")
    pool: Annotated[StrictInt, Field(ge=1, le=500)] | None = Field(
        default=None, description="Aircraft of the unit that the flight is chosen from; the flight itself if left out"
    )
    spares: Annotated[StrictInt, Field(ge=0, le=MAX_SPARES)] = Field(
        default=0, description="Aircraft ready beside the flight, for crews whose own aircraft fails"
    )
    nation: Name = Field(description="State whose aircraft they are; an id under actors if there are any")
    role: Name = Field(default="fighter", description="What they are there for, in a word")
    side: Literal["blue", "red", "neutral"] = Field(default="blue", description="Side in the exercise")
    text: Text = Field(default="", description="Remarks")
    base: BaseId = Field(description="Where they take off: a base, or a ship of this file")
    recovery: BaseId = Field(
        default_factory=lambda read: str(read.get("base", "")),
        validate_default=False,
        description="Where they land; the base of departure if left out",
    )
    diverts: Annotated[tuple[BaseId, ...], Field(max_length=MOST_DIVERTS)] = Field(
        default=(), description="Where else they may land, best first"
    )
    fuel_kg: Fuel = Field(
        default=written("full"),
        alias="fuel",
        description="Fuel at start; `full` means every tank, within the maximum take-off mass",
    )
    stores: ByName[StoreCount] = Field(default_factory=nothing, description="Stores carried: id of a card, number")
    payload_kg: Mass = Field(default=written("0 kg"), alias="payload", description="Other load that is not dropped")
    outbound: RoutePoints = Field(default=(), description="Points between take-off and the work, in order")
    homebound: RoutePoints = Field(default=(), description="Points between the work and landing, in order")
    mach: Mach | None = Field(default=None, description="Cruise Mach number; best range if left out")
    level_m: Level | None = Field(default=None, alias="level", description="Cruise level; best range if left out")
    takeoff_mode: Literal["conventional", "short"] = Field(
        default="conventional", alias="takeoff", description="How they take off"
    )
    landing_mode: Literal["conventional", "vertical"] = Field(
        default="conventional", alias="landing", description="How they land"
    )
    takeoff_interval_s: Duration = Field(
        default=written("20 s"), alias="takeoff_interval", description="Time between two take-offs of the flight"
    )
    reserve_s: Duration | None = Field(
        default=None, alias="reserve", description="Reserve of this flight, where it differs from that of the rules"
    )
    minima: Minima | None = Field(
        default=None, description="Minima of this flight; those of the rules where it names none"
    )
    crew_duty_s: Duration | None = Field(
        default=None, alias="crew_duty", description="Duty limit of its crews, where it differs from that of the rules"
    )
    turn_round_s: Duration = Field(
        default_factory=lambda read: written(TURN_ROUND.get(str(read.get("role")), OTHER_TURN_ROUND)),
        alias="turn_round",
        description="Time from landing until an aircraft is ready again; by role if left out: a fighter 2.25 h, a bomber 9 h, "
        "others 3 h",
    )
    formation: Shape = Field(default="route", description="Shape in which the flight keeps together")

    @property
    def is_tanker(self) -> bool:
        """Whether it gives fuel: its role says so."""
        return self.role == TANKER_ROLE

    @property
    def members(self) -> tuple[str, ...]:
        """Name of each aircraft, such as DOOM1 and DOOM2."""
        return tuple(f"{self.id}{number}" for number in range(1, self.count + 1))


class Ship(Part):
    """A ship and where it sails. Flights may use its deck as a base; it stays where it is at the start."""

    id: Name = Field(description="Name of the ship in this scenario")
    ship: Name = Field(description="Id of a ship card, such as JS-KAGA")
    nation: Name = Field(description="State whose ship it is")
    at: RoutePoint = Field(description="Where it is at the start")
    course_deg: Course | None = Field(default=None, alias="course", description="True course; at rest if left out")
    speed_m_s: Speed = Field(default=written("0 kt"), alias="speed", description="Speed through the water")
    text: Text = Field(default="", description="Remarks")


class BaseHours(Part):
    """What is special about a base on the day. Kept as data; no landing is refused for it yet."""

    id: BaseId = Field(description="ICAO code or name of a base")
    open_s: Second | None = Field(default=None, alias="open", description="Opens at; open all day if left out")
    close_s: Second | None = Field(default=None, alias="close", description="Closes at; open all day if left out")
    text: Text = Field(default="", description="Remarks")
