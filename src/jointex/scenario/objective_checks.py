"""Whether the objectives of a scenario can be measured at all, and whether any run could meet their bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jointex.documents import KeyPath
from jointex.errors import Fault
from jointex.scenario.draft import Draft
from jointex.scenario.forces import TANKER_ROLE
from jointex.scenario.tasks import PICTURE_DRILLS

AT_WORK = frozenset(
    (
        "arrival_lateness_s",
        "arrival_error_s",
        "on_time_fraction",
        "station_time_s",
        "together_time_s",
        "together_fraction",
    )
)
"""Measures that only flights with work have."""
OF_WEATHER = frozenset(
    ("weather_cancelled_fraction", "weather_wait_s", "weather_diverted_fraction", "below_minima_fraction")
)
OF_DUTY = frozenset(("duty_cancelled_fraction", "duty_cut_s", "duty_exceeded_fraction"))
OF_TAKERS = frozenset(("refuelled_fraction", "missed_contact_fraction", "abort_line_fraction", "fuel_received_kg"))
"""Measures of those that take fuel."""
ACROSS = frozenset(("refuelled_across_fraction", "fuel_across_kg"))
"""Measures of fuel from tankers of another nation."""
OF_FUEL = OF_TAKERS | ACROSS | {"no_tanker_fraction", "fuel_given_kg"}
OF_NATIONS = ACROSS | {"together_across_fraction", "formation_across_m", "separation_breaches"}
"""Measures between nations, which no single flight has."""
PARTS = ("escorts", "opponents", "protect")
"""Parts in a presentation, as the scenario names them."""
OF_FIGHTERS = frozenset(
    ("combat_time_s", "simulated_shots", "shots_there_fraction", "shots_valid_fraction", "training_kills")
)
OF_ESCORTS = frozenset(("escort_error_m",))
OF_PROTECTED = frozenset(("through_fraction",))
OF_CALLED = frozenset(("kill_calls", "wrong_calls_fraction", "missed_calls_fraction"))
OF_COMBAT = OF_FIGHTERS | OF_ESCORTS | OF_PROTECTED | OF_CALLED
OF_PICTURE = frozenset(
    (
        "picture_fraction",
        "opponents_picture_fraction",
        "friends_picture_fraction",
        "told_picture_fraction",
        "picture_age_s",
        "picture_error_m",
        "picture_unbroken_s",
    )
)
SIGNED = frozenset(("arrival_lateness_s", "departure_delay_s", "fuel_over_reserve_kg"))
"""Measures that may be below nothing."""
COUNTED = frozenset(("sorties_flown", "sorties_cancelled", "sorties_diverted", "sorties_lost"))
"""Measures that count aircraft."""
LASTING = frozenset(("together_time_s", "station_time_s"))
"""Measures that last no longer than the work."""


@dataclass(frozen=True)
class Force:
    """What a scenario has that objectives may be about.

    Attributes
    ----------
    flights : mapping of str to Flight
    works : tuple of Work
    weather : bool
        Whether weather on the ground is given.
    duty : bool
        Whether crew duty has a limit.
    sharing : frozenset of str
        Flights in drills of combat or links.
    playing : mapping of str to frozenset of str
        By part (escorts, opponents, protect), the flights that have it in a presentation.
    """

    flights: Mapping[str, Any]
    works: tuple[Any, ...]
    weather: bool
    duty: bool
    sharing: frozenset[str]
    playing: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, draft: Draft) -> Force | None:
        """Return what a draft has; None where a part of it could not be read, so that nothing is missed in it."""
        wanted = ("flights", "work", "drills", "weather")
        read = {section: [entry for _, entry in draft.each(section)] for section in wanted}
        rules = draft.rules()
        if rules is None or any(len(read[section]) < len(draft.names[section]) for section in wanted):
            return None
        flights = {flight.id: flight for flight in read["flights"]}
        return cls(
            flights,
            tuple(read["work"]),
            bool(read["weather"]),
            rules.crew_duty_s is not None or any(flight.crew_duty_s is not None for flight in flights.values()),
            frozenset(name for drill in read["drills"] if drill.kind in PICTURE_DRILLS for name in drill.flights),
            {part: _playing(read["drills"], part) for part in PARTS},
        )

    def at_work(self, flight: str | None) -> list[Any]:
        """Return the works of a flight, or all."""
        return [work for work in self.works if flight is None or flight in work.flights]


def _playing(drills: list[Any], part: str) -> frozenset[str]:
    """Return the flights that have a part in a presentation of some drill."""
    shown = (one for drill in drills if drill.kind == "combat" for one in drill.presentations)
    return frozenset(name for one in shown for name in getattr(one, part))


def _plays(force: Force, flight: str | None, *parts: str) -> bool:
    """Return whether a flight, or any, has one of some parts in a presentation."""
    names = frozenset[str]().union(*(force.playing[part] for part in parts))
    return bool(names) if flight is None else flight in names


@dataclass(frozen=True)
class Need:
    """Something without which measures say nothing: the rule to tell, the way out, and whether a scenario has it."""

    measures: frozenset[str]
    rule: str
    way_out: str
    is_met: Callable[[Force, str | None], bool]


NEEDS = (
    Need(
        AT_WORK,
        "must have work to be measured at",
        "Name the flight under work, or ask for another measure.",
        lambda force, flight: bool(force.at_work(flight)),
    ),
    Need(
        OF_WEATHER,
        "needs weather on the ground to be measured",
        "Give some under weather, or ask for another measure.",
        lambda force, _: force.weather,
    ),
    Need(
        frozenset(("spares_used",)),
        "needs spare aircraft to be measured",
        "Give a flight spares, or ask for another measure.",
        lambda force, flight: any(one.spares for name, one in force.flights.items() if flight in (None, name)),
    ),
    Need(
        OF_DUTY,
        "needs a limit on crew duty to be measured",
        "Give crew_duty under rules or to a flight, or ask for another measure.",
        lambda force, _: force.duty,
    ),
    Need(
        OF_FUEL,
        "needs a tanker to be measured",
        f"Give a flight the role {TANKER_ROLE}, or ask for another measure.",
        lambda force, _: any(flight.is_tanker for flight in force.flights.values()),
    ),
    Need(
        OF_TAKERS,
        "is measured of aircraft that take fuel, not of a tanker",
        "Name a flight that takes fuel, or ask for fuel_given_kg.",
        lambda force, flight: flight is None or not force.flights[flight].is_tanker,
    ),
    Need(
        frozenset(("fuel_given_kg",)),
        "is measured of tankers",
        f"Name a flight with the role {TANKER_ROLE}, or ask for fuel_received_kg.",
        lambda force, flight: flight is None or force.flights[flight].is_tanker,
    ),
    Need(
        OF_NATIONS,
        "needs flights of more than one nation to be measured",
        "Give flights of two nations, or ask for another measure.",
        lambda force, _: len({flight.nation for flight in force.flights.values()}) > 1,
    ),
    Need(
        OF_NATIONS,
        "is measured between nations, not of one flight",
        "Leave the flight out.",
        lambda _, flight: flight is None,
    ),
    Need(
        OF_PICTURE,
        "needs a drill of kind links or combat to be measured",
        "Name the flights in such a drill, or ask for another measure.",
        lambda force, flight: bool(force.sharing if flight is None else flight in force.sharing),
    ),
    Need(
        OF_FIGHTERS,
        "needs a presentation of a combat drill in which it fights to be measured",
        "Name the flight among escorts or opponents of a presentation, or ask for another measure.",
        lambda force, flight: _plays(force, flight, "escorts", "opponents"),
    ),
    Need(
        OF_ESCORTS,
        "needs a presentation in which it escorts somebody to be measured",
        "Name the flight among the escorts of a presentation, or ask for another measure.",
        lambda force, flight: _plays(force, flight, "escorts"),
    ),
    Need(
        OF_PROTECTED,
        "needs a presentation in which it is protected to be measured",
        "Name the flight under protect in a presentation, or ask for another measure.",
        lambda force, flight: _plays(force, flight, "protect"),
    ),
    Need(
        OF_CALLED,
        "needs a presentation of a combat drill in which it has a part to be measured",
        "Name the flight in a presentation, or ask for another measure.",
        lambda force, flight: _plays(force, flight, *PARTS),
    ),
)
"""What measures need, as a table; a measure may stand in several lines."""


def check_objectives(draft: Draft) -> Iterator[Fault]:
    """Yield objectives that cannot be measured, or that no run or every run would meet.

    Parameters
    ----------
    draft : Draft
        What could be read; entries that could not are passed over.

    Yields
    ------
    Fault
    """
    force = Force.of(draft)
    for path, objective in draft.each("objectives"):
        low, high = objective.at_least, objective.at_most
        if low is None and high is None:
            yield draft.document.fault(path, "must have a bound: at_most or at_least")
        elif low is not None and high is not None and low > high:
            yield draft.document.fault((*path, "at_least"), "must not be above at_most", draft.at((*path, "at_least")))
        elif force is not None:
            yield from _out_of_reach(draft, path, objective, force)
        if objective.share <= 0.0:
            hint = "Every exercise meets it; leave the objective out, or ask for a share."
            yield draft.document.fault((*path, "share"), "must be above 0 %", draft.at((*path, "share")), hint)
        if force is not None and (objective.flight is None or objective.flight in force.flights):
            yield from _unmeasured(draft, path, objective, force)


def _unmeasured(draft: Draft, path: KeyPath, objective: Any, force: Force) -> Iterator[Fault]:
    """Yield what an objective needs and the scenario does not have; the first one is enough."""
    for need in NEEDS:
        if objective.measure in need.measures and not need.is_met(force, objective.flight):
            told = objective.measure + (f" of {objective.flight}" if objective.flight else "")
            yield draft.document.fault((*path, "measure"), need.rule, told, need.way_out)
            return


def _out_of_reach(draft: Draft, path: KeyPath, objective: Any, force: Force) -> Iterator[Fault]:
    """Yield bounds that no run could keep."""
    most, words = _most(objective, force)
    if objective.at_least is not None and most is not None and objective.at_least > most:
        yield draft.document.fault(
            (*path, "at_least"), f"must be at most {words}", draft.at((*path, "at_least")), "No run could reach it."
        )
    if objective.at_most is not None and objective.at_most < 0.0 and objective.measure not in SIGNED:
        yield draft.document.fault(
            (*path, "at_most"), "must not be below 0", draft.at((*path, "at_most")), "No run could keep it."
        )


def _most(objective: Any, force: Force) -> tuple[float | None, str]:
    """Return the most a measure can be, and that in words; None where nothing bounds it."""
    if objective.measure.endswith("_fraction"):
        return 1.0, "1 (100 %)"
    flights = [flight for name, flight in force.flights.items() if objective.flight in (None, name)]
    if objective.measure in COUNTED and flights:
        most = sum(flight.count for flight in flights)
        return float(most), f"the {most} aircraft there are"
    works = force.at_work(objective.flight)
    if objective.measure in LASTING and works:
        longest_s = max(work.duration_s for work in works)
        return longest_s, f"the {longest_s / 60.0:g} min of the work"
    return None, ""
