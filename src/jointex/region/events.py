"""Counts of events that excite or inhibit each other and themselves, in steps of time, with a log link.

In step t the rate of kind k is exp(level_k + season + sum_j pull_kj s_j(t) e^(-u/tau)): u is the time since the step began, and
s_j the marks of kind j until then, each worn by e^(-age/tau). A negative pull inhibits. The rate never passes a cap. Its integral
over the step, the compensator, has a closed form (an exponential integral) before and after the moment the cap is left; times the
exposure it is the mean of a negative binomial count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

CAP_OVER_MEAN = 20.0
"""A rate never passes so many times the mean of its counts: without a cap, excitation with a log link can run away."""
TERMS = 60
LARGEST_PULL = 20.0
"""Largest size of an exponent whose integral is computed; the series is exact to rounding below it."""
RIDGE = 1.0
"""Spread of the normal prior of a pull: one mark may well change a rate 2.7 times."""
DECAYS = (0.5, 1.0, 2.0, 4.0)
"""Wear times tried, in steps."""
LEAST_DISPERSION, MOST_DISPERSION = 1e-4, 10.0


@dataclass(frozen=True)
class EventModel:
    """Rates of k kinds.

    Attributes
    ----------
    level : array (k,)
        Logarithm of the rate without a past [1/step].
    pull : array (k, k)
        What a mark of kind j (column) adds to the logarithm of the rate of kind k (row).
    season : array (k, 2)
        Cosine and sine of the year.
    decay : float
        Wear time [steps].
    dispersion : array (k,)
        Variance is mean + dispersion mean^2.
    cap : array (k,)
        Highest rate [1/step].
    period : float
        Steps of a year; 0 for no season.
    """

    level: Array
    pull: Array
    season: Array
    decay: float
    dispersion: Array
    cap: Array
    period: float = 0.0


def exponential_integral(low: ArrayLike, high: ArrayLike, log_ratio: ArrayLike) -> Array:
    """Return the integral of e^x / x between two numbers of one sign.

    Parameters
    ----------
    low, high : array (n,)
        Ends, both positive, both negative, or both 0; at most 20 in size.
    log_ratio : array (n,)
        Logarithm of high / low, which the caller knows even where both are 0.

    Returns
    -------
    array (n,)

    References
    ----------
    Abramowitz and Stegun, 5.1.10: Ei(x) = gamma + ln x + sum x^n / (n n!)
    """
    start, end = np.broadcast_arrays(np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64))
    total = np.array(np.broadcast_to(np.asarray(log_ratio, dtype=np.float64), start.shape))
    power_low, power_high = np.ones_like(start), np.ones_like(end)
    for n in range(1, TERMS + 1):
        power_low, power_high = power_low * start / n, power_high * end / n
        total += (power_high - power_low) / n
    return total


def compensator(log_rate: ArrayLike, push: ArrayLike, decay: float, cap: ArrayLike) -> Array:
    """Return the expected number of events in one step.

    Parameters
    ----------
    log_rate : array (n,)
        Logarithm of the rate without a past.
    push : array (n,)
        Sum of pulls at the beginning of the step; it wears as e^(-u/decay).
    decay : float
        Wear time [steps].
    cap : array (n,)
        Highest rate, above exp(log_rate).

    Returns
    -------
    array (n,)
        Integral of min(cap, exp(log_rate + push e^(-u/decay))) for u from 0 to 1.
    """
    base, start, top = np.broadcast_arrays(*(np.asarray(one, dtype=np.float64) for one in (log_rate, push, cap)))
    start = np.clip(start, -LARGEST_PULL, LARGEST_PULL)
    room = np.maximum(np.log(top) - base, 1e-9)
    # the push wears down to the room below the cap after decay ln(push / room) steps
    capped = np.clip(decay * np.log(np.maximum(start / room, 1.0)), 0.0, 1.0)
    after = start * np.exp(-capped / decay)
    worn = start * np.exp(-1.0 / decay)
    free = decay * exponential_integral(worn, after, (1.0 - capped) / decay)
    return np.asarray(capped * top + np.exp(base) * free, dtype=np.float64)


def states(marks: Array, decay: float) -> Array:
    """Return what is left of earlier marks at the beginning of each step.

    Parameters
    ----------
    marks : array (t, k)
        Marks of the events of each step, which count from its end on.
    decay : float
        Wear time [steps].

    Returns
    -------
    array (t, k)
    """
    left, found = np.zeros(marks.shape[1]), np.zeros_like(marks)
    wear = np.exp(-1.0 / decay)
    for step in range(1, len(marks)):
        left = left * wear + marks[step - 1]
        found[step] = left
    return found


def means(model: EventModel, marks: Array, exposure: Array | None = None) -> Array:
    """Return the expected count of each step, given all before it.

    Parameters
    ----------
    model : EventModel
    marks : array (t, k)
    exposure : array (t, k), optional
        Share of events that are counted, or how hard they are looked for; 1 if left out.

    Returns
    -------
    array (t, k)
    """
    push = states(marks, model.decay) @ model.pull.T
    log_rate = model.level + seasons(len(marks), model.period) @ model.season.T
    offered = compensator(log_rate, push, model.decay, model.cap)
    return offered if exposure is None else offered * exposure


def seasons(n_steps: int, period: float) -> Array:
    """Return cosine and sine of the year for each step; zeros without a season."""
    if not period:
        return np.zeros((n_steps, 2))
    turn = 2.0 * np.pi * (np.arange(n_steps) + 0.5) / period
    return np.column_stack([np.cos(turn), np.sin(turn)])


def log_chance(counts: ArrayLike, mean: ArrayLike, dispersion: ArrayLike) -> Array:
    """Return the logarithm of the negative binomial probability of counts.

    Parameters
    ----------
    counts, mean, dispersion : array (n,)
        Variance is mean + dispersion mean^2.

    Returns
    -------
    array (n,)
    """
    from scipy.special import gammaln

    seen, middle = np.asarray(counts, dtype=np.float64), np.maximum(np.asarray(mean, dtype=np.float64), 1e-12)
    size = 1.0 / np.clip(np.asarray(dispersion, dtype=np.float64), LEAST_DISPERSION, MOST_DISPERSION)
    spread = gammaln(seen + size) - gammaln(size) - gammaln(seen + 1.0)
    return np.asarray(
        spread - size * np.log1p(middle / size) + seen * (np.log(middle) - np.log(size + middle)), dtype=np.float64
    )


def fit(
    counts: Array,
    marks: Array,
    exposure: Array | None = None,
    period: float = 0.0,
    decays: Sequence[float] = DECAYS,
    ridge: float = RIDGE,
) -> EventModel:
    """Return the model that explains counts best, pulls held near 0 by a normal prior.

    Parameters
    ----------
    counts : array (t, k)
        Whole numbers.
    marks : array (t, k)
    exposure : array (t, k), optional
        As for `means`.
    period : float
        Steps of a year; 0 for no season.
    decays : sequence of float
        Wear times to try [steps].
    ridge : float
        Spread of the prior of pulls.

    Returns
    -------
    EventModel
    """
    best: tuple[float, EventModel] | None = None
    for decay in decays:
        parts = [_fit_kind(kind, counts, marks, exposure, period, decay, ridge) for kind in range(counts.shape[1])]
        loss = sum(part[0] for part in parts)
        if best is None or loss < best[0]:
            models = [part[1] for part in parts]
            joined = {
                name: np.concatenate([getattr(one, name) for one in models])
                for name in ("level", "pull", "season", "dispersion", "cap")
            }
            best = loss, EventModel(decay=decay, period=period, **joined)
    assert best is not None
    return best[1]


def _fit_kind(
    kind: int, counts: Array, marks: Array, exposure: Array | None, period: float, decay: float, ridge: float
) -> tuple[float, EventModel]:
    """Return the loss and the model of one kind at a wear time."""
    from scipy.optimize import minimize

    n_kinds, own = counts.shape[1], counts[:, kind]
    offered = np.ones(len(own)) if exposure is None else exposure[:, kind]
    left, year = states(marks, decay), seasons(len(own), period)
    average = max(float(own.sum() / offered.sum()), 1e-6)
    cap = np.array([CAP_OVER_MEAN * average])

    def unpack(theta: Array) -> EventModel:
        pull, season = theta[2 : 2 + n_kinds], theta[2 + n_kinds :] if period else np.zeros(2)
        return EventModel(theta[:1], pull[None], season[None], decay, np.exp(theta[1:2]), cap, period)

    def loss(theta: Array) -> float:
        one = unpack(theta)
        rate = compensator(one.level + year @ one.season[0], left @ one.pull[0], decay, cap)
        chance = log_chance(own, rate * offered, one.dispersion).sum()
        shrink = np.sum(one.pull**2) / (2.0 * ridge**2) + np.sum(one.season**2) / (2.0 * ridge**2)
        return float(shrink - chance + 0.02 * (theta[1] + 3.0) ** 2)

    start = np.zeros(2 + n_kinds + (2 if period else 0))
    start[:2] = np.log(average), -3.0
    done = minimize(loss, start, method="L-BFGS-B", bounds=_bounds(len(start), average))
    return float(done.fun), unpack(done.x)


def _bounds(n: int, average: float) -> list[tuple[float, float]]:
    """Return bounds of level, log dispersion, and what else there is."""
    middle = float(np.log(average))
    return [(middle - 6.0, middle + 2.5), (np.log(LEAST_DISPERSION), np.log(MOST_DISPERSION)), *[(-4.0, 4.0)] * (n - 2)]


def simulate(model: EventModel, n_steps: int, seed: int, exposure: Array | None = None) -> Array:
    """Return counts drawn from a model, every event with mark 1.

    Parameters
    ----------
    model : EventModel
    n_steps : int
    seed : int
    exposure : array (n_steps, k), optional
        As for `means`.

    Returns
    -------
    array (n_steps, k)
    """
    chance = np.random.Generator(np.random.Philox(key=[seed, 77]))
    counts, left = np.zeros((n_steps, len(model.level))), np.zeros(len(model.level))
    year, wear = seasons(n_steps, model.period) @ model.season.T, np.exp(-1.0 / model.decay)
    for step in range(n_steps):
        mean = compensator(model.level + year[step], model.pull @ left, model.decay, model.cap)
        if exposure is not None:
            mean = mean * exposure[step]
        shaped = chance.gamma(1.0 / model.dispersion, model.dispersion * mean)
        counts[step] = chance.poisson(shaped)
        left = left * wear + counts[step]
    return counts


def share_in_middle(counts: ArrayLike, mean: ArrayLike, dispersion: ArrayLike, coverage: float) -> Array:
    """Return how much of each count lies in the middle of its distribution, a whole count spread evenly over its own probability.

    Parameters
    ----------
    counts, mean, dispersion : array (n,)
    coverage : float
        Size of the middle, 0 to 1.

    Returns
    -------
    array (n,)
        0 to 1; `coverage` in the mean where the model is right. Counts near 0 lie partly inside: no luck is drawn to decide.

    References
    ----------
    Czado, Gneiting and Held, Predictive model assessment for count data, Biometrics 65 (2009): the place of a count, not randomised
    """
    from scipy.stats import nbinom

    seen = np.asarray(counts, dtype=np.float64)
    middle = np.maximum(np.asarray(mean, dtype=np.float64), 1e-12)
    size = 1.0 / np.clip(np.asarray(dispersion, dtype=np.float64), LEAST_DISPERSION, MOST_DISPERSION)
    low = nbinom.cdf(seen - 1.0, size, size / (size + middle))
    own = np.maximum(nbinom.pmf(seen, size, size / (size + middle)), 1e-300)
    outside = 0.5 * (1.0 - coverage)
    inside = np.minimum(low + own, 1.0 - outside) - np.maximum(low, outside)
    return np.asarray(np.clip(inside / own, 0.0, 1.0), dtype=np.float64)
