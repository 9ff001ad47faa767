"""From the book of LNG, a shock and the policies of the day to one weekly programme."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from jointex.region.energy.bill import term_price_usd_mmbtu
from jointex.region.energy.book import KT_PER_MT, WEEKS_A_YEAR, Book, read_book
from jointex.region.energy.programme import Array, Programme

TAIL_WEEKS = 8
"""Weeks after the shock that still belong to it: stocks are refilled, cargoes under way arrive."""
SHORTEST_WEEKS = 16
DAYS_A_WEEK = 7.0
REPLACEMENT_PREMIUM_USD_MMBTU = 1.0
"""What term LNG that replaces Sakhalin-2 costs more; bracket 0 to 3, see `weigh`."""
REPLACEMENT_VOYAGE_D = 20.0


@dataclass(frozen=True)
class Shock:
    """What happens to supply.

    Attributes
    ----------
    suppliers : tuple of str
        Ids of those cut; none for a price alone.
    cut_fraction : float
        Of their LNG.
    weeks : int
        How long.
    price_usd_mmbtu : float or None
        Spot price meanwhile; None for that of the book.
    by : str
        `supplier` (nothing is owed for what does not come) or `buyer` (contracts are paid for even if not lifted).
    start_week : int
        Week of the year in which it begins.
    demand_fraction : float
        How much more everybody burns in these weeks; contracts do not follow.
    """

    suppliers: tuple[str, ...] = ()
    cut_fraction: float = 0.0
    weeks: int = 26
    price_usd_mmbtu: float | None = None
    by: str = "supplier"
    start_week: int = 45
    demand_fraction: float = 0.0


@dataclass(frozen=True)
class Policy:
    """What was done before.

    Attributes
    ----------
    stock_mt : float or None
        LNG in tanks at the start; None for that of the book.
    reserve_mt_yr : float or None
        Strategic reserve cargoes a year; None for those of the book.
    replaced_fraction : float
        Of the Sakhalin-2 contracts, by other term contracts.
    sharing_fraction : float
        Of its weekly demand that a firm hands to others.
    """

    stock_mt: float | None = None
    reserve_mt_yr: float | None = None
    replaced_fraction: float = 0.0
    sharing_fraction: float = 0.0


def horizon_weeks(shock: Shock) -> int:
    """Return how many weeks the programme of a shock has."""
    return max(SHORTEST_WEEKS, shock.weeks + TAIL_WEEKS)


def set_programme(shock: Shock, policy: Policy, book: Book | None = None, n_weeks: int = 0) -> Programme:
    """Return the programme of a shock under a policy.

    Parameters
    ----------
    shock : Shock
    policy : Policy
    book : Book, optional
        The shipped one if left out.
    n_weeks : int
        Horizon; that of the shock if 0.

    Returns
    -------
    Programme
    """
    book = book or read_book()
    n_weeks = n_weeks or horizon_weeks(shock)
    season = season_factors(book, shock.start_week, n_weeks)
    system = {name: figure.value for name, figure in book.system.items()}
    demand = np.array([firm.demand_mt_yr.value for firm in book.firms]) * KT_PER_MT / WEEKS_A_YEAR
    spot_price = system["spot_price"] if shock.price_usd_mmbtu is None else shock.price_usd_mmbtu
    nominal, share, price, voyage = _contracts(book, policy, demand)
    is_cut = np.array([one.id in shock.suppliers for one in book.suppliers] + [False])
    open_share = 1.0 - np.outer(is_cut * shock.cut_fraction, np.ones(n_weeks)) * _overlap(voyage, shock.weeks, n_weeks)
    lift = nominal[:, None] * season * open_share
    paid = book.terms["take_or_pay"].value * np.where(
        (shock.by == "buyer") & is_cut, (nominal[:, None] * season).sum(axis=1), lift.sum(axis=1)
    )
    usual, extra = _spot_kton(book, shock, season, n_weeks)
    stock = (system["stock"] if policy.stock_mt is None else policy.stock_mt) * KT_PER_MT * demand / demand.sum()
    reserve_mt = system["reserve_cargo"] if policy.reserve_mt_yr is None else policy.reserve_mt_yr
    daily = demand / DAYS_A_WEEK
    is_power = np.array([firm.kind == "power" for firm in book.firms])
    return Programme(
        demand_kton=demand[:, None] * season * (1.0 + shock.demand_fraction * (np.arange(n_weeks) < shock.weeks)),
        lift_most_kton=np.vstack([lift * (1.0 + book.terms["flexibility"].value), usual]),
        lift_paid_kton=np.append(paid, 0.0),
        share=np.column_stack([share, share[:, 0]]),
        lift_price=np.append(price, spot_price),
        spot_most_kton=np.stack([extra, extra]),
        spot_price=np.array([spot_price, spot_price * system["spot_second_price"]]),
        reserve_kton=reserve_mt * KT_PER_MT * n_weeks / WEEKS_A_YEAR,
        reserve_week_kton=2.0 * reserve_mt * KT_PER_MT / WEEKS_A_YEAR,
        reserve_from=2,
        stock_kton=stock,
        floor_kton=_floor_kton(system["stock_floor"] * daily[:, None] * season, stock, share @ lift),
        ceiling_kton=system["stock_ceiling"] * daily,
        coal_most_kton=np.where(is_power, system["coal_switch"], 0.0) * demand,
        coal_price=system["coal_price"],
        lost_load=system["lost_load"],
        sharing_fraction=policy.sharing_fraction,
        heat=system["heat"],
    )


def programme_of_year(amount_mt: float, oil_usd_bbl: float, spot_usd_mmbtu: float) -> Programme:
    """Return the programme of a past year, without shock.

    Parameters
    ----------
    amount_mt : float
        LNG imported [Mt].
    oil_usd_bbl, spot_usd_mmbtu : float
        Means of the year.

    Returns
    -------
    Programme
        Of 52 weeks; term and spot in the shares of the base year and nothing else to choose from: what firms could have
        lifted besides is not in print.
    """
    from dataclasses import replace

    book = read_book()
    programme = set_programme(Shock(start_week=1), Policy(), book, 52)
    scale = amount_mt / (float(programme.demand_kton.sum()) / KT_PER_MT)
    lift = programme.lift_most_kton[:-1] * scale / (1.0 + book.terms["flexibility"].value)
    spot = (programme.demand_kton * scale).sum(axis=0) - lift.sum(axis=0)
    price = np.append(np.full(len(lift), term_price_usd_mmbtu(oil_usd_bbl)), spot_usd_mmbtu)
    return replace(
        programme,
        demand_kton=programme.demand_kton * scale,
        lift_most_kton=np.vstack([lift, spot]),
        lift_paid_kton=np.append(lift.sum(axis=1), 0.0),
        lift_price=price,
        spot_most_kton=np.zeros((2, 52)),
        spot_price=np.full(2, spot_usd_mmbtu),
        reserve_kton=0.0,
        floor_kton=np.repeat(programme.stock_kton[:, None], 52, axis=1),
        coal_most_kton=np.zeros_like(programme.coal_most_kton),
    )


def season_factors(book: Book, start_week: int, n_weeks: int) -> Array:
    """Return demand of each week over that of a mean week.

    Parameters
    ----------
    book : Book
    start_week : int
        Of the year.
    n_weeks : int

    Returns
    -------
    array (n_weeks,)
        A yearly wave; contracts and usual spot purchases follow it, as yearly delivery programmes do.
    """
    week = start_week + np.arange(n_weeks) - book.system["peak_week"].value
    return np.asarray(1.0 + book.system["winter_peak"].value * np.cos(2.0 * math.pi * week / WEEKS_A_YEAR))


def _floor_kton(wanted: Array, stock: Array, contract: Array) -> Array:
    """Return the least stock by firm and week [kt]: days of its demand, no more than at the start or contracts can fill."""
    floor, before = np.minimum(wanted, stock[:, None]), stock
    for week in range(floor.shape[1]):
        floor[:, week] = before = np.minimum(floor[:, week], before + contract[:, week])
    return floor


def _contracts(book: Book, policy: Policy, demand: Array) -> tuple[Array, Array, Array, Array]:
    """Return term LNG a week [kt], whose it is, price and voyage [d]; the last supplier replaces Sakhalin-2."""
    term = np.array([one.amount_mt_yr.value * one.term_fraction.value for one in book.suppliers])
    is_sakhalin = np.array([one.id == "sakhalin-2" for one in book.suppliers])
    replaced = float(term[is_sakhalin].sum()) * policy.replaced_fraction
    term = np.append(np.where(is_sakhalin, term * (1.0 - policy.replaced_fraction), term), replaced)
    own = np.array([firm.sakhalin_mt_yr.value for firm in book.firms]) * KT_PER_MT / WEEKS_A_YEAR
    rest = (demand - own) / (demand - own).sum()
    by_contract = own / own.sum()
    share = np.where(np.append(is_sakhalin, True)[None, :], by_contract[:, None], rest[:, None])
    price = np.full(term.shape, term_price_usd_mmbtu(book.system["oil_price"].value))
    price[-1] += REPLACEMENT_PREMIUM_USD_MMBTU
    voyage = np.array([one.voyage_d.value for one in book.suppliers] + [REPLACEMENT_VOYAGE_D])
    return term * KT_PER_MT / WEEKS_A_YEAR, share, price, voyage


def _overlap(voyage_d: Array, weeks: int, n_weeks: int) -> Array:
    """Return the share of each week's arrivals that was loaded during the cut (suppliers, weeks)."""
    begin = voyage_d[:, None] / DAYS_A_WEEK
    week = np.arange(n_weeks)[None, :]
    return np.asarray(np.clip(np.minimum(week + 1.0, begin + weeks) - np.maximum(week, begin), 0.0, 1.0))


def _spot_kton(book: Book, shock: Shock, season: Array, n_weeks: int) -> Array:
    """Return usual spot purchases and half of what more can be bought, by week of arrival (2, weeks) [kt]."""
    loose = np.array([one.amount_mt_yr.value * (1.0 - one.term_fraction.value) for one in book.suppliers])
    is_cut = np.array([one.id in shock.suppliers for one in book.suppliers])
    voyage = np.array([one.voyage_d.value for one in book.suppliers])
    lost = (loose * is_cut * shock.cut_fraction)[:, None] * _overlap(voyage, shock.weeks, n_weeks)
    usual = (loose.sum() - lost.sum(axis=0)) * KT_PER_MT / WEEKS_A_YEAR * season
    lead = book.system["spot_lead"].value / DAYS_A_WEEK
    ready = np.clip(np.arange(n_weeks) + 1.0 - lead, 0.0, 1.0)
    extra = 0.5 * book.system["spot_extra"].value * ready
    return np.stack([usual, extra])
