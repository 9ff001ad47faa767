"""A user's air-defence zones: beside the shipped ones or in their place, and refused with every fault at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from jointex.errors import InputError
from jointex.region.own_zones import read_zones
from jointex.region.zones import distance_to_zone_m

GOOD = """\
zones:
  BOX:
    name: A box made up
    state: KR
    since: 2020-01-01
    points: [39-00N 123-30E, 39-00N 133-00E, 37.5N 133.0E, 37-30N 123-30E]
    source: made up for a test
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "zones.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_zone_is_read_with_its_provenance_and_measured_to(tmp_path: Path) -> None:
    zone = read_zones(written(tmp_path, GOOD))["BOX"]
    assert (zone.state, zone.basis, zone.source) == ("KR", "estimated", "made up for a test")
    assert zone.points_deg[2].tolist() == [37.5, 133.0]
    assert distance_to_zone_m(np.array([[38.0, 130.0]]), zone) == 0.0
    assert distance_to_zone_m(np.array([[38.0, 134.0]]), zone) == pytest.approx(87_600, rel=0.03)


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = (
        "zones:\n"
        "  A: {name: A, state: Korea, since: 2020-13-01, points: [39-00N 123-30E, 39-00N 133-00E], source: b}\n"
        "  B: {name: B, state: KR, since: 2020-01-01, points: [39-00N 123-30E, 95-00N 133-00E, 37-30N 12330E], source: b}\n"
        "  C: {name: C, state: KR, since: 2020-01-01, points: [39-00N 123-30E, 37-30N 133-00E, 39-00N 133-00E, 37-30N 123-30E]}\n"
        "  D: {name: D, state: KR, since: 2020-01-01, points: [39N 170E, 39N 170W, 37N 170W], source: b, colour: red}\n"
        "  E: {name: E, state: KR, since: 2020-01-01, points: [39N 123E, 39N 123E, 37N 124E], source: b, basis: guess}\n"
        "  F: {name: F, state: KR, since: 2020-01-01, points: [39N 123E, 38N 123E, 37N 123E], source: b}\n"
        "  G: 3\n"
        "events: []\n"
    )
    with pytest.raises(InputError) as error:
        read_zones(written(tmp_path, text))
    told = str(error.value)
    for words in (
        "zones.yaml:2 zones.A.state must be two capitals",
        "zones.yaml:2 zones.A.since must be a day",
        "zones.yaml:2 zones.A.points must be a list of 3 to 1,000 positions",
        "zones.yaml:3 zones.B.points[1] must be a position on the globe; got 95-00N 133-00E",
        "zones.B.points[2] must be a position",
        "zones.C.source must be given",
        "zones.C.points must not cross itself; got a crossing near 38.25N 128.25E",
        "zones.D.colour is not known",
        "zones.D.points must not cross the date line",
        "zones.E.points[1] must not repeat the position before it",
        "zones.E.basis must be one of",
        "zones.F.points must",
        "zones.G must be a mapping",
        "zones.yaml:9 events must not be here",
    ):
        assert words in told, words


def test_a_file_without_zones_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Write zones:"):
        read_zones(written(tmp_path, "zones: []\n"))
