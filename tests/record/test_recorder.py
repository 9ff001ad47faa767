from __future__ import annotations

import errno
import json
import os
import signal
from decimal import Decimal

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jointex import record
from jointex.errors import InputError, StorageError
from jointex.fleet.log import EVENT, Event
from jointex.record import recorder as recorder_module
from jointex.record.columns import COLUMNS, DECIMALS, Roster, event_table
from jointex.record.folder import PARQUET_FILES


def write(folder, toy, n_runs=6, chunk=2, **options):
    plan = toy.toy_plan()
    record.write_plan(folder, plan)
    with record.Recorder(folder, plan) as recorder:
        for first in range(0, n_runs, chunk):
            arrays = toy.toy_runs(range(first, min(first + chunk, n_runs)), **options)
            recorder.add(**arrays)
            tally = arrays["tally"]
            recorder.add_values(tally["run"], ["fuel_burned_kg"] * len(tally), tally["burned_kg"], ["kg"] * len(tally))
    return recorder


def test_files_hold_the_columns_of_the_contract_in_order(tmp_path, toy):
    write(tmp_path, toy)
    for name in PARQUET_FILES:
        assert tuple(pq.read_schema(tmp_path / name).names) == COLUMNS[name]


def test_rows_are_sorted_by_run_time_and_aircraft(tmp_path, toy):
    write(tmp_path, toy)
    for name in ("tracks", "events", "ledger"):
        rows = duckdb.sql(f"select run, time_s, aircraft from '{tmp_path}/{name}.parquet'").fetchall()
        assert rows == sorted(rows)


def test_values_come_back_within_half_a_quantum(tmp_path, toy):
    write(tmp_path, toy)
    arrays = toy.toy_runs(range(6))["track"]
    names = np.array([member for flight in toy.toy_plan()["flights"] for member in flight["members"]])
    arrays = arrays[np.lexsort((names[arrays["aircraft"]], arrays["time_s"], arrays["run"]))]
    back = record.read(tmp_path).tracks()
    assert back["aircraft"].to_pylist() == names[arrays["aircraft"]].tolist()
    for name, (_, places) in DECIMALS.items():
        assert np.abs(back[name].to_numpy() - arrays[name]).max() <= 0.5 * 10.0**-places * (1 + 1e-6)


def test_a_name_stands_once_in_its_dictionary():
    # pyarrow writes memory it never filled behind a dictionary that has a name twice: no two files are alike then
    roster = Roster(("DOOM1", "DOOM2", "LANCE1"), (("PGUA", "RODN"), ("PGUA", "RODN"), ("RJFN",)))
    rows = np.zeros(3, EVENT)
    rows["event"], rows["aircraft"], rows["other"] = Event.DIVERT, [0, 1, 2], [1, 1, 0]
    other = event_table(rows, roster)["other"].chunk(0)
    assert other.to_pylist() == ["RODN", "RODN", "RJFN"]
    names = other.dictionary.to_pylist()
    assert len(names) == len(set(names))


def test_other_readers_see_named_units_as_numbers(tmp_path, toy):
    write(tmp_path, toy)
    raw = pq.read_table(tmp_path / "tracks.parquet")
    assert isinstance(raw["latitude_deg"][0].as_py(), Decimal)
    query = f"select typeof(latitude_deg), avg(latitude_deg), max(task) from '{tmp_path}/tracks.parquet' group by 1"
    kind, mean, task = duckdb.sql(query).fetchall()[0]
    assert (kind, task) == ("DECIMAL(8,5)", "work")
    assert mean == pytest.approx(record.read(tmp_path).tracks()["latitude_deg"].to_numpy().mean(), abs=1e-9)


def test_missing_values_are_null_and_never_nan(tmp_path, toy):
    write(tmp_path, toy, n_runs=40)
    cancelled = record.read(tmp_path).events(event="cancelled")
    assert len(cancelled) > 0
    for name in ("value", "latitude_deg", "altitude_m", "fuel_kg", "other", "unit"):
        assert cancelled[name].null_count == len(cancelled)
    for name in ("events", "ledger", "runs"):
        table = pq.read_table(tmp_path / f"{name}.parquet")
        for column in table.columns:
            if pa.types.is_floating(column.type):
                assert not np.isnan(column.drop_null().to_numpy()).any()


def test_ledger_closes_for_every_aircraft_of_every_run(tmp_path, toy):
    write(tmp_path, toy, n_runs=20)
    signed = "case when flow in ('loaded', 'received') then kg else -kg end"
    sums = f"select run, aircraft, sum({signed}) as gap from '{tmp_path}/ledger.parquet' group by all"
    query = f"select max(abs(gap)) from ({sums})"
    assert duckdb.sql(query).fetchall()[0][0] < 1e-6


def test_files_have_the_same_bytes_for_any_cutting_into_chunks(tmp_path, toy, monkeypatch):
    monkeypatch.setattr(recorder_module, "ROWS_PER_GROUP", 500)
    first = write(tmp_path / "a", toy, chunk=1)
    second = write(tmp_path / "b", toy, chunk=4)
    assert first.kept == second.kept
    assert first.content_hash == second.content_hash
    assert {entry["sha256"] for entry in first.kept.values()} != {
        entry["sha256"] for entry in write(tmp_path / "c", toy, seed=2).kept.values()
    }


def test_content_hash_knows_every_field_and_no_padding(toy):
    arrays = toy.toy_runs(range(3))
    original = record.content_hash(**arrays)
    for kind, rows in arrays.items():
        for name in rows.dtype.names:
            if name in ("run", "landed_at"):
                continue
            changed = rows.copy()
            changed[name][-1] += 1 if changed[name].dtype.kind == "i" else 1.0
            assert record.content_hash(**{**arrays, kind: changed}) != original
    padded = {kind: np.frombuffer(bytearray(b"\xff" * rows.nbytes), rows.dtype).copy() for kind, rows in arrays.items()}
    for kind, rows in arrays.items():
        for name in rows.dtype.names:
            padded[kind][name] = rows[name]
    assert record.content_hash(**padded) == original


def test_an_interrupted_run_keeps_readable_files_of_what_was_done(tmp_path, toy):
    plan = toy.toy_plan()
    record.write_plan(tmp_path, plan)

    def interrupted() -> None:
        with record.Recorder(tmp_path, plan) as recorder:
            recorder.add(**toy.toy_runs(range(3)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert set(record.read(tmp_path).ledger()["run"].to_pylist()) == {0, 1, 2}
    assert not list(tmp_path.glob("*.part"))


def test_an_interrupt_during_a_write_waits_until_the_rows_are_whole(tmp_path, toy, monkeypatch):
    plan = toy.toy_plan()
    record.write_plan(tmp_path, plan)
    real_table = recorder_module.event_table

    def interrupted_table(rows, roster):
        signal.raise_signal(signal.SIGINT)
        return real_table(rows, roster)

    monkeypatch.setattr(recorder_module, "event_table", interrupted_table)

    def fly() -> None:
        with record.Recorder(tmp_path, plan) as recorder:
            recorder.add(**toy.toy_runs(range(3)))

    with pytest.raises(KeyboardInterrupt):
        fly()
    for rows in (record.read(tmp_path).events(), record.read(tmp_path).ledger()):
        assert set(rows["run"].to_pylist()) == {0, 1, 2}


def test_a_full_disk_keeps_what_was_done_and_says_so(tmp_path, toy, monkeypatch):
    monkeypatch.setattr(recorder_module, "ROWS_PER_GROUP", 200)
    plan = toy.toy_plan()
    record.write_plan(tmp_path, plan)
    recorder = record.Recorder(tmp_path, plan)
    real_write = os.write
    limit = {"bytes": 40_000}

    def write_to_small_disk(number, data):
        if (tmp_path / ".reserve.part").exists():
            limit["bytes"] -= len(data)
            if limit["bytes"] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
        return real_write(number, data)

    monkeypatch.setattr(os, "write", write_to_small_disk)

    def fly() -> None:
        with recorder:
            for run in range(1000):
                recorder.add(**toy.toy_runs(range(run, run + 1)))

    with pytest.raises(StorageError, match=r"No space left on device.*Kept in .*ledger\.parquet"):
        fly()
    done = recorder.n_runs
    assert 1 < done < 1000
    assert set(record.read(tmp_path).ledger()["run"].to_pylist()) == set(range(done))
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path, toy):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be made"):
        record.Recorder(tmp_path / "file" / "run", toy.toy_plan())


def test_runs_out_of_order_are_refused(tmp_path, toy):
    with record.Recorder(tmp_path, toy.toy_plan()) as recorder:
        recorder.add(**toy.toy_runs(range(2, 4)))
        with pytest.raises(ValueError, match="rising order"):
            recorder.add(**toy.toy_runs(range(2)))


def test_reader_selects_runs_aircraft_and_columns(tmp_path, toy):
    write(tmp_path, toy)
    rows = record.read(tmp_path).tracks(run=1, aircraft=["DOOM1", "LANCE2"], columns=["run", "aircraft", "fuel_kg"])
    assert rows.schema.names == ["run", "aircraft", "fuel_kg"]
    assert set(rows["aircraft"].to_pylist()) == {"DOOM1", "LANCE2"}
    assert set(rows["run"].to_pylist()) == {1}


def test_a_folder_that_is_no_run_folder_is_bad_input(tmp_path):
    with pytest.raises(InputError, match=r"plan\.json"):
        record.read(tmp_path)
    (tmp_path / "sea").mkdir()
    with pytest.raises(InputError, match=r"Did you mean sea\?"):
        record.read(tmp_path / "see")


def test_manifest_hashes_every_file_and_names_no_machine(tmp_path, toy):
    recorder = write(tmp_path, toy)
    record.write_manifest(
        tmp_path, seed=1, n_runs=6, n_runs_wanted=8, content_hash=recorder.content_hash, timings_s={"fly": 1.23456}
    )
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert {name: entry["sha256"] for name, entry in manifest["files"].items() if name in recorder.kept} == {
        name: entry["sha256"] for name, entry in recorder.kept.items()
    }
    assert manifest["complete"] is False
    assert set(manifest["machine"]) == {"system", "processor", "cpu_count"}


def test_json_files_refuse_numbers_that_are_not_finite(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        record.write_summary(tmp_path, {"measures": {"a": {"value": float("nan")}}})


def test_a_track_row_takes_few_bytes(tmp_path, toy):
    kept = write(tmp_path, toy, n_runs=6, tracked=6, step_s=10.0).kept["tracks.parquet"]
    assert kept["bytes"] / kept["rows"] < 7


@pytest.mark.parametrize("content", ["{}", "[]", '{"flights": []}'])
def test_a_plan_without_what_every_plan_has_is_no_plan(tmp_path, toy, content):
    write(tmp_path, toy)
    (tmp_path / "plan.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"plan\.json"):
        _ = record.read(tmp_path).plan
