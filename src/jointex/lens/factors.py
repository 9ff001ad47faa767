"""What may hold an exercise back, as a table: each factor with how a run's arrays look where it is perfect.

A factor is made perfect alone, under the same luck as before, to see what it costs; all of them together are the flight in
which nothing is drawn. Whoever adds something uncertain to the engine adds a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np

from jointex.engine.setup import NEVER_S, Setup
from jointex.fleet.log import Event
from jointex.fleet.reasons import Reason

ALWAYS = 1.0
"""A chance above every draw: 1 itself never occurs."""
SEEN_M = 1e6
"""Farther than anybody is from anybody else's horizon [m]."""
SURE_SENSOR = {
    "half_range_m": 1e8,
    "tail_range_m": 1e8,
    "reach_m": SEEN_M,
    "azimuth_cosine": -1.0,
    "elevation_sine": 1.0,
    "look_down": 1.0,
    "notch_m_s": 0.0,
    "bearing_error_rad": 0.0,
    "range_error": 0.0,
}
"""Fields of `fleet.senses.SENSOR` of one that misses nothing."""


Sign = tuple[Event, Reason | None]
"""An event, and its reason where that matters."""


@dataclass(frozen=True)
class Factor:
    """Something uncertain or limited that can be thought away.

    Attributes
    ----------
    id : str
        Its name in files.
    name : str
        What limits, as a noun.
    text : str
        The exercise without it, as the end of a sentence that begins with "with".
    perfect : callable
        Returns the arrays of runs in which it is perfect; the ones it is given stay as they are.
    shows_in : tuple of (Event, Reason or None)
        A run without any of these events, for that reason if one is given, is the same with the factor perfect, bit by bit,
        and need not be flown again; any run may change where there are none.
    """

    id: str
    name: str
    text: str
    perfect: Callable[[Setup], Setup]
    shows_in: tuple[Sign, ...] = ()

    def plays_a_part(self, setup: Setup) -> bool:
        """Return whether runs from these arrays have the factor in them at all."""
        return content(self.perfect(setup)) != content(setup)


def content(setup: Setup) -> tuple[Any, ...]:
    """Return everything that runs start from, in a form that tells whether two set-ups are the same."""
    world = [part for one in setup.world for part in (one if isinstance(one, tuple) else (one,))]
    arrays = [np.asarray(one) for one in (*world, *setup.eyes, setup.fleet, setup.flights)]
    # field by field: between the fields of records lie bytes that mean nothing
    columns = [one[name] for one in arrays for name in one.dtype.names or (...,)]
    return (*(one.tobytes() for one in columns), setup.wind_error, setup.day)


def with_settings(**values: float) -> Callable[[Setup], Setup]:
    """Return a change of the settings that all runs share.

    Parameters
    ----------
    **values : float
        Fields of `fleet.aircraft.SETTINGS`.

    Returns
    -------
    callable
        From a `Setup` to a `Setup`.
    """

    def perfect(setup: Setup) -> Setup:
        settings = setup.world.settings.copy()
        for name, value in values.items():
            settings[name] = value
        return replace(setup, world=setup.world._replace(settings=settings))

    return perfect


def with_column(array: str, **values: float) -> Callable[[Setup], Setup]:
    """Return a change of a field of all aircraft or flights; `array` is `fleet` or `flights`, the rest as `with_settings`."""

    def perfect(setup: Setup) -> Setup:
        records = getattr(setup, array).copy()
        for name, value in values.items():
            records[name] = value
        return replace(setup, **{array: records})

    return perfect


def with_day(**values: Callable[[Any], Any]) -> Callable[[Setup], Setup]:
    """Return a change of what the day brings: each field of `Day` from what it was; the rest as `with_settings`."""

    def perfect(setup: Setup) -> Setup:
        if setup.day is None:
            return setup
        changed = {name: change(getattr(setup.day, name)) for name, change in values.items()}
        return replace(setup, day=replace(setup.day, **changed))

    return perfect


def _sure_sensors(setup: Setup) -> Setup:
    """Return the arrays of runs in which every sensor finds, at every look, all that is above the horizon, where it is."""
    senses, sensors = setup.eyes.senses.copy(), setup.eyes.sensors.copy()
    for name, value in SURE_SENSOR.items():
        sensors[name] = value
    senses["reach_m"] = np.where(senses["n_sensors"] > 0, SEEN_M, senses["reach_m"])
    return replace(setup, eyes=setup.eyes._replace(senses=senses, sensors=sensors)) if _looks(setup) else setup


def _sure_links(setup: Setup) -> Setup:
    """Return the arrays of runs in which all are on every link, and what is told arrives at once and without error."""
    senses, nets = setup.eyes.senses.copy(), setup.eyes.nets.copy()
    nets["range_m"], nets["latency_s"], nets["error_m"], nets["relays"] = SEEN_M, 0.0, 0.0, 1
    senses["links"] = (1 << len(nets)) - 1
    return replace(setup, eyes=setup.eyes._replace(senses=senses, nets=nets)) if _looks(setup) else setup


def _sure_calls(setup: Setup) -> Setup:
    """Return the arrays of runs in which whoever is hit is called out at once, and nobody else."""
    combat = setup.world.combat
    return replace(setup, world=setup.world._replace(combat=combat._replace(calls=np.zeros_like(combat.calls))))


def _looks(setup: Setup) -> bool:
    """Return whether anybody takes part in a picture."""
    return bool(np.any(setup.eyes.senses["place"] >= 0))


def one_after_the_other(*changes: Callable[[Setup], Setup]) -> Callable[[Setup], Setup]:
    """Return several changes as one."""
    return lambda setup: reduce(lambda changed, change: change(changed), changes, setup)


def _all_ready(spares: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    """Return the chances of spares where every aircraft of the units is ready."""
    return tuple(tuple(ALWAYS for _ in chances) for chances in spares)


FACTORS = (
    Factor(
        "readiness",
        "readiness of aircraft",
        "every aircraft of the units ready",
        one_after_the_other(with_column("fleet", ready_probability=ALWAYS), with_day(spares=_all_ready)),
        ((Event.CANCELLED, Reason.READINESS), (Event.SPARE, None)),
    ),
    Factor(
        "ground_aborts",
        "aborts on the ground",
        "no aircraft failing before take-off",
        with_settings(ground_abort=0.0),
        ((Event.CANCELLED, Reason.READINESS), (Event.SPARE, None)),
    ),
    Factor(
        "departure_delays",
        "delays of departure",
        "every flight leaving on time",
        with_settings(delay_sd_s=0.0, late_probability=0.0, late_mean_s=0.0),
    ),
    Factor(
        "wind_forecast",
        "errors of the wind forecast",
        "winds as forecast",
        lambda setup: replace(setup, wind_error=0.0),
    ),
    Factor(
        "fuel_flow",
        "spread of fuel flow",
        "every aircraft burning as its type does",
        with_settings(fuel_flow_spread=0.0),
    ),
    Factor(
        "contacts",
        "contacts with tankers",
        "every contact made at once and kept, and no tanker's stations failing",
        with_settings(missed_probability=0.0, disconnect_probability=0.0, failure_probability=0.0, hook_up_sd_s=0.0),
        ((Event.AT_TANKER, None),),
    ),
    Factor(
        "station_keeping",
        "station keeping",
        "every aircraft in its slot",
        with_settings(station_keeping_m=0.0),
    ),
    Factor(
        "sensors",
        "sensors",
        "every sensor finding all above its horizon",
        _sure_sensors,
    ),
    Factor(
        "links",
        "data links",
        "everybody on every link, without delay or error",
        _sure_links,
    ),
    Factor(
        "calls",
        "calls of training kills",
        "everybody who is hit called out at once, and nobody else",
        _sure_calls,
    ),
    Factor(
        "weather",
        "weather on the ground",
        "weather above all minima",
        with_day(weather=lambda _: ()),
    ),
    Factor(
        "crew_duty",
        "crew duty",
        "no limit on crew duty",
        with_column("flights", duty_end_s=NEVER_S),
        ((Event.CANCELLED, Reason.DUTY), (Event.DUTY, None), (Event.OVER_DUTY, None)),
    ),
)
"""Everything that a run can be held back by, in the order of a sortie."""

EVERYTHING = Factor(
    "everything",
    "all of these",
    "all of these perfect at once",
    one_after_the_other(*(one.perfect for one in FACTORS)),
)
"""All factors at once: what an objective still misses then, the plan itself misses."""


def in_play(setup: Setup, factors: Iterable[Factor] = FACTORS) -> tuple[Factor, ...]:
    """Return the factors that play a part in an exercise.

    Parameters
    ----------
    setup : Setup
        The arrays its runs start from.
    factors : iterable of Factor
        Which are looked at.

    Returns
    -------
    tuple of Factor
        Without those that are perfect already.
    """
    return tuple(factor for factor in factors if factor.plays_a_part(setup))
