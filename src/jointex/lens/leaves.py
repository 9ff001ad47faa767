"""Two trees of plain data: where they differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

NAMES = ("id", "flight", "name", "place")
"""Keys by which the entries of a list are told apart, the first that all of them have."""
CLOSE = 1e-9
"""Numbers that differ by less than this share are the same."""


def different_leaves(first: Any, second: Any) -> list[dict[str, Any]]:
    """Return where two trees differ.

    Parameters
    ----------
    first, second : mapping, list or scalar
        Plain data, as YAML or JSON give it.

    Returns
    -------
    list of dict
        `key` (dotted path), `a` and `b`: the leaf on each side, or the whole branch where the other side has none (None).
        In the order of the first tree, then the second.
    """
    return [{"key": ".".join(path), "a": a, "b": b} for path, a, b in _different(first, second, ())]


def _different(first: Any, second: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield path and both sides of whatever differs; lists of plain values are leaves."""
    a, b = _branches(first), _branches(second)
    if a is None or b is None:
        if not _is_same(first, second):
            yield path, first, second
        return
    for key in [*a, *(key for key in b if key not in a)]:
        if key in a and key in b:
            yield from _different(a[key], b[key], (*path, key))
        else:
            yield (*path, key), a.get(key), b.get(key)


def _branches(tree: Any) -> dict[str, Any] | None:
    """Return what grows from a tree by name, None if it is a leaf."""
    if isinstance(tree, Mapping):
        return {str(key): value for key, value in tree.items()}
    if isinstance(tree, list | tuple) and tree and all(isinstance(entry, Mapping) for entry in tree):
        return _named(tree)
    return None


def _named(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the entries of a list by what tells them apart: a name, or their number."""
    for key in NAMES:
        names = [str(entry.get(key, "")) for entry in entries]
        if all(names) and len(set(names)) == len(names):
            return dict(zip(names, entries, strict=True))
    return {str(number): entry for number, entry in enumerate(entries, 1)}


def _is_same(a: Any, b: Any) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float) and not isinstance(a, bool):
        return math.isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE)
    a, b = (list(side) if isinstance(side, tuple) else side for side in (a, b))
    return bool(a == b)
