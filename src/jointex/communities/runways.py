"""Flown tracks bent onto the runway: the engine's ways begin and end at the middle of a base, in any direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jointex.communities.sound import Array

STRAIGHT_M = 5000.0
"""Take-offs and landings lie on the line of the runway so far out [m]."""
FREE_M = 12_000.0
"""From here on the track is as flown; between, it turns from the one to the other at its distance [m]."""
FIELD_M = 3000.0
"""A take-off or landing so near the middle of a base is one of that base [m]."""
LONGEST_S = 900.0
"""What is flown longer after take-off or before landing is left as flown [s]."""
LEAST_WIND_M_S = 1.0
"""A lighter wind tells no end of the runway [m/s]."""


@dataclass(frozen=True)
class Ways:
    """The runway of a base, and the wind at it where one is planned with.

    Attributes
    ----------
    bearing_deg : float
        True bearing of the longest runway, seen from its first end [deg].
    winds : tuple of tuple of float
        From when on [s], from where [deg], how strong [m/s]; none where the scenario says nothing.
    """

    bearing_deg: float
    winds: tuple[tuple[float, float, float], ...] = ()

    def end_of(self, run: Array) -> Array:
        """Return which end runs use where no wind tells: 0 or 1.

        Parameters
        ----------
        run : array (n,)
            Numbers of the runs.

        Returns
        -------
        array (n,) of int
            0 for all where a wind is planned with: all runs then use the same end at the same time.
        """
        is_told = any(wind_m_s >= LEAST_WIND_M_S for _, _, wind_m_s in self.winds)
        return np.zeros(len(run), int) if is_told else np.asarray(run, dtype=int) % 2

    def heading_deg(self, run: Array, time_s: Array) -> Array:
        """Return the direction of take-offs and landings.

        Parameters
        ----------
        run : array (n,)
            Numbers of the runs.
        time_s : array (n,)
            From scenario start [s].

        Returns
        -------
        array (n,)
            Into the wind where it is known and no calm; else one end in every second run, so both have half [deg].
        """
        toward = np.where(np.asarray(run) % 2 == 0, self.bearing_deg, self.bearing_deg + 180.0)
        for from_s, wind_from_deg, wind_m_s in self.winds:
            if wind_m_s >= LEAST_WIND_M_S:
                ahead = np.cos(np.radians(wind_from_deg - self.bearing_deg)) >= 0.0
                into = self.bearing_deg if ahead else self.bearing_deg + 180.0
                toward = np.where(np.asarray(time_s) >= from_s, into, toward)
        return np.asarray(toward) % 360.0


def bent(place_m: Array, way_deg: Array, passes: Array, bends: Array) -> Array:
    """Return places of tracks near a base, bent onto the line of its runway.

    Parameters
    ----------
    place_m : array (n, 3)
        East, north and up of the middle of the base [m].
    way_deg : array (n,)
        Direction from the base in which the runway's line lies for each place [deg].
    passes : array (n,)
        Which pass each belongs to; one pass turns to one side.
    bends : array (n,) of bool
        Which places are bent.

    Returns
    -------
    array (n, 3)
        Each as far from the base and as high as it was: on the line within `STRAIGHT_M`, as flown from `FREE_M` on.
    """
    far = np.hypot(place_m[:, 0], place_m[:, 1])
    flown = np.arctan2(place_m[:, 0], place_m[:, 1])
    off = _wrapped(flown - np.radians(way_deg))
    order = np.lexsort((far, passes))
    last = order[np.flatnonzero(np.diff(passes[order], append=-1))]
    side = np.zeros(int(passes.max(initial=-1)) + 1)
    side[passes[last]] = off[last]
    off = side[passes] + _wrapped(off - side[passes])
    share = np.clip((far - STRAIGHT_M) / (FREE_M - STRAIGHT_M), 0.0, 1.0)
    angle = np.radians(way_deg) + (3.0 * share**2 - 2.0 * share**3) * off
    turned = np.column_stack([far * np.sin(angle), far * np.cos(angle), place_m[:, 2]])
    return np.where((bends & (far < FREE_M))[:, None], turned, place_m)


def _wrapped(angle: Array) -> Array:
    """Return angles in half a turn to either side [rad]."""
    return np.asarray((angle + np.pi) % (2.0 * np.pi) - np.pi)
