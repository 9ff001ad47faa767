"""A plan read off a solved model: times off the grid, fuel from the problem's own figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jointex.planning.tankers.problem import (
    Candidate,
    Duty,
    Leg,
    Problem,
    Receiver,
    Service,
    Solution,
    Stage,
    Tanker,
    Visit,
)
from jointex.planning.tankers.variables import LegVariables, Model


@dataclass(frozen=True)
class _Stop:
    """A visit before its slack is known: leg, candidate, service, times [s], fuel [kg]."""

    at: int
    candidate: Candidate
    service: Service
    tanker: str
    arrive_s: float
    first_s: float
    last_s: float
    done_s: float
    leave_s: float
    onload_kg: float
    arrive_kg: float


class _Values:
    """Values of variables and sums of them."""

    def __init__(self, values: Sequence[int]) -> None:
        self._values = values

    def __call__(self, variable: Any) -> int:
        return variable if isinstance(variable, int) else int(self._values[variable.index])


def read_solution(problem: Problem, model: Model, values: Sequence[int], stages: tuple[Stage, ...]) -> Solution:
    """Return the solution that the values of a solved model mean.

    Parameters
    ----------
    problem : Problem
    model : Model
        Built from it.
    values : sequence of int
        Of all its variables.
    stages : tuple of Stage

    Returns
    -------
    Solution
        With times on the grid and fuel from the figures of `problem`.
    """
    value = _Values(values)
    visits: list[Visit] = []
    passed: dict[str, tuple[float, ...]] = {}
    for receiver in problem.receivers:
        passed[receiver.id] = tuple(problem.tick_s * value(one) for one in model.flights[receiver.id].passes)
        visits.extend(_visits(problem, model, receiver, value, passed[receiver.id]))
    duties = tuple(
        _duty(problem, model, tanker, value, visits)
        for tanker in problem.tankers
        if value(model.tankers[tanker.id].used)
    )
    order = sorted(visits, key=lambda one: (one.first_contact_s, one.flight))
    return Solution(True, tuple(order), duties, passed, stages)


def _visits(
    problem: Problem, model: Model, receiver: Receiver, value: _Values, passed: tuple[float, ...]
) -> list[Visit]:
    """The visits of one flight with fuel and slack."""
    fuel_kg = receiver.takeoff_kg
    stops: list[_Stop] = []
    for at, (leg, one) in enumerate(zip(receiver.legs, model.flights[receiver.id].legs, strict=True)):
        fuel_kg -= receiver.fixes[at].stay_kg
        chosen = next((key for key, literal in one.choices.items() if value(literal)), None)
        if chosen is None:
            fuel_kg -= _direct_kg(leg, passed[at + 1] - passed[at] - receiver.fixes[at].stay_s)
            continue
        stop = _stop(problem, model, receiver, at, one, chosen, value, fuel_kg)
        stops.append(stop)
        spare_s = max(0.0, passed[at + 1] - stop.leave_s - stop.candidate.out_s)
        burn = stop.candidate.burn_kg_s
        fuel_kg = stop.arrive_kg - burn * (stop.leave_s - stop.arrive_s) + stop.onload_kg
        fuel_kg -= stop.candidate.out_kg + burn * spare_s
    slacks = _slacks(receiver, stops, passed, fuel_kg)
    return [_visit(receiver, stop, slack) for stop, slack in zip(stops, slacks, strict=True)]


def _direct_kg(leg: Leg, took_s: float) -> float:
    """Fuel of a leg flown past the tankers, with the time lost on it."""
    rate = leg.lose_kg_s or (leg.direct_kg / leg.direct_s if leg.direct_s > 0.0 else 0.0)
    return leg.direct_kg + rate * max(0.0, took_s - leg.direct_s)


def _stop(
    problem: Problem,
    model: Model,
    receiver: Receiver,
    at: int,
    one: LegVariables,
    chosen: tuple[int, str, str],
    value: _Values,
    fuel_kg: float,
) -> _Stop:
    """A visit with its times and on-load."""
    tick_s = problem.tick_s
    place, tanker, station = chosen
    track = model.grid.flights[_at(problem, receiver)].legs[at].candidates[place].track
    candidate = next(c for c in receiver.legs[at].candidates if c.track == track and tanker in c.services)
    service = next(s for s in candidate.services[tanker] if s.station == station)
    first_s, done_s = tick_s * value(one.first), tick_s * value(one.done)
    arrive_s = first_s - tick_s * value(one.wait)
    passed_s = tick_s * value(model.flights[receiver.id].passes[at])
    spare_s = max(0.0, arrive_s - passed_s - receiver.fixes[at].stay_s - candidate.in_s)
    return _Stop(
        at,
        candidate,
        service,
        tanker,
        arrive_s,
        first_s,
        done_s - tick_s * value(one.contact),
        done_s,
        done_s + tick_s * value(one.hold),
        problem.step_kg * value(one.onload),
        fuel_kg - candidate.in_kg - candidate.burn_kg_s * spare_s,
    )


def _at(problem: Problem, receiver: Receiver) -> int:
    return next(at for at, one in enumerate(problem.receivers) if one is receiver)


def _over_abort_kg(receiver: Receiver, stop: _Stop) -> float:
    """Fuel over the abort line when the last contact has failed."""
    waited_s = stop.last_s + stop.service.fixed_s - stop.arrive_s
    return stop.arrive_kg - stop.candidate.burn_kg_s * waited_s - stop.candidate.divert_kg - receiver.reserve_kg


def _slacks(receiver: Receiver, stops: list[_Stop], passed: tuple[float, ...], landing_kg: float) -> list[float]:
    """How much later the contacts of each visit could be [s]; `problem.Visit` says what must still hold."""
    rate = max((c.burn_kg_s for leg in receiver.legs for c in leg.candidates), default=0.0)
    slacks = []
    for at, stop in enumerate(stops):
        windows = [fix.latest_s - passed_s for fix, passed_s in zip(receiver.fixes, passed, strict=True)][stop.at + 1 :]
        closes = [later.candidate.latest_s - later.leave_s for later in stops[at:]]
        onward_kg = min(
            [_over_abort_kg(receiver, later) for later in stops[at + 1 :]] + [landing_kg - receiver.reserve_kg]
        )
        onward_s = min([_lasts_s(onward_kg, rate), *windows, *closes])
        slacks.append(
            max(0.0, min(_lasts_s(_over_abort_kg(receiver, stop), rate), stop.leave_s - stop.done_s + onward_s))
        )
    return slacks


def _lasts_s(fuel_kg: float, rate_kg_s: float) -> float:
    """How long the fuel lasts."""
    return fuel_kg / rate_kg_s if rate_kg_s > 0.0 else math.inf


def _visit(receiver: Receiver, stop: _Stop, slack_s: float) -> Visit:
    burnt_kg = stop.candidate.burn_kg_s * (stop.leave_s - stop.arrive_s)
    return Visit(
        flight=receiver.id,
        leg=stop.at,
        track=stop.candidate.track,
        tanker=stop.tanker,
        station=stop.service.station,
        arrive_s=stop.arrive_s,
        first_contact_s=stop.first_s,
        last_contact_s=stop.last_s,
        leave_s=stop.leave_s,
        onload_kg=stop.onload_kg,
        arrive_kg=stop.arrive_kg,
        leave_kg=stop.arrive_kg - burnt_kg + stop.onload_kg,
        abort_kg=stop.candidate.divert_kg + receiver.reserve_kg,
        divert=stop.candidate.divert,
        slack_s=slack_s,
        slack_kg=_over_abort_kg(receiver, stop),
    )


def _duty(problem: Problem, model: Model, tanker: Tanker, value: _Values, visits: list[Visit]) -> Duty:
    """The tanker's track, its time there and its fuel."""
    one = model.tankers[tanker.id]
    track = next(name for name, literal in one.tracks.items() if value(literal))
    orbit = tanker.orbits[track]
    counts = {receiver.id: receiver.count for receiver in problem.receivers}
    give_kg = sum(counts[visit.flight] * visit.onload_kg for visit in visits if visit.tanker == tanker.id)
    on_s, off_s = problem.tick_s * value(one.on), problem.tick_s * value(one.off)
    burnt_kg = orbit.out_kg + orbit.burn_kg_s * (off_s - on_s) + orbit.home_kg
    return Duty(tanker.id, track, on_s, off_s, give_kg, tanker.takeoff_kg - burnt_kg - give_kg)
