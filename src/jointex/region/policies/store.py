"""Cases on disk: one Parquet file a chunk of futures, so that a weighing can stop, go on, and never fills the memory."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from jointex.record.disk import write_whole
from jointex.region.policies.cases import Exercise, draw_futures, evaluate
from jointex.region.policies.model import Array, Weighing

CHUNK_FUTURES = 250
KEY = "key.json"
ASIDE = "kept-"
"""How folders begin that keep cases of other weighings."""
INDEX = ("future", "bundle")
Progress = Callable[[int, int], None]


def chunks_of(n_futures: int) -> list[int]:
    """Return how many futures each chunk holds."""
    whole, rest = divmod(n_futures, CHUNK_FUTURES)
    return [CHUNK_FUTURES] * whole + ([rest] if rest else [])


def case_files(folder: Path, n_futures: int) -> list[Path]:
    """Return the files of cases, in order.

    Parameters
    ----------
    folder : Path
    n_futures : int

    Returns
    -------
    list of Path
    """
    return [folder / f"cases-{chunk:05d}-{size}.parquet" for chunk, size in enumerate(chunks_of(n_futures))]


def future_files(folder: Path, n_futures: int) -> list[Path]:
    """Return the files of futures, in order.

    Parameters
    ----------
    folder : Path
    n_futures : int

    Returns
    -------
    list of Path
    """
    return [folder / f"futures-{chunk:05d}-{size}.parquet" for chunk, size in enumerate(chunks_of(n_futures))]


def fill(
    folder: Path,
    weighing: Weighing,
    exercise: Exercise,
    n_futures: int,
    seed: int,
    key: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the cases that are missing; return how many chunks were there already.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    weighing : Weighing
    exercise : Exercise
    n_futures, seed : int
    key : dict
        What the cases depend on; those of another key are put aside, see `set_aside`.
    progress : callable, optional
        Called with cases done and all.

    Returns
    -------
    int
    """
    folder.mkdir(parents=True, exist_ok=True)
    set_aside(folder, key)
    kept, done, sizes = 0, 0, chunks_of(n_futures)
    pairs = zip(case_files(folder, n_futures), future_files(folder, n_futures), strict=True)
    for chunk, (cases, futures) in enumerate(pairs):
        if _is_whole(cases, sizes[chunk] * len(weighing.bundles)) and _is_whole(futures, sizes[chunk]):
            kept += 1
        else:
            write_chunk(weighing, exercise, seed, chunk, sizes[chunk], cases, futures)
        done += sizes[chunk] * len(weighing.bundles)
        if progress is not None:
            progress(done, n_futures * len(weighing.bundles))
    return kept


def write_chunk(
    weighing: Weighing, exercise: Exercise, seed: int, chunk: int, n_futures: int, cases: Path, futures: Path
) -> None:
    """Write one chunk of futures and its cases, whole or not at all."""
    import pyarrow as pa

    draws, actors = draw_futures(weighing, seed, chunk, n_futures)
    first = chunk * CHUNK_FUTURES
    number = np.arange(first, first + n_futures, dtype=np.int32)
    tables = []
    for place, bundle in enumerate(weighing.bundles):
        found = evaluate(weighing, exercise, weighing.settings(bundle), draws, actors)
        columns = {name: pa.array(value.astype(np.float32), from_pandas=True) for name, value in found.items()}
        index = pa.array(np.full(n_futures, place, dtype=np.int32))
        names = pa.DictionaryArray.from_arrays(index, list(weighing.bundles))
        tables.append(pa.table({"future": pa.array(number), "bundle": names, **columns}))
    _write(pa.table({"future": pa.array(number), **{name: pa.array(value) for name, value in draws.items()}}), futures)
    _write(pa.concat_tables(tables), cases)


@dataclass(frozen=True)
class Cases:
    """The cases of a folder, read a chunk at a time: never more rows at once than `CHUNK_FUTURES` for each bundle.

    Attributes
    ----------
    folder : Path
        As `fill` left it.
    n_futures, n_bundles : int
    """

    folder: Path
    n_futures: int
    n_bundles: int

    def outcomes(self) -> list[str]:
        """Return the outcomes that the files hold."""
        import pyarrow.parquet as pq

        return [name for name in pq.read_schema(case_files(self.folder, self.n_futures)[0]).names if name not in INDEX]

    def batches(self, outcome: str, uncertainties: Sequence[str] = ()) -> Iterator[tuple[Array, dict[str, Array]]]:
        """Yield an outcome and draws, chunk by chunk.

        Parameters
        ----------
        outcome : str
        uncertainties : sequence of str

        Yields
        ------
        tuple
            Outcome (bundles, futures), NaN where it is not known, and draws (futures,) by uncertainty.
        """
        pairs = zip(case_files(self.folder, self.n_futures), future_files(self.folder, self.n_futures), strict=True)
        for cases, futures in pairs:
            draws = _columns(futures, uncertainties) if uncertainties else {}
            yield _columns(cases, (outcome,))[outcome].reshape(self.n_bundles, -1), draws

    def first(self, n_futures: int, outcome: str, uncertainties: Sequence[str]) -> tuple[Array, dict[str, Array]]:
        """Return an outcome and draws of the first futures, or of all if there are fewer.

        Parameters
        ----------
        n_futures : int
            How many are held at the most.
        outcome : str
        uncertainties : sequence of str

        Returns
        -------
        tuple
            As one of `batches`.
        """
        wanted = -(-min(n_futures, self.n_futures) // CHUNK_FUTURES)
        parts = list(itertools.islice(self.batches(outcome, uncertainties), wanted))
        draws = {name: np.concatenate([part[name] for _, part in parts])[:n_futures] for name in uncertainties}
        return np.concatenate([values for values, _ in parts], axis=1)[:, :n_futures], draws


def _columns(path: Path, names: Sequence[str]) -> dict[str, Array]:
    """Return columns of a file as 64-bit floats."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        table = file.read(columns=list(names), use_threads=False)
    return {name: table[name].to_numpy().astype(np.float64) for name in names}


def _is_whole(path: Path, n_rows: int) -> bool:
    """Return whether a file is there, can be read, and has as many rows as it should."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return bool(pq.read_metadata(path).num_rows == n_rows)
    except (OSError, pa.ArrowException):
        return False


def _write(table: Any, path: Path) -> None:
    """Write a table under a temporary name first."""
    import pyarrow.parquet as pq

    part = path.with_name(path.name + ".part")
    pq.write_table(table, part, compression="zstd")
    part.replace(path)


def set_aside(folder: Path, key: Mapping[str, Any]) -> None:
    """Put cases of another key into a folder of their own, and take those of this key back if they were put aside before.

    Parameters
    ----------
    folder : Path
        Of the weighing.
    key : dict
        What the cases that are wanted depend on.
    """
    wanted, path = json.dumps(key, sort_keys=True), folder / KEY
    held = path.read_text(encoding="utf-8") if path.is_file() else ""
    if held == wanted:
        return
    if _chunks(folder):
        _move(folder, folder / _name(held), held)
    back = folder / _name(wanted)
    if (back / KEY).is_file():
        _move(back, folder, wanted)
        shutil.rmtree(back, ignore_errors=True)
    write_whole(path, wanted)


def put_aside(folder: Path) -> list[dict[str, Any]]:
    """Return which cases of other weighings a folder keeps.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of dict
        `folder`, `cases_files` and `seed` of each.
    """
    found = []
    for path in sorted(folder.glob(f"{ASIDE}*/{KEY}")):
        files = sum(1 for one in _chunks(path.parent) if one.name.startswith("cases-"))
        try:
            seed = json.loads(path.read_text(encoding="utf-8")).get("seed")
        except (OSError, ValueError, AttributeError):
            seed = None
        if files:
            found.append({"folder": str(path.parent), "cases_files": files, "seed": seed})
    return found


def _name(key: str) -> str:
    """Return the folder of cases of a key that are put aside."""
    return ASIDE + hashlib.sha256(key.encode()).hexdigest()[:10]


def _chunks(folder: Path) -> list[Path]:
    return [*folder.glob("cases-*.parquet"), *folder.glob("futures-*.parquet")]


def _move(source: Path, target: Path, key: str) -> None:
    """Move chunks; the key goes first, so that a stop in between loses none."""
    target.mkdir(exist_ok=True)
    write_whole(target / KEY, key)
    for one in _chunks(source):
        one.replace(target / one.name)
