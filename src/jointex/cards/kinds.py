"""The kinds of cards, each with its model."""

from __future__ import annotations

from jointex.cards.linking import LinkCard
from jointex.cards.models import AircraftCard, BaseCard, Card, EngineCard, ShipCard, StoreCard
from jointex.cards.permissions import AgreementCard, ClearanceCard
from jointex.cards.sensing import SensorCard, SignatureCard

MODELS: dict[str, type[Card]] = {
    "aircraft": AircraftCard,
    "engines": EngineCard,
    "stores": StoreCard,
    "bases": BaseCard,
    "ships": ShipCard,
    "clearances": ClearanceCard,
    "agreements": AgreementCard,
    "sensors": SensorCard,
    "signatures": SignatureCard,
    "links": LinkCard,
}
"""Model of each kind of card; the kind is the name of its folder."""
