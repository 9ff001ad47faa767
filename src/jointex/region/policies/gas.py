"""The gas side of a case: what a cut of Sakhalin-2 would cost under a policy, each programme solved once.

Only the few numbers of a case are kept, not the programmes behind them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from jointex.region.energy.book import KT_PER_MT, Book, read_book
from jointex.region.energy.setting import Policy, Shock, set_programme
from jointex.region.energy.shock import national_cover_d
from jointex.region.energy.solver import solve_anew
from jointex.region.policies.model import Array

NAMES = ("cut_cost_musd", "cut_unserved_mt", "cut_cover_d", "cut_worst_firm_percent")
START_WEEK = 45
"""The stress begins in November, before the season of most demand."""
DRAWN = (
    "cut_fraction",
    "cut_weeks",
    "cut_price_usd_mmbtu",
    "stock_mt",
    "spot_extra_kt_week",
    "spot_lead_d",
    "coal_switch",
    "stock_floor_d",
)
"""Uncertainties that a programme hangs on."""
SYSTEM = ("spot_extra", "spot_lead", "coal_switch", "stock_floor")
"""What the last four of them are in the book of gas."""
N_WORLDS = 128
"""Worlds of gas that futures share, so that each programme is solved once: a Latin hypercube over `DRAWN`."""


def worlds(seed: int) -> Array:
    """Return where the worlds of gas lie in the ranges of `DRAWN`.

    Parameters
    ----------
    seed : int

    Returns
    -------
    array (worlds, uncertainties)
        0 to 1; each uncertainty once in each of as many parts of its range as there are worlds.
    """
    stream = np.random.Generator(np.random.Philox(key=[seed, 2**40]))
    parts = stream.permuted(np.tile(np.arange(N_WORLDS), (len(DRAWN), 1)), axis=1).T
    return np.asarray((parts + stream.random(parts.shape)) / N_WORLDS)


def stress(
    draws: Mapping[str, Array], stock_extra_mt: float, reserve_mt_yr: float, replaced: float, sharing: float
) -> dict[str, Array]:
    """Return what a cut of Sakhalin-2 does in each case.

    Parameters
    ----------
    draws : dict of str to array (n,)
        `DRAWN`.
    stock_extra_mt, reserve_mt_yr : float
        Policy [Mt, Mt/yr].
    replaced, sharing : float
        Policy, 0 to 1.

    Returns
    -------
    dict of str to array (n,)
        Outcomes `NAMES`.
    """
    keys = np.column_stack([draws[name] for name in DRAWN])
    unique, place = np.unique(keys, axis=0, return_inverse=True)
    rows = np.array([_one(tuple(map(float, row)), stock_extra_mt, reserve_mt_yr, replaced, sharing) for row in unique])
    return {name: rows[place.ravel(), column] for column, name in enumerate(NAMES)}


@functools.lru_cache(maxsize=20_000)
def _one(
    world: tuple[float, ...], extra: float, reserve: float, replaced: float, sharing: float
) -> tuple[float, float, float, float]:
    """Return the outcomes of one programme beside the same weeks at the same price without a cut."""
    fraction, weeks, price, stock, *system = world
    shock = Shock(("sakhalin-2",), fraction, int(weeks), price, start_week=START_WEEK)
    policy, book = Policy(stock + extra, reserve, replaced, sharing), _book(tuple(system))
    programme = set_programme(shock, policy, book)
    solved = solve_anew(programme)
    by_firm = solved.unserved_kton / programme.demand_kton
    cost = 0.0
    if replaced < 1.0:  # else nothing is left to be cut
        calm = replace(shock, suppliers=(), cut_fraction=0.0)
        cost = solved.cost_musd - solve_anew(set_programme(calm, policy, book)).cost_musd
    lack_mt = float(solved.unserved_kton.sum()) / KT_PER_MT
    return cost, lack_mt, float(national_cover_d(programme, solved).min()), 100.0 * float(by_firm.max())


@functools.lru_cache(maxsize=1_000)
def _book(system: tuple[float, ...]) -> Book:
    """Return the book of gas with another market, coal and tanks."""
    book = read_book()
    drawn = {name: replace(book.system[name], value=value) for name, value in zip(SYSTEM, system, strict=True)}
    return replace(book, system={**book.system, **drawn})


def insurance_musd_yr(
    draws: Mapping[str, Array], stock_extra_mt: float, reserve_mt_yr: float, replaced: float
) -> Array:
    """Return what the policy costs a year, cut or not.

    Parameters
    ----------
    draws : dict of str to array (n,)
        `replacement_premium_usd_mmbtu` and `holding_usd_mmbtu`.
    stock_extra_mt, reserve_mt_yr : float
        Policy [Mt, Mt/yr].
    replaced : float
        Policy, 0 to 1.

    Returns
    -------
    array (n,)
        [million USD/yr]
    """
    heat = read_book().system["heat"].value
    contracts = sum(firm.sakhalin_mt_yr.value for firm in read_book().firms)
    premium = replaced * contracts * heat * draws["replacement_premium_usd_mmbtu"]
    return np.asarray(premium + (stock_extra_mt + reserve_mt_yr) * heat * draws["holding_usd_mmbtu"])
