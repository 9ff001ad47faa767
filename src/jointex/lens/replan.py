"""The plan of a run folder made again: with the tanker orders it holds, not with new ones."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from jointex.planning import Plan
from jointex.planning.tankers.orders import TankerPlan
from jointex.scenario import Scenario

Kind = TypeVar("Kind")


def plan_again(scenario: Scenario, document: Mapping[str, Any]) -> Plan:
    """Return the plan of a scenario with the tanker orders of a plan.json.

    The search for tankers runs against a clock: made anew, it may find another plan that is as good.

    Parameters
    ----------
    scenario : Scenario
    document : mapping
        The content of plan.json.

    Returns
    -------
    Plan
    """
    from jointex.planning.flights import draft_flight
    from jointex.planning.plan import assemble, in_order
    from jointex.planning.winds import mean_weather

    orders = document.get("refuelling")
    tankers = None if orders is None else _made(TankerPlan, orders)
    weather = mean_weather(scenario)
    drafts = [draft_flight(scenario, flight, weather) for flight in in_order(scenario)]
    return assemble(scenario, weather, drafts, tankers)


def _made(kind: type[Kind], plain: Any) -> Kind:
    """Return plain data as the frozen class it was written from; keys that only the file has are left out."""
    hints = typing.get_type_hints(kind)
    known = {one.name for one in fields(typing.cast(Any, kind))}
    return kind(**{name: _value(hints[name], value) for name, value in plain.items() if name in known})


def _value(hint: Any, plain: Any) -> Any:
    """Return one value as its type: lists become tuples, mappings the classes that the hint names."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(one for one in typing.get_args(hint) if one is not type(None))
    if plain is None:
        return float("nan") if hint is float else None
    if is_dataclass(hint):
        return _made(typing.cast(type[Any], hint), plain)
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)
        kinds = [inner[0]] * len(plain) if inner[-1:] == (Ellipsis,) else list(inner)
        return tuple(_value(one, value) for one, value in zip(kinds, plain, strict=True))
    return plain
