"""How types hear each other, by the fits of their cards."""

from __future__ import annotations

import pytest

from jointex import calc, cards
from jointex.errors import QuestionError


def test_the_escort_of_the_flagship_shares_link_16_with_the_bombers() -> None:
    answer = calc.link("F-35B", "B-52H")
    assert (answer.hears, answer.link, answer.by) == (True, "LINK-16", ())
    assert answer.age_s == pytest.approx(2.0 + 0.5 * 12.0)


def test_two_f_35_hear_each_other_sooner_over_their_own_link_and_lose_it_with_the_distance() -> None:
    near, far = calc.link("F-35A", "F-35B"), calc.link("F-35A", "F-35B", distance_nm=200.0)
    assert (near.link, far.link) == ("MADL", "LINK-16")
    assert near.age_s is not None
    assert far.age_s is not None
    assert near.age_s < far.age_s


def test_an_f_2_is_heard_by_voice_or_by_way_of_an_e_767() -> None:
    alone = calc.link("F-2A", "F-35B")
    assert (alone.link, alone.common) == ("VOICE", ("VOICE",))
    helped = calc.link("F-2A", "F-35B", via=["E-767"])
    assert (helped.link, helped.by) == ("LINK-16", ("E-767",))
    assert helped.age_s is not None
    assert alone.age_s is not None
    assert helped.age_s < alone.age_s


def test_low_down_the_sight_ends_and_a_relay_helps() -> None:
    low = {"distance_nm": 150.0, "altitude_ft": 500.0, "listener_altitude_ft": 500.0}
    assert not calc.link("F-15J", "F-15J", **low).hears
    answer = calc.link(
        "F-15J", "F-15J", distance_nm=290.0, altitude_ft=30_000.0, listener_altitude_ft=500.0, via=["E-767"]
    )
    assert answer.hears
    assert answer.by == ("E-767",)


def test_every_fit_has_a_card() -> None:
    for name in cards.ids("aircraft"):
        links = cards.aircraft(name).links
        assert links is not None
        assert {cards.link(one).kind for one in links.fits} <= {"data", "voice"}


def test_what_cannot_be_asked() -> None:
    with pytest.raises(QuestionError) as caught:
        calc.link("F-15J", "F-2A", distance_nm=-5.0, altitude_ft=1e9, via=["E-767"] * 9)
    assert {fault.key for fault in caught.value.faults} == {"--distance-nm", "--altitude-ft", "--via"}
