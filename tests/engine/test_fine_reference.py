"""The engine's own steps against steps of a tenth of a second, with the same frame: the flagship."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

EVERY_S = 5.0
FINE_S = 0.1


def fly_twice(exercises: ModuleType, changes: Any, runs: range) -> tuple[Any, Any]:
    plan = exercises.plan("sea-of-japan", {**exercises.PEACEFUL, **changes})
    return tuple(  # type: ignore[return-value]
        exercises.fly(plan, runs, tracks_every_s=EVERY_S, **steps) for steps in ({}, {"max_step_s": FINE_S})
    )


def without_tankers(exercises: ModuleType) -> dict[str, Any]:
    """Return the changes that leave the tankers out: a pursuit of a turning tanker depends more on its steps than a route."""
    keys = ("refuelling", "flights.SHELL", "flights.SUMO", "flights.ARCO", "drills.TAKE-FUEL")
    return dict.fromkeys(keys, exercises.ABSENT)


@pytest.fixture(scope="module")
def nominal(exercises: ModuleType) -> tuple[Any, Any]:
    """The flagship with nothing drawn."""
    return fly_twice(exercises, {**without_tankers(exercises), **exercises.NOMINAL}, range(1))


def distances_m(exercises: ModuleType, own: Any, fine: Any) -> dict[str, float]:
    """Return how far each aircraft ever is from where the reference has it."""
    away = {}
    for number, name in enumerate(own.plan.members):
        rows = [runs.tracks[runs.tracks["aircraft"] == number] for runs in (own, fine)]
        keys = [row["run"] * 1e7 + row["time_s"] for row in rows]
        _, i, j = np.intersect1d(*keys, return_indices=True)
        if len(i):
            places = exercises.places_m(rows[0][i]) - exercises.places_m(rows[1][j])
            away[name] = float(np.linalg.norm(places, axis=1).max())
    return away


def test_arrivals_agree_within_a_second(nominal: tuple[Any, Any]) -> None:
    own, fine = (runs.tallies["arrival_error_s"] for runs in nominal)
    assert np.isfinite(own).sum() == 3
    assert np.nanmax(np.abs(own - fine)) < 1.0


def test_places_agree_within_100_m_at_all_times(exercises: ModuleType, nominal: tuple[Any, Any]) -> None:
    away = distances_m(exercises, *nominal)
    assert len(away) == 8
    assert {name: round(metres) for name, metres in away.items() if metres >= 100.0} == {}


def test_with_tankers_places_agree_within_100_m_and_fuel_within_two_thousandths(exercises: ModuleType) -> None:
    own, fine = fly_twice(exercises, exercises.NOMINAL, range(1))
    away = distances_m(exercises, own, fine)
    assert len(away) == 9
    assert max(away.values()) < 100.0
    for name in ("burned_kg", "received_kg"):
        np.testing.assert_allclose(own.tallies[name], fine.tallies[name], rtol=2e-3)


def test_fuel_of_the_exercise_agrees_within_a_hundredth_of_a_per_cent(nominal: tuple[Any, Any]) -> None:
    own, fine = (runs.tallies["burned_kg"] for runs in nominal)
    assert own.sum() == pytest.approx(fine.sum(), rel=1e-4)
    # the bombers' leader, on its own route all the way
    assert own[0] == pytest.approx(fine[0], rel=1e-4)


def test_fuel_of_every_aircraft_agrees_within_a_hundredth_of_a_per_cent(nominal: tuple[Any, Any]) -> None:
    own, fine = (runs.tallies["burned_kg"] for runs in nominal)
    off = own / fine - 1.0
    names = nominal[0].plan.members
    assert {name: f"{100 * share:+.4f} %" for name, share in zip(names, off, strict=True) if abs(share) >= 1e-4} == {}


def test_landings_agree_within_a_second(nominal: tuple[Any, Any]) -> None:
    own, fine = (runs.tallies["landing_time_s"] for runs in nominal)
    assert np.abs(own - fine).max() < 1.0


@pytest.mark.slow
def test_drawn_runs_agree_too(exercises: ModuleType) -> None:
    """A decision is taken at a frame; where a hundredth of a second moves it to the next, places are a frame apart."""
    own, fine = fly_twice(exercises, without_tankers(exercises), range(30))
    one, other = own.tallies, fine.tallies
    assert np.array_equal(one["last_task"], other["last_task"])
    assert np.array_equal(one["landed_at"], other["landed_at"])
    assert np.nanmax(np.abs(one["arrival_error_s"] - other["arrival_error_s"])) < 1.0
    apart_s = np.abs(one["landing_time_s"] - other["landing_time_s"])
    assert np.nanmax(apart_s) < 1.0
    flew = other["burned_kg"] > 0.0
    apart = np.abs(one["burned_kg"][flew] / other["burned_kg"][flew] - 1.0)
    assert np.quantile(apart, 0.99) < 1e-4
    assert apart.max() < 1e-3
    away_m = [distances_m(exercises, of_run(own, run), of_run(fine, run)) for run in range(30)]
    assert np.mean([max(away.values()) < 100.0 for away in away_m]) > 0.9


def of_run(runs: Any, run: int) -> Any:
    """Return the tracks of one run, with the plan they belong to."""
    return SimpleNamespace(plan=runs.plan, tracks=runs.tracks[runs.tracks["run"] == run])


@pytest.mark.slow
@pytest.mark.parametrize(("frame_s", "arrival_s", "fuel"), [(10.0, 20.0, 0.02), (2.5, 10.0, 0.01), (1.0, 10.0, 0.01)])
def test_other_frames_tell_the_same_story(exercises: ModuleType, frame_s: float, arrival_s: float, fuel: float) -> None:
    """The frame is a choice of the model, not a step of its numerics: air, decisions and formation are looked at by it.

    Times of arrival may differ by two of the longer frames: whoever leaves a tanker is fed at one, and leaves at one.
    """
    plan = exercises.plan("sea-of-japan", {**exercises.PEACEFUL, **exercises.NOMINAL})
    usual, other = exercises.fly(plan).tallies, exercises.fly(plan, frame_s=frame_s).tallies
    assert np.nanmax(np.abs(usual["arrival_error_s"] - other["arrival_error_s"])) < arrival_s
    assert np.array_equal(usual["last_task"], other["last_task"])
    flew = usual["burned_kg"] > 0.0
    assert np.array_equal(flew, other["burned_kg"] > 0.0)
    assert np.abs(other["burned_kg"][flew] / usual["burned_kg"][flew] - 1.0).max() < fuel
