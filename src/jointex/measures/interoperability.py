"""How well the force worked together across nations: which measures make that table, and how they are counted.

Measures between nations have a value for the whole exercise under their id, and one for each pair of nations: `id.US-JP`
where it matters who comes first (who gives, who leads), `id.JP+US` where it does not. What a nation's own aircraft do among
themselves is no part of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.fleet.log import Event
from jointex.measures.counts import ratio

Array = npt.NDArray[Any]

TABLE = (
    ("Fuel across nations", ("refuelled_across_fraction", "fuel_across_kg")),
    ("Work and formation", ("together_across_fraction", "formation_across_m")),
    (
        "Shared picture",
        ("picture_fraction", "told_picture_fraction", "picture_age_s", "picture_error_m", "picture_unbroken_s"),
    ),
    ("Deviations", ("separation_breaches",)),
)
"""The table of interoperability: headings, and the measures under each; those that a scenario has nothing of are left out."""


@dataclass(frozen=True)
class Bracket:
    """A planned meeting with a tanker: flights of receiver and tanker, and how many aircraft are to take fuel."""

    taker: int
    giver: int
    count: int


@dataclass(frozen=True)
class Together:
    """A work: the leading flight, all flights, and its planned time [s]."""

    lead: int
    flights: tuple[int, ...]
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Partners:
    """Who meets whom by plan; flights by their place in it.

    Attributes
    ----------
    nations : tuple of str
        Of each flight.
    flight : array (n_aircraft,) of int
        Flight of each aircraft.
    brackets : tuple of Bracket
    works : tuple of Together
    """

    nations: tuple[str, ...]
    flight: Array
    brackets: tuple[Bracket, ...]
    works: tuple[Together, ...]

    @classmethod
    def of(cls, plan: Mapping[str, Any]) -> Partners:
        """Return who meets whom in the content of a plan.json."""
        flights = plan["flights"]
        place = {flight["id"]: number for number, flight in enumerate(flights)}
        counts = [len(flight["members"]) for flight in flights]
        orders = (plan.get("refuelling") or {}).get("brackets") or ()
        return cls(
            tuple(flight["nation"] for flight in flights),
            np.repeat(np.arange(len(flights)), counts),
            tuple(Bracket(place[one["flight"]], place[one["tanker"]], int(one["count"])) for one in orders),
            tuple(
                Together(
                    place[work["lead"]],
                    tuple(place[flight] for flight in work["flights"]),
                    work["start_s"],
                    work["end_s"],
                )
                for work in plan["work"]
            ),
        )

    @property
    def is_joint(self) -> bool:
        """Whether aircraft of more than one nation take part."""
        return len(set(self.nations)) > 1


@dataclass(frozen=True)
class Traffic:
    """Runs as the measures between nations see them.

    Attributes
    ----------
    run : array (n_runs,) of int
    tally : array (n_runs, n_aircraft) of TALLY
    event : array (n,) of EVENT
    partners : Partners
    """

    run: Array
    tally: Array
    event: Array
    partners: Partners

    def rows(self, *kinds: Event) -> Array:
        """Return the events of some kinds."""
        return np.asarray(self.event[np.isin(self.event["event"], kinds)])

    def summed(self, rows: Array, values: Array | float = 1.0) -> Array:
        """Return the sum of values over events, run by run; shape (n_runs,)."""
        total = np.zeros(len(self.run))
        np.add.at(total, np.searchsorted(self.run, rows["run"]), values)
        return total

    def of_pair(self, rows: Array, first: str, second: str) -> Array:
        """Return events whose `other` is of the first nation and whose aircraft is of the second."""
        nations, flight = np.array(self.partners.nations), self.partners.flight
        has_other = rows["other"] >= 0
        of_other = nations[flight[np.where(has_other, rows["other"], 0)]]
        is_pair = has_other & (of_other == first) & (nations[flight[rows["aircraft"]]] == second)
        return np.asarray(rows[is_pair])


Count = Callable[[Traffic, Sequence[tuple[str, str]]], Array]
"""Counts a measure over some pairs of nations: shape (n_runs,), NaN where it never happened."""


class Both(tuple[str, str]):
    """Two nations where it does not matter who comes first; in the order of the alphabet."""


def pair_name(pair: tuple[str, str]) -> str:
    """Return a pair of nations as ids have it: `US-JP` from the first to the second, `JP+US` where both are alike."""
    return ("+" if isinstance(pair, Both) else "-").join(pair)


def ordered_pairs(partners: Partners) -> Iterator[tuple[str, str]]:
    """Yield pairs of nations in which who comes first matters, such as giver and taker."""
    yield from permutations(sorted(set(partners.nations)), 2)


def fuel_pairs(partners: Partners) -> Iterator[tuple[str, str]]:
    """Yield pairs of nations of which the first is to give fuel to the second."""
    met = {(partners.nations[one.giver], partners.nations[one.taker]) for one in partners.brackets}
    yield from (pair for pair in ordered_pairs(partners) if pair in met)


def lead_pairs(partners: Partners) -> Iterator[tuple[str, str]]:
    """Yield pairs of nations of which the first leads a work that the second follows in."""
    nations = partners.nations
    met = {(nations[work.lead], nations[flight]) for work in partners.works for flight in work.flights}
    yield from (pair for pair in ordered_pairs(partners) if pair in met)


def work_pairs(partners: Partners) -> Iterator[tuple[str, str]]:
    """Yield pairs of nations that work together, each once."""
    for pair in any_pairs(partners):
        works = ({partners.nations[flight] for flight in work.flights} for work in partners.works)
        if any(set(pair) <= nations for nations in works):
            yield pair


def any_pairs(partners: Partners) -> Iterator[tuple[str, str]]:
    """Yield all pairs of nations, each once."""
    yield from (Both(pair) for pair in combinations(sorted(set(partners.nations)), 2))


def fuel_across_kg(traffic: Traffic, pairs: Sequence[tuple[str, str]]) -> Array:
    """Fuel given to aircraft of another nation [kg]."""
    taken = traffic.rows(Event.REFUELLED, Event.CUT_SHORT)
    found = [traffic.of_pair(taken, *pair) for pair in pairs]
    return np.asarray(sum((traffic.summed(rows, rows["value"]) for rows in found), np.zeros(len(traffic.run))))


def refuelled_across_fraction(traffic: Traffic, pairs: Sequence[tuple[str, str]]) -> Array:
    """Share of planned meetings with tankers of another nation that gave the fuel needed."""
    nations = traffic.partners.nations
    planned = sum(
        one.count for one in traffic.partners.brackets if (nations[one.giver], nations[one.taker]) in set(pairs)
    )
    refuelled = traffic.rows(Event.REFUELLED)
    done = sum((traffic.summed(traffic.of_pair(refuelled, *pair)) for pair in pairs), np.zeros(len(traffic.run)))
    return np.minimum(ratio(done, np.full(len(traffic.run), float(planned))), 1.0)


def separation_breaches(traffic: Traffic, pairs: Sequence[tuple[str, str]]) -> Array:
    """Times aircraft of two nations came closer than the rule."""
    close = traffic.rows(Event.CLOSE)
    both = [pair for first, second in pairs for pair in ((first, second), (second, first))]
    found = (traffic.summed(traffic.of_pair(close, *pair)) for pair in both)
    return np.asarray(sum(found, np.zeros(len(traffic.run))))


def together_across_fraction(traffic: Traffic, pairs: Sequence[tuple[str, str]]) -> Array:
    """Time on station that flights of two nations shared, over the time planned; all pairs of flights alike."""
    partners, on_s, off_s = traffic.partners, *_on_station_s(traffic)
    shared_s, planned_s = np.zeros(len(traffic.run)), 0.0
    for work in partners.works:
        for one, other in combinations(work.flights, 2):
            if tuple(sorted((partners.nations[one], partners.nations[other]))) in set(pairs):
                begins_s = np.maximum(np.maximum(on_s[:, one], on_s[:, other]), work.start_s)
                ends_s = np.minimum(np.minimum(off_s[:, one], off_s[:, other]), work.end_s)
                shared_s += np.nan_to_num(np.maximum(0.0, ends_s - begins_s), nan=0.0)
                planned_s += work.end_s - work.start_s
    return ratio(shared_s, np.full(len(traffic.run), planned_s))


def _on_station_s(traffic: Traffic) -> tuple[Array, Array]:
    """Return when each flight came on station and left it, (n_runs, n_flights) [s]; NaN where it never came."""
    shape = len(traffic.run), len(traffic.partners.nations)
    on_s, off_s = np.full(shape, np.inf), np.full(shape, -np.inf)
    for times_s, kind, keep in ((on_s, Event.ON_STATION, np.minimum), (off_s, Event.OFF_STATION, np.maximum)):
        rows = traffic.rows(kind)
        where = np.searchsorted(traffic.run, rows["run"]), traffic.partners.flight[rows["aircraft"]]
        keep.at(times_s, where, rows["time_s"])
    came = np.isfinite(on_s)
    return np.where(came, on_s, np.nan), np.where(came & np.isfinite(off_s), off_s, np.where(came, np.inf, np.nan))


def formation_across_m(traffic: Traffic, pairs: Sequence[tuple[str, str]]) -> Array:
    """Distance of leaders from their slots on a leader of another nation, root mean square."""
    partners, tally = traffic.partners, traffic.tally
    error_m2_s, time_s = np.zeros(len(traffic.run)), np.zeros(len(traffic.run))
    for work in partners.works:
        for flight in work.flights:
            if (partners.nations[work.lead], partners.nations[flight]) in set(pairs):
                leader = _leaders(traffic, flight)
                runs = np.arange(len(traffic.run))
                error_m2_s += tally["formation_error_m2_s"][runs, leader]
                time_s += tally["formation_time_s"][runs, leader]
    return np.asarray(np.sqrt(ratio(error_m2_s, time_s)))


def _leaders(traffic: Traffic, flight: int) -> Array:
    """Return the aircraft that leads a flight in each run: the first that flew; shape (n_runs,)."""
    own = np.flatnonzero(traffic.partners.flight == flight)
    return np.asarray(own[np.argmax(np.isfinite(traffic.tally["airborne_time_s"][:, own]), axis=1)])


def gate_rows(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return which gates stand open between tankers and receivers of different nations, as a row of the table.

    Parameters
    ----------
    plan : mapping
        The content of a plan.json.

    Returns
    -------
    list of dict
        One row as `measures.tables.score_table` has it, without an interval: it is the same in every run; none where no
        tanker is of another nation than those that ask for fuel.
    """
    gates = (plan.get("refuelling") or {}).get("gates") or ()
    passed: dict[tuple[str, str], dict[str, bool]] = {}
    for gate in gates:
        stations = passed.setdefault((gate["tanker"], gate["receiver"]), {})
        is_open = gate["status"] == "open" or bool(gate["relied_on"])
        stations[gate["station"]] = stations.get(gate["station"], True) and is_open
    found: dict[str, list[bool]] = {}
    for giver, taker in permutations(plan["flights"], 2):
        stations = passed.get((giver["aircraft"], taker["aircraft"]), {})
        if giver["role"] == "tanker" and giver["nation"] != taker["nation"] and stations:
            found.setdefault(pair_name((giver["nation"], taker["nation"])), []).append(any(stations.values()))
    text = "Share of tankers and receivers of two nations between whom all three gates are open, or relied on"
    return _row("Gates", "gates_passed_fraction", text, found)


def link_rows(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return which flights of two nations are joined by data links, as a row of the table.

    Parameters
    ----------
    plan : mapping
        The content of a plan.json.

    Returns
    -------
    list of dict
        One row as `measures.tables.score_table` has it, without an interval: it is the same in every run; none where no
        flights of two nations take part in drills of links or combat.
    """
    picture = plan.get("picture") or {}
    nations, links = picture.get("flights") or {}, picture.get("links") or {}
    group = _joined(links.values())
    found: dict[str, list[bool]] = {}
    for one, other in combinations(links, 2):
        if nations[one] != nations[other]:
            heard = {group[link] for link in links[one]["fits"]} & {group[link] for link in links[other]["fits"]}
            found.setdefault(pair_name(Both(sorted((nations[one], nations[other])))), []).append(bool(heard))
    text = "Share of pairs of flights of two nations that a data link joins, by itself or through a gateway on board"
    return _row("Links", "links_joined_fraction", text, found)


def _joined(fitted: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return for each data link the name of its group: links between which somebody translates are one."""
    group: dict[str, str] = {}
    for links in fitted:
        group |= {link: group.get(link, link) for link in links["fits"]}
        for one, other in links["gateways"]:
            if one in group and other in group:
                kept, lost = group[one], group[other]
                group = {link: kept if name == lost else name for link, name in group.items()}
    return group


def _row(group: str, name: str, text: str, found: Mapping[str, Sequence[bool]]) -> list[dict[str, Any]]:
    """Return a row of what is so of pairs of flights, by pair of nations; none without any."""
    if not found:
        return []
    every = [is_so for pairs in found.values() for is_so in pairs]
    parts = [{"of": pair, **_constant(pairs)} for pair, pairs in found.items()]
    about = {"group": group, "id": name, "text": text, "unit": ""}
    return [{**about, **_constant(every), "basis": "derived", "parts": parts}]


def _constant(values: Sequence[bool]) -> dict[str, Any]:
    """Return a share that is the same in every run; `n` counts what it is a share of."""
    return {"value": sum(values) / len(values), "low": None, "high": None, "n": len(values)}
