"""Laws of the picture, under common random numbers: the same draws whatever is changed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from jointex.bench.skies import Flyer, Scene, fly_on, scene, watch
from jointex.engine.known import knows

RUNS, MINUTES = 8, 5
KINDS = ("F-15J", "F-35A", "F-2A", "F-16C", "E-767", "F-15J", "F-2A", "KC-46A")
SOME_NOISE = 0.002
"""Share of the time held by which chance may weigh more than a better link: a place told sooner can be in place of a later one."""


def crowd(seed: int) -> list[Flyer]:
    """Two sides of eight that fly towards each other, each an aircraft of its own flight."""
    draws = np.random.default_rng(seed)
    return [
        Flyer(
            KINDS[i % 8],
            37.0 + (1.3 if i < 8 else -1.3) + 0.6 * draws.random(),
            135.0 + 2.5 * draws.random(),
            3_000.0 + 9_000.0 * draws.random(),
            (180.0 if i < 8 else 0.0) + 40.0 * (draws.random() - 0.5),
            side="blue" if i < 8 else "red",
        )
        for i in range(16)
    ]


Change = Callable[[Scene], None]


def nothing(made: Scene) -> None:
    """Leave a scene as it is."""


def farther(made: Scene) -> None:
    """Sensors of blue find the same a quarter farther."""
    for name in ("half_range_m", "tail_range_m", "reach_m"):
        made.sky.sensors[name][:8] *= 1.25
    for senses in (made.senses, made.sky.first):
        for name in ("reach_m", "reach_by_size_m"):
            senses[name][:8] *= 1.25


def wider(made: Scene) -> None:
    """Sensors of blue look half around them."""
    made.sky.sensors["azimuth_cosine"][:8] = np.minimum(made.sky.sensors["azimuth_cosine"][:8], 0.0)


def longer(made: Scene) -> None:
    """Blue remembers tracks twice as long."""
    made.sky.sensors["memory_s"][:8] *= 2.0


def told_more(made: Scene) -> None:
    """Every link reaches half as far again, tells twice as often and twice as soon, and data links relay."""
    made.sky.nets["range_m"] *= 1.5
    made.sky.nets["update_s"] *= 0.5
    made.sky.nets["latency_s"] *= 0.5
    made.sky.nets["relays"] = 1 - made.sky.nets["is_voice"]


def fitted(made: Scene) -> None:
    """Everybody of blue has every link."""
    for senses in (made.senses, made.sky.first):
        senses["links"][:8] = (1 << len(made.sky.nets)) - 1


def locks(seed: int, change: Change) -> Any:
    """Who holds whom with its own sensors, minute by minute; shape (MINUTES, 16, 16)."""
    made = scene(crowd(seed), seed)
    change(made)
    watch(made, 60.0)
    found = []
    for minute in range(MINUTES):
        now_s = 60.0 * (minute + 1)
        found.append([[knows(made.sky, made.senses, i, t, now_s)[3] for t in range(16)] for i in range(16)])
        fly_on(made.fleet, made.senses, made.sky, made.settings, made.log, 0, 12 * (minute + 1), 12 * (minute + 2), 5.0)
    return np.array(found)


def held_s(seed: int, change: Change) -> float:
    """Time for which blue knew others, summed over aircraft [s]."""
    made = scene(crowd(seed), seed)
    change(made)
    tallies = watch(made, 60.0 * MINUTES).log.tallies[:8]
    return float(tallies["opponent_held_s"].sum() + tallies["friend_held_s"].sum())


@pytest.mark.parametrize("better", [farther, wider, longer])
def test_a_better_sensor_holds_whatever_the_old_one_held_and_more(better: Change) -> None:
    before, after = (np.stack([locks(seed, change) for seed in range(RUNS)]) for change in (nothing, better))
    assert not np.any(before[:, :, :8] & ~after[:, :, :8])
    assert after[:, :, :8].sum() > before[:, :, :8].sum()
    np.testing.assert_array_equal(before[:, :, 8:], after[:, :, 8:])  # the others see what they saw


@pytest.mark.parametrize("better", [farther, wider, longer, told_more, fitted])
def test_a_better_sensor_or_link_never_makes_the_picture_less_complete(better: Change) -> None:
    before_s, after_s = (np.array([held_s(seed, change) for seed in range(RUNS)]) for change in (nothing, better))
    assert np.all(after_s >= before_s * (1.0 - SOME_NOISE))
    assert after_s.sum() > before_s.sum()


def test_sides_that_change_their_names_have_the_same_picture() -> None:
    flyers = crowd(3)
    swapped = [replace(one, side={"blue": "red", "red": "blue"}[one.side]) for one in flyers]
    one, other = (watch(scene(some), 300.0) for some in (flyers, swapped))
    for name in one.log.tallies.dtype.names:
        np.testing.assert_array_equal(one.log.tallies[name], other.log.tallies[name])


def test_a_sky_turned_around_the_pole_and_to_the_south_has_the_same_picture() -> None:
    flyers = crowd(4)
    turned = [
        replace(
            one, latitude_deg=-one.latitude_deg, longitude_deg=-one.longitude_deg, course_deg=one.course_deg + 180.0
        )
        for one in flyers
    ]
    plain, mirrored = (watch(scene(some), 300.0).log.tallies for some in (flyers, turned))
    for name in ("opponent_held_s", "friend_held_s", "told_held_s", "held_from_s"):
        np.testing.assert_array_equal(plain[name], mirrored[name])
    np.testing.assert_allclose(plain["age_from_s2"], mirrored["age_from_s2"], rtol=1e-9)
    assert plain["opponent_held_s"].sum() > 0.0


def test_shorter_steps_find_much_the_same() -> None:
    """Looks and tellings fall when they fall; only where everybody is then comes from the end of a step."""
    coarse, fine = [], []
    for seed in range(RUNS):
        for kept, step_s in ((coarse, 5.0), (fine, 1.0)):
            tallies = watch(scene(crowd(seed), seed), 60.0 * MINUTES, step_s=step_s).log.tallies
            kept.append(tallies["opponent_held_s"].sum() + tallies["friend_held_s"].sum())
    assert sum(coarse) == pytest.approx(sum(fine), rel=0.02)


def test_what_is_believed_lies_where_its_error_says() -> None:
    """Of straight flyers, the mean distance from the truth is within what the sensors' and links' errors sum up to."""
    errors_m, told_m = [], []
    for seed in range(RUNS):
        made = watch(scene([one for one in crowd(seed) if one.card != "KC-46A"], seed), 300.0)
        for i in range(len(made.fleet)):
            for t in range(len(made.fleet)):
                age_s, error_m, source, _ = knows(made.sky, made.senses, i, t, 300.0)
                if source >= -1 and error_m < 2_000.0:  # with a range of their own
                    told_m.append(error_m)
                    errors_m.append(off_m(made, i, t, 300.0))
                    assert age_s >= 0.0
    # a distance in the plane is about 0.9 to 1.0 of its standard deviation in the mean, as its parts are alike or not
    assert 0.6 < np.mean(np.array(errors_m) / np.array(told_m)) < 1.3


def off_m(made: Scene, i: int, t: int, time_s: float) -> float:
    """How far one aircraft is from where another one believes it to be, over ground [m]."""
    from jointex.engine.known import believed
    from jointex.engine.routes import EARTH_RADIUS_M

    x, y, z, *_ = believed(made.sky, made.senses, i, t, time_s)
    a = made.fleet[t]
    return float(EARTH_RADIUS_M * math.dist((x, y, z), (a["x"], a["y"], a["z"])))
