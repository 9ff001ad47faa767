"""Noise of tracks in pieces: the same however cut, mirrored or moved, and linear in power between states."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex.communities.flown import Rows, by_power, hear_near, local_m
from jointex.communities.loudness import states_of
from jointex.communities.question import noise
from jointex.communities.segments import Segments, segment_levels
from jointex.communities.sound import REFERENCE_SPEED_M_S

TABLE = states_of("F-15J")["takeoff_military"].lmax_dba


def line(points: np.ndarray, speed_m_s: float = REFERENCE_SPEED_M_S) -> Segments:
    """Return a way through points, shape (n, 3) [m], as segments."""
    start, end = points[:-1], points[1:]
    n = len(start)
    took = np.linalg.norm(end - start, axis=1) / speed_m_s
    return Segments(start, end, np.full(n, speed_m_s), took, np.tile(TABLE, (n, 1)))


def straight(cuts: np.ndarray, height_m: float = 500.0) -> Segments:
    return line(np.column_stack([np.zeros_like(cuts), cuts, np.full_like(cuts, height_m)]))


POINTS = np.array([[0.0, 0.0, 0.0], [300.0, 100.0, 0.0], [-2000.0, 500.0, 0.0]])


def test_a_long_straight_line_is_as_loud_as_the_question_says():
    greatest, energy = segment_levels(straight(np.array([-1e6, 1e6])), POINTS[:1])
    answer = noise("F-15J", "takeoff_military", 500.0, speed_kt=160.0)
    assert greatest[0, 0] == pytest.approx(answer.lmax_dba, abs=1e-6)
    assert 10 * np.log10(energy[0, 0]) == pytest.approx(answer.sel_dba, abs=0.01)


@given(st.lists(st.floats(-9000.0, 9000.0), max_size=8, unique=True))
def test_the_greatest_level_of_a_straight_line_does_not_hang_on_its_cuts(cuts):
    whole, parts = straight(np.array([-1e4, 1e4])), straight(np.array([-1e4, *sorted(cuts), 1e4]))
    assert segment_levels(parts, POINTS)[0].max(axis=0) == pytest.approx(segment_levels(whole, POINTS)[0][0], abs=1e-6)


def test_pieces_right_above_add_up_to_the_whole():
    high = 20_000.0
    whole, parts = straight(np.array([-3e3, 3e3]), high), straight(np.linspace(-3e3, 3e3, 25), high)
    assert segment_levels(parts, POINTS)[1].sum(axis=0) == pytest.approx(segment_levels(whole, POINTS)[1][0], rel=1e-9)


def test_the_mirror_image_is_as_loud():
    way = line(np.array([[0.0, -3000.0, 100.0], [200.0, 0.0, 400.0], [900.0, 4000.0, 900.0]]))
    flip = np.array([-1.0, 1.0, 1.0])
    mirrored = Segments(way.start_m * flip, way.end_m * flip, way.speed_m_s, way.duration_s, way.lmax_dba)
    for one, other in zip(segment_levels(way, POINTS), segment_levels(mirrored, POINTS * flip), strict=True):
        assert one == pytest.approx(other, rel=1e-12)


@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_moving_everything_changes_nothing(east, north):
    way, by = straight(np.linspace(-3e3, 3e3, 5)), np.array([east, north, 0.0])
    moved = Segments(way.start_m + by, way.end_m + by, way.speed_m_s, way.duration_s, way.lmax_dba)
    for one, other in zip(segment_levels(way, POINTS), segment_levels(moved, POINTS + by), strict=True):
        assert one == pytest.approx(other, rel=1e-6)


def test_half_the_speed_doubles_the_exposure():
    slow = line(np.array([[0.0, -1e4, 500.0], [0.0, 1e4, 500.0]]), REFERENCE_SPEED_M_S / 2.0)
    fast = line(np.array([[0.0, -1e4, 500.0], [0.0, 1e4, 500.0]]))
    assert segment_levels(slow, POINTS)[1] == pytest.approx(2.0 * segment_levels(fast, POINTS)[1])


@given(st.floats(0.0, 4.0), st.floats(0.0, 4.0))
def test_more_power_is_never_quieter(one, other):
    low, high = by_power("F-15J", [min(one, other), max(one, other)])
    assert np.all(high >= low - 1e-9)


def test_power_between_two_states_lies_on_the_line_between_them():
    states = states_of("F-15J")
    half = (states["takeoff_military"].power + states["cruise"].power) / 2.0
    middle = (states["takeoff_military"].lmax_dba + states["cruise"].lmax_dba) / 2.0
    assert by_power("F-15J", [half])[0] == pytest.approx(middle)


def track(is_mirrored: bool = False) -> Rows:
    """Return a climb from a base at 32 N 131 E, a row a minute."""
    n = 6
    east = np.array([0.0, 4000.0, 9000.0, 15000.0, 22000.0, 30000.0]) * (-1.0 if is_mirrored else 1.0)
    longitude = 131.0 + np.degrees(east / 6_371_008.8) / np.cos(np.radians(32.0))
    return Rows(
        run=np.zeros(n, int),
        aircraft=np.zeros(n, int),
        time_s=np.arange(n) * 60.0,
        latitude_deg=np.full(n, 32.0),
        longitude_deg=longitude,
        altitude_m=np.array([100.0, 600.0, 1400.0, 2500.0, 3800.0, 5200.0]),
        speed_m_s=np.full(n, 90.0),
        heading_deg=np.full(n, 270.0 if is_mirrored else 90.0),
        power=np.full(n, 1.0),
        middle_s=np.full(n, 3000.0),
        airborne_s=np.zeros(n),
    )


def nothing() -> dict[str, np.ndarray]:
    return {name: np.zeros(0) for name in ("run", "aircraft", "latitude_deg", "longitude_deg")}


def test_a_track_and_its_mirror_image_are_as_loud_at_mirrored_places():
    levels = []
    for is_mirrored in (False, True):
        near = hear_near(track(is_mirrored), nothing(), {0: "F-15J"}, frozenset(), (32.0, 131.0), 100.0)
        points = np.array([[3000.0, 1000.0, 0.0], [12000.0, -2000.0, 0.0]]) * ([-1, 1, 1] if is_mirrored else [1, 1, 1])
        levels.append(segment_levels(near.segments, points))
    assert levels[0][0] == pytest.approx(levels[1][0], abs=1e-6)
    assert levels[0][1] == pytest.approx(levels[1][1], rel=1e-6)


def test_tracks_are_cut_into_pieces_of_ten_seconds_that_join():
    near = hear_near(track(), nothing(), {0: "F-15J"}, frozenset(), (32.0, 131.0), 100.0)
    assert near.segments.duration_s == pytest.approx(10.0)
    assert near.segments.start_m[1:] == pytest.approx(near.segments.end_m[:-1])
    assert list(near.pass_of) == [0] * 30
    assert not near.is_arrival[0]


def test_an_aircraft_without_a_noise_card_is_not_heard():
    assert not len(hear_near(track(), nothing(), {0: "GLIDER"}, frozenset(), (32.0, 131.0), 100.0).run)


def test_a_short_take_off_is_louder_at_first():
    plain, short = (
        hear_near(track(), nothing(), {0: "F-35B"}, which, (32.0, 131.0), 100.0) for which in (frozenset(), {0})
    )
    assert np.all(short.segments.lmax_dba[:3] > plain.segments.lmax_dba[:3])
    assert short.segments.lmax_dba[3:] == pytest.approx(plain.segments.lmax_dba[3:])


def test_a_degree_of_latitude_is_111_km():
    assert local_m(33.0, 131.0, (32.0, 131.0))[1] == pytest.approx(111_195.0, abs=1.0)
    assert local_m(0.0, -179.5, (0.0, 179.5))[0] == pytest.approx(111_195.0, abs=1.0)
