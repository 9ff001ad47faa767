"""The records of simulated combat: fighters, shots in the air, classes of missiles, presentations. Kills are training kills."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

MOST_PROTECTED = 4
"""Most flights that one side protects in a presentation."""
MOST_SHOTS_UP = 64
"""Most simulated shots in the air at once in one run; beyond it nobody shoots, which no training comes near."""
MEDIUM, SHORT = 0, 1
"""Numbers of the two classes of missiles."""


class Role(IntEnum):
    """What an aircraft is in the present presentation."""

    NONE = 0
    ESCORT = 1
    OPPONENT = 2
    PROTECTED = 3


class Phase(IntEnum):
    """What a fighter is doing in a presentation."""

    WAIT = 0  # on its way to where it begins, or there
    PATROL = 1  # an escort on its station, an opponent on its way in; looks for somebody to go against
    COMMITTED = 2  # flies to cut off its target
    CRANKING = 3  # aside, its target at the edge of what its radar sees, until its shot sees by itself
    NOTCHING = 4  # across the way of who shot at it
    PUMPING = 5  # away, to get out of reach
    OUT = 6  # called out by a training kill, on its way to where it regenerates
    GONE = 7  # has left the presentation


class Stage(IntEnum):
    """How far a presentation has come."""

    AHEAD = 0
    SET_UP = 1
    ON = 2
    OVER = 3


TACTICS_FIELDS: list[tuple[str, str]] = [
    ("commit_m", "f8"),
    ("shoot_share", "f8"),
    ("salvo_s", "f8"),
    ("crank_rad", "f8"),
    ("pump_m", "f8"),
    ("pump_s", "f8"),
    ("recommit_m", "f8"),
    ("bears_losses", "f8"),
    ("patrol_mach", "f8"),
    ("fight_mach", "f8"),
    ("load_factor", "f8"),
    ("notches", "i4"),
    ("presses", "i4"),
    ("uses_afterburner", "i4"),
]
"""How a fighter fights: it goes against who comes nearer than `commit_m`; shoots at `shoot_share` of the way from where the
target cannot run to where a shot just reaches it; shoots again after `salvo_s`; turns aside by `crank_rad`; turns away at
`pump_m` from a target that may shoot, unless it `presses`, for `pump_s`; turns in again beyond `recommit_m`; its side stops once
it has lost more than the share `bears_losses` of those who came."""

FIGHTER = np.dtype(
    [
        *TACTICS_FIELDS,
        # where it begins and regenerates, and its block of heights
        ("start_x", "f8"),
        ("start_y", "f8"),
        ("start_z", "f8"),
        ("block_m", "f8"),
        # its station, seen from whom it protects: ahead of it towards the opponents' start, and to the right
        ("ahead_m", "f8"),
        ("right_m", "f8"),
        # what it does, and since when
        ("phase_since_s", "f8"),
        ("last_shot_s", "f8"),
        ("out_since_s", "f8"),
        ("call_s", "f8"),
        ("call_age_s", "f8"),
        ("distance_m", "f8"),
        # where it believes its target to be, how that moves, and when it looked
        ("marked_x", "f8"),
        ("marked_y", "f8"),
        ("marked_z", "f8"),
        ("marked_altitude_m", "f8"),
        ("marked_north_m_s", "f8"),
        ("marked_east_m_s", "f8"),
        ("marked_s", "f8"),
        # orders: where the nose goes, how fast, how high
        ("order_north", "f8"),
        ("order_east", "f8"),
        ("order_mach", "f8"),
        ("order_altitude_m", "f8"),
        ("order_load_factor", "f8"),
        ("order_wet", "i4"),
        ("order_shot", "i4"),
        ("order_target", "i4"),
        ("role", "i4"),
        ("phase", "i4"),
        ("target", "i4"),
        ("threat", "i4"),
        ("protects", "i4"),
        ("presentation", "i4"),
        ("is_guided", "i4"),
        ("is_called", "i4"),
        ("is_there", "i4"),
        ("caller", "i4"),
        ("crank_side", "i4"),
        ("medium_left", "i4"),
        ("short_left", "i4"),
        ("medium", "i4"),
        ("short", "i4"),
        ("lives", "i4"),
        ("n_shots", "i4"),
    ],
    align=True,
)
"""One aircraft as a fighter, beside its record in the fleet; set anew when a presentation is set up. `is_guided` is 1 where
somebody outside of the engine gives its orders. `order_shot` asks for a shot of class `MEDIUM` or `SHORT` at `order_target`, -1
for none. `is_there` is 1 for an escort from when it comes to its station until it leaves it. `is_called` is 1 once a call is under
way that arrives at `call_s`: see `engine.calls`."""

SHOT_UP = np.dtype(
    [
        ("x", "f8"),
        ("y", "f8"),
        ("z", "f8"),
        ("altitude_m", "f8"),
        ("north_m_s", "f8"),
        ("east_m_s", "f8"),
        ("up_m_s", "f8"),
        ("mass_kg", "f8"),
        ("flown_s", "f8"),
        ("told_s", "f8"),
        ("launched_s", "f8"),
        ("least_m", "f8"),
        ("is_up", "i4"),
        ("sees", "i4"),
        ("kind", "i4"),
        ("shooter", "i4"),
        ("target", "i4"),
        ("number", "i4"),
        ("forced", "i4"),
    ],
    align=True,
)
"""A simulated shot in the air: place, velocity, how long it has flown, when its shooter last told it where the target is,
whether its own seeker sees it; `number` counts the shots of its shooter; `forced` decides by lot beforehand: -1 nothing, 0 it
counts for nothing, 1 it counts."""

MISSILE_CLASS = np.dtype(
    [
        ("mass_kg", "f8"),
        ("propellant_kg", "f8"),
        ("diameter_m", "f8"),
        ("thrust_n", "f8"),
        ("burn_s", "f8"),
        ("drag_mach_2", "f8"),
        ("load_factor", "f8"),
        ("least_mach", "f8"),
        ("life_s", "f8"),
        ("arming_s", "f8"),
        ("seeker_m", "f8"),
        ("kill_low", "f8"),
        ("kill_high", "f8"),
    ],
    align=True,
)
"""A class of missiles, from its card; its first fields are those of `drills.shots.Missile`. Whether a shot that comes to its target
counts is drawn with a chance that is drawn, for each run and class, between `kill_low` and `kill_high`."""

PRESENTATION = np.dtype(
    [
        ("set_up_s", "f8"),
        ("on_s", "f8"),
        ("off_s", "f8"),
        ("start_x", "f8"),
        ("start_y", "f8"),
        ("start_z", "f8"),
        ("start_north_m", "f8"),
        ("start_east_m", "f8"),
        ("hard_deck_m", "f8"),
        ("regenerate_s", "f8"),
        ("stage", "i4"),
        ("lives", "i4"),
        ("n_escorts", "i4"),
        ("n_opponents", "i4"),
        ("n_protected", "i4"),
        ("medium", "i4"),
        ("short", "i4"),
        ("ending", "i4"),
    ],
    align=True,
)
"""One presentation: opponents come from a start towards what escorts protect, between `on_s` and `off_s`. The start lies
`start_north_m` and `start_east_m` off who is protected until the fight is on, and stays where it is then. `n_...` count who was
there when it began. `lives` is how often an opponent that was called out comes back, `regenerate_s` after it is at its start."""

CAST = np.dtype(
    [
        *TACTICS_FIELDS,
        ("block_m", "f8"),
        ("ahead_m", "f8"),
        ("right_m", "f8"),
        ("presentation", "i4"),
        ("aircraft", "i4"),
        ("role", "i4"),
        ("is_guided", "i4"),
    ],
    align=True,
)
"""Which part an aircraft has in a presentation, and with which tactics; a row for each."""
