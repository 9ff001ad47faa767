"""Which stations of a tanker a receiver may use, and at what speed and levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jointex.cards import AircraftCard

FITS = {"boom": "boom_receptacle", "drogue": "probe"}
"""What a receiver needs at each kind of station."""


@dataclass(frozen=True)
class Pair:
    """A station of a tanker that a receiver may use.

    Attributes
    ----------
    station, kind : str
        Name on the tanker's card; `boom` or `drogue`.
    count : int
        Receivers at once.
    flow_kg_s : float
        Of the transfer to one of them.
    cas_m_s : float
        Speed of the contact, usual for the receiver within what both may.
    lowest_m, highest_m : float
        Levels between which they may be in contact.
    """

    station: str
    kind: str
    count: int
    flow_kg_s: float
    cas_m_s: float
    lowest_m: float
    highest_m: float


def pairs_of(tanker: AircraftCard, receiver: AircraftCard) -> tuple[Pair, ...]:
    """Return the stations of a tanker that a receiver fits, the fastest first.

    Parameters
    ----------
    tanker, receiver : AircraftCard

    Returns
    -------
    tuple of Pair
    """
    contact = receiver.receiver.contact
    if tanker.tanker is None or contact is None:
        return ()
    most = receiver.receiver.highest_flow
    found = [
        Pair(
            station=name,
            kind=station.kind,
            count=station.count,
            flow_kg_s=min(station.flow.si, most.si) if most else station.flow.si,
            cas_m_s=contact.usual_cas.si,
            lowest_m=contact.lowest_altitude.si,
            highest_m=contact.highest_altitude.si,
        )
        for name, station in tanker.tanker.stations.items()
        if FITS[station.kind] == receiver.receiver.by
    ]
    return tuple(sorted(found, key=lambda pair: -pair.count * pair.flow_kg_s))


def exclusive_stations(tanker: AircraftCard) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a tanker's stations that cannot be used together: those of different kinds."""
    if tanker.tanker is None:
        return ()
    stations: Sequence[tuple[str, str]] = [(name, one.kind) for name, one in tanker.tanker.stations.items()]
    return tuple(
        (first, second)
        for number, (first, kind) in enumerate(stations)
        for second, other in stations[number + 1 :]
        if kind != other
    )
