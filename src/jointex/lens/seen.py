"""Events of the picture as sentences: what was seen, told, lost and noticed of opponents; many of a kind in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jointex.lens.evidence import Evidence, Row
from jointex.lens.links import Link, told
from jointex.report.words import duration
from jointex.units import nautical_miles

MOMENT_S = 1.0
"""Below this, what was seen was seen just then [s]."""


def seen(row: Row, evidence: Evidence) -> Link:
    """Tell that own sensors began a firm track."""
    what = f"saw {row['other']} by its own sensors, {nautical_miles(row['value']):.1f} NM away"
    return told(row, what, "two of three looks found it", range_m=row["value"])


def told_of(row: Row, evidence: Evidence) -> Link:
    """Tell that it heard of an opponent on a link."""
    what = f"was told of {row['other']}, as it was seen {_before(row['value'])}"
    return told(row, what, "others saw it and it did not itself", age_s=row["value"])


def lost_track(row: Row, evidence: Evidence) -> Link:
    """Tell that an own track was not found again."""
    what = f"lost its track of {row['other']}, held for {_held(row['value'])}"
    return told(row, what, "no look found it again within the memory of its sensors", held_s=row["value"])


def warned(row: Row, evidence: Evidence) -> Link:
    """Tell that its receiver noticed a radar."""
    what = f"noticed the radar of {row['other']}, {nautical_miles(row['value']):.1f} NM away"
    return told(row, what, "that radar looked its way", range_m=row["value"])


TELLERS = {"seen": seen, "told": told_of, "lost_track": lost_track, "warned": warned}
"""By event, what tells it."""


def gathered(rows: Iterable[Row]) -> list[list[Row]]:
    """Return events in which those of the picture that nothing else parts stand together, by aircraft and kind.

    Parameters
    ----------
    rows : iterable of mapping
        In order of time.

    Returns
    -------
    list of list of mapping
        Lists in order of their first event; all but those of the picture have one.
    """
    groups: list[list[Row]] = []
    open_: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["event"] not in TELLERS:
            open_ = {}
            groups.append([row])
        elif (key := (row["aircraft"], row["event"])) in open_:
            open_[key].append(row)
        else:
            open_[key] = [row]
            groups.append(open_[key])
    return groups


def all_of(rows: Sequence[Row], evidence: Evidence) -> Link:
    """Tell events of the picture of one aircraft and one kind in one sentence.

    Parameters
    ----------
    rows : sequence of mapping
        Two or more, in order of time.
    evidence : Evidence
        The run they belong to.

    Returns
    -------
    Link
        Of the time of the first one.
    """
    row, values = rows[0], [float(one["value"]) for one in rows]
    names = list(dict.fromkeys(str(one["other"]) for one in rows))
    who = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    it, radars = ("them", "those radars") if len(names) > 1 else ("it", "that radar")
    s = "s" if len(names) > 1 else ""
    near, far = (f"{nautical_miles(end(values)):.1f}" for end in (min, max))
    away = f"{near} NM away" if near == far else f"{near} to {far} NM away"
    short, long = _held(min(values)), _held(max(values))
    held = short if short == long else f"{short} to {long}"
    what, because, numbers = {
        "seen": (f"saw {who} by its own sensors, {away}", f"two of three looks found {it}", "m"),
        "told": (
            f"was told of {who}, as seen {_before(max(values))}" + (" or later" if max(values) >= MOMENT_S else ""),
            f"others saw {it} and it did not itself",
            "s",
        ),
        "lost_track": (
            f"lost its track{s} of {who}, held for {held}",
            f"no look found {it} again within the memory of its sensors",
            "s",
        ),
        "warned": (f"noticed the radar{s} of {who}, {away}", f"{radars} looked its way", "m"),
    }[row["event"]]
    if len(rows) > len(names):
        what += f", {len(rows)} times until {evidence.time(rows[-1]['time_s'])}"
    told_of_all = {"times": float(len(rows)), f"least_{numbers}": min(values), f"most_{numbers}": max(values)}
    return told(row, what, because, **told_of_all)


def _before(age_s: float) -> str:
    return "just then" if age_s < MOMENT_S else f"{duration(age_s)} before"


def _held(time_s: float) -> str:
    return "a moment" if time_s < MOMENT_S else duration(time_s)
