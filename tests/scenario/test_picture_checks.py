"""Who takes part in drills of combat and links must be able to look and talk; faults are told when the scenario is read."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from jointex import cards, scenario
from jointex.errors import InputError
from jointex.scenario import picture_checks

CHANGES = {
    "drills.TELL": {"kind": "links", "work": "PAIR", "flights": ["CRANE", "HERON"]},
    "flights.HERON.aircraft": "OWN",
}


def without(text: str, section: str) -> str:
    """A card without one of its sections."""
    kept, is_out = [], False
    for line in text.splitlines(keepends=True):
        is_out = line.startswith(f"{section}:") or (is_out and line.startswith(" "))
        kept += [] if is_out else [line]
    return "".join(kept)


@pytest.fixture
def own_exercise(exercises: ModuleType, tmp_path: Path):
    """Write the short exercise with a drill of links and an aircraft of the user's own; the card's text is changed as asked."""

    def write(change) -> Path:
        text = (Path(cards.__file__).parent / "data" / "aircraft" / "F-15J.yaml").read_text(encoding="utf-8")
        folder = tmp_path / "cards" / "aircraft"
        folder.mkdir(parents=True)
        (folder / "OWN.yaml").write_text(change(text.replace("id: F-15J\n", "id: OWN\n", 1)), encoding="utf-8")
        path = tmp_path / "short.yaml"
        path.write_text(exercises.text_of("short", CHANGES), encoding="utf-8")
        return path

    return write


def faults(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        scenario.load(path)
    return str(caught.value)


def test_whoever_is_to_look_has_a_card_that_says_with_what(own_exercise) -> None:
    told = faults(own_exercise(lambda text: without(text, "senses")))
    assert "drills.TELL.flights[1] must fly an aircraft whose card says what it sees with; got HERON" in told
    assert "Write `senses` with sensors and a signature into the card of OWN" in told


def test_a_link_that_has_no_card_is_told_with_the_nearest_one(own_exercise) -> None:
    told = faults(own_exercise(lambda text: text.replace("fits: [LINK-16, VOICE]", "fits: [LINK-61, VOICE]")))
    assert "OWN.yaml" in told
    assert "links.fits[0] must be the id of a link card; got LINK-61" in told
    assert "LINK-16" in told


def test_an_aircraft_with_all_it_needs_is_taken(own_exercise) -> None:
    assert scenario.load(own_exercise(lambda text: text)).drills[-1].kind == "links"


@pytest.mark.parametrize(("name", "rule"), [("MOST_IN_PICTURE", "aircraft"), ("MOST_LINKS", "different links")])
def test_drills_beyond_what_is_flown_are_told(
    exercises: ModuleType, monkeypatch: pytest.MonkeyPatch, name: str, rule: str
) -> None:
    monkeypatch.setattr(picture_checks, name, 1)
    with pytest.raises(InputError, match=f"drills must have at most 1 {rule} in drills of combat and links"):
        exercises.exercise("short", {"drills.TELL": CHANGES["drills.TELL"]})
