"""Three gates between a tanker and a receiver: do the parts fit, is the pair cleared, do the states agree.

Each gate is open, closed or unknown, with who says so and when. What nobody published is unknown, never open.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from jointex.cards.clearances import clearance_for
from jointex.cards.legal import ACTIVITIES, legal_gate
from jointex.cards.models import AircraftCard, Contact, TankerStation, Window
from jointex.cards.permissions import ClearanceCard
from jointex.cards.shelf import Folder
from jointex.cards.verdicts import Gate, Status
from jointex.errors import Fault, QuestionError, nearest_name
from jointex.units import FOOT_M, KNOT_M_S

__all__ = ["ACTIVITIES", "Fit", "Gate", "Status", "fits"]

STATION_KINDS = {"boom_receptacle": "boom", "probe": "drogue"}
"""By what a receiver takes fuel, the kind of station it needs."""


@dataclass(frozen=True)
class Fit:
    """A station of a tanker beside a receiver.

    Attributes
    ----------
    tanker, receiver : str
        Ids of their cards.
    station : str
        Name of the station in the tanker's card.
    kind : str
        `boom` or `drogue`.
    count : int
        Booms or hoses there.
    flow_kg_s : float
        Fuel that passes through one of them [kg/s]: what the station gives or the receiver takes, whichever is less; 0 where
        the receiver takes no fuel in the air.
    lowest_cas_m_s, highest_cas_m_s : float
        Calibrated airspeeds [m/s] at which receiver, station, clearance and tanker can all be flown; nothing is left where
        the lowest is above the highest. 0 where the receiver takes no fuel in the air.
    lowest_altitude_m, highest_altitude_m : float
        Pressure altitudes [m], likewise.
    gates : tuple of Gate
        Mechanical, technical, legal.
    usual_cas_m_s : float
        The airspeed crews use [m/s], within the window.
    shuts : tuple of str
        Stations of the tanker that give no fuel while this one does.
    """

    tanker: str
    receiver: str
    station: str
    kind: str
    count: int
    flow_kg_s: float
    lowest_cas_m_s: float
    highest_cas_m_s: float
    lowest_altitude_m: float
    highest_altitude_m: float
    gates: tuple[Gate, Gate, Gate]
    usual_cas_m_s: float = 0.0
    shuts: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether all three gates are open."""
        return self.status == "open"

    @property
    def status(self) -> Status:
        """Closed if a gate is closed, else unknown if one is unknown, else open."""
        return worst(tuple(gate.status for gate in self.gates))

    @property
    def has_window(self) -> bool:
        """Whether a speed and an altitude are left at which fuel can pass."""
        return 0.0 < self.lowest_cas_m_s <= self.highest_cas_m_s and self.lowest_altitude_m <= self.highest_altitude_m

    def not_open(self) -> tuple[Gate, ...]:
        """Return the gates that are closed or unknown."""
        return tuple(gate for gate in self.gates if gate.status != "open")


def worst(statuses: Sequence[Status]) -> Status:
    """Return closed if one is closed, else unknown if one is unknown, else open.

    Parameters
    ----------
    statuses : sequence of str
        Of gates.

    Returns
    -------
    str
    """
    return "closed" if "closed" in statuses else "unknown" if "unknown" in statuses else "open"


def fits(
    tanker_card: AircraftCard,
    receiver_card: AircraftCard,
    tanker_nation: str,
    receiver_nation: str,
    activity: str,
    folders: Sequence[Folder] = (),
    on: datetime.date | None = None,
) -> tuple[Fit, ...]:
    """Return how a receiver fits each station of a tanker.

    Parameters
    ----------
    tanker_card, receiver_card : AircraftCard
        The two types.
    tanker_nation, receiver_nation : str
        States that fly them, as scenarios name them: `JP`, `US`.
    activity : str
        `exercise`, `training` or `operation`.
    folders : sequence of path
        The user's card folders, searched first for clearances and agreements.
    on : date or None
        Day on which agreements must be in force; `None`: those that have not ended.

    Returns
    -------
    tuple of Fit
        One for each station, in the order of the card, also where nothing fits.

    Raises
    ------
    QuestionError
        If the first type is no tanker, or the activity is none of the three: both at once.
    CardError
        If a clearance or an agreement breaks a rule, or two clearances contradict one another.

    Examples
    --------
    >>> from jointex import cards
    >>> tanker, receiver = cards.aircraft("KC-767J"), cards.aircraft("F-35B")
    >>> [(fit.station, fit.status) for fit in fits(tanker, receiver, "JP", "JP", "exercise")]
    [('boom', 'closed')]
    """
    faults = []
    if activity not in ACTIVITIES:
        hint = nearest_name(activity, ACTIVITIES)
        faults.append(Fault(f"activity must be one of {', '.join(ACTIVITIES)}", value=activity, hint=hint))
    if tanker_card.tanker is None:
        faults.append(Fault(f"{tanker_card.id} must be a tanker: its card names no station to take fuel from"))
    if faults:
        raise QuestionError(faults)
    assert tanker_card.tanker is not None
    legal = legal_gate(tanker_nation, receiver_nation, activity, folders, on)
    nations = (tanker_nation, receiver_nation)
    return tuple(
        _fit(
            tanker_card,
            receiver_card,
            name,
            clearance_for(tanker_card.id, receiver_card.id, name, *nations, folders),
            legal,
        )
        for name in tanker_card.tanker.stations
    )


def _fit(tanker: AircraftCard, receiver: AircraftCard, name: str, clearance: ClearanceCard | str, legal: Gate) -> Fit:
    """Return one station beside a receiver."""
    assert tanker.tanker is not None
    station = tanker.tanker.stations[name]
    most = receiver.receiver.highest_flow
    takes = receiver.receiver.by != "none"
    contact = receiver.receiver.contact if takes else None
    cleared = clearance.window if isinstance(clearance, ClearanceCard) else None
    window = _window(tanker, contact, (station.window, cleared)) if contact else (0.0, 0.0, 0.0, 0.0, 0.0)
    low, usual, high, bottom, top = window
    flow_kg_s = min(station.flow.si, most.si) if most else station.flow.si
    return Fit(
        tanker=tanker.id,
        receiver=receiver.id,
        station=name,
        kind=station.kind,
        count=station.count,
        flow_kg_s=flow_kg_s if takes else 0.0,
        lowest_cas_m_s=low,
        highest_cas_m_s=high,
        lowest_altitude_m=bottom,
        highest_altitude_m=top,
        gates=(
            _mechanical_gate(tanker, receiver, name),
            _technical_gate(tanker, receiver, name, clearance, window),
            legal,
        ),
        usual_cas_m_s=usual,
        shuts=shut_by(tanker, name),
    )


def shut_by(tanker: AircraftCard, name: str) -> tuple[str, ...]:
    """Return the stations that give no fuel while one does.

    Parameters
    ----------
    tanker : AircraftCard
        A tanker.
    name : str
        One of its stations.

    Returns
    -------
    tuple of str
    """
    stations = tanker.tanker.stations if tanker.tanker else {}
    alone = stations[name].exclusive is not None
    return tuple(other for other, one in stations.items() if other != name and (alone or one.exclusive is not None))


def _window(
    tanker: AircraftCard, contact: Contact, narrower: Sequence[Window | None]
) -> tuple[float, float, float, float, float]:
    """Return lowest, usual and highest CAS [m/s], lowest and highest altitude [m] that all can fly."""
    low, high = contact.lowest_cas.si, min(contact.highest_cas.si, tanker.limits.max_cas.si)
    bottom, top = contact.lowest_altitude.si, min(contact.highest_altitude.si, tanker.limits.ceiling.si)
    usual = contact.usual_cas.si
    for one in narrower:
        if one is not None:
            low = max(low, one.lowest_cas.si) if one.lowest_cas else low
            high = min(high, one.highest_cas.si) if one.highest_cas else high
            bottom = max(bottom, one.lowest_altitude.si) if one.lowest_altitude else bottom
            top = min(top, one.highest_altitude.si) if one.highest_altitude else top
            usual = one.usual_cas.si if one.usual_cas else usual
    return low, max(low, min(usual, high)), high, bottom, top


def _mechanical_gate(tanker: AircraftCard, receiver: AircraftCard, name: str) -> Gate:
    """Say whether receptacle or probe meets what the station offers: read off the two aircraft cards."""
    by = receiver.receiver.by
    if by == "none":
        reason = f"{receiver.id} takes no fuel in the air."
    else:
        assert tanker.tanker is not None
        way = "from a boom by its receptacle" if by == "boom_receptacle" else "from a drogue by its probe"
        offer = _offer(tanker.tanker.stations[name])
        reason = f"{receiver.id} takes fuel {way}; at its {station_words(name)} {tanker.id} offers {offer}."
    status: Status = "open" if _parts_meet(receiver, tanker, name) else "closed"
    return Gate("mechanical", status, reason, *_cards_say(tanker, receiver, name))


def _parts_meet(receiver: AircraftCard, tanker: AircraftCard, name: str) -> bool:
    assert tanker.tanker is not None
    return STATION_KINDS.get(receiver.receiver.by) == tanker.tanker.stations[name].kind


def _cards_say(tanker: AircraftCard, receiver: AircraftCard, name: str) -> tuple[str, str, str]:
    """Return source, date and basis of what is read off the two aircraft cards."""
    assert tanker.tanker is not None
    sources = (receiver.sources[receiver.receiver.source], tanker.sources[tanker.tanker.stations[name].source])
    return "; ".join(dict.fromkeys(one.title for one in sources)), str(max(one.read for one in sources)), "derived"


def _offer(station: TankerStation) -> str:
    return f"a {station.kind}" if station.count == 1 else f"{station.count} {station.kind}s"


def station_words(name: str) -> str:
    """Return the name of a station as it is said."""
    return name.replace("_", " ")


def _technical_gate(
    tanker: AircraftCard,
    receiver: AircraftCard,
    name: str,
    clearance: ClearanceCard | str,
    window: tuple[float, float, float, float, float],
) -> Gate:
    """Say whether the pair is cleared at the station, and whether a speed and an altitude are left that both can fly."""
    pair = f"{receiver.id} at the {station_words(name)} of {tanker.id}"
    low, _, high, bottom, top = window
    has_window = receiver.receiver.contact is not None and low <= high and bottom <= top
    proof: tuple[str, str, str] = ("", "", "")
    said = "finds"
    if isinstance(clearance, ClearanceCard):
        proof = (clearance.sources[clearance.source].title, clearance.date, clearance.basis)
        said = "is cleared, but at" if clearance.status == "cleared" else "finds"
    if isinstance(clearance, ClearanceCard) and clearance.status == "not_cleared":
        return Gate("technical", "closed", f"{pair} is not cleared.", *proof)
    if _parts_meet(receiver, tanker, name) and not has_window:
        reason = f"{pair} {said} no speed and altitude that both can fly."
        return Gate("technical", "closed", reason, *(proof if proof[0] else _cards_say(tanker, receiver, name)))
    if isinstance(clearance, str):
        told = f"{pair}: {clearance}" if clearance else f"No clearance of {pair} is in the cards."
        return Gate("technical", "unknown", told, *proof)
    if clearance.status == "unknown":
        return Gate("technical", "unknown", f"{pair}: {clearance.note or 'nothing on it was found.'}", *proof)
    speeds = f"{low / KNOT_M_S:.0f} to {high / KNOT_M_S:.0f} kt CAS"
    heights = f"{bottom / FOOT_M:,.0f} to {top / FOOT_M:,.0f} ft"
    where = f", {speeds}, {heights}" if has_window else ""
    return Gate("technical", "open", f"{pair} is cleared{where}.", *proof)
