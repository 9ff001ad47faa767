"""`calc shot`: from how far a training shot of a class of missiles reaches its target, and from where the target cannot run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from jointex import cards
from jointex.calc.questions import HIGHEST_FT, Question
from jointex.cards.models import Flyout
from jointex.cards.shelf import Folder
from jointex.drills.shots import EVASION_G, FARTHEST_M, Launch, Missile, farthest_m, fly_out, turning_s
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.errors import nearest_name
from jointex.units import FOOT_M, nautical_miles

WITHIN_M = 50.0
"""How closely a range is found [m]."""


@dataclass(frozen=True)
class Shot:
    """The answer of `shot`.

    Attributes
    ----------
    max_range_nm : float
        From where a shot reaches a target that flies on [NM].
    low_nm, high_nm : float
        The same with thrust and drag at the ends of their ranges that reach least, and most [NM].
    no_escape_nm : float
        From where it reaches one that turns away at the launch and runs [NM]; 0 where it always gets away.
    min_range_nm : float
        Nearer than this it hits before it is armed [NM].
    time_of_flight_s, speed_m_s, peak_mach : float
        Of the shot from `max_range_nm`: to the target, speed there, and the greatest on its way.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the card.
    """

    max_range_nm: float
    low_nm: float
    high_nm: float
    no_escape_nm: float
    min_range_nm: float
    time_of_flight_s: float
    speed_m_s: float
    peak_mach: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


def shot(
    missile: str,
    *,
    mach: float = 0.9,
    altitude_ft: float = 30_000.0,
    target_mach: float = 0.9,
    target_altitude_ft: float = 30_000.0,
    aspect_deg: float = 0.0,
    folders: Sequence[Folder] = (),
) -> Shot:
    """Return the envelope of a training shot.

    Parameters
    ----------
    missile : str
        Card id, such as `MISSILE-MEDIUM`.
    mach, altitude_ft : float
        Of the shooter; height [ft].
    target_mach, target_altitude_ft : float
        Of the target; height [ft].
    aspect_deg : float
        Angle between the target's nose and the direction of the shooter: 0 head-on, 180 from behind [deg].
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Shot

    Raises
    ------
    QuestionError
        If a number is out of bounds, or the card is of no missile that flies out: all faults at once.
    """
    question = Question()
    own_mach = question.number("--mach", mach, 0.3, 2.5, "Mach")
    own_ft = question.number("--altitude-ft", altitude_ft, 0.0, HIGHEST_FT, "ft")
    other_mach = question.number("--target-mach", target_mach, 0.1, 2.5, "Mach")
    other_ft = question.number("--target-altitude-ft", target_altitude_ft, 0.0, HIGHEST_FT, "ft")
    aspect = math.radians(question.number("--aspect-deg", aspect_deg, 0.0, 180.0, "deg", "0 is head-on."))
    card = _card(question, missile, folders)
    question.check()
    assert card is not None
    assert card.flyout is not None
    own_m_s, other_m_s = _speed_m_s(own_mach, own_ft), _speed_m_s(other_mach, other_ft)
    heights = own_ft * FOOT_M, max(1.0, other_ft * FOOT_M)
    flies_on = Launch(own_m_s, *heights, other_m_s * math.cos(aspect), -1.0, 0.0)
    runs = Launch(own_m_s, *heights, 0.0, turning_s(other_m_s, aspect), other_m_s)
    usual, least, most = (_missile(card, end) for end in ("si", "low", "high"))
    far_m = farthest_m(usual, flies_on, WITHIN_M)
    _, time_s, speed_m_s, peak_mach, _, _ = fly_out(usual, flies_on, far_m)
    return Shot(
        max_range_nm=nautical_miles(far_m),
        low_nm=nautical_miles(farthest_m(least, flies_on, WITHIN_M)),
        high_nm=nautical_miles(farthest_m(most, flies_on, WITHIN_M)),
        no_escape_nm=nautical_miles(farthest_m(usual, runs, WITHIN_M)),
        min_range_nm=nautical_miles(_nearest_m(usual, flies_on, card.flyout.arming.si)),
        time_of_flight_s=float(time_s),
        speed_m_s=float(speed_m_s),
        peak_mach=float(peak_mach),
        assumptions=(
            f"{card.name} ({card.id}): a class for training, no figure of a fielded missile",
            "a point mass in a vertical plane: no seeker, no fuze, no jamming; whether it kills is drawn elsewhere",
            f"who turns away does so at the launch with {EVASION_G:g} g, and runs at the same speed",
        ),
        estimated_fraction=cards.share_estimated([card]),
    )


def _card(question: Question, name: str, folders: Sequence[Folder]) -> cards.StoreCard | None:
    known = [one for one in cards.ids("stores", folders) if cards.store(one, folders).flyout is not None]
    if name.upper() in known:
        return cards.store(name, folders)
    rule = "must be the card id of a missile that flies out"
    question.add(rule, "--missile", name, nearest_name(name, known) or f"There are {', '.join(known)}.")
    return None


def _speed_m_s(mach: float, height_ft: float) -> float:
    return float(mach * speed_of_sound_m_s(isa_temperature_k(height_ft * FOOT_M)))


def _missile(card: cards.StoreCard, end: str) -> Missile:
    """The missile as its card has it, or with thrust and drag at the ends that reach least or most."""
    f: Flyout | None = card.flyout
    assert f is not None
    other = {"si": "si", "low": "high", "high": "low"}[end]
    return Missile(
        mass_kg=card.mass.si,
        propellant_kg=f.propellant.si,
        diameter_m=f.diameter.si,
        thrust_n=getattr(f.thrust, end),
        burn_s=f.burn.si,
        drag_mach_2=getattr(f.drag_mach_2, other),
        load_factor=f.load_factor.si,
        least_mach=f.least_mach.si,
        life_s=f.life.si,
    )


def _nearest_m(missile: Missile, launch: Launch, arming_s: float) -> float:
    """From how near the shot still flies for so long [m]."""
    low_m, high_m = 100.0, FARTHEST_M
    while high_m - low_m > WITHIN_M:
        middle_m = 0.5 * (low_m + high_m)
        if fly_out(missile, launch, middle_m)[1] < arming_s:
            low_m = middle_m
        else:
            high_m = middle_m
    return high_m
