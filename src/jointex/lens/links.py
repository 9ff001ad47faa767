"""One link of a chain of reasons: what happened, why, and the numbers it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Link:
    """One thing that happened or holds.

    Attributes
    ----------
    time_s : float
        When, from scenario start [s].
    what : str
        A clause with its own subject, such as `LANCE2 turned for home`.
    because : str
        A clause that says why; empty where nothing decided it.
    numbers : mapping of str to float
        What it rests on; keys end in their units.
    aircraft : str
        Whom it happened to.
    event : str
        Word of the event behind it, as events.parquet has it; empty if it is no event.
    """

    time_s: float
    what: str
    because: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)
    aircraft: str = ""
    event: str = ""

    @property
    def sentence(self) -> str:
        """The link as a sentence, without its time."""
        return f"{self.what}, because {self.because}." if self.because else f"{self.what}."

    def to_json(self) -> dict[str, Any]:
        """Return the link as plain data, its sentence with it."""
        return {
            "time_s": round(self.time_s, 3),
            "aircraft": self.aircraft,
            "event": self.event or None,
            "what": self.what,
            "because": self.because or None,
            "sentence": self.sentence,
            "numbers": {name: round(float(value), 3) for name, value in self.numbers.items()},
        }


def told(row: Mapping[str, Any], what: str, because: str = "", **numbers: float) -> Link:
    """Return a link that takes time, aircraft and event from a row of events.

    Parameters
    ----------
    row : mapping
        A row of events.parquet.
    what, because : str
        Clauses; the aircraft is put in front of the first.
    **numbers
        As `Link.numbers`.

    Returns
    -------
    Link
    """
    return Link(row["time_s"], f"{row['aircraft']} {what}", because, numbers, row["aircraft"], row["event"])
