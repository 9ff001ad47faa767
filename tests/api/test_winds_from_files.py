"""A file of winds goes with its exercise: into the plan, the run folder, its manifest, and runs taken up again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jointex import api
from jointex.earth import winds
from jointex.errors import InputError, QuestionError, ScenarioError
from jointex.record import read

CSV = "altitude_ft,from_deg,speed_kt,temperature_c,sd_kt\n0, 300, 12, 10, 4\n20000, 280, 70, -28, 12\n34000, 270, 110, -54, 16\n"


def exercise(folder: Path, exercises: ModuleType, content: Any, **more: Any) -> Path:
    """Write an exercise with its winds beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "aloft").mkdir(exist_ok=True)
    (folder / "aloft" / "winds.csv").write_text(content, encoding="utf-8")
    path = folder / "short.yaml"
    changes = {"winds": {"kind": "file", "file": "aloft/winds.csv", **more}}
    path.write_text(exercises.text_of("short", changes), encoding="utf-8")
    return path


def test_the_winds_go_with_the_run_and_it_can_be_repeated_and_taken_up(exercises: ModuleType, tmp_path: Path) -> None:
    path = exercise(tmp_path / "mine", exercises, CSV)
    folder = api.run(path, runs=4, out=tmp_path / "run", workers=1)
    manifest = read(folder).manifest
    sha256 = hashlib.sha256(CSV.encode()).hexdigest()
    assert (folder / "aloft" / "winds.csv").read_text(encoding="utf-8") == CSV
    assert manifest["files"]["aloft/winds.csv"]["sha256"] == sha256
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert plan["winds"]["sha256"] == sha256
    assert plan["winds"]["file"] == "aloft/winds.csv"
    assert "file aloft/winds.csv" in (folder / "report.html").read_text(encoding="utf-8")
    again = api.run(folder / "scenario.yaml", runs=4, out=tmp_path / "again", workers=1, report=False)
    assert read(again).manifest["content_sha256"] == manifest["content_sha256"]
    api.run(folder / "scenario.yaml", runs=6, out=folder, workers=1, resume=True, report=False)
    whole = api.run(path, runs=6, out=tmp_path / "whole", workers=1, report=False)
    assert read(folder).manifest["content_sha256"] == read(whole).manifest["content_sha256"]
    exercise(tmp_path / "mine", exercises, CSV.replace("110", "90"))
    with pytest.raises(QuestionError, match="must find the runs of this scenario"):
        api.run(path, runs=8, out=folder, resume=True)


def test_wind_error_moves_runs_where_the_file_or_the_scenario_gives_a_spread(
    exercises: ModuleType, tmp_path: Path
) -> None:
    calm = CSV.replace(",sd_kt", "").replace(", 4\n", "\n").replace(", 12\n", "\n").replace(", 16\n", "\n")
    only = {"uncertainty": {"wind_error": {"share_of_day_to_day_spread": 0.5}}}
    landed = {}
    for name, content, more in (
        ("none", calm, {}),
        ("file", CSV, {}),
        ("figure", calm, {"sd": "16 kt"}),
        ("climatology", calm, {"sd": "climatology"}),
    ):
        exercise(tmp_path / name, exercises, content)
        changes = {**only, "winds": {"kind": "file", "file": "aloft/winds.csv", **more}}
        (tmp_path / name / "short.yaml").write_text(exercises.text_of("short", changes), encoding="utf-8")
        runs = exercises.fly(api.plan(tmp_path / name / "short.yaml"), range(4))
        landed[name] = {round(float(value), 3) for value in runs.tallies["landed_kg"][runs.tallies["aircraft"] == 0]}
    assert len(landed["none"]) == 1
    assert all(len(landed[name]) == 4 for name in ("file", "figure", "climatology"))


def test_a_file_made_from_the_climatology_gives_the_climatologys_plan(exercises: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("xarray", reason="needs the extra `winds`, which the extra `test` brings")
    import numpy as np
    import xarray

    from jointex.earth.atmosphere import exact_temperature_k, geopotential_height_m

    month = winds.climatology(12)
    altitudes, axes = month.pressure_altitudes_m, ("latitude", "longitude", "altitude")
    fields = {
        "ua": (month.east_wind_m_s, "m s-1"),
        "va": (month.north_wind_m_s, "m s-1"),
        "ta": (month.temperature_deviation_k + exact_temperature_k(altitudes), "K"),
        "zg": (np.vectorize(geopotential_height_m)(month.height_difference_m + altitudes), "m"),
    }
    xarray.Dataset(
        {name: (axes, values, {"units": unit}) for name, (values, unit) in fields.items()},
        coords={
            "latitude": ("latitude", month.latitudes_deg, {"units": "degrees_north"}),
            "longitude": ("longitude", month.longitudes_deg, {"units": "degrees_east"}),
            "altitude": ("altitude", altitudes, {"units": "m"}),
        },
    ).to_netcdf(tmp_path / "december.nc", engine="scipy")
    path = tmp_path / "short.yaml"
    changes = {"winds": {"kind": "file", "file": "december.nc", "sd": "climatology", "month": 12}}
    path.write_text(exercises.text_of("short", changes), encoding="utf-8")
    own = api.plan(path)
    shipped = exercises.plan("short", {"winds": {"kind": "climatology", "month": 12}})
    np.testing.assert_allclose(own.weather.nodes, month.nodes, atol=1e-6)
    for mine, theirs in zip(own.flights, shipped.flights, strict=True):
        # heights go through geopotential and back: last bits of nodes, thousandths of a kilogram of fuel
        assert mine.takeoff_time_s == pytest.approx(theirs.takeoff_time_s, abs=0.05)
        assert mine.fuel.landing_kg == pytest.approx(theirs.fuel.landing_kg, abs=0.1)
        assert mine.fuel.bingo_kg == pytest.approx(theirs.fuel.bingo_kg, abs=0.1)


BROKEN = {
    "a path that leads out": ({"file": "../winds.csv"}, "winds.file must be a path inside the folder of the scenario"),
    "an absolute path": ({"file": "/winds.csv"}, "winds.file must be a path inside the folder of the scenario"),
    "another kind of file": ({"file": "winds.grib"}, "winds.file must be a file of winds ending in .nc, .nc4, .cdf, .csv"),
    "a misspelt name": ({"file": "wind.csv"}, "winds.file must be a file that is there; got wind.csv. Did you mean winds.csv"),
    "no file": ({}, "winds.file must be given where the kind is file"),
    "a link that leads out": ({"file": "link.csv"}, "winds.file must not lead out of the folder of the scenario"),
    "a wrong spread": ({"file": "winds.csv", "sd": "a lot"}, "winds.sd must be a speed, such as 310 kt; got a lot"),
    "a month": ({"file": "winds.csv", "month": 3}, "winds.month only goes with kind: climatology"),
    "a broken file": ({"file": "bad.csv"}, "bad.csv:2 from_deg must be between 0 and 360; got 900"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_a_file_of_winds_is_told_at_load_time(
    exercises: ModuleType, tmp_path: Path, name: str
) -> None:
    more, wanted = BROKEN[name]
    (tmp_path / "outside.csv").write_text(CSV, encoding="utf-8")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "winds.csv").write_text(CSV, encoding="utf-8")
    (folder / "bad.csv").write_text(CSV.replace("300,", "900,"), encoding="utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    path = folder / "short.yaml"
    path.write_text(exercises.text_of("short", {"winds": {"kind": "file", **more}}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        api.load(path)
    assert any(wanted in str(fault) for fault in caught.value.faults), str(caught.value)


def test_layers_take_their_spread_from_the_layer_or_from_all(exercises: ModuleType) -> None:
    rows = [
        {"level": "FL100", "from": "270 deg", "speed": "30 kt", "sd": "5 m/s"},
        {"level": "FL300", "from": "270 deg", "speed": "60 kt"},
    ]
    plan = exercises.plan("short", {"winds": {"kind": "layers", "layers": rows, "sd": "9 m/s"}})
    day = plan.weather.no_departures + 1.0
    for level_m, wanted in ((3048.0, 5.0), (6096.0, 7.0), (9144.0, 9.0)):
        mean, moved = plan.weather.at(36.0, 135.0, level_m), plan.weather.at(36.0, 135.0, level_m, day)
        assert moved.east_wind_m_s - mean.east_wind_m_s == pytest.approx(wanted, abs=0.03)
    with pytest.raises(ScenarioError, match=r"winds\.sd only goes with kind: layers or file"):
        exercises.exercise("short", {"winds": {"kind": "none", "sd": "9 m/s"}})
