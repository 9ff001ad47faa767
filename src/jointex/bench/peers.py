"""Other programs beside the engine: each runs in a process of its own, with a Python of its own where it is installed.

A program of `programs/` reads a fleet from stdin, says what it is, and makes one measurement for every further line. So the
engine and its peer are timed in turns, on a machine in the same mood.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jointex.errors import Fault, QuestionError

SCRIPTS = Path(__file__).parent / "programs"
LIMIT_S = 600.0
"""After this a program that is still running is ended."""
MOST_WORDS = 200
"""Characters of a program's last words that are passed on."""


@dataclass(frozen=True)
class Program:
    """A program that can be set beside the engine.

    Attributes
    ----------
    id : str
        Key of the answer.
    name, package : str
        What people call it, and what installs it.
    unit : str
        What its figures count.
    does, counts : str
        What it calculates in them, and what is counted.
    script : str
        The file of `programs/` that asks it.
    settings : mapping of str
        What the script is told beside the fleet.
    """

    id: str
    name: str
    package: str
    unit: str
    does: str
    counts: str
    script: str
    settings: Mapping[str, str] = field(default_factory=dict)


BLUESKY = Program(
    "bluesky",
    "BlueSky",
    "bluesky-simulator[headless]",
    "aircraft-seconds per CPU-second",
    "steps of 1 s of the same fleet, every aircraft at a moment of its flight, on to places of its own track ten minutes apart "
    "by LNAV and VNAV; autopilot, turns, climbs and OpenAP performance, all as A320; no wind, conflict detection, resolution or "
    "log, no fuel decisions, no formations",
    "every aircraft, all in the air all the time",
    "fly_bluesky.py",
)
BLUESKY_CONFLICTS = replace(
    BLUESKY,
    id="bluesky_conflicts",
    does="the same, with its conflict detection in C++ in every step: every two aircraft, 5 NM and 1,000 ft, 300 s ahead",
    settings={"conflicts": "CSTATEBASED"},
)
JSBSIM = Program(
    "jsbsim",
    "JSBSim",
    "jsbsim",
    "aircraft-seconds per CPU-second",
    "six degrees of freedom of an F-16 at 120 Hz with flight controls and engine, 10 s of trimmed level flight, one aircraft "
    "after the other; no guidance, wind, log or anything between aircraft",
    "every aircraft, all in the air all the time; it costs the same for each of many",
    "fly_jsbsim.py",
)
OPENAP = Program(
    "openap",
    "OpenAP",
    "openap",
    "evaluations per CPU-second",
    "drag, climb thrust and fuel flow of an A320 for all aircraft in one call; nothing moves",
    "one evaluation is what a step of one aircraft would ask for",
    "fly_openap.py",
)
PROGRAMS = (BLUESKY, BLUESKY_CONFLICTS, JSBSIM, OPENAP)


class Unusable(Exception):  # noqa: N818 - the message is an answer, no error
    """A program is not installed or does not work; the message says so in plain words."""


class Peer:
    """A program at work.

    Parameters
    ----------
    program : Program
    python : str
        The Python that has it.
    fleet : mapping
        What it reads first.

    Raises
    ------
    Unusable
        If it is not installed there, or does not come up.
    """

    def __init__(self, program: Program, python: str, fleet: Mapping[str, Any]) -> None:
        self.program = program
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed by close
        self._process = subprocess.Popen(
            [python, str(SCRIPTS / program.script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._limit = threading.Timer(LIMIT_S, self._process.kill)
        self._limit.daemon = True
        self._limit.start()
        try:
            self.about = self._ask(json.dumps({**fleet, **program.settings}))
            if "absent" in self.about:
                raise Unusable(
                    f"{program.name} is not installed for {python} ({self.about['absent']}): "
                    f"`{python} -m pip install '{program.package}'`, or --peers-python names one that has it"
                )
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def rate(self) -> float:
        """Let it make one measurement and return its amount per CPU-second."""
        found = self._ask("once more")
        try:
            return float(found["amount"]) / float(found["cpu_s"])
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            raise self._failed(f"answered {json.dumps(found)[:MOST_WORDS]}") from None

    def close(self) -> None:
        """End the program."""
        self._limit.cancel()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # it may have left before it had read everything
                    pipe.close()
        try:
            self._process.wait(timeout=5.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._said.close()

    def _ask(self, line: str) -> dict[str, Any]:
        """Send one line and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(OSError):  # it may leave before it has read everything, and still have answered
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer.endswith("\n"):
            raise self._failed(f"left with {self._process.wait()}{self._last_words()}")
        try:
            found = json.loads(answer)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._failed(f"answered {answer.strip()[:MOST_WORDS]}")
        return found

    def _failed(self, how: str) -> Unusable:
        """Return the plain words for a program that does not do what is asked."""
        return Unusable(f"{self.program.name} did not work: it {how}")

    def _last_words(self) -> str:
        """Return the last line it wrote to stderr."""
        self._said.seek(0)
        lines = self._said.read().split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f": {last[:MOST_WORDS]}" if last else ""


def usable_python(path: str) -> str:
    """Return a Python that can be started.

    Parameters
    ----------
    path : str
        What the user named.

    Returns
    -------
    str

    Raises
    ------
    QuestionError
        If there is no such program, or it is no Python 3.
    """
    code = "import sys; print(sys.version_info[0])"
    hint = "Name the `python` of the environment, such as peers/bin/python."
    try:
        done = subprocess.run(
            [path, "-c", code], capture_output=True, encoding="utf-8", errors="replace", timeout=60.0, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise QuestionError(Fault("must be a Python that starts", "--peers-python", value=path, hint=hint)) from None
    if done.stdout.strip() != "3":
        raise QuestionError(Fault("must be a Python 3", "--peers-python", value=path, hint=hint))
    return path
