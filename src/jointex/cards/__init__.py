"""Typed data cards of aircraft, engines, stores, bases, ships, clearances, agreements, sensors; every figure with its provenance.

A card is one YAML file KIND/ID.yaml. Shipped cards lie in this package; a user's own folder of the same layout is searched
first. `load` and its short forms read one card; `as_rows` shows it; `share_estimated` says how much of it is estimated. `fits` and
`gates_matrix` say who may take fuel from whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jointex.cards.bases import base, base_names
from jointex.cards.kinds import MODELS
from jointex.cards.linking import LinkCard
from jointex.cards.models import AircraftCard, BaseCard, Card, EngineCard, ShipCard, StoreCard
from jointex.cards.permissions import AgreementCard, ClearanceCard
from jointex.cards.revise import revise
from jointex.cards.sensing import SensorCard, SignatureCard
from jointex.cards.shelf import (
    KINDS,
    SHIPPED,
    aircraft,
    card_file,
    engine,
    find,
    ids,
    link,
    load,
    sensor,
    signature,
    store,
)
from jointex.cards.ships import ship
from jointex.cards.tables import Row, as_rows, share_estimated, to_json
from jointex.cards.values import Value

if TYPE_CHECKING:
    from jointex.cards.gates import Fit, Gate, fits
    from jointex.cards.matrix import Pair, gates_matrix

__all__ = [
    "KINDS",
    "MODELS",
    "SHIPPED",
    "AgreementCard",
    "AircraftCard",
    "BaseCard",
    "Card",
    "ClearanceCard",
    "EngineCard",
    "Fit",
    "Gate",
    "LinkCard",
    "Pair",
    "Row",
    "SensorCard",
    "ShipCard",
    "SignatureCard",
    "StoreCard",
    "Value",
    "aircraft",
    "as_rows",
    "base",
    "base_names",
    "card_file",
    "engine",
    "find",
    "fits",
    "gates_matrix",
    "ids",
    "link",
    "load",
    "revise",
    "sensor",
    "share_estimated",
    "ship",
    "signature",
    "store",
    "to_json",
]

_GATES = {"Fit": "gates", "Gate": "gates", "fits": "gates", "Pair": "matrix", "gates_matrix": "matrix"}
"""Names that few need, and the files they stand in."""


def __getattr__(name: str) -> Any:
    """Return a name of the gates, imported when it is first asked for."""
    if name in _GATES:
        import importlib

        return getattr(importlib.import_module(f"jointex.cards.{_GATES[name]}"), name)
    raise AttributeError(f"module 'jointex.cards' has no attribute {name!r}")
