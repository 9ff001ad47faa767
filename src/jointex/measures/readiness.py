"""How ready the force was: which measures make that table, and how those are counted that nothing else asks for.

Rows stand side by side and are never added up: a late start is no part of a broken aircraft.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.fleet.log import Event
from jointex.fleet.reasons import Reason
from jointex.measures.counts import Block, everyone, ratio, share

Array = npt.NDArray[Any]

LEFT_ON_TIME_S = 300.0
"""An aircraft that leaves within this of the plan, early or late, left on time [s]. Estimated: a common word of planners."""
WORK_DONE_FRACTION = 0.5
"""Share of its planned time on station that makes a crew's work an event accomplished. Estimated."""
GIVEN_FRACTION = 0.5
"""Share of the fuel it was to give that makes a tanker crew's off-load an event accomplished. Estimated."""

TABLE = (
    ("Sorties", ("flown_fraction", "home_fraction", "sorties_diverted", "sorties_lost")),
    ("On time", ("left_on_time_fraction", "departure_delay_s", "on_time_fraction")),
    ("Events of crews", ("accomplished_fraction", "accomplished_events")),
    ("Aircraft and spares", ("unready_fraction", "spares_used", "turn_round_h")),
    ("Crew duty", ("crew_duty_h", "duty_cancelled_fraction", "duty_cut_s", "duty_exceeded_fraction")),
    ("Weather", ("weather_cancelled_fraction", "weather_wait_s", "weather_diverted_fraction", "below_minima_fraction")),
)
"""The table of readiness: headings, and the measures under each; those that a scenario has nothing of are left out."""


def _asked(block: Block) -> Array:
    """Return which crews were to fly: of those that stand by for others, the ones that were called."""
    return np.asarray(everyone(block) & ((block.planned("stands_by", 0.0) == 0.0) | block.flew))


def left_on_time_fraction(block: Block) -> Array:
    """Share of planned aircraft that left within `LEFT_ON_TIME_S` of the plan."""
    left = block.flew & (np.abs(block.tally["departure_delay_s"]) <= LEFT_ON_TIME_S)
    return share(left, _asked(block))


def unready_fraction(block: Block) -> Array:
    """Share of planned aircraft, those that stand by included, for which none was ready."""
    return share(block.note(Event.CANCELLED) == Reason.READINESS, np.ones(block.tally.shape, dtype=bool))


def accomplished_events(block: Block) -> Array:
    """Events accomplished by each planned crew, in the mean."""
    done, _ = _events(block)
    counted = _asked(block)
    return ratio((done * counted).sum(axis=1), counted.sum(axis=1))


def accomplished_fraction(block: Block) -> Array:
    """Events accomplished over events planned, of all crews."""
    done, planned = _events(block)
    counted = _asked(block)
    return ratio((done * counted).sum(axis=1), (planned * counted).sum(axis=1))


def _events(block: Block) -> tuple[Array, Array]:
    """Return events accomplished and planned, (n_runs, n_aircraft): sortie, each tanker met, work, fuel given."""
    tally, brackets, give_kg = block.tally, block.planned("brackets", 0.0), block.planned("give_kg", 0.0)
    is_sortie = block.flew & block.landed
    is_worked = block.works & (tally["station_time_s"] >= WORK_DONE_FRACTION * np.nan_to_num(block.work_s, nan=np.inf))
    is_given = (give_kg > 0.0) & (tally["given_kg"] >= GIVEN_FRACTION * give_kg)
    done = is_sortie + np.minimum(tally["refuelled"], brackets) + is_worked + is_given
    planned = 1.0 + brackets + block.works + (give_kg > 0.0)
    return np.asarray(done, dtype=float), np.broadcast_to(planned, done.shape)


def turn_round_h(block: Block) -> Array:
    """Time from planned landing until an aircraft that is home is ready again, in the mean."""
    is_home = block.flew & (block.tally["landed_at"] == 0)
    ready_s = block.tally["landing_time_s"] - block.planned("landing_s") + block.planned("turn_round_s")
    return ratio(np.nansum(np.where(is_home, ready_s, 0.0), axis=1) / 3600.0, is_home.sum(axis=1))


def crew_duty_h(block: Block) -> Array:
    """Longest duty of a crew that landed, from report to shut-down."""
    duty_s = block.tally["landing_time_s"] + block.planned("shut_down_s") - block.planned("report_s")
    longest_s = np.max(np.where(block.landed & np.isfinite(duty_s), duty_s, -np.inf), axis=1, initial=-np.inf)
    return np.where(np.isfinite(longest_s), longest_s / 3600.0, np.nan)
