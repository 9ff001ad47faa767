"""How long contacts take one after the other, and how long there is for them: figures for a clash over stations and hours."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from jointex.planning.tankers.changes import ABORT, OPEN, SERVE, STATIONS, TIME, together
from jointex.planning.tankers.problem import Candidate, Problem, Receiver, Service, Tanker

MUCH_S = 6 * 3600.0
"""More time than this for contacts is not worth telling [s]."""
Visit = tuple[Receiver, int, Candidate]
"""A flight, a leg of it, and a track of that leg."""
Flight = tuple[Receiver, list[float]]
"""A flight, and what each of it takes at least on its legs [kg]."""


def contact_words(problem: Problem, keys: Sequence[str]) -> dict[str, str]:
    """Return what contacts of the flights of a clash take at least, and how long there is for them.

    Parameters
    ----------
    problem : Problem
    keys : sequence of str
        Of the clash.

    Returns
    -------
    dict of str to str
        A sentence for every tanker whose stations are part of the clash; where those of none are, for the first of the hours
        and times in it, if contacts take longer than they leave.
    """
    names = {key.partition(":")[2] for key in keys if key.startswith(f"{SERVE}:")}
    flights = [(one, least_onloads_kg(problem, one)) for one in problem.receivers if one.id in names]
    tankers = {one.id: one for one in problem.tankers}
    stations = [key for key in keys if key.startswith(f"{STATIONS}:")]
    found = {}
    for key in stations:
        told = [text for text, _ in _at(tankers[key.partition(":")[2]], flights, keys)]
        if told:
            found[key] = "; ".join(told)
    other = next((key for key in keys if key.partition(":")[0] in (OPEN, TIME)), "")
    if other and not stations:
        told = [text for tanker in problem.tankers for text, is_long in _at(tanker, flights, keys) if is_long]
        if told:
            found[other] = "; ".join(told)
    return found


def _at(tanker: Tanker, flights: Sequence[Flight], keys: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Contacts of the flights with a tanker on each track in words, and whether they take longer than there is."""
    for track in tanker.orbits:
        found = [(_visit(tanker, one, track, keys), least_kg) for one, least_kg in flights]
        there = [visit for visit, _ in found if visit is not None]
        if there:
            needed_s = sum(
                contacts_s(tanker, visit, least_kg[visit[1]]) for visit, least_kg in found if visit is not None
            )
            windows = [window_s(tanker, *visit) for visit in there]
            most_s = max(last_s for _, last_s in windows) - min(first_s for first_s, _ in windows)
            who = together([one.id for one, _, _ in there])
            n_contacts = sum(one.count for one, _, _ in there)
            text = f"{n_contacts} contacts of {who} with {tanker.id} take {needed_s / 60.0:,.0f} min at least"
            if most_s < MUCH_S:
                room = f"{most_s / 60.0:,.0f} min" if most_s > 0.0 else "no time"
                text += f", and {track} leaves {room} for them"
            waits = [_wait_words(*visit) for visit in there if f"{ABORT}:{visit[0].id}" in keys and visit[1] == 0]
            yield "; ".join((text, *waits)), needed_s > most_s


def _wait_words(receiver: Receiver, number: int, candidate: Candidate) -> str:
    """How long a flight can wait on its first leg until it must leave for its divert."""
    spare_kg = receiver.takeoff_kg - candidate.in_kg - candidate.divert_kg - receiver.reserve_kg
    wait_s = max(0.0, spare_kg / candidate.burn_kg_s)
    return f"there {receiver.id} can wait {wait_s / 60.0:,.0f} min before it must leave for {candidate.divert}"


def _visit(tanker: Tanker, receiver: Receiver, track: str, keys: Sequence[str]) -> Visit | None:
    """The leg of a flight, with its candidate, on which it has most time on a track for a tanker; none where it may not.

    Where its times are part of the clash, it is the one where they press most of those it can be in time on.
    """
    visits = [
        (receiver, number, candidate)
        for number, leg in enumerate(receiver.legs)
        for candidate in leg.candidates
        if candidate.track == track and candidate.services.get(tanker.id)
    ]
    if f"{TIME}:{receiver.id}" in keys:
        in_time = [visit for visit in visits if _room_s(tanker, visit) > 0.0]
        return min(in_time or visits, key=lambda visit: _room_s(tanker, visit), default=None)
    return max(visits, key=lambda visit: _room_s(tanker, visit), default=None)


def _room_s(tanker: Tanker, visit: Visit) -> float:
    first_s, last_s = window_s(tanker, *visit)
    return last_s - first_s


def contacts_s(tanker: Tanker, visit: Visit, least_kg: float) -> float:
    """Return how long the contacts of one visit of a flight take at least [s].

    Parameters
    ----------
    tanker : Tanker
    visit : Visit
        The tanker serves the flight there.
    least_kg : float
        What each aircraft takes there at least.

    Returns
    -------
    float
        At its fastest station.
    """
    receiver, _, candidate = visit

    def time_s(one: Service) -> float:
        at_once = max(1, min(one.count, tanker.stations.get(one.station, one.count)))
        return math.ceil(receiver.count / at_once) * (one.fixed_s + least_kg / one.flow_kg_s)

    return min(time_s(one) for one in candidate.services[tanker.id])


def least_onloads_kg(problem: Problem, receiver: Receiver) -> list[float]:
    """Return what an aircraft must take on each leg at least [kg]: what is asked, or all it lacks if no other leg is in time.

    Parameters
    ----------
    problem : Problem
    receiver : Receiver
        One of it.

    Returns
    -------
    list of float
    """
    in_time = [
        any(
            _room_s(tanker, (receiver, number, one)) > 0.0
            for one in leg.candidates
            for tanker in problem.tankers
            if one.services.get(tanker.id) and one.track in tanker.orbits
        )
        for number, leg in enumerate(receiver.legs)
    ]
    burnt_kg = sum(one.direct_kg for one in receiver.legs) + sum(fix.stay_kg for fix in receiver.fixes[:-1])
    all_kg = max(receiver.drill_kg, burnt_kg + receiver.reserve_kg - receiver.takeoff_kg)
    return [
        max(leg.least_onload_kg, all_kg if is_only and sum(in_time) == 1 else 0.0)
        for leg, is_only in zip(receiver.legs, in_time, strict=True)
    ]


def window_s(tanker: Tanker, receiver: Receiver, number: int, candidate: Candidate) -> tuple[float, float]:
    """Return from when to when a flight may be on a track at the most by its hours, those of the tanker, and its own times [s]."""
    orbit, before, after = tanker.orbits[candidate.track], receiver.fixes[number], receiver.fixes[number + 1]
    first_s = before.earliest_s + before.stay_s * (number > 0) + candidate.in_s
    last_s = after.latest_s - candidate.out_s
    return max(orbit.earliest_s, candidate.earliest_s, first_s), min(orbit.latest_s, candidate.latest_s, last_s)
