"""Fights mirrored about a meridian end alike, and it does not matter which of two like sides is called what."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from jointex import api, scenario
from jointex.api import Runs
from jointex.engine import setup
from jointex.fleet.log import Event

MERIDIAN_DEG = 135.0
N_RUNS = 60
ESCORT = Path(__file__).parents[1] / "escort.yaml"
BASE = """id: {id}
name: {id}
state: Nowhere
position:
  latitude: {{value: {latitude_deg}, unit: deg, basis: derived, source: test}}
  longitude: {{value: {longitude_deg}, unit: deg, basis: derived, source: test}}
  elevation: {{value: 20, unit: ft, basis: derived, source: test}}
runways:
  - ident: {ident}
    length: {{value: 9000, unit: ft, basis: derived, source: test}}
    width: {{value: 150, unit: ft, basis: derived, source: test}}
sources:
  test: {{title: Made up for a test, read: 2026-11-23, says: nothing}}
"""
BASES = {"WEST": (35.5, 133.2, 7), "EAST": (36.4, 136.4, 6)}
"""Latitude, longitude [deg] and number of the first end of the runway."""
PAIRS = {"LANCE": "SPEAR", "CRANE": "HERON"}
"""Second fighter of each side. Fighters of one flight are cast abreast with their leader on the left: here each flies by itself,
so that there is a left and a right one to exchange."""
SHOTS = (Event.SHOT, Event.SHOT_SHORT)
KINDS = (*SHOTS, Event.SHOT_VALID, Event.SHOT_MISSED, Event.KILL_REMOVED, Event.WRONG_CALL, Event.MISSED_CALL)


def plain_text(set_up: str = "4 min") -> str:
    """Return the escort drill from bases of its own, in still air, each fighter a flight of one.

    With little time for the set-up opponents turn in on their way to the start; with more they go round it first. All shoot
    where the target cannot run any more, so that most runs have training kills.
    """
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(ESCORT.read_text(encoding="utf-8"))
    flights, work = data["flights"], data["work"]["MEETING"]
    shown = data["drills"]["ESCORT"]["presentations"][0]
    for first, second in PAIRS.items():
        flights[first]["count"] = 1
        flights[second] = copy.deepcopy(flights[first])
    work["stations"] |= {
        "SPEAR": {"level": "FL340", "right": "0.5 NM", "back": "2 NM"},
        "HERON": {"level": "FL220", "right": "-1 NM", "back": "2 NM"},
    }
    work["flights"], data["drills"]["ESCORT"]["flights"] = list(flights), list(flights)
    shown |= {"escorts": ["LANCE", "SPEAR"], "opponents": ["CRANE", "HERON"], "set_up": set_up}
    shown["tactics"] = {one: {"shoot_at": "0 %", "presses": True} for pair in PAIRS.items() for one in pair}
    shown["stations"] = {"LANCE": {"right": "-0.5 NM"}, "SPEAR": {"right": "0.5 NM"}}
    data["winds"] = {"kind": "none"}
    del data["uncertainty"]["wind_error"]
    return scenario.as_yaml(data).replace("RJOH", "WEST").replace("RJNK", "EAST")


def mirrored_text(text: str) -> str:
    """Return an exercise with east and west, right and left exchanged."""
    text = re.sub(r"([\d.]+)E\b", lambda found: f"{2.0 * MERIDIAN_DEG - float(found[1]):.4f}E", text)
    text = re.sub(r"(course|bearing): (\d+) deg", lambda found: f"{found[1]}: {-int(found[2]) % 360:03d} deg", text)
    text = re.sub(r"right: (-?)([\d.]+)", lambda found: f"right: {'' if found[1] else '-'}{found[2]}", text)
    return text.replace("turn: left", "turn: right")


def write(folder: Path, text: str, is_mirrored: bool = False) -> Path:
    """Write an exercise with the cards of its bases beside it; return its file."""
    cards = folder / "cards" / "bases"
    cards.mkdir(parents=True)
    for name, (latitude_deg, longitude_deg, number) in BASES.items():
        east_deg, first = (2.0 * MERIDIAN_DEG - longitude_deg, 36 - number) if is_mirrored else (longitude_deg, number)
        ends = sorted((first, (first + 17) % 36 + 1))
        card = BASE.format(
            id=name,
            latitude_deg=latitude_deg,
            longitude_deg=f"{east_deg:.4f}",
            ident="{:02d}/{:02d}".format(*ends),
        )
        (cards / f"{name}.yaml").write_text(card, encoding="utf-8")
    path = folder / "exercise.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def flown(folder: Path, text: str, is_mirrored: bool = False) -> Runs:
    return api.fly(api.plan(str(write(folder, text, is_mirrored))), runs=N_RUNS)


def fights(runs: Runs) -> list[list[tuple[int, ...]]]:
    """Return for each run who shot at whom when, how that ended, and who was called out [ms]."""
    events = runs.events[np.isin(runs.events["event"], KINDS)]
    rows: list[list[tuple[int, ...]]] = [[] for _ in range(N_RUNS)]
    for row in events:
        rows[row["run"]].append(
            (*(int(row[name]) for name in ("event", "aircraft", "other")), round(1e3 * row["time_s"]))
        )
    return [sorted(run) for run in rows]


def kills_by_flight(runs: Runs) -> dict[str, Any]:
    """Return training kills of each flight in each run, by its name."""
    names = [planned.id for planned in runs.plan.flights]
    valid = runs.events[runs.events["event"] == Event.SHOT_VALID]
    of_flight = {int(row["aircraft"]): names[int(row["flight"])] for row in runs.tallies}
    return {
        name: np.bincount([row["run"] for row in valid if of_flight[int(row["aircraft"])] == name], minlength=N_RUNS)
        for name in names
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return flown(tmp_path_factory.mktemp("plain"), plain_text())


@pytest.fixture
def sure_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are seen and told without error: the same draw of one lies to the same side of both of two mirrored fighters."""
    eyes_of = setup.eyes_of

    def sure(plan: Any) -> Any:
        eyes = eyes_of(plan)
        sensors, nets = eyes.sensors.copy(), eyes.nets.copy()
        sensors["bearing_error_rad"], sensors["range_error"], nets["error_m"] = 0.0, 0.0, 0.0
        return eyes._replace(sensors=sensors, nets=nets)

    monkeypatch.setattr(setup, "eyes_of", sure)


@pytest.mark.usefixtures("sure_places")
@pytest.mark.parametrize("set_up", ["4 min", "7 min"])
def test_mirrored_sides_fight_mirrored_fights(tmp_path: Path, set_up: str) -> None:
    """Names stay, for luck belongs to them: all but hairline decisions of rounding are to be the same."""
    plain = flown(tmp_path / "plain", plain_text(set_up))
    turned = flown(tmp_path / "turned", mirrored_text(plain_text(set_up)), is_mirrored=True)
    ours, theirs = fights(plain), fights(turned)
    assert sum(len(run) for run in ours) > 10 * N_RUNS
    same = [one == other for one, other in zip(ours, theirs, strict=True)]
    assert np.mean(same) >= 0.95
    through = [runs.measures()["through_fraction"]["value"] for runs in (plain, turned)]
    assert sum(kills.sum() for kills in kills_by_flight(plain).values()) > N_RUNS
    assert through[0] == pytest.approx(through[1], abs=0.05)


@pytest.mark.slow
def test_a_fight_that_is_not_mirrored_back_differs(plain: Runs, tmp_path: Path) -> None:
    """The comparison above sees it when one escort alone changes sides."""
    moved = flown(tmp_path, plain_text().replace("right: -0.5 NM\n        SPEAR", "right: -2 NM\n        SPEAR"))
    same = [one == other for one, other in zip(fights(plain), fights(moved), strict=True)]
    assert np.mean(same) < 0.5


@pytest.mark.slow
def test_it_does_not_matter_which_of_two_like_sides_has_which_name(tmp_path: Path) -> None:
    """All fly F-15J; who escorts and who comes is exchanged, the order of the aircraft and their luck are not."""
    text = plain_text().replace("F-35A", "F-15J")
    text = re.sub(r"\n    stores:\n      TANK-600: 1", "", text)
    head, tail = text[: text.index("\nwork:")], text[text.index("\nwork:") :]
    swap = {"LANCE": "CRANE", "CRANE": "LANCE", "SPEAR": "HERON", "HERON": "SPEAR"}
    other = head + re.sub("|".join(swap), lambda found: swap[found[0]], tail)
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    one, exchanged = (kills_by_flight(flown(tmp_path / name, t)) for name, t in (("one", text), ("other", other)))
    # by sides: which of two fighters of a side is the lucky one goes with its name
    for own, against in ((("LANCE", "SPEAR"), ("CRANE", "HERON")), (("CRANE", "HERON"), ("LANCE", "SPEAR"))):
        difference = sum(one[name] for name in own) - sum(exchanged[name] for name in against)
        assert sum(one[name].sum() for name in own) > 10
        assert abs(difference.mean()) < 3.0 * np.std(difference) / np.sqrt(N_RUNS)
