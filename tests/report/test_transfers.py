from __future__ import annotations

import copy
import dataclasses
import re

import numpy as np
import pytest

from jointex import measures, record, report
from jointex.fleet.log import LEDGER, Flow, Task
from jointex.report.material import gather
from jointex.report.transfers import COUNTED, below_reserve, refuelling_flown, transfers_kg

N_RUNS = 20
SHELL, LANCES = 8, (2, 3, 4)


def given_in(run, receiver):
    return 900.0 + 10.0 * run + receiver


def transfers():
    """Two ledger lines for every contact; run 3 has none."""
    rows = []
    for run in range(N_RUNS):
        for lance in LANCES if run != 3 else ():
            kg = given_in(run, lance)
            rows.append((run, SHELL, Flow.GIVEN, lance, Task.WORK, 22_000.0 + lance, kg))
            rows.append((run, lance, Flow.RECEIVED, SHELL, Task.WORK, 22_000.0 + lance, kg))
    return np.array(rows, dtype=LEDGER)


@pytest.fixture(scope="module")
def folder(toy, gas, tmp_path_factory):
    path = tmp_path_factory.mktemp("flown")
    plan = gas.with_tanker(toy.toy_plan())
    record.write_plan(path, plan)
    scores = measures.Scores(toy.toy_plan(), ())
    arrays = toy.toy_runs(range(N_RUNS))
    arrays["ledger"] = np.concatenate([arrays["ledger"], transfers()])
    with record.Recorder(path, plan) as recorder:
        recorder.add(**arrays)
        recorder.add_values(*scores.add(arrays["tally"], arrays["event"]).rows())
    record.write_summary(path, scores.summary({"all": {"published": 3, "estimated": 1}}))
    record.write_manifest(path, seed=7, n_runs=N_RUNS, content_hash=recorder.content_hash)
    return path


@pytest.fixture(scope="module")
def material(folder):
    return gather(record.read(folder))


def test_transfers_are_summed_by_pair_of_flights_and_run(material):
    flown = transfers_kg(material)
    assert set(flown) == {("SHELL", "LANCE")}
    given, received = flown["SHELL", "LANCE"]
    expected = [0.0 if run == 3 else sum(given_in(run, lance) for lance in LANCES) for run in range(N_RUNS)]
    # the ledger on disk has grams
    assert given == pytest.approx(expected, abs=0.002)
    assert received == pytest.approx(expected, abs=0.002)


def test_the_page_tells_what_was_given_and_received_and_that_nothing_was_lost(folder):
    text = report.build(folder).read_text(encoding="utf-8")
    words = " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<(style|svg).*?</\1>", " ", text, flags=re.S)).split())
    mean_kg = sum(given_in(run, lance) for run in range(N_RUNS) if run != 3 for lance in LANCES) / N_RUNS
    assert f"SHELL to LANCE 2,700 kg (6.0 klb) {mean_kg:,.1f} kg {mean_kg:,.1f} kg" in words
    assert "0.000 kg" in words
    assert "the scenario declares 1 %" in words


def test_a_plan_that_was_not_flown_has_no_account_of_it(toy, gas, tmp_path):
    record.write_plan(tmp_path, gas.with_tanker(toy.toy_plan()))
    assert refuelling_flown(gather(record.read(tmp_path))) is None


def with_events(material, rows):
    """Return the material with other events (run, time, aircraft, event, fuel) and no transfer."""
    columns = list(zip(*rows, strict=True))
    events = {
        "run": np.array(columns[0]),
        "time_s": np.array(columns[1], dtype=float),
        "aircraft": np.array(columns[2]),
        "event": np.array(columns[3]),
        "value": np.zeros(len(rows)),
        "fuel_kg": np.array(columns[4], dtype=float),
    }
    nothing = {name: column[:0] for name, column in material.transfers.items()}
    return dataclasses.replace(material, events=events, transfers=nothing)


def test_planned_refuellings_are_counted_against_what_became_of_them(material):
    rows = [(run, 22_000.0, f"LANCE{n}", "refuelled", 3000.0) for run in (0, 1) for n in (1, 2, 3)][:-1]
    rows += [(1, 21_990.0, "LANCE3", "missed_contact", 2400.0)] * 3 + [(1, 22_100.0, "LANCE3", "abort_line", 1700.0)]
    (row,) = refuelling_flown(with_events(material, rows))["counts"]
    assert (row["flight"], row["planned"]) == ("LANCE", 3)
    assert row["found"] == ["2.50", "0", "1.50", "0", "0", "0", "0.500"]


def test_every_aircraft_below_its_reserve_is_named_with_what_happened_to_it(material):
    rows = [
        (0, 25_000.0, "LANCE1", "landed", 650.0),
        (0, 25_000.0, "LANCE2", "vertical_landed", 510.0),
        (1, 24_000.0, "LANCE3", "missed_contact", 900.0),
        (1, 24_010.0, "LANCE3", "missed_contact", 890.0),
        (1, 24_020.0, "LANCE3", "divert", 880.0),
        (1, 25_000.0, "LANCE3", "fuel_out", np.nan),
    ]
    changed = with_events(material, rows)
    assert [(case.aircraft, case.run, case.fuel_kg) for case in below_reserve(changed)] == [
        ("LANCE3", 1, 0.0),
        ("LANCE2", 0, 510.0),
    ]
    worst, other = refuelling_flown(changed)["cases"]
    assert (worst["short"], worst["told"]) == ("600 kg", "missed contact ×2, divert, fuel out")
    assert (other["short"], other["told"]) == ("90 kg", "nothing but burn above plan")


def test_what_a_leader_decides_is_counted_by_flights_and_told_of_every_case(material):
    rows = [(0, 21_000.0, "LANCE1", "other_tanker", 2400.0), (1, 21_000.0, "LANCE1", "no_tanker", 2400.0)]
    rows += [(1, 25_000.0, "LANCE2", "landed", 500.0), (0, 25_000.0, "LANCE3", "landed", 550.0)]
    flown = refuelling_flown(with_events(material, rows))
    names = [words for _, words in COUNTED]
    (row,) = flown["counts"]
    for name in ("Flights: went to another tanker", "Flights: found no tanker to wait for"):
        assert row["found"][names.index(name)] == "0.500"
    assert [case["told"] for case in flown["cases"]] == ["its flight: no tanker", "its flight: other tanker"]


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(0.0, 0.009, "met"), (0.02, 0.05, "missed"), (0.005, 0.02, "open")]
)
def test_the_risk_is_judged_by_the_whole_interval(material, low, high, verdict):
    summary = copy.deepcopy(material.summary)
    summary["measures"]["below_reserve_fraction"] |= {"value": (low + high) / 2.0, "low": low, "high": high}
    assert refuelling_flown(dataclasses.replace(material, summary=summary))["risk"]["verdict"] == verdict
