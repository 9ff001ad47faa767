"""The tanker problem and its solution, frozen: numbers only, no geometry and no solver.

Times count from the start of the scenario [s], fuel is in kilograms for one aircraft of a flight unless it says otherwise.
A receiver's way is a chain of fixes with a leg between two of them. On a leg that has candidates, fuel may be taken from one
tanker on one candidate track; fuel and time of a leg are linear in the time spent there and in the fuel taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fix:
    """A place of a receiver's way that stays where it is: base, end of a stretch, meeting place, landing.

    `earliest_s` to `latest_s` is when it may be passed, on arrival (a time on target is a narrow window), `stay_s` how long the
    flight stays (its work), `stay_kg` what that burns. A stay at the last fix does not count.
    """

    name: str
    earliest_s: float
    latest_s: float
    stay_s: float = 0.0
    stay_kg: float = 0.0


@dataclass(frozen=True)
class Service:
    """A tanker's stations of one kind for one receiver: how many at once, how fast, how long beside the transfer."""

    station: str
    count: int
    flow_kg_s: float
    fixed_s: float
    """Hook-up, disconnect and clearing of one contact, without the transfer [s]."""
    waiver: str = ""
    """Key of an unknown gate that would have to be relied on; a plan leaves such a service out, a way out may ask for it."""


@dataclass(frozen=True)
class Candidate:
    """One track on which a leg's fuel may be taken.

    Attributes
    ----------
    track : str
    in_s, in_kg : float
        From the fix before to the control point, join-up included.
    out_s, out_kg : float
        From the track to the fix after.
    burn_kg_s : float
        While waiting and while with the tanker.
    divert : str
        Where a failed contact leads.
    divert_kg : float
        Fuel from the track to there, without the reserve.
    earliest_s, latest_s : float
        When the track may be used.
    services : mapping of str to tuple of Service
        By tanker: its stations this receiver may use there. Tankers it may not use are absent.
    """

    track: str
    in_s: float
    in_kg: float
    out_s: float
    out_kg: float
    burn_kg_s: float
    divert: str
    divert_kg: float
    earliest_s: float
    latest_s: float
    services: Mapping[str, tuple[Service, ...]]


@dataclass(frozen=True)
class Leg:
    """The way from one fix to the next: flown past every tanker, or by way of one candidate.

    `most_extra_s` is how much time may be lost on it at `lose_kg_s` without a tanker. `least_onload_kg` above 0 asks for fuel
    on this very leg.
    """

    direct_s: float
    direct_kg: float
    candidates: tuple[Candidate, ...] = ()
    most_extra_s: float = 0.0
    lose_kg_s: float = 0.0
    least_onload_kg: float = 0.0


@dataclass(frozen=True)
class Receiver:
    """A flight of alike aircraft that keep together, and its way; `legs` has one entry fewer than `fixes`.

    `drill_kg` above 0 asks that every aircraft takes at least so much somewhere on its way.
    """

    id: str
    aircraft: str
    count: int
    takeoff_kg: float
    most_kg: float
    reserve_kg: float
    fixes: tuple[Fix, ...]
    legs: tuple[Leg, ...]
    drill_kg: float = 0.0


@dataclass(frozen=True)
class Orbit:
    """What a tanker needs to work on a track: the way there, the time there, the way home; and when it may be there."""

    out_s: float
    out_kg: float
    burn_kg_s: float
    home_s: float
    home_kg: float
    earliest_s: float
    latest_s: float


@dataclass(frozen=True)
class Tanker:
    """One sortie of one tanker.

    `stations` says how many receivers a kind of station takes at once, `exclusive` which pairs of stations cannot be used
    together (boom and wing pods), `orbits` on which tracks it may work, `alike` is the same for tankers that may be swapped.
    What is left of `takeoff_kg` after way, orbit and `reserve_kg` can be given, at most `most_give_kg`.
    """

    id: str
    aircraft: str
    takeoff_kg: float
    reserve_kg: float
    most_give_kg: float
    stations: Mapping[str, int]
    exclusive: tuple[tuple[str, str], ...]
    orbits: Mapping[str, Orbit]
    alike: str
    cost: float = 1.0


@dataclass(frozen=True)
class Problem:
    """Receivers with their ways, tankers, and the grid they are planned on: ticks [s] and on-load steps [kg]."""

    receivers: tuple[Receiver, ...]
    tankers: tuple[Tanker, ...]
    tick_s: float = 30.0
    step_kg: float = 50.0
    spare_tankers: tuple[Tanker, ...] = ()
    """Further tankers of each kind that could be asked for: a relaxation, not part of the plan."""


@dataclass(frozen=True)
class Visit:
    """A flight takes fuel from one tanker on one track during one leg; all its aircraft, one after the other or side by side.

    Times [s]: `arrive` at the track, `first_contact` begins, `last_contact` begins, `leave`. A contact takes `fixed_s` of its
    service and `onload_kg / flow_kg_s`, rounded up to whole ticks, and `ceil(count / at once)` of them follow each other. A
    flight may hold between its last contact and `leave`: that is how it keeps a margin for a time on target.

    `abort_kg` is divert and reserve: fuel below which the last aircraft must leave for its divert. `slack_kg` is the fuel over
    it when the last contact has failed, that is `fixed_s` after it began. `slack_s` is how much later the contacts could be:
    the abort line still holds, and with what the hold does not make up of the delay the flight keeps all that follows (windows
    of later fixes, closing of tracks, later abort lines, reserve on landing). The tanker stays for the plan's slack; what a
    delay does to others in its queue is not in it.
    """

    flight: str
    leg: int
    track: str
    tanker: str
    station: str
    arrive_s: float
    first_contact_s: float
    last_contact_s: float
    leave_s: float
    onload_kg: float
    arrive_kg: float
    leave_kg: float
    abort_kg: float
    divert: str
    slack_s: float
    slack_kg: float


@dataclass(frozen=True)
class Duty:
    """What one tanker does: its track, when it is on it [s], what it gives in all and lands with [kg]."""

    tanker: str
    track: str
    on_s: float
    off_s: float
    give_kg: float
    landing_kg: float


@dataclass(frozen=True)
class Stage:
    """One objective in its turn: its value and bound in `unit`, and whether they were proven to meet."""

    objective: str
    value: float
    bound: float
    unit: str
    is_proven: bool
    wall_s: float = 0.0  # a plan read back does not say

    @property
    def gap(self) -> float:
        """Distance of value and bound over the value; 0 where proven."""
        return abs(self.value - self.bound) / max(1e-9, abs(self.value))


@dataclass(frozen=True)
class Clash:
    """Demands that cannot hold together, none of which could be left out: what is asked of whom, in words.

    Where their sum says so already, none can be left out of the sum; whether the others hold without it was not asked.
    """

    demands: tuple[str, ...]
    """Sentences, such as `LANCE must reach MEET at 05:00Z`."""
    keys: tuple[str, ...]
    """The same for machines, such as `time:LANCE`."""
    tried: tuple[str, ...] = ()
    """Where no single change ends it: the kinds that were tried, in words."""
    total: str = ""
    """The sums, where they say so."""


@dataclass(frozen=True)
class WayOut:
    """A single change after which a plan exists, with its price in the order they are offered."""

    text: str
    kind: str
    price: float
    is_proven: bool


@dataclass(frozen=True)
class Solution:
    """A tanker plan, or why there is none.

    `passed_s` holds for each flight when it passes each of its fixes (on arrival). `fuel_kg` is what all receivers and
    tankers burn in all.
    """

    feasible: bool
    visits: tuple[Visit, ...] = ()
    duties: tuple[Duty, ...] = ()
    passed_s: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    stages: tuple[Stage, ...] = ()
    clash: Clash | None = None
    ways_out: tuple[WayOut, ...] = ()
    notes: tuple[str, ...] = ()
