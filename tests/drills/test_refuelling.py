"""Places around a tanker, and how long contacts and queues take."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex.drills.refuelling import (
    ASTERN,
    BOOM,
    CENTRELINE,
    CHANGE_OVER_S,
    CONTACT,
    DISCONNECT_S,
    HOOK_UP_S,
    LEFT_POD,
    OBSERVATION,
    REFORM,
    REFORM_S,
    RIGHT_POD,
    contact_s,
    flow_kg_s,
    geometry,
    queue_s,
    rounds,
)
from jointex.scenario.refuelling import Contacts

HALF_SPAN_M, LENGTH_M = 20.0, 41.0


def test_receivers_flow_from_left_to_right() -> None:
    waiting = [geometry(OBSERVATION, BOOM, HALF_SPAN_M, LENGTH_M, rank) for rank in range(4)]
    done = [geometry(REFORM, BOOM, HALF_SPAN_M, LENGTH_M, rank) for rank in range(4)]
    assert all(right_m < -HALF_SPAN_M for right_m, _, _ in waiting)
    assert all(right_m > HALF_SPAN_M for right_m, _, _ in done)
    apart_m = [math.dist(one, other) for one, other in itertools.combinations(waiting + done, 2)]
    assert min(apart_m) >= 30.0


@pytest.mark.parametrize("station", [BOOM, CENTRELINE, LEFT_POD, RIGHT_POD])
def test_astern_is_behind_contact_and_contact_below_and_behind_the_tanker(station: int) -> None:
    astern = geometry(ASTERN, station, HALF_SPAN_M, LENGTH_M, 0)
    contact = geometry(CONTACT, station, HALF_SPAN_M, LENGTH_M, 0)
    assert astern[1] > contact[1] > 0.0
    assert astern[0] == contact[0]
    assert contact[2] < 0.0


def test_pods_hang_left_and_right_alike() -> None:
    left, right = (geometry(CONTACT, pod, HALF_SPAN_M, LENGTH_M, 0) for pod in (LEFT_POD, RIGHT_POD))
    assert left[0] == -right[0] < 0.0
    assert left[1:] == right[1:]


def test_the_smaller_flow_wins_and_no_limit_is_none() -> None:
    assert flow_kg_s(50.0, 20.0) == 20.0
    assert flow_kg_s(15.0, 20.0) == 15.0
    assert flow_kg_s(50.0, 0.0) == 50.0


def test_a_contact_is_hook_up_transfer_and_disconnect() -> None:
    assert contact_s(3000.0, 20.0) == pytest.approx(HOOK_UP_S + 150.0 + DISCONNECT_S)


def test_a_single_question_counts_contacts_as_scenarios_do() -> None:
    usual = Contacts()
    assert (usual.hook_up_s, usual.clear_s) == (HOOK_UP_S, DISCONNECT_S)


@given(st.integers(1, 40), st.integers(1, 3), st.floats(60.0, 900.0))
def test_more_stations_never_take_longer_and_more_receivers_never_less(
    n_receivers: int, n_stations: int, each_s: float
) -> None:
    assert rounds(n_receivers, n_stations) == math.ceil(n_receivers / n_stations)
    here_s = queue_s(n_receivers, n_stations, each_s)
    assert queue_s(n_receivers, n_stations + 1, each_s) <= here_s
    assert queue_s(n_receivers + 1, n_stations, each_s) >= here_s
    assert here_s == pytest.approx(math.ceil(n_receivers / n_stations) * (CHANGE_OVER_S + each_s) + REFORM_S)
