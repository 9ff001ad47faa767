"""What towns hear when an exercise runs later: hours turn round the clock, and a cap at night never makes it louder."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.region.mark import Mark
from jointex.region.policies.towns import Town, at_night, flown_fraction, hours_of, louder_db, people_over, towns_of

AFTERNOON = (0.0,) * 15 + (4.0,) + (0.0,) * 8
LATER_H = np.linspace(0.0, 24.0, 97)
HEARD = {
    "movements": [
        {"base": "A", "takeoffs_by_hour": list(AFTERNOON), "landings_by_hour": [0.0] * 16 + [2.0] + [0.0] * 7},
        {"base": "B", "takeoffs_by_hour": [0.0] * 24, "landings_by_hour": [1.0] + [0.0] * 23},
    ],
    "places": [
        {"base": "A", "kind": "town", "people": 900, "lden_db": {"value": 50.0}},
        {"base": "A", "kind": "school", "people": 90, "lden_db": {"value": 60.0}},
        {"base": "B", "kind": "town", "people": 50, "lden_db": {"value": 60.0}},
        {"base": "B", "kind": "town", "people": 7, "lden_db": None},
    ],
}


def test_hours_and_towns_are_those_of_the_run_folder() -> None:
    hours = hours_of(HEARD, Mark("made", "2025-12-10", 0, 0, 0, 0.0, False))
    assert (hours[15], hours[16], hours[0], sum(hours)) == (4.0, 2.0, 1.0, 7.0)
    assert [(one.people, sum(one.hours)) for one in towns_of(HEARD)] == [(900.0, 6.0), (50.0, 1.0)]
    alone = Mark("made", "2025-12-10", 0, 0, 0, 0.0, False, takeoffs_by_hour={"X": (0.0,) * 13 + (2.0,) + (0.0,) * 10})
    assert hours_of({}, alone)[22] == 2.0  # 13 UTC is 22 in Japan


def test_movements_come_to_lie_at_night_hour_by_hour_and_a_day_later_as_they_were() -> None:
    found = at_night(AFTERNOON, np.array([0.0, 6.0, 6.5, 7.0, 15.0, 15.5, 16.0, 24.0]))
    assert found == pytest.approx([0.0, 0.0, 2.0, 4.0, 4.0, 2.0, 0.0, 0.0])


def test_lden_grows_by_the_weights_of_evening_and_night() -> None:
    found = louder_db(AFTERNOON, np.array([0.0, 4.0, 7.0, 24.0]), 1.0)
    assert found == pytest.approx([0.0, 5.0, 10.0, 0.0])
    assert louder_db(AFTERNOON, np.array([7.0]), 0.0) == pytest.approx([0.0])  # all of it is moved to the day
    assert louder_db((), LATER_H, 1.0) == pytest.approx(np.zeros(97))


def test_a_cap_at_night_or_fewer_flights_never_reach_more_people() -> None:
    towns = [Town(900.0, 50.0, AFTERNOON), Town(50.0, 56.0, AFTERNOON)]
    middle = np.full(97, 0.5)
    caps = [people_over(towns, 57.0, LATER_H, 1.0, cap, middle) for cap in (0.0, 0.3, 1.0)]
    assert (np.diff(caps, axis=0) >= 0.0).all()
    scales = [people_over(towns, 57.0, LATER_H, scale, 1.0, middle) for scale in (0.0, 0.5, 1.0, 2.0)]
    assert (np.diff(scales, axis=0) >= 0.0).all()
    assert not scales[0].any()
    assert caps[-1].max() == 950.0


def test_levels_are_drawn_from_end_to_end_of_the_ranges_of_the_noise_cards() -> None:
    town = Town(900.0, 50.0, (), 42.0, 59.0)
    assert town.level_db(np.array([0.0, 0.5, 1.0])).tolist() == [42.0, 50.0, 59.0]
    share, still = np.linspace(0.0, 1.0, 11), np.zeros(11)
    loud, heard = (people_over([town], band, still, 1.0, 1.0, share) for band in (57.0, 47.0))
    assert loud.tolist() == [0.0] * 9 + [900.0] * 2
    assert (heard >= loud).all()
    assert 0.0 < heard.sum() < 11 * 900.0


def test_towns_of_a_base_whose_flights_stay_at_home_hear_nothing() -> None:
    hour = (1.0,) + (0.0,) * 23
    whole = Mark("made", "2025-12-10", 0, 0, 0, 0.0, False, takeoffs_by_hour={"A": hour, "B": hour})
    rest = Mark("made", "2025-12-10", 0, 0, 0, 0.0, False, takeoffs_by_hour={"A": hour})
    flown = flown_fraction(whole, rest)
    assert flown == {"A": 1.0, "B": 0.0}
    towns = [Town(900.0, 60.0, base="A"), Town(50.0, 60.0, base="B")]
    assert people_over(towns, 57.0, np.zeros(1), 1.0, 1.0, np.full(1, 0.5), flown).tolist() == [900.0]
