"""What aircraft see and are told of each other, in scenes of a few that fly straight on."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from jointex.bench.skies import Flyer, Scene, fly_on, scene, watch
from jointex.engine import looks
from jointex.engine.known import NOBODY, OWN, STALE_S, believed, knows
from jointex.engine.routes import EARTH_RADIUS_M
from jointex.fleet.log import Event

MILE_DEG = 1.0 / 60.0


def north_of(flyer: Flyer, miles: float, **changed: Any) -> Flyer:
    """A flyer so many nautical miles north of another one."""
    given = {
        "card": flyer.card,
        "latitude_deg": flyer.latitude_deg + miles * MILE_DEG,
        "longitude_deg": flyer.longitude_deg,
    }
    return Flyer(**{**given, **changed})


LOOKER = Flyer("F-15J", 37.0, 135.0)


def source(made: Scene, i: int, t: int, time_s: float) -> int:
    return int(knows(made.sky, made.senses, i, t, time_s)[2])


def has_lock(made: Scene, i: int, t: int, time_s: float) -> bool:
    return bool(knows(made.sky, made.senses, i, t, time_s)[3])


def go_on(made: Scene, since_s: float, until_s: float) -> None:
    """Let a scene go on after `watch`, in steps of 5 s."""
    fly_on(
        made.fleet, made.senses, made.sky, made.settings, made.log, 0, round(since_s / 5.0), round(until_s / 5.0), 5.0
    )


def events(made: Scene, kind: Event) -> Any:
    found = made.log.events[: made.log.counts[0]]
    return found[found["event"] == kind]


def off_m(made: Scene, i: int, t: int, time_s: float) -> float:
    """How far one aircraft is from where another one believes it to be, over ground [m]."""
    x, y, z, *_ = believed(made.sky, made.senses, i, t, time_s)
    a = made.fleet[t]
    return float(EARTH_RADIUS_M * math.dist((x, y, z), (a["x"], a["y"], a["z"])))


def test_an_aircraft_sees_what_is_ahead_and_near_and_not_what_is_behind() -> None:
    ahead, behind = (north_of(LOOKER, miles, side="red", card="F-2A") for miles in (30.0, -30.0))
    made = watch(scene([LOOKER, ahead, behind]), 60.0)
    assert source(made, 0, 1, 60.0) == OWN
    assert source(made, 0, 2, 60.0) == NOBODY
    age_s, error_m, _, is_locked = knows(made.sky, made.senses, 0, 1, 60.0)
    assert is_locked
    assert 0.0 <= age_s <= 2.5
    assert 0.0 < error_m < 1000.0
    assert off_m(made, 0, 1, 60.0) < 4.0 * error_m
    (seen,) = (row for row in events(made, Event.SEEN) if row["aircraft"] == 0)
    assert seen["other"] == 1


def test_nobody_sees_beyond_the_horizon() -> None:
    low = north_of(LOOKER, 60.0, altitude_m=20.0, side="red", course_deg=180.0)
    high = north_of(LOOKER, 60.0, altitude_m=9_000.0, side="red", course_deg=180.0)
    bottom = Flyer("F-15J", 37.0, 135.0, altitude_m=20.0)
    made = watch(scene([bottom, low, high]), 60.0)
    assert source(made, 0, 1, 60.0) == NOBODY
    assert source(made, 0, 2, 60.0) == OWN


def test_a_target_that_flies_across_below_hides_in_the_notch() -> None:
    across, towards = (north_of(LOOKER, 40.0, altitude_m=3_000.0, side="red", course_deg=one) for one in (90.0, 180.0))
    level = north_of(LOOKER, 40.0, side="red", course_deg=90.0)
    made = watch(scene([LOOKER, across, towards, level]), 30.0)
    assert [source(made, 0, one, 30.0) for one in (1, 2, 3)] == [NOBODY, OWN, OWN]


def test_a_track_that_is_not_seen_again_is_lost_after_its_memory() -> None:
    made = watch(scene([LOOKER, north_of(LOOKER, 20.0, side="red")]), 60.0)
    assert source(made, 0, 1, 60.0) == OWN
    made.fleet["heading_north"][0] = -1.0  # turns its back to the target
    made.fleet["ground_north_m_s"][0] *= -1.0
    go_on(made, 60.0, 70.0)
    assert has_lock(made, 0, 1, 70.0)
    go_on(made, 70.0, 80.0)
    assert not has_lock(made, 0, 1, 80.0)
    (lost,) = (row for row in events(made, Event.LOST_TRACK) if row["aircraft"] == 0)
    assert lost["value"] == pytest.approx(60.0, abs=5.0)


def test_what_it_told_itself_stays_in_its_picture_as_in_that_of_others_until_it_is_stale() -> None:
    turned = scene([LOOKER, north_of(LOOKER, 20.0, side="red")])
    watch(turned, 60.0)
    turned.fleet["heading_north"][0] = -1.0
    go_on(turned, 60.0, 80.0)
    assert (source(turned, 0, 1, 80.0), has_lock(turned, 0, 1, 80.0)) == (OWN, False)
    go_on(turned, 80.0, 130.0)
    assert source(turned, 0, 1, 130.0) == NOBODY


def test_one_who_sees_nothing_is_told_by_one_who_does_and_with_its_age() -> None:
    blind = north_of(LOOKER, -60.0, course_deg=180.0)
    target = north_of(LOOKER, 30.0, side="red")
    made = watch(scene([LOOKER, target, blind]), 60.0)
    age_s, error_m, who, is_locked = knows(made.sky, made.senses, 2, 1, 60.0)
    assert (who, is_locked) == (0, False)
    assert 0.0 < age_s < 20.0
    assert error_m >= 60.0
    assert off_m(made, 2, 1, 60.0) < 5.0 * error_m
    (told,) = (row for row in events(made, Event.TOLD) if row["aircraft"] == 2)
    assert told["other"] == 1


def test_a_relay_between_two_joins_them_where_they_are_beyond_each_others_horizon() -> None:
    low = Flyer("F-15J", 37.0, 135.0, altitude_m=300.0)
    far = north_of(low, 150.0, altitude_m=300.0)
    target = north_of(low, 20.0, side="red", altitude_m=300.0)
    relay = north_of(low, 75.0, card="KC-46A", altitude_m=10_000.0)
    without, joined = (watch(scene([low, target, far, *more]), 60.0) for more in ((), (relay,)))
    assert source(without, 2, 1, 60.0) == NOBODY
    assert source(joined, 2, 1, 60.0) == 0


def test_nobody_hears_over_a_link_it_does_not_have_but_by_voice_later_and_less_sure() -> None:
    unlike = north_of(LOOKER, -40.0, card="F-2A", course_deg=180.0)
    alike = north_of(LOOKER, -40.0, course_deg=180.0)
    target = north_of(LOOKER, 30.0, side="red")
    made = watch(scene([LOOKER, target, unlike, alike]), 70.0)
    by_voice, by_link = (knows(made.sky, made.senses, i, 1, 70.0) for i in (2, 3))
    assert by_voice[2] == by_link[2] == 0
    assert by_voice[0] > by_link[0]
    assert by_voice[1] > 5_000.0 > by_link[1]
    mute = scene([LOOKER, target, unlike])
    mute.senses["links"][2] = mute.sky.first["links"][2] = 0
    assert source(watch(mute, 70.0), 2, 1, 70.0) == NOBODY


def test_friends_are_known_where_they_say_that_they_are_and_voice_tells_of_opponents_only() -> None:
    behind, unlike = north_of(LOOKER, -30.0), north_of(LOOKER, -60.0, card="F-2A")
    made = watch(scene([LOOKER, behind, unlike]), 70.0)
    assert source(made, 0, 1, 70.0) == 1
    assert off_m(made, 0, 1, 70.0) < 5.0 * 60.0
    assert source(made, 0, 2, 70.0) == NOBODY


def test_a_gateway_passes_on_what_it_hears_to_an_unlike_link() -> None:
    jdcs = north_of(LOOKER, -40.0, card="F-2A", course_deg=180.0)
    target = north_of(LOOKER, 30.0, side="red")
    gateway = north_of(LOOKER, -60.0, card="E-767", course_deg=180.0)
    alone, joined = (scene([LOOKER, target, jdcs, *more]) for more in ((), (gateway,)))
    for made in (alone, joined):  # the gateway is blind and nobody speaks, so that it is the link that tells
        made.senses["n_sensors"][2:] = made.sky.first["n_sensors"][2:] = 0
        made.sky.nets["range_m"][made.sky.nets["is_voice"] == 1] = 0.0
        watch(made, 100.0)
    assert source(alone, 2, 1, 100.0) == NOBODY
    assert source(joined, 2, 1, 100.0) == 0
    direct_s, passed_s = (knows(joined.sky, joined.senses, i, 1, 100.0)[0] for i in (3, 2))
    assert passed_s > direct_s


def test_what_is_told_is_dropped_when_it_is_stale() -> None:
    blind = north_of(LOOKER, -60.0, course_deg=180.0)
    made = watch(scene([LOOKER, north_of(LOOKER, 30.0, side="red"), blind]), 60.0)
    last_s = 65.0 - knows(made.sky, made.senses, 2, 1, 65.0)[0]  # by then all that was told is heard
    assert source(made, 2, 1, last_s + STALE_S - 0.1) == 0
    assert source(made, 2, 1, last_s + STALE_S + 0.1) == NOBODY


def test_sides_tell_each_other_nothing() -> None:
    made = watch(
        scene([LOOKER, north_of(LOOKER, 30.0, card="F-2A"), north_of(LOOKER, -60.0, side="red", course_deg=180.0)]),
        60.0,
    )
    assert source(made, 0, 1, 60.0) == OWN
    assert source(made, 2, 1, 60.0) == NOBODY


def test_a_receiver_notices_a_radar_that_looks_its_way() -> None:
    ahead = north_of(LOOKER, 60.0, side="red")
    made = watch(scene([LOOKER, ahead, north_of(LOOKER, -60.0, side="red")]), 30.0)
    warned = events(made, Event.WARNED)
    assert {(int(row["aircraft"]), int(row["other"])) for row in warned} == {(1, 0), (0, 2)}


def test_who_no_longer_takes_part_neither_sees_nor_is_seen() -> None:
    made = scene([LOOKER, north_of(LOOKER, 30.0, side="red")])
    made.sky.first["takes_part"][1] = 0
    watch(made, 60.0)
    assert source(made, 0, 1, 60.0) == NOBODY
    assert made.log.tallies["opponent_time_s"][0] == 0.0


def test_the_picture_is_counted_against_where_everybody_is() -> None:
    made = watch(
        scene([LOOKER, north_of(LOOKER, 30.0, side="red", card="F-2A"), north_of(LOOKER, -30.0, course_deg=180.0)]),
        600.0,
    )
    own, blind = made.log.tallies[0], made.log.tallies[2]
    assert own["opponent_time_s"] == own["friend_time_s"] == 600.0
    assert own["opponent_held_s"] > 550.0
    assert own["told_held_s"] == pytest.approx(own["friend_held_s"])  # its friend is behind it
    assert own["held_from_s"].sum() == own["opponent_held_s"] + own["friend_held_s"]
    assert blind["told_held_s"] == pytest.approx(blind["opponent_held_s"] + blind["friend_held_s"])
    assert 0.0 < own["age_from_s2"].sum() / own["held_from_s"].sum() < 20.0
    assert 0.0 < own["error_from_m_s"].sum() / own["held_from_s"].sum() < 3_000.0


def crowd(n: int, seed: int, apart_nm: float = 60.0) -> list[Flyer]:
    """Many aircraft of both sides, anywhere in a square."""
    draws, side_deg = np.random.default_rng(seed), apart_nm * math.sqrt(n) / 60.0
    kinds = ("F-15J", "F-35A", "F-2A", "E-767", "KC-46A", "B-52H")
    return [
        Flyer(
            kinds[i % 6],
            37.0 + side_deg * (draws.random() - 0.5),
            135.0 + side_deg * (draws.random() - 0.5) / 0.8,
            3_000.0 + 9_000.0 * draws.random(),
            360.0 * draws.random(),
            side="blue" if i % 2 else "red",
        )
        for i in range(n)
    ]


def test_cells_find_the_same_as_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    by_pairs = watch(scene(crowd(looks.MOST_PAIRED, 3, 150.0)), 60.0)
    bystanders = [Flyer("C-2", -60.0, -30.0 + i, flight=1) for i in range(4)]
    by_cells = watch(scene([*crowd(looks.MOST_PAIRED, 3, 150.0), *bystanders]), 60.0)
    n = looks.MOST_PAIRED
    for name in ("opponent_held_s", "friend_held_s", "held_from_s"):
        np.testing.assert_array_equal(by_pairs.log.tallies[name], by_cells.log.tallies[name][:n])
    assert by_pairs.log.tallies["opponent_held_s"].sum() > 0.0
    for name in ("is_firm", "last_s", "off_north_m"):
        np.testing.assert_array_equal(by_pairs.sky.tracks[name], by_cells.sky.tracks[name][:n, :n])
