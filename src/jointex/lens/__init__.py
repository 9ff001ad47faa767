"""Looking closely: why an aircraft did what it did, what differs between two exercises, what breaks a plan."""

from __future__ import annotations

from jointex.lens.break_it import break_it
from jointex.lens.compare import compare_sides, comparison_rows
from jointex.lens.explain import explain
from jointex.lens.forks import explain_fork
from jointex.lens.sides import Side, cut_to, side_of_folder, side_of_runs

__all__ = [
    "Side",
    "break_it",
    "compare_sides",
    "comparison_rows",
    "cut_to",
    "explain",
    "explain_fork",
    "side_of_folder",
    "side_of_runs",
]
