"""What people read when a scenario is broken: exact messages, all at once, never a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jointex.errors import DocumentError, InputError, ScenarioError
from jointex.scenario import load, loads, names, starter

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
"""Scenarios that must not load; the lines that begin with `#!` are the messages, word for word."""


def message(text: str, name: str = "exercise.yaml") -> list[str]:
    """Return the lines of the error a text raises."""
    with pytest.raises(InputError) as caught:
        loads(text, name)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_scenario_says_exactly_what_is_wrong(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    wanted = [line.removeprefix("#! ") for line in text.splitlines() if line.startswith("#! ")]
    assert wanted
    assert message(text, path.name) == wanted


def test_there_are_twenty_broken_scenarios_and_more() -> None:
    assert len(BROKEN) >= 20


def test_every_message_points_at_a_line_that_holds_its_key() -> None:
    for path in BROKEN:
        lines = path.read_text(encoding="utf-8").splitlines()
        with pytest.raises(InputError) as caught:
            load(path)
        for fault in caught.value.faults:
            last = re.sub(r"\[\d+\]", "", fault.key).split(".")[-1]
            is_missing = fault.rule.startswith("must be given")
            assert fault.line > 0
            assert is_missing or last in lines[fault.line - 1], (path.name, fault)


def test_faults_come_in_the_order_of_the_file() -> None:
    path = next(path for path in BROKEN if path.stem == "many-at-once")
    with pytest.raises(InputError) as caught:
        load(path)
    lines = [fault.line for fault in caught.value.faults]
    assert len(lines) >= 10
    assert lines == sorted(lines)


def test_a_broken_entry_does_not_hide_its_other_faults() -> None:
    text = starter("mine").replace("base: Komatsu", "base: Komatzu").replace("fuel: full ", "fuel: 90 klb ")
    keys = [line.split()[1] for line in message(text)]
    assert keys == ["flights.CRANE.base", "flights.CRANE.fuel"]


def test_a_broken_flight_is_still_known_by_its_name() -> None:
    text = starter("mine").replace("aircraft: F-35A", "aircraft: F-35Q")
    assert len(message(text)) == 1


def test_more_aircraft_than_the_engine_is_measured_with_are_refused() -> None:
    flight = "aircraft: F-15J, count: 24, nation: JP, base: RJNK"
    flights = "".join(f"  F{number}-: {{{flight}}}\n" for number in range(834))
    (only,) = message(f"id: crowd\ntitle: A crowd\nstart: 2025-12-10T00:00Z\nflights:\n{flights}")
    assert only == "exercise.yaml:4 flights must be at most 20,000 aircraft in all; got 20,016"


def test_unknown_name_gets_the_nearest_shipped_one() -> None:
    with pytest.raises(ScenarioError, match=r"got sea-of-japn\. Did you mean sea-of-japan"):
        load("sea-of-japn")


def test_the_name_of_a_file_without_its_ending_gets_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "north.yaml").touch()
    with pytest.raises(ScenarioError, match=r"got north\. Did you mean the file north\.yaml\?"):
        load("north")
    with pytest.raises(ScenarioError, match="must be a shipped scenario"):
        load("n" * 5000)


def test_missing_file_is_bad_input_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read; got No such file"):
        load(tmp_path / "nothing.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "flights: []\n",
        "flights: {A: 3}\nplaces: 7\n",
        "id: [1]\nstart: {}\nflights: {A: [], 3: {}}\nwork: {W: {stations: [1]}}\n",
        "winds: {kind: layers, layers: {a: 1}}\nrules: []\nuncertainty: {fuel_flow: 3}\n",
        "airspace: {A: {points: 3}, B: {points: [[1, 2], {}]}, C: {points: [RJNK, RJNK, RJNK]}}\n",
        "objectives: {O: {measure: [], at_most: {}}}\ndrills: {D: {kind: dance, parameters: [1]}}\n",
        "start: 2025-13-40T00:00Z\nflights: {'': null, A B: {}}\n",
        "flights: {A: {stores: {TANK-600: many}, fuel: [], diverts: RJNK, outbound: [1, [1], [1, x]]}}\n",
    ],
)
def test_no_shape_of_data_gets_past_with_a_traceback(text: str) -> None:
    assert all(line.startswith("exercise.yaml") for line in message(text))


def test_nested_mappings_name_the_keys_they_take() -> None:
    text = starter("mine").replace("turn: left", "trun: left").replace("{sd: 2 %,", "{std: 2 %,")
    assert message(text)[0].endswith("work.MEETING.pattern.trun is not a key here. Did you mean turn?")
    assert "uncertainty.fuel_flow.std is not a key here. Did you mean sd?" in message(text)[1]


def test_card_beside_the_scenario_that_is_broken_is_told_with_its_own_file(tmp_path: Path) -> None:
    folder = tmp_path / "cards" / "aircraft"
    folder.mkdir(parents=True)
    (folder / "F-15X.yaml").write_text(
        "like: F-15J\nid: F-15X\nmass: {empty: {value: -5, unit: kg}}\n", encoding="utf-8"
    )
    path = tmp_path / "own.yaml"
    path.write_text(starter("own").replace("aircraft: F-15J", "aircraft: F-15X"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"F-15X\.yaml:3"):
        load(path)


def test_shipped_names_are_listed() -> None:
    assert {"sea-of-japan", "sea-of-japan-as-flown"} <= set(names())
