"""Laws of reach: a tanker never shrinks it, a base more never lengthens the time, the map says what the table says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointex.reach import Force, Terms, Unit, answer_minutes, reach, read_force, saved_min

KINDS = (("F-15J", "RJNK"), ("F-35B", "RJFN"), ("F-16C", "RJSM"), ("F-35B", "JS-KAGA@36.5,134.0"), ("F-15J", "ROAH"))
TANKERS = (("KC-767J", "RJNA"), ("KC-130J", "RJOI"), ("KC-46A", "RJOH"))
LATITUDE_DEG, LONGITUDE_DEG = (axis.ravel() for axis in np.meshgrid(np.linspace(16, 52, 13), np.linspace(112, 160, 13)))


def minutes(force: Force, at_least: int, with_tankers: bool = True) -> np.ndarray:
    terms = Terms(at_least=at_least, ready=1.0)
    return answer_minutes(force, LATITUDE_DEG, LONGITUDE_DEG, 2026, terms, with_tankers=with_tankers)


def one_of(kinds: tuple[tuple[str, str], ...], name: str) -> st.SearchStrategy[Unit]:
    return st.builds(
        lambda kind, count, number: Unit(f"{name}{number}", kind[0], "JP", kind[1], {2020: count}),
        st.sampled_from(kinds),
        st.integers(1, 20),
        st.integers(0, 10**9),
    )


FIGHTERS = st.lists(one_of(KINDS, "F"), min_size=1, max_size=4, unique_by=lambda unit: unit.id)
HELPERS = st.lists(one_of(TANKERS, "T"), max_size=3, unique_by=lambda unit: unit.id)


@settings(max_examples=12, deadline=None)
@given(FIGHTERS, HELPERS, one_of(KINDS + TANKERS, "MORE"), st.integers(1, 24))
def test_no_tanker_and_no_base_more_ever_lengthens_the_time(
    fighters: list[Unit], tankers: list[Unit], more: Unit, at_least: int
) -> None:
    force = Force("", (*fighters, *tankers), {})
    alone, carried = minutes(force, at_least, False), minutes(force, at_least)
    assert (carried <= alone).all()
    assert (minutes(force.with_one_more(more), at_least) <= carried).all()
    assert (minutes(force.with_one_more(more), at_least, False) <= alone).all()
    assert (minutes(force, at_least + 1) >= carried).all()


def test_the_map_says_what_the_table_says() -> None:
    force = read_force()
    terms = Terms(at_least=8)
    chosen = slice(40, None, 33)
    found = answer_minutes(force, LATITUDE_DEG[chosen], LONGITUDE_DEG[chosen], 2026, terms)
    assert np.isfinite(found).any()
    for latitude, longitude, minute in zip(LATITUDE_DEG[chosen], LONGITUDE_DEG[chosen], found, strict=True):
        place = f"{latitude},{longitude}"
        if np.isinf(minute):
            assert reach(force, place, within_min=1440.0).with_tankers < 8
        else:
            assert reach(force, place, within_min=minute + 1.0).with_tankers >= 8
            assert reach(force, place, within_min=minute - 1.0).with_tankers < 8


def test_a_place_that_nobody_reached_is_saved_without_end() -> None:
    before, after = np.array([np.inf, 60.0, np.inf]), np.array([90.0, 50.0, np.inf])
    assert saved_min(before, after) == pytest.approx([np.inf, 10.0, 0.0])
