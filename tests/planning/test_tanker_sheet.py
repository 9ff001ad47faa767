from __future__ import annotations

import dataclasses
import itertools
import json
import math

import pytest

from jointex.planning.tankers.sheet import search_times_s


@pytest.fixture(scope="module")
def planned(exercises):
    return exercises.plan("sea-of-japan")


def test_a_plan_without_tankers_has_no_section_on_refuelling(planned):
    assert "refuelling" not in dataclasses.replace(planned, tankers=None).to_json()


def test_plan_json_holds_every_figure_of_the_tanker_plan(planned, gas):
    tankers = gas.tanker_plan()
    document = json.loads(json.dumps(dataclasses.replace(planned, tankers=tankers).to_json(), allow_nan=False))
    told = document["refuelling"]
    assert set(told) == {field.name for field in dataclasses.fields(tankers)}
    assert told["brackets"][0]["onload_kg"] == 900.0
    assert told["brackets"][0]["arip_deg"] == [36.9, 133.9]
    assert told["tankers"][0]["stations"] == [["pods", "drogue", 2]]
    assert [stage["gap"] for stage in told["stages"]] == pytest.approx([0.0, 0.0, 0.0, 400.0 / 41_200.0])


def test_a_figure_that_is_not_known_is_null_in_plan_json(planned, gas):
    bracket = dataclasses.replace(gas.LANCE_1, slack_s=math.inf, slack_kg=math.nan)
    tankers = dataclasses.replace(gas.tanker_plan(), brackets=(bracket,))
    told = dataclasses.replace(planned, tankers=tankers).to_json()["refuelling"]["brackets"][0]
    assert (told["slack_s"], told["slack_kg"]) == (None, None)


def test_the_timeline_tells_when_tankers_work_and_receivers_come(planned, gas):
    rows = dataclasses.replace(planned, tankers=gas.tanker_plan()).timeline()
    told = {(row["flight"], row["event"]): row["time_s"] for row in rows}
    assert told[("SHELL", "on track")] == 20_700.0
    assert told[("SHELL", "off track")] == 23_400.0
    assert told[("LANCE", "at the tanker")] == 21_750.0
    assert told[("LANCE", "first contact")] == 21_900.0
    assert told[("LANCE", "leaves the tanker")] == 22_440.0
    assert all(one["time_s"] <= two["time_s"] for one, two in itertools.pairwise(rows))


def test_how_long_a_plan_was_sought_is_no_part_of_it(planned, gas):
    tankers = gas.tanker_plan()
    slower = dataclasses.replace(tankers, stages=[dataclasses.replace(stage, wall_s=99.0) for stage in tankers.stages])
    one, other = (dataclasses.replace(planned, tankers=plan).to_json() for plan in (tankers, slower))
    assert one == other
    assert search_times_s(tankers)["tankers: least fuel"] == 2.5
    assert search_times_s(None) == {}
