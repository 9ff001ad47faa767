"""The tanker plan as people read and engines fly it: tankers with their tracks, and brackets with all their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jointex.drills.refuelling import BELOW_TANKER_M
from jointex.planning.tankers.problem import Clash, Stage, WayOut

JOIN_S = 360.0
"""From the control point until astern of the tanker [s]: 5 min to come beside it, the mean of 4,000 joins of fighters flown in the
shipped scenarios, and a minute to go astern."""


@dataclass(frozen=True)
class PlannedTrack:
    """A track in use: control point and exit [deg], course [deg], leg [m], turn radius [m], level [m], true airspeed [m/s]."""

    id: str
    kind: str
    latitude_deg: float
    longitude_deg: float
    exit_latitude_deg: float
    exit_longitude_deg: float
    course_deg: float
    leg_m: float
    turn: str
    bank_rad: float
    radius_m: float
    level_m: float
    true_airspeed_m_s: float


@dataclass(frozen=True)
class PlannedTanker:
    """A tanker's schedule: when it takes off, works on its track and lands [s], what it gives and lands with [kg].

    `most_give_kg` is what it could give with the contingency of its way burnt and its reserve left; `landing_kg` is what it is
    planned to land with, nothing of the contingency burnt, as for every flight of the plan.
    """

    id: str
    aircraft: str
    nation: str
    base: str
    track: str
    takeoff_s: float
    on_s: float
    off_s: float
    landing_s: float
    loaded_kg: float
    give_kg: float
    most_give_kg: float
    landing_kg: float
    reserve_kg: float
    stations: tuple[tuple[str, str, int], ...]
    """Name, kind (`boom` or `drogue`) and number of each kind of station."""
    span_m: float
    length_m: float
    is_exclusive: bool = False
    """Whether boom and drogues cannot be used together."""


@dataclass(frozen=True, kw_only=True)
class PlannedStandIn(PlannedTanker):
    """A tanker on the ground: its schedule if it is called at once, and when it is called.

    It takes off `notice_s` after the tanker it stands in for has dropped out, but not before `takeoff_s`; a call after
    `called_by_s` would bring it too late, and it stands down. Times [s].
    """

    stands_in_for: str
    notice_s: float
    called_by_s: float


@dataclass(frozen=True)
class Bracket:
    """One refuelling of one flight; kilograms are for one aircraft.

    Attributes
    ----------
    id : str
        Such as `LANCE-1`.
    flight, aircraft, tanker, tanker_aircraft, station, kind, track : str
        Who from whom, at which station (`boom` or `drogue`), where.
    leg : int
        Leg of the problem it belongs to.
    rendezvous : str
        `anchor` or `point_parallel`: in both the tanker turns onto the leg that comes the receivers' way, ahead of them.
    arip_deg, arcp_deg, exit_deg : tuple of float
        Initial point, control point and exit (latitude, longitude).
    level_m, true_airspeed_m_s : float
        Of the tanker during contact.
    arrive_s, first_contact_s, last_contact_s, leave_s : float
        From the start of the scenario.
    at_once : int
        Receivers in contact at the same time.
    contact_s : float
        One contact with its transfer.
    onload_kg, least_onload_kg : float
        Planned, and below which the flight must break off.
    flow_kg_s : float
        Of the transfer.
    arrive_kg, leave_kg : float
        Planned fuel on arrival and on leaving.
    abort_kg : float
        Fuel at which an aircraft without contact leaves for `divert`.
    divert : str
    slack_s, slack_kg : float
    alternates : tuple of str
        Tankers that could serve it instead, best first.
    alternate_flows_kg_s : tuple of float
        Of their transfers.
    count : int
        Aircraft of the flight.
    side : int
        Leg of the racetrack on which it meets its tanker: 0 the first, 1 the one back.
    below_m, above_m : float
        How far below the tanker it arrives and waits, and how far above it it leaves: flights that share a tanker have levels
        of their own. 0 above: it leaves alone, at the tanker's level.
    berth : int
        Place of its first aircraft beside the tanker, counted from the wing tip outwards.
    onward_level_m : float
        Level of its way on.
    """

    id: str
    flight: str
    aircraft: str
    tanker: str
    tanker_aircraft: str
    station: str
    kind: str
    track: str
    leg: int
    rendezvous: str
    arip_deg: tuple[float, float]
    arcp_deg: tuple[float, float]
    exit_deg: tuple[float, float]
    level_m: float
    true_airspeed_m_s: float
    arrive_s: float
    first_contact_s: float
    last_contact_s: float
    leave_s: float
    at_once: int
    contact_s: float
    onload_kg: float
    least_onload_kg: float
    flow_kg_s: float
    arrive_kg: float
    leave_kg: float
    abort_kg: float
    divert: str
    slack_s: float
    slack_kg: float
    alternates: tuple[str, ...]
    alternate_flows_kg_s: tuple[float, ...]
    count: int
    side: int = 0
    below_m: float = BELOW_TANKER_M
    above_m: float = 0.0
    berth: int = 0
    onward_level_m: float = 0.0


@dataclass(frozen=True)
class GateRow:
    """One gate of one pair, as the report shows it."""

    tanker: str
    receiver: str
    station: str
    gate: str
    status: str
    relied_on: bool
    reason: str
    source: str
    date: str


@dataclass(frozen=True)
class TankerPlan:
    """Everything about refuelling in a plan; `feasible` false where demands clash."""

    feasible: bool
    tracks: tuple[PlannedTrack, ...] = ()
    tankers: tuple[PlannedTanker, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    gates: tuple[GateRow, ...] = ()
    stages: tuple[Stage, ...] = ()
    stand_ins: tuple[PlannedStandIn, ...] = ()
    """Tankers on the ground, each for one that works."""
    idle: tuple[str, ...] = ()
    """Tankers of the scenario that the plan does not need."""
    too_late: Mapping[str, str] = field(default_factory=dict)
    """Of these, by id, those that stand by for nobody only because they would come too late: why, in a sentence."""
    clash: Clash | None = None
    ways_out: tuple[WayOut, ...] = ()
    risk: float = 0.01
    notes: tuple[str, ...] = ()

    def of_flight(self, flight: str) -> tuple[Bracket, ...]:
        """Return the brackets of a flight in the order it flies them."""
        return tuple(sorted((b for b in self.brackets if b.flight == flight), key=lambda b: b.arrive_s))

    def gifts(self, tanker: str) -> tuple[tuple[float, float], ...]:
        """Return when a tanker gives how much to a flight in all: time halfway through [s], fuel [kg]."""
        own = sorted((b for b in self.brackets if b.tanker == tanker), key=lambda b: b.arrive_s)
        return tuple((0.5 * (b.first_contact_s + b.leave_s), b.onload_kg * b.count) for b in own)

    def tanker(self, flight: str) -> PlannedTanker | None:
        """Return the schedule of a tanker that works or stands in; None where the plan does not use it."""
        return next((tanker for tanker in (*self.tankers, *self.stand_ins) if tanker.id == flight), None)

    def stand_in(self, flight: str) -> PlannedStandIn | None:
        """Return the schedule of a tanker that stands in for another one; None for any other."""
        return next((tanker for tanker in self.stand_ins if tanker.id == flight), None)

    def track(self, track: str) -> PlannedTrack:
        """Return a track in use; KeyError if there is none of that name."""
        for one in self.tracks:
            if one.id == track:
                return one
        raise KeyError(track)
