"""What does a step of the picture cost with more aircraft, as they see and hear of more?

Aircraft of both sides at constant density, half of them fighters with Link 16; CPU-seconds of one thread. Pairs seen are tracks
of own sensors, pairs known those and what links tell. Twice the pairs may cost twice the time; the bound leaves 15 % for noise.
"""

from __future__ import annotations

import math
import statistics
from typing import Any

import numpy as np

from bench.measure import Row, answer, row
from jointex.bench.machine import cpu_s
from jointex.bench.skies import Flyer, Scene, fly_on, scene, watch
from jointex.engine.looks import look_around, lose_tracks, place_all
from jointex.kernel import loop

TITLE = "Picture: sensors and links with 50 to 400 aircraft"
AIRCRAFT = (50, 100, 200, 400)
APART_NM = 60.0
"""Side of the square that each aircraft has for itself [NM]: in a large exercise fighters are nearer and tankers farther apart."""
KINDS = ("F-15J", "F-35A", "F-2A", "F-15J", "F-15J", "F-35A", "F-2A", "F-16C", "KC-46A", "E-767")
SETTLE_S, MEASURED_S, STEP_S, REPEATS = 120.0, 300.0, 5.0, 7
MOST = 1.15


def flyers(n: int, seed: int = 1) -> list[Flyer]:
    """Return aircraft of both sides anywhere in a square, on any course, in flights of two."""
    draws, side_deg = np.random.default_rng(seed), APART_NM * math.sqrt(n) / 60.0
    return [
        Flyer(
            KINDS[i // 2 % len(KINDS)],
            37.0 + side_deg * (draws.random() - 0.5),
            140.0 + side_deg * (draws.random() - 0.5) / math.cos(math.radians(37.0)),
            7_000.0 + 4_000.0 * draws.random(),
            360.0 * draws.random(),
            side="blue" if i // 2 % 2 else "red",
            flight=i // 2,
        )
        for i in range(n)
    ]


@loop
def look_on(
    fleet: Any, senses: Any, sky: Any, settings: Any, log: Any, run: int, first: int, last: int, step_s: float
) -> None:
    """Let everybody look for some steps, where they are, and tell nothing."""
    for count in range(first, last):
        place_all(fleet, senses, sky, count * step_s)
        look_around(fleet, senses, sky, settings[0], log, run, count * step_s, (count + 1) * step_s)
        lose_tracks(fleet, senses, sky, log, run, (count + 1) * step_s)


def time_us(step: Any, made: Scene) -> float:
    """Return the CPU time of one step, after the scene has settled [us]."""
    first, last = (round(one / STEP_S) for one in (SETTLE_S, SETTLE_S + MEASURED_S))
    watch(made, SETTLE_S)
    spent_s, _ = cpu_s(step, made.fleet, made.senses, made.sky, made.settings, made.log, 0, first, last, STEP_S)
    return 1e6 * spent_s / (last - first)


def known_pairs(made: Scene) -> float:
    """Return of how many others aircraft know, summed over all, in the mean of the time counted."""
    tallies = made.log.tallies
    held_s = float(tallies["opponent_held_s"].sum() + tallies["friend_held_s"].sum())
    there_s = float(tallies["opponent_time_s"].sum() + tallies["friend_time_s"].sum())
    return held_s / there_s * len(tallies) * (len(tallies) - 2)  # of those of other flights


def measure() -> list[Row]:
    """Return the rows."""
    rows, look_us, step_us, seen, known = [], [], [], [], []
    for n in AIRCRAFT:
        made = scene(flyers(n))
        time_us(look_on, made), time_us(fly_on, made)
        looks = [time_us(look_on, made) for _ in range(REPEATS)]
        steps = [time_us(fly_on, made) for _ in range(REPEATS)]
        look_us.append(statistics.median(looks))
        step_us.append(statistics.median(steps))
        seen.append(float(made.sky.n_held[:n].sum()))
        known.append(known_pairs(made))
        rows += [
            row(f"sensors, {n} aircraft", "CPU-us per step", looks, note=f"{seen[-1]:,.0f} pairs seen"),
            row(
                f"sensors, links and counts, {n} aircraft",
                "CPU-us per step",
                steps,
                note=f"{known[-1]:,.0f} pairs known",
            ),
        ]
    for what, spent_us, pairs in (("sensors", look_us, seen), ("sensors, links and counts", step_us, known)):
        growth = (spent_us[-1] / spent_us[0]) / (pairs[-1] / pairs[0])
        name = "seen" if what == "sensors" else "known"
        note = f"{1000.0 * spent_us[0] / pairs[0]:,.0f} ns a pair, then {1000.0 * spent_us[-1] / pairs[-1]:,.0f} ns"
        rows.append(row(f"{what}: growth of time over that of pairs {name}", "ratio", growth, at_most=MOST, note=note))
    return rows


if __name__ == "__main__":
    answer(TITLE, measure)
