"""`calc lng`: what Japan's LNG of a year costs, in dollars and yen, and how long a stock lasts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from jointex.calc.questions import Question
from jointex.communities.money import figure
from jointex.region.energy.bill import FROM_MEMORY, unseen_error
from jointex.region.energy.book import PACKAGE, WEEKS_A_YEAR, read_book
from jointex.region.figures import package_document

DAYS_A_YEAR = 7.0 * WEEKS_A_YEAR
BASE_YEAR = 2024
"""The year whose figures stand where none is named."""


@dataclass(frozen=True)
class LngYear:
    """The answer of `lng`.

    Attributes
    ----------
    year : int
    use : str
        What the year's bill is used for: `calibrate`, `held out`, or that it is held out and `from memory`.
    amount_mt, oil_usd_bbl, spot_usd_mmbtu : float
        LNG imported [Mt], mean price of crude [USD/bbl], mean spot price [USD/MMBtu].
    bill_busd, bill_low_busd, bill_high_busd : float
        Import bill by the weekly programme, and the ends of the wider of two ranges: as far off as the worst of the years the price
        line has not seen, and both prices at the ends of their spread [billion USD].
    published_busd : float or None
        Bill in print, or from memory; None with figures of one's own.
    error_percent : float or None
        Of the bill against that in print.
    usd_in_jpy : float
        Rate [JPY/USD].
    bill_bn_jpy, bill_low_bn_jpy, bill_high_bn_jpy : float
        The bill at that rate [billion JPY].
    price_usd_mmbtu : float
        Mean import price [USD/MMBtu].
    stock_mt : float
        LNG in tanks [Mt].
    cover_d, cover_winter_d, cover_summer_d : float
        How long it lasts at the demand of a mean day, of the coldest and of the mildest week [d].
    assumptions : tuple of str
    """

    year: int
    use: str
    amount_mt: float
    oil_usd_bbl: float
    spot_usd_mmbtu: float
    bill_busd: float
    bill_low_busd: float
    bill_high_busd: float
    published_busd: float | None
    error_percent: float | None
    usd_in_jpy: float
    bill_bn_jpy: float
    bill_low_bn_jpy: float
    bill_high_bn_jpy: float
    price_usd_mmbtu: float
    stock_mt: float
    cover_d: float
    cover_winter_d: float
    cover_summer_d: float
    assumptions: tuple[str, ...]


def lng(
    year: int = BASE_YEAR,
    amount_mt: float | None = None,
    oil_usd_bbl: float | None = None,
    spot_usd_mmbtu: float | None = None,
    stock_mt: float | None = None,
    usd_in_jpy: float | None = None,
) -> LngYear:
    """Return import bill and cover of a year.

    Parameters
    ----------
    year : int
        A year whose figures ship, or another with all three of its own.
    amount_mt, oil_usd_bbl, spot_usd_mmbtu : float, optional
        LNG imported [Mt], price of crude [USD/bbl] and spot price [USD/MMBtu]; those of the year.
    stock_mt : float, optional
        LNG in tanks [Mt]; that of the book.
    usd_in_jpy : float, optional
        Rate [JPY/USD]; the mean of the year, or that of late 2025 for another.

    Returns
    -------
    LngYear

    Raises
    ------
    QuestionError
        If the year has no figures and they are not all given, or a number is out of bounds: all faults at once.
    """
    book, prices = read_book(), package_document(PACKAGE, "prices.yaml").data
    known = prices["years"].get(str(year), {})
    of_year = known.get("usd_in_jpy")
    rate = float(of_year or figure("usd_in_jpy")["value"]) if usd_in_jpy is None else usd_in_jpy
    stock = book.system["stock"].value if stock_mt is None else stock_mt
    asked = (amount_mt, oil_usd_bbl, spot_usd_mmbtu)
    keys = ("amount_mt", "oil_usd_bbl", "spot_usd_mmbtu")
    given = {key: known.get(key) if value is None else value for key, value in zip(keys, asked, strict=True)}
    question = Question()
    if any(value is None for value in given.values()):
        rule = f"must be a year whose tonnes and prices were read: {', '.join(prices['years'])}"
        hint = "Give all of --amount-mt, --oil-usd-bbl and --spot-usd-mmbtu for another."
        question.add(rule, "--year", year, hint)
    bounds = {"--amount-mt": (1.0, 200.0), "--oil-usd-bbl": (5.0, 300.0), "--spot-usd-mmbtu": (0.5, 300.0)}
    for (key, (low, high)), value in zip(bounds.items(), given.values(), strict=True):
        if value is not None:
            question.number(key, value, low, high, key.partition("-")[2].rpartition("-")[2])
    question.number("--stock-mt", stock, 0.0, 50.0, "Mt")
    question.number("--usd-jpy", rate, 1.0, 1000.0, "JPY/USD")
    question.check()
    amount, oil, spot = (float(value) for value in given.values() if value is not None)
    spreads = [prices["basis"][key]["spread"] for key in keys[1:]]
    bills = [
        _bill_busd(amount, oil * (1.0 + end * spreads[0]), spot * (1.0 + end * spreads[1])) for end in (-1.0, 0.0, 1.0)
    ]
    miss, of, n_unseen = unseen_error()
    ends = min(bills[0], bills[1] * math.exp(-miss)), max(bills[2], bills[1] * math.exp(miss))
    own = any(value is not None for value in asked)
    published = None if own else known.get("bill_busd")
    peak, daily = book.system["winter_peak"].value, amount / DAYS_A_YEAR
    return LngYear(
        year=year,
        use="figures as asked" if own else known["use"],
        amount_mt=amount,
        oil_usd_bbl=oil,
        spot_usd_mmbtu=spot,
        bill_busd=bills[1],
        bill_low_busd=ends[0],
        bill_high_busd=ends[1],
        published_busd=published,
        error_percent=None if published is None else 100.0 * (bills[1] / published - 1.0),
        usd_in_jpy=rate,
        bill_bn_jpy=bills[1] * rate,
        bill_low_bn_jpy=ends[0] * rate,
        bill_high_bn_jpy=ends[1] * rate,
        price_usd_mmbtu=1000.0 * bills[1] / (amount * book.system["heat"].value),
        stock_mt=stock,
        cover_d=stock / daily,
        cover_winter_d=stock / (daily * (1.0 + peak)),
        cover_summer_d=stock / (daily * (1.0 - peak)),
        assumptions=(
            "term price on the line through 2019 and 2020 over crude; spot share of the base year",
            f"low and high: the model's own error, that of {of} ({math.expm1(miss):.0%}), the worst of {n_unseen} years its "
            f"price line has not seen: the next year like them lies inside in {n_unseen} of {n_unseen + 1}",
            f"crude {spreads[0]:.0%} and spot {spreads[1]:.0%} off at once, yearly means from memory, make "
            f"{bills[0]:.3g} to {bills[2]:.3g} bn USD of it",
            "cover: that stock over demand, nothing arriving; demand is the year's imports",
            f"yen at {rate:g} a dollar, "
            + (
                "as asked" if usd_in_jpy is not None else "the mean of the year" if of_year else "the rate of late 2025"
            ),
            *(
                ["the bill beside it is from memory, not read in print"]
                if published and known["use"] == FROM_MEMORY
                else []
            ),
        ),
    )


def _bill_busd(amount_mt: float, oil_usd_bbl: float, spot_usd_mmbtu: float) -> float:
    """Return the bill of a year of the weekly programme [billion USD]."""
    from jointex.region.energy.programme import solve
    from jointex.region.energy.setting import programme_of_year

    return solve(programme_of_year(amount_mt, oil_usd_bbl, spot_usd_mmbtu)).bill_musd / 1000.0
