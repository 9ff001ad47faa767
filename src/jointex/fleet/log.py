"""What a run writes down: tracks, events, the fuel ledger, and one tally per aircraft.

Arrays of these records leave the engine; the `record` room puts them on disk, `measures` counts them.
Aircraft are numbers here (their place in the fleet array); names are joined on when they leave.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from jointex.fleet.senses import MOST_NATIONS


class Task(IntEnum):
    """What an aircraft is doing."""

    PARKED = 0
    TAXI = 1
    TAKE_OFF = 2
    CLIMB = 3
    ROUTE = 4
    JOIN = 5
    FORMATION = 6
    WORK = 7
    HOLD = 8  # waits for its tanker
    RENDEZVOUS = 9  # closes on its tanker
    OBSERVATION = 10  # beside the tanker, in the queue
    ASTERN = 11  # behind its station
    CONTACT = 12
    REFORM = 13  # on the other side, done
    MARSHAL = 14  # at or on the way to where it begins a presentation, or regenerates
    COMBAT = 15  # in a presentation
    RETURN = 16
    DIVERT = 17
    APPROACH = 18
    LAND = 19
    VERTICAL_LANDING = 20
    DOWN = 21
    CANCELLED = 22
    LOST = 23


class Event(IntEnum):
    """What happened to an aircraft at one moment; `value` in the event's own unit, given here."""

    CANCELLED = 0  # stays on the ground; number of the `Reason`
    TAXI = 1  # departure delay [s]
    AIRBORNE = 2  # lateness against the plan [s]
    LEVEL = 3  # top of climb; pressure altitude [m]
    JOINED = 4  # in slot; `other` is the leader; distance closed [m]
    AT_POINT = 5  # route point reached; its number
    ON_STATION = 6  # met at the appointed place; lateness [s]
    OFF_STATION = 7  # left the work; time spent there [s]
    JOKER = 8  # fuel [kg]
    BINGO = 9  # fuel [kg]
    DIVERT = 10  # fuel expected at the planned base [kg]; `other` is the number of the divert base
    DESCENT = 11  # top of descent; distance to go [m]
    LANDED = 12  # fuel on touch-down [kg]
    VERTICAL_LANDED = 13  # fuel on touch-down [kg]
    DUMPED = 14  # fuel dumped to reach the landing mass [kg]
    FUEL_OUT = 15  # tanks dry in the air; distance to go [m]
    CLOSE = 16  # separation rule broken; `other` aircraft; distance [m]
    LIMIT = 17  # held by a limit of the aircraft; number of the limit
    BELOW_CLOUD_BASE = 18  # minima broken before take-off or approach; cloud base [m]
    BELOW_VISIBILITY = 19  # the same; visibility [m]
    ABOVE_CROSSWIND = 20  # the same; gusts across the runway [m/s]
    ABOVE_WIND = 21  # the same; gusts [m/s]
    ABOVE_SEA_STATE = 22  # the same; WMO code
    CLOSED_BY_WEATHER = 23  # the same, whatever the figures; no value
    WAITED = 24  # waited on the ground for weather [s]
    SPARE = 25  # crew changed to a spare aircraft; time that took [s]
    DUTY = 26  # work ended for crew duty; time cut off it [s]
    OVER_DUTY = 27  # landed too late for crew duty; time beyond it at shut-down [s]
    NO_DIVERT = 28  # below minima at home and no open divert in reach; most fuel there would be at one [kg]
    BELOW_MINIMA = 29  # landed in weather below minima; number of the `Reason`
    AT_CONTROL_POINT = 30  # reached where it is to meet `other`; lateness against the plan [s]
    AT_TANKER = 31  # beside `other`, in the queue; time since the control point [s]
    CONTACT = 32  # in contact with `other`; number of the attempt
    MISSED_CONTACT = 33  # an attempt at `other` failed; number of the attempt
    DISCONNECTED = 34  # contact with `other` broke before the fuel was taken; fuel taken in it [kg]
    REFUELLED = 35  # took what it came for, or what fits, from `other`; fuel taken [kg]
    CUT_SHORT = 36  # left the station of `other` with less than it came for; fuel taken [kg]
    LEFT_TANKER = 37  # goes on from `other`; lateness against the plan [s]
    NO_TANKER = 38  # no tanker left to wait for; fuel over the abort line [kg]
    OTHER_TANKER = 39  # goes to `other` instead of the planned tanker; fuel over the abort line [kg]
    ABORT_LINE = 40  # fuel at the abort line: leaves for a divert [kg]
    TANKER_SPENT = 41  # a tanker has no more to give; fuel given so far [kg]
    STATIONS_OUT = 42  # a tanker's stations fail; no value
    STAYED_ON = 43  # a tanker stays beyond its time for receivers still to come; time added [s]
    CALLED = 44  # a tanker on the ground is to take over from `other`; time until it takes off [s]
    TURNED_IN = 45  # a tanker begins the turn that ends ahead of `other`; distance between both [m]
    ROLLED_OUT = 46  # a tanker ends that turn; how far ahead of `other` it is along its track, below 0 behind it [m]
    ASIDE = 47  # how far right of the track of `other` a receiver is as that rolls out; to the left below 0 [m]
    MARSHALLING = 48  # leaves its formation for its place in a presentation; number of the presentation
    FIGHT_ON = 49  # a presentation begins; its number
    FIGHT_OFF = 50  # a presentation is over; number of the `Ending`
    COMMIT = 51  # goes against `other`; distance [m]
    SHOT = 52  # simulated shot of the medium class at `other`; distance [m]
    SHOT_SHORT = 53  # the same of the short class; distance [m]
    CRANK = 54  # turns aside after a shot, `other` still in sight of its radar; distance [m]
    NOTCH = 55  # turns across the way of `other`, that shot at it; distance [m]
    PUMP = 56  # turns away from `other` and runs; distance [m]
    RECOMMIT = 57  # turns in again on `other`; distance [m]
    BUG_OUT = 58  # leaves the presentation; number of the `Leaving`
    SHOT_VALID = 59  # a shot counts as a training kill of `other`; time since the shot [s]
    SHOT_MISSED = 60  # a shot at `other` counts for nothing; number of the `ShotEnd`
    KILL_REMOVED = 61  # called out after a valid shot of `other`; time since that ended [s]
    WRONG_CALL = 62  # called out although no shot at it was valid; `other` shot at it; time since that ended [s]
    MISSED_CALL = 63  # a valid shot of `other` that nobody calls; time since that ended [s]
    REGENERATED = 64  # back in the presentation after a training kill; time out of it [s]
    KNOCK_IT_OFF = 65  # everybody stops; number of the `Ending`; `other` is with whom a bubble was broken
    HARD_DECK = 66  # came below the lowest height of the training; pressure altitude [m]
    SEEN = 67  # its own sensors begin a firm track of `other`, an opponent; distance [m]
    TOLD = 68  # hears of `other`, an opponent it does not see itself, on a link; age of what it hears [s]
    LOST_TRACK = 69  # its own track of `other`, an opponent, is not seen again within its memory; time it was held [s]
    WARNED = 70  # its receiver notices the radar of `other`, an opponent; distance [m]
    IN_TURN = 71  # takes a longer way to its base, where others are due at the same time; by how much later it is [s]


class ShotEnd(IntEnum):
    """Why a simulated shot counts for nothing."""

    OUT_OF_ENERGY = 0  # too slow or too old before it came to its target
    OUTTURNED = 1  # came there, and could not turn with it
    NOT_SUPPORTED = 2  # nobody told it where the target was before its own seeker could see it
    BY_LOT = 3  # came there; the declared chance went against it
    TARGET_OUT = 4  # its target was out of the fight already
    FIGHT_OVER = 5


class Leaving(IntEnum):
    """Why an aircraft leaves a presentation before its end."""

    FUEL = 0
    NO_SHOTS = 1
    LOSSES = 2  # its side has lost what its tactics bear
    KILLED = 3


class Ending(IntEnum):
    """Why a presentation ends."""

    TIME = 0
    NO_OPPONENTS = 1  # one side has nobody left in it
    BUBBLE = 2  # two aircraft broke the bubble: knock it off
    HARD_DECK = 3  # one came below the hard deck: knock it off
    PROTECTED_GONE = 4  # nobody is left to protect
    NOBODY_CAME = 5  # one side was not there when it was to begin


class Flow(IntEnum):
    """Columns of the fuel ledger."""

    LOADED = 0
    BURNED = 1
    GIVEN = 2
    RECEIVED = 3
    DUMPED = 4
    LANDED = 5


TRACK = np.dtype(
    [
        ("run", "i4"),
        ("aircraft", "i4"),
        ("time_s", "f8"),
        ("latitude_deg", "f8"),
        ("longitude_deg", "f8"),
        ("altitude_m", "f8"),
        ("pressure_altitude_m", "f8"),
        ("true_airspeed_m_s", "f8"),
        ("ground_speed_m_s", "f8"),
        ("heading_deg", "f8"),
        ("fuel_kg", "f8"),
        ("mass_kg", "f8"),
        ("task", "i4"),
    ],
    align=True,
)
"""One moment of one aircraft; `altitude_m` geometric above mean sea level, `heading_deg` true."""

EVENT = np.dtype(
    [
        ("run", "i4"),
        ("aircraft", "i4"),
        ("event", "i4"),
        ("other", "i4"),
        ("time_s", "f8"),
        ("value", "f8"),
        ("latitude_deg", "f8"),
        ("longitude_deg", "f8"),
        ("altitude_m", "f8"),
        ("fuel_kg", "f8"),
    ],
    align=True,
)
"""One `Event`; `other` is -1 where there is none."""

LEDGER = np.dtype(
    [
        ("run", "i4"),
        ("aircraft", "i4"),
        ("flow", "i4"),
        ("other", "i4"),
        ("task", "i4"),
        ("time_s", "f8"),
        ("kg", "f8"),
    ],
    align=True,
)
"""One line of the fuel ledger: `Flow`, partner of a transfer (-1 if none), the task it happened in, and the mass moved."""

TALLY = np.dtype(
    [
        ("run", "i4"),
        ("aircraft", "i4"),
        ("flight", "i4"),
        ("last_task", "i4"),
        ("landed_at", "i4"),
        ("airborne_time_s", "f8"),
        ("landing_time_s", "f8"),
        ("departure_delay_s", "f8"),
        ("arrival_error_s", "f8"),
        ("station_time_s", "f8"),
        ("formation_time_s", "f8"),
        ("formation_error_m2_s", "f8"),
        ("together_time_s", "f8"),
        ("least_separation_m", "f8"),
        ("close_time_s", "f8"),
        ("loaded_kg", "f8"),
        ("burned_kg", "f8"),
        ("given_kg", "f8"),
        ("received_kg", "f8"),
        ("dumped_kg", "f8"),
        ("landed_kg", "f8"),
        ("distance_m", "f8"),
        ("flown_s", "f8"),
        ("refuelled", "f8"),
        ("brackets", "f8"),
        ("attempts", "f8"),
        ("contacts_missed", "f8"),
        ("opponent_time_s", "f8"),
        ("opponent_held_s", "f8"),
        ("friend_time_s", "f8"),
        ("friend_held_s", "f8"),
        ("told_held_s", "f8"),
        ("picture_stretches", "f8"),
        ("held_from_s", "f8", (MOST_NATIONS,)),
        ("age_from_s2", "f8", (MOST_NATIONS,)),
        ("error_from_m_s", "f8", (MOST_NATIONS,)),
        # simulated combat
        ("presentations", "f8"),
        ("protected", "f8"),
        ("survived", "f8"),
        ("combat_s", "f8"),
        ("escort_s", "f8"),
        ("escort_error_m_s", "f8"),
        ("shots", "f8"),
        ("shots_there", "f8"),
        ("shots_valid", "f8"),
        ("calls_missed", "f8"),
        ("calls_wrong", "f8"),
        ("called_out", "f8"),
    ],
    align=True,
)
"""One aircraft of one run, summed up while it flew. NaN: it never happened.

`arrival_error_s` is lateness at the meeting place, `formation_error_m2_s` the integral of the squared distance from the
slot over `formation_time_s`, `together_time_s` the time on station while every flight of the work was there,
`least_separation_m` the least slant distance to any aircraft of another flight while airborne, `landed_at` the number
of the base it landed on (0 the planned one, 1.. its diverts in order, -1 none), `brackets` how many tankers it came to
meet, `refuelled` at how many of them it took the least it needed, `attempts` those at contact,
`contacts_missed` those that failed or broke.

Of the picture, `opponent_time_s` and `friend_time_s` are the time in which aircraft of other flights were there to be known of,
summed over them, `opponent_held_s` and `friend_held_s` the part of it in which they were, `told_held_s` that in which
others had told of them; `picture_stretches` is how often one became known. `held_from_s` parts the time held by the
nation of who saw them, `age_from_s2` and `error_from_m_s` are the integrals of age and of the distance from the truth over it.
In how many presentations it took part, in how many of them it was protected and came through; its time as a fighter and
on its escort station, with the integral of its distance from that; its shots, those that came to their target and those
that counted; how often it was called out, how often that was wrong, how often nobody called it.
"""
