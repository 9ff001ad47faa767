"""The LNG import bill: a line of term price over oil through two years, checked on years it has not seen."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from jointex.region.energy.book import PACKAGE, Book, read_book
from jointex.region.figures import package_document

FROM_MEMORY = "from memory"
"""Use of a year whose bill was not read."""


@cache
def price_line() -> tuple[float, float]:
    """Return intercept [USD/MMBtu] and slope [USD/MMBtu per USD/bbl] of term price over oil.

    Returns
    -------
    tuple of float
        The line through the mean term prices of 2019 and 2020: import bill less spot purchases, over tonnes under term.
    """
    book, years = read_book(), package_document(PACKAGE, "prices.yaml").data["years"]
    points = [(year["oil_usd_bbl"], _term_price(book, year)) for year in years.values() if year["use"] == "calibrate"]
    (oil_a, price_a), (oil_b, price_b) = points
    slope = (price_b - price_a) / (oil_b - oil_a)
    return price_a - slope * oil_a, slope


def term_price_usd_mmbtu(oil_usd_bbl: float) -> float:
    """Return the price of LNG under term contracts.

    Parameters
    ----------
    oil_usd_bbl : float
        Mean price of crude oil cleared through Japan's customs [USD/bbl].

    Returns
    -------
    float
        [USD/MMBtu].
    """
    intercept, slope = price_line()
    return intercept + slope * oil_usd_bbl


def bill_gate() -> list[dict[str, Any]]:
    """Return the bill of each year beside the import bill in print.

    Returns
    -------
    list of dict
        `year`, `use` (calibrate, held out or from memory), `model_busd`, `published_busd`, `error_fraction` and `passes`; the
        model's bill is that of a year of the weekly programme with the year's tonnes, oil and spot price.
    """
    from jointex.region.energy.programme import solve
    from jointex.region.energy.setting import programme_of_year

    prices = package_document(PACKAGE, "prices.yaml").data
    rows = []
    for name, year in prices["years"].items():
        if year["bill_busd"] is None:
            continue
        solved = solve(programme_of_year(year["amount_mt"], year["oil_usd_bbl"], year["spot_usd_mmbtu"]))
        model = solved.bill_musd / 1000.0
        error = model / year["bill_busd"] - 1.0
        rows.append(
            {
                "year": int(name),
                "use": year["use"],
                "model_busd": model,
                "published_busd": year["bill_busd"],
                "error_fraction": error,
                "passes": abs(error) <= prices["gate_fraction"],
            }
        )
    return rows


@cache
def unseen_error() -> tuple[float, int, int]:
    """Return how far the bill misses that of a year which its price line has not seen.

    Returns
    -------
    tuple of float, int and int
        The largest size of the logarithm of bill over bill in print (or from memory) among these years, which year, and how many.
        If the next year is like them, its bill lies no farther off in n of n + 1 cases.

    References
    ----------
    Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World (2005): the rank of the next error among those before
    """
    unseen = [row for row in bill_gate() if row["use"] != "calibrate"]
    return max((abs(math.log(1.0 + row["error_fraction"])), int(row["year"]), len(unseen)) for row in unseen)


def _term_price(book: Book, year: dict[str, Any]) -> float:
    """Return the mean term price of a year [USD/MMBtu]."""
    mean = year["bill_busd"] * 1e9 / (year["amount_mt"] * 1e6 * book.system["heat"].value)
    return float((mean - book.spot_fraction * year["spot_usd_mmbtu"]) / (1.0 - book.spot_fraction))
