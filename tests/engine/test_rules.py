"""Weather minima, spares and crew duty in runs: each rule with a run in which it bites and one in which it does not."""

from __future__ import annotations

from itertools import pairwise
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy import stats

from jointex.engine.day import draw_weather
from jointex.fleet.log import Event, Task
from jointex.fleet.reasons import Reason

MINIMA = {
    "takeoff_cloud_base": "300 ft",
    "takeoff_visibility": "800 m",
    "landing_cloud_base": "500 ft",
    "landing_visibility": "1500 m",
    "crosswind": "25 kt",
    "wind": "45 kt",
    "sea_state": 5,
}
FINE = {"cloud_base": "3000 ft", "visibility": "10 km", "wind": {"from": "055 deg", "speed": "20 kt"}}
AFLOAT = {
    "ships": {"KAGA": {"ship": "JS-KAGA", "nation": "JP", "at": "36.9N 135.0E"}},
    "flights.HERON.aircraft": "F-35B",
    "flights.HERON.base": "KAGA",
    "flights.HERON.takeoff": "short",
    "flights.HERON.landing": "vertical",
    "flights.HERON.outbound": [],
    "flights.HERON.homebound": [],
    "flights.HERON.diverts": ["RJNK"],
}


def flown(exercises: ModuleType, changes: dict[str, Any], runs: int = 1, **settings: Any) -> Any:
    """Return runs in which nothing is drawn but what the changes ask for."""
    return exercises.fly(exercises.plan("short", {**exercises.NOMINAL, **changes}), range(runs), **settings)


def at(place: str, **weather: Any) -> dict[str, Any]:
    """Return the change that gives one place weather, fine but for this, under the minima."""
    return {"weather": {place: {**FINE, **weather}}, "rules.minima": MINIMA}


def of(runs: Any, kind: Event, aircraft: int | None = None) -> np.ndarray:
    rows = runs.events[runs.events["event"] == kind]
    return rows if aircraft is None else rows[rows["aircraft"] == aircraft]


def crosswind(kt: int) -> dict[str, Any]:
    # the runway of Komatsu lies 055.5
    return {"from": "325.5 deg", "speed": "15 kt", "gust": f"{kt} kt"}


@pytest.mark.parametrize(
    ("bites", "holds", "event", "reason"),
    [
        ({"cloud_base": "299 ft"}, {"cloud_base": "301 ft"}, Event.BELOW_CLOUD_BASE, Reason.CLOUD_BASE),
        ({"visibility": "799 m"}, {"visibility": "801 m"}, Event.BELOW_VISIBILITY, Reason.VISIBILITY),
        ({"wind": crosswind(26)}, {"wind": crosswind(24)}, Event.ABOVE_CROSSWIND, Reason.CROSSWIND),
        (
            {"wind": {"from": "055 deg", "speed": "46 kt"}},
            {"wind": {"from": "055 deg", "speed": "44 kt"}},
            Event.ABOVE_WIND,
            Reason.WIND,
        ),
        ({"below_minima": "100 %"}, {"below_minima": "0 %"}, Event.CLOSED_BY_WEATHER, Reason.CLOSED),
    ],
)
def test_weather_below_a_minimum_keeps_a_flight_on_the_ground(
    exercises: ModuleType, bites: Any, holds: Any, event: Event, reason: Reason
) -> None:
    stopped, let = flown(exercises, at("RJNK", **bites)), flown(exercises, at("RJNK", **holds))
    assert stopped.tallies["last_task"].tolist() == [Task.CANCELLED, Task.CANCELLED, Task.DOWN]
    assert of(stopped, event)["aircraft"].tolist() == [0, 1]
    assert of(stopped, Event.CANCELLED)["value"].tolist() == [reason, reason]
    assert (let.tallies["airborne_time_s"] > 0.0).all()
    assert not len(of(let, event)[of(let, event)["time_s"] < 3000.0])
    assert stopped.measures()["weather_cancelled_fraction"]["value"] == pytest.approx(2.0 / 3.0)
    assert let.measures()["weather_cancelled_fraction"]["value"] == 0.0


def test_a_sortie_waits_for_weather_as_long_as_the_rules_say_and_in_turn(exercises: ModuleType) -> None:
    fog = at("RJNK", visibility="300 m", later=[{"from": "00:55Z", "visibility": "5 km"}])
    runs = flown(exercises, fog)
    plan = exercises.plan("short", {**exercises.NOMINAL, **fog})
    wait_s = 3300.0 - plan.flights[0].takeoff_time_s
    assert of(runs, Event.WAITED)["value"] == pytest.approx([wait_s, wait_s])
    assert of(runs, Event.AIRBORNE)["value"][1:] == pytest.approx([wait_s, wait_s])
    assert runs.tallies["departure_delay_s"][:2] == pytest.approx([wait_s, wait_s])
    assert runs.measures()["weather_wait_s"]["value"] == pytest.approx(2.0 * wait_s / 3.0)
    impatient = flown(exercises, {**fog, "rules.weather_wait": f"{wait_s - 1.0} s"})
    assert of(impatient, Event.CANCELLED)["value"].tolist() == [Reason.VISIBILITY, Reason.VISIBILITY]
    patient = flown(exercises, {**fog, "rules.weather_wait": f"{wait_s + 1.0} s"})
    assert not len(of(patient, Event.CANCELLED))


def test_a_flight_that_comes_back_to_a_closed_base_goes_to_its_first_open_divert(exercises: ModuleType) -> None:
    fog = {**FINE, "later": [{"from": "01:10Z", "visibility": "500 m"}]}
    changes = {"weather": {"RJNK": fog}, "rules.minima": MINIMA, "flights.CRANE.diverts": ["RJNG", "RJOH"]}
    runs = flown(exercises, changes)
    assert runs.tallies["landed_at"].tolist() == [1, 1, 0]
    assert of(runs, Event.DIVERT)["other"].tolist() == [1, 1]
    assert runs.measures()["weather_diverted_fraction"]["value"] == pytest.approx(2.0 / 3.0)
    both = {**changes, "weather": {"RJNK": fog, "RJNG": {"visibility": "500 m"}}}
    # Gifu, the first divert, is closed too; HERON cannot leave it at all
    runs = flown(exercises, both)
    assert runs.tallies["landed_at"][:2].tolist() == [2, 2]
    assert not len(of(runs, Event.BELOW_MINIMA))
    fine = flown(exercises, {**changes, "weather": {"RJNK": FINE}})
    assert fine.tallies["landed_at"].tolist() == [0, 0, 0]


def test_without_a_divert_in_reach_a_flight_lands_below_minima_and_says_so(exercises: ModuleType) -> None:
    fog = at("RJNG", later=[{"from": "01:10Z", "visibility": "500 m"}])
    runs = flown(exercises, fog)
    assert np.isnan(of(runs, Event.NO_DIVERT, 2)["value"]).tolist() == [True]
    assert of(runs, Event.BELOW_MINIMA, 2)["value"].tolist() == [Reason.VISIBILITY]
    assert runs.tallies["landed_at"].tolist() == [0, 0, 0]
    assert runs.measures()["below_minima_fraction.HERON"]["value"] == 1.0
    # Chitose is open, but far beyond what the tanks hold
    far = flown(exercises, {**fog, "flights.HERON.diverts": ["RJCC"], "flights.HERON.fuel": "8 klb"})
    (left_kg,) = of(far, Event.NO_DIVERT, 2)["value"]
    assert left_kg < 0.5 * exercises.plan("short").flights[1].fuel.reserve_kg
    near = flown(exercises, {**fog, "flights.HERON.diverts": ["RJNK"]})
    assert near.tallies["landed_at"].tolist() == [0, 0, 1]
    assert not len(of(near, Event.NO_DIVERT))


def test_a_rough_sea_keeps_aircraft_on_the_deck_and_a_calm_one_does_not(exercises: ModuleType) -> None:
    sea = {state: {**AFLOAT, "weather": {"KAGA": {"sea_state": state}}, "rules.minima": MINIMA} for state in (5, 6)}
    assert flown(exercises, sea[5]).tallies["last_task"].tolist() == [Task.DOWN] * 3
    rough = flown(exercises, sea[6])
    assert of(rough, Event.CANCELLED)["aircraft"].tolist() == [2]
    assert of(rough, Event.ABOVE_SEA_STATE)["value"].tolist() == [6.0]
    rising = {"KAGA": {"sea_state": 4, "later": [{"from": "01:05Z", "sea_state": 6}]}}
    assert flown(exercises, {**sea[5], "weather": rising}).tallies["landed_at"].tolist() == [0, 0, 1]


def test_crew_duty_ends_the_work_early_or_keeps_the_crew_at_home(exercises: ModuleType) -> None:
    planned_s = next(
        f for f in exercises.plan("short", exercises.NOMINAL).flights if f.id == "HERON"
    ).rules.planned_duty_s
    limit = {"flights.HERON.crew_duty": f"{planned_s - 240.0} s"}
    runs = flown(exercises, limit)
    (cut,) = of(runs, Event.DUTY)
    assert (cut["aircraft"], cut["value"]) == (2, pytest.approx(240.0, abs=1.0))
    (left,) = of(runs, Event.OFF_STATION, 2)
    assert left["time_s"] == pytest.approx(4200.0 - 240.0, abs=6.0)
    assert runs.measures()["duty_cut_s"]["value"] == pytest.approx(240.0, abs=1.0)
    assert (
        flown(exercises, {"flights.HERON.crew_duty": f"{planned_s + 1.0} s"}).measures()["duty_cut_s"]["value"] == 0.0
    )
    # ten minutes of work, so 11 min less leaves none
    home = flown(exercises, {"flights.HERON.crew_duty": f"{planned_s - 660.0} s"})
    assert of(home, Event.CANCELLED)["value"].tolist() == [Reason.DUTY]
    assert home.measures()["duty_cancelled_fraction.HERON"]["value"] == 1.0


def test_duty_beyond_the_limit_is_noted_on_landing(exercises: ModuleType) -> None:
    planned_s = next(
        f for f in exercises.plan("short", exercises.NOMINAL).flights if f.id == "CRANE"
    ).rules.planned_duty_s
    fog = at("RJNK", later=[{"from": "01:10Z", "visibility": "500 m"}])
    # the way to the divert takes longer than what is left
    runs = flown(exercises, {**fog, "flights.CRANE.crew_duty": f"{planned_s + 120.0} s"})
    over = of(runs, Event.OVER_DUTY)
    assert over["aircraft"].tolist() == [0, 1]
    landed_s = runs.tallies["landing_time_s"][:2]
    crane = exercises.plan("short", exercises.NOMINAL).flights[0]
    assert over["value"] == pytest.approx(landed_s + 900.0 - crane.rules.report_s - planned_s - 120.0)
    assert runs.measures()["duty_exceeded_fraction"]["value"] == pytest.approx(2.0 / 3.0)
    long = flown(exercises, {**fog, "flights.CRANE.crew_duty": "9 h"})
    assert not len(of(long, Event.OVER_DUTY))


def test_a_crew_whose_aircraft_fails_takes_a_spare_after_the_time_to_change(exercises: ModuleType) -> None:
    abort = {"uncertainty": {"ground_abort": {"probability": "30 %"}}}
    without, with_one, with_three = (
        exercises.fly(exercises.plan("short", {**abort, "flights.CRANE.spares": n}), range(400)) for n in (0, 1, 3)
    )
    counts = [int((runs.tallies["last_task"] == Task.DOWN).sum()) for runs in (without, with_one, with_three)]
    assert counts == sorted(set(counts))
    taken = of(with_one, Event.SPARE)
    failed = without.tallies["last_task"].reshape(400, 3)[:, :2] == Task.CANCELLED
    # a spare may fail as well
    assert stats.binomtest(len(taken), int(failed.any(axis=1).sum()), 0.7).pvalue > 1e-4
    assert set(taken["value"]) == {1200.0}
    late = with_one.tallies["departure_delay_s"].reshape(400, 3)[taken["run"], taken["aircraft"]]
    assert late == pytest.approx(np.full(len(taken), 1200.0))
    assert with_one.measures()["spares_used"]["value"] == pytest.approx(len(taken) / 400.0)
    # whoever needs no spare flies as before
    same = ~failed.any(axis=1)
    for name in ("burned_kg", "landing_time_s"):
        before, after = (runs.tallies[name].reshape(400, 3)[same] for runs in (without, with_one))
        assert np.array_equal(before, after, equal_nan=True)


def test_spares_of_a_pool_are_there_when_the_pool_has_them(exercises: ModuleType) -> None:
    ready = {"mission_capable": {"probability": "60 %"}, "ground_abort": {"probability": "50 %"}}
    changes = {"uncertainty": ready, "flights.CRANE.pool": 4, "flights.CRANE.spares": 2}
    plan = exercises.plan("short", changes)
    chances = plan.scenario.spare_probabilities("CRANE")
    # at least three, and all four, of four
    assert chances == pytest.approx((4 * 0.6**3 * 0.4 + 0.6**4, 0.6**4))
    from jointex.engine.setup import set_up

    day = set_up(plan, 1).day
    assert day is not None
    ready_spares = day.spares_ready(1, 0, 4000)[:, 0]
    for number, chance in enumerate(chances, 1):
        assert stats.binomtest(int((ready_spares >= number).sum()), 4000, chance).pvalue > 1e-4


def test_weather_is_drawn_as_the_scenario_says_and_belongs_to_the_place(exercises: ModuleType) -> None:
    spread = {"cloud_base": "1000 ft", "visibility": "2 km", "wind_from": "20 deg", "wind_speed": "4 kt"}
    scenario = exercises.exercise("short", {"weather": {"RJNK": {**FINE, "spread": spread, "below_minima": "10 %"}}})
    drawn = [draw_weather(scenario.weather[0], 1, run)[0][1] for run in range(3000)]
    seen = [weather for weather in drawn if weather is not None]
    assert stats.binomtest(3000 - len(seen), 3000, 0.1).pvalue > 1e-4
    assert stats.kstest([one.cloud_base_m for one in seen], "norm", (914.4, 304.8)).pvalue > 1e-4
    turned = [(one.wind_from_deg - 55.0 + 180.0) % 360.0 - 180.0 for one in seen]
    assert stats.kstest(turned, "norm", (0.0, 20.0)).pvalue > 1e-4
    more = exercises.exercise(
        "short", {"weather": {"RJNG": {"visibility": "5 km"}, "RJNK": {**FINE, "spread": spread}}}
    )
    again = [draw_weather(more.weather[1], 1, run)[0][1] for run in range(3000)]
    assert [one for one, kept in zip(again, drawn, strict=True) if kept is not None] == seen


DRAWN = {
    "weather": {
        "RJNK": {
            "cloud_base": "600 ft",
            "visibility": "3 km",
            "wind": {"from": "340 deg", "speed": "16 kt", "gust": "24 kt"},
            "spread": {"cloud_base": "400 ft", "visibility": "2 km", "wind_from": "25 deg", "wind_speed": "6 kt"},
            "below_minima": "5 %",
            "later": [{"from": "00:50Z", "cloud_base": "900 ft"}, {"from": "01:20Z", "cloud_base": "450 ft"}],
        }
    },
    "rules.crew_duty": "170 min",
    "flights.CRANE.spares": 1,
}


def tightened(step: int) -> dict[str, Any]:
    """Return minima that grow stricter with the step, in every respect."""
    return {
        "takeoff_cloud_base": f"{150 * step} ft",
        "takeoff_visibility": f"{500 * step} m",
        "landing_cloud_base": f"{200 * step} ft",
        "landing_visibility": f"{800 * step} m",
        "crosswind": f"{40 - 6 * step} kt",
    }


def test_stricter_minima_never_let_more_sorties_fly(exercises: ModuleType) -> None:
    flew = []
    for step in range(5):
        plan = exercises.plan("short", {**DRAWN, "rules.minima": tightened(step)})
        runs = exercises.fly(plan, range(120), seed=7)
        flew.append(np.isfinite(runs.tallies["airborne_time_s"]))
    for looser, stricter in pairwise(flew):
        assert not (stricter & ~looser).any()
    assert len({int(one.sum()) for one in flew}) == 5


def test_runs_under_rules_are_the_same_bits_for_any_number_of_workers(exercises: ModuleType) -> None:
    plan = exercises.plan("short", {**DRAWN, "rules.minima": tightened(2)})
    one, two, processes = (
        exercises.fly(plan, range(40), seed=3, **how)
        for how in ({"workers": 1}, {"workers": 2}, {"workers": 2, "executor": "processes"})
    )
    assert len(of(one, Event.CANCELLED)) > 5
    assert exercises.hash_of(one.chunks) == exercises.hash_of(two.chunks) == exercises.hash_of(processes.chunks)


def test_fine_weather_and_ample_duty_change_no_bit_of_a_run(exercises: ModuleType) -> None:
    plain = exercises.fly(exercises.plan("short"), range(30))
    ample = {"weather": {"RJNK": FINE}, "rules.minima": MINIMA, "rules.crew_duty": "12 h"}
    ruled = exercises.fly(exercises.plan("short", ample), range(30))
    assert exercises.hash_of(plain.chunks) == exercises.hash_of(ruled.chunks)


def test_events_on_disk_say_why(exercises: ModuleType, tmp_path: Any) -> None:
    from jointex import api, record

    fog = at("RJNK", later=[{"from": "01:10Z", "visibility": "500 m"}])
    text = exercises.text_of("short", {**exercises.NOMINAL, **fog, "flights.HERON.crew_duty": "150 min"})
    path = tmp_path / "fog.yaml"
    path.write_text(text, encoding="utf-8")
    folder = api.run(path, runs=1, out=tmp_path / "out", report=True)
    rows = record.read(folder).events().to_pylist()
    said = {(row["event"], row["aircraft"]): row["reason"] for row in rows if row["reason"]}
    assert said[("divert", "CRANE1")] == said[("below_visibility", "CRANE2")] == "visibility"
    assert said[("cancelled", "HERON1")] == "crew duty"
    page = (folder / "report.html").read_text(encoding="utf-8")
    for words in ("Weather at RJNK", "Weather minima", "Crew duty of HERON", "landed in weather below their minima"):
        assert words in page
