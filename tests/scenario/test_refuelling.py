"""What a scenario may say about tankers, and what it may leave out."""

from __future__ import annotations

import pytest

from jointex.errors import ScenarioError
from jointex.scenario import Scenario, loads, starter


def with_tanker() -> str:
    """Return the starter with its commented examples of a tanker, its terms and a drill put in force."""
    text = starter("mine").replace("  # SHELL:", "  SHELL:").replace("  #   {aircraft: KC", "    {aircraft: KC")
    before, _, after = text.replace("  # TAKE-FUEL:", "  TAKE-FUEL:").partition("# refuelling:")
    terms, _, rest = ("# refuelling:" + after).partition("\n\ndrills:")
    return before + "\n".join(line.removeprefix("# ") for line in terms.splitlines()) + "\n\ndrills:" + rest


def faults(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    return [f"{fault.key} {fault.rule}" for fault in caught.value.faults]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return loads(with_tanker())


def test_the_starters_example_of_a_tanker_loads(scenario: Scenario) -> None:
    assert [flight.id for flight in scenario.flights if flight.is_tanker] == ["SHELL"]
    assert scenario.refuelling is not None
    assert scenario.refuelling.risk == 0.01
    track = scenario.refuelling.tracks["NOTO"]
    assert (track.kind, track.leg_m, track.level_m) == ("anchor", 50 * 1852.0, 240 * 30.48)
    assert [waiver.gate for waiver in scenario.refuelling.rely_on] == ["technical"]
    assert [drill.least_kg for drill in scenario.drills if drill.kind == "refuelling"] == [1000.0]


def test_tracks_may_be_left_to_the_plan() -> None:
    text = with_tanker()
    head, _, tail = text.partition("refuelling:  ")
    plain = loads(head + "refuelling: {}\n\ndrills:" + tail.partition("\n\ndrills:")[2])
    assert plain.refuelling is not None
    assert not plain.refuelling.tracks


def test_a_tanker_without_terms_is_told_how_to_write_them() -> None:
    head, _, tail = with_tanker().partition("refuelling:  ")
    with pytest.raises(
        ScenarioError, match=r"flights\.SHELL\.role goes with a `refuelling` section.*Write `refuelling"
    ):
        loads(head + "drills:" + tail.partition("\n\ndrills:")[2])


def test_an_aircraft_that_could_give_fuel_need_not() -> None:
    text = with_tanker().replace("count: 2\n    pool: 12", "count: 2\n    role: escort\n    pool: 12")
    assert loads(text.replace("aircraft: F-35A", "aircraft: KC-46A"))


@pytest.mark.parametrize("role", ["Tanker", "tankers", "tankr"])
def test_a_misspelt_role_of_a_tanker_is_seen(role: str) -> None:
    assert faults(with_tanker().replace("role: tanker", f"role: {role}")) == [
        "flights.SHELL.role must be `tanker` for it to give fuel"
    ]


def test_a_track_is_looked_at_though_another_part_of_refuelling_is_broken() -> None:
    text = with_tanker().replace("leg: 50 NM", "leg: 0 NM").replace("activity: exercise", "activity: war")
    keys = [fault.split()[0] for fault in faults(text)]
    assert keys == ["refuelling.activity", "refuelling.tracks.NOTO.leg"]


def test_a_level_is_held_against_the_tankers_meant_for_the_track() -> None:
    high = with_tanker().replace("level: FL240}", "level: FL300, flights: [CRANE, ESSO]}")
    other = "  ESSO: {aircraft: KC-130J, nation: JP, role: tanker, base: RJOI}\n\n# ships:"
    text = high.replace("\n# ships:", other, 1)
    assert faults(text) == ["refuelling.tracks.NOTO.level must be within reach of a tanker that may use the track"]
    assert loads(text.replace("CRANE, ESSO", "CRANE, SHELL"))


def test_a_drill_asks_for_no_more_than_tanks_hold_stores_included() -> None:
    text = with_tanker().replace("flights: [FROST], least: 1 t", "flights: [CRANE], least: {}")
    assert loads(text.replace("least: {}", "least: 9 t"))
    assert faults(text.replace("least: {}", "least: 10 t")) == [
        "drills.TAKE-FUEL.least must fit the tanks of CRANE: at most 9,750 kg"
    ]
