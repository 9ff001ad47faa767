"""The gas side of a weighing: everything judged about the market is drawn, and a cut costs beside the same price without one."""

from __future__ import annotations

import numpy as np

from jointex.region.energy.book import read_book
from jointex.region.policies.cases import draw_futures
from jointex.region.policies.gas import DRAWN, N_WORLDS, SYSTEM, _one, worlds
from jointex.region.policies.reading import shipped

USUAL = (1.0, 26.0, 26.0, 1.65, 200.0, 35.0, 0.06, 5.0)
NO_POLICY = (0.0, 0.84, 0.0, 0.0)


def world(**other):
    """Return a world that differs from the usual one."""
    return tuple(other.get(name, value) for name, value in zip(DRAWN, USUAL, strict=True))


def test_ranges_of_market_coal_and_tanks_are_those_of_the_book():
    drawn = shipped().uncertainties
    for name, of_book in zip(DRAWN[4:], SYSTEM, strict=True):
        figure = read_book().system[of_book]
        assert (drawn[name].low, drawn[name].high, drawn[name].unit) == (figure.low, figure.high, figure.unit)


def test_futures_share_a_fixed_number_of_worlds_that_fill_every_range():
    share = worlds(1)
    assert (np.sort((share * N_WORLDS).astype(int), axis=0) == np.arange(N_WORLDS)[:, None]).all()
    chunks = [draw_futures(shipped(), 1, chunk, 250)[0] for chunk in range(4)]
    rows = np.concatenate([np.column_stack([draws[name] for name in DRAWN]) for draws in chunks])
    assert len(np.unique(rows, axis=0)) == N_WORLDS
    price = rows[:, DRAWN.index("cut_price_usd_mmbtu")]
    assert abs(np.corrcoef(price, chunks_of(chunks, "tension"))[0, 1]) < 0.1


def chunks_of(chunks, name):
    """Return a draw over chunks."""
    return np.concatenate([draws[name] for draws in chunks])


def test_a_market_with_less_later_and_tanks_with_more_floor_make_a_cut_worse():
    usual = _one(world(), *NO_POLICY)
    for other in ({"spot_extra_kt_week": 80.0, "spot_lead_d": 56.0}, {"coal_switch": 0.0}, {"stock_floor_d": 7.0}):
        worse = _one(world(**other), *NO_POLICY)
        assert worse[0] >= usual[0] - 1e-6
        assert worse[3] >= usual[3] - 1e-9
    tight = _one(world(spot_extra_kt_week=80.0, spot_lead_d=56.0, coal_switch=0.0, stock_floor_d=7.0), *NO_POLICY)
    assert tight[1] > 0.0


def test_the_firm_hit_worst_is_not_milder_because_the_cut_is_longer():
    tight = {"spot_extra_kt_week": 80.0, "spot_lead_d": 56.0, "coal_switch": 0.0, "stock_floor_d": 7.0}
    short, long = (_one(world(**tight, cut_weeks=weeks), *NO_POLICY)[3] for weeks in (13.0, 52.0))
    assert short > 0.0
    assert long >= 0.95 * short


def test_a_cut_of_what_was_replaced_costs_nothing_whatever_the_price():
    for price in (13.0, 34.0):
        assert _one(world(cut_price_usd_mmbtu=price), 0.0, 0.84, 1.0, 0.0)[0] == 0.0
        assert _one(world(cut_price_usd_mmbtu=price), *NO_POLICY)[0] > 0.0
