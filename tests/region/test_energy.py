"""The weekly LNG programme: balance, direction of effects, the bill in print, and questions that cannot be asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jointex.errors import InputError, QuestionError
from jointex.region.energy import (
    Policy,
    Shock,
    bill_gate,
    energy,
    lng,
    n_kept,
    read_book,
    read_events,
    read_shares,
    set_programme,
    solve,
)

CUT = Shock(("sakhalin-2",), 1.0, 26, 20.0)


def test_amounts_of_suppliers_and_firms_sum_to_the_imports_of_the_year():
    book = read_book()
    total = book.total_mt_yr.value
    assert sum(one.amount_mt_yr.value for one in book.suppliers) == pytest.approx(total, abs=1e-9)
    assert sum(firm.demand_mt_yr.value for firm in book.firms) == pytest.approx(total, abs=1e-9)
    contracts = sum(firm.sakhalin_mt_yr.value for firm in book.firms)
    assert contracts == pytest.approx(next(one.amount_mt_yr.value for one in book.suppliers if one.id == "sakhalin-2"))


def test_every_figure_has_unit_basis_and_source():
    assert all(
        figure.basis and figure.source and figure.low <= figure.value <= figure.high for figure in read_book().figures()
    )
    assert {one["basis"] for one in read_shares().values()} == {"published"}


@pytest.mark.golden
@pytest.mark.parametrize("name", read_events())
def test_every_named_shock_closes_its_balance(name):
    found = energy(event=name)
    assert found.imbalance_mt <= 1e-6
    for before, week in zip(found.weeks, found.weeks[1:], strict=False):
        came = week.contract_mt + week.spot_mt + week.reserve_mt + week.coal_mt + week.unserved_mt
        assert before.stock_mt + came - week.demand_mt - week.stock_mt == pytest.approx(0.0, abs=1e-6)


@pytest.mark.golden
def test_bill_of_years_held_out_lies_within_the_gate():
    held_out = [row for row in bill_gate() if row["use"] == "held out"]
    assert [row["year"] for row in held_out] == [2022, 2023]
    assert all(row["passes"] and abs(row["error_fraction"]) <= 0.05 for row in held_out)


def test_identical_programmes_are_solved_once():
    first = solve(set_programme(CUT, Policy(stock_mt=1.9)))
    kept = n_kept()
    assert solve(set_programme(CUT, Policy(stock_mt=1.9))) is first
    assert n_kept() == kept
    assert solve(set_programme(CUT, Policy(stock_mt=1.8))) is not first
    assert n_kept() == kept + 1


@pytest.mark.parametrize(
    ("worse", "policy"),
    [
        (replace(CUT, price_usd_mmbtu=30.0), Policy()),
        (replace(CUT, by="buyer"), Policy()),
        (replace(CUT, suppliers=("sakhalin-2", "australia"), cut_fraction=1.0), Policy()),
        (CUT, Policy(stock_mt=1.2)),
        (CUT, Policy(reserve_mt_yr=0.0)),
    ],
)
def test_worse_shocks_and_poorer_policies_never_cost_less(worse, policy):
    n_weeks = 34
    calm = Shock(weeks=26)
    cost = (
        solve(set_programme(CUT, Policy())).cost_musd - solve(set_programme(calm, Policy(), n_weeks=n_weeks)).cost_musd
    )
    other = (
        solve(set_programme(worse, policy)).cost_musd - solve(set_programme(calm, policy, n_weeks=n_weeks)).cost_musd
    )
    assert other >= cost - 1e-6


def test_sharing_and_replacement_help_the_firm_hit_worst():
    hard = Shock(("sakhalin-2",), 1.0, 8, 30.0, start_week=1)
    unserved = {}
    for name, policy in {
        "alone": Policy(stock_mt=0.9),
        "shared": Policy(stock_mt=0.9, sharing_fraction=0.1),
        "replaced": Policy(stock_mt=0.9, replaced_fraction=1.0),
    }.items():
        programme = set_programme(hard, policy)
        solved = solve(programme)
        unserved[name] = (solved.unserved_kton.sum(axis=1) / programme.demand_kton.sum(axis=1)).max()
    assert 0.0 < unserved["shared"] < unserved["alone"]
    assert unserved["replaced"] < unserved["alone"]


def test_cargoes_under_way_when_a_cut_begins_still_arrive():
    book = read_book()
    shock = Shock(("united-states",), 1.0, 10)
    lift = set_programme(shock, Policy()).lift_most_kton[[one.id for one in book.suppliers].index("united-states")]
    assert (lift[:4] > 0.0).all()
    assert lift[4:14] == pytest.approx(np.zeros(10))
    assert lift[14] > 0.0


def test_dual_is_the_saving_by_a_little_more():
    shock = replace(CUT, suppliers=("australia",), weeks=12)
    programme = set_programme(shock, Policy())
    solved = solve(programme)
    more = programme.lift_most_kton.copy()
    more[-1, 8] += 0.1
    saved = solved.cost_musd - solve(replace(programme, lift_most_kton=more)).cost_musd
    worth = programme.share[:, -1] @ solved.dual_usd_mmbtu[:, 8] - programme.lift_price[-1]
    assert saved == pytest.approx(worth * 0.1 * programme.heat / 1000.0, rel=2e-3)


def test_a_cut_without_a_price_is_told_at_three_and_never_pays():
    found = energy(["sakhalin-2"], "100%", weeks=52)
    assert [one.price_usd_mmbtu for one in found.price_cases] == [13.0, 18.6, 34.0]
    assert all(one.from_cut_musd > 0.0 and one.extra_cost_musd > 0.0 for one in found.price_cases)
    assert found.extra_cost_low_musd <= found.price_cases[0].extra_cost_musd
    assert found.extra_cost_high_musd >= found.price_cases[2].extra_cost_musd
    assert any("--price" in line for line in found.assumptions)


def test_a_cut_that_saves_money_says_why():
    found = energy(["sakhalin-2"], "100%", weeks=52, price=12.0)
    assert found.from_cut_musd < 0.0
    assert any("spot is cheaper than contracts" in line for line in found.assumptions)
    assert found.price_cases == ()


def test_the_firm_hit_worst_is_the_one_that_loses_most_of_its_gas():
    found = energy(["sakhalin-2"], "100%", weeks=52)
    assert found.unserved_mt == pytest.approx(0.0, abs=1e-9)
    assert found.worst_firm == max(found.firms, key=lambda firm: firm.lost_percent).firm == "Hiroshima Gas"


@pytest.mark.parametrize("price", [12.0, 18.6])
def test_tanks_keep_five_days_of_the_demand_of_the_week(price):
    found = energy(["sakhalin-2"], "100%", weeks=52, price=price)
    assert found.least_cover_d >= 5.0 - 1e-6


def test_everything_cut_still_has_an_answer():
    found = energy([one.id for one in read_book().suppliers], "100%", weeks=30, price=30.0)
    assert found.unserved_mt > 0.0
    assert found.imbalance_mt <= 1e-6


def test_an_amount_a_year_is_its_share_of_the_supplier():
    by_amount = energy(["australia"], "5.02Mt", weeks=8)
    assert by_amount.cut_mt == pytest.approx(energy(["australia"], "20%", weeks=8).cut_mt)


@pytest.mark.parametrize(
    ("question", "rule", "hint"),
    [
        ({"supplier": ["sakhalin-2"], "cut": "6Mt"}, "not be more than the supply", "at most 100% or 4.999Mt"),
        ({"supplier": ["sakhalin-2"], "cut": "120%"}, "not be more than the supply", "name more suppliers"),
        ({"supplier": ["sakhalin"]}, "must be a supplier", "sakhalin-2"),
        ({"event": "hormuz"}, "must be a shock with a name", "hormuz-closed"),
        ({"supplier": ["gulf"], "cut": "-5%"}, "not be below 0", "no shock"),
        ({"supplier": ["gulf"], "cut": "all"}, "100% or 3Mt", ""),
        ({"supplier": ["gulf"], "weeks": 0}, "1 to 104 weeks", ""),
        ({"supplier": ["gulf"], "price": float("nan")}, "USD/MMBtu", ""),
        ({"supplier": ["gulf"], "by": "me"}, "supplier or buyer", ""),
        ({}, "a supplier that is cut, or a price", "--event"),
        ({"supplier": ["gulf"], "policy": Policy(stock_mt=50.0)}, "Mt", "Tanks"),
        ({"supplier": ["gulf"], "policy": Policy(replaced_fraction=1.5)}, "0 to 100 %", ""),
    ],
)
def test_questions_that_cannot_be_asked_say_why_and_the_way_out(question, rule, hint):
    with pytest.raises(QuestionError) as caught:
        energy(**question)
    assert any(rule in fault.rule and hint in fault.hint for fault in caught.value.faults), caught.value


def test_all_faults_are_told_at_once():
    with pytest.raises(InputError) as caught:
        energy(["nobody"], "x", weeks=-1, price=-2.0, by="x", start_week=60)
    assert len(caught.value.faults) >= 5


def test_a_cold_spell_takes_more_of_the_tanks_the_colder_it_is():
    mild, cold = (energy(demand=more, weeks=3, start_week=1, price=18.5) for more in ("+5%", "+10%"))
    assert cold.least_cover_d < mild.least_cover_d
    assert cold.extra_cost_musd > mild.extra_cost_musd
    assert cold.from_cut_musd > 0.0
    assert cold.imbalance_mt < 1e-6
    assert cold.cut_mt == 0.0
    assert cold.shock == "Demand +10% for 3 weeks"


@pytest.mark.parametrize("demand", ["+80%", "much"])
def test_a_demand_that_is_none_is_told_alone(demand):
    with pytest.raises(QuestionError, match="--demand must be a percentage") as error:
        energy(demand=demand)
    assert len(error.value.faults) == 1


def test_percentages_are_read_with_and_without_their_sign():
    assert energy(demand="10", weeks=3).shock == energy(demand="+10%", weeks=3).shock == "Demand +10% for 3 weeks"
    with_sign, without = (
        energy(["sakhalin-2"], cut, weeks=4, price=20.0, replaced=replaced, sharing=sharing)
        for cut, replaced, sharing in (("50%", "25%", "10 %"), ("50", "25", "10"))
    )
    assert with_sign == without
    assert with_sign == energy(["sakhalin-2"], "50%", weeks=4, price=20.0, policy=Policy(None, None, 0.25, 0.1))
    assert energy(["sakhalin-2"], "0.5%", weeks=4).shock.startswith("0.5% of Russia")


@pytest.mark.parametrize("option", ["cut", "replaced", "sharing", "demand"])
def test_a_bare_one_is_neither_a_percent_nor_all_of_it(option):
    with pytest.raises(QuestionError, match=rf"--{option} must say what it counts.*got 1\. Write 1%") as error:
        energy(["sakhalin-2"], **{option: "1"})
    assert len(error.value.faults) == 1


@pytest.mark.parametrize(("option", "text"), [("replaced", "120%"), ("sharing", "200%"), ("sharing", "half")])
def test_a_percentage_out_of_bounds_is_told_as_it_was_typed(option, text):
    with pytest.raises(QuestionError, match=f"--{option} must be a percentage from 0% to 100%; got {text}"):
        energy(["sakhalin-2"], **{option: text})


def test_a_title_is_that_of_an_event_only_while_it_says_what_is_solved():
    assert energy(event="hormuz-closed").shock == "The Strait of Hormuz is closed"
    assert energy(event="hormuz-closed", price=20.0).shock == "The Strait of Hormuz is closed"
    assert energy(event="hormuz-closed", weeks=12).shock == "The Strait of Hormuz is closed, 12 weeks"
    assert energy(event="hormuz-closed", cut="10%").shock == "10% of Qatar and Emirates, through Hormuz cut for 8 weeks"
    assert "paid for and not lifted" in energy(event="hormuz-closed", by="buyer").shock
    assert energy(event="price-of-2022", price=20.0, weeks=5).shock == "Another spot price for 5 weeks"


def test_a_supplier_beside_an_event_is_cut_with_it():
    alone, both = energy(event="hormuz-closed"), energy(["sakhalin-2"], event="hormuz-closed")
    other = energy(["sakhalin-2"], weeks=8)
    assert both.shock == "The Strait of Hormuz is closed; 100% of Russia, Sakhalin-2 contracts cut too"
    assert both.cut_percent == pytest.approx(alone.cut_percent + other.cut_percent)
    assert both.cut_mt == pytest.approx(alone.cut_mt + other.cut_mt)
    assert energy(["sakhalin-2"], event="price-of-2022", weeks=5).cut_percent == pytest.approx(other.cut_percent)
    with pytest.raises(QuestionError, match=r"--cut must be said where suppliers join.*--cut 50%"):
        energy(["sakhalin-2"], event="malacca-closed")


def test_dependences_in_print_come_out_of_a_full_cut_whatever_its_length():
    # Sankei and JOGMEC: half of Hiroshima Gas, 23 % of Kyushu Electric; the contracts are 7.6 % of the imports of 2024
    for weeks in (4, 26, 52):
        found = energy(["sakhalin-2"], weeks=weeks, price=20.0)
        lost = {firm.firm: firm.lost_percent for firm in found.firms}
        assert lost["Hiroshima Gas"] == pytest.approx(50.0)
        assert lost["Kyushu Electric"] == pytest.approx(23.0, abs=0.05)
        assert found.cut_percent == pytest.approx(100.0 * 4.999 / 65.89)
        assert sum(firm.lost_mt for firm in found.firms) == pytest.approx(found.cut_mt)
        assert "cargoes for 50 % of its demand while the cut lasts" in found.worst_why


def test_what_was_replaced_beforehand_is_not_cut():
    for part, left in (("100%", 0.0), ("50%", 0.5)):
        found = energy(["sakhalin-2"], "100%", price=20.0, replaced=part)
        assert found.cut_percent == pytest.approx(left * 100.0 * 4.999 / 65.89)
        assert "Sakhalin-2 was replaced beforehand" in found.shock
    with pytest.raises(QuestionError, match=r"--cut must not be more than the supply.*at most 100% or 2\.499"):
        energy(["sakhalin-2"], "3Mt", replaced="50%")


def test_the_remainder_of_buyers_is_never_called_a_firm():
    for found in (energy(price=13.0), energy(event="hormuz-closed")):
        others = found.firms[-1]
        assert others.firm == "All other buyers"
        assert others.lost_percent > 0.0 or others.extra_cost_percent == max(
            one.extra_cost_percent for one in found.firms
        )
        assert found.worst_firm == "Osaka Gas"
        assert "all other buyers together, who are no one firm, fare worse" in found.worst_why
    assert "fare worse" not in energy(["sakhalin-2"], price=20.0).worst_why


def test_sentences_have_no_exponents_and_say_when_many_go_short():
    found = energy([one.id for one in read_book().suppliers], "100%", weeks=30, price=60.0)
    assert "e+" not in found.worst_why
    assert "go short: least cost does not settle which" in found.worst_why
    assert "nobody goes short" not in found.worst_why


def test_a_word_of_a_name_finds_its_suppliers():
    with pytest.raises(QuestionError, match=r"Did you mean sakhalin-2 .* or russia-other") as error:
        energy(["russia"])
    assert len(error.value.faults) == 1


def test_help_tells_the_defaults_of_the_book():
    import inspect

    from jointex.cli import energy as command

    system = read_book().system
    shock = system["shock_price"]
    assert command.PRICE_WITHOUT.endswith(f"{shock.value:g} with {shock.low:g} and {shock.high:g} beside it")
    asked = inspect.signature(command.energy, eval_str=True).parameters
    defaults = {name: one.annotation.__metadata__[0].show_default for name, one in asked.items()}
    assert float(defaults["stock_mt"]) == system["stock"].value
    assert float(defaults["reserve_mt"]) == system["reserve_cargo"].value
    assert defaults["weeks"].startswith(str(Shock().weeks))


def test_rows_of_an_answer_have_names_of_their_own():
    from dataclasses import asdict

    from jointex.cli.asking import row_names

    for found in (energy(["sakhalin-2"], weeks=4, price=20.0), lng()):
        plain = [key for key, value in asdict(found).items() if not isinstance(value, tuple)]
        names = [name for name, _ in row_names(plain).values()]
        assert len(set(names)) == len(names)
    assert row_names(["cut_mt", "cut_percent"]) == {"cut_mt": ("cut", "Mt"), "cut_percent": ("cut share", "%")}


def test_bills_of_years_with_and_without_a_figure_in_print():
    found = lng(year=2022)
    assert found.bill_busd == pytest.approx(65.8, rel=0.05)
    assert found.published_busd == 65.8
    assert found.usd_in_jpy == 131.5  # the mean of that year
    assert lng(year=2021).use == "from memory"
    assert any("from memory" in text for text in lng(year=2021).assumptions)
    assert lng(year=2022, amount_mt=72.0).published_busd is None  # no bill is in print for figures of one's own
    assert lng(year=2025, amount_mt=66.0, oil_usd_bbl=72.0, spot_usd_mmbtu=12.0).usd_in_jpy == 150.0
    assert found.bill_low_busd < found.bill_busd < found.bill_high_busd
    assert found.bill_bn_jpy == pytest.approx(found.bill_busd * found.usd_in_jpy)
    assert lng(year=2022, usd_in_jpy=140.0).bill_bn_jpy == pytest.approx(found.bill_busd * 140.0)
    own = lng(year=2025, amount_mt=66.0, oil_usd_bbl=72.0, spot_usd_mmbtu=12.0)
    assert own.bill_busd == pytest.approx(lng(year=2024, amount_mt=66.0, oil_usd_bbl=72.0).bill_busd)


def test_a_stock_of_two_megatonnes_lasts_about_twelve_days():
    assert lng(stock_mt=2.19).cover_d == pytest.approx(12.0, abs=0.3)
    assert lng(stock_mt=2.19).cover_winter_d < lng(stock_mt=2.19).cover_d < lng(stock_mt=2.19).cover_summer_d


def test_a_year_without_figures_is_refused_with_the_way_out():
    with pytest.raises(QuestionError, match=r"2025.*--amount-mt, --oil-usd-bbl and --spot-usd-mmbtu"):
        lng(year=2025)
    with pytest.raises(QuestionError) as error:
        lng(year=2022, amount_mt=-1.0, stock_mt=1e9, usd_in_jpy=0.0)
    assert len(error.value.faults) == 3
