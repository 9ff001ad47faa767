"""Policies under deep uncertainty: what is read and refused, cases that resume, regret, beliefs, and the page."""

from __future__ import annotations

import html
import re

import numpy as np
import pytest

from jointex.documents import parse_document
from jointex.errors import PolicyError
from jointex.region.phrasing import forbidden_claim
from jointex.region.policies import store
from jointex.region.policies.account import account_of
from jointex.region.policies.cases import draw_futures, evaluate, exercise_of
from jointex.region.policies.model import REFERENCE
from jointex.region.policies.reading import add, shipped
from jointex.region.policies.regret import regrets, undominated
from jointex.region.policies.sentences import TippingMap, belief, verdict
from jointex.region.policies.towns import at_night
from jointex.region.policies.weigh import weigh
from jointex.region.reactions import OUTCOMES
from jointex.region.theories import THEORIES
from jointex.report.weighing import render_weighing

OWN = """
uncertainties:
  glazing_cost: {low: 1, high: 5, unit: million JPY, basis: bracket, source: my own, text: What a school costs}
levers:
  schools: {low: 0, high: 10, unit: schools, text: Schools glazed}
outcomes:
  glazing: {text: Glazing, unit: million JPY, better: lower, stakeholders: [host towns], terms: [[glazing_cost, schools], [-1, 2]]}
bundles:
  glazed: {text: Ten schools glazed, set: {schools: 10, night_cap: 0.5}}
"""


@pytest.fixture(scope="module")
def document(made, tmp_path_factory):
    return weigh(made.small(), made.exercise(), tmp_path_factory.mktemp("weigh"), 60, 1, "made")


def test_bundles_and_levers_of_law_are_shipped():
    weighing = shipped()
    assert len(weighing.bundles) == 33
    assert {lever.part for lever in weighing.levers.values()} == {"exercise", "law", "assets", "energy", "towns"}
    assert len(weighing.uncertainties) >= 25
    assert all(
        one.source and one.basis in ("published", "derived", "bracket") for one in weighing.uncertainties.values()
    )
    assert set(OUTCOMES) <= set(weighing.outcomes)


def test_futures_are_the_same_for_every_bundle_and_any_number_of_chunks():
    weighing = shipped()
    first, actors = draw_futures(weighing, 5, 3, 40)
    again, same_actors = draw_futures(weighing, 5, 3, 40)
    assert all((first[name] == again[name]).all() for name in first)
    assert (actors == same_actors).all()
    other, _ = draw_futures(weighing, 5, 4, 40)
    assert (first["tension"] != other["tension"]).any()


def test_without_an_exercise_nothing_follows_from_one(made):
    found = made.values_of("no-exercise")
    assert not found["encounters_180d"].any() or (found["scrambles_change_180d"] == 0.0).all()
    assert not found["flown_sorties"].any()
    assert not found["readiness_fraction"].any()
    assert not found["flying_hours"].any()


def test_the_run_folder_reaches_the_outcomes(made):
    found = made.values_of(REFERENCE)
    assert found["flown_sorties"] == pytest.approx(np.full(60, 7.5))
    assert found["flying_hours"] == pytest.approx(np.full(60, 22.0))
    assert made.exercise().night_movements == pytest.approx(2.0)  # 13 UTC is 22 in Japan, 12 UTC is 21
    later_h = draw_futures(made.small(), 1, 0, 60)[0]["later_h"]
    assert found["night_movements"] == pytest.approx(at_night(made.exercise().hours, later_h))
    assert ((found["readiness_fraction"] >= 0.8) & (found["readiness_fraction"] <= 1.0)).all()
    assert made.values_of("no-bombers")["flying_hours"] == pytest.approx(np.full(60, 9.0))
    assert np.isnan(found["people_in_noise"]).all()


def test_towns_hear_what_communities_says_and_more_of_more(made):
    heard = {"places": [{"people": 900, "lden_db": {"value": 55.0}}, {"people": 50, "lden_db": {"value": 58.0}}]}
    at = exercise_of(made.exercise().mark, frozenset({"B-52H"}), heard)
    weighing = made.small()
    draws, actors = draw_futures(weighing, 1, 0, 50)
    people = {
        name: evaluate(weighing, at, weighing.settings(name), draws, actors)["people_in_noise"][0]
        for name in (REFERENCE, "double", "no-exercise")
    }
    assert people == {REFERENCE: 50.0, "double": 950.0, "no-exercise": 0.0}


def test_replacing_sakhalin_ends_its_cuts_and_costs_every_year(made):
    plain, replaced = made.values_of(REFERENCE), made.values_of("replaced")
    assert not replaced["cuts_180d"].any()
    assert (plain["cut_cost_musd"] > 0.0).all()
    assert (replaced["cut_cost_musd"] == 0.0).all()  # what the price alone does is no cost of the cut
    assert (replaced["insurance_musd_yr"] >= plain["insurance_musd_yr"]).all()


def test_cases_resume_where_they_stopped(made, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "CHUNK_FUTURES", 20)
    weighing, key = made.small(), {"exercise": "made"}
    assert store.fill(tmp_path, weighing, made.exercise(), 50, 1, key) == 0
    files = store.case_files(tmp_path, 50)
    assert [file.is_file() for file in files] == [True, True, True]
    cases = store.Cases(tmp_path, 50, len(made.FEW))
    whole, _ = cases.first(50, "encounters_180d", ())
    files[1].unlink()
    assert store.fill(tmp_path, weighing, made.exercise(), 50, 1, key) == 2
    assert (cases.first(50, "encounters_180d", ())[0] == whole).all()
    files[2].write_bytes(files[2].read_bytes()[:-100])  # damaged since
    assert store.fill(tmp_path, weighing, made.exercise(), 50, 1, key) == 2
    assert (cases.first(50, "encounters_180d", ())[0] == whole).all()
    assert store.fill(tmp_path, weighing, made.exercise(), 50, 1, {"exercise": "other"}) == 0
    (aside,) = store.put_aside(tmp_path)
    assert aside["cases_files"] == 3
    assert store.fill(tmp_path, weighing, made.exercise(), 50, 1, key) == 3  # what was put aside is taken back
    assert (cases.first(50, "encounters_180d", ())[0] == whole).all()
    (aside,) = store.put_aside(tmp_path)
    assert aside["cases_files"] == 3
    (tmp_path / store.KEY).unlink()  # nobody knows what these chunks are of: they are kept all the same
    assert store.fill(tmp_path, weighing, made.exercise(), 20, 1, key) == 0
    assert len(store.put_aside(tmp_path)) == 2


def test_regret_is_nothing_for_the_best_and_has_the_unit_of_the_outcome():
    values = np.array([[1.0, 5.0], [3.0, 2.0]])
    assert regrets(values, "lower").tolist() == [[0.0, 3.0], [2.0, 0.0]]
    assert regrets(values, "higher").tolist() == [[2.0, 0.0], [0.0, 3.0]]


def test_undominated_bundles_are_those_that_nothing_beats_everywhere():
    assert undominated({"a": [0.0, 1.0, 2.0], "b": [2.0, 1.0, 2.0]}) == [True, True, False]


def test_beliefs_tell_theories_apart():
    theory = np.repeat(np.arange(4.0), 25)
    reference = np.ones(100)
    values = reference + np.select([theory == 1, theory == 2], [-0.5, 0.5], 0.0)
    both = np.stack([reference, values])
    whole, *groups = account_of(lambda: iter([(both, theory)]), "lower", 0, 4).groups
    found = {name: group.of(1) for name, group in zip(THEORIES, groups, strict=True)}
    assert [verdict(one, "lower") for one in found.values()] == ["same", "better", "worse", "same"]
    told = belief("Less", "As flown", OUTCOMES["encounters_180d"], found)
    assert "to choose it you must believe provocation" in told
    assert verdict(whole.of(1), "lower") == "either way"
    small = account_of(lambda: iter([(both, theory)]), "lower", 0, 4, least=0.6).groups
    assert {verdict(one.of(1), "lower") for one in small} == {"same"}  # below the least change that counts


def test_own_levers_outcomes_and_bundles_are_weighed_too(made, tmp_path):
    weighing = add(made.small(), parse_document(OWN, "own.yaml"))
    found = made.values_of("glazed", weighing=weighing)
    draws, _ = draw_futures(weighing, 1, 0, 60)
    assert found["glazing"] == pytest.approx(10.0 * draws["glazing_cost"] - 2.0)
    told = weigh(weighing, made.exercise(), tmp_path, 50, 1, "made")
    assert any(one["id"] == "glazing" for one in told["outcomes"])


OF = "text: t, unit: m, better: lower"
DRAWN = 'text: t, unit: "", basis: bracket, source: s'


@pytest.mark.parametrize(
    ("text", "line", "rule", "hint"),
    [
        ("levers:\n  x: {low: 3, high: 1, text: t}", 2, "upside down", "low: 1, high: 3"),
        ("uncertainties:\n  x: {low: 1, high: 2, unit: m, source: s, text: t}", 2, "must have basis", "bracket"),
        (
            "outcomes:\n  x: {text: t, unit: m, better: lower, terms: [[encounters_30d], [encounters_180d]]}",
            2,
            "over 30 and over 180 days",
            "one of them",
        ),
        (
            "outcomes:\n  x: {text: t, unit: m, better: lower, terms: [[encounters_180d], [2, cut_cost_musd]]}",
            2,
            "must not add outcomes of different units",
            "an outcome for each",
        ),
        (
            "uncertainties:\n  x: {low: 0, high: 2, scale: log, unit: m, basis: bracket, source: s, text: t}",
            2,
            "above 0",
            "even",
        ),
        (
            "uncertainties:\n  x: {values: [3, 1], unit: m, basis: bracket, source: s, text: t}",
            2,
            "ascend",
            "[1.0, 3.0]",
        ),
        ("bundles:\n  x: {text: t, set: {scal: 1}}", 2, "must be a lever", "scale"),
        ("bundles:\n  x:\n    text: t\n    set:\n      scale: 9", 5, "from 0 to 2", ""),
        ("bundles:\n  x: {text: t, set: {scale: 0, hotline: 1}}", 2, "no exercise", "raise scale"),
        ("bundles:\n  x: {text: t, set: {assets: principal}}", 2, "requisition", "asset_law"),
        ('bundles:\n  x: {text: t, set: {nuclear_capable: "yes", limit: no bombers}}', 2, "must not be yes", "limit"),
        ("bundles:\n  x: {text: t, set: {asset_law: amended}}", 2, "no new law", "principal"),
        ("bundles:\n  x: {text: t, set: {nuclear_capable: noo}}", 2, "must be one of", "no"),
        ("outcomes:\n  x: {text: t, unit: m, better: less, terms: [[1]]}", 2, "lower, higher", ""),
        ("outcomes:\n  x: {text: t, unit: m, better: lower, terms: [[scle]]}", 2, "a number, lever", "scale"),
        ("outcomes:\n  x: {text: t, unit: m, better: lower, terms: [[assets]]}", 2, "not one of choices", ""),
        ("lever:\n  x: 1", 1, "must be one of levers", "levers"),
        (f"outcomes:\n  o: {{{OF}, terms: [[p]]}}\n  p: {{{OF}, terms: [[o]]}}", 2, "not hang on itself", "levers"),
        (f"outcomes:\n  o: {{{OF}}}", 2, "must say in terms", "terms:"),
        (f"outcomes:\n  o: {{{OF}, terms: [[1e12, 1e12, 1e12]]}}", 2, "not add up to more", "larger units"),
        (f"uncertainties:\n  x: {{low: 1, high: 1e308, {DRAWN}}}", 2, "within 1e+12", "larger unit"),
        (f"uncertainties:\n  x: {{low: 1e-300, high: 1, scale: log, {DRAWN}}}", 2, "at least 1e-09", "smaller unit"),
        (f"uncertainties:\n  cut_weeks: {{low: 1, high: 200, {DRAWN}}}", 2, "from 1 to 104 week: longer cuts", ""),
        (f"uncertainties:\n  cut_weeks: {{low: 1, high: 20, {DRAWN}}}", 2, "must be week", ""),
        (f"uncertainties:\n  tension: {{low: -1, high: 2, {DRAWN}}}", 2, "from 0 to 1: it is a share", ""),
        (f"uncertainties:\n  theory: {{low: 0, high: 9, scale: choice, {DRAWN}}}", 2, "it is a switch", ""),
        (f"outcomes:\n  signal_ratio: {{{OF}, terms: [[1]]}}", 2, "one of the shipped outcomes", "own-signal_ratio"),
        ("levers:\n  scale: {low: 0, high: 9, text: t}", 2, "one of the shipped levers", "own-scale"),
        ("levers:\n  tension: {low: 0, high: 9, text: t}", 2, "one of the uncertainties too", "another name"),
        ("bundles:\n  as-flown: {text: t, set: {scale: 2}}", 2, "must be empty", "another name"),
        ("bundles:\n  x: {text: t, set: {near_event: 1, notice_days: 60}}", 2, "at most 14 d", "near_event"),
        ("bundles:\n  x: {text: t, set: {scale: 0, night_cap: 0}}", 2, "no exercise", "Leave"),
        ("bundles:\n  x: {text: Probability of a nuclear war, set: {}}", 2, "a probability of war", "encounters"),
        ("levers:\n  x: {low: 0, high: 1, text: China is deterred}", 2, "anybody is deterred", "counted"),
        (f"outcomes:\n  escalation_score: {{{OF}, terms: [[1]]}}", 2, "one score for everything", "apart"),
        (
            "sources: [a]\nuncertainties:\n  x: {low: 1, high: 2, unit: m, basis: b, source: [a], text: t}",
            3,
            "source",
            "",
        ),
    ],
)
def test_files_that_cannot_be_used_say_line_rule_and_way_out(text, line, rule, hint):
    with pytest.raises(PolicyError) as caught:
        add(shipped(), parse_document(text, "own.yaml"))
    fault = next(one for one in caught.value.faults if rule in one.rule)
    assert fault.line == line
    assert hint in fault.hint


def test_outcomes_may_be_made_of_ones_that_stand_below_them(made):
    text = f"outcomes:\n  o: {{{OF}, terms: [[2, p]]}}\n  p: {{{OF}, terms: [[tension]]}}"
    found = made.values_of(REFERENCE, weighing=add(made.small(), parse_document(text, "own.yaml")))
    assert found["o"] == pytest.approx(2.0 * found["p"])


def test_ranges_and_bundles_of_a_user_take_the_place_of_shipped_ones_and_are_told(made, tmp_path):
    text = f"uncertainties:\n  tension: {{low: 0.2, high: 0.4, {DRAWN}}}\nbundles:\n  double: {{text: t, set: {{scale: 1.5}}}}"
    told = weigh(add(made.small(), parse_document(text, "own.yaml")), made.exercise(), tmp_path, 50, 1, "made")
    assert any(line.startswith("range of tension: 0.2 to 0.4") for line in told["changed"])
    assert any(line.startswith("bundle double") for line in told["changed"])


def test_the_document_holds_every_part(made, document):
    assert document["cases"] == 60 * len(made.FEW)
    assert {one["id"] for one in document["stakeholders"]} >= {"JP", "US", "CN", "RU", "EU", "LNG buyers", "host towns"}
    assert document["beliefs"]
    assert document["discovery"]
    assert document["left_out"] == [
        "combat_min",
        "fuel_passed_t",
        "people_hearing",
        "people_in_noise",
        "trained_sorties",
        "training_value",
    ]


def test_the_page_claims_no_forecast_and_names_no_score(document):
    page = render_weighing(document)
    words = html.unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"(?s)<(script|style).*?</\1>", "\n", page)))
    assert forbidden_claim(words) is None
    assert "Nothing here is a forecast" in page
    assert "which theory must you believe" in page
    assert "stress bound, not an estimate" in page


def test_a_tipping_map_turns_where_the_difference_does():
    draws = np.random.default_rng(1).random((2, 4000))
    tipping = TippingMap("lower", (4, 2))
    for part in np.array_split(np.arange(4000), 3):
        tipping.see(draws[0, part], draws[1, part], np.where(draws[0, part] > 0.5, 1.0, -1.0))
    assert tipping.cells() == [[1.0, 1.0, 0.0, 0.0]] * 2
    still = TippingMap("lower", (2, 2))
    still.see(draws[0], draws[1], np.zeros(4000))
    assert still.cells() == [[None, None]] * 2


def test_outcomes_that_no_theory_moves_are_told_alike_under_every_theory(document):
    rows = [
        row for one in document["beliefs"] for row in one["rows"] if row["outcome"].startswith(("cut", "insurance"))
    ]
    assert rows
    assert all(len(set(row["verdicts"].values())) == 1 for row in rows)
