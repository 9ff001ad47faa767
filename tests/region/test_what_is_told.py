"""What the page of a weighing tells: changes that count, findings that follow from no definition, and no box of luck."""

from __future__ import annotations

import re

import pytest

from jointex.region.policies.explain import LUCK, MOST_OF_INTEREST
from jointex.region.policies.reading import shipped
from jointex.region.policies.sentences import verdict
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


def test_a_change_too_small_to_matter_is_no_difference():
    shares = {"better": 1.0, "worse": 0.0, "same": 0.0, "mean": -0.0005, "p10": -0.001, "median": -0.0005, "p90": 0.0}
    assert verdict(shares) == "better"
    assert verdict(shares, 0.05) == "same"
    assert verdict({**shares, "p10": -0.2}, 0.05) == "better"


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
