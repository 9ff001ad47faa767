"""95 % intervals: Student's t for means, Wilson's for shares."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

NORMAL_975 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""

STUDENT_975 = (12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818, 2.4469119, 2.3646243, 2.3060041)
"""The 97.5 % point of Student's t for 1 to 8 degrees of freedom (any table of it)."""

MEAN_METHOD = "95 % interval of the mean over runs, Student's t"
SHARE_METHOD = "95 % interval of the share, Wilson, a run counting as one trial"


def student_975(freedom: int) -> float:
    """Return the 97.5 % point of Student's t distribution.

    Parameters
    ----------
    freedom : int
        Degrees of freedom, at least 1.

    Returns
    -------
    float

    References
    ----------
    Abramowitz and Stegun 26.7.5 above 8 degrees. Agrees with SciPy to 3e-5: tests/against/test_intervals.py
    """
    if freedom <= len(STUDENT_975):
        return STUDENT_975[freedom - 1]
    x = NORMAL_975
    terms = (
        (x**3 + x) / 4.0,
        (5.0 * x**5 + 16.0 * x**3 + 3.0 * x) / 96.0,
        (3.0 * x**7 + 19.0 * x**5 + 17.0 * x**3 - 15.0 * x) / 384.0,
        (79.0 * x**9 + 776.0 * x**7 + 1482.0 * x**5 - 1920.0 * x**3 - 945.0 * x) / 92160.0,
    )
    return x + sum(term / float(freedom) ** (power + 1) for power, term in enumerate(terms))


def mean_interval(values: npt.NDArray[Any]) -> tuple[float, float] | None:
    """Return the 95 % interval of a mean.

    Parameters
    ----------
    values : array (n,)
        One value per run, finite.

    Returns
    -------
    tuple of float, or None
        Low and high in the unit of the values; None below two values, which say nothing of the spread.
    """
    if len(values) < 2:
        return None
    mean = float(np.mean(values))
    half = student_975(len(values) - 1) * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return mean - half, mean + half


def share_interval(share: float, n_trials: int) -> tuple[float, float] | None:
    """Return Wilson's 95 % interval of a share.

    Shares of several aircraft in one run hang together, so callers count runs as trials, not aircraft: the interval is
    then rather too wide than too narrow, and stays open where every run agreed.

    Parameters
    ----------
    share : float
        Share found, 0 to 1.
    n_trials : int
        Trials behind it.

    Returns
    -------
    tuple of float, or None
        Low and high, within 0 and 1; None without trials.

    References
    ----------
    E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212.
    """
    if n_trials < 1:
        return None
    weight = NORMAL_975**2 / n_trials
    middle = (share + weight / 2.0) / (1.0 + weight)
    half = math.sqrt(weight * share * (1.0 - share) + weight**2 / 4.0) / (1.0 + weight)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
