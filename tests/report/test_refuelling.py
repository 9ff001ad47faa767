from __future__ import annotations

import copy
import dataclasses
import itertools
import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from jointex import record, report
from jointex.planning.tankers.findings import tanker_findings
from jointex.planning.tankers.sheet import search_times_s
from jointex.report.gantt import assign_lanes, contact_starts_s
from jointex.report.material import gather
from jointex.report.refuelling import refuelling_plan
from jointex.report.tracks import racetrack_deg
from jointex.report.words import place_words


def words_of(text):
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<(style|svg).*?</\1>", " ", text, flags=re.S)).split())


def pictures_of(text):
    return {
        found[1]: found[0] for found in re.finditer(r'<svg xmlns[^>]*aria-labelledby="(\S+)-t .*?</svg>', text, re.S)
    }


def built(folder, plan):
    record.write_plan(folder, plan)
    return report.build(folder).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plan(toy, gas):
    return gas.with_tanker(toy.toy_plan())


@pytest.fixture(scope="module")
def text(plan, tmp_path_factory):
    return built(tmp_path_factory.mktemp("gas"), plan)


@pytest.fixture(scope="module")
def words(text):
    return words_of(text)


def test_a_plan_without_tankers_has_no_section_on_refuelling(toy, tmp_path):
    text = built(tmp_path, toy.toy_plan())
    assert 'id="refuelling"' not in text
    assert not {"gantt", "map-fuel"} & set(pictures_of(text))


def test_orders_tell_place_times_fuel_abort_and_slack(words):
    for told in (
        "ARIP 36°54.0′N 133°54.0′E",
        "ARCP 36°18.0′N 133°12.0′E",
        "Exit 36°18.0′N 134°12.0′E",
        "At the tanker 06:02Z with 2,480 kg",
        "Contacts 06:05Z, 06:09Z",
        "On-load 900 kg (2.0 klb)",
        "At least 350 kg",
        "Abort fuel 1,720 kg (3.8 klb) to RJFZ",
        "Slack 13 min; 560 kg over the abort fuel",
        "Instead TEXACO",
    ):
        assert told in words


def test_the_schedule_tells_what_each_tanker_gives_and_lands_with(words):
    assert re.search(r"SHELL KC-130J US, 2 drogue RJOI \S* ?OKI FL200, 321 kt 05:10Z to 07:05Z 05:45Z to 06:30Z", words)
    assert "26.0 2.7 14.6 13.9 reserve 2.0" in words


def test_the_page_says_why_a_boom_cannot_serve_a_probe(words):
    assert "KC-767J cannot serve F-35B : The KC-767J has a boom and no drogue; the F-35B takes fuel by probe." in words
    assert "KC-130J cannot serve" not in words


def test_every_gate_has_its_source_and_date(words):
    assert "KC-130J F-35B pods technical Open cleared at FL200 a list in print 2024-05-01" in words
    assert "KC-130J F-35B pods legal Unknown relied on no text names it – –" in words


def test_the_proof_tells_value_bound_gap_and_time_of_every_objective(plan, gas, words, tmp_path):
    assert "Fewest tanker sorties 1 sortie 1 sortie none Proven – " in words
    record.write_plan(tmp_path, plan)
    record.write_manifest(tmp_path, seed=1, n_runs=0, timings_s=search_times_s(gas.tanker_plan()))
    timed = words_of(report.build(tmp_path).read_text(encoding="utf-8"))
    assert "Fewest tanker sorties 1 sortie 1 sortie none Proven 0.21 s" in timed
    assert "Least fuel 41,200 kg 40,800 kg 1 % Not proven 2.50 s" in timed


def test_a_clash_tells_every_demand_and_way_out_and_draws_no_tanker(toy, gas, tmp_path):
    text = built(tmp_path, gas.with_tanker(toy.toy_plan(), gas.no_tanker_plan()))
    words = words_of(text)
    for told in (
        "What clashes",
        *gas.no_tanker_plan().clash.demands,
        "LANCE meets 20 min later",
        "not followed to the end",
    ):
        assert told in words
    assert words.index("LANCE meets 20 min later") < words.index("One more KC-130J at RJOI")
    assert not {"gantt", "map-fuel"} & set(pictures_of(text))


@pytest.mark.parametrize(
    ("tried", "words"),
    [
        (
            ("other diverts", "one more tanker"),
            "No single change of those tried helps: other diverts; one more tanker.",
        ),
        ((), "No way out was looked for in the time there was."),
    ],
)
def test_a_clash_without_a_way_out_says_so(toy, gas, tmp_path, tried, words):
    clashing = gas.no_tanker_plan()
    plan = dataclasses.replace(clashing, ways_out=(), clash=dataclasses.replace(clashing.clash, tried=tried))
    assert words in words_of(built(tmp_path, gas.with_tanker(toy.toy_plan(), plan)))
    (conflict,) = (one for one in tanker_findings(plan) if one.severity == "conflict")
    assert words.removesuffix(".") in conflict.text


def test_pictures_of_refuelling_keep_their_texts_inside_and_say_what_they_show(text):
    pictures = pictures_of(text)
    for name in ("gantt", "gantt-narrow", "map-fuel", "ladder-LANCE", "ladder-SHELL"):
        picture = ET.fromstring(pictures[name])
        width, height = map(float, picture.attrib["viewBox"].split()[2:])
        assert len(picture[1].text) > 40
        for label in picture.iter("{http://www.w3.org/2000/svg}text"):
            assert 0 <= float(label.attrib["x"]) <= width
            assert 0 < float(label.attrib["y"]) <= height


def test_the_gantt_has_a_bar_for_every_bracket_as_long_as_it_lasts(text, plan):
    picture = ET.fromstring(pictures_of(text)["gantt"])
    drawn = list(picture.iter("{http://www.w3.org/2000/svg}rect"))
    rects = {rect.attrib["class"]: rect for rect in reversed(drawn)}
    bracket, tanker = plan["refuelling"]["brackets"][0], plan["refuelling"]["tankers"][0]
    pixels_per_s = float(rects["on-track"].attrib["width"]) / (tanker["off_s"] - tanker["on_s"])
    contacts_s = float(rects["bar-solid f1"].attrib["width"]) / pixels_per_s
    # coordinates have one decimal: 0.1 px on each of two widths
    done_s = bracket["last_contact_s"] + bracket["contact_s"]
    assert contacts_s == pytest.approx(done_s - bracket["first_contact_s"], abs=0.25 / pixels_per_s)
    waiting_s = float(rects["queue f1"].attrib["width"]) / pixels_per_s
    assert waiting_s == pytest.approx(bracket["first_contact_s"] - bracket["arrive_s"], abs=0.25 / pixels_per_s)


def test_the_ladder_draws_the_abort_line_at_the_abort_fuel(text, plan):
    picture = ET.fromstring(pictures_of(text)["ladder-LANCE"])
    lines = {line.attrib["class"]: line for line in picture.iter("{http://www.w3.org/2000/svg}line")}
    reserve, bingo = (float(lines[f"limit {word}"].attrib["y1"]) for word in ("reserve", "bingo"))
    flight = next(flight for flight in plan["flights"] if flight["id"] == "LANCE")
    kg_per_pixel = (flight["fuel"]["bingo_kg"] - flight["fuel"]["reserve_kg"]) / (reserve - bingo)
    abort_kg = flight["fuel"]["reserve_kg"] + kg_per_pixel * (reserve - float(lines["limit abort"].attrib["y1"]))
    assert abort_kg == pytest.approx(plan["refuelling"]["brackets"][0]["abort_kg"], abs=0.2 * kg_per_pixel)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9), st.integers(0, 5)), max_size=12))
def test_brackets_drawn_in_one_lane_never_overlap(times):
    brackets = [
        {"arrive_s": float(arrive), "leave_s": float(arrive + stay), "slack_s": float(slack)}
        for arrive, stay, slack in sorted(times)
    ]
    lanes = {}
    for lane, bracket in assign_lanes(brackets):
        lanes.setdefault(lane, []).append(bracket)
    for own in lanes.values():
        for before, after in itertools.pairwise(own):
            assert before["leave_s"] + before["slack_s"] <= after["arrive_s"]


@given(st.integers(1, 12), st.integers(1, 3))
def test_contacts_begin_at_the_first_and_last_moment_of_the_bracket(count, at_once):
    starts = contact_starts_s({"at_once": at_once, "first_contact_s": 100.0, "last_contact_s": 700.0}, count)
    assert len(starts) == math.ceil(count / at_once)
    assert starts[0] == 100.0
    assert len(starts) == 1 or starts[-1] == 700.0


@pytest.mark.parametrize("turn", ["left", "right"])
def test_a_track_is_drawn_with_the_legs_and_turns_it_has(plan, turn):
    track = {**plan["refuelling"]["tracks"][0], "turn": turn, "course_deg": 350.0}
    ring = racetrack_deg(track)
    first, far = ring[0], ring[11]
    leg = Geodesic.WGS84.Inverse(*first, *far)
    assert (leg["s12"], leg["azi1"] % 360.0) == pytest.approx((track["leg_m"], 350.0))
    lines = [Geodesic.WGS84.Inverse(*far, *point) for point in ring[12:36]]
    widest = max(lines, key=lambda line: line["s12"])
    # the turn ends abeam, two radii away; a plane for an ellipsoid over 90 km: 1 %
    assert widest["s12"] == pytest.approx(2.0 * track["radius_m"], rel=0.01)
    bend_deg = (widest["azi1"] - 350.0 + 180.0) % 360.0 - 180.0
    assert bend_deg == pytest.approx(-90.0 if turn == "left" else 90.0, abs=2.0)
    back = Geodesic.WGS84.Inverse(*ring[-1], *first)["s12"]
    assert back < 1.0


def test_a_pair_with_one_closed_gate_is_closed_and_unknown_ones_count_only_if_relied_on(plan, tmp_path):
    changed = copy.deepcopy(plan)
    for gate in changed["refuelling"]["gates"]:
        gate["relied_on"] = False
    record.write_plan(tmp_path, changed)
    shown = refuelling_plan(gather(record.read(tmp_path)))
    assert [row["cells"][0]["word"] for row in shown["matrix"]] == ["unknown", "closed"]
    assert [reason["tanker"] for reason in shown["reasons"]] == ["KC-130J", "KC-767J"]


def test_many_brackets_are_drawn_and_folded(plan, tmp_path):
    changed = copy.deepcopy(plan)
    own = changed["refuelling"]["brackets"][0]
    keys = ("arrive_s", "first_contact_s", "last_contact_s", "leave_s")
    changed["refuelling"]["brackets"] = [
        {**own, "id": f"LANCE-{n}", **{key: own[key] + 900.0 * n for key in keys}} for n in range(9)
    ]
    changed["refuelling"]["tankers"][0]["off_s"] += 9000.0
    text = built(tmp_path, changed)
    assert "<details><summary>Orders in full" in text
    assert pictures_of(text)["gantt"].count("bar-solid") == 9


def test_places_read_as_crews_enter_them():
    assert place_words((36.3, 133.2)) == "36°18.0′N 133°12.0′E"
    assert place_words((-0.5, -179.99999)) == "00°30.0′S 180°00.0′W"
    assert place_words(tuple(np.array([59.99999, 9.05]))) == "60°00.0′N 009°03.0′E"
