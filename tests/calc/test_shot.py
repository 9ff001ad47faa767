"""Envelopes of training shots beside what is in print, and what cannot be asked."""

from __future__ import annotations

import pytest

from jointex import calc
from jointex.errors import QuestionError


def test_ranges_lie_in_their_order() -> None:
    for missile in ("MISSILE-MEDIUM", "MISSILE-SHORT"):
        answer = calc.shot(missile)
        assert 0.0 < answer.min_range_nm < answer.no_escape_nm < answer.max_range_nm
        assert answer.low_nm < answer.max_range_nm < answer.high_nm
        assert answer.estimated_fraction > 0.5


def test_figures_in_print() -> None:
    # more than 20 statute miles for the medium class, more than 10 for the short one; a launch at 12 miles, target at 8,000 ft
    assert calc.shot("MISSILE-MEDIUM").max_range_nm > 17.4
    assert calc.shot("MISSILE-SHORT").max_range_nm > 8.7
    assert calc.shot("MISSILE-MEDIUM", altitude_ft=12_000, target_altitude_ft=8_000).max_range_nm > 10.4
    # peak Mach 3.5 to 4.5 is recalled for the medium class, from high and fast
    assert 3.3 < calc.shot("MISSILE-MEDIUM", mach=1.2, altitude_ft=40_000, target_altitude_ft=40_000).peak_mach < 4.5


def test_from_behind_there_is_no_range_left_to_run_away_with() -> None:
    behind = calc.shot("MISSILE-MEDIUM", aspect_deg=180.0)
    assert behind.max_range_nm == pytest.approx(behind.no_escape_nm, abs=0.1)
    assert behind.max_range_nm < 0.5 * calc.shot("MISSILE-MEDIUM").max_range_nm


def test_what_cannot_be_asked() -> None:
    with pytest.raises(QuestionError) as caught:
        calc.shot("TANK-600", mach=9.0, aspect_deg=-1.0)
    assert {fault.key for fault in caught.value.faults} == {"--missile", "--mach", "--aspect-deg"}
