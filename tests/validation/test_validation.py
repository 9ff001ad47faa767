"""The table of truth: no calibration in it, verdicts follow from the numbers, misses say why, the page is in step."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

from jointex import cards, validation
from jointex.cli import main
from jointex.errors import CardError
from jointex.validation import beside, programs
from jointex.validation.page import number
from jointex.validation.tolerances import TOLERANCES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "validation.md"


@pytest.fixture(scope="module")
def found():
    return validation.claims()


def test_every_figure_in_print_marked_for_validation_is_in_the_table_and_no_other(found):
    listed = [(claim.aircraft, claim.figure, claim.published) for claim in found]
    wanted = [
        (card.id, figure.figure, figure.value.value)
        for card in map(cards.aircraft, cards.ids("aircraft"))
        if not card.like
        for figure in card.published
        if figure.use == "validation"
    ]
    assert listed == wanted


def test_verdicts_follow_from_error_bound_and_tolerance(found):
    for claim in found:
        if claim.verdict == "not modelled":
            assert claim.model is None
            continue
        assert claim.error_fraction == pytest.approx(claim.model / claim.published - 1.0, abs=1e-12)
        within = abs(claim.error_fraction) <= claim.tolerance_fraction
        on_the_free_side = claim.error_fraction > 0.0 if claim.bound == "at_least" else claim.error_fraction < 0.0
        assert (claim.verdict == "hit") == (within or (claim.bound != "about" and on_the_free_side)), claim


def test_every_miss_says_why_and_every_tolerance_has_its_reason(found):
    assert all(claim.explanation for claim in found if claim.verdict != "hit")
    assert all(tolerance.reason and tolerance.of_misses for tolerance in TOLERANCES.values())


def test_hits_and_misses_are_counted(found):
    document = validation.document(found)
    verdicts = [claim["verdict"] for claim in document["claims"]]
    assert document["n_hits"] == verdicts.count("hit")
    assert document["n_judged"] == verdicts.count("hit") + verdicts.count("miss")
    assert document["hit_fraction"] == document["n_hits"] / document["n_judged"]
    # most of what is in print is met; a change that loses this many has broken something
    assert document["hit_fraction"] >= 0.8


def test_the_page_says_what_the_model_gives(found):
    """Rows of the page agree with the model to the digits they show (the last one aside)."""
    rows = re.findall(
        r"^\| (\S+) \| ([a-z ]+) \| [<> ]*([\d,.e+-]+) .*? \| ([\d,.e+-]+) \|", PAGE.read_text(), re.MULTILINE
    )
    told = {(name, figure.replace(" ", "_"), printed): model for name, figure, printed, model in rows}
    known = {(claim.aircraft, claim.figure, number(claim.published)): claim for claim in found}
    assert len(told) > 60
    document = validation.document(found)
    assert f"{document['n_hits']} of {document['n_judged']} figures hit" in PAGE.read_text()
    for key, model in told.items():
        assert key in known, f"{key} is on the page only: jointex validate --write docs/reference/validation.md"
        if model != "-":
            assert float(model.replace(",", "")) == pytest.approx(known[key].model, rel=2e-3, abs=1e-3), key


DISAGREE = {("jsbsim", "drag of the F-15J, Mach 0.6 to 0.85")}


@pytest.mark.parametrize("program", ["ambiance", "geographiclib", "jsbsim", "openap", "pyproj"])
def test_other_program_agrees_but_where_it_is_known_to_be_in_doubt(program):
    if importlib.util.find_spec(program) is None:
        pytest.skip(f"{program} is not installed (extra `peers`)")
    found = [check for check in validation.checks([program]) if check.program == program]
    assert found
    for check in found:
        assert check.verdict == ("miss" if (program, check.quantity) in DISAGREE else "hit"), check


def test_a_program_that_is_absent_or_fails_is_said_and_does_no_harm(monkeypatch):
    def fails(module):
        raise RuntimeError("another version")
        yield 0.0

    rows = (("no_such_program", "x", fails, 0.1, "y"), ("json", "x", fails, 0.1, "y"))
    monkeypatch.setattr(programs, "_ROWS", rows)
    assert [check.verdict for check in validation.checks()] == ["not installed", "no answer"]


def test_command_answers_with_json_a_table_and_the_page(tmp_path, capsys):
    page = tmp_path / "page.md"
    assert main(["validate", "--aircraft", "E-767", "--json", "--write", str(page)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {claim["aircraft"] for claim in document["claims"]} == {"E-767"}
    assert page.read_text().split("## Misses")[0].count("| E-767 |") == document["n_claims"]
    assert page.with_suffix(".svg").read_text().count("<circle") == document["n_judged"]
    assert "(page.svg)" in page.read_text()
    assert "(page-kinds.svg)" in page.read_text()
    assert (tmp_path / "page-kinds.svg").read_text().count('class="hit"') > 0
    assert "| E-767 | range" in page.read_text().split("## Which uncertain inputs")[1]
    assert main(["validate", "--aircraft", "F-35B"]) == 0
    assert "in print" in capsys.readouterr().out


def test_kinds_add_up_to_the_whole(found):
    document = validation.document(found)
    assert sum(kind["n"] for kind in document["kinds"]) == document["n_judged"]
    assert sum(kind["n_hits"] for kind in document["kinds"]) == document["n_hits"]
    radius = next(kind for kind in document["kinds"] if kind["figure"] == "radius")
    about = [one.error_fraction for one in found if one.figure == "radius" and one.bound == "about"]
    assert radius["mean_error_fraction"] == pytest.approx(sum(about) / len(about))


def test_pictures_show_every_figure_they_are_for(found):
    document = validation.document(found)
    drawn = sum(claim.figure in figures for claim in found for *_, figures in beside.FRAMES)
    assert validation.scatter(document).count("<circle") == drawn
    assert validation.picture(document).count("<circle") == document["n_judged"]


def test_explanations_of_misses_come_from_the_cards(found):
    for claim in found:
        if claim.verdict == "miss":
            card = cards.aircraft(claim.aircraft)
            of = [one.explanation for one in card.published if one.value.value == claim.published]
            assert claim.explanation in of, claim


def test_sensitivity_is_shown_on_demand(capsys):
    assert main(["validate", "--aircraft", "F-35B", "--sensitivity", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["sensitivity"]
    assert {row["answer"] for row in rows} == {"range", "take-off run"}
    assert rows[0]["input"] == "engine.fuel_factor"
    assert rows[0]["swing_fraction"] < 0.0
    assert main(["validate", "--aircraft", "F-35B", "--sensitivity"]) == 0
    assert "engine.fuel_factor" in capsys.readouterr().out
    assert main(["validate", "--aircraft", "F-35B", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sensitivity"] == []


def test_an_unknown_aircraft_is_refused_with_the_nearest_name(capsys):
    with pytest.raises(CardError, match="F-35B"):
        validation.claims(["F-35X"])
    assert main(["validate", "--aircraft", "F-35X"]) == 2
    assert "F-35A" in capsys.readouterr().err
