"""What a swap changes: the exercise as written, flown with the luck of the swapped one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from jointex.record import read, write_summary
from jointex.scenario import Scenario


def add_comparison(folder: Path, told: Scenario, swapped: Scenario, **settings: Any) -> None:
    """Put what a swap changes into the summary of a run folder, under `comparison`.

    Parameters
    ----------
    folder : Path
        Runs of the swapped exercise.
    told, swapped : Scenario
        The exercise as written, and with the swap.
    **settings
        `executor`, `workers` and `progress` of `fly`, for the exercise as written.

    Raises
    ------
    StorageError
        If the summary cannot be written; the one without a comparison is kept.
    """
    from jointex import lens
    from jointex.api.lens import flown_side

    flown = lens.side_of_folder(folder, f"{told.id}, swapped")
    there = replace(flown, notes=swapped.source.notes, card_folders=swapped.card_folders)
    here = flown_side(told, flown.n_runs, flown.seed or 0, **settings)
    comparison = lens.compare_sides(replace(here, name=f"{told.id}, as written"), there)
    write_summary(folder, {**read(folder).summary, "comparison": comparison})
