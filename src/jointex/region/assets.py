"""The asset question: what is done with frozen Russian reserves under three structures, and the hazard of a gas cut in answer."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jointex.region.bargaining import STRUCTURES, bargain, mean_position, voted_median, weighted_median
from jointex.region.figures import Figure, package_document, read_figure

Array = NDArray[np.float64]

ROUNDS = 3
"""Rounds of bargaining: those in which the published test and its paper agree."""


EU_READINGS = ("the proposal", "its members")
"""Whose position stands for the EU, in the order of the numbers that cases hold."""
EU_LINKS = ("no strain", "strain")
"""Whether staying behind the EU strains ties, in the order of the numbers that cases hold."""


@dataclass(frozen=True)
class Stance:
    """What Japan does about the question.

    Attributes
    ----------
    id, name : str
    japan : tuple of float
        Its position, 0 to 100.
    pressure : float
        Largest factor on the hazard of a Sakhalin-2 cut, 1 or more; a bracket.
    basis, why : str
    """

    id: str
    name: str
    japan: tuple[float, float]
    pressure: float
    basis: str
    why: str


def _data() -> dict[str, Any]:
    return package_document("jointex.region", "assets.yaml").data


@functools.cache
def stances() -> dict[str, Stance]:
    """Return what Japan can do about the question, by id; the last one is the article's own version."""
    return {
        name: Stance(name, one["name"], tuple(one["japan"]), one["pressure"], one["basis"], one["why"])
        for name, one in _data()["stances"].items()
    }


def actors() -> list[dict[str, Any]]:
    """Return the actors with the ranges of position, capability and salience: brackets, for none is published."""
    return [{"id": name, **one} for name, one in _data()["actors"].items()]


def asset_positions() -> dict[str, float]:
    """Return where the named positions stand on the line."""
    return {name: float(value) for name, value in _data()["positions"].items()}


def asset_facts() -> dict[str, Figure]:
    """Return the published amounts behind the question."""
    document = package_document("jointex.region", "assets.yaml")
    return {name: read_figure(document, ("facts", name)) for name in document.data["facts"]}


def asset_position(
    structure: ArrayLike, share: ArrayLike, stance: Sequence[str], people: Sequence[Mapping[str, Any]] | None = None
) -> Array:
    """Return what is done with the assets in each case.

    Parameters
    ----------
    structure : array (n,)
        0 expected-utility bargaining, 1 weighted median, 2 status quo.
    share : array (n, actors, 3)
        Where position, capability and salience lie in their ranges, 0 to 1.
    stance : sequence of str
        What Japan does in each case.
    people : sequence of mapping, optional
        Actors with ranges of their own; those of `actors` if left out.

    Returns
    -------
    array (n,)
        Position, 0 (assets stay frozen) to 100 (the principal is used).

    Raises
    ------
    ValueError
        If a stance is not known.
    """
    known, parts = stances(), np.asarray(share, dtype=np.float64)
    unknown = sorted(set(stance) - set(known))
    if unknown:
        raise ValueError(f"stance must be one of {', '.join(known)}; got {', '.join(unknown)}")
    drawn = _drawn(parts, actors() if people is None else people, [known[name].japan[0] for name in stance])
    place, able, caring = drawn[..., 0], drawn[..., 1], drawn[..., 2]
    kind = np.asarray(structure, dtype=np.float64).astype(np.int64)
    found = np.zeros(len(kind))
    by_bargain, by_median = kind == 0, kind == 1
    if by_bargain.any():
        moved = bargain(place[by_bargain], able[by_bargain], caring[by_bargain], ROUNDS)[-1]
        found[by_bargain] = voted_median(moved, (able * caring)[by_bargain])
    found[by_median] = weighted_median(place[by_median], (able * caring)[by_median])
    return np.clip(found, 0.0, 100.0)


def _drawn(share: Array, people: Sequence[Mapping[str, Any]], japan: Sequence[float]) -> Array:
    """Return position, capability and salience of actors in each case (n, actors, 3), Japan where it is put."""
    keys = ("position", "capability", "salience")
    low, high = (np.array([[one[key][end] for key in keys] for one in people]) for end in (0, 1))
    drawn = np.asarray(low + (high - low) * share)
    drawn[:, [one["id"] for one in people].index("japan"), 0] = japan
    return drawn


def eu_position(reading: ArrayLike, share: ArrayLike) -> Array:
    """Return the position of the EU in each case, from the same draws of its actors as the question itself.

    Parameters
    ----------
    reading : array (n,)
        0: what the Commission proposes; 1: the mean of members by capability times salience. See `EU_READINGS`.
    share : array (n, actors, 3)
        As for `asset_position`.

    Returns
    -------
    array (n,)
        0 to 100.
    """
    people = actors()
    drawn = _drawn(np.asarray(share, dtype=np.float64), people, [0.0] * len(np.asarray(share)))
    proposer = [one.get("eu") for one in people].index("proposer")
    members = [place for place, one in enumerate(people) if one.get("eu") == "member"]
    of_members = mean_position(drawn[:, members, 0], drawn[:, members, 1] * drawn[:, members, 2])
    return np.where(np.asarray(reading) == 0, drawn[:, proposer, 0], of_members)


def n_actors() -> int:
    """Return how many actors the question has."""
    return len(_data()["actors"])


@dataclass(frozen=True)
class Hazard:
    """How often Sakhalin-2 may be cut.

    Attributes
    ----------
    years : float
        Years without a full cut [a].
    mean_per_a, upper_per_a : float
        Jeffreys mean and its 95 % upper end [1/a].
    exact_upper_per_a : float
        Exact 95 % upper end of a Poisson rate with no event [1/a].
    """

    years: float
    mean_per_a: float
    upper_per_a: float
    exact_upper_per_a: float


def cut_hazard(years: float | None = None) -> Hazard:
    """Return what years without a full cut say about its rate.

    Parameters
    ----------
    years : float, optional
        Without a cut [a], above 0; those of the data if left out.

    Returns
    -------
    Hazard

    References
    ----------
    Jeffreys prior of a Poisson rate; Garwood 1936 for the exact end.
    """
    exposed = asset_facts()["years-without-cut"].value if years is None else years
    ends = cut_rate_per_a(0.95, exposed)
    return Hazard(exposed, 0.5 / exposed, float(ends), float(-np.log(0.05) / exposed))


def cut_rate_per_a(share: ArrayLike, years: float | None = None) -> Array:
    """Return the rate of a full cut at a share of its Jeffreys distribution.

    Parameters
    ----------
    share : array (n,)
        0 to 1.
    years : float, optional
        As for `cut_hazard`.

    Returns
    -------
    array (n,)
        [1/a]
    """
    from scipy.special import gammaincinv

    exposed = asset_facts()["years-without-cut"].value if years is None else years
    return np.asarray(gammaincinv(0.5, np.asarray(share, dtype=np.float64)) / exposed)


def known_outcome() -> dict[str, Any]:
    """Return what came of the question in December 2025: date, position, text and source."""
    entry = _data()["held_out"]
    return {**entry, "date": str(entry["date"]), "source": _data()["sources"][entry["source"]]["title"]}


def held_out_check(n_cases: int = 2000, seed: int = 1) -> dict[str, Any]:
    """Return the outcome of December 2025 beside what each structure gives before it: reported, not fitted.

    Parameters
    ----------
    n_cases, seed : int
        Draws from the brackets.

    Returns
    -------
    dict
        `outcome`, and by structure the 10, 50 and 90 % points and whether the outcome lies between the outer two.
    """
    share = np.random.default_rng(seed).random((n_cases, n_actors(), 3))
    outcome = known_outcome()
    found: dict[str, Any] = {"outcome": float(outcome["position"]), "text": outcome["text"], "structures": {}}
    for number, name in enumerate(STRUCTURES):
        position = asset_position(np.full(n_cases, number), share, ["not-joined"] * n_cases)
        low, middle, high = (float(value) for value in np.quantile(position, (0.1, 0.5, 0.9)))
        inside = low <= outcome["position"] <= high
        found["structures"][name] = {"p10": low, "p50": middle, "p90": high, "holds_outcome": bool(inside)}
    return found
