"""Which theory must you believe for a bundle to be the better choice: one sentence a bundle, from paired futures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from jointex.region.policies.account import SAME
from jointex.region.policies.model import Array
from jointex.region.reactions import Outcome
from jointex.region.theories import theories

CLEAR_FRACTION = 0.6
"""Share of a theory's futures that a bundle changes in which it must do better than the reference, to be called better."""
CHANGED_FRACTION = 0.05
"""A bundle that changes an outcome in fewer futures of a theory makes no difference under it."""
LEAST_CHANGED = 10
"""And so does one that changes it in fewer futures of a theory than this: too few to say."""
ERRORS = 2.58
"""Standard errors by which those that do better must outnumber the rest before a bundle is called better."""
LEAST_IN_CELL = 5


def verdict(shares: Mapping[str, float], wanted: str) -> str:
    """Return `better`, `worse`, `same` or `either way` for one theory, from the futures in which the bundle changes enough.

    Parameters
    ----------
    shares : dict of str to float
        As `Beside.of` gives them: better and worse count changes above the least that counts.
    wanted : str
        Better end of the outcome, `lower` or `higher`.

    Returns
    -------
    str
        `better` and `worse` only where six tenths of the changed futures say so, more than chance would, and the mean too.
    """
    changed = shares["better"] + shares["worse"]
    if changed < CHANGED_FRACTION or changed * shares["futures"] < LEAST_CHANGED:
        return "same"
    gain = -shares["mean"] if wanted == "lower" else shares["mean"]
    for word, is_meant in (("better", gain > 0.0), ("worse", gain < 0.0)):
        if (
            is_meant
            and shares[word] >= CLEAR_FRACTION * changed
            and _outnumbers(shares[word], changed, shares["futures"])
        ):
            return word
    return "either way"


def _outnumbers(share: float, changed: float, n_futures: float) -> bool:
    """Return whether a share of futures is more than half of the changed ones, chance allowed for (Wilson's interval)."""
    return (2.0 * share / changed - 1.0) * math.sqrt(changed * n_futures) > ERRORS


def changed_fraction(found: Mapping[str, Mapping[str, float]]) -> float:
    """Return in how many futures a bundle changes an outcome, in the mean over theories.

    Parameters
    ----------
    found : dict
        By theory, as `Beside.of` gives them.

    Returns
    -------
    float
    """
    return sum(1.0 - shares["same"] for shares in found.values()) / max(1, len(found))


def belief(
    bundle_text: str,
    reference_text: str,
    outcome: Outcome,
    found: Mapping[str, Mapping[str, float]],
) -> str:
    """Return the sentence of a bundle and an outcome.

    Parameters
    ----------
    bundle_text, reference_text : str
        What both are, for people.
    outcome : Outcome
    found : dict
        By theory, as `Beside.of` gives them.

    Returns
    -------
    str
    """
    names = {name: one.name.lower() for name, one in theories().items()}
    groups: dict[str, list[str]] = {}
    for name, shares in found.items():
        groups.setdefault(verdict(shares, outcome.better), []).append(names[name])
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
    others = set(groups) - {"same"}
    if others == {"better"}:
        return f"is better under {_listed(groups['better'])} and no different otherwise; no theory speaks against it"
    if others == {"worse"}:
        return f"is worse under {_listed(groups['worse'])} and no different otherwise; no theory speaks for it"
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


class TippingMap:
    """Where one bundle becomes the better choice, over two uncertainties.

    Parameters
    ----------
    better : str
        `lower` or `higher`.
    n_cells : tuple of int
        Across and up.
    least : float
        Least change that counts [unit of the outcome].
    """

    def __init__(self, better: str, n_cells: tuple[int, int], least: float = 0.0) -> None:
        self._better, self._n_cells, self._least = better, n_cells, max(SAME, least * (1.0 - SAME))
        self._gains = np.zeros(n_cells[::-1], dtype=np.int64)
        self._changes = np.zeros(n_cells[::-1], dtype=np.int64)

    def see(self, across: Array, up: Array, difference: Array) -> None:
        """Add some futures.

        Parameters
        ----------
        across, up : array (futures,)
            Draws of both, from 0 to 1 of their ranges.
        difference : array (futures,)
            Outcome of the bundle less that of the reference.
        """
        gain = -difference if self._better == "lower" else difference
        column = np.minimum((across * self._n_cells[0]).astype(np.int64), self._n_cells[0] - 1)
        row = np.minimum((up * self._n_cells[1]).astype(np.int64), self._n_cells[1] - 1)
        np.add.at(self._changes, (row, column), np.abs(gain) > self._least)
        np.add.at(self._gains, (row, column), gain > self._least)

    def cells(self) -> list[list[float | None]]:
        """Return rows of cells from below: of the futures that the bundle changes, the share in which it does better.

        Returns
        -------
        list of list of float or None
            None where there are fewer than five.
        """
        pairs = zip(self._gains, self._changes, strict=True)
        return [
            [float(won / n) if n >= LEAST_IN_CELL else None for won, n in zip(*rows, strict=True)] for rows in pairs
        ]
