"""The chart of the picture's quality, and that it is absent where nobody looked around."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from jointex.report.sharing import draw_sharing, sharing_rows
from jointex.report.svg import text_width

FLIGHTS = {"DOOM": "US", "LANCE": "JP"}


def material(**changed):
    """What the chart is drawn from: two flights of two nations."""
    measures = {}
    for suffix, known, told, age_s, error_m in (
        ("", 0.8, 0.5, 6.0, 900.0),
        (".DOOM", 0.6, 0.75, 9.0, 1_400.0),
        (".LANCE", 1.0, 0.25, 2.5, 300.0),
        (".US:US", 0.15, None, 1.0, 700.0),
        (".US:JP", 0.45, None, 11.0, 1_600.0),
        (".JP:US", 0.0, None, None, None),
        (".JP:JP", 1.0, None, 2.5, 300.0),
    ):
        values = {
            "picture_fraction": known,
            "told_picture_fraction": told,
            "picture_age_s": age_s,
            "picture_error_m": error_m,
        }
        measures |= {f"{name}{suffix}": {"value": value} for name, value in values.items()}
    plan = {"picture": {"nations": ["US", "JP"], "flights": FLIGHTS}}
    given = {"plan": plan, "summary": {"measures": measures}, "colour": lambda one: f"f{list(FLIGHTS).index(one)}"}
    return SimpleNamespace(**{**given, **changed})


def test_each_flight_and_each_pair_of_nations_has_a_bar_with_its_figures():
    flights, pairs = sharing_rows(material())
    assert [(row.name, row.known, row.told, row.words) for row in flights] == [
        ("DOOM", 0.6, 0.75, "60\u202f%, 9 s old, 1,400 m off"),
        ("LANCE", 1.0, 0.25, "100\u202f%, 2.5 s old, 300 m off"),
    ]
    assert [row.name for row in pairs] == ["US from US", "US from JP", "JP from US", "JP from JP"]
    assert pairs[2].words == "0\u202f%"


@pytest.mark.parametrize("width", [1080.0, 430.0])
def test_bars_are_as_long_as_their_shares_and_texts_stay_inside(width):
    drawn = draw_sharing(material(), width, "sharing")
    bars = [float(one) for one in re.findall(r'width="([\d.]+)"[^>]*class="bar"', drawn)]
    own = [float(one) for one in re.findall(r'width="([\d.]+)"[^>]*class="bar-solid f\d"', drawn)]
    told = [float(one) for one in re.findall(r'width="([\d.]+)"[^>]*class="bar-soft f\d"', drawn)]
    assert len(bars) == 6
    assert own[:2] == pytest.approx([0.15 * bars[0], 0.75 * bars[0]], abs=0.2)
    assert told[:2] == pytest.approx([0.45 * bars[0], 0.25 * bars[0]], abs=0.2)
    assert told[2:] == pytest.approx([share * bars[0] for share in (0.15, 0.45, 0.0, 1.0)], abs=0.2)
    for x, anchor, text in re.findall(r'<text x="([\d.-]+)"[^>]*?(?: text-anchor="(\w+)")?>([^<]+)</text>', drawn):
        wide = text_width(text, 11.5)
        left = float(x) - {"middle": wide / 2.0, "end": wide}.get(anchor, 0.0)
        assert left >= -0.5
        assert left + wide <= width + 0.5
    assert "DOOM: 60" in drawn


def test_nobody_who_looks_around_means_no_chart():
    assert draw_sharing(material(plan={}), 1080.0, "sharing") == ""
    assert draw_sharing(material(summary={}), 1080.0, "sharing") == ""


def test_one_nation_has_no_pairs():
    plan = {"picture": {"nations": ["US", "JP"], "flights": {"DOOM": "US"}}}
    flights, pairs = sharing_rows(material(plan=plan))
    assert [row.name for row in flights] == ["DOOM"]
    assert pairs == []
