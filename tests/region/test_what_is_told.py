"""What the page of a weighing tells: changes that count, findings that follow from no definition, and no box of luck."""

from __future__ import annotations

import re

import pytest

from jointex.region.policies.explain import LUCK, MOST_OF_INTEREST
from jointex.region.policies.reached import reached_outcomes
from jointex.region.policies.reading import shipped
from jointex.region.policies.sentences import conclusion, verdict
from jointex.region.policies.weigh import weigh
from jointex.region.policies.worth import follows_by_definition, least_changes, still_levers
from jointex.report.weighing import MOST_COLUMNS, _findings, render_weighing

SHIPPED = shipped()


@pytest.fixture(scope="module")
def document(made, tmp_path_factory):
    return weigh(made.small(), made.exercise(), tmp_path_factory.mktemp("told"), 120, 1, "made", box="double")


def test_every_outcome_with_a_better_end_has_a_least_change_and_its_reason():
    wanted = {name for name, one in SHIPPED.outcomes.items() if one.better}
    assert set(least_changes()) == wanted
    assert all(one["value"] > 0.0 and one["why"] for one in least_changes().values())


def shares(better: float, worse: float, mean: float, futures: int = 400) -> dict[str, float]:
    return {"futures": futures, "better": better, "same": 1.0 - better - worse, "worse": worse, "mean": mean}


def test_better_needs_most_of_the_changed_futures_more_than_chance_and_the_mean():
    assert verdict(shares(0.5, 0.1, -1.0), "lower") == "better"
    assert verdict(shares(0.5, 0.1, -1.0), "higher") == "either way"  # the mean says otherwise
    assert verdict(shares(0.1, 0.5, 1.0), "lower") == "worse"
    assert verdict(shares(0.5, 0.4, -1.0), "lower") == "either way"  # fewer than six in ten
    assert verdict(shares(0.035, 0.01, -1.0), "lower") == "same"  # hardly a future changes
    assert verdict(shares(0.08, 0.04, -1.0, futures=100), "lower") == "either way"  # seven of eleven may be chance
    assert verdict(shares(0.07, 0.03, -1.0, futures=4000), "lower") == "better"
    assert verdict(shares(0.08, 0.0, -1.0, futures=100), "lower") == "same"  # eight of hundred are too few to say


def test_a_bundle_that_no_theory_speaks_against_asks_for_no_belief():
    assert conclusion({"better": ["provocation"], "same": ["inertia"]}).endswith("no theory speaks against it")
    assert conclusion({"worse": ["provocation"], "same": ["inertia"]}).endswith("no theory speaks for it")
    assert "must believe provocation" in conclusion({"better": ["provocation"], "worse": ["inertia"]})


def test_what_only_other_bundles_read_is_no_index_of_this_one(made):
    flown = reached_outcomes(made.small(), made.exercise(), 1, ["as-flown"])
    assert "hotline_effect" not in flown["encounters_180d"]
    assert (
        "hotline_effect" in reached_outcomes(made.small(), made.exercise(), 1, ["noticed-hotline"])["encounters_180d"]
    )


def test_an_outcome_that_no_theory_enters_is_never_told_by_theory(made, document):
    reached = reached_outcomes(made.small(), made.exercise(), 1)
    assert "theory" in reached["encounters_180d"]
    assert "theory" not in reached["signal_ratio"]
    assert reached["cuts_180d"] == {"cut_rate_share", "pressure_share"}
    assert reached["signal_ratio"] <= set(SHIPPED.uncertainties)
    for one in document["beliefs"]:
        for row in one["rows"]:
            assert "theory" in reached[row["outcome"]] or len(set(row["verdicts"].values())) == 1
    for one in document["discovery"]:
        assert {row["uncertainty"] for row in one["indices"]} <= reached[one["outcome"]]


def test_what_a_lever_is_by_itself_is_no_finding(document):
    assert follows_by_definition(SHIPPED, "hotline", "encounters_180d")
    assert follows_by_definition(SHIPPED, "night-quiet", "night_movements")
    assert not follows_by_definition(SHIPPED, "sharing", "cut_worst_firm_percent")
    page = render_weighing(document)
    findings = page[page.index('<ul class="findings">') : page.index('<h2 id="bundles">')]
    assert "better on dangerous encounters" not in findings.partition("<details>")[0]


def test_boxes_are_of_the_bundle_asked_for_and_never_cut_in_luck(document):
    assert {one["bundle"] for one in document["discovery"]} == {"double"}
    for one in document["discovery"]:
        assert one["box"] is not None or one["why"]
        assert one["box"] is None or not any(limit["name"].startswith(LUCK) for limit in one["box"]["limits"])
        assert one["box"] is None or one["of_interest_fraction"] <= MOST_OF_INTEREST


def test_levers_that_move_nothing_are_named(made, document):
    assert "asset_law" in document["still_levers"]
    assert "scale" not in still_levers(made.small(), made.exercise(), 1)
    assert "Levers that move nothing here" in render_weighing(document)


def test_tables_of_regret_fit_a_page_and_name_people(document):
    page = render_weighing(document)
    regret = page[page.index('<h2 id="regret">') : page.index('<h2 id="worst">')]
    heads = re.findall(r"<thead><tr>(.*?)</tr></thead>", regret)
    assert heads
    assert max(head.count("<th") for head in heads) <= 1 + MOST_COLUMNS
    assert "<summary>Japan:" in regret
    assert "<summary>JP:" not in regret
    assert "Told apart by nothing here" in regret


def test_a_finding_says_by_how_much_and_never_less_than_counts(document):
    for one in _findings(document, {o["id"]: o for o in document["outcomes"]}, dict.fromkeys(SHIPPED.bundles, "x")):
        for line in one["lines"] if "turn" not in one["head"] else ():
            assert re.search(r"\([-+]?[\d<]", line), line
            assert "(0 " not in line


def test_a_plan_that_cannot_be_flown_is_said_before_anything_else(document):
    page = render_weighing({**document, "infeasible": ["LANCE: lands 460 kg below its reserve"]})
    assert "This plan cannot be flown" in page
    assert page.index("LANCE: lands") < page.index('<h2 id="act">')
    assert "This plan cannot be flown" not in render_weighing(document)
