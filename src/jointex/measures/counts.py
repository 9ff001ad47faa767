"""How each measure is counted from tallies: one function each, a block of runs in, a value per run out.

A function takes a `Block` and returns shape (n_runs,) in the unit its name ends in; NaN where it never happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.fleet.log import Event, Task
from jointex.fleet.reasons import Reason

Array = npt.NDArray[Any]

ON_TIME_S = 60.0
"""An aircraft within this of its appointed moment is on time [s]."""


@dataclass(frozen=True)
class Block:
    """Tallies of some runs and of the aircraft of one flight, or of all.

    Attributes
    ----------
    tally : array (n_runs, n_aircraft) of TALLY
    reserve_kg : array (n_aircraft,)
        Planned reserve of each [kg].
    work_s : array (n_aircraft,)
        Time planned for the work of its flight [s]; NaN if it has none.
    called_joker, called_bingo : array (n_runs, n_aircraft) of bool
        Whether it reached that fuel before it left the work.
    noted : mapping of Event to array (n_runs, n_aircraft)
        Value of the events that rules bring about, NaN where there was none; diverts are those for weather.
    source : int or None
        Number of the nation whose part of the picture is asked for: what its aircraft saw; None for all.
    plan : mapping of str to array (n_aircraft,)
        What the plan says of each: whether it `stands_by`, `brackets` to take fuel at, `give_kg`, `landing_s`,
        `turn_round_s`, `report_s`, `shut_down_s`; NaN where it says nothing.
    """

    tally: Array
    reserve_kg: Array
    work_s: Array
    called_joker: Array
    called_bingo: Array
    noted: Mapping[Event, Array] = field(default_factory=dict)
    source: int | None = None
    plan: Mapping[str, Array] = field(default_factory=dict)

    @property
    def flew(self) -> Array:
        """Whether each took off; shape (n_runs, n_aircraft)."""
        return np.asarray(np.isfinite(self.tally["airborne_time_s"]))

    @property
    def lost(self) -> Array:
        """Whether each ran out of fuel in the air; shape (n_runs, n_aircraft)."""
        return np.asarray(self.tally["last_task"] == Task.LOST)

    @property
    def landed(self) -> Array:
        """Whether each landed on a base; shape (n_runs, n_aircraft)."""
        return np.asarray(self.tally["landed_at"] >= 0)

    @property
    def arrival_error_s(self) -> Array:
        """Lateness at the meeting place, shape (n_runs, n_aircraft) [s]; a wingman on station came with its leader."""
        own_s = np.array(self.tally["arrival_error_s"])
        for flight in np.unique(self.tally["flight"]):
            columns = np.flatnonzero(self.tally["flight"][0] == flight)
            came = self.tally["station_time_s"][:, columns] > 0.0
            of_leader_s = np.where(came, _most(own_s[:, columns])[:, np.newaxis], np.nan)
            own_s[:, columns] = np.where(np.isnan(own_s[:, columns]), of_leader_s, own_s[:, columns])
        return own_s

    @property
    def works(self) -> Array:
        """Which aircraft have work to meet at; shape (n_aircraft,)."""
        return np.isfinite(self.work_s)

    def of(self, columns: slice | Array, source: int | None = None) -> Block:
        """Return the block of some of the aircraft, of what one nation saw if a `source` is given."""
        return Block(
            self.tally[:, columns],
            self.reserve_kg[columns],
            self.work_s[columns],
            self.called_joker[:, columns],
            self.called_bingo[:, columns],
            {event: values[:, columns] for event, values in self.noted.items()},
            source,
            {name: values[columns] for name, values in self.plan.items()},
        )

    def from_source(self, name: str) -> Array:
        """Return a tally that is parted by who saw it, of the nation asked for or of all; shape (n_runs, n_aircraft)."""
        parted = self.tally[name]
        return np.asarray(parted.sum(axis=2) if self.source is None else parted[:, :, self.source])

    def planned(self, name: str, without: float = np.nan) -> Array:
        """Return what the plan says of each aircraft, shape (n_aircraft,); `without` where it says nothing."""
        values = self.plan.get(name, np.full(self.tally.shape[1], np.nan))
        return np.where(np.isnan(values), without, values)

    def note(self, event: Event) -> Array:
        """Return the value of an event, NaN where there was none; shape (n_runs, n_aircraft)."""
        return self.noted.get(event, np.full(self.tally.shape, np.nan))


def _least(values: Array) -> Array:
    """Return the least of each row, NaN if the row has none."""
    return _finite(np.min(np.where(np.isnan(values), np.inf, values), axis=1, initial=np.inf))


def _most(values: Array) -> Array:
    return -_least(-values)


def _finite(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.nan)


def ratio(part: Array, whole: Array) -> Array:
    """Return part over whole, run by run.

    Parameters
    ----------
    part, whole : array (n_runs,)

    Returns
    -------
    array (n_runs,)
        NaN where the whole is nothing.
    """
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(whole, dtype=float))
    quotient = np.full(whole.shape, np.nan)
    np.divide(part, whole, out=quotient, where=whole > 0.0)
    return quotient


def _sum(values: Array) -> Array:
    return np.asarray(np.nan_to_num(values, nan=0.0).sum(axis=1))


def share(is_so: Array, counted: Array) -> Array:
    """Return the share of those counted for which something is so.

    Parameters
    ----------
    is_so, counted : array (n_runs, n_aircraft) of bool

    Returns
    -------
    array (n_runs,)
        NaN where nobody is counted.
    """
    return ratio((is_so & counted).sum(axis=1), counted.sum(axis=1))


def everyone(block: Block) -> Array:
    """Return which aircraft were to fly.

    Parameters
    ----------
    block : Block

    Returns
    -------
    array (n_runs, n_aircraft) of bool
    """
    # those that stood by for others and were not needed are not missed
    return np.asarray(block.note(Event.CANCELLED) != Reason.NOT_NEEDED)


def arrival_lateness_s(block: Block) -> Array:
    """Lateness of the last aircraft at the meeting place."""
    return _most(block.arrival_error_s)


def arrival_error_s(block: Block) -> Array:
    """Largest time from the appointed moment, early or late."""
    return _most(np.abs(block.arrival_error_s))


def on_time_fraction(block: Block) -> Array:
    """Share of planned working aircraft that arrived within `ON_TIME_S`."""
    error_s = np.nan_to_num(block.arrival_error_s, nan=np.inf)
    return share(np.abs(error_s) <= ON_TIME_S, everyone(block) & block.works)


def departure_delay_s(block: Block) -> Array:
    """Mean delay of the aircraft that flew."""
    return ratio(_sum(np.where(block.flew, block.tally["departure_delay_s"], 0.0)), block.flew.sum(axis=1))


def station_time_s(block: Block) -> Array:
    """Mean time on station of planned working aircraft."""
    return ratio(_sum(np.where(block.works, block.tally["station_time_s"], 0.0)), np.sum(block.works))


def together_time_s(block: Block) -> Array:
    """Time everyone was there: the longest any aircraft saw it."""
    return _most(np.where(block.works, np.nan_to_num(block.tally["together_time_s"], nan=0.0), np.nan))


def together_fraction(block: Block) -> Array:
    """Time together over the longest planned work."""
    longest_s = np.max(block.work_s[block.works], initial=0.0)
    return np.minimum(ratio(together_time_s(block), longest_s), 1.0)


def formation_error_m(block: Block) -> Array:
    """Root of the mean squared distance from the slot, over all time in formation."""
    mean_square_m2 = ratio(_sum(block.tally["formation_error_m2_s"]), _sum(block.tally["formation_time_s"]))
    return np.asarray(np.sqrt(mean_square_m2))


def formation_fraction(block: Block) -> Array:
    """Time in formation over time in the air."""
    return np.minimum(ratio(_sum(block.tally["formation_time_s"]), _sum(block.tally["flown_s"])), 1.0)


def _landed_kg(block: Block) -> Array:
    """Return the fuel each came down with [kg]: nothing where the tanks ran dry, NaN where it never flew or still flies."""
    return np.where(block.landed | block.lost, np.where(block.lost, 0.0, block.tally["landed_kg"]), np.nan)


def landed_kg(block: Block) -> Array:
    """Least fuel on landing."""
    return _least(_landed_kg(block))


def fuel_over_reserve_kg(block: Block) -> Array:
    """Least fuel on landing above the reserve."""
    return _least(_landed_kg(block) - block.reserve_kg)


def below_reserve_fraction(block: Block) -> Array:
    """Share of aircraft that came down with less than their reserve; those that ran dry count."""
    return share(np.nan_to_num(_landed_kg(block), nan=np.inf) < block.reserve_kg, block.landed | block.lost)


def joker_fraction(block: Block) -> Array:
    """Share of aircraft flown that reached joker."""
    return share(block.called_joker, block.flew)


def bingo_fraction(block: Block) -> Array:
    """Share of aircraft flown that reached bingo."""
    return share(block.called_bingo, block.flew)


def least_separation_m(block: Block) -> Array:
    """Least distance to an aircraft of another flight."""
    return _least(block.tally["least_separation_m"])


def close_time_s(block: Block) -> Array:
    """Time closer than the rule, summed over aircraft."""
    return _sum(block.tally["close_time_s"])


def sorties_flown(block: Block) -> Array:
    """Aircraft that took off."""
    return np.asarray(block.flew.sum(axis=1), dtype=float)


def sorties_cancelled(block: Block) -> Array:
    """Aircraft that did not."""
    return np.asarray((everyone(block) & ~block.flew).sum(axis=1), dtype=float)


def sorties_diverted(block: Block) -> Array:
    """Aircraft on another base than planned."""
    return np.asarray((block.tally["landed_at"] > 0).sum(axis=1).astype(float))


def sorties_lost(block: Block) -> Array:
    """Aircraft out of fuel in the air."""
    return np.asarray(block.lost.sum(axis=1).astype(float))


def flown_fraction(block: Block) -> Array:
    """Share of planned aircraft that took off."""
    return share(block.flew, everyone(block))


def home_fraction(block: Block) -> Array:
    """Share of planned aircraft that landed where planned."""
    return share(block.flew & (block.tally["landed_at"] == 0), everyone(block))


def flying_time_h(block: Block) -> Array:
    """Hours in the air."""
    return _sum(block.tally["flown_s"]) / 3600.0


def distance_km(block: Block) -> Array:
    """Kilometres over ground."""
    return _sum(block.tally["distance_m"]) / 1000.0


def fuel_loaded_kg(block: Block) -> Array:
    """Fuel loaded."""
    return _sum(block.tally["loaded_kg"])


def fuel_burned_kg(block: Block) -> Array:
    """Fuel burned."""
    return _sum(block.tally["burned_kg"])


def fuel_balance_error_kg(block: Block) -> Array:
    """Largest gap in one aircraft's account."""
    tally = block.tally
    gained_kg = tally["loaded_kg"] + tally["received_kg"]
    spent_kg = tally["burned_kg"] + tally["given_kg"] + tally["dumped_kg"] + np.nan_to_num(tally["landed_kg"], nan=0.0)
    return _most(np.abs(gained_kg - spent_kg))


def weather_cancelled_fraction(block: Block) -> Array:
    """Share of planned aircraft kept on the ground by weather."""
    reason = block.note(Event.CANCELLED)
    return share((reason >= Reason.CLOUD_BASE) & (reason <= Reason.CLOSED), everyone(block))


def weather_wait_s(block: Block) -> Array:
    """Mean wait for weather of the aircraft that flew."""
    waited_s = np.where(block.flew, block.note(Event.WAITED), 0.0)
    return ratio(_sum(waited_s), block.flew.sum(axis=1))


def weather_diverted_fraction(block: Block) -> Array:
    """Share of aircraft flown that found their base below minima and went elsewhere."""
    return share(np.isfinite(block.note(Event.DIVERT)), block.flew)


def below_minima_fraction(block: Block) -> Array:
    """Share of aircraft flown that landed in weather below their minima."""
    return share(np.isfinite(block.note(Event.BELOW_MINIMA)), block.flew)


def spares_used(block: Block) -> Array:
    """Crews that took a spare."""
    return np.asarray(np.isfinite(block.note(Event.SPARE)).sum(axis=1).astype(float))


def duty_cancelled_fraction(block: Block) -> Array:
    """Share of planned aircraft kept on the ground because crew duty left no time."""
    return share(block.note(Event.CANCELLED) == Reason.DUTY, everyone(block))


def duty_cut_s(block: Block) -> Array:
    """Most time that crew duty cut off the work of a flight; none where it cut nothing."""
    return np.nan_to_num(_most(block.note(Event.DUTY)), nan=0.0)


def duty_exceeded_fraction(block: Block) -> Array:
    """Share of aircraft flown whose crew was on duty beyond its limit."""
    return share(np.isfinite(block.note(Event.OVER_DUTY)), block.flew)


def refuelled_fraction(block: Block) -> Array:
    """Share of meetings with a tanker that ended with the fuel needed."""
    return np.minimum(ratio(_sum(block.tally["refuelled"]), _sum(block.tally["brackets"])), 1.0)


def missed_contact_fraction(block: Block) -> Array:
    """Share of attempts that failed or broke."""
    return np.minimum(ratio(_sum(block.tally["contacts_missed"]), _sum(block.tally["attempts"])), 1.0)


def no_tanker_fraction(block: Block) -> Array:
    """Share of aircraft flown that found no tanker to give."""
    return share(np.isfinite(block.note(Event.NO_TANKER)), block.flew)


def abort_line_fraction(block: Block) -> Array:
    """Share of aircraft flown that came to the abort line."""
    return share(np.isfinite(block.note(Event.ABORT_LINE)), block.flew)


def fuel_given_kg(block: Block) -> Array:
    """Fuel given."""
    return _sum(block.tally["given_kg"])


def fuel_received_kg(block: Block) -> Array:
    """Fuel taken."""
    return _sum(block.tally["received_kg"])


def picture_fraction(block: Block) -> Array:
    """Share of the time of aircraft of other flights in which they were known of."""
    there_s = block.tally["opponent_time_s"] + block.tally["friend_time_s"]
    return ratio(_sum(block.from_source("held_from_s")), _sum(there_s))


def opponents_picture_fraction(block: Block) -> Array:
    """The same of opponents."""
    return ratio(_sum(block.tally["opponent_held_s"]), _sum(block.tally["opponent_time_s"]))


def friends_picture_fraction(block: Block) -> Array:
    """The same of friends."""
    return ratio(_sum(block.tally["friend_held_s"]), _sum(block.tally["friend_time_s"]))


def told_picture_fraction(block: Block) -> Array:
    """Share of the time known in which the best of it came from others."""
    return ratio(_sum(block.tally["told_held_s"]), _sum(block.from_source("held_from_s")))


def picture_age_s(block: Block) -> Array:
    """Mean time since what is known was seen."""
    return ratio(_sum(block.from_source("age_from_s2")), _sum(block.from_source("held_from_s")))


def picture_error_m(block: Block) -> Array:
    """Mean distance of the believed place from the true one."""
    return ratio(_sum(block.from_source("error_from_m_s")), _sum(block.from_source("held_from_s")))


def picture_unbroken_s(block: Block) -> Array:
    """Mean length of a stretch in which an aircraft was known without a break."""
    return ratio(_sum(block.from_source("held_from_s")), _sum(block.tally["picture_stretches"]))


def combat_time_s(block: Block) -> Array:
    """Mean time in presentations of the aircraft that fought."""
    fought = block.tally["combat_s"] > 0.0
    return ratio(_sum(block.tally["combat_s"]), fought.sum(axis=1))


def escort_error_m(block: Block) -> Array:
    """Mean distance of escorts from their station, while nobody came."""
    return ratio(_sum(block.tally["escort_error_m_s"]), _sum(block.tally["escort_s"]))


def simulated_shots(block: Block) -> Array:
    """Simulated shots."""
    return np.where(_has_fought(block), _sum(block.tally["shots"]), np.nan)


def shots_there_fraction(block: Block) -> Array:
    """Share of simulated shots that came to their target."""
    return np.minimum(ratio(_sum(block.tally["shots_there"]), _sum(block.tally["shots"])), 1.0)


def shots_valid_fraction(block: Block) -> Array:
    """Share of simulated shots that counted as training kills."""
    return np.minimum(ratio(_sum(block.tally["shots_valid"]), _sum(block.tally["shots"])), 1.0)


def training_kills(block: Block) -> Array:
    """Shots that counted as training kills."""
    return np.where(_has_fought(block), _sum(block.tally["shots_valid"]), np.nan)


def kill_calls(block: Block) -> Array:
    """Times somebody was called out."""
    return np.where(_has_part(block), _sum(block.tally["called_out"]), np.nan)


def wrong_calls_fraction(block: Block) -> Array:
    """Share of calls that took somebody out without a valid shot."""
    return np.minimum(ratio(_sum(block.tally["calls_wrong"]), _sum(block.tally["called_out"])), 1.0)


def missed_calls_fraction(block: Block) -> Array:
    """Share of training kills that nobody called."""
    right = _sum(block.tally["called_out"]) - _sum(block.tally["calls_wrong"])
    return ratio(_sum(block.tally["calls_missed"]), right + _sum(block.tally["calls_missed"]))


def through_fraction(block: Block) -> Array:
    """Share of protected aircraft, presentation by presentation, that were not called out."""
    return np.minimum(ratio(_sum(block.tally["survived"]), _sum(block.tally["protected"])), 1.0)


def _has_part(block: Block) -> Array:
    return np.asarray(_sum(block.tally["presentations"]) > 0.0)


def _has_fought(block: Block) -> Array:
    return np.asarray(_sum(block.tally["combat_s"]) > 0.0)
