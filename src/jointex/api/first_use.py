"""The first use of a machine: loops are compiled in processes of their own, which give their memory back.

Compiled loops are kept on disk. Where they are missing, a short-lived process compiles each group and writes it there, so
that the process that plans, flies and reports stays small. Should one fail, the work compiles for itself.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path

from jointex.kernel import JIT_ON, is_compiled

SAMPLE = "sea-of-japan"
"""The shipped scenario whose planning asks for all loops of planning."""
LONGEST_S = 600.0
"""A process that compiles longer than this is given up [s]."""
GROUPS = ("planning", "engine")


@functools.cache
def compile_apart(group: str) -> None:
    """Compile a group of loops in a process of its own, unless they are on disk.

    Parameters
    ----------
    group : str
        `planning` or `engine`.
    """
    if not sys.executable or is_ready(group):
        return
    package = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH", "")) if part)
    null = subprocess.DEVNULL
    try:
        subprocess.run(
            [sys.executable, "-m", "jointex.api.first_use", group],
            env={**os.environ, "PYTHONPATH": paths},
            stdin=null,
            stdout=null,
            stderr=null,
            timeout=LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return


def is_ready(group: str) -> bool:
    """Return whether a group's loops are compiled on disk, or need no compiling.

    Parameters
    ----------
    group : str
        `planning` or `engine`.

    Returns
    -------
    bool
    """
    if not JIT_ON:
        return True
    if group == "planning":
        from jointex.planning.rehearsal import fly_on

        return is_compiled(fly_on)
    from jointex.engine.run import fly_runs

    return is_compiled(fly_runs)


def compile_here(group: str) -> None:
    """Compile a group of loops by asking for something small.

    Parameters
    ----------
    group : str
        `planning` or `engine`.
    """
    if group == "planning":
        from jointex.planning import make_plan
        from jointex.scenario import load

        make_plan(load(SAMPLE))
        return
    from jointex.earth.winds import no_wind
    from jointex.engine.ensemble import fly_chunk
    from jointex.engine.setup import nothing_to_fly

    fly_chunk(nothing_to_fly(), no_wind(), 0, 1)


if __name__ == "__main__":
    compile_here(sys.argv[1])
