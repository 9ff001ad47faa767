"""What every script shares: rows with their bounds, tables, children.

Nothing heavy is imported here: the peak memory of a child is counted from that of its parent at the fork.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jointex.bench.machine import machine, machine_line

REPEATS = 5
KIB, BYTES_PER_MB = 1024, 1e6


@dataclass(frozen=True)
class Row:
    """One measured figure: the median of some repeats with the least and the largest, and what it must reach."""

    what: str
    unit: str
    value: float
    low: float
    high: float
    repeats: int
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def bound(self) -> str:
        """What must be reached, in words."""
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return "" if self.at_most is None else f"at most {self.at_most:g}"

    @property
    def verdict(self) -> str:
        """Whether it is reached; empty without a bound."""
        if not self.bound:
            return ""
        is_low = self.at_least is not None and not self.value >= self.at_least
        is_high = self.at_most is not None and not self.value <= self.at_most
        return "missed" if is_low or is_high else "met"


def row(what: str, unit: str, values: float | Sequence[float], **more: Any) -> Row:
    """Return the row of one value, or of the median of repeats."""
    several = list(values) if isinstance(values, Sequence) else [values]
    return Row(what, unit, statistics.median(several), min(several), max(several), len(several), **more)


@dataclass(frozen=True)
class Child:
    """A finished command: seconds by the wall clock, CPU-seconds, peak memory [MB]."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def run_child(words: Sequence[str], environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Child:
    """Run a Python command, such as `-m jointex --help`, in a process of its own."""
    began_s = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words],
        env={**os.environ, **(environment or {})},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    message = process.stderr.read() if process.stderr is not None else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - began_s
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(
            f"`{' '.join(words)}` left with {process.returncode}: {message.decode(errors='replace')[-2000:]}"
        )
    return Child(wall_s, usage.ru_utime + usage.ru_stime, peak_mb(usage))


def peak_mb(usage: resource.struct_rusage) -> float:
    """Return the peak resident memory in a usage record [MB]; macOS counts bytes, Linux KiB."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else KIB) / BYTES_PER_MB


def figure(value: float) -> str:
    """Return a number with three digits or so."""
    if math.isnan(value):
        return "-"
    if value == 0.0 or abs(value) >= 100.0:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def cells(found: Row) -> tuple[str, ...]:
    """Return the columns of a row as text."""
    spread = f"{figure(found.low)} to {figure(found.high)}" if found.repeats > 1 else ""
    bound = f"{found.bound}: {found.verdict}" if found.bound else ""
    return found.what, figure(found.value), found.unit, spread, bound, found.note


HEAD = ("", "median", "unit", "repeats from", "bound", "")


def text_table(title: str, rows: Sequence[Row]) -> str:
    """Return rows as a table for people."""
    lines = [HEAD, *(cells(one) for one in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    body = [
        "  ".join(
            cell.rjust(width) if column == 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join([title, *body])


def answer(title: str, measure: Callable[[], list[Row]], arguments: Sequence[str] | None = None) -> None:
    """Measure and print: a table, or with `--json` one document."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    as_json = parser.parse_args(arguments).json
    rows, found = measure(), machine()
    if as_json:
        print(json.dumps({"title": title, "machine": found, "rows": [asdict(one) for one in rows]}))
    else:
        print(text_table(title, rows))
        print(machine_line(found))
