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
FAR_AND_LOW = {"winds": {"kind": "file", "file": "far-and-low.csv"}}
DRILL = {"drills": {"FIGHT": {"kind": "combat", "work": "PAIR", "flights": ["HERON"]}}}
BOMBER = {"flights.HERON.aircraft": "B-52H", "flights.HERON.mach": 0.75, "work.PAIR.time": "02:00Z"}
FOG = {"visibility": "300 m"}
LOWEST = {"takeoff_visibility": "800 m", "landing_visibility": "1500 m"}
AFLOAT = {
    "ships": {"KAGA": {"ship": "JS-KAGA", "nation": "JP", "at": "36.9N 135.0E", "speed": "10 kt"}},
    "flights.HERON.aircraft": "F-35B",
    "flights.HERON.base": "KAGA",
    "flights.HERON.takeoff": "short",
    "flights.HERON.landing": "vertical",
    "flights.HERON.diverts": ["RJNK"],
}
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
        "thrust enough for take-off",
        {
            "flights.HERON.aircraft": "C-17A",
            "flights.HERON.mach": 0.7,
            "flights.HERON.base": "ZULS",
            "flights.HERON.fuel": "230 klb",
            "flights.HERON.payload": "30 t",
            "weather": {"ZULS": {"temperature": "45 C"}},
        },
        "HERON",
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
        "a divert in reach of the base of landing with the reserve",
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
    Case("routes inside the grid of winds", FAR_AND_LOW, "CRANE", "warning", "above"),
    Case("levels inside the grid of winds", FAR_AND_LOW, "CRANE", "warning", "above"),
    Case("winds for climb and descent", FAR_AND_LOW, "HERON", "note", "above"),
    Case("winds that vary from day to day where wind_error is given", FAR_AND_LOW, "", "note"),
]
CASES += [
    Case(
        "weather above the minima for take-off",
        {"weather": {"RJNK": {"wind": {"from": "325 deg", "speed": "20 kt", "gust": "32 kt"}}}},
        "CRANE",
        side="above",
    ),
    Case(
        "weather above the minima for take-off",
        {"weather": {"RJNG": FOG | {"later": [{"from": "00:50Z", "visibility": "5 km"}]}}, "rules.minima": LOWEST},
        "HERON",
        "warning",
        "below",
    ),
    Case(
        "weather above the minima for landing",
        {"weather": {"RJNG": {"visibility": "5 km", "later": [{"from": "01:20Z", **FOG}]}}, "rules.minima": LOWEST},
        "HERON",
        side="below",
    ),
    Case(
        "weather above the minima for landing",
        {"weather": {"RJNK": {"visibility": "5 km", "later": [{"from": "01:10Z", **FOG}]}}, "rules.minima": LOWEST},
        "CRANE",
        "warning",
        "below",
    ),
    Case("crew duty within its limit", {"flights.HERON.crew_duty": "150 min"}, "HERON", side="above"),
    Case("weather at bases that are used", {"weather": {"RJCC": FOG}}, "", "note"),
    Case("ships that sail", AFLOAT, "", "note"),
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


def test_a_crosswind_limit_of_the_card_is_named_as_such_and_the_rules_go_before_it(exercises: ModuleType) -> None:
    wind = {"weather": {"RJNK": {"wind": {"from": "325 deg", "speed": "28 kt"}}}}
    assert not [f for f in exercises.plan("short", wind).findings if "crosswind" in f.text]
    plan = exercises.plan("short", {**wind, "rules.minima": {"crosswind": "25 kt"}})
    texts = [finding.text for finding in plan.findings if finding.flight == "CRANE"]
    assert any("a crosswind of 28 kt, limit 25 kt" in text for text in texts)
    # the runway of Komatsu lies 055.5: half of a wind from 025.5 blows across
    slanting = exercises.plan("short", {"weather": {"RJNK": {"wind": {"from": "25.5 deg", "speed": "62 kt"}}}})
    assert any("crosswind of 31 kt, limit 30 kt on the card" in f.text for f in slanting.findings)


def test_ways_out_of_weather_and_duty_mend_the_plan(exercises: ModuleType) -> None:
    late = {"weather": {"RJNG": FOG | {"later": [{"from": "01:20Z", "visibility": "5 km"}]}}, "rules.minima": LOWEST}
    finding = next(f for f in exercises.plan("short", late).findings if f.flight == "HERON")
    assert finding.severity == "conflict"
    minutes = float(re.findall(r"Take off (\d+) min later", finding.ways_out[0])[0])
    hour, minute = divmod(60 + int(minutes) + 1, 60)
    mended = exercises.plan("short", {**late, "work.PAIR.time": f"{hour:02}:{minute:02}Z"})
    assert not [f for f in mended.findings if f.flight == "HERON" and "minima" in f.rule]
    tight = {"flights.HERON.crew_duty": "165 min"}
    found = next(f for f in exercises.plan("short", tight).findings if f.flight == "HERON")
    report = int(re.findall(r"Report (\d+) min later", " ".join(found.ways_out))[0])
    assert exercises.plan("short", {**tight, "rules.report_before": f"{90 - report} min"}).feasible


def test_a_hot_runway_takes_more_of_it(exercises: ModuleType) -> None:
    from jointex.planning.fields import field, field_offset_k

    hot = exercises.exercise("short", {"weather": {"RJNK": {"temperature": "35 C"}}})
    offset_k = field_offset_k(hot, field(hot, "RJNK"))
    # 15 C less 6.5 K for each of the 0.011 km that Komatsu lies above the sea
    assert offset_k == pytest.approx(20.0713, abs=1e-3)
    assert field_offset_k(hot, field(hot, "RJNG")) == 0.0
    cold, warm = (exercises.plan("short", {"weather": {"RJNK": {"temperature": t}}}) for t in ("-5 C", "35 C"))
    # the speed to lift off goes with the root of the temperature
    ratio = warm.flights[0].departure.lift_off_m_s / cold.flights[0].departure.lift_off_m_s
    assert ratio == pytest.approx((308.15 / 268.15) ** 0.5, rel=1e-6)
    assert warm.flights[0].departure.roll_s > cold.flights[0].departure.roll_s


def test_a_deck_is_a_base_as_long_as_its_run(exercises: ModuleType) -> None:
    plan = exercises.plan("short", AFLOAT)
    heron = next(flight for flight in plan.flights if flight.id == "HERON")
    assert heron.base == heron.recovery == "KAGA"
    assert (heron.points[0].latitude_deg, heron.points[0].longitude_deg) == (36.9, 135.0)
    assert plan.feasible
    wheels = exercises.plan("short", {**AFLOAT, "flights.HERON.takeoff": "conventional"})
    assert any("at KAGA" in f.text and "215 m" in f.text for f in wheels.findings if f.severity == "conflict")
