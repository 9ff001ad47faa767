"""Why there is no plan: demands that clash, none of which could be left out, and the cheapest single changes that end it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jointex.planning.tankers.changes import (
    ASK,
    GIVE,
    PRICES,
    SERVE,
    TRIED,
    Change,
    demands,
    sentence,
    single_changes,
    together,
    without,
)
from jointex.planning.tankers.contact_times import contact_words
from jointex.planning.tankers.grid import LONGEST_S, on_grid
from jointex.planning.tankers.model import build
from jointex.planning.tankers.problem import Clash, Problem, Tanker, WayOut

WORK = 5.0
"""Work spent on one question, in the solver's own units; what is not answered then counts as possible."""
MOST_WAYS = 6
"""Ways out that are offered."""


@dataclass
class Asking:
    """Questions whether a problem has a plan, and the wall clock they share."""

    seed: int
    ends: float
    asked: int = 0
    open_questions: int = 0
    is_smallest: bool = True
    """Whether every question about the demands that clash was answered: then none of them can be left out."""

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.ends

    def is_possible(self, problem: Problem) -> bool | None:
        """Return whether the problem has a plan; nothing if the limits did not allow an answer."""
        from ortools.sat.python import cp_model

        left_s = self.ends - time.monotonic()
        if left_s <= 0.0:
            self.open_questions += 1
            return None
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.seed
        parameters.num_workers = 1
        parameters.max_deterministic_time = WORK
        # most questions are small: looking for symmetries and probing takes as long as they do
        parameters.symmetry_level = 0
        parameters.cp_model_probing_level = 0
        parameters.max_time_in_seconds = min(left_s, LONGEST_S)
        status = solver.solve(build(on_grid(problem), 0).program)
        self.asked += 1
        if status == cp_model.INFEASIBLE:
            return False
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return True
        self.open_questions += 1
        return None


def explain(
    problem: Problem,
    asking: Asking,
    words: Mapping[str, str] | None = None,
    further: Iterable[Change] = (),
    impossible: str = "",
) -> tuple[Clash, tuple[WayOut, ...]]:
    """Return demands that clash and the ways out, for a problem that has no plan.

    Parameters
    ----------
    problem : Problem
    asking : Asking
        Where questions are put; when its time is up, what was found by then is returned.
    words : mapping of str to str, optional
        Sentences by key that are used before ours.
    further : iterable of Change, optional
        Changes that only the maker of the problem knows how to make, such as another divert.
    impossible : str, optional
        A flight that is known to be impossible by itself.

    Returns
    -------
    Clash
        No demand of it can be left out, unless the limits were met.
    tuple of WayOut
        Cheapest first; with each of them alone a plan exists.
    """
    asks = () if impossible else more_than_all_give(problem)
    keys = asks or clash_keys(problem, asking, impossible)
    asking.is_smallest = asking.open_questions == 0
    told, contacts = words or {}, contact_words(problem, keys)
    texts = [told.get(key) or sentence(problem, key) for key in keys]
    told_all = tuple(
        f"{text} ({contacts[key]})" if key in contacts else text for text, key in zip(texts, keys, strict=True)
    )
    ways, tried = ways_out(problem, keys, asking, further)
    return Clash(told_all, keys, tried, _sums(problem, asks)), ways


def clash_keys(problem: Problem, asking: Asking, impossible: str = "") -> tuple[str, ...]:
    """Return keys of demands that clash: a single flight's where one is impossible alone, else of as few as possible."""
    flights = [f"{SERVE}:{one.id}" for one in problem.receivers]
    for one in [f"{SERVE}:{impossible}"] if impossible else flights:
        alone = without(problem, frozenset(flights) - {one})
        if impossible or asking.is_possible(alone) is False:
            return (one, *_details(alone, asking))
    needed = smallest(
        flights, lambda kept: asking.is_possible(without(problem, frozenset(flights) - set(kept))) is not False
    )
    rest = without(problem, frozenset(flights) - set(needed))
    return (*needed, *_details(rest, asking))


def more_than_all_give(problem: Problem) -> tuple[str, ...]:
    """Return the demands of drills that ask for more than all tankers can give, and those of the tankers; empty if they do not.

    Without any one of these the sum no longer says so.
    """
    left_kg = sum(_most_give_kg(one) for one in problem.tankers)
    drills = sorted(problem.receivers, key=lambda one: one.count * one.drill_kg, reverse=True)
    asking: list[str] = []
    for one in drills:
        if left_kg < 0.0 or one.drill_kg <= 0.0:
            break
        asking.append(one.id)
        left_kg -= one.count * one.drill_kg
    if left_kg >= 0.0 or not problem.tankers:
        return ()
    of_flights = [f"{kind}:{name}" for kind in (SERVE, ASK) for name in asking]
    return (*of_flights, *(f"{GIVE}:{one.id}" for one in problem.tankers))


def _sums(problem: Problem, asks: tuple[str, ...]) -> str:
    """What those drills ask for and what all tankers give, in words; nothing without such drills."""
    if not asks:
        return ""
    asked_kg = sum(one.count * one.drill_kg for one in problem.receivers if f"{ASK}:{one.id}" in asks)
    give_kg = sum(_most_give_kg(one) for one in problem.tankers)
    flights = sum(key.startswith(ASK) for key in asks)
    return (
        f"the drills of {flights} flights ask for {asked_kg:,.0f} kg, and {len(problem.tankers)} tankers have at most "
        f"{give_kg:,.0f} kg to give"
    )


def _most_give_kg(tanker: Tanker) -> float:
    """What a tanker can give at the most on the track where it needs least for itself."""
    own_kg = min((orbit.out_kg + orbit.home_kg for orbit in tanker.orbits.values()), default=0.0)
    return max(0.0, min(tanker.most_give_kg, tanker.takeoff_kg - tanker.reserve_kg - own_kg))


def _details(problem: Problem, asking: Asking) -> list[str]:
    """Demands beside being served that are needed for the clash."""
    asked = [key for key in demands(problem) if not key.startswith(f"{SERVE}:")]
    kinds = list(dict.fromkeys(key.partition(":")[0] for key in asked))
    # those of a kind together: most kinds can be left out at one go
    keys = sorted(asked, key=lambda key: kinds.index(key.partition(":")[0]))
    return smallest(keys, lambda kept: asking.is_possible(without(problem, frozenset(keys) - set(kept))) is not False)


def smallest(keys: Sequence[str], is_possible: Callable[[Sequence[str]], bool]) -> list[str]:
    """Return keys that are impossible together, none of which can be left out.

    Parameters
    ----------
    keys : sequence of str
        Impossible together.
    is_possible : callable
        Whether some of them are possible together; the more keys, the less possible.

    Returns
    -------
    list of str

    References
    ----------
    U. Junker, QuickXplain: preferred explanations and relaxations for over-constrained problems, AAAI 2004.
    """
    if not is_possible([]):
        return []
    return _divided([], False, list(keys), is_possible)


def _divided(kept: list[str], is_new: bool, keys: list[str], is_possible: Callable[[Sequence[str]], bool]) -> list[str]:
    """Keys of `keys` that clash with `kept`; none if those clash among themselves."""
    if is_new and not is_possible(kept):
        return []
    if len(keys) == 1:
        return keys
    half = len(keys) // 2
    first, second = keys[:half], keys[half:]
    of_second = _divided(kept + first, True, second, is_possible)
    of_first = _divided(kept + of_second, bool(of_second), first, is_possible)
    return of_first + of_second


def ways_out(
    problem: Problem, keys: tuple[str, ...], asking: Asking, further: Iterable[Change] = ()
) -> tuple[tuple[WayOut, ...], tuple[str, ...]]:
    """Return the changes after which a plan exists, cheapest first, and what was tried.

    Parameters
    ----------
    problem : Problem
        Without a plan.
    keys : tuple of str
        Of its clash.
    asking : Asking
    further : iterable of Change, optional
        As for `explain`.

    Returns
    -------
    tuple of WayOut
        Single changes, of a kind that grows the least that does it. Where none helps, to cancel all that are impossible alone.
    tuple of str
        The kinds of single changes that were tried, in words, where none of them helps.
    """
    ladders = [*single_changes(problem, keys), *([one] for one in further if not one.about or one.about & set(keys))]
    found: list[WayOut] = []
    tried: list[str] = []
    for ladder in sorted(ladders, key=lambda one: one[0].price):
        if len(found) >= MOST_WAYS or asking.is_over:
            break
        tried.append(TRIED.get(ladder[0].kind, ladder[0].kind))
        change = _least(problem, ladder, asking)
        if change is not None:
            found.append(WayOut(change.text, change.kind, change.price, True))
    if found:
        return tuple(sorted(found, key=lambda one: one.price)), ()
    return tuple(_cancelled(problem, asking)), tuple(dict.fromkeys(tried))


def _cancelled(problem: Problem, asking: Asking) -> list[WayOut]:
    """To cancel every flight that is impossible by itself, where they are several and the rest then has a plan."""
    flights = frozenset(f"{SERVE}:{one.id}" for one in problem.receivers)
    alone = [one for one in problem.receivers if _is_hopeless(problem, flights - {f"{SERVE}:{one.id}"}, asking)]
    rest = without(problem, frozenset(f"{SERVE}:{one.id}" for one in alone))
    if len(alone) < 2 or not asking.is_possible(rest):
        return []
    text = f"cancel {together([one.id for one in alone])}: each of them is impossible even by itself"
    return [WayOut(text, "cancel", PRICES["cancel"] * sum(one.count for one in alone), True)]


def _is_hopeless(problem: Problem, others: frozenset[str], asking: Asking) -> bool:
    """Whether a flight has no plan even without the others."""
    return asking.is_possible(without(problem, others)) is False


def _least(problem: Problem, ladder: list[Change], asking: Asking) -> Change | None:
    """The first change of a ladder with which a plan exists, found by halves."""
    lo, hi = 0, len(ladder) - 1
    if not asking.is_possible(ladder[hi].made(problem)):
        return None
    while lo < hi:
        middle = (lo + hi) // 2
        if asking.is_possible(ladder[middle].made(problem)):
            hi = middle
        else:
            lo = middle + 1
    return ladder[lo]
