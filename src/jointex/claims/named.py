"""Figures of a run folder under dotted names: noise, movements, people, money and emissions, reactions, policies, gas shocks."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jointex.record import Recording
from jointex.region.reactions import OUTCOMES

FAMILIES = {
    "lmax_dba": "communities.json",
    "lden_db": "communities.json",
    "dnl_db": "communities.json",
    "wecpnl_db": "communities.json",
    "passes": "communities.json",
    "loud_min": "communities.json",
    "people": "communities.json",
    "people_from_lden_db": "communities.json",
    "movements": "communities.json",
    "night_movements": "communities.json",
    "vertical_landings": "communities.json",
    "money": "communities.json",
    "emissions": "communities.json",
    "region": "region.json",
    "weigh": "weigh/weigh.json",
    "energy": "",
}
"""First parts of the names, and the file of the run folder that holds their figures; gas shocks need none."""
COUNTED = ("flying_hours",)
"""Outcomes of reactions that are counted in the runs and so hang on no theory."""
OF_STRUCTURES = ("asset_position", "eu_gap", "moscow_factor", "cuts_180d")
"""Outcomes of a weighing that rival structures of bargaining set, which are drawn alike often."""
EXAMPLES = (
    ("lmax_dba.TOWN", "dBA", "loudest moment at a town or point, such as lmax_dba.SHINTOMI"),
    ("lden_db.TOWN", "dB", "day-evening-night level of the exercise's day; dnl_db and wecpnl_db likewise"),
    ("passes.TOWN", "passes", "aircraft heard there; loud_min.TOWN is minutes above 70 dBA"),
    (
        "people.TOWN",
        "people",
        "who live or are there; people_from_lden_db.57 are those in towns at that level and above",
    ),
    (
        "movements.BASE",
        "movements",
        "take-offs and landings; vertical_landings.BASE and night_movements.BASE (22 to 7 h)",
    ),
    ("money.flying_hours_usd", "USD", "flying hours; money.fuel_usd; money.TYPE_usd of one aircraft type"),
    ("emissions.CO2_kg", "kg", "of a run; so are H2O, SO2 and NOx"),
    (
        "region.OUTCOME.THEORY",
        "as the outcome",
        "under one theory, such as region.encounters_30d.inertia; never supported or contradicted, for the theory sets it",
    ),
    (
        "weigh.OUTCOME.BUNDLE",
        "as the outcome",
        "over all futures, as weigh.people_in_noise.night-quiet; needs `jointex weigh`",
    ),
    ("energy.FIGURE.EVENT", "as the figure", "of a named gas shock, such as energy.extra_cost_musd.hormuz-closed"),
)
"""How names are made: name, unit, what it is."""
SHOCK_FIGURES = {
    "extra_cost_musd": ("million USD", "extra_cost_low_musd", "extra_cost_high_musd"),
    "unserved_mt": ("Mt", "unserved_low_mt", "unserved_high_mt"),
    "extra_bill_musd": ("million USD", "", ""),
    "least_cover_d": ("d", "", ""),
    "peak_dual_usd_mmbtu": ("USD/MMBtu", "", ""),
}
"""Figures of a gas shock: unit, and the names of their ends where they have any."""
OF_PLACE = {
    "lmax_dba": ("dBA", "loudest moment"),
    "lden_db": ("dB", "day-evening-night level of the day"),
    "dnl_db": ("dB", "day-night level of the day"),
    "wecpnl_db": ("dB", "WECPNL of the day"),
    "passes": ("passes", "aircraft heard"),
    "loud_min": ("min", "time above 70 dBA"),
}


@dataclass(frozen=True)
class Named:
    """A figure of a run folder.

    Attributes
    ----------
    name, says, unit : str
        Dotted name, what it is, unit in words.
    value : float or None
        [`unit`]; None where nothing was found, such as noise at a town that hears nobody.
    low, high : float
        Ends of its range [`unit`].
    range_of : str
        What the range holds.
    basis, source : str
        What it rests on, and the file or command it is from.
    """

    name: str
    says: str
    unit: str
    value: float | None
    low: float
    high: float
    range_of: str
    basis: str
    source: str

    @property
    def text(self) -> str:
        """What it says, with value, unit and range."""
        says = self.says[:1].upper() + self.says[1:]
        if self.value is None:
            return f"{says}: no value in this run, nothing was heard or counted"
        unit = f" {self.unit}" if self.unit else ""
        ends = "" if self.low == self.high else f" ({self.low:,.4g} to {self.high:,.4g}, {self.range_of})"
        return f"{says}: {self.value:,.4g}{unit}{ends}"


def theory_bound(name: str) -> bool:
    """Return whether a rival theory sets a figure, so that testing it tests what was assumed.

    Parameters
    ----------
    name : str
        Dotted, such as `region.encounters_30d.inertia`.

    Returns
    -------
    bool
    """
    family, _, rest = name.partition(".")
    outcome = rest.partition(".")[0]
    if family == "region":
        return outcome not in COUNTED
    return family == "weigh" and outcome not in COUNTED and outcome not in _free_of_theories()


@functools.cache
def _free_of_theories() -> frozenset[str]:
    """Return the shipped outcomes of a weighing that no theory sets; one of a user's own may be made of any."""
    from jointex.region.policies.reading import shipped

    return frozenset(shipped().outcomes) - frozenset(OUTCOMES) - frozenset(OF_STRUCTURES)


def named_figures(recording: Recording) -> dict[str, Named]:
    """Return the figures that a run folder holds, gas shocks left out: those are worked out when named.

    Parameters
    ----------
    recording : Recording

    Returns
    -------
    dict of str to Named
    """
    found = [*_of_communities(recording.communities), *_of_region(recording.region), *_of_weighing(recording)]
    return {one.name: one for one in found}


def is_missing(family: str, recording: Recording) -> bool:
    """Return whether the file that holds figures of a family is not in the run folder.

    Parameters
    ----------
    family : str
        A key of `FAMILIES`.
    recording : Recording

    Returns
    -------
    bool
    """
    return bool(FAMILIES[family]) and not recording.has(FAMILIES[family])


def shock_names() -> tuple[str, ...]:
    """Return the names of the figures of gas shocks."""
    from jointex.region.energy import read_events

    return tuple(f"energy.{figure}.{event}" for event in read_events() for figure in SHOCK_FIGURES)


def shock_figure(name: str) -> Named:
    """Return one figure of a named gas shock.

    Parameters
    ----------
    name : str
        One of `shock_names`.

    Returns
    -------
    Named
    """
    from jointex.region.energy import energy

    _, figure, event = name.split(".")
    unit, low_key, high_key = SHOCK_FIGURES[figure]
    found = energy(event=event)
    value = float(getattr(found, figure))
    ends = [value, *(float(getattr(found, key)) for key in (low_key, high_key) if key)]
    says = f"{figure.rpartition('_')[0].replace('_', ' ')}: {found.shock}"
    how = "ends of what is assumed of market, coal and tanks"
    return Named(
        name, says, unit, value, min(ends), max(ends), how, "estimated", f"jointex calc energy --event {event}"
    )


def _of_communities(found: Mapping[str, Any]) -> Iterator[Named]:
    """Return noise, movements, people, money and emissions."""
    source = f"communities.json of this run, {found.get('runs', 0):,} runs"
    for place in found.get("places", ()):
        where = f"at {place['name']} ({place['kind']})"
        for family, (unit, says) in OF_PLACE.items():
            yield _entry(f"{family}.{place['id']}", f"{says} {where}", unit, place.get(family), source)
        if place["people"]:
            yield _count(f"people.{place['id']}", f"people {where}", "people", place["people"], place["basis"], source)
    yield from _of_movements(found.get("movements", ()), source)
    for band in found.get("people", ()):
        if band["lden_from_db"] is not None:
            least = band["lden_from_db"]
            inside = sum(one["people"] for one in found["people"] if (one["lden_from_db"] or 0.0) >= least)
            says = f"people of towns whose centre hears Lden {least:g} dB or more on the day"
            yield _count(f"people_from_lden_db.{least:g}", says, "people", inside, "estimated", source)
    yield from _of_money(found, source)


def _of_movements(rows: Any, source: str) -> Iterator[Named]:
    """Return take-offs and landings by base, and at night at all bases together."""
    for row in rows:
        base, at = row["base"], f"at {row['name']}"
        both = sum(row["takeoffs_by_hour"]) + sum(row["landings_by_hour"])
        yield _count(f"movements.{base}", f"take-offs and landings {at}", "movements", both, "estimated", source)
        landings, unit = row["vertical_landings"], "landings"
        yield _count(f"vertical_landings.{base}", f"vertical landings {at}", unit, landings, "estimated", source)
        yield _entry(f"night_movements.{base}", f"movements from 22 to 7 h {at}", "movements", row["at_night"], source)
    if rows:
        total = sum(row["at_night"]["value"] for row in rows)
        says = "movements from 22 to 7 h at all bases of the exercise"
        yield _count("night_movements", says, "movements", total, "estimated", source)


def _of_money(found: Mapping[str, Any], source: str) -> Iterator[Named]:
    """Return costs and emissions of a run."""
    money = found.get("money", {})
    for key in ("flying_hours", "fuel"):
        if key in money:
            yield _entry(f"money.{key}_usd", f"{key.replace('_', ' ')} of a run", "USD", money[key], source)
    for row in money.get("by_type", ()):
        says = f"flying hours of {row['aircraft']} of a run"
        yield _entry(f"money.{row['aircraft']}_usd", says, "USD", row.get("cost"), source)
    for gas, entry in found.get("emissions", {}).items():
        if isinstance(entry, Mapping) and "value" in entry:
            yield _entry(f"emissions.{gas}_kg", f"{gas} of a run", "kg", entry, source)


def _of_region(found: Mapping[str, Any]) -> Iterator[Named]:
    """Return outcomes under each theory."""
    source = f"region.json of this run, {found.get('cases', 0):,} cases a theory"
    for row in found.get("outcomes", ()):
        for theory, both in row["by_theory"].items():
            ends = both["with"]
            says = f"{row['text']}, with the exercise, if {theory} holds"
            yield Named(
                f"region.{row['id']}.{theory}",
                says,
                row["unit"],
                ends["p50"],
                ends["p05"],
                ends["p95"],
                "90 % of cases",
                "bracket",
                source,
            )


def _of_weighing(recording: Recording) -> Iterator[Named]:
    """Return outcomes of each bundle of policies over all futures."""
    if not recording.has(FAMILIES["weigh"]):
        return
    found = json.loads((recording.folder / FAMILIES["weigh"]).read_text(encoding="utf-8"))
    source = f"weigh.json of this run, {found['futures']:,} futures"
    for outcome in found["outcomes"]:
        for row in outcome["rows"]:
            name, says = f"weigh.{outcome['id']}.{row['bundle']}", f"{outcome['text']}; bundle {row['bundle']}"
            value, low, high = (row[key] for key in ("p50", "p10", "p90"))
            yield Named(name, says, outcome["unit"], value, low, high, "80 % of futures", "bracket", source)


def _entry(name: str, says: str, unit: str, entry: Mapping[str, Any] | None, source: str) -> Named:
    """Return a figure from an entry with its spread over runs and the ends of its inputs."""
    if entry is None or entry.get("value") is None:
        return Named(name, says, unit, None, 0.0, 0.0, "", "estimated", source)
    keys = ("value", "p05", "p95", "input_low", "input_high", "low", "high")
    ends = [float(entry[key]) for key in keys if entry.get(key) is not None]
    how = "5 to 95 % of runs and the ends of the inputs" if "input_low" in entry else "its range"
    if "p05" in entry and "input_low" not in entry:
        how = "5 to 95 % of runs and the range of its factor" if "low" in entry else "5 to 95 % of runs"
    basis = entry.get("basis", "estimated")
    return Named(name, says, unit, float(entry["value"]), min(ends), max(ends), how, basis, source)


def _count(name: str, says: str, unit: str, value: float, basis: str, source: str) -> Named:
    """Return a figure without a range: a mean over runs, or a number of people."""
    return Named(name, says, unit, float(value), float(value), float(value), "", basis, source)


Lookup = Callable[[str], Named | None]
"""Finds a figure by its name; None where the run folder does not hold it."""


def lookup(recording: Recording) -> Lookup:
    """Return a finder of figures, which works out gas shocks when they are named."""
    known = named_figures(recording)

    def find(name: str) -> Named | None:
        if name.startswith("energy.") and name not in known:
            known[name] = shock_figure(name)
        return known.get(name)

    return find
