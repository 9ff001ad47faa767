"""Tables of a weighing from cases that pass by in batches: never more rows at once, the same tables as from all at once."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jointex.region.policies import explain, store, weigh
from jointex.region.policies.account import account_of
from jointex.region.policies.discovery import Tally, describe, open_box, peel
from jointex.region.policies.model import REFERENCE
from jointex.region.policies.ranks import PASSINGS, Ranks
from jointex.region.policies.reading import shipped
from jointex.region.policies.regret import regrets, undominated
from jointex.region.theories import THEORIES

N_FUTURES = 700


@pytest.fixture(scope="module")
def weighing():
    return shipped()


def made_cases(folder, weighing, n_futures, chunk):
    """Write made cases: outcomes that hang on theory, tension and bundle, and one that not every case knows."""
    rng, n_bundles = np.random.default_rng(4), len(weighing.bundles)
    draws = {name: one.at(rng.random(n_futures)) for name, one in weighing.uncertainties.items()}
    theory, share = draws["theory"], rng.random(n_futures)
    effect = rng.normal(size=(n_bundles, 1)) * (theory - 1.5)
    told = {name: np.round((place + 1) * (effect + share), 2) for place, name in enumerate(weighing.outcomes)}
    told["people_in_noise"][3, n_futures - 1] = np.nan
    starts = range(0, n_futures, chunk)
    files = zip(store.case_files(folder, n_futures), store.future_files(folder, n_futures), starts, strict=True)
    for cases, futures, first in files:
        part = slice(first, first + chunk)
        pq.write_table(pa.table({name: value[part] for name, value in draws.items()}), futures)
        flat = {name: value[:, part].ravel().astype(np.float32) for name, value in told.items()}
        pq.write_table(pa.table(flat), cases)
    return draws, told


def tables(folder, weighing, exercise, monkeypatch, chunk):
    """Return the document of made cases in chunks of a size, and how many rows each read held."""
    monkeypatch.setattr(store, "CHUNK_FUTURES", chunk)
    folder.mkdir()
    made_cases(folder, weighing, N_FUTURES, chunk)
    held, read = [], pq.ParquetFile.read

    def watched(self, *arguments, **more):
        table = read(self, *arguments, **more)
        held.append(table.num_rows)
        return table

    monkeypatch.setattr(pq.ParquetFile, "read", watched)
    monkeypatch.setattr(weigh, "fill", lambda *_: 0)
    document = weigh.weigh(weighing, exercise, folder, N_FUTURES, 1, "made")
    monkeypatch.setattr(pq.ParquetFile, "read", read)
    return document, held


def rounded(value):
    """Return a document with numbers to 12 digits: sums of batches differ in the last bits."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return float(f"{value:.12g}") if isinstance(value, float) and abs(value) > 1e-12 else value


def test_tables_in_batches_are_those_of_all_cases_at_once(tmp_path, weighing, made, monkeypatch):
    whole, _ = tables(tmp_path / "whole", weighing, made.exercise(), monkeypatch, N_FUTURES)
    parts, held = tables(tmp_path / "parts", weighing, made.exercise(), monkeypatch, 100)
    assert json.dumps(rounded(parts)) == json.dumps(rounded(whole))
    assert max(held) == 100 * len(weighing.bundles)
    assert whole["left_out"] == ["people_in_noise"]
    assert whole["discovery"]
    assert whole["tipping"]


def test_what_needs_cases_as_points_asks_for_a_fixed_number_of_them(tmp_path, weighing, monkeypatch):
    monkeypatch.setattr(store, "CHUNK_FUTURES", 100)
    draws, told = made_cases(tmp_path, weighing, N_FUTURES, 100)
    cases = store.Cases(tmp_path, N_FUTURES, len(weighing.bundles))
    values, found = cases.first(250, "encounters_180d", ["tension"])
    assert values == pytest.approx(told["encounters_180d"][:, :250], rel=1e-6)
    assert found["tension"] == pytest.approx(draws["tension"][:250])
    monkeypatch.setattr(explain, "MOST_RANKED_FUTURES", 150)
    monkeypatch.setattr(explain, "MOST_SEARCHED_FUTURES", 350)
    asked, first = [], store.Cases.first
    monkeypatch.setattr(store.Cases, "first", lambda self, n, *more: asked.append(n) or first(self, n, *more))
    account = account_of(
        lambda: ((part, draw["theory"]) for part, draw in cases.batches("encounters_180d", ("theory",))),
        "lower",
        list(weighing.bundles).index(REFERENCE),
        len(THEORIES),
    )
    found = explain.explain(weighing, "encounters_180d", account, cases, list(weighing.uncertainties))
    assert asked == [150, 350]
    assert (found["ranked_futures"], found["searched_futures"]) == (150, 350)
    # coverage and density are of all futures, though the box was sought in half of them
    assert found["box"]["cases"] > 0
    limits = {limit["name"]: limit for limit in found["box"]["limits"]}
    inside = np.ones(N_FUTURES, dtype=bool)
    for name, limit in limits.items():
        inside &= ~(limit["is_low"] & (draws[name] < limit["low"])) & ~(
            limit["is_high"] & (draws[name] > limit["high"])
        )
    assert found["box"]["cases"] == int(inside.sum())


def test_the_account_is_that_of_numpy_on_all_cases():
    rng = np.random.default_rng(7)
    values = np.round(rng.normal(size=(6, 999)), 1).astype(np.float32).astype(np.float64)
    theory = rng.integers(0, 3, 999).astype(np.float64)

    def batches():
        return ((values[:, part], theory[part]) for part in np.array_split(np.arange(999), 8))

    found = account_of(batches, "lower", 2, 4)
    assert (found.spread == np.quantile(values, (0.1, 0.5, 0.9), axis=1).T).all()
    lost = regrets(values, "lower")
    assert found.regret == pytest.approx(np.quantile(lost, (0.5, 0.9, 1.0), axis=1).T, rel=1e-6)
    change = values - values[2]
    for place, group in enumerate(found.groups):
        here = change if place == 0 else change[:, theory == place - 1]
        assert group.n_futures == here.shape[1]
        if not group.n_futures:
            assert np.isnan(group.quantiles).all()
            continue
        assert group.better == pytest.approx((here < 0.0).mean(axis=1))
        assert group.worse == pytest.approx((here > 0.0).mean(axis=1))
        assert group.mean == pytest.approx(here.mean(axis=1), abs=1e-12)
        assert group.quantiles == pytest.approx(np.quantile(here, (0.1, 0.5, 0.9), axis=1).T, rel=1e-6)


def test_an_outcome_that_one_case_does_not_know_has_no_account():
    values = np.ones((2, 5))
    values[1, 4] = np.nan
    assert account_of(lambda: iter([(values, np.zeros(5))]), "lower", 0, 1) is None
    assert account_of(lambda: iter([]), "lower", 0, 1) is None


@pytest.mark.parametrize("batch", [1, 37, 5000])
def test_quantiles_of_numbers_passing_by_are_exact(batch):
    rng = np.random.default_rng(3)
    values = rng.standard_cauchy(5000).astype(np.float32).astype(np.float64)
    values[::7], values[1::7] = 0.0, -0.0
    rows = rng.integers(0, 4, 5000)  # the last row stays empty
    ranks = Ranks(5, (0.0, 0.1, 0.5, 0.9, 1.0))
    for _ in range(PASSINGS):
        for first in range(0, 5000, batch):
            ranks.see(rows[first : first + batch], values[first : first + batch])
        ranks.end_passing()
    found = ranks.quantiles()
    for row in range(4):
        assert (found[row] == np.quantile(values[rows == row], (0.0, 0.1, 0.5, 0.9, 1.0))).all()
    assert np.isnan(found[4]).all()


def test_a_box_counted_in_batches_is_the_box():
    values = np.random.default_rng(2).random((3000, 4))
    draws = {f"x{place}": values[:, place] for place in range(4)}
    is_wanted = (values[:, 1] > 0.7) & (values[:, 3] < 0.4)
    box = describe(draws, is_wanted, peel(values, is_wanted)[12])
    tally = Tally(list(draws), open_box(box, list(draws)))
    for part in np.array_split(np.arange(3000), 11):
        tally.see(values[part], is_wanted[part])
    assert tally.box() == box


def test_rounding_to_seven_digits_lets_no_bundle_beat_another():
    assert undominated({"gap": [50.0000017, 50.0], "cost": [2.0, 3.0]}) == [True, False]
    assert undominated({"gap": [50.1, 50.0], "cost": [2.0, 3.0]}) == [True, True]
