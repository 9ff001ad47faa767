"""Exercises made from a scenario text by changing single values: a test says what differs, and nothing else does."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from jointex import scenario
from jointex.api import Runs
from jointex.engine.ensemble import Chunk, fly_ensemble
from jointex.engine.setup import set_up
from jointex.planning import Plan, make_plan
from jointex.record.digest import ContentHash
from jointex.scenario import Scenario

SHORT = Path(__file__).parent / "short.yaml"
BESIDE = str(Path(__file__).parent / "files" / "scenario.yaml")
"""Where exercises seem to stand: files they name lie there."""
ABSENT = object()
"""A value that takes its key out."""
ALONE: Mapping[str, Any] = {"flights.SUMO": ABSENT}
"""The change after which the flagship has no tanker that stands by."""
PEACEFUL: Mapping[str, Any] = {
    "drills.ESCORT": ABSENT,
    "objectives.BOMBERS-THROUGH": ABSENT,
    "objectives.GOOD-SHOTS": ABSENT,
}
"""The change after which nobody fights in the flagship: its fighters need less fuel."""
NOMINAL: Mapping[str, Any] = {"uncertainty": ABSENT}
"""The change after which nothing is drawn."""


FIGHT: Mapping[str, Any] = {
    "work.PAIR.duration": "30 min",
    "flights.CRANE.fuel": "full",
    "flights.HERON.fuel": "full",
    "airspace.NEAR.points": ["36.6N 133.6E", "39.6N 133.6E", "39.6N 137.2E", "36.6N 137.2E"],
    "drills": {
        "FIGHT": {
            "kind": "combat",
            "text": "Two against one",
            "work": "PAIR",
            "flights": ["CRANE", "HERON"],
            "shots": {"MISSILE-MEDIUM": 4, "MISSILE-SHORT": 2},
            "presentations": [
                {
                    "text": "HERON comes, CRANE defends",
                    "at": "01:12Z",
                    "set_up": "6 min",
                    "lasts": "12 min",
                    "escorts": ["CRANE"],
                    "opponents": ["HERON"],
                    "start": {"bearing": "350 deg", "distance": "35 NM"},
                    "tactics": {one: {"shoot_at": "0 %", "pump": "6 NM"} for one in ("CRANE", "HERON")},
                }
            ],
        }
    },
    "uncertainty.calls": {
        "latency": "10 s",
        "latency_mean": "15 s",
        "missed": "40 %",
        "wrong": "8 %",
        "basis": "estimated",
        "because": "made up: calls go wrong often enough for a test to see it",
    },
}
"""The change after which the fighters of the short exercise fight: shots that count and that do not, calls of all kinds."""


def text_of(name: str = "short", changes: Mapping[str, Any] | None = None) -> str:
    """Return the YAML text of an exercise with values changed.

    Parameters
    ----------
    name : str
        `short`, or a shipped scenario.
    changes : mapping, optional
        Values by dotted path, such as `{"flights.CRANE.fuel": "9 klb"}`; `ABSENT` removes.
    """
    path = SHORT if name == "short" else scenario.find(name)
    data = copy.deepcopy(_read(path))
    for key, value in (changes or {}).items():
        *parents, last = key.split(".")
        place = functools.reduce(lambda part, parent: part.setdefault(parent, {}), parents, data)
        if value is ABSENT:
            place.pop(last, None)
        else:
            place[last] = value
    return scenario.as_yaml(data)


def exercise(name: str = "short", changes: Mapping[str, Any] | None = None) -> Scenario:
    """Return an exercise with values changed; parameters as `text_of`."""
    return scenario.loads(text_of(name, changes), BESIDE)


@functools.cache
def _plan(text: str) -> Plan:
    return make_plan(scenario.loads(text, BESIDE))


def plan(name: str = "short", changes: Mapping[str, Any] | None = None) -> Plan:
    """Return the plan of an exercise with values changed, made once."""
    return _plan(text_of(name, changes))


def fly(
    planned: Plan, runs: range = range(1), seed: int = 1, tracks_every_s: float | None = None, **settings: Any
) -> Runs:
    """Return flown runs of a plan.

    Parameters
    ----------
    planned : Plan
    runs : range
        Which runs.
    seed : int
    tracks_every_s : float, optional
        Log the tracks of all these runs, this far apart.
    **settings
        `frame_s` and `max_step_s` of `set_up`; `executor` and `workers` of `fly_ensemble`.
    """
    steps = {name: settings.pop(name) for name in ("frame_s", "max_step_s") if name in settings}
    ready = set_up(planned, seed, tracks=runs.stop if tracks_every_s else 0, **steps)
    if tracks_every_s:
        ready.world.settings["track_s"] = tracks_every_s
        ready.world.settings["full_tracks"] = runs.stop
    return Runs(planned, seed, tuple(fly_ensemble(ready, planned.weather, runs, **settings)))


def hash_of(chunks: Iterable[Chunk]) -> str:
    """Return the hash of everything that chunks of runs logged."""
    content = ContentHash()
    for chunk in chunks:
        content.add(track=chunk.tracks, event=chunk.events, ledger=chunk.ledger, tally=chunk.tallies)
    return content.hexdigest()


def places_m(tracks: np.ndarray) -> np.ndarray:
    """Return geocentric places of track rows on WGS-84 [m], (n, 3)."""
    from pyproj import Transformer

    turned = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    return np.stack(turned.transform(tracks["longitude_deg"], tracks["latitude_deg"], tracks["altitude_m"]), axis=1)


@functools.cache
def _read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
