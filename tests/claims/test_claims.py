"""Statements: verdicts follow from bounds, intervals and reports; files that break rules are told with every fault."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from jointex import api
from jointex.claims import VERDICTS, ledger, read_claims, shipped_claims
from jointex.claims.ledger import DATA, OF_SCENARIO, shipped_figures
from jointex.claims.model import Bounds
from jointex.claims.reading import ClaimsError
from jointex.claims.verdicts import verdict_on, verdict_on_interval
from jointex.cli import main
from jointex.errors import InputError

PLAN: dict[str, Any] = {
    "scenario": "drill",
    "start": "2026-01-01T00:00:00Z",
    "feasible": True,
    "flights": [
        {"id": "DOOM", "aircraft": "B-52H", "count": 2, "nation": "US"},
        {"id": "CRANE", "aircraft": "F-15J", "count": 3, "nation": "JP"},
    ],
}
SUMMARY: dict[str, Any] = {
    "runs": 200,
    "measures": {
        "through_fraction": {"value": 0.8, "low": 0.7, "high": 0.9, "unit": "", "n": 200, "basis": "estimated"},
        "landed_kg": {"value": None, "low": None, "high": None, "unit": "kg", "n": 0, "basis": "estimated"},
    },
}
HEAD = """title: Own
said_by: somebody
facts:
  SHARE: {value: 8, unit: percent, date: '2024', says: A share, source: a book, status: cited}
claims:
"""


def claim(test: str, kind: str = "fact") -> str:
    return f"{HEAD}  ONE:\n    statement: Something is so\n    kind: {kind}\n    {test}\n"


def judged(folder: Path, text: str) -> dict[str, Any]:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    (row,) = ledger(read_claims(path, shipped_figures()), PLAN, SUMMARY)
    return row


@pytest.mark.parametrize(
    ("test", "verdict", "sure"),
    [
        ("measure: {name: through_fraction, at_least: 0.5}", "supported", "medium"),
        ("measure: {name: through_fraction, at_least: 0.95}", "contradicted", "medium"),
        ("measure: {name: through_fraction, at_least: 0.85}", "not established", "medium"),
        ("measure: {name: through_fraction, at_least: 0.95, overstated_from: 0.6}", "overstated", "medium"),
        ("measure: {name: through_fraction, equals: 0.8}", "not established", "medium"),
        ("measure: {name: through_fraction, equals: 0.8, tolerance: 0.1001}", "supported", "medium"),
        ("measure: {name: through_fraction.DOOM, at_least: 0.5}", "not established", "low"),
        ("measure: {name: landed_kg, at_least: 1}", "not established", "low"),
        ("planned: {aircraft: B-52H, nation: US, equals: 2}", "supported", "high"),
        ("planned: {aircraft: F-35B, at_least: 1}", "contradicted", "high"),
        ("fact: {name: SHARE, at_least: 25, overstated_from: 5}", "overstated", "high"),
        ("fact: {name: SHARE, at_least: 25, overstated_from: 9}", "contradicted", "high"),
        ("fact: {name: SHARE, at_most: 8}", "supported", "high"),
        ("fact: {name: SHARE, at_most: 8, beside: [b-52h-range]}", "supported", "low"),
        ("reports: [{says: 'yes', date: '2025', source: a, text: It is}]", "supported", "medium"),
        ("reports: [{says: other, date: '2025', source: a, text: It was another}]", "contradicted", "medium"),
        ("reports: [{says: silent, date: '2025', source: a, text: Nothing}]", "not established", "low"),
        ("cannot: {because: Nobody can, needs: a miracle}", "cannot be tested", "high"),
    ],
)
def test_the_verdict_follows_from_the_test(tmp_path: Path, test: str, verdict: str, sure: str) -> None:
    row = judged(tmp_path, claim(test))
    assert (row["verdict"], row["sure"]) == (verdict, sure)
    assert row["evidence"].endswith(".")
    assert list(row)[:9] == ["id", "statement", "said_by", "kind", "verdict", "evidence", "source", "date", "sure"]


def test_a_report_for_and_one_against_contest_a_statement(tmp_path: Path) -> None:
    reports = "".join(
        f"\n      - {{says: '{says}', date: '2025-12-0{day}', source: paper {day}, text: It says {says}}}"
        for day, says in enumerate(("yes", "no", "moot"), start=1)
    )
    row = judged(tmp_path, claim(f"reports:{reports}"))
    assert (row["verdict"], row["date"], row["source"]) == ("contested", "2025-12-03", "paper 1; paper 2; paper 3")


@pytest.mark.parametrize("bounds", [Bounds(at_least=3.0, overstated_from=1.0), Bounds(at_most=2.0), Bounds(equals=2.0)])
def test_an_interval_that_shrinks_to_a_number_has_its_verdict(bounds: Bounds) -> None:
    for number in (0.0, 1.0, 2.0, 3.0, 4.0):
        assert verdict_on_interval(number, number, bounds) == verdict_on(number, bounds)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (claim("measure: {name: trough_fraction, at_least: 1}"), "must be a measure"),
        (claim("measure: {name: through_fraction}"), "must have a bound"),
        (claim("measure: {name: through_fraction, at_least: 2, at_most: 1}"), "must not be below at_least (2)"),
        (claim("measure: {name: through_fraction, at_least: 90 %}"), "must be a number without unit"),
        (claim("measure: {name: through_fraction, at_least: 1, overstated_from: 2}"), "must be below at_least"),
        (claim("fact: {name: SHARES, at_least: 1}"), "Did you mean SHARE?"),
        (claim("fact: {name: SHARE, at_least: .nan}"), "must be a finite n"),
        (claim("reports: []"), "must be a list of reports"),
        (claim("reports: [{says: maybe, date: '1', source: a, text: b}]"), "must be one of yes, no, other"),
        (claim("python: 1 + 1"), "must have exactly one test"),
        (claim("cannot: {because: a}", kind="guess"), "must be one of fact, measure"),
        (claim("cannot: {because: a}\n    fact: {name: SHARE, at_least: 1}"), "must have exactly one test"),
        ("title: Empty\n", "must hold a statement or more"),
        ("claims: [1, 2]\n", "must be a mapping"),
        ("claims: {A: {}}\n", "must have exactly one test"),
    ],
)
def test_a_file_that_breaks_a_rule_is_told_with_line_and_key(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.yaml:\d") as error:
        read_claims(path, {})
    assert told in str(error.value)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "claims:\n  A: {statement: x}\n  B: {statement: y, kind: fact, fact: {name: NONE}}\n", encoding="utf-8"
    )
    with pytest.raises(ClaimsError) as error:
        read_claims(path, {})
    assert len(error.value.faults) >= 5
    assert [fault.line for fault in error.value.faults] == sorted(fault.line for fault in error.value.faults)


def test_shipped_statements_cover_the_text_and_name_no_measure_that_is_not_there() -> None:
    for scenario in OF_SCENARIO:
        found = shipped_claims(scenario)
        assert found is not None
        assert len(found.claims) >= 40
        assert len({one.id for one in found.claims}) == len(found.claims)
    assert {path.name for path in DATA.iterdir()} == {"figures.yaml", *OF_SCENARIO.values()}
    assert all(fact.date and fact.source for fact in shipped_figures().values())


def test_what_data_say_of_the_text_stays_said() -> None:
    found = shipped_claims("sea-of-japan")
    assert found is not None
    rows = {row["id"]: row for row in ledger(found, PLAN, SUMMARY)}
    assert set(VERDICTS) == {row["verdict"] for row in rows.values()}
    wanted = {
        "CRITICAL-SUPPLIER": "overstated",
        "OIL-AND-GAS-PLAN": "contradicted",
        "JAPAN-REFUSED": "contested",
        "ESCALATION": "overstated",
        "F-35B-TOOK-PART": "contradicted",
        "SEA-OF-JAPAN": "supported",
        "SIMULATED-COMBAT": "not established",
    }
    assert {name: rows[name]["verdict"] for name in wanted} == wanted


@pytest.fixture(scope="module")
def folder(exercises: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("checked")
    file = base / "short.yaml"
    file.write_text(exercises.text_of("short"), encoding="utf-8")
    return Path(api.run(file, runs=2, out=base / "run", report=False))


def test_a_users_own_file_works_on_any_run(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not (folder / "claims.json").exists()
    own = tmp_path / "own.yaml"
    own.write_text(claim("measure: {name: sorties_flown, at_least: 1}"), encoding="utf-8")
    assert main(["check", str(folder), str(own), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["claims"][0]["verdict"] in VERDICTS
    assert sum(document["verdicts"].values()) == 1
    assert main(["check", str(folder), str(own)]) == 0
    assert "Own: 1 statement" in capsys.readouterr().out


def test_a_run_without_statements_names_the_way_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 2
    assert "Name a file of your own" in capsys.readouterr().err
    assert main(["check", str(folder / "nowhere")]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_every_shipped_statement_of_the_text_is_mapped_and_every_mapped_one_ships() -> None:
    found = shipped_claims("sea-of-japan")
    assert found is not None
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "coverage.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Z][A-Z0-9-]+)`", page))
    ids = {one.id for one in found.claims if one.said_by != "asked of this run"}
    assert ids <= named
    assert named <= {one.id for one in found.claims}
