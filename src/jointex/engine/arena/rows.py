"""One row of a crowd in the form that the kernels of a run take."""

from __future__ import annotations

from typing import Any, NamedTuple

from jointex.engine.fight import Combat, Fight
from jointex.engine.logging import Log
from jointex.engine.sky import Sky
from jointex.kernel import kernel


class Air(NamedTuple):
    """What stands for the world of a run: settings and combat; the air is still and standard."""

    settings: Any
    combat: Any


class Hand(NamedTuple):
    """What stands for the working arrays of a run."""

    senses: Any
    sky: Any
    fight: Any


@kernel
def sky_of(crowd: Any, e: int) -> Any:
    """Return the picture of one row."""
    sky = crowd.sky
    return Sky(
        sky.first,
        sky.sensors,
        sky.nets,
        sky.who,
        sky.places[e],
        sky.is_up[e],
        sky.looks[e],
        sky.phase[e],
        sky.flight[e],
        sky.columns,
        sky.cells[e],
        sky.cell[e],
        sky.order[e],
        sky.near[e],
        sky.tracks[e],
        sky.held[e],
        sky.n_held[e],
        sky.reports[e],
        sky.root[e],
        sky.last_root[e],
        sky.row_side[e],
        sky.shift[e],
        sky.slot[e],
        sky.clock[e],
    )


@kernel
def fight_of(crowd: Any, e: int) -> Any:
    """Return fighters, shots and presentation of one row."""
    return Fight(crowd.fighters[e], crowd.shots[e], crowd.shown[e])


@kernel
def log_of(crowd: Any, e: int) -> Any:
    """Return the log of one row; it has room for tallies, and for events where somebody wants them."""
    return Log(crowd.events, crowd.ledger, crowd.track_rows, crowd.tallies[e], crowd.counts[e])


@kernel
def air_of(crowd: Any, e: int) -> Any:
    """Return the settings of one row and what all rows share of combat."""
    combat = Combat(crowd.classes, crowd.reach, crowd.cast, crowd.first_shown, crowd.calls)
    return Air(crowd.settings[e], combat)
