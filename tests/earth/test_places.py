"""Airports by code and positions by text."""

from __future__ import annotations

import pytest

from jointex.earth.places import airport, airports_version, position_deg
from jointex.errors import QuestionError


def test_every_airport_of_the_list_is_found_as_the_list_has_it() -> None:
    import airportsdata

    listed = airportsdata.load("ICAO")
    for code in list(listed)[::50]:
        row, found = listed[code], airport(code)
        assert (found.latitude_deg, found.longitude_deg, found.name) == (row["lat"], row["lon"], row["name"])


def test_case_and_blanks_do_not_matter() -> None:
    assert airport(" rjfn ") == airport("RJFN")
    assert airport("RJFN").elevation_m == pytest.approx(259.0 * 0.3048)
    assert airports_version().startswith("airportsdata 2")


@pytest.mark.parametrize(
    ("code", "hint"), [("RJFX", "RJF"), ("NYUTABARU", "RJFN (Nyutabaru Airport)"), ('"', "ICAO"), ("", "ICAO")]
)
def test_an_unknown_code_offers_near_ones(code: str, hint: str) -> None:
    with pytest.raises(QuestionError) as caught:
        airport(code)
    assert hint in str(caught.value)


@pytest.mark.parametrize("text", ["38.5,134.5", " 38.5 , 134.5 ", "38.5 134.5", "+38.5;134.5"])
def test_a_position_is_read_however_it_is_parted(text: str) -> None:
    assert position_deg(text) == (38.5, 134.5)


@pytest.mark.parametrize(
    ("text", "words"),
    [("134.5,38.5", "Latitude comes first"), ("38", "latitude and longitude in degrees"), ("10,400", "-180 to 360")],
)
def test_a_wrong_position_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        position_deg(text)


def test_both_faults_of_a_position_come_at_once() -> None:
    with pytest.raises(QuestionError) as caught:
        position_deg("91,400")
    assert [fault.key for fault in caught.value.faults] == ["latitude", "longitude"]
