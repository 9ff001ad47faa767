"""In what ways a flight can be served, roughly: which leg, track and tanker, when about, and what that costs it at the least.

Times are cut into slots. Of each slot it is told by when the tanker must be there, until when it must stay, and a bound of what
the flight burns, so that the outline made of these asks for no more than the model does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from jointex.planning.tankers.grid import Grid, GridCandidate, GridFlight, GridLeg, GridOrbit, GridService
from jointex.planning.tankers.variables import contact_ticks, slowest_services

SLOT_S = 300.0
"""Length of a slot [s]; shorter ones say more and take longer."""
FINE = 4
"""Slots on either side of the one that costs least; those farther away are taken together, ever more of them."""


@dataclass(frozen=True)
class Serving:
    """One way of serving a flight on one leg.

    Attributes
    ----------
    flight : str
    leg, candidate : int
    track, tanker : str
    begun, kept : int
        The tanker is on its track by `begun` and stays to `kept` or longer [ticks].
    stay : int
        How long it is there at the least [ticks].
    fuel : int
        Least that one aircraft of the flight then burns on its whole way [hg].
    service : GridService or None
        How it is served; nothing where the tanker has several kinds of stations for it.
    """

    flight: str
    leg: int
    candidate: int
    track: str
    tanker: str
    begun: int
    kept: int
    stay: int
    fuel: int
    service: GridService | None


@dataclass(frozen=True)
class _Visit:
    """What is known of a visit before its time is: its shortest block and hold, the arrivals it allows, what others cost."""

    flight: GridFlight
    at: int
    candidate: GridCandidate
    leg: GridLeg
    block: int
    hold: int
    arrive: tuple[int, int]
    leave_lo: int
    slack: int

    def kept(self, arrive: int) -> int:
        """How long the tanker stays at least for a flight that arrives then or later."""
        return max(arrive + self.block, self.leave_lo - self.leg.most_hold) + self.slack

    def fuel(self, first: int, last: int, least: list[int], rate: float) -> int:
        """Least hectograms for an arrival from `first` to `last`; `least` by leg, `rate` a tick at the least."""
        one, at, windows = self.candidate, self.at, self.flight.windows
        others = sum(least) - least[at]
        stay = max(self.block + self.hold, self.leave_lo - last)
        found = others + one.in_fuel + one.out_fuel + one.burn * stay
        rest = one.burn * (self.block + self.hold) + one.out_fuel + sum(least[at + 1 :])
        for fix in range(at):
            found = max(found, sum(least[:fix]) + int(rate * max(0, first - windows[fix][1])) + rest)
        for fix in range(at + 2, len(windows)):
            spent = int(rate * max(0, windows[fix][0] - last))
            found = max(found, sum(least[:at]) + one.in_fuel + spent + sum(least[fix:]))
        return found


def servings(grid: Grid, flight: GridFlight, slack: int) -> Iterator[Serving]:
    """Yield the ways of serving a flight.

    Parameters
    ----------
    grid : Grid
    flight : GridFlight
    slack : int
        Ticks by which every contact may be late.

    Yields
    ------
    Serving
        Every plan with that slack has one of them wherever it serves the flight.
    """
    least = [min([leg.direct_fuel, *(one.in_fuel + one.out_fuel for one in leg.candidates)]) for leg in flight.legs]
    rate = _least_rate(flight)
    slot = max(1, round(SLOT_S / grid.tick_s))
    orbits = {(one.id, orbit.track): orbit for one in grid.tankers for orbit in one.orbits}
    for at, leg in enumerate(flight.legs):
        for number, candidate in enumerate(leg.candidates):
            for tanker in dict.fromkeys(service.tanker for service in candidate.services):
                orbit = orbits.get((tanker, candidate.track))
                if orbit is None:
                    continue
                visit = _visit(grid, flight, at, candidate, tanker, orbit, slack)
                services = [one for (name, _), one in slowest_services(leg).items() if name == tanker]
                for first, last in _slots(visit, slot, least, rate):
                    yield Serving(
                        flight=flight.id,
                        leg=at,
                        candidate=number,
                        track=candidate.track,
                        tanker=tanker,
                        begun=-(-last // slot) * slot,
                        kept=visit.kept(first) // slot * slot,
                        stay=visit.block + slack,
                        fuel=visit.fuel(first, last, least, rate),
                        service=services[0] if len(services) == 1 else None,
                    )


def _least_rate(flight: GridFlight) -> float:
    """Hectograms a tick below which no part of the way burns."""
    parts = []
    for leg in flight.legs:
        parts.append((leg.direct_fuel, leg.direct_ticks))
        for one in leg.candidates:
            parts += [(one.in_fuel, one.in_ticks), (one.out_fuel, one.out_ticks), (one.burn, 1)]
    rates = [fuel / ticks for fuel, ticks in parts if ticks > 0]
    rates += [float(leg.lose_fuel) for leg in flight.legs if leg.most_extra > 0]
    return min(rates, default=0.0)


def _visit(
    grid: Grid, flight: GridFlight, at: int, candidate: GridCandidate, tanker: str, orbit: GridOrbit, slack: int
) -> _Visit:
    """The visit with the arrivals that windows and hours allow; of several stations the quickest."""
    leg = flight.legs[at]
    services = slowest_services(leg)
    block = min(
        services[tanker, one.station].rounds
        * contact_ticks(grid, services[tanker, one.station], max(1, leg.least_onload))
        for one in candidate.services
        if one.tanker == tanker
    )
    (start_lo, start_hi), (end_lo, end_hi) = flight.windows[at], flight.windows[at + 1]
    leave_lo, leave_hi = end_lo - candidate.out_ticks, min(end_hi - candidate.out_ticks, candidate.latest)
    first = max(start_lo + candidate.in_ticks, candidate.earliest, orbit.earliest)
    last = min(start_hi + candidate.in_ticks, min(leave_hi, orbit.latest) - slack - block)
    # what the windows do not give to a late contact must be held
    room = min([leave_hi - leave_lo, *(hi - lo for lo, hi in flight.windows[at + 1 :])])
    hold = max(0, slack - max(0, room))
    return _Visit(flight, at, candidate, leg, block, hold, (first, last), leave_lo, slack)


def _slots(visit: _Visit, slot: int, least: list[int], rate: float) -> list[tuple[int, int]]:
    """First and last arrival of each slot: short ones around the cheapest, ever longer ones away from it."""
    first, last = visit.arrive
    # earlier than this the tanker must come sooner, stays as long and the flight burns more
    first = max(first, min(last, visit.leave_lo - visit.leg.most_hold - visit.block))
    if first > last:
        return []
    numbers = range(-(-first // slot), -(-last // slot) + 1)
    cells = [(max(first, (cell - 1) * slot + 1), min(last, cell * slot)) for cell in numbers]
    costs = [visit.fuel(*cell, least, rate) for cell in cells]
    best = costs.index(min(costs))
    grouped = groupby(range(len(cells)), lambda at: _group(at - best))
    return [(cells[ats[0]][0], cells[ats[-1]][1]) for ats in (list(members) for _, members in grouped)]


def _group(away: int) -> tuple[bool, int]:
    """Which cells are taken together, by how far they are from the best."""
    far = abs(away) - FINE
    return away < 0, abs(away) if far <= 0 else FINE + far.bit_length()
