"""What breaks a plan: sizes that just do harm, failures that do what they say and no more, and no luck in it."""

from __future__ import annotations

import json
from dataclasses import replace
from statistics import NormalDist
from types import SimpleNamespace

import numpy as np
import pytest

from jointex import api
from jointex.cli import main
from jointex.fleet.log import Event
from jointex.lens.break_it import Search, _without_chance, break_it
from jointex.lens.failures import failures_of
from jointex.lens.nominal import Outcome, _less_fuel, fly_setup, judge, nominal_setup

LITTLE_FUEL = {"flights.CRANE.fuel": "7000 lb"}
NO_HARM = Outcome((), (), 1.0, "CRANE1")


@pytest.fixture(scope="module")
def plan(exercises):
    return exercises.plan("short", LITTLE_FUEL)


@pytest.fixture(scope="module")
def document(plan):
    return break_it(plan)


@pytest.fixture(scope="module")
def japan(exercises):
    return exercises.plan("sea-of-japan")


@pytest.fixture(scope="module")
def nominal(japan):
    return fly_setup(japan, nominal_setup(japan))


def failure_of(plan, name):
    return next(failure for failure in failures_of(plan) if failure.id == name)


def flown_with(plan, name, size=1.0):
    failure = failure_of(plan, name)
    return fly_setup(plan, failure.inject(nominal_setup(plan), size), failure.closed)


def of(flown, kind):
    return flown.events[flown.events["event"] == kind]


def test_the_smallest_size_does_harm_and_a_little_less_does_not(plan, document):
    setup = nominal_setup(plan)
    undisturbed = fly_setup(plan, setup)
    sized = 0
    for row in document["failures"]:
        failure = failure_of(plan, row["id"])
        for key, harm in (("strands", "stranded"), ("breaks", "broken")):
            if row[key] is None:
                continue
            search = Search(plan, setup, undisturbed, failure)
            assert getattr(search.outcome(row[key]["size"]), harm)
            if row["unit"]:
                sized += 1
                assert not getattr(search.outcome(row[key]["size"] - row["resolution"]), harm)
    assert sized > 3


def test_a_size_is_found_between_two_that_were_flown(plan):
    class Made(Search):
        def outcome(self, size):
            self.flown[size] = Outcome((), ("late",), 1.0, "") if size >= 47.0 else NO_HARM
            return self.flown[size]

    search = Made(plan, None, None, failure_of(plan, "late-CRANE"))
    assert search.smallest("broken") == 47.0
    assert search.smallest("stranded") is None
    assert max(search.flown) == 120.0


def test_failures_stand_in_order_and_the_first_is_named(document):
    chances = [row["strands"]["chance"] for row in document["failures"] if row["strands"] and row["strands"]["chance"]]
    assert chances == sorted(chances, reverse=True)
    stranding = [row for row in document["failures"] if row["strands"]]
    named = document["first"]
    assert (named is None) == (not stranding)
    assert named is None or (named["id"] == stranding[0]["id"] and named["text"] in document["sentence"])
    assert document["failures"][: len(stranding)] == stranding


def test_a_margin_is_as_rare_as_its_standard_deviations(document):
    told = [row["breaks"] for row in document["failures"] if row["breaks"] and row["breaks"]["chance"]]
    assert told
    for margin in told:
        assert NormalDist().cdf(-margin["standard_deviations"]) == pytest.approx(margin["chance"])


def test_fuel_flow_is_as_rare_as_the_scenario_has_it(plan):
    # two per cent is one standard deviation there
    assert failure_of(plan, "flow-CRANE").chance(4.0) == pytest.approx(NormalDist().cdf(-2.0))


def test_hold_ups_are_counted_with_their_tail(plan):
    near, held = NormalDist().cdf(-5.0), np.exp(-5.0 / 3.0)
    assert failure_of(plan, "late-CRANE").chance(5.0) == pytest.approx(0.9 * near + 0.1 * held)


def test_a_scenario_without_uncertainty_gives_no_chances(exercises):
    failures = failures_of(exercises.plan("short", exercises.NOMINAL))
    assert all(failure.chance is None for failure in failures)


def test_nothing_is_drawn_in_the_undisturbed_flight(japan, nominal):
    assert np.all(nominal.tallies["departure_delay_s"] == 0.0)
    flew = np.isfinite(nominal.tallies["landing_time_s"])
    assert [name for name, it_flew in zip(japan.members, flew, strict=True) if not it_flew] == ["SUMO1"]
    other = nominal_setup(japan)
    other.world.settings["seed"] = 7
    again = fly_setup(japan, other)
    seen = {
        "held_from_s",
        "age_from_s2",
        "error_from_m_s",
        "opponent_held_s",
        "friend_held_s",
        "told_held_s",
        "picture_stretches",
    }
    for name in set(nominal.tallies.dtype.names) - seen:  # what is seen is drawn, and moves nobody
        np.testing.assert_array_equal(again.tallies[name], nominal.tallies[name], name)


def test_a_failure_leaves_the_arrays_it_is_put_into(japan):
    setup = nominal_setup(japan)
    before = setup.fleet.copy(), setup.flights.copy(), setup.world.nodes.copy()
    for failure in failures_of(japan):
        changed = failure.inject(setup, failure.sizes[-1])
        after = changed.fleet, changed.flights, changed.world.nodes
        assert not all(np.array_equal(a, b) for a, b in zip(before, after, strict=True)), failure.id
        own = setup.fleet, setup.flights, setup.world.nodes
        assert all(np.array_equal(a, b) for a, b in zip(before, own, strict=True)), failure.id


def test_a_late_flight_is_late_by_that_much_and_the_others_are_not(plan):
    late_s = flown_with(plan, "late-CRANE", 10.0).tallies["airborne_time_s"]
    usual_s = fly_setup(plan, nominal_setup(plan)).tallies["airborne_time_s"]
    np.testing.assert_allclose(late_s - usual_s, [600.0, 600.0, 0.0], atol=1e-6)


def test_more_fuel_flow_and_less_fuel_touch_whom_they_name(plan):
    usual = fly_setup(plan, nominal_setup(plan)).tallies
    thirsty = flown_with(plan, "flow-CRANE", 2.0).tallies
    np.testing.assert_allclose(thirsty["burned_kg"] / usual["burned_kg"], [1.0, 1.02, 1.0], atol=2e-3)
    light = flown_with(plan, "fuel-CRANE", 10.0).tallies
    np.testing.assert_allclose(light["loaded_kg"] / usual["loaded_kg"], [0.9, 0.9, 1.0])


def test_a_divert_that_is_closed_is_nobodys_divert(plan):
    failure = failure_of(plan, "closed-RJNG")
    setup = nominal_setup(plan)
    assert failure.inject(setup, 1.0).flights["n_diverts"].tolist() == [0, *setup.flights["n_diverts"][1:]]
    assert flown_with(plan, "closed-RJNG").bases[0] == ("RJNK",)


def test_wind_from_ahead_slows_the_way_it_is_meant_for(exercises):
    plan = exercises.plan("short")
    usual, against = (
        one.tallies for one in (fly_setup(plan, nominal_setup(plan)), flown_with(plan, "wind-CRANE-home", 60.0))
    )
    assert np.all(against["landing_time_s"] > usual["landing_time_s"] + 60.0)


def test_another_tanker_takes_over_from_one_that_stays_on_the_ground(japan, nominal):
    flown = flown_with(japan, "out-SHELL")
    received_kg, usual_kg = (one.tallies["received_kg"].sum() for one in (flown, nominal))
    assert usual_kg <= received_kg + 1.0  # whoever waits for it burns more, and takes more
    assert received_kg == pytest.approx(usual_kg, rel=0.1)


def test_a_tanker_that_stays_on_the_ground_gives_nothing_and_its_absence_harms_only_others(exercises):
    alone = exercises.plan("sea-of-japan", exercises.ALONE)
    nominal, flown = fly_setup(alone, nominal_setup(alone)), flown_with(alone, "out-SHELL")
    out = failure_of(alone, "out-SHELL").out
    assert nominal.tallies["received_kg"].sum() > 0.0
    assert flown.tallies["received_kg"].sum() == 0.0
    harmed = {harm.aircraft for harm in judge(flown, nominal, out).broken}
    assert harmed
    assert harmed.isdisjoint(alone.members[number] for number in out)


def test_stations_fail_once_somebody_is_there(japan):
    flown = flown_with(japan, "stations-SHELL")
    assert len(of(flown, Event.STATIONS_OUT)) == 1
    assert flown.tallies["received_kg"].sum() == 0.0


def test_with_one_drogue_less_one_at_a_time_is_in_contact(japan, nominal):
    def most_at_once(flown):
        ends = (Event.REFUELLED, Event.DISCONNECTED, Event.CUT_SHORT)
        rows = flown.events[np.isin(flown.events["event"], (Event.CONTACT, *ends))]
        steps = sorted((row["time_s"], 1 if row["event"] == Event.CONTACT else -1) for row in rows)
        return np.cumsum([step for _, step in steps]).max()

    assert (most_at_once(nominal), most_at_once(flown_with(japan, "station-SHELL-drogue"))) == (2, 1)


def test_contacts_are_missed_as_often_as_asked_by_one_receiver(japan, nominal):
    flown = flown_with(japan, "missed-LANCE", 2.0)
    missed = of(flown, Event.MISSED_CONTACT)
    assert [japan.members[number] for number in missed["aircraft"]] == ["LANCE3", "LANCE3"]
    assert len(of(nominal, Event.MISSED_CONTACT)) == 0


def test_who_lands_below_reserve_is_stranded_by_what_is_missing(japan, nominal):
    flown = flown_with(japan, "flow-LANCE", 25.0)
    number = japan.members.index("LANCE3")
    outcome = judge(flown, nominal)
    reserve_kg = next(flight.fuel.reserve_kg for flight in japan.flights if flight.id == "LANCE")
    worst = next(harm for harm in outcome.stranded if harm.aircraft == "LANCE3")
    assert worst.kg == pytest.approx(reserve_kg - flown.tallies["landed_kg"][number])
    assert outcome.spare_kg == pytest.approx(-max(harm.kg for harm in outcome.stranded))


def test_a_plan_that_strands_without_a_failure_says_so(plan):
    fuel = replace(plan.flights[0].fuel, reserve_kg=plan.flights[0].fuel.loaded_kg)
    found = break_it(replace(plan, flights=(replace(plan.flights[0], fuel=fuel), *plan.flights[1:])))
    assert [harm["aircraft"] for harm in found["as_planned"]["stranded"]] == ["CRANE2", "CRANE1"]
    assert found["sentence"].startswith("Somebody is stranded with no failure at all: CRANE2 lands at RJNK with")


def test_of_a_plan_that_cannot_be_flown_there_is_nothing_to_break(exercises):
    found = break_it(exercises.plan("short", {"flights.CRANE.fuel": "6500 lb"}))
    assert not found["feasible"]
    assert found["sentence"].startswith("There is nothing to break")
    assert found["conflicts"][0].rstrip(".") in found["sentence"]


def test_the_command_says_what_breaks_and_writes_it_with_the_plan(exercises, tmp_path, capsys):
    file = tmp_path / "short.yaml"
    file.write_text(exercises.text_of("short", LITTLE_FUEL), encoding="utf-8")
    assert main(["plan", str(file), "--break-it", "--out", str(tmp_path / "out")]) == 0
    shown = capsys.readouterr().out
    written = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))["break_it"]
    assert written["sentence"] in shown
    assert "Single failures, smallest first" in shown
    assert main(["plan", str(file), "--break-it", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["break_it"] == written
    assert main(["plan", str(file), "--json"]) == 0
    assert "break_it" not in json.loads(capsys.readouterr().out)


def test_the_same_plan_breaks_alike(plan, document):
    told = []
    assert api.break_it(plan, lambda done, total: told.append((done, total))) == document
    assert told[-1] == (len(document["failures"]),) * 2


def test_a_failure_without_a_chance_is_told_beside_a_likelier_one():
    def row(name, chance):
        harm = {"text": f"{name} suffers"}
        return {"strands": {"text": f"{name} happens", "chance": chance, "harm": [harm]}}

    rows = [row("WIND", 1e-6), row("CLOSED", None), row("BANK", None)]
    told = _without_chance({"first": rows[0]["strands"], "failures": rows})
    assert told == " Of those that the scenario gives no chance, the smallest: CLOSED happens. CLOSED suffers."
    assert _without_chance({"first": rows[1]["strands"], "failures": rows[1:]}) == ""


def test_who_lands_where_planned_is_not_diverted_even_if_the_undisturbed_flight_was(plan):
    flown = fly_setup(plan, nominal_setup(plan))
    tallies = flown.tallies.copy()
    tallies["landed_at"][0] = 1
    diverted = replace(flown, tallies=tallies)
    assert not judge(flown, diverted).broken
    assert [harm.text for harm in judge(diverted, flown).broken] == ["CRANE1 lands at RJNG instead of RJNK"]


def test_who_comes_with_less_and_takes_more_is_told_with_the_right_sign(japan):
    def flown(refuelled, received_kg):
        tallies = np.zeros(9, dtype=[("refuelled", float), ("received_kg", float)])
        tallies["refuelled"], tallies["received_kg"] = refuelled, received_kg
        return SimpleNamespace(plan=japan, tallies=tallies)

    name = japan.members[4]
    (more,), (less,) = (list(_less_fuel(flown(1, kg), flown(2, 4000.0), 4)) for kg in (5351.0, 2649.0))
    assert more.text == (
        f"{name} takes its least on-load in 1 of 2 brackets, 1,351 kg (3.0 klb) more fuel in all than with no failure"
    )
    assert less.text.endswith("1,351 kg (3.0 klb) less fuel in all than with no failure")
    assert not list(_less_fuel(flown(2, 1.0), flown(2, 4000.0), 4))
