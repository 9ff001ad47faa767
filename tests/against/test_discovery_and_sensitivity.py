"""Scenario discovery beside a published box, sensitivity beside closed forms."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path

import numpy as np
import pytest

import jointex
from jointex.region.policies.discovery import describe, discover, is_inside, peel
from jointex.region.policies.sensitivity import pawn, sobol

# Cases of Bryant and Lempert, Thinking inside the box, Technological Forecasting and Social Change 77 (2010): costs of a 25 %
# renewable fuel requirement; "costly" are those above the 90 % point. The table, to five digits, as the EMA workbench
# distributes it (BSD licence, Delft University of Technology). Its documentation prints this box, number 21 of its peeling:
CASES = Path(jointex.__file__).parent / "region/policies/data/renewable_fuel_cases.csv"
PUBLISHED = {  # side, limit, quasi-p
    "Demand elasticity": (0, -0.422000, 1.1849299115762218e-16),
    "Biomass backstop price": (0, 150.049995, 3.515112530263049e-11),
    "Total biomass": (1, 755.799988, 4.716968553178765e-06),
    "Cellulosic cost": (0, 72.650002, 0.15741333528927348),
}
PUBLISHED_COVERAGE, PUBLISHED_DENSITY, PUBLISHED_MASS = 0.752809, 0.770115, 0.098639


def read_cases():
    """Return inputs and which cases are costly."""
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != "costly"]
    return {name: np.array([float(row[name]) for row in rows]) for name in names}, np.array(
        [row["costly"] == "1" for row in rows]
    )


@pytest.mark.golden
def test_the_published_box_of_bryant_and_lempert_lies_on_the_peeling():
    draws, is_costly = read_cases()
    values = np.column_stack(list(draws.values()))
    # least mass 5 % and peels of a tenth, as the published box
    box = peel(values, is_costly, 0.1, 44)[21]
    found = describe(draws, is_costly, box)
    assert [limit.name for limit in found.limits] == list(PUBLISHED)  # by quasi-p, as published
    for limit in found.limits:
        side, published, quasi_p = PUBLISHED[limit.name]
        assert (limit.is_low, limit.is_high) == (side == 0, side == 1)
        # published limits went through 32-bit floats, which lie 0.00006 apart at 755.8
        assert (limit.low, limit.high)[side] == pytest.approx(published, abs=3e-5)
        assert limit.quasi_p == pytest.approx(quasi_p, rel=1e-9)
    assert found.coverage == pytest.approx(PUBLISHED_COVERAGE, abs=5e-7)
    assert found.density == pytest.approx(PUBLISHED_DENSITY, abs=5e-7)
    assert found.mass == pytest.approx(PUBLISHED_MASS, abs=5e-7)


def test_of_peels_as_good_as_each_other_one_in_what_is_cut_already_goes_first():
    second = np.repeat(np.arange(10.0), 10)
    first = np.where(second == 0.0, 9.0, second)  # tells the same as the second where that is above 0
    is_wanted = second >= 2.0
    is_wanted[10] = True  # so that the second begins
    values = np.column_stack([first, second])
    boxes = peel(values, is_wanted, 0.1, 10)
    assert [np.flatnonzero((box != boxes[0]).any(axis=0)).tolist() for box in boxes[:3]] == [[], [1], [1]]
    assert boxes[2][0, 1] == 1.5


def test_a_planted_box_is_found():
    values = np.random.default_rng(2).random((4000, 6))
    draws = {f"x{place}": values[:, place] for place in range(6)}
    is_wanted = (values[:, 1] > 0.7) & (values[:, 4] < 0.4)
    found = discover(draws, is_wanted)
    assert {limit.name for limit in found.limits} == {"x1", "x4"}
    by_name = {limit.name: limit for limit in found.limits}
    assert by_name["x1"].low == pytest.approx(0.7, abs=0.05)
    assert by_name["x4"].high == pytest.approx(0.4, abs=0.05)
    assert found.density > 0.9
    assert all(limit.quasi_p < 1e-20 for limit in found.limits)


def test_nothing_is_discovered_where_nothing_is_of_interest():
    draws = {"x": np.random.default_rng(1).random(100)}
    assert discover(draws, np.zeros(100, dtype=bool)) is None
    assert discover(draws, np.ones(100, dtype=bool)) is None


def test_each_peel_raises_density_and_stays_inside_the_last():
    draws, is_costly = read_cases()
    values = np.column_stack(list(draws.values()))
    inside = [is_inside(values, box) for box in peel(values, is_costly)]
    density = [float(is_costly[one].mean()) for one in inside]
    assert density == sorted(density)
    assert all((later <= earlier).all() for earlier, later in itertools.pairwise(inside))


@pytest.mark.golden
def test_sobol_gives_the_indices_of_ishigami():
    # Ishigami and Homma 1990 with a = 7, b = 0.1: closed forms of its variance
    a, b = 7.0, 0.1
    whole = 0.5 * (1.0 + b * math.pi**4 / 5.0) ** 2 + a**2 / 8.0 + b**2 * math.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    first = (0.5 * (1.0 + b * math.pi**4 / 5.0) ** 2 / whole, a**2 / 8.0 / whole, 0.0)
    total = (1.0 - first[1], first[1], 1.0 - first[0] - first[1])
    bounds = dict.fromkeys(("x1", "x2", "x3"), (-math.pi, math.pi))
    found = sobol(
        lambda x: np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0]), bounds, 2**13
    )
    # the interval of 8 192 base cases is some 0.02 wide
    assert [one["first"] for one in found.values()] == pytest.approx(first, abs=0.015)
    assert [one["total"] for one in found.values()] == pytest.approx(total, abs=0.015)


@pytest.mark.golden
def test_sobol_gives_the_indices_of_the_g_function():
    # Saltelli and Sobol 1995: V_i = 1 / (3 (1 + a_i)^2), total by products
    weights = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])
    parts = 1.0 / (3.0 * (1.0 + weights) ** 2)
    whole = float(np.prod(1.0 + parts) - 1.0)
    total = [part * float(np.prod(1.0 + np.delete(parts, place))) / whole for place, part in enumerate(parts)]
    found = sobol(
        lambda x: np.prod((np.abs(4.0 * x - 2.0) + weights) / (1.0 + weights), axis=1),
        {f"x{place}": (0.0, 1.0) for place in range(6)},
        2**12,
    )
    assert [one["first"] for one in found.values()] == pytest.approx(list(parts / whole), abs=0.015)
    assert [one["total"] for one in found.values()] == pytest.approx(total, abs=0.015)


def test_pawn_ranks_what_tells_above_what_does_not():
    values = np.random.default_rng(3).random((2000, 4))
    draws = {f"x{place}": values[:, place] for place in range(4)}
    ranked = pawn(draws, 3.0 * values[:, 2] + values[:, 0])
    assert [row["uncertainty"] for row in ranked[:2]] == ["x2", "x0"]
    assert [row["above_chance"] for row in ranked[:2]] == [True, True]
