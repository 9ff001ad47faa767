"""What is heard at each place in every run: passes with their levels, and the ratings of the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.cards.shelf import Folder
from jointex.communities.flown import FARTHEST_M, Near, Rows, hear_near, local_m
from jointex.communities.loudness import HOVER, State, at_distance, noise_types, states_of
from jointex.communities.places import Around
from jointex.communities.ratings import DAY_S, evening_weight_lden, night_weight, weight_wecpnl
from jointex.communities.segments import segment_levels
from jointex.communities.sound import NEAREST_M, Array, lateral_attenuation_db
from jointex.communities.tracks import Force, Moves

HEARD_DBA = 60.0
"""A pass counts as heard from this greatest level on [dBA]: about 10 dB over a quiet town by day."""
LOUD_DBA = 70.0
"""Minutes over this level are told [dBA]: talking outdoors breaks off."""


@dataclass(frozen=True)
class Heard:
    """Passes heard around a base.

    Attributes
    ----------
    run, aircraft, hour : array (p,)
        Of each pass: run, number of the aircraft, local time [h].
    is_arrival : array (p,)
        Whether it comes in.
    lmax_dba : array (p, m)
        Greatest level at each listener [dBA].
    energy : array (p, m)
        Exposure, in units of 1 s at 0 dB.
    loud_s : array (p, m)
        Time over `LOUD_DBA` [s].
    """

    run: Array
    aircraft: Array
    hour: Array
    is_arrival: Array
    lmax_dba: Array
    energy: Array
    loud_s: Array

    def some(self, rows: Array) -> Heard:
        """Return some of them."""
        return Heard(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


def near_base(around: Around, rows: Rows, moves: Moves, force: Force) -> Near:
    """Return what flew near a base in the runs with tracks.

    Parameters
    ----------
    around : Around
        The base.
    rows : Rows
        Tracks of some runs.
    moves : Moves
        Take-offs and landings.
    force : Force
        The aircraft.

    Returns
    -------
    Near
    """
    upright = moves.some(moves.is_vertical)
    landings = {name: getattr(upright, name) for name in ("run", "aircraft", "latitude_deg", "longitude_deg")}
    types = dict(enumerate(force.types))
    return hear_near(
        rows, landings, types, force.short, around.middle_deg, around.elevation_m, force.folders, around.ways
    )


def listen(
    around: Around, near: Near, runs_tracked: Array, moves: Moves, force: Force, start_hour: float
) -> tuple[Heard, int]:
    """Return what the listeners around a base hear in every run.

    Parameters
    ----------
    around : Around
        The base and its m listeners.
    near : Near
        What flew there, from `near_base`.
    runs_tracked : array (k,)
        The runs it is from.
    moves : Moves
        Take-offs and landings of all runs.
    force : Force
        The aircraft.
    start_hour : float
        Scenario start, local time [h].

    Returns
    -------
    tuple of Heard and int
        Passes of the runs with tracks; for every other run, its own take-offs and landings there, each as loud as those of its
        flight from the same end of the runway in the runs with tracks in the mean (of energy). And how many of those had no
        such pass to learn from.
    """
    points = np.array([(one.latitude_deg, one.longitude_deg) for one in around.listeners])
    points_m = np.column_stack([*local_m(points[:, 0], points[:, 1], around.middle_deg), np.zeros(len(points))])
    tracked = passes(near, points_m, force, start_hour)
    return _with_others(tracked, runs_tracked, around, moves, force, start_hour)


def passes(near: Near, points_m: Array, force: Force, start_hour: float) -> Heard:
    """Return the passes of tracked runs at points.

    Parameters
    ----------
    near : Near
        What flew there.
    points_m : array (m, 3)
        The points in its frame [m].
    force : Force
        The aircraft.
    start_hour : float
        Scenario start, local time [h].

    Returns
    -------
    Heard
    """
    greatest, energy = segment_levels(near.segments, points_m)
    n_passes = len(near.run)
    begin = np.flatnonzero(np.diff(near.pass_of, prepend=-1)) if n_passes else np.zeros(0, int)
    loud = (greatest >= LOUD_DBA) * near.segments.duration_s[:, None]
    if not n_passes:
        blank = np.zeros((0, len(points_m)))
        return Heard(near.run, near.aircraft, np.zeros(0), near.is_arrival, blank, blank, blank)
    lmax = np.maximum.reduceat(greatest, begin, axis=0)
    total, loud_s = np.add.reduceat(energy, begin, axis=0), np.add.reduceat(loud, begin, axis=0)
    loudest = greatest.max(axis=1)
    peak = np.lexsort((loudest, near.pass_of))[np.append(begin[1:], len(near.pass_of)) - 1]
    hour = (start_hour + near.time_s[peak] / 3600.0) % 24.0
    for index, east, north, up, aircraft in near.hovers:
        level, hover_s = _hover(
            states_of(force.types[int(aircraft)], force.folders)[HOVER], points_m, np.array([east, north, up])
        )
        place = int(index)
        lmax[place] = np.maximum(lmax[place], level)
        total[place] += hover_s * 10.0 ** (level / 10.0)
        loud_s[place] += hover_s * (level >= LOUD_DBA)
    return Heard(near.run, near.aircraft, hour, near.is_arrival, lmax, total, loud_s)


def _hover(state: State, points_m: Array, at_m: Array) -> tuple[Array, float]:
    """Return levels of a hover at points, and how long it lasts [s]."""
    flat = np.hypot(*(points_m[:, :2] - at_m[:2]).T)
    near = np.maximum(NEAREST_M, np.hypot(flat, at_m[2]))
    ground = lateral_attenuation_db(np.degrees(np.arctan2(at_m[2], np.maximum(flat, 1e-3))), flat)
    return np.asarray(at_distance(state.lmax_dba, near) - ground), state.hover_s[0]


def _with_others(
    tracked: Heard, runs_tracked: Array, around: Around, moves: Moves, force: Force, start_hour: float
) -> tuple[Heard, int]:
    """Return the passes of all runs: those without tracks by their take-offs and landings."""
    east, north = local_m(moves.latitude_deg, moves.longitude_deg, around.middle_deg)
    known_types = noise_types(force.folders)
    with_card = np.array([name in known_types for name in force.types] or [False])
    here = (np.hypot(east, north) < FARTHEST_M) & with_card[moves.aircraft]
    rest = moves.some(here & ~np.isin(moves.run, runs_tracked))
    flights = {name: number for number, name in enumerate(dict.fromkeys(force.flights))}
    flight = np.array([flights[name] for name in force.flights] or [0])

    def kind_of(run: Array, aircraft: Array, is_arrival: Array) -> Any:
        end = np.zeros(len(run), int) if around.ways is None else around.ways.end_of(run)
        return 4 * flight[aircraft] + 2 * is_arrival.astype(int) + end

    like = kind_of(rest.run, rest.aircraft, rest.is_arrival)
    known = kind_of(tracked.run, tracked.aircraft, tracked.is_arrival)
    kinds = np.unique(known)
    like = np.where(np.isin(like, kinds), like, like ^ 1)  # the other end, where this one was not heard
    means = [tracked.some(known == kind) for kind in kinds]
    place = np.searchsorted(kinds, like)
    found = np.isin(like, kinds)
    rest, place = rest.some(found), place[found]
    m = tracked.lmax_dba.shape[1]

    def mean_of(pick: Callable[[Heard], Array]) -> Array:
        table = np.array([pick(one) for one in means]).reshape(-1, m)
        return table[place] if len(table) else np.zeros((0, m))

    others = Heard(
        rest.run,
        rest.aircraft,
        (start_hour + rest.time_s / 3600.0) % 24.0,
        rest.is_arrival,
        mean_of(lambda one: 10.0 * np.log10(np.mean(10.0 ** (one.lmax_dba / 10.0), axis=0))),
        mean_of(lambda one: one.energy.mean(axis=0)),
        mean_of(lambda one: one.loud_s.mean(axis=0)),
    )
    names = Heard.__dataclass_fields__
    both = Heard(**{name: np.concatenate([getattr(tracked, name), getattr(others, name)]) for name in names})
    return both, int(np.sum(~found))


def rate(heard: Heard, n_runs: int, days: float) -> dict[str, Array]:
    """Return the ratings of every run at every listener.

    Parameters
    ----------
    heard : Heard
        Passes of the runs 0 to `n_runs` - 1.
    n_runs : int
        How many runs.
    days : float
        Days each run is spread over.

    Returns
    -------
    dict of str to array (n_runs, m)
        `dnl`, `lden`, `wecpnl` and `lmax` (greatest level) as energy, 0 where nothing is heard; `passes` heard, `loud_s` [s].
    """
    m = heard.lmax_dba.shape[1]
    is_heard = heard.lmax_dba >= HEARD_DBA
    peaks = np.where(is_heard, 10.0 ** (heard.lmax_dba / 10.0), 0.0)

    def per_run(values: Array) -> Array:
        total = np.zeros((n_runs, m))
        np.add.at(total, heard.run, values)
        return total

    number, weights = per_run(is_heard), per_run(is_heard * weight_wecpnl(heard.hour)[:, None])
    greatest = np.zeros((n_runs, m))
    np.maximum.at(greatest, heard.run, 10.0 ** (heard.lmax_dba / 10.0))
    return {
        "dnl": per_run(heard.energy * night_weight(heard.hour)[:, None]) / (DAY_S * days),
        "lden": per_run(heard.energy * evening_weight_lden(heard.hour)[:, None]) / (DAY_S * days),
        "wecpnl": per_run(peaks) / np.maximum(1.0, number) * weights / days * 10.0**-2.7,
        "lmax": greatest,
        "passes": number,
        "loud_s": per_run(heard.loud_s),
    }


def shifted(heard: Heard, force: Force, sign: int) -> Heard:
    """Return the same passes with every figure of the noise cards at the low (-1) or high (1) end of its range.

    Parameters
    ----------
    heard : Heard
        Passes.
    force : Force
        The aircraft.
    sign : int
        -1 or 1.

    Returns
    -------
    Heard
    """
    by_type = np.array([_margin_db(name, sign, force.folders) for name in force.types] or [0.0])
    more_db = by_type[heard.aircraft][:, None]
    moved: dict[str, Any] = {name: getattr(heard, name) for name in Heard.__dataclass_fields__}
    moved["lmax_dba"] = heard.lmax_dba + more_db
    moved["energy"] = heard.energy * 10.0 ** (more_db / 10.0)
    return Heard(**moved)


def _margin_db(aircraft: str, sign: int, folders: Sequence[Folder]) -> float:
    """Return how far the levels of a type may lie off, the widest of its states [dB]."""
    if aircraft not in noise_types(folders):
        return 0.0
    states = states_of(aircraft, folders).values()
    return max(state.plus_db for state in states) if sign > 0 else -max(state.minus_db for state in states)
