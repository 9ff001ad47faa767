"""Typed data cards: aircraft, engines, stores, bases, ships; every figure with unit, basis, source and range.

A card is one YAML file KIND/ID.yaml. Shipped cards lie in this package; a user's own folder of the same layout is searched
first. `load` and its short forms read one card; `as_rows` shows it; `share_estimated` says how much of it is estimated.
"""

from __future__ import annotations

from jointex.cards.bases import base, base_names
from jointex.cards.models import MODELS, AircraftCard, BaseCard, Card, EngineCard, ShipCard, StoreCard
from jointex.cards.revise import revise
from jointex.cards.shelf import KINDS, SHIPPED, aircraft, card_file, engine, find, ids, load, store
from jointex.cards.ships import ship
from jointex.cards.tables import Row, as_rows, share_estimated, to_json
from jointex.cards.values import Value

__all__ = [
    "KINDS",
    "MODELS",
    "SHIPPED",
    "AircraftCard",
    "BaseCard",
    "Card",
    "EngineCard",
    "Row",
    "ShipCard",
    "StoreCard",
    "Value",
    "aircraft",
    "as_rows",
    "base",
    "base_names",
    "card_file",
    "engine",
    "find",
    "ids",
    "load",
    "revise",
    "share_estimated",
    "ship",
    "store",
    "to_json",
]
