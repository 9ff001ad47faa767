"""Under what conditions the runs were flown, in words: winds, what was drawn by chance, and what was not flown."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import Any

from jointex.report.ground import Condition, because, ground_conditions
from jointex.report.material import Material
from jointex.report.words import MINUS, duration, percent
from jointex.scenario import Scenario
from jointex.units import flight_level, knots

DRILL_WORDS = {
    "refuelling": "Refuelling in the air",
    "combat": "Simulated combat",
    "links": "Data links",
    "formation": "Formation",
}


def conditions(material: Material) -> list[Condition]:
    """Return winds, temperature and everything that was drawn anew in every run.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of Condition
        Empty if the run folder holds no readable scenario.
    """
    scenario = material.scenario
    if scenario is None:
        return []
    return [
        _winds(material, scenario),
        _temperature(scenario),
        *ground_conditions(scenario, material.plan),
        *_uncertainties(scenario),
    ]


def _winds(material: Material, scenario: Scenario) -> Condition:
    winds, used = scenario.winds, material.plan.get("winds") or {}
    month = calendar.month_name[winds.month or scenario.start.month]
    layers = [
        f"FL{flight_level(layer.level_m):03d} from {layer.from_deg:03.0f}° at {knots(layer.speed_m_s):.0f} kt"
        for layer in winds.layers
    ]
    words = {
        "none": "still air",
        "climatology": f"monthly mean of {month}",
        "layers": "; ".join(layers),
        "file": f"file {winds.file}",
    }[winds.kind]
    source = f" Made from: {used['source']}." if used.get("source") and winds.kind == "climatology" else ""
    source += "".join(f" {note.rstrip('.')}." for note in used.get("notes", ()))
    return Condition("Winds aloft", words, used.get("basis") or winds.basis, because(winds) + source)


def _temperature(scenario: Scenario) -> Condition:
    offset_k = scenario.temperature_offset_k
    if not offset_k:
        return Condition("Temperature", "no offset", "", "")
    sign = MINUS if offset_k < 0 else "+"
    return Condition("Temperature", f"{sign}{abs(offset_k):g} K against the standard atmosphere or climatology", "", "")


def _uncertainties(scenario: Scenario) -> list[Condition]:
    drawn = scenario.uncertainty
    delay, wind, flow = drawn.departure_delay, drawn.wind_error, drawn.fuel_flow
    ready, abort, keeping = drawn.mission_capable, drawn.ground_abort, drawn.station_keeping
    types = ", ".join(f"{name} {percent(chance)}" for name, chance in ready.by_aircraft.items())
    late = f"; {percent(delay.late_probability)} held up, by {duration(delay.late_mean_s)} on average"
    rows: list[tuple[str, str, Any]] = [
        ("Take-off against plan", f"spread {duration(delay.on_time_sd_s)}{late}", delay),
        ("Wind against forecast", f"error {percent(wind.fraction_of_sd)} of the spread between days", wind),
        ("Fuel flow of an aircraft", f"spread {percent(flow.sd_fraction)} about its type", flow),
        ("Aircraft ready", types or percent(ready.probability), ready),
        ("Failure before take-off", percent(abort.probability), abort),
        ("Station keeping", f"spread {keeping.sd_m:.0f} m along each axis", keeping),
    ]
    return [Condition(name, figure, part.basis, because(part)) for name, figure, part in rows]


@dataclass(frozen=True)
class NotFlown:
    """Something the scenario describes and this version does not fly."""

    name: str
    id: str
    text: str


def not_flown(material: Material) -> list[NotFlown]:
    """Return the drills of the scenario that were not flown.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of NotFlown
    """
    drills = material.scenario.drills if material.scenario else ()
    return [
        NotFlown(DRILL_WORDS.get(drill.kind, drill.kind), drill.id, drill.text)
        for drill in drills
        if not drill.is_flown
    ]
