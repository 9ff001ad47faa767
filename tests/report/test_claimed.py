"""Statements in the report: sentences that can be quoted, sources that lead somewhere, commands that look like commands."""

from __future__ import annotations

import html
import json
import re

import pytest

from jointex import record, report
from jointex.claims import Named, ledger, shipped_claims
from jointex.region.phrasing import forbidden_claim

SUMMARY = {
    "runs": 50,
    "measures": {
        "refuelled_fraction.LANCE": {
            "value": 0.9898, "low": 0.95, "high": 0.998, "unit": "", "n": 50, "basis": "estimated",
        }
    },
}  # fmt: skip


def figure(name):
    """Return a level of noise; nothing else is known."""
    says = "day-evening-night level of the day at Shintomi (town)"
    return Named(name, says, "dB", 62.0, 50.0, 70.0, "its range", "estimated", "this run") if "lden" in name else None


@pytest.fixture(scope="module")
def section(tmp_path_factory, toy):
    """Return the page of statements of the report of the toy exercise."""
    folder, plan = tmp_path_factory.mktemp("claimed"), toy.toy_plan()
    record.write_plan(folder, plan)
    found = shipped_claims("sea-of-japan")
    record.write_claims(folder, ledger(found, plan, SUMMARY, figure))
    page = report.build(folder).read_text(encoding="utf-8")
    start = page.index('aria-labelledby="claims"')
    return page[start : page.index("</section>", start)]


def test_evidence_is_told_in_sentences_and_not_in_names_of_measures(section):
    words = html.unescape(re.sub(r"<[^>]+>", " ", section))
    assert "`" not in words
    assert "99 %" in words
    assert "95 to 99.8 %, 95 % interval of the mean of 50 runs" in words
    assert not re.search(r"\b[a-z]+_[a-z]+[._]", html.unescape(re.sub(r"(?s)<code>.*?</code>|<[^>]+>", " ", section)))


def test_sources_lead_to_where_they_were_read(section):
    links = re.findall(r'<a href="(https?://[^"]+)">([^<]+)</a>', section)
    assert len(links) > 50
    assert ("https://www.jwing.net/news/102768", "JWing, 10 December 2025") in links


def test_commands_are_set_as_commands(section):
    assert "<code>jointex signals RUNDIR</code>" in section
    assert "<code>report.html" not in section


def test_statements_that_are_open_say_what_would_settle_them_and_all_what_is_left_out(section):
    assert "It would take" in section
    assert "Not tested: a sphere of influence" in section


def test_the_page_claims_nothing_that_nobody_can(section):
    assert forbidden_claim(html.unescape(re.sub(r"<[^>]+>", "\n", section))) is None


def test_an_older_ledger_without_links_is_shown(tmp_path, toy):
    record.write_plan(tmp_path, toy.toy_plan())
    row = {"id": "A", "statement": "It is", "said_by": "x", "kind": "fact", "verdict": "supported", "evidence": "So."}
    row |= {"source": "a book", "date": "2024", "sure": "low", "said": "2025", "see": []}
    (tmp_path / "claims.json").write_text(json.dumps([row]), encoding="utf-8")
    assert "Source: a book." in re.sub(r"\s+", " ", report.build(tmp_path).read_text(encoding="utf-8"))
