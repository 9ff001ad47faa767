"""Problems with one demand left out or one thing changed: what clashes are made of, and the ways out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jointex.planning.tankers.grid import LONGEST_S, MOST_KG
from jointex.planning.tankers.problem import Candidate, Fix, Leg, Orbit, Problem, Receiver, Service, Tanker

SERVE, TIME, ABORT, RESERVE, TANK, ASK, GATE = "serve", "time", "abort", "reserve", "tank", "ask", "gate"
GIVE, STATIONS, OPEN = "give", "stations", "open"
PRICES = {
    "waiver": 1.0,
    "track": 1.5,
    "new track": 2.5,
    "fuel": 2.0,
    "late": 2.0,
    "divert": 3.0,
    "tanker": 5.0,
    "other tanker": 6.0,
    "other type": 8.0,
    "cancel": 10.0,
}
"""What a way out costs, to put the ways in order: a late one for each 20 minutes, a cancelled one for each aircraft."""
MINUTES_LATE = (5, 10, 20, 30, 60, 120)
"""Delays that are tried, least first."""
FREE = 1000
"""So many times as many receivers at once are as good as any number."""
TRIED = {
    "waiver": "to rely on an unknown gate",
    "track": "another track, or another level or longer hours of one",
    "fuel": "to load more fuel",
    "late": f"to be up to {MINUTES_LATE[-1]} minutes later",
    "divert": "other diverts",
    "tanker": "one more tanker, or another type",
    "cancel": "to cancel one flight",
}
"""Kinds of changes in words, for a clash that none of them ends."""


@dataclass(frozen=True)
class Change:
    """A single change of a problem: what to tell people, its kind and price, and the problem with it made."""

    text: str
    kind: str
    price: float
    made: Callable[[Problem], Problem]
    about: frozenset[str] = frozenset()
    """Keys of demands; it is tried where the clash has one of them, or where there are none."""


def demands(problem: Problem) -> tuple[str, ...]:
    """Return the keys of all that a problem demands, such as `time:LANCE`.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    tuple of str
        `serve`, `time`, `abort`, `reserve`, `tank`, `ask` and `gate` of flights, `give` and `stations` of tankers, `open` of
        tracks.
    """
    keys = [f"{SERVE}:{one.id}" for one in problem.receivers]
    for receiver in problem.receivers:
        keys.extend(f"{kind}:{receiver.id}" for kind in (TIME, ABORT, RESERVE, TANK))
        if receiver.drill_kg > 0.0 or any(leg.least_onload_kg > 0.0 for leg in receiver.legs):
            keys.append(f"{ASK}:{receiver.id}")
        if _waivers(receiver):
            keys.append(f"{GATE}:{receiver.id}")
    for tanker in problem.tankers:
        keys.extend((f"{GIVE}:{tanker.id}", f"{STATIONS}:{tanker.id}"))
    tracks = {c.track for one in problem.receivers for leg in one.legs for c in leg.candidates}
    return (*keys, *(f"{OPEN}:{track}" for track in sorted(tracks)))


def without(problem: Problem, keys: frozenset[str]) -> Problem:
    """Return the problem with those demands left out.

    Parameters
    ----------
    problem : Problem
    keys : frozenset of str
        Of `demands`.

    Returns
    -------
    Problem
    """
    receivers = tuple(_loosened(one, keys) for one in problem.receivers if f"{SERVE}:{one.id}" not in keys)
    tankers = tuple(_freed(one, keys) for one in problem.tankers)
    return replace(problem, receivers=receivers, tankers=tankers)


def _loosened(receiver: Receiver, keys: frozenset[str]) -> Receiver:
    """A receiver without some of its demands."""
    fixes, drill_kg, reserve_kg = receiver.fixes, receiver.drill_kg, receiver.reserve_kg
    most_kg = receiver.most_kg
    if f"{TIME}:{receiver.id}" in keys:
        fixes = _at_leisure(receiver)
    if f"{RESERVE}:{receiver.id}" in keys:
        reserve_kg = 0.0
    if f"{TANK}:{receiver.id}" in keys:
        most_kg = max(most_kg, MOST_KG / 10.0)
    if f"{ASK}:{receiver.id}" in keys:
        drill_kg = 0.0
    legs = tuple(_loosened_leg(leg, receiver, keys) for leg in receiver.legs)
    return replace(receiver, fixes=fixes, legs=legs, reserve_kg=reserve_kg, most_kg=most_kg, drill_kg=drill_kg)


def _at_leisure(receiver: Receiver) -> tuple[Fix, ...]:
    """Fixes with windows so much wider that no time is pressing; not without end, which would be harder to search."""
    more_s = (
        4 * 3600.0
        + sum(leg.direct_s + leg.most_extra_s for leg in receiver.legs)
        + sum(f.stay_s for f in receiver.fixes)
    )
    pressing = [bound for fix in receiver.fixes for bound in (fix.earliest_s, fix.latest_s) if bound < LONGEST_S]
    lo, hi = min(pressing, default=0.0), max(pressing, default=0.0)
    return tuple(replace(fix, earliest_s=max(0.0, lo - more_s), latest_s=hi + more_s) for fix in receiver.fixes)


def _loosened_leg(leg: Leg, receiver: Receiver, keys: frozenset[str]) -> Leg:
    least_kg = 0.0 if f"{ASK}:{receiver.id}" in keys else leg.least_onload_kg
    return replace(
        leg, least_onload_kg=least_kg, candidates=tuple(_loosened_candidate(c, receiver, keys) for c in leg.candidates)
    )


def _loosened_candidate(candidate: Candidate, receiver: Receiver, keys: frozenset[str]) -> Candidate:
    """A candidate without abort line, closing hours, gates or queues; an abort line left in keeps its reserve."""
    divert_kg = candidate.divert_kg + (receiver.reserve_kg if f"{RESERVE}:{receiver.id}" in keys else 0.0)
    if f"{ABORT}:{receiver.id}" in keys:
        divert_kg = 0.0 if f"{RESERVE}:{receiver.id}" in keys else -receiver.reserve_kg
    services = candidate.services
    if f"{GATE}:{receiver.id}" in keys:
        services = {name: tuple(replace(s, waiver="") for s in offered) for name, offered in services.items()}
    services = {
        name: tuple(replace(s, count=FREE * s.count) for s in offered) if f"{STATIONS}:{name}" in keys else offered
        for name, offered in services.items()
    }
    earliest_s, latest_s = candidate.earliest_s, candidate.latest_s
    if f"{OPEN}:{candidate.track}" in keys:
        earliest_s, latest_s = 0.0, 2 * LONGEST_S
    return replace(candidate, divert_kg=divert_kg, services=services, earliest_s=earliest_s, latest_s=latest_s)


def _freed(tanker: Tanker, keys: frozenset[str]) -> Tanker:
    """A tanker without some of its limits."""
    if f"{GIVE}:{tanker.id}" in keys:
        tanker = replace(tanker, takeoff_kg=MOST_KG, most_give_kg=MOST_KG)
    if f"{STATIONS}:{tanker.id}" in keys:
        tanker = replace(tanker, stations={name: FREE * count for name, count in tanker.stations.items()}, exclusive=())
    orbits: Mapping[str, Orbit] = {
        track: replace(orbit, earliest_s=0.0, latest_s=2 * LONGEST_S) if f"{OPEN}:{track}" in keys else orbit
        for track, orbit in tanker.orbits.items()
    }
    return replace(tanker, orbits=orbits)


def _waivers(receiver: Receiver) -> list[str]:
    """Keys of unknown gates between this receiver and tankers."""
    services = (s for leg in receiver.legs for c in leg.candidates for offered in c.services.values() for s in offered)
    return sorted({one.waiver for one in services if one.waiver})


def sentence(problem: Problem, key: str) -> str:
    """Return a demand in words.

    Parameters
    ----------
    problem : Problem
    key : str
        Of `demands`.

    Returns
    -------
    str
    """
    kind, _, name = key.partition(":")
    receiver = next((one for one in problem.receivers if one.id == name), None)
    if receiver is not None:
        return _receiver_sentence(receiver, kind)
    tanker = next((one for one in problem.tankers if one.id == name), None)
    if tanker is not None and kind == GIVE:
        return _give_words(tanker)
    if tanker is not None:
        listed = ", ".join(
            f"{count} at its {station.replace('_', ' ')}" for station, count in sorted(tanker.stations.items())
        )
        return f"{name} serves no more at once than {listed}"
    return f"{name} is used only while it is open"


def _give_words(tanker: Tanker) -> str:
    """What a tanker can give at the most, and what it needs itself."""
    if not tanker.orbits:
        return f"{tanker.id} works on no track"
    track, orbit = min(tanker.orbits.items(), key=lambda one: one[1].out_kg + one[1].home_kg)
    own_kg = orbit.out_kg + orbit.home_kg
    left_kg = min(tanker.most_give_kg, tanker.takeoff_kg - own_kg - tanker.reserve_kg)
    has = f"at most {left_kg:,.0f} kg" if left_kg > 0.0 else "nothing"
    if tanker.takeoff_kg <= 0.0:
        return f"{tanker.id} has nothing to give: taxi and take-off burn more than it loads"
    return (
        f"{tanker.id} has {has} to give: of {tanker.takeoff_kg:,.0f} kg at take-off it burns {own_kg:,.0f} kg to {track} and "
        f"home, {3600.0 * orbit.burn_kg_s:,.0f} kg in every hour there, and lands with {tanker.reserve_kg:,.0f} kg"
    )


def _receiver_sentence(receiver: Receiver, kind: str) -> str:
    name = receiver.id
    if kind == TIME:
        windows = ", ".join(_window_words(fix) for fix in receiver.fixes if fix.latest_s < LONGEST_S)
        return f"{name} must keep its times: {windows or 'none'}"
    return {
        SERVE: f"{name} ({receiver.count} x {receiver.aircraft}) must fly its way",
        ABORT: f"{name} must reach its divert after any failed contact",
        RESERVE: f"{name} must land with {receiver.reserve_kg:,.0f} kg",
        TANK: f"{name} takes off with {receiver.takeoff_kg:,.0f} kg and holds at most {receiver.most_kg:,.0f} kg",
        ASK: f"{name} must take the fuel its drill asks for",
        GATE: f"{name} may not rely on gates that are unknown",
    }[kind]


def _window_words(fix: Fix) -> str:
    return f"{fix.name} from {fix.earliest_s / 60.0:,.0f} to {fix.latest_s / 60.0:,.0f} min"


def single_changes(problem: Problem, keys: tuple[str, ...]) -> Iterator[list[Change]]:
    """Yield the single changes that could end a clash; each list holds ever larger forms of one change.

    Parameters
    ----------
    problem : Problem
    keys : tuple of str
        Of the clash; what does not touch it cannot end it.

    Yields
    ------
    list of Change
    """
    names = {key.partition(":")[2] for key in keys}
    involved = [one for one in problem.receivers if one.id in names]
    for waiver in sorted({w for one in involved for w in _waivers(one)}):
        yield [Change(f"rely on {waiver}", "waiver", PRICES["waiver"], lambda p, w=waiver: _waived(p, w))]  # type: ignore[misc]
    for one in involved:
        yield [_late(one.id, minutes) for minutes in MINUTES_LATE]
    kinds = {tanker.alike or tanker.aircraft: tanker for tanker in reversed(problem.spare_tankers)}
    for _, tanker in sorted(kinds.items()):
        like = [one.id for one in problem.tankers if tanker.alike and one.alike == tanker.alike]
        text = f"one more {tanker.aircraft}" + (f" like {like[0]}" if like else "")
        yield [Change(text, "tanker", PRICES["tanker"] * tanker.cost, _joined(tanker))]
    for one in involved:
        yield [Change(f"cancel {one.id}", "cancel", PRICES["cancel"] * one.count, _cancelled(one.id))]


def together(names: Sequence[str]) -> str:
    """Return names as a sentence lists them, such as `PANTHER, PUMA and LYNX`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _late(name: str, minutes: int) -> Change:
    """The flight may be that much later everywhere."""
    return Change(
        f"let {name} be {minutes} minutes later", "late", PRICES["late"] * minutes / 20.0, _delayed(name, minutes)
    )


def _each(name: str, change: Callable[[Receiver], Receiver]) -> Callable[[Problem], Problem]:
    def made(problem: Problem) -> Problem:
        return replace(problem, receivers=tuple(change(r) if r.id == name else r for r in problem.receivers))

    return made


def _delayed(name: str, minutes: int) -> Callable[[Problem], Problem]:
    def late(receiver: Receiver) -> Receiver:
        fixes = tuple(replace(fix, latest_s=fix.latest_s + 60.0 * minutes) for fix in receiver.fixes)
        return replace(receiver, fixes=fixes)

    return _each(name, late)


def _cancelled(name: str) -> Callable[[Problem], Problem]:
    return lambda problem: without(problem, frozenset((f"{SERVE}:{name}",)))


def _joined(tanker: Tanker) -> Callable[[Problem], Problem]:
    return lambda problem: replace(problem, tankers=(*problem.tankers, tanker))


def _waived(problem: Problem, waiver: str) -> Problem:
    """The problem with one unknown gate relied on."""

    def opened(service: Service) -> Service:
        return replace(service, waiver="") if service.waiver == waiver else service

    def candidate(one: Candidate) -> Candidate:
        return replace(one, services={name: tuple(map(opened, offered)) for name, offered in one.services.items()})

    def leg(one: Leg) -> Leg:
        return replace(one, candidates=tuple(map(candidate, one.candidates)))

    return replace(problem, receivers=tuple(replace(r, legs=tuple(map(leg, r.legs))) for r in problem.receivers))
