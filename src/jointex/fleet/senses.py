"""The records of the picture: what each aircraft sees with and talks over, what it sees, and what it is told."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from jointex.scenario.picture_checks import MOST_LINKS

MOST_SENSORS = 4
"""Most sensors of an aircraft, its radar warning receiver aside."""
MOST_NATIONS = 6
"""Most nations whose share of the picture is told apart; those beyond are counted as the last."""


class SensorKind(IntEnum):
    """What an aircraft sees with."""

    RADAR = 0
    INFRARED = 1  # angles only: how far the target is, is guessed
    SIGHT = 2


class Side(IntEnum):
    """Sides of an exercise."""

    BLUE = 0
    RED = 1
    NEUTRAL = 2


SENSES = np.dtype(
    [
        ("from_s", "f8"),
        ("to_s", "f8"),
        ("reach_m", "f8"),
        ("reach_by_size_m", "f8"),
        ("size", "f8"),
        ("frontal_m2", "f8"),
        ("side_ratio", "f8"),
        ("rear_ratio", "f8"),
        ("below_ratio", "f8"),
        ("least_m2", "f8"),
        ("most_m2", "f8"),
        ("warning_ratio", "f8"),
        ("warning_memory_s", "f8"),
        ("place", "i4"),
        ("side", "i4"),
        ("nation", "i4"),
        ("takes_part", "i4"),
        ("n_sensors", "i4"),
        ("links", "i4"),
        ("gateways", "i4", (MOST_LINKS,)),
    ],
    align=True,
)
"""One aircraft in the picture, parallel to the fleet array.

`place` is its number among those that take part in a drill of links or combat (-1: in none); it looks, tells and is looked at
while `takes_part` is 1, from `from_s` to `to_s`. Its sensors find nothing farther away than `reach_m`, whatever it is, or
`reach_by_size_m` times the `size` of a target, the fourth root of its largest signature, if that is more. Its radar signature is
`frontal_m2` from ahead, with ratios for the other sides; `least_m2` and `most_m2` bound it. `warning_ratio` is how much farther
than its own range a radar is noticed (0: no receiver), which is new again after `warning_memory_s`. `links` has a bit for each
net it is fitted with, `gateways[net]` those it passes data of that net on to. `side` is a `Side`, `nation` a number in the order
of the plan.
"""

SENSOR = np.dtype(
    [
        ("half_range_m", "f8"),
        ("reference_m2", "f8"),
        ("tail_range_m", "f8"),
        ("reach_m", "f8"),
        ("azimuth_cosine", "f8"),
        ("elevation_sine", "f8"),
        ("look_s", "f8"),
        ("memory_s", "f8"),
        ("look_down", "f8"),
        ("notch_m_s", "f8"),
        ("bearing_error_rad", "f8"),
        ("range_error", "f8"),
        ("kind", "i4"),
        ("key", "i4"),
    ],
    align=True,
)
"""One sensor of an aircraft, from the card of its class; a table of aircraft by `MOST_SENSORS`.

Angles of the field of regard are kept as cosine and sine; errors of a look are one standard deviation, that of the range as
a share of it. `key` tells its draws from those of other sensors: the same for a better one of its kind.
"""

NET = np.dtype(
    [
        ("range_m", "f8"),
        ("update_s", "f8"),
        ("latency_s", "f8"),
        ("error_m", "f8"),
        ("gateway_delay_s", "f8"),
        ("relays", "i4"),
        ("is_voice", "i4"),
    ],
    align=True,
)
"""One link of the exercise, from its card."""

OWN_TRACK = np.dtype(
    [
        ("x", "f8"),
        ("y", "f8"),
        ("z", "f8"),
        ("altitude_m", "f8"),
        ("north_m_s", "f8"),
        ("east_m_s", "f8"),
        ("first_s", "f8"),
        ("last_s", "f8"),
        ("until_s", "f8"),
        ("error_m", "f8"),
        ("off_north_m", "f8"),
        ("off_east_m", "f8"),
        ("along", "f8"),
        ("across", "f8"),
        ("warned_s", "f8"),
        ("last_look", "i8", (MOST_SENSORS,)),
        ("drawn", "i8"),
        ("hits", "i4"),
        ("is_firm", "i4"),
        ("kind", "i4"),
        ("is_held", "i4"),
        ("was_known", "i4"),
        ("was_told", "i4"),
    ],
    align=True,
)
"""What one aircraft's own sensors hold of another; a table of looking by looked-at, both by `SENSES.place`.

Where the target was when it was seen at `last_s`, and how far off it was seen, `off_north_m` and `off_east_m`; one standard
deviation of that is `error_m`, `along` and `across` are what was drawn for it under the number `drawn`. Infra-red guesses the
range. A track is firm after two finds in three looks of one sensor, and is kept until `until_s`: its memory after the last find.
`kind` is the sensor of the place. `warned_s` is when the radar of the target was last noticed. `is_held` says that the track is
in its holder's list, `hits` that it was firm before, `was_known` and `was_told` what the count of the picture saw last.
"""

REPORT = np.dtype(
    [
        ("x", "f8"),
        ("y", "f8"),
        ("z", "f8"),
        ("altitude_m", "f8"),
        ("north_m_s", "f8"),
        ("east_m_s", "f8"),
        ("off_north_m", "f8"),
        ("off_east_m", "f8"),
        ("seen_s", "f8"),
        ("heard_s", "f8"),
        ("error_m", "f8"),
        ("source", "i4"),
    ],
    align=True,
)
"""What is told of a target: a table of net by group by target, two versions of each, so that one is read while the other is on
its way.

The place is that seen at `seen_s` by the aircraft `source`, to be moved by the error of the telling, `off_north_m` and
`off_east_m`; it can be read from `heard_s` on. `error_m` is one standard deviation of both.
"""
