"""How far a user's numbers may go: magnitudes, what the model can take, and outcomes that name each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from jointex.region.energy.asking import HIGHEST_PRICE_USD_MMBTU, LONGEST_WEEKS
from jointex.region.energy.book import read_book
from jointex.region.policies.model import Factor, Weighing
from jointex.region.theories import Uncertainty

LARGEST = 1e12
SMALLEST_ON_LOG = 1e-9
LARGEST_OUTCOME = 1e30
"""What an outcome may add up to at the worst: cases are kept as 32-bit floats."""
LARGEST_SHIPPED = 1e9
"""What an outcome of the model is taken to reach at the most, where another is made of it."""
MOST_TERMS, MOST_FACTORS = 50, 8
STRETCH = 10.0
"""How many times the greatest end of a shipped range a user's own may reach."""


def model_bounds(shipped: Uncertainty) -> tuple[float, float, str]:
    """Return the bounds of a user's range for a figure of the model, and the reason.

    Parameters
    ----------
    shipped : Uncertainty

    Returns
    -------
    tuple
        Low, high [unit of the figure] and words.
    """
    book = read_book()
    tanks_mt = book.system["stock_ceiling"].value * book.total_mt_yr.value / 365.25
    known = {
        "cut_weeks": (1.0, float(LONGEST_WEEKS), "longer cuts are a change of contracts: set replaced_fraction"),
        "cut_price_usd_mmbtu": (0.5, HIGHEST_PRICE_USD_MMBTU, "the dearest month of 2022 was 38.9"),
        "cut_fraction": (0.0, 1.0, "no more can be cut than there is"),
        "stock_mt": (0.1, round(tanks_mt, 2), "tanks hold no more in this model"),
        "coal_switch": (0.0, 1.0, "no more can be taken over than is burned"),
        "stock_floor_d": (0.0, book.system["stock_ceiling"].value, "tanks hold no more in this model"),
        "spot_lead_d": (0.0, 364.0, "a cargo comes within the year"),
    }
    if shipped.id in known:
        return known[shipped.id]
    if shipped.scale == "choice":
        return shipped.low, shipped.high, "it is a switch"
    if shipped.unit == "" and shipped.low >= 0.0 and shipped.high <= 1.0:
        return 0.0, 1.0, "it is a share"
    low = shipped.low / STRETCH if shipped.scale == "log" else min(0.0, STRETCH * shipped.low)
    return low, STRETCH * shipped.high, f"ten times the shipped range, {shipped.low:g} to {shipped.high:g}"


def in_order(terms: Mapping[str, Sequence[Sequence[Factor]]]) -> tuple[list[str], list[str]]:
    """Return outcomes in an order in which each comes after those it is made of, and those of a ring.

    Parameters
    ----------
    terms : dict of str to sequence
        Terms by outcome.

    Returns
    -------
    tuple of list of str
        In order, and what is left because it hangs on itself.
    """
    needs = {name: {one for term in rows for one in term if one in terms} for name, rows in terms.items()}
    done: list[str] = []
    while ready := [name for name, wanted in needs.items() if name not in done and wanted <= set(done)]:
        done += ready
    return done, [name for name in needs if name not in done]


def magnitude(terms: Sequence[Sequence[Factor]], weighing: Weighing, own: Mapping[str, float]) -> float:
    """Return what an outcome may reach at the worst.

    Parameters
    ----------
    terms : sequence
        Of it.
    weighing : Weighing
        Levers and uncertainties.
    own : dict of str to float
        The same of other outcomes of the user.

    Returns
    -------
    float
    """

    def size(factor: Factor) -> float:
        if not isinstance(factor, str):
            return abs(factor)
        one = weighing.uncertainties.get(factor) or weighing.levers.get(factor)
        return own.get(factor, LARGEST_SHIPPED) if one is None else max(abs(one.low), abs(one.high))

    return math.fsum(math.prod(size(factor) for factor in term) for term in terms)
