"""The tables of readiness and interoperability, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from jointex import measures
from jointex.fleet.log import EVENT, Event, Task
from jointex.fleet.reasons import Reason
from jointex.measures import interoperability, readiness
from jointex.measures.interoperability import Partners, gate_rows, link_rows

DOOM, LANCE, CRANE = range(2), range(2, 5), range(5, 8)
WORK_S = 3000.0
RULES = {"turn_round_s": 7200.0, "report_s": 0.0, "shut_down_s": 900.0}
BRACKETS = [{"flight": "LANCE", "tanker": "DOOM", "count": 3}] * 2


@pytest.fixture
def plan(toy):
    given = toy.toy_plan()
    flights = [{**flight, "rules": RULES, "landing_time_s": 30_000.0} for flight in given["flights"]]
    tankers = [{"id": "DOOM", "give_kg": 4000.0}]
    return {**given, "flights": flights, "refuelling": {"brackets": BRACKETS, "tankers": tankers}}


@pytest.fixture
def tally(toy):
    rows = toy.toy_runs(range(1))["tally"]
    rows["last_task"], rows["landed_at"], rows["airborne_time_s"], rows["landing_time_s"] = Task.DOWN, 0, 0.0, 30_000.0
    rows["departure_delay_s"], rows["station_time_s"], rows["refuelled"], rows["given_kg"] = 0.0, WORK_S, 0.0, 0.0
    return rows


def events(*rows):
    """Return events of run 0 as (aircraft, event, other, time [s], value)."""
    return np.array(
        [(0, who, kind, other, time_s, value, 0, 0, 0, 0) for who, kind, other, time_s, value in rows], EVENT
    )


def values_of(plan, tally, event):
    return {name: values[0] for name, values in measures.Scores(plan).add(tally, event).values.items()}


def test_events_of_crews_are_sorties_meetings_work_and_fuel_given(plan, tally):
    tally["refuelled"][list(LANCE)] = [2, 1, 3]  # one more than planned counts no more
    tally["given_kg"][list(DOOM)] = [1999.0, 2000.0]  # half of what each is to give
    tally["station_time_s"][5], tally["landed_at"][6] = WORK_S / 2 - 1, -1
    tally["airborne_time_s"][7], tally["landed_at"][7], tally["station_time_s"][7] = np.nan, -1, 0.0
    found = values_of(plan, tally, events((7, Event.CANCELLED, -1, 0.0, Reason.READINESS)))
    done = (2 + 3) + (4 + 3 + 4) + (1 + 1 + 0)
    planned = 2 * 3 + 3 * 4 + 3 * 2
    assert found["accomplished_fraction"] == pytest.approx(done / planned)
    assert found["accomplished_events"] == pytest.approx(done / 8)
    assert found["accomplished_fraction.CRANE"] == pytest.approx(2 / 6)
    assert found["unready_fraction"] == pytest.approx(1 / 8)


def test_who_stood_by_and_was_not_called_is_no_crew_that_missed_anything(plan, tally):
    plan["refuelling"]["stand_ins"] = [{"id": "CRANE"}]
    tally["airborne_time_s"][list(CRANE)], tally["landed_at"][list(CRANE)] = [np.nan, np.nan, 0.0], [-1, -1, 0]
    told = events((5, Event.CANCELLED, -1, 0.0, Reason.NOT_NEEDED), (6, Event.CANCELLED, -1, 0.0, Reason.READINESS))
    found = values_of(plan, tally, told)
    assert found["left_on_time_fraction.CRANE"] == 1.0
    assert found["accomplished_fraction.CRANE"] == 1.0
    assert found["unready_fraction.CRANE"] == pytest.approx(1 / 3)


def test_times_on_the_ground_worked_out_by_hand(plan, tally):
    tally["departure_delay_s"] = [300.0, -301.0, 0.0, 0.0, 0.0, 400.0, 400.0, 400.0]
    tally["landing_time_s"] = [33_600.0, 30_000.0, 30_000.0, 30_000.0, 30_000.0, 30_000.0, 30_000.0, 37_200.0]
    tally["landed_at"][7] = 1  # away from home: not turned round there
    found = values_of(plan, tally, events())
    assert found["left_on_time_fraction"] == pytest.approx(4 / 8)
    assert found["turn_round_h.DOOM"] == pytest.approx(2.5)
    assert found["turn_round_h"] == pytest.approx((3 + 6 * 2) / 7)
    assert found["crew_duty_h"] == pytest.approx((37_200 + 900) / 3600)
    assert found["crew_duty_h.LANCE"] == pytest.approx(30_900 / 3600)


def test_nothing_is_said_where_nobody_flew(plan, tally):
    tally["airborne_time_s"], tally["landed_at"], tally["landing_time_s"] = np.nan, -1, np.nan
    found = values_of(plan, tally, events(*((who, Event.CANCELLED, -1, 0.0, Reason.READINESS) for who in range(8))))
    assert np.isnan(found["turn_round_h"])
    assert np.isnan(found["crew_duty_h"])
    assert (found["left_on_time_fraction"], found["unready_fraction"]) == (0.0, 1.0)


def test_fuel_across_nations_counts_no_own_tankers(plan, tally):
    told = events(
        (2, Event.REFUELLED, 0, 1.0, 900.0),
        (3, Event.REFUELLED, 1, 1.0, 800.0),
        (3, Event.CUT_SHORT, 1, 9.0, 100.0),
        (4, Event.REFUELLED, 5, 1.0, 700.0),  # from a tanker of its own nation
    )
    found = values_of(plan, tally, told)
    assert found["fuel_across_kg"] == found["fuel_across_kg.US-JP"] == 1800.0
    assert found["refuelled_across_fraction"] == pytest.approx(2 / 6)
    assert "fuel_across_kg.JP-US" not in found


def test_work_and_formation_across_nations_worked_out_by_hand(plan, tally):
    start_s, end_s = plan["work"][0]["start_s"], plan["work"][0]["end_s"]
    tally["formation_time_s"], tally["formation_error_m2_s"] = 100.0, 1e9
    tally["formation_error_m2_s"][[2, 5]] = 900.0, 1600.0  # the leaders of LANCE and CRANE, on the bombers
    told = events(
        (0, Event.ON_STATION, -1, start_s - 60.0, 0.0),
        (0, Event.OFF_STATION, -1, end_s, 0.0),
        (2, Event.ON_STATION, -1, start_s + 500.0, 0.0),
        (2, Event.OFF_STATION, -1, end_s - 1000.0, 0.0),  # CRANE never came
        (3, Event.CLOSE, 0, start_s, 100.0),
        (0, Event.CLOSE, 4, start_s, 100.0),
        (2, Event.CLOSE, 5, start_s, 100.0),
    )
    found = values_of(plan, tally, told)
    assert found["together_across_fraction.JP+US"] == pytest.approx((WORK_S - 1500.0) / (2 * WORK_S))
    assert found["formation_across_m.US-JP"] == pytest.approx(np.sqrt(2500.0 / 200.0))
    assert found["separation_breaches"] == found["separation_breaches.JP+US"] == 2.0


def test_a_force_of_one_nation_has_no_table_of_interoperability(plan, tally):
    plan["flights"] = [{**flight, "nation": "JP"} for flight in plan["flights"]]
    found = measures.summarise(tally, events(), plan)
    assert found["interoperability"] == []
    assert not [name for name in found["measures"] if "across" in name]
    assert list(Partners.of(plan).nations) == ["JP"] * 3


def test_gates_between_nations_are_passed_where_one_station_has_all_three_open():
    flights = [
        {"aircraft": "KC-767J", "nation": "JP", "role": "tanker"},
        {"aircraft": "KC-46A", "nation": "US", "role": "tanker"},
        {"aircraft": "F-15J", "nation": "JP", "role": "fighter"},
        {"aircraft": "F-16C", "nation": "US", "role": "fighter"},
    ]

    def gates(tanker, receiver, station, *told):
        return [
            {
                "tanker": tanker,
                "receiver": receiver,
                "station": station,
                "gate": name,
                "status": one,
                "relied_on": relied,
            }
            for name, (one, relied) in zip(("mechanical", "technical", "legal"), told, strict=True)
        ]

    is_open, unknown, relied = ("open", False), ("unknown", False), ("unknown", True)
    told = [
        *gates("KC-46A", "F-15J", "boom", is_open, unknown, is_open),
        *gates("KC-46A", "F-15J", "drogue", ("closed", False), is_open, is_open),
        *gates("KC-767J", "F-16C", "boom", is_open, relied, is_open),
        *gates("KC-46A", "F-16C", "boom", is_open, unknown, is_open),  # of one nation
    ]
    (row,) = gate_rows({"flights": flights, "refuelling": {"gates": told}})
    assert (row["value"], row["n"], row["low"]) == (0.5, 2, None)
    assert {part["of"]: part["value"] for part in row["parts"]} == {"JP-US": 1.0, "US-JP": 0.0}
    assert gate_rows({"flights": flights}) == []


def test_flights_are_joined_by_a_link_of_both_or_through_a_gateway():
    nations = {"DOOM": "US", "LANCE": "JP", "CRANE": "JP", "EYE": "US"}
    links = {
        "DOOM": {"fits": ["LINK-A"], "gateways": []},
        "LANCE": {"fits": ["LINK-B"], "gateways": []},
        "CRANE": {"fits": ["LINK-C", "LINK-D"], "gateways": []},
        "EYE": {"fits": [], "gateways": []},
    }
    plan = {"picture": {"flights": nations, "links": links}}
    (row,) = link_rows(plan)
    assert (row["value"], row["n"]) == (0.0, 4)
    links["CRANE"]["gateways"] = [["LINK-C", "LINK-D"]]
    links["EYE"] = {"fits": ["LINK-A", "LINK-D"], "gateways": [["LINK-A", "LINK-D"]]}
    (row,) = link_rows(plan)  # CRANE talks to DOOM by way of EYE, LANCE to nobody
    assert (row["value"], row["low"], row["parts"][0]["of"]) == (0.5, None, "JP+US")
    links["LANCE"]["fits"].append("LINK-A")
    assert link_rows(plan)[0]["value"] == 1.0
    assert (
        link_rows({"picture": {"flights": {"A": "US", "B": "US"}, "links": {"A": links["EYE"], "B": links["EYE"]}}})
        == []
    )
    assert link_rows({}) == []


@pytest.mark.parametrize("table", [readiness.TABLE, interoperability.TABLE])
def test_a_table_names_known_measures_once(table):
    ids = [name for _, group in table for name in group]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(measures.known())


def test_rows_of_a_table_say_what_the_measures_say(plan, tally):
    found = measures.summarise(tally, events(), plan)
    rows = {row["id"]: row for row in (*found["readiness"], *found["interoperability"])}
    assert "weather_wait_s" not in rows
    for name, row in rows.items():
        assert {key: row[key] for key in ("value", "low", "high", "n")} == {
            key: found["measures"][name][key] for key in ("value", "low", "high", "n")
        }
        assert [part["value"] for part in row["parts"]] == [
            found["measures"][f"{name}.{part['of']}"]["value"] for part in row["parts"]
        ]
    assert [part["of"] for part in rows["flown_fraction"]["parts"]] == ["DOOM", "LANCE", "CRANE"]
    assert [part["of"] for part in rows["separation_breaches"]["parts"]] == ["JP+US"]
