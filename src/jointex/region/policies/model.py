"""What is weighed: levers, bundles of them, uncertainties, outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jointex.region.reactions import Outcome
from jointex.region.theories import Uncertainty

Array = NDArray[np.float64]
Setting = float | str | None
"""What a bundle sets a lever to; None leaves it as flown."""
REFERENCE = "as-flown"
"""The bundle that others are compared with."""


@dataclass(frozen=True)
class Lever:
    """What can be decided.

    Attributes
    ----------
    id, part, text, unit : str
        Part is `exercise`, `law`, `assets`, `energy`, `towns`, or a user's own word.
    low, high : float
        Bounds [`unit`]; not used where there are choices.
    choices : tuple of str
        What it may be; empty for a number.
    default : float, str or None
        Where a bundle leaves it; None stands for "as flown".
    """

    id: str
    part: str
    text: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    choices: tuple[str, ...] = ()
    default: Setting = None


@dataclass(frozen=True)
class Bundle:
    """Levers set together.

    Attributes
    ----------
    id, text : str
    set : dict of str to number or str
        By lever; what is left out stands at its default.
    """

    id: str
    text: str
    set: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class Lattice(Uncertainty):
    """A figure nobody knows that takes one of a few values, so that what follows from it repeats.

    Attributes
    ----------
    values : tuple of float
        Ascending [`unit`].
    """

    values: tuple[float, ...] = ()

    def at(self, share: ArrayLike) -> Array:
        """Return values at shares of the range; see `Uncertainty.at`."""
        part = np.asarray(share, dtype=np.float64)
        place = np.minimum((part * len(self.values)).astype(np.int64), len(self.values) - 1)
        return np.asarray(self.values, dtype=np.float64)[place]


Factor = float | str


@dataclass(frozen=True)
class Weighing:
    """Everything a weighing needs but the exercise.

    Attributes
    ----------
    levers, bundles, uncertainties, outcomes : dict
        By id.
    terms : dict of str to tuple
        By a user's outcome: terms, each a tuple of factors that are multiplied; terms are added.
    """

    levers: Mapping[str, Lever]
    bundles: Mapping[str, Bundle]
    uncertainties: Mapping[str, Uncertainty]
    outcomes: Mapping[str, Outcome]
    terms: Mapping[str, tuple[tuple[Factor, ...], ...]] = field(default_factory=dict)

    def settings(self, bundle: str) -> dict[str, Setting]:
        """Return where every lever stands in a bundle."""
        given = self.bundles[bundle].set
        return {name: given.get(name, lever.default) for name, lever in self.levers.items()}
