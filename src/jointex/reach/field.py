"""Minutes until so many aircraft of a force are over any place of a map, alone and with tankers."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointex import calc
from jointex.calc.questions import Question
from jointex.cards.shelf import Folder
from jointex.earth.geodesics import distance_course
from jointex.errors import InputError
from jointex.reach.answer import (
    AT_HOME_NM,
    MOST_STATION_MIN,
    MOST_WITHIN_MIN,
    fuel_lacking_kg,
    gate_is_open,
    is_tanker,
    radius_left_nm,
    takeoff_from,
)
from jointex.reach.forces import MOST_AIRCRAFT, Force, Unit, ship_and_place
from jointex.reach.sharing import Floats, share_out
from jointex.units import NAUTICAL_MILE_M

LEGS_NM = (12.0, 25.0, 60.0, 100.0, 200.0, 1500.0)
"""Lengths of legs that are flown; between them, and beyond at the last speed, times lie on straight lines: within 1 min [NM]."""
OFFLOAD_STEP_NM = 500.0
"""From one distance at which the fuel given is worked out to the next [NM]."""


@dataclass(frozen=True)
class Terms:
    """What is asked of a force, wherever the place.

    Attributes
    ----------
    at_least : int
        Aircraft that must be there.
    station_min, alert_min : float
        Time to stay, and from the order to taxi [min].
    ready : float
        Share of aircraft that are ready, 0 to 1.
    """

    at_least: int = 6
    station_min: float = 30.0
    ready: float = 0.6
    alert_min: float = 15.0

    def check(self, force: Force, years: Sequence[int] = ()) -> None:
        """Refuse numbers out of bounds, and years before the counts of the force: all faults at once.

        Parameters
        ----------
        force : Force
        years : sequence of int

        Raises
        ------
        InputError
        """
        question = Question()
        question.number("--at-least", self.at_least, 1, MOST_AIRCRAFT, "aircraft")
        question.number("--station-min", self.station_min, 0.0, MOST_STATION_MIN, "min")
        question.number("--ready", self.ready, 0.0, 1.0, "")
        question.number("--alert-min", self.alert_min, 0.0, MOST_WITHIN_MIN, "min")
        for year in years:
            force.check_year(question, year)
        question.check()


def answer_minutes(
    force: Force,
    latitude_deg: Floats,
    longitude_deg: Floats,
    year: int,
    terms: Terms,
    *,
    with_tankers: bool = True,
    folders: Sequence[Folder] = (),
) -> Floats:
    """Return the time from the order until enough aircraft are over a place and can stay and come home.

    Parameters
    ----------
    force : Force
    latitude_deg, longitude_deg : array (n,)
        Places [deg].
    year : int
        Of the counts.
    terms : Terms
    with_tankers : bool
        Whether tankers that are there by then give what they can; `reach` says how it is shared out.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    array (n,)
        Minutes; infinity where so many can never be.

    Raises
    ------
    InputError
        If a number is out of bounds.
    """
    terms.check(force, (year,))
    cards_of = tuple(folders)
    places = np.radians(np.asarray(latitude_deg, dtype=float)), np.radians(np.asarray(longitude_deg, dtype=float))
    units = [unit for unit in force.units if unit.count(year)]
    fighters = [_Fliers(unit, year, places, terms, cards_of) for unit in units if not is_tanker(unit, cards_of)]
    tankers = [_Fliers(unit, year, places, terms, cards_of) for unit in units if is_tanker(unit, cards_of)]
    if not fighters:
        return np.full(len(places[0]), np.inf)
    minutes = _alone_min(fighters, terms.at_least)
    if with_tankers and tankers:
        minutes = np.minimum(minutes, _carried_min(fighters, tankers, minutes, terms.at_least))
    return minutes


class _Fliers:
    """One unit and all places: how many, how far, how long, and what they lack or give."""

    def __init__(
        self, unit: Unit, year: int, places: tuple[Floats, Floats], terms: Terms, folders: tuple[Folder, ...]
    ) -> None:
        self.unit, self.folders = unit, folders
        self.ready = int(unit.count(year) * terms.ready)
        latitude, longitude = (np.full(len(places[0]), one) for one in _home(unit, folders))
        distance_m, _, _ = distance_course(latitude, longitude, *places)
        self.distance_nm: Floats = np.asarray(distance_m) / NAUTICAL_MILE_M
        self.time_min = terms.alert_min + _leg_min(unit.aircraft, self.distance_nm, folders)
        self.station_min = terms.station_min

    def lacking_kg(self) -> Floats:
        """Return what one aircraft lacks at each place [kg]; infinity where no fuel is enough."""
        _, cut_kg = takeoff_from(self.unit.aircraft, self.unit.base, self.folders)
        radius_nm, fuel_kg = _radius(self.unit.aircraft, self.station_min, self.folders)
        if cut_kg == math.inf or fuel_kg == math.inf:
            return np.full(len(self.distance_nm), np.inf)
        return np.asarray(fuel_lacking_kg(self.distance_nm, radius_left_nm(radius_nm, fuel_kg, cut_kg), fuel_kg))

    def given_kg(self) -> Floats:
        """Return what all ready tankers of the unit give at each place [kg]."""
        steps = np.arange(math.ceil(float(self.distance_nm.max()) / OFFLOAD_STEP_NM) + 1) * OFFLOAD_STEP_NM
        given = [_offload_kg(self.unit.aircraft, float(nm), self.folders) for nm in steps]
        return np.interp(self.distance_nm, steps, given) * self.ready


def _alone_min(fighters: Sequence[_Fliers], at_least: int) -> Floats:
    """Return when enough are there by their own fuel."""
    time_min = np.stack([np.where(one.lacking_kg() == 0.0, one.time_min, np.inf) for one in fighters])
    order = np.argsort(time_min, axis=0, kind="stable")
    come = np.cumsum(np.array([one.ready for one in fighters])[order], axis=0) >= at_least
    sorted_min = np.take_along_axis(time_min, order, axis=0)
    return np.asarray(np.where(come, sorted_min, np.inf).min(axis=0))


def _carried_min(fighters: Sequence[_Fliers], tankers: Sequence[_Fliers], before_min: Floats, at_least: int) -> Floats:
    """Return when enough are there with tankers, where that is before `before_min`; infinity elsewhere."""
    ready = np.array([one.ready for one in fighters])
    lacking_kg, given_kg = (
        np.stack([one.lacking_kg() for one in fighters]),
        np.stack([one.given_kg() for one in tankers]),
    )
    comes_min, tanker_min = (np.stack([one.time_min for one in group]) for group in (fighters, tankers))
    is_open = np.array([[gate_is_open(tanker.unit, one.unit) for tanker in tankers] for one in fighters])
    moments = np.sort(np.concatenate([comes_min, tanker_min]), axis=0)
    found = np.full(len(before_min), np.inf)
    for moment_min in moments:
        (open_at,) = np.nonzero(np.isinf(found) & (moment_min < before_min))
        if not len(open_at):
            continue
        now_min = moment_min[open_at]
        is_there = comes_min[:, open_at] <= now_min
        needs = lacking_kg[:, open_at]
        alone = (ready[:, None] * (is_there & (needs == 0.0))).sum(axis=0)
        spare_kg = np.where(tanker_min[:, open_at] <= now_min, given_kg[:, open_at], 0.0)
        helped = share_out(ready[:, None] * (is_there & (needs > 0.0)), needs, spare_kg, is_open)
        enough = alone + helped.sum(axis=(0, 1)) >= at_least
        found[open_at[enough]] = now_min[enough]
    return found


def _home(unit: Unit, folders: tuple[Folder, ...]) -> tuple[float, float]:
    """Return where a unit starts [rad]."""
    question = Question()
    place = question.place("base", ship_and_place(unit.base)[1], folders)
    question.check()
    return math.radians(place.latitude_deg), math.radians(place.longitude_deg)


def _leg_min(aircraft: str, distance_nm: Floats, folders: tuple[Folder, ...]) -> Floats:
    """Return minutes from taxi to being there; none to a place above the base."""
    flown = np.array([_flown_min(aircraft, nm, folders) for nm in LEGS_NM])
    beyond = (flown[-1] - flown[-2]) / (LEGS_NM[-1] - LEGS_NM[-2])
    minutes = np.interp(distance_nm, LEGS_NM, flown) + beyond * np.maximum(0.0, distance_nm - LEGS_NM[-1])
    return np.where(distance_nm > AT_HOME_NM, minutes, 0.0)


@functools.lru_cache(maxsize=4096)
def _flown_min(aircraft: str, distance_nm: float, folders: tuple[Folder, ...]) -> float:
    """Return minutes of a leg along the equator."""
    one_deg_nm = float(distance_course(0.0, 0.0, 0.0, math.radians(1.0))[0]) / NAUTICAL_MILE_M
    return 60.0 * calc.leg(aircraft, "0,0", f"0,{distance_nm / one_deg_nm:.6f}", folders=folders).block_time_h


@functools.lru_cache(maxsize=1024)
def _radius(aircraft: str, station_min: float, folders: tuple[Folder, ...]) -> tuple[float, float]:
    """Return radius [NM] and the fuel it takes [kg]; infinite fuel where it does not last."""
    try:
        found = calc.radius(aircraft, station_min=station_min, folders=folders)
    except InputError:
        return 0.0, math.inf
    return found.radius_nm, found.fuel_kg


@functools.lru_cache(maxsize=4096)
def _offload_kg(aircraft: str, distance_nm: float, folders: tuple[Folder, ...]) -> float:
    """Return what one tanker gives at a distance [kg]."""
    try:
        return calc.offload(aircraft, distance_nm, folders=folders).offload_kg
    except InputError:
        return 0.0
