"""What decided an objective in a run: the value it had, the aircraft that set it, and the event where that became so.

A table says for each measure how the event is found. Measures that add up over a run, such as fuel burned, have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jointex.lens import fight_rules
from jointex.lens.rules import Case, Decide, Row, first_of, greatest_of, least_of

LATE = ("taxi", "airborne", "at_control_point", "left_tanker", "on_station")
"""Events whose value is a lateness [s], in the order of a sortie."""
ON_THE_GROUND: tuple[str, ...] = ("spare", "waited")
"""Why a flight leaves late."""
AT_THE_TANKER = ("other_tanker", "missed_contact", "disconnected", "stations_out", "called")
"""Why a flight leaves its tanker late."""
LEFT_BECAUSE = ("bingo", "duty", "divert", "no_divert", "abort_line", "no_tanker", "knock_it_off")
"""Why a flight leaves its work before its end."""
STOPPED = ("cancelled", "no_tanker", "abort_line", "divert", "no_divert", "fuel_out", "bingo", "duty", "off_station")
"""Why a flight never comes to its work, the firmest first."""
SHORT_OF_FUEL = ("abort_line", "no_tanker", "cut_short", "no_divert", "divert", "disconnected", "missed_contact")
"""What makes an aircraft land with little fuel."""
NEAR_S = 60.0
"""A reason this long before an event belongs to it [s]."""


def worst_arrival(case: Case) -> Row | None:
    """Return where the flight that was farthest off its time got off it; where none was, why one did not come."""
    at_work = {name for work in case.plan["work"] for name in work["flights"]} & set(case.flights)
    came = {name: list(case.of(case.flights[name], "on_station")) for name in sorted(at_work)}
    missing = [name for name, rows in came.items() if not rows]
    worst = max((rows[0] for rows in came.values() if rows), key=lambda row: abs(row["value"]), default=None)
    if missing and (worst is None or "fraction" in case.objective["measure"]):
        return stopped(case, case.flights[missing[0]])
    if worst is None:
        return None
    flight = next(one for one in case.flights.values() if worst["aircraft"] in one["members"])
    # a share is no bound on times
    return late_since(case, flight, worst, case.bound if case.objective["unit"] == "s" else NEAR_S)


def late_since(case: Case, flight: Mapping[str, Any], arrival: Row, bound_s: float) -> Row:
    """Return from which event on a flight was farther off its time than a bound until it arrived.

    Parameters
    ----------
    case : Case
    flight : mapping
    arrival : mapping
        Its `on_station`.
    bound_s : float
        [s]

    Returns
    -------
    mapping
        The arrival itself where it was within the bound, or got off it on the last leg.
    """
    way = [row for row in case.of(flight, *LATE) if row["aircraft"] == arrival["aircraft"]]
    way = [row for row in way if row["time_s"] <= arrival["time_s"]]
    since = arrival
    for row in reversed(way):
        if abs(row["value"]) <= bound_s or row["value"] * arrival["value"] < 0.0:
            break
        since = row
    if since["event"] in ("taxi", "airborne"):
        causes, begin_s = ON_THE_GROUND, 0.0
    elif since["event"] == "left_tanker":
        causes = AT_THE_TANKER
        begin_s = max((row["time_s"] for row in way if row["event"] == "at_control_point"), default=0.0)
    else:
        return since
    before = (row for row in case.of(flight, *causes) if begin_s <= row["time_s"] <= since["time_s"])
    return next(before, since)


def stopped(case: Case, flight: Mapping[str, Any]) -> Row | None:
    """Return why a flight did not come to its work: the firmest reason, and of those the first."""
    rows = list(case.of(flight, *STOPPED))
    return min(rows, key=lambda row: (STOPPED.index(row["event"]), row["time_s"]), default=None)


def shortest_together(case: Case) -> Row | None:
    """Return what kept the flights of a work from being on station together: a late one, an early one, or one that never came."""
    works = [work for work in case.plan["work"] if case.flight in ("", *work["flights"])]
    found = [_apart(case, work) for work in works]
    return max((one for one in found if one[1] is not None), key=lambda one: one[0], default=(0.0, None))[1]


def _apart(case: Case, work: Mapping[str, Any]) -> tuple[float, Row | None]:
    """Return how much time of a work was lost to its worst flight [s], and the event that lost it."""
    flights = [one for one in case.plan["flights"] if one["id"] in work["flights"]]
    on = [next(case.of(flight, "on_station"), None) for flight in flights]
    missing = next((flight for flight, row in zip(flights, on, strict=True) if row is None), None)
    if missing is not None:
        return work["end_s"] - work["start_s"], stopped(case, missing)
    late, flight = max(
        ((row, one) for one, row in zip(flights, on, strict=True) if row), key=lambda one: one[0]["time_s"]
    )
    left = [row for one in flights for row in list(case.of(one, "off_station"))[-1:]]
    early = min(left, key=lambda row: row["time_s"], default=None)
    late_s = late["time_s"] - work["start_s"]
    early_s = work["end_s"] - early["time_s"] if early else 0.0
    if early is None or late_s >= early_s:
        return late_s, late_since(case, flight, late, NEAR_S)
    return early_s, left_because(case, early)


def left_because(case: Case, left: Row) -> Row:
    """Return why a flight left its work; leaving itself where nothing called for it."""
    flight = next(one for one in case.plan["flights"] if left["aircraft"] in one["members"])
    about = [row for row in case.of(flight, *LEFT_BECAUSE) if abs(row["time_s"] - left["time_s"]) <= NEAR_S]
    return about[0] if about else left


def least_fuel(case: Case) -> Row | None:
    """Return why the aircraft that came down with least fuel over its reserve had no more; else its landing."""
    reserves = {name: flight["fuel"]["reserve_kg"] for flight in case.flights.values() for name in flight["members"]}
    landings = list(case.all_of("landed", "vertical_landed", "fuel_out"))

    def over_kg(row: Row) -> float:
        left_kg = 0.0 if row["event"] == "fuel_out" else float(row["value"])
        return left_kg - float(reserves[row["aircraft"]])

    worst = min(landings, key=over_kg, default=None)
    if worst is None:
        return None
    own = [
        row
        for row in case.all_of(*SHORT_OF_FUEL)
        if row["aircraft"] == worst["aircraft"] and row["time_s"] <= worst["time_s"]
    ]
    return min(own, key=lambda row: SHORT_OF_FUEL.index(row["event"]), default=worst)


WEATHER = ("cloud base", "visibility", "crosswind", "wind", "sea state", "closed by weather")
NO_FUEL = first_of("abort_line", "no_tanker", "cut_short", "stations_out", "cancelled")

DECIDES: Mapping[str, Decide] = {
    "arrival_lateness_s": worst_arrival,
    "arrival_error_s": worst_arrival,
    "on_time_fraction": worst_arrival,
    "departure_delay_s": greatest_of("taxi"),
    "left_on_time_fraction": greatest_of("taxi"),
    "station_time_s": shortest_together,
    "together_time_s": shortest_together,
    "together_fraction": shortest_together,
    "together_across_fraction": shortest_together,
    "landed_kg": least_fuel,
    "fuel_over_reserve_kg": least_fuel,
    "below_reserve_fraction": least_fuel,
    "sorties_lost": least_fuel,
    "joker_fraction": first_of("joker"),
    "bingo_fraction": first_of("bingo"),
    "least_separation_m": least_of("close"),
    "close_time_s": least_of("close"),
    "separation_breaches": least_of("close"),
    "sorties_flown": first_of("cancelled"),
    "sorties_cancelled": first_of("cancelled"),
    "flown_fraction": first_of("cancelled"),
    "unready_fraction": first_of("cancelled", reasons=("no aircraft ready",)),
    "home_fraction": first_of("fuel_out", "divert", "cancelled"),
    "sorties_diverted": first_of("divert"),
    "accomplished_fraction": first_of("cancelled", "abort_line", "no_tanker", "cut_short", "divert", "bingo"),
    "accomplished_events": first_of("cancelled", "abort_line", "no_tanker", "cut_short", "divert", "bingo"),
    "weather_cancelled_fraction": first_of("cancelled", reasons=WEATHER),
    "weather_wait_s": greatest_of("waited"),
    "weather_diverted_fraction": first_of("divert", reasons=WEATHER),
    "below_minima_fraction": first_of("below_minima"),
    "spares_used": first_of("spare"),
    "duty_cancelled_fraction": first_of("cancelled", reasons=("crew duty",)),
    "duty_cut_s": greatest_of("duty"),
    "duty_exceeded_fraction": greatest_of("over_duty"),
    "refuelled_fraction": NO_FUEL,
    "refuelled_across_fraction": NO_FUEL,
    "fuel_across_kg": NO_FUEL,
    "fuel_received_kg": NO_FUEL,
    "fuel_given_kg": NO_FUEL,
    "missed_contact_fraction": first_of("missed_contact", "disconnected"),
    "no_tanker_fraction": first_of("no_tanker"),
    "abort_line_fraction": first_of("abort_line"),
    **fight_rules.DECIDES,
}
"""How the event is found that decided a measure in a run; add a line for a measure that has one."""

ASKED = tuple(
    sorted(
        {*LATE, *ON_THE_GROUND, *AT_THE_TANKER, *LEFT_BECAUSE, *STOPPED, *SHORT_OF_FUEL}
        | {"off_station", "landed", "vertical_landed", "fuel_out", "joker", "close", "below_minima", "over_duty"}
    )
)
"""Every event that a rule of flights looks at: others need not be read."""

WITHOUT = (
    "formation_error_m",
    "formation_fraction",
    "formation_across_m",
    "picture_fraction",
    "opponents_picture_fraction",
    "friends_picture_fraction",
    "told_picture_fraction",
    "picture_age_s",
    "picture_error_m",
    "picture_unbroken_s",
    "escort_error_m",
    "turn_round_h",
    "crew_duty_h",
    "flying_time_h",
    "distance_km",
    "fuel_loaded_kg",
    "fuel_burned_kg",
    "fuel_balance_error_kg",
)
"""Measures that add up over a run, or hold in all of it: no event decides them, and none is named."""


def asked_of(measures: Iterable[str]) -> tuple[str, ...]:
    """Return every event that the rules of some measures look at: others need not be read.

    Parameters
    ----------
    measures : iterable of str
        As objectives name them: `through_fraction.DOOM`.

    Returns
    -------
    tuple of str
    """
    fought = {measure.partition(".")[0] for measure in measures} & set(fight_rules.DECIDES)
    return tuple(sorted({*ASKED, *(fight_rules.ASKED if fought else ())}))


def deciding_event(case: Case) -> Row | None:
    """Return the event that decided an objective in a run.

    Parameters
    ----------
    case : Case

    Returns
    -------
    mapping or None
        None where no event of the run decides its measure.
    """
    decide = DECIDES.get(case.objective["measure"].partition(".")[0])
    return decide(case) if decide else None
