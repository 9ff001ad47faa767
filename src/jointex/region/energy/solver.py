"""The linear programme behind the weekly LNG programme, made as small as it can be without moving its optimum, for HiGHS.

Three steps leave the optimum where it is. Suppliers with one price, the same buyers and weeks in proportion are one: what they
lift and owe is shared out in that proportion. A cargo that a firm hands on goes through the spot pool, so what comes from others
needs no variable of its own. Variables that must be zero, and equations left empty by that, are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.region.energy.programme import Array, Programme, Solved

SECOND_LOSS = 3.0
"""A lack beyond the first part of demand costs this many times as much; judged, see system.yaml."""
FIRST_LOSS_FRACTION = 0.05
HELD_USD_MMBTU = 0.01
"""What a week of LNG in tanks is worth in the search [USD/MMBtu], so that stocks are drawn for a reason; not in any cost."""
SHARING_USD_MMBTU = 0.3
"""What moving a cargo between firms costs [USD/MMBtu]; judged, so that nobody shares for nothing."""
PROPORTION_DIGITS = 12
"""Digits in which weeks of suppliers agree that are taken as one."""
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Groups:
    """Suppliers that are one to the programme.

    Attributes
    ----------
    of : array (suppliers,) of int
        Group of each supplier.
    share : array (firms, groups)
        Whose contracts they are.
    price : array (groups,)
        [USD/MMBtu]
    most_kton, paid_kton : array (groups, weeks), array (groups,)
        As of a supplier.
    """

    of: Places
    share: Array
    price: Array
    most_kton: Array
    paid_kton: Array


def group_suppliers(programme: Programme) -> Groups:
    """Return suppliers by price, buyers and the proportion of their weeks and of what is paid for.

    Parameters
    ----------
    programme : Programme

    Returns
    -------
    Groups
    """
    most, paid = programme.lift_most_kton, programme.lift_paid_kton
    total = most.sum(axis=1)
    scale = np.where(total > 0.0, total, 1.0)[:, None]
    kind = np.column_stack([programme.lift_price, programme.share.T, most / scale, paid[:, None] / scale])
    _, first, of = np.unique(np.round(kind, PROPORTION_DIGITS), axis=0, return_index=True, return_inverse=True)
    of = of.ravel()
    summed_most, summed_paid = np.zeros((len(first), most.shape[1])), np.zeros(len(first))
    np.add.at(summed_most, of, most)
    np.add.at(summed_paid, of, paid)
    return Groups(of, programme.share[:, first], programme.lift_price[first], summed_most, summed_paid)


class Layout:
    """Where each kind of variable stands in the vector.

    Parameters
    ----------
    n_groups, n_firms, n_weeks : int
    """

    def __init__(self, n_groups: int, n_firms: int, n_weeks: int) -> None:
        by_firm = (n_firms, n_weeks)
        blocks = {
            "lift": (n_groups, n_weeks),
            "market": (2, n_weeks),
            "reserve": (n_weeks,),
            "spot": by_firm,
            "stock": by_firm,
            "coal": by_firm,
            "lost": by_firm,
            "more_lost": by_firm,
            "handed": by_firm,
            "unlifted": (n_groups,),
            "refill": (n_firms,),
        }
        self.shape = (n_groups, n_firms, n_weeks)
        self.index: dict[str, Places] = {}
        at = 0
        for name, shape in blocks.items():
            size = int(np.prod(shape))
            self.index[name] = np.arange(at, at + size).reshape(shape)
            at += size
        self.size = at


@lru_cache(maxsize=64)
def _layout(n_groups: int, n_firms: int, n_weeks: int) -> Layout:
    return Layout(n_groups, n_firms, n_weeks)


@lru_cache(maxsize=64)
def _matrix(shape: tuple[int, int, int], share_bytes: bytes, used_bytes: bytes) -> tuple[Any, Any, Any, Any]:
    """Return equations (firm balances, pool) and inequalities (paid, reserve, refill) in the variables used, and their rows."""
    used = np.frombuffer(used_bytes, dtype=np.bool_)
    equal, most = _whole_matrix(shape, share_bytes)
    parts = []
    for matrix in (equal, most):
        kept = matrix[:, used].tocsr()
        rows = np.diff(kept.indptr) > 0
        parts += [kept[rows].tocsc(), rows]
    return parts[0], parts[1], parts[2], parts[3]


@lru_cache(maxsize=16)
def _whole_matrix(shape: tuple[int, int, int], share_bytes: bytes) -> tuple[Any, Any]:
    """Return the equations and the inequalities in all variables."""
    from scipy.sparse import csc_array

    n_groups, n_firms, n_weeks = shape
    layout = _layout(*shape)
    at, share = layout.index, np.frombuffer(share_bytes).reshape(n_firms, n_groups)
    balance = np.arange(n_firms * n_weeks).reshape(n_firms, n_weeks)
    entries: list[tuple[Any, Any, Any]] = [
        (balance[owner], at["lift"][group], np.full(n_weeks, share[owner, group]))
        for group in range(n_groups)
        for owner in np.flatnonzero(share[:, group])
    ]
    signs = {"spot": 1.0, "coal": 1.0, "lost": 1.0, "more_lost": 1.0, "handed": -1.0, "stock": -1.0}
    entries += [(balance, at[name], np.full(balance.shape, sign)) for name, sign in signs.items()]
    entries.append((balance[:, 1:], at["stock"][:, :-1], np.ones((n_firms, n_weeks - 1))))
    pool = balance.size + np.arange(n_weeks)
    for firm in range(n_firms):
        entries.append((pool, at["spot"][firm], np.full(n_weeks, -1.0)))
        entries.append((pool, at["handed"][firm], np.ones(n_weeks)))
    entries += [(pool, block, np.ones(n_weeks)) for block in (*at["market"], at["reserve"])]
    equal = csc_array(_coo(entries), shape=(balance.size + n_weeks, layout.size))
    groups, last = np.arange(n_groups), n_groups + 1 + np.arange(n_firms)
    most = [(np.full(n_weeks, group), at["lift"][group], np.full(n_weeks, -1.0)) for group in groups]
    most.append((groups, at["unlifted"], np.full(n_groups, -1.0)))
    most.append((np.full(n_weeks, n_groups), at["reserve"], np.ones(n_weeks)))
    most.append((last, at["stock"][:, -1], np.full(n_firms, -1.0)))
    most.append((last, at["refill"], np.full(n_firms, -1.0)))
    return equal, csc_array(_coo(most), shape=(n_groups + 1 + n_firms, layout.size))


def _coo(entries: list[tuple[Any, Any, Any]]) -> tuple[Any, tuple[Any, Any]]:
    """Return entries (rows, columns, values) as scipy takes them."""
    rows, columns, values = (np.concatenate([np.ravel(entry[i]) for entry in entries]) for i in range(3))
    return values, (rows, columns)


def _bounds_and_costs(programme: Programme, groups: Groups, layout: Layout) -> tuple[Array, Array]:
    """Return bounds (n, 2) [kt] and costs [million USD/kt]."""
    at, bounds = layout.index, np.zeros((layout.size, 2))
    costs = np.zeros(layout.size)
    per_kton = programme.heat / 1000.0
    bounds[at["lift"], 1] = groups.most_kton
    costs[at["lift"]] = per_kton * groups.price[:, None]
    bounds[at["market"], 1] = programme.spot_most_kton
    costs[at["market"]] = per_kton * programme.spot_price[:, None]
    weeks = np.arange(programme.demand_kton.shape[1])
    bounds[at["reserve"], 1] = np.where(weeks >= programme.reserve_from, programme.reserve_week_kton, 0.0)
    bounds[at["reserve"], 1] *= programme.reserve_kton > 0.0
    costs[at["stock"]] = -per_kton * HELD_USD_MMBTU
    costs[at["reserve"]] = per_kton * programme.spot_price[0]
    bounds[at["stock"], 0] = np.minimum(programme.floor_kton, programme.stock_kton)[:, None]
    bounds[at["stock"], 1] = np.maximum(programme.ceiling_kton, programme.stock_kton)[:, None]
    bounds[at["coal"], 1] = programme.coal_most_kton[:, None]
    costs[at["coal"]] = per_kton * programme.coal_price
    bounds[at["lost"], 1] = FIRST_LOSS_FRACTION * programme.demand_kton
    costs[at["lost"]] = per_kton * programme.lost_load
    bounds[at["more_lost"], 1] = (1.0 - FIRST_LOSS_FRACTION) * programme.demand_kton
    costs[at["more_lost"]] = per_kton * programme.lost_load * SECOND_LOSS
    bounds[at["handed"], 1] = programme.sharing_fraction * programme.demand_kton
    costs[at["handed"]] = per_kton * SHARING_USD_MMBTU
    bounds[at["unlifted"], 1] = np.where(groups.paid_kton > 0.0, np.inf, 0.0)
    costs[at["unlifted"]] = per_kton * groups.price
    bounds[at["refill"], 1] = np.inf
    costs[at["refill"]] = per_kton * programme.spot_price[0]
    pool = bounds[at["market"], 1].sum(axis=0) + bounds[at["reserve"], 1] + bounds[at["handed"], 1].sum(axis=0)
    bounds[at["spot"], 1] = np.where(pool > 0.0, np.inf, 0.0)
    return bounds, costs


def solve_anew(programme: Programme) -> Solved:
    """Solve a programme by HiGHS.

    Parameters
    ----------
    programme : Programme

    Returns
    -------
    Solved

    Raises
    ------
    RuntimeError
        If the solver finds no optimum: lack has a price, so there always is one.
    """
    from scipy.optimize import linprog

    groups = group_suppliers(programme)
    n_firms, n_weeks = programme.demand_kton.shape
    layout = _layout(len(groups.price), n_firms, n_weeks)
    bounds, costs = _bounds_and_costs(programme, groups, layout)
    used = bounds[:, 1] > 0.0
    share = np.ascontiguousarray(groups.share, dtype=np.float64).tobytes()
    equal, equal_rows, most, most_rows = _matrix(layout.shape, share, used.tobytes())
    wanted = programme.demand_kton.copy()
    wanted[:, 0] -= programme.stock_kton
    right = np.concatenate([wanted.ravel(), np.zeros(n_weeks)])[equal_rows]
    limits = np.concatenate([-groups.paid_kton, [programme.reserve_kton], -programme.stock_kton])[most_rows]
    # measured on programmes of 16 to 60 weeks: the simplex is quicker than with presolve
    found = linprog(
        costs[used], most, limits, equal, right, bounds[used], method="highs-ds", options={"presolve": False}
    )
    if found.status != 0:
        raise RuntimeError(f"the LNG programme found no optimum: {found.message}")
    amounts = np.zeros(layout.size)
    amounts[used] = found.x
    part = {name: amounts[index] for name, index in layout.index.items()}
    dual = np.asarray(found.eqlin.marginals[: n_firms * n_weeks]).reshape(n_firms, n_weeks)
    return _answer(programme, groups, part, dual)


def _answer(programme: Programme, groups: Groups, part: dict[str, Array], dual: Array) -> Solved:
    """Return amounts of groups and the pool as amounts of suppliers and firms, with costs."""
    per_kton = programme.heat / 1000.0
    lift = part["lift"][groups.of] * _ratio(programme.lift_most_kton, groups.most_kton[groups.of])
    unlifted = part["unlifted"][groups.of] * _ratio(programme.lift_paid_kton, groups.paid_kton[groups.of])
    bought = part["market"].sum(axis=0) + part["reserve"]
    handed = part["handed"].sum(axis=0)
    spot = part["spot"] * _ratio(bought, bought + handed)
    shared = part["spot"] - spot - part["handed"]
    lost = part["lost"] + part["more_lost"]
    before = np.column_stack([programme.stock_kton, part["stock"][:, :-1]])
    came = programme.share @ lift + spot + shared + part["coal"] + lost
    market_musd = float(part["market"].sum(axis=1) @ programme.spot_price)
    reserve_musd = float(part["reserve"].sum() * programme.spot_price[0])
    lifted_musd = float((lift.sum(axis=1) + unlifted) @ programme.lift_price)
    lack = float(part["lost"].sum() + SECOND_LOSS * part["more_lost"].sum())
    return Solved(
        lift_kton=lift,
        spot_kton=part["market"].sum(axis=0),
        reserve_kton=part["reserve"],
        stock_kton=part["stock"],
        coal_kton=part["coal"],
        unserved_kton=lost,
        shared_kton=shared,
        firm_spot_kton=spot,
        unlifted_kton=unlifted,
        dual_usd_mmbtu=dual / per_kton,
        bill_musd=per_kton * (lifted_musd + market_musd + reserve_musd),
        coal_musd=per_kton * float(part["coal"].sum()) * programme.coal_price,
        unserved_musd=per_kton * lack * programme.lost_load,
        sharing_musd=per_kton * float(handed.sum()) * SHARING_USD_MMBTU,
        refill_musd=per_kton * float(part["refill"].sum()) * float(programme.spot_price[0]),
        imbalance_kton=float(np.abs(before + came - programme.demand_kton - part["stock"]).max()),
    )


def _ratio(part: Array, whole: Array) -> Array:
    """Return parts of wholes; nothing of nothing."""
    return np.asarray(np.divide(part, whole, out=np.zeros_like(whole, dtype=np.float64), where=whole > 0.0))
