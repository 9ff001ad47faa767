"""A tanker on the ground is told to be there: no times, no route, and how often it flew."""

from __future__ import annotations

import copy
import dataclasses
import re

import pytest

from jointex import record, report
from jointex.cli.pages import _show_flights
from jointex.report.map import draw_maps
from jointex.report.material import gather
from jointex.report.profile import draw_profile
from jointex.report.standing_by import planned_flights, standing_words
from jointex.report.timeline import draw_timeline


@pytest.fixture(scope="module")
def planned(exercises):
    return exercises.plan("sea-of-japan")


@pytest.fixture(scope="module")
def folder(planned, tmp_path_factory):
    path = tmp_path_factory.mktemp("standing")
    record.write_plan(path, planned.to_json())
    return path


@pytest.fixture(scope="module")
def material(folder):
    return gather(record.read(folder))


def test_a_tanker_that_stands_by_has_no_times_in_the_table_of_flights(folder):
    text = report.build(folder).read_text(encoding="utf-8")
    table = text[text.index('id="flights"') : text.index('id="map-section"')]
    rows = {cells[0]: cells for row in re.findall(r"<tr>(.*?)</tr>", table, re.S) if (cells := plain(row))}
    assert "on the ground, called if SHELL drops out" in rows["SUMO"][1]
    assert [rows["SUMO"][at] for at in (4, 5, 6, 8)] == ["–"] * 4
    assert "–" not in rows["SHELL"][4:]
    assert "SUMO, 1 KC-130J, standing by" in text


def plain(row):
    return [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S)]


def test_pictures_show_no_way_that_is_not_flown(material):
    assert [flight["id"] for flight in planned_flights(material)] == ["SHELL", "DOOM", "LANCE", "CRANE"]
    colour = material.colour("SUMO")
    for picture in draw_maps(material):
        drawn = re.findall(rf'<path d="(M[^"]*)" class="route {colour}"', picture)
        assert not drawn
        assert "SUMO from" not in picture
    timeline = draw_timeline(material, 1080.0, "t")
    assert "SUMO takes off" not in timeline
    assert "SUMO stands by on the ground, called if SHELL drops out" in timeline
    assert f"bar-solid {colour}" not in timeline
    assert f'class="level {colour}"' not in draw_profile(material, 1080.0, "p")
    assert f'class="level {material.colour("SHELL")}"' in draw_profile(material, 1080.0, "p")


def test_it_is_told_in_how_many_runs_it_flew(material):
    summary = {**copy.deepcopy(material.summary), "runs": 30, "measures": {"sorties_flown.SUMO": {"value": 1 / 30}}}
    flown = dataclasses.replace(material, summary=summary)
    assert standing_words(flown, "SUMO") == "on the ground, called if SHELL drops out; flew in 1 of 30 runs"
    assert standing_words(flown, "SHELL") == ""


def test_the_table_of_a_plan_says_who_stands_by(planned, capsys):
    _show_flights(planned.to_json())
    line = next(line for line in capsys.readouterr().out.splitlines() if line.strip().startswith("SUMO"))
    assert "stands by" in line


def test_fuel_on_landing_has_one_meaning_for_a_tanker_and_its_flight(planned):
    document = planned.to_json()
    flights = {flight["id"]: flight["fuel"]["landing_kg"] for flight in document["flights"]}
    orders = document["refuelling"]
    for tanker in (*orders["tankers"], *orders["stand_ins"]):
        assert tanker["landing_kg"] == flights[tanker["id"]]
