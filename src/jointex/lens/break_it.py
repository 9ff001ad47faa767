"""Breaking a plan: one failure at a time, growing, until somebody is stranded or the plan does not hold."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from statistics import NormalDist
from typing import Any

from jointex.engine.setup import Setup
from jointex.lens.failures import Failure, failures_of
from jointex.lens.nominal import EARLY_S, Flown, Outcome, fly_setup, judge, nominal_setup
from jointex.lens.phrases import fuel, percent
from jointex.planning import Plan
from jointex.planning.model import without_nan

Progress = Callable[[int, int], None]
STRANDS, BREAKS = "stranded", "broken"


@dataclass
class Search:
    """The search for the smallest harmful sizes of one failure; every size is flown once."""

    plan: Plan
    setup: Setup
    nominal: Flown
    failure: Failure
    flown: dict[float, Outcome] = field(default_factory=dict)

    def outcome(self, size: float) -> Outcome:
        """Return what comes of a size."""
        if size not in self.flown:
            one = self.failure
            flown = fly_setup(self.plan, one.inject(self.setup, size), one.closed)
            self.flown[size] = judge(flown, self.nominal, one.out)
        return self.flown[size]

    def smallest(self, harm: str) -> float | None:
        """Return the smallest size found that does a harm (`stranded` or `broken`); None within the range."""
        below = 0.0
        for size in self.failure.sizes:
            if getattr(self.outcome(size), harm):
                return self._between(below, size, harm)
            below = size
        return None

    def _between(self, below: float, above: float, harm: str) -> float:
        """Return the size that does a harm, between one that does not and one that does, by halves."""
        resolution = self.failure.resolution
        while above - below > resolution + 1e-9:
            half = below + resolution * math.floor(0.5 * (above - below) / resolution + 0.5)
            if getattr(self.outcome(half), harm):
                above = half
            else:
                below = half
        return above


def break_it(plan: Plan, progress: Progress | None = None) -> dict[str, Any]:
    """Return the smallest single failure of a plan that strands somebody, and the margin to every other.

    The plan is flown with nothing drawn, then with one failure at a time of growing size.

    Parameters
    ----------
    plan : Plan
    progress : callable, optional
        Called with failures tried and failures in all.

    Returns
    -------
    dict
        `feasible`, `sentence`, `first` (the smallest failure that strands somebody, or None), `first_break`, `as_planned`
        (the flight without a failure) and `failures`, smallest first: for each its range and resolution, and under
        `strands` and `breaks` the smallest size with its margin, its chance and who is harmed, or None if not in range.
        Of a plan that cannot be flown only the first two, and its `conflicts`.
    """
    if not plan.feasible:
        return _nothing_to_break(plan)
    setup = nominal_setup(plan)
    nominal = fly_setup(plan, setup)
    undisturbed = judge(nominal, nominal)
    rows = _tried(plan, setup, nominal, progress)
    found: dict[str, Any] = {
        "feasible": True,
        "sentence": "",
        "first": _first(rows, "strands"),
        "first_break": _first(rows, "breaks"),
        "as_planned": {**_plain(undisturbed), "diverted": _diverted(nominal)},
        "early_s": EARLY_S,
        "failures": rows,
    }
    found["sentence"] = _sentence(found, undisturbed)
    plain: dict[str, Any] = without_nan(found)
    return plain


def _nothing_to_break(plan: Plan) -> dict[str, Any]:
    conflicts = [finding.text for finding in plan.findings if finding.severity == "conflict"]
    told = " ".join(f"{text.rstrip('.')}." for text in conflicts)
    sentence = f"There is nothing to break: the plan cannot be flown as it stands. {told}"
    return {"feasible": False, "sentence": sentence.strip(), "conflicts": conflicts}


def _tried(plan: Plan, setup: Setup, nominal: Flown, progress: Progress | None) -> list[dict[str, Any]]:
    """Return what every failure does, smallest first; the engine leaves the interpreter free, so threads share the work."""
    failures = failures_of(plan)
    lock, done = threading.Lock(), 0

    def tried(failure: Failure) -> dict[str, Any]:
        nonlocal done
        row = _row(Search(plan, setup, nominal, failure))
        with lock:
            done += 1
            if progress is not None:
                progress(done, len(failures))
        return row

    with ThreadPoolExecutor(max(1, min(os.cpu_count() or 1, len(failures)))) as pool:
        rows = list(pool.map(tried, failures))
    return sorted(rows, key=_order)


def _row(search: Search) -> dict[str, Any]:
    """Return one failure with its margins."""
    failure = search.failure
    margins = {key: _margin(search, harm) for key, harm in (("strands", STRANDS), ("breaks", BREAKS))}
    asked = [{"size": size, **_plain(search.outcome(size))} for size in failure.asked]
    nearest = min(search.flown.values(), key=lambda outcome: outcome.spare_kg)
    return {
        "id": failure.id,
        "kind": failure.kind,
        "words": failure.words.replace("{n}", "n"),
        "unit": failure.unit,
        "range": {"from": failure.sizes[0], "to": failure.sizes[-1], "flown": len(search.flown)},
        "resolution": failure.resolution,
        "chance_of": failure.basis,
        "note": failure.note,
        **margins,
        "asked": asked,
        "least_spare_kg": nearest.spare_kg,
        "least_spare_aircraft": nearest.spare_aircraft,
    }


def _margin(search: Search, harm: str) -> dict[str, Any] | None:
    """Return the smallest size that does a harm, how rare that is, and to whom; None if none in the range does."""
    failure, size = search.failure, search.smallest(harm)
    if size is None:
        return None
    chance = None if failure.chance is None else failure.chance(size)
    outcome = search.outcome(size)
    return {
        "size": size,
        "share_of_range": size / failure.sizes[-1],
        "text": failure.text(size),
        "chance": chance,
        "standard_deviations": _as_rare_as(chance),
        "harm": [asdict(one) for one in getattr(outcome, harm)],
        "spare_kg": outcome.spare_kg,
        "spare_aircraft": outcome.spare_aircraft,
    }


def _as_rare_as(chance: float | None) -> float | None:
    """Return how many standard deviations of a normal draw are exceeded as rarely; None where that cannot be told."""
    return -NormalDist().inv_cdf(chance) if chance is not None and 0.0 < chance < 1.0 else None


def _diverted(flown: Flown) -> list[str]:
    """Return who lands elsewhere than planned with no failure at all."""
    recoveries = [flight.recovery for flight in flown.plan.flights for _ in flight.members]
    members = zip(flown.plan.members, recoveries, strict=True)
    return [name for number, (name, base) in enumerate(members) if flown.base(number) not in ("", base)]


def _plain(outcome: Outcome) -> dict[str, Any]:
    return asdict(outcome)


def _rank(margin: dict[str, Any] | None, unit: str) -> tuple[float, float]:
    """Return how soon a margin comes: likely ones first, then those that happen or not, then by share of the range."""
    if margin is None:
        return 3.0, 0.0
    if margin["chance"] is not None:
        return 0.0, -margin["chance"]
    return (1.0, 0.0) if not unit else (2.0, margin["share_of_range"])


def _order(row: dict[str, Any]) -> tuple[float, ...]:
    return *_rank(row["strands"], row["unit"]), *_rank(row["breaks"], row["unit"]), row["least_spare_kg"]


def _first(rows: list[dict[str, Any]], key: str) -> dict[str, Any] | None:
    """Return the smallest failure that does a harm."""
    harmful = [row for row in rows if row[key] is not None]
    if not harmful:
        return None
    row = min(harmful, key=lambda row: _rank(row[key], row["unit"]))
    return {"id": row["id"], "kind": row["kind"], "unit": row["unit"], "chance_of": row["chance_of"], **row[key]}


def _sentence(found: dict[str, Any], undisturbed: Outcome) -> str:
    """Return what breaks first, in words."""
    if undisturbed.stranded:
        return f"Somebody is stranded with no failure at all: {undisturbed.stranded[0].text}."
    diverted = found["as_planned"]["diverted"]
    verb = "lands" if len(diverted) == 1 else "land"
    before = f"With no failure at all, {', '.join(diverted)} {verb} elsewhere than planned. " if diverted else ""
    return before + _smallest(found)


def _smallest(found: dict[str, Any]) -> str:
    """Return the smallest failure in words."""
    n_failures, first = len(found["failures"]), found["first"]
    if first is not None:
        words = "The smallest single failure that strands somebody"
        return f"{words}: {first['text']}{_odds(first)}. {_harms(first)}{_without_chance(found)}"
    spare_kg, whose = min((row["least_spare_kg"], row["least_spare_aircraft"]) for row in found["failures"])
    nobody = f"None of {n_failures} single failures strands anybody within its range"
    nearest = f"the nearest comes {whose}, which lands with {fuel(spare_kg)} over its reserve"
    broken = found["first_break"]
    if broken is None:
        return f"{nobody}, nor breaks the plan; {nearest}."
    return f"{nobody}; {nearest}. The smallest that breaks the plan: {broken['text']}{_odds(broken)}. {_harms(broken)}"


def _without_chance(found: dict[str, Any]) -> str:
    """Return the smallest failure that the scenario gives no chance, where the smallest of all has one."""
    rows = [row for row in found["failures"] if row["strands"] is not None and row["strands"]["chance"] is None]
    if found["first"]["chance"] is None or not rows:
        return ""
    other = rows[0]["strands"]
    return f" Of those that the scenario gives no chance, the smallest: {other['text']}. {_harms(other)}"


def _odds(margin: dict[str, Any]) -> str:
    """Return how rare a failure is, in words."""
    if margin["chance"] is None:
        return " (the scenario gives it no chance)" if margin["unit"] or not margin["chance_of"] else ""
    deviations = margin["standard_deviations"]
    rare = "" if deviations is None or not margin["unit"] else f", {deviations:.1f} standard deviations"
    return f" (chance {percent(margin['chance'])}{rare}, by the scenario's {margin['chance_of']})"


def _harms(margin: dict[str, Any]) -> str:
    """Return who is harmed, in words: the worst, and how many more."""
    texts = [harm["text"] for harm in margin["harm"]]
    more = f", and {len(texts) - 1} more" if len(texts) > 1 else ""
    return f"{texts[0]}{more}."
