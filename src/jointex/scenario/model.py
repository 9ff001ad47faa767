"""The frozen scenario: what every other room reads."""

from __future__ import annotations

import datetime
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, PrivateAttr

from jointex.documents import Document
from jointex.scenario.airspace import Airspace
from jointex.scenario.conditions import Rules, Winds
from jointex.scenario.forces import BaseHours, Flight, Ship
from jointex.scenario.frozen import FrozenMap
from jointex.scenario.people import Actor, Point, Town
from jointex.scenario.quantities import (
    ByName,
    FileName,
    Part,
    RoutePoint,
    TemperatureOffset,
    Text,
    Title,
    nothing,
    written,
)
from jointex.scenario.refuelling import Refuelling
from jointex.scenario.tasks import Drill, Objective, Work
from jointex.scenario.uncertainty import Uncertainty
from jointex.scenario.weather import FieldWeather, Minima, Observation

Entry = TypeVar("Entry", Flight, Airspace)

BY_ID: Mapping[str, type[Part]] = FrozenMap(
    {
        "airspace": Airspace,
        "bases": BaseHours,
        "ships": Ship,
        "weather": FieldWeather,
        "flights": Flight,
        "work": Work,
        "drills": Drill,
        "objectives": Objective,
        "actors": Actor,
        "towns": Town,
        "points": Point,
    }
)
"""Sections that are a mapping from id to entry in the file, and a tuple of entries in the scenario."""


@dataclass(frozen=True)
class Source:
    """Where a scenario was read.

    Attributes
    ----------
    path : Path
        The file.
    text : str
        What it says, as run.
    document : Document
        The same with the line of every value.
    notes : tuple of str
        What was changed beyond what was asked, such as by a swap.
    wind_sha256 : str
        SHA-256 of the file of winds; empty if it has none.
    """

    path: Path
    text: str
    document: Document
    notes: tuple[str, ...] = ()
    wind_sha256: str = ""


class Scenario(Part):
    """An exercise: who, where, when, what, under which rules and with which uncertainty. SI inside, frozen.

    Times (`..._s`) count from `start`, levels are pressure altitudes.
    """

    id: FileName = Field(description="Short name, letters, digits and hyphens; also that of the run folder")
    title: Title = Field(description="Title of the report")
    summary: Text = Field(default="", description="What it is about, in a few sentences")
    start: Annotated[datetime.datetime, Field(description="Start of the clock, UTC, before the first take-off")]
    places: ByName[RoutePoint] = Field(default_factory=nothing, description="Places by name, for use anywhere below")
    airspace: tuple[Airspace, ...] = Field(default=(), description="Airspace by id")
    bases: tuple[BaseHours, ...] = Field(default=(), description="Bases with hours or remarks, by ICAO code")
    ships: tuple[Ship, ...] = Field(default=(), description="Ships by name")
    flights: tuple[Flight, ...] = Field(min_length=1, description="Flights by call sign")
    work: tuple[Work, ...] = Field(default=(), description="What flights do together, by name")
    refuelling: Refuelling | None = Field(default=None, description="Tankers, where they may orbit and on what terms")
    drills: tuple[Drill, ...] = Field(default=(), description="What is practised, by name")
    objectives: tuple[Objective, ...] = Field(default=(), description="What is scored, by name")
    winds: Winds = Field(default=Winds(), description="Winds aloft")
    temperature_offset_k: TemperatureOffset = Field(
        default=written("0 K"),
        alias="temperature_offset",
        description="Air temperature above that of the standard atmosphere or climatology",
    )
    weather: tuple[FieldWeather, ...] = Field(
        default=(), description="Weather on the ground, by ICAO code or name of a base or by ship"
    )
    rules: Rules = Field(default=Rules(), description="Rules of the exercise")
    uncertainty: Uncertainty = Field(default=Uncertainty(), description="What is drawn anew in every run")
    actors: tuple[Actor, ...] = Field(default=(), description="States that take part or watch, by short name")
    towns: tuple[Town, ...] = Field(default=(), description="Towns near the bases, by short name")
    points: tuple[Point, ...] = Field(
        default=(), description="Schools, hospitals and other places to tell the noise at, by short name"
    )
    _source: Source = PrivateAttr()

    @property
    def source(self) -> Source:
        """Where it was read: file, text, line of every value."""
        return self._source

    @property
    def card_folders(self) -> tuple[Path, ...]:
        """Folders of the user's own cards: `cards` beside the scenario file, if there is one."""
        return card_folders(self._source.path)

    @property
    def wind_file(self) -> Path | None:
        """The file of winds, if it has one."""
        return self._source.path.parent / self.winds.file if self.winds.file else None

    def flight(self, flight_id: str) -> Flight:
        """Return a flight by its call sign; KeyError if there is none."""
        return _by_id(self.flights, flight_id)

    def area(self, airspace_id: str) -> Airspace:
        """Return a piece of airspace by its id; KeyError if there is none."""
        return _by_id(self.airspace, airspace_id)

    def ready_probabilities(self, flight_id: str) -> tuple[float, ...]:
        """Return how likely it is that the unit has aircraft for the first, second, ... place of a flight.

        Parameters
        ----------
        flight_id : str
            Call sign.

        Returns
        -------
        tuple of float
            For each place k of the flight the probability that at least k of the unit's `pool` aircraft are mission
            capable: the upper tail of a binomial distribution. With one uniform draw u for the flight, place k is
            filled if u is below its entry.
        """
        flight = self.flight(flight_id)
        return self._at_least(flight.aircraft, flight.pool or flight.count)[1 : flight.count + 1]

    def spare_probabilities(self, flight_id: str) -> tuple[float, ...]:
        """Return how likely it is that the unit has a first, second, ... spare aircraft for a flight.

        Parameters
        ----------
        flight_id : str
            Call sign.

        Returns
        -------
        tuple of float
            For each spare k: with a `pool`, the probability that at least `count + k` of its aircraft are mission capable,
            to be held against the same draw as `ready_probabilities`; without one, that at least k of the spares are.
        """
        flight = self.flight(flight_id)
        if flight.pool is None:
            return self._at_least(flight.aircraft, flight.spares)[1:]
        return self._at_least(flight.aircraft, flight.pool)[flight.count + 1 : flight.count + flight.spares + 1]

    def _at_least(self, aircraft: str, pool: int) -> tuple[float, ...]:
        """Return the probability that at least 0, 1, ... of so many aircraft are mission capable."""
        capable = self.uncertainty.mission_capable
        chance = capable.by_aircraft.get(aircraft, capable.probability)
        terms = [math.comb(pool, k) * chance**k * (1.0 - chance) ** (pool - k) for k in range(pool + 1)]
        return tuple(min(1.0, math.fsum(terms[place:])) for place in range(pool + 1))

    def ship(self, ship_id: str) -> Ship | None:
        """Return a ship by its id, or None if there is none."""
        return next((ship for ship in self.ships if ship.id == ship_id), None)

    def weather_at(self, place_id: str, time_s: float) -> Observation:
        """Return the weather planned with at a base or ship and a time [s from the start]; fine where none is given."""
        entry = next((entry for entry in self.weather if entry.id == place_id), None)
        return Observation() if entry is None else entry.at(time_s)

    def minima(self, flight_id: str) -> Minima:
        """Return the minima of a flight: its own, and those of the rules where it names none."""
        own = self.flight(flight_id).minima
        return self.rules.minima if own is None else own.over(self.rules.minima)

    def crew_duty_s(self, flight_id: str) -> float | None:
        """Return the longest duty of a flight's crews [s], None without limit."""
        own = self.flight(flight_id).crew_duty_s
        return self.rules.crew_duty_s if own is None else own

    def digest(self) -> str:
        """Return the SHA-256 of the content in canonical JSON; comments and file name do not change it, other winds do."""
        content = self.model_dump(mode="json")
        if self._source.wind_sha256:
            content["winds"]["file"] = self._source.wind_sha256
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


def card_folders(path: Path) -> tuple[Path, ...]:
    """Return the folders of a user's own cards that belong to a scenario file.

    Parameters
    ----------
    path : Path
        The scenario file.

    Returns
    -------
    tuple of Path
        `cards` beside it, or nothing.
    """
    folder = path.parent / "cards"
    return (folder,) if folder.is_dir() else ()


def _by_id(entries: tuple[Entry, ...], wanted: str) -> Entry:
    for entry in entries:
        if entry.id == wanted:
            return entry
    raise KeyError(wanted)
