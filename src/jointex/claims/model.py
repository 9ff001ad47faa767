"""A statement and the test it is put to."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from jointex.claims.facts import SHARE, Fact, Link, number_words

KINDS = ("fact", "measure", "judgement", "prediction")
"""What a statement is: something that is so, something a run measures, an opinion, something to come."""
SAYS = ("yes", "no", "other", "silent", "moot")
"""What a report says of a statement: it is so; it is not; it was about something else; nothing; it no longer matters."""
BARS = ("stated", "published", "ours")
"""Whose a bound is: of the statement, of a law, norm or count with a source (`why` names it), or of whoever wrote the test."""
HALF_AND_DOUBLE = (0.5, 2.0)
"""A bound of our own is put to half and to double: a verdict that changes hangs on where it was set."""
TWICE_AS_LOUD_DB = 10.0
"""Difference of levels that people call half or twice as loud, a usual rule: levels have no half or double."""


@dataclass(frozen=True)
class Bounds:
    """What a number is to be; None where there is no such bound.

    Attributes
    ----------
    at_least, at_most, equals : float or None
    tolerance : float
        How far from `equals` still counts.
    overstated_from : float or None
        A number short of `at_least` from here on goes the way the statement does, only less far.
    why : str
        Why these bounds: they are those of whoever wrote the test, seldom of whoever made the statement.
    bar : str
        Whose they are, one of `BARS`.
    """

    at_least: float | None = None
    at_most: float | None = None
    equals: float | None = None
    tolerance: float = 0.0
    overstated_from: float | None = None
    why: str = ""
    bar: str = "ours"

    def half_and_double(self, unit: str = "") -> Iterator[Bounds]:
        """Return the same bounds at half and at double of each; for levels in decibels half and twice as loud."""
        for factor in HALF_AND_DOUBLE:
            moved = {}
            for key in ("at_least", "at_most", "equals", "overstated_from"):
                one = getattr(self, key)
                if one is not None:
                    louder = math.copysign(TWICE_AS_LOUD_DB, factor - 1.0)
                    moved[key] = one + louder if unit.startswith("dB") else factor * one
            yield replace(self, **moved)

    def holds(self, number: float) -> bool:
        """Return whether a number keeps all bounds."""
        return (
            (self.at_least is None or number >= self.at_least)
            and (self.at_most is None or number <= self.at_most)
            and (self.equals is None or abs(number - self.equals) <= self.tolerance)
        )

    def text(self, unit: str = "") -> str:
        """Return the bounds in words."""
        parts = [] if self.at_least is None else [f"at least {number_words(self.at_least, unit)}"]
        parts += [] if self.at_most is None else [f"at most {number_words(self.at_most, unit)}"]
        if self.equals is not None:
            within = f" within {number_words(self.tolerance, unit)}" if self.tolerance else ""
            parts.append(number_words(self.equals, unit) + within)
        return f"{' and '.join(parts)} {'' if unit in ('year', SHARE) else unit}".strip()

    def words(self, unit: str = "") -> str:
        """Return the test as a sentence that nobody can take for the words of whoever made the statement."""
        why = f", {self.why}" if self.why else ""
        short = ""
        if self.overstated_from is not None:
            short = f"; from {number_words(self.overstated_from, unit)} up to that we call it overstated"
        whose = {"stated": "The statement's own bound", "published": "The bound, from a source"}.get(
            self.bar, "Our test"
        )
        return f"{whose}: {self.text(unit)}{why}{short}."


@dataclass(frozen=True)
class MeasureTest:
    """A measure or figure of the run, such as `through_fraction.DOOM` or `lmax_dba.SHINTOMI`, against bounds in its unit."""

    measure: str
    bounds: Bounds


@dataclass(frozen=True)
class FactTest:
    """A dated figure against bounds in its unit; `beside` are figures that stand beside it in the evidence."""

    fact: str
    bounds: Bounds
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedTest:
    """How many aircraft of a type, of a nation if one is named, the plan of the run has."""

    aircraft: str
    nation: str
    bounds: Bounds


@dataclass(frozen=True)
class Report:
    """What somebody reported of a statement; `says` is one of `SAYS`."""

    says: str
    date: str
    source: str
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ReportsTest:
    """Dated reports; figures may stand beside them."""

    reports: tuple[Report, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class RiseTest:
    """Whether dated events of a kind at a place (all places if empty) became more: the last `days` to a day, and as many before."""

    kind: str
    place: str
    until: str
    days: int
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowTest:
    """Whether dated events of one kind follow those of another within some days more often than chance would let them."""

    first: str
    then: str
    days: int
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoTest:
    """Why no measure or figure can decide a statement, and what would."""

    because: str
    needs: str
    beside: tuple[str, ...] = ()


Test = MeasureTest | FactTest | PlannedTest | ReportsTest | RiseTest | FollowTest | NoTest


@dataclass(frozen=True)
class Claim:
    """One statement, in the words of whoever wrote the file.

    Attributes
    ----------
    id, statement, said_by, date : str
    kind : str
        One of `KINDS`.
    test : Test
    see : tuple of str
        Pages, commands or files of the run folder that say more.
    needs : str
        What would settle it, where its test leaves it open.
    untested : str
        Pieces of it that the test leaves out.
    """

    id: str
    statement: str
    said_by: str
    kind: str
    date: str
    test: Test
    see: tuple[str, ...] = ()
    needs: str = ""
    untested: str = ""


@dataclass(frozen=True)
class ClaimsFile:
    """A file of statements with the figures they name."""

    title: str
    claims: tuple[Claim, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    sources: Mapping[str, Link] = field(default_factory=dict)
