"""What a tanker plan means for the plan as a whole: conflicts with their ways out, notes, and needs it does not meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jointex.planning.model import Finding, Need, PlannedFlight
from jointex.planning.tankers.orders import GateRow, PlannedStandIn, TankerPlan
from jointex.planning.tankers.problem import Clash, Stage
from jointex.scenario import Scenario

NO_TANKER = "the scenario has no tanker"
NO_PLAN = "no tanker plan holds"
NO_BRACKET = "the tanker plan gives it nothing"
NOT_ENOUGH = "what the tanker plan gives it is not enough"


def tanker_findings(tankers: TankerPlan) -> Iterator[Finding]:
    """Yield what stands in the way of a tanker plan, what it relies on, and what is not proven about it.

    Parameters
    ----------
    tankers : TankerPlan

    Yields
    ------
    Finding
        A conflict where demands clash; it names all of them and offers every way out.
    """
    if not tankers.feasible:
        yield _clash_finding(tankers)
    used = {(bracket.tanker_aircraft, bracket.aircraft, bracket.station) for bracket in tankers.brackets}
    for gate in tankers.gates:
        if gate.relied_on and (gate.tanker, gate.receiver, gate.station) in used:
            yield _gate_finding(gate)
    for stage in tankers.stages:
        if not stage.is_proven:
            yield _open_finding(stage)
    for tanker in tankers.stand_ins:
        yield Finding("note", "a tanker for one that drops out", stands_by(tanker), tanker.id)
    for name in tankers.idle:
        yield Finding("note", "tankers that are needed", stays_down(tankers, name), name)
    for note in tankers.notes:
        yield Finding("note", "what the tanker plan takes for granted", note)


def stands_by(tanker: PlannedStandIn) -> str:
    """Return what a tanker on the ground waits for, in a sentence."""
    return (
        f"{tanker.id} ({tanker.aircraft}) stands by at {tanker.base} for {tanker.stands_in_for}: it takes off "
        f"{tanker.notice_s / 60.0:.0f} min after that one has dropped out"
    )


def stays_down(tankers: TankerPlan, name: str) -> str:
    """Return why a tanker stays on the ground, in a sentence."""
    late = tankers.too_late.get(name)
    return late or f"{name} is not needed: the plan leaves it on the ground"


def _clash_finding(tankers: TankerPlan) -> Finding:
    clash = tankers.clash or Clash((), ())
    demands = "; ".join(demand.rstrip(".") for demand in clash.demands)
    text = "No tanker plan meets every demand"
    if demands:
        why = clash.total or "without any one of them the rest could"
        text += f". These cannot hold together, {'for' if clash.total else 'and'} {why}: {demands}"
    if clash.tried or (demands and not tankers.ways_out):
        text += f". {nothing_helps(clash.tried)}"
    ways = tuple(
        way.text if way.is_proven else f"{way.text} (not followed to the end)"
        for way in sorted(tankers.ways_out, key=lambda way: way.price)
    )
    flights = {key.partition(":")[2] for key in clash.keys}
    flight = flights.pop() if len(flights) == 1 else ""
    return Finding("conflict", "fuel for everybody who needs it", text, flight, ways_out=ways)


def nothing_helps(tried: Sequence[str]) -> str:
    """Return that no change ends a clash, in a sentence with what was tried."""
    if not tried:
        return "No way out was looked for in the time there was"
    return f"No single change of those tried helps: {'; '.join(tried)}"


def _gate_finding(gate: GateRow) -> Finding:
    reason = f": {gate.reason.rstrip('.')}" if gate.reason else ""
    text = f"The plan relies on an unknown {gate.gate} gate of {gate.tanker} and {gate.receiver}{reason}"
    return Finding("warning", "gates that are known to be open", text)


def _open_finding(stage: Stage) -> Finding:
    text = (
        f"Not proven: {stage.objective}, {_amount(stage.value, stage.unit)} found, "
        f"{_amount(stage.bound, stage.unit)} not excluded; "
        f"gap {stage.gap:.1%}"
    )
    return Finding("note", "a proof for every objective", text, value=stage.value, limit=stage.bound, unit=stage.unit)


def _amount(value: float, unit: str) -> str:
    """A value with its unit, `sorties` and `flights` in the singular for one."""
    said = f"{value:,.0f}"
    return f"{said} {unit.removesuffix('s') if said == '1' and unit != 's' else unit}"


def unmet_needs(
    scenario: Scenario, flights: Sequence[PlannedFlight], tankers: TankerPlan | None = None
) -> tuple[Need, ...]:
    """Return the fuel that flights need and no tanker brings, and refuelling drills that nobody serves.

    Parameters
    ----------
    scenario : Scenario
    flights : sequence of PlannedFlight
    tankers : TankerPlan, optional
        Who takes fuel from whom; the planned fuel on landing of `flights` contains it.

    Returns
    -------
    tuple of Need
    """
    served = {bracket.flight for bracket in tankers.brackets} if tankers is not None and tankers.feasible else set()
    why = NO_TANKER if tankers is None else NO_BRACKET if tankers.feasible else NO_PLAN
    needs = []
    for flight in flights:
        left_kg = flight.fuel.landing_kg
        short_kg = 0.0 if left_kg is None else flight.fuel.reserve_kg - left_kg
        if short_kg > 0.0:
            reason = f"lands with {left_kg:,.0f} kg, {short_kg:,.0f} kg below its reserve; "
            reason += NOT_ENOUGH if flight.id in served else why
            needs.append(Need("refuelling", flight.id, reason, short_kg))
    for drill in scenario.drills:
        if drill.kind == "refuelling":
            for flight_id in drill.flights:
                if flight_id not in served:
                    needs.append(Need("refuelling", flight_id, f"drill {drill.id} asks for it; {why}", drill.least_kg))
    return tuple(needs)
