"""Presentations that cannot be as written are told at load, with line, rule and way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointex import scenario
from jointex.errors import ScenarioError

TEXT = (Path(__file__).parents[1] / "escort.yaml").read_text(encoding="utf-8")


def faults(old: str, new: str) -> str:
    """Return what is said of the drill with one piece of its text replaced."""
    assert old in TEXT
    with pytest.raises(ScenarioError) as failed:
        scenario.loads(TEXT.replace(old, new), "escort.yaml")
    return str(failed.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "escorts: [LANCE]",
            "escorts: [LANZE]",
            "must be a flight of this file; got LANZE. Did you mean LANCE or CRANE?",
        ),
        ("escorts: [LANCE]", "escorts: [CRANE]", "must play one part: it is among escorts already"),
        (
            "flights: [CARGO, LANCE, CRANE]\n    shots",
            "flights: [CARGO, LANCE]\n    shots",
            "among the flights of the drill",
        ),
        ("MISSILE-MEDIUM: 4", "MISSILE-MIDDLE: 4", "must be the card of a class of simulated shots"),
        ("    shots: {MISSILE-MEDIUM: 4, MISSILE-SHORT: 2}\n", "", "must be given for a drill with presentations"),
        ("at: 01:14Z", "at: 01:03Z", "must leave 7 min of set-up after MEETING begins"),
        ("at: 01:14Z", "at: 01:40Z", "must be before MEETING ends"),
        ("lasts: 9 min", "lasts: 0 min", "must be above 0 min"),
        ("lasts: 9 min", "lasts: 30 min", "must be over before MEETING ends"),
        ("set_up: 7 min", "set_up: 0 min", "must be at least 1 min"),
        ("LANCE: {aircraft: F-35A, count: 2", "LANCE: {aircraft: E-767, count: 1", "must be fighters to fight in it"),
        (
            "protect: [CARGO]",
            "protect: [CARGO]\n        blocks: {LANCE: FL450}",
            "must lie in ROMEO, FL200 to FL400; got FL450",
        ),
        (
            "{MISSILE-MEDIUM: 4, MISSILE-SHORT: 2}",
            "{MISSILE-SHORT: 2}",
            "must be nearer than the seeker of MISSILE-SHORT",
        ),
        (
            "protect: [CARGO]",
            "protect: [CARGO]\n        stations: {LANCE: {ahead: 60 NM}}",
            "must be nearer than the start of the opponents",
        ),
        ("distance: 50 NM", "distance: 5 NM", "must be at least"),
        ("distance: 50 NM", "distance: 300 NM", "must lie in ROMEO, where the work is"),
        ("CRANE: {level: FL240", "CRANE: {level: FL270", "2,000 ft apart from that of"),
        ("    work: MEETING\n    flights", "    flights", "must be given for a drill with presentations"),
        (
            "protect: [CARGO]",
            "protect: [CARGO]\n        tactics: {LANCE: {python: gone.py}}",
            "must be a file beside this one",
        ),
        (
            "protect: [CARGO]",
            "protect: [CARGO]\n        tactics: {CARGO: {pump: 9 NM}}",
            "must be one that fights in it",
        ),
        (
            "protect: [CARGO]",
            "protect: [CARGO]\n        tactics: {LANCE: {pump: 30 NM}}",
            "must not be nearer than where it pumps",
        ),
        ("protect: [CARGO]", "protect: [CARGO]\n        tactics: {LANCE: {crank: 200 deg}}", "between 0 and 90 deg"),
        (
            "protect: [CARGO]",
            "protect: [CARGO]\n        stations: {CRANE: {ahead: 9 NM}}",
            "must be an escort of this presentation",
        ),
        ("kind: combat", "kind: formation", "goes with a drill of kind combat"),
        ("flight: CARGO", "flight: LANCE", "needs a presentation in which it is protected"),
    ],
)
def test_a_broken_presentation_is_told(old: str, new: str, told: str) -> None:
    said = faults(old, new)
    assert told in said
    assert "escort.yaml:" in said


def test_two_sets_of_the_same_fighters_must_not_overlap() -> None:
    start = TEXT.index("      - at: 01:14Z")
    end = TEXT.index("objectives:")
    again = TEXT[start:end].rstrip("\n").replace("01:14Z", "01:18Z") + "\n"
    with pytest.raises(ScenarioError, match="must be set up after the one before of CRANE, LANCE is over"):
        scenario.loads(TEXT[:end].rstrip("\n") + "\n" + again + "\n" + TEXT[end:], "escort.yaml")


def test_the_drill_itself_is_sound() -> None:
    shown = scenario.loads(TEXT, "escort.yaml").drills[0].presentations
    assert [one.role("LANCE") for one in shown] == ["escort"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def decide(me, contacts)\n    return {}\n", "must be Python"),
        ("def decision(me, contacts):\n    return {}\n", "must define decide or decide_all in mine.py"),
        ("def decide(me, contacts):\n    return {}\n", ""),
        ("decide = print\n", ""),
    ],
)
def test_a_file_of_tactics_is_read_and_not_run_at_load(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    path = tmp_path / "escort.yaml"
    path.write_text(
        TEXT.replace("protect: [CARGO]", "protect: [CARGO]\n        tactics: {LANCE: {python: mine.py}}"), "utf-8"
    )
    if not told:
        scenario.load(path)
        return
    with pytest.raises(ScenarioError, match=r"mine\.py") as error:
        scenario.load(path)
    assert told in str(error.value)
