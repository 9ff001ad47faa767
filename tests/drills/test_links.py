"""Who hears whom: reach and sight, relays, gateways, voice as the last resort, and laws that hold in drawn networks."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.drills.links import Member, Net, Way, ways_from

KM = 1000.0
L16 = Net("L16", 500 * KM, 12.0, 2.0, 60.0, True, 5.0, False)
OWN = Net("OWN", 250 * KM, 12.0, 3.0, 100.0, False, 12.0, False)
VOICE = Net("VOICE", 400 * KM, 40.0, 5.0, 5000.0, False, 0.0, True)
NETS = (L16, OWN, VOICE)
FAR = 1e9


def line(*places_km: float) -> tuple[np.ndarray, np.ndarray]:
    """Distances between aircraft on a line, and sight without end."""
    at = np.array(places_km) * KM
    return np.abs(at[:, None] - at[None, :]), np.full((len(at), len(at)), FAR)


def test_two_on_one_link_hear_each_other_as_old_as_half_an_update_and_the_way() -> None:
    ways = ways_from(0, NETS, [Member(("L16",)), Member(("L16",))], *line(0.0, 100.0))
    assert ways == {1: Way(8.0, 60.0, "L16", ())}


def test_out_of_reach_or_sight_nobody_hears() -> None:
    members = [Member(("L16", "VOICE")), Member(("L16", "VOICE"))]
    assert ways_from(0, NETS, members, *line(0.0, 600.0)) == {}
    distances, _ = line(0.0, 100.0)
    assert ways_from(0, NETS, members, distances, np.full((2, 2), 50 * KM)) == {}


def test_members_of_a_link_that_relays_pass_on_and_others_do_not() -> None:
    far = line(0.0, 400.0, 800.0)
    (way,) = [ways_from(0, NETS, [Member(("L16",))] * 3, *far)[2]]
    assert way == Way(16.0, 60.0, "L16", (1,))
    assert 2 not in ways_from(0, NETS, [Member(("OWN",))] * 3, *line(0.0, 200.0, 400.0))


def test_unlike_links_need_a_gateway_and_it_takes_its_time() -> None:
    unlike = [Member(("OWN",)), Member(("L16",)), Member(("OWN", "L16"), (("OWN", "L16"),))]
    place = line(0.0, 100.0, 50.0)
    without = [*unlike[:2], Member(("OWN", "L16"))]
    assert 1 not in ways_from(0, NETS, without, *place)
    assert ways_from(0, NETS, unlike, *place)[1] == Way(9.0 + 5.0 + 8.0, 100.0, "L16", (2,))


def test_voice_is_heard_where_no_data_are() -> None:
    members = [Member(("OWN", "VOICE")), Member(("L16", "VOICE"))]
    assert ways_from(0, NETS, members, *line(0.0, 100.0))[1] == Way(25.0, 5000.0, "VOICE", ())
    both = [Member(("L16", "VOICE")), Member(("L16", "VOICE"))]
    assert ways_from(0, NETS, both, *line(0.0, 100.0))[1].link == "L16"


@pytest.mark.parametrize("seed", range(30))
def test_another_fit_or_gateway_never_makes_anybody_hear_less(seed: int) -> None:
    draws = np.random.default_rng(seed)
    at = draws.uniform(0.0, 900.0, (8, 2)) * KM
    distances = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    horizons = np.full((8, 8), 700 * KM)
    fits = [tuple(name for name in ("L16", "OWN", "VOICE") if draws.random() < 0.5) for _ in range(8)]
    members = [Member(one) for one in fits]
    before = ways_from(0, NETS, members, distances, horizons)
    lucky = int(draws.integers(8))
    better = [*members]
    better[lucky] = Member(("L16", "OWN", "VOICE"), (("L16", "OWN"),))
    after = ways_from(0, NETS, better, distances, horizons)
    for listener, way in before.items():
        assert listener in after
        if way.link != "VOICE" or after[listener].link == "VOICE":
            assert after[listener].age_s <= way.age_s


@pytest.mark.parametrize("seed", range(10))
def test_whoever_is_heard_hears_too(seed: int) -> None:
    draws = np.random.default_rng(100 + seed)
    at = draws.uniform(0.0, 700.0, (6, 2)) * KM
    distances = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    horizons = np.full((6, 6), FAR)
    members = [
        Member(("L16", "OWN"), (("L16", "OWN"),))
        if draws.random() < 0.3
        else Member((("L16", "OWN")[int(draws.integers(2))],))
        for _ in range(6)
    ]
    heard = [set(ways_from(one, NETS, members, distances, horizons)) for one in range(6)]
    for one in range(6):
        for other in heard[one]:
            assert one in heard[other]
