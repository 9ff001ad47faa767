"""Exact quantiles of more numbers than are held: values pass by in batches, three times, and only counts are kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jointex.region.policies.model import Array

DIGITS = (11, 11, 10)
"""Bits of a 32-bit float that each passing settles."""
PASSINGS = len(DIGITS)
Counts = NDArray[np.int64]
Keys = NDArray[np.uint32]


class Ranks:
    """Quantiles of rows of numbers that pass by `PASSINGS` times in batches of any size (radix selection).

    Parameters
    ----------
    n_rows : int
        Each with quantiles of its own.
    shares : sequence of float
        Which quantiles, 0 to 1.

    Notes
    -----
    Numbers are taken to the nearest 32-bit float, as cases are kept on disk. Memory is 100 kB a row for three quantiles, however
    many numbers pass by. Batches may differ between passings as long as each row has the same numbers in all.
    """

    def __init__(self, n_rows: int, shares: Sequence[float]) -> None:
        self._shares = np.asarray(shares, dtype=np.float64)
        self._passing = 0
        self._prefix = np.zeros((n_rows, 1), dtype=np.uint32)
        self._rank = np.zeros((n_rows, 1), dtype=np.int64)
        self._n = np.zeros(n_rows, dtype=np.int64)
        self._counts = np.zeros((n_rows, 1, 1 << DIGITS[0]), dtype=np.int64)

    def see(self, rows: NDArray[np.int64], values: Array) -> None:
        """Count a batch.

        Parameters
        ----------
        rows : array (n,) of int
            Row of each number.
        values : array (n,)
            Finite.
        """
        left = sum(DIGITS[self._passing + 1 :])
        keys = sort_keys(values)
        digit = (keys >> np.uint32(left)) & np.uint32((1 << DIGITS[self._passing]) - 1)
        if self._passing == 0:
            self._count(rows, 0, digit)
            return
        before = keys >> np.uint32(left + DIGITS[self._passing])
        for place in range(self._prefix.shape[1]):
            here = np.flatnonzero(before == self._prefix[rows, place])
            self._count(rows[here], place, digit[here])

    def _count(self, rows: NDArray[np.int64], place: int, digit: Keys) -> None:
        """Add one to the count of each row and digit."""
        _, n_places, n_digits = self._counts.shape
        cell = (rows * n_places + place) * n_digits + digit.astype(np.int64)
        np.add.at(self._counts.reshape(-1), cell, 1)

    def end_passing(self) -> None:
        """Note that every number has passed by once more."""
        if self._passing == 0:
            self._n = self._counts[:, 0].sum(axis=-1)
            ends = np.maximum(self._n - 1, 0)[:, None] * self._shares
            self._rank = np.concatenate([np.floor(ends), np.ceil(ends)], axis=1).astype(np.int64)
            self._prefix = np.zeros(self._rank.shape, dtype=np.uint32)
        digits = np.zeros(self._rank.shape, dtype=np.uint32)
        for place in range(self._rank.shape[1]):
            counts = self._counts[:, place if self._passing else 0]
            below = counts.cumsum(axis=-1)
            digit = (below <= self._rank[:, place, None]).sum(axis=-1).clip(max=counts.shape[1] - 1)
            self._rank[:, place] -= np.take_along_axis(below - counts, digit[:, None], axis=-1)[:, 0]
            digits[:, place] = digit
        self._prefix = (self._prefix << np.uint32(DIGITS[self._passing])) | digits
        self._passing += 1
        if self._passing < PASSINGS:
            self._counts = np.zeros((*self._prefix.shape, 1 << DIGITS[self._passing]), dtype=np.int64)

    def quantiles(self) -> Array:
        """Return the quantiles once all passings have ended.

        Returns
        -------
        array (rows, shares)
            As numpy's, linear between neighbours; NaN for a row without numbers.
        """
        ends = values_of(self._prefix).astype(np.float64)
        low, high = ends[:, : len(self._shares)], ends[:, len(self._shares) :]
        place = np.maximum(self._n - 1, 0)[:, None] * self._shares
        part = place - np.floor(place)
        found = np.where(part < 0.5, low + (high - low) * part, high - (high - low) * (1.0 - part))
        return np.asarray(np.where(self._n[:, None] > 0, found, np.nan))


def sort_keys(values: Array) -> Keys:
    """Return whole numbers that order as 32-bit floats do.

    Parameters
    ----------
    values : array (n,)

    Returns
    -------
    array (n,) of uint32
    """
    bits = (np.asarray(values, dtype=np.float32) + np.float32(0.0)).view(np.uint32)
    return np.where(bits >> np.uint32(31), ~bits, bits | np.uint32(1 << 31))


def values_of(keys: Keys) -> NDArray[np.float32]:
    """Return the floats of sort keys.

    Parameters
    ----------
    keys : array (n,) of uint32

    Returns
    -------
    array (n,) of float32
    """
    bits = np.where(keys >> np.uint32(31), keys ^ np.uint32(1 << 31), ~keys)
    return np.ascontiguousarray(bits, dtype=np.uint32).view(np.float32)
