"""A run folder read back."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jointex.errors import Fault, InputError, nearest_name
from jointex.record.folder import (
    CLAIMS,
    COMMUNITIES,
    EVENTS,
    LEDGER,
    MANIFEST,
    PLAN,
    REGION,
    RUNS,
    SCENARIO,
    SUMMARY,
    TRACKS,
)

if TYPE_CHECKING:
    import pyarrow as pa

Filter = int | str | Sequence[int] | Sequence[str] | None

PLAN_KEYS = ("scenario", "start", "feasible", "flights")
"""Keys without which a plan.json tells nothing."""


@dataclass(frozen=True)
class Recording:
    """A run folder; nothing is read before it is asked for.

    Attributes
    ----------
    folder : Path
        The run folder.
    """

    folder: Path

    @functools.cached_property
    def plan(self) -> dict[str, Any]:
        """Content of plan.json."""
        plan = self._object(PLAN)
        missing = [key for key in PLAN_KEYS if key not in plan]
        if missing:
            hint = "Make the folder anew with `jointex run`."
            raise InputError(
                Fault(f"must hold {', '.join(missing)}, as every plan does", str(self.folder / PLAN), hint=hint)
            )
        return plan

    @functools.cached_property
    def summary(self) -> dict[str, Any]:
        """Content of summary.json; empty if there is none."""
        return self._object(SUMMARY, needed=False)

    @functools.cached_property
    def manifest(self) -> dict[str, Any]:
        """Content of manifest.json; empty if there is none."""
        return self._object(MANIFEST, needed=False)

    @functools.cached_property
    def claims(self) -> list[dict[str, Any]]:
        """Content of claims.json; no rows if there is none."""
        found: list[dict[str, Any]] = self._json(CLAIMS, needed=False, kind=list)
        return found

    @functools.cached_property
    def region(self) -> dict[str, Any]:
        """Content of region.json; empty if there is none."""
        return self._object(REGION, needed=False)

    @functools.cached_property
    def communities(self) -> dict[str, Any]:
        """Content of communities.json; empty if there is none."""
        return self._object(COMMUNITIES, needed=False)

    @functools.cached_property
    def scenario_text(self) -> str:
        """The scenario as run; empty if it is not there."""
        path = self.folder / SCENARIO
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def has(self, name: str) -> bool:
        """Return whether the folder holds a file."""
        return (self.folder / name).exists()

    def tracks(self, run: Filter = None, aircraft: Filter = None, columns: Sequence[str] | None = None) -> pa.Table:
        """Return rows of tracks.parquet.

        Parameters
        ----------
        run : int or sequence of int, optional
            Only these runs.
        aircraft : str or sequence of str, optional
            Only these aircraft.
        columns : sequence of str, optional
            Only these columns.

        Returns
        -------
        pyarrow.Table
            Numbers as float64 in the unit of the column's name (decimals in the file); no rows if there is no file.
        """
        return self._rows(TRACKS, columns, run=run, aircraft=aircraft)

    def events(
        self,
        run: Filter = None,
        aircraft: Filter = None,
        event: Filter = None,
        columns: Sequence[str] | None = None,
    ) -> pa.Table:
        """Return rows of events.parquet; parameters as `tracks`, and `event` by name, such as "landed"."""
        return self._rows(EVENTS, columns, run=run, aircraft=aircraft, event=event)

    def ledger(
        self, run: Filter = None, aircraft: Filter = None, flow: Filter = None, columns: Sequence[str] | None = None
    ) -> pa.Table:
        """Return rows of ledger.parquet; parameters as `tracks`, and `flow` by name, such as "given"."""
        return self._rows(LEDGER, columns, run=run, aircraft=aircraft, flow=flow)

    def values(self, run: Filter = None, measure: Filter = None, columns: Sequence[str] | None = None) -> pa.Table:
        """Return rows of runs.parquet, a row per run and measure; `measure` by id."""
        return self._rows(RUNS, columns, run=run, measure=measure)

    def _object(self, name: str, needed: bool = True) -> dict[str, Any]:
        found: dict[str, Any] = self._json(name, needed)
        return found

    def _json(self, name: str, needed: bool = True, kind: type = dict) -> Any:
        path = self.folder / name
        if not needed and not path.exists():
            return kind()
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(content, kind):
                raise ValueError(f"it holds no {'object' if kind is dict else 'list'} but a {type(content).__name__}")
            return content
        except (OSError, ValueError) as error:
            raise InputError(Fault(f"must be a readable JSON file of a run folder ({error})", str(path))) from None

    def _rows(self, name: str, columns: Sequence[str] | None, **filters: Filter) -> pa.Table:
        import pyarrow as pa
        import pyarrow.parquet as pq

        from jointex.record.columns import schema

        path = self.folder / name
        if not path.exists():
            empty = schema(name).empty_table()
            return plain(empty.select(list(columns)) if columns else empty)
        wanted = [(key, "in", _several(value)) for key, value in filters.items() if value is not None]
        try:
            return plain(pq.read_table(path, columns=list(columns) if columns else None, filters=wanted or None))
        except (pa.ArrowInvalid, OSError) as error:
            raise InputError(Fault(f"must be a complete Parquet file ({error})", str(path))) from None


def read(folder: str | Path) -> Recording:
    """Open a run folder.

    Parameters
    ----------
    folder : str or Path
        A folder that holds at least plan.json.

    Returns
    -------
    Recording

    Raises
    ------
    InputError
        If there is no such folder, or it is no run folder.
    """
    path = Path(folder)
    if not path.is_dir():
        beside = path.parent.iterdir() if path.parent.is_dir() else ()
        hint = nearest_name(path.name, [other.name for other in beside if other.is_dir()])
        raise InputError(Fault("must be a run folder", str(path), hint=hint))
    if not (path / PLAN).exists():
        raise InputError(
            Fault(f"must be a run folder: it holds no {PLAN}", str(path), hint="Make one with `jointex run`.")
        )
    return Recording(path)


def _several(value: Filter) -> list[Any]:
    return [value] if isinstance(value, int | str) else list(cast(Sequence[Any], value))


def plain(table: pa.Table) -> pa.Table:
    """Return a table of a run folder as readers get it.

    Parameters
    ----------
    table : pyarrow.Table
        As `record.columns` makes it.

    Returns
    -------
    pyarrow.Table
        Decimals as float64, dictionaries as strings.
    """
    import pyarrow as pa

    plain = []
    for field in table.schema:
        if pa.types.is_decimal(field.type):
            plain.append(pa.field(field.name, pa.float64()))
        elif pa.types.is_dictionary(field.type):
            plain.append(pa.field(field.name, pa.string()))
        else:
            plain.append(field)
    return table.cast(pa.schema(plain))
