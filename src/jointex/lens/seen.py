"""Events of the picture as sentences: what was seen, told, lost and noticed of opponents."""

from __future__ import annotations

from jointex.lens.evidence import Evidence, Row
from jointex.lens.links import Link, told
from jointex.report.words import duration
from jointex.units import nautical_miles


def seen(row: Row, evidence: Evidence) -> Link:
    """Tell that own sensors began a firm track."""
    what = f"saw {row['other']} by its own sensors, {nautical_miles(row['value']):.1f} NM away"
    return told(row, what, "two of three looks found it", range_m=row["value"])


def told_of(row: Row, evidence: Evidence) -> Link:
    """Tell that it heard of an opponent on a link."""
    what = f"was told of {row['other']}, as it was seen {duration(row['value'])} before"
    return told(row, what, "others saw it and it did not itself", age_s=row["value"])


def lost_track(row: Row, evidence: Evidence) -> Link:
    """Tell that an own track was not found again."""
    what = f"lost its track of {row['other']}, held for {duration(row['value'])}"
    return told(row, what, "no look found it again within the memory of its sensors", held_s=row["value"])


def warned(row: Row, evidence: Evidence) -> Link:
    """Tell that its receiver noticed a radar."""
    what = f"noticed the radar of {row['other']}, {nautical_miles(row['value']):.1f} NM away"
    return told(row, what, "that radar looked its way", range_m=row["value"])
