"""Tanker problems drawn from a seed on a flat earth: receivers in flights of one to four, tankers of two kinds, tracks between."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from jointex.planning.tankers.problem import Candidate, Fix, Leg, Orbit, Problem, Receiver, Service, Tanker

SIZES = {"8x2": (8, 2), "12x3": (12, 3), "20x3": (20, 3), "40x4": (40, 4), "60x6": (60, 6)}
SPEED_M_S, BURN_KG_S = 235.0, 0.9
TANKER_SPEED_M_S, TANKER_BURN_KG_S = 225.0, 1.7
Place = tuple[float, float]


def draw_problem(n_receivers: int, n_tankers: int, seed: int) -> Problem:
    """Return a problem in which every flight goes to a target it cannot reach and leave without fuel."""
    draw = random.Random(1000 * n_receivers + seed)
    tracks = {f"T{at}": _place(draw, 400e3, 900e3) for at in range(max(3, n_tankers + 1))}
    diverts = [_place(draw, 300e3, 1200e3, spread=500e3) for _ in range(4)] + [(0.0, 0.0)]
    tankers = tuple(_tanker(draw, at, tracks) for at in range(n_tankers))
    flights = tuple(
        _flight(draw, at, count, tracks, diverts, tankers) for at, count in enumerate(_sizes(draw, n_receivers))
    )
    return Problem(
        flights,
        tankers,
        spare_tankers=(_tanker(draw, n_tankers, tracks, "S"), _tanker(draw, n_tankers + 1, tracks, "S")),
    )


def _sizes(draw: random.Random, total: int) -> Iterator[int]:
    while total:
        size = min(total, draw.choice((1, 2, 2, 3, 4, 4)))
        total -= size
        yield size


def _place(draw: random.Random, nearest_m: float, farthest_m: float, spread: float = 250e3) -> Place:
    return draw.uniform(nearest_m, farthest_m), draw.uniform(-spread, spread)


def _tanker(draw: random.Random, at: int, tracks: dict[str, Place], prefix: str = "K") -> Tanker:
    pods = at % 2 == 1
    base = (0.0, 150e3 if pods else -150e3)
    stations = {"boom": 1, "pod": 2} if pods else {"boom": 1}
    orbits = {name: _orbit(math.dist(base, place)) for name, place in tracks.items()}
    return Tanker(
        f"{prefix}{at}", "pods" if pods else "boom", 95000.0 if pods else 105000.0, 6000.0, 75000.0,
        stations, (("boom", "pod"),) if pods else (), orbits, f"{prefix}-{'pods' if pods else 'boom'}",
    )  # fmt: skip


def _orbit(way_m: float) -> Orbit:
    way_s = way_m / TANKER_SPEED_M_S
    return Orbit(
        way_s, way_s * TANKER_BURN_KG_S, TANKER_BURN_KG_S, way_s, way_s * TANKER_BURN_KG_S, 1800.0 + way_s, 10 * 3600.0
    )


def _flight(
    draw: random.Random,
    at: int,
    count: int,
    tracks: dict[str, Place],
    diverts: list[Place],
    tankers: tuple[Tanker, ...],
) -> Receiver:
    base, target = (0.0, draw.uniform(-150e3, 150e3)), _place(draw, 1050e3, 1350e3)
    probe = draw.random() < 0.5
    over_s = round(draw.uniform(3.5, 5.5) * 3600.0 / 60.0) * 60.0
    legs = tuple(_leg(draw, a, b, probe, tracks, diverts, tankers) for a, b in ((base, target), (target, base)))
    stay_s = draw.choice((300.0, 600.0, 900.0))
    fixes = (
        Fix("base", 0.0, 8 * 3600.0),
        Fix("target", over_s - 600.0, over_s + 600.0, stay_s, stay_s * BURN_KG_S * 1.2),
        Fix("home", 0.0, 11 * 3600.0),
    )
    most_kg = 8300.0 if probe else 9500.0
    return Receiver(f"F{at:02}", "probe" if probe else "boom", count, most_kg - 400.0, most_kg, 900.0, fixes, legs)


def _leg(
    draw: random.Random,
    a: Place,
    b: Place,
    probe: bool,
    tracks: dict[str, Place],
    diverts: list[Place],
    tankers: tuple[Tanker, ...],
) -> Leg:
    way_s = math.dist(a, b) / SPEED_M_S
    nearest = sorted(tracks, key=lambda name: math.dist(a, tracks[name]) + math.dist(tracks[name], b))[:3]
    candidates = tuple(_candidate(name, a, b, probe, tracks[name], diverts, tankers) for name in nearest)
    del draw
    return Leg(way_s, way_s * BURN_KG_S, candidates, 300.0, BURN_KG_S)


def _candidate(
    name: str, a: Place, b: Place, probe: bool, place: Place, diverts: list[Place], tankers: tuple[Tanker, ...]
) -> Candidate:
    in_s, out_s = math.dist(a, place) / SPEED_M_S + 180.0, math.dist(place, b) / SPEED_M_S
    away_m = min(math.dist(place, one) for one in diverts)
    services = {}
    for tanker in tankers:
        if probe and "pod" in tanker.stations:
            services[tanker.id] = (Service("pod", 2, 20.0, 240.0),)
        elif not probe:
            services[tanker.id] = (Service("boom", 1, 35.0, 180.0),)
    return Candidate(
        name, in_s, in_s * BURN_KG_S, out_s, out_s * BURN_KG_S, BURN_KG_S, "DIVERT", away_m / SPEED_M_S * BURN_KG_S,
        0.0, 11 * 3600.0, services,
    )  # fmt: skip
