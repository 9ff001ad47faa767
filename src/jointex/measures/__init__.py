"""Runs in, numbers with intervals out.

`known()` lists what is measured; `Scores` takes the tallies and events of runs as they come and gives values per run and a
summary; `summarise` does the same for a finished ensemble.
"""

from __future__ import annotations

from jointex.measures.catalogue import KNOWN, ON_TIME_S, Measure, known
from jointex.measures.intervals import mean_interval, share_interval
from jointex.measures.objectives import objective_faults
from jointex.measures.scores import RunValues, Scores, summarise

__all__ = [
    "KNOWN",
    "ON_TIME_S",
    "Measure",
    "RunValues",
    "Scores",
    "known",
    "mean_interval",
    "objective_faults",
    "share_interval",
    "summarise",
]
