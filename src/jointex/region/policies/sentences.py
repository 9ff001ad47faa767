"""Which theory must you believe for a bundle to be the better choice: one sentence a bundle, from paired futures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jointex.region.policies.model import Array
from jointex.region.reactions import Outcome
from jointex.region.theories import THEORIES, theories

CLEAR_FRACTION = 0.6
"""Share of a theory's futures that a bundle changes in which it must do better than the reference, to be called better."""
CHANGED_FRACTION = 0.02
"""A bundle that changes an outcome in fewer futures of a theory makes no difference under it."""
SAME = 1e-9
LEAST_IN_CELL = 3


def by_theory(values: Array, reference: Array, theory: Array, better: str) -> dict[str, dict[str, float]]:
    """Return how a bundle does beside the reference under each theory.

    Parameters
    ----------
    values, reference : array (futures,)
        The same outcome in the same futures.
    theory : array (futures,)
        Number of the theory of each future.
    better : str
        `lower` or `higher`.

    Returns
    -------
    dict of str to dict
        By theory: shares of futures in which it is `better`, `same` and `worse`, and the difference: its `mean`, `median`, `p10`
        and `p90` [unit of the outcome].
    """
    return {
        name: alike(values[theory == number], reference[theory == number], better)
        for number, name in enumerate(THEORIES)
        if (theory == number).any()
    }


def alike(values: Array, reference: Array, better: str) -> dict[str, float]:
    """Return how a bundle does beside the reference in all of some futures; see `by_theory`.

    Parameters
    ----------
    values, reference : array (futures,)
    better : str

    Returns
    -------
    dict of str to float
    """
    gain = (reference - values) if better == "lower" else (values - reference)
    scale = SAME * (1.0 + np.abs(reference))
    low, middle, high = np.quantile(values - reference, (0.1, 0.5, 0.9))
    return {
        "better": float((gain > scale).mean()),
        "same": float((np.abs(gain) <= scale).mean()),
        "worse": float((gain < -scale).mean()),
        "mean": float((values - reference).mean()),
        "p10": float(low),
        "median": float(middle),
        "p90": float(high),
    }


def verdict(shares: Mapping[str, float]) -> str:
    """Return `better`, `worse`, `same` or `either way` for one theory, from the futures in which the bundle changes anything.

    Parameters
    ----------
    shares : dict of str to float
        As `by_theory` gives them.

    Returns
    -------
    str
    """
    changed = shares["better"] + shares["worse"]
    if changed < CHANGED_FRACTION:
        return "same"
    for word in ("better", "worse"):
        if shares[word] >= CLEAR_FRACTION * changed:
            return word
    return "either way"


def changed_fraction(found: Mapping[str, Mapping[str, float]]) -> float:
    """Return in how many futures a bundle changes an outcome, in the mean over theories.

    Parameters
    ----------
    found : dict
        As `by_theory` gives it.

    Returns
    -------
    float
    """
    return sum(1.0 - shares["same"] for shares in found.values()) / max(1, len(found))


def belief(bundle_text: str, reference_text: str, outcome: Outcome, found: Mapping[str, Mapping[str, float]]) -> str:
    """Return the sentence of a bundle and an outcome.

    Parameters
    ----------
    bundle_text, reference_text : str
        What both are, for people.
    outcome : Outcome
    found : dict
        As `by_theory` gives it.

    Returns
    -------
    str
    """
    names = {name: one.name.lower() for name, one in theories().items()}
    groups: dict[str, list[str]] = {}
    for name, shares in found.items():
        groups.setdefault(verdict(shares), []).append(names[name])
    what = outcome.text[0].lower() + outcome.text[1:]
    head = f"{bundle_text}, beside “{reference_text.lower()}”, on {what}"
    return f"{head}: {conclusion(groups)}."


def conclusion(groups: Mapping[str, Sequence[str]]) -> str:
    """Return what one must believe, without the bundle and the outcome.

    Parameters
    ----------
    groups : dict of str to sequence of str
        Names of theories by verdict.

    Returns
    -------
    str
    """
    if len(groups) == 1:
        only = next(iter(groups))
        return {
            "better": "is the better choice whichever theory holds",
            "worse": "is the worse choice whichever theory holds",
            "same": "makes no difference, whichever theory holds",
            "either way": "goes either way, whichever theory holds",
        }[only]
    if "better" not in groups:
        return f"under no theory is it clearly the better choice ({_rest(groups)})"
    return f"to choose it you must believe {_listed(groups['better'])} ({_rest(groups)})"


def _rest(groups: Mapping[str, Sequence[str]]) -> str:
    """Return what else holds."""
    words = {"worse": "worse under", "same": "no difference under", "either way": "either way under"}
    return "; ".join(f"{word} {_listed(groups[key])}" for key, word in words.items() if key in groups)


def _listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def tipping(
    across: Array, up: Array, difference: Array, better: str, n_cells: tuple[int, int]
) -> list[list[float | None]]:
    """Return a map of where one bundle becomes the better choice, over two uncertainties.

    Parameters
    ----------
    across, up : array (futures,)
        Draws of both, from 0 to 1 of their ranges.
    difference : array (futures,)
        Outcome of the bundle less that of the reference.
    better : str
        `lower` or `higher`.
    n_cells : tuple of int
        Across and up.

    Returns
    -------
    list of list of float or None
        Rows of cells from below: of the futures that the bundle changes, the share in which it does better; None where there are
        fewer than three.
    """
    gain = -difference if better == "lower" else difference
    column = np.minimum((across * n_cells[0]).astype(np.int64), n_cells[0] - 1)
    row = np.minimum((up * n_cells[1]).astype(np.int64), n_cells[1] - 1)
    cells: list[list[float | None]] = []
    for level in range(n_cells[1]):
        line: list[float | None] = []
        for place in range(n_cells[0]):
            here = (column == place) & (row == level) & (np.abs(gain) > SAME)
            line.append(float((gain[here] > 0.0).mean()) if int(here.sum()) >= LEAST_IN_CELL else None)
        cells.append(line)
    return cells
