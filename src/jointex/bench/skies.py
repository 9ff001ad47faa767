"""Aircraft over the sea that only look at each other and talk: the picture by itself, for any number of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jointex import cards
from jointex.earth.geodesy import move
from jointex.engine.eyes import Looker, eyes_for
from jointex.engine.logging import Log, new_log
from jointex.engine.picture import watch_sky
from jointex.engine.run import open_tally
from jointex.engine.sky import Eyes, Sky, clear_sky, named_sky, new_sky
from jointex.fleet.aircraft import AIRCRAFT, SETTINGS
from jointex.fleet.log import Task
from jointex.kernel import JIT_ON, loop

EVENTS_PER_PAIR = 8


@dataclass(frozen=True)
class Flyer:
    """An aircraft that flies straight on: place [deg], height [m], course [deg] and speed [m/s] over ground."""

    card: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float = 9_000.0
    course_deg: float = 0.0
    speed_m_s: float = 240.0
    side: str = "blue"
    nation: int = 0
    flight: int = -1


class Scene(NamedTuple):
    """Arrays of aircraft that look at each other."""

    fleet: NDArray[Any]
    senses: NDArray[Any]
    sky: Sky
    settings: NDArray[Any]
    log: Log


def scene(flyers: Sequence[Flyer], seed: int = 1, eyes: Eyes | None = None, folders: Sequence[Any] = ()) -> Scene:
    """Return a scene before anybody has looked.

    Parameters
    ----------
    flyers : sequence of Flyer
        Those with a `flight` below 0 are a flight of their own.
    seed : int
        Of all draws.
    eyes : Eyes, optional
        What they see with and talk over, in place of that of their cards.
    folders : sequence of path
        Folders of further cards.

    Returns
    -------
    Scene
    """
    fleet = np.zeros(len(flyers), AIRCRAFT)
    for number, (row, flyer) in enumerate(zip(fleet, flyers, strict=True)):
        latitude, longitude, course = (
            math.radians(one) for one in (flyer.latitude_deg, flyer.longitude_deg, flyer.course_deg)
        )
        row["x"], row["y"] = math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude)
        row["z"], row["altitude_m"] = math.sin(latitude), flyer.altitude_m
        row["heading_north"], row["heading_east"] = math.cos(course), math.sin(course)
        row["ground_north_m_s"] = flyer.speed_m_s * math.cos(course)
        row["ground_east_m_s"] = flyer.speed_m_s * math.sin(course)
        row["aircraft"] = row["draw_number"] = row["tally"] = number
        row["flight"] = flyer.flight if flyer.flight >= 0 else len(flyers) + number
        row["task"] = Task.ROUTE
    seen = eyes or eyes_for([_looker(flyer, folders) for flyer in flyers], folders)
    settings = np.zeros(1, SETTINGS)
    settings["seed"], settings["frame_s"] = seed, 5.0
    made = Scene(
        fleet,
        seen.senses.copy(),
        new_sky(seen),
        settings,
        new_log(EVENTS_PER_PAIR * len(flyers) ** 2, 1, 1, len(flyers)),
    )
    return made if JIT_ON else _named(made)


def _looker(flyer: Flyer, folders: Sequence[Any]) -> Looker:
    return Looker(cards.aircraft(flyer.card, folders), flyer.side, flyer.nation, (-math.inf, math.inf))


def _named(made: Scene) -> Scene:
    """Return the same arrays with fields by name, as plain Python needs them."""
    log = made.log._replace(events=made.log.events.view(np.recarray), tallies=made.log.tallies.view(np.recarray))
    records = {name: getattr(made, name).view(np.recarray) for name in ("fleet", "senses", "settings")}
    return made._replace(**records, sky=named_sky(made.sky), log=log)


def watch(made: Scene, until_s: float, run: int = 0, step_s: float = 5.0) -> Scene:
    """Let the aircraft of a scene look at each other from the beginning to a time.

    Parameters
    ----------
    made : Scene
        Changed in place.
    until_s : float
        How long [s].
    run : int
        Number of the run, for its draws.
    step_s : float
        Time between two steps [s].

    Returns
    -------
    Scene
        The same.
    """
    made.log.counts[:] = 0
    begin(made.fleet, made.senses, made.sky, made.log, run)
    fly_on(made.fleet, made.senses, made.sky, made.settings, made.log, run, 0, round(until_s / step_s), step_s)
    return made


@loop
def begin(fleet: Any, senses: Any, sky: Any, log: Any, run: int) -> None:
    """Forget what was seen, and clear the tallies."""
    clear_sky(sky, senses)
    for i in range(fleet.shape[0]):
        open_tally(log, run, fleet[i])


@loop
def fly_on(
    fleet: Any, senses: Any, sky: Any, settings: Any, log: Any, run: int, first: int, last: int, step_s: float
) -> None:
    """Fly everybody straight on for some steps and let them look."""
    for count in range(first, last):
        for i in range(fleet.shape[0]):
            a = fleet[i]
            a.time_s = (count + 1) * step_s
            a.x, a.y, a.z = move(a.x, a.y, a.z, a.ground_north_m_s * step_s, a.ground_east_m_s * step_s, a.altitude_m)
        watch_sky(fleet, senses, sky, settings[0], log, run, count * step_s, (count + 1) * step_s)
