"""The weekly LNG programme: who lifts what, buys spot, draws stocks, burns coal or goes short, at least cost (HiGHS).

Least cost over the horizon, with foresight: a planner's optimum, so real costs of a surprise lie above it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MOST_KEPT = 50_000
"""Solved programmes kept in memory; some 200 MB of the smaller ones."""
SECOND_LOSS = 3.0
"""A lack beyond the first part of demand costs this many times as much; judged, see system.yaml."""
FIRST_LOSS_FRACTION = 0.05
HELD_USD_MMBTU = 0.01
"""What a week of LNG in tanks is worth in the search [USD/MMBtu], so that stocks are drawn for a reason; not in any cost."""
SHARING_USD_MMBTU = 0.3
"""What moving a cargo between firms costs [USD/MMBtu]; judged, so that nobody shares for nothing."""


@dataclass(frozen=True)
class Programme:
    """One programme: amounts in kt (thousand tonnes), prices in USD/MMBtu.

    Attributes
    ----------
    demand_kton : array (firms, weeks)
        What each firm burns or sells.
    lift_most_kton : array (suppliers, weeks)
        Most that can arrive under contract; the last row are usual spot purchases, which are their buyers' own.
    lift_paid_kton : array (suppliers,)
        Paid for even if not lifted, over all weeks.
    share : array (firms, suppliers)
        Whose contract it is; columns sum to 1.
    lift_price, spot_most_kton : array (suppliers,), array (2, weeks)
        Price under contract; most that arrives beyond usual from the spot market, at the first and the second price.
    spot_price : array (2,)
        First and second.
    reserve_kton, reserve_week_kton : float
        Strategic reserve cargoes in all, and a week.
    reserve_from : int
        First week one can arrive.
    stock_kton, floor_kton, ceiling_kton : array (firms,)
        At the start, least and most.
    coal_most_kton : array (firms,)
        Saved by other plants, a week.
    coal_price, lost_load : float
        Of that, and of a lack.
    sharing_fraction : float
        Of its weekly demand that a firm hands to others if need be.
    heat : float
        [MMBtu/t].
    """

    demand_kton: Array
    lift_most_kton: Array
    lift_paid_kton: Array
    share: Array
    lift_price: Array
    spot_most_kton: Array
    spot_price: Array
    reserve_kton: float
    reserve_week_kton: float
    reserve_from: int
    stock_kton: Array
    floor_kton: Array
    ceiling_kton: Array
    coal_most_kton: Array
    coal_price: float
    lost_load: float
    sharing_fraction: float
    heat: float

    def key(self) -> bytes:
        """Return the digest of the content: equal programmes have equal keys."""
        digest = hashlib.blake2b(digest_size=16)
        for field in fields(self):
            value = np.ascontiguousarray(np.asarray(getattr(self, field.name), dtype=np.float64))
            digest.update(repr(value.shape).encode())
            digest.update(value.tobytes())
        return digest.digest()


@dataclass(frozen=True)
class Solved:
    """The answer of a programme: amounts in kt (thousand tonnes), cost in million USD.

    Attributes
    ----------
    lift_kton : array (suppliers, weeks)
    spot_kton, reserve_kton : array (weeks,)
    stock_kton, coal_kton, unserved_kton, shared_kton : array (firms, weeks)
        Stocks at the end of each week; `shared_kton` is positive for what comes from other firms.
    firm_spot_kton : array (firms, weeks)
        Spot and reserve cargoes each takes.
    unlifted_kton : array (suppliers,)
        Paid for and not lifted.
    dual_usd_mmbtu : array (firms, weeks)
        What a little more LNG would be worth.
    bill_musd, coal_musd, unserved_musd, sharing_musd, refill_musd : float
        Import bill; other fuels; lack; sharing; what refilling stocks to where they began will cost.
    imbalance_kton : float
        Largest error of any firm's weekly balance.
    """

    lift_kton: Array
    spot_kton: Array
    reserve_kton: Array
    stock_kton: Array
    coal_kton: Array
    unserved_kton: Array
    shared_kton: Array
    firm_spot_kton: Array
    unlifted_kton: Array
    dual_usd_mmbtu: Array
    bill_musd: float
    coal_musd: float
    unserved_musd: float
    sharing_musd: float
    refill_musd: float
    imbalance_kton: float

    @property
    def cost_musd(self) -> float:
        """All of it [million USD]."""
        return self.bill_musd + self.coal_musd + self.unserved_musd + self.sharing_musd + self.refill_musd


_kept: OrderedDict[bytes, Solved] = OrderedDict()
_lock = threading.Lock()


def solve(programme: Programme) -> Solved:
    """Solve a programme, or return the answer of an identical one solved before.

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
    key = programme.key()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    solved = _solve(programme)
    with _lock:
        _kept[key] = solved
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return solved


def n_kept() -> int:
    """Return how many different programmes are kept solved."""
    return len(_kept)


class Layout:
    """Where each kind of variable stands in the vector.

    Parameters
    ----------
    n_suppliers, n_firms, n_weeks : int
    """

    def __init__(self, n_suppliers: int, n_firms: int, n_weeks: int) -> None:
        self.shape = (n_suppliers, n_firms, n_weeks)
        by_firm = (n_firms, n_weeks)
        blocks = {
            "lift": (n_suppliers, n_weeks),
            "market": (2, n_weeks),
            "reserve": (n_weeks,),
            "spot": by_firm,
            "stock": by_firm,
            "coal": by_firm,
            "lost": by_firm,
            "more_lost": by_firm,
            "taken": by_firm,
            "handed": by_firm,
            "unlifted": (n_suppliers,),
            "refill": (n_firms,),
        }
        self.index: dict[str, NDArray[np.int64]] = {}
        at = 0
        for name, shape in blocks.items():
            size = int(np.prod(shape))
            self.index[name] = np.arange(at, at + size).reshape(shape)
            at += size
        self.size = at


@lru_cache(maxsize=64)
def _layout(n_suppliers: int, n_firms: int, n_weeks: int) -> Layout:
    return Layout(n_suppliers, n_firms, n_weeks)


@lru_cache(maxsize=64)
def _matrix(shape: tuple[int, int, int], share_bytes: bytes) -> tuple[Any, Any]:
    """Return the equations (firm balances, spot, sharing) and the inequalities (paid, reserve, refill)."""
    from scipy.sparse import csr_array

    n_suppliers, n_firms, n_weeks = shape
    at = _layout(*shape).index
    share = np.frombuffer(share_bytes).reshape(n_firms, n_suppliers)
    balance = np.arange(n_firms * n_weeks).reshape(n_firms, n_weeks)
    entries: list[tuple[Any, Any, Any]] = []
    for supplier in range(n_suppliers):
        for owner in np.flatnonzero(share[:, supplier]):
            entries.append((balance[owner], at["lift"][supplier], np.full(n_weeks, share[owner, supplier])))
    for name, sign in (
        ("spot", 1),
        ("coal", 1),
        ("lost", 1),
        ("more_lost", 1),
        ("taken", 1),
        ("handed", -1),
        ("stock", -1),
    ):
        entries.append((balance, at[name], np.full(balance.shape, float(sign))))
    entries.append((balance[:, 1:], at["stock"][:, :-1], np.ones((n_firms, n_weeks - 1))))
    pool = balance.size + np.arange(n_weeks)
    for firm in range(n_firms):
        entries.append((pool, at["spot"][firm], np.full(n_weeks, -1.0)))
    for block in (at["market"][0], at["market"][1], at["reserve"]):
        entries.append((pool, block, np.ones(n_weeks)))
    swap = balance.size + n_weeks + np.arange(n_weeks)
    for firm in range(n_firms):
        entries.append((swap, at["taken"][firm], np.ones(n_weeks)))
        entries.append((swap, at["handed"][firm], np.full(n_weeks, -1.0)))
    size = _layout(*shape).size
    equal = csr_array(_coo(entries), shape=(balance.size + 2 * n_weeks, size))
    most: list[tuple[Any, Any, Any]] = []
    for supplier in range(n_suppliers):
        most.append((np.full(n_weeks, supplier), at["lift"][supplier], np.full(n_weeks, -1.0)))
    most.append((np.arange(n_suppliers), at["unlifted"], np.full(n_suppliers, -1.0)))
    most.append((np.full(n_weeks, n_suppliers), at["reserve"], np.ones(n_weeks)))
    last = n_suppliers + 1 + np.arange(n_firms)
    most.append((last, at["stock"][:, -1], np.full(n_firms, -1.0)))
    most.append((last, at["refill"], np.full(n_firms, -1.0)))
    return equal, csr_array(_coo(most), shape=(n_suppliers + 1 + n_firms, size))


def _coo(entries: list[tuple[Any, Any, Any]]) -> tuple[Any, tuple[Any, Any]]:
    """Return entries (rows, columns, values) as scipy takes them."""
    rows, columns, values = (np.concatenate([np.ravel(entry[i]) for entry in entries]) for i in range(3))
    return values, (rows, columns)


def _bounds_and_costs(programme: Programme, layout: Layout) -> tuple[Array, Array]:
    """Return bounds (n, 2) [kt] and costs [million USD/kt]."""
    at, bounds = layout.index, np.zeros((layout.size, 2))
    costs = np.zeros(layout.size)
    per_kton = programme.heat / 1000.0
    shape = programme.demand_kton.shape
    bounds[at["lift"], 1] = programme.lift_most_kton
    costs[at["lift"]] = per_kton * programme.lift_price[:, None]
    bounds[at["market"], 1] = programme.spot_most_kton
    costs[at["market"]] = per_kton * programme.spot_price[:, None]
    weeks = np.arange(shape[1])
    bounds[at["reserve"], 1] = np.where(weeks >= programme.reserve_from, programme.reserve_week_kton, 0.0)
    costs[at["stock"]] = -per_kton * HELD_USD_MMBTU
    costs[at["reserve"]] = per_kton * programme.spot_price[0]
    bounds[at["spot"], 1] = np.inf
    bounds[at["stock"], 0] = np.minimum(programme.floor_kton, programme.stock_kton)[:, None]
    bounds[at["stock"], 1] = np.maximum(programme.ceiling_kton, programme.stock_kton)[:, None]
    bounds[at["coal"], 1] = programme.coal_most_kton[:, None]
    costs[at["coal"]] = per_kton * programme.coal_price
    bounds[at["lost"], 1] = FIRST_LOSS_FRACTION * programme.demand_kton
    costs[at["lost"]] = per_kton * programme.lost_load
    bounds[at["more_lost"], 1] = (1.0 - FIRST_LOSS_FRACTION) * programme.demand_kton
    costs[at["more_lost"]] = per_kton * programme.lost_load * SECOND_LOSS
    bounds[at["taken"], 1] = np.inf
    bounds[at["handed"], 1] = programme.sharing_fraction * programme.demand_kton
    costs[at["handed"]] = per_kton * SHARING_USD_MMBTU
    bounds[at["unlifted"], 1] = np.inf
    costs[at["unlifted"]] = per_kton * programme.lift_price
    bounds[at["refill"], 1] = np.inf
    costs[at["refill"]] = per_kton * programme.spot_price[0]
    return bounds, costs


def _solve(programme: Programme) -> Solved:
    """Solve a programme by HiGHS."""
    from scipy.optimize import linprog

    n_suppliers, n_weeks = programme.lift_most_kton.shape
    n_firms = programme.demand_kton.shape[0]
    layout = _layout(n_suppliers, n_firms, n_weeks)
    equal, most = _matrix(layout.shape, np.ascontiguousarray(programme.share, dtype=np.float64).tobytes())
    wanted = programme.demand_kton.copy()
    wanted[:, 0] -= programme.stock_kton
    right = np.concatenate([wanted.ravel(), np.zeros(2 * n_weeks)])
    limits = np.concatenate([-programme.lift_paid_kton, [programme.reserve_kton], -programme.stock_kton])
    bounds, costs = _bounds_and_costs(programme, layout)
    # measured on programmes of 16 to 60 weeks: the simplex on the whole programme is a fifth quicker than with presolve
    found = linprog(costs, most, limits, equal, right, bounds, method="highs-ds", options={"presolve": False})
    if found.status != 0:
        raise RuntimeError(f"the LNG programme found no optimum: {found.message}")
    return _read(programme, layout, found, equal, right)


def _read(programme: Programme, layout: Layout, found: Any, equal: Any, right: Array) -> Solved:
    """Return the solver's vector as amounts and costs."""
    part = {name: np.asarray(found.x[index]) for name, index in layout.index.items()}
    n_firms, n_weeks = programme.demand_kton.shape
    per_kton = programme.heat / 1000.0
    imbalance = np.abs(equal @ found.x - right)[: n_firms * n_weeks]
    lifted = float((part["lift"].sum(axis=1) + part["unlifted"]) @ programme.lift_price)
    bought = float(part["market"].sum(axis=1) @ programme.spot_price + part["reserve"].sum() * programme.spot_price[0])
    lost = float(part["lost"].sum() + SECOND_LOSS * part["more_lost"].sum()) * programme.lost_load
    dual = np.asarray(found.eqlin.marginals[: n_firms * n_weeks]).reshape(n_firms, n_weeks) / per_kton
    return Solved(
        lift_kton=part["lift"],
        spot_kton=part["market"].sum(axis=0),
        reserve_kton=part["reserve"],
        stock_kton=part["stock"],
        coal_kton=part["coal"],
        unserved_kton=part["lost"] + part["more_lost"],
        shared_kton=part["taken"] - part["handed"],
        firm_spot_kton=part["spot"],
        unlifted_kton=part["unlifted"],
        dual_usd_mmbtu=dual,
        bill_musd=per_kton * (lifted + bought),
        coal_musd=per_kton * float(part["coal"].sum()) * programme.coal_price,
        unserved_musd=per_kton * lost,
        sharing_musd=per_kton * float(part["handed"].sum()) * SHARING_USD_MMBTU,
        refill_musd=per_kton * float(part["refill"].sum()) * float(programme.spot_price[0]),
        imbalance_kton=float(imbalance.max()),
    )
