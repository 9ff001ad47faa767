"""One hash over everything a run logged, so that two executions can be compared."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

KINDS = ("track", "event", "ledger", "tally")


class ContentHash:
    """A hash that grows with the runs and does not know how they were cut into chunks.

    A chain: each run's rows are hashed together with the hash of all runs before it, so an ensemble can be taken up again
    from the hash alone. Rows count in the order they are given within a run, runs in rising order; padding between fields
    does not count, and every not-a-number is the same one.

    Parameters
    ----------
    before : str
        Hash of the runs before the first one added here; empty for none.
    """

    def __init__(self, before: str = "") -> None:
        self._link = before

    def add(self, **arrays: Array | None) -> None:
        """Add the next runs.

        Parameters
        ----------
        **arrays : array (n,) of TRACK, EVENT, LEDGER or TALLY
            By the names of `KINDS`; each holds whole runs, all later than those added before.

        Raises
        ------
        KeyError
            If a name is none of `KINDS`.
        """
        if unknown := set(arrays) - set(KINDS):
            raise KeyError(unknown.pop())
        packed = {kind: _by_run(rows) for kind, rows in arrays.items() if rows is not None and len(rows)}
        for run in sorted({run for parts in packed.values() for run in parts}):
            link = hashlib.sha256(f"{self._link}\n{run}\n".encode())
            for kind in KINDS:
                rows = packed.get(kind, {}).get(run, b"")
                link.update(f"{kind}:{hashlib.sha256(rows).hexdigest()}\n".encode())
            self._link = link.hexdigest()

    def hexdigest(self) -> str:
        """Return the hash of all rows added so far: 64 hexadecimal digits; empty before the first."""
        return self._link


def content_hash(**arrays: Array | None) -> str:
    """Return the hash of the arrays of a finished ensemble; see `ContentHash.add`."""
    content = ContentHash()
    content.add(**arrays)
    return content.hexdigest()


def _by_run(rows: Array) -> dict[int, bytes]:
    """Return the rows of each run as bytes without padding."""
    rows = rows[np.argsort(rows["run"], kind="stable")]
    names = rows.dtype.names or ()
    packed = np.empty(len(rows), dtype=[(name, rows.dtype[name].newbyteorder("<")) for name in names])
    for name in names:
        values = rows[name]
        packed[name] = np.where(np.isnan(values), np.nan, values) if values.dtype.kind == "f" else values
    runs, starts = np.unique(rows["run"], return_index=True)
    ends = [*starts[1:], len(rows)]
    return {int(run): packed[start:end].tobytes() for run, start, end in zip(runs, starts, ends, strict=True)}
