"""Before the clock starts: routes, timeline, fuel, deconfliction, and what stands in the way."""

from __future__ import annotations

from jointex.planning.model import Finding, Need, Plan, PlannedFlight, PlannedPoint, PlannedWork
from jointex.planning.plan import make_plan

__all__ = ["Finding", "Need", "Plan", "PlannedFlight", "PlannedPoint", "PlannedWork", "make_plan"]
