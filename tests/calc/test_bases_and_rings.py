"""Which bases a load can use, and how far one reaches: beside single questions, and beside the ellipsoid."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from jointex import calc, cards
from jointex.errors import CardError, QuestionError
from jointex.report.reach import circle_deg, draw_bases, draw_rings
from jointex.units import NAUTICAL_MILE_M

ISLANDS = ("RJDT", "RJDB", "RJFE", "RJNO", "RORS", "ROMY", "ROIG", "ROYN", "RJAW", "RJKA", "RODE")


def test_every_island_strip_of_the_theatre_has_a_card_with_a_runway():
    for code in ISLANDS:
        assert cards.base(code).longest_runway_m > 350.0


def test_a_base_in_the_list_is_judged_as_a_single_question_judges_it():
    answer = calc.bases("KC-46A", "RJNK", within_nm=300.0, mass_kg=160_000.0, oat_c=30.0)
    assert answer.n_bases == len(answer.bases) > 5
    assert [use.distance_nm for use in answer.bases] == sorted(use.distance_nm for use in answer.bases)
    for use in answer.bases[:4]:
        up = calc.takeoff("KC-46A", base=use.base, mass_kg=160_000.0, oat_c=30.0)
        down = calc.landing("KC-46A", base=use.base, mass_kg=answer.landing_mass_kg, oat_c=30.0)
        assert use.takeoff_m == pytest.approx(up.field_length_m)
        assert use.landing_m == pytest.approx(down.field_length_m)
        assert use.ok == (up.ok and bool(down.ok))
        assert bool(use.reason) != use.ok


def test_more_load_never_opens_a_base():
    light, heavy = (calc.bases("F-35A", "RODN", payload_kg=load_kg) for load_kg in (0.0, 5000.0))
    assert {use.base for use in heavy.bases if use.ok} <= {use.base for use in light.bases if use.ok}
    assert heavy.mass_kg > light.mass_kg


def test_short_and_vertical_open_what_wheels_cannot_use():
    opened = {mode: calc.bases("F-35B", "RJFN", mode=mode) for mode in ("conventional", "short", "vertical")}
    n_ok = [opened[mode].n_ok for mode in ("conventional", "short", "vertical")]
    assert n_ok == sorted(n_ok)
    assert n_ok[0] < n_ok[2]
    assert all(use.landing_m == 0.0 for use in opened["vertical"].bases)


def test_heat_closes_vertical_landings_with_a_reason_in_kilograms():
    hot = calc.bases("F-35B", "RJFN", within_nm=150.0, mode="vertical", oat_c=50.0)
    assert hot.n_ok == 0
    assert all("kg above the greatest landing mass" in use.reason for use in hot.bases)


def test_the_world_tables_add_airfields_and_leave_cards_as_they_are():
    own, world = (calc.bases("C-17A", "RJTY", within_nm=100.0, world=is_world) for is_world in (False, True))
    assert {use.base for use in own.bases} < {use.base for use in world.bases}
    by_code = {use.base: use for use in world.bases}
    assert by_code["RJTT"].runway_m > 2500.0
    assert all(by_code[use.base] == use for use in own.bases)


def test_every_base_lies_within_the_distance_asked_for():
    answer = calc.bases("F-16C", "38.5,134.5", within_nm=400.0, world=True)
    for use in answer.bases[:: max(1, len(answer.bases) // 20)]:
        line = Geodesic.WGS84.Inverse(38.5, 134.5, use.latitude_deg, use.longitude_deg)
        assert line["s12"] / NAUTICAL_MILE_M == pytest.approx(use.distance_nm, rel=1e-9)
        assert use.distance_nm <= 400.0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"near": "Komatzu"}, "Komatsu"),
        ({"within_nm": math.inf}, "--within-nm"),
        ({"within_nm": 1e9}, "1 to 3,000 NM"),
        ({"mass_kg": 1e6}, "kg empty"),
        ({"mass_kg": 20_000.0, "payload_kg": 100.0}, "must be left out"),
        ({"fuel_kg": 1e5}, "Tanks hold"),
        ({"oat_c": math.nan}, "--oat-c"),
        ({"wind_kt": -1.0}, "kt"),
        ({"mode": "vertical"}, "no vertical landing"),
        ({"mode": "hover"}, "conventional or short or vertical"),
    ],
)
def test_bad_questions_about_bases_say_what_must_hold(options, said):
    with pytest.raises(QuestionError, match=said):
        calc.bases("F-15J", **{"near": "RJNK", **options})


def test_rings_are_radius_and_range_of_the_same_load():
    load = {"external_tanks": 2, "stores": {"MISSILE-MEDIUM": 4}, "reserve": "none"}
    answer = calc.rings("F-15J", ["RJNK", "38.5,134.5"], **load)
    assert answer.radius_nm == pytest.approx(calc.radius("F-15J", **load).radius_nm)
    assert answer.range_nm == pytest.approx(calc.range_("F-15J", **load).range_nm)
    assert [ring.place for ring in answer.rings] == ["RJNK Komatsu", "38.5,134.5"]
    assert answer.rings[0].bases_in_radius < answer.rings[0].bases_in_range


def test_rings_say_all_that_is_wrong():
    with pytest.raises(CardError) as caught:
        calc.rings("F-15X", ["Komatzu", "91,0"], station_min=-1.0)
    assert len(caught.value.faults) == 4
    with pytest.raises(QuestionError, match="1 to 12 times"):
        calc.rings("F-15J", [])


@pytest.mark.parametrize("middle", [(32.0, 131.5), (89.0, 10.0), (-17.0, 179.9), (13.6, 144.9)])
@pytest.mark.parametrize("radius_nm", [50.0, 2000.0, 8000.0])
def test_every_point_of_a_circle_lies_at_its_radius(middle, radius_nm):
    circle = circle_deg(*middle, radius_nm)
    assert np.abs(np.diff(circle[:, 1])).max() < 180.0
    for latitude_deg, longitude_deg in circle[::40]:
        line = Geodesic.WGS84.Inverse(*middle, latitude_deg, longitude_deg)
        assert line["s12"] == pytest.approx(radius_nm * NAUTICAL_MILE_M, abs=0.01)


def test_pictures_are_sound_and_name_what_they_show():
    reach = calc.rings("F-35B", ["RJFN", "ROIG"])
    picture = draw_rings(reach.rings, "F-35B", "internal fuel")
    assert "RJFN Nyutabaru" in picture
    assert f"{reach.radius_nm:,.0f} NM out and back" in picture
    found = calc.bases("B-52H", "38.5,134.5", within_nm=600.0)
    bases = draw_bases(found.bases, (found.near, found.latitude_deg, found.longitude_deg), 600.0, "B-52H", "heavy")
    root = ET.fromstring(bases)
    marks = [dot.get("class") for dot in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert marks.count("yes") == found.n_ok + 1  # and one of the legend
    assert marks.count("no") == found.n_bases - found.n_ok + 1
    ET.fromstring(picture)


def test_rings_too_wide_for_a_chart_go_on_the_map_of_the_world():
    reach = calc.rings("B-52H", ["PGUA", "KBAD"])
    root = ET.fromstring(draw_rings(reach.rings, "B-52H", ""))
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "KBAD Barksdale" in words
    assert "60°S" in words
