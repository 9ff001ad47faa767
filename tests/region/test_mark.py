"""The mark of an exercise: what a run folder shows of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jointex import record
from jointex.errors import InputError
from jointex.measures.scores import Scores
from jointex.region.mark import Mark, hourly_cost_usd, mark_of
from jointex.region.zones import coasts, distance_to_zone_m, is_inside, least_distance_m, zones


@pytest.fixture(scope="module")
def folder(tmp_path_factory, toy):
    """Return a run folder of the toy exercise, 20 runs."""
    path = tmp_path_factory.mktemp("mark")
    plan, arrays = toy.toy_plan(), toy.toy_runs(range(20))
    with record.Recorder(path, plan) as recorder:
        recorder.add(**arrays)
    scores = Scores(plan)
    scores.add(arrays["tally"], arrays["event"])
    record.write_plan(path, plan)
    record.write_summary(path, scores.summary({"all": {}}))
    return path


def test_mark_counts_who_flew_and_for_how_long(folder, toy):
    mark = mark_of(folder)
    assert (mark.bombers, mark.aircraft, mark.scenario, mark.date) == (2, 8, "sea-of-japan", "2025-12-10")
    assert (mark.fighters, mark.nuclear_capable) == (6, True)
    assert 6.0 < mark.sorties <= 8.0
    assert set(mark.flying_hours) == {"B-52H", "F-35B", "F-15J"}
    assert mark.total_flying_hours == pytest.approx(sum(mark.flying_hours.values()))
    assert sum(sum(hours) for hours in mark.takeoffs_by_hour.values()) == pytest.approx(mark.sorties)


def test_cost_of_flying_lies_within_its_range_and_is_hours_times_rate(folder):
    mark = mark_of(folder)
    cost = mark.flying_cost_usd
    assert cost.low < cost.value < cost.high
    by_hand = sum(hours * hourly_cost_usd(name).value for name, hours in mark.flying_hours.items())
    assert cost.value == pytest.approx(by_hand)


def test_a_plan_that_was_never_flown_has_a_mark_too(tmp_path, toy):
    record.write_plan(tmp_path, toy.toy_plan())
    mark = mark_of(tmp_path)
    assert mark.runs == 0
    assert mark.sorties == 8.0
    assert 0.0 < mark.nearest_coast_m < 1e6


def test_a_folder_that_is_no_run_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="must be a run folder"):
        mark_of(tmp_path)


def test_an_exercise_of_nobody_is_far_from_every_coast():
    assert Mark().nearest_coast_m == math.inf
    assert Mark().flying_cost_usd.value == 0.0


def test_a_type_without_a_figure_gets_a_wide_range():
    assert hourly_cost_usd("X-99").high / hourly_cost_usd("X-99").low > 5.0


def test_middle_of_the_sea_of_japan_lies_outside_the_korean_zone_and_inside_the_japanese():
    middle = np.array([[38.0, 135.0]])
    assert distance_to_zone_m(middle, zones()["KADIZ"]) == pytest.approx(175_000, rel=0.05)
    assert distance_to_zone_m(middle, zones()["JADIZ"]) == 0.0


def test_ieodo_lies_in_all_three_zones():
    # 32-07N 125-11E: the overlap that the zones of 2013 are known for
    rock = np.array([[32.12, 125.18]])
    assert all(is_inside(rock, zone.points_deg).all() for zone in zones().values())


@pytest.mark.parametrize(
    ("state", "place"),
    [
        ("RU", (43.1, 131.9)),
        ("KP", (39.16, 127.44)),
        ("KR", (35.1, 129.04)),
        ("CN", (38.9, 121.6)),
        ("TW", (25.15, 121.74)),
    ],
)
def test_coast_at_a_port_belongs_to_its_state(state, place):
    port = np.array([place])
    assert least_distance_m(port, coasts()[state]) < 15_000.0
    others = [least_distance_m(port, points) for name, points in coasts().items() if name != state]
    assert min(others) > 60_000.0


def test_japan_is_on_no_neighbours_coast():
    for place in ((34.2, 129.3), (45.5, 141.9), (44.02, 144.27), (24.45, 123.0)):  # Tsushima, Soya, Abashiri, Yonaguni
        near = min(least_distance_m(np.array([place]), points) for points in coasts().values())
        assert near > 20_000.0
