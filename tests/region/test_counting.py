"""Counts by year and what was expected of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jointex.cli import main
from jointex.errors import QuestionError
from jointex.region.counting import counts_of


@pytest.mark.parametrize("series", ["china", "russia", "total"])
def test_counts_stand_as_published_and_intervals_hold_each_other(series):
    found = counts_of(series)
    for row in found.years:
        if row.expected is not None:
            assert row.low_95 <= row.low_80 <= row.expected <= row.high_80 <= row.high_95
    assert found.years[-1].count is None  # the year after the last count
    assert found.years[-1].expected is not None
    assert found.years[0].expected is None  # nothing before it


def test_a_fiscal_year_by_name():
    (row,) = counts_of("total", 2024).years
    assert (row.year, row.count, row.status) == ("FY2024", 704, "cited")
    assert row.low_80 < 704 < row.high_80
    (row,) = counts_of("total", 2016).years
    assert row.count == 1168


def test_expectations_do_not_look_ahead(monkeypatch):
    before = counts_of("china", 2020).years[0]
    from jointex.region import counting

    whole = counting.data_of("counts")
    changed = {**whole, "series": {**whole["series"], "china": {**whole["series"]["china"]}}}
    changed["series"]["china"]["counts"] = [*whole["series"]["china"]["counts"][:15], 1, 1, 1, 1, 1]
    monkeypatch.setattr(counting, "data_of", lambda name: changed)
    after = counts_of("china", 2020).years[0]
    assert (after.expected, after.low_95, after.high_95) == (before.expected, before.low_95, before.high_95)


def test_dated_events_are_counted_by_year():
    found = {row.year: row for row in counts_of("launch").years}
    assert found["2022"].count == 8
    assert found["2026"].status == "so far"
    assert found["2026"].inside_80 is None


def test_the_middle_of_a_count_is_eight_tenths_where_the_model_is_right():
    from jointex.region.counting import _middle

    chance = np.random.default_rng(4)
    for mean in (0.3, 3.0, 300.0):
        draws = chance.poisson(mean, 20_000).astype(float)
        seen = chance.poisson(mean, 4_000)
        assert np.mean([_middle(draws, one) for one in seen]) == pytest.approx(0.8, abs=0.02)
    assert _middle(draws, 1e6) == 0.0


def test_occasions_of_launches_are_counted_and_nothing_is_expected_of_them():
    found = {row.year: row for row in counts_of("launch_occasions").years}
    assert {year: row.count for year, row in found.items()} == {
        "2019": 13,
        "2020": 4,
        "2021": 6,
        "2022": 31,
        "2023": 30,
    }
    assert all(row.expected is None for row in found.values())
    assert found["2021"].status == "recalled"
    with pytest.raises(QuestionError, match="--year"):
        counts_of("launch_occasions", 2024)


def test_what_is_not_counted_is_refused_with_the_way_out(capsys):
    with pytest.raises(QuestionError, match="Did you mean launch"):
        counts_of("launches")
    with pytest.raises(QuestionError, match="There are FY2005 to FY2025"):
        counts_of("china", 1999)
    assert main(["calc", "events", "--series", "russia", "--year", "2024", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["years"][0]["count"] == 237
    assert main(["calc", "events", "--series", "patrol"]) == 0
    assert "Joint bomber patrols" in capsys.readouterr().out
