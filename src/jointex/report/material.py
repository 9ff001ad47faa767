"""What a report is made of: the content of a run folder, gathered once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from jointex import record
from jointex.errors import JointexError
from jointex.record.folder import SCENARIO
from jointex.report.axes import clock

if TYPE_CHECKING:
    import pyarrow as pa

    from jointex.scenario import Scenario

Array = npt.NDArray[Any]

COLOURS = 8
"""So many flights have a colour of their own; after that the colours begin anew."""

ENOUGH_TRACKS = 20
"""With the tracks of so many runs, the spread of fuel is drawn from them; with fewer, from the events of all runs."""

DRAWN_RUNS = 1000
"""The events of so many runs are drawn: those of more take memory and move no mark by the width of its line."""


OF_COMBAT = (
    "fight_on",
    "fight_off",
    "shot",
    "shot_short",
    "shot_valid",
    "shot_missed",
    "kill_removed",
    "wrong_call",
    "missed_call",
)
"""Events that the report tells simulated combat by."""


@dataclass(frozen=True)
class Material:
    """The content of a run folder.

    Attributes
    ----------
    plan, summary, manifest : dict
        Content of the JSON files; `summary` and `manifest` are empty where there is none.
    scenario : Scenario or None
        The scenario as run; None if the folder holds none that can be read.
    start : datetime
        Time 0 of all times, UTC.
    tracks : dict of str to dict of str to array (n,)
        By aircraft, the columns of its track in the run shown.
    run_shown : int or None
        That run; None where no track was kept.
    n_runs_tracked : int
        Runs whose tracks were kept.
    events : dict of str to array (n,)
        Columns of events.parquet, the first `DRAWN_RUNS` runs.
    fuels : dict of str to array (n,)
        Fuel at moments of many runs: `run, time_s, aircraft, fuel_kg`; from tracks where enough runs kept them, else
        from events.
    transfers : dict of str to array (n,)
        Rows of ledger.parquet with fuel given or received, of the same runs: `run, aircraft, flow, kg, other`.
    fights : dict of str to array (n,)
        Events of simulated combat of the same runs, every column.
    values : dict of str to array (n_runs,)
        Measures that objectives ask for, by id; NaN where it never happened.
    region : dict
        Content of region.json; empty where there is none.
    communities : dict
        Content of communities.json; empty where there is none.
    claims : list of dict
        Statements with their verdicts, as claims.json has them; none where there is no such file.
    """

    plan: dict[str, Any]
    summary: dict[str, Any]
    manifest: dict[str, Any]
    scenario: Scenario | None
    start: datetime.datetime
    tracks: dict[str, dict[str, Array]]
    run_shown: int | None
    n_runs_tracked: int
    events: dict[str, Array]
    fuels: dict[str, Array]
    transfers: dict[str, Array]
    fights: dict[str, Array]
    values: dict[str, Array]
    region: dict[str, Any] = field(default_factory=dict)
    communities: dict[str, Any] = field(default_factory=dict)
    claims: list[dict[str, Any]] = field(default_factory=list)

    @property
    def n_runs(self) -> int:
        """Runs behind the figures."""
        return int(self.summary.get("runs") or self.manifest.get("runs") or 0)

    def colour(self, flight_id: str) -> str:
        """Return the class of a flight's colour: `f0`."""
        ids = [flight["id"] for flight in self.plan["flights"]]
        return f"f{ids.index(flight_id) % COLOURS}" if flight_id in ids else "f7"

    def clock(self, time_s: float) -> str:
        """Return a time from scenario start [s] as UTC clock time."""
        return clock(self.start, time_s)

    def span_s(self, flights: list[dict[str, Any]] | None = None) -> tuple[float, float]:
        """Return the first and last planned time of flights, of all if left out [s]."""
        times = [point["time_s"] for flight in flights or self.plan["flights"] for point in flight["points"]]
        return (min(times), max(times)) if times else (0.0, 3600.0)

    def of_flight(self, flight: dict[str, Any], *names: str) -> Array:
        """Return which rows of `events` are of one flight and of one of the named events (any if none)."""
        rows = np.isin(self.events["aircraft"], flight["members"])
        return rows & np.isin(self.events["event"], names) if names else rows


def gather(recording: record.Recording) -> Material:
    """Read a run folder.

    Parameters
    ----------
    recording : Recording

    Returns
    -------
    Material

    Raises
    ------
    InputError
        If a file of the folder cannot be read.
    """
    plan, summary = recording.plan, recording.summary
    start = datetime.datetime.fromisoformat(plan["start"].replace("Z", "+00:00")).astimezone(datetime.UTC)
    runs = np.unique(recording.tracks(columns=["run"])["run"].to_numpy())
    tracks = _by_aircraft(recording.tracks(run=int(runs[0]))) if len(runs) else {}
    events = _columns(
        recording.events(run=range(DRAWN_RUNS), columns=["run", "time_s", "aircraft", "event", "value", "fuel_kg"])
    )
    has_tracks = len(runs) >= min(ENOUGH_TRACKS, len(np.unique(events["run"])) or 1)
    fuel_columns = ["run", "time_s", "aircraft", "fuel_kg"]
    wanted = sorted({objective["measure"] for objective in summary.get("objectives", ())})
    return Material(
        plan=plan,
        summary=summary,
        manifest=recording.manifest,
        scenario=_scenario(recording.scenario_text, recording.folder / SCENARIO),
        start=start,
        tracks=tracks,
        run_shown=int(runs[0]) if len(runs) else None,
        n_runs_tracked=len(runs),
        events=events,
        fuels=_columns(recording.tracks(columns=fuel_columns)) if has_tracks else events,
        transfers=_columns(
            recording.ledger(
                run=range(DRAWN_RUNS), flow=("given", "received"), columns=["run", "aircraft", "flow", "kg", "other"]
            )
        ),
        fights=_columns(recording.events(run=range(DRAWN_RUNS), event=OF_COMBAT)) if plan.get("combat") else {},
        values={name: recording.values(measure=name)["value"].to_numpy() for name in wanted},
        region=recording.region,
        communities=recording.communities,
        claims=recording.claims,
    )


def _scenario(text: str, path: Path) -> Scenario | None:
    """Return the scenario as run, or None where it cannot be read any more: the rest of the report stands without it."""
    from jointex.scenario import loads

    if not text:
        return None
    try:
        return loads(text, str(path))
    except JointexError:
        return None


def _columns(table: pa.Table) -> dict[str, Array]:
    return {name: _array(column) for name, column in zip(table.schema.names, table.columns, strict=True)}


def _array(column: pa.ChunkedArray) -> Array:
    """Return a column as an array; names as fixed-width text, which compares quickly."""
    import pyarrow as pa

    if not pa.types.is_string(column.type):
        return np.asarray(column.to_numpy())
    encoded = column.combine_chunks().dictionary_encode()
    words = np.array(["", *encoded.dictionary.to_pylist()], dtype=str)
    return np.asarray(words[np.asarray(encoded.indices.fill_null(-1)) + 1])


def _by_aircraft(table: pa.Table) -> dict[str, dict[str, Array]]:
    """Return the rows of each aircraft, in time."""
    columns = _columns(table)
    result = {}
    for aircraft in np.unique(columns["aircraft"]):
        rows = columns["aircraft"] == aircraft
        result[str(aircraft)] = {name: column[rows] for name, column in columns.items()}
    return result
