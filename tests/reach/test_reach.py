"""Reach: more time, stay less, tankers or aircraft never make fewer be there; gates hold; bad input is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jointex.cli import main
from jointex.errors import InputError
from jointex.reach import Force, Unit, reach, read_force, spend, unit_of

AT = "24.0,123.0"
F_15J = Unit("WING", "F-15J", "JP", "RJNK", {2020: 10})
F_35B = Unit("STOVL", "F-35B", "JP", "RJFN", {2020: 10})
BOOM = Unit("BOOM", "KC-767J", "JP", "RJNA", {2020: 4})
HOSES = Unit("HOSES", "KC-130J", "US", "RJOI", {2020: 15})


def force(*units: Unit) -> Force:
    return Force("", units, {2015: 5.0, 2026: 9.0})


def test_tankers_carry_whoever_lacks_fuel_where_all_gates_are_open() -> None:
    alone = reach(force(F_15J, F_35B), AT, within_min=240.0)
    assert (alone.alone, alone.with_tankers) == (0, 0)
    (wing, stovl) = reach(force(F_15J, F_35B, BOOM), AT, within_min=240.0).rows
    assert (wing.with_tankers, wing.tankers) == (6, ("BOOM",))
    assert stovl.with_tankers == 0  # a boom fits no probe
    (_, stovl) = reach(force(F_15J, F_35B, HOSES), AT, within_min=400.0).rows
    assert 0 < stovl.with_tankers <= stovl.ready
    assert stovl.tankers == ("HOSES",)


def test_more_time_a_shorter_stay_and_more_aircraft_never_make_fewer_be_there() -> None:
    units = force(F_15J, F_35B, BOOM, HOSES)
    place = "33.0,131.0"
    for name, values in {"within_min": (30.0, 60.0, 120.0, 240.0), "ready": (0.2, 0.5, 0.9)}.items():
        found = [reach(units, place, **{name: value}).with_tankers for value in values]
        assert found == sorted(found)
        assert found[-1] > found[0]
    stays = [reach(units, place, station_min=minutes, within_min=120.0).alone for minutes in (0.0, 60.0, 240.0)]
    assert stays == sorted(stays, reverse=True)
    more = reach(units, place, added=(Unit("MORE", "F-15J", "JP", "RJFZ", {2020: 20}),))
    assert more.bought["MORE"] == (12, 12)
    assert more.alone == reach(units, place).alone + 12


def test_a_strip_and_a_ship_take_who_can_take_off_there() -> None:
    added = tuple(Unit(kind, kind, "JP", "36.2,133.3", {2020: 10}) for kind in ("F-35B", "P-8A"))
    rows = {row.unit: row for row in reach(force(*added), "37.4,134.3").rows}
    assert (rows["F-35B"].takeoff, rows["F-35B"].alone) == ("short", 6)
    assert rows["P-8A"].alone == 0
    assert " m" in rows["P-8A"].takeoff
    (ship,) = reach(force(Unit("SHIP", "F-35B", "JP", "JS-KAGA@36.5,134.0", {2020: 10})), "37.4,134.3").rows
    assert (ship.takeoff, ship.alone) == ("short", 6)
    assert ship.radius_nm < rows["F-35B"].radius_nm  # it leaves fuel behind for the deck


def test_counts_and_budgets_are_those_of_the_year() -> None:
    shipped = read_force()
    unit = next(one for one in shipped.units if one.id == "JP-F-35B")
    assert [unit.count(year) for year in (2024, 2025, 2026, 2035)] == [0, 5, 8, 42]
    assert reach(force(F_15J), "RJNK", year=2025).budget == 5.0


def test_a_year_before_the_counts_is_refused_and_one_after_them_is_told() -> None:
    with pytest.raises(InputError, match="--year must be 2015 or later"):
        reach(read_force(), "RJNK", year=1990)
    known, plans, beyond = (reach(read_force(), "RJNK", year=year) for year in (2026, 2031, 2050))
    assert [one.counts_year for one in (known, plans, beyond)] == [2026, 2031, 2032]
    assert not any("plans" in note or "no forecast" in note for note in known.notes)
    assert "plans" in plans.notes[0]
    assert beyond.notes[0].startswith("nothing is known of 2050: counts are those of 2032")


def test_the_shipped_force_has_the_wings_that_reports_of_exercises_name() -> None:
    by_base = {(unit.nation, unit.base, unit.aircraft): unit for unit in read_force().units if unit.count(2026)}
    wings = [
        ("RJNK", "F-15J"),
        ("RJFN", "F-15J"),
        ("RJFN", "F-35B"),
        ("RJAH", "F-2A"),
        ("RJFZ", "F-2A"),
        ("ROAH", "F-15J"),
    ]
    assert all(("JP", *wing) in by_base for wing in wings)
    assert ("US", "RODN", "F-35A") in by_base
    told = reach(read_force(), "RJNK", year=2018).notes
    assert any("40 F-4EJ" in note for note in told)
    assert any("carrier" in one.says for one in read_force().not_counted)


def test_every_unit_budget_and_price_says_where_it_is_from() -> None:
    shipped = read_force()
    assert all(one.says and one.source for one in (*shipped.units, *shipped.not_counted, *shipped.prices.values()))
    assert set(shipped.budget_sources) == set(shipped.budgets)
    assert reach(shipped, "RJNK", year=2024).budget == 7.95
    recalled = [one for one in shipped.units if "general knowledge" in one.source]
    assert all(one.status == "recalled" for one in recalled)


def test_an_aircraft_whose_card_stands_in_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "reach", "--place", "26.4,127.8", "--year", "2018"]) == 0
    assert "28 of 48 F-15C, flown as F-15J" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("units: {A: {aircraft: F-53B, nation: JP, base: RJNK, counts: {2020: 4}}}", "Did you mean"),
        ("units: {A: {aircraft: F-15J, nation: JP, base: Nowhere, counts: {2020: 4}}}", "must be a base card"),
        ("units: {A: {aircraft: F-15J, nation: JP, base: RJNK}}", "must name a year"),
        ("units: {A: {aircraft: F-15J, nation: JP, base: RJNK, counts: {20: 4}}}", "must be a year from"),
        ("units: {A: {aircraft: F-15J, nation: JP, base: RJNK, counts: {2020: -4}}}", "must be a number from 0"),
        ("units: {A: {aircraft: F-15J, nation: JP, base: RJNK, counts: {2020: 4}, wings: 2}}", "is no key here"),
        ("units: []", "must be a mapping of 1 to"),
        (
            "{units: {A: {aircraft: F-15J, nation: JP, base: RJNK, counts: {2020: 4}}}, years: [2030, 2020]}",
            "must be a first",
        ),
        (
            "{units: {A: {aircraft: F-15J, nation: JP, base: RJNK, counts: {2020: 4}}}, as_of: soon}",
            "must be a year from",
        ),
        (
            "{units: {A: {aircraft: F-15J, nation: JP, base: RJNK, counts: {2020: 4}}}, not_counted: {B: {nation: JP}}}",
            "name",
        ),
        (
            "{units: {A: {aircraft: F-15J, nation: JP, base: RJNK, counts: {2020: 4}}}, budgets: {2020: {value: x}}}",
            "number",
        ),
        (
            "{units: {A: {aircraft: F-15J, nation: JP, base: RJNK, counts: {2020: 4}}}, more: {x: 6:F-53B:JP:RJFN}}",
            "card",
        ),
        ("{units: {A: {aircraft: F-15J, nation: JP, base: RJNK, counts: {2020: 4}}}, more: [x]}", "at most 6 names"),
    ],
)
def test_a_file_of_units_that_breaks_a_rule_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.yaml:1") as error:
        read_force(path)
    assert told in str(error.value)


@pytest.mark.parametrize(
    "text", ["F-35B", "0:F-35B:JP:RJFN", "6:F-53B:JP:RJFN", "6:F-35B:JP:NOWHERE", "6:F-35B:JP:JS-KAGA"]
)
def test_a_lever_that_makes_no_sense_is_told(text: str) -> None:
    with pytest.raises(InputError, match="--add"):
        unit_of(text, 1)


def test_a_sum_buys_as_many_as_its_price_says() -> None:
    text, spent = spend(read_force(), "300:F-35B:JP:RJFN")
    assert text == f"{spent.count}:F-35B:JP:RJFN"
    assert (spent.fewest, spent.most, spent.kept) == (int(300 / 20.5), int(300 / 13.1), int(300 / 58.5))
    assert spent.fewest <= spent.count <= spent.most


NOTHING = ("300", "-1:F-35B:JP:RJFN", "x:F-35B:JP:RJFN", "nan:F-35B:JP:RJFN", "300:B-52H:US:PGUA", "10:F-35B:JP:RJFN")


@pytest.mark.parametrize("text", NOTHING)
def test_a_sum_that_buys_nothing_is_told(text: str) -> None:
    with pytest.raises(InputError, match="--spend"):
        spend(read_force(), text)


def test_more_money_never_puts_fewer_there_and_its_budget_names_its_year(capsys: pytest.CaptureFixture[str]) -> None:
    there = []
    for bn_yen in (100, 300, 900):
        words = ["calc", "reach", "--place", "37.4,134.3", "--year", "2031", "--spend", f"{bn_yen}:F-35B:JP:RJFN"]
        assert main([*words, "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        there.append(document["with_tankers"])
    assert there == sorted(there)
    assert there[0] < there[-1]
    assert document["budget_year"] == 2026
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "% of the budget of 2026 (cited:" in told
    assert "buys 53 F-35B (43 to 68); kept for thirty years, 15" in told


def test_prices_of_a_file_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    unit = "{aircraft: F-15J, nation: JP, base: RJNK, counts: {2024: 20}}"
    prices = "{F-15J: {buy: [9, 7]}, F-2A: {buy: [8, 9], kept_30_years: 3}, F-35B: {buy: [12, 14], status: sure}}"
    path.write_text(f"units:\n  WING: {unit}\nprices: {prices}\n", encoding="utf-8")
    with pytest.raises(InputError) as failed:
        read_force(path)
    assert [fault.key for fault in failed.value.faults] == [
        "prices.F-15J.buy", "prices.F-2A.kept_30_years", "prices.F-35B.status",
    ]  # fmt: skip


def test_the_command_answers_people_and_machines(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["calc", "reach", "--place", "37.4,134.3", "--add", "20:F-35B:JP:RJFN"]
    assert main([*words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    told = {"place", "year", "rows", "alone", "with_tankers", "bought", "budget", "budget_year", "assumptions", "spent"}
    assert told | {"counts_year", "notes", "budget_source"} == set(document)
    assert list(document["bought"].values()) == [[12, 12]]
    assert main(words) == 0
    assert "buys 12 more alone" in capsys.readouterr().out
    assert main(["calc", "reach", "--place", "Atlantis", "--within-min", "-1"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


SMALL = """\
title: Two wings and a tanker
units:
  WING: {aircraft: F-15J, nation: JP, base: RJNK, counts: {2024: 20, 2028: 4}}
  HOSES: {aircraft: KC-130J, nation: US, base: RJOI, counts: {2024: 15}}
more:
  a ship: 10:F-35B:JP:JS-KAGA@38.5,135.0
"""


@pytest.mark.parametrize("ending", ["html", "svg"])
def test_a_map_is_drawn_with_years_side_by_side_and_what_a_ship_buys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    (tmp_path / "mine.yaml").write_text(SMALL, encoding="utf-8")
    path = tmp_path / f"reach.{ending}"
    words = ["calc", "reach", "--place", "37.4,134.3", "--year", "2026", "--and-year", "2029", "--around-nm", "400"]
    assert main([*words, "--force", str(tmp_path / "mine.yaml"), "--map", str(path), "--json"]) == 0
    drawn = json.loads(capsys.readouterr().out)["map"]
    assert {one["year"] for one in drawn["panels"]} == {2026, 2029}
    by_map = {(one["year"], one["way"]): one for one in drawn["panels"]}
    assert by_map[2026, "own fuel alone"]["place_min"] == pytest.approx(46.0, abs=1.0)
    assert by_map[2029, "with tankers"]["place_min"] is None  # 2 of 4 are ready, 6 are asked for
    assert by_map[2029, "with tankers, strips and ships"]["place_min"] is not None
    assert drawn["bought"][0]["gained_km2"]["45"] > 0
    text = path.read_text(encoding="utf-8")
    if ending == "html":
        assert "What one unit more buys" in text
        assert "six distances" in text
    else:
        assert text.count('class="sea"') == 7
        assert all(f"{year}, {way}" in text for year, way in by_map)


def test_a_nation_alone_is_asked_and_never_is_there_with_more(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["calc", "reach", "--place", "37.4,134.3", "--json"]
    found = {}
    for nations in ("JP", "US", "JP US"):
        assert main([*words, *(word for one in nations.split() for word in ("--nation", one))]) == 0
        found[nations] = json.loads(capsys.readouterr().out)
    assert {row["nation"] for row in found["JP"]["rows"]} == {"JP"}
    assert found["JP"]["alone"] + found["US"]["alone"] == found["JP US"]["alone"]
    assert main([*words, "--nation", "JPN", "--nation", "KR"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_map_that_makes_no_sense_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["calc", "reach", "--place", "37.4,134.3"]
    assert main([*words, "--map", "reach.pdf"]) == 2
    assert "must end in .html, .svg or .png" in capsys.readouterr().err
    assert main([*words, "--map", str(tmp_path / "none" / "reach.svg")]) == 2
    assert "folder" in capsys.readouterr().err
    assert main([*words, "--map", str(tmp_path / "reach.svg"), "--at-least", "0", "--and-year", "3000"]) == 2
    assert {"--at-least", "--year"} <= {word for line in capsys.readouterr().err.splitlines() for word in line.split()}
