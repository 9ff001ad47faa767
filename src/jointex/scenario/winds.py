"""Whether the winds of a scenario fit together, and the file they are in, if any, is fit to fly in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from jointex.earth.windfiles import SUFFIXES, read_winds
from jointex.errors import Fault, InputError, nearest_name
from jointex.scenario.draft import Draft

_ONLY_WITH = {"layers": ("layers",), "file": ("file",), "sd": ("layers", "file")}
"""Keys that belong to some kinds only."""


def check_winds(draft: Draft) -> Iterator[Fault]:
    """Yield winds whose parts do not belong to their kind, are out of order, or stand in a file that is no good.

    Parameters
    ----------
    draft : Draft
        What could be read.

    Yields
    ------
    Fault
    """
    winds = draft.winds
    if winds is None:
        return
    given = {"layers": bool(winds.layers), "file": winds.file is not None, "sd": winds.sd_m_s is not None}
    for key, kinds in _ONLY_WITH.items():
        if given[key] and winds.kind not in kinds:
            rule = f"only {'go' if key == 'layers' else 'goes'} with kind: {' or '.join(kinds)}"
            yield draft.document.fault(("winds", key), rule, f"kind: {winds.kind}")
        elif not given[key] and kinds == (winds.kind,):
            yield draft.document.fault(("winds", key), f"must be given where the kind is {winds.kind}")
    if winds.month is not None and winds.kind != "climatology" and winds.sd_m_s != "climatology":
        yield draft.document.fault(("winds", "month"), "only goes with kind: climatology", f"kind: {winds.kind}")
    for index, (lower, upper) in enumerate(zip(winds.layers, winds.layers[1:], strict=False), 1):
        if upper.level_m <= lower.level_m:
            path = ("winds", "layers", index, "level")
            yield draft.document.fault(path, "must be above the layer before it", draft.at(path))
    if winds.kind == "file" and winds.file is not None:
        yield from _file_faults(draft, winds.file)


def _file_faults(draft: Draft, written: str) -> Iterator[Fault]:
    """Yield what is wrong with the file of winds: first with its path, then with what it holds."""
    rule = _path_rule(draft.folder, written)
    if rule:
        hint = "Copy the file beside the scenario." if "folder" in rule else ""
        yield draft.document.fault(("winds", "file"), rule, written, hint or _beside(draft.folder, written))
        return
    try:
        read_winds(draft.folder / written, draft.reading.start, 0.0)
    except InputError as error:
        yield from error.faults


def _path_rule(folder: Path, written: str) -> str:
    """Return the rule that the path of a file of winds breaks, or nothing."""
    path = PurePosixPath(written)
    if path.suffix.lower() not in SUFFIXES:
        return f"must be a file of winds ending in {', '.join(SUFFIXES)}"
    if path.is_absolute() or ".." in path.parts or "\\" in written or ":" in written or "\0" in written:
        return "must be a path inside the folder of the scenario, parts separated by /"
    try:
        is_inside = (folder / written).resolve().is_relative_to(folder.resolve())
        if not is_inside:
            return "must not lead out of the folder of the scenario, not by a link either"
        return "" if (folder / written).exists() else "must be a file that is there"
    except (OSError, RuntimeError, ValueError):
        return "must be a file that is there"


def _beside(folder: Path, written: str) -> str:
    """Return the nearest names of files of winds that are there."""
    try:
        beside = [path.name for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
    except OSError:
        return ""
    return nearest_name(written, beside)
