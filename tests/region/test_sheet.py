"""The signals sheet: no outcome without its theory and its range, and nothing that the data cannot carry."""

from __future__ import annotations

import html
import json
import re

import pytest

from jointex import api, record, report
from jointex.errors import InputError
from jointex.measures.scores import Scores
from jointex.region.phrasing import forbidden_claim
from jointex.region.sheet import add_region
from jointex.region.theories import THEORIES


@pytest.fixture(scope="module")
def folder(tmp_path_factory, toy):
    """Return a run folder of the toy exercise with region.json."""
    path = tmp_path_factory.mktemp("sheet")
    plan, arrays = toy.toy_plan(), toy.toy_runs(range(10))
    with record.Recorder(path, plan) as recorder:
        recorder.add(**arrays)
    scores = Scores(plan)
    scores.add(arrays["tally"], arrays["event"])
    record.write_plan(path, plan)
    record.write_summary(path, scores.summary({"all": {}}))
    add_region(path)
    return path


@pytest.fixture(scope="module")
def page(folder):
    return report.build(folder).read_text(encoding="utf-8")


def test_no_outcome_without_its_theory_and_range(folder):
    document = json.loads((folder / "region.json").read_text(encoding="utf-8"))
    assert len(document["outcomes"]) == 12
    for row in document["outcomes"]:
        assert set(row["by_theory"]) == set(THEORIES)
        for own in row["by_theory"].values():
            for spread in own.values():
                assert spread["p05"] <= spread["p50"] <= spread["p95"]


def test_report_shows_every_theory_the_evidence_and_what_would_flip_it(page):
    words = re.sub(r"<[^>]+>", " ", page)
    for name in ("Inertia", "Provocation", "Allied restraint", "Prior relations"):
        assert name in words
    for told in ("Evidence side by side", "What would flip the reading", "4 of 16 within a day", "No exercise"):
        assert told in words


def test_report_says_nothing_that_is_forbidden(page):
    words = html.unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"(?s)<(script|style).*?</\1>", "\n", page)))
    assert "Provocation" in words
    assert forbidden_claim(words) is None
    assert forbidden_claim(words + "\nThe exercise dissuaded Beijing") is not None


def test_pictures_draw_a_range_for_every_theory(page):
    for name in ("Launch occasions within 180 days", "Likelihood ratio of a resolved"):
        start = page.index(f'aria-label="{name}')
        picture = page[start : page.index("</svg>", start)]
        assert picture.count('class="whisker"') >= len(THEORIES)


def test_report_has_no_sheet_where_the_folder_has_none(tmp_path, toy):
    record.write_plan(tmp_path, toy.toy_plan())
    assert 'id="signals"' not in report.build(tmp_path).read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_sheet(folder):
    assert api.signals(folder, cases=50, seed=3) == api.signals(folder, cases=50, seed=3)


def test_settings_out_of_bounds_are_told_at_once(folder):
    with pytest.raises(InputError) as error:
        api.signals(folder, cases=1, seed=-1)
    assert len(error.value.faults) == 2


def test_a_calendar_of_ones_own_shows_beside_the_exercise(folder, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        'events:\n  - {date: "2025-12-12", kind: protest, place: japan, text: Rally at the base, source: made up}\n',
        encoding="utf-8",
    )
    beside = api.signals(folder, cases=20, calendar=path)["beside"]
    assert [row["days"] for row in beside if row["text"] == "Rally at the base"] == [2]


@pytest.mark.parametrize("content", ['{"theories": 3}', '{"format": 1}', "[]", "{"])
def test_a_damaged_region_file_is_told_not_thrown(tmp_path, toy, content):
    record.write_plan(tmp_path, toy.toy_plan())
    (tmp_path / "region.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"region\.json"):
        report.build(tmp_path)


@pytest.mark.parametrize("change", [{"start": "noon"}, {"flights": []}, {"flights": [{"aircraft": "B-52H"}]}])
def test_a_damaged_plan_is_told_not_thrown(tmp_path, toy, change):
    record.write_plan(tmp_path, {**toy.toy_plan(), **change})
    with pytest.raises(InputError, match="must hold a plan"):
        api.signals(tmp_path, cases=10)
