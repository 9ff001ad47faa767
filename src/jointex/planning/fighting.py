"""What simulated combat burns above formation: fuel that a plan has to set aside for it."""

from __future__ import annotations

import itertools
from typing import Any

from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, pressure_ratio
from jointex.flight.aerodynamics import drag_n
from jointex.flight.performance import level_flow_kg_s, temperature_ratio
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, wet_thrust_n
from jointex.scenario import Scenario, Work
from jointex.scenario.combat import Presentation, Tactics

MEAN_LOAD_FACTOR = 1.6
"""Load factor that a fight is reckoned with all through [g]. Estimated. Held against 100 runs of the flagship, from the meeting to
leaving: F-15J burn 27 kg more than planned with it, F-35B 225 kg (10 %)."""


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
        [kg]; 0 for who does not fight. Each is reckoned at its whole length.
    """
    if work is None:
        return 0.0
    return sum(
        _one_kg(shown, shown.tactics.get(flight_id, Tactics()), flight_id, work, a, max(0.0, fuel_kg))
        for shown in presentations_of(scenario, flight_id, work)
    )


def _one_kg(shown: Presentation, tactics: Tactics, flight_id: str, work: Work, a: Any, fuel_kg: float) -> float:
    """What one presentation costs: set up at the speed of patrol, then the fight with its turns, over formation for as long."""
    level_m = shown.level_m(flight_id, (work,))
    delta, theta = pressure_ratio(level_m), temperature_ratio(level_m, 0.0)
    mass_kg = float(a.empty_mass_kg + a.load_mass_kg) + fuel_kg
    in_formation = level_flow_kg_s(a, mass_kg, work.mach, delta, theta)
    setting_up = level_flow_kg_s(a, mass_kg, tactics.patrol_mach, delta, theta)
    mach = min(tactics.fight_mach, float(a.max_mach))
    drag = drag_n(a, mass_kg, MEAN_LOAD_FACTOR, mach, delta * SEA_LEVEL_PRESSURE_PA, 0)
    full = wet_thrust_n(a, mach, delta, theta) if tactics.afterburner else dry_thrust_n(a, mach, delta, theta)
    fighting = fuel_flow_kg_s(a, min(drag, full), mach, delta, theta)
    set_up_kg = max(0.0, float(setting_up - in_formation)) * shown.set_up_s
    return set_up_kg + max(0.0, float(fighting - in_formation)) * shown.lasts_s


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
