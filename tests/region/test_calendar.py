"""Dated events: what is shipped, and what is wrong with a user's own."""

from __future__ import annotations

import datetime as dt

import pytest

from jointex.errors import InputError
from jointex.region.calendar import KINDS, events, read_calendar
from jointex.region.study import company, share_interval, studies, tail, telling_count

ONE = '  - {date: "2026-03-01", kind: exercise, place: korea, text: Spring exercise, source: made up}\n'


def written(folder, text):
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_events_stand_in_order_and_each_has_a_source():
    found = events()
    assert len(found) > 60
    assert list(found) == sorted(found)
    assert all(one.source and one.kind in KINDS for one in found)
    assert sum(one.kind == "patrol" for one in found) == 11
    assert sum(one.kind == "bomber_flight" for one in found) == 22


def test_own_events_join_the_shipped_ones(tmp_path):
    path = written(tmp_path, "events:\n" + ONE)
    assert len(events(path)) == len(events()) + 1
    assert dt.date(2026, 3, 1) in {one.date for one in events(path)}


def test_all_faults_of_a_calendar_are_told_at_once_with_their_lines(tmp_path):
    text = (
        "events:\n"
        '  - {date: "2026-02-30", kind: exercise, place: korea, text: A, source: b}\n'
        '  - {date: "2026-03-01", kind: exercize, place: korea, text: A, source: b}\n'
        '  - {date: "2026-03-01", kind: exercise, place: corea, text: A, colour: red}\n'
        '  - {date: "2026-03-01", kind: exercise, place: korea, text: "", source: b, aircraft: -2}\n'
        "  - launch\n"
        "zones: 3\n"
    )
    with pytest.raises(InputError) as error:
        read_calendar(written(tmp_path, text))
    told = str(error.value)
    for words in (
        "own.yaml:2 events[0].date must be a day such as 2025-12-10; got 2026-02-30",
        "own.yaml:3 events[1].kind must be one of",
        "Did you mean exercise?",
        "own.yaml:4 events[2].place must be one of",
        "own.yaml:4 events[2].colour is not known",
        "events[2].source must be given",
        "own.yaml:5 events[3].text must be a text",
        "own.yaml:5 events[3].aircraft must be a whole number",
        "own.yaml:6 events[4] must be a mapping",
        "own.yaml:7 zones must not be here",
    ):
        assert words in told


@pytest.mark.parametrize("text", ["events: []\n", "events: 3\n", "name: x\n"])
def test_a_calendar_without_events_is_refused(tmp_path, text):
    with pytest.raises(InputError, match="must be a list of events"):
        read_calendar(written(tmp_path, text))


def test_an_event_given_twice_is_told(tmp_path):
    with pytest.raises(InputError, match="must not repeat event 1"):
        read_calendar(written(tmp_path, "events:\n" + ONE + ONE))


def test_dated_events_of_the_sources_are_there_with_confidence():
    found = {(str(one.date), one.kind): one for one in events()}
    for day in ("2020-06-17", "2024-12-16", "2025-07-11", "2025-12-10"):
        assert found[day, "bomber_flight"].confidence == "high"
    assert found["2025-07-11", "bomber_flight"].aircraft == 6
    assert found["2025-11-15", "bomber_flight"].confidence == "low"
    for day, kind in (
        ("2025-04-18", "asset"),
        ("2025-04-23", "protest"),
        ("2025-08-07", "basing"),
        ("2025-11-04", "basing"),
        ("2025-12-17", "economic"),
    ):
        assert found[day, kind].status == "cited"


def test_a_confidence_that_is_none_is_told(tmp_path):
    with pytest.raises(InputError, match="must be one of high, medium, low"):
        read_calendar(written(tmp_path, "events:\n" + ONE.rstrip().rstrip("}") + ", confidence: sure}\n"))


def test_exercises_answered_four_of_sixteen_launches():
    asked = studies(events())[0]
    assert (asked.first, asked.then, asked.followed, asked.firsts) == ("launch", "bomber_flight", 4, 16)
    assert asked.expected == pytest.approx(0.09, abs=0.01)
    assert asked.p_value < 0.001


def test_no_reaction_to_exercises_is_told_from_chance():
    for one in studies(events()):
        if one.first == "bomber_flight":
            assert one.p_value > 0.05
            assert one.followed < one.telling


def test_company_by_hand():
    span = (dt.date(2020, 1, 1), dt.date(2020, 4, 9))  # 100 days
    first = [dt.date(2020, 1, 10), dt.date(2020, 2, 10)]
    asked = company(first, [dt.date(2020, 1, 12), dt.date(2020, 2, 10)], 3, span=span)
    assert asked.followed == 1  # the same day does not count
    assert asked.expected == pytest.approx(2 * 0.06)  # three days before each of two are followed


def test_exact_interval_of_a_share():
    # 4 of 16: Clopper and Pearson, 0.0727 to 0.5238
    assert share_interval(4, 16) == pytest.approx((0.0727, 0.5238), abs=1e-4)
    assert share_interval(0, 20) == pytest.approx((0.0, 0.1684), abs=1e-4)
    assert share_interval(5, 5)[1] == 1.0


def test_telling_count_is_the_first_beyond_chance():
    k = telling_count(20, 0.089)
    assert tail(k, 20, 0.089) < 0.05 <= tail(k - 1, 20, 0.089)
