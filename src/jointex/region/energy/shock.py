"""The answer to a supply shock: cost, lack, cover, the firm hit worst, and what a little more LNG would be worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jointex.region.energy.asking import read_question
from jointex.region.energy.book import KT_PER_MT, REMAINDER, Book, read_book
from jointex.region.energy.programme import Array, Programme, Solved, solve
from jointex.region.energy.setting import DAYS_A_WEEK, Policy, Shock, horizon_weeks, set_programme
from jointex.region.figures import Figure

HARD = {"spot_extra": "low", "spot_lead": "high", "coal_switch": "low", "stock_floor": "high", "coal_price": "high"}
"""Ends of the ranges that make a shock worse; the other ends make it milder."""


SHOWN_PLACES = 6
"""Of a share of demand not met [%]: what lies behind them is the solver's."""
NO_PRICE = (
    "no price was given: told at {1:g} USD/MMBtu, with {0:g} and {2:g} beside it (price_cases); --price asks for one"
)
CHEAPER = "spot is cheaper than contracts at this price: whoever is cut buys for less, so the cut by itself saves money"


@dataclass(frozen=True)
class FirmHit:
    """What a shock does to a firm.

    Attributes
    ----------
    firm : str
    lost_mt, lost_percent : float
        Cargoes that do not come [Mt], and their share of what it usually burns or sells while the cut lasts [%].
    unserved_mt, unserved_percent : float
        Demand not met [Mt], and its share of demand over the horizon [%].
    least_cover_d : float
        Stocks over demand at their lowest [d].
    extra_cost_musd : float
        Cost above that without the shock [million USD], its lack at the value of lost load.
    extra_cost_percent : float
        Of its cost without the shock [%].
    """

    firm: str
    lost_mt: float
    lost_percent: float
    unserved_mt: float
    unserved_percent: float
    least_cover_d: float
    extra_cost_musd: float
    extra_cost_percent: float


@dataclass(frozen=True)
class PriceCase:
    """A cut at one spot price.

    Attributes
    ----------
    price_usd_mmbtu : float
    extra_cost_musd : float
        Cost above that without the shock, at the base price [million USD].
    from_price_musd, from_cut_musd : float
        Of that, what the price alone costs, and what the cut costs at this price.
    unserved_mt : float
    worst_firm : str
        Of those with a name.
    """

    price_usd_mmbtu: float
    extra_cost_musd: float
    from_price_musd: float
    from_cut_musd: float
    unserved_mt: float
    worst_firm: str


@dataclass(frozen=True)
class WeekOfShock:
    """A week of a shock, all firms together [Mt].

    Attributes
    ----------
    week : int
        From the start of the shock.
    demand_mt, contract_mt, spot_mt, reserve_mt, coal_mt, unserved_mt, stock_mt : float
        `coal_mt` is LNG that other plants save; `stock_mt` at the end of the week.
    cover_d : float
        Stocks over demand [d].
    dual_usd_mmbtu : float
        What a little more LNG in this week would save, in the mean over demand.
    """

    week: int
    demand_mt: float
    contract_mt: float
    spot_mt: float
    reserve_mt: float
    coal_mt: float
    unserved_mt: float
    stock_mt: float
    cover_d: float
    dual_usd_mmbtu: float


@dataclass(frozen=True)
class SupplyShock:
    """The answer of `energy`.

    Attributes
    ----------
    shock : str
        In words.
    cut_mt : float
        LNG that does not come [Mt]: contracts follow the season, and what was replaced beforehand is not cut.
    cut_percent : float
        Of all imports while the cut lasts [%].
    spot_price_usd_mmbtu, base_price_usd_mmbtu : float
        With and without the shock.
    extra_cost_musd : float
        Cost above that without the shock, at the base price [million USD].
    extra_cost_low_musd, extra_cost_high_musd : float
        With the ends of the ranges of spot market, coal and tanks, and of the price where none was given.
    extra_bill_musd : float
        Of that, the import bill.
    from_price_musd : float
        Of that, what the price alone costs: the same price without a cut.
    from_cut_musd : float
        The rest: what the cut costs at that price. Below zero only where spot is cheaper than contracts.
    price_cases : tuple of PriceCase
        Three prices where none was given; none otherwise.
    unserved_mt, unserved_low_mt, unserved_high_mt : float
        Demand not met, and its range.
    unserved_percent : float
        Of demand over the horizon [%].
    least_cover_d : float
        Lowest national stocks over demand [d].
    least_cover_week : int
        When.
    peak_dual_usd_mmbtu : float
        Highest weekly value of a little more LNG.
    supplier_value_usd_mmbtu : float or None
        What a little more from the suppliers cut would save during the cut, in the mean.
    worst_firm, worst_why : str
        Of the firms with a name, the one with the largest share of demand not met; without any, with the largest share whose
        cargoes do not come. Where all other buyers together fare worse, the second says so.
    horizon_weeks : int
    firms : tuple of FirmHit
    weeks : tuple of WeekOfShock
    imbalance_mt : float
        Largest error of a firm's weekly balance.
    assumptions : tuple of str
    estimated_fraction : float
        Share of estimated figures behind it.
    """

    shock: str
    cut_mt: float
    cut_percent: float
    spot_price_usd_mmbtu: float
    base_price_usd_mmbtu: float
    extra_cost_musd: float
    extra_cost_low_musd: float
    extra_cost_high_musd: float
    extra_bill_musd: float
    from_price_musd: float
    from_cut_musd: float
    price_cases: tuple[PriceCase, ...]
    unserved_mt: float
    unserved_low_mt: float
    unserved_high_mt: float
    unserved_percent: float
    least_cover_d: float
    least_cover_week: int
    peak_dual_usd_mmbtu: float
    supplier_value_usd_mmbtu: float | None
    worst_firm: str
    worst_why: str
    horizon_weeks: int
    firms: tuple[FirmHit, ...]
    weeks: tuple[WeekOfShock, ...]
    imbalance_mt: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


def energy(
    supplier: Sequence[str] = (),
    cut: str = "",
    *,
    weeks: int | None = None,
    price: float | None = None,
    event: str = "",
    by: str = "",
    start_week: int = 45,
    policy: Policy | None = None,
    demand: str = "",
    replaced: str = "",
    sharing: str = "",
) -> SupplyShock:
    """Return what a shock to Japan's LNG costs, who goes short, and how long stocks last.

    Parameters
    ----------
    supplier : sequence of str
        Ids of suppliers that are cut, those of the event besides.
    cut : str
        `100%` of their LNG, or an amount such as `3Mt` a year.
    weeks : int, optional
        How long; 26 if neither this nor the event says it.
    price : float, optional
        Spot price meanwhile [USD/MMBtu].
    event : str
        A named shock to start from, such as `hormuz-closed`.
    by : str
        `supplier`, or `buyer`: contracts are then paid for though not lifted.
    start_week : int
        Week of the year in which it begins, 1 to 52.
    policy : Policy, optional
        Stocks, reserve cargoes, contracts replaced, sharing between firms.
    demand : str
        How much more is burned in these weeks, such as `+10%` in a cold spell.
    replaced, sharing : str
        Percentages, such as `50%`, in place of the fractions of the policy.

    Returns
    -------
    SupplyShock

    Raises
    ------
    QuestionError
        Every fault at once: unknown names, a cut larger than the supply, numbers out of bounds.

    References
    ----------
    The weekly programme in docs/explanation/energy.md.
    """
    policy = policy or Policy()
    title, shock, policy = read_question(
        supplier, cut, weeks, price, event, by, start_week, policy, demand, replaced, sharing
    )
    if shock.price_usd_mmbtu is not None:
        return answer(title, shock, policy)
    figure = read_book().system["shock_price"]
    cases = [
        answer(title, replace(shock, price_usd_mmbtu=one), policy) for one in (figure.low, figure.value, figure.high)
    ]
    return replace(
        cases[1],
        extra_cost_low_musd=min(one.extra_cost_low_musd for one in cases),
        extra_cost_high_musd=max(one.extra_cost_high_musd for one in cases),
        price_cases=tuple(
            PriceCase(
                one.spot_price_usd_mmbtu,
                one.extra_cost_musd,
                one.from_price_musd,
                one.from_cut_musd,
                one.unserved_mt,
                one.worst_firm,
            )
            for one in cases
        ),
        assumptions=(*cases[1].assumptions, NO_PRICE.format(*(one.spot_price_usd_mmbtu for one in cases))),
    )


def answer(title: str, shock: Shock, policy: Policy) -> SupplyShock:
    """Return the answer to a checked question.

    Parameters
    ----------
    title : str
    shock : Shock
    policy : Policy

    Returns
    -------
    SupplyShock
    """
    book, n_weeks = read_book(), horizon_weeks(shock)
    programme = set_programme(shock, policy, book, n_weeks)
    calm = set_programme(_calm(shock), policy, book, n_weeks)
    solved, base = solve(programme), solve(calm)
    alone = solve(
        set_programme(replace(shock, suppliers=(), cut_fraction=0.0, demand_fraction=0.0), policy, book, n_weeks)
    )
    extra = {end: extremes(shock, policy, book, n_weeks, end) for end in ("mild", "hard")}
    lost = _lost_kton(book, programme, calm)
    usual = calm.demand_kton.sum(axis=0) / calm.demand_kton.sum()
    while_cut = (lost / usual).sum(axis=1) / (shock.weeks * n_weeks)
    firms = tuple(_firm_hits(book, programme, calm, solved, base, lost, while_cut))
    worst, why = _worst(book, firms)
    cover = national_cover_d(programme, solved)
    demand = programme.demand_kton.sum()
    weekly = (programme.demand_kton * solved.dual_usd_mmbtu).sum(axis=0) / programme.demand_kton.sum(axis=0)
    return SupplyShock(
        shock=title,
        cut_mt=float(lost.sum()) / KT_PER_MT,
        cut_percent=100.0 * float(while_cut.sum()) * n_weeks / float(calm.demand_kton.sum()),
        spot_price_usd_mmbtu=float(programme.spot_price[0]),
        base_price_usd_mmbtu=float(calm.spot_price[0]),
        extra_cost_musd=solved.cost_musd - base.cost_musd,
        extra_cost_low_musd=min(extra["mild"][0], solved.cost_musd - base.cost_musd),
        extra_cost_high_musd=max(extra["hard"][0], solved.cost_musd - base.cost_musd),
        extra_bill_musd=solved.bill_musd - base.bill_musd,
        from_price_musd=alone.cost_musd - base.cost_musd,
        from_cut_musd=solved.cost_musd - alone.cost_musd,
        price_cases=(),
        unserved_mt=float(solved.unserved_kton.sum()) / KT_PER_MT,
        unserved_low_mt=extra["mild"][1],
        unserved_high_mt=extra["hard"][1],
        unserved_percent=100.0 * float(solved.unserved_kton.sum() / demand),
        least_cover_d=float(cover.min()),
        least_cover_week=int(cover.argmin()) + 1,
        peak_dual_usd_mmbtu=float(weekly.max()),
        supplier_value_usd_mmbtu=_supplier_value(programme, solved, lost[:-2]),
        worst_firm=worst.firm,
        worst_why=why,
        horizon_weeks=n_weeks,
        firms=firms,
        weeks=tuple(_weeks(programme, solved, cover, weekly)),
        imbalance_mt=solved.imbalance_kton / KT_PER_MT,
        assumptions=_assumptions(shock, policy, n_weeks)
        + ((CHEAPER,) if solved.cost_musd < alone.cost_musd - 1e-6 else ()),
        estimated_fraction=estimated_fraction(book.figures()),
    )


def extremes(shock: Shock, policy: Policy, book: Book, n_weeks: int, end: str) -> tuple[float, float]:
    """Return extra cost [million USD] and lack [Mt] of a shock with one end of the ranges of market, coal and tanks.

    Parameters
    ----------
    shock : Shock
    policy : Policy
    book : Book
    n_weeks : int
    end : str
        `hard` or `mild`.

    Returns
    -------
    tuple of float
    """
    other = {"low": "high", "high": "low"}
    system = dict(book.system)
    for name, worse in HARD.items():
        side = worse if end == "hard" else other[worse]
        system[name] = replace(system[name], value=getattr(system[name], side))
    terms = dict(book.terms)
    flexibility = terms["flexibility"]
    terms["flexibility"] = replace(flexibility, value=flexibility.low if end == "hard" else flexibility.high)
    there = replace(book, system=system, terms=terms)
    solved = solve(set_programme(shock, policy, there, n_weeks))
    base = solve(set_programme(_calm(shock), policy, there, n_weeks))
    return solved.cost_musd - base.cost_musd, float(solved.unserved_kton.sum()) / KT_PER_MT


def national_cover_d(programme: Programme, solved: Solved) -> Array:
    """Return national stocks over demand at the end of each week [d].

    Parameters
    ----------
    programme : Programme
    solved : Solved

    Returns
    -------
    array (weeks,)
    """
    return np.asarray(DAYS_A_WEEK * solved.stock_kton.sum(axis=0) / programme.demand_kton.sum(axis=0))


def firm_cost_musd(programme: Programme, solved: Solved) -> Array:
    """Return what each firm pays [million USD], its lack at the value of lost load, shared cargoes at the spot price.

    Parameters
    ----------
    programme : Programme
    solved : Solved

    Returns
    -------
    array (firms,)
    """
    per_kton, price = programme.heat / 1000.0, float(programme.spot_price[0])
    lifted = programme.share @ ((solved.lift_kton.sum(axis=1) + solved.unlifted_kton) * programme.lift_price)
    bought = (solved.firm_spot_kton + solved.shared_kton).sum(axis=1) * price
    other = solved.coal_kton.sum(axis=1) * programme.coal_price + solved.unserved_kton.sum(axis=1) * programme.lost_load
    refill = np.maximum(programme.stock_kton - solved.stock_kton[:, -1], 0.0) * price
    return np.asarray(per_kton * (lifted + bought + other + refill))


def estimated_fraction(figures: Sequence[Figure]) -> float:
    """Return the share of figures that are estimated or brackets.

    Parameters
    ----------
    figures : sequence of Figure

    Returns
    -------
    float
    """
    return sum(figure.basis in ("estimated", "bracket") for figure in figures) / len(figures)


def _calm(shock: Shock) -> Shock:
    """Return the same weeks without a shock."""
    return Shock(weeks=shock.weeks, start_week=shock.start_week)


def _lost_kton(book: Book, programme: Programme, calm: Programme) -> Array:
    """Return cargoes that do not come, by supplier, usual spot purchases last, and week [kt]."""
    lost = calm.lift_most_kton - programme.lift_most_kton
    lost[:-1] /= 1.0 + book.terms["flexibility"].value
    return lost


def _firm_hits(
    book: Book, programme: Programme, calm: Programme, solved: Solved, base: Solved, lost: Array, while_cut: Array
) -> list[FirmHit]:
    """Return what happens to each firm; `while_cut` is what a mean week of the cut loses by supplier, the season taken out."""
    missing, part = programme.share @ lost.sum(axis=1), programme.share @ while_cut
    before, after = firm_cost_musd(calm, base), firm_cost_musd(programme, solved)
    unserved, demand = solved.unserved_kton.sum(axis=1), programme.demand_kton.sum(axis=1)
    cover = (DAYS_A_WEEK * solved.stock_kton / programme.demand_kton).min(axis=1)
    return [
        FirmHit(
            firm.name,
            float(missing[i]) / KT_PER_MT,
            float(100.0 * part[i] / calm.demand_kton[i].mean()),
            float(unserved[i]) / KT_PER_MT,
            float(100.0 * unserved[i] / demand[i]),
            float(cover[i]),
            float(after[i] - before[i]),
            float(100.0 * (after[i] / before[i] - 1.0)),
        )
        for i, firm in enumerate(book.firms)
    ]


def _worst(book: Book, firms: Sequence[FirmHit]) -> tuple[FirmHit, str]:
    """Return the firm with a name that is hit worst, and why; with a word on all others where they fare worse."""

    def how_bad(firm: FirmHit) -> tuple[float, float, float]:
        return round(firm.unserved_percent, SHOWN_PLACES), firm.lost_percent, firm.extra_cost_percent

    others = firms[[firm.id for firm in book.firms].index(REMAINDER)]
    worst = max((firm for firm in firms if firm is not others), key=how_bad)
    short = [firm for firm in firms if round(firm.unserved_percent, SHOWN_PLACES) > 0.0]
    why = _why(worst, bool(short))
    if how_bad(others) > how_bad(worst):
        why += f"; all other buyers together, who are no one firm, fare worse: {_why(others, is_short=True)}"
    if len(short) > 1:
        why += f". {len(short)} of {len(firms)} go short: least cost does not settle which of them does so most"
    return worst, why


def _why(hit: FirmHit, is_short: bool) -> str:
    """Return how a firm is hit, in words; `is_short` if anybody goes short."""
    start = "" if is_short else "nobody goes short; "
    change = _words(hit.extra_cost_percent)
    cost = f"its cost {'rises' if hit.extra_cost_percent > 0.0 else 'falls'} by {change} %"
    cost = "its cost stays as it was" if change == "0" else cost
    if round(hit.unserved_percent, SHOWN_PLACES) > 0.0:
        return f"{_words(hit.unserved_percent)} % of its demand over the horizon is not met"
    if hit.lost_percent > 0.0:
        return (
            f"{start}cargoes for {_words(hit.lost_percent)} % of its demand while the cut lasts do not come, and {cost}"
        )
    return start + cost


def _words(percent: float) -> str:
    """Return a percentage for a sentence: two digits behind nothing, never an exponent, no sign."""
    size = abs(percent)
    return f"{size:,.0f}" if size >= 10.0 else f"{size:.2f}".rstrip("0").rstrip(".")


def _weeks(programme: Programme, solved: Solved, cover: Array, weekly: Array) -> list[WeekOfShock]:
    """Return the weeks."""
    amounts = (
        programme.demand_kton.sum(axis=0),
        solved.lift_kton[:-1].sum(axis=0),
        solved.lift_kton[-1] + solved.spot_kton,
        solved.reserve_kton,
        solved.coal_kton.sum(axis=0),
        solved.unserved_kton.sum(axis=0),
        solved.stock_kton.sum(axis=0),
    )
    columns = (*(amount / KT_PER_MT for amount in amounts), cover, weekly)
    return [
        WeekOfShock(week + 1, *(float(value) for value in row)) for week, row in enumerate(zip(*columns, strict=True))
    ]


def _supplier_value(programme: Programme, solved: Solved, lost: Array) -> float | None:
    """Return what a little more from the suppliers cut would save beyond its price, in the mean over what is lost."""
    if lost.sum() <= 0.0:
        return None
    worth = programme.share[:, :-2].T @ solved.dual_usd_mmbtu - programme.lift_price[:-2, None]
    return float((worth * lost).sum() / lost.sum())


def _assumptions(shock: Shock, policy: Policy, n_weeks: int) -> tuple[str, ...]:
    """Return what the answer rests on."""
    said: list[Any] = [
        f"least cost over {n_weeks} weeks with foresight: costs of a surprise lie above it",
        "imports of 2024 by supplier; demand, contracts and usual spot purchases follow the season",
        "stocks are those of the large power utilities, shared out by demand; city gas stocks are not in print",
        "low and high: ends of the ranges of extra spot cargoes and their lead, coal switch, tank floor and contract flexibility",
    ]
    if shock.demand_fraction:
        said.append(
            f"demand {shock.demand_fraction:+.0%} for all firms alike, contracts as before; its cost stands under the cut"
        )
    if shock.by == "buyer":
        said.append("the buyer stops lifting: contracts are paid for though not lifted")
    if policy.replaced_fraction:
        said.append(f"{policy.replaced_fraction:.0%} of Sakhalin-2 replaced beforehand")
    if policy.sharing_fraction:
        said.append(f"firms hand on up to {policy.sharing_fraction:.0%} of their weekly demand")
    return tuple(said)
