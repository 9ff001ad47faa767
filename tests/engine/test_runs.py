"""What happens in runs: chance as asked for, decisions by fuel, landings, separation, and what is logged."""

from __future__ import annotations

from itertools import combinations
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy import stats

from jointex.engine.setup import THIN_TRACK_S, TRACK_S, set_up
from jointex.engine.watch import MOST_WATCHED
from jointex.fleet.log import Event, Flow, Task

EVERY_S = 5.0


def of(events: np.ndarray, aircraft: int, kind: Event) -> np.ndarray:
    return events[(events["aircraft"] == aircraft) & (events["event"] == kind)]


def test_departure_delays_are_drawn_as_the_scenario_says(exercises: ModuleType) -> None:
    delay = {"on_time_sd": "1 min", "late_probability": "20 %", "late_mean": "10 min"}
    runs = exercises.fly(exercises.plan("short", {"uncertainty": {"departure_delay": delay}}), range(2000))
    leaders = runs.tallies[runs.tallies["aircraft"] != 1]
    drawn = leaders["departure_delay_s"]

    def cumulative(delay_s: np.ndarray) -> np.ndarray:
        held = np.where(delay_s > 0.0, -np.expm1(-delay_s / 600.0), 0.0)
        return 0.8 * stats.norm.cdf(delay_s, scale=60.0) + 0.2 * held

    assert stats.kstest(drawn, cumulative).pvalue > 1e-4
    # one delay for a flight, kept in the logs
    pair = [runs.tallies["departure_delay_s"][runs.tallies["aircraft"] == member] for member in (0, 1)]
    assert np.array_equal(*pair)
    taxi = runs.events[runs.events["event"] == Event.TAXI]
    said_s = runs.tallies["departure_delay_s"].reshape(2000, 3)[taxi["run"], taxi["aircraft"]]
    assert taxi["value"] == pytest.approx(said_s, abs=1e-6)


def test_flights_of_one_run_are_delayed_independently(exercises: ModuleType) -> None:
    runs = exercises.fly(exercises.plan("short"), range(2000))
    crane, heron = (runs.tallies["departure_delay_s"][runs.tallies["aircraft"] == number] for number in (0, 2))
    assert stats.spearmanr(crane, heron).pvalue > 1e-4


def test_aircraft_are_cancelled_as_often_as_readiness_and_ground_aborts_say(exercises: ModuleType) -> None:
    chance = {"mission_capable": {"probability": "70 %"}, "ground_abort": {"probability": "10 %"}}
    plan = exercises.plan("short", {"uncertainty": chance, "flights.CRANE.pool": 3})
    runs = exercises.fly(plan, range(2000))
    cancelled = runs.tallies["last_task"] == Task.CANCELLED
    ready = {
        # at least one, at least two of three; the one there is
        0: 1.0 - 0.3**3,
        1: 0.7**3 + 3 * 0.7**2 * 0.3,
        2: 0.7,
    }
    for aircraft, probability in ready.items():
        flown = 2000 - cancelled[runs.tallies["aircraft"] == aircraft].sum()
        assert stats.binomtest(int(flown), 2000, 0.9 * probability).pvalue > 1e-4


def test_a_flight_whose_leader_is_cancelled_is_led_by_the_next_one(exercises: ModuleType) -> None:
    runs = exercises.fly(exercises.plan("short"), range(200))
    by_run = runs.tallies.reshape(200, 3)
    orphaned = (by_run["last_task"][:, 0] == Task.CANCELLED) & (by_run["last_task"][:, 1] == Task.DOWN)
    assert orphaned.sum() > 5
    assert np.isfinite(by_run["arrival_error_s"][orphaned, 1]).all()


def test_fuel_flow_spreads_between_aircraft_as_asked(exercises: ModuleType) -> None:
    nominal = exercises.fly(exercises.plan("short", exercises.NOMINAL)).tallies["burned_kg"][2]
    runs = exercises.fly(exercises.plan("short", {"uncertainty": {"fuel_flow": {"sd": "3 %"}}}), range(400))
    ratio = runs.tallies["burned_kg"][runs.tallies["aircraft"] == 2] / nominal
    # 400 runs know the spread to 4 % of itself; burning more makes lighter, so a little less than proportional
    assert ratio.std() == pytest.approx(0.03, rel=0.15)
    assert ratio.mean() == pytest.approx(1.0, abs=0.006)


def test_wind_errors_spread_the_ground_speeds_and_none_do_not(exercises: ModuleType) -> None:
    climate = {"kind": "climatology", "month": 12}
    spread = []
    for share in (0.0, 0.4):
        changes = {"uncertainty": {"wind_error": {"share_of_day_to_day_spread": share}}, "winds": climate}
        runs = exercises.fly(exercises.plan("short", changes), range(30))
        spread.append(np.ptp(runs.tallies["flown_s"][runs.tallies["aircraft"] == 2]))
    assert spread[0] == 0.0
    assert spread[1] > 20.0


def test_runs_without_uncertainty_are_all_the_same(exercises: ModuleType) -> None:
    runs = exercises.fly(exercises.plan("short", exercises.NOMINAL), range(5)).tallies.reshape(5, 3)
    for name in runs.dtype.names:
        if name != "run":
            assert all(np.array_equal(runs[name][0], runs[name][run], equal_nan=True) for run in range(1, 5)), name


def test_joker_comes_before_bingo_and_bingo_sends_the_flight_home(exercises: ModuleType) -> None:
    changes = {**exercises.NOMINAL, "flights.CRANE.fuel": "6 klb", "work.PAIR.duration": "60 min"}
    runs = exercises.fly(exercises.plan("short", changes))
    assert not runs.plan.feasible
    joker, bingo = of(runs.events, 0, Event.JOKER), runs.events[runs.events["event"] == Event.BINGO]
    bingo = bingo[np.isin(bingo["aircraft"], (0, 1))]
    (left,) = of(runs.events, 0, Event.OFF_STATION)
    assert joker["time_s"][0] < bingo["time_s"][0] <= left["time_s"]
    assert left["time_s"] - bingo["time_s"][0] <= EVERY_S
    assert left["time_s"] < runs.plan.work[0].end_s - 1200.0
    fuel = runs.plan.flights[0].fuel
    landed = runs.tallies["landed_kg"][:2]
    # they turned back at their own lines: home with the reserve, give or take a look at the fuel every half minute
    assert (landed > 0.95 * fuel.reserve_kg).all()
    assert (runs.tallies["last_task"] == Task.DOWN).all()


def test_a_flight_that_cannot_reach_its_recovery_diverts_and_lands_there(exercises: ModuleType) -> None:
    changes = {**exercises.NOMINAL, "flights.CRANE.fuel": "5.5 klb", "flights.CRANE.recovery": "RJCC"}
    runs = exercises.fly(exercises.plan("short", {**changes, "flights.CRANE.diverts": ["RJNK", "RJNG"]}))
    assert (runs.tallies["last_task"][:2] == Task.DOWN).all()
    assert (runs.tallies["landed_at"][:2] > 0).all()
    for aircraft in (0, 1):
        (event,) = of(runs.events, aircraft, Event.DIVERT)
        assert event["other"] == runs.tallies["landed_at"][aircraft]
        (landed,) = of(runs.events, aircraft, Event.LANDED)
        base = (36.394, 136.407) if event["other"] == 1 else (35.394, 136.870)
        assert (landed["latitude_deg"], landed["longitude_deg"]) == pytest.approx(base, abs=0.02)


def test_an_aircraft_out_of_fuel_is_lost_and_says_so(exercises: ModuleType) -> None:
    runs = exercises.fly(exercises.plan("short", {**exercises.NOMINAL, "flights.HERON.fuel": "2 klb"}))
    heron = runs.tallies[2]
    assert heron["last_task"] == Task.LOST
    assert heron["landed_kg"] == 0.0
    assert np.isnan(heron["landing_time_s"])
    assert heron["landed_at"] == -1
    (event,) = of(runs.events, 2, Event.FUEL_OUT)
    assert event["value"] > 0.0
    assert (runs.tallies["last_task"][:2] == Task.DOWN).all()


def test_a_vertical_landing_dumps_down_to_what_can_hover_and_burns_in_the_hover(exercises: ModuleType) -> None:
    changes = {"flights.HERON.aircraft": "F-35B", "flights.HERON.landing": "vertical", "flights.HERON.payload": "3 klb"}
    runs = exercises.fly(exercises.plan("short", {**exercises.NOMINAL, **changes, "flights.HERON.fuel": "full"}))
    a = runs.plan.flights[1].airframe[0]
    (dumped,) = of(runs.events, 2, Event.DUMPED)
    (landed,) = of(runs.events, 2, Event.VERTICAL_LANDED)
    mass_kg = a["empty_mass_kg"] + a["load_mass_kg"] + dumped["fuel_kg"]
    assert mass_kg == pytest.approx(a["vertical_landing_mass_kg"], abs=1e-6)
    assert dumped["value"] == pytest.approx(runs.tallies["dumped_kg"][2], abs=1e-9)
    assert landed["time_s"] - dumped["time_s"] == pytest.approx(a["vertical_landing_s"])
    assert dumped["fuel_kg"] - landed["fuel_kg"] == pytest.approx(a["vertical_landing_fuel_kg"])
    lines = runs.ledger[(runs.ledger["aircraft"] == 2) & (runs.ledger["flow"] == Flow.DUMPED)]
    assert lines["kg"].sum() == pytest.approx(runs.tallies["dumped_kg"][2], abs=1e-9)


def test_nobody_else_dumps(exercises: ModuleType) -> None:
    assert (exercises.fly(exercises.plan("short"), range(50)).tallies["dumped_kg"] == 0.0).all()


def separation_by_tracks(exercises: ModuleType, runs: Any) -> np.ndarray:
    """Return each aircraft's least distance to any of another flight at the ends of frames, by brute force."""
    tracks, flights = runs.tracks, runs.tallies["flight"]
    least_m = np.full(len(runs.plan.members), np.inf)
    level = tracks.copy()
    level["altitude_m"] = 0.0
    places = exercises.places_m(level)
    rows = [np.flatnonzero(tracks["aircraft"] == aircraft) for aircraft in range(len(least_m))]
    for one, other in combinations(range(len(least_m)), 2):
        if flights[one] == flights[other]:
            continue
        _, i, j = np.intersect1d(tracks["time_s"][rows[one]], tracks["time_s"][rows[other]], return_indices=True)
        if not len(i):
            continue
        i, j = rows[one][i], rows[other][j]
        lateral_m = np.linalg.norm(places[i] - places[j], axis=1)
        up_m = tracks["pressure_altitude_m"][i] - tracks["pressure_altitude_m"][j]
        nearest_m = np.hypot(lateral_m, up_m).min()
        least_m[[one, other]] = np.minimum(least_m[[one, other]], nearest_m)
    return least_m


def swarm(exercises: ModuleType) -> Any:
    """Return the plan of a fleet above `MOST_WATCHED`: four more flights of 24 that cross each other's ways."""
    template = {
        "aircraft": "F-15J",
        "count": 24,
        "nation": "JP",
        "mach": 0.75,
        "fuel": "12 klb",
        "takeoff_interval": "5 s",
    }
    bases = [("RJNK", "RJNG"), ("RJNG", "RJNK"), ("RJNH", "RJNK"), ("RJNK", "RJNH")]
    flights = {
        f"flights.BEE{number}": {**template, "base": base, "recovery": recovery, "level": f"FL{200 + 10 * number}"}
        for number, (base, recovery) in enumerate(bases)
    }
    return exercises.plan("short", {**exercises.NOMINAL, **flights})


@pytest.mark.parametrize("fleet", ["pairs", "cells"])
def test_the_watch_finds_the_least_separation_that_brute_force_finds(exercises: ModuleType, fleet: str) -> None:
    plan = exercises.plan("short", exercises.NOMINAL) if fleet == "pairs" else swarm(exercises)
    assert (len(plan.members) > MOST_WATCHED) == (fleet == "cells")
    runs = exercises.fly(plan, tracks_every_s=EVERY_S)
    wanted_m, found_m = separation_by_tracks(exercises, runs), runs.tallies["least_separation_m"]
    near = wanted_m < 15_000.0
    assert near.sum() >= 2
    # the watch measures on a sphere: up to 0.4 % off in the horizontal
    assert found_m[near] == pytest.approx(wanted_m[near], rel=0.005, abs=1.0)
    assert not (found_m[~near] < 15_000.0 * 0.99).any()


def test_a_broken_rule_is_logged_when_it_begins_and_counted_while_it_lasts(exercises: ModuleType) -> None:
    changes = {
        **exercises.NOMINAL,
        "flights.HERON.base": "RJNK",
        "flights.HERON.outbound": ["KAGA"],
        "flights.HERON.level": "FL240",
    }
    runs = exercises.fly(exercises.plan("short", changes), tracks_every_s=EVERY_S)
    close = runs.events[runs.events["event"] == Event.CLOSE]
    assert len(close)
    assert (close["other"] >= 0).all()
    assert (close["value"] < runs.plan.scenario.rules.lateral_separation_m * 1.01).all()
    assert (runs.tallies["close_time_s"][np.isin(runs.tallies["aircraft"], close["aircraft"])] > 0.0).all()
    # as many seconds for the one as for the others together
    assert runs.tallies["close_time_s"][2] == pytest.approx(runs.tallies["close_time_s"][:2].sum())


def test_the_first_run_is_tracked_densely_the_next_ones_thinly_and_later_ones_not(exercises: ModuleType) -> None:
    from jointex.engine.ensemble import fly_ensemble

    plan = exercises.plan("short")
    tracks = np.concatenate([c.tracks for c in fly_ensemble(set_up(plan, 1, tracks=5), plan.weather, range(8))])
    assert set(tracks["run"]) == set(range(5))
    for run in range(5):
        own = tracks[(tracks["run"] == run) & (tracks["aircraft"] == 2)]
        if len(own):
            assert set(np.diff(own["time_s"]).round(6)) == {TRACK_S if run == 0 else THIN_TRACK_S}


def test_a_chunk_too_large_for_its_first_reserve_is_complete_all_the_same(
    exercises: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jointex.engine import ensemble

    plan = exercises.plan("short")
    wanted = exercises.fly(plan, range(10), tracks_every_s=60.0)
    for name in ("EVENTS_PER_AIRCRAFT", "LINES_PER_AIRCRAFT"):
        monkeypatch.setattr(ensemble, name, 1)
    monkeypatch.setattr(ensemble, "track_rows", lambda *_: 1)
    again = exercises.fly(plan, range(10), tracks_every_s=60.0)
    assert exercises.hash_of(again.chunks) == exercises.hash_of(wanted.chunks)


@pytest.mark.parametrize("n_runs", [1, 10])
@pytest.mark.parametrize("name", ["short", "sea-of-japan"])
def test_a_chunk_with_tracks_of_every_kind_is_flown_once(
    name: str, n_runs: int, exercises: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jointex.engine import ensemble

    calls, fly = [], ensemble.call
    monkeypatch.setattr(ensemble, "call", lambda *given: calls.append(given) or fly(*given))
    plan = exercises.plan(name)
    setup = set_up(plan, 1, tracks=5)
    chunk = ensemble.fly_chunk(setup, plan.weather, 0, n_runs)
    assert len(calls) == 1
    assert 0.2 < len(chunk.tracks) / ensemble.track_rows(setup, 0, n_runs) <= 1.0
    assert ensemble.track_rows(setup, 5, n_runs) == 0


def test_progress_is_told_in_order_and_ends_with_everything(exercises: ModuleType) -> None:
    told: list[tuple[int, int]] = []
    exercises.fly(
        exercises.plan("short"), range(35), progress=lambda done, total: told.append((done, total)), workers=2
    )
    assert [total for _, total in told] == [35] * len(told)
    assert told[-1][0] == 35
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_flight_that_is_early_loses_the_time_on_its_way(exercises: ModuleType) -> None:
    runs = exercises.fly(
        exercises.plan("short", {"uncertainty": {"departure_delay": {"on_time_sd": "1 min"}}}), range(100)
    )
    leads = runs.tallies[runs.tallies["aircraft"] != 1]
    # planned to leave 90 s earlier than needed: whoever leaves within that has time to lose
    in_time = leads["departure_delay_s"] < 60.0
    assert in_time.sum() > 150
    assert np.abs(leads["arrival_error_s"][in_time]).max() < 30.0
    assert leads["departure_delay_s"][in_time].std() > 40.0
