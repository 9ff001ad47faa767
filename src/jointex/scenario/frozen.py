"""A mapping that cannot change, can be hashed, and travels between processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class FrozenMap(Mapping[Key, Value], Generic[Key, Value]):
    """A read-only mapping; `types.MappingProxyType` can neither be hashed nor pickled.

    Parameters
    ----------
    entries : mapping
        Copied, in the order given.
    """

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[Key, Value]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, key: Key) -> Value:
        return self._entries[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._entries!r})"


def frozen(value: Any) -> Any:
    """Return plain data with every dict a `FrozenMap` and every list a tuple.

    Parameters
    ----------
    value : object
        Dicts, lists and scalars, as YAML gives them.

    Returns
    -------
    object
        The same content, hashable throughout.
    """
    if isinstance(value, Mapping):
        return FrozenMap({key: frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(item) for item in value)
    return value


def thawed(value: Any) -> Any:
    """Return what `frozen` took: plain dicts and lists.

    Parameters
    ----------
    value : object
        As `frozen` returns it.

    Returns
    -------
    object
        Dicts, lists and scalars, ready for JSON.
    """
    if isinstance(value, Mapping):
        return {key: thawed(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [thawed(item) for item in value]
    return value
