"""`calc noise`: how loud one aircraft is at a distance."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.calc.questions import Question
from jointex.cards.shelf import Folder
from jointex.communities.loudness import HOVER, STATES, State, at_distance, noise_types, states_of
from jointex.communities.ratings import (
    DAY_S,
    LDEN_LIMITS_DB,
    evening_weight_lden,
    night_weight,
    weight_wecpnl,
)
from jointex.communities.sound import DISTANCES_M, NEAREST_M, REFERENCE_SPEED_M_S, lateral_attenuation_db
from jointex.errors import nearest_name
from jointex.units import KNOT_M_S, knots

DAYS_A_MONTH = 365.25 / 12.0
NOON, EVENING_HOUR, NIGHT_HOUR = 12.0, 20.0, 23.0
"""An hour of day, of evening and of night, by whose weight movements count."""


@dataclass(frozen=True)
class Noise:
    """The answer of `noise`.

    Attributes
    ----------
    lmax_dba : float
        Greatest A-weighted level, slow response [dBA].
    sel_dba : float
        Sound exposure level of the whole pass or hover [dBA].
    lmax_low_dba, lmax_high_dba, sel_low_dba, sel_high_dba : float
        The same with the range of the figures [dBA].
    distance_m : float
        Closest distance [m].
    speed_kt : float
        Speed of the pass [kt]; 0 in a hover.
    basis, source : str
        What the figure of the card rests on.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated inputs.
    """

    lmax_dba: float
    sel_dba: float
    lmax_low_dba: float
    lmax_high_dba: float
    sel_low_dba: float
    sel_high_dba: float
    distance_m: float
    speed_kt: float
    basis: str
    source: str
    assumptions: tuple[str, ...]
    estimated_fraction: float


def noise(
    aircraft: str,
    state: str,
    distance_m: float,
    speed_kt: float | None = None,
    elevation_deg: float = 90.0,
    folders: Sequence[Folder] = (),
) -> Noise:
    """Return greatest level and exposure of one aircraft that passes, or hovers, at a distance.

    Parameters
    ----------
    aircraft : str
        Card id, such as `F-35B`.
    state : str
        One of `takeoff_afterburner, takeoff_military, short_takeoff, cruise, conventional_approach, vertical_landing`.
    distance_m : float
        Closest distance, slant [m], 30.48 to 30,480.
    speed_kt : float or None
        True speed [kt]; that of the card if None; not for a hover.
    elevation_deg : float
        Angle over the horizon at the closest point [deg], 0 to 90; below 50 the ground takes some.
    folders : sequence of path
        The user's card folders, whose `noise` holds cards of the user's own.

    Returns
    -------
    Noise

    Raises
    ------
    QuestionError
        If there is no such noise card or state, or a number is out of bounds: all faults at once.
    CardError
        If a noise card of the user's breaks rules: all faults at once.
    """
    question = Question()
    near_m = question.number("--distance-m", distance_m, NEAREST_M, float(DISTANCES_M[-1]), "m")
    angle_deg = question.number("--elevation-deg", elevation_deg, 0.0, 90.0, "deg")
    known = _known_state(question, aircraft, state, folders)
    if speed_kt is not None and state == HOVER:
        question.add("must be left out: the aircraft hovers", "--speed-kt", speed_kt)
    elif speed_kt is not None:
        speed_kt = question.number("--speed-kt", speed_kt, 50.0, 700.0, "kt")
    question.check()
    assert known is not None
    return _answer(known, near_m, angle_deg, None if speed_kt is None else speed_kt * KNOT_M_S)


@dataclass(frozen=True)
class NoiseOfMonth(Noise):
    """The answer of `noise_of_month`: that of `noise`, and what so many a month add up to at that distance.

    Attributes
    ----------
    per_month, night_share_percent, evening_share_percent : float
        As asked.
    lden_db, lden_low_db, lden_high_db, dnl_db, dnl_low_db, dnl_high_db : float
        Day-evening-night and day-night level, with the range of the figures [dB].
    wecpnl_db, wecpnl_low_db, wecpnl_high_db : float
        By Japan's formula of 1973, of the mean day [dB].
    over_standard : str
        The areas whose standard of Lden it would break alone.
    """

    per_month: float
    night_share_percent: float
    evening_share_percent: float
    lden_db: float
    lden_low_db: float
    lden_high_db: float
    dnl_db: float
    dnl_low_db: float
    dnl_high_db: float
    wecpnl_db: float
    wecpnl_low_db: float
    wecpnl_high_db: float
    over_standard: str


def noise_of_month(one: Noise, per_month: float, night_share: str = "0%", evening_share: str = "0%") -> NoiseOfMonth:
    """Return what so many passes or hovers a month add up to.

    Parameters
    ----------
    one : Noise
        A single one.
    per_month : float
        How many a month of 365.25 / 12 days.
    night_share, evening_share : str
        Shares from 22 to 7 and from 19 to 22 hours, such as `40%`.

    Returns
    -------
    NoiseOfMonth

    Raises
    ------
    QuestionError
        If a number is out of bounds, or the shares come to more than all: all faults at once.
    """
    question = Question()
    question.number("--per-month", per_month, 0.01, 100_000.0, "a month")
    night = _share(question, "--night-share", night_share)
    evening = _share(question, "--evening-share", evening_share)
    if night + evening > 1.0:
        question.add(
            "must leave the night no more than the rest", "--evening-share", evening_share, "Together at most 100%."
        )
    question.check()
    parts = ((EVENING_HOUR, evening), (NIGHT_HOUR, night), (NOON, 1.0 - night - evening))
    hours = [hour for hour, share in parts if share > 0.0]
    n = np.array([share * per_month / DAYS_A_MONTH for _, share in parts if share > 0.0])
    ends: dict[str, float] = {}
    for end in ("", "low_", "high_"):
        sel, lmax = getattr(one, f"sel_{end}dba"), getattr(one, f"lmax_{end}dba")
        for name, weights in (("lden", evening_weight_lden(hours)), ("dnl", night_weight(hours))):
            ends[f"{name}_{end}db"] = sel + 10.0 * math.log10(float(np.sum(n * weights)) / DAY_S)
        ends[f"wecpnl_{end}db"] = lmax + 10.0 * math.log10(float(np.sum(n * weight_wecpnl(hours)))) - 27.0
    over = [f"{area} ({limit:g} dB)" for area, limit in LDEN_LIMITS_DB.items() if ends["lden_db"] > limit]
    known: dict[str, Any] = {name: getattr(one, name) for name in Noise.__dataclass_fields__} | ends
    known["assumptions"] = (
        *one.assumptions,
        "these movements alone, each as loud as the one asked about, spread evenly over the days of a month",
        "WECPNL of the mean day; the ministry rates bases by a busy day, the 90th percentile, which lies higher",
    )
    return NoiseOfMonth(
        per_month=per_month,
        night_share_percent=100.0 * night,
        evening_share_percent=100.0 * evening,
        over_standard=", ".join(over) or "none",
        **known,
    )


def _share(question: Question, key: str, text: str) -> float:
    """Return a share written as `40%`, or note that it is none."""
    match = re.fullmatch(r"\s*(\d{1,3}(?:\.\d*)?)\s*%\s*", text)
    if match is None or float(match[1]) > 100.0:
        question.add("must be a share of 0% to 100%", key, text, "Write it with its sign, such as 40%.")
        return 0.0
    return float(match[1]) / 100.0


def _known_state(question: Question, aircraft: str, state: str, folders: Sequence[Folder]) -> State | None:
    """Return a state of a card, or note what is wrong."""
    types = noise_types(folders)
    is_state, has_card = state in STATES, aircraft in types
    if not has_card:
        question.add("must be an aircraft with a noise card", "--aircraft", aircraft, nearest_name(aircraft, types))
    if not is_state:
        question.add(f"must be one of {', '.join(STATES)}", "--state", state, nearest_name(state, STATES))
    if not (is_state and has_card):
        return None
    known = states_of(aircraft, folders)
    if state not in known:
        question.add(f"must be a power state of {aircraft}", "--state", state, f"It has {', '.join(known)}.")
        return None
    return known[state]


def _answer(state: State, near_m: float, angle_deg: float, speed_m_s: float | None) -> Noise:
    """Return the answer for a state."""
    beside_m = near_m * math.cos(math.radians(angle_deg))
    ground_db = float(lateral_attenuation_db(angle_deg, beside_m))
    lmax = float(at_distance(state.lmax_dba, near_m)) - ground_db
    speed = state.speed_m_s if speed_m_s is None else speed_m_s
    if state.name == HOVER:
        over, over_low, over_high = (10.0 * math.log10(time_s) for time_s in state.hover_s)
        lasts = f"{state.hover_s[0]:g} s in the hover ({state.hover_s[1]:g} to {state.hover_s[2]:g} s)"
    else:
        sel = float(at_distance(state.sel_dba, near_m)) - ground_db
        over = over_low = over_high = sel - lmax + 10.0 * math.log10(REFERENCE_SPEED_M_S / speed)
        lasts = f"a straight pass at {knots(speed):,.0f} kt"
    beside = f", {angle_deg:g} deg over the horizon: {ground_db:.1f} dB less by the ground" if ground_db else ""
    assumptions = (
        lasts + beside,
        "one aircraft outdoors, over soft flat ground, air of 15 deg C and 70 % humidity at sea level, no wind",
        "spreading and air absorption (ISO 9613-1) by octave band from one figure; tables over log distance (SAE AIR 1845)",
        *((state.note,) if state.note else ()),
    )
    return Noise(
        lmax,
        lmax + over,
        lmax - state.minus_db,
        lmax + state.plus_db,
        lmax - state.minus_db + over_low,
        lmax + state.plus_db + over_high,
        near_m,
        float(np.round(knots(speed), 1)),
        state.basis,
        state.source,
        assumptions,
        1.0 if state.basis == "estimated" else 2.0 / 3.0,
    )
