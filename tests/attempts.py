"""Loads, plans and flies scenario files in a process of its own, so that a hang or a crash is an answer too.

As a script it reads the path of a scenario a line and answers with a JSON document a line.
"""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

MOST_BYTES = 6 * 2**30
"""Address space of the process: compiled code and its libraries take two thirds of this before a file is read."""
LONGEST_S, FIRST_S = 60.0, 600.0
"""No attempt takes longer, but the first one, which compiles."""
RUNS = 2


class Attempts:
    """A process that attempts scenarios one after the other."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def outcome(self, path: Path) -> dict[str, Any]:
        """Return what came of a scenario: `kind` is runs, error, crash, hang or died; `faults` or `text` say more."""
        is_first = self._process is None
        if self._process is None:
            self._process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{path}\n".encode())
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], FIRST_S if is_first else LONGEST_S)
        line = process.stdout.readline() if ready else b""
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        self.close(kill=True)
        return {"kind": "died" if ready else "hang", "text": f"no answer within {LONGEST_S:.0f} s"}

    def close(self, kill: bool = False) -> None:
        """End the process."""
        if self._process is not None:
            if kill:
                self._process.kill()
            self._process.communicate()
            self._process = None


def attempt(path: Path) -> dict[str, Any]:
    """Load, plan and fly a scenario; return what came of it."""
    from jointex import api
    from jointex.errors import InputError

    try:
        planned = api.plan(api.load(path))
        json.dumps(planned.to_json(), allow_nan=False)
        check_runs(api.fly(planned, runs=RUNS, workers=1))
    except InputError as error:
        faults = [{"file": f.file, "line": f.line, "key": f.key, "rule": f.rule, "text": str(f)} for f in error.faults]
        return {"kind": "error", "faults": faults}
    except Exception as error:
        trace = error.__traceback__
        places = []
        while trace is not None:
            places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
            trace = trace.tb_next
        return {"kind": "crash", "text": f"{type(error).__name__}: {str(error)[:300]} at {' '.join(places[-4:])}"}
    return {"kind": "runs", "feasible": planned.feasible}


def check_runs(runs: Any) -> None:
    """Raise AssertionError where fuel is lost or made, or a track holds what is no number."""
    import numpy as np

    for chunk in runs.chunks:
        tally = chunk.tallies
        into = tally["loaded_kg"] + tally["received_kg"]
        out = tally["burned_kg"] + tally["given_kg"] + tally["dumped_kg"] + tally["landed_kg"]
        assert np.all(np.abs(into - out) <= 1e-6 * (1.0 + into)), f"fuel {into} became {out}"
        for name in chunk.tracks.dtype.names:
            rows = chunk.tracks[name]
            assert rows.dtype.kind != "f" or np.isfinite(rows).all(), f"{name} is no number"


def main() -> None:
    """Answer a line for a line."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    warnings.simplefilter("error")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no answer
    for line in sys.stdin:
        answers.write(json.dumps(attempt(Path(line.rstrip("\n")))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
