"""Laws of reading a scenario: what is written comes back, in any order, in any unit."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex.errors import Fault, InputError
from jointex.scenario import FrozenMap, find_place, frozen, loads, starter, thawed
from jointex.scenario.written import moment_s

START = datetime.datetime(2025, 12, 10, 21, 7, tzinfo=datetime.UTC)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


def faults(text: str) -> tuple[Fault, ...]:
    """Return what is wrong with a text."""
    try:
        loads(text)
    except InputError as error:
        return error.faults
    return ()


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coordinates_come_back_to_the_digits_written(latitude_deg: float, longitude_deg: float) -> None:
    north, east = "NS"[latitude_deg < 0], "EW"[longitude_deg < 0]
    place = find_place(f"{abs(latitude_deg):.4f}{north} {abs(longitude_deg):.4f}{east}")
    assert place.latitude_deg == pytest.approx(latitude_deg, abs=6e-5)
    assert place.longitude_deg == pytest.approx(longitude_deg, abs=6e-5)


@given(st.integers(0, 86399))
def test_a_clock_time_lies_within_a_day_of_the_start(second: int) -> None:
    moment = START + datetime.timedelta(seconds=second)
    assert moment_s(f"{moment:%H:%M:%S}Z", START) == second
    assert moment_s(f"{moment:%Y-%m-%dT%H:%M:%S}Z", START) == second


@given(PLAIN)
def test_frozen_data_thaws_to_what_it_was(data: object) -> None:
    assert thawed(frozen(data)) == data


@given(st.dictionaries(st.text(max_size=4), st.integers(), max_size=6))
def test_equal_maps_have_equal_hashes_in_any_order(entries: dict[str, int]) -> None:
    turned = dict(reversed(entries.items()))
    assert FrozenMap(entries) == FrozenMap(turned)
    assert hash(FrozenMap(entries)) == hash(FrozenMap(turned))


@given(st.data())
def test_no_line_left_out_or_twice_brings_a_traceback(data: st.DataObject) -> None:
    lines = starter("mine").splitlines()
    index = data.draw(st.integers(0, len(lines) - 1))
    copies = data.draw(st.sampled_from([0, 2]))
    text = "\n".join([*lines[:index], *[lines[index]] * copies, *lines[index + 1 :]])
    assert all(fault.rule and fault.line for fault in faults(text))


@given(st.integers(1, 24), st.integers(0, 30), st.integers(0, 100))
def test_readiness_falls_from_place_to_place_and_rises_with_the_pool(count: int, spare: int, percent: int) -> None:
    def ready(pool: int) -> tuple[float, ...]:
        text = starter("mine").replace("count: 2\n    pool: 10 ", f"count: {count}\n    pool: {pool} ", 1)
        return loads(text.replace("probability: 70 %", f"probability: {percent} %")).ready_probabilities("CRANE")

    small, large = ready(count + spare), ready(count + spare + 1)
    assert all(first >= second for first, second in pairwise(small))
    assert all(more >= less - 1e-12 for more, less in zip(large, small, strict=True))
