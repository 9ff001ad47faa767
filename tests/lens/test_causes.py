"""What limited the objectives: runs with one factor perfect, under the same luck."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jointex import api
from jointex.cli import main
from jointex.engine.ensemble import fly_chunk
from jointex.engine.setup import set_up
from jointex.lens.causes import BUDGET_RUNS, FIRST_RUNS, sentence
from jointex.lens.factors import EVERYTHING, FACTORS, in_play
from jointex.lens.nominal import nominal_setup
from jointex.record import read

RUNS = 30
WITH_ALL = {
    "flights.CRANE.pool": 3,
    "flights.CRANE.spares": 1,
    "flights.HERON.spares": 1,
    "rules.crew_duty": "3 h",
    "rules.minima": {"takeoff_cloud_base": "200 ft", "landing_cloud_base": "200 ft"},
    "weather.RJNK": {"cloud_base": "600 ft", "spread": {"cloud_base": "200 ft"}, "below_minima": "5 %"},
}
"""Changes after which the short exercise is held back by everything but tankers."""
ABSENT = {"calls", "contacts", "sensors", "links"}
"""Factors that the short exercise has nothing of."""
ASKED = {
    "objectives.PROMPT": {"measure": "arrival_error_s", "at_most": "60 s", "share": "90 %"},
    "objectives.ALL-UP": {"measure": "flown_fraction", "at_least": 1.0, "share": "90 %"},
    "objectives.FLOWN": {"measure": "sorties_flown", "at_least": 0, "share": "90 %"},
}


@pytest.fixture(scope="module")
def plan(exercises):
    return exercises.plan("short", {**WITH_ALL, **ASKED})


@pytest.fixture(scope="module")
def file(exercises, tmp_path_factory):
    path = tmp_path_factory.mktemp("causes") / "short.yaml"
    path.write_text(exercises.text_of("short", {**WITH_ALL, **ASKED}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(file, tmp_path_factory):
    return api.run(file, runs=RUNS, out=tmp_path_factory.mktemp("causes") / "out")


@pytest.fixture(scope="module")
def limits(folder):
    return read(folder).summary["limits"]


@pytest.fixture(scope="module")
def as_drawn(plan):
    return fly_chunk(set_up(plan, 1, tracks=0), plan.weather, 0, RUNS)


def same(one, other):
    """Return whether two arrays of records are equal, field by field."""
    return all(np.array_equal(one[name], other[name], equal_nan=True) for name in one.dtype.names)


@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.id)
def test_a_run_without_the_events_of_a_factor_is_the_same_with_it_perfect(factor, plan, as_drawn):
    setup = set_up(plan, 1, tracks=0)
    perfect = fly_chunk(factor.perfect(setup), plan.weather, 0, RUNS)
    events = as_drawn.events
    shown = [
        events["run"][(events["event"] == event) & ((reason is None) | (events["value"] == reason))]
        for event, reason in factor.shows_in
    ]
    shown = np.concatenate(shown) if shown else []
    untouched = np.setdiff1d(np.arange(RUNS), shown if factor.shows_in else np.arange(RUNS))
    assert factor.shows_in == () or len(untouched) > 0
    for name in ("tallies", "events"):
        one, other = (getattr(chunk, name) for chunk in (as_drawn, perfect))
        assert same(one[np.isin(one["run"], untouched)], other[np.isin(other["run"], untouched)])


def test_every_factor_of_an_exercise_changes_some_run(plan, as_drawn):
    setup = set_up(plan, 1, tracks=0)
    factors = in_play(setup)
    assert {factor.id for factor in factors} == {factor.id for factor in FACTORS} - ABSENT
    for factor in factors:
        perfect = fly_chunk(factor.perfect(setup), plan.weather, 0, RUNS)
        assert not same(as_drawn.tallies, perfect.tallies), factor.id


def test_a_set_up_is_left_as_it_was(plan):
    setup, other = (set_up(plan, 1, tracks=0) for _ in range(2))
    EVERYTHING.perfect(setup)
    assert same(setup.fleet, other.fleet)
    assert same(setup.flights, other.flights)
    assert same(setup.world.settings, other.world.settings)


def test_with_everything_perfect_nothing_is_drawn(plan):
    flown = fly_chunk(EVERYTHING.perfect(set_up(plan, 1, tracks=0)), plan.weather, 0, 3)
    first, *others = (flown.tallies[flown.tallies["run"] == run].copy() for run in range(3))
    for other in others:
        other["run"] = 0
        assert same(first, other)


def test_nothing_is_in_play_where_nothing_is_drawn(exercises):
    calm = exercises.plan("short", exercises.NOMINAL)
    assert in_play(set_up(calm, 1, tracks=0)) == ()
    assert in_play(nominal_setup(calm)) == ()


def test_limits_say_what_each_factor_costs_each_objective(limits):
    assert [one["id"] for one in limits["objectives"]] == ["PROMPT", "ALL-UP", "FLOWN"]
    assert set(limits["not_in_play"]) == ABSENT
    for one in limits["objectives"]:
        assert {row["id"] for row in one["factors"]} == {factor.id for factor in FACTORS} - ABSENT
        gains = [row["difference"] for row in one["factors"]]
        assert gains == sorted(gains, reverse=True)
        for row in (*one["factors"], one["everything"]):
            assert row["difference"] == pytest.approx((row["n_gained"] - row["n_lost"]) / row["n"])
            assert row["difference"] == pytest.approx(row["met_fraction"] - row["met_fraction_before"])
            assert -1.0 <= row["low"] <= row["difference"] <= row["high"] <= 1.0
            assert FIRST_RUNS <= row["n"] <= RUNS
    prompt, all_up, flown = limits["objectives"]
    assert prompt["factors"][0]["id"] == "departure_delays"
    held = {row["id"] for row in all_up["factors"] if row["n_gained"]}
    assert held == {"readiness", "ground_aborts", "weather", "crew_duty"}
    assert all_up["everything"]["met_fraction"] == 1.0
    assert flown["sentence"] == f"FLOWN was met in all of {RUNS} runs: nothing limited it."


def test_what_a_factor_costs_is_what_flying_it_shows(plan, folder, limits, exercises):
    row = next(row for row in limits["objectives"][0]["factors"] if row["id"] == "departure_delays")
    on_time = exercises.exercise("short", {**WITH_ALL, **ASKED, "uncertainty.departure_delay": exercises.ABSENT})
    for runs, share in ((row["n"], row["met_fraction"]), (RUNS, None)):
        judged = api.fly(on_time, runs=runs).summary["objectives"][0]
        assert share is None or judged["met_fraction"] == pytest.approx(share)


def test_limits_are_the_same_however_the_runs_were_cut(file, folder, limits, tmp_path):
    api.run(file, runs=4, out=tmp_path / "resumed", report=False)
    api.run(file, runs=RUNS, out=tmp_path / "resumed", report=False, resume=True)
    assert read(tmp_path / "resumed").summary == read(folder).summary
    api.run(file, runs=RUNS, out=tmp_path / "processes", report=False, executor="processes", workers=2)
    assert read(tmp_path / "processes").summary == read(folder).summary


def test_runs_in_memory_are_limited_by_the_same(file, limits):
    assert api.fly(file, runs=RUNS).limits() == limits


def test_the_rows_of_a_folder_are_those_without_limits(file, folder, tmp_path):
    without = api.run(file, runs=RUNS, out=tmp_path / "without", report=False, limits=0)
    assert "limits" not in read(without).summary
    assert {**read(folder).summary, "limits": None} == {**read(without).summary, "limits": None}
    assert read(without).manifest["content_sha256"] == read(folder).manifest["content_sha256"]


def test_the_cost_is_bounded_and_can_be_set(file, limits, tmp_path):
    assert limits["flown"] <= BUDGET_RUNS
    more = read(api.run(file, runs=RUNS, out=tmp_path, report=False, limits=7)).summary["limits"]
    assert {row["n"] for one in more["objectives"] for row in one["factors"]} == {7}
    assert main(["fly", str(file), "--limits", "-1", "--out", str(tmp_path / "no")]) == 2


def test_the_command_and_the_report_tell_what_limited(file, folder, tmp_path, capsys):
    words = ["fly", str(file), "--runs", "30", "--out", str(tmp_path / "out")]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "What limited the objectives" in out
    assert "PROMPT was met in" in out
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["limits"]["objectives"]
    assert main([*words, "--limits", "0"]) == 0
    assert "What limited" not in capsys.readouterr().out
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert 'id="limits"' in page
    assert "limits-PROMPT" in page
    assert "Nothing limited FLOWN: met in every run." in page


def row(id_, difference, low, high, met=0.8):
    sure = low > 0.0
    return {"id": id_, "difference": difference, "low": low, "high": high, "excludes_zero": sure, "met_fraction": met}


@pytest.mark.parametrize(
    ("rows", "together", "said"),
    [
        ([row("a", 0.2, 0.1, 0.3)], None, "this would have helped: winds calm (+20 points, 10 to 30)."),
        (
            [row("a", 0.1, -0.1, 0.3)],
            None,
            "No single factor is sure to make a difference; the largest is with winds calm (+10",
        ),
        ([row("a", 0.0, -0.1, 0.1)], None, "No single factor made perfect meets it in more runs."),
        (
            [row("a", 0.0, -0.1, 0.1)],
            row("b", 0.1, 0.0, 0.2, 0.9),
            "met in 90 %; what is missing then, the plan itself",
        ),
        ([row("a", 0.0, -0.1, 0.1)], row("b", 0.1, 0.0, 0.2, 1.0), "all at once: met in 100 %."),
    ],
)
def test_a_sentence_says_no_more_than_the_runs_do(rows, together, said):
    texts = {"a": "winds calm", "b": "all at once"}
    assert said in sentence("X", 0.5, 40, rows, together, texts).replace("\u202f", " ")


def test_perfect_sensors_and_links_never_know_less(exercises):
    drill = {"kind": "links", "work": "PAIR", "flights": ["CRANE", "HERON"]}
    plan = exercises.plan("short", {"drills": {"TELL": drill}})
    setup = set_up(plan, 1, tracks=0)
    factors = {factor.id: factor for factor in in_play(setup)}
    before = fly_chunk(setup, plan.weather, 0, 10).tallies
    for name in ("sensors", "links"):
        after = fly_chunk(factors[name].perfect(setup), plan.weather, 0, 10).tallies
        assert after["friend_held_s"].sum() >= before["friend_held_s"].sum()
        np.testing.assert_array_equal(after["landing_time_s"], before["landing_time_s"])
    perfect = EVERYTHING.perfect(setup)
    known = fly_chunk(perfect, plan.weather, 0, 3).tallies
    assert same(known[known["run"] == 0], with_run(known[known["run"] == 2], 0))


def with_run(tallies, run):
    changed = tallies.copy()
    changed["run"] = run
    return changed
