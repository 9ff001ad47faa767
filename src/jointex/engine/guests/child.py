"""The process in which a user's tactics run: reads what fighters know, writes what they are to do, and says what went wrong.

Run by path, with nothing of the package imported, so that a tactics file cannot reach into the engine. It is no prison: the file
is run with the rights of its user.
"""

from __future__ import annotations

import json
import random
import struct
import sys
import traceback
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np


class Me(NamedTuple):
    """What a fighter knows of itself.

    Its clock from the start of the scenario, place, pressure altitude, true heading, the level of its block, simulated shots
    left, the time since its last one (infinite before), the nearest shot at it that it knows of (NaN: none), whom it protects
    or comes for, and whether it plays the opponent.
    """

    aircraft: str
    time_s: float
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    heading_deg: float
    mach: float
    fuel_kg: float
    block_m: float
    medium_left: float
    short_left: float
    since_shot_s: float
    shot_bearing_deg: float
    shot_distance_m: float
    kept_bearing_deg: float
    kept_distance_m: float
    is_opponent: float


class Contact(NamedTuple):
    """What a fighter knows of an opponent, as it believes it.

    True bearing and distance, velocity over ground, the age of the news and its standard error, whether its own sensors hold
    it, whether it is somebody others protect, and from where a shot of the medium class reaches it if it flies on, and if it
    turns and runs.
    """

    number: int
    bearing_deg: float
    distance_m: float
    altitude_m: float
    north_m_s: float
    east_m_s: float
    age_s: float
    error_m: float
    has_lock: float
    is_protected: float
    reach_m: float
    sure_m: float


OWN = Me._fields[1:]
CONTACT = Contact._fields
"""Columns of the rows that are sent: all but the name."""
ORDER = ("heading_deg", "mach", "altitude_m", "load_factor", "afterburner", "target", "shot")
"""What a fighter is to do until it is asked again: true heading, speed, pressure altitude, most load factor [g], afterburner 0
or 1, and a simulated shot at contact number `target` of class `shot`: 0 medium, 1 short, -1 for none."""
HEADER = struct.Struct("<qqqqq")
"""Head of a message: number of the flying of a run, run, seed, fighters, contacts of each. Every flying starts afresh."""
ERROR_LENGTH = 2000


DEFAULTS = {"load_factor": 3.0, "afterburner": 0.0, "target": -1.0, "shot": -1.0}
"""Orders that may be left out."""


def orders_of(said: Any, me: Me) -> list[float]:
    """Return what a tactics function said as a row of `ORDER`.

    Parameters
    ----------
    said : mapping
        By name of the order.
    me : Me

    Returns
    -------
    list of float

    Raises
    ------
    ValueError
        If it is no mapping of known orders to numbers.
    """
    if not isinstance(said, dict):
        raise ValueError(f"decide must return a dict of orders, got {type(said).__name__}")
    unknown = [name for name in said if name not in ORDER]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no order; there are {', '.join(ORDER)}")
    whole = {"heading_deg": me.heading_deg, "mach": me.mach, "altitude_m": me.block_m, **DEFAULTS, **said}
    return [float(whole[name]) for name in ORDER]


def load(path: str, seed: int, run: int) -> dict[str, Any]:
    """Run a tactics file in a fresh namespace, with `random` seeded for the run."""
    random.seed(f"{seed}/{run}")
    space: dict[str, Any] = {"__name__": "tactics", "__file__": path}
    exec(compile(Path(path).read_text(encoding="utf-8"), path, "exec"), space)  # a user's own file, in its own process
    if not callable(space.get("decide")) and not callable(space.get("decide_all")):
        raise ValueError("must define decide(me, contacts) or decide_all(own, contacts, counts, orders)")
    return space


def answer(space: dict[str, Any], own: Any, contacts: Any, counts: Any, names: list[str], orders: Any) -> None:
    """Fill in the orders of all fighters."""
    if callable(space.get("decide_all")):
        orders[:] = np.nan
        space["decide_all"](own, contacts, counts, orders)
        return
    for place, name in enumerate(names):
        me = Me(name, *map(float, own[place]))
        known = [Contact(int(row[0]), *map(float, row[1:])) for row in contacts[place, : int(counts[place])]]
        Fault.aircraft = name
        orders[place] = orders_of(space["decide"](me, known), me)


class Fault:
    """Whom the tactics were deciding for when they failed."""

    aircraft = ""


def told(error: BaseException, path: str) -> str:
    """Return an error in words: its line in the tactics file, its kind and what it says."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    place = f"line {lines[-1]}: " if lines else ""
    return f"{place}{type(error).__name__}: {error}"[:ERROR_LENGTH]


def main(path: str) -> None:
    """Answer messages from standard input until the end."""
    reading, writing = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what tactics print must not get among the answers
    space, present = None, None
    while True:
        head = reading.read(HEADER.size)
        if len(head) < HEADER.size:
            return
        flying, run, seed, n, most = HEADER.unpack(head)
        names = json.loads(reading.read(struct.unpack("<q", reading.read(8))[0]))
        own = np.frombuffer(reading.read(8 * n * len(OWN))).reshape(n, len(OWN)).copy()
        contacts = np.frombuffer(reading.read(8 * n * most * len(CONTACT))).reshape(n, most, len(CONTACT)).copy()
        counts = np.frombuffer(reading.read(8 * n), dtype=np.int64).copy()
        orders, fault = np.zeros((n, len(ORDER))), ""
        Fault.aircraft = names[0] if names else ""
        try:
            if present != flying:
                space, present = load(path, seed, run), flying
            assert space is not None
            answer(space, own, contacts, counts, names, orders)
        except KeyboardInterrupt:
            return
        except BaseException as error:
            fault = told(error, path)
        said = json.dumps([Fault.aircraft, fault]).encode()
        writing.write(struct.pack("<q", len(said)) + said + np.ascontiguousarray(orders).tobytes())
        writing.flush()


if __name__ == "__main__":
    main(sys.argv[1])
