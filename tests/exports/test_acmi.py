from __future__ import annotations

import numpy as np
import pytest
from pyacmi import Acmi

from jointex import record
from jointex.errors import InputError
from jointex.exports import acmi_text, write_acmi


@pytest.fixture(scope="module")
def folder(toy, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    plan = toy.toy_plan()
    plan["title"] = "Two, three\\and | three"
    record.write_plan(folder, plan)
    with record.Recorder(folder, plan) as recorder:
        recorder.add(**toy.toy_runs(range(3)))
    return folder


@pytest.fixture(scope="module")
def parsed(folder):
    acmi = Acmi()
    acmi.load_acmi(str(write_acmi(folder)))
    return acmi


def aircraft(acmi):
    return {thing.call_sign(): thing for thing in acmi.objects.values() if thing.call_sign()}


def test_an_independent_parser_finds_every_aircraft_and_base(parsed, folder):
    assert parsed.file_version == 2.2
    assert parsed.reference_time.isoformat() == "2025-12-10T00:00:00"
    flown = set(record.read(folder).tracks(run=0)["aircraft"].to_pylist())
    assert set(aircraft(parsed)) == flown
    assert all(thing.is_plane for thing in aircraft(parsed).values())
    bases = {thing.name for thing in parsed.objects.values() if thing.tags == "Ground+Static+Aerodrome"}
    assert bases == {"PGUA", "RJFN", "RJNK"}


def test_positions_read_back_equal_those_of_the_track(parsed, folder):
    found = aircraft(parsed)
    for row in record.read(folder).tracks(run=0).to_pylist()[::50]:
        thing, time_s = found[row["aircraft"]], row["time_s"]
        assert thing.longitude(time_s) == pytest.approx(row["longitude_deg"], abs=1e-9)
        assert thing.latitude(time_s) == pytest.approx(row["latitude_deg"], abs=1e-9)
        assert thing.altitude(time_s) == pytest.approx(row["altitude_m"], abs=1e-9)
        assert thing.yaw(time_s) == pytest.approx(row["heading_deg"], abs=1e-9)


def test_an_aircraft_is_removed_when_it_lands(parsed, folder):
    landed = record.read(folder).events(run=0, event="landed").to_pylist()
    removed = {name: thing.removed_at for name, thing in aircraft(parsed).items()}
    assert removed == pytest.approx({row["aircraft"]: row["time_s"] for row in landed})


def test_a_track_that_goes_on_after_landing_does_not_bring_an_aircraft_back(tmp_path, toy):
    plan, arrays = toy.toy_plan(), toy.toy_runs(range(1))
    extra = arrays["track"][-1:].copy()
    extra["time_s"] = 90_000.0
    arrays["track"] = np.concatenate([arrays["track"], extra])
    record.write_plan(tmp_path, plan)
    with record.Recorder(tmp_path, plan) as recorder:
        recorder.add(**arrays)
    assert "#90000" not in acmi_text(record.read(tmp_path))


def test_time_never_runs_backwards(parsed):
    assert np.all(np.diff(parsed.timeframes) > 0)


def test_signs_of_the_format_in_names_do_not_break_a_line(parsed):
    assert parsed.title == "Two\\, three/and / three"


def test_nothing_is_ever_destroyed(folder):
    text = acmi_text(record.read(folder))
    assert "Event=TakenOff|" in text
    assert "Destroyed" not in text


def test_a_turn_banks_into_itself_and_a_climb_points_up():
    from jointex.exports.acmi import _attitude_deg

    time_s = np.arange(0.0, 100.0, 10.0)
    rows = {
        "time_s": time_s,
        "true_airspeed_m_s": np.full(10, 200.0),
        "heading_deg": (350.0 + 1.5 * time_s) % 360.0,
        "altitude_m": 10.0 * time_s,
    }
    roll_deg, pitch_deg = _attitude_deg(rows)
    # tan(bank) = V w / g with w = 1.5 deg/s; sin(climb) = 10 / 200
    assert roll_deg == pytest.approx(np.full(10, np.degrees(np.arctan(200 * np.radians(1.5) / 9.80665))))
    assert pitch_deg == pytest.approx(np.full(10, np.degrees(np.arcsin(0.05))))


def test_a_run_without_track_is_bad_input_that_names_those_kept(folder):
    with pytest.raises(InputError, match=r"got 2\. Kept: 0, 1\."):
        write_acmi(folder, run=2)


def test_runs_in_which_nobody_took_off_show_the_places_alone(tmp_path, toy):
    plan, arrays = toy.toy_plan(), toy.toy_runs(range(1))
    arrays |= {name: arrays[name][:0] for name in ("track", "event")}
    record.write_plan(tmp_path, plan)
    with record.Recorder(tmp_path, plan) as recorder:
        recorder.add(**arrays)
    acmi = Acmi()
    acmi.load_acmi(str(write_acmi(tmp_path)))
    assert aircraft(acmi) == {}
    assert {thing.name for thing in acmi.objects.values()} >= {"PGUA", "RJFN", "RJNK"}
