"""What simulated combat burns above formation: fuel that a plan has to set aside for it."""

from __future__ import annotations

import itertools
import math
from typing import Any

from jointex.drills.formation import FASTEST_CLOSURE_M_S
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, pressure_ratio
from jointex.flight.aerodynamics import drag_n
from jointex.flight.performance import level_flow_kg_s, temperature_ratio
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, wet_thrust_n
from jointex.scenario import Scenario, Work
from jointex.scenario.combat import EscortStation, Presentation, Tactics

MEAN_LOAD_FACTOR, SET_UP_LOAD_FACTOR = 1.6, 1.25
"""Load factors that a fight and the way to its beginning are reckoned with all through [g]. Estimated, and held against runs of
the flagship."""


def presentations_of(scenario: Scenario, flight_id: str, work: Work | None) -> list[Presentation]:
    """Return the presentations in which a flight fights during a work.

    Parameters
    ----------
    scenario : Scenario
    flight_id : str
    work : Work or None

    Returns
    -------
    list of Presentation
    """
    if work is None or flight_id not in work.flights:
        return []
    drills = [one for one in scenario.drills if one.kind == "combat"]
    shown = itertools.chain.from_iterable(drill.presentations for drill in drills)
    return [one for one in shown if flight_id in (*one.escorts, *one.opponents)]


def fight_kg(scenario: Scenario, flight_id: str, work: Work | None, a: Any, fuel_kg: float) -> float:
    """Return what an aircraft burns in the presentations of a work above what it would in formation.

    Parameters
    ----------
    scenario : Scenario
    flight_id : str
    work : Work or None
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    fuel_kg : float
        On board at the time [kg].

    Returns
    -------
    float
        [kg]; 0 for who does not fight. Each is reckoned at its whole length, with the way to it and back.
    """
    shown = sorted(presentations_of(scenario, flight_id, work), key=lambda one: one.begins_s)
    if work is None or not shown:
        return 0.0
    next_s = [*(one.begins_s for one in shown[1:]), math.inf]
    airs = (_Air(one, flight_id, work, a, max(0.0, fuel_kg)) for one in shown)
    return sum(
        air.fight_kg() + air.way_back_kg(until_s - one.ends_s)
        for air, one, until_s in zip(airs, shown, next_s, strict=True)
    )


class _Air:
    """Fuel flows of one aircraft in one presentation, at the level where it fights."""

    def __init__(self, shown: Presentation, flight_id: str, work: Work, a: Any, fuel_kg: float) -> None:
        level_m = shown.level_m(flight_id, (work,))
        self.delta, self.theta = pressure_ratio(level_m), temperature_ratio(level_m, 0.0)
        self.a, self.mass_kg = a, float(a.empty_mass_kg + a.load_mass_kg) + fuel_kg
        self.shown, self.tactics = shown, shown.tactics.get(flight_id, Tactics())
        self.in_formation = float(level_flow_kg_s(a, self.mass_kg, work.mach, self.delta, self.theta))

    def fight_kg(self) -> float:
        """What it costs above formation for as long: on to its place at the speed of patrol, then the fight with its turns."""
        setting_up = self._turning_kg_s(self.tactics.patrol_mach, SET_UP_LOAD_FACTOR, is_wet=False)
        fighting = self._turning_kg_s(self.tactics.fight_mach, MEAN_LOAD_FACTOR, self.tactics.afterburner)
        return self._more_kg(setting_up, self.shown.set_up_s) + self._more_kg(fighting, self.shown.lasts_s)

    def way_back_kg(self, gap_s: float) -> float:
        """What it costs above formation to join the others again from where escorts stand, unless the next one begins before."""
        stations = [self.shown.stations.get(one, EscortStation()) for one in self.shown.escorts]
        away_m = max((one.ahead_m for one in stations), default=EscortStation().ahead_m)
        full = self._turning_kg_s(self.tactics.fight_mach, math.inf, is_wet=False)
        return self._more_kg(full, min(gap_s, away_m / FASTEST_CLOSURE_M_S))

    def _turning_kg_s(self, mach: float, load_factor: float, is_wet: bool) -> float:
        """Fuel flow at a speed in a turn, as far as thrust goes."""
        a, mach = self.a, min(mach, float(self.a.max_mach))
        full = (
            wet_thrust_n(a, mach, self.delta, self.theta) if is_wet else dry_thrust_n(a, mach, self.delta, self.theta)
        )
        drag = drag_n(a, self.mass_kg, load_factor, mach, self.delta * SEA_LEVEL_PRESSURE_PA, 0)
        return float(fuel_flow_kg_s(a, min(drag, full), mach, self.delta, self.theta))

    def _more_kg(self, flow_kg_s: float, for_s: float) -> float:
        """What a flow takes above that in formation."""
        return max(0.0, flow_kg_s - self.in_formation) * max(0.0, for_s)


def plain_combat(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the presentations of an exercise as plan.json has them, in order of time.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    list of dict
        Empty without simulated combat; numbers count as in events.
    """
    shown = [(drill, one) for drill in scenario.drills if drill.kind == "combat" for one in drill.presentations]
    return [
        {
            "number": number,
            "drill": drill.id,
            "work": drill.work,
            "text": one.text,
            "set_up_s": one.begins_s,
            "on_s": one.on_s,
            "off_s": one.ends_s,
            "escorts": list(one.escorts),
            "opponents": list(one.opponents),
            "protect": list(one.protect),
            "shots": dict(drill.shots),
        }
        for number, (drill, one) in enumerate(sorted(shown, key=lambda pair: pair[1].begins_s))
    ]
