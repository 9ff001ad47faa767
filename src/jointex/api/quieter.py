"""The quietest plan that still meets the objectives: variants planned, flown with the same luck, and weighed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jointex.api.exercise import load, run
from jointex.api.variants import variants
from jointex.communities.front import flown_of, option, weigh_options
from jointex.lens.sides import values_of
from jointex.record import Recording, read
from jointex.scenario import Scenario

Told = Callable[[str], None]


def quiet(
    exercise: Scenario | str | os.PathLike[str],
    runs: int = 20,
    seed: int = 1,
    out: str | os.PathLike[str] | None = None,
    hours: float = 6.0,
    workers: int | None = None,
    tell: Told | None = None,
) -> dict[str, Any]:
    """Return variants of an exercise with training value, fuel and noise at every place, and the quietest that holds.

    Parameters
    ----------
    exercise : Scenario, or what `load` takes
        As written.
    runs, seed : int
        As for `run`; every variant has the same luck.
    out : path, optional
        Folder of the variants' run folders; `out/SCENARIO-quiet` if left out.
    hours : float
        How much later the exercise is moved in one variant [h]; 0 for none.
    workers : int, optional
        As for `run`.
    tell : callable, optional
        Called with a line before each variant.

    Returns
    -------
    dict
        As `weigh_options`, with `left_out`: variants that break rules or whose plan cannot be flown, and why.
    """
    written = exercise if isinstance(exercise, Scenario) else load(exercise)
    folder = Path(out) if out is not None else Path("out") / f"{written.id}-quiet"
    options, left_out = [], []
    for variant in variants(written, hours):
        if variant.scenario is None:
            left_out.append({"id": variant.id, "text": variant.text, "why": variant.why_not})
            continue
        if tell is not None:
            tell(f"{variant.id}: {variant.text}")
        made = run(variant.scenario, runs, seed, folder / variant.id, workers, report=False, limits=0)
        recording = read(made)
        if not recording.plan["feasible"]:
            why = next((one["text"] for one in recording.plan["findings"] if one["severity"] == "conflict"), "")
            left_out.append({"id": variant.id, "text": variant.text, "why": f"the plan cannot be flown: {why}"})
            continue
        options.append(_option(variant.id, variant.text, recording, recording.communities))
    found = (
        weigh_options(options) if options else {"options": [], "quietest": None, "sentence": "Nothing can be flown."}
    )
    return {"scenario": written.id, "runs": runs, "seed": seed, "folder": str(folder), **found, "left_out": left_out}


def beside(folders: list[str | os.PathLike[str]]) -> dict[str, Any]:
    """Return run folders beside each other as `quiet` does its variants; the first is the one to hold the others against.

    Parameters
    ----------
    folders : list of path
        Run folders with flown runs.

    Returns
    -------
    dict
        As `weigh_options`, with `folders`.
    """
    from jointex.api.communities import neighbours

    options = []
    for folder in folders:
        recording = read(Path(folder))
        account = neighbours(folder)  # counted anew: a file of another version, or a damaged one, tells nothing wrong
        options.append(_option(str(folder), recording.plan["scenario"], recording, account))
    return {"folders": [str(folder) for folder in folders], **weigh_options(options)}


def _option(name: str, text: str, recording: Recording, account: Mapping[str, Any]) -> dict[str, Any]:
    """Return a run folder as a way to fly, with what each of its runs came to."""
    runs, values = values_of(recording)
    flown = flown_of(values, runs, recording.manifest.get("seed"), account)
    return option(name, text, recording.summary, account, flown)
