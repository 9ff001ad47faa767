"""One function per command: load, plan, fly, run; the public names of Jointex."""

from __future__ import annotations

from jointex.api.exercise import fly, load, plan, run, write_plan
from jointex.api.lens import explain
from jointex.api.runs import Runs

__all__ = ["Runs", "explain", "fly", "load", "plan", "run", "write_plan"]
