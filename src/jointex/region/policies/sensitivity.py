"""Which uncertainties an outcome hangs on: PAWN on the cases there are, Sobol where a function can be asked anew (SALib)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from jointex.region.policies.model import Array

SLICES = 10
CHANCE_COLUMNS = 60
"""More than there are uncertainties, so that the luckiest of those that tell nothing seldom passes."""


def pawn(draws: Mapping[str, Array], outcome: Array, seed: int = 1) -> list[dict[str, Any]]:
    """Return the PAWN index of every uncertainty, the strongest first.

    Parameters
    ----------
    draws : dict of str to array (cases,)
    outcome : array (cases,)
    seed : int
        Of the comparison with a column of chance.

    Returns
    -------
    list of dict
        `uncertainty`, `index` (median Kolmogorov-Smirnov distance between the outcome and the outcome in a slice, 0 to 1)
        and `above_chance`, whether it exceeds that of every one of sixty columns that tell nothing.

    References
    ----------
    Pianosi and Wagener, A simple and efficient method for global sensitivity analysis based on cumulative distribution
    functions, Environmental Modelling and Software 67 (2015)
    """
    from SALib.analyze import pawn as analysis

    chance = np.random.default_rng(seed).random((len(outcome), CHANCE_COLUMNS))
    names = [*draws, *(f"chance {place}" for place in range(chance.shape[1]))]
    values = np.column_stack([*draws.values(), chance])
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # slices of a switch are empty
        found = analysis.analyze(problem, values, outcome, S=SLICES, print_to_console=False)
    index = np.nan_to_num(np.asarray(found["median"], dtype=np.float64))
    noise = float(index[len(draws) :].max())
    rows = [
        {"uncertainty": name, "index": float(index[place]), "above_chance": bool(index[place] > noise)}
        for place, name in enumerate(draws)
    ]
    return sorted(rows, key=lambda row: -float(row["index"]))


def sobol(
    function: Callable[[Array], Array], bounds: Mapping[str, tuple[float, float]], n_base: int, seed: int = 1
) -> dict[str, dict[str, float]]:
    """Return Sobol indices of a function.

    Parameters
    ----------
    function : callable
        Cases (n, inputs) in, outcome (n,) out.
    bounds : dict of str to tuple of float
        By input; drawn evenly.
    n_base : int
        Power of two; n_base (inputs + 2) cases are asked.
    seed : int

    Returns
    -------
    dict of str to dict
        By input: `first`, `total`, and `first_ci` and `total_ci`, half widths of their 95 % intervals.

    References
    ----------
    Saltelli et al., Variance based sensitivity analysis of model output, Computer Physics Communications 181 (2010)
    """
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    problem = {"num_vars": len(bounds), "names": list(bounds), "bounds": [list(pair) for pair in bounds.values()]}
    cases = sampling.sample(problem, n_base, calc_second_order=False, seed=seed)
    found = analysis.analyze(problem, function(cases), calc_second_order=False, seed=seed)
    return {
        name: {
            "first": float(found["S1"][place]),
            "total": float(found["ST"][place]),
            "first_ci": float(found["S1_conf"][place]),
            "total_ci": float(found["ST_conf"][place]),
        }
        for place, name in enumerate(bounds)
    }
