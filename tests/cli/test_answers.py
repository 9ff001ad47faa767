"""`jointex calc`: the keys others script against, signs, and how little it loads."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from jointex.cli import main

QUESTIONS = {
    "airspeed": (["--mach", "0.78", "--fl", "FL350"], {"tas_kt", "cas_kt", "mach"}),
    "distance": (["RJFN", "RJNK"], {"distance_nm", "course_deg"}),
    "leg": (
        ["--aircraft", "F-15J", "--from", "RJNK", "--to", "RJFN", "--level", "280"],
        {"distance_nm", "block_time_h", "fuel_kg", "landing_fuel_kg", "feasible"},
    ),
    "radius": (
        ["--aircraft", "F-35A", "--station-min", "30", "--reserve", "none", "--store", "MISSILE-MEDIUM=4"],
        {"radius_nm", "time_h", "phases"},
    ),
    "endurance": (["--aircraft", "E-767", "--radius-nm", "500"], {"station_h", "radius_nm", "time_h", "phases"}),
    "takeoff": (
        ["--aircraft", "F-15J", "--base", "RJNK", "--oat-c", "30"],
        {"ground_roll_m", "field_length_m", "ok"},
    ),
    "landing": (
        ["--aircraft", "F-35B", "--mode", "vertical"],
        {"max_landing_mass_kg", "bring_back_kg", "field_length_m"},
    ),
    "bases": (
        ["--aircraft", "F-35B", "--near", "RODN", "--within-nm", "200", "--mode", "vertical"],
        {"bases", "n_bases", "n_ok"},
    ),
    "rings": (["--aircraft", "F-35B", "--base", "RJFN", "--base", "38.5,134.5"], {"radius_nm", "range_nm", "rings"}),
    "range": (["--aircraft", "F-15J", "--reserve", "none"], {"range_nm", "time_h", "fuel_kg"}),
    "rendezvous": (
        ["--tanker-tas-kt", "400", "--receiver-tas-kt", "450", "--bank-deg", "25", "--lead-nm", "1"],
        {"offset_nm", "turn_range_nm", "turn_time_s"},
    ),
    "offload": (["--tanker", "KC-46A", "--radius-nm", "1000"], {"offload_kg"}),
    "transfer": (["--tanker", "KC-46A", "--receiver", "F-35B", "--kg", "3000"], {"contact_min", "total_min"}),
    "brackets": (
        ["--aircraft", "F-15J", "--from", "RJNK", "--to", "PGUA", "--tanker", "KC-767J", "--count", "4"],
        {"brackets", "uplift_per_bracket_kg", "interval_min", "tankers"},
    ),
    "detection": (
        ["--sensor", "F-35B", "--target", "F-15J"],
        {"range_nm", "low_nm", "high_nm", "horizon_nm", "limited_by"},
    ),
    "link": (["--from", "F-2A", "--to", "F-35B", "--via", "E-767"], {"hears", "link", "age_s", "error_nm", "by"}),
    "shot": (
        ["--missile", "MISSILE-MEDIUM"],
        {"max_range_nm", "low_nm", "high_nm", "no_escape_nm", "min_range_nm", "time_of_flight_s"},
    ),
}


def ask(capsys, *words):
    """Return the JSON answer of a question."""
    assert main(["calc", *words, "--json"]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_carry_the_promised_keys_and_what_they_assume(question, capsys):
    words, keys = QUESTIONS[question]
    answer = ask(capsys, question, *words)
    assert keys <= answer.keys()
    assert answer["assumptions"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_people_get_a_table(question, capsys):
    assert main(["calc", question, *QUESTIONS[question][0]]) == 0
    shown = capsys.readouterr().out
    assert "assumptions" in shown
    assert "{" not in shown


def test_negative_head_wind_is_tail_wind(capsys):
    words = ("leg", "--aircraft", "B-52H", "--from", "PGUA", "--to", "RJTY", "--headwind-kt")
    times = [ask(capsys, *words, wind)["block_time_h"] for wind in ("-30", "0", "30")]
    assert times == sorted(times)
    assert times[0] < times[2]


def test_places_south_and_west_need_no_quoting(capsys):
    sydney_lima = ask(capsys, "distance", "-33.95,151.18", "-12.02,-77.11")
    lima_sydney = ask(capsys, "distance", "-12.02,-77.11", "-33.95,151.18")
    assert sydney_lima["distance_nm"] == pytest.approx(lima_sydney["distance_nm"], rel=1e-12)


def test_level_is_taken_with_and_without_letters(capsys):
    answers = [ask(capsys, "airspeed", "--kias", "300", "--fl", level) for level in ("280", "FL280", "fl280")]
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    "words",
    [
        ["airspeed", "--fl", "280"],
        ["airspeed", "--kias", "300", "--mach", "0.8", "--fl", "280"],
        ["airspeed", "--kias", "nan", "--fl", "280"],
        ["airspeed", "--kias", "-5", "--fl", "280"],
        ["airspeed", "--kias", "300", "--fl", "FL9999"],
        ["distance", "RJFN", "QQQQ"],
        ["distance", "RJFN", "91,0"],
        ["distance", "RJFN"],
        ["leg", "--aircraft", "B-52Z", "--from", "PGUA", "--to", "RJTY"],
        ["leg", "--aircraft", "B-52H", "--from", "PGUA", "--to", "PGUA"],
        ["leg", "--aircraft", "B-52H", "--from", "PGUA", "--to", "RJTY", "--fuel-kg", "-1"],
        ["leg", "--aircraft", "B-52H", "--from", "PGUA", "--to", "RJTY", "--payload-kg", "1e9"],
        ["range", "--aircraft", "B-52H", "--external-tanks", "9"],
        ["range", "--aircraft", "F-15J", "--reserve", "some"],
        ["takeoff", "--aircraft", "F-15J"],
        ["takeoff", "--aircraft", "F-15J", "--base", "RJNK", "--runway-m", "900"],
        ["landing", "--aircraft", "F-15J", "--mode", "vertical"],
        ["radius", "--aircraft", "F-15J", "--store", "TANK-600"],
        ["radius", "--aircraft", "F-15J", "--store", "TANK-600=x"],
        ["radius", "--aircraft", "F-15J", "--profile", "lo"],
        ["radius", "--aircraft", "F-15J", "--plot", "radius.pdf"],
        ["radius", "--aircraft", "F-15J", "--plot", "no/such/folder/radius.svg"],
        ["rings", "--aircraft", "F-15J"],
        ["bases", "--aircraft", "F-15J", "--near", "RJNK", "--within-nm", "inf"],
        ["takeoff", "--aircraft", "F-35B", "--ship", "JS-KAGU", "--mode", "short"],
        ["takeoff", "--aircraft", "F-35B", "--runway-m", "300", "--sea-state", "4"],
        ["endurance", "--aircraft", "F-15J"],
        ["rendezvous", "--tanker-tas-kt", "400", "--receiver-tas-kt", "450", "--bank-deg", "0", "--lead-nm", "1"],
        ["offload", "--tanker", "F-15J", "--radius-nm", "500"],
        ["transfer", "--tanker", "KC-767J", "--receiver", "F-35B", "--kg", "3000"],
        ["brackets", "--aircraft", "F-35B", "--from", "PHNL", "--to", "RJOI", "--tanker", "KC-46A"],
        ["endurance", "--aircraft", "F-15J", "--radius-nm", "3000"],
    ],
)
def test_bad_questions_leave_with_2_and_say_why(words, capsys):
    assert main(["calc", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("jointex: ")
    assert "Traceback" not in captured.err
    assert "a fault of Jointex" not in captured.err


PICTURES = {
    "radius": ["--aircraft", "F-35A"],
    "range": ["--aircraft", "C-17A"],
    "takeoff": ["--aircraft", "F-15J", "--base", "RORS"],
    "landing": ["--aircraft", "F-35B", "--mode", "vertical"],
    "bases": ["--aircraft", "F-35B", "--near", "RODN", "--within-nm", "100"],
    "rings": ["--aircraft", "F-35B", "--base", "RJFN"],
    "rendezvous": ["--tanker-tas-kt", "400", "--receiver-tas-kt", "450", "--bank-deg", "25", "--lead-nm", "1"],
    "offload": ["--tanker", "KC-130J", "--radius-nm", "500"],
    "brackets": ["--aircraft", "F-15J", "--from", "RJNK", "--to", "PGUA", "--tanker", "KC-767J", "--rule", "minimum"],
}


@pytest.mark.parametrize("question", PICTURES)
def test_questions_draw_their_answer(question, tmp_path, capsys):
    picture = tmp_path / f"{question}.svg"
    assert main(["calc", question, *PICTURES[question], "--plot", str(picture), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    assert picture.read_text(encoding="utf-8").startswith("<svg ")


def test_a_leg_beyond_the_fuel_still_gets_its_times(capsys):
    answer = ask(capsys, "leg", "--aircraft", "F-35B", "--from", "RJFN", "--to", "PHNL")
    assert answer["feasible"] is False
    assert answer["block_time_h"] > 5
    assert "kg" in answer["reason"]


def test_a_question_loads_no_compiler():
    code = (
        "import sys; from jointex.cli import main; "
        "code = main(['calc', 'leg', '--aircraft', 'B-52H', '--from', 'PGUA', '--to', 'RJTY', '--json']); "
        "assert code == 0; assert not {'numba', 'pyarrow', 'altair', 'duckdb'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
