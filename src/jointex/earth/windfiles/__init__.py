"""Winds from a user's file: gridded NetCDF or CSV profiles in, the `Weather` that planner and engine read out."""

from __future__ import annotations

from jointex.earth.windfiles.files import MOST_BYTES, SUFFIXES, file_sha256, read_winds
from jointex.earth.windfiles.given import MOST_NODES, MOST_VALUES
from jointex.earth.windfiles.spread import with_climatology_spread, with_spread

__all__ = [
    "MOST_BYTES",
    "MOST_NODES",
    "MOST_VALUES",
    "SUFFIXES",
    "file_sha256",
    "read_winds",
    "with_climatology_spread",
    "with_spread",
]
