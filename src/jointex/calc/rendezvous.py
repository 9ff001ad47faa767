"""`calc rendezvous`: where a tanker turns so that it rolls out ahead of its receiver, in any wind."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from jointex.calc.questions import Question
from jointex.drills.orbits import ANCHOR_LEG_M, place_on_racetrack, racetrack
from jointex.drills.rendezvous import (
    heading_for_rad,
    offset_way,
    speed_on_track_m_s,
    timed_turn,
    turn_onto_track,
    turned,
)
from jointex.errors import nearest_name
from jointex.units import KNOT_M_S, NAUTICAL_MILE_M, degrees, knots, nautical_miles

KINDS = ("point_parallel", "head_on", "en_route", "anchor", "timing")
"""Kinds of rendezvous."""
DIRECTORS = ("tanker", "receiver")
"""Who steps aside in a head-on rendezvous."""
TURNS = ("left", "right")

LEAST_TAS_KT, MOST_TAS_KT = 60.0, 700.0
LEAST_BANK_DEG, MOST_BANK_DEG = 2.0, 60.0
MOST_LEAD_NM, LONGEST_LEG_NM = 30.0, 300.0
WIND_SHARE = 0.5
"""Largest share of the slower true airspeed that a wind may have."""
CUT_RAD = math.radians(45.0)
"""Change of heading with which a head-on offset is built up [rad]. Estimated: a usual cut."""
TO_GO_MIN = 15.0
"""Time to the control time of a timing rendezvous where none is given [min]."""
N_ARC = 60
"""Points of an arc in the picture."""
LATE_S, LESS_BANK_RAD, FASTER_M_S = 10.0, math.radians(2.0), 20.0 * KNOT_M_S
"""What the answer's misses try: a turn so late, bank so much less, a receiver so much faster."""


@dataclass(frozen=True)
class Miss:
    """What a small fault does.

    Attributes
    ----------
    change : str
        The fault.
    lead_nm, aside_nm : float
        Where the tanker then rolls out: ahead of the receiver (below 0 behind it), and aside of its track on the side it
        came from (below 0 beyond it) [NM].
    """

    change: str
    lead_nm: float
    aside_nm: float


@dataclass(frozen=True)
class Path:
    """A way in the picture.

    Attributes
    ----------
    name : str
        `tanker`, `receiver` or `orbit`.
    ahead_nm, aside_nm : tuple of float
        Points along the receiver's track and to the side the tanker comes from [NM].
    """

    name: str
    ahead_nm: tuple[float, ...]
    aside_nm: tuple[float, ...]


@dataclass(frozen=True)
class Rendezvous:
    """The answer of `rendezvous`.

    Attributes
    ----------
    offset_nm : float
        Distance between the receiver's track and the tanker as it begins to turn [NM].
    turn_range_nm : float
        Distance between both as the tanker begins to turn [NM].
    turn_time_s : float
        Time of the turn [s].
    ahead_nm : float
        How far ahead of the receiver the tanker is then, along the receiver's track [NM].
    lead_nm : float
        How far ahead it rolls out [NM].
    turn_deg, turn_radius_nm : float
        Change of heading [deg], radius through the air [NM].
    tanker_ground_kt, receiver_ground_kt : float
        Ground speeds on the receiver's track [kt].
    step_aside_range_nm, step_aside_s : float or None
        Head-on: distance between both as one of them begins to build up the offset [NM], and how long that takes [s].
    leg_nm, other_leg_nm, lap_min, other_bank_deg : float or None
        Anchor: both legs over ground [NM], time once round [min], bank of the turn that ends the refuelling leg [deg].
    outbound_s, inbound_s : float or None
        Timing: time away from the control point before the turn, and back to it after [s].
    misses : tuple of Miss
        What small faults do.
    paths : tuple of Path
        For the picture.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated inputs; always 0 here.
    """

    offset_nm: float
    turn_range_nm: float
    turn_time_s: float
    ahead_nm: float
    lead_nm: float
    turn_deg: float
    turn_radius_nm: float
    tanker_ground_kt: float
    receiver_ground_kt: float
    step_aside_range_nm: float | None
    step_aside_s: float | None
    leg_nm: float | None
    other_leg_nm: float | None
    lap_min: float | None
    other_bank_deg: float | None
    outbound_s: float | None
    inbound_s: float | None
    misses: tuple[Miss, ...]
    paths: tuple[Path, ...]
    assumptions: tuple[str, ...]
    estimated_fraction: float


@dataclass
class _Case:
    """A question in SI: speeds [m/s], lengths [m], angles [rad], wind along the receiver's track and to the tanker's side."""

    tanker_m_s: float
    receiver_m_s: float
    bank_rad: float
    lead_m: float
    along_m_s: float
    across_m_s: float
    crossing_rad: float = math.pi
    extra: dict[str, float] = field(default_factory=dict)
    paths: list[Path] = field(default_factory=list)
    orbit: list[tuple[float, float]] = field(default_factory=list)

    @property
    def wind(self) -> tuple[float, float]:
        """Wind along and across [m/s]."""
        return self.along_m_s, self.across_m_s

    @property
    def tanker_ground_m_s(self) -> float:
        """Ground speed of the tanker on the receiver's track [m/s]."""
        return float(speed_on_track_m_s(self.tanker_m_s, 0.0, *self.wind))

    @property
    def receiver_ground_m_s(self) -> float:
        """Ground speed of the receiver [m/s]."""
        return float(speed_on_track_m_s(self.receiver_m_s, 0.0, *self.wind))


def rendezvous(
    tanker_tas_kt: float,
    receiver_tas_kt: float,
    bank_deg: float,
    lead_nm: float,
    *,
    wind_kt: float = 0.0,
    wind_from_deg: float | None = None,
    track_deg: float = 0.0,
    kind: str = "point_parallel",
    turn: str = "left",
    directed_by: str = "tanker",
    crossing_deg: float | None = None,
    leg_nm: float | None = None,
    to_go_min: float | None = None,
) -> Rendezvous:
    """Return where a tanker begins the turn that ends ahead of its receiver, on the receiver's track.

    Parameters
    ----------
    tanker_tas_kt, receiver_tas_kt : float
        True airspeeds [kt].
    bank_deg : float
        The tanker's bank [deg]; of an anchor in a cross wind, the greater of both.
    lead_nm : float
        How far ahead of the receiver it shall roll out [NM].
    wind_kt : float
        Wind speed [kt], at most half the slower airspeed.
    wind_from_deg : float or None
        Where the wind comes from [deg true]; needed where there is one.
    track_deg : float
        The receiver's track [deg true].
    kind : str
        `point_parallel`; `head_on`, where one of both first steps aside from a common line; `en_route`, both on tracks that
        cross; `anchor`, from a closed racetrack; `timing`, back over a point at a time.
    turn : str
        `left` or `right`: the way the tanker turns; it comes from the receiver's side of that name.
    directed_by : str
        `tanker` or `receiver`: who directs a head-on rendezvous and steps aside.
    crossing_deg : float or None
        Angle between both tracks of an `en_route` rendezvous [deg]; `None` for 0.
    leg_nm : float or None
        Shorter leg of an anchor [NM]; `None` for the 50 NM of public standards.
    to_go_min : float or None
        Time to the control time of a `timing` rendezvous, the tanker over the point now and flying against the receiver's
        track [min]; `None` for 15.

    Returns
    -------
    Rendezvous

    Raises
    ------
    QuestionError
        If a number is out of bounds, the wind too strong, or an option of another kind: all faults at once.
    """
    question = Question()
    case = _case(question, tanker_tas_kt, receiver_tas_kt, bank_deg, lead_nm)
    _check_kind(question, kind, turn, directed_by)
    options = _options(question, kind, directed_by, crossing_deg, leg_nm, to_go_min)
    _set_wind(question, case, (wind_kt, wind_from_deg, track_deg), turn)
    question.check()
    if kind == "en_route":
        case.crossing_rad = math.radians(options["crossing"])
    if kind == "anchor":
        case = _in_anchor(case, options["leg"] * NAUTICAL_MILE_M)
    offset_m, ahead_m, turn_s = _turn(case)
    before_m = 60.0 * speed_on_track_m_s(case.tanker_m_s, -case.crossing_rad, *case.wind)
    after_s = 0.0
    if kind == "head_on":
        before_m *= directed_by == "receiver"
        _step_aside(case, directed_by, offset_m, ahead_m)
    if kind == "timing":
        before_m, after_s = _time_it(question, case, options["to_go"] * 60.0)
        ahead_m += after_s * (case.receiver_ground_m_s - case.tanker_ground_m_s)
    _draw_paths(case, (offset_m, ahead_m, turn_s), before_m, after_s)
    return _answer(case, offset_m, ahead_m, turn_s, _assumptions(case, kind, turn, directed_by, wind_kt, wind_from_deg))


def _case(question: Question, tanker_kt: object, receiver_kt: object, bank_deg: object, lead_nm: object) -> _Case:
    """Read the numbers every kind needs."""
    tanker = question.number("--tanker-tas-kt", tanker_kt, LEAST_TAS_KT, MOST_TAS_KT, "kt")
    receiver = question.number("--receiver-tas-kt", receiver_kt, LEAST_TAS_KT, MOST_TAS_KT, "kt")
    bank = question.number("--bank-deg", bank_deg, LEAST_BANK_DEG, MOST_BANK_DEG, "deg", "25 to 30 deg are usual.")
    lead = question.number("--lead-nm", lead_nm, 0.0, MOST_LEAD_NM, "NM", "Half a mile to 3 NM are usual.")
    si = (tanker * KNOT_M_S, receiver * KNOT_M_S, math.radians(bank), lead * NAUTICAL_MILE_M)
    return _Case(*si, 0.0, 0.0)


def _check_kind(question: Question, kind: str, turn: str, directed_by: str) -> None:
    """Note words that are none of the known."""
    for key, word, known in (
        ("--kind", kind, KINDS),
        ("--turn", turn, TURNS),
        ("--directed-by", directed_by, DIRECTORS),
    ):
        if word not in known:
            question.add(f"must be {', '.join(known[:-1])} or {known[-1]}", key, word, nearest_name(str(word), known))


def _options(
    question: Question,
    kind: str,
    directed_by: str,
    crossing_deg: float | None,
    leg_nm: float | None,
    to_go_min: float | None,
) -> dict[str, float]:
    """Return what single kinds need; an option of another kind is a fault."""
    wanted: dict[str, Any] = {
        "crossing": ("--crossing-deg", "en_route", crossing_deg, 0.0, 0.0, 180.0, "deg"),
        "leg": ("--leg-nm", "anchor", leg_nm, nautical_miles(ANCHOR_LEG_M), 0.0, LONGEST_LEG_NM, "NM"),
        "to_go": ("--to-go-min", "timing", to_go_min, TO_GO_MIN, 0.0, 600.0, "min"),
    }
    read = {}
    for name, (key, of, given, usual, low, high, unit) in wanted.items():
        if given is not None and kind != of and kind in KINDS:
            question.add(f"belongs to --kind {of}", key, given, "Leave it out.")
        read[name] = question.number(key, usual if given is None else given, low, high, unit)
    if directed_by == "receiver" and kind in KINDS and kind != "head_on":
        question.add("belongs to --kind head_on", "--directed-by", directed_by, "Leave it out.")
    return read


def _set_wind(question: Question, case: _Case, given: tuple[Any, Any, Any], turn: str) -> None:
    """Turn the wind into what blows along the receiver's track and to the tanker's side."""
    wind_kt, from_deg, track_deg = given
    most_kt = WIND_SHARE * knots(min(case.tanker_m_s, case.receiver_m_s))
    hint = f"At most {WIND_SHARE:.0%} of the slower true airspeed."
    speed_m_s = question.number("--wind-kt", wind_kt, 0.0, most_kt, "kt", hint) * KNOT_M_S
    if speed_m_s > 0.0 and from_deg is None:
        question.add(
            "must be given with --wind-kt", "--wind-from-deg", "nothing", "Say where it comes from, such as 270."
        )
    blows_deg = 180.0 + question.number("--wind-from-deg", from_deg or 0.0, 0.0, 360.0, "deg")
    track = question.number("--track-deg", track_deg, 0.0, 360.0, "deg")
    angle = math.radians(blows_deg - track)
    side = 1.0 if turn == "right" else -1.0
    case.along_m_s, case.across_m_s = speed_m_s * math.cos(angle), side * speed_m_s * math.sin(angle)


def _turn(case: _Case, bank_rad: float | None = None, receiver_m_s: float | None = None) -> tuple[float, float, float]:
    """Return offset [m], distance ahead [m] and time [s] of the turn; of another bank or receiver where given."""
    offset_m, ahead_m, turn_s = turn_onto_track(
        case.tanker_m_s,
        receiver_m_s or case.receiver_m_s,
        bank_rad or case.bank_rad,
        case.lead_m,
        case.crossing_rad,
        *case.wind,
    )
    return float(offset_m), float(ahead_m), float(turn_s)


def _in_anchor(case: _Case, leg_m: float) -> _Case:
    """Return the case with the bank of the turn onto the refuelling leg, and the orbit."""
    orbit = racetrack(case.tanker_m_s, case.bank_rad, leg_m, *case.wind)
    case.bank_rad = orbit.second_bank_rad
    case.extra |= {
        "leg_nm": nautical_miles(orbit.first_leg_m),
        "other_leg_nm": nautical_miles(orbit.second_leg_m),
        "lap_min": orbit.lap_s / 60.0,
        "other_bank_deg": degrees(orbit.first_bank_rad),
    }
    how = (
        case.tanker_m_s,
        *case.wind,
        orbit.first_bank_rad,
        orbit.second_bank_rad,
        orbit.first_leg_m,
        orbit.second_leg_m,
    )
    round_it = [place_on_racetrack(*how, orbit.lap_s * index / (4 * N_ARC)) for index in range(4 * N_ARC)]
    case.orbit = [(x, y) for x, y, _ in [*round_it, round_it[0]]]
    return case


def _step_aside(case: _Case, directed_by: str, offset_m: float, ahead_m: float) -> None:
    """Note from how far off the offset must be built up, and by which way."""
    if directed_by == "tanker":
        come_m, way_s = offset_way(case.tanker_m_s, case.bank_rad, offset_m, CUT_RAD, *case.wind)
        other_m_s = case.receiver_ground_m_s
    else:  # the same way, seen from the receiver: turned round
        come_m, way_s = offset_way(case.receiver_m_s, case.bank_rad, offset_m, CUT_RAD, *(-part for part in case.wind))
        other_m_s = speed_on_track_m_s(case.tanker_m_s, math.pi, *case.wind)
    start_m = ahead_m + come_m + way_s * other_m_s
    case.extra |= {"step_aside_range_nm": nautical_miles(start_m), "step_aside_s": way_s}
    if directed_by == "tanker":
        case.paths.append(
            _path("tanker", [(1.15 * (ahead_m + come_m), 0.0), (ahead_m + come_m, 0.0), (ahead_m, offset_m)])
        )
    else:
        case.paths.append(_path("receiver", [(-1.15 * come_m, offset_m), (-come_m, offset_m), (0.0, 0.0)]))


def _time_it(question: Question, case: _Case, left_s: float) -> tuple[float, float]:
    """Note when the tanker turns so that it is over the point in time; return how far off [m], and the time back [s]."""
    out_s, turn_s, back_s = timed_turn(case.tanker_m_s, case.bank_rad, left_s, *case.wind)
    if out_s < 0.0:
        hint = "Turn at once with more bank, or set the control time later."
        rule = f"must be at least {turn_s / 60.0:.1f} min: the turn takes that long"
        question.add(rule, "--to-go-min", f"{left_s / 60.0:g}", hint)
        question.check()
    case.extra |= {"outbound_s": float(out_s), "inbound_s": float(back_s)}
    return float(out_s * speed_on_track_m_s(case.tanker_m_s, math.pi, *case.wind)), float(back_s)


def _draw_paths(case: _Case, turn: tuple[float, float, float], before_m: float, after_s: float) -> None:
    """Note the ways of both for the picture, from before the turn to after it, the receiver at 0 as it begins."""
    offset_m, ahead_m, turn_s = turn
    first = heading_for_rad(case.tanker_m_s, -case.crossing_rad, *case.wind)
    last = heading_for_rad(case.tanker_m_s, 0.0, *case.wind)
    rest = (last - first) % (2.0 * math.pi)
    arc = [
        turned(case.tanker_m_s, case.bank_rad, first, first + share * rest, *case.wind)
        for share in (index / N_ARC for index in range(N_ARC + 1))
    ]
    tanker = [(ahead_m + x, offset_m + y) for x, y, _ in arc]
    tanker.append((tanker[-1][0] + after_s * case.tanker_ground_m_s, 0.0))
    if case.orbit:
        case.paths.append(_path("orbit", [(tanker[-1][0] + x, y) for x, y in case.orbit]))
    elif before_m > 0.0:
        way = (-math.cos(case.crossing_rad), math.sin(case.crossing_rad))
        tanker.insert(0, (ahead_m + before_m * way[0], offset_m + before_m * way[1]))
    case.paths.append(_path("tanker", tanker))
    case.paths.append(_path("receiver", [(0.0, 0.0), (case.receiver_ground_m_s * (turn_s + after_s), 0.0)]))


def _path(name: str, points: list[tuple[float, float]]) -> Path:
    """Return a way of points (along, aside) [m]."""
    along, aside = zip(*points, strict=True)
    return Path(name, tuple(map(nautical_miles, along)), tuple(map(nautical_miles, aside)))


def _misses(case: _Case) -> tuple[Miss, ...]:
    """Return what small faults do."""
    before_m_s = speed_on_track_m_s(case.tanker_m_s, -case.crossing_rad, *case.wind)
    late_x_m = LATE_S * (before_m_s * math.cos(case.crossing_rad) - case.receiver_ground_m_s)
    late_y_m = -LATE_S * before_m_s * math.sin(case.crossing_rad)
    offset_m, ahead_m, _ = _turn(case)
    less = _turn(case, bank_rad=max(0.5 * case.bank_rad, case.bank_rad - LESS_BANK_RAD))
    faster = _turn(case, receiver_m_s=case.receiver_m_s + FASTER_M_S)
    found = (
        (f"turn {LATE_S:.0f} s late", late_x_m, late_y_m),
        (f"{degrees(LESS_BANK_RAD):.0f} deg less bank", ahead_m - less[1], offset_m - less[0]),
        (f"receiver {knots(FASTER_M_S):.0f} kt faster", ahead_m - faster[1], offset_m - faster[0]),
    )
    return tuple(
        Miss(words, nautical_miles(case.lead_m + x), nautical_miles(y) if abs(y) > 1e-6 else 0.0)
        for words, x, y in found
    )


def _answer(case: _Case, offset_m: float, ahead_m: float, turn_s: float, assumptions: tuple[str, ...]) -> Rendezvous:
    """Return the answer in the units of planners."""
    radius_m = turned(case.tanker_m_s, case.bank_rad, 0.0, math.pi, 0.0, 0.0)[1] / 2.0
    kinds = ("step_aside_range_nm", "step_aside_s", "leg_nm", "other_leg_nm", "lap_min", "other_bank_deg")
    return Rendezvous(
        offset_nm=nautical_miles(offset_m),
        turn_range_nm=nautical_miles(math.hypot(offset_m, ahead_m)),
        turn_time_s=turn_s,
        ahead_nm=nautical_miles(ahead_m),
        lead_nm=nautical_miles(case.lead_m),
        turn_deg=degrees(turn_s * case.tanker_m_s / radius_m),
        turn_radius_nm=nautical_miles(radius_m),
        tanker_ground_kt=knots(case.tanker_ground_m_s),
        receiver_ground_kt=knots(case.receiver_ground_m_s),
        **{key: case.extra.get(key) for key in (*kinds, "outbound_s", "inbound_s")},
        misses=_misses(case),
        paths=tuple(case.paths),
        assumptions=assumptions,
        estimated_fraction=0.0,
    )


def _assumptions(
    case: _Case, kind: str, turn: str, directed_by: str, wind_kt: float, wind_from_deg: float | None
) -> tuple[str, ...]:
    """Return what the answer rests on."""
    wind = f"wind {wind_from_deg:03.0f}/{wind_kt:g} kt" if wind_kt else "still air"
    along, across = knots(case.along_m_s), knots(case.across_m_s)
    blown = (
        f": {along:+.0f} kt along the receiver's track, {across:+.0f} kt across it to the tanker's side"
        if wind_kt
        else ""
    )
    how = {
        "point_parallel": "the tanker flies the receiver's track the other way, beside it, and turns back onto it",
        "head_on": f"both come head-on on one line; the {directed_by} directs, steps aside by {degrees(CUT_RAD):.0f} deg and back "
        "at the same bank; then as point parallel",
        "en_route": f"both fly to one point on tracks {degrees(case.crossing_rad):.0f} deg apart; the tanker turns onto the "
        "receiver's",
        "anchor": "the tanker turns onto the refuelling leg from a racetrack that is closed over ground; the receiver comes "
        "along that leg",
        "timing": "the tanker is over the control point now, flies off against the receiver's track, and is over it again at the "
        "control time; the receiver is there a lead later",
    }[kind]
    return (
        f"{how}; {turn} turn at {degrees(case.bank_rad):.1f} deg",
        f"{wind}{blown}; the same at both levels; headings hold the tracks",
        "bank is there at once: rolling into it and out again takes the tanker about 3 s each at 5 deg/s, for which it turns "
        "that much of the receiver's way earlier",
        "1,000 ft of vertical separation until visual are usual; flat earth, constant true airspeeds",
    )
