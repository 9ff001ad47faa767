"""Single failures of a plan: what each does to a run before it is flown, and how large it may get."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jointex.earth.winds import EAST_WIND, NORTH_WIND
from jointex.engine.setup import Setup
from jointex.planning import Plan
from jointex.units import KNOT_M_S

LEAST_BANK_RAD = math.radians(5.0)
"""A bank below this turns nobody round in the room there is."""
COMPASS = {"north": 0.0, "north-east": 45.0, "east": 90.0, "south-east": 135.0} | {
    "south": 180.0,
    "south-west": 225.0,
    "west": 270.0,
    "north-west": 315.0,
}


@dataclass(frozen=True)
class Failure:
    """One thing that may go wrong.

    Attributes
    ----------
    kind : str
        `station`, `tanker`, `late_tanker`, `late_flight`, `bank`, `wind`, `fuel_flow` or `divert`.
    target : str
        What it befalls; empty for everybody.
    text : str
        In words; `{}` stands for its size with unit.
    unit : str
        Unit of its size; empty where it happens or does not.
    reference : float
        Size against which sizes of different kinds are measured [unit].
    most : float
        Largest size tried [unit].
    apply : callable
        Puts it, at a size, into a run.
    """

    kind: str
    target: str
    text: str
    unit: str
    reference: float
    most: float
    apply: Callable[[Setup, float], Setup]

    @property
    def is_whole(self) -> bool:
        """Whether it happens or does not, without a size."""
        return not self.unit

    def words(self, size: float) -> str:
        """Return it in words at a size."""
        return self.text.format(f"{size:.3g} {self.unit}" if self.unit else "")


def failures_of(plan: Plan) -> Iterator[Failure]:
    """Yield every single failure that is tried on a plan.

    Parameters
    ----------
    plan : Plan

    Yields
    ------
    Failure
        Stations and tankers out, flights late, less bank, more wind, more fuel burned, diverts closed.
    """
    for number, flight in enumerate(plan.flights):
        if plan.scenario.flight(flight.id).is_tanker:
            yield from _of_tanker(plan, number, flight.id)
        else:
            yield _late(number, flight.id, "late_flight", "leaves {} late")
        for place, divert in enumerate(flight.diverts[: len(flight.route.diverts)]):
            text = f"{flight.id} finds its divert {divert} closed"
            yield Failure("divert", divert, text, "", 1.0, 1.0, _closed(number, place))
    yield Failure("bank", "", "everybody turns with {} less bank", "deg", 2.0, 15.0, _less_bank)
    for name, towards_deg in COMPASS.items():
        text = f"the wind blows {{}} more towards the {name}"
        yield Failure("wind", name, text, "kt", 40.0, 100.0, _more_wind(towards_deg))
    yield Failure("fuel_flow", "", "everybody burns {} more", "%", 5.0, 30.0, _more_fuel)


def _of_tanker(plan: Plan, number: int, flight_id: str) -> Iterator[Failure]:
    yield Failure("tanker", flight_id, f"{flight_id} does not fly", "", 1.0, 1.0, _grounded(number))
    schedule = plan.tankers.tanker(flight_id) if plan.tankers is not None else None
    for name, kind, count in schedule.stations if schedule is not None else ():
        field = "n_booms" if kind == "boom" else "n_drogues"
        words = name.replace("_", " ") if count == 1 else f"one of its {count} {name.replace('_', ' ')}"
        yield Failure(
            "station", f"{flight_id} {name}", f"{flight_id} loses {words}", "", 1.0, 1.0, _fewer(number, field)
        )
    yield _late(number, flight_id, "late_tanker", "takes off {} late")


def _late(number: int, flight_id: str, kind: str, words: str) -> Failure:
    def apply(setup: Setup, size: float) -> Setup:
        fleet, flights = setup.fleet.copy(), setup.flights.copy()
        own = fleet["flight"] == number
        for name in ("release_s", "planned_release_s"):
            fleet[name][own] += size * 60.0
        flights["release_s"][number] += size * 60.0
        return replace(setup, fleet=fleet, flights=flights)

    return Failure(kind, flight_id, f"{flight_id} {words}", "min", 10.0, 180.0, apply)


def _grounded(number: int) -> Callable[[Setup, float], Setup]:
    def apply(setup: Setup, size: float) -> Setup:
        fleet = setup.fleet.copy()
        fleet["ready_probability"][fleet["flight"] == number] = 0.0
        return replace(setup, fleet=fleet)

    return apply


def _fewer(number: int, field: str) -> Callable[[Setup, float], Setup]:
    def apply(setup: Setup, size: float) -> Setup:
        flights = setup.flights.copy()
        flights[field][number] -= 1
        return replace(setup, flights=flights)

    return apply


def _closed(number: int, place: int) -> Callable[[Setup, float], Setup]:
    def apply(setup: Setup, size: float) -> Setup:
        flights = setup.flights.copy()
        for name in ("divert_point", "divert_end"):
            row = flights[name][number]
            row[place:-1] = row[place + 1 :]
        flights["n_diverts"][number] -= 1
        return replace(setup, flights=flights)

    return apply


def _less_bank(setup: Setup, size: float) -> Setup:
    fleet = setup.fleet.copy()
    fleet["bank_order_rad"] = np.maximum(LEAST_BANK_RAD, fleet["bank_order_rad"] - math.radians(size))
    return replace(setup, fleet=fleet)


def _more_wind(towards_deg: float) -> Callable[[Setup, float], Setup]:
    def apply(setup: Setup, size: float) -> Setup:
        nodes = setup.world.nodes.copy()
        nodes[..., EAST_WIND] += size * KNOT_M_S * math.sin(math.radians(towards_deg))
        nodes[..., NORTH_WIND] += size * KNOT_M_S * math.cos(math.radians(towards_deg))
        return replace(setup, world=setup.world._replace(nodes=nodes))

    return apply


def _more_fuel(setup: Setup, size: float) -> Setup:
    fleet = setup.fleet.copy()
    for name in ("dry_fuel_kg_n_s", "wet_fuel_kg_n_s"):
        fleet[name] *= 1.0 + size / 100.0
    return replace(setup, fleet=fleet)


def without_chance(setup: Setup) -> Setup:
    """Return a run in which nothing is drawn: everybody ready and on time, the planned air, every contact made.

    Parameters
    ----------
    setup : Setup

    Returns
    -------
    Setup
    """
    settings, fleet = setup.world.settings.copy(), setup.fleet.copy()
    for name in DRAWN:
        settings[name] = 0.0
    fleet["ready_probability"] = 1.0
    world: Any = setup.world._replace(settings=settings)
    return replace(setup, world=world, fleet=fleet, wind_error=0.0, day=None)


DRAWN = (
    "station_keeping_m",
    "fuel_flow_spread",
    "ground_abort",
    "delay_sd_s",
    "late_probability",
    "late_mean_s",
    "hook_up_sd_s",
    "missed_probability",
    "disconnect_probability",
    "failure_probability",
)
"""Settings of a run that scale what is drawn."""
