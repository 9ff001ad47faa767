"""What the numbers rest on: how many inputs behind the results are published, derived or estimated."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator

from jointex import cards
from jointex.cards import Card
from jointex.cards.checks import values_of
from jointex.planning import Plan
from jointex.scenario import Scenario


def count_inputs(plan: Plan) -> dict[str, dict[str, int]]:
    """Return the inputs behind a plan's results by basis.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    dict
        `all`: every figure of the cards in use (but the published performance they are only compared with), of the
        winds, and of what is drawn by chance; `cards`, `winds` and `uncertainty` by themselves.
    """
    of_cards: Counter[str] = Counter(
        value.basis
        for card in cards_in_use(plan.scenario)
        for path, value in values_of(card)
        if path[:1] != ("published",)
    )
    of_winds = Counter([plan.weather.basis])
    of_chance = Counter(uncertainty_bases(plan.scenario))
    parts: dict[str, Counter[str]] = {"cards": of_cards, "winds": of_winds, "uncertainty": of_chance}
    return {"all": dict(of_cards + of_winds + of_chance), **{name: dict(part) for name, part in parts.items()}}


def cards_in_use(scenario: Scenario) -> Iterator[Card]:
    """Yield each card a scenario uses, once: aircraft, engines, stores, bases."""
    folders, seen = scenario.card_folders, set()
    by_name: dict[str, Callable[..., Card]] = {"bases": cards.base, "ships": cards.ship}
    for flight in scenario.flights:
        aircraft = cards.aircraft(flight.aircraft, folders)
        names = [("aircraft", aircraft.id), ("engines", aircraft.engine.id)]
        names += [("stores", store) for store in flight.stores]
        for place in (flight.base, flight.recovery, *flight.diverts):
            ship = scenario.ship(place)
            names.append(("bases", place) if ship is None else ("ships", ship.ship))
        for kind, name in names:
            if (kind, name) not in seen:
                seen.add((kind, name))
                yield by_name.get(kind, functools.partial(cards.load, kind))(name, folders)


def uncertainty_bases(scenario: Scenario) -> Iterator[str]:
    """Yield the basis of each thing that is drawn by chance, and of weather on the ground where it is given."""
    unsure = scenario.uncertainty
    for name in type(unsure).model_fields:
        part = getattr(unsure, name)
        if hasattr(part, "basis"):
            yield str(part.basis or "estimated")
    yield from (entry.basis for entry in scenario.weather)
