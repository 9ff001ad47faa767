"""One run as an ACMI 2.2 flight recording, for Tacview and what else reads that text.

Tracks hold no attitude, so roll and pitch are derived from the track: the bank of a level turn at that turn rate, and the
angle of climb. They serve the picture and are no result. Kills in an exercise are training kills: whoever is called out of a
fight is disabled for a while, and nothing here is ever marked as destroyed; see `shots`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import jointex
from jointex import record
from jointex.errors import Fault, InputError
from jointex.exports.shots import ENDED, FRIENDS, color_of, fight_lines
from jointex.exports.words import escaped
from jointex.record.disk import write_whole
from jointex.record.folder import ACMI, TRACKS
from jointex.units import RADIAN_DEG, STANDARD_GRAVITY_M_S2, flight_level, pounds

Array = npt.NDArray[Any]

BYTE_ORDER_MARK = "\ufeff"
FIRST_AIRCRAFT, FIRST_PLACE = 0x1001, 0x9001
COUNTRIES = {"us": "us", "usa": "us", "united states": "us", "jp": "jp", "japan": "jp"}


def write_acmi(folder: str | Path, run: int | None = None) -> Path:
    """Write exercise.acmi into a run folder.

    Parameters
    ----------
    folder : str or Path
        A run folder with tracks.parquet.
    run : int, optional
        Which run; the first with tracks if left out.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the folder has no tracks, or none of that run.
    StorageError
        If it cannot be written.
    """
    recording = record.read(folder)
    path = Path(folder) / ACMI
    write_whole(path, acmi_text(recording, run))
    return path


def acmi_text(recording: record.Recording, run: int | None = None) -> str:
    """Return one run as ACMI text; errors as `write_acmi`.

    Parameters
    ----------
    recording : Recording
        An opened run folder.
    run : int, optional
        The run to show; the first with tracks if left out.

    Returns
    -------
    str
        Begins with a byte-order mark, as the format recommends.

    References
    ----------
    Tacview, Technical Reference - ACMI flight recordings 2.2 (www.tacview.net/documentation/acmi/en).
    """
    chosen = _chosen_run(recording, run)
    plan = recording.plan
    tracks = {name: column.to_numpy() for name, column in zip(*_columns(recording.tracks(run=chosen)), strict=True)}
    ids = {member: FIRST_AIRCRAFT + place for place, member in enumerate(_members(plan))}
    places = _places(plan)
    moments: dict[float, list[str]] = {}
    rows = recording.events(run=chosen).to_pylist()
    told = [*_event_lines(rows, plan, ids, places), *fight_lines(rows, plan, ids)]
    lift_offs = {row["aircraft"]: row for row in rows if row["event"] == "airborne"}
    for time_s, line in [*_track_lines(tracks, plan, ids, lift_offs, _ends_s(rows)), *told]:
        moments.setdefault(round(time_s, 3), []).append(line)
    lines = [*_header(plan, chosen), *_place_lines(places)]
    for time_s in sorted(moments):
        lines += [f"#{time_s:.3f}".rstrip("0").rstrip("."), *moments[time_s]]
    return BYTE_ORDER_MARK + "\n".join(lines) + "\n"


def _chosen_run(recording: record.Recording, run: int | None) -> int:
    runs = np.unique(recording.tracks(columns=["run"])["run"].to_numpy())
    path = str(recording.folder / TRACKS)
    if not len(runs) and "airborne" not in recording.events(columns=["event"])["event"].unique().to_pylist():
        runs = np.zeros(1, np.int64)  # nobody took off in any run: there is nothing but places to show
    if not len(runs):
        raise InputError(
            Fault("must hold the track of at least one run", path, hint="Fly the exercise with tracks kept.")
        )
    if run is not None and run not in runs:
        kept = ", ".join(str(kept) for kept in runs[:10])
        raise InputError(Fault("holds no track of that run", path, key="run", value=str(run), hint=f"Kept: {kept}."))
    return int(runs[0]) if run is None else run


def _columns(table: Any) -> tuple[list[str], list[Any]]:
    return table.schema.names, table.columns


def _members(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the flight of each aircraft, in the order of the plan."""
    return {member: flight for flight in plan["flights"] for member in flight["members"]}


def _places(plan: dict[str, Any]) -> dict[str, tuple[int, str, float, float, float]]:
    """Return id, type and position of the bases and meeting places of a plan."""
    found: dict[str, tuple[str, float, float, float]] = {}
    for flight in plan["flights"]:
        for name, point in ((flight["base"], flight["points"][0]), (flight["recovery"], flight["points"][-1])):
            where = (point["longitude_deg"], point["latitude_deg"], point["altitude_m"])
            found.setdefault(name, ("Ground+Static+Aerodrome", *where))
    for work in plan["work"]:
        where = (work["longitude_deg"], work["latitude_deg"], 0.0)
        found.setdefault(work["area"] or work["id"], ("Navaid+Static+Waypoint", *where))
    return {name: (FIRST_PLACE + number, *entry) for number, (name, entry) in enumerate(found.items())}


def _header(plan: dict[str, Any], run: int) -> list[str]:
    comments = f"Run {run}. Roll and pitch are derived from the track. Training only."
    properties = {
        "ReferenceTime": plan["start"],
        "DataSource": f"Jointex {jointex.__version__}",
        "DataRecorder": f"Jointex {jointex.__version__}",
        "Title": plan.get("title") or plan["scenario"],
        "Category": "Training",
        "Comments": comments,
    }
    lines = ["FileType=text/acmi/tacview", "FileVersion=2.2"]
    return lines + [f"0,{name}={escaped(value)}" for name, value in properties.items()]


def _place_lines(places: dict[str, tuple[int, str, float, float, float]]) -> list[str]:
    return [
        f"{number:x},T={longitude:.5f}|{latitude:.5f}|{altitude:.1f},Type={kind},Name={escaped(name)},Color=Green"
        for name, (number, kind, longitude, latitude, altitude) in places.items()
    ]


def _ends_s(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Return when each aircraft was down [s]; a line about it after that would bring it back to life."""
    return {row["aircraft"]: row["time_s"] for row in rows if row["event"] in ENDED}


def _track_lines(
    tracks: dict[str, Array],
    plan: dict[str, Any],
    ids: dict[str, int],
    lift_offs: dict[str, dict[str, Any]],
    ends_s: dict[str, float],
) -> Iterator[tuple[float, str]]:
    for member, flight in _members(plan).items():
        is_shown = (tracks["aircraft"] == member) & (tracks["time_s"] <= ends_s.get(member, np.inf))
        rows = {name: column[is_shown] for name, column in tracks.items()}
        if not len(rows["time_s"]):
            continue
        roll_deg, pitch_deg = _attitude_deg(rows)
        introduction = _introduction(member, flight)
        off = lift_offs.get(member)
        if off is not None and off["time_s"] < rows["time_s"][0]:
            yield (
                off["time_s"],
                f"{ids[member]:x},T={_first_place(off, rows)},FuelWeight={off['fuel_kg']:.1f}{introduction}",
            )
            introduction = ""
        columns = [rows[name].tolist() for name in ("time_s", "longitude_deg", "latitude_deg", "altitude_m")]
        columns += [roll_deg.tolist(), pitch_deg.tolist()]
        columns += [rows[name].tolist() for name in ("heading_deg", "true_airspeed_m_s", "fuel_kg")]
        for time_s, longitude, latitude, altitude, roll, pitch, heading, speed, fuel in zip(*columns, strict=True):
            where = f"{longitude:.5f}|{latitude:.5f}|{altitude:.1f}|{roll:.1f}|{pitch:.1f}|{heading:.2f}"
            state = f"TAS={speed:.1f},FuelWeight={fuel:.1f}"
            yield time_s, f"{ids[member]:x},T={where},{state}{introduction}"
            introduction = ""


def _first_place(off: dict[str, Any], rows: dict[str, Array]) -> str:
    """Return where an aircraft lifted off, level and headed as in the first row of its track: what names it comes after."""
    where = f"{off['longitude_deg']:.5f}|{off['latitude_deg']:.5f}|{off['altitude_m']:.1f}"
    return f"{where}|0.0|0.0|{rows['heading_deg'][0]:.2f}"


def _introduction(member: str, flight: dict[str, Any]) -> str:
    """Return the properties an aircraft has for good, given with its first position."""
    country = COUNTRIES.get(str(flight["nation"]).casefold(), "")
    properties = {
        "Type": "Air+FixedWing",
        "Name": flight["aircraft"],
        "CallSign": member,
        "Pilot": member,
        "Group": flight["id"],
        "Country": country,
        "Coalition": FRIENDS,
        "Color": color_of(flight),
    }
    return "".join(f",{name}={escaped(value)}" for name, value in properties.items() if value)


def _attitude_deg(rows: dict[str, Array]) -> tuple[Array, Array]:
    """Return roll and pitch [deg] that fit the track: a level turn at its turn rate, and its angle of climb."""
    time_s, speed_m_s = rows["time_s"], np.maximum(rows["true_airspeed_m_s"], 1.0)
    if len(time_s) < 2:
        return np.zeros(len(time_s)), np.zeros(len(time_s))
    heading_rad = np.unwrap(rows["heading_deg"] / RADIAN_DEG)
    turn_rad_s = np.gradient(heading_rad, time_s)
    climb_m_s = np.gradient(rows["altitude_m"], time_s)
    roll_rad = np.arctan(speed_m_s * turn_rad_s / STANDARD_GRAVITY_M_S2)
    pitch_rad = np.arcsin(np.clip(climb_m_s / speed_m_s, -1.0, 1.0))
    return roll_rad * RADIAN_DEG, pitch_rad * RADIAN_DEG


def _event_lines(
    rows: list[dict[str, Any]],
    plan: dict[str, Any],
    ids: dict[str, int],
    places: dict[str, tuple[int, str, float, float, float]],
) -> Iterator[tuple[float, str]]:
    """Return what happened, as events of the format, and the removal of aircraft that are down."""
    members = _members(plan)
    for row in rows:
        flight, number = members[row["aircraft"]], f"{ids[row['aircraft']]:x}"
        if row["event"] == "airborne":
            yield row["time_s"], f"0,Event=TakenOff|{number}|{places[flight['base']][0]:x}|{_story(row)}"
        elif row["event"] in ("landed", "vertical_landed"):
            base = places.get(flight["recovery"])
            at = f"{base[0]:x}|" if base else ""
            yield row["time_s"], f"0,Event=Landed|{number}|{at}{_story(row)}"
            yield row["time_s"], f"-{number}"
        elif row["event"] == "fuel_out":
            yield row["time_s"], f"0,Event=LeftArea|{number}|"
            yield row["time_s"], f"-{number}"
        elif story := _story(row):
            yield row["time_s"], f"0,Event=Message|{number}|{story}"


def _story(row: dict[str, Any]) -> str:
    """Return an event as a crew would say it; empty for one that a viewer need not show."""
    who, other, value = row["aircraft"], row["other"], row["value"]
    fuel = f"{row['fuel_kg']:.0f} kg ({pounds(row['fuel_kg']) / 1000.0:.1f} klb)" if row["fuel_kg"] is not None else ""
    stories = {
        "airborne": f"{who} airborne with {fuel}",
        "level": f"{who} level at FL{flight_level(value):03d}" if value is not None else "",
        "joined": f"{who} joined on {other}",
        "on_station": f"{who} on station",
        "off_station": f"{who} off station with {fuel}",
        "joker": f"{who} joker with {fuel}",
        "bingo": f"{who} bingo with {fuel}",
        "divert": f"{who} diverts to {other} with {fuel}",
        "landed": f"{who} landed with {fuel}",
        "vertical_landed": f"{who} landed vertically with {fuel}",
        "dumped": f"{who} dumped fuel to its landing mass",
        "close": f"{who} closer to {other} than the rule",
    }
    return escaped(stories.get(row["event"], ""))
