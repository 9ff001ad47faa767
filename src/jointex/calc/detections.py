"""`calc detection`: how far a class of sensors finds a type of aircraft, from which side, and what the horizon leaves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from jointex import cards
from jointex.calc.questions import HIGHEST_FT, Question
from jointex.cards.shelf import Folder
from jointex.drills.sensing import (
    FALSE_ALARM,
    horizon_m,
    infrared_range_m,
    range_against_m,
    range_of_chance_m,
    signature_m2,
)
from jointex.errors import nearest_name
from jointex.units import FOOT_M, degrees, nautical_miles

SURE, FAINT = 0.9, 0.1
"""Chances of a look whose ranges are told beside that of a half."""


@dataclass(frozen=True)
class Detection:
    """The answer of `detection`.

    Attributes
    ----------
    range_nm : float
        Where one look in two finds the target, and what the horizon leaves of that [NM].
    low_nm, high_nm : float
        The same with every class figure at the end of its range that finds least, and most [NM].
    sure_nm, faint_nm : float
        Where nine looks in ten find it, and where one in ten does; without the horizon [NM].
    horizon_nm : float
        Where both lose the line of sight [NM].
    limited_by : str
        `sensor` or `horizon`.
    signature_m2 : float or None
        Of the target as it is looked at [m2]; none where the sensor is no radar.
    azimuth_deg, elevation_deg : float
        What the sensor looks at, to each side of the nose [deg].
    look_period_s : float
        Time between two looks [s].
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    range_nm: float
    low_nm: float
    high_nm: float
    sure_nm: float
    faint_nm: float
    horizon_nm: float
    limited_by: str
    signature_m2: float | None
    azimuth_deg: float
    elevation_deg: float
    look_period_s: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


@dataclass(frozen=True)
class _Look:
    """How far off its nose the target is looked at, in its own plane [rad], and whether from above."""

    off_nose_rad: float
    is_down: bool


def detection(
    sensor: str,
    target: str,
    *,
    aspect_deg: float = 0.0,
    altitude_ft: float = 30_000.0,
    target_altitude_ft: float = 30_000.0,
    folders: Sequence[Folder] = (),
) -> Detection:
    """Return how far a class of sensors finds a type of aircraft.

    Parameters
    ----------
    sensor : str
        Card id of a class of sensors, such as `RADAR-FIGHTER`; or of an aircraft, for its first radar.
    target : str
        Card id of an aircraft, such as `B-52H`.
    aspect_deg : float
        Angle between the target's nose and the direction it is seen from: 0 from ahead, 180 from behind [deg].
    altitude_ft, target_altitude_ft : float
        Heights above the sea of both [ft].
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Detection

    Raises
    ------
    QuestionError
        If a number is out of bounds, there is no such sensor, or the target's card names no signature: all faults at once.
    CardError
        If an aircraft has no card.
    """
    question = Question()
    aspect = question.number("--aspect-deg", aspect_deg, 0.0, 180.0, "deg", "0 is from ahead, 180 from behind.")
    own_ft = question.number("--altitude-ft", altitude_ft, 0.0, HIGHEST_FT, "ft")
    other_ft = question.number("--target-altitude-ft", target_altitude_ft, 0.0, HIGHEST_FT, "ft")
    eye = _sensor(question, sensor, folders)
    seen = _signature(question, target, folders)
    question.check()
    assert eye is not None
    assert seen is not None
    look = _Look(math.radians(aspect), other_ft < own_ft)
    far_m = float(horizon_m(own_ft * FOOT_M, other_ft * FOOT_M))
    half_m, low_m, high_m = (_half_range_m(eye, seen, look, end) for end in ("si", "low", "high"))
    return Detection(
        range_nm=nautical_miles(min(half_m, far_m)),
        low_nm=nautical_miles(min(low_m, far_m)),
        high_nm=nautical_miles(min(high_m, far_m)),
        sure_nm=nautical_miles(float(range_of_chance_m(SURE, half_m, FALSE_ALARM))),
        faint_nm=nautical_miles(float(range_of_chance_m(FAINT, half_m, FALSE_ALARM))),
        horizon_nm=nautical_miles(far_m),
        limited_by="sensor" if half_m <= far_m else "horizon",
        signature_m2=_as_seen_m2(seen, look, "si") if eye.kind == "radar" else None,
        azimuth_deg=degrees(eye.azimuth.si),
        elevation_deg=degrees(eye.elevation.si),
        look_period_s=eye.look_period.si,
        assumptions=_assumptions(eye, seen, look),
        estimated_fraction=cards.share_estimated([eye, seen]),
    )


def _sensor(question: Question, name: str, folders: Sequence[Folder]) -> cards.SensorCard | None:
    """Return the sensor of that name, or the first radar of the aircraft of that name."""
    known = cards.ids("sensors", folders)
    if name.upper() in known:
        found = cards.sensor(name, folders)
        if found.half_range is not None:
            return found
        question.add("must be a sensor with a range of its own", "--sensor", name, "Name the radar that it notices.")
        return None
    if name in cards.ids("aircraft", folders):
        senses = cards.aircraft(name, folders).senses
        fitted = [cards.sensor(one, folders) for one in senses.sensors] if senses is not None else []
        radar = next((one for one in fitted if one.kind == "radar"), None)
        if radar is None:
            question.add("must have a radar", "--sensor", name, f"Name a class: {', '.join(known)}.")
        return radar
    rule = "must be the card id of a class of sensors, or of an aircraft with a radar"
    question.add(rule, "--sensor", name, nearest_name(name, known) or f"There are {', '.join(known)}.")
    return None


def _signature(question: Question, target: str, folders: Sequence[Folder]) -> cards.SignatureCard | None:
    """Return the signature of an aircraft."""
    senses = cards.aircraft(target, folders).senses
    if senses is None:
        question.add("must name its signature under `senses` in its card", "--target", target)
        return None
    return cards.signature(senses.signature, folders)


def _as_seen_m2(seen: cards.SignatureCard, look: _Look, end: str) -> float:
    """Return the signature as it is looked at [m2], with figures as they are or at one end of their ranges."""
    frontal, side, rear, below = (float(getattr(one, end)) for one in (seen.frontal, seen.side, seen.rear, seen.below))
    return float(signature_m2(frontal, side, rear, below, look.off_nose_rad, 0.0))


def _half_range_m(eye: cards.SensorCard, seen: cards.SignatureCard, look: _Look, end: str) -> float:
    """Return where half of the looks find the target [m], figures as they are or at the ends that find least or most."""
    other = {"si": "si", "low": "high", "high": "low"}[end]
    half_m = float(getattr(eye.half_range, end))
    if eye.reference_signature is not None:
        half_m = float(range_against_m(half_m, getattr(eye.reference_signature, other), _as_seen_m2(seen, look, end)))
    elif eye.tail_range is not None:
        half_m = float(infrared_range_m(half_m, getattr(eye.tail_range, end), math.cos(look.off_nose_rad)))
    return half_m * (getattr(eye.look_down, end) if look.is_down else 1.0)


def _assumptions(eye: cards.SensorCard, seen: cards.SignatureCard, look: _Look) -> tuple[str, ...]:
    """Return what the answer rests on."""
    told = [f"{eye.name} ({eye.id}): a class for training, no official figure exists"]
    if eye.kind == "radar":
        told.append(f"{seen.name} ({seen.id}): an order of magnitude, no government has published one")
        told.append("ranges grow with the fourth root of the signature; one false find in a million looks")
    if eye.kind == "infrared":
        told.append("clear air: nothing is found through cloud, and no distance is measured")
    if look.is_down:
        told.append(f"looking down leaves {eye.look_down.si:.0%} of the range")
    return tuple(told)
