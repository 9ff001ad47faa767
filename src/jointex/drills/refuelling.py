"""Taking fuel in the air: places around a tanker from left to right, and how long a contact and a queue take.

Receivers wait on the left (observation), go astern, into contact, and reform on the right. A place is metres to the right,
back and up of the middle of the tanker, as slots of a formation are. Geometry of meeting stands in `rendezvous` and
`orbits`.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.kernel import kernel
from jointex.units import FOOT_M

OBSERVATION, ASTERN, CONTACT, REFORM = 0, 1, 2, 3
"""Places in the order they are flown."""
BOOM, CENTRELINE, LEFT_POD, RIGHT_POD = 0, 1, 2, 3
"""Stations."""

BELOW_TANKER_M = 1000.0 * FOOT_M
"""Height below the tanker at which receivers arrive and wait until they are beside it [m]: 1,000 ft, as in ATP-56(B)."""
ABOVE_TANKER_M = 1000.0 * FOOT_M
"""Height above the tanker, and between flights, at which flights that share a tanker leave it [m]: the 1,000 ft between blocks."""
OBSERVATION_ROOM_M = 30.0
"""From the tanker's wing tip to the first receiver beside it, and between receivers there [m]. Estimated: a wing span or two
of a fighter; abeam the tail as a public pilot's guide has it."""
BOOM_BACK_M, BOOM_DOWN_M = 8.0, 9.0
"""How far behind the tanker's tail the tip of the boom is, and how far below its middle [m]. Estimated from pictures: 14 to
15 m of boom at 30 degrees from a hinge forward of the tail."""
BOOM_ASTERN_M = 50.0 * FOOT_M
"""How far behind contact a boom receiver waits [m]: 50 ft, the usual figure of public manuals; quoted from memory."""
HOSE_BACK_M, HOSE_DOWN_M = 20.0, 5.0
"""How far behind its pod or the tail a drogue trails in contact, and how far below [m]. Estimated: hoses of 20 to 25 m."""
DROGUE_ASTERN_M = 15.0 * FOOT_M
"""How far behind the drogue a receiver waits [m]: 10 to 15 ft in a public pilot's guide."""
POD_SHARE = 0.75
"""Where pods hang, as a share of the half span. Estimated from pictures."""

HOOK_UP_S = 90.0
"""From astern, ready, to fuel flowing [s]. Estimated: a steady approach at a walking pace, valves and checks; what a scenario
assumes unless it says otherwise."""
DISCONNECT_S = 30.0
"""From the end of the flow to clear of the station [s]. Estimated; as in scenarios."""
CHANGE_OVER_S = 60.0
"""From observation to astern once the station is free [s]. Estimated: some 100 m at 2 to 3 m/s."""
REFORM_S = 60.0
"""From clear of the station to steady on the right [s]. Estimated."""


@kernel
def geometry(place: int, station: int, half_span_m: float, length_m: float, rank: int) -> Any:
    """Return where a receiver flies around a tanker.

    Parameters
    ----------
    place : int
        `OBSERVATION`, `ASTERN`, `CONTACT` or `REFORM`.
    station : int
        `BOOM`, `CENTRELINE`, `LEFT_POD` or `RIGHT_POD`; which one it takes fuel from.
    half_span_m, length_m : float
        Of the tanker [m].
    rank : int
        Its number from the tanker outwards in observation and reform, from 0.

    Returns
    -------
    tuple of float
        Metres to the right, back and up of the tanker's middle.
    """
    if place in (OBSERVATION, REFORM):
        aside_m = half_span_m + (rank + 1) * OBSERVATION_ROOM_M
        return math.copysign(aside_m, place - 1.5), 0.5 * length_m + 0.5 * rank * OBSERVATION_ROOM_M, 0.0
    if station == BOOM:
        behind_m = BOOM_ASTERN_M if place == ASTERN else 0.0
        return 0.0, 0.5 * length_m + BOOM_BACK_M + behind_m, -BOOM_DOWN_M
    behind_m = HOSE_BACK_M + (DROGUE_ASTERN_M if place == ASTERN else 0.0)
    if station == CENTRELINE:
        return 0.0, 0.5 * length_m + behind_m, -HOSE_DOWN_M
    right_m = POD_SHARE * half_span_m
    return right_m if station == RIGHT_POD else -right_m, behind_m, -HOSE_DOWN_M


@kernel
def flow_kg_s(station_kg_s: float, receiver_kg_s: float) -> float:
    """Return how fast fuel passes [kg/s]: what the station gives or the receiver takes, the less; 0 sets no limit there."""
    return min(station_kg_s, receiver_kg_s) if receiver_kg_s > 0.0 else station_kg_s


@kernel
def contact_s(kg: float, flow_kg_s: float) -> float:
    """Return how long a receiver holds a station.

    Parameters
    ----------
    kg, flow_kg_s : float
        Fuel to pass [kg] and how fast it does [kg/s], the flow above 0.

    Returns
    -------
    float
        From astern, ready, through hook-up, transfer and disconnect to clear of the station [s].
    """
    return HOOK_UP_S + kg / flow_kg_s + DISCONNECT_S


@kernel
def rounds(n_receivers: int, n_stations: int) -> int:
    """Return how often all stations are taken until every receiver had its turn: `ceil(receivers / stations)`."""
    return -(-n_receivers // n_stations)


@kernel
def queue_s(n_receivers: int, n_stations: int, each_s: float) -> float:
    """Return how long a queue takes at stations that work side by side.

    Parameters
    ----------
    n_receivers, n_stations : int
        How many there are of each, 1 or more.
    each_s : float
        From `contact_s` [s].

    Returns
    -------
    float
        From the first receiver's leaving observation to the last one's being steady on the right [s].
    """
    return rounds(n_receivers, n_stations) * (CHANGE_OVER_S + each_s) + REFORM_S
