"""Units by year, read from a file and checked: every fault at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jointex import cards
from jointex.calc.questions import Question
from jointex.cards.bases import find_base_id
from jointex.cards.shelf import Folder
from jointex.documents import KeyPath, dotted, read_document, shown
from jointex.errors import Fault, InputError, nearest_name

SHIPPED = Path(__file__).parent / "data" / "japan.yaml"
FIRST_YEAR, LAST_YEAR = 1990, 2060
MOST_AIRCRAFT = 500
"""Most aircraft of a unit, for a bound."""
MOST_UNITS = 500
MOST_MORE = 6
"""Most units that could be added: each is a map of its own."""
KEYS = ("aircraft", "type", "nation", "base", "counts", "says", "source", "status")
UNCOUNTED_KEYS = ("aircraft", "nation", "counts", "because", "says", "source", "status")
STATUSES = ("cited", "derived", "recalled", "assumed")


@dataclass(frozen=True)
class Unit:
    """Aircraft of one type at one place.

    Attributes
    ----------
    id, aircraft, nation, base : str
        `base` is a base card, `latitude,longitude` [deg] of a strip, or a ship card with its place: `JS-KAGA@31.5,132.5`.
    counts : mapping of int to int
        Aircraft owned from a year on.
    says, source, status : str
        What is known, from where, and how: `cited`, `derived`, `recalled` or `assumed`.
    type : str
        What it flies, where there is no card of it and that of `aircraft` stands in; empty otherwise.
    """

    id: str
    aircraft: str
    nation: str
    base: str
    counts: Mapping[int, int]
    says: str = ""
    source: str = ""
    status: str = "assumed"
    type: str = ""

    def count(self, year: int) -> int:
        """Return how many aircraft it has in a year; none before its first."""
        return _in_year(self.counts, year)


@dataclass(frozen=True)
class Uncounted:
    """Aircraft that are there and are not asked, and why: `because`; the rest as of `Unit`."""

    id: str
    aircraft: str
    nation: str
    counts: Mapping[int, int]
    because: str
    says: str = ""
    source: str = ""
    status: str = "assumed"

    def count(self, year: int) -> int:
        """Return how many there are in a year."""
        return _in_year(self.counts, year)


def _in_year(counts: Mapping[int, int], year: int) -> int:
    """Return the count of the latest year up to one; none before the first."""
    years = [one for one in counts if one <= year]
    return counts[max(years)] if years else 0


@dataclass(frozen=True)
class Price:
    """What an aircraft of a type costs [billion yen]: the range of public prices, and one bought and kept for thirty years.

    `says`, `source` and `status` are those of `Unit`.
    """

    low_bn_yen: float
    high_bn_yen: float
    kept_bn_yen: float | None
    says: str
    source: str
    status: str


@dataclass(frozen=True)
class Force:
    """Units of a file.

    Attributes
    ----------
    title : str
    units : tuple of Unit
    budgets : mapping of int to float
        By year [trillion yen].
    more : tuple of (str, Unit)
        Units that could be added, by name.
    prices : mapping of str to Price
        By type.
    years : tuple of int or None
        First and last year of the counts; those of the units if None.
    as_of : int or None
        Counts of later years are plans.
    not_counted : tuple of Uncounted
        What is there too.
    budget_sources : mapping of int to str
        Where a budget was read, and how.
    """

    title: str
    units: tuple[Unit, ...]
    budgets: Mapping[int, float]
    more: tuple[tuple[str, Unit], ...] = ()
    prices: Mapping[str, Price] = field(default_factory=dict)
    years: tuple[int, int] | None = None
    as_of: int | None = None
    not_counted: tuple[Uncounted, ...] = ()
    budget_sources: Mapping[int, str] = field(default_factory=dict)

    def span(self) -> tuple[int, int]:
        """Return the first and the last year of the counts."""
        if self.years is not None:
            return self.years
        known = [year for unit in self.units for year in unit.counts]
        return (min(known), max(known)) if known else (FIRST_YEAR, LAST_YEAR)

    def check_year(self, question: Question, year: float) -> None:
        """Note a year out of bounds, or before anything is known of the force.

        Parameters
        ----------
        question : Question
            Takes the faults.
        year : int
        """
        first, last = self.span()
        if FIRST_YEAR <= year < first:
            hint = f"There are counts of {first} to {last}; units of your own go into a file for --force."
            question.add(f"must be {first} or later: no counts are known before", "--year", int(year), hint)
        else:
            question.number("--year", year, FIRST_YEAR, LAST_YEAR, "")

    def notes(self, year: int) -> tuple[str, ...]:
        """Return what must be told of the counts of a year: what they leave out, and that they are plans or none at all.

        Parameters
        ----------
        year : int

        Returns
        -------
        tuple of str
        """
        last = self.span()[1]
        told = []
        if year > last:
            told.append(
                f"nothing is known of {year}: counts are those of {last}, the last year of the file, and no forecast"
            )
        elif self.as_of is not None and year > self.as_of:
            told.append(f"counts after {self.as_of} are plans, by years that are partly guesses")
        there = [(one, one.count(year)) for one in self.not_counted]
        if any(count for _, count in there):
            words = "; ".join(
                f"{count} {one.aircraft} of {one.nation} ({one.because})" for one, count in there if count
            )
            told.append(f"not counted in {year}: {words}")
        return tuple(told)

    def budget_of(self, year: int) -> tuple[int, float] | None:
        """Return the latest year up to one whose budget is known, and that budget [trillion yen]; None before the first."""
        known = [one for one in self.budgets if one <= year]
        return (max(known), self.budgets[max(known)]) if known else None

    def of(self, nations: Sequence[str]) -> Force:
        """Return the force with the units of some nations alone; what could be added stays.

        Raises
        ------
        QuestionError
            If a nation has no unit: all of them at once.
        """
        known = tuple(dict.fromkeys(unit.nation for unit in self.units))
        question = Question()
        for one in nations:
            if one not in known:
                question.add("must be a nation with units in the force", "--nation", one, nearest_name(one, known))
        question.check()
        return replace(
            self,
            units=tuple(unit for unit in self.units if unit.nation in nations),
            not_counted=tuple(one for one in self.not_counted if one.nation in nations),
            years=self.span(),
        )

    def with_one_more(self, unit: Unit) -> Force:
        """Return the force with a unit added; its years stay."""
        return replace(self, units=(*self.units, unit), years=self.span())


def read_force(path: Path | None = None, folders: Sequence[Folder] = ()) -> Force:
    """Return the units of a file.

    Parameters
    ----------
    path : Path, optional
        The shipped file for Japan if left out.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Force

    Raises
    ------
    InputError
        With every fault: file, line, key, rule, value, way out.
    """
    document = read_document(path or SHIPPED)
    faults: list[Fault] = []

    def fault(key: KeyPath, rule: str, found: Any = None, hint: str = "") -> None:
        got = "" if found is None else shown(found)
        faults.append(Fault(rule, document.name, document.line(key), dotted(key), value=got, hint=hint))

    entries = document.data.get("units")
    if not isinstance(entries, dict) or not 0 < len(entries) <= MOST_UNITS:
        fault(("units",), f"must be a mapping of 1 to {MOST_UNITS} units", entries)
        entries = {}
    units = [
        Unit(name, **_fields(name, entry, fault, folders)) for name, entry in entries.items() if isinstance(entry, dict)
    ]
    for name, entry in entries.items():
        if not isinstance(entry, dict):
            fault(("units", name), "must be a mapping of keys to values", entry)
    budgets, budget_sources = _budgets(document.data.get("budgets", {}), fault)
    years, as_of = _years(document.data, fault)
    uncounted = _uncounted(document.data.get("not_counted", {}), fault)
    more = _more(document.data.get("more", {}), fault, folders)
    prices = _prices(document.data.get("prices", {}), fault)
    if faults:
        raise InputError(sorted(faults, key=lambda one: one.line))
    title = str(document.data.get("title", ""))
    return Force(title, tuple(units), budgets, more, prices, years, as_of, uncounted, budget_sources)


def _fields(name: str, entry: Mapping[str, Any], fault: Any, folders: Sequence[Folder]) -> dict[str, Any]:
    """Return the checked fields of a unit."""
    path: KeyPath = ("units", name)
    for key in entry:
        if key not in KEYS:
            fault((*path, key), f"is no key here; there are {', '.join(KEYS)}", key, nearest_name(str(key), KEYS))
    texts = {}
    for key in ("aircraft", "nation", "base"):
        texts[key] = entry.get(key)
        if not isinstance(texts[key], str) or not texts[key]:
            fault((*path, key), "must be a text", texts[key])
            texts[key] = ""
    known = cards.ids("aircraft", folders)
    if texts["aircraft"] and texts["aircraft"] not in known:
        hint = nearest_name(texts["aircraft"], known)
        fault((*path, "aircraft"), "must be the id of an aircraft card", texts["aircraft"], hint)
    if texts["base"] and not is_place(texts["base"], folders):
        fault((*path, "base"), "must be a base card, LAT,LON in degrees, or SHIP@LAT,LON", texts["base"])
    counts = _by_year((*path, "counts"), entry.get("counts"), fault, int)
    if not counts:
        fault((*path, "counts"), "must name a year and how many aircraft there are from then on", entry.get("counts"))
    status = str(entry.get("status", "assumed"))
    if status not in STATUSES:
        fault((*path, "status"), f"must be one of {', '.join(STATUSES)}", status, nearest_name(status, STATUSES))
    more = {key: str(entry.get(key, "")) for key in ("says", "source", "type")}
    return {**texts, "counts": counts, "status": status, **more}


def _uncounted(entries: Any, fault: Any) -> tuple[Uncounted, ...]:
    """Return what is there and is not asked."""
    if not isinstance(entries, dict) or len(entries) > MOST_UNITS:
        fault(("not_counted",), f"must be a mapping of at most {MOST_UNITS} entries", entries)
        return ()
    found = []
    for name, entry in entries.items():
        path: KeyPath = ("not_counted", str(name))
        values = entry if isinstance(entry, dict) else {}
        for key in values:
            if key not in UNCOUNTED_KEYS:
                hint = nearest_name(str(key), UNCOUNTED_KEYS)
                fault((*path, str(key)), f"is no key here; there are {', '.join(UNCOUNTED_KEYS)}", key, hint)
        counts = _by_year((*path, "counts"), values.get("counts"), fault, int)
        if not counts:
            fault(
                (*path, "counts"), "must name a year and how many aircraft there are from then on", values.get("counts")
            )
        for key in ("aircraft", "nation", "because"):
            if not isinstance(values.get(key), str) or not values[key]:
                fault((*path, key), "must be a text", values.get(key))
        status = str(values.get("status", "assumed"))
        if status not in STATUSES:
            fault((*path, "status"), f"must be one of {', '.join(STATUSES)}", status, nearest_name(status, STATUSES))
        texts = {key: str(values.get(key, "")) for key in ("aircraft", "nation", "because", "says", "source")}
        found.append(Uncounted(id=str(name), counts=counts, status=status, **texts))
    return tuple(found)


def _years(data: Mapping[str, Any], fault: Any) -> tuple[tuple[int, int] | None, int | None]:
    """Return the first and last year of the counts, and the year after which they are plans, where a file says so."""
    years, as_of = data.get("years"), data.get("as_of")
    if years is not None and not (
        isinstance(years, list) and len(years) == 2 and all(map(_is_year, years)) and years[0] <= years[1]
    ):
        fault(
            ("years",), f"must be a first and a last year from {FIRST_YEAR} to {LAST_YEAR}, such as [2015, 2032]", years
        )
        years = None
    if as_of is not None and not _is_year(as_of):
        fault(("as_of",), f"must be a year from {FIRST_YEAR} to {LAST_YEAR}", as_of)
        as_of = None
    return None if years is None else (years[0], years[1]), as_of


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR


def _budgets(entries: Any, fault: Any) -> tuple[dict[int, float], dict[int, str]]:
    """Return budgets by year, and where each was read; a budget is a number, or `value`, `source` and `status`."""
    if not isinstance(entries, dict):
        return {}, {}
    values, sources = {}, {}
    for key, entry in entries.items():
        values[key] = entry.get("value") if isinstance(entry, dict) else entry
        if isinstance(entry, dict) and str(key).isdecimal():
            sources[int(key)] = f"{entry.get('status', 'assumed')}: {entry.get('source', 'no source')}"
    return _by_year(("budgets",), values, fault, float), sources


def _more(entries: Any, fault: Any, folders: Sequence[Folder]) -> tuple[tuple[str, Unit], ...]:
    """Return the units that could be added, each written as `unit_of` reads it."""
    if not isinstance(entries, dict) or len(entries) > MOST_MORE:
        fault(("more",), f"must be a mapping of at most {MOST_MORE} names to COUNT:AIRCRAFT:NATION:BASE", entries)
        return ()
    found = []
    for number, (name, text) in enumerate(entries.items(), start=1):
        try:
            found.append((str(name), unit_of(str(text), number, folders)))
        except InputError as error:
            for one in error.faults:
                fault(("more", name), one.rule, one.value, one.hint)
    return tuple(found)


def _prices(entries: Any, fault: Any) -> dict[str, Price]:
    """Return the prices by type."""
    if not isinstance(entries, dict):
        fault(("prices",), "must be a mapping of types to prices", entries)
        return {}
    found = {}
    for name, entry in entries.items():
        path: KeyPath = ("prices", str(name))
        values = entry if isinstance(entry, dict) else {}
        buy, kept, status = values.get("buy"), values.get("kept_30_years"), str(values.get("status", "assumed"))
        if not (isinstance(buy, list) and len(buy) == 2 and all(map(_is_price, buy)) and buy[0] <= buy[1]):
            fault((*path, "buy"), "must be a range above 0 in billion yen, such as [12, 14]", buy)
        elif kept is not None and not (_is_price(kept) and kept >= buy[1]):
            fault((*path, "kept_30_years"), "must be no less than what it costs to buy", kept)
        elif status not in STATUSES:
            fault((*path, "status"), f"must be one of {', '.join(STATUSES)}", status, nearest_name(status, STATUSES))
        else:
            texts = (str(values.get("says", "")), str(values.get("source", "")), status)
            found[str(name)] = Price(float(buy[0]), float(buy[1]), None if kept is None else float(kept), *texts)
    return found


def _is_price(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0.0 < value < math.inf


def _by_year(path: KeyPath, entry: Any, fault: Any, kind: type) -> dict[int, Any]:
    """Return numbers by year."""
    if not isinstance(entry, dict):
        return {}
    found = {}
    for key, value in entry.items():
        year = int(key) if str(key).isdecimal() else 0
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            fault((*path, str(key)), f"must be a year from {FIRST_YEAR} to {LAST_YEAR}", key)
        elif not is_number or not 0 <= value <= MOST_AIRCRAFT or (kind is int and value != int(value)):
            fault((*path, str(key)), f"must be a number from 0 to {MOST_AIRCRAFT}", value)
        else:
            found[year] = kind(value)
    return found


def ship_and_place(base: str) -> tuple[str, str]:
    """Return the ship of a base, empty where it is none, and its place."""
    ship, at, place = base.partition("@")
    return (ship, place) if at else ("", base)


def is_place(name: str, folders: Sequence[Folder]) -> bool:
    """Return whether a name is that of a base, a ship with its place, or a pair of coordinates."""
    ship, place = ship_and_place(name)
    if ship and ship not in cards.ids("ships", folders):
        return False
    parts = place.split(",")
    if len(parts) == 2:
        try:
            latitude, longitude = (float(part) for part in parts)
        except ValueError:
            return False
        return -90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0
    return not ship and find_base_id(name, folders) is not None


def unit_of(text: str, number: int, folders: Sequence[Folder] = ()) -> Unit:
    """Return a unit written as `COUNT:AIRCRAFT:NATION:BASE`, such as `6:F-35B:JP:JS-KAGA@31.5,132.5`.

    Parameters
    ----------
    text : str
    number : int
        Of the unit, for its name.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Unit

    Raises
    ------
    InputError
        If it is none of these, or names what is not known: every fault.
    """
    parts = text.split(":")
    key, hint = "--add", "Write it like 20:F-35B:JP:RJFN, or 6:F-35B:JP:JS-KAGA@31.5,132.5."
    if len(parts) != 4:
        raise InputError(Fault("must be COUNT:AIRCRAFT:NATION:BASE", key=key, value=text, hint=hint))
    count, aircraft, nation, base = parts
    faults = []
    if not (count.isascii() and count.isdecimal() and len(count) <= 4 and 0 < int(count) <= MOST_AIRCRAFT):
        faults.append(Fault(f"must begin with 1 to {MOST_AIRCRAFT} aircraft", key=key, value=count, hint=hint))
    known = cards.ids("aircraft", folders)
    if aircraft not in known:
        hint = nearest_name(aircraft, known)
        faults.append(Fault("must name an aircraft card", key=key, value=aircraft, hint=hint))
    if not is_place(base, folders):
        faults.append(Fault("must end with a base card, LAT,LON or SHIP@LAT,LON", key=key, value=base))
    if faults:
        raise InputError(faults)
    return Unit(f"added {number} ({text})", aircraft, nation, base, {FIRST_YEAR: int(count)}, "a lever", "--add")
