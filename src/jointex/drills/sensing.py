"""What aircraft see of each other: how far, from which side, over the horizon or not, and with what chance at one look.

Textbook laws on class figures. Nothing here knows a type of radar: ranges and signatures come from the cards of classes.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.geodesy import SEMI_MAJOR_AXIS_M
from jointex.kernel import kernel

BENDING = 4.0 / 3.0
"""How much larger the earth looks to radar waves, that bend with the air: the usual four thirds."""
FALSE_ALARM = 1e-6
"""Chance that a look finds what is not there. Estimated: textbook designs are built for one in a million."""
HALF = 0.5
"""Chance of a look at the range that cards tell."""
HALF_SIGNAL = math.log(FALSE_ALARM) / math.log(HALF) - 1.0
"""Signal over noise that finds a target at half of the looks, at that rate of false alarms."""
LEAST_CHANCE, SURE_CHANCE = 1e-2, 1.0 - 1e-4
"""Looks in runs with a chance below the first find nothing, those above the second find their target: what that changes is
less than any card is sure of."""
NO_SIGNAL = math.log(FALSE_ALARM) / math.log(LEAST_CHANCE) - 1.0
SURE_SIGNAL = math.log(FALSE_ALARM) / math.log(SURE_CHANCE) - 1.0
"""Signals at these chances."""


@kernel
def horizon_m(height_m: float, other_m: float) -> float:
    """Return how far apart two aircraft lose the line of sight, as radar waves bend.

    Parameters
    ----------
    height_m, other_m : float
        Heights above the sea [m], 0 or more.

    Returns
    -------
    float
        Distance over ground [m].

    References
    ----------
    sqrt(2 k R h) for each of both with k = 4/3: 4.12 km times the root of the height in metres.
    """
    twice_m = 2.0 * BENDING * SEMI_MAJOR_AXIS_M
    return math.sqrt(twice_m * height_m) + math.sqrt(twice_m * other_m)


@kernel
def signature_m2(
    frontal_m2: float, side: float, rear: float, below: float, off_nose_rad: float, under_rad: float
) -> float:
    """Return the radar signature of an aircraft as it is looked at.

    Parameters
    ----------
    frontal_m2 : float
        From ahead [m2].
    side, rear, below : float
        What it is of that from the side, from behind and from straight below.
    off_nose_rad : float
        Angle between its nose and the direction it is seen from, in its own plane, 0 to pi [rad].
    under_rad : float
        How far below (or above) that plane it is seen from, 0 to pi / 2 [rad].

    Returns
    -------
    float
        [m2]. Between these directions decibels change with the square of the sine: estimated, real ones have lobes.
    """
    across = math.sin(off_nose_rad) * math.sin(off_nose_rad)
    upright = math.sin(under_rad) * math.sin(under_rad)
    return mixed_signature_m2(frontal_m2, side, rear, below, off_nose_rad < 0.5 * math.pi, across, upright)


@kernel
def mixed_signature_m2(
    frontal_m2: float, side: float, rear: float, below: float, is_ahead: bool, across: float, upright: float
) -> float:
    """Return `signature_m2` from the squared sines of its two angles, and whether it is seen from ahead."""
    end = 1.0 if is_ahead else rear
    level = end ** (1.0 - across) * side**across
    return float(frontal_m2 * level ** (1.0 - upright) * below**upright)


@kernel
def range_against_m(half_range_m: float, reference_m2: float, signature: float) -> float:
    """Return where a radar finds a target at half of its looks: ranges grow with the fourth root of the signature.

    Parameters
    ----------
    half_range_m, reference_m2 : float
        Where it finds a target of which signature at half of its looks [m, m2].
    signature : float
        Of the target as it is looked at [m2].

    Returns
    -------
    float
        [m]
    """
    return float(half_range_m * (signature / reference_m2) ** 0.25)


@kernel
def look_chance(range_m: float, half_range_m: float, false_alarm: float) -> float:
    """Return the chance that one look finds a target.

    Parameters
    ----------
    range_m, half_range_m : float
        How far it is, and how far it is found at half of the looks [m], above 0.
    false_alarm : float
        Chance of a find where there is nothing, above 0, below a half.

    Returns
    -------
    float
        0 to 1.

    References
    ----------
    Swerling's first case, P. Swerling, Probability of detection for fluctuating targets, RAND RM-1217, 1954:
    P = Pfa ** (1 / (1 + S)), with a signal S that falls with the fourth power of the range.
    """
    at_half = math.log(false_alarm) / math.log(HALF) - 1.0
    ratio = half_range_m / range_m
    return float(math.exp(math.log(false_alarm) / (1.0 + at_half * ratio**4)))


@kernel
def signal_of(range_m: float, half_range_m: float, size: float) -> float:
    """Return the signal of a look over noise: with the fourth power of the range, and in step with the target's size.

    Parameters
    ----------
    range_m, half_range_m : float
        How far the target is, and how far one of size 1 is found at half of the looks [m].
    size : float
        Signature over that of the reference.

    Returns
    -------
    float
        `chance_of` it is `look_chance` at `range_against_m`.
    """
    ratio = half_range_m / range_m
    square = ratio * ratio
    return HALF_SIGNAL * square * square * size


@kernel
def chance_of(signal: float) -> float:
    """Return the chance of a look from its signal, as in `look_chance`, at the usual rate of false alarms."""
    return math.exp(math.log(FALSE_ALARM) / (1.0 + signal))


@kernel
def infrared_range_m(half_range_m: float, tail_range_m: float, off_nose_cosine: float) -> float:
    """Return where infra-red finds a target: by how far its tail is turned to it, as the cosine of the angle off its nose."""
    return half_range_m + 0.5 * (1.0 - off_nose_cosine) * (tail_range_m - half_range_m)


@kernel
def range_of_chance_m(chance: float, half_range_m: float, false_alarm: float) -> float:
    """Return how far a target is found with a chance at one look: the inverse of `look_chance`.

    Parameters
    ----------
    chance : float
        Above `false_alarm`, below 1.
    half_range_m, false_alarm : float
        As of `look_chance`.

    Returns
    -------
    float
        [m]
    """
    at_half = math.log(false_alarm) / math.log(HALF) - 1.0
    signal = math.log(false_alarm) / math.log(chance) - 1.0
    return float(half_range_m * (at_half / signal) ** 0.25)


@kernel
def is_in_field(off_nose_rad: float, above_rad: float, azimuth_rad: float, elevation_rad: float) -> bool:
    """Return whether a direction lies within what a sensor looks at, all angles from the nose [rad]."""
    return abs(off_nose_rad) <= azimuth_rad and abs(above_rad) <= elevation_rad


@kernel
def is_in_notch(closing_m_s: float, own_share_m_s: float, notch_m_s: float) -> bool:
    """Return whether a target looked down at hides in the echo of the ground.

    Parameters
    ----------
    closing_m_s : float
        How fast the distance shrinks, below 0 where it grows [m/s].
    own_share_m_s : float
        The part of that which is the radar's own flight: what the ground below the target closes with [m/s].
    notch_m_s : float
        Half width of what the radar blots out with the ground [m/s].

    Returns
    -------
    bool
    """
    return abs(closing_m_s - own_share_m_s) < notch_m_s


@kernel
def found_by(chances: Any) -> float:
    """Return the chance that one of several looks finds a target, each by itself; `chances` is an array of them."""
    missed = 1.0
    for i in range(chances.shape[0]):
        missed *= 1.0 - chances[i]
    return 1.0 - missed
