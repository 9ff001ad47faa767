from __future__ import annotations

import datetime
import itertools
import re

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from jointex import record
from jointex.report.axes import Scale, clock, nice_ticks, spread_apart, time_ticks
from jointex.report.backdrop import add_scale_bar
from jointex.report.chart import fit_chart
from jointex.report.labels import Label, place_labels
from jointex.report.ladder import fuel_bands
from jointex.report.material import gather
from jointex.report.svg import Drawing, thinned
from jointex.report.timeline import phases
from jointex.report.words import duration, figure, figures, fuel, percent, whole

FRAME = (40.0, 0.0, 500.0, 580.0)


def boxes_overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(
    st.lists(
        st.tuples(st.floats(50, 450), st.floats(20, 550), st.text("ABC def", min_size=1, max_size=14)), max_size=25
    )
)
@settings(max_examples=25, deadline=None)
def test_labels_never_lie_on_each_other_nor_leave_the_frame(places):
    labels = [Label(text, x, y) for x, y, text in places]
    marks = np.array([place[:2] for place in places], dtype=float).reshape(-1, 2)
    placed = place_labels(labels, FRAME, marks, np.zeros((0, 2)))
    for number, one in enumerate(placed):
        assert one.box[0] >= FRAME[0]
        assert one.box[1] >= FRAME[1]
        assert one.box[2] <= FRAME[2]
        assert one.box[3] <= FRAME[3]
        assert not any(boxes_overlap(one.box, other.box) for other in placed[:number])


@pytest.mark.parametrize("middle", [(38.5, 134.5), (-60.0, 179.9), (0.0, -179.5), (85.0, 20.0)])
def test_the_scale_bar_is_as_long_as_it_says(middle):
    latitude, longitude = middle
    corners = np.array([(latitude - 3, longitude - 3), (latitude + 3, longitude + 3)])
    chart = fit_chart(corners[:, 0], corners[:, 1], FRAME, 0.1)
    drawing = Drawing("bar", 500, 600, "", "")
    add_scale_bar(drawing, chart, np.zeros((0, 2)))
    miles = float(re.search(r">(\d+) NM", str(drawing))[1])
    pixels = float(re.search(r"v6h([\d.]+)v", str(drawing))[1])
    ends = np.array([(latitude, longitude), (latitude + 0.5, longitude)])
    (x1, y1), (x2, y2) = chart.pixels(ends[:, 0], ends[:, 1])
    measured_m = Geodesic.WGS84.Inverse(*ends[0], *ends[1])["s12"]
    # a sphere for an ellipsoid, and the change of scale over the map: 1 %
    assert miles * 1852.0 / pixels == pytest.approx(measured_m / np.hypot(x2 - x1, y2 - y1), rel=0.01)


def test_all_places_lie_on_the_chart_with_room_to_spare():
    latitude, longitude = np.array([13.6, 38.5, 36.0]), np.array([144.9, 134.5, 130.0])
    x, y = fit_chart(latitude, longitude, FRAME, 0.1).pixels(latitude, longitude).T
    assert x.min() >= 40 + 45.9
    assert x.max() <= 500 - 45.9
    assert y.min() >= 57.9
    assert y.max() <= 580 - 57.9


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 12))
@settings(max_examples=50)
def test_ticks_lie_within_the_range_and_are_not_too_many(low, span, most):
    ticks = nice_ticks(low, low + span, most)
    assert len(ticks) <= most + 2
    assert all(low - 1e-6 * span <= tick <= low + span * (1 + 1e-6) for tick in ticks)


def test_time_ticks_stand_at_round_clock_times():
    start = datetime.datetime(2025, 12, 10, 0, 7, tzinfo=datetime.UTC)
    assert [clock(start, tick) for tick in time_ticks(0.0, 7200.0, start, 5)] == [
        "00:30Z",
        "01:00Z",
        "01:30Z",
        "02:00Z",
    ]
    assert clock(start, 86_400.0) == "00:07Z+1"


@given(st.lists(st.floats(0, 200), max_size=6))
@settings(max_examples=50)
def test_labels_beside_a_picture_are_moved_apart(places):
    moved = sorted(spread_apart(places, 14.0, 0.0, 200.0))
    assert all(after - before >= 13.5 for before, after in itertools.pairwise(moved))


def test_a_thinned_line_stays_where_it_was():
    x = np.linspace(0, 400, 2000)
    line = np.column_stack([x, 100 * np.sin(x / 40)])
    thin = thinned(line, 0.35)
    assert len(thin) < 300
    assert np.abs(np.interp(x, thin[:, 0], thin[:, 1]) - line[:, 1]).max() < 1.0


def test_fuel_bands_are_the_percentiles_of_the_aircraft_in_the_air(tmp_path, toy):
    plan, arrays = toy.toy_plan(), toy.toy_runs(range(30))
    record.write_plan(tmp_path, plan)
    with record.Recorder(tmp_path, plan) as recorder:
        recorder.add(**arrays)
    flight = plan["flights"][0]
    bands = fuel_bands(gather(record.read(tmp_path)), flight)
    moment = len(bands.time_s) // 2
    event = arrays["event"][np.isfinite(arrays["event"]["fuel_kg"]) & (arrays["event"]["aircraft"] < 2)]
    held = []
    for run in range(30):
        for aircraft in (0, 1):
            rows = event[(event["run"] == run) & (event["aircraft"] == aircraft)]
            if len(rows):
                held.append(np.interp(bands.time_s[moment], rows["time_s"], rows["fuel_kg"]))
    expected = np.quantile(held, (0.05, 0.5, 0.95))
    found = [bands.low_kg[moment], bands.middle_kg[moment], bands.high_kg[moment]]
    # files hold fuel to 0.1 kg and time to 1 ms
    assert found == pytest.approx(expected, abs=0.2)


def test_numbers_read_as_people_write_them():
    assert [figure(x) for x in (0.0, None, 0.506, -12.345, 1234.6, 23462.0, 5.0)] == [
        "0",
        "–",
        "0.506",
        "\u221212.3",
        "1,235",
        "23,462",
        "5",
    ]
    assert [percent(x) for x in (0.0, 0.004, 0.94, 0.999, 1.0)] == [
        "0\u202f%",
        "0.4\u202f%",
        "94\u202f%",
        "99.9\u202f%",
        "100\u202f%",
    ]
    assert [duration(x) for x in (45, 60, 75, 1500, 28140, -90)] == [
        "45 s",
        "1 min",
        "1 min 15 s",
        "25 min",
        "7 h 49 min",
        "\u22121 min 30 s",
    ]
    assert fuel(6125.0) == "6,125 kg (13.5 klb)"
    assert fuel(110_000.0) == "110.0 t (242.5 klb)"


def test_numbers_of_a_row_have_the_same_decimals():
    assert figures([3.728, -0.00422, 22.6, None]) == ["3.7", "0.0", "22.6", "–"]
    assert figures([7.1, 6.917, 8.0]) == ["7.10", "6.92", "8.00"]
    assert figures([7.0, 8.0]) == ["7", "8"]
    assert figures([18955.79, -12.0]) == ["18,956", "\u221212"]


def test_names_of_aircraft_do_not_break_at_their_hyphen():
    assert str(whole("3 F-35B <")) == '3 <span class="keep">F-35B</span> &lt;'


def test_a_scale_maps_its_ends_to_its_ends():
    scale = Scale(10.0, 20.0, 100.0, 0.0)
    assert (scale(10.0), scale(20.0), scale(15.0)) == (100.0, 0.0, 50.0)
    assert scale.of(np.array([10.0, 20.0])).tolist() == [100.0, 0.0]


def test_a_flight_goes_on_after_its_tanker_with_what_it_was_at_before():
    tasks = ["take_off", "climb", "refuel", "refuelled", "work", "leave", "refuel", "refuelled", "approach", "land"]
    points = [{"task": task, "time_s": float(number)} for number, task in enumerate(tasks)]
    assert [(words, end_s - start_s) for words, start_s, end_s in phases(points)] == [
        ("outbound", 2.0),
        ("refuelling", 1.0),
        ("outbound", 1.0),
        ("work", 1.0),
        ("homebound", 1.0),
        ("refuelling", 1.0),
        ("homebound", 1.0),
        ("approach", 1.0),
    ]
