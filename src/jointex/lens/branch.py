"""A run as it stands before an event that luck decides, and what it takes to decide it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jointex.engine.forks import State, Stem
from jointex.lens.evidence import Evidence, Row

Open = Callable[[Row, Evidence], bool]


@dataclass(frozen=True)
class Branch:
    """What a force may change, all of it copies: the arrays a run starts from, and those of its state before the event.

    Attributes
    ----------
    stem : Stem
        `setup.fleet` and `setup.flights` before the first take-off; `setup.world` with gates, brackets and settings.
    state : State
        The run as it stands at the end of the frame before the event; of what is drawn at the start, before that.
    aircraft, other : int
        Who the event happened to, and with whom (-1: nobody); places in the fleet array.
    """

    stem: Stem
    state: State
    aircraft: int
    other: int


Force = Callable[[Branch, bool], None]
"""Changes the arrays of a branch so that the event comes about as it did (False) or the other way (True)."""


def _always(row: Row, evidence: Evidence) -> bool:
    return True


@dataclass(frozen=True)
class Uncertain:
    """A kind of event that luck decides.

    Attributes
    ----------
    event : str
        Its word in events.parquet.
    happened, otherwise : str
        What came about, and what would have; `{aircraft}`, `{other}` and `{reason}` are filled in.
    force : callable
        Makes it come about either way.
    is_open : callable
        Whether such an event of a run could have gone the other way.
    is_drawn_first : bool
        Whether it is drawn at the start of the run, long before it shows: the way there is then flown with the force.
    """

    event: str
    happened: str
    otherwise: str
    force: Force
    is_open: Open = _always
    is_drawn_first: bool = False

    def words(self, row: Row) -> tuple[str, str]:
        """Return what came about and what would have, in words.

        Parameters
        ----------
        row : mapping
            A row of events.parquet.

        Returns
        -------
        tuple of str
        """
        return self.happened.format(**row), self.otherwise.format(**row)
