"""Writing figures back into a card file, comments and order kept: what a calibration found."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jointex.cards.shelf import SHIPPED, Folder, card_file, forget, ids, load
from jointex.errors import CardError, Fault, StorageError, nearest_name


def revise(
    kind: str,
    card_id: str,
    changes: Mapping[str, Any],
    folders: Sequence[Folder] = (),
) -> Path:
    """Change keys of a card file and check the card again; the file stays as it was if the card would break a rule.

    Parameters
    ----------
    kind : str
        Kind of the card, such as `aircraft`.
    card_id : str
        Its id.
    changes : mapping
        New content by dotted key path, such as `{"aerodynamics.zero_lift_drag": {"value": 0.017, "basis": "derived",
        "source": "calibration", "range": [0.016, 0.018]}, "calibration.date": "2026-11-22"}`. Sections that the file
        lacks (it may be like another card) are added. None takes a key out.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    CardError
        If there is no such card, or the changed card breaks rules.
    StorageError
        If the file cannot be written; it is then unchanged.
    """
    path = card_file(kind, card_id, folders)
    if path is None:
        raise CardError(Fault(f"{card_id!r} has no card to revise", hint=nearest_name(card_id, ids(kind, folders))))
    before = path.read_text(encoding="utf-8")
    _write(path, _changed(before, changes))
    forget()
    try:
        load(kind, card_id, folders)
    except CardError:
        _write(path, before)
        forget()
        raise
    return path


def _changed(text: str, changes: Mapping[str, Any]) -> str:
    """Return YAML text with some keys replaced, everything else as it was."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    yaml = YAML(typ="rt")
    yaml.width = 10_000
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), lambda r, _: r.represent_scalar("tag:yaml.org,2002:null", "null"))
    data = yaml.load(text)
    for dotted, value in changes.items():
        *parents, last = dotted.split(".")
        part = data
        for key in parents:
            if not isinstance(part.get(key), CommentedMap):
                part[key] = CommentedMap()
            part = part[key]
        if value is None:
            part.pop(last, None)
        else:
            part[last] = _styled(value)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _styled(value: Any) -> Any:
    """Return plain content in the style of the cards: mappings and lists of plain values on one line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, Mapping):
        styled = CommentedMap({key: _styled(item) for key, item in value.items()})
        if not any(_is_nested(item) for item in value.values()):
            styled.fa.set_flow_style()
        return styled
    if isinstance(value, list | tuple):
        listed = CommentedSeq([_styled(item) for item in value])
        if not _is_nested(value):
            listed.fa.set_flow_style()
        return listed
    if isinstance(value, str) and any(sign in value for sign in ",:{}[]#"):
        return DoubleQuotedScalarString(value)
    return value


def _is_nested(value: Any) -> bool:
    """Return whether content is too deep for one line."""
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value)


def _write(path: Path, text: str) -> None:
    """Put text in place of a file in one stroke."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        where = "the package" if path.is_relative_to(SHIPPED) else str(path.parent)
        raise StorageError(f"{path.name} in {where} could not be written ({error.strerror}); it is unchanged") from None
