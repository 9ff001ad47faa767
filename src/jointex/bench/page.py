"""The tables of `jointex bench`, for people and for the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jointex.bench.machine import machine_line
from jointex.bench.peers import BLUESKY, JSBSIM, OPENAP

HEADING = "## Beside other programs: `jointex bench`"
MILLION = 1e6
WANTED = {"8": 100.0, "1000": 10.0}
"""How many times BlueSky's aircraft-seconds the engine is to reach, by the number of aircraft."""
WANTED_WATCHED = 20.0
"""The same where BlueSky looks for conflicts in every step, and the engine's frames are as long."""


@dataclass(frozen=True)
class Table:
    """A table of texts.

    Attributes
    ----------
    title : str
    columns : tuple of str
    rows : tuple of tuples of str
    numbers : tuple of int
        Columns to align on the right, counted from 0.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def tables(document: Mapping[str, Any]) -> tuple[Table, ...]:
    """Return the tables of a document.

    Parameters
    ----------
    document : mapping
        From `bench`.

    Returns
    -------
    tuple of Table
        By number of aircraft, with separation watched, by phase of flight, the limit.
    """
    return _by_count(document), _separation(document), _by_phase(document), _limit(document)


def notes(document: Mapping[str, Any]) -> list[str]:
    """Return what each program does in its figures, and why some are not there.

    Parameters
    ----------
    document : mapping
        From `bench`.

    Returns
    -------
    list of str
        A sentence or two each.
    """
    named = [
        ("Jointex", document["jointex"]),
        *((one.name, document[one.id]) for one in (BLUESKY, JSBSIM, OPENAP)),
        ("BlueSky that looks for conflicts,", document["separation"]["bluesky"]),
    ]
    done = [
        f"{name} {one['version']}: {one['does']}. Counted: {one['counts']}." for name, one in named if one is not None
    ]
    unexplained = document["phases"]["unexplained_fraction"]
    phases = (
        "Phases: by least squares over the times of all minutes of a run, which stray from the sum of the phases by "
        f"{unexplained:.0%} of their mean; taxi and take-off run are booked in one go: on the ground costs next to nothing."
    )
    return [*done, phases, *(f"{reason}." for reason in document["absent"].values() if reason != "left out")]


def section(document: Mapping[str, Any]) -> str:
    """Return the tables and notes as Markdown.

    Parameters
    ----------
    document : mapping
        From `bench`.

    Returns
    -------
    str
        Begins with a heading of the second level.
    """
    said = "\n".join(f"- {note}" for note in notes(document))
    machine = f"Machine: {machine_line(document['machine'])}."
    return "\n\n".join((HEADING, machine, *(_markdown(table) for table in tables(document)), said)) + "\n"


def figure(value: float | None) -> str:
    """Return a number to three digits, or a dash.

    Parameters
    ----------
    value : float or None

    Returns
    -------
    str
    """
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"


def _by_count(document: Mapping[str, Any]) -> Table:
    """Return the table of all programs by number of aircraft."""
    rows = [_count_row(document, count) for count in document["ratio"] if count in document["jointex"]]
    columns = (
        "aircraft",
        "Jointex",
        "repeats from",
        "BlueSky",
        "repeats from",
        "ratio",
        "wanted",
        "JSBSim",
        "OpenAP evaluations",
    )
    return Table("Thousand aircraft-seconds per CPU-second", columns, tuple(rows), tuple(range(9)))


def _separation(document: Mapping[str, Any]) -> Table:
    """Return the table of both programs watching separation in every step."""
    found = document["separation"]
    count, ratio = str(found["aircraft"]), found["ratio"]
    row = (
        f"{found['aircraft']:,}",
        *_thousands(found["jointex"], count),
        *_thousands(found["bluesky"], count),
        figure(ratio),
        "" if ratio is None else f"{WANTED_WATCHED:g}: {'met' if ratio >= WANTED_WATCHED else 'missed'}",
    )
    columns = ("aircraft", "Jointex", "repeats from", "BlueSky", "repeats from", "ratio", "wanted")
    title = f"The same with all distances watched by both in every step of {found['step_s']:g} s, BlueSky's in C++"
    return Table(title, columns, (row,), tuple(range(7)))


def _count_row(document: Mapping[str, Any], count: str) -> tuple[str, ...]:
    """Return what all programs reached with so many aircraft."""
    ratio, wanted = document["ratio"][count], WANTED.get(count)
    verdict = "" if ratio is None or wanted is None else f"{wanted:g}: {'met' if ratio >= wanted else 'missed'}"
    return (
        f"{int(count):,}",
        *_thousands(document["jointex"], count),
        *_thousands(document["bluesky"], count),
        figure(ratio),
        verdict,
        _thousands(document["jsbsim"], count)[0],
        _thousands(document["openap"], count)[0],
    )


def _thousands(one: Mapping[str, Any] | None, count: str) -> tuple[str, str]:
    """Return median and spread of a program, in thousands."""
    if one is None or count not in one:
        return "-", "-"
    spread = one["repeats"][count]
    low, high = (figure(spread[end] / 1000.0) for end in ("low", "high"))
    return figure(one[count] / 1000.0), f"{low} to {high}"


def _by_phase(document: Mapping[str, Any]) -> Table:
    """Return the table of phases of flight."""
    found = document["phases"]
    rows = [
        (
            row["name"],
            "-" if row["share_of_time"] is None else f"{row['share_of_time']:.1%}",
            _millions(row["aircraft_seconds_per_cpu_second"]),
        )
        for row in found["rows"]
    ]
    columns = ("phase", "of the time", "million aircraft-seconds per CPU-second")
    return Table(f"By phase of flight, {found['aircraft']} aircraft", columns, tuple(rows), (1, 2))


def _limit(document: Mapping[str, Any]) -> Table:
    """Return the table of the limit."""
    found = document["limit"]
    rows = (
        ("bare step of the same physics", _millions(found["own_physics"]), "million aircraft-steps per CPU-second"),
        ("bare step of a toy point mass", _millions(found["toy_point_mass"]), "million aircraft-steps per CPU-second"),
        (
            f"a frame of {found['frame_s']:g} s of the exercise",
            figure(found["bare_steps_per_frame"]),
            "bare steps of the same physics",
        ),
        (
            "the exercise in frames of 1 s, as BlueSky steps",
            _millions(found["engine_in_frames_of_1_s"]),
            "million aircraft-seconds per CPU-second",
        ),
    )
    return Table("The limit: motion alone, without events, wind, formation or log", ("", "median", "unit"), rows, (1,))


def _millions(value: float | None) -> str:
    """Return a rate in millions, or a dash."""
    return figure(None if value is None else value / MILLION)


def _markdown(table: Table) -> str:
    """Return a table as Markdown."""
    ruler = tuple("---:" if column in table.numbers else "---" for column in range(len(table.columns)))
    lines: Sequence[tuple[str, ...]] = (table.columns, ruler, *table.rows)
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table.title}:\n\n{body}"
