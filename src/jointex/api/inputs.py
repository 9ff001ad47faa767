"""What the numbers rest on: how many inputs behind the results are published, derived or estimated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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
    for flight in scenario.flights:
        aircraft = cards.aircraft(flight.aircraft, folders)
        names = [("aircraft", aircraft.id), ("engines", aircraft.engine.id)]
        names += [("stores", store) for store in flight.stores]
        names += [("bases", base) for base in (flight.base, flight.recovery, *flight.diverts)]
        for kind, name in names:
            if (kind, name) not in seen:
                seen.add((kind, name))
                yield cards.base(name, folders) if kind == "bases" else cards.load(kind, name, folders)


def uncertainty_bases(scenario: Scenario) -> Iterator[str]:
    """Yield the basis of each thing that is drawn by chance; estimated where the scenario gives none."""
    unsure = scenario.uncertainty
    for name in type(unsure).model_fields:
        part = getattr(unsure, name)
        if hasattr(part, "basis"):
            yield str(part.basis or "estimated")
