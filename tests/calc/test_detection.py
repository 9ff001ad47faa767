"""How far classes of sensors find aircraft, and what cannot be asked."""

from __future__ import annotations

import pytest

from jointex import calc, cards
from jointex.errors import QuestionError


def test_a_range_is_that_of_the_cards() -> None:
    answer = calc.detection("RADAR-FIGHTER", "F-16C")
    assert answer.signature_m2 == pytest.approx(3.0)
    assert answer.range_nm == pytest.approx(70.0 * (3.0 / 3.2) ** 0.25)
    assert answer.limited_by == "sensor"
    assert answer.low_nm < answer.range_nm < answer.high_nm
    assert answer.sure_nm < answer.range_nm < answer.faint_nm
    assert answer.estimated_fraction == 1.0


def test_low_observable_aircraft_are_found_at_a_fifth_of_the_range() -> None:
    ranges_nm = [calc.detection("RADAR-FIGHTER", target).range_nm for target in ("F-35B", "F-16C", "F-15J", "B-52H")]
    assert ranges_nm == sorted(ranges_nm)
    assert ranges_nm[0] / 70.0 == pytest.approx(0.2, abs=0.005)


def test_an_aircraft_stands_for_its_first_radar() -> None:
    assert calc.detection("F-15J", "B-52H") == calc.detection("RADAR-FIGHTER-LARGE", "B-52H")


def test_the_horizon_ends_the_range_of_an_early_warning_radar() -> None:
    low = calc.detection("E-767", "B-52H", altitude_ft=30_000, target_altitude_ft=100)
    assert low.limited_by == "horizon"
    assert low.range_nm == low.horizon_nm == pytest.approx(225.0, abs=1.0)
    high = calc.detection("E-767", "B-52H", altitude_ft=30_000, target_altitude_ft=30_000)
    assert high.range_nm > low.range_nm


def test_looking_down_costs_range_and_infra_red_sees_farther_from_behind() -> None:
    level = calc.detection("RADAR-FIGHTER", "F-15J").range_nm
    assert calc.detection("RADAR-FIGHTER", "F-15J", target_altitude_ft=10_000).range_nm == pytest.approx(0.75 * level)
    ahead, behind = (calc.detection("INFRARED-SEARCH", "F-15J", aspect_deg=deg) for deg in (0.0, 180.0))
    assert (ahead.range_nm, behind.range_nm) == pytest.approx((22.0, 40.0))
    assert ahead.signature_m2 is None


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (("RADAR-FIGTHER", "B-52H"), "--sensor"),
        (("KC-135R", "B-52H"), "--sensor"),
    ],
)
def test_what_cannot_be_asked(asked: tuple[str, str], key: str) -> None:
    with pytest.raises(QuestionError) as caught:
        calc.detection(*asked, aspect_deg=400.0, altitude_ft=-1.0)
    assert {fault.key for fault in caught.value.faults} == {key, "--aspect-deg", "--altitude-ft"}
    assert all(fault.hint for fault in caught.value.faults if fault.key == "--sensor")


def test_every_aircraft_names_senses_that_have_cards() -> None:
    for name in cards.ids("aircraft"):
        senses = cards.aircraft(name).senses
        assert senses is not None
        assert cards.signature(senses.signature).frontal.si > 0.0
        assert {cards.sensor(one).kind for one in senses.sensors}
