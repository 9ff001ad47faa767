"""From the combat drills of a plan to the arrays of a run: classes of missiles, envelopes, parts and presentations."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex import cards
from jointex.cards.shelf import Folder
from jointex.drills import envelopes
from jointex.drills.shots import Missile
from jointex.earth.geodesy import n_vector
from jointex.engine.fight import NO_COMBAT, Combat
from jointex.engine.guests.runs import Guided
from jointex.fleet.fight import CAST, MISSILE_CLASS, PRESENTATION, TACTICS_FIELDS, Role
from jointex.planning import Plan
from jointex.scenario import Drill, Work
from jointex.scenario.combat import EscortStation, Presentation, Tactics
from jointex.scenario.combat_checks import CLASSES, start_of

ROLES = {"escort": Role.ESCORT, "opponent": Role.OPPONENT, "protected": Role.PROTECTED, "none": Role.NONE}
ABREAST_M = 1852.0
"""How far the members of a flight begin from each other, side by side [m]: 1 NM, the usual line abreast."""


def combat_of(plan: Plan, flights: NDArray[Any]) -> Combat:
    """Return the arrays of the combat drills of a plan.

    Parameters
    ----------
    plan : Plan
    flights : array of fleet.aircraft.FLIGHT
        Of the plan, in order; only read.

    Returns
    -------
    Combat
    """
    shown = [
        (drill, presentation)
        for drill in plan.scenario.drills
        for presentation in drill.presentations
        if drill.kind == "combat" and drill.work is not None
    ]
    if not shown:
        return NO_COMBAT
    shown.sort(key=lambda pair: pair[1].begins_s)
    works = {work.id: work for work in plan.scenario.work}
    classes = np.concatenate([class_record(name, plan.scenario.card_folders) for name in CLASSES])
    presentations = np.concatenate(
        [presentation_record(plan, drill, one, works[str(drill.work)]) for drill, one in shown]
    )
    parts = [part for number, (_, one) in enumerate(shown) for part in cast_records(plan, flights, number, one)]
    calls = plan.scenario.uncertainty.calls
    chances = np.array([calls.latency_s, calls.latency_mean_s, calls.missed, calls.wrong])
    reach = np.stack([reach_of(name, plan.scenario.card_folders) for name in CLASSES])
    cast = np.concatenate(parts) if parts else np.zeros(0, CAST)
    return Combat(classes, reach, cast, presentations, chances)


@functools.lru_cache(maxsize=8)
def reach_of(name: str, folders: tuple[Folder, ...]) -> NDArray[np.float64]:
    """Return the envelope of a class of missiles: see `drills.envelopes.table`."""
    record = class_record(name, folders)[0]
    return envelopes.table(Missile(**{field: float(record[field]) for field in Missile._fields}))


def class_record(name: str, folders: tuple[Folder, ...]) -> NDArray[Any]:
    """Return the record of a class of missiles from its card."""
    card = cards.store(name, folders)
    assert card.flyout is not None, f"{name} has no flyout"
    f = card.flyout
    record = np.zeros(1, MISSILE_CLASS)
    fields = {
        "mass_kg": card.mass.si,
        "propellant_kg": f.propellant.si,
        "diameter_m": f.diameter.si,
        "thrust_n": f.thrust.si,
        "burn_s": f.burn.si,
        "drag_mach_2": f.drag_mach_2.si,
        "load_factor": f.load_factor.si,
        "least_mach": f.least_mach.si,
        "life_s": f.life.si,
        "arming_s": f.arming.si,
        "seeker_m": f.seeker.si,
        "kill_low": f.kill_chance.low,
        "kill_high": f.kill_chance.high,
    }
    for field, value in fields.items():
        record[field] = value
    return record


def presentation_record(plan: Plan, drill: Drill, shown: Presentation, work: Work) -> NDArray[Any]:
    """Return the record of a presentation as planned."""
    record = np.zeros(1, PRESENTATION)
    record["set_up_s"], record["on_s"], record["off_s"] = shown.begins_s, shown.on_s, shown.ends_s
    latitude_deg, longitude_deg = start_of(work, shown)
    record["start_x"], record["start_y"], record["start_z"] = n_vector(
        math.radians(latitude_deg), math.radians(longitude_deg)
    )
    bearing = math.radians(shown.start.bearing_deg)
    record["start_north_m"] = shown.start.distance_m * math.cos(bearing)
    record["start_east_m"] = shown.start.distance_m * math.sin(bearing)
    record["hard_deck_m"] = plan.scenario.rules.minimum_level_m
    record["regenerate_s"], record["lives"] = shown.regenerate_s, shown.lives
    record["medium"], record["short"] = (drill.shots.get(name, 0) for name in CLASSES)
    record["ending"] = -1
    return record


def cast_records(plan: Plan, flights: NDArray[Any], number: int, shown: Presentation) -> list[NDArray[Any]]:
    """Return who plays what in a presentation, an aircraft each."""
    first = {planned.id: int(flights["first"][k]) for k, planned in enumerate(plan.flights)}
    count = {planned.id: planned.count for planned in plan.flights}
    records = []
    for name, leader in first.items():
        role = shown.role(name)
        for member in range(count[name] if role != "none" else 0):
            record = np.zeros(1, CAST)
            tactics = shown.tactics.get(name, Tactics())
            for field in tactics_fields(tactics):
                record[field] = tactics_fields(tactics)[field]
            station = shown.stations.get(name, EscortStation())
            aside_m = (member - 0.5 * (count[name] - 1)) * ABREAST_M
            record["ahead_m"], record["right_m"] = station.ahead_m, station.right_m + aside_m
            record["block_m"] = shown.level_m(name, plan.scenario.work)
            record["presentation"], record["aircraft"] = number, leader + member
            record["role"] = ROLES[role]
            record["is_guided"] = tactics.python is not None
            records.append(record)
    return records


def tactics_fields(tactics: Tactics) -> dict[str, float]:
    """Return tactics as the fields of a fighter's record.

    Parameters
    ----------
    tactics : Tactics

    Returns
    -------
    dict of str to float
    """
    fields = {name: getattr(tactics, name, None) for name, _ in TACTICS_FIELDS}
    fields |= {"shoot_share": tactics.shoot_at, "uses_afterburner": tactics.afterburner}
    return {name: float(value) for name, value in fields.items() if value is not None}


def guided_of(plan: Plan, flights: NDArray[Any]) -> tuple[Guided, ...]:
    """Return the flights whose tactics are a file of the user's.

    Parameters
    ----------
    plan : Plan
    flights : array of fleet.aircraft.FLIGHT
        Of the plan, in order.

    Returns
    -------
    tuple of Guided
        One for each flight; its presentations all use the file that the last of them names.
    """
    folder = plan.scenario.source.path.parent.resolve()
    files = {
        name: tactics.python
        for drill in plan.scenario.drills
        for shown in drill.presentations
        for name, tactics in shown.tactics.items()
        if tactics.python is not None
    }
    began = np.datetime64(plan.scenario.start.replace(tzinfo=None), "s")
    return tuple(
        Guided(
            number,
            planned.id,
            folder / files[planned.id],
            plan.scenario.flight(planned.id).members,
            int(flights["first"][number]),
            began,
        )
        for number, planned in enumerate(plan.flights)
        if planned.id in files
    )
