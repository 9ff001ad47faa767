"""One function per command: load, plan, fly, run; the public names of Jointex."""

from __future__ import annotations

from jointex.api.checking import check
from jointex.api.communities import neighbours
from jointex.api.exercise import fly, load, plan, run, write_plan
from jointex.api.lens import break_it, compare, explain, explain_fork
from jointex.api.quieter import beside, quiet
from jointex.api.reactions import signals
from jointex.api.runs import Runs
from jointex.api.scoring import score
from jointex.api.weighing import weigh

__all__ = [
    "Runs",
    "beside",
    "break_it",
    "check",
    "compare",
    "explain",
    "explain_fork",
    "fly",
    "load",
    "neighbours",
    "plan",
    "quiet",
    "run",
    "score",
    "signals",
    "weigh",
    "write_plan",
]
