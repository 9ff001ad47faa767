"""The records of a running exercise: one per aircraft, one per flight, and the settings all share."""

from __future__ import annotations

import numpy as np

from jointex.flight.airframe import AIRFRAME_FIELDS
from jointex.flight.state import MOTION_FIELDS
from jointex.scenario.forces import MOST_DIVERTS

AIRCRAFT = np.dtype(
    [
        # departure: brake release, ground roll, and what the ground phases burn
        ("release_s", "f8"),
        ("planned_release_s", "f8"),
        ("roll_s", "f8"),
        ("roll_fuel_kg", "f8"),
        ("taxi_s", "f8"),
        ("lift_off_m_s", "f8"),
        ("field_altitude_m", "f8"),
        ("ready_probability", "f8"),
        # formation: the slot to the leader of the flight, and the direction the formation faces as this one sees it
        ("slot_right_m", "f8"),
        ("slot_back_m", "f8"),
        ("slot_up_m", "f8"),
        ("facing_north", "f8"),
        ("facing_east", "f8"),
        ("error_north_m", "f8"),
        ("error_east_m", "f8"),
        ("error_up_m", "f8"),
        ("slot_error_m", "f8"),
        ("push_m_s2", "f8"),
        ("drift_right_m", "f8"),
        ("drift_back_m", "f8"),
        ("next_drift_right_m", "f8"),
        ("next_drift_back_m", "f8"),
        # the clock of decisions
        ("on_station_s", "f8"),
        ("task_since_s", "f8"),
        ("next_check_s", "f8"),
        ("spare_kg", "f8"),
        ("looked_s", "f8"),
        ("parting_s", "f8"),
        ("approach_s", "f8"),
        ("next_track_s", "f8"),
        ("logged_burned_kg", "f8"),
        ("close_until_s", "f8"),
        ("held_s", "f8"),
        # taking fuel: own slot in its flight, the queue, and the contact in hand
        ("own_right_m", "f8"),
        ("own_back_m", "f8"),
        ("own_up_m", "f8"),
        ("queued_s", "f8"),
        ("met_s", "f8"),
        ("phase_end_s", "f8"),
        ("taken_kg", "f8"),
        ("contact_kg", "f8"),
        ("break_kg", "f8"),
        ("parted_s", "f8"),
        ("tanker", "i4"),
        ("last_tanker", "i4"),
        ("bracket", "i4"),
        ("choice", "i4"),
        ("station", "i4"),
        ("berth", "i4"),
        ("is_filled", "i4"),
        ("attempts", "i4"),
        ("n_attempts", "i4"),
        ("n_misses", "i4"),
        ("must_fly", "i4"),
        ("drift_count", "i4"),
        ("wake_frames", "i4"),
        ("aircraft", "i4"),
        ("flight", "i4"),
        ("member", "i4"),
        ("leader", "i4"),
        ("task", "i4"),
        ("first_point", "i4"),
        ("tally", "i4"),
        ("draw_number", "i4"),
        ("landing_base", "i4"),
        ("is_vertical_landing", "i4"),
        ("has_joker", "i4"),
        ("has_reached_level", "i4"),
        ("reason", "i4"),
        *MOTION_FIELDS,
        *AIRFRAME_FIELDS,
    ],
    align=True,
)
"""One aircraft of a run; has the fields of `flight.state.MOTION`, so the kernels of `flight` take it. All its draws are made
under `draw_number`, which is not its place in the fleet: see `engine.luck`. What is set before the first take-off is injected:
`fuel_flow_factor` multiplies what is drawn, whatever is drawn the next `n_misses` contacts fail (below 0: hold), and readiness
lets it fly where `must_fly` is 1 and keeps it on the ground where that is -1."""

FLIGHT = np.dtype(
    [
        ("release_s", "f8"),
        ("work_end_s", "f8"),
        ("bingo_s", "f8"),
        ("slower_mach", "f8"),
        ("faster_mach", "f8"),
        ("station_right_m", "f8"),
        ("station_back_m", "f8"),
        ("station_up_m", "f8"),
        ("joker_kg", "f8"),
        ("reserve_kg", "f8"),
        ("home_kg_per_m", "f8"),
        ("approach_fuel_kg", "f8"),
        ("delay_s", "f8"),
        ("swap_s", "f8"),
        ("weather_wait_s", "f8"),
        ("duty_end_s", "f8"),
        ("duty_cut_s", "f8"),
        ("home_s", "f8"),
        ("out_s", "f8"),
        ("work_start_s", "f8"),
        ("shut_down_s", "f8"),
        ("first", "i4"),
        ("count", "i4"),
        ("leader", "i4"),
        ("lead_flight", "i4"),
        ("caller", "i4"),
        ("work", "i4"),
        ("stretch_point", "i4"),
        ("meet_point", "i4"),
        ("loop_first", "i4"),
        ("loop_last", "i4"),
        ("home_point", "i4"),
        ("split_point", "i4"),
        ("end_point", "i4"),
        ("n_diverts", "i4"),
        ("divert_point", "i4", (MOST_DIVERTS,)),
        ("divert_end", "i4", (MOST_DIVERTS,)),
        ("is_on_station", "i4"),
        ("has_left", "i4"),
        ("spares_left", "i4"),
        ("draw_number", "i4"),
        ("bracket_end", "i4"),
        # a tanker's: stations of each kind, what it may give, how large it is
        ("most_give_kg", "f8"),
        ("planned_give_kg", "f8"),
        ("given_kg", "f8"),
        ("latest_off_s", "f8"),
        ("half_span_m", "f8"),
        ("length_m", "f8"),
        ("is_tanker", "i4"),
        ("is_exclusive", "i4"),
        ("is_out", "i4"),
        ("n_booms", "i4"),
        ("n_drogues", "i4"),
        # that of a tanker on the ground which stands in for another one
        ("notice_s", "f8"),
        ("called_by_s", "f8"),
        ("is_stand_in", "i4"),
        ("stands_in_for", "i4"),
        # whom it turns for, how far that has come, and the first of two points of its own for it
        ("met_s", "f8"),
        ("meeting", "i4"),
        ("meeting_phase", "i4"),
        ("meeting_leg", "i4"),
        ("meeting_point", "i4"),
        ("wait_point", "i4"),
    ],
    align=True,
)
"""One flight: its plan (times, fuel lines, indices of its route points) and where it stands in the run.

`work_end_s` is when its work ends as planned, `bingo_s` when its member `caller` comes down to the fuel for the way home.
`lead_flight` is the flight whose leader it keeps station on during the work (-1: it leads, or flies alone). Points are
counted from each aircraft's own `first_point`: `stretch_point` is moved aside to lose time, `meet_point` ends the way
out, `loop_first` to `loop_last` are the racetrack, its last two points repeating the first two, `home_point` to `end_point`
lead home, and wingmen part from their leader at `split_point`. A tanker that stands in for the flight `stands_in_for` takes
off `notice_s` after that one has dropped out, and stands down at `called_by_s`. `wait_point` and the one after it are placed where
an aircraft has to wait for its turn to land.
"""

MOST_TANKERS = 3
"""Most tankers of a bracket: the planned one and those it may change to."""

BRACKET = np.dtype(
    [
        ("control_s", "f8"),
        ("leave_s", "f8"),
        ("onload_kg", "f8"),
        ("least_kg", "f8"),
        ("leave_kg", "f8"),
        ("abort_kg", "f8"),
        ("below_m", "f8"),
        ("above_m", "f8"),
        ("flow_kg_s", "f8", (MOST_TANKERS,)),
        ("tanker", "i4", (MOST_TANKERS,)),
        ("is_boom", "i4", (MOST_TANKERS,)),
        ("hold_first", "i4", (MOST_TANKERS,)),
        ("hold_last", "i4", (MOST_TANKERS,)),
        ("n_tankers", "i4"),
        ("control", "i4"),
        ("onward", "i4"),
        ("is_home", "i4"),
        ("side", "i4"),
        ("berth", "i4"),
    ],
    align=True,
)
"""Where a flight takes fuel: times at the control point and on leaving as planned, fuel for each aircraft, and its tankers,
the planned one first.

`control` is the point where it meets the tanker, `onward` the one it flies to afterwards, `hold_first` to `hold_last` a
racetrack to wait on for each tanker; `is_home` says that it comes after the work, `side` on which leg of its racetrack the
tanker is met: 0 the first, 1 the one back. It arrives `below_m` below the tanker, leaves `above_m` above it, and its first
aircraft has place `berth` beside it.
"""

SETTINGS = np.dtype(
    [
        ("frame_s", "f8"),
        ("max_step_s", "f8"),
        ("end_s", "f8"),
        ("separation_m", "f8"),
        ("separation_up_m", "f8"),
        ("bubble_m", "f8"),
        ("station_keeping_m", "f8"),
        ("fuel_flow_spread", "f8"),
        ("ground_abort", "f8"),
        ("delay_sd_s", "f8"),
        ("late_probability", "f8"),
        ("late_mean_s", "f8"),
        ("track_s", "f8"),
        ("thin_track_s", "f8"),
        ("hook_up_s", "f8"),
        ("hook_up_sd_s", "f8"),
        ("clear_s", "f8"),
        ("missed_probability", "f8"),
        ("disconnect_probability", "f8"),
        ("failure_probability", "f8"),
        ("most_attempts", "i8"),
        ("seed", "i8"),
        ("from_frame", "i8"),
        ("full_tracks", "i4"),
        ("thin_tracks", "i4"),
        ("is_going_on", "i4"),
        ("is_cut", "i4"),
    ],
    align=True,
)
"""What every run of an exercise shares; runs below `full_tracks` log tracks every `track_s`, those below `thin_tracks`
every `thin_track_s`, later ones none. A run that `is_going_on` begins after `from_frame` with what its working arrays hold;
one that `is_cut` stops at `end_s` as it stands, to go on later: see `engine.forks`."""
