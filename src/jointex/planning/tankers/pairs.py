"""Which stations of a tanker a flight may use by the three gates, which it may use if more is relied on, and why no others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jointex.cards import AircraftCard
from jointex.cards.gates import Fit, Gate, fits
from jointex.planning.flights import Draft
from jointex.planning.tankers.orders import GateRow
from jointex.scenario import Scenario


@dataclass(frozen=True)
class Pair:
    """A station of a tanker that a flight may use; `waiver` names what would have to be relied on beyond the scenario."""

    fit: Fit
    waiver: str = ""


def pairs_of(scenario: Scenario, tanker: Draft, receiver: Draft) -> tuple[Pair, ...]:
    """Return the stations of a tanker that no gate closes to a flight, those without a waiver first.

    Parameters
    ----------
    scenario : Scenario
    tanker, receiver : Draft

    Returns
    -------
    tuple of Pair
    """
    found = []
    for fit in all_fits(scenario, tanker, receiver):
        if fit.status == "closed" or fit.flow_kg_s <= 0.0:
            continue
        missing = [gate for gate in fit.not_open() if not is_relied_on(scenario, fit, gate)]
        found.append(Pair(fit, " and ".join(waiver_key(fit, gate) for gate in missing)))
    return tuple(sorted(found, key=lambda pair: (bool(pair.waiver), -pair.fit.count * pair.fit.flow_kg_s)))


def all_fits(scenario: Scenario, tanker: Draft, receiver: Draft) -> tuple[Fit, ...]:
    """Return every station of a tanker beside a flight, as `cards.gates.fits` does; none where it is no tanker."""
    assert scenario.refuelling is not None
    if tanker.card.tanker is None:
        return ()
    nations = (tanker.flight.nation, receiver.flight.nation)
    activity, day = scenario.refuelling.activity, scenario.start.date()
    return fits(tanker.card, receiver.card, *nations, activity, scenario.card_folders, day)


def is_relied_on(scenario: Scenario, fit: Fit, gate: Gate) -> bool:
    """Return whether the scenario relies on an unknown gate."""
    assert scenario.refuelling is not None
    return gate.status == "unknown" and any(
        waiver.gate == gate.name and waiver.tanker in (None, fit.tanker) and waiver.receiver in (None, fit.receiver)
        for waiver in scenario.refuelling.rely_on
    )


def waiver_key(fit: Fit, gate: Gate) -> str:
    """Return the key of an unknown gate, such as `technical:KC-46A:F-2A`."""
    return f"{gate.name}:{fit.tanker}:{fit.receiver}"


def gate_rows(scenario: Scenario, tankers: Iterable[Draft], receivers: Sequence[Draft]) -> tuple[GateRow, ...]:
    """Return every gate of every station of every tanker type beside every receiving type, once.

    Parameters
    ----------
    scenario : Scenario
    tankers : iterable of Draft
    receivers : sequence of Draft

    Returns
    -------
    tuple of GateRow
    """
    rows: dict[tuple[str, ...], GateRow] = {}
    for tanker in tankers:
        for receiver in receivers:
            for fit in all_fits(scenario, tanker, receiver):
                for gate in fit.gates:
                    row = GateRow(
                        tanker=fit.tanker,
                        receiver=fit.receiver,
                        station=fit.station,
                        gate=gate.name,
                        status=gate.status,
                        relied_on=is_relied_on(scenario, fit, gate),
                        reason=gate.reason,
                        source=gate.source,
                        date=gate.date,
                    )
                    rows.setdefault((row.tanker, row.receiver, row.station, row.gate, row.status, row.reason), row)
    return tuple(rows.values())


def exclusive_stations(card: AircraftCard) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a tanker's stations that cannot be used together."""
    assert card.tanker is not None
    stations = list(card.tanker.stations.items())
    return tuple(
        (first, second)
        for number, (first, one) in enumerate(stations)
        for second, other in stations[number + 1 :]
        if one.exclusive is not None or other.exclusive is not None
    )
