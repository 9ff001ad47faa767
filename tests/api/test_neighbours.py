"""Who hears a run folder: the file, the command, and quieter ways to fly."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from jointex import api, scenario
from jointex.api.variants import shifted_text, variants
from jointex.cli.app import main
from jointex.errors import InputError, QuestionError
from jointex.record import read
from jointex.scenario import load

TOWN = "towns:\n  SHINTOMI: {name: Shintomi, base: RJFN, population: 16000, basis: estimated, because: recalled}\n"
POINT = "\npoints:\n  SCHOOL: {name: School, kind: school, at: 36.42N 136.42E, people: 350}\n"


@pytest.fixture(scope="module")
def flown(exercises: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run folder of three runs with a school near Komatsu."""
    folder = tmp_path_factory.mktemp("heard")
    exercise = scenario.loads(exercises.text_of("short") + POINT, str(folder / "short.yaml"))
    return api.run(exercise, runs=3, out=folder / "out", workers=2, limits=0)


def test_the_folder_tells_what_towns_and_points_hear(flown: Path):
    account = json.loads((flown / "communities.json").read_text(encoding="utf-8"))
    assert account["runs"] == account["runs_heard"] == 3
    places = {place["id"]: place for place in account["places"]}
    assert {"SCHOOL", "KOMATSU"} <= set(places)
    school = places["SCHOOL"]
    assert school["kind"] == "school"
    assert school["award_if_every_day"] is None
    assert school["lmax_dba"]["input_low"] < school["lmax_dba"]["value"] < school["lmax_dba"]["input_high"]
    assert school["dnl_db"]["value"] <= school["lden_db"]["value"] + 1e-9
    assert sum(row["people"] for row in account["people"]) == sum(
        place["people"] for place in account["places"] if place["kind"] == "town"
    )


def test_places_of_a_file_are_heard_beside_those_of_the_scenario(flown: Path, tmp_path: Path, capsys):
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "points:\n  CLINIC: {name: Clinic, kind: hospital, at: 36.42N 136.42E}\n  SCHOOL: {name: Moved, at: 36.30N 136.42E}\n"
    )
    told = {place["id"]: place for place in api.neighbours(flown, points=mine)["places"]}
    before = {place["id"]: place for place in api.neighbours(flown)["places"]}
    assert set(told) == {*before, "CLINIC"}
    assert told["CLINIC"]["lmax_dba"] == before["SCHOOL"]["lmax_dba"]  # at the same spot
    assert told["SCHOOL"]["name"] == "Moved"
    assert told["SCHOOL"]["lmax_dba"]["value"] < before["SCHOOL"]["lmax_dba"]["value"]
    mine.write_text("points:\n  CLINIC: {name: Clinic, at: nowhere}\nflights: {}\n")
    assert main(["neighbours", str(flown), "--points", str(mine)]) == 2
    said = capsys.readouterr().err
    assert "mine.yaml:2 points.CLINIC.at must be a place" in said
    assert "mine.yaml:3 flights must not be here" in said
    assert main(["neighbours", str(flown), str(flown), "--points", str(mine)]) == 2
    mine.write_text("points:\n")
    assert main(["neighbours", str(flown), "--points", str(mine)]) == 2
    assert "must have towns or points" in capsys.readouterr().err


def test_take_offs_by_hour_add_up_to_sorties_and_burned_fuel_to_the_ledger(flown: Path):
    account = json.loads((flown / "communities.json").read_text(encoding="utf-8"))
    measures = json.loads((flown / "summary.json").read_text(encoding="utf-8"))["measures"]
    takeoffs = sum(sum(row["takeoffs_by_hour"]) for row in account["movements"])
    assert takeoffs == pytest.approx(measures["sorties_flown"]["value"])
    assert account["emissions"]["CO2"]["value"] == pytest.approx(3.159 * measures["fuel_burned_kg"]["value"])
    hours = sum(row["hours"] for row in account["money"]["by_type"])
    assert hours == pytest.approx(measures["flying_time_h"]["value"], rel=0.05)  # that one counts from brake release


def test_emissions_spread_over_runs_as_the_fuel_does_apart_from_their_factor(flown: Path):
    account = json.loads((flown / "communities.json").read_text(encoding="utf-8"))
    fuel = read(flown).values(measure="fuel_burned_kg")["value"].to_numpy()
    carbon = account["emissions"]["CO2"]
    for key, share in (("p05", 5), ("p50", 50), ("p95", 95)):
        assert carbon[key] == pytest.approx(3.159 * np.percentile(fuel, share), rel=1e-4)
    assert carbon["low"] == pytest.approx(carbon["value"], rel=0.01)  # the factor alone is known well
    for known in (account["money"]["fuel"], account["money"]["flying_hours"], account["emissions"]["NOx"]):
        assert known["p05"] <= known["p50"] <= known["p95"]


def test_a_town_hall_checks_its_school_on_the_run(flown: Path, tmp_path: Path):
    own = tmp_path / "school.yaml"
    own.write_text(
        "said_by: town hall\nclaims:\n"
        "  LOUD: {statement: Louder than 20 dB, kind: measure, measure: {name: lmax_dba.SCHOOL, at_least: 20}}\n"
        "  QUIET: {statement: Softer than 20 dB, kind: measure, measure: {name: lmax_dba.SCHOOL, at_most: 20}}\n",
        encoding="utf-8",
    )
    assert [row["verdict"] for row in api.check(flown, own)["claims"]] == ["supported", "contradicted"]


@pytest.mark.parametrize("entry", ["points:\n  SCHOOL: {name: School}\n", TOWN])
def test_a_place_without_coordinates_is_told_what_to_write(exercises: ModuleType, entry: str):
    with pytest.raises(
        InputError, match=r"at must be given\. Write its place as latitude and longitude.*at: 32\.069N 131\.488E"
    ):
        scenario.loads(exercises.text_of("short") + entry, "short.yaml")


def test_every_amount_has_range_unit_basis_and_source(flown: Path):
    account = json.loads((flown / "communities.json").read_text(encoding="utf-8"))
    money = account["money"]
    for known in (money["flying_hours"], money["fuel"], *money["context"].values(), *account["emissions"].values()):
        assert known["low"] <= known["value"] <= known["high"]
        assert known["unit"]
        assert known["source"]
        assert known["basis"] in ("published", "derived", "estimated")


def test_counting_anew_gives_the_same_and_another_sample_nearly_so(flown: Path):
    account = json.loads((flown / "communities.json").read_text(encoding="utf-8"))
    assert api.neighbours(flown)["places"] == account["places"]
    for whole, part in zip(account["places"], api.neighbours(flown, sample_runs=1)["places"], strict=True):
        if whole["lden_db"] and whole["lden_db"]["value"] > 30.0:
            # one run has one end of the runway alone, three have it in two of three
            assert part["lden_db"]["value"] == pytest.approx(
                whole["lden_db"]["value"], abs=2.0 + 10.0 * math.log10(1.5)
            )


def test_the_report_has_the_sheet_and_says_it_nets_nothing(flown: Path):
    page = (flown / "report.html").read_text(encoding="utf-8")
    assert 'id="neighbours"' in page
    assert "never set against" in page


def test_the_command_shows_places_and_holds_a_cap(flown: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["neighbours", str(flown), "--night-cap", "0"]) == 0
    assert "School (school)" in capsys.readouterr().out
    assert main(["neighbours", str(flown), "--night-cap", "0", "--json"]) == 0
    held = json.loads(capsys.readouterr().out)["night_cap"]
    assert all(row["is_kept"] == (row["most_at_night"] == 0) for row in held)
    assert main(["neighbours", str(flown), str(flown)]) == 0
    assert main(["neighbours", str(flown.parent)]) == 2


def test_a_folder_with_a_plan_alone_has_nothing_to_hear(exercises: ModuleType, tmp_path: Path):
    api.write_plan(api.plan(scenario.loads(exercises.text_of("short"))), tmp_path)
    with pytest.raises(QuestionError, match="Fly it with"):
        api.neighbours(tmp_path)


def test_variants_change_one_thing_each():
    found = {one.id: one for one in variants(load("sea-of-japan"))}
    assert list(found) == ["as-written", "wheels", "long-run", "wheels-both", "LANCE-from-RJFZ", "later-6h"]
    assert all(one.scenario is not None for one in found.values())
    assert found["wheels"].scenario.flight("LANCE").landing_mode == "conventional"
    assert found["wheels"].scenario.flight("LANCE").takeoff_mode == "short"
    moved = found["LANCE-from-RJFZ"].scenario.flight("LANCE")
    assert (moved.base, moved.diverts) == ("RJFZ", ("RJFN", "RJOH", "RJNK"))
    assert found["later-6h"].scenario.work == found["as-written"].scenario.work  # times count from the start


def test_moving_the_clock_moves_every_time_and_nothing_else():
    text = "start: 2025-12-10T20:30Z\nat: 23:15Z\nnote: 12.5 and RJTT\n"
    assert shifted_text(text, 2.0) == "start: 2025-12-10T22:30Z\nat: 01:15Z\nnote: 12.5 and RJTT\n"
    assert shifted_text(shifted_text(text, 5.5), -5.5) == text


def test_a_damaged_account_is_bad_input(flown: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from jointex.errors import InputError
    from jointex.report import build

    for name, damage in (("one", {"places": [{"id": "X"}]}), ("two", {"places": 7})):
        folder = tmp_path / name
        shutil.copytree(flown, folder)
        (folder / "communities.json").write_text(json.dumps(damage), encoding="utf-8")
        with pytest.raises(InputError, match=r"communities\.json"):
            build(folder)
        assert main(["compare", str(folder), str(flown)]) == 2
        assert "communities.json" in capsys.readouterr().err
        assert main(["neighbours", str(folder), str(flown)]) == 0  # counted anew from the runs
        capsys.readouterr()
