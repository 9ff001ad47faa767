"""`calc brackets`: where receivers on a ferry take fuel so that a divert is in reach all the way, and from how many tankers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex import cards
from jointex.calc.aircraft import Loaded, load, load_words
from jointex.calc.covers import Giving, TankerLeg, cover
from jointex.calc.diverts import offer_diverts, read_diverts
from jointex.calc.ferries import (
    STEP_M,
    Pace,
    Way,
    burned,
    departure,
    diversion_fuel,
    lay_way,
    pace,
)
from jointex.calc.offloads import farthest_give_m, load_tanker, transferable_kg
from jointex.calc.questions import Place, Question
from jointex.calc.transfers import MOST_RECEIVERS, Station, time_at, usable_stations
from jointex.cards.shelf import Folder
from jointex.errors import nearest_name
from jointex.flight.journey import RESERVE_RULE, TAXI_OUT_S
from jointex.flight.loadout import NO_STORES
from jointex.units import NAUTICAL_MILE_M, flight_level, knots, nautical_miles

RULES = ("top_up", "minimum")
"""When fuel is taken: in frequent small top-ups that keep tanks near full, or as seldom as the abort line lets."""

TOP_UP_SHARE = 0.23
"""Share of full tanks that a top-up brings. Two crossings in print agree on it. Ten F-35B took 766,000 lb in 250 refuellings from
Arizona to Japan in January 2017, 23 % of their 13,326 lb each time (Aviation Week, as quoted on
gramsluftfartsblogg.blogspot.com, February 2017). Three F-35A took 125,000 lb in 10 refuellings each on the way home from
England in July 2016, 23 % of their 18,250 lb (349th Air Mobility Wing). The reason in print: each fighter is constantly
topped up so that it reaches an airport if something fails (Popular Mechanics, July 2016, on f35.com). All read 2026-11-22."""

MOST_PLACES = 50
FIRST_GUESS = {"top_up": TOP_UP_SHARE, "minimum": 0.7}
"""Share of full tanks with which the time of a contact is first guessed."""


@dataclass(frozen=True)
class Bracket:
    """One bracket, as the last receiver of the queue meets it.

    Attributes
    ----------
    bracket : int
        Its number, from 1.
    distance_nm, time_h : float
        Where it takes fuel: along the way [NM]; when: from start of taxi [h].
    fuel_before_kg, uplift_kg : float
        Before the contact, and what it takes [kg].
    abort_fuel_kg : float
        With which it still reaches the divert from there with its reserve [kg].
    slack_kg : float
        What it has above that if the contact fails [kg].
    divert : str
        The nearest divert.
    divert_nm : float
        How far it is [NM].
    """

    bracket: int
    distance_nm: float
    time_h: float
    fuel_before_kg: float
    uplift_kg: float
    abort_fuel_kg: float
    slack_kg: float
    divert: str
    divert_nm: float


@dataclass(frozen=True)
class FerryPoint:
    """A point of the picture.

    Attributes
    ----------
    distance_nm, fuel_kg, abort_fuel_kg : float
        Along the way [NM], on board and needed to divert [kg].
    divert : str
        The nearest divert.
    """

    distance_nm: float
    fuel_kg: float
    abort_fuel_kg: float
    divert: str


@dataclass(frozen=True)
class Brackets:
    """The answer of `brackets`.

    Attributes
    ----------
    brackets : int
        How often each receiver takes fuel.
    uplift_per_bracket_kg : float
        Mean of what it takes [kg].
    interval_min : float
        Mean time from one bracket to the next, from take-off to the only one, or 0 without one [min].
    tankers : int
        Tanker sorties for all receivers.
    distance_nm, time_h : float
        Way [NM], and time from start of taxi to overhead the destination [h].
    total_uplift_kg : float
        Of each receiver [kg].
    least_slack_kg : float
        Least fuel above the abort line anywhere [kg].
    arrival_fuel_kg : float
        Overhead the destination [kg].
    level : int
        Flight level of the formation.
    mach : float
        Its Mach number between contacts.
    receivers_per_tanker : int
        Receivers that queue at one tanker.
    schedule : tuple of Bracket
        Each bracket.
    sorties : tuple of TankerLeg
        Which tankers serve which.
    points : tuple of FerryPoint
        For the picture.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    brackets: int
    uplift_per_bracket_kg: float
    interval_min: float
    tankers: int
    distance_nm: float
    time_h: float
    total_uplift_kg: float
    least_slack_kg: float
    arrival_fuel_kg: float
    level: int
    mach: float
    receivers_per_tanker: int
    schedule: tuple[Bracket, ...]
    sorties: tuple[TankerLeg, ...]
    points: tuple[FerryPoint, ...]
    assumptions: tuple[str, ...]
    estimated_fraction: float


@dataclass
class _Ferry:
    """One receiver on its way, and how it is refuelled."""

    a: Any
    full_kg: float
    pace: Pace
    way: Way
    rule: str
    off_s: float
    off_kg: float
    queue_s: float = 0.0
    time_s: float = 0.0
    along_m: float = 0.0
    fuel_kg: float = 0.0
    schedule: list[Bracket] = dataclasses.field(default_factory=list)
    points: list[FerryPoint] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self.need_kg = self._needed_kg()

    def _needed_kg(self) -> Any:
        """Return the fuel at each step with which no more is needed up to the destination [kg]."""
        need_kg = self.way.abort_kg.copy()
        for step in range(len(need_kg) - 2, -1, -1):
            way_m = float(self.way.along_m[step + 1] - self.way.along_m[step])
            aboard_kg = min(need_kg[step + 1], self.full_kg)
            burn_kg = burned(self.a, aboard_kg, self.pace.mach, self.pace.level_m, way_m)[1]
            need_kg[step] = max(need_kg[step], need_kg[step + 1] + burn_kg)
        return need_kg

    def abort_kg(self, along_m: float) -> float:
        """Return the fuel that a diversion takes from a place on the way [kg]."""
        return float(np.interp(along_m, self.way.along_m, self.way.abort_kg))

    def fly(self, queue_s: float) -> bool:
        """Fly all the way with contacts that take so long; return whether the abort line is kept."""
        self.queue_s, self.schedule, self.points = queue_s, [], []
        self.time_s, self.along_m = self.off_s, float(self.way.along_m[0])
        self.fuel_kg = self.full_kg - self.off_kg
        self._note()
        while self.along_m < self.way.total_m - 1.0:
            if self._is_due():
                if not self._refuel():
                    return False
                continue
            step_m = min(STEP_M, self.way.total_m - self.along_m)
            self._fly(step_m, self.pace.mach)
            self._note()
            if self.fuel_kg < self.abort_kg(self.along_m) - 1.0:
                return False
        return True

    def _is_due(self) -> bool:
        """Say whether the next bracket begins here."""
        if self.fuel_kg >= float(np.interp(self.along_m, self.way.along_m, self.need_kg)):
            return False
        queue_m = self.queue_s * self.pace.contact_speed_m_s
        queue_kg = burned(self.a, self.fuel_kg, self.pace.contact_mach, self.pace.level_m, queue_m)[1]
        if self.rule == "top_up" and self.full_kg - self.fuel_kg + queue_kg >= TOP_UP_SHARE * self.full_kg:
            return True
        next_m = self.along_m + STEP_M
        next_kg = self.fuel_kg - burned(self.a, self.fuel_kg, self.pace.mach, self.pace.level_m, STEP_M)[1]
        return next_kg < self.abort_kg(next_m) or next_kg - queue_kg < self.abort_kg(next_m + queue_m)

    def _refuel(self) -> bool:
        """Fly through a bracket; return whether a failed contact leaves a divert, and others could go before."""
        begun_m = self.along_m
        if self.schedule and begun_m - self.schedule[-1].distance_nm * NAUTICAL_MILE_M < 0.5 * STEP_M:
            return False  # the queue is not through before the first is due again
        self._fly(self.queue_s * self.pace.contact_speed_m_s, self.pace.contact_mach)
        abort_kg = self.abort_kg(self.along_m)
        self._note()
        if self.fuel_kg < abort_kg - 1.0 or self.along_m > self.way.total_m:
            return False
        step = self.way.at(self.along_m)
        self.schedule.append(
            Bracket(
                len(self.schedule) + 1,
                nautical_miles(self.along_m),
                self.time_s / 3600.0,
                self.fuel_kg,
                self.full_kg - self.fuel_kg,
                abort_kg,
                self.fuel_kg - abort_kg,
                self.way.diverts[self.way.divert[step]].name,
                nautical_miles(float(self.way.divert_m[step])),
            )
        )
        self.fuel_kg = self.full_kg
        self._note()
        return True

    def _fly(self, way_m: float, mach: float) -> None:
        """Fly on."""
        seconds, burned_kg = burned(self.a, self.fuel_kg, mach, self.pace.level_m, way_m)
        self.time_s, self.fuel_kg, self.along_m = self.time_s + seconds, self.fuel_kg - burned_kg, self.along_m + way_m

    def _note(self) -> None:
        divert = self.way.diverts[self.way.divert[self.way.at(self.along_m)]].name
        self.points.append(FerryPoint(nautical_miles(self.along_m), self.fuel_kg, self.abort_kg(self.along_m), divert))


def brackets(
    aircraft: str,
    from_: str,
    to: str,
    tanker: str,
    *,
    count: int = 1,
    rule: str = "top_up",
    via: Sequence[str] = (),
    diverts: Sequence[str] = (),
    tanker_bases: Sequence[str] = (),
    payload_kg: float = 0.0,
    external_tanks: int = 0,
    stores: Mapping[str, int] = NO_STORES,
    folders: Sequence[Folder] = (),
) -> Brackets:
    """Return where receivers take fuel on a ferry, and how many tankers that takes.

    Parameters
    ----------
    aircraft : str
        Card id of the receivers.
    from_, to : str
        ICAO code, id or name of a base card, or `latitude,longitude` [deg].
    tanker : str
        Card id of the tankers.
    count : int
        Receivers.
    rule : str
        `top_up`: frequent small top-ups that keep tanks near full, `TOP_UP_SHARE` of them each; `minimum`: the fewest.
    via : sequence of str
        Places to fly over, in order.
    diverts : sequence of str
        Places to divert to beside base cards with runway enough, departure and destination.
    tanker_bases : sequence of str
        Where tankers may take off and land beside departure and destination.
    payload_kg : float
        Payload of each receiver [kg].
    external_tanks : int
        External tanks of each, kept and refilled.
    stores : mapping of str to int
        Stores of each.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Brackets

    Raises
    ------
    QuestionError
        If the pair cannot refuel, no divert is in reach on a stretch of the way, tankers cannot reach it, or a number is out
        of bounds: all faults at once.
    CardError
        If an aircraft has no card.
    """
    question = Question()
    start, end = question.place("--from", from_, folders), question.place("--to", to, folders)
    for key, many in (("--via", via), ("--divert", diverts), ("--tanker-base", tanker_bases)):
        if len(many) > MOST_PLACES:
            question.add(f"must be given at most {MOST_PLACES} times", key, len(many))
    question.check()
    over = [question.place("--via", place, folders) for place in via]
    wanted = question.number("--count", count, 1, MOST_RECEIVERS, "")
    if wanted != int(wanted):
        question.add("must be a whole number", "--count", count)
    if rule not in RULES:
        question.add(f"must be {' or '.join(RULES)}", "--rule", rule, nearest_name(str(rule), RULES))
    homes = [start, end, *(question.place("--tanker-base", base, folders) for base in tanker_bases)]
    loaded = load(question, aircraft, payload_kg, external_tanks, folders, stores)
    giver = load_tanker(question, tanker, 0.0, NO_STORES, folders)
    stations = usable_stations(question, giver.card, loaded.card, folders)
    others = read_diverts(question, loaded, diverts, folders)
    question.check()
    ferry = _ferry(question, loaded, giver, ([start, *over, end], others), stations[0], rule)
    legs, per_tanker = _refuel_all(
        question, ferry, stations, int(wanted), _Tankers(giver, homes, ferry.pace, ferry.way.total_m, folders)
    )
    used = [loaded.card, giver.card, cards.engine(loaded.card.engine.id, folders)]
    return _answer(ferry, legs, per_tanker, _assumptions(loaded, ferry, stations, per_tanker, homes), used)


@dataclass
class _Tankers:
    """The tankers there are."""

    giver: Loaded
    homes: list[Place]
    pace: Pace
    way_m: float
    folders: Sequence[Folder]
    _giving: Giving | None = None

    def giving(self) -> Giving:
        """Return what one gives, worked out once."""
        if self._giving is None:
            limit_kg = transferable_kg(self.giver, self.folders)
            self._giving = Giving(self.giver.a, self.giver.fuel_kg, limit_kg, self.pace, self.way_m)
        return self._giving


def _ferry(
    question: Question,
    loaded: Loaded,
    giver: Loaded,
    places: tuple[Sequence[Place], Sequence[Place]],
    station: Station,
    rule: str,
) -> _Ferry:
    """Return the way with its abort line, or say on which stretch no divert is in reach."""
    contact = loaded.card.receiver.contact
    if contact is None:
        rule_words = "must have speeds and levels of contact in its card"
        question.add(rule_words, "--aircraft", loaded.card.id, "Add receiver.contact to the card.")
        question.check()
    window = giver.card.tanker.stations[station.name].window  # type: ignore[union-attr]
    masses = tuple(one.a.empty_mass_kg + one.a.load_mass_kg + one.fuel_kg for one in (loaded, giver))
    how = pace(loaded.a, giver.a, contact, window, giver.card.speeds.cruise_mach.si, masses)
    off_s, climb_m, off_kg = departure(loaded.a, loaded.fuel_kg, TAXI_OUT_S, how.level_m)
    route, others = places
    way = lay_way(route, others, climb_m, diversion_fuel(loaded.a, how.level_m, loaded.fuel_kg))
    if way.total_m < climb_m + STEP_M:
        question.add(
            f"must be more than {nautical_miles(climb_m + STEP_M):,.0f} NM from --from", "--to", route[-1].name
        )
        question.check()
    ferry = _Ferry(loaded.a, loaded.fuel_kg, how, way, rule, off_s, off_kg)
    _check_reach(question, loaded, ferry)
    return ferry


def _check_reach(question: Question, loaded: Loaded, ferry: _Ferry) -> None:
    """Say on which stretch not even full tanks reach a divert."""
    way = ferry.way
    out = np.flatnonzero(way.abort_kg > ferry.full_kg)
    if not len(out):
        return
    first, last = int(out[0]), int(out[-1])
    ends = [f"{way.latitude_deg[step]:.1f},{way.longitude_deg[step]:.1f}" for step in (first, last)]
    span = " to ".join(f"{nautical_miles(float(way.along_m[step])):,.0f}" for step in (first, last))
    worst = int(np.argmax(way.divert_m))
    nearest, off_nm = way.diverts[way.divert[worst]].name, nautical_miles(float(way.divert_m[worst]))
    rule = (
        f"must leave a divert in reach all the way; from {span} NM ({ends[0]} to {ends[1]}) not even full tanks reach one with "
        f"the reserve: the nearest there, {nearest}, is {off_nm:,.0f} NM off"
    )
    where = (float(way.latitude_deg[worst]), float(way.longitude_deg[worst]))
    question.add(rule, "--divert", "those known", offer_diverts(loaded, where, float(way.divert_m[worst])))
    question.check()


def _refuel_all(
    question: Question, ferry: _Ferry, stations: Sequence[Station], count: int, tankers: _Tankers
) -> tuple[tuple[TankerLeg, ...], int]:
    """Fly with ever fewer receivers at a tanker until it goes; return the tankers and the receivers at each."""
    for side_by_side in range(1, count + 1):
        each = -(-count // side_by_side)
        if side_by_side > 1 and each == -(-count // (side_by_side - 1)):
            continue
        if not _flies(ferry, stations, each):
            continue
        if not ferry.schedule:
            return (), each
        legs = cover(_to_serve(ferry, count), tankers.homes, tankers.giving(), side_by_side)
        if legs is None:
            far_nm = nautical_miles(2.0 * farthest_give_m(tankers.giver.a, tankers.giver.fuel_kg))
            rule = f"must reach every bracket; {tankers.giver.card.id} has nothing to give on ways of {far_nm:,.0f} NM and more"
            question.add(
                rule,
                "--tanker",
                tankers.giver.card.id,
                "Name a base on the way with --tanker-base, or a larger tanker.",
            )
            question.check()
        return legs or (), each
    _refuse(question, ferry, stations)
    raise AssertionError


def _flies(ferry: _Ferry, stations: Sequence[Station], each: int) -> bool:
    """Fly with so many receivers at a tanker; the time of a queue follows from what is taken."""
    uplift_kg = FIRST_GUESS[ferry.rule] * ferry.full_kg
    goes = False
    for _ in range(3):
        goes = ferry.fly(min(time_at(station, uplift_kg, each) for station in stations))
        most_kg = max((one.uplift_kg for one in ferry.schedule), default=uplift_kg)
        if abs(most_kg - uplift_kg) < 0.01 * ferry.full_kg:
            break
        uplift_kg = most_kg
    return goes


def _refuse(question: Question, ferry: _Ferry, stations: Sequence[Station]) -> None:
    """Say where one receiver alone at a tanker falls below the abort line."""
    _flies(ferry, stations, 1)
    here = ferry.points[-1]
    rule = (
        f"must be in reach after a failed contact; at {here.distance_nm:,.0f} NM, after {ferry.queue_s / 60.0:.0f} min at the "
        f"tanker, there are {here.fuel_kg:,.0f} kg and the nearest divert takes {here.abort_fuel_kg:,.0f} kg"
    )
    step = ferry.way.at(here.distance_nm * NAUTICAL_MILE_M)
    name = ferry.way.diverts[ferry.way.divert[step]].name
    question.add(rule, "--divert", name, "Name a nearer divert with --divert, or carry external tanks.")
    question.check()


def _to_serve(ferry: _Ferry, count: int) -> list[tuple[float, Place, float]]:
    """Return where the brackets are and what all receivers take there [kg]."""
    found = []
    for one in ferry.schedule:
        along_m = one.distance_nm * NAUTICAL_MILE_M
        step = ferry.way.at(along_m)
        where = (float(ferry.way.latitude_deg[step]), float(ferry.way.longitude_deg[step]))
        found.append((along_m, Place(f"bracket {one.bracket}", *where, 0.0), count * one.uplift_kg))
    return found


def _answer(
    ferry: _Ferry, legs: tuple[TankerLeg, ...], per_tanker: int, words: tuple[str, ...], used: Sequence[cards.Card]
) -> Brackets:
    """Return the answer."""
    taken = [one.uplift_kg for one in ferry.schedule]
    times = [one.time_h for one in ferry.schedule]
    apart_h = (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else sum(times)
    return Brackets(
        brackets=len(taken),
        uplift_per_bracket_kg=sum(taken) / len(taken) if taken else 0.0,
        interval_min=60.0 * apart_h,
        tankers=sum(leg.tankers for leg in legs),
        distance_nm=nautical_miles(ferry.way.total_m),
        time_h=ferry.time_s / 3600.0,
        total_uplift_kg=sum(taken),
        least_slack_kg=min(point.fuel_kg - point.abort_fuel_kg for point in ferry.points),
        arrival_fuel_kg=ferry.fuel_kg,
        level=flight_level(ferry.pace.level_m),
        mach=ferry.pace.mach,
        receivers_per_tanker=per_tanker,
        schedule=tuple(ferry.schedule),
        sorties=legs,
        points=tuple(ferry.points),
        assumptions=words,
        estimated_fraction=cards.share_estimated(used),
    )


def _assumptions(
    loaded: Loaded, ferry: _Ferry, stations: Sequence[Station], per_tanker: int, homes: Sequence[Place]
) -> tuple[str, ...]:
    """Return what the answer rests on."""
    how = {
        "top_up": f"top-ups of {TOP_UP_SHARE:.0%} of full tanks, as two crossings in print have it (F-35B to Japan 2017, F-35A "
        "from England 2016): tanks stay near full; none once the destination is in reach",
        "minimum": "the fewest brackets: each begins where, one step later, a failed contact would leave no divert; tanks are "
        "filled",
    }[ferry.rule]
    pace_ = ferry.pace
    others = len(ferry.way.diverts) - 2
    return (
        how,
        f"divert in reach all the way, with the reserve, from any point and after a contact that fails for the last in the queue; "
        f"departure, destination and {others} other fields count",
        f"receivers fly with the tanker at FL{flight_level(pace_.level_m)}, {knots(pace_.speed_m_s):.0f} kt, in contact "
        f"{knots(pace_.contact_speed_m_s):.0f} kt; {per_tanker} at a tanker, {ferry.queue_s / 60.0:.0f} min for a bracket "
        f"({', '.join(one.name for one in stations)})",
        f"fuel {ferry.full_kg:,.0f} kg full; {'; '.join(load_words(loaded))}",
        "a tanker goes out to one or several brackets in a row and on, from and to the nearest of "
        f"{', '.join(place.name for place in homes)}, at the formation's burn, and lands with its reserve; it gives to all there",
        "still air, standard day, shortest lines; diversions in long-range cruise; refuelling parts fit, clearances are not asked",
        RESERVE_RULE,
    )
