"""Simulated combat: presentations, who plays what in them, and the tactics of each side. Kills are training kills."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from jointex.scenario.quantities import (
    AngleAside,
    ByName,
    Course,
    Distance,
    Duration,
    FileName,
    Level,
    Mach,
    Name,
    Offset,
    Part,
    Provenance,
    Second,
    Share,
    Text,
    nothing,
    written,
)

MOST_PRESENTATIONS = 20
"""Most presentations of a drill."""
MOST_LIVES = 5
"""Most times that an opponent comes back in one presentation."""
LoadFactor = Annotated[float, Field(ge=1.5, le=9.0)]


class Tactics(Part):
    """How a flight fights: a small state machine with these figures, or a Python file of the user's.

    A fighter waits or patrols, commits against the nearest opponent it knows of that others do not take, shoots, cranks until
    its shot sees by itself, notches when shot at, pumps out of reach, and turns in again.
    """

    commit_m: Distance = Field(
        default=written("60 NM"), alias="commit", description="Goes against who comes nearer than this"
    )
    shoot_at: Share = Field(
        default=written("20 %"),
        description="Where it shoots: 0 % where the target cannot run any more, 100 % where a shot just reaches one that flies on",
    )
    salvo_s: Duration = Field(default=written("15 s"), alias="salvo", description="Least time between two shots")
    crank_rad: AngleAside = Field(
        default=written("50 deg"),
        alias="crank",
        description="How far it turns aside after a shot, within its radar's field",
    )
    pump_m: Distance = Field(
        default=written("8 NM"), alias="pump", description="Turns away from an armed opponent nearer than this"
    )
    pump_s: Duration = Field(default=written("40 s"), alias="pump_for", description="How long it runs at least")
    recommit_m: Distance = Field(
        default=written("18 NM"), alias="recommit", description="Turns in again once it is farther than this"
    )
    notches: StrictBool = Field(
        default=True, description="Turns across the way of a shot that its warning receiver tells"
    )
    presses: StrictBool = Field(default=False, description="Never pumps: goes on to the merge")
    bears_losses: Share = Field(
        default=written("100 %"),
        description="Its side leaves once more than this share of those who came is called out",
    )
    patrol_mach: Mach = Field(default=written("0.82"), description="Mach number on the way in and on station")
    fight_mach: Mach = Field(default=written("0.9"), description="Mach number in the fight")
    load_factor: LoadFactor = Field(default=4.0, description="Load factor of its turns [g]")
    afterburner: StrictBool = Field(default=False, description="Whether it uses the afterburner")
    python: FileName | None = Field(
        default=None, description="A Python file beside this one that decides instead; it runs in a process of its own"
    )


class EscortStation(Part):
    """Where an escort flies, seen from whom it protects: towards the opponents' start, and to the right of that line."""

    ahead_m: Distance = Field(default=written("10 NM"), alias="ahead", description="Towards the opponents' start")
    right_m: Offset = Field(default=written("0 NM"), alias="right", description="To the right of that line")


class Start(Part):
    """Where opponents begin, seen from the leader of whom they come for; from the meeting place where nobody is protected."""

    bearing_deg: Course = Field(alias="bearing", description="True bearing")
    distance_m: Distance = Field(alias="distance", description="How far off")


class Presentation(Part):
    """One set: opponents come from their start towards what escorts protect."""

    text: Text = Field(default="", description="What is shown")
    on_s: Second = Field(alias="at", description="When it begins")
    set_up_s: Duration = Field(
        default=written("6 min"), alias="set_up", description="How long before that everybody leaves for his place"
    )
    lasts_s: Duration = Field(default=written("8 min"), alias="lasts", description="When it is over at the latest")
    escorts: tuple[Name, ...] = Field(default=(), description="Flights that protect")
    opponents: tuple[Name, ...] = Field(min_length=1, description="Flights that play the other side")
    protect: tuple[Name, ...] = Field(default=(), description="Flights that are protected; they fly on as always")
    start: Start = Field(description="Where opponents begin")
    stations: ByName[EscortStation] = Field(
        default_factory=nothing, description="Stations of escorts; 10 NM ahead for those left out"
    )
    blocks: ByName[Level] = Field(
        default_factory=nothing, description="Level each flight keeps in the fight; that of its station if left out"
    )
    tactics: ByName[Tactics] = Field(
        default_factory=nothing, description="Tactics of a flight, where not the usual ones"
    )
    lives: Annotated[StrictInt, Field(ge=0, le=MOST_LIVES)] = Field(
        default=0, description="How often an opponent that was called out comes back"
    )
    regenerate_s: Duration = Field(
        default=written("5 min"), alias="regenerate", description="Least time out before that, back at its start"
    )

    @property
    def begins_s(self) -> float:
        """When the first aircraft leaves for its place [s from the start]."""
        return self.on_s - self.set_up_s

    @property
    def ends_s(self) -> float:
        """When it is over at the latest [s from the start]."""
        return self.on_s + self.lasts_s

    def level_m(self, flight: str, works: Iterable[Any]) -> float:
        """Return the level a flight keeps in it: its block, or that of its station at work [pressure altitude, m].

        Parameters
        ----------
        flight : str
        works : iterable of Work
            All of the scenario.

        Returns
        -------
        float
        """
        if flight in self.blocks:
            return self.blocks[flight]
        return float(next(work.stations[flight].level_m for work in works if flight in work.stations))

    def role(self, flight: str) -> Literal["escort", "opponent", "protected", "none"]:
        """Return what a flight is in it."""
        if flight in self.opponents:
            return "opponent"
        if flight in self.escorts:
            return "escort"
        return "protected" if flight in self.protect else "none"


class Calls(Provenance):
    """How well the range training officer calls out who is hit."""

    latency_s: Duration = Field(
        default=written("0 s"), alias="latency", description="Least time from a shot's end to its call"
    )
    latency_mean_s: Duration = Field(
        default=written("0 s"), alias="latency_mean", description="Mean of what comes on top, exponential"
    )
    missed: Share = Field(default=written("0 %"), description="Share of valid shots that are never called")
    wrong: Share = Field(
        default=written("0 %"), description="Share of shots that count for nothing and are called all the same"
    )
