"""Who watches and who hears it: states, towns, and points such as schools and hospitals."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jointex.scenario.quantities import BaseId, Name, Part, People, Provenance, RoutePoint, Text


class Actor(Part):
    """A state or union that takes part, watches or reacts."""

    id: Name = Field(description="Short name")
    name: Name = Field(description="Full name")
    role: Name = Field(default="observer", description="Host, partner, neighbour or observer")
    text: Text = Field(default="", description="What is at stake for it, in a sentence or two")
    source: Text = Field(default="", description="Where that was read")


class Town(Provenance):
    """A town near a base."""

    id: Name = Field(description="Short name")
    name: Name = Field(description="Full name")
    base: BaseId = Field(description="Base it lies near")
    at: RoutePoint = Field(description="Where its centre is")
    population: People = Field(description="Residents")
    text: Text = Field(default="", description="Remarks")


class Point(Provenance):
    """A place where noise matters more than elsewhere."""

    id: Name = Field(description="Short name")
    name: Name = Field(description="Full name")
    at: RoutePoint = Field(description="Where it is")
    kind: Literal["school", "hospital", "care_home", "home", "farm", "office", "other"] = Field(
        default="other", description="What it is"
    )
    people: People = Field(default=0, description="Who is there on a working day; 0 if not known")
    text: Text = Field(default="", description="Remarks")
