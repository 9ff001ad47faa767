"""Everything that is measured, in one table: id, what it says, its unit, and how it is counted.

An id alone stands for the whole exercise, `id.FLIGHT` for one flight, `id.JP:US` for what aircraft of JP know because aircraft of
US saw it, `id.US-JP` and `id.JP+US` for two nations where it is between nations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy.typing as npt

from jointex.measures import counts, interoperability, readiness
from jointex.measures.counts import Block
from jointex.measures.interoperability import Count, Partners

ON_TIME_S = counts.ON_TIME_S

Kind = Literal["mean", "share"]


@dataclass(frozen=True)
class Measure:
    """One measure.

    Attributes
    ----------
    id : str
        Name; ends in its unit, or in `fraction`.
    text : str
        What it says, for people; "aircraft" are those of the exercise, or of the flight.
    unit : str
        Unit of its value; empty for a share.
    kind : str
        "share" for shares of aircraft (Wilson interval), else "mean" (Student's t interval).
    count : callable or None
        Gives its value in each run from a `Block`: shape (n_runs,), NaN where it never happened; None where it is between
        nations.
    needs_work : bool
        Whether only flights that meet somewhere have it.
    needs : str
        The rule without which nothing can be said: `weather`, `spares`, `duty`, `refuelling` or `picture`; empty for none.
    keeps_if_absent : bool
        Whether a run in which it never happened keeps every bound on it: nobody is too close to an empty sky.
    by_pair : bool
        Whether it is told for each pair of nations too.
    between : callable or None
        Where it is between nations: the pairs of nations that have it.
    count_between : callable or None
        Where it is between nations: gives its value in each run over some of these pairs.
    """

    id: str
    text: str
    unit: str
    kind: Kind
    count: Callable[[Block], npt.NDArray[Any]] | None
    needs_work: bool = False
    needs: str = ""
    keeps_if_absent: bool = False
    by_pair: bool = False
    between: Callable[[Partners], Iterable[tuple[str, str]]] | None = None
    count_between: Count | None = None


_TABLE = (
    Measure(
        "arrival_lateness_s",
        "Lateness of the last aircraft at the meeting place; early is negative",
        "s",
        "mean",
        counts.arrival_lateness_s,
        True,
    ),
    Measure(
        "arrival_error_s",
        "Largest time between an aircraft's arrival and the appointed moment, early or late",
        "s",
        "mean",
        counts.arrival_error_s,
        True,
    ),
    Measure(
        "on_time_fraction",
        f"Share of planned aircraft at the meeting place within {ON_TIME_S:.0f} s of the appointed moment",
        "",
        "share",
        counts.on_time_fraction,
        True,
    ),
    Measure(
        "departure_delay_s", "Mean delay on the ground of the aircraft that flew", "s", "mean", counts.departure_delay_s
    ),
    Measure("station_time_s", "Mean time on station of planned aircraft", "s", "mean", counts.station_time_s, True),
    Measure(
        "together_time_s",
        "Time on station while every flight of the work was there",
        "s",
        "mean",
        counts.together_time_s,
        True,
    ),
    Measure(
        "together_fraction",
        "The same as a share of the time planned for the work",
        "",
        "mean",
        counts.together_fraction,
        True,
    ),
    Measure(
        "formation_error_m",
        "Distance from the slot while in formation, root mean square",
        "m",
        "mean",
        counts.formation_error_m,
    ),
    Measure("formation_fraction", "Share of flying time spent in formation", "", "mean", counts.formation_fraction),
    Measure("landed_kg", "Fuel of the aircraft that landed with least", "kg", "mean", counts.landed_kg),
    Measure(
        "fuel_over_reserve_kg",
        "Least fuel on landing above the reserve; below it is negative",
        "kg",
        "mean",
        counts.fuel_over_reserve_kg,
    ),
    Measure(
        "below_reserve_fraction",
        "Share of aircraft that landed below their reserve",
        "",
        "share",
        counts.below_reserve_fraction,
    ),
    Measure(
        "joker_fraction",
        "Share of aircraft flown that reached joker fuel before they left the work",
        "",
        "share",
        counts.joker_fraction,
    ),
    Measure(
        "bingo_fraction",
        "Share of aircraft flown that reached bingo fuel before they left the work",
        "",
        "share",
        counts.bingo_fraction,
    ),
    Measure(
        "least_separation_m",
        "Least slant distance between aircraft of different flights",
        "m",
        "mean",
        counts.least_separation_m,
        keeps_if_absent=True,
    ),
    Measure(
        "close_time_s",
        "Time an aircraft spent closer than the separation rule, summed over aircraft",
        "s",
        "mean",
        counts.close_time_s,
    ),
    Measure("sorties_flown", "Aircraft that took off", "aircraft", "mean", counts.sorties_flown),
    Measure("sorties_cancelled", "Aircraft that stayed on the ground", "aircraft", "mean", counts.sorties_cancelled),
    Measure("sorties_diverted", "Aircraft that landed at a divert base", "aircraft", "mean", counts.sorties_diverted),
    Measure("sorties_lost", "Aircraft that ran out of fuel in the air", "aircraft", "mean", counts.sorties_lost),
    Measure("flown_fraction", "Share of planned aircraft that took off", "", "share", counts.flown_fraction),
    Measure(
        "home_fraction",
        "Share of planned aircraft that flew and landed at the planned base",
        "",
        "share",
        counts.home_fraction,
    ),
    Measure(
        "weather_cancelled_fraction",
        "Share of planned aircraft that weather kept on the ground",
        "",
        "share",
        counts.weather_cancelled_fraction,
        needs="weather",
    ),
    Measure(
        "weather_wait_s",
        "Mean wait for weather of the aircraft that flew",
        "s",
        "mean",
        counts.weather_wait_s,
        needs="weather",
    ),
    Measure(
        "weather_diverted_fraction",
        "Share of aircraft flown that went elsewhere because their base was below minima",
        "",
        "share",
        counts.weather_diverted_fraction,
        needs="weather",
    ),
    Measure(
        "below_minima_fraction",
        "Share of aircraft flown that landed in weather below their minima",
        "",
        "share",
        counts.below_minima_fraction,
        needs="weather",
    ),
    Measure("spares_used", "Crews that changed to a spare", "aircraft", "mean", counts.spares_used, needs="spares"),
    Measure(
        "duty_cancelled_fraction",
        "Share of planned aircraft kept on the ground because crew duty left no time at work",
        "",
        "share",
        counts.duty_cancelled_fraction,
        needs="duty",
    ),
    Measure(
        "duty_cut_s",
        "Most time that crew duty cut off the work of a flight",
        "s",
        "mean",
        counts.duty_cut_s,
        needs="duty",
    ),
    Measure(
        "duty_exceeded_fraction",
        "Share of aircraft flown whose crew was on duty beyond its limit",
        "",
        "share",
        counts.duty_exceeded_fraction,
        needs="duty",
    ),
    Measure(
        "refuelled_fraction",
        "Share of meetings with a tanker after which an aircraft had the fuel it needed",
        "",
        "share",
        counts.refuelled_fraction,
        needs="refuelling",
    ),
    Measure(
        "missed_contact_fraction",
        "Share of attempts at contact that failed, or broke before the fuel was taken",
        "",
        "share",
        counts.missed_contact_fraction,
        needs="refuelling",
    ),
    Measure(
        "no_tanker_fraction",
        "Share of aircraft flown that led to a tanker, or flew to one alone, and found none to give",
        "",
        "share",
        counts.no_tanker_fraction,
        needs="refuelling",
    ),
    Measure(
        "abort_line_fraction",
        "Share of aircraft flown that reached the abort line of a bracket and left for a divert",
        "",
        "share",
        counts.abort_line_fraction,
        needs="refuelling",
    ),
    Measure("fuel_given_kg", "Fuel given in the air", "kg", "mean", counts.fuel_given_kg, needs="refuelling"),
    Measure("fuel_received_kg", "Fuel taken in the air", "kg", "mean", counts.fuel_received_kg, needs="refuelling"),
    Measure(
        "picture_fraction",
        "Share of the time of aircraft of other flights in which the aircraft in drills of combat or links knew where they were",
        "",
        "mean",
        counts.picture_fraction,
        needs="picture",
        by_pair=True,
    ),
    Measure(
        "opponents_picture_fraction",
        "The same of opponents",
        "",
        "mean",
        counts.opponents_picture_fraction,
        needs="picture",
    ),
    Measure(
        "friends_picture_fraction",
        "The same of friends",
        "",
        "mean",
        counts.friends_picture_fraction,
        needs="picture",
    ),
    Measure(
        "told_picture_fraction",
        "Share of that time in which they knew it best from others",
        "",
        "mean",
        counts.told_picture_fraction,
        needs="picture",
    ),
    Measure(
        "picture_age_s",
        "Mean time since what is known was seen",
        "s",
        "mean",
        counts.picture_age_s,
        needs="picture",
        by_pair=True,
    ),
    Measure(
        "picture_error_m",
        "Mean distance between where an aircraft is believed to be and where it is",
        "m",
        "mean",
        counts.picture_error_m,
        needs="picture",
        by_pair=True,
    ),
    Measure(
        "picture_unbroken_s",
        "Mean time for which an aircraft, once known, stays known",
        "s",
        "mean",
        counts.picture_unbroken_s,
        needs="picture",
    ),
    Measure(
        "left_on_time_fraction",
        f"Share of planned aircraft that left within {readiness.LEFT_ON_TIME_S / 60.0:.0f} min of the plan",
        "",
        "share",
        readiness.left_on_time_fraction,
    ),
    Measure(
        "unready_fraction",
        "Share of planned aircraft, those that stand by included, for which none was ready",
        "",
        "share",
        readiness.unready_fraction,
    ),
    Measure(
        "accomplished_fraction",
        "Share of the planned events of crews that were accomplished: sortie, each tanker met, work, fuel given",
        "",
        "mean",
        readiness.accomplished_fraction,
    ),
    Measure(
        "accomplished_events",
        "The same as events of one planned crew",
        "events",
        "mean",
        readiness.accomplished_events,
    ),
    Measure(
        "turn_round_h",
        "Mean time from planned landing until an aircraft that is home is ready again",
        "h",
        "mean",
        readiness.turn_round_h,
    ),
    Measure("crew_duty_h", "Longest duty of a crew, from report to shut-down", "h", "mean", readiness.crew_duty_h),
    Measure(
        "refuelled_across_fraction",
        "Share of planned meetings with tankers of another nation that gave the fuel needed",
        "",
        "share",
        None,
        needs="refuelling",
        between=interoperability.fuel_pairs,
        count_between=interoperability.refuelled_across_fraction,
    ),
    Measure(
        "fuel_across_kg",
        "Fuel taken from tankers of another nation",
        "kg",
        "mean",
        None,
        needs="refuelling",
        between=interoperability.fuel_pairs,
        count_between=interoperability.fuel_across_kg,
    ),
    Measure(
        "together_across_fraction",
        "Share of the planned work during which flights of two nations were on station together",
        "",
        "mean",
        None,
        between=interoperability.work_pairs,
        count_between=interoperability.together_across_fraction,
    ),
    Measure(
        "formation_across_m",
        "Distance of leaders from their slots on a leader of another nation, root mean square",
        "m",
        "mean",
        None,
        between=interoperability.lead_pairs,
        count_between=interoperability.formation_across_m,
    ),
    Measure(
        "separation_breaches",
        "Times aircraft of two nations came closer than the separation rule",
        "breaches",
        "mean",
        None,
        between=interoperability.any_pairs,
        count_between=interoperability.separation_breaches,
    ),
    Measure(
        "combat_time_s",
        "Mean time in presentations of simulated combat of the aircraft that fought",
        "s",
        "mean",
        counts.combat_time_s,
        needs="combat",
    ),
    Measure(
        "escort_error_m",
        "Mean distance of escorts from their station, from coming to it to leaving it for somebody",
        "m",
        "mean",
        counts.escort_error_m,
        needs="combat",
    ),
    Measure("simulated_shots", "Simulated shots", "shots", "mean", counts.simulated_shots, needs="combat"),
    Measure(
        "shots_there_fraction",
        "Share of simulated shots that came to their target",
        "",
        "share",
        counts.shots_there_fraction,
        needs="combat",
    ),
    Measure(
        "shots_valid_fraction",
        "Share of simulated shots that counted as training kills",
        "",
        "share",
        counts.shots_valid_fraction,
        needs="combat",
    ),
    Measure(
        "training_kills",
        "Simulated shots that counted as training kills, by who shot",
        "kills",
        "mean",
        counts.training_kills,
        needs="combat",
    ),
    Measure("kill_calls", "Calls that took an aircraft out", "calls", "mean", counts.kill_calls, needs="combat"),
    Measure(
        "wrong_calls_fraction",
        "Share of calls that took an aircraft out without a valid shot",
        "",
        "share",
        counts.wrong_calls_fraction,
        needs="combat",
    ),
    Measure(
        "missed_calls_fraction",
        "Share of training kills that nobody called",
        "",
        "share",
        counts.missed_calls_fraction,
        needs="combat",
    ),
    Measure(
        "through_fraction",
        "Share of protected aircraft, presentation by presentation, that were not called out",
        "",
        "share",
        counts.through_fraction,
        needs="combat",
    ),
    Measure("flying_time_h", "Flying time of all aircraft", "h", "mean", counts.flying_time_h),
    Measure("distance_km", "Distance flown over ground by all aircraft", "km", "mean", counts.distance_km),
    Measure("fuel_loaded_kg", "Fuel loaded before the flight", "kg", "mean", counts.fuel_loaded_kg),
    Measure("fuel_burned_kg", "Fuel burned", "kg", "mean", counts.fuel_burned_kg),
    Measure(
        "fuel_balance_error_kg",
        "Largest gap in one aircraft's fuel account: loaded + received - burned - given - landed - dumped",
        "kg",
        "mean",
        counts.fuel_balance_error_kg,
    ),
)

KNOWN: dict[str, Measure] = {measure.id: measure for measure in _TABLE}
"""Measures by id."""


def known() -> dict[str, Measure]:
    """Return every measure by its id; `id.FLIGHT` is the same for one flight."""
    return dict(KNOWN)
