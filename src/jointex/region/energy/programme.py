"""The weekly LNG programme: what goes in, what comes out, and answers kept so that each programme is solved once.

Least cost over the horizon, with foresight: a planner's optimum, so real costs of a surprise lie above it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MOST_KEPT = 500
"""Solved programmes kept in memory; 30 MB of those of a year."""


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
    stock_kton, ceiling_kton : array (firms,)
        At the start, and most.
    floor_kton : array (firms, weeks)
        Least at the end of a week.
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
    from jointex.region.energy.solver import solve_anew

    key = programme.key()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    solved = solve_anew(programme)
    with _lock:
        _kept[key] = solved
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return solved


def n_kept() -> int:
    """Return how many different programmes are kept solved."""
    return len(_kept)
