"""The weekly LNG programme beside the same programme written out plainly, variable by variable, and solved another way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import lil_array

from jointex.region.energy import Policy, Shock, set_programme
from jointex.region.energy.setting import programme_of_year
from jointex.region.energy.solver import (
    FIRST_LOSS_FRACTION,
    HELD_USD_MMBTU,
    SECOND_LOSS,
    SHARING_USD_MMBTU,
    group_suppliers,
    solve_anew,
)

CASES = {
    "calm": (Shock(weeks=8), Policy()),
    "sakhalin": (Shock(("sakhalin-2",), 1.0, 26, 20.0), Policy()),
    "sakhalin, half, shared": (Shock(("sakhalin-2",), 0.5, 13, 34.0), Policy(1.65, 0.0, 0.5, 0.1)),
    "a year": (Shock(("sakhalin-2",), 1.0, 44, 26.0), Policy(sharing_fraction=0.05)),
    "two far ones": (Shock(("australia", "united-states"), 1.0, 12, 30.0), Policy(stock_mt=1.2, sharing_fraction=0.2)),
    "the buyer stops": (Shock(("sakhalin-2", "gulf"), 1.0, 9, None, "buyer"), Policy(replaced_fraction=1.0)),
    "cheap spot": (Shock(weeks=8, price_usd_mmbtu=6.0), Policy()),
}


def plain_optimum_musd(programme):
    """Return the least cost of a programme with each supplier, swap and week by itself, by the interior point method."""
    firms, weeks = programme.demand_kton.shape
    suppliers = len(programme.lift_price)
    per_kton = programme.heat / 1000.0
    costs, uppers, lowers, columns = [], [], [], {}

    def add(name, cost, upper, lower=0.0, worth=0.0):
        columns[name] = len(costs)
        costs.append(per_kton * (cost - worth))
        uppers.append(upper)
        lowers.append(lower)

    for week in range(weeks):
        for one in range(suppliers):
            add(("lift", one, week), programme.lift_price[one], programme.lift_most_kton[one, week])
        for step in (0, 1):
            add(("market", step, week), programme.spot_price[step], programme.spot_most_kton[step, week])
        late = week >= programme.reserve_from
        add(("reserve", week), programme.spot_price[0], programme.reserve_week_kton if late else 0.0)
        for firm in range(firms):
            demand = programme.demand_kton[firm, week]
            add(("spot", firm, week), 0.0, np.inf)
            low = min(programme.floor_kton[firm, week], programme.stock_kton[firm])
            high = max(programme.ceiling_kton[firm], programme.stock_kton[firm])
            add(("stock", firm, week), 0.0, high, low, HELD_USD_MMBTU)
            add(("coal", firm, week), programme.coal_price, programme.coal_most_kton[firm])
            add(("lost", firm, week), programme.lost_load, FIRST_LOSS_FRACTION * demand)
            add(("more", firm, week), SECOND_LOSS * programme.lost_load, (1.0 - FIRST_LOSS_FRACTION) * demand)
            add(("taken", firm, week), 0.0, np.inf)
            add(("handed", firm, week), SHARING_USD_MMBTU, programme.sharing_fraction * demand)
    for one in range(suppliers):
        add(("unlifted", one), programme.lift_price[one], np.inf)
    for firm in range(firms):
        add(("refill", firm), programme.spot_price[0], np.inf)

    equal, right = lil_array((firms * weeks + 2 * weeks, len(costs))), []
    for week in range(weeks):
        for firm in range(firms):
            row = len(right)
            for one in range(suppliers):
                equal[row, columns["lift", one, week]] = programme.share[firm, one]
            for name in ("spot", "coal", "lost", "more", "taken"):
                equal[row, columns[name, firm, week]] = 1.0
            for name in ("handed", "stock"):
                equal[row, columns[name, firm, week]] = -1.0
            if week:
                equal[row, columns["stock", firm, week - 1]] = 1.0
            right.append(programme.demand_kton[firm, week] - (programme.stock_kton[firm] if week == 0 else 0.0))
        for pairs in ((("spot", -1.0),), (("taken", 1.0), ("handed", -1.0))):
            row = len(right)
            for name, sign in pairs:
                for firm in range(firms):
                    equal[row, columns[name, firm, week]] = sign
            if pairs[0][0] == "spot":
                for key in (("market", 0, week), ("market", 1, week), ("reserve", week)):
                    equal[row, columns[key]] = 1.0
            right.append(0.0)
    most, limits = lil_array((suppliers + 1 + firms, len(costs))), []
    for one in range(suppliers):
        most[len(limits), columns["unlifted", one]] = -1.0
        for week in range(weeks):
            most[len(limits), columns["lift", one, week]] = -1.0
        limits.append(-programme.lift_paid_kton[one])
    for week in range(weeks):
        most[len(limits), columns["reserve", week]] = 1.0
    limits.append(programme.reserve_kton)
    for firm in range(firms):
        most[len(limits), columns["stock", firm, weeks - 1]] = most[len(limits), columns["refill", firm]] = -1.0
        limits.append(-programme.stock_kton[firm])
    bounds = np.column_stack([lowers, uppers])
    found = linprog(costs, most.tocsr(), limits, equal.tocsr(), right, bounds, method="highs-ipm")
    assert found.status == 0, found.message
    return float(found.fun)


@pytest.mark.golden
@pytest.mark.parametrize("name", CASES)
def test_the_small_programme_has_the_optimum_of_the_plain_one(name):
    shock, policy = CASES[name]
    programme = set_programme(shock, policy)
    searched = plain_optimum_musd(programme)
    solved = solve_anew(programme)
    worth = programme.heat / 1000.0 * HELD_USD_MMBTU * float(solved.stock_kton.sum())
    assert solved.cost_musd - worth == pytest.approx(searched, rel=1e-9)


@pytest.mark.golden
@pytest.mark.parametrize("name", CASES)
def test_every_balance_closes_to_a_millionth(name):
    shock, policy = CASES[name]
    programme = set_programme(shock, policy)
    solved = solve_anew(programme)
    before = np.column_stack([programme.stock_kton, solved.stock_kton[:, :-1]])
    came = programme.share @ solved.lift_kton + solved.firm_spot_kton + solved.shared_kton
    gap = before + came + solved.coal_kton + solved.unserved_kton - programme.demand_kton - solved.stock_kton
    assert np.abs(gap).max() <= 1e-6
    assert solved.imbalance_kton <= 1e-6
    assert solved.firm_spot_kton.sum(axis=0) == pytest.approx(solved.spot_kton + solved.reserve_kton, abs=1e-6)
    assert solved.shared_kton.sum(axis=0) == pytest.approx(np.zeros(len(solved.spot_kton)), abs=1e-6)
    assert (solved.lift_kton >= -1e-9).all()
    assert (solved.lift_kton <= programme.lift_most_kton + 1e-6).all()
    assert (solved.lift_kton.sum(axis=1) + solved.unlifted_kton >= programme.lift_paid_kton - 1e-6).all()
    assert solved.reserve_kton.sum() <= programme.reserve_kton + 1e-6
    assert (solved.stock_kton >= np.minimum(programme.floor_kton, programme.stock_kton[:, None]) - 1e-6).all()
    assert (solved.shared_kton >= -programme.sharing_fraction * programme.demand_kton - 1e-6).all()


def test_suppliers_are_one_only_where_price_buyers_and_weeks_agree():
    programme = set_programme(Shock(("sakhalin-2", "gulf"), 1.0, 9), Policy())
    groups = group_suppliers(programme)
    for group in range(len(groups.price)):
        members = np.flatnonzero(groups.of == group)
        most = programme.lift_most_kton[members]
        assert np.ptp(programme.lift_price[members]) == 0.0
        assert np.ptp(programme.share[:, members], axis=1).max() == 0.0
        profile = most / np.maximum(most.sum(axis=1), 1e-300)[:, None]
        assert np.ptp(profile, axis=0).max() < 1e-11
        assert groups.most_kton[group] == pytest.approx(most.sum(axis=0))
    assert 3 <= len(groups.price) < len(programme.lift_price)


@pytest.mark.golden
def test_a_past_year_keeps_its_optimum():
    programme = programme_of_year(71.99, 102.7, 34.0)
    solved = solve_anew(programme)
    searched = plain_optimum_musd(programme)
    worth = programme.heat / 1000.0 * HELD_USD_MMBTU * float(solved.stock_kton.sum())
    assert solved.cost_musd - worth == pytest.approx(searched, rel=1e-9)
