"""A user's own noise cards: found before the shipped ones, read again when changed, refused with every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointex.cli import main
from jointex.communities import noise
from jointex.communities.flown import by_power
from jointex.communities.loudness import noise_types, states_of
from jointex.errors import CardError, QuestionError

LOUDER = """\
id: F-15J
spectrum: fighter
states:
  takeoff_military: {lmax_dba: 111, at_m: 304.8, range: [108, 114], basis: published, source: us}
  conventional_approach: {lmax_dba: 92, at_m: 304.8, range: [90, 94], basis: estimated, source: us}
sources:
  us: {title: Our own microphones}
"""


def own(folder: Path, name: str, text: str) -> tuple[Path, ...]:
    (folder / "noise").mkdir(exist_ok=True)
    (folder / "noise" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return (folder,)


def test_an_own_card_is_heard_before_the_shipped_one_and_again_when_it_changes(tmp_path: Path) -> None:
    folders = own(tmp_path, "F-15J", LOUDER)
    found = noise("F-15J", "takeoff_military", 304.8, folders=folders)
    assert (found.lmax_dba, found.basis) == (pytest.approx(111.0), "published")
    assert found.source == "Our own microphones"
    assert noise("F-15J", "takeoff_military", 304.8).lmax_dba == pytest.approx(105.0)
    assert by_power("F-15J", [1.0], folders)[0].max() - by_power("F-15J", [1.0])[0].max() == pytest.approx(6.0)
    own(tmp_path, "F-15J", LOUDER.replace("111", "112"))
    assert noise("F-15J", "takeoff_military", 304.8, folders=folders).lmax_dba == pytest.approx(112.0)
    with pytest.raises(QuestionError, match="It has takeoff_military, conventional_approach"):
        noise("F-15J", "cruise", 304.8, folders=folders)


def test_an_aircraft_of_the_users_own_may_stand_on_a_shipped_card(tmp_path: Path) -> None:
    (tmp_path / "aircraft").mkdir()
    text = "id: F-15J-HEAVY\nlike: F-15J\nname: Heavier\n"
    (tmp_path / "aircraft" / "F-15J-HEAVY.yaml").write_text(text, encoding="utf-8")
    folders = own(tmp_path, "F-15J-HEAVY", "like: F-15J\n")
    assert "F-15J-HEAVY" in noise_types(folders)
    assert "F-15J-HEAVY" not in noise_types()
    mine, shipped = states_of("F-15J-HEAVY", folders), states_of("F-15J")
    assert [state.lmax_dba.tolist() for state in mine.values()] == [one.lmax_dba.tolist() for one in shipped.values()]
    assert {state.basis for state in mine.values()} == {"estimated"}
    assert "as the F-15J" in mine["cruise"].source


def test_every_fault_of_every_card_is_told_at_once(tmp_path: Path) -> None:
    folders = own(
        tmp_path, "F-15J", LOUDER.replace("111", "1110").replace("basis: estimated, source: us", "basis: guess")
    )
    own(tmp_path, "F-53", "id: F-35\nspectrum: loud\nstates: {hover: {}}\nlike: F-51\nnoise: 3\n")
    with pytest.raises(CardError) as error:
        noise_types(folders)
    told = str(error.value)
    for words in (
        "F-15J.yaml:4 states.takeoff_military.lmax_dba must be 30 to 160 dBA",
        "states.conventional_approach.basis must be one of published",
        "states.conventional_approach.source must be one of the sources of the card",
        "F-53.yaml:5 noise is no key",
        "must be the name of the file",
        "must be the id of an aircraft card",
        "must be a type with a shipped noise card",
        "spectrum must be one of fighter",
        "states.hover is no power state",
        "must name two of",
    ):
        assert words in told


def test_the_question_hears_the_cards_beside_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cards").mkdir()
    own(tmp_path / "cards", "F-15J", LOUDER)
    monkeypatch.chdir(tmp_path)
    words = ["calc", "noise", "--aircraft", "F-15J", "--state", "takeoff_military", "--distance-m", "304.8"]
    assert main(words) == 0
    assert "Our own microphones" in capsys.readouterr().out
    own(tmp_path / "cards", "F-15J", "id: F-15J\n")
    assert main(words) == 2
    assert "must name power states" in capsys.readouterr().err
