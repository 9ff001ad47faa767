"""All randomness: counter-based draws keyed by (seed, run, entity, stream, count).

A draw depends on its key alone: no state, no order. Runs may be computed by any number of workers, in any chunks, or again
from the middle, and two variants of a scenario share their luck.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any

import numpy as np

from jointex.kernel import kernel

MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
LOW_32 = np.uint64(0xFFFFFFFF)
SHIFT_32 = np.uint64(32)
SHIFT_5 = np.uint64(5)
SHIFT_6 = np.uint64(6)
SHIFT_26 = np.uint64(26)
ROUNDS = 10
UNIT = 1.0 / 9007199254740992.0  # 2^-53


class Stream(IntEnum):
    """What a draw is for; entity is the flight, aircraft, level of air or place it belongs to."""

    WIND = 0
    DEPARTURE_DELAY = 1
    READINESS = 2
    GROUND_ABORT = 3
    FUEL_FLOW = 4
    STATION_KEEPING = 5
    SURFACE_WEATHER = 6
    SPARE = 7
    HOOK_UP = 8
    MISSED_CONTACT = 9
    DISCONNECT = 10
    STATION_FAILURE = 11
    DETECTION = 12
    LOOK_ERROR = 13
    LINK_ERROR = 14
    LOOK_PHASE = 15
    LINK_SLOT = 16
    SHOT = 17
    KILL_CHANCE = 18
    CALL = 19
    ARENA = 20


@kernel
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Return four 32-bit words of Philox4x32-10.

    Parameters
    ----------
    c0, c1, c2, c3 : uint64
        The counter, 32 bits in each word.
    k0, k1 : uint64
        The key, 32 bits in each word.

    Returns
    -------
    tuple of uint64
        Four words of 32 bits.

    References
    ----------
    Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC'11. Known answers of the authors'
    Random123 library: tests/against/test_draws.py
    """
    for _ in range(ROUNDS):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        c0 = (product_1 >> SHIFT_32) ^ c1 ^ k0
        c1 = product_1 & LOW_32
        c2 = (product_0 >> SHIFT_32) ^ c3 ^ k1
        c3 = product_0 & LOW_32
        k0 = (k0 + WEYL_0) & LOW_32
        k1 = (k1 + WEYL_1) & LOW_32
    return c0, c1, c2, c3


@kernel
def uniform_pair(seed: int, run: int, entity: int, stream: int, count: int) -> Any:
    """Return two independent draws, uniform on the open interval (0, 1).

    Parameters
    ----------
    seed, run, entity, stream, count : int
        The key of the draw, each from 0 to 2^32 - 1 (`seed` to 2^63 - 1).

    Returns
    -------
    tuple of float
        Two draws; 0 and 1 never occur.
    """
    words = np.uint64(seed)
    w0, w1, w2, w3 = philox(
        np.uint64(run) & LOW_32,
        np.uint64(entity) & LOW_32,
        np.uint64(stream) & LOW_32,
        np.uint64(count) & LOW_32,
        words & LOW_32,
        words >> SHIFT_32,
    )
    first = ((w0 >> SHIFT_5) << SHIFT_26) | (w1 >> SHIFT_6)
    second = ((w2 >> SHIFT_5) << SHIFT_26) | (w3 >> SHIFT_6)
    return (float(first) + 0.5) * UNIT, (float(second) + 0.5) * UNIT


@kernel
def normal_pair(seed: int, run: int, entity: int, stream: int, count: int) -> Any:
    """Return two independent standard-normal draws; the key is that of `uniform_pair`.

    Parameters
    ----------
    seed, run, entity, stream, count : int
        The key of the draw.

    Returns
    -------
    tuple of float
        Two draws.

    References
    ----------
    Box and Muller, Ann. Math. Statist. 29 (1958) 610.
    """
    first, second = uniform_pair(seed, run, entity, stream, count)
    radius = math.sqrt(-2.0 * math.log(first))
    angle = 2.0 * math.pi * second
    return radius * math.cos(angle), radius * math.sin(angle)
