"""Meeting a tanker, as planners ask: the worked example, the wind as crews say it, and what cannot be asked."""

from __future__ import annotations

import math

import pytest

from jointex import calc
from jointex.errors import QuestionError
from jointex.report.meeting import draw_meeting

EXAMPLE = (400.0, 450.0, 25.0, 1.0)


def test_the_worked_example() -> None:
    # offset 10.0 NM and turn range 21.2 NM; two degrees less bank: 0.7 NM behind and 1 NM wide; 20 kt more: 0.8 NM lost
    answer = calc.rendezvous(*EXAMPLE)
    assert answer.offset_nm == pytest.approx(10.0, abs=0.05)
    assert answer.turn_range_nm == pytest.approx(21.2, abs=0.05)
    assert answer.turn_time_s == pytest.approx(141.4, abs=0.1)
    late, less_bank, faster = answer.misses
    assert late.lead_nm == pytest.approx(1.0 - 850.0 / 360.0)
    assert (less_bank.lead_nm, less_bank.aside_nm) == pytest.approx((-0.74, -0.99), abs=0.01)
    assert faster.lead_nm - 1.0 == pytest.approx(-0.785, abs=0.005)


def test_wind_is_given_as_crews_say_it() -> None:
    # the receiver flies north, the tanker turns left and so comes from the west: against an east wind it turns a shorter way
    still = calc.rendezvous(*EXAMPLE).offset_nm
    from_east = calc.rendezvous(*EXAMPLE, wind_kt=60.0, wind_from_deg=90.0, track_deg=360.0)
    from_west = calc.rendezvous(*EXAMPLE, wind_kt=60.0, wind_from_deg=270.0, track_deg=0.0)
    assert from_east.offset_nm < still < from_west.offset_nm
    mirrored = calc.rendezvous(*EXAMPLE, wind_kt=60.0, wind_from_deg=270.0, turn="right")
    assert mirrored.offset_nm == pytest.approx(from_east.offset_nm)
    head_wind = calc.rendezvous(*EXAMPLE, wind_kt=60.0, wind_from_deg=0.0)
    assert head_wind.offset_nm == pytest.approx(still)
    assert head_wind.receiver_ground_kt == pytest.approx(390.0)


def test_track_and_wind_turned_together_change_nothing() -> None:
    answers = [
        calc.rendezvous(*EXAMPLE, wind_kt=70.0, wind_from_deg=(40.0 + turn) % 360.0, track_deg=turn)
        for turn in (0.0, 95.0, 300.0)
    ]
    assert {round(answer.turn_range_nm, 9) for answer in answers} == {round(answers[0].turn_range_nm, 9)}


def test_a_head_on_rendezvous_begins_before_the_turn_range() -> None:
    for directed_by, speed_kt in (("tanker", 400.0), ("receiver", 450.0)):
        answer = calc.rendezvous(*EXAMPLE, kind="head_on", directed_by=directed_by)
        assert answer.turn_range_nm == pytest.approx(calc.rendezvous(*EXAMPLE).turn_range_nm)
        assert answer.step_aside_range_nm > answer.ahead_nm
        # two eighths of a circle, and a straight part at 45 deg for the rest of the offset
        radius_nm = answer.turn_radius_nm * (speed_kt / 400.0) ** 2
        straight_nm = math.sqrt(2.0) * (answer.offset_nm - 2.0 * radius_nm * (1.0 - math.sqrt(0.5)))
        way_nm = straight_nm + 0.5 * math.pi * radius_nm
        assert answer.step_aside_s == pytest.approx(3600.0 * way_nm / speed_kt)


def test_an_anchor_s_offset_is_the_width_of_its_racetrack() -> None:
    answer = calc.rendezvous(*EXAMPLE, kind="anchor", wind_kt=60.0, wind_from_deg=90.0)
    orbit = next(path for path in answer.paths if path.name == "orbit")
    assert max(orbit.aside_nm) == pytest.approx(answer.offset_nm, rel=1e-6)
    assert min(answer.leg_nm, answer.other_leg_nm) == pytest.approx(50.0)
    assert answer.other_bank_deg == pytest.approx(25.0)  # with the wind it turns hardest, against it wider
    assert answer.turn_radius_nm > 5.1
    still = calc.rendezvous(*EXAMPLE, kind="anchor", leg_nm=30.0)
    assert still.lap_min == pytest.approx((2.0 * 30.0 / 400.0) * 60.0 + 2.0 * still.turn_time_s / 60.0)


def test_a_timed_turn_keeps_the_control_time() -> None:
    answer = calc.rendezvous(*EXAMPLE, kind="timing", to_go_min=12.0)
    assert answer.outbound_s + answer.turn_time_s + answer.inbound_s == pytest.approx(720.0)
    tanker, receiver = answer.paths
    assert tanker.ahead_nm[-1] - receiver.ahead_nm[-1] == pytest.approx(1.0)
    assert tanker.ahead_nm[0] == pytest.approx(tanker.ahead_nm[-1])


def test_en_route_on_one_track_needs_no_turn() -> None:
    answer = calc.rendezvous(*EXAMPLE, kind="en_route")
    assert (answer.offset_nm, answer.turn_time_s, answer.turn_range_nm) == pytest.approx((0.0, 0.0, 1.0))
    crossing = calc.rendezvous(*EXAMPLE, kind="en_route", crossing_deg=90.0)
    assert crossing.offset_nm == pytest.approx(crossing.turn_radius_nm)


@pytest.mark.parametrize("kind", ["point_parallel", "head_on", "en_route", "anchor", "timing"])
@pytest.mark.parametrize("turn", ["left", "right"])
def test_every_kind_is_drawn(kind: str, turn: str) -> None:
    answer = calc.rendezvous(*EXAMPLE, kind=kind, turn=turn, wind_kt=50.0, wind_from_deg=30.0)
    picture = draw_meeting(answer, ("title", "subtitle"), turn, (50.0, 210.0))
    assert picture.count('class="tanker"') >= 1
    assert "turn range" in picture
    assert "nan" not in picture


BAD = [
    ({"tanker_tas_kt": 0.0}, "--tanker-tas-kt must be a finite number from 60 to 700 kt"),
    ({"receiver_tas_kt": math.nan}, "--receiver-tas-kt"),
    ({"bank_deg": 0.0}, "--bank-deg"),
    ({"bank_deg": 90.0}, "25 to 30 deg are usual"),
    ({"lead_nm": -1.0}, "--lead-nm"),
    ({"wind_kt": 250.0, "wind_from_deg": 0.0}, "At most 50%"),
    ({"wind_kt": 30.0}, "--wind-from-deg must be given"),
    ({"wind_kt": 30.0, "wind_from_deg": 361.0}, "--wind-from-deg"),
    ({"track_deg": -10.0}, "--track-deg"),
    ({"kind": "point-parallel"}, "Did you mean point_parallel"),
    ({"turn": "port"}, "--turn must be left or right"),
    ({"directed_by": "receiver"}, "belongs to --kind head_on"),
    ({"leg_nm": 40.0}, "belongs to --kind anchor"),
    ({"kind": "timing", "to_go_min": 1.0}, "must be at least 2.4 min"),
    ({"kind": "en_route", "crossing_deg": 200.0}, "--crossing-deg"),
]


@pytest.mark.parametrize(("changes", "words"), BAD)
def test_what_cannot_be_asked_is_said_with_its_bounds(changes: dict[str, object], words: str) -> None:
    wanted = {"tanker_tas_kt": 400.0, "receiver_tas_kt": 450.0, "bank_deg": 25.0, "lead_nm": 1.0} | changes
    with pytest.raises(QuestionError) as caught:
        calc.rendezvous(**wanted)
    assert words in str(caught.value)


def test_all_faults_come_at_once() -> None:
    with pytest.raises(QuestionError) as caught:
        calc.rendezvous(-1.0, 1e9, 0.0, 99.0, kind="x", turn="y")
    assert len(caught.value.faults) == 6
