"""Cards of what aircraft talk over: data links by class, and voice."""

from __future__ import annotations

from typing import Literal

from pydantic import StrictBool, StrictStr

from jointex.cards.models import Card
from jointex.cards.values import Duration, Length


class LinkCard(Card):
    """A link. Data are told anew every `update` and arrive after `latency`; a shared position is `error` off.

    `error` is one standard deviation. Range ends at the line of sight too. Members of one that `relays` pass on what they hear.
    Who has a gateway to another link needs `gateway_delay` to translate.
    """

    kind: Literal["data", "voice"]
    range: Length
    update: Duration
    latency: Duration
    error: Length
    relays: StrictBool = False
    gateway_delay: Duration | None = None
    note: StrictStr = ""
