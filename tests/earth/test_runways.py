"""Runways of the world from the table: paved and open ones by code, without loading the package that carries it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jointex import cards
from jointex.earth.runways import runways


def test_runways_of_an_airport_are_the_open_ones_with_a_length():
    assert [one.ident for one in runways("ksea")] == ["16C/34C", "16L/34R", "16R/34L"]
    assert all(one.is_paved for one in runways("KSEA"))


def test_code_that_is_none_or_a_pattern_has_no_runways():
    assert runways("QQQQ") == ()
    assert runways(".*") == ()


# Port of Seattle prints 11,901 ft; the great runways of the world are quoted to the foot in their countries' publications
@pytest.mark.parametrize(
    ("code", "longest_ft"), [("KSEA", 11_901.0), ("KJFK", 14_511.0), ("EGLL", 12_802.0), ("RKSI", 13_123.0)]
)
def test_longest_runway_is_that_of_the_airports_own_publication(code, longest_ft):
    assert cards.base(code).longest_runway_m == pytest.approx(longest_ft * 0.3048, rel=0.002)


def test_base_without_a_card_has_runways_with_source_and_basis():
    base = cards.base("KSEA")
    assert {runway.length.source for runway in base.runways} == {"ourairports"}
    assert "16L/34R 11900 x 150 ft" in base.sources["ourairports"].says
    assert {value.basis for runway in base.runways for value in (runway.length, runway.width)} == {"published"}


def test_card_wins_over_the_world_table():
    # the table still prints the strip of Yonaguni as it was before it was lengthened
    assert runways("ROYN")[0].length_ft == 4920.0
    assert cards.base("ROYN").longest_runway_m == 2000.0


def test_grass_is_left_out_and_said():
    base = cards.base("00AL")
    assert base.runways == ()
    assert any("01/19 (TURF)" in note for note in base.notes)


ISLANDS = ("RJDB", "RJDT", "RJFE", "RJNO", "ROMY", "RORS", "ROIG", "ROYN", "RJKA", "RJAW", "RODE")


def test_island_strips_agree_with_the_table_where_no_card_says_otherwise():
    differ = set()
    for code in ISLANDS:
        listed_m = max(one.length_ft for one in runways(code)) * 0.3048
        if cards.base(code).longest_runway_m != pytest.approx(listed_m, rel=0.003):
            differ.add(code)
            longest = max(cards.base(code).runways, key=lambda runway: runway.length.si)
            assert longest.length.basis == "estimated", code
            assert longest.length.note, code
    assert differ == {"RJDB", "ROYN"}


def test_package_that_carries_the_table_is_never_loaded():
    code = "import sys; from jointex import cards; cards.base('KSEA'); print('ourairports' in sys.modules, 'geopy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
