"""A file of statements read and checked: every fault at once, with its line and a way out."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jointex.claims.facts import PLANNED, STATUS_SURE, Fact, Link, fact_of, links_of, named
from jointex.claims.model import (
    BARS,
    KINDS,
    SAYS,
    Bounds,
    Claim,
    ClaimsFile,
    FactTest,
    FollowTest,
    MeasureTest,
    NoTest,
    PlannedTest,
    Report,
    ReportsTest,
    RiseTest,
    Test,
)
from jointex.claims.named import FAMILIES, shock_names
from jointex.documents import Document, KeyPath, dotted, read_document, shown
from jointex.errors import DocumentError, Fault, InputError, nearest_name
from jointex.measures import KNOWN
from jointex.region.calendar import KINDS as EVENTS
from jointex.region.calendar import PLACES
from jointex.region.phrasing import forbidden_claim

MOST_CLAIMS = 1000
MOST_TEXT = 2000
"""Most characters of a text."""
TESTS = ("measure", "fact", "planned", "reports", "rises", "follows", "cannot")
BOUNDS = ("at_least", "at_most", "equals", "tolerance", "overstated_from")
BOUND_KEYS = (*BOUNDS, "why", "bar")
CLAIM_KEYS = ("statement", "said_by", "kind", "date", "see", "needs", "untested", "beside", *TESTS)
MOST_DAYS = 3650
Names = Callable[[str], Sequence[str] | None]
"""Gives the names of a family that a run folder holds; None where it does not hold the file of that family."""
DATED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
"""A year, a month or a day."""
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NONE_WORDS = ("nobody", "none", "never", "nothing", "nowhere", "zero")
SOURCE_KEYS = ("title", "url")
FACT_KEYS = ("value", "unit", "date", "says", "source", "status")
REPORT_KEYS = ("says", "date", "source", "text")


class ClaimsError(InputError):
    """A file of statements breaks a rule."""


def read_claims(
    path: Path,
    known: Mapping[str, Fact],
    names: Names | None = None,
    today: dt.date | None = None,
    sources: Mapping[str, Link] | None = None,
) -> ClaimsFile:
    """Return the statements of a file.

    Parameters
    ----------
    path : Path
    known : mapping of str to Fact
        Figures that its statements may name beside its own.
    names : callable, optional
        Gives the dotted names of the run folder that it is for, family by family; without it only families are checked.
    today : datetime.date, optional
        Figures, reports and counts of a later day are refused; without it any day passes.
    sources : mapping of str to Link, optional
        Sources that it may name beside its own.

    Returns
    -------
    ClaimsFile

    Raises
    ------
    InputError
        With every fault: file, line, key, rule, value, way out.
    """
    try:
        document = read_document(path)
    except DocumentError as error:
        if error.document is None:
            raise
        reader = _Reader(error.document, known, names, today, sources)
        raise DocumentError(error.with_more(reader.faults_alone())) from None
    return _Reader(document, known, names, today, sources).read()


def is_stated(bound: float, statement: str) -> bool:
    """Return whether a bound is a number that the statement itself gives, in figures or in words.

    Parameters
    ----------
    bound : float
    statement : str

    Returns
    -------
    bool
        Shares count as per cent too.
    """
    plain = statement.casefold().replace(",", "")
    said = {float(one) for one in re.findall(r"\d+(?:\.\d+)?", plain)}
    said |= {one / 100.0 for one in (float(one) for one in re.findall(r"(\d+(?:\.\d+)?) ?(?:%|per ?cent)", plain))}
    words = re.findall(r"[a-z]+", plain)
    said |= {float(NUMBER_WORDS.index(one)) for one in words if one in NUMBER_WORDS}
    said |= {0.0} if set(words) & set(NONE_WORDS) else set()
    parts = re.findall(rf"({'|'.join(NUMBER_WORDS)}) (?:of|in|out of) (?:the )?({'|'.join(NUMBER_WORDS[1:])})\b", plain)
    said |= {NUMBER_WORDS.index(part) / NUMBER_WORDS.index(whole) for part, whole in parts}
    return any(math.isclose(bound, one, rel_tol=1e-9, abs_tol=1e-12) for one in said)


class _Reader:
    """Walks through a document and gathers its faults."""

    def __init__(
        self,
        document: Document,
        known: Mapping[str, Fact],
        names: Names | None,
        today: dt.date | None,
        sources: Mapping[str, Link] | None,
    ) -> None:
        self.document = document
        self.names = names
        self.today = today
        self.statement = ""
        self.sources = dict(sources or {})
        self.known = dict(known)
        self.faults: list[Fault] = []

    def read(self) -> ClaimsFile:
        """Return the file, or raise all its faults."""
        found = self._file()
        if self.faults:
            raise ClaimsError(sorted(self.faults, key=lambda fault: fault.line))
        return found

    def faults_alone(self) -> list[Fault]:
        """Return the faults of a file that cannot be used anyway."""
        self._file()
        return self.faults

    def _file(self) -> ClaimsFile:
        data = self.document.data
        self._only((), data, ("format", "title", "said_by", "date", "sources", "facts", "claims"))
        if data.get("format", 1) != 1:
            self._fault(("format",), "must be 1", data.get("format"))
        title = self._text((), data, "title", needed=False)
        self.sources |= self._sources(self._mapping(("sources",), data.get("sources", {})))
        facts = self._facts(self._mapping(("facts",), data.get("facts", {})))
        entries = self._mapping(("claims",), data.get("claims", {}))
        if not entries and not facts and not self.sources:
            self._fault(("claims",), "must hold a statement or more, each under an id of its own")
        if len(entries) > MOST_CLAIMS:
            self._fault(("claims",), f"must hold at most {MOST_CLAIMS:,} statements", len(entries))
            entries = {}
        claims = tuple(self._claim(name, entry) for name, entry in entries.items())
        return ClaimsFile(title, tuple(one for one in claims if one is not None), facts, self.sources)

    def _sources(self, entries: Mapping[str, Any]) -> dict[str, Link]:
        found = {}
        for name, entry in entries.items():
            path: KeyPath = ("sources", name)
            fields = self._mapping(path, entry)
            self._only(path, fields, SOURCE_KEYS)
            title, url = self._text(path, fields, "title"), self._text(path, fields, "url", needed=False)
            if url and not url.startswith(("http://", "https://")):
                self._fault((*path, "url"), "must begin with http:// or https://", url)
            found[name] = Link(title, url)
        return found

    def _date(self, path: KeyPath, date: str) -> dt.date | None:
        """Check that a date is a year, month or day that is not to come; return the first day it may mean."""
        if not date:
            return None
        try:
            first = dt.date.fromisoformat((date + "-01-01")[:10]) if DATED.fullmatch(date) else None
        except ValueError:
            first = None
        if first is None:
            self._fault(path, "must be a year, a month or a day, such as '2025', '2025-12' or '2025-12-10'", date)
        return first

    def _is_past(self, path: KeyPath, date: str) -> None:
        first = self._date(path, date)
        if first is not None and self.today is not None and first > self.today:
            hint = "What is planned may stand beside a test as a figure with status: planned."
            self._fault(path, f"must not be later than today ({self.today}): nobody can have read it", date, hint)

    def _facts(self, entries: Mapping[str, Any]) -> dict[str, Fact]:
        own = {}
        for name, entry in entries.items():
            path: KeyPath = ("facts", name)
            fields = self._mapping(path, entry)
            self._only(path, fields, FACT_KEYS)
            texts = [self._text(path, fields, key, needed=key != "unit") for key in FACT_KEYS if key != "value"]
            number = self._number(path, fields, "value", needed=True)
            status = fields.get("status")
            if isinstance(status, str):
                self._one_of((*path, "status"), status, STATUS_SURE)
            if status == PLANNED:
                self._date((*path, "date"), texts[1])
            else:
                self._is_past((*path, "date"), texts[1])
            if all(texts[1:]) and number is not None and status in STATUS_SURE:
                own[name] = fact_of(name, {**fields, "unit": texts[0]}, self.sources)
            empty = dict.fromkeys(FACT_KEYS, "") | {"value": 0.0, "status": "cited"}
            self.known.setdefault(name, fact_of(name, empty, {}))
        self.known |= own
        return own

    def _claim(self, name: str, entry: Any) -> Claim | None:
        path: KeyPath = ("claims", name)
        fields = self._mapping(path, entry)
        if not fields and entry != {}:
            return None
        self._only(path, fields, CLAIM_KEYS)
        statement = self._text(path, fields, "statement")
        kind = self._text(path, fields, "kind")
        if kind:
            self._one_of((*path, "kind"), kind, KINDS)
        said_by = self._text(path, {"said_by": self.document.data.get("said_by"), **fields}, "said_by")
        date = self._text(path, {"date": self.document.data.get("date"), **fields}, "date", needed=False)
        self.statement = statement
        test = self._test(path, fields)
        see = self._texts((*path, "see"), fields.get("see", []))
        needs = self._text(path, fields, "needs", needed=False)
        untested = self._text(path, fields, "untested", needed=False)
        return None if test is None else Claim(name, statement, said_by, kind, date, test, see, needs, untested)

    def _test(self, path: KeyPath, fields: Mapping[str, Any]) -> Test | None:
        """Return the one test of a statement."""
        named = [one for one in TESTS if one in fields]
        if len(named) != 1:
            rule = f"must have exactly one test: {', '.join(TESTS)}"
            hint = "A statement without a test is put under `cannot`, with what it would take to test it."
            self._fault(path, rule, ", ".join(named) or "none", hint)
            return None
        (kind,) = named
        where = (*path, kind)
        if kind == "reports":
            return self._reports(where, fields[kind], self._beside(path, fields))
        if "beside" in fields:
            self._fault((*path, "beside"), f"must stand inside {kind}: beside a test only reports are a list")
        inner = self._mapping(where, fields[kind])
        makers = {
            "measure": self._measure,
            "fact": self._fact,
            "planned": self._planned,
            "rises": self._rises,
            "follows": self._follows,
            "cannot": self._cannot,
        }
        return makers[kind](where, inner) if inner else None

    def _measure(self, path: KeyPath, fields: Mapping[str, Any]) -> Test:
        self._only(path, fields, ("name", *BOUND_KEYS))
        name = self._text(path, fields, "name")
        if name:
            self._is_measured((*path, "name"), name)
        return MeasureTest(name, self._bounds(path, fields))

    def _is_measured(self, path: KeyPath, name: str) -> None:
        """Check that a name is a measure, or a figure that the run folder holds."""
        family = name.partition(".")[0]
        if family in KNOWN:
            return
        way_out = "`jointex check RUNDIR --list` lists every name with its unit."
        if family not in FAMILIES:
            hint = f"{nearest_name(name, [*KNOWN, *FAMILIES])} {way_out}".strip()
            self._fault(path, "must be a measure or figure, such as through_fraction.DOOM or lmax_dba.TOWN", name, hint)
            return
        held = shock_names() if family == "energy" else self.names(family) if self.names else None
        if held is not None and name not in held:
            hint = f"{nearest_name(name, held)} {way_out}".strip()
            self._fault(path, "must be a figure that this run folder holds", name, hint)

    def _fact(self, path: KeyPath, fields: Mapping[str, Any]) -> Test:
        self._only(path, fields, ("name", "beside", *BOUND_KEYS))
        name = self._text(path, fields, "name")
        self._is_known((*path, "name"), name)
        if name in self.known and self.known[name].status == PLANNED:
            hint = "Put it beside the test of a figure of today, or under cannot."
            self._fault((*path, "name"), "must be a figure of what is so; this one is planned", name, hint)
        return FactTest(name, self._bounds(path, fields), self._beside(path, fields))

    def _planned(self, path: KeyPath, fields: Mapping[str, Any]) -> Test:
        self._only(path, fields, ("aircraft", "nation", *BOUND_KEYS))
        aircraft, nation = self._text(path, fields, "aircraft"), self._text(path, fields, "nation", needed=False)
        return PlannedTest(aircraft, nation, self._bounds(path, fields))

    def _rises(self, path: KeyPath, fields: Mapping[str, Any]) -> Test:
        self._only(path, fields, ("kind", "place", "until", "days", "beside"))
        kind, place = self._text(path, fields, "kind"), self._text(path, fields, "place", needed=False)
        self._is_event((*path, "kind"), kind)
        if place:
            self._one_of((*path, "place"), place, PLACES)
        until = self._text(path, fields, "until")
        try:
            dt.date.fromisoformat(until)
        except ValueError:
            if until:
                self._fault((*path, "until"), "must be a day, as in '2025-12-10'", until)
            until = ""
        self._is_past((*path, "until"), until)
        return RiseTest(kind, place, until, self._days(path, fields), self._beside(path, fields))

    def _follows(self, path: KeyPath, fields: Mapping[str, Any]) -> Test:
        self._only(path, fields, ("first", "then", "days", "beside"))
        first, then = (self._text(path, fields, key) for key in ("first", "then"))
        self._is_event((*path, "first"), first)
        self._is_event((*path, "then"), then)
        return FollowTest(first, then, self._days(path, fields), self._beside(path, fields))

    def _is_event(self, path: KeyPath, kind: str) -> None:
        if kind:
            self._one_of(path, kind, EVENTS)

    def _days(self, path: KeyPath, fields: Mapping[str, Any]) -> int:
        days = self._number(path, fields, "days", needed=True)
        if days is not None and not (1 <= days <= MOST_DAYS and days == int(days)):
            self._fault((*path, "days"), f"must be whole days, 1 to {MOST_DAYS:,}", fields.get("days"))
        return int(days or 1)

    def _cannot(self, path: KeyPath, fields: Mapping[str, Any]) -> Test:
        self._only(path, fields, ("because", "needs", "beside"))
        needs = self._text(path, fields, "needs")
        return NoTest(self._text(path, fields, "because"), needs, self._beside(path, fields))

    def _reports(self, path: KeyPath, entry: Any, beside: tuple[str, ...]) -> Test:
        if not isinstance(entry, list) or not entry:
            self._fault(path, "must be a list of reports, each with says, date, source, text", entry)
            return ReportsTest(())
        reports = []
        for number, one in enumerate(entry):
            where = (*path, number)
            fields = self._mapping(where, one)
            self._only(where, fields, REPORT_KEYS)
            texts = {key: self._text(where, fields, key) for key in REPORT_KEYS}
            if texts["says"]:
                self._one_of((*where, "says"), texts["says"], SAYS)
            self._is_past((*where, "date"), texts["date"])
            links = links_of(texts["source"], self.sources)
            reports.append(Report(**{**texts, "source": named(links)}, links=links))
        return ReportsTest(tuple(reports), beside)

    def _bounds(self, path: KeyPath, fields: Mapping[str, Any]) -> Bounds:
        numbers = {key: self._number(path, fields, key) for key in BOUNDS}
        if all(numbers[key] is None for key in ("at_least", "at_most", "equals")):
            self._fault(path, "must have a bound: at_least, at_most or equals")
        least, most, short = numbers["at_least"], numbers["at_most"], numbers["overstated_from"]
        if least is not None and most is not None and least > most:
            self._fault((*path, "at_most"), f"must not be below at_least ({least:g})", most, "Exchange the two.")
        if short is not None and least is None:
            self._fault(
                (*path, "overstated_from"), "goes with at_least alone, which it softens", short, "Leave it out."
            )
        elif short is not None and least is not None and short >= least:
            self._fault((*path, "overstated_from"), f"must be below at_least ({least:g}), which it softens", short)
        if numbers["tolerance"] is not None and (numbers["tolerance"] < 0.0 or numbers["equals"] is None):
            self._fault((*path, "tolerance"), "must not be below 0, and stand beside equals", numbers["tolerance"])
        why = self._text(path, fields, "why", needed=False)
        given = [one for one in (least, most, numbers["equals"]) if one is not None]
        own = "stated" if given and all(is_stated(one, self.statement) for one in given) else "ours"
        bar = self._text(path, fields, "bar", needed=False) or own
        self._one_of((*path, "bar"), bar, BARS)
        if bar == "published" and not why:
            self._fault((*path, "why"), "must name the law, norm or count that a published bound is from")
        return Bounds(least, most, numbers["equals"], numbers["tolerance"] or 0.0, short, why, bar)

    def _beside(self, path: KeyPath, fields: Mapping[str, Any]) -> tuple[str, ...]:
        names = self._texts((*path, "beside"), fields.get("beside", []))
        for number, name in enumerate(names):
            self._is_known((*path, "beside", number), name)
        return names

    def _is_known(self, path: KeyPath, name: str) -> None:
        if name and name not in self.known:
            self._name(path, "must be a figure of this file or a shipped one", name, self.known)

    def _mapping(self, path: KeyPath, entry: Any) -> Mapping[str, Any]:
        if isinstance(entry, dict):
            return entry
        self._fault(path, "must be a mapping of keys to values", entry)
        return {}

    def _only(self, path: KeyPath, fields: Mapping[str, Any], keys: Sequence[str]) -> None:
        for key in fields:
            if key not in keys:
                self._name((*path, str(key)), f"is no key here; there are {', '.join(keys)}", str(key), keys)

    def _text(self, path: KeyPath, fields: Mapping[str, Any], key: str, needed: bool = True) -> str:
        found = fields.get(key)
        if found is None and not needed:
            return ""
        if not isinstance(found, str) or (needed and not found.strip()) or len(found) > MOST_TEXT:
            self._fault((*path, key), f"must be a text of 1 to {MOST_TEXT:,} characters", found)
            return ""
        said = forbidden_claim(found)
        if said is not None:
            self._fault((*path, key), f"must not claim {said.claim}", said.phrase, said.hint)
        return " ".join(found.split())

    def _texts(self, path: KeyPath, entry: Any) -> tuple[str, ...]:
        if isinstance(entry, list) and all(isinstance(one, str) and len(one) <= MOST_TEXT for one in entry):
            return tuple(entry)
        self._fault(path, "must be a list of texts", entry)
        return ()

    def _number(self, path: KeyPath, fields: Mapping[str, Any], key: str, needed: bool = False) -> float | None:
        found = fields.get(key)
        if found is None and not needed:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
            hint = "It is in the unit of the measure or figure, which stands there once."
            self._fault((*path, key), "must be a number without unit", found, hint)
            return None
        return float(found)

    def _one_of(self, path: KeyPath, found: str, words: Iterable[str]) -> None:
        if found not in words:
            self._name(path, f"must be one of {', '.join(words)}", found, words)

    def _name(self, path: KeyPath, rule: str, found: str, known: Iterable[str]) -> None:
        self._fault(path, rule, found, nearest_name(found, known))

    def _fault(self, path: KeyPath, rule: str, found: Any = None, hint: str = "") -> None:
        got = "" if found is None else shown(found)
        self.faults.append(
            Fault(rule, self.document.name, self.document.line(path), dotted(path), value=got, hint=hint)
        )
