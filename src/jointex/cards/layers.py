"""A card file laid over the card it is `like`: merged content, and for every key the file and line it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jointex.documents import Document, KeyPath, dotted, shown
from jointex.errors import Fault

OWN_KEYS = ("id", "like")


@dataclass(frozen=True)
class Layers:
    """One file, or several laid over one another.

    Attributes
    ----------
    documents : tuple of Document
        The card's own file first, then the file it is like, and so on.
    data : dict
        The merged content: mappings merge, everything else is replaced, a key set to null is taken out.
    """

    documents: tuple[Document, ...]
    data: dict[str, Any]

    def fault(self, path: KeyPath, rule: str, value: object = "", hint: str = "") -> Fault:
        """Return a fault that points at the file and line where this key path was last written."""
        document = self._document(path)
        return Fault(rule, document.name, document.line(path), dotted(path), shown(value), hint)

    def place(self, fault: Fault) -> tuple[int, int]:
        """Return where a fault stands, for sorting: number of the file, line."""
        names = [document.name for document in self.documents]
        return names.index(fault.file) if fault.file in names else len(names), fault.line

    def _document(self, path: KeyPath) -> Document:
        """Return the file in which a key path, or the nearest parent that is there, was last written."""
        for length in range(len(path), 0, -1):
            if self.at(path[:length]) is not None:
                holders = [document for document in self.documents if path[:length] in document.lines]
                return holders[0] if holders else self.documents[0]
        return self.documents[0]

    def at(self, path: KeyPath) -> Any:
        """Return what stands at a key path, or `None` where nothing does."""
        found: Any = self.data
        for key in path:
            is_there = key in found if isinstance(found, dict) else isinstance(found, list) and key in range(len(found))
            if not is_there:
                return None
            found = found[key]
        return found


def lay_over(own: Document, base: Layers | None) -> Layers:
    """Return a card file laid over the one it is like.

    Parameters
    ----------
    own : Document
        The card's own file.
    base : Layers or None
        The card it is like; `None` if it stands alone.

    Returns
    -------
    Layers
    """
    if base is None:
        return Layers((own,), own.data)
    inherited = {key: value for key, value in base.data.items() if key not in OWN_KEYS}
    return Layers((own, *base.documents), _merged(inherited, own.data))


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return `over` laid over `base`; a figure (a mapping with a value) is replaced whole, so that no provenance is left over."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(below, dict) and "value" not in value and "value" not in below:
            result[key] = _merged(below, value)
        else:
            result[key] = value
    return result
