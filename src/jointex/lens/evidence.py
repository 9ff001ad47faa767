"""What is known of one run: its events as recorded, and the run itself flown again where that gives the same events."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jointex.earth.geodesics import distance_course
from jointex.engine.forks import State
from jointex.errors import Fault, InputError, QuestionError
from jointex.fleet.log import Task
from jointex.lens.moments import clock
from jointex.lens.replay import Replay
from jointex.record import Recording

Row = Mapping[str, Any]


@dataclass(frozen=True)
class FuelLook:
    """The fuel of one aircraft at one moment against the line it decides by [kg].

    That is the way home with the reserve, or, where it has fuel still to take, the way to its next tanker with the abort line
    there.

    Attributes
    ----------
    time_s : float
        When [s].
    fuel_kg, way_kg, line_kg, joker_extra_kg : float
        On board; for the way from there, landing included if it leads home; to be left at its end; extra at which joker is
        called.
    bracket : str
        Id of the bracket to come; empty where the way leads home.
    """

    time_s: float
    fuel_kg: float
    way_kg: float
    line_kg: float
    joker_extra_kg: float
    bracket: str = ""

    @property
    def over_bingo_kg(self) -> float:
        """Fuel above what the way and the line take; below 0 it is short of that."""
        return self.fuel_kg - self.way_kg - self.line_kg

    @property
    def expected_kg(self) -> float:
        """Fuel expected at the end of the way if it went now."""
        return self.fuel_kg - self.way_kg

    @property
    def way(self) -> str:
        """Where the way leads, in words."""
        return f"the way to {self.bracket}" if self.bracket else "the way home"

    @property
    def line(self) -> str:
        """What is to be left, in words."""
        return "the abort line there" if self.bracket else "the reserve"

    def numbers(self) -> dict[str, float]:
        """Return the figures by name."""
        way, line = ("to_tanker_kg", "abort_kg") if self.bracket else ("home_kg", "reserve_kg")
        return {
            "fuel_kg": self.fuel_kg,
            way: self.way_kg,
            line: self.line_kg,
            "joker_extra_kg": self.joker_extra_kg,
            "over_bingo_kg": self.over_bingo_kg,
        }


class Evidence:
    """One run of a run folder.

    Parameters
    ----------
    recording : Recording
        The run folder.
    run : int
        Which run of it.
    """

    def __init__(self, recording: Recording, run: int) -> None:
        self.recording, self.run, self.plan = recording, run, recording.plan
        manifest = recording.manifest
        self.seed, self.n_runs = int(manifest.get("seed", 0)), int(manifest.get("runs", 0))
        if not 0 <= run < self.n_runs:
            rule = f"must be a run of {recording.folder}: 0 to {self.n_runs - 1}" if self.n_runs else "must be flown"
            hint = "" if self.n_runs else "Fly it with `jointex run`."
            raise QuestionError(Fault(rule, "--run", value=str(run), hint=hint))
        recorded = recording.events(run=run)
        self.rows: list[Row] = recorded.to_pylist()
        self.why_not = ""
        self.replay: Replay | None = self._replay(recorded)

    def time(self, time_s: float) -> str:
        """Return a time from scenario start [s] as UTC time of day."""
        return clock(self.plan, time_s)

    @functools.cached_property
    def members(self) -> tuple[str, ...]:
        """Names of all aircraft, in the order of their numbers."""
        return tuple(member for flight in self.plan["flights"] for member in flight["members"])

    def flight_of(self, aircraft: str) -> Mapping[str, Any]:
        """Return the flight of an aircraft, as plan.json has it."""
        return next(flight for flight in self.plan["flights"] if aircraft in flight["members"])

    def is_tanker(self, aircraft: str) -> bool:
        """Return whether an aircraft gives fuel on a track, by plan or called in the place of another one."""
        orders = self.plan.get("refuelling") or {}
        ids = {one["id"] for one in (*orders.get("tankers", ()), *orders.get("stand_ins", ()))}
        return self.flight_of(aircraft)["id"] in ids

    def look(self, aircraft: str, time_s: float) -> FuelLook | None:
        """Return the fuel of an aircraft against its line at a moment, or None if the run could not be flown again."""
        if self.replay is None:
            return None
        state = self.replay.at(time_s)
        a, flight = self.records(state, aircraft)
        bracket, line_kg = self._line(a, flight)
        if bracket:
            control = state.points[int(a["first_point"] + self.brackets[int(a["bracket"])]["control"])]
            way_kg = _distance_m(a, control) * float(flight["home_kg_per_m"])
        else:
            way_kg = _home_m(state, a, flight) * float(flight["home_kg_per_m"]) + float(flight["approach_fuel_kg"])
        return FuelLook(float(a["time_s"]), float(a["fuel_kg"]), way_kg, line_kg, float(flight["joker_kg"]), bracket)

    def last_look(self, aircraft: str, time_s: float) -> FuelLook | None:
        """Return what the aircraft itself saw at its last look at the fuel before a moment: what its decision rested on."""
        if self.replay is None:
            return None
        a, flight = self.records(self.replay.at(time_s), aircraft)
        if not math.isfinite(a["spare_kg"]):
            return None
        looked_s = float(a["looked_s"])
        before, _ = self.records(self.replay.at(looked_s), aircraft)
        bracket, line_kg = self._line(before, flight)
        fuel_kg = float(before["fuel_kg"])
        way_kg = fuel_kg - float(a["spare_kg"]) - line_kg
        return FuelLook(looked_s, fuel_kg, way_kg, line_kg, float(flight["joker_kg"]), bracket)

    @functools.cached_property
    def brackets(self) -> Any:
        """Array of `fleet.aircraft.BRACKET` as flown, those of a flight one after the other."""
        assert self.replay is not None
        return self.replay.setup.world.brackets

    def bracket_ids(self, flight: str) -> list[str]:
        """Return the ids of the brackets of a flight in the order it flies them."""
        rows = (self.plan.get("refuelling") or {}).get("brackets", ())
        own = [row for row in rows if row["flight"] == flight]
        return [row["id"] for row in sorted(own, key=lambda row: row["arrive_s"])]

    def bracket_of(self, a: Any, flight: Any) -> str:
        """Return the id of the bracket that an aircraft flies next or is in; empty where it has none left."""
        ids = self.bracket_ids(self.flight_of(self.members[int(a["aircraft"])])["id"])
        left = int(flight["bracket_end"]) - int(a["bracket"])
        return ids[-left] if 0 < left <= len(ids) else ""

    def _line(self, a: Any, flight: Any) -> tuple[str, float]:
        """Return the bracket whose abort line holds, empty for the reserve at home, and the line [kg]."""
        bracket = self.bracket_of(a, flight)
        if bracket and a["task"] < Task.DIVERT:
            return bracket, float(self.brackets[int(a["bracket"])]["abort_kg"])
        return "", float(flight["reserve_kg"])

    def records(self, state: State, aircraft: str) -> tuple[Any, Any]:
        """Return the records of an aircraft and of its flight in a state."""
        a = state.fleet[self.members.index(aircraft)]
        return a, state.flights[int(a["flight"])]

    def _replay(self, recorded: Any) -> Replay | None:
        """Return the run flown again, or None, with the reason in `why_not`, where that does not give what is recorded."""
        from jointex import scenario
        from jointex.lens.replan import plan_again
        from jointex.record.columns import Roster, event_table
        from jointex.record.folder import SCENARIO
        from jointex.record.reader import plain

        try:
            loaded = scenario.load(self.recording.folder / SCENARIO)
        except InputError as error:
            self.why_not = f"the scenario in the folder cannot be read again ({error.faults[0]})"
            return None
        replay = Replay(plan_again(loaded, self.plan), self.seed, self.run)
        again = plain(event_table(replay.events, Roster.of(self.plan)))
        if not again.equals(recorded):
            made_by = self.recording.manifest.get("jointex")
            self.why_not = f"flown again, run {self.run} differs from what is recorded (made by Jointex {made_by})"
            return None
        return replay


def _home_m(state: State, a: Any, flight: Any) -> float:
    """Return the distance home [m]: straight to the way back, or to the next point of it, and along it from there."""
    first = int(a["first_point"] + flight["home_point"])
    is_diverting = a["last_point"] > a["first_point"] + flight["end_point"]
    is_on_way = a["task"] >= Task.RETURN and a["point"] >= first
    point = state.points[int(a["point"]) if is_diverting or is_on_way else first]
    return _distance_m(a, point) + float(point["beyond_m"])


def _distance_m(a: Any, point: Any) -> float:
    """Return the distance from an aircraft to a route point [m]."""
    to_point_m, _, _ = distance_course(*_angles(a), *_angles(point))
    return float(to_point_m)


def _angles(record: Any) -> tuple[float, float]:
    """Return latitude and longitude [rad] of a record with a unit normal."""
    x, y, z = float(record["x"]), float(record["y"]), float(record["z"])
    return math.atan2(z, math.hypot(x, y)), math.atan2(y, x)
