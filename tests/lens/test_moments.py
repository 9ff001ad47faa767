"""Which aircraft, and when."""

from __future__ import annotations

import pytest

from jointex.errors import QuestionError
from jointex.lens.moments import find_moment, seconds_from_start


@pytest.mark.parametrize(
    ("written", "time_s"),
    [
        ("05:12Z", 18_720.0),
        ("05:12:30Z", 18_750.0),
        ("05:12z", 18_720.0),
        ("2025-12-10T05:12Z", 18_720.0),
        ("2025-12-10T14:12+09:00", 18_720.0),
        ("312min", 18_720.0),
        ("18720s", 18_720.0),
        ("5.2 h", 18_720.0),
    ],
)
def test_a_time_can_be_written_in_several_ways(toy, written, time_s):
    assert seconds_from_start(written, toy.toy_plan()) == pytest.approx(time_s)


def test_a_time_of_day_before_the_start_is_that_of_the_next_day(toy):
    plan = {**toy.toy_plan(), "start": "2025-12-10T22:00:00Z"}
    assert seconds_from_start("03:00Z", plan) == 5 * 3600.0


def test_letters_of_an_aircraft_may_be_small(toy):
    moment = find_moment("lance2@05:12Z", toy.toy_plan())
    assert (moment.aircraft, moment.flight["id"], moment.member) == ("LANCE2", "LANCE", 1)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("LANCE2", "explain must be AIRCRAFT@TIME, such as LANCE2@05:12Z; got LANCE2"),
        ("LANCE9@05:12Z", "explain must name an aircraft of the plan before the @; got LANCE9. Did you mean LANCE"),
        ("LANCE2@25:00Z", "explain must name a time behind the @: 05:12Z, "),
        ("LANCE2@05:12", "explain must name a time behind the @: 05:12Z, "),
        ("LANCE2@12", "explain must name a time behind the @: 05:12Z, "),
        ("LANCE2@2025-12-09T05:12Z", "explain must name a time from 2025-12-10T00:00:00Z to "),
        ("LANCE2@400h", "explain must name a time from 2025-12-10T00:00:00Z to "),
    ],
)
def test_what_cannot_be_asked_is_named(toy, written, said):
    with pytest.raises(QuestionError) as caught:
        find_moment(written, toy.toy_plan())
    assert str(caught.value).startswith(said)


def test_both_faults_are_told_at_once(toy):
    with pytest.raises(QuestionError) as caught:
        find_moment("LANSE2@noon", toy.toy_plan())
    assert len(caught.value.faults) == 2
