"""The rows of an ensemble, written chunk by chunk with memory that does not grow with the runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from jointex.errors import StorageError
from jointex.record.columns import (
    COLUMNS,
    DECIMALS,
    WORDS,
    Roster,
    event_table,
    ledger_table,
    schema,
    track_table,
    value_table,
)
from jointex.record.digest import ContentHash
from jointex.record.disk import PatientFile, Reserve, interrupts_wait, make_folder
from jointex.record.folder import EVENTS, LEDGER, PARQUET_FILES, RUNS, TRACKS
from jointex.record.reader import Recording

if TYPE_CHECKING:
    import pyarrow as pa

Array = npt.NDArray[Any]

ROWS_PER_GROUP = 65_536
"""Rows of a row group: always cut here, so that a file has the same bytes however the runs came in chunks."""


class _RowFile:
    """One Parquet file in the making: rows wait until a row group is full."""

    def __init__(self, folder: Path, name: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.name = name
        self.n_rows = 0
        self.file = PatientFile(folder / name)
        self._waiting: list[pa.Table] = []
        self._n_waiting = 0
        self._writer = pq.ParquetWriter(
            pa.PythonFile(self.file, mode="w"),
            schema(name),
            compression="zstd",
            compression_level=6,
            use_dictionary=[column for column in COLUMNS[name] if column in WORDS],
            column_encoding={c: "DELTA_BINARY_PACKED" for c in COLUMNS[name] if c in DECIMALS or c == "run"},
            write_statistics=[column for column in COLUMNS[name] if column in ("run", "time_s", "aircraft")],
            store_decimal_as_integer=True,
            store_schema=False,
        )

    def add(self, table: pa.Table) -> None:
        """Take rows; write every row group that is full."""
        self._waiting.append(table)
        self._n_waiting += len(table)
        self.n_rows += len(table)
        while self._n_waiting >= ROWS_PER_GROUP:
            self._write(ROWS_PER_GROUP)

    def end(self) -> None:
        """Write what is left and the footer."""
        if self._n_waiting:
            self._write(self._n_waiting)
        self._writer.close()

    def _write(self, n_rows: int) -> None:
        import pyarrow as pa

        rows = pa.concat_tables(self._waiting).unify_dictionaries().combine_chunks()
        self._writer.write_table(rows.slice(0, n_rows), row_group_size=n_rows)
        rest = rows.slice(n_rows)
        self._waiting = [rest] if len(rest) else []
        self._n_waiting = len(rest)


class Recorder:
    """Writes tracks, events, ledger and measures of an ensemble into a run folder.

    Use it as a context: whatever ends the block, a finished ensemble, Ctrl-C or an error, what was added so far stands
    as complete, readable files afterwards. The files replace older ones of the same name when the block ends.

    Parameters
    ----------
    folder : Path
        The run folder; made if it is not there.
    plan : dict
        The content of plan.json; names the aircraft.
    earlier : Recording, optional
        Runs 0 to n - 1 of the same ensemble, to be kept in front.

    Raises
    ------
    StorageError
        If the folder cannot be written, or the disk has less than 8 MiB left.

    Examples
    --------
    >>> with Recorder(folder, plan) as recorder:  # doctest: +SKIP
    ...     for chunk in chunks:
    ...         recorder.add(track=chunk.track, event=chunk.event, ledger=chunk.ledger, tally=chunk.tally)
    """

    def __init__(self, folder: Path, plan: dict[str, Any], earlier: Recording | None = None) -> None:
        self.folder = Path(folder)
        self.n_runs = 0
        self.kept: dict[str, dict[str, Any]] = {}
        """After `close`: rows, bytes and SHA-256 of each file."""
        self._roster = Roster.of(plan)
        self._content = ContentHash()
        self._last_run = -1
        self._is_closed = False
        make_folder(self.folder)
        self._reserve = Reserve(self.folder)
        self._files: dict[str, _RowFile] = {}
        try:
            for name in PARQUET_FILES:
                self._files[name] = _RowFile(self.folder, name)
            if earlier is not None:
                self._carry_over(earlier)
        except StorageError:
            self._reserve.release()
            raise

    def _carry_over(self, earlier: Recording) -> None:
        """Take over the rows and the hash of runs recorded before."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.n_runs = int(earlier.manifest["runs"])
        self._last_run = self.n_runs - 1
        self._content = ContentHash(str(earlier.manifest["content_sha256"]))
        for name, file in self._files.items():
            if earlier.has(name):
                for batch in pq.ParquetFile(earlier.folder / name).iter_batches(ROWS_PER_GROUP):
                    file.add(pa.Table.from_batches([batch]).cast(schema(name)))
        self._check()

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, StorageError):
            self.close()

    @property
    def content_hash(self) -> str:
        """Hash of everything added so far, the same for any cutting into chunks; see `ContentHash`."""
        return self._content.hexdigest()

    def add(
        self,
        *,
        track: Array | None = None,
        event: Array | None = None,
        ledger: Array | None = None,
        tally: Array | None = None,
    ) -> None:
        """Write the next runs.

        Parameters
        ----------
        track, event, ledger : array (n,) of TRACK, EVENT and LEDGER, optional
            Rows of whole runs, in any order within them, all of runs later than those added before.
        tally : array (n,) of TALLY, optional
            Counted into `content_hash` and `n_runs`; its measures are written by `add_values`.

        Raises
        ------
        ValueError
            If a run comes twice or out of order.
        StorageError
            If the disk is full: the message says what was kept.
        """
        given = [rows for rows in (track, event, ledger, tally) if rows is not None and len(rows)]
        if not given:
            return
        first = min(int(rows["run"].min()) for rows in given)
        if first <= self._last_run:
            raise ValueError(f"runs must be added in rising order: run {first} came after run {self._last_run}")
        makers: tuple[tuple[str, Array | None, Callable[[Array, Roster], pa.Table]], ...] = (
            (TRACKS, track, track_table),
            (EVENTS, event, event_table),
            (LEDGER, ledger, ledger_table),
        )
        with interrupts_wait():
            self._last_run = max(int(rows["run"].max()) for rows in given)
            self.n_runs += len(np.unique(np.concatenate([np.unique(rows["run"]) for rows in given])))
            self._content.add(track=track, event=event, ledger=ledger, tally=tally)
            for name, rows, make in makers:
                if rows is not None and len(rows):
                    self._files[name].add(make(rows, self._roster))
            self._check()

    def add_values(self, run: Array, measure: Sequence[str], value: Array, unit: Sequence[str]) -> None:
        """Write measures of the next runs; parameters as `columns.value_table`.

        Raises
        ------
        StorageError
            If the disk is full: the message says what was kept.
        """
        if len(run):
            with interrupts_wait():
                self._files[RUNS].add(value_table(run, measure, value, unit))
                self._check()

    def close(self) -> None:
        """Finish the files and give them their names; a file without rows is not kept.

        Raises
        ------
        StorageError
            If the disk is full: the message says what was kept.
        """
        with interrupts_wait():
            self._close()

    def _close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        for file in self._files.values():
            file.end()
        troubles = [file.file.error for file in self._files.values() if file.file.error]
        self._reserve.release()
        lost = []
        for name, file in self._files.items():
            file.file.retry()
            if not file.n_rows:
                file.file.finish()
                file.file.path.unlink(missing_ok=True)
            elif file.file.finish():
                self.kept[name] = {"rows": file.n_rows, "bytes": file.file.n_bytes, "sha256": file.file.sha256()}
            else:
                troubles += [file.file.error] if file.file.error else []
                lost.append(name)
        if troubles:
            raise StorageError(self._account(troubles[0], lost))

    def _check(self) -> None:
        """Stop at the first failed write, while there is room for the footers."""
        if any(file.file.error for file in self._files.values()):
            self.close()

    def _account(self, error: OSError, lost: list[str]) -> str:
        """Return what happened to the files, as a sentence for the user."""
        reason = error.strerror or "the disk failed"
        kept = ", ".join(f"{name} ({entry['rows']} rows)" for name, entry in self.kept.items()) or "nothing"
        gone = f" Lost: {', '.join(lost)}." if lost else ""
        return f"writing stopped after {self.n_runs} runs: {reason}. Kept in {self.folder}: {kept}.{gone}"
