"""The variables of the tanker problem as a CP-SAT model, by flight and tanker, and the services they stand for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from jointex.planning.tankers.grid import Grid, GridLeg, GridService

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass
class LegVariables:
    """One leg of one flight: which candidate, which tanker and station, and its times [ticks] and fuel.

    `choices` has a literal for each candidate, tanker and service; `shares` the on-load [steps] by tanker and station. A flight
    waits, has its contacts (`first` to `done`) and holds until it leaves: a contact that is late is made up from the hold.
    """

    skip: Any
    candidates: dict[int, Any]
    choices: dict[tuple[int, str, str], Any]
    served: dict[tuple[str, str], Any]
    shares: dict[tuple[str, str], Any]
    onload: Any
    wait: Any
    contact: Any
    block: Any
    first: Any
    done: Any
    hold: Any
    extra: Any
    stay: dict[int, Any]

    @property
    def leave(self) -> Any:
        """When the flight leaves the track."""
        return self.done + self.hold


@dataclass
class FlightVariables:
    """One flight: when it passes its fixes, its legs, and how late it leaves after a contact that is late by the slack."""

    passes: list[Any]
    legs: list[LegVariables]
    late: Any
    burnt: Any


@dataclass
class TankerVariables:
    """One tanker sortie: whether it flies, on which track, from when to when, and what it burns there."""

    used: Any
    tracks: dict[str, Any]
    on: Any
    off: Any
    burnt: Any
    given: Any = 0


@dataclass
class Model:
    """The CP-SAT model with its variables by flight and tanker, and the sums that the objectives are made of."""

    grid: Grid
    program: cp_model.CpModel
    flights: dict[str, FlightVariables] = field(default_factory=dict)
    tankers: dict[str, TankerVariables] = field(default_factory=dict)
    slack: Any = 0
    cost: Any = 0
    fuel: Any = 0
    variables: list[Any] = field(default_factory=list)


def contact_ticks(grid: Grid, service: GridService, steps: int) -> int:
    """Return the ticks of one contact that passes so many on-load steps."""
    return -(-(service.fixed_ms + steps * service.step_ms) // grid.tick_ms)


def slowest_services(leg: GridLeg) -> dict[tuple[str, str], GridService]:
    """Return by tanker and station the service of a leg; of unlike ones on its tracks the slowest."""
    services: dict[tuple[str, str], GridService] = {}
    for one in (service for candidate in leg.candidates for service in candidate.services):
        known = services.get((one.tanker, one.station), one)
        fixed, step = max(one.fixed_ms, known.fixed_ms), max(one.step_ms, known.step_ms)
        services[one.tanker, one.station] = replace(one, fixed_ms=fixed, step_ms=step)
    return services
