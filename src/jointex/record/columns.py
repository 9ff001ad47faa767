"""The columns of the Parquet files: their order, unit and quantum, and how arrays of the engine become them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from jointex.fleet.log import Ending, Event, Flow, Leaving, ShotEnd, Task
from jointex.fleet.reasons import REASON_WORDS, WEATHER_EVENTS, Reason
from jointex.record.folder import EVENTS, LEDGER, RUNS, TRACKS

if TYPE_CHECKING:
    import pyarrow as pa

DECIMALS = {
    "time_s": (9, 3),
    "latitude_deg": (8, 5),
    "longitude_deg": (8, 5),
    "altitude_m": (9, 1),
    "pressure_altitude_m": (9, 1),
    "true_airspeed_m_s": (9, 1),
    "ground_speed_m_s": (9, 1),
    "heading_deg": (9, 2),
    "fuel_kg": (9, 1),
    "mass_kg": (9, 1),
}
"""Digits in all, and after the point, of each rounded column: its quantum is the last digit, in the unit of its name.

Nine digits at most, so that a value is a 32-bit integer in the file and its differences pack tightly. Fuel in the ledger
(`kg`) and measures (`value`) are not rounded: they are what the engine counted, bit for bit.
"""

COLUMNS = {
    TRACKS: (
        "run",
        "time_s",
        "aircraft",
        "latitude_deg",
        "longitude_deg",
        "altitude_m",
        "pressure_altitude_m",
        "true_airspeed_m_s",
        "ground_speed_m_s",
        "heading_deg",
        "fuel_kg",
        "mass_kg",
        "task",
    ),
    EVENTS: (
        "run",
        "time_s",
        "aircraft",
        "event",
        "other",
        "value",
        "unit",
        "reason",
        "latitude_deg",
        "longitude_deg",
        "altitude_m",
        "fuel_kg",
    ),
    LEDGER: ("run", "time_s", "aircraft", "flow", "kg", "other", "reason"),
    RUNS: ("run", "measure", "value", "unit"),
}
"""Columns of each file, in order."""

WORDS = frozenset({"aircraft", "task", "event", "other", "flow", "reason", "measure", "unit"})
"""Columns that hold names; few different ones, so the file keeps a dictionary of them."""

EVENT_UNIT = {
    Event.TAXI: "s",
    Event.AIRBORNE: "s",
    Event.LEVEL: "m",
    Event.JOINED: "m",
    Event.AT_POINT: "number",
    Event.ON_STATION: "s",
    Event.OFF_STATION: "s",
    Event.JOKER: "kg",
    Event.BINGO: "kg",
    Event.DIVERT: "kg",
    Event.DESCENT: "m",
    Event.LANDED: "kg",
    Event.VERTICAL_LANDED: "kg",
    Event.DUMPED: "kg",
    Event.FUEL_OUT: "m",
    Event.CLOSE: "m",
    Event.LIMIT: "number",
    Event.BELOW_CLOUD_BASE: "m",
    Event.BELOW_VISIBILITY: "m",
    Event.ABOVE_CROSSWIND: "m/s",
    Event.ABOVE_WIND: "m/s",
    Event.ABOVE_SEA_STATE: "number",
    Event.WAITED: "s",
    Event.SPARE: "s",
    Event.DUTY: "s",
    Event.OVER_DUTY: "s",
    Event.NO_DIVERT: "kg",
    Event.BELOW_MINIMA: "number",
    Event.AT_CONTROL_POINT: "s",
    Event.AT_TANKER: "s",
    Event.CONTACT: "number",
    Event.MISSED_CONTACT: "number",
    Event.DISCONNECTED: "kg",
    Event.REFUELLED: "kg",
    Event.CUT_SHORT: "kg",
    Event.LEFT_TANKER: "s",
    Event.NO_TANKER: "kg",
    Event.OTHER_TANKER: "kg",
    Event.ABORT_LINE: "kg",
    Event.TANKER_SPENT: "kg",
    Event.STAYED_ON: "s",
    Event.CALLED: "s",
    Event.TURNED_IN: "m",
    Event.ROLLED_OUT: "m",
    Event.ASIDE: "m",
    Event.MARSHALLING: "number",
    Event.FIGHT_ON: "number",
    Event.FIGHT_OFF: "number",
    Event.COMMIT: "m",
    Event.SHOT: "m",
    Event.SHOT_SHORT: "m",
    Event.CRANK: "m",
    Event.NOTCH: "m",
    Event.PUMP: "m",
    Event.RECOMMIT: "m",
    Event.BUG_OUT: "number",
    Event.SHOT_VALID: "s",
    Event.SHOT_MISSED: "number",
    Event.KILL_REMOVED: "s",
    Event.WRONG_CALL: "s",
    Event.MISSED_CALL: "s",
    Event.REGENERATED: "s",
    Event.KNOCK_IT_OFF: "number",
    Event.HARD_DECK: "m",
    Event.SEEN: "m",
    Event.TOLD: "s",
    Event.LOST_TRACK: "s",
    Event.WARNED: "m",
    Event.IN_TURN: "s",
}
"""Unit of an event's `value`; an event without a value has none."""

FUEL_REASON = len(Reason)
"""Number of fuel as a reason of an event."""
COUNTED = {
    Event.SHOT_MISSED: ShotEnd,
    Event.BUG_OUT: Leaving,
    Event.FIGHT_OFF: Ending,
    Event.KNOCK_IT_OFF: Ending,
}
"""Events whose value is the number of a reason of their own."""
EVENT_REASONS = [*(REASON_WORDS[reason] for reason in Reason), "fuel"]
EVENT_REASONS += [one.name.lower().replace("_", " ") for kind in (ShotEnd, Leaving, Ending) for one in kind]
"""Words of all reasons of events, by number."""
FIRST_OF = {
    kind: FUEL_REASON + 1 + sum(map(len, (ShotEnd, Leaving, Ending)[:place]))
    for place, kind in enumerate((ShotEnd, Leaving, Ending))
}
"""Number of the first reason of each kind among all."""

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Roster:
    """Who flew: the names behind the numbers in the engine's arrays.

    Attributes
    ----------
    members : tuple of str
        Aircraft, in the order of the fleet array.
    bases : tuple of tuple of str
        For each of them its planned base of recovery, then its diverts in order.
    """

    members: tuple[str, ...]
    bases: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, plan: dict[str, Any]) -> Roster:
        """Return the roster of a plan (the content of plan.json)."""
        members: list[str] = []
        bases: list[tuple[str, ...]] = []
        for flight in plan["flights"]:
            members += flight["members"]
            bases += [(flight["recovery"], *flight["diverts"])] * len(flight["members"])
        return cls(tuple(members), tuple(bases))

    @property
    def ranks(self) -> Array:
        """Place of each aircraft in the alphabet of their names; shape (n_aircraft,)."""
        order = np.argsort(np.array(self.members, dtype=str), kind="stable")
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks


def word(member: Event | Flow | Task) -> str:
    """Return an event, flow or task as files spell it: `take_off`."""
    return member.name.lower()


def schema(file: str) -> pa.Schema:
    """Return the Arrow schema of one of the files."""
    import pyarrow as pa

    return pa.schema([pa.field(name, _type(file, name)) for name in COLUMNS[file]])


def _type(file: str, name: str) -> pa.DataType:
    import pyarrow as pa

    if name == "run":
        return pa.int32()
    if name in WORDS:
        return pa.dictionary(pa.int32(), pa.string())
    if name in DECIMALS:
        return pa.decimal128(*DECIMALS[name])
    return pa.float64()


def sort_rows(rows: Array, roster: Roster) -> Array:
    """Return rows of the engine by run, time and name of the aircraft; rows that tie keep their order."""
    order = np.lexsort((roster.ranks[rows["aircraft"]], _rounded(rows["time_s"], "time_s"), rows["run"]))
    return rows[order]


def _rounded(values: Array, name: str) -> Array:
    """Return values as whole quanta, half to even; values that are not finite become 0."""
    digits, places = DECIMALS[name]
    with np.errstate(invalid="ignore"):
        quanta = np.rint(np.nan_to_num(values, nan=0.0, posinf=np.inf, neginf=-np.inf) * 10.0**places)
    if len(quanta) and not np.all(np.abs(quanta) < 10.0**digits):
        raise ValueError(f"{name} must stay below {10 ** (digits - places)}; got {np.max(np.abs(values))}")
    return quanta.astype(np.int64)


def track_table(rows: Array, roster: Roster) -> pa.Table:
    """Return rows of `TRACK` as the columns of tracks.parquet.

    Parameters
    ----------
    rows : array (n,) of TRACK
        In any order.
    roster : Roster
        Names of the aircraft.

    Returns
    -------
    pyarrow.Table
        Sorted by run, time and aircraft; a value that is not a number is null.
    """
    rows = sort_rows(rows, roster)
    special = {"aircraft": _names(rows["aircraft"], roster.members), "task": _names(rows["task"], _words(Task))}
    return _table(TRACKS, rows, special)


def event_table(rows: Array, roster: Roster) -> pa.Table:
    """Return rows of `EVENT` as the columns of events.parquet.

    Parameters
    ----------
    rows : array (n,) of EVENT
        In any order.
    roster : Roster
        Names of the aircraft.

    Returns
    -------
    pyarrow.Table
        As `track_table` does it. `other` is an aircraft, or for a divert the base flown to; `reason` says why, in words,
        where a rule decided.
    """
    rows = sort_rows(rows, roster)
    units = [EVENT_UNIT.get(event) for event in Event]
    special = {
        "aircraft": _names(rows["aircraft"], roster.members),
        "event": _names(rows["event"], _words(Event)),
        "other": _others(rows, roster),
        "unit": _names(rows["event"], units),
        "reason": _names(_reasons(rows), EVENT_REASONS),
    }
    return _table(EVENTS, rows, special)


def _reasons(rows: Array) -> Array:
    """Return the number of each event's reason, one more than the last for fuel, -1 for none.

    A wait or divert for weather stands right behind the event of the minimum that was broken, at the same moment.
    """
    kind, weather = rows["event"], np.isin(rows["event"], WEATHER_EVENTS)
    reasons = np.full(len(rows), -1)
    reasons[weather] = kind[weather] - int(WEATHER_EVENTS[0]) + int(Reason.CLOUD_BASE)
    told = np.isin(kind, (Event.CANCELLED, Event.BELOW_MINIMA))
    reasons[told] = np.nan_to_num(rows["value"][told])
    reasons[kind == Event.SPARE] = Reason.READINESS
    reasons[np.isin(kind, (Event.DUTY, Event.OVER_DUTY))] = Reason.DUTY
    behind = np.zeros(len(rows), dtype=bool)
    behind[1:] = weather[:-1] & np.all([rows[name][1:] == rows[name][:-1] for name in ("run", "aircraft")], axis=0)
    follows = np.flatnonzero(np.isin(kind, (Event.WAITED, Event.DIVERT, Event.NO_DIVERT)) & behind)
    reasons[follows] = reasons[follows - 1]
    reasons[(kind == Event.DIVERT) & ~behind] = FUEL_REASON
    for event, counted in COUNTED.items():
        own = kind == event
        reasons[own] = FIRST_OF[counted] + rows["value"][own].astype(np.int64)
    return reasons


def _others(rows: Array, roster: Roster) -> pa.Array:
    """Return the partner of each event: an aircraft, or the divert base, numbered within its flight."""
    width = max((len(bases) for bases in roster.bases), default=0)
    names = list(roster.members)
    names += [base for bases in roster.bases for base in (*bases, *[bases[0]] * (width - len(bases)))]
    other = rows["other"].astype(np.int64)
    is_base = (rows["event"] == Event.DIVERT) & (other >= 0) & (other < width)
    other[is_base] += len(roster.members) + rows["aircraft"][is_base].astype(np.int64) * width
    return _names(other, names)


def ledger_table(rows: Array, roster: Roster) -> pa.Table:
    """Return rows of `LEDGER` as the columns of ledger.parquet; see `track_table`.

    `reason` is the task the fuel flowed in.
    """
    rows = sort_rows(rows, roster)
    special = {
        "aircraft": _names(rows["aircraft"], roster.members),
        "flow": _names(rows["flow"], _words(Flow)),
        "other": _names(rows["other"], roster.members),
        "reason": _names(rows["task"], _words(Task)),
    }
    return _table(LEDGER, rows, special)


def value_table(run: Array, measure: Sequence[str], value: Array, unit: Sequence[str]) -> pa.Table:
    """Return measures of runs as the columns of runs.parquet.

    Parameters
    ----------
    run : array (n,) of int
        Run of each row, not falling.
    measure : sequence (n,) of str
        Id of the measure.
    value : array (n,) of float
        Its value [unit]; not a number becomes null.
    unit : sequence (n,) of str
        Its unit.

    Returns
    -------
    pyarrow.Table
    """
    import pyarrow as pa

    columns = [
        pa.array(np.asarray(run, dtype=np.int32)),
        pa.array(measure, pa.string()).dictionary_encode(),
        _floats(np.asarray(value, dtype=np.float64)),
        pa.array(unit, pa.string()).dictionary_encode(),
    ]
    return pa.Table.from_arrays(columns, schema=schema(RUNS))


def _table(file: str, rows: Array, special: dict[str, pa.Array]) -> pa.Table:
    import pyarrow as pa

    columns = []
    for name in COLUMNS[file]:
        if name in special:
            columns.append(special[name])
        elif name in DECIMALS:
            columns.append(_decimals(rows[name], name))
        elif name == "run":
            columns.append(pa.array(np.ascontiguousarray(rows[name])))
        else:
            columns.append(_floats(np.ascontiguousarray(rows[name])))
    return pa.Table.from_arrays(columns, schema=schema(file))


def _words(kind: type[Event] | type[Flow] | type[Task]) -> list[str]:
    return [word(member) for member in kind]


def _names(numbers: Array, names: Sequence[str | None]) -> pa.Array:
    """Return numbers as names; a number outside the list, or a name that is None, is null.

    Each name stands once in the dictionary: where one stands twice, pyarrow 26 leaves its page in the file longer than what it
    writes there, and the rest is whatever was in memory.
    """
    import pyarrow as pa

    numbers = np.asarray(numbers, dtype=np.int32)
    known = list(dict.fromkeys(name for name in names if name is not None))
    at = {name: number for number, name in enumerate(known)}
    place = np.array([-1 if name is None else at[name] for name in names] + [-1], dtype=np.int32)
    inside = place[np.where((numbers >= 0) & (numbers < len(names)), numbers, len(names))]
    indices = pa.array(np.maximum(inside, 0), mask=inside < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(known, pa.string()))


def _floats(values: Array) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, mask=~np.isfinite(values))


def _decimals(values: Array, name: str) -> pa.Array:
    """Return values rounded to the quantum of their column, as 128-bit decimals laid out by hand: no Python number is made."""
    import pyarrow as pa

    quanta = _rounded(values, name)
    words = np.empty((len(quanta), 2), dtype="<i8")
    words[:, 0] = quanta
    words[:, 1] = quanta >> 63
    missing = ~np.isfinite(values)
    validity = pa.py_buffer(np.packbits(~missing, bitorder="little")) if missing.any() else None
    return pa.Array.from_buffers(pa.decimal128(*DECIMALS[name]), len(quanta), [validity, pa.py_buffer(words)])
