"""What host towns hear of an exercise: movements by local hour, later by hours nobody knows, with fewer of them at night."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.region.mark import Mark
from jointex.region.policies.model import Array

JAPAN_UTC_H = 9
HOURS = 24
EVENING_H, NIGHT_H, MORNING_H = 19, 22, 7
EVENING_WEIGHT, NIGHT_WEIGHT = 10.0**0.5, 10.0
"""What a movement counts in Lden: 5 dB more in the evening, 10 dB more at night."""
BAND_DB = 57.0
"""Lden above which a home lies in a noise band: Japan's standard for quiet areas."""
HEARD_DB = 47.0
"""Lden from which people are counted at all: the lowest edge of the bands of communities.json."""
STEP_H = 0.25
"""Of the lattice that delays are looked up on."""

ByHour = tuple[float, ...]


@dataclass(frozen=True)
class Town:
    """A town near a base.

    Attributes
    ----------
    people : float
    lden_db : float
        As flown [dB].
    hours : tuple of float (24,)
        Movements at its base by local hour; empty where they are not known.
    low_db, high_db : float or None
        Ends of the level by the ranges of the noise cards [dB]; None where it has none.
    base : str
        Whose movements it hears.
    """

    people: float
    lden_db: float
    hours: ByHour = ()
    low_db: float | None = None
    high_db: float | None = None
    base: str = ""

    def level_db(self, share: Array) -> Array:
        """Return Lden at shares of its range, 0 to 1; at the half as flown [dB]."""
        low, high = (self.lden_db if end is None else end for end in (self.low_db, self.high_db))
        return np.interp(share, (0.0, 0.5, 1.0), (low, self.lden_db, high))


def towns_of(communities: Mapping[str, Any]) -> tuple[Town, ...]:
    """Return the towns that hear something; schools and the like are left out, for their people are also some town's.

    Parameters
    ----------
    communities : mapping
        The content of communities.json.

    Returns
    -------
    tuple of Town
    """
    by_base = {row["base"]: _movements(row) for row in communities.get("movements", ())}
    return tuple(
        Town(
            float(one["people"]),
            float(one["lden_db"]["value"]),
            by_base.get(one.get("base"), ()),
            one["lden_db"].get("input_low"),
            one["lden_db"].get("input_high"),
            str(one.get("base", "")),
        )
        for one in communities.get("places", ())
        if one.get("people") and one.get("lden_db") and one.get("kind", "town") == "town"
    )


def hours_of(communities: Mapping[str, Any], mark: Mark) -> ByHour:
    """Return movements by local hour over all bases; take-offs alone where communities.json does not tell.

    Parameters
    ----------
    communities : mapping
        The content of communities.json; may be empty.
    mark : Mark

    Returns
    -------
    tuple of float (24,)
    """
    rows = [_movements(row) for row in communities.get("movements", ())]
    if rows:
        return tuple(math.fsum(column) for column in zip(*rows, strict=True))
    by_utc = [math.fsum(column) for column in zip(*mark.takeoffs_by_hour.values(), strict=True)] or [0.0] * HOURS
    return tuple(by_utc[(hour - JAPAN_UTC_H) % HOURS] for hour in range(HOURS))


def _movements(row: Mapping[str, Any]) -> ByHour:
    """Return take-offs and landings of a base by local hour; nothing where they are not told."""
    columns = [row.get("takeoffs_by_hour"), row.get("landings_by_hour")]
    if not all(isinstance(column, list) and len(column) == HOURS for column in columns):
        return (0.0,) * HOURS
    return tuple(float(off) + float(on) for off, on in zip(*columns, strict=True))


def at_night(hours: ByHour, later_h: Array) -> Array:
    """Return movements between 22 and 7 local time when everything runs later.

    Parameters
    ----------
    hours : tuple of float (24,)
        Movements by local hour, spread evenly within it.
    later_h : array (n,)
        By how much [h], 0 to 24.

    Returns
    -------
    array (n,)
    """
    return _looked_up(hours, later_h)[1]


def louder_db(hours: ByHour, later_h: Array, night_cap: float) -> Array:
    """Return by how much Lden grows when everything runs later and only a share of what is at night stays there.

    Parameters
    ----------
    hours : tuple of float (24,)
        Movements by local hour; each is taken to be as loud as the next.
    later_h : array (n,)
        By how much [h], 0 to 24.
    night_cap : float
        Share of movements at night that stay at night; the rest move to the day.

    Returns
    -------
    array (n,)
        [dB]; zeros where no movements are known.
    """
    total = math.fsum(hours)
    if not total:
        return np.zeros(np.shape(later_h))
    evening, night = _looked_up(hours, later_h)
    was_evening, was_night = _looked_up(hours, np.zeros(1))
    before = total + (EVENING_WEIGHT - 1.0) * was_evening + (NIGHT_WEIGHT - 1.0) * was_night
    after = total + (EVENING_WEIGHT - 1.0) * evening + (NIGHT_WEIGHT - 1.0) * night_cap * night
    return np.asarray(10.0 * np.log10(after / before))


def flown_fraction(mark: Mark, rest: Mark) -> dict[str, float]:
    """Return the share of take-offs at each base that is left where only a part of an exercise comes.

    Parameters
    ----------
    mark, rest : Mark
        The whole exercise, and what is left of it.

    Returns
    -------
    dict of str to float
        By base; a movement is taken to be as loud as the next.
    """
    whole = {base: math.fsum(hours) for base, hours in mark.takeoffs_by_hour.items()}
    return {base: math.fsum(rest.takeoffs_by_hour.get(base, ())) / total for base, total in whole.items() if total}


def people_over(
    towns: Sequence[Town],
    band_db: float,
    later_h: Array,
    scale: float,
    night_cap: float,
    share: Array,
    flown: Mapping[str, float] | None = None,
) -> Array:
    """Return people whose town lies over a level on the day of the exercise.

    Parameters
    ----------
    towns : sequence of Town
    band_db : float
        The level [Lden, dB].
    later_h : array (n,)
        By how much everything runs later [h].
    scale : float
        Times the movements; 0 is none.
    night_cap : float
        As for `louder_db`.
    share : array (n,)
        Where levels lie in the ranges of the noise cards, 0 to 1, all towns alike.
    flown : dict of str to float, optional
        As `flown_fraction` gives it; all comes where it is left out.

    Returns
    -------
    array (n,)
    """
    people = np.zeros(np.shape(later_h))
    for one in towns:
        movements = scale * (flown or {}).get(one.base, 1.0)
        if movements > 0.0:
            level = one.level_db(share) + 10.0 * math.log10(movements) + louder_db(one.hours, later_h, night_cap)
            people = people + one.people * (level >= band_db)
    return people


def _looked_up(hours: ByHour, later_h: Array) -> tuple[Array, Array]:
    """Return movements in the evening and at night."""
    steps, evening, night = _by_delay(hours)
    later = np.asarray(later_h, dtype=np.float64)
    return np.interp(later, steps, evening), np.interp(later, steps, night)


@functools.lru_cache(maxsize=64)
def _by_delay(hours: ByHour) -> tuple[Array, Array, Array]:
    """Return delays [h] and the movements in the evening and at night at each, every hour's spread evenly within it."""
    steps = np.arange(0.0, HOURS + STEP_H, STEP_H)
    fine = np.repeat(np.asarray(hours) * STEP_H, round(1.0 / STEP_H))
    middle = (np.arange(len(fine)) + 0.5) * STEP_H
    moment = (middle[None, :] + steps[:, None]) % HOURS
    is_night = (moment >= NIGHT_H) | (moment < MORNING_H)
    is_evening = (moment >= EVENING_H) & (moment < NIGHT_H)
    return steps, (fine * is_evening).sum(axis=1), (fine * is_night).sum(axis=1)
