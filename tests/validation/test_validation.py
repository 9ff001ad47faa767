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
    assert document["hit_fraction"] > 0.7


def test_the_page_says_what_the_model_gives(found):
    """Rows of the page agree with the model to the digits they show (the last one aside)."""
    rows = re.findall(
        r"^\| (\S+) \| ([a-z ]+) \| [<> ]*([\d,.e+-]+) .*? \| ([\d,.e+-]+) \|", PAGE.read_text(), re.MULTILINE
    )
    told = {(name, figure.replace(" ", "_"), printed): model for name, figure, printed, model in rows}
    known = {(claim.aircraft, claim.figure, number(claim.published)): claim for claim in found}
    assert len(told) > 40
    for key, model in told.items():
        assert key in known, f"{key} is on the page only: jointex validate --write docs/reference/validation.md"
        if model != "-":
            assert float(model.replace(",", "")) == pytest.approx(known[key].model, rel=2e-3, abs=1e-3), key


def test_other_programs_agree_where_they_are_installed():
    for check in validation.checks():
        is_there = importlib.util.find_spec(check.program) is not None
        assert check.verdict == ("hit" if is_there else "not installed"), check


def test_command_answers_with_json_a_table_and_the_page(tmp_path, capsys):
    page = tmp_path / "page.md"
    assert main(["validate", "--aircraft", "E-767", "--json", "--write", str(page)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {claim["aircraft"] for claim in document["claims"]} == {"E-767"}
    assert page.read_text().count("| E-767 |") == document["n_claims"]
    assert page.with_suffix(".svg").read_text().count("<circle") == document["n_judged"]
    assert "(page.svg)" in page.read_text()
    assert main(["validate", "--aircraft", "F-35B"]) == 0
    assert "in print" in capsys.readouterr().out


def test_an_unknown_aircraft_is_refused_with_the_nearest_name(capsys):
    with pytest.raises(CardError, match="F-35B"):
        validation.claims(["F-35X"])
    assert main(["validate", "--aircraft", "F-35X"]) == 2
    assert "F-35A" in capsys.readouterr().err
