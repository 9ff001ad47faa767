"""Do two kinds of dated events keep company? Counts, what chance would give, and what it would take to see a difference.

Exercises answer events as well as the other way round: four of sixteen North Korean launches of intercontinental class were
followed next day by a flight with bombers. So a regression of reactions on exercises mixes both directions, and nothing here is
read as an effect.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointex.region.calendar import Dated, days_of

SPAN = (dt.date(2017, 1, 1), dt.date(2026, 11, 22))
"""First and last day of the lists of flights, launches and patrols."""
LEVEL = 0.05
QUESTIONS = (
    ("launch", "bomber_flight", 1),
    ("bomber_flight", "launch", 21),
    ("bomber_flight", "patrol", 21),
    ("patrol", "bomber_flight", 21),
)


@dataclass(frozen=True)
class Company:
    """How often one kind of event was followed by another.

    Attributes
    ----------
    first, then : str
        Kinds.
    days : int
        Window after the first [d].
    followed, firsts, thens : int
        Firsts that were followed; how many there are of each.
    expected : float
        Firsts that chance alone would let be followed: the share of all days that were, so that events in clusters count once.
    p_value : float
        Share of circular shifts of one list against the other with as many or more.
    low_ratio, high_ratio : float
        95 % interval of followed over expected (exact, binomial).
    telling : int
        Least number followed that chance alone would reach in fewer than 5 % of cases.
    """

    first: str
    then: str
    days: int
    followed: int
    firsts: int
    thens: int
    expected: float
    p_value: float
    low_ratio: float
    high_ratio: float
    telling: int


def company(
    first_days: Sequence[dt.date],
    then_days: Sequence[dt.date],
    days: int,
    names: tuple[str, str] = ("first", "then"),
    span: tuple[dt.date, dt.date] = SPAN,
) -> Company:
    """Return how often events of one kind were followed by one of another.

    Parameters
    ----------
    first_days, then_days : sequence of datetime.date
        Those outside the span are left out.
    days : int
        Length of the window after the first [d]; the same day does not count.
    names : tuple of str
        Kinds.
    span : tuple of datetime.date
        First and last day of both lists.

    Returns
    -------
    Company
    """
    length = (span[1] - span[0]).days + 1
    firsts, thens = (
        [(day - span[0]).days for day in listed if span[0] <= day <= span[1]] for listed in (first_days, then_days)
    )
    is_then = np.zeros(length, dtype=np.int64)
    is_then[thens] = 1
    ahead = np.concatenate([np.cumsum(np.concatenate([is_then, is_then])), [2 * is_then.sum()] * days])
    after = (ahead[days : days + length] - ahead[:length]) > 0
    moved = (np.arange(length)[:, None] + np.array(firsts, dtype=np.int64)) % length
    shifted = after[moved].sum(axis=1)
    in_span = [day for day in firsts if any(day < other <= day + days for other in thens)]
    followed, n_firsts = len(in_span), len(firsts)
    chance = float(np.mean(after))
    low, high = share_interval(followed, n_firsts)
    return Company(
        *names,
        days,
        followed,
        n_firsts,
        len(thens),
        n_firsts * chance,
        float(np.mean(shifted >= followed)),
        low / chance if chance else 0.0,
        high / chance if chance else math.inf,
        telling_count(n_firsts, chance),
    )


def share_interval(hits: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of a share (Clopper and Pearson 1934), by halving.

    Parameters
    ----------
    hits, n : int
    level : float
        1 less the coverage.

    Returns
    -------
    tuple of float
        0 to 1.
    """

    def solve(target: float, k: int) -> float:
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if tail(k, n, middle) < target else (low, middle)
        return 0.5 * (low + high)

    lower = solve(level / 2.0, hits) if hits else 0.0
    upper = solve(1.0 - level / 2.0, hits + 1) if hits < n else 1.0
    return lower, upper


def tail(k: int, n: int, share: float) -> float:
    """Return the probability of k hits or more in n trials.

    Parameters
    ----------
    k, n : int
    share : float
        Probability of a hit, 0 to 1.

    Returns
    -------
    float
    """
    return math.fsum(math.comb(n, i) * share**i * (1.0 - share) ** (n - i) for i in range(k, n + 1))


def telling_count(n: int, share: float, level: float = LEVEL) -> int:
    """Return the least number of hits that n trials would reach by chance with a probability below a level; n + 1 if none."""
    return next((k for k in range(n + 1) if tail(k, n, share) < level), n + 1)


def studies(found: Sequence[Dated]) -> list[Company]:
    """Return what the calendar answers: do exercises answer launches, and do launches or patrols answer exercises.

    Parameters
    ----------
    found : sequence of Dated

    Returns
    -------
    list of Company
    """
    return [
        company(days_of(found, first), days_of(found, then), days, (first, then)) for first, then, days in QUESTIONS
    ]
