"""Levels of straight pieces of a track at points on the ground, as SAE AIR 1845 and ECAC Doc 29 add them up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jointex.communities.sound import (
    DISTANCES_M,
    DURATION_SLOPE_DB,
    NEAREST_M,
    REFERENCE_DISTANCE_M,
    REFERENCE_SPEED_M_S,
    Array,
    lateral_attenuation_db,
)

LEAST_SPEED_M_S = 20.0
"""Nobody flies a segment slower [m/s]; a hover is no segment."""
PAIRS_AT_ONCE = 1_000_000
"""Segments times points worked on at once: what fits in the cache of a processor."""
_LOG_DISTANCES = np.log10(DISTANCES_M)
_SCALE = np.pi / 2.0 * REFERENCE_DISTANCE_M / REFERENCE_SPEED_M_S


@dataclass(frozen=True)
class Segments:
    """Straight pieces of tracks in a local frame: east, north, up [m].

    Attributes
    ----------
    start_m, end_m : array (n, 3)
        Their ends.
    speed_m_s : array (n,)
        Speed along them.
    duration_s : array (n,)
        Time along them.
    lmax_dba : array (n, 13)
        Greatest level at `DISTANCES_M` in the power state of the piece [dBA].
    """

    start_m: Array
    end_m: Array
    speed_m_s: Array
    duration_s: Array
    lmax_dba: Array

    def some(self, rows: Array | slice) -> Segments:
        """Return some of them."""
        return Segments(
            self.start_m[rows], self.end_m[rows], self.speed_m_s[rows], self.duration_s[rows], self.lmax_dba[rows]
        )


def segment_levels(segments: Segments, points_m: Array) -> tuple[Array, Array]:
    """Return greatest level and exposure of each segment at each point.

    Parameters
    ----------
    segments : Segments
        n pieces.
    points_m : array (m, 3)
        Points in the same frame [m].

    Returns
    -------
    tuple of array (n, m)
        Greatest level [dBA], and exposure in units of 1 s at 0 dB (10 log10 of it is the exposure level). The exposure of a
        whole straight line is that of its segments added up, wherever it is cut.
    """
    n, m = len(segments.start_m), len(points_m)
    greatest, energy = np.empty((n, m)), np.empty((n, m))
    step = max(1, PAIRS_AT_ONCE // max(1, m))
    for first in range(0, n, step):
        rows = slice(first, first + step)
        greatest[rows], energy[rows] = _levels(segments.some(rows), points_m)
    return greatest, energy


def _levels(segments: Segments, points_m: Array) -> tuple[Array, Array]:
    """Return levels of a handful of segments."""
    way = segments.end_m - segments.start_m
    length = np.maximum(1e-3, np.sqrt(np.sum(way**2, axis=1)))
    along = way / length[:, None]
    east, north, up = (points_m[None, :, axis] - segments.start_m[:, None, axis] for axis in range(3))
    passed = east * along[:, None, 0] + north * along[:, None, 1] + up * along[:, None, 2]
    off2 = np.maximum(0.0, east**2 + north**2 + up**2 - passed**2)
    on = np.clip(passed, 0.0, length[:, None])
    near = np.maximum(NEAREST_M, np.sqrt(off2 + (passed - on) ** 2))
    off = np.maximum(NEAREST_M, np.sqrt(off2))
    height = np.maximum(0.0, on * along[:, None, 2] - up)
    beside = np.sqrt(np.maximum(0.0, near**2 - height**2))
    ground = lateral_attenuation_db(np.degrees(np.arctan2(height, np.maximum(beside, 1e-3))), beside)
    lasting = _SCALE * (off / REFERENCE_DISTANCE_M) ** (DURATION_SLOPE_DB / 10.0)
    scaled = 2.0 / np.pi * REFERENCE_SPEED_M_S * lasting
    begin, end = -passed / scaled, (length[:, None] - passed) / scaled
    share = (_angle(end) - _angle(begin)) / np.pi
    slow = REFERENCE_SPEED_M_S / np.maximum(LEAST_SPEED_M_S, segments.speed_m_s)
    energy = 10.0 ** ((_looked_up(segments.lmax_dba, off) - ground) / 10.0) * lasting * share * slow[:, None]
    return _looked_up(segments.lmax_dba, near) - ground, np.maximum(0.0, energy)


def _angle(x: Array) -> Array:
    """Return the part of a dipole's exposure up to a scaled place along the line (Doc 29, noise fraction)."""
    return np.asarray(x / (1.0 + x**2) + np.arctan(x))


def _looked_up(tables: Array, distance_m: Array) -> Array:
    """Return levels of one table for each row at distances (n, m), linear in the logarithm of distance."""
    far = np.log10(np.minimum(distance_m, DISTANCES_M[-1]))
    place = np.clip(np.searchsorted(_LOG_DISTANCES, far, side="right") - 1, 0, len(DISTANCES_M) - 2)
    share = (far - _LOG_DISTANCES[place]) / (_LOG_DISTANCES[place + 1] - _LOG_DISTANCES[place])
    low = np.take_along_axis(tables, place, axis=1)
    return np.asarray(low + share * (np.take_along_axis(tables, place + 1, axis=1) - low))
