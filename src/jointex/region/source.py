"""The data files of this room: read once, with where each figure stands."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from jointex.documents import Document, read_document

DATA = Path(__file__).parent / "data"

_POSITION = re.compile(r"(\d{1,2})-(\d{2})([NS]) (\d{1,3})-(\d{2})([EW])")


@functools.cache
def shipped(name: str) -> Document:
    """Return a data file of this room.

    Parameters
    ----------
    name : str
        Such as `zones` for `zones.yaml`.

    Returns
    -------
    Document
    """
    return read_document(DATA / f"{name}.yaml")


def data_of(name: str) -> dict[str, Any]:
    """Return the content of a data file of this room; see `shipped`."""
    return shipped(name).data


def position_deg(text: str) -> tuple[float, float] | None:
    """Return a position given in degrees and minutes.

    Parameters
    ----------
    text : str
        Such as `37-17N 133-00E`.

    Returns
    -------
    tuple of float, or None
        Latitude and longitude [deg]; None if it is no such position.
    """
    found = _POSITION.fullmatch(text)
    if found is None:
        return None
    latitude_deg = (int(found[1]) + int(found[2]) / 60.0) * (1.0 if found[3] == "N" else -1.0)
    longitude_deg = (int(found[4]) + int(found[5]) / 60.0) * (1.0 if found[6] == "E" else -1.0)
    if abs(latitude_deg) > 90.0 or abs(longitude_deg) > 180.0 or int(found[2]) > 59 or int(found[5]) > 59:
        return None
    return latitude_deg, longitude_deg
