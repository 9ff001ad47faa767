"""Three gates: what fits, what is cleared, what is agreed; what nobody published stays unknown."""

from __future__ import annotations

import datetime
import itertools

import pytest

from jointex import cards
from jointex.cards.gates import ACTIVITIES
from jointex.errors import CardError, QuestionError

TANKERS = [card_id for card_id in cards.ids("aircraft") if cards.aircraft(card_id).tanker]
RECEIVERS = [card_id for card_id in cards.ids("aircraft") if cards.aircraft(card_id).receiver.by != "none"]


def fits(tanker, receiver, nations=("US", "JP"), activity="exercise", folders=(), on=None):
    found = cards.fits(
        cards.aircraft(tanker, folders), cards.aircraft(receiver, folders), *nations, activity, folders, on
    )
    return {fit.station: fit for fit in found}


def gate(fit, name):
    return next(one for one in fit.gates if one.name == name)


def test_a_tanker_with_a_boom_only_is_closed_to_a_probe_and_open_to_its_sister_with_a_receptacle():
    b, a = (fits("KC-767J", receiver, ("JP", "JP"))["boom"] for receiver in ("F-35B", "F-35A"))
    assert (b.status, gate(b, "mechanical").status) == ("closed", "closed")
    assert "boom" in gate(b, "mechanical").reason
    assert a.open


def test_the_drogue_adapter_takes_the_boom_away():
    assert set(fits("KC-135R-BDA", "F-15J")) == {"adapter"}
    assert fits("KC-135R-BDA", "F-15J")["adapter"].status == "closed"
    assert fits("KC-135R-BDA", "F-35B")["adapter"].open
    assert fits("KC-135R", "F-15J")["boom"].open


def test_boom_and_pods_of_one_tanker_shut_each_other_and_drogues_do_not():
    kc46 = fits("KC-46A", "F-35B")
    assert kc46["boom"].shuts == ("centreline_drogue", "wing_pods")
    assert kc46["wing_pods"].shuts == kc46["centreline_drogue"].shuts == ("boom",)
    assert fits("KC-135R-MPRS", "F-35B")["wing_pods"].shuts == ("boom",)
    assert fits("KC-130J", "F-35B")["wing_pods"].shuts == ()
    assert fits("KC-130J", "F-35B")["wing_pods"].count == 2


@pytest.mark.parametrize(("tanker", "receiver"), list(itertools.product(TANKERS, cards.ids("aircraft"))))
def test_every_station_is_judged_by_three_gates_that_say_why_and_name_a_source_where_they_know(tanker, receiver):
    found = fits(tanker, receiver)
    assert tuple(found) == tuple(cards.aircraft(tanker).tanker.stations)
    for fit in found.values():
        assert [one.name for one in fit.gates] == ["mechanical", "technical", "legal"]
        kind = {"boom_receptacle": "boom", "probe": "drogue", "none": ""}[cards.aircraft(receiver).receiver.by]
        assert (gate(fit, "mechanical").status == "open") == (fit.kind == kind)
        for one in fit.gates:
            assert one.reason.endswith(".")
            assert one.reason[0].isupper()
            assert one.status == "unknown" or (one.source and one.basis)
        assert fit.open == all(one.status == "open" for one in fit.gates)
        assert fit.flow_kg_s <= cards.aircraft(tanker).tanker.stations[fit.station].flow.si


def test_no_pair_is_cleared_that_no_card_clears():
    cleared = set()
    for card_id in cards.ids("clearances"):
        card = cards.load("clearances", card_id)
        if card.status == "cleared":
            cleared |= set(itertools.product(card.tankers, [card.receiver], card.stations))
    opened = {
        (tanker, receiver, name)
        for tanker, receiver in itertools.product(TANKERS, RECEIVERS)
        for name, fit in fits(tanker, receiver).items()
        if gate(fit, "technical").status == "open"
    }
    assert opened == cleared


def test_shipped_clearances_are_of_pairs_whose_parts_fit():
    for card_id in cards.ids("clearances"):
        card = cards.load("clearances", card_id)
        for tanker in card.tankers:
            found = fits(tanker, card.receiver)
            assert all(gate(found[name], "mechanical").status == "open" for name in card.stations), card_id


def test_a_contact_test_without_fuel_is_no_clearance():
    fit = fits("KC-135R-MPRS", "F-35B", ("US", "US"))["wing_pods"]
    assert [one.status for one in fit.gates] == ["open", "unknown", "open"]
    assert "2013" in gate(fit, "technical").reason
    assert gate(fit, "technical").date == "2013-07-24"
    assert fit.status == "unknown"
    assert not fit.open


def test_window_is_what_receiver_station_and_clearance_can_all_fly():
    fit = fits("KC-130J", "F-35B")["wing_pods"]
    contact = cards.aircraft("F-35B").receiver.contact
    knots = 1852 / 3600
    assert fit.lowest_cas_m_s == contact.lowest_cas.si  # the tests went lower than crews do
    assert fit.highest_cas_m_s == pytest.approx(250 * knots)
    assert fit.usual_cas_m_s == pytest.approx(240 * knots)
    assert fit.highest_altitude_m == pytest.approx(20_000 * 0.3048)
    assert fit.lowest_altitude_m == contact.lowest_altitude.si  # the tests began lower
    wide = fits("KC-46A", "F-35B")["centreline_drogue"]
    assert (wide.lowest_cas_m_s, wide.highest_cas_m_s) == (contact.lowest_cas.si, contact.highest_cas.si)


def test_window_ends_where_the_tanker_ends(own):
    slow = """\
id: SLOW
like: KC-46A
name: Slow
limits:
  max_cas: {value: 270, unit: kt, basis: published, source: us}
  ceiling: {value: 26000, unit: ft, basis: published, source: us}
speeds:
  climb_cas: {value: 265, unit: kt, basis: published, source: us}
  descent_cas: {value: 265, unit: kt, basis: published, source: us}
  cruise_altitude: {value: 25000, unit: ft, basis: published, source: us}
tanker:
  orbit_cas: {value: 260, unit: kt, basis: published, source: us}
receiver: {by: none, contact: null, source: us}
sources:
  us: {title: Us, read: 2026-11-22, says: slow}
"""
    fit = fits("SLOW", "F-35B", folders=own("aircraft", "SLOW", slow))["centreline_drogue"]
    assert fit.highest_cas_m_s == pytest.approx(270 * 1852 / 3600)
    assert fit.highest_altitude_m == pytest.approx(26_000 * 0.3048)
    assert gate(fit, "technical").status == "unknown"  # a type like another inherits no clearance


@pytest.mark.parametrize(("tanker", "receiver"), [("KC-46A", "F-35A"), ("KC-46A", "B-52H"), ("KC-130J", "F-35B")])
def test_fuel_flows_as_the_slower_of_station_and_receiver_lets_it(tanker, receiver):
    gives, takes = cards.aircraft(tanker).tanker.stations, cards.aircraft(receiver).receiver.highest_flow.si
    for name, fit in fits(tanker, receiver).items():
        assert fit.flow_kg_s == min(gives[name].flow.si, takes)
    assert fits(tanker, "E-767")[next(iter(gives))].flow_kg_s == 0.0


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_one_state_needs_no_agreement_with_itself(activity):
    legal = gate(fits("KC-135R", "B-52H", ("US", "US"), activity)["boom"], "legal")
    assert (legal.status, legal.basis) == ("open", "derived")


@pytest.mark.parametrize("nations", [("US", "JP"), ("JP", "US")])
def test_japan_and_the_united_states_may_exchange_fuel_both_ways(nations):
    exercise = gate(fits("KC-46A", "F-35A", nations)["boom"], "legal")
    assert exercise.status == "open"
    assert "memorandum on air refuelling" in exercise.reason
    assert "Acquisition and Cross-Servicing" in exercise.reason
    operation = gate(fits("KC-46A", "F-35A", nations, "operation")["boom"], "legal")
    assert operation.status == "open"
    assert "memorandum" not in operation.reason


def test_a_treaty_that_names_no_fuel_opens_nothing():
    # the memorandum is of 2010 and the agreement on supplies of 1996
    legal = gate(fits("KC-135R", "F-15J", on=datetime.date(1980, 1, 1))["boom"], "legal")
    assert legal.status == "unknown"
    assert "Treaty of Mutual Cooperation" in legal.reason
    nothing = gate(fits("KC-135R", "F-15J", on=datetime.date(1950, 1, 1))["boom"], "legal")
    assert nothing.status == "unknown"
    assert "not in force on 1950-01-01" in nothing.reason


@pytest.mark.parametrize("other", ["AU", "GB", "CA", "FR", "IN", "DE", "IT"])
def test_partners_of_japan_exchange_fuel_in_exercises_and_not_surely_in_operations(other):
    statuses = [gate(fits("KC-46A", "F-35A", ("JP", other), one)["boom"], "legal").status for one in ACTIVITIES]
    assert dict(zip(ACTIVITIES, statuses, strict=True)) == {
        "exercise": "open",
        "training": "open",
        "operation": "unknown",
    }


@pytest.mark.parametrize("nations", [("US", "CN"), ("JP", "Atlantis"), ("", "JP"), ("", "")])
def test_states_without_a_card_between_them_stay_unknown(nations):
    assert gate(fits("KC-46A", "F-35A", nations)["boom"], "legal").status == "unknown"


def test_an_agreement_with_a_year_only_surely_holds_from_the_next_year_on():
    # AU-US: "2010"
    on = [
        gate(fits("KC-46A", "F-35A", ("US", "AU"), on=datetime.date(year, 12, 31))["boom"], "legal").status
        for year in (2010, 2011)
    ]
    assert on == ["unknown", "open"]


def test_what_is_no_tanker_and_an_unknown_activity_are_told_at_once():
    with pytest.raises(QuestionError) as caught:
        fits("B-52H", "F-15J", activity="exercises")
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 2
    assert "Did you mean exercise?" in told[0]
    assert told[1].startswith("B-52H must be a tanker")


OWN = """\
id: {id}
name: Mine
receiver: F-35B
tankers: [KC-135R-MPRS]
stations: [wing_pods]
status: {status}
date: 2026-11
basis: published
source: us
sources:
  us: {{title: Our own release, read: 2026-11-22, says: cleared}}
"""


@pytest.fixture
def own(tmp_path):
    def write(kind, card_id, text):
        (tmp_path / kind).mkdir(exist_ok=True)
        (tmp_path / kind / f"{card_id}.yaml").write_text(text, encoding="utf-8")
        return [tmp_path]

    return write


def test_a_users_clearance_wins_over_a_shipped_one_and_is_read_again_when_edited(own):
    folders = own("clearances", "MINE", OWN.format(id="MINE", status="cleared"))
    fit = fits("KC-135R-MPRS", "F-35B", folders=folders)["wing_pods"]
    assert fit.open
    assert gate(fit, "technical").source == "Our own release"
    own("clearances", "MINE", OWN.format(id="MINE", status="not_cleared"))
    assert fits("KC-135R-MPRS", "F-35B", folders=folders)["wing_pods"].status == "closed"
    assert fits("KC-135R-MPRS", "F-35B")["wing_pods"].status == "unknown"


def test_two_cards_of_one_folder_on_the_same_pair_are_told_apart_by_nations_or_refused(own):
    own("clearances", "MINE", OWN.format(id="MINE", status="cleared"))
    folders = own("clearances", "YOURS", OWN.format(id="YOURS", status="not_cleared"))
    with pytest.raises(
        CardError, match=r"must not speak twice of F-35B at wing_pods of KC-135R-MPRS: MINE.yaml and YOURS"
    ):
        fits("KC-135R-MPRS", "F-35B", folders=folders)
    own("clearances", "YOURS", OWN.format(id="YOURS", status="not_cleared") + "receiver_nations: [JP]\n")
    assert fits("KC-135R-MPRS", "F-35B", ("US", "JP"), folders=folders)["wing_pods"].status == "closed"
    assert fits("KC-135R-MPRS", "F-35B", ("US", "US"), folders=folders)["wing_pods"].open


def test_a_clearance_for_other_nations_is_told_but_opens_nothing(own):
    text = OWN.format(id="MINE", status="cleared").replace("wing_pods", "adapter").replace("MPRS", "BDA")
    text = text.replace("receiver: F-35B", "receiver: J-16") + "receiver_nations: [CN]\n"
    folders = own("clearances", "MINE", text)
    technical = gate(fits("KC-135R-BDA", "J-16", ("US", "JP"), folders=folders)["adapter"], "technical")
    assert technical.status == "unknown"
    assert "receivers of CN" in technical.reason


def test_a_clearance_whose_window_leaves_nothing_closes_the_gate(own):
    window = "window:\n  lowest_cas: {value: 300, unit: kt, basis: published, source: us}\n"
    folders = own("clearances", "MINE", OWN.format(id="MINE", status="cleared") + window)
    fit = fits("KC-135R-MPRS", "F-35B", folders=folders)["wing_pods"]
    assert fit.lowest_cas_m_s > fit.highest_cas_m_s
    assert gate(fit, "technical").status == "closed"
    assert "no speed and altitude" in gate(fit, "technical").reason


def test_taking_every_clearance_away_opens_nothing_and_closes_nothing_mechanical(own):
    for card_id in cards.ids("clearances"):
        folders = own("clearances", card_id, f"id: {card_id}\nlike: {card_id}\nstatus: unknown\n")
    before, after = cards.gates_matrix(), cards.gates_matrix(folders=folders)
    order = ("open", "unknown", "closed")
    assert [(pair.tanker, pair.receiver) for pair in before] == [(pair.tanker, pair.receiver) for pair in after]
    assert all(order.index(now.status) >= order.index(was.status) for was, now in zip(before, after, strict=True))
    assert {pair.status for pair in after} == {"unknown", "closed"}
    assert [pair.status == "closed" for pair in after] == [pair.status == "closed" for pair in before]


def test_a_station_too_slow_for_the_receiver_is_closed_though_nobody_spoke_of_a_clearance(own):
    slow = """\
id: SLOW
like: KC-130J
name: Slow
tanker:
  stations:
    wing_pods:
      window:
        highest_cas: {value: 200, unit: kt, basis: published, source: fas}
"""
    fit = fits("SLOW", "F-35B", folders=own("aircraft", "SLOW", slow))["wing_pods"]
    technical = gate(fit, "technical")
    assert technical.status == "closed"
    assert "no speed and altitude" in technical.reason
    assert "3rd Marine Aircraft Wing" in technical.source
    assert not fit.has_window


AGREEMENT = """\
id: {id}
name: Own agreement
states: [US, CN]
kind: refuelling
fuel: {fuel}
activities: [exercise]
in_force: 2020
basis: published
source: us
covers: fuel
sources:
  us: {{title: Our own treaty, read: 2026-11-22, says: fuel}}
"""


def test_a_framework_opens_nothing_though_it_names_the_activity(own):
    folders = own("agreements", "MINE", AGREEMENT.format(id="MINE", fuel="framework"))
    assert gate(fits("KC-46A", "F-35A", ("US", "CN"), folders=folders)["boom"], "legal").status == "unknown"


def test_a_pair_is_judged_by_the_station_that_is_nearest_to_open(own):
    (pods,) = cards.gates_matrix("KC-135R-MPRS", "F-35B", "US", "US")
    assert (pods.best.station, pods.cell) == ("wing_pods", "unknown: technical")
    text = OWN.format(id="MINE", status="cleared").replace("F-35B", "J-16").replace("KC-135R-MPRS", "KC-46A")
    folders = own("clearances", "MINE", text)
    (pair,) = cards.gates_matrix("KC-46A", "J-16", "US", "CN", folders=folders)
    assert (pair.best.station, pair.cell) == ("wing_pods", "unknown: legal")
    (closed,) = cards.gates_matrix("KC-767J", "F-35B", "JP", "JP")
    assert closed.cell == "closed: mechanical"


def test_types_stand_in_the_matrix_for_every_state_that_flies_them(own):
    pairs = cards.gates_matrix(tanker="KC-46A", receiver="F-35A")
    states = {(pair.tanker_nation, pair.receiver_nation) for pair in pairs}
    assert states == {("JP", "JP"), ("JP", "US"), ("US", "JP"), ("US", "US")}
    folders = own("aircraft", "MINE", "id: MINE\nlike: F-35A\nname: Mine\noperators: [Atlantis]\n")
    pairs = cards.gates_matrix(tanker="KC-767J", receiver="MINE", folders=folders)
    assert [(pair.receiver_nation, pair.best.gates[2].status) for pair in pairs] == [("", "unknown")]


def test_a_users_agreement_opens_and_one_that_rules_fuel_out_closes(own):
    folders = own("agreements", "MINE", AGREEMENT.format(id="MINE", fuel="covered"))
    assert gate(fits("KC-46A", "F-35A", ("US", "CN"), folders=folders)["boom"], "legal").status == "open"
    training = gate(fits("KC-46A", "F-35A", ("US", "CN"), "training", folders)["boom"], "legal")
    assert training.status == "unknown"
    own("agreements", "YOURS", AGREEMENT.format(id="YOURS", fuel="excluded"))
    assert gate(fits("KC-46A", "F-35A", ("US", "CN"), folders=folders)["boom"], "legal").status == "closed"
    own("agreements", "YOURS", AGREEMENT.format(id="YOURS", fuel="covered") + "excludes: [training]\nended: 2021-05\n")
    assert gate(fits("KC-46A", "F-35A", ("US", "CN"), "training", folders)["boom"], "legal").status == "unknown"
    before_end = fits("KC-46A", "F-35A", ("US", "CN"), "training", folders, datetime.date(2021, 4, 30))
    assert gate(before_end["boom"], "legal").status == "closed"
