"""Money and emissions: ranges, bases and sums that close."""

from __future__ import annotations

import numpy as np
import pytest

from jointex import cards
from jointex.communities.burden import night_cap
from jointex.communities.loudness import noise_types
from jointex.communities.money import CONTEXT, _data, emissions, figure, flying_cost, monthly_award, nox_g_kg


@pytest.mark.parametrize("file", ["costs", "emissions", "noise", "towns"])
def test_every_figure_has_a_basis_and_a_source_that_is_listed(file):
    from jointex.communities.loudness import noise_data

    data = noise_data() if file == "noise" else _data(file)

    def check(entry):
        if isinstance(entry, dict):
            if "basis" in entry and "towns" not in entry:
                assert entry["basis"] in ("published", "derived", "estimated")
                assert entry["source"] in data["sources"]
            if isinstance(entry.get("range"), list) and isinstance(entry.get("value"), int | float):
                assert entry["range"][0] <= entry["value"] <= entry["range"][1]
            for value in entry.values():
                check(value)
        elif isinstance(entry, list):
            for value in entry:
                check(value)

    check({key: value for key, value in data.items() if key != "sources"})


def test_every_type_has_an_hour_and_an_index_of_nitrogen_oxides():
    for aircraft in cards.ids("aircraft"):
        assert aircraft in noise_types()
        assert figure(aircraft, "costs", "hours")["unit"] == "USD/h"
        assert nox_g_kg(aircraft, np.array([0.5, 1.0, 2.0])) is not None


def test_twice_the_hours_cost_twice_as_much():
    one, two = flying_cost({"F-15J": 1.0}, 0.0), flying_cost({"F-15J": 2.0}, 0.0)
    for end in ("value", "low", "high"):
        assert two["flying_hours"][end] == pytest.approx(2.0 * one["flying_hours"][end])


def test_a_type_without_a_figure_is_named_and_not_counted():
    found = flying_cost({"GLIDER": 3.0, "F-15J": 1.0}, 0.0)
    assert found["by_type"][0] == {"aircraft": "GLIDER", "hours": 3.0, "hour": None, "cost": None}
    assert found["flying_hours"]["value"] == pytest.approx(figure("F-15J", "costs", "hours")["value"])
    assert emissions({"GLIDER": 10.0, "F-15J": 1.0}, {"F-15J": (20.0, nox_g_kg("F-15J", np.ones(1))[1])})["NOx"][
        "left_out"
    ] == ["GLIDER"]


def test_a_tonne_of_fuel_leaves_3159_kg_of_carbon_dioxide():
    assert emissions({"B-52H": 1000.0}, {})["CO2"]["value"] == pytest.approx(3159.0)


def test_the_databank_comes_back_at_its_thrusts():
    index, about = nox_g_kg("KC-46A", np.array([1.0, 0.21 / 2.725]))
    assert index == pytest.approx([34.36, 3.78], rel=1e-3)
    assert about["basis"] == "published"


def test_afterburners_make_fewer_nitrogen_oxides_of_a_kilogram():
    military, full = nox_g_kg("F-15J", np.array([1.0, 2.0]))[0]
    assert military > full == pytest.approx(12.0)


def rating(value: float, low: float | None, high: float) -> dict[str, float | None]:
    return {"value": value, "input_low": low, "input_high": high}


def test_what_bases_and_towns_are_paid_is_told_as_ranges_and_an_exact_amount_says_so():
    for name in CONTEXT:
        known = figure(name)
        is_one_amount = any(words in known["source"] for words in ("as decided", "as signed"))
        assert known["low"] < known["high"] or is_one_amount, name
    assert {"base_spending_us", "contracts_five_firms", "host_nation_support"} <= set(CONTEXT)


def test_yen_of_2013_are_counted_at_the_rate_of_2013():
    known = figure("F-15J", "costs", "hours")
    assert known["value"] == pytest.approx(2e6 / 93.0, rel=0.01)
    assert known["basis"] == "estimated"  # the rate is recalled


def test_every_context_figure_has_words_of_its_own_in_the_report():
    from jointex.report.neighbours import CONTEXT_WORDS

    assert set(CONTEXT_WORDS) == set(CONTEXT)


def test_courts_award_nothing_below_75_and_by_the_head_above():
    assert monthly_award(rating(70.0, None, 74.9), 1000) is None
    assert monthly_award(None, 1000) is None
    sure, high = monthly_award(rating(76.0, 75.0, 79.0), 1000), monthly_award(rating(81.0, 80.5, 82.0), 10)
    assert [sure[end] for end in ("low", "value", "high")] == pytest.approx([4e6, 7e6, 12e6])
    assert high["value"] == pytest.approx(1.3e5)


def test_an_award_that_only_the_upper_end_of_the_cards_reaches_begins_at_nothing():
    known = monthly_award(rating(74.6, 67.0, 83.0), 1000)
    assert [known[end] for end in ("low", "value", "high")] == pytest.approx([0.0, 0.0, 13e6])
    assert monthly_award(rating(76.0, None, 79.0), 1000)["low"] == 0.0


def test_a_cap_at_night_is_kept_if_no_run_breaks_it():
    moves = [{"base": "RJFN", "most_at_night": 3}, {"base": "RJNK", "most_at_night": 4}]
    assert [row["is_kept"] for row in night_cap(moves, 3)] == [True, False]
