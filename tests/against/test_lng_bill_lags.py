"""Bills of years that the price line has not seen, with lags behind crude and spot: the figures of decision 13.

Bills: import bills of Japan by trade.gov (2019, 2020, 2022, 2023), from memory (2021, 2024); prices of crude and spot are
yearly means from memory. The bill of a year of the weekly programme is term and spot tonnes at their prices, so it is
written out here.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from jointex.region.energy import bill_gate, lng, read_book, unseen_error
from jointex.region.energy.book import PACKAGE
from jointex.region.figures import package_document

PAGE = Path(__file__).parent.parent.parent / "docs/explanation/decisions/0013-no-lag-behind-crude.md"
UNSEEN = (2021, 2022, 2023, 2024)


def errors_percent(crude_months, spot_months):
    """Return the error of the bill of each year [%], the line through 2019 and 2020."""
    data, spot_fraction = package_document(PACKAGE, "prices.yaml").data, read_book().spot_fraction
    heat, rows, before = read_book().system["heat"].value, {}, data["year_before"]
    for name, year in data["years"].items():
        mixed = [
            (1.0 - months / 12.0) * year[key] + months / 12.0 * before[key]
            for key, months in (("oil_usd_bbl", crude_months), ("spot_usd_mmbtu", spot_months))
        ]
        mean = year["bill_busd"] * 1e3 / (year["amount_mt"] * heat)
        rows[int(name)], before = (*mixed, mean), year
    points = [
        (rows[year][0], (rows[year][2] - spot_fraction * rows[year][1]) / (1.0 - spot_fraction))
        for year in (2019, 2020)
    ]
    slope, intercept = np.polyfit(*np.transpose(points), 1)
    return {
        year: 100.0 * (((1.0 - spot_fraction) * (intercept + slope * crude) + spot_fraction * spot) / mean - 1.0)
        for year, (crude, spot, mean) in rows.items()
    }


@pytest.mark.golden
def test_without_a_lag_these_are_the_bills_of_the_weekly_programme():
    written_out = errors_percent(0, 0)
    for row in bill_gate():
        assert 100.0 * row["error_fraction"] == pytest.approx(written_out[row["year"]], abs=1e-6)


@pytest.mark.golden
def test_the_page_prints_what_lags_give():
    rows = re.findall(r"^\| (\d), (\d) \|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == 4
    for crude, spot, cells in rows:
        found = errors_percent(int(crude), int(spot))
        unseen = [found[year] for year in UNSEEN]
        mean = float(np.sqrt(np.mean(np.square(unseen))))
        assert [float(cell) for cell in cells.split("|")] == pytest.approx([*unseen, mean], abs=0.0501)


@pytest.mark.golden
def test_no_lag_is_better_in_every_year_not_seen():
    plain = errors_percent(0, 0)
    for crude, spot in itertools.product(range(1, 7), range(4)):
        lagged = errors_percent(crude, spot)
        assert max(abs(lagged[2023]), abs(lagged[2024])) > 5.0
        assert any(abs(lagged[year]) > abs(plain[year]) for year in UNSEEN)


def test_ranges_of_bills_carry_the_worst_miss_of_the_years_not_seen():
    miss, year, n = unseen_error()
    assert (year, n) == (2021, 4)
    assert np.expm1(miss) == pytest.approx(0.204, abs=0.001)
    for row in bill_gate():
        found = lng(row["year"])
        assert found.bill_low_busd <= row["published_busd"] * (1.0 + 1e-9)
        assert found.bill_high_busd >= row["published_busd"]
        assert found.bill_high_busd / found.bill_busd >= np.exp(miss) * (1.0 - 1e-9)
