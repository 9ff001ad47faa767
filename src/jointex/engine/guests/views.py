"""What guided fighters know, as rows of numbers, and their orders written back into the fight."""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.combat import slant_m
from jointex.drills.envelopes import ranges_of
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.earth.geodesy import latitude_longitude
from jointex.engine.fight import is_guided
from jointex.engine.known import believed, knows
from jointex.engine.routes import is_fighting
from jointex.engine.tactics import NOTCH_DOWN_M, are_opposed, is_in
from jointex.fleet.fight import MEDIUM, Role
from jointex.flight.guidance import offset_m
from jointex.kernel import kernel, loop
from jointex.units import RADIAN_DEG

MOST_CONTACTS = 32
"""Most opponents a fighter is told of, nearest numbers first."""


@loop
def who_is_guided(fleet: Any, fighters: Any, fight: Any, flags: Any) -> int:
    """Mark the fighters whose orders come from outside now; return how many there are."""
    n = 0
    for i in range(fleet.shape[0]):
        flags[i] = 1 if is_fighting(fleet[i]) and is_guided(fighters[i], fight) else 0
        n += flags[i]
    return n


@kernel
def bearing_deg(north_m: float, east_m: float) -> float:
    """Return the true bearing of a place [deg], 0 to 360."""
    return math.atan2(east_m, north_m) * RADIAN_DEG % 360.0


@loop
def see(
    fleet: Any,
    fight: Any,
    combat: Any,
    senses: Any,
    sky: Any,
    flags: Any,
    of: int,
    own: Any,
    contacts: Any,
    counts: Any,
    time_s: float,
) -> int:
    """Fill in what the guided fighters of one flight know.

    Parameters
    ----------
    fleet, fight, combat, senses, sky
        Of the run.
    flags : array (n_aircraft,)
        From `who_is_guided`.
    of : int
        Number of the flight.
    own, contacts : array (n, len(OWN)), (n, MOST_CONTACTS, len(CONTACT))
        Written; see `engine.guests.child`.
    counts : array (n,)
        Contacts of each; written.
    time_s : float
        Now [s].

    Returns
    -------
    int
        Fighters filled in, in the order of the fleet.
    """
    n = 0
    for i in range(fleet.shape[0]):
        if flags[i] == 1 and fleet[i].flight == of:
            fill_own(i, fleet, fight, own[n], time_s)
            counts[n] = fill_contacts(i, fleet, fight, combat, senses, sky, contacts[n], time_s)
            n += 1
    return n


@kernel
def fill_own(i: int, fleet: Any, fight: Any, row: Any, time_s: float) -> None:
    """Fill in what a fighter knows of itself."""
    a, f = fleet[i], fight.fighters[i]
    latitude, longitude = latitude_longitude(a.x, a.y, a.z)
    row[0], row[1], row[2], row[3] = time_s, latitude * RADIAN_DEG, longitude * RADIAN_DEG, a.altitude_m
    row[4] = bearing_deg(a.heading_north, a.heading_east)
    row[5] = a.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(a.altitude_m))
    row[6], row[7], row[8], row[9] = a.fuel_kg, f.block_m, f.medium_left, f.short_left
    row[10] = time_s - f.last_shot_s
    row[11], row[12], row[13], row[14] = math.nan, math.nan, math.nan, math.nan
    nearest_m = math.inf
    for s in range(fight.shots.shape[0]):
        shot = fight.shots[s]
        if shot.is_up == 1 and shot.target == i and shot.sees == 1:
            distance_m = slant_m(a, shot)
            if distance_m < nearest_m:
                nearest_m = distance_m
                north_m, east_m = offset_m(a, shot.x, shot.y, shot.z)
                row[11], row[12] = bearing_deg(north_m, east_m), distance_m
    if f.protects >= 0:
        kept = fleet[f.protects]
        north_m, east_m = offset_m(a, kept.x, kept.y, kept.z)
        row[13], row[14] = bearing_deg(north_m, east_m), slant_m(a, kept)
    row[15] = 1.0 if f.role == Role.OPPONENT else 0.0


@kernel
def fill_contacts(i: int, fleet: Any, fight: Any, combat: Any, senses: Any, sky: Any, rows: Any, time_s: float) -> int:
    """Fill in what a fighter knows of its opponents; return how many it knows of."""
    a, f = fleet[i], fight.fighters[i]
    n = 0
    for t in range(fleet.shape[0]):
        g = fight.fighters[t]
        if n >= rows.shape[0] or not are_opposed(f, g) or not is_in(g, f.presentation):
            continue
        age_s, error_m, source, has_lock = knows(sky, senses, i, t, time_s)
        if source == -2:
            continue
        x, y, z, altitude_m, north_m_s, east_m_s = believed(sky, senses, i, t, time_s)
        north_m, east_m = offset_m(a, x, y, z)
        distance_m = math.sqrt(north_m * north_m + east_m * east_m + (altitude_m - a.altitude_m) ** 2)
        closing_m_s = -(north_m * north_m_s + east_m * east_m_s) / max(1.0, distance_m)
        mach = a.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(a.altitude_m))
        far_m, sure_m = ranges_of(combat.reach, MEDIUM, a.altitude_m, altitude_m, mach, closing_m_s)
        row = rows[n]
        row[0], row[1], row[2], row[3] = float(t), bearing_deg(north_m, east_m), distance_m, altitude_m
        row[4], row[5], row[6], row[7] = north_m_s, east_m_s, age_s, error_m
        row[8] = 1.0 if has_lock else 0.0
        row[9] = 1.0 if g.role == Role.PROTECTED else 0.0
        row[10], row[11] = far_m, sure_m
        n += 1
    return n


@loop
def give_orders(fleet: Any, fight: Any, at: Any, orders: Any) -> None:
    """Write orders down for the fighters `at`; they hold until the next ones. Rows as `engine.guests.child.ORDER`."""
    for n in range(at.shape[0]):
        f, row = fight.fighters[at[n]], orders[n]
        heading_rad = row[0] / RADIAN_DEG
        f.order_north, f.order_east = math.cos(heading_rad), math.sin(heading_rad)
        f.order_mach, f.order_load_factor = row[1], row[3]
        # blocks keep the sides apart: a tactic may go down in its own by 1,000 ft, no farther
        f.order_altitude_m = min(f.block_m, max(f.block_m - NOTCH_DOWN_M, row[2]))
        f.order_wet = 1 if row[4] >= 0.5 else 0
        f.order_target, f.order_shot = int(row[5]), int(row[6])
