"""Levers, bundles, uncertainties and outcomes from YAML: the shipped ones, and a user's own on top."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jointex.documents import Document, KeyPath, read_document
from jointex.errors import DocumentError, Fault, PolicyError, nearest_name
from jointex.region import reactions, theories
from jointex.region.figures import package_document
from jointex.region.phrasing import forbidden_claim
from jointex.region.policies.bounds import (
    LARGEST,
    LARGEST_OUTCOME,
    MOST_FACTORS,
    MOST_TERMS,
    SMALLEST_ON_LOG,
    in_order,
    magnitude,
    model_bounds,
)
from jointex.region.policies.contradictions import contradictions
from jointex.region.policies.model import REFERENCE, Bundle, Factor, Lattice, Lever, Setting, Weighing
from jointex.region.reactions import Outcome
from jointex.region.theories import Uncertainty

PACKAGE = "jointex.region.policies"
PARTS = ("levers", "uncertainties", "outcomes", "bundles")
AS_FLOWN = "as flown"
MOST_BUNDLES = 200
SCALES = ("even", "log", "choice")


def shipped() -> Weighing:
    """Return what is weighed unless a user adds to it.

    Returns
    -------
    Weighing
    """
    empty = Weighing({}, {}, theories.uncertainties(), reactions.OUTCOMES)
    for name in PARTS:
        empty = add(empty, package_document(PACKAGE, f"{name}.yaml"))
    return empty


def read_weighing(path: Path | None = None) -> Weighing:
    """Return what is weighed, with a user's file on top.

    Parameters
    ----------
    path : Path, optional
        YAML with any of `levers`, `uncertainties`, `outcomes` and `bundles`.

    Returns
    -------
    Weighing

    Raises
    ------
    PolicyError
        Every fault of the file at once, with line and way out.
    DocumentError
        If it is no readable YAML.
    """
    return shipped() if path is None else add(shipped(), read_document(path))


def add(base: Weighing, document: Document) -> Weighing:
    """Return a weighing with what a document adds to it.

    Parameters
    ----------
    base : Weighing
    document : Document

    Returns
    -------
    Weighing

    Raises
    ------
    PolicyError
        Every fault at once.
    """
    reader = _Reader(document, base)
    found = reader.read()
    if reader.faults:
        raise PolicyError(sorted(reader.faults, key=lambda fault: fault.line))
    return found


class _Reader:
    """Reads one document and collects its faults."""

    def __init__(self, document: Document, base: Weighing) -> None:
        self.document, self.base = document, base
        self.faults: list[Fault] = []

    def read(self) -> Weighing:
        """Return the base with what the document adds."""
        for key in self.document.data:
            if key not in (*PARTS, "sources"):
                self.fault((key,), f"must be one of {', '.join(PARTS)}", key, nearest_name(key, PARTS))
        base = self.base
        base = replace(base, levers={**base.levers, **self.each("levers", self.lever)})
        base = replace(base, uncertainties={**base.uncertainties, **self.each("uncertainties", self.uncertainty)})
        entries = self.entries("outcomes")
        own = self.each("outcomes", self.outcome)
        base = replace(base, outcomes={**base.outcomes, **own})
        self.base = base
        known = (*base.levers, *base.uncertainties, *base.outcomes)
        terms = {name: self.terms(name, entries[name], known) for name in own if "terms" in entries[name]}
        base = replace(base, terms={**base.terms, **self.sound_terms(terms)})
        self.base = base
        bundles = {**base.bundles, **self.each("bundles", self.bundle)}
        if len(bundles) > MOST_BUNDLES:
            self.fault(("bundles",), f"must be at most {MOST_BUNDLES}", len(bundles))
        return replace(base, bundles=bundles)

    def fault(self, path: KeyPath, rule: str, value: object = "", hint: str = "") -> None:
        """Note a fault."""
        self.faults.append(self.document.fault(path, rule, value, hint))

    def entries(self, part: str) -> Mapping[str, Any]:
        """Return the mapping of a part."""
        found = self.document.data.get(part, {})
        if not isinstance(found, Mapping):
            self.fault((part,), "must map names to what they are", found)
            return {}
        return found

    def each(self, part: str, make: Callable[[str, KeyPath, Mapping[str, Any]], Any]) -> dict[str, Any]:
        """Return every sound entry of a part."""
        found = {}
        for name, entry in self.entries(part).items():
            path: KeyPath = (part, name)
            if not isinstance(entry, Mapping):
                self.fault(path, "must be a mapping, such as {text: ..., unit: ...}", entry)
                continue
            self.name(part, name)
            self.words(path, entry)
            if not isinstance(entry.get("text"), str) or not entry["text"]:
                self.fault(path, "must say in text what it is", "", "Add text: one line for people.")
                continue
            before = len(self.faults)
            made = make(name, path, entry)
            if len(self.faults) == before:
                found[name] = made
        return found

    def name(self, part: str, name: str) -> None:
        """Note a name that is taken: what the model itself gives must stay what it is."""
        path: KeyPath = (part, name)
        if claim := forbidden_claim(name):
            self.fault(path, f"must not claim {claim[0]}", name, claim[1])
        if part in ("levers", "outcomes") and name in getattr(self.base, part):
            rule = f"must not be the name of one of the shipped {part}: what it is would change without a word"
            self.fault(path, rule, name, f"Take a name of your own, such as own-{name}.")
        others = [other for other in PARTS[:3] if other != part and name in getattr(self.base, other)]
        is_new = bool(self.base.bundles) and part != "bundles" and name not in getattr(self.base, part)
        if is_new and others:
            self.fault(path, f"must not be the name of one of the {others[0]} too", name, "Take another name.")

    def words(self, path: KeyPath, entry: Mapping[str, Any]) -> None:
        """Note texts that claim what no weighing can."""
        for key in ("text", "unit", "source"):
            if isinstance(entry.get(key), str) and (claim := forbidden_claim(entry[key])):
                self.fault((*path, key), f"must not claim {claim[0]}", entry[key], claim[1])

    def keys(self, path: KeyPath, entry: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Note keys nobody reads."""
        for key in entry:
            if key not in known:
                self.fault((*path, key), f"must be one of {', '.join(known)}", key, nearest_name(key, known))

    def number(self, path: KeyPath, value: object) -> float:
        """Return a finite number, or note a fault."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.fault(path, "must be a finite number", value)
            return 0.0
        if abs(value) > LARGEST:
            self.fault(path, f"must lie within {LARGEST:g} of 0", f"{value:g}", "Choose a larger unit.")
            return 0.0
        return float(value)

    def ends(self, path: KeyPath, entry: Mapping[str, Any], scale: str = "even") -> tuple[float, float]:
        """Return low and high, or note a range that is missing or upside down."""
        missing = [key for key in ("low", "high") if key not in entry]
        if missing:
            self.fault(path, f"must give {' and '.join(missing)}", "", "Add low: and high:, its range.")
            return 0.0, 1.0
        low, high = (self.number((*path, key), entry[key]) for key in ("low", "high"))
        if low > high:
            hint = f"Did you mean low: {high:g}, high: {low:g}?"
            self.fault((*path, "low"), f"must not be above high ({high:g}): the range is upside down", f"{low:g}", hint)
        if scale == "log" and low <= 0.0:
            self.fault((*path, "low"), "must be above 0 on a log scale", f"{low:g}", "Raise low, or use scale: even.")
        elif scale == "log" and low < SMALLEST_ON_LOG:
            rule = f"must be at least {SMALLEST_ON_LOG:g} on a log scale"
            self.fault((*path, "low"), rule, f"{low:g}", "Raise low, or choose a smaller unit.")
        return low, high

    def lever(self, name: str, path: KeyPath, entry: Mapping[str, Any]) -> Lever:
        """Return a lever."""
        self.keys(path, entry, ("part", "low", "high", "choices", "default", "unit", "text"))
        choices = entry.get("choices", ())
        if choices:
            if not isinstance(choices, list) or not all(isinstance(one, str) for one in choices):
                self.fault(
                    (*path, "choices"), "must be a list of words", choices, 'Write yes and no as "yes" and "no".'
                )
                choices = ()
            if entry.get("default", choices[0] if choices else None) not in choices:
                self.fault((*path, "default"), f"must be one of {', '.join(choices)}", entry.get("default"))
            default: Setting = entry.get("default", choices[0] if choices else None)
            return Lever(name, str(entry.get("part", "own")), entry["text"], choices=tuple(choices), default=default)
        low, high = self.ends(path, entry)
        default = entry.get("default", 0.0)
        if default == AS_FLOWN:
            default = None
        elif not low <= self.number((*path, "default"), default) <= high:
            self.fault((*path, "default"), f"must lie from {low:g} to {high:g}", default)
        unit = str(entry.get("unit", ""))
        return Lever(name, str(entry.get("part", "own")), entry["text"], unit, low, high, (), default)

    def uncertainty(self, name: str, path: KeyPath, entry: Mapping[str, Any]) -> Uncertainty:
        """Return an uncertainty."""
        self.keys(path, entry, ("values", "low", "high", "scale", "unit", "basis", "source", "text"))
        for key in ("unit", "basis", "source"):
            if not isinstance(entry.get(key), str):
                hint = "basis: bracket, where you chose the range yourself." if key == "basis" else ""
                self.fault(path, f"must have {key}", "", hint)
        if entry.get("basis") not in (None, "published", "derived", "bracket"):
            self.fault((*path, "basis"), "must be published, derived or bracket", entry["basis"])
        source = self.title(str(entry.get("source", "")))
        unit, basis = str(entry.get("unit", "")), str(entry.get("basis", ""))
        if "values" in entry:
            values = entry["values"]
            if not isinstance(values, list) or len(values) < 2:
                self.fault((*path, "values"), "must be a list of two numbers or more", values)
                return Lattice(name, 0.0, 1.0, "lattice", unit, basis, source, entry["text"], (0.0, 1.0))
            numbers = tuple(self.number((*path, "values", place), one) for place, one in enumerate(values))
            if list(numbers) != sorted(set(numbers)):
                self.fault((*path, "values"), "must ascend, each once", values, f"Did you mean {sorted(set(numbers))}?")
            self.within(path, name, unit, numbers[0], numbers[-1], ("values", "values"))
            return Lattice(name, numbers[0], numbers[-1], "lattice", unit, basis, source, entry["text"], numbers)
        scale = str(entry.get("scale", "even"))
        if scale not in SCALES:
            self.fault((*path, "scale"), f"must be one of {', '.join(SCALES)}", scale, nearest_name(scale, SCALES))
        low, high = self.ends(path, entry, scale)
        self.within(path, name, unit, low, high, ("low", "high"))
        return Uncertainty(name, low, high, scale, unit, basis, source, entry["text"])

    def title(self, source: str) -> str:
        """Return the title of a source, or the source as it is written."""
        titles = self.document.data.get("sources", {})
        entry = titles.get(source) if isinstance(titles, Mapping) else None
        return str(entry.get("title", source)) if isinstance(entry, Mapping) else source

    def within(self, path: KeyPath, name: str, unit: str, low: float, high: float, keys: tuple[str, str]) -> None:
        """Note a range of the user's own for a figure of the model that the model cannot take."""
        shipped = self.base.uncertainties.get(name)
        if shipped is None:
            return
        if unit != shipped.unit:
            self.fault((*path, "unit"), f"must be {shipped.unit or 'empty'}, as the model reads it", unit)
        least, most, why = model_bounds(shipped)
        for key, value in zip(keys, (low, high), strict=True):
            if not least <= value <= most:
                rule = f"must lie from {least:g} to {most:g} {shipped.unit}".rstrip() + f": {why}"
                self.fault((*path, key), rule, f"{value:g}")

    def outcome(self, name: str, path: KeyPath, entry: Mapping[str, Any]) -> Outcome:
        """Return an outcome."""
        self.keys(path, entry, ("text", "unit", "better", "stakeholders", "terms"))
        better = entry.get("better", "")
        if better not in ("lower", "higher", ""):
            self.fault((*path, "better"), "must be lower, higher or empty", better)
        holders = entry.get("stakeholders", [])
        if not isinstance(holders, list) or not all(isinstance(one, str) for one in holders):
            self.fault((*path, "stakeholders"), "must be a list of names", holders)
            holders = []
        if not isinstance(entry.get("unit"), str):
            self.fault(path, "must have unit", "", 'Write unit: "" for a pure number.')
        if "terms" not in entry and self.base.bundles:
            self.fault(path, "must say in terms what it is made of", "", "terms: [[2.5, scale]]")
        return Outcome(name, entry["text"], str(entry.get("unit", "")), better, tuple(holders))

    def terms(self, name: str, entry: Mapping[str, Any], known: tuple[str, ...]) -> tuple[tuple[Factor, ...], ...]:
        """Return the terms of a user's outcome: sums of products of numbers and names."""
        path: KeyPath = ("outcomes", name, "terms")
        if not isinstance(entry["terms"], list) or not entry["terms"]:
            self.fault(path, "must be a list of terms, each a list of factors", entry["terms"], "terms: [[2.5, scale]]")
            return ()
        if len(entry["terms"]) > MOST_TERMS:
            self.fault(path, f"must be at most {MOST_TERMS} terms", len(entry["terms"]))
        found = []
        for place, term in enumerate(entry["terms"]):
            factors: list[Factor] = []
            if isinstance(term, list) and not 1 <= len(term) <= MOST_FACTORS:
                self.fault((*path, place), f"must have 1 to {MOST_FACTORS} factors", len(term))
            for index, factor in enumerate(term if isinstance(term, list) else [term]):
                if isinstance(factor, str):
                    if factor not in known or factor == name:
                        hint = nearest_name(factor, [one for one in known if one != name])
                        self.fault(
                            (*path, place, index), "must be a number, lever, uncertainty or outcome", factor, hint
                        )
                    elif self.base.levers.get(factor, Lever("", "", "")).choices:
                        self.fault((*path, place, index), "must be a lever with a number, not one of choices", factor)
                    factors.append(factor)
                else:
                    factors.append(self.number((*path, place, index), factor))
            found.append(tuple(factors))
        self.alike(path, found)
        return tuple(found)

    def alike(self, path: KeyPath, terms: Sequence[Sequence[Factor]]) -> None:
        """Note a sum of outcomes that are not of one unit: what one holder gains must not pay for what another bears."""
        added = dict.fromkeys(one for term in terms for one in term if one in self.base.outcomes)
        if len({self.base.outcomes[str(name)].unit for name in added}) > 1:
            names = ", ".join(f"{name} [{self.base.outcomes[str(name)].unit or 'no unit'}]" for name in added)
            hint = "Write an outcome for each: outcomes are never added to each other."
            self.fault(path, "must not add outcomes of different units", names, hint)
        kinds = [str(name).removesuffix("_30d").removesuffix("_180d") for name in added]
        if len(set(kinds)) < len(kinds):
            rule = "must not add one count over 30 and over 180 days: the first days would count twice"
            self.fault(path, rule, ", ".join(map(str, added)), "Write one of them.")

    def sound_terms(
        self, terms: Mapping[str, tuple[tuple[Factor, ...], ...]]
    ) -> dict[str, tuple[tuple[Factor, ...], ...]]:
        """Return terms in an order in which they can be added up, or note rings and sums beyond any number."""
        order, ring = in_order(terms)
        for name in ring:
            rest = sorted({one for term in terms[name] for one in term if one in ring and one != name} or {name})
            rule = f"must not hang on itself: it is made of {' and '.join(map(str, rest))}, and that of it"
            self.fault(
                ("outcomes", name, "terms"), rule, "", "Write one of them with levers, uncertainties and numbers."
            )
        sizes: dict[str, float] = {}
        for name in order:
            sizes[name] = magnitude(terms[name], self.base, sizes)
            if sizes[name] > LARGEST_OUTCOME:
                rule = f"must not add up to more than {LARGEST_OUTCOME:g}"
                self.fault(("outcomes", name, "terms"), rule, f"{sizes[name]:g}", "Choose larger units.")
        return {name: terms[name] for name in order}

    def bundle(self, name: str, path: KeyPath, entry: Mapping[str, Any]) -> Bundle:
        """Return a bundle, or note what it may not set and where it contradicts itself."""
        self.keys(path, entry, ("text", "set"))
        given = entry.get("set", {})
        if not isinstance(given, Mapping):
            self.fault((*path, "set"), "must map levers to where they stand", given)
            return Bundle(name, entry["text"])
        if name == REFERENCE and given:
            rule = "must be empty: every bundle is told beside the exercise as it was flown"
            self.fault((*path, "set"), rule, dict(given), "Give the bundle another name.")
        before = len(self.faults)
        settings = {key: self.setting((*path, "set", key), key, value) for key, value in given.items()}
        made = Bundle(name, entry["text"], settings)
        if len(self.faults) == before:
            whole = {key: settings.get(key, lever.default) for key, lever in self.base.levers.items()}
            for key, rule, hint in contradictions(settings, whole):
                at: KeyPath = (*path, "set", key) if key in settings else (*path, "set")
                self.fault(at, f"{'' if key in settings else key + ' '}{rule}", settings.get(key, ""), hint)
        return made

    def setting(self, path: KeyPath, key: str, value: object) -> Setting:
        """Return where a lever is set, or note that it cannot be set there."""
        lever = self.base.levers.get(key)
        if lever is None:
            self.fault(path, "must be a lever", key, nearest_name(key, self.base.levers))
            return None
        if lever.choices:
            if value not in lever.choices:
                hint = nearest_name(str(value), lever.choices)
                self.fault(path, f"must be one of {', '.join(lever.choices)}", value, hint)
                return None
            return str(value)
        number = self.number(path, value)
        if not lever.low <= number <= lever.high:
            self.fault(path, f"must lie from {lever.low:g} to {lever.high:g} {lever.unit}".rstrip(), f"{number:g}")
        return number


__all__ = ["DocumentError", "add", "read_weighing", "shipped"]
