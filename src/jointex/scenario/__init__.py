"""Scenario files in, checked and frozen `Scenario` objects out; and the scenarios that come with the package."""

from __future__ import annotations

from jointex.scenario.airspace import Airspace
from jointex.scenario.conditions import Rules, WindLayer, Winds
from jointex.scenario.forces import BaseHours, Flight, Ship
from jointex.scenario.frozen import FrozenMap, frozen, thawed
from jointex.scenario.listeners import with_listeners
from jointex.scenario.load import find, load, loads, names
from jointex.scenario.model import Scenario, Source
from jointex.scenario.people import Actor, Town
from jointex.scenario.places import Place, PlaceError, find_place
from jointex.scenario.refuelling import Contacts, Refuelling, Track, Waiver
from jointex.scenario.schema import schema
from jointex.scenario.starter import starter
from jointex.scenario.swap import as_yaml, swap
from jointex.scenario.tasks import MEASURES, Drill, Objective, Racetrack, Station, Work
from jointex.scenario.uncertainty import Uncertainty
from jointex.scenario.weather import FieldWeather, Minima, Observation

__all__ = [
    "MEASURES",
    "Actor",
    "Airspace",
    "BaseHours",
    "Contacts",
    "Drill",
    "FieldWeather",
    "Flight",
    "FrozenMap",
    "Minima",
    "Objective",
    "Observation",
    "Place",
    "PlaceError",
    "Racetrack",
    "Refuelling",
    "Rules",
    "Scenario",
    "Ship",
    "Source",
    "Station",
    "Town",
    "Track",
    "Uncertainty",
    "Waiver",
    "WindLayer",
    "Winds",
    "Work",
    "as_yaml",
    "find",
    "find_place",
    "frozen",
    "load",
    "loads",
    "names",
    "schema",
    "starter",
    "swap",
    "thawed",
    "with_listeners",
]
