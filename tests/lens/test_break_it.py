"""What breaks a plan: sizes that just strand somebody, failures that touch only what they say, and no luck in it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jointex.cli import main
from jointex.engine.setup import set_up
from jointex.lens.break_it import HALVINGS, break_plan, fly
from jointex.lens.failures import failures_of, without_chance


@pytest.fixture(scope="module")
def plan(exercises):
    return exercises.plan("short", {"flights.CRANE.fuel": "7000 lb"})


@pytest.fixture(scope="module")
def document(plan):
    return break_plan(plan)


@pytest.fixture(scope="module")
def setup(plan):
    return without_chance(set_up(plan, 1, tracks=0))


def test_the_least_size_strands_somebody_and_a_little_less_does_not(plan, setup, document):
    by_text = {(failure.kind, failure.target): failure for failure in failures_of(plan)}
    sized = [row for row in document["failures"] if row["size"] is not None and row["unit"]]
    assert sized
    for row in sized:
        failure = by_text[row["kind"], row["target"]]
        step = failure.most / 2**HALVINGS
        assert fly(failure.apply(setup, row["size"]), plan).stranded == tuple(row["stranded"])
        assert fly(failure.apply(setup, row["size"] - 1.01 * step), plan).stranded == ()


def test_the_smallest_failure_has_the_smallest_margin(document):
    margins = [row["margin"] for row in document["failures"] if row["margin"] is not None]
    assert document["smallest"]["margin"] == min(margins)
    assert document["smallest"] == document["failures"][0]


def test_a_plan_breaks_alike_whatever_the_seed(plan):
    trials = [fly(without_chance(set_up(plan, seed, tracks=0)), plan) for seed in (1, 2, 3)]
    assert trials[0] == trials[1] == trials[2]


def test_a_failure_leaves_the_plan_as_it_was(plan, setup):
    before = setup.fleet.copy(), setup.flights.copy(), setup.world.nodes.copy()
    for failure in failures_of(plan):
        changed = failure.apply(setup, failure.most)
        assert changed is not setup
        assert not all(
            np.array_equal(a, b)
            for a, b in zip(before, (changed.fleet, changed.flights, changed.world.nodes), strict=True)
        )
        assert all(
            np.array_equal(a, b) for a, b in zip(before, (setup.fleet, setup.flights, setup.world.nodes), strict=True)
        )


def test_a_plan_that_strands_without_a_failure_says_so(exercises):
    # without work there is no bingo that sends anybody home
    short = {"work": exercises.ABSENT, "flights.CRANE.fuel": "1800 lb", "flights.CRANE.diverts": []}
    found = break_plan(exercises.plan("short", short))
    assert found["stranded_as_planned"]
    assert (found["smallest"], found["failures"]) == (None, [])


def test_the_command_names_the_weakest_spot(exercises, tmp_path, capsys):
    file = tmp_path / "short.yaml"
    file.write_text(exercises.text_of("short", {"flights.CRANE.fuel": "7000 lb"}), encoding="utf-8")
    assert main(["plan", str(file), "--break-it"]) == 0
    assert "The smallest failure that strands somebody: " in capsys.readouterr().out
    assert main(["plan", str(file), "--break-it", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["break_it"]["smallest"]["margin"] > 0.0
