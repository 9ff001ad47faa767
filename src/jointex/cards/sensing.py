"""Cards of what aircraft see with, and how well they are seen: classes of sensors and of radar signatures, never a single type.

No government has published a detection range or a signature of the aircraft here; every figure is a bracket for training.
"""

from __future__ import annotations

from typing import Literal

from pydantic import StrictStr

from jointex.cards.models import Card
from jointex.cards.values import Angle, Area, Duration, Length, Ratio, Share, Speed


class SensorCard(Card):
    """A class of sensors.

    `half_range` is where one look in two finds the target it is told for, looked at from ahead: by a radar one of
    `reference_signature`. Infra-red sees it at `tail_range` from behind. `azimuth` and `elevation` are to each side of the nose.
    A track is kept for `memory` after its last look. Looking down leaves `look_down` of a range, and a radar loses who moves
    towards it or away at less than `notch`. A look is off by `bearing_error` across and by `range_error` of the distance along,
    one standard deviation each. A radar warning receiver has none of these ranges: it notices a radar that looks its way out to
    `range_ratio` of that radar's own range, one way being easier than there and back.
    """

    kind: Literal["radar", "infrared", "sight", "warning"]
    half_range: Length | None = None
    range_ratio: Ratio | None = None
    reference_signature: Area | None = None
    tail_range: Length | None = None
    azimuth: Angle
    elevation: Angle
    look_period: Duration
    memory: Duration
    look_down: Share
    bearing_error: Angle
    range_error: Share | None = None
    notch: Speed | None = None
    note: StrictStr = ""


class SignatureCard(Card):
    """A class of radar signatures: from ahead, and what it is of that from the side, from behind and from below."""

    frontal: Area
    side: Ratio
    rear: Ratio
    below: Ratio
    note: StrictStr = ""
