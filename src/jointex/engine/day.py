"""What the day brings to each run: weather where flights take off and land, drawn anew, and spare aircraft."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointex.engine.luck import draw_numbers
from jointex.fleet.draws import Stream, normal_pair, uniform_pair
from jointex.fleet.reasons import Reason
from jointex.planning import Plan
from jointex.planning.minima import Gate
from jointex.scenario import FieldWeather, Observation
from jointex.scenario.forces import MOST_DIVERTS
from jointex.scenario.weather import WeatherSpread

GATES = 2 + MOST_DIVERTS
"""Gates of a flight: take-off, landing where planned, landing at each divert."""
HIGHEST_SEA_STATE = 9
"""End of the WMO code."""


@dataclass(frozen=True)
class Day:
    """What has to be drawn for each run beyond what the engine draws itself.

    Attributes
    ----------
    weather : tuple of FieldWeather
        Of the scenario.
    gates : tuple of tuple of Gate
        For each flight: take-off, landing, diverts.
    spares : tuple of tuple of float
        For each flight the chance of a first, second, ... spare.
    has_pool : tuple of bool
        For each flight whether its spares come from the pool that the flight itself is chosen from.
    draw_numbers : tuple of int
        For each flight the number under which it draws.
    """

    weather: tuple[FieldWeather, ...]
    gates: tuple[tuple[Gate, ...], ...]
    spares: tuple[tuple[float, ...], ...]
    has_pool: tuple[bool, ...]
    draw_numbers: tuple[int, ...]

    @classmethod
    def of(cls, plan: Plan) -> Day:
        """Return what a plan's runs draw."""
        scenario, numbers = plan.scenario, draw_numbers(plan)
        return cls(
            scenario.weather,
            tuple((one.rules.takeoff, *one.rules.landings[: 1 + MOST_DIVERTS]) for one in plan.flights),
            tuple(scenario.spare_probabilities(one.id) for one in plan.flights),
            tuple(scenario.flight(one.id).pool is not None for one in plan.flights),
            tuple(numbers[one.id].flight for one in plan.flights),
        )

    def closings(self, seed: int, first_run: int, n_runs: int) -> NDArray[np.float64]:
        """Return when which gate is closed, and why.

        Parameters
        ----------
        seed : int
        first_run, n_runs : int
            Which runs.

        Returns
        -------
        array (n_runs, n_flights, `GATES`, n_steps, 3)
            From when [s], `Reason` (0: open) and the figure behind it [m, m/s or WMO code]; steps in order, those that never
            come begin at infinity. No steps where the scenario gives no weather.
        """
        n_steps = max((len(entry.steps) for entry in self.weather), default=0)
        closings = np.zeros((n_runs, len(self.gates), GATES, n_steps, 3))
        closings[..., 1:, 0] = math.inf
        for index in range(n_runs if n_steps else 0):
            drawn = {entry.id: draw_weather(entry, seed, first_run + index) for entry in self.weather}
            for flight, gates in enumerate(self.gates):
                for number, gate in enumerate(gates):
                    for step, (from_s, reason, value) in enumerate(states(gate, drawn.get(gate.place, []))):
                        closings[index, flight, number, step] = from_s, reason, value
        return closings

    def spares_ready(self, seed: int, first_run: int, n_runs: int) -> NDArray[np.float64]:
        """Return how many spares of each flight are mission capable, (n_runs, n_flights); parameters as `closings`."""
        ready = np.zeros((n_runs, len(self.spares)))
        for flight, chances in enumerate(self.spares):
            stream = Stream.READINESS if self.has_pool[flight] else Stream.SPARE
            for index in range(n_runs if chances else 0):
                drawn, _ = uniform_pair(seed, first_run + index, self.draw_numbers[flight], int(stream), 0)
                ready[index, flight] = sum(drawn < chance for chance in chances)
        return ready


def states(gate: Gate, drawn: list[tuple[float, Observation | None]]) -> list[tuple[float, Reason, float]]:
    """Return from when a gate is open or closed, the first reason, and the figure; open where there is no weather.

    Parameters
    ----------
    gate : Gate
    drawn : list of (float, Observation or None)
        Weather from when on [s]; None: nobody takes off or lands.

    Returns
    -------
    list of (float, Reason, float)
    """
    found = []
    for from_s, weather in drawn:
        if weather is None:
            found.append((from_s, Reason.CLOSED, 0.0))
            continue
        short = next(iter(gate.shortfalls(weather)), None)
        found.append((from_s, Reason.READINESS, 0.0) if short is None else (from_s, short.reason, short.value))
    return found


def draw_weather(entry: FieldWeather, seed: int, run: int) -> list[tuple[float, Observation | None]]:
    """Return the weather of a run at one place, from when on it holds [s]; None where nobody takes off or lands.

    One draw for each quantity holds all day: a run that is foggier than planned in the morning is so in the evening. The
    draws belong to the name of the place, so that another one added to the scenario does not change them.
    """
    place = zlib.crc32(entry.id.encode())
    closed, _ = uniform_pair(seed, run, place, int(Stream.SURFACE_WEATHER), 0)
    cloud, visibility = normal_pair(seed, run, place, int(Stream.SURFACE_WEATHER), 1)
    turn, speed = normal_pair(seed, run, place, int(Stream.SURFACE_WEATHER), 2)
    sea, _ = normal_pair(seed, run, place, int(Stream.SURFACE_WEATHER), 3)
    is_closed = closed < entry.below_minima
    draws = (cloud, visibility, turn, speed, sea)
    return [(from_s, None if is_closed else shifted(mean, entry.spread, draws)) for from_s, mean in entry.steps]


def shifted(mean: Observation, spread: WeatherSpread, draws: tuple[float, ...]) -> Observation:
    """Return weather so many standard deviations off: cloud base, visibility, wind direction and speed, sea."""
    cloud, visibility, turn, speed, sea = draws
    wind_m_s = max(0.0, mean.wind_m_s + spread.wind_speed_m_s * speed)
    gust_ratio = mean.gust_m_s / mean.wind_m_s if mean.wind_m_s > 0.0 else 1.0
    return Observation(
        max(0.0, mean.cloud_base_m + spread.cloud_base_m * cloud),
        max(0.0, mean.visibility_m + spread.visibility_m * visibility),
        (mean.wind_from_deg + spread.wind_from_deg * turn) % 360.0,
        wind_m_s,
        wind_m_s * gust_ratio,
        float(min(HIGHEST_SEA_STATE, max(0, round(mean.sea_state + spread.sea_state * sea)))),
    )
