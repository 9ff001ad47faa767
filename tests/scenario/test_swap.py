"""One noun changed: what follows along, and what is refused."""

from __future__ import annotations

import pytest

from jointex.errors import ScenarioError, SwapError
from jointex.scenario import load, loads, starter, swap
from jointex.scenario.afloat import CLEAR_M, open_water_near


def test_another_fighter_takes_the_place_of_the_first_and_uses_its_wheels() -> None:
    told = load("sea-of-japan")
    other = swap(told, "F-35B=F-35A")
    lance = other.flight("LANCE")
    assert (lance.aircraft, lance.takeoff_mode, lance.landing_mode) == ("F-35A", "conventional", "conventional")
    assert [flight for flight in other.flights if flight.id != "LANCE"] == [
        flight for flight in told.flights if flight.id != "LANCE"
    ]
    assert other.source.notes[:2] == (
        "LANCE: F-35A has no short take-off; it uses its wheels",
        "LANCE: F-35A has no vertical landing; it uses its wheels",
    )
    sentences = (
        "sentences about F-35B were written for the unswapped exercise and are left as they are: title, summary, "
    )
    assert other.source.notes[2].startswith(sentences)
    assert other.source.notes[2].endswith("drills.TAKE-FUEL.text")
    assert other.source.notes[3] == "TAKE-FUEL: F-35A takes fuel from a boom, so the drill asks for no drogue"
    assert other.drills[1].parameters == {"fit": "boom"}
    assert told.drills[1].parameters == {"fit": "drogue"}
    assert other.summary == told.summary
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
    assert other.source.notes[0] == "CRANE: F-35A does not carry TANK-600; 1 left at home"


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
        ("RJFN=Komatzu", "--swap must put another base or ship in place of RJFN; got Komatzu. Did you mean Komatsu"),
        ("F-35B=RJNK", "--swap must put another aircraft in place of F-35B; got RJNK"),
    ],
)
def test_what_cannot_be_swapped_is_named(pair: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        swap(load("sea-of-japan"), pair)
    assert str(caught.value).startswith(said)


def test_a_load_the_new_type_cannot_lift_is_a_fault_of_its_line() -> None:
    with pytest.raises(SwapError, match=r"guam-long-haul\.yaml:\d+ flights\.DOOM\.payload must be at most"):
        swap(load("guam-long-haul"), "B-52H=F-15J")


def test_a_type_with_smaller_tanks_fills_them() -> None:
    other = swap(load("guam-long-haul"), "KC-135R=KC-130J")
    assert {flight.fuel_kg for flight in other.flights if flight.is_tanker} == {None}
    assert any(
        note.startswith("EXXON: KC-130J holds 27,216 kg, less than the 77,111 kg") for note in other.source.notes
    )


def test_a_ship_in_place_of_a_base_stands_in_the_nearest_open_water_and_it_is_said() -> None:
    other = swap(load("sea-of-japan"), "Nyutabaru=Kaga")
    lance, ship = other.flight("LANCE"), other.ship("JS-KAGA")
    assert (lance.base, lance.recovery, lance.takeoff_mode, lance.landing_mode) == (
        "JS-KAGA",
        "JS-KAGA",
        "short",
        "vertical",
    )
    assert len(lance.outbound) == 2
    assert ship is not None
    assert (ship.ship, ship.nation) == ("JS-KAGA", "JP")
    assert other.source.notes[0].startswith(
        "JS-KAGA: assumed to stand at 32.08N 131.78E, 17 NM from RJFN and 12 NM clear"
    )
    assert loads(other.source.text).digest() == other.digest()


def test_a_flight_put_on_a_deck_takes_off_short_and_lands_vertically_if_its_type_can() -> None:
    text = starter("mine").replace("aircraft: F-35A", "aircraft: F-35B")
    other = swap(loads(text), "Misawa=JS-IZUMO")
    flight = next(flight for flight in other.flights if flight.base == "JS-IZUMO")
    assert (flight.takeoff_mode, flight.landing_mode) == ("short", "vertical")
    assert sum(" on the deck of JS-IZUMO is " in note for note in other.source.notes) == 2


def test_a_ship_the_scenario_has_stays_where_it_is() -> None:
    kaga = "ships: {KAGA: {ship: JS-KAGA, nation: JP, at: 31.0N 132.5E}}\n"
    told = loads(load("sea-of-japan").source.text + kaga)
    other = swap(told, "RJFN=JS-KAGA")
    assert other.flight("LANCE").base == "KAGA"
    assert [(ship.id, ship.at) for ship in other.ships] == [(ship.id, ship.at) for ship in told.ships]
    back = swap(other, "KAGA=Nyutabaru")
    assert back.flight("LANCE").base == "RJFN"


def test_a_divert_that_becomes_a_deck_is_left_out_for_types_that_cannot_use_it() -> None:
    other = swap(load("sea-of-japan"), "RJNG=JS-KAGA")
    assert other.flight("CRANE").diverts == ("RJOH",)
    assert "CRANE: F-15J does not use the deck of JS-KAGA; that divert is left out" in other.source.notes


def test_waivers_of_a_swapped_type_are_not_handed_on() -> None:
    waivers = "{gate: technical, receiver: F-35B, because: x}, {gate: legal, receiver: B-52H, because: x}"
    relied = f"refuelling:\n  rely_on: [{waivers}]\n"
    text = load("sea-of-japan").source.text.replace("refuelling:\n", relied)
    other = swap(loads(text), "F-35B=F-35A")
    assert other.refuelling is not None
    assert [waiver.receiver for waiver in other.refuelling.rely_on] == ["B-52H"]
    assert "refuelling: the technical gate that is relied on for F-35B is not for F-35A" in other.source.notes


@pytest.mark.parametrize(("latitude_deg", "longitude_deg"), [(32.084, 131.451), (40.703, 141.368), (34.144, 132.236)])
def test_open_water_is_clear_of_land(latitude_deg: float, longitude_deg: float) -> None:
    """No point of a coastline lies within the clear circle."""
    import numpy as np

    from jointex.earth.coastlines import coastlines
    from jointex.earth.geodesics import distance_course

    found = open_water_near(latitude_deg, longitude_deg)
    assert found is not None
    north, east, away_m = found
    shores = np.concatenate(coastlines((east - 2.0, north - 2.0, east + 2.0, north + 2.0)))
    near_m, _, _ = distance_course(
        np.radians(shores[:, 1]), np.radians(shores[:, 0]), np.radians(north), np.radians(east)
    )
    # the place is rounded to a hundredth of a degree, and found on a plane: half a mile
    assert near_m.min() > CLEAR_M - 926.0
    assert away_m >= CLEAR_M


def test_no_ship_is_put_where_there_is_no_sea() -> None:
    assert open_water_near(39.0, -98.0) is None
