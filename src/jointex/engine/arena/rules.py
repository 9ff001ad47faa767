"""What holds in an arena: how its episodes begin, how long they last, what is worth how much."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

STEP_S = 1.0
"""Step of the flight [s], as in a presentation."""


class Out(IntEnum):
    """Why an agent makes no more decisions."""

    NOT = 0
    CALLED = 1  # called out, rightly or not
    FUEL = 2  # at bingo: goes home
    OVER = 3  # the episode is over
    HOME = 4
    DRY = 5  # tanks dry in the air


FIGHT_RULES = np.dtype(
    [
        ("lasts_s", "f8"),
        ("least_start_m", "f8"),
        ("most_start_m", "f8"),
        ("least_level_m", "f8"),
        ("most_level_m", "f8"),
        ("least_fuel", "f8"),
        ("most_fuel", "f8"),
        ("least_shoot_share", "f8"),
        ("most_shoot_share", "f8"),
        ("prey_mach", "f8"),
        ("hard_deck_m", "f8"),
        ("kill_points", "f8"),
        ("prey_points", "f8"),
        ("prey_lost_points", "f8"),
        ("prey_kept_points", "f8"),
        ("called_out_points", "f8"),
        ("knock_off_points", "f8"),
        ("bingo_points", "f8"),
        ("role", "i4"),
        ("n_agents", "i4"),
        ("n_foes", "i4"),
        ("n_prey", "i4"),
        ("n_targets", "i4"),
    ],
    align=True,
)
"""Rules of simulated combat: `least_...` and `most_...` are the ends that a uniform draw lies between (how far off opponents begin,
heights, fuel as a share of what fits, the share of reach at which the engine's fighters shoot). `n_targets` of the other
side, from the first aircraft that is no agent, may be shot at. Points are rewards: for a valid training kill of a fighter and of
who is protected, when one protected is lost, for the share of them that came through at the end, when called out, when it is
knocked off, at bingo."""

TANK_RULES = np.dtype(
    [
        ("lasts_s", "f8"),
        ("least_start_m", "f8"),
        ("most_start_m", "f8"),
        ("least_home_m", "f8"),
        ("most_home_m", "f8"),
        ("least_fuel", "f8"),
        ("most_fuel", "f8"),
        ("level_m", "f8"),
        ("tanker_mach", "f8"),
        ("leg_m", "f8"),
        ("load_factor", "f8"),
        ("back_m", "f8"),
        ("up_m", "f8"),
        ("flow_kg_s", "f8"),
        ("give_kg", "f8"),
        ("reserve_kg", "f8"),
        ("home_kg_per_m", "f8"),
        ("spare", "f8"),
        ("home_m", "f8"),
        ("lowest_m", "f8"),
        ("taken_points", "f8"),
        ("home_points", "f8"),
        ("dry_points", "f8"),
        ("n_agents", "i4"),
    ],
    align=True,
)
"""Rules of taking fuel: how far from the tanker agents begin and home lies; fuel above the reserve as a share of what the straight
way home takes; the tanker's racetrack (leg, Mach number, level, load factor of its turns) and what it may give; the place behind
it; the flow; what is kept as reserve, what a metre of the way home takes, and by what share more than that is wanted; how near
counts as home. Points are rewards: for all the fuel wanted (for each part of it as it is taken), for coming home above the
reserve, for dry tanks."""

WAY = np.dtype(
    [
        ("home_x", "f8"),
        ("home_y", "f8"),
        ("home_z", "f8"),
        ("middle_x", "f8"),
        ("middle_y", "f8"),
        ("middle_z", "f8"),
        ("axis_north", "f8"),
        ("axis_east", "f8"),
        ("given_kg", "f8"),
        ("leg", "i4"),
        ("served", "i4"),
    ],
    align=True,
)
"""Places of an episode of taking fuel: home, the middle of the tanker's racetrack and its first leg's direction, which leg is
flown (1 or -1), what the tanker has given, and whom it serves now (-1: nobody)."""
