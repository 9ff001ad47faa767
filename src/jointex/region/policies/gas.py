"""The gas side of a case: what a cut of Sakhalin-2 would cost under a policy, each programme solved once.

Only the few numbers of a case are kept, not the programmes behind them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np

from jointex.region.energy.book import KT_PER_MT, read_book
from jointex.region.energy.setting import Policy, Shock, set_programme
from jointex.region.energy.shock import national_cover_d
from jointex.region.energy.solver import solve_anew
from jointex.region.policies.model import Array

NAMES = ("cut_cost_musd", "cut_unserved_mt", "cut_cover_d", "cut_worst_firm_percent")
START_WEEK = 45
"""The stress begins in November, before the season of most demand."""
LONGEST_HORIZON_WEEKS = 60


def stress(
    draws: Mapping[str, Array], stock_extra_mt: float, reserve_mt_yr: float, replaced: float, sharing: float
) -> dict[str, Array]:
    """Return what a cut of Sakhalin-2 does in each case.

    Parameters
    ----------
    draws : dict of str to array (n,)
        `cut_fraction`, `cut_weeks`, `cut_price_usd_mmbtu` and `stock_mt`, each from its lattice.
    stock_extra_mt, reserve_mt_yr : float
        Policy [Mt, Mt/yr].
    replaced, sharing : float
        Policy, 0 to 1.

    Returns
    -------
    dict of str to array (n,)
        Outcomes `NAMES`.
    """
    keys = np.column_stack([draws[name] for name in ("cut_fraction", "cut_weeks", "cut_price_usd_mmbtu", "stock_mt")])
    unique, place = np.unique(keys, axis=0, return_inverse=True)
    rows = np.array(
        [_one(*(float(value) for value in row), stock_extra_mt, reserve_mt_yr, replaced, sharing) for row in unique]
    )
    return {name: rows[place.ravel(), column] for column, name in enumerate(NAMES)}


@functools.lru_cache(maxsize=20_000)
def _one(
    fraction: float,
    weeks: float,
    price: float,
    stock: float,
    extra: float,
    reserve: float,
    replaced: float,
    sharing: float,
) -> tuple[float, float, float, float]:
    """Return the outcomes of one programme beside the same weeks without a cut."""
    shock = Shock(("sakhalin-2",), fraction, int(weeks), price, start_week=START_WEEK)
    policy = Policy(stock + extra, reserve, replaced, sharing)
    programme = set_programme(shock, policy)
    solved = solve_anew(programme)
    unserved = solved.unserved_kton.sum(axis=1)
    worst = 100.0 * float((unserved / programme.demand_kton.sum(axis=1)).max())
    cover = float(national_cover_d(programme, solved).min())
    return (
        solved.cost_musd - _calm_cost_musd(int(weeks), price, policy),
        float(unserved.sum()) / KT_PER_MT,
        cover,
        worst,
    )


@functools.lru_cache(maxsize=20_000)
def _calm_cost_musd(weeks: int, price: float, policy: Policy) -> float:
    """Return what the same weeks cost without a cut at the same spot price: what the price alone does is no cost of the cut."""
    shock = Shock(weeks=weeks, price_usd_mmbtu=price, start_week=START_WEEK)
    return solve_anew(set_programme(shock, policy)).cost_musd


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
