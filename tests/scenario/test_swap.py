"""One noun changed: what follows along, and what is refused."""

from __future__ import annotations

import pytest

from jointex.errors import ScenarioError
from jointex.scenario import load, loads, starter, swap


def test_another_fighter_takes_the_place_of_the_first_and_uses_its_wheels() -> None:
    told = load("sea-of-japan")
    other = swap(told, "F-35B=F-35A")
    lance = other.flight("LANCE")
    assert (lance.aircraft, lance.takeoff_mode, lance.landing_mode) == ("F-35A", "conventional", "conventional")
    assert [flight for flight in other.flights if flight.id != "LANCE"] == [
        flight for flight in told.flights if flight.id != "LANCE"
    ]
    assert other.source.notes == (
        "LANCE: F-35A has no short take-off; it uses its wheels",
        "LANCE: F-35A has no vertical landing; it uses its wheels",
    )
    assert other.title.endswith("with F-35A for F-35B")
    assert told.flight("LANCE").aircraft == "F-35B"


def test_another_base_is_flown_from_direct() -> None:
    lance = swap(load("sea-of-japan"), "Nyutabaru=Misawa").flight("LANCE")
    assert (lance.base, lance.recovery, lance.outbound, lance.homebound) == ("RJSM", "RJSM", (), ())


def test_a_divert_that_becomes_home_is_no_divert_any_more() -> None:
    crane = swap(load("sea-of-japan"), "RJNK=RJNG").flight("CRANE")
    assert (crane.base, crane.diverts) == ("RJNG", ("RJOH",))


def test_two_bases_can_change_places() -> None:
    other = swap(load("sea-of-japan"), "RJFN=RJNK", "RJNK=RJFN")
    assert (other.flight("LANCE").base, other.flight("CRANE").base) == ("RJNK", "RJFN")


def test_stores_the_new_type_does_not_carry_stay_at_home() -> None:
    other = swap(load("sea-of-japan"), "F-15J=F-35A")
    assert dict(other.flight("CRANE").stores) == {}
    assert other.source.notes == ("CRANE: F-35A does not carry TANK-600; 1 left at home",)


def test_a_swapped_scenario_written_out_reads_back_the_same() -> None:
    other = swap(load("sea-of-japan"), "F-35B=F-35A", "RJFN=RJSM")
    assert loads(other.source.text).digest() == other.digest()


def test_swapping_there_and_back_gives_the_flights_again() -> None:
    mine = loads(starter("mine"))
    there = swap(mine, "F-35A=F-15J")
    assert {flight.aircraft for flight in there.flights} == {"F-15J"}
    back = swap(swap(mine, "Misawa=Hyakuri"), "Hyakuri=Misawa")
    assert [(flight.aircraft, flight.base) for flight in back.flights] == [
        (flight.aircraft, flight.base) for flight in mine.flights
    ]


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("F-35B", "--swap must be A=B, such as F-35B=F-35A; got F-35B"),
        ("F-35C=F-35A", "--swap must name an aircraft or a base that a flight uses; got F-35C. Did you mean F-35B"),
        ("KC-46A=F-35A", "--swap must name an aircraft or a base that a flight uses; got KC-46A"),
        ("F-35B=F-35Z", "--swap must put another aircraft in place of F-35B; got F-35Z. Did you mean F-35"),
        ("RJFN=Komatzu", "--swap must put another base in place of RJFN; got Komatzu. Did you mean Komatsu"),
        ("F-35B=RJNK", "--swap must put another aircraft in place of F-35B; got RJNK"),
    ],
)
def test_what_cannot_be_swapped_is_named(pair: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        swap(load("sea-of-japan"), pair)
    assert str(caught.value).startswith(said)


def test_a_load_the_new_type_cannot_lift_is_a_fault_of_its_line() -> None:
    with pytest.raises(ScenarioError, match=r"sea-of-japan\.yaml:\d+ flights\.DOOM\.fuel must fit the tanks of F-15J"):
        swap(load("sea-of-japan"), "B-52H=F-15J")
