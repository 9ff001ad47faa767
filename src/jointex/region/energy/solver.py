"""The linear programme behind the weekly LNG programme, made as small as it can be without moving its optimum, for HiGHS.

Four steps leave the optimum where it is. Suppliers with one price, the same buyers and weeks in proportion are one: what they
lift and owe is shared out in that proportion. A cargo that a firm hands on goes through the spot pool, so what comes from others
needs no variable of its own. What a firm takes from the pool is what its balance lacks: its balance is an inequality, and all
balances of a week together, with the pool, an equation; the simplex begins with everybody buying from the pool, near where it
ends. Variables that must be zero are dropped, and rows left empty by that.
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


@dataclass(frozen=True)
class Rows:
    """The rows of a programme in the variables used; see `_rows`.

    Attributes
    ----------
    balance : sparse array (firms x weeks, variables used)
        What each firm gets but from the pool, less what it hands on and puts into its tank.
    equal, most : sparse array
        Equations and inequalities as solved.
    equal_kept, most_kept : array of bool
        Which rows of both are not empty.
    """

    balance: Any
    equal: Any
    most: Any
    equal_kept: NDArray[np.bool_]
    most_kept: NDArray[np.bool_]


@lru_cache(maxsize=64)
def _rows(shape: tuple[int, int, int], share_bytes: bytes, used_bytes: bytes, open_bytes: bytes) -> Rows:
    """Return the rows: equations of weeks with an open pool, then balances of the others; inequalities the other way round.

    Inequalities are balances of weeks with an open pool, then what is paid for, the reserve, and refilling.
    """
    from scipy.sparse import vstack

    used, is_open = np.frombuffer(used_bytes, dtype=np.bool_), np.frombuffer(open_bytes, dtype=np.bool_)
    balance, pool, sums = (matrix[:, used].tocsr() for matrix in _whole_rows(shape, share_bytes))
    by_week = np.arange(balance.shape[0]).reshape(shape[1], shape[2])
    weeks = pool + sum(balance[rows] for rows in by_week)
    equal = vstack([weeks[is_open], balance[by_week[:, ~is_open].ravel()]], format="csr")
    most = vstack([balance[by_week[:, is_open].ravel()], sums], format="csr")
    kept = [np.diff(matrix.indptr) > 0 for matrix in (equal, most)]
    return Rows(balance, equal[kept[0]].tocsc(), most[kept[1]].tocsc(), kept[0], kept[1])


@lru_cache(maxsize=16)
def _whole_rows(shape: tuple[int, int, int], share_bytes: bytes) -> tuple[Any, Any, Any]:
    """Return balances of firms, the pool of each week, and sums over weeks, in all variables."""
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
    signs = {"coal": 1.0, "lost": 1.0, "more_lost": 1.0, "handed": -1.0, "stock": -1.0}
    entries += [(balance, at[name], np.full(balance.shape, sign)) for name, sign in signs.items()]
    entries.append((balance[:, 1:], at["stock"][:, :-1], np.ones((n_firms, n_weeks - 1))))
    week = np.arange(n_weeks)
    pool = [(week, block, np.ones(n_weeks)) for block in (*at["market"], at["reserve"], *at["handed"])]
    groups, last = np.arange(n_groups), n_groups + 1 + np.arange(n_firms)
    sums = [(np.full(n_weeks, group), at["lift"][group], np.full(n_weeks, -1.0)) for group in groups]
    sums.append((groups, at["unlifted"], np.full(n_groups, -1.0)))
    sums.append((np.full(n_weeks, n_groups), at["reserve"], np.ones(n_weeks)))
    sums.append((last, at["stock"][:, -1], np.full(n_firms, -1.0)))
    sums.append((last, at["refill"], np.full(n_firms, -1.0)))
    parts = ((entries, balance.size), (pool, n_weeks), (sums, n_groups + 1 + n_firms))
    found = [csc_array(_coo(part), shape=(n_rows, layout.size)) for part, n_rows in parts]
    return found[0], found[1], found[2]


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
    bounds[at["stock"], 0] = np.minimum(programme.floor_kton, programme.stock_kton[:, None])
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
    return bounds, costs


def _is_open(bounds: Array, layout: Layout) -> NDArray[np.bool_]:
    """Return in which weeks anything can come through the pool."""
    at = layout.index
    return np.asarray(sum(bounds[block, 1] for block in (*at["market"], at["reserve"], *at["handed"])) > 0.0)


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
    used, is_open = bounds[:, 1] > 0.0, _is_open(bounds, layout)
    share = np.ascontiguousarray(groups.share, dtype=np.float64).tobytes()
    rows = _rows(layout.shape, share, used.tobytes(), is_open.tobytes())
    wanted = programme.demand_kton.copy()
    wanted[:, 0] -= programme.stock_kton
    right = np.concatenate([wanted[:, is_open].sum(axis=0), wanted[:, ~is_open].ravel()])
    sums = (-groups.paid_kton, [programme.reserve_kton], -programme.stock_kton)
    limits = np.concatenate([wanted[:, is_open].ravel(), *sums])
    # measured on programmes of 16 to 60 weeks: the simplex is quicker than with presolve
    found = linprog(
        costs[used],
        rows.most,
        limits[rows.most_kept],
        rows.equal,
        right[rows.equal_kept],
        bounds[used],
        method="highs-ds",
        options={"presolve": False},
    )
    if found.status != 0:
        raise RuntimeError(f"the LNG programme found no optimum: {found.message}")
    amounts = np.zeros(layout.size)
    amounts[used] = found.x
    part = {name: amounts[index] for name, index in layout.index.items()}
    part["spot"] = np.maximum((wanted.ravel() - rows.balance @ found.x).reshape(wanted.shape), 0.0) * is_open
    return _answer(programme, groups, part, _duals(found, rows, is_open, wanted.shape))


def _duals(found: Any, rows: Rows, is_open: NDArray[np.bool_], shape: tuple[int, int]) -> Array:
    """Return what a little more in the balance of each firm and week would save [million USD/kt]."""
    n_open, n_balances = int(is_open.sum()), shape[0] * int(is_open.sum())
    equal, most = np.zeros(len(rows.equal_kept)), np.zeros(len(rows.most_kept))
    equal[rows.equal_kept], most[rows.most_kept] = found.eqlin.marginals, found.ineqlin.marginals
    dual = np.zeros(shape)
    dual[:, is_open] = equal[:n_open] + most[:n_balances].reshape(shape[0], n_open)
    dual[:, ~is_open] = equal[n_open:].reshape(shape[0], -1)
    return dual


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
