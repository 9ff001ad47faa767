"""An ensemble in memory: measures, and a picture of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from jointex.measures import summarise
from jointex.planning import Plan

if TYPE_CHECKING:
    from jointex.engine.ensemble import Chunk


@dataclass(frozen=True)
class Runs:
    """Flown runs of a plan.

    Attributes
    ----------
    plan : Plan
    seed : int
    chunks : tuple of Chunk
        Arrays of the records in `fleet.log`, in order of runs.
    """

    plan: Plan
    seed: int
    chunks: tuple[Chunk, ...]

    @property
    def n_runs(self) -> int:
        """Runs flown."""
        return sum(chunk.n_runs for chunk in self.chunks)

    @cached_property
    def tallies(self) -> Any:
        """Array of `fleet.log.TALLY`, a row per run and aircraft."""
        return np.concatenate([chunk.tallies for chunk in self.chunks])

    @cached_property
    def events(self) -> Any:
        """Array of `fleet.log.EVENT`."""
        return np.concatenate([chunk.events for chunk in self.chunks])

    @cached_property
    def ledger(self) -> Any:
        """Array of `fleet.log.LEDGER`."""
        return np.concatenate([chunk.ledger for chunk in self.chunks])

    @cached_property
    def tracks(self) -> Any:
        """Array of `fleet.log.TRACK`, of the runs whose tracks were kept."""
        return np.concatenate([chunk.tracks for chunk in self.chunks])

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The content of `summary.json`."""
        from jointex.api.inputs import count_inputs

        objectives = self.plan.scenario.objectives
        return summarise(self.tallies, self.events, self.plan.to_json(), objectives, count_inputs(self.plan))

    def measures(self) -> dict[str, dict[str, Any]]:
        """Return the measures by id: value, interval of the mean, spread of runs, unit, number of runs, basis."""
        return dict(self.summary["measures"])

    def limits(self, runs: int | None = None, executor: str = "threads", workers: int | None = None) -> dict[str, Any]:
        """Return what limited each objective: the first runs flown once more with one factor made perfect.

        Parameters
        ----------
        runs : int, optional
            So many of them; as many as 300 further runs in all allow if left out.
        executor : str
            As for `fly`.
        workers : int, optional
            As for `fly`.

        Returns
        -------
        dict
            As `limits` in `summary.json`: for each of `objectives` a `sentence`, and its `factors`, the costliest in front.
        """
        from jointex.api.scoring import flown_here
        from jointex.lens.causes import causes

        return causes(self.plan, self.seed, flown_here(self), runs, executor, workers)

    def plot(self, aircraft: str | None = None) -> Any:
        """Return a chart of fuel over time in the runs whose tracks were kept.

        Parameters
        ----------
        aircraft : str, optional
            Name of one aircraft, such as `LANCE1`; the first of each flight if left out.

        Returns
        -------
        altair.Chart
        """
        import altair as alt

        members = self.plan.members
        shown = [aircraft] if aircraft else [flight.members[0] for flight in self.plan.flights]
        wanted = self.tracks[np.isin(self.tracks["aircraft"], [members.index(name) for name in shown])][::6]
        rows = [
            {
                "run": int(row["run"]),
                "hours": row["time_s"] / 3600.0,
                "tonnes": row["fuel_kg"] / 1000.0,
                "aircraft": name,
            }
            for row in wanted
            for name in (members[row["aircraft"]],)
        ]
        return (
            alt.Chart(alt.Data(values=rows), title="Fuel on board")  # type: ignore[no-untyped-call]
            .mark_line(opacity=0.15)
            .encode(
                x=alt.X("hours:Q", title="hours from scenario start"),
                y=alt.Y("tonnes:Q", title="fuel [t]"),
                color="aircraft:N",
                detail="run:N",
            )
        )
