"""Weather on the ground, minima, crew duty and spares of a scenario, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from jointex.report.words import duration, percent
from jointex.scenario import FieldWeather, Flight, Minima, Observation, Scenario
from jointex.units import FOOT_M, KNOT_M_S


@dataclass(frozen=True)
class Condition:
    """One condition.

    Attributes
    ----------
    name, figure : str
        What it is, and its value in words.
    basis, because : str
        What it rests on, and why that value; may be empty.
    """

    name: str
    figure: str
    basis: str
    because: str


def ground_conditions(scenario: Scenario, plan: dict[str, Any]) -> list[Condition]:
    """Return weather at bases and ships and the rules for it; nothing where the scenario says nothing of them.

    Parameters
    ----------
    scenario : Scenario
    plan : dict
        The content of plan.json.

    Returns
    -------
    list of Condition
    """
    found = [
        Condition(f"Weather at {entry.id}", _weather(scenario, entry), entry.basis, because(entry))
        for entry in scenario.weather
    ]
    rules = scenario.rules
    if scenario.weather:
        words = _minima(rules.minima) or "none for all"
        wait = f"; sorties wait {duration(rules.weather_wait_s)} at most"
        found.append(Condition("Weather minima", words + wait, rules.minima.basis, because(rules.minima)))
        found += _card_limits(plan)
    for flight in scenario.flights:
        found += _of_flight(scenario, flight)
    return found


def _card_limits(plan: dict[str, Any]) -> Iterator[Condition]:
    """Yield the crosswind limits that come from cards, once for each type."""
    told = set()
    for flight in plan["flights"]:
        gate = flight.get("rules", {}).get("takeoff", {})
        if gate.get("crosswind_source") == "card" and flight["aircraft"] not in told:
            told.add(flight["aircraft"])
            yield Condition(
                f"Crosswind of {flight['aircraft']}", _knots(gate["crosswind_m_s"]), "", "Limit on its card."
            )


def _of_flight(scenario: Scenario, flight: Flight) -> Iterator[Condition]:
    """Yield what holds for one flight: its own minima, spares and crew duty."""
    rules, own = scenario.rules, flight.minima
    if own is not None and scenario.weather and (words := _minima(own)):
        yield Condition(f"Minima of {flight.id}", words, own.basis, because(own))
    if flight.spares:
        swap = f"{flight.spares} beside the flight, {duration(rules.swap_s)} to change"
        yield Condition(f"Spares of {flight.id}", swap, rules.basis, "")
    duty_s = scenario.crew_duty_s(flight.id)
    if duty_s is not None:
        span = f"{duration(duty_s)} from report, {duration(rules.report_s)} before take-off, to shut-down"
        yield Condition(f"Crew duty of {flight.id}", span, rules.basis, "")


def _weather(scenario: Scenario, entry: FieldWeather) -> str:
    """Return planned weather with its changes, and what is drawn, in words."""
    parts = []
    for number, (from_s, weather) in enumerate(entry.steps):
        since = f"from {scenario.start + timedelta(seconds=from_s):%H:%M}Z " if number else ""
        parts.append(since + (_observation(weather) or "no limit"))
    if entry.temperature_c is not None:
        parts.append(f"{entry.temperature_c:g} °C")
    if spread := _spread(entry):
        parts.append(f"spread between runs {spread}")
    if entry.below_minima:
        parts.append(f"closed in {percent(entry.below_minima)} of runs")
    return "; ".join(parts)


def _observation(weather: Observation) -> str:
    words = []
    if weather.cloud_base_m < float("inf"):
        words.append(f"cloud base {weather.cloud_base_m / FOOT_M:,.0f} ft")
    if weather.visibility_m < float("inf"):
        words.append(f"visibility {weather.visibility_m:,.0f} m")
    if weather.gust_m_s > 0.0:
        gust = f", gusts {_knots(weather.gust_m_s)}" if weather.gust_m_s > weather.wind_m_s else ""
        words.append(f"wind from {weather.wind_from_deg:03.0f}° at {_knots(weather.wind_m_s)}{gust}")
    if weather.sea_state:
        words.append(f"sea state {weather.sea_state:.0f}")
    return ", ".join(words)


def _spread(entry: FieldWeather) -> str:
    spread = entry.spread
    words = (
        (spread.cloud_base_m, f"{spread.cloud_base_m / FOOT_M:,.0f} ft of cloud base"),
        (spread.visibility_m, f"{spread.visibility_m:,.0f} m of visibility"),
        (spread.wind_from_deg, f"{spread.wind_from_deg:.0f}° of wind direction"),
        (spread.wind_speed_m_s, f"{_knots(spread.wind_speed_m_s)} of wind speed"),
        (spread.sea_state, f"{spread.sea_state:g} of sea state"),
    )
    return ", ".join(text for value, text in words if value)


def _minima(minima: Minima) -> str:
    """Return minima in words, empty where there are none."""
    words = []
    for name, cloud_base_m, visibility_m in (
        ("take-off", minima.takeoff_cloud_base_m, minima.takeoff_visibility_m),
        ("landing", minima.landing_cloud_base_m, minima.landing_visibility_m),
    ):
        cloud = "" if cloud_base_m is None else f"{cloud_base_m / FOOT_M:,.0f} ft"
        seen = "" if visibility_m is None else f"{visibility_m:,.0f} m"
        if cloud or seen:
            words.append(f"{name} {' and '.join(part for part in (cloud, seen) if part)}")
    words += [f"crosswind {_knots(minima.crosswind_m_s)}"] if minima.crosswind_m_s is not None else []
    words += [f"wind {_knots(minima.wind_m_s)}"] if minima.wind_m_s is not None else []
    words += [f"sea state {minima.sea_state}"] if minima.sea_state is not None else []
    return ", ".join(words)


def _knots(speed_m_s: float) -> str:
    return f"{speed_m_s / KNOT_M_S:.0f} kt"


def because(part: Any) -> str:
    """Return why a figure was chosen, and where it was read."""
    return " ".join(f"{text.rstrip('.')}." for text in (part.because, part.source) if text)
