"""A user's asset question, checked and answered: three structures side by side, and what came of it in December 2025."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.calc.questions import Question
from jointex.errors import nearest_name
from jointex.region.assets import (
    ROUNDS,
    actors,
    asset_facts,
    asset_position,
    cut_hazard,
    known_outcome,
    stances,
)
from jointex.region.bargaining import STRUCTURES

KEYS = {"position": (0.0, 100.0), "capability": (0.01, 10.0), "salience": (0.0, 1.0)}
"""What may be said of an actor, and its bounds; capability is beside that of others, 1 the strongest of the shipped."""
OPTIONS = {"stay frozen": (-1.0, 25.0), "proceeds only": (25.0, 75.0), "principal too": (75.0, 101.0)}
"""Halves of the way from one of the three positions to the next."""
MOST_DRAWS = 100_000
MOST_BN_EUR = 10_000.0
_RANGE = re.compile(r"([a-z-]+)=(-?\d+(?:\.\d*)?)(?:\.\.(-?\d+(?:\.\d*)?))?")


@dataclass(frozen=True)
class Outcome:
    """What one structure gives.

    Attributes
    ----------
    structure : str
        `bargaining`, `median` or `status quo`.
    p10, p50, p90 : float
        Position, 0 (assets stay frozen) to 100 (their principal is used).
    principal_p10_bn_eur, principal_p50_bn_eur, principal_p90_bn_eur : float
        Principal that would be used [bn EUR].
    stay_frozen_fraction, proceeds_only_fraction, principal_too_fraction : float
        Shares of the draws that end nearest to each.
    holds_outcome : bool
        Whether the outcome of December 2025 lies from p10 to p90.
    """

    structure: str
    p10: float
    p50: float
    p90: float
    principal_p10_bn_eur: float
    principal_p50_bn_eur: float
    principal_p90_bn_eur: float
    stay_frozen_fraction: float
    proceeds_only_fraction: float
    principal_too_fraction: float
    holds_outcome: bool


@dataclass(frozen=True)
class AssetAnswer:
    """The answer of `ask_assets`.

    Attributes
    ----------
    question : str
    value_bn_eur : float
        At stake [bn EUR].
    stance : str
        What Japan does.
    outcomes : tuple of Outcome
    known : dict
        What came in December 2025: date, position, text, source.
    is_as_then : bool
        Whether the question is the one of then: hit or missed means something only if so.
    cut_per_a, cut_upper_per_a : float
        Hazard of a full cut of Sakhalin-2 without pressure: Jeffreys mean and 95 % upper end [1/a].
    pressure : float
        Largest factor on it by the stance: a bracket.
    actors : tuple of dict
        Ranges used.
    draws : int
    assumptions : tuple of str
    """

    question: str
    value_bn_eur: float
    stance: str
    outcomes: tuple[Outcome, ...]
    known: dict[str, Any]
    is_as_then: bool
    cut_per_a: float
    cut_upper_per_a: float
    pressure: float
    actors: tuple[dict[str, Any], ...]
    draws: int
    assumptions: tuple[str, ...]


def ask_assets(
    value_bn_eur: float | None = None,
    stance: str = "not-joined",
    structures: Sequence[str] = (),
    position: Sequence[str] = (),
    capability: Sequence[str] = (),
    salience: Sequence[str] = (),
    draws: int = 2000,
    seed: int = 1,
    stake: Sequence[str] = (),
) -> AssetAnswer:
    """Return what each structure makes of the asset question.

    Parameters
    ----------
    value_bn_eur : float, optional
        At stake [bn EUR]; what the EU holds if left out.
    stance : str
        What Japan does: an id of `stances`.
    structures : sequence of str
        All three if empty.
    position, capability, salience : sequence of str
        Ranges of actors, such as `belgium=0..60` or `germany=80`; the rest keep their brackets.
    draws, seed : int
        From the ranges.
    stake : sequence of str
        More of `salience`, under its other name.

    Returns
    -------
    AssetAnswer

    Raises
    ------
    QuestionError
        Every fault at once: unknown names, ranges upside down, numbers out of bounds.
    """
    question, value = Question(), asset_facts()["frozen-eu"]
    amount = question.number(
        "--value", value.value if value_bn_eur is None else value_bn_eur, 0.1, MOST_BN_EUR, "bn EUR"
    )
    question.number("--draws", draws, 10, MOST_DRAWS, "")
    _known(question, "--stance", stance, tuple(stances()))
    for one in structures:
        _known(question, "--structure", one, STRUCTURES)
    people = _changed(question, {"position": position, "capability": capability, "salience": salience, "stake": stake})
    question.check()
    chosen, known = [one for one in STRUCTURES if one in structures or not structures], known_outcome()
    share = np.random.default_rng(seed).random((draws, len(people), 3))
    found = []
    for name in chosen:
        number = np.full(draws, STRUCTURES.index(name))
        found.append(_outcome(name, asset_position(number, share, [stance] * draws, people), amount, known["position"]))
    hazard = cut_hazard()
    said = bool(position or capability or salience or stake)
    return AssetAnswer(
        "What is done with Russian central-bank assets that are frozen: 0 they stay frozen, 50 proceeds, 100 principal",
        amount,
        stance,
        tuple(found),
        known,
        stance == "not-joined" and not said,
        hazard.mean_per_a,
        hazard.upper_per_a,
        stances()[stance].pressure,
        tuple({key: one[key] for key in ("id", *KEYS)} for one in people),
        draws,
        _assumptions(value.source if value_bn_eur is None else ""),
    )


def _assumptions(source: str) -> tuple[str, ...]:
    """Return what an answer rests on."""
    return (
        "positions, capabilities and saliences are brackets drawn evenly: no weighting of these actors is in print",
        f"bargaining: {ROUNDS} rounds as published by Scholz, Calbert and Smith (2011); it need not converge and is one of three",
        "status quo: without agreement nothing changes; it gives 0 whatever is asked of the others",
        "principal used grows on a straight line from none at 50 to all at 100: a convention, no estimate",
        "shares are shares of these draws, not chances",
        *((f"value at stake: {source}",) if source else ()),
    )


def _outcome(name: str, position: Any, amount: float, came: float) -> Outcome:
    """Return a structure's positions as points, shares and money."""
    low, middle, high = (float(value) for value in np.quantile(position, (0.1, 0.5, 0.9)))
    used_low, used, used_high = (amount * max(0.0, value - 50.0) / 50.0 for value in (low, middle, high))
    frozen, proceeds, principal = (
        float(((position >= start) & (position < end)).mean()) for start, end in OPTIONS.values()
    )
    holds = low <= came <= high
    return Outcome(name, low, middle, high, used_low, used, used_high, frozen, proceeds, principal, holds)


def _known(question: Question, key: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        question.add(f"must be one of {', '.join(names)}", key, name, nearest_name(name, names))


def _changed(question: Question, said: dict[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Return the actors with the ranges that the user gives them."""
    people = {one["id"]: dict(one) for one in actors()}
    for name_of, texts in said.items():
        option, key = f"--{name_of}", "salience" if name_of == "stake" else name_of
        least, most = KEYS[key]
        for text in texts:
            match = _RANGE.fullmatch(text.strip())
            if match is None:
                question.add(
                    f"must be ACTOR=LOW..HIGH from {least:g} to {most:g}", option, text, "Such as belgium=0..30."
                )
                continue
            name, low = match[1], float(match[2])
            high = low if match[3] is None else float(match[3])
            if name not in people:
                _known(question, option, name, tuple(people))
            elif key == "position" and name == "japan":
                question.add("must leave Japan out: what it does is its stance", option, text, "Use --stance.")
            elif low > high:
                question.add("must have its lower end first", option, text, f"Did you mean {name}={high:g}..{low:g}?")
            elif not least <= low <= high <= most:
                question.add(f"must lie from {least:g} to {most:g}", option, text)
            else:
                people[name][key] = [low, high]
    return list(people.values())
