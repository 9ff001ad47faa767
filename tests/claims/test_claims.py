"""Statements: verdicts follow from bounds, intervals and reports; files that break rules are told with every fault."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import shutil
import statistics
from pathlib import Path
from typing import Any

import pytest

from jointex import api
from jointex.claims import VERDICTS, ledger, read_claims, shipped_claims
from jointex.claims.ledger import DATA, OF_SCENARIO, shipped_figures
from jointex.claims.model import Bounds, FactTest, NoTest
from jointex.claims.named import Lookup, Named, theory_bound
from jointex.claims.reading import ClaimsError, is_stated
from jointex.claims.verdicts import SURE, sure_of_bounds, verdict_on, verdict_on_interval
from jointex.cli import main
from jointex.errors import InputError
from jointex.reach import reach, read_force
from jointex.region.calendar import events
from jointex.region.study import studies
from jointex.region.theories import THEORIES

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
OPEN = ("not established", "contested")
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
        ("measure: {name: through_fraction, at_least: 0.3}", "supported", "medium"),
        ("measure: {name: through_fraction, at_least: 0.95}", "contradicted", "low"),
        ("measure: {name: through_fraction, at_least: 0.85}", "not established", "low"),
        ("measure: {name: through_fraction, at_least: 0.85, bar: published, why: a norm}", "not established", "medium"),
        ("measure: {name: through_fraction, at_least: 0.95, overstated_from: 0.6}", "overstated", "low"),
        ("measure: {name: through_fraction, equals: 0.8}", "not established", "low"),
        ("measure: {name: through_fraction, equals: 0.8, tolerance: 0.1001}", "supported", "low"),
        ("measure: {name: through_fraction, equals: 0.8, tolerance: 0.1001, bar: stated}", "supported", "medium"),
        ("measure: {name: through_fraction.DOOM, at_least: 0.5}", "not established", "low"),
        ("measure: {name: landed_kg, at_least: 1}", "not established", "low"),
        ("planned: {aircraft: B-52H, nation: US, equals: 2, bar: stated}", "supported", "high"),
        ("planned: {aircraft: B-52H, nation: US, equals: 2}", "supported", "low"),
        ("planned: {aircraft: F-35B, at_least: 1}", "contradicted", "medium"),
        ("fact: {name: SHARE, at_least: 25, overstated_from: 3}", "overstated", "medium"),
        ("fact: {name: SHARE, at_least: 25, overstated_from: 5}", "overstated", "low"),
        ("fact: {name: SHARE, at_least: 25, overstated_from: 20}", "contradicted", "medium"),
        ("fact: {name: SHARE, at_most: 8, bar: published, why: a law}", "supported", "high"),
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
        (claim("cannot: {because: a}"), "claims.ONE.cannot.needs"),
        (claim("measure: {name: energy.extra_cost.hormuz, at_least: 1}"), "energy.extra_cost_musd.hormuz-closed"),
        (claim("measure: {name: loudness.SHINTOMI, at_least: 85}"), "`jointex check RUNDIR --list`"),
        (claim("fact: {name: SHARE, at_least: 1, bar: published}"), "must name the law, norm or count"),
        (claim("fact: {name: SHARE, at_least: 1, bar: mine}"), "must be one of stated, published, ours"),
        (claim("cannot: {because: a, needs: b}\n    beside: [SHARE]"), "must stand inside cannot"),
        ("sources: {A: {title: b, url: ftp://c}}\n", "must begin with http"),
        (claim("reports: [{says: 'yes', date: last year, source: a, text: b}]"), "must be a year, a month or a day"),
        (claim("rises: {kind: disputes, until: '2025-12-10', days: 30}"), "Did you mean dispute"),
        (claim("rises: {kind: dispute, place: moon, until: today, days: 0}"), "must be a day, as in"),
        (claim("follows: {first: patrol, then: launch, days: 1.5}"), "must be whole days"),
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


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("There is a 10 % chance of war this winter", "probability of war"),
        ("The bombers deterred everybody", "anybody is deterred"),
        ("The exercise dissuaded Beijing", "anybody is deterred"),
        ("The escalation index stands at 7", "one score"),
        ("Jobs outweigh the noise of the towns", "another bears"),
    ],
)
@pytest.mark.parametrize("where", ["statement", "because", "needs", "title", "says"])
def test_what_no_page_may_say_a_users_file_may_not_say(tmp_path: Path, said: str, told: str, where: str) -> None:
    texts = {
        "statement": "Something is so",
        "because": "Nobody knows",
        "needs": "a count",
        "title": "Own",
        "says": "A share",
    }
    texts[where] = said
    path = tmp_path / "own.yaml"
    path.write_text(
        "title: {title}\nsaid_by: somebody\nfacts:\n"
        "  SHARE: {{value: 8, unit: percent, date: '2024', says: {says}, source: a book, status: cited}}\n"
        "claims:\n  ONE:\n    statement: {statement}\n    kind: fact\n"
        "    cannot: {{because: {because}, needs: {needs}}}\n".format(**texts),
        encoding="utf-8",
    )
    with pytest.raises(ClaimsError, match=r"own\.yaml:\d") as error:
        read_claims(path, {})
    (fault,) = error.value.faults
    assert told in fault.rule
    assert fault.hint


def test_a_verdict_is_no_surer_than_the_bound_it_hangs_on() -> None:
    """A number far from a bound of ours keeps its verdict at half and double of it; one near it does not."""
    assert [sure_of_bounds(n, n, Bounds(at_least=10.0)) for n in (4.0, 8.0, 12.0, 30.0)] == [
        "medium", "low", "low", "medium",
    ]  # fmt: skip
    assert sure_of_bounds(12.0, 12.0, Bounds(at_least=10.0, bar="published")) == "high"
    assert [sure_of_bounds(n, n, Bounds(at_least=70.0), "dBA") for n in (75.0, 95.0)] == ["low", "medium"]
    found = shipped_claims("sea-of-japan")
    assert found is not None
    rows = {row["id"]: row for row in ledger(found, PLAN, SUMMARY)}
    for row in rows.values():
        if row["bar"] == "ours":
            assert SURE.index(row["sure"]) <= SURE.index("medium"), row["id"]
    assert rows["CRITICAL-SUPPLIER"]["sure"] == rows["ISLANDS-AND-SHIPS"]["sure"] == "low"


@pytest.mark.parametrize(
    ("bound", "statement"),
    [
        (2.0, "Two bombers are in it"),
        (0.9, "They get through in nine of ten sorties"),
        (0.25, "It gives 25 % of the gas"),
        (0.0, "Nobody flies at night"),
        (1000.0, "It costs 1,000 million dollars more"),
    ],
)
def test_a_bound_that_the_statement_gives_is_its_own(bound: float, statement: str) -> None:
    assert is_stated(bound, statement)
    assert not is_stated(bound + 0.05, statement)


def test_no_shipped_statement_is_true_by_its_own_bound() -> None:
    found = shipped_claims("sea-of-japan")
    assert found is not None
    for one in found.claims:
        if isinstance(one.test, FactTest):
            bounds, value = one.test.bounds, shipped_figures()[one.test.fact].value
            assert value not in (bounds.at_least, bounds.at_most, bounds.equals), one.id


def region_of(name: str, spans: dict[str, tuple[float, float]]) -> Lookup:
    """Return a finder of one outcome under each theory."""
    held = {
        f"region.{name}.{theory}": Named(
            f"region.{name}.{theory}",
            name,
            "occasions",
            (low + high) / 2.0,
            low,
            high,
            "90 % of cases",
            "bracket",
            "region.json",
        )
        for theory, (low, high) in spans.items()
    }
    return held.get


@pytest.mark.parametrize("theory", THEORIES)
@pytest.mark.parametrize("bound", ["at_most: 0.001", "at_least: 0.001", "at_most: 100", "at_least: 100"])
def test_a_figure_that_a_theory_sets_never_supports_or_contradicts(tmp_path: Path, theory: str, bound: str) -> None:
    spans = {"inertia": (0.0, 0.0), "provocation": (0.01, 0.4), "restraint": (-0.3, -0.01), "relations": (-0.2, 0.1)}
    path = tmp_path / "own.yaml"
    path.write_text(claim(f"measure: {{name: region.launches_change_30d.{theory}, {bound}}}"), encoding="utf-8")
    found = read_claims(path, shipped_figures())
    (row,) = ledger(found, PLAN, SUMMARY, region_of("launches_change_30d", spans))
    assert row["verdict"] == ("contested" if "0.001" in bound else "not established")
    assert "by construction" in row["evidence"]
    assert all(words in row["evidence"] for words in ("Under inertia", "under provocation", "under allied restraint"))


def test_which_figures_a_theory_sets() -> None:
    assert theory_bound("region.encounters_30d.inertia")
    assert theory_bound("region.signal_ratio.inertia")
    assert theory_bound("weigh.encounters_30d.as-flown")
    assert theory_bound("weigh.asset_position.as-flown")
    assert theory_bound("weigh.an-outcome-of-ones-own.as-flown")
    assert not theory_bound("region.flying_hours.inertia")
    assert not theory_bound("weigh.people_in_noise.as-flown")
    assert not theory_bound("lmax_dba.SHINTOMI")


def test_what_is_yet_to_come_is_no_evidence(tmp_path: Path) -> None:
    today = dt.date(2026, 1, 2)
    path = tmp_path / "own.yaml"
    for day, status in (("2026-01-03", "cited"), ("2099", "derived"), ("2026-02", "recalled")):
        text = HEAD.replace("'2024'", f"'{day}'").replace("cited", status)
        path.write_text(
            f"{text}  ONE: {{statement: It is, kind: fact, fact: {{name: SHARE, at_least: 1}}}}\n", encoding="utf-8"
        )
        with pytest.raises(ClaimsError, match=r"own\.yaml:4 facts\.SHARE\.date must not be later than today"):
            read_claims(path, {}, today=today)
    planned = HEAD.replace("'2024'", "'2099'").replace("cited", "planned")
    path.write_text(
        f"{planned}  ONE: {{statement: It is, kind: fact, fact: {{name: SHARE, at_least: 1}}}}\n", encoding="utf-8"
    )
    with pytest.raises(ClaimsError, match="this one is planned"):
        read_claims(path, {}, today=today)
    beside = "cannot: {because: It is a plan, needs: the year, beside: [SHARE]}"
    path.write_text(f"{planned}  ONE: {{statement: It is, kind: fact, {beside}}}\n", encoding="utf-8")
    (row,) = ledger(read_claims(path, {}, today=today), PLAN, SUMMARY)
    assert "planned, not yet so" in row["evidence"]
    path.write_text(claim("reports: [{says: 'yes', date: '2026-01-03', source: a, text: It is}]"), encoding="utf-8")
    with pytest.raises(ClaimsError, match="nobody can have read it"):
        read_claims(path, {}, today=today)
    path.write_text(claim("rises: {kind: dispute, until: '2027-01-01', days: 30}"), encoding="utf-8")
    with pytest.raises(ClaimsError, match="must not be later than today"):
        read_claims(path, {}, today=today)
    assert all(one.date[:10] <= "2026-04-01" or one.status == "planned" for one in shipped_figures().values())


def test_numbers_of_a_verdict_stand_one_a_field(tmp_path: Path) -> None:
    row = judged(tmp_path, claim("measure: {name: through_fraction, at_least: 0.95, overstated_from: 0.6}"))
    assert (row["value"], row["low"], row["high"], row["unit"]) == (0.8, 0.7, 0.9, "")
    assert (row["at_least"], row["at_most"], row["equals"], row["overstated_from"]) == (0.95, None, None, 0.6)
    assert "80 % (70 to 90 %, 95 % interval of the mean of 200 runs). Our test: at least 95 %" in row["evidence"]
    row = judged(tmp_path, claim("rises: {kind: dispute, place: south_china_sea, until: '2025-12-10', days: 730}"))
    assert (row["figure"], row["value"], row["expected"]) == ("dispute.south_china_sea", 3.0, 2.0)
    assert 0.0 < row["p_value"] < 1.0


def test_sources_are_named_once_and_lead_to_where_they_are(tmp_path: Path) -> None:
    text = "sources: {book: {title: A book, url: 'https://example.org/book'}}\n" + HEAD.replace(
        "a book", "book; https://b.example"
    )
    row = judged(tmp_path, text + "  ONE: {statement: It is, kind: fact, fact: {name: SHARE, at_least: 1}}\n")
    assert row["source"] == "A book; https://b.example"
    assert row["links"] == [
        {"title": "A book", "url": "https://example.org/book"},
        {"title": "https://b.example", "url": "https://b.example"},
    ]
    used = {link for one in shipped_figures().values() for link in one.links}
    assert sum(bool(link.url) for link in used) > 0.7 * len(used)


def test_pieces_of_a_statement_that_are_not_tested_are_named(tmp_path: Path) -> None:
    row = judged(tmp_path, claim("cannot: {because: Nobody can, needs: a miracle}\n    untested: the other half"))
    assert row["evidence"].endswith("Not tested: the other half.")
    assert row["untested"] == "the other half"


QUICK = ("calc", "cards")
"""Commands that answer at once and so are run as they stand."""
FILES = ("report.html", "summary.json", "region.json", "communities.json")


def test_every_way_to_more_is_a_command_or_a_file_of_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    found = shipped_claims("sea-of-japan")
    assert found is not None
    for way in {way for one in found.claims for way in one.see}:
        words = shlex.split(way.replace("RUNDIR", "out"))
        if words[0] == "jointex":
            assert main([*words[1:], *(() if words[1] in QUICK else ("--help",))]) == 0, way
        else:
            assert way.partition(",")[0] in FILES, way
    assert main(["calc", "noise", "--no-such-option", "--help"]) == 2
    capsys.readouterr()


def test_a_threshold_is_called_ours_and_says_why(tmp_path: Path) -> None:
    test = "fact: {name: SHARE, at_least: 25, overstated_from: 5, why: a quarter is much}"
    row = judged(tmp_path, claim(test))
    assert (
        "Our test: at least 25 percent, a quarter is much; from 5 up to that we call it overstated." in row["evidence"]
    )
    assert "claimed is" not in row["evidence"]


def test_events_that_grew_by_chance_establish_nothing(tmp_path: Path) -> None:
    row = judged(tmp_path, claim("rises: {kind: dispute, place: south_china_sea, until: '2025-12-10', days: 730}"))
    assert row["verdict"] == "not established"
    assert "3 in the 730 days to 2025-12-10, 2 in as many before" in row["evidence"]
    assert "2025-08-11 Collision" in row["evidence"]
    grown = judged(tmp_path, claim("rises: {kind: launch, until: '2023-08-01', days: 700}"))
    assert grown["verdict"] == "supported"


def test_a_count_stands_in_the_ledger_as_in_the_signals_sheet() -> None:
    found = shipped_claims("sea-of-japan")
    assert found is not None
    rows = {row["id"]: row for row in ledger(found, PLAN, SUMMARY)}
    one = next(one for one in studies(events()) if (one.first, one.then) == ("patrol", "bomber_flight"))
    assert f"{one.followed} of {one.firsts}; {one.expected:.1f} expected by chance" in rows["TIMING"]["evidence"]


def test_every_shipped_statement_says_who_why_and_what_would_settle_it() -> None:
    found = shipped_claims("sea-of-japan")
    assert found is not None
    rows = {row["id"]: row for row in ledger(found, PLAN, SUMMARY)}
    for one in found.claims:
        bounds = getattr(one.test, "bounds", None)
        assert bounds is None or bounds.why, one.id
        assert isinstance(one.test, NoTest) or one.needs or rows[one.id]["verdict"] not in OPEN or bounds, one.id
        assert not isinstance(one.test, NoTest) or one.test.needs, one.id
    said = {one.id: one.said_by for one in found.claims}
    assert "officials" in said["ROUTINE"]
    assert all("analysts" in said[name] for name in ("CLEAR-SIGNAL", "CRITICAL-SUPPLIER", "US-BEFORE-EU"))
    assert "in its own words" in said["ESCALATION"]


def test_figures_worked_out_elsewhere_are_those_of_today() -> None:
    force, figures = read_force(), shipped_figures()
    for year in (2018, 2025):
        fighters = [
            one for one in force.units if one.nation == "JP" and one.aircraft in ("F-15J", "F-2A", "F-35A", "F-35B")
        ]
        newest = sum(one.count(year) for one in fighters if one.aircraft.startswith("F-35"))
        share = 100.0 * newest / sum(one.count(year) for one in fighters)
        assert figures[f"f-35-share-{year}"].value == pytest.approx(share, abs=0.5)
    flights = [one for one in events() if one.kind == "bomber_flight"]
    assert figures["bomber-flights-since-2017"].value == len(flights)
    sizes = [one.aircraft for one in flights if one.aircraft and str(one.date) < "2025-12-10"]
    found = shipped_claims("sea-of-japan")
    assert found is not None
    (test,) = [one.test for one in found.claims if one.id == "ESCALATION"]
    assert isinstance(test, FactTest)
    assert test.bounds.overstated_from == statistics.median(sizes)


@pytest.mark.slow
@pytest.mark.parametrize("year", [2018, 2025, 2031])
def test_reach_in_the_ledger_is_that_of_the_reach_room(year: int) -> None:
    found = reach(read_force(), "38.5,134.5", within_min=90.0, station_min=30.0, year=year)
    assert shipped_figures()[f"reach-{year}"].value == found.with_tankers


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
        "KOREAN-TENSION": "contested",
        "TENSION-WITH-NEIGHBOURS": "not established",
        "CHINA-OBJECTS": "supported",
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


def test_a_town_hall_can_test_noise_movements_and_money(folder: Path, tmp_path: Path) -> None:
    communities = {
        "runs": 20,
        "places": [
            {
                "id": "SCHOOL", "name": "School", "kind": "school", "people": 300, "basis": "published", "wecpnl_db": None,
                "lmax_dba": {"value": 90.0, "p05": 88.0, "p95": 92.0, "input_low": 86.0, "input_high": 95.0, "basis": "estimated"},
            }
        ],
        "movements": [
            {
                "base": "RJFN", "name": "Nyutabaru", "takeoffs_by_hour": [0.0] * 24, "landings_by_hour": [1.0] * 24,
                "vertical_landings": 2.0, "at_night": {"value": 3.0, "p05": 2.0, "p95": 4.0},
            }
        ],
        "money": {"fuel": {"value": 100.0, "low": 90.0, "high": 120.0, "basis": "estimated"}},
        "emissions": {"CO2": {"value": 9.0, "low": 8.0, "high": 10.0, "basis": "published"}},
    }  # fmt: skip
    copy = Path(shutil.copytree(folder, tmp_path / "run"))
    (copy / "communities.json").write_text(json.dumps(communities), encoding="utf-8")
    tests = {
        "LOUD": ("lmax_dba.SCHOOL, at_least: 85", "supported"),
        "LOUDER": ("lmax_dba.SCHOOL, at_least: 90", "not established"),
        "UNHEARD": ("wecpnl_db.SCHOOL, at_least: 70", "not established"),
        "NIGHT": ("night_movements, at_most: 0", "contradicted"),
        "AT-BASE": ("movements.RJFN, equals: 24", "supported"),
        "FUEL": ("money.fuel_usd, at_most: 100", "not established"),
        "CO2": ("emissions.CO2_kg, at_least: 5", "supported"),
        "GAS": ("energy.extra_cost_musd.hormuz-closed, at_least: 1", "supported"),
        "WEIGHED": ("weigh.people_in_noise.as-flown, at_least: 1", "not established"),
    }
    own = tmp_path / "own.yaml"
    rows = "".join(
        f"  {name}: {{statement: It is, kind: measure, measure: {{name: {test}}}}}\n"
        for name, (test, _) in tests.items()
    )
    own.write_text(f"said_by: town hall\nclaims:\n{rows}", encoding="utf-8")
    found = {row["id"]: row for row in api.check(copy, own)["claims"]}
    assert {name: row["verdict"] for name, row in found.items()} == {
        name: verdict for name, (_, verdict) in tests.items()
    }
    assert "Loudest moment at School (school): 90 dBA (86 to 95" in found["LOUD"]["evidence"]
    assert "jointex weigh makes it" in found["WEIGHED"]["evidence"]
    loud = {key: found["LOUD"][key] for key in ("figure", "value", "low", "high", "unit", "at_least", "at_most", "bar")}
    assert loud == {
        "figure": "lmax_dba.SCHOOL", "value": 90.0, "low": 86.0, "high": 95.0, "unit": "dBA", "at_least": 85.0, "at_most": None,
        "bar": "ours",
    }  # fmt: skip
    own.write_text(own.read_text(encoding="utf-8").replace("lmax_dba.SCHOOL", "lmax_dba.SCHOLL"), encoding="utf-8")
    with pytest.raises(ClaimsError, match=r"Did you mean lmax_dba\.SCHOOL"):
        api.check(copy, own)


def test_the_names_that_can_be_tested_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for asked in ([], [str(folder)]):
        assert main(["check", *asked, "--list", "--json"]) == 0
        names = {row["name"]: row for row in json.loads(capsys.readouterr().out)["names"]}
        assert {"sorties_flown"} <= set(names)
        assert all(set(row) == {"name", "value", "low", "high", "unit", "says"} for row in names.values())
    assert main(["check", "--list"]) == 0
    assert "lmax_dba.TOWN" in capsys.readouterr().out
    assert main(["check"]) == 2
    assert "needs a run folder" in capsys.readouterr().err


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
