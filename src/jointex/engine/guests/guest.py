"""Flights whose tactics are a user's: their runs are flown frame by frame, and the orders of each frame come from outside."""

from __future__ import annotations

import json
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.engine.guests.child import HEADER, ORDER
from jointex.errors import Fault, InputError

CHILD = Path(__file__).with_name("child.py")
ANSWER_S = 5.0
"""Longest that tactics may take for one decision [s]: a thousand times what a simple one takes."""
FIRST_ANSWER_S = 30.0
"""The same for the first one of a process, which has to start and may compile [s]."""
MOST_LOAD_FACTOR, MOST_MACH = 9.0, 3.0
"""Orders beyond these are nonsense."""


class Guest:
    """One flight's tactics in their own process.

    Parameters
    ----------
    path : Path
        The user's file.
    flight : str
        Whose tactics they are.
    """

    def __init__(self, path: Path, flight: str) -> None:
        self.path, self.flight = path, flight
        self._process: subprocess.Popen[bytes] | None = None

    def decide(
        self, flying: int, run: int, seed: int, names: list[str], own: Any, contacts: Any, counts: Any, clock: str
    ) -> NDArray[np.float64]:
        """Return the orders of the fighters of the flight.

        Parameters
        ----------
        flying : int
            Tells one flying of a run from the next: tactics begin afresh in each.
        run, seed : int
        names : list of str
            Of the fighters.
        own, contacts, counts : array
            What they know: see `engine.guests.child`.
        clock : str
            The moment, for messages.

        Returns
        -------
        array (n, len(ORDER))

        Raises
        ------
        InputError
            If the tactics raise, take too long, end, or say nonsense: with the aircraft, the moment and a way out.
        """
        is_first = self._process is None
        process = self._start()
        assert process.stdin is not None
        said = json.dumps(names).encode()
        message = HEADER.pack(flying, run, seed, len(names), contacts.shape[1]) + struct.pack("<q", len(said)) + said
        message += own.tobytes() + contacts.tobytes() + counts.astype(np.int64).tobytes()
        try:
            process.stdin.write(message)
            process.stdin.flush()
            until = time.monotonic() + (FIRST_ANSWER_S if is_first else ANSWER_S)
            length = struct.unpack("<q", self._read(8, until))[0]
            aircraft, fault = json.loads(self._read(length, until))
            orders = np.frombuffer(self._read(8 * len(names) * len(ORDER), until)).reshape(len(names), len(ORDER))
        except TimeoutError:
            self.close()
            hint = "Look for a loop without end, or decide with less work."
            raise self._error(names[0], clock, "must answer", f"nothing for {ANSWER_S:g} s", hint) from None
        except (BrokenPipeError, EOFError):
            self.close()
            hint = "A tactics file must not end its process, nor use more memory than there is."
            raise self._error(names[0], clock, "must keep running", "its process ended", hint) from None
        if fault:
            raise self._error(aircraft, clock, "must decide without an error", fault, "Mend that line.")
        self._check(orders, names, clock)
        return orders

    def _check(self, orders: NDArray[np.float64], names: list[str], clock: str) -> None:
        """Refuse orders that nobody can fly."""
        bounds = {
            "heading_deg": (-360.0, 720.0),
            "mach": (0.1, MOST_MACH),
            "altitude_m": (0.0, 30_000.0),
            "load_factor": (1.0, MOST_LOAD_FACTOR),
            "afterburner": (0.0, 1.0),
            "target": (-1.0, 1e6),
            "shot": (-1.0, 1.0),
        }
        for row, name in zip(orders, names, strict=True):
            for value, order in zip(row, ORDER, strict=True):
                low, high = bounds[order]
                if not low <= value <= high:  # NaN is in no bounds
                    rule = f"must order {order} between {low:g} and {high:g}"
                    raise self._error(name, clock, rule, f"{value:g}", "Look at what decide returns.")

    def _error(self, aircraft: str, clock: str, rule: str, value: str, hint: str) -> InputError:
        return InputError([Fault(f"{rule} for {aircraft} at {clock}", file=str(self.path), value=value, hint=hint)])

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-E", "-s", str(CHILD), str(self.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=self.path.parent,
            )
        return self._process

    def _read(self, n: int, until: float) -> bytes:
        """Read so many bytes before a time is up."""
        assert self._process is not None
        assert self._process.stdout is not None
        stream, parts = self._process.stdout, b""
        while len(parts) < n:
            left_s = until - time.monotonic()
            if left_s <= 0.0 or not select.select([stream], [], [], left_s)[0]:
                raise TimeoutError
            part = stream.read1(n - len(parts))  # type: ignore[attr-defined]
            if not part:
                raise EOFError
            parts += part
        return parts

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process = None
