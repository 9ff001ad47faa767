"""Decks: the short take-off, how a ship pitches and heaves in a sea, and what that asks of the take-off.

A short take-off scales the published deck run of the card. Motions are significant single amplitudes, the mean of the
highest third, as the limits are written.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from jointex.earth.sea import Sea, wave_energy_m2_s
from jointex.flight.runway import field_density_kg_m3, powered_lift_share, run_up_to_speed
from jointex.units import FOOT_M, KNOT_M_S, POUND_KG, STANDARD_GRAVITY_M_S2

SHORT_TAKEOFF_LOAD_KG = 2.0 * (1000.0 + 350.0) * POUND_KG
"""Load of the short take-off that a card quotes, beside full internal fuel [kg]: two 1,000 lb bombs and two missiles of
350 lb. US Department of Defense F-35 Selected Acquisition Report, performance section, quoted from memory."""

SHORT_TAKEOFF_TEMPERATURE_OFFSET_K = 17.1
"""Warmth of the day of that figure at sea level [K]: tropical day, 32.1 deg C. MIL-HDBK-310; report as above."""

SHORT_TAKEOFF_WIND_M_S = 10.0 * KNOT_M_S
"""Wind over the deck of that figure [m/s]: 10 kt. Report as above."""

N_SHORT_BISECTIONS = 40
FASTEST_DECK_M_S = 200.0

SEA_WATER_KG_M3 = 1025.0
"""Density of sea water [kg/m3]. ITTC recommended procedure 7.5-02-01-03 at 15 deg C: 1,026."""

PITCH_LIMIT_RAD = math.radians(3.0)
"""Greatest significant pitch at which aircraft fly from a deck [rad]. NATO STANAG 4154 (general criteria of seakeeping),
quoted from memory."""

DECK_VELOCITY_LIMIT_M_S = 2.0
"""Greatest significant vertical velocity of a landing spot [m/s]. NATO STANAG 4154, quoted from memory."""

SINK_ALLOWED_M = 10.0 * FOOT_M
"""Sink below the deck edge allowed after a deck run [m]: 10 ft. The US Navy's rule for catapult launches (MIL-STD-3013,
launch wind over deck), read across to a deck run; quoted from memory."""

USUAL_PERIOD_S = 8.0
"""Period of the motion where pitch and heave are given without one [s]. Estimated: 6 to 12 s for ships of 150 to 300 m."""

N_FREQUENCIES = 80
SLOWEST_RAD_S, FASTEST_RAD_S = 0.1, 2.5
"""Frequencies over which the sea is summed [rad/s]."""


@dataclass(frozen=True)
class DeckMotion:
    """How a deck moves; significant single amplitudes.

    Attributes
    ----------
    pitch_rad : float
        Pitch [rad].
    heave_m : float
        Heave amidships [m].
    bow_velocity_m_s : float
        Vertical velocity of the bow [m/s].
    spot_velocity_m_s : float
        Vertical velocity amidships, where aircraft land vertically [m/s].
    """

    pitch_rad: float = 0.0
    heave_m: float = 0.0
    bow_velocity_m_s: float = 0.0
    spot_velocity_m_s: float = 0.0

    @property
    def is_within_limits(self) -> bool:
        """Whether aircraft fly from it: pitch and vertical velocity within those of STANAG 4154."""
        return self.pitch_rad <= PITCH_LIMIT_RAD and self.spot_velocity_m_s <= DECK_VELOCITY_LIMIT_M_S

    @property
    def launch_acceleration_m_s2(self) -> float:
        """Upward acceleration at the deck edge that stops the sink of a falling bow within `SINK_ALLOWED_M` [m/s2]."""
        return self.bow_velocity_m_s**2 / (2.0 * SINK_ALLOWED_M)


STILL = DeckMotion()
"""A deck that does not move."""


def motion_of(pitch_rad: float, heave_m: float, length_m: float, period_s: float = USUAL_PERIOD_S) -> DeckMotion:
    """Return the motion of a deck whose pitch and heave are known.

    Parameters
    ----------
    pitch_rad, heave_m : float
        Significant single amplitudes [rad, m].
    length_m : float
        Length of the hull [m].
    period_s : float
        Period of both [s].

    Returns
    -------
    DeckMotion
        Pitch and heave a quarter of a period apart, as in a head sea.
    """
    rate = 2.0 * math.pi / period_s
    bow_m = math.hypot(heave_m, 0.5 * length_m * pitch_rad)
    return DeckMotion(pitch_rad, heave_m, rate * bow_m, rate * heave_m)


def motion_in_sea(
    length_m: float, draught_m: float, displacement_kg: float, speed_m_s: float, waves: Sea
) -> DeckMotion:
    """Return how the deck of a ship moves, steaming into a sea.

    Parameters
    ----------
    length_m, draught_m : float
        Of the hull [m].
    displacement_kg : float
        Displacement [kg].
    speed_m_s : float
        Speed through the water, against the waves [m/s].
    waves : Sea
        The sea.

    Returns
    -------
    DeckMotion
        Vertical motions of a box of the ship's length, draught and displacement, without stabilisers.

    References
    ----------
    Jensen, Mansour and Olsen, Estimation of ship motions using closed-form expressions, Ocean Engineering 31 (2004):
    heave and pitch from length, draught, breadth times block coefficient, and speed.
    """
    beam_m = displacement_kg / (SEA_WATER_KG_M3 * length_m * draught_m)
    step = (FASTEST_RAD_S - SLOWEST_RAD_S) / N_FREQUENCIES
    heave, pitch, bow, spot = 0.0, 0.0, 0.0, 0.0
    for index in range(N_FREQUENCIES):
        frequency = SLOWEST_RAD_S + (index + 0.5) * step
        energy = wave_energy_m2_s(waves, frequency) * step
        rate, heave_m, pitch_rad = _responses(length_m, draught_m, beam_m, speed_m_s, frequency)
        heave += energy * heave_m**2
        pitch += energy * pitch_rad**2
        spot += energy * (rate * heave_m) ** 2
        bow += energy * rate**2 * (heave_m**2 + (0.5 * length_m * pitch_rad) ** 2)
    return DeckMotion(*(2.0 * math.sqrt(square) for square in (pitch, heave, bow, spot)))


def _responses(
    length_m: float, draught_m: float, beam_m: float, speed_m_s: float, frequency_rad_s: float
) -> tuple[float, float, float]:
    """Return how often head waves are met [rad/s], and heave [m] and pitch [rad] for a metre of wave amplitude."""
    k = frequency_rad_s**2 / STANDARD_GRAVITY_M_S2
    alpha = 1.0 + speed_m_s * frequency_rad_s / STANDARD_GRAVITY_M_S2
    sectional = 2.0 * math.sin(0.5 * k * beam_m * alpha**2) * math.exp(-k * draught_m * alpha**2)
    damping = sectional**2 / (k * beam_m)
    force = math.hypot(1.0 - k * draught_m, damping / alpha**3) * math.exp(-k * draught_m)
    gain = 1.0 / math.hypot(1.0 - 2.0 * k * draught_m * alpha**2, damping / alpha**2)
    half = 0.5 * k * length_m
    heave = force * math.sin(half) / half
    pitch = force * 24.0 / ((2.0 * half) ** 2 * length_m) * (math.sin(half) - half * math.cos(half))
    return alpha * frequency_rad_s, abs(gain * heave), abs(gain * pitch)


def run_up_slope_m(run_m: float, ground_speed_m_s: float, slope_rad: float) -> float:
    """Return a run when the deck or runway rises along it.

    Parameters
    ----------
    run_m : float
        Length of the run on the level [m].
    ground_speed_m_s : float
        Speed over the deck at its end [m/s].
    slope_rad : float
        Rise [rad]; negative falls.

    Returns
    -------
    float
        Length [m]: the mean acceleration of the level run less the share of gravity along the slope; infinite where that
        leaves none.
    """
    if run_m <= 0.0 or not math.isfinite(run_m):
        return run_m
    level = ground_speed_m_s**2 / (2.0 * run_m)
    left = level - STANDARD_GRAVITY_M_S2 * math.sin(slope_rad)
    return run_m * level / left if left > 0.0 else math.inf


def hover_lift_n(a: Any) -> float:
    """Return the vertical thrust that the published deck run of a card implies, at sea level on a standard day.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME` without stores; `short_takeoff_m` is the run with full internal fuel and
        `SHORT_TAKEOFF_LOAD_KG`, on a tropical day, with 10 kt over the deck.

    Returns
    -------
    float
        Thrust [N] that carries what the wing does not at the end of that run.

    Notes
    -----
    The published run and its mass, heat and wind give the speed at its end, by the same balance of forces as a
    conventional run without afterburner: m g = rho/2 V^2 S CLmax + L. Raymer, Aircraft Design, section 17.8 for the run.
    """
    known_kg = a.empty_mass_kg + a.fuel_capacity_kg + SHORT_TAKEOFF_LOAD_KG
    offset_k, wind_m_s = SHORT_TAKEOFF_TEMPERATURE_OFFSET_K, SHORT_TAKEOFF_WIND_M_S
    low, high = wind_m_s, FASTEST_DECK_M_S
    for _ in range(N_SHORT_BISECTIONS):
        middle = 0.5 * (low + high)
        if run_up_to_speed(a, known_kg, 0.0, offset_k, False, middle, wind_m_s)[1] > a.short_takeoff_m:
            high = middle
        else:
            low = middle
    wing_n = 0.5 * field_density_kg_m3(0.0, offset_k) * low * low * a.wing_area_m2 * a.lift_max_takeoff
    lift_n = max(0.0, known_kg * STANDARD_GRAVITY_M_S2 - wing_n)
    return float(lift_n / powered_lift_share(a, 0.0, offset_k))


def short_takeoff_run_m(
    a: Any,
    mass_kg: float,
    field_m: float,
    temperature_offset_k: float,
    wind_over_deck_m_s: float,
    motion: DeckMotion = STILL,
    lift_n: float | None = None,
) -> float:
    """Return the run of a short take-off, scaled from the published one.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME` without stores.
    mass_kg : float
        Mass at brake release [kg].
    field_m : float
        Pressure altitude of deck or strip [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].
    wind_over_deck_m_s : float
        Wind down the deck [m/s].
    motion : DeckMotion
        How the deck moves: the run is made up the slope of the significant pitch, and ends with the bow falling at its
        significant velocity, which wing and thrust must stop within `SINK_ALLOWED_M`.
    lift_n : float or None
        What `hover_lift_n` gave for this record [N]; `None` to ask it anew.

    Returns
    -------
    float
        Run from brake release to the end of the deck [m]; 0 where hover thrust alone carries the mass, infinite where the
        aircraft cannot.

    Notes
    -----
    At the end of the run wing lift and vertical thrust carry the mass; the thrust follows pressure and heat.
    """
    if a.short_takeoff_m <= 0.0:
        return math.inf
    known_n = hover_lift_n(a) if lift_n is None else lift_n
    carried_n = mass_kg * (STANDARD_GRAVITY_M_S2 + motion.launch_acceleration_m_s2)
    left_n = carried_n - known_n * powered_lift_share(a, field_m, temperature_offset_k)
    density = field_density_kg_m3(field_m, temperature_offset_k)
    end_m_s = math.sqrt(max(0.0, 2.0 * left_n / (density * a.wing_area_m2 * a.lift_max_takeoff)))
    if end_m_s <= wind_over_deck_m_s:
        return 0.0
    run_m = run_up_to_speed(a, mass_kg, field_m, temperature_offset_k, False, end_m_s, wind_over_deck_m_s)[1]
    return run_up_slope_m(float(run_m), end_m_s - wind_over_deck_m_s, motion.pitch_rad)
