"""How long do the commands take, at first use and later, and how much memory?

Each command is a process of its own. First use: an empty cache of compiled kernels; later ones find it filled.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.measure import REPEATS, Child, Row, answer, row, run_child

TITLE = "Commands: seconds by the wall clock, and memory"
SLOW_REPEATS = 3
JOINTEX = ("-m", "jointex")
RUN = (*JOINTEX, "run", "sea-of-japan", "--runs", "100", "--out", "run")
RANGE = (*JOINTEX, "calc", "range", "--aircraft", "F-15J", "--json")
HELP = (*JOINTEX, "--help")


def measure() -> list[Row]:
    """Return the rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = {"NUMBA_CACHE_DIR": str(folder / "kernels")}

        def take(words: tuple[str, ...], repeats: int) -> list[Child]:
            """Run a command some times."""
            return [run_child(words, cache, folder) for _ in range(repeats)]

        first = take(RUN, 1)
        runs = take(RUN, SLOW_REPEATS)
        take(RANGE, 1)
        ranges, helps = take(RANGE, REPEATS), take(HELP, REPEATS)
    largest_mb = [child.peak_mb for child in (*first, *runs)]
    return [
        row("`run sea-of-japan --runs 100`, first ever", "s", [child.wall_s for child in first], at_most=120.0),
        row("`run sea-of-japan --runs 100`, warm", "s", [child.wall_s for child in runs], at_most=20.0),
        row("its CPU time", "CPU-s", [child.cpu_s for child in runs]),
        row("its peak memory, warm", "MB", [child.peak_mb for child in runs], at_most=600.0),
        row("its peak memory, first ever", "MB", largest_mb[:1], at_most=600.0),
        row("`--help`", "s", [child.wall_s for child in helps], at_most=0.4),
        row("`calc range`, warm", "s", [child.wall_s for child in ranges], at_most=1.0),
    ]


if __name__ == "__main__":
    answer(TITLE, measure)
