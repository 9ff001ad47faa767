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

    Rows count in the order they are given within a run, runs in rising order; padding between fields does not count,
    and every not-a-number is the same one.
    """

    def __init__(self) -> None:
        self._hashes = {kind: hashlib.sha256() for kind in KINDS}

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
        for kind, rows in arrays.items():
            if rows is not None and len(rows):
                self._hashes[kind].update(_bytes(rows))

    def hexdigest(self) -> str:
        """Return the hash of all rows added so far: 64 hexadecimal digits."""
        whole = hashlib.sha256()
        for kind in KINDS:
            whole.update(f"{kind}:{self._hashes[kind].hexdigest()}\n".encode())
        return whole.hexdigest()


def content_hash(**arrays: Array | None) -> str:
    """Return the hash of the arrays of a finished ensemble; see `ContentHash.add`."""
    content = ContentHash()
    content.add(**arrays)
    return content.hexdigest()


def _bytes(rows: Array) -> bytes:
    """Return rows by run as bytes without padding."""
    rows = rows[np.argsort(rows["run"], kind="stable")]
    names = rows.dtype.names or ()
    packed = np.empty(len(rows), dtype=[(name, rows.dtype[name].newbyteorder("<")) for name in names])
    for name in names:
        values = rows[name]
        packed[name] = np.where(np.isnan(values), np.nan, values) if values.dtype.kind == "f" else values
    return packed.tobytes()
