"""Every kind of finding, brought about by an exercise made for it, with numbers and ways out."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

import jointex.planning

CORNERS = ["37.2N 134.6E", "38.6N 134.6E", "38.6N 136.2E", "37.2N 136.2E"]


def area(kind: str, floor: str, ceiling: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "points": list(CORNERS), "floor": floor, "ceiling": ceiling, **more}


class Case(NamedTuple):
    """What brings a finding about, whom it concerns, how grave it is, and on which side of the limit the value lies."""

    rule: str
    changes: dict[str, Any]
    flight: str = ""
    severity: str = "conflict"
    side: str = ""


TWICE = {
    "meet": "MEET",
    "time": "01:40Z",
    "lead": "CRANE",
    "flights": ["CRANE"],
    "area": "NEAR",
    "pattern": {"course": "350 deg", "leg": "20 NM"},
    "duration": "5 min",
    "mach": 0.75,
    "stations": {"CRANE": {"level": "FL200"}},
}
LOST_BIRD = {"aircraft": "F-15J", "nation": "JP", "base": "RJNK"}
HURRICANE = {"kind": "layers", "layers": [{"level": "FL200", "from": "340 deg", "speed": "330 kt"}]}
DRILL = {"drills": {"GAS": {"kind": "refuelling", "work": "PAIR", "flights": ["HERON"]}}}
BOMBER = {"flights.HERON.aircraft": "B-52H", "flights.HERON.mach": 0.75, "work.PAIR.time": "02:00Z"}
CASES = [
    Case(
        "only aircraft with a short take-off figure on their card take off short",
        {"flights.CRANE.takeoff": "short"},
        "CRANE",
    ),
    Case("runway lengths are known", {"flights.HERON.base": "RJOE"}, "HERON", "warning"),
    Case(
        "runway long enough for take-off",
        {**BOMBER, "flights.HERON.fuel": "280 klb", "flights.HERON.base": "RJDB", "flights.HERON.recovery": "PGUA"},
        "HERON",
        side="above",
    ),
    Case(
        "runway long enough for landing",
        {"flights.HERON.aircraft": "F-35B", "flights.HERON.recovery": "RJDB", "flights.HERON.payload": "10 klb"},
        "HERON",
        side="above",
    ),
    Case(
        "only aircraft with a vertical landing on their card land vertically",
        {"flights.CRANE.landing": "vertical"},
        "CRANE",
    ),
    Case(
        "landing mass within what can hover",
        {"flights.HERON.aircraft": "F-35B", "flights.HERON.landing": "vertical", "flights.HERON.payload": "5 klb"},
        "HERON",
        "warning",
        "above",
    ),
    Case(
        "landing mass within the limit of the card",
        {**BOMBER, "flights.HERON.fuel": "280 klb"},
        "HERON",
        "warning",
        "above",
    ),
    Case("levels within reach of the aircraft at its mass", {"flights.CRANE.level": "FL590"}, "CRANE", side="above"),
    Case(
        "levels above the lowest of the rules",
        {"work.PAIR.stations.CRANE.level": "FL040", "airspace.NEAR.floor": "FL010"},
        "CRANE",
        side="below",
    ),
    Case("time on target after there is time to get there", {"work.PAIR.time": "00:20Z"}, "HERON", side="below"),
    Case("one work for a flight", {"work.AGAIN": TWICE}, "CRANE", side="above"),
    Case("routes end within two days", {"winds": HURRICANE}, "CRANE"),
    Case("fuel for the route with the reserve left", {"flights.HERON.fuel": "6 klb"}, "HERON", side="below"),
    Case(
        "the farthest divert in reach with the reserve",
        {"flights.CRANE.diverts": ["RJCC"], "flights.CRANE.fuel": "9 klb"},
        "CRANE",
        "warning",
        "below",
    ),
    Case("one speed that every aircraft at work can fly", {"work.PAIR.mach": 1.4}, "CRANE", side="above"),
    Case("one speed that every aircraft at work can fly", {"work.PAIR.mach": 0.2}, "CRANE", side="below"),
    Case(
        "a cruise Mach number the aircraft can fly without afterburner",
        {"flights.HERON.mach": 1.4},
        "HERON",
        side="above",
    ),
    Case("a route that leads somewhere", {"flights.STORK": LOST_BIRD}, "STORK", side="below"),
    Case(
        "planned tracks a level or the lateral distance apart",
        {"flights.HERON.base": "RJNK", "flights.HERON.outbound": ["KAGA"], "flights.HERON.level": "FL240"},
        "CRANE",
        "warning",
        "below",
    ),
    Case("drills that are flown", DRILL, "", "note"),
    Case("flights at work in blocks of their own", {"work.PAIR.stations.HERON.level": "FL203"}, "CRANE", side="below"),
    Case("work while the area is open", {"airspace.NEAR.open": "01:05Z"}),
    Case("work within the levels of the area", {"airspace.NEAR.floor": "FL210"}, "CRANE", side="below"),
    Case("routes stay out of airspace to avoid", {"airspace.NO": area("avoid", "FL190", "FL210")}, "CRANE"),
    Case("racetrack inside the working area", {"work.PAIR.pattern.leg": "80 NM"}, "CRANE", "warning", "below"),
    Case(
        "altitude blocks of different flights apart",
        {
            "airspace.ONE": area("altitude_block", "FL190", "FL215", flights=["CRANE"]),
            "airspace.TWO": area("altitude_block", "FL205", "FL230", flights=["HERON"]),
        },
        side="above",
    ),
    Case(
        "flights at work inside their altitude block",
        {"airspace.ONE": area("altitude_block", "FL210", "FL230", flights=["CRANE"])},
        "CRANE",
        side="below",
    ),
]
NAMES = [f"{case.rule}{' ' + case.side if case.side else ''}" for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_finding_names_the_flight_and_gives_numbers_and_ways_out(exercises: ModuleType, case: Case) -> None:
    plan = exercises.plan("short", case.changes)
    found = [finding for finding in plan.findings if finding.rule == case.rule]
    assert case.flight in [finding.flight for finding in found], [finding.rule for finding in plan.findings]
    finding = next(finding for finding in found if finding.flight == case.flight)
    assert finding.severity == case.severity
    assert plan.feasible == (not any(other.severity == "conflict" for other in plan.findings))
    if case.severity != "note":
        assert finding.ways_out
    if case.flight and not finding.text.startswith("PAIR"):
        assert case.flight in finding.text
    if case.side:
        assert finding.value is not None
        assert finding.limit is not None
        assert finding.unit or case.rule == "one work for a flight"
        assert (finding.value > finding.limit) == (case.side == "above")
        assert re.search(r"\d", finding.text) or case.rule == "one work for a flight"


def test_every_kind_of_finding_has_its_exercise() -> None:
    """The rules are read from the source: a new kind of finding needs a case above."""
    rules: set[str] = set()
    for path in Path(jointex.planning.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                rule = node.args[1]
                if isinstance(rule, ast.Constant):
                    rules.add(str(rule.value))
                else:
                    assert isinstance(rule, ast.JoinedStr)
                    start = rule.values[0]
                    assert isinstance(start, ast.Constant)
                    rules |= {f"{start.value}{what}" for what in ("take-off", "landing")}
    assert len(rules) > 15
    assert rules == {case.rule for case in CASES}


def test_the_exercise_itself_has_nothing_to_find(exercises: ModuleType) -> None:
    plan = exercises.plan("short")
    assert plan.feasible
    assert [finding.text for finding in plan.findings if finding.severity != "warning"] == []


def test_the_worst_comes_first(exercises: ModuleType) -> None:
    changes = {**DRILL, "work.PAIR.pattern.leg": "80 NM", "flights.HERON.fuel": "6 klb"}
    order = [finding.severity for finding in exercises.plan("short", changes).findings]
    assert order == sorted(order, key=("conflict", "warning", "note").index)
    assert set(order) == {"conflict", "warning", "note"}


def test_an_infeasible_plan_is_a_result_that_can_be_written_and_flown(exercises: ModuleType) -> None:
    plan = exercises.plan("short", {"flights.HERON.fuel": "6 klb"})
    assert not plan.feasible
    document = plan.to_json()
    assert document["feasible"] is False
    assert document["findings"][0]["ways_out"]
    assert len(exercises.fly(plan, range(3)).tallies) == 9


def test_fuel_short_of_the_route_is_an_unmet_need_with_its_mass(exercises: ModuleType) -> None:
    plan = exercises.plan("short", {"flights.HERON.fuel": "6 klb"})
    (need,) = plan.unmet
    assert (need.need, need.flight) == ("refuelling", "HERON")
    heron = next(flight for flight in plan.flights if flight.id == "HERON")
    assert need.kg == pytest.approx(heron.fuel.reserve_kg - heron.fuel.landing_kg)
    finding = next(finding for finding in plan.findings if finding.flight == "HERON")
    assert f"{need.kg:,.0f} kg" in finding.text


def test_loading_what_the_way_out_says_mends_the_shortage(exercises: ModuleType) -> None:
    short = exercises.plan("short", {"flights.HERON.fuel": "6 klb"})
    way = next(way for finding in short.findings for way in finding.ways_out if way.startswith("Load"))
    more_lb = float(re.findall(r"[\d,]+", way)[0].replace(",", ""))
    # more fuel is more weight: a tenth more than the bare shortage has to be loaded
    mended = exercises.plan("short", {"flights.HERON.fuel": f"{6000.0 + 1.1 * more_lb} lb"})
    assert "HERON" not in [finding.flight for finding in mended.findings if finding.severity == "conflict"]
