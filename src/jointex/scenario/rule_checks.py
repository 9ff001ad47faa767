"""Whether weather on the ground, minima, crew duty and spares of a scenario fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jointex.documents import KeyPath
from jointex.errors import Fault, nearest_name
from jointex.scenario.draft import Draft
from jointex.scenario.weather import FieldWeather

_SPREAD_OF = {"cloud_base": ("cloud_base",), "visibility": ("visibility",), "sea_state": ("sea_state",)}
_SPREAD_OF |= {"wind_from": ("wind",), "wind_speed": ("wind",)}
"""What a spread is the spread of, by the keys in the file."""


def check_weather(draft: Draft) -> Iterator[Fault]:
    """Yield weather given twice, out of order, of a sea without a ship, or spread about nothing.

    Parameters
    ----------
    draft : Draft
        What could be read; entries that could not are passed over.

    Yields
    ------
    Fault
    """
    first: dict[str, str] = {}
    for path, weather in draft.each("weather", "id"):
        name = str(path[-1])
        if first.setdefault(weather.id, name) != name:
            rule = f"must be given once: it is the same place as {first[weather.id]}"
            yield draft.document.fault(path, rule, name)
    for path, weather in draft.each("weather", "wind"):
        yield from _check_gusts(draft, path, draft.at(path), weather.wind)
    for path, weather in draft.each("weather", "later"):
        yield from _check_changes(draft, path, weather)
    for path, weather in draft.each("weather", "later", "sea_state"):
        yield from _check_sea(draft, path, weather)
    for path, _ in draft.each("weather", "spread", "later"):
        yield from _check_spread(draft, path)


def _check_gusts(draft: Draft, path: KeyPath, entry: Any, wind: Any) -> Iterator[Fault]:
    if wind is not None and wind.gust_m_s is not None and wind.gust_m_s < wind.speed_m_s:
        rule = f"must not be below the mean wind ({entry['wind']['speed']})"
        yield draft.document.fault((*path, "wind", "gust"), rule, entry["wind"]["gust"])


def _check_changes(draft: Draft, path: KeyPath, weather: FieldWeather) -> Iterator[Fault]:
    before_s = 0.0
    for index, change in enumerate(weather.later):
        place: KeyPath = (*path, "later", index)
        entry = draft.at(place)
        if change.from_s <= before_s:
            rule = "must be after the change before it" if index else "must be after the start of the scenario"
            yield draft.document.fault((*place, "from"), rule, entry["from"])
        before_s = max(before_s, change.from_s)
        if set(entry) == {"from"}:
            rule = "must come with what changes then, such as cloud_base: 300 ft"
            yield draft.document.fault((*place, "from"), rule, entry["from"])
        yield from _check_gusts(draft, place, entry, change.wind)


def _check_sea(draft: Draft, path: KeyPath, weather: FieldWeather) -> Iterator[Fault]:
    if weather.id in draft.names["ships"]:
        return
    places = [path, *((*path, "later", index) for index in range(len(weather.later)))]
    for place in places:
        sea_state = draft.at((*place, "sea_state"))
        if sea_state is not None:
            hint = "Name it under `ships`, or leave it out."
            yield draft.document.fault((*place, "sea_state"), "only goes with a ship of this file", sea_state, hint)


def _check_spread(draft: Draft, path: KeyPath) -> Iterator[Fault]:
    entry = draft.at(path) or {}
    later = [change for change in entry.get("later") or () if isinstance(change, dict)]
    for key in entry.get("spread") or ():
        if not any(of in part for of in _SPREAD_OF[key] for part in (entry, *later)):
            rule = f"has nothing to spread about: give {_SPREAD_OF[key][0]} too"
            yield draft.document.fault((*path, "spread", key), rule, entry["spread"][key])


def check_duty(draft: Draft) -> Iterator[Fault]:
    """Yield crew duty that ends before its crew is back on the ground; parameters as `check_weather`."""
    rules = draft.scenario.rules if draft.scenario else None
    if rules is None:
        return
    ground_s = rules.report_s + rules.shut_down_s
    asked: list[tuple[KeyPath, float | None]] = [(("rules", "crew_duty"), rules.crew_duty_s)]
    asked += [((*path, "crew_duty"), flight.crew_duty_s) for path, flight in draft.each("flights", "crew_duty")]
    for path, duty_s in asked:
        if duty_s is not None and duty_s <= ground_s:
            rule = f"must leave time to fly: report and shut-down alone take {ground_s / 60.0:.0f} min"
            yield draft.document.fault(path, rule, draft.at(path))


def check_spares(draft: Draft) -> Iterator[Fault]:
    """Yield units too small for a flight and its spares; parameters as `check_weather`."""
    for path, flight in draft.each("flights", "count", "pool", "spares"):
        if flight.pool is not None and flight.count <= flight.pool < flight.count + flight.spares:
            rule = f"must leave the unit's pool of {flight.pool} enough: at most {flight.pool - flight.count}"
            yield draft.document.fault((*path, "spares"), rule, flight.spares)


def check_ships(draft: Draft) -> Iterator[Fault]:
    """Yield ships without a card; parameters as `check_weather`."""
    known = draft.reading.library.ids("ships")
    for path, ship in draft.each("ships", "ship"):
        if not draft.reading.library.card_id("ships", ship.ship):
            hint = nearest_name(ship.ship, known)
            yield draft.document.fault((*path, "ship"), "must be the id of a ship card", ship.ship, hint)
