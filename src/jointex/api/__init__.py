"""One function per command: load, plan, fly, run; the public names of Jointex."""

from __future__ import annotations

from jointex.api.exercise import fly, load, plan, run, write_plan
from jointex.api.lens import compare, explain
from jointex.api.runs import Runs

__all__ = ["Runs", "compare", "explain", "fly", "load", "plan", "run", "write_plan"]
