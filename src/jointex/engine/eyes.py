"""From cards to the arrays of the picture: who takes part in drills of combat and links, with which sensors and links."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex import cards
from jointex.drills.sensing import HALF_SIGNAL, NO_SIGNAL, range_against_m
from jointex.engine.sky import NOBODY_LOOKS, Eyes
from jointex.fleet.senses import MOST_NATIONS, MOST_SENSORS, NET, SENSES, SENSOR, SensorKind, Side
from jointex.planning import Plan
from jointex.planning.sharing import nations_of, windows_of

KINDS = {"radar": SensorKind.RADAR, "infrared": SensorKind.INFRARED, "sight": SensorKind.SIGHT}
SIDES = {"blue": Side.BLUE, "red": Side.RED, "neutral": Side.NEUTRAL}
FARTHEST = (HALF_SIGNAL / NO_SIGNAL) ** 0.25
"""How much farther than at half of its looks a sensor finds anything at all."""
OF_A_KIND = 4
"""Sensors of one kind that an aircraft may have, for the keys of their draws."""


@dataclass(frozen=True)
class Looker:
    """One aircraft as the picture has it: its card, side, number of its nation, and from when to when it takes part, if at all."""

    card: cards.AircraftCard
    side: str
    nation: int
    window: tuple[float, float] | None


def eyes_of(plan: Plan) -> Eyes:
    """Return what the aircraft of a plan see with and talk over.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    Eyes
        `NOBODY_LOOKS` where the exercise has no drill of combat or links.
    """
    order = [flight.id for flight in plan.flights]
    windows = windows_of(plan.scenario, order)
    if not windows:
        return NOBODY_LOOKS
    folders, nations = plan.scenario.card_folders, nations_of(plan.scenario, order)
    lookers = []
    for planned in plan.flights:
        asked = plan.scenario.flight(planned.id)
        card = cards.aircraft(planned.aircraft, folders)
        one = Looker(card, asked.side, nations.index(asked.nation), windows.get(planned.id))
        lookers += [one] * planned.count
    return eyes_for(lookers, folders)


def eyes_for(lookers: Sequence[Looker], folders: Sequence[Any] = ()) -> Eyes:
    """Return what some aircraft see with and talk over.

    Parameters
    ----------
    lookers : sequence of Looker
        In the order of the fleet.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Eyes
    """
    links = [one.card.links for one in lookers if one.window is not None]
    nets = sorted({name for own in links if own is not None for name in own.fits})
    senses, sensors = np.zeros(len(lookers), SENSES), np.zeros((len(lookers), MOST_SENSORS), SENSOR)
    senses["place"] = -1
    n_places = 0
    for row, eyes, looker in zip(senses, sensors, lookers, strict=True):
        row["side"], row["nation"] = SIDES[looker.side], min(looker.nation, MOST_NATIONS - 1)
        if looker.window is not None:
            row["place"], row["takes_part"] = n_places, 1
            row["from_s"], row["to_s"] = looker.window
            fill_senses(row, eyes, looker.card, nets, folders)
            n_places += 1
    bound_reach(senses, sensors)
    return Eyes(senses, sensors, nets_of(nets, folders))


def fill_senses(
    row: Any, sensors: NDArray[Any], card: cards.AircraftCard, nets: Sequence[str], folders: Sequence[Any]
) -> None:
    """Fill in what one aircraft sees with, how it is seen, and what it talks over."""
    if card.links is not None:
        row["links"] = sum(1 << nets.index(one) for one in card.links.fits)
        for gateway in card.links.gateways:
            one, other = (nets.index(name) for name in gateway.between)
            row["gateways"][one] |= 1 << other
            row["gateways"][other] |= 1 << one
    if card.senses is None:
        return
    seen = cards.signature(card.senses.signature, folders)
    row["frontal_m2"] = seen.frontal.si
    row["side_ratio"], row["rear_ratio"], row["below_ratio"] = seen.side.si, seen.rear.si, seen.below.si
    ratios = (1.0, seen.side.si, seen.rear.si, seen.below.si)
    row["least_m2"], row["most_m2"] = seen.frontal.si * min(ratios), seen.frontal.si * max(ratios)
    eyes = [cards.sensor(name, folders) for name in card.senses.sensors]
    for eye in eyes:
        if eye.range_ratio is not None:
            row["warning_ratio"], row["warning_memory_s"] = eye.range_ratio.si, eye.memory.si
    looking = [one for one in eyes if one.half_range is not None][:MOST_SENSORS]
    row["n_sensors"] = len(looking)
    for number, eye in enumerate(looking):
        fill_sensor(sensors[number], eye)
        same = sum(one.kind == eye.kind for one in looking[:number])
        sensors[number]["key"] = OF_A_KIND * KINDS[eye.kind] + same


def fill_sensor(row: Any, eye: cards.SensorCard) -> None:
    """Fill in one sensor from its card."""
    row["half_range_m"] = eye.half_range.si if eye.half_range else 0.0
    row["reference_m2"] = eye.reference_signature.si if eye.reference_signature else 1.0
    row["tail_range_m"] = eye.tail_range.si if eye.tail_range else row["half_range_m"]
    row["azimuth_cosine"], row["elevation_sine"] = math.cos(eye.azimuth.si), math.sin(eye.elevation.si)
    row["look_s"], row["memory_s"], row["look_down"] = eye.look_period.si, eye.memory.si, eye.look_down.si
    row["notch_m_s"] = eye.notch.si if eye.notch else 0.0
    row["bearing_error_rad"] = eye.bearing_error.si
    row["range_error"] = eye.range_error.si if eye.range_error else 0.0
    row["kind"] = KINDS[eye.kind]


def bound_reach(senses: NDArray[Any], sensors: NDArray[Any]) -> None:
    """Fill in how far each sensor finds anything at all: a radar one of 1 m2, the others anybody; and how far it is noticed."""
    noticed = float(senses["warning_ratio"].max())
    senses["size"] = senses["most_m2"] ** 0.25
    for i, row in enumerate(senses):
        for sensor in sensors[i, : int(row["n_sensors"])]:
            half_m = max(float(sensor["half_range_m"]), float(sensor["tail_range_m"]))
            if sensor["kind"] == SensorKind.RADAR:
                sensor["reach_m"] = FARTHEST * range_against_m(half_m, float(sensor["reference_m2"]), 1.0)
                row["reach_by_size_m"] = max(row["reach_by_size_m"], sensor["reach_m"])
                row["reach_m"] = max(row["reach_m"], noticed * half_m)
            else:
                sensor["reach_m"] = FARTHEST * half_m
                row["reach_m"] = max(row["reach_m"], sensor["reach_m"])


def nets_of(names: Sequence[str], folders: Sequence[Any]) -> NDArray[Any]:
    """Return the links of an exercise by the ids of their cards."""
    nets = np.zeros(len(names), NET)
    for row, name in zip(nets, names, strict=True):
        link = cards.link(name, folders)
        row["range_m"], row["update_s"], row["latency_s"] = link.range.si, link.update.si, link.latency.si
        row["error_m"], row["relays"], row["is_voice"] = link.error.si, link.relays, link.kind == "voice"
        row["gateway_delay_s"] = link.gateway_delay.si if link.gateway_delay else 0.0
    return nets
