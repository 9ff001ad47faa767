"""Reading a NetCDF-4 file in a process of its own: on damaged files the HDF5 library may run for ever or crash.

The child answers on stdout with one `.npz`: the arrays, and a JSON text with notes or faults.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import os
import subprocess
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from jointex.earth.windfiles.given import GivenWinds
from jointex.errors import Fault, WeatherError

LIMIT_S = 60.0
"""Longest time a file may take [s]; the largest grid allowed takes a few."""
MEMORY_BYTES = 8_000_000_000
"""Most address space of the child, where the system can bound it."""
DAMAGED = "It may be damaged: fetch it again, or look at it with ncdump."


def read_apart(path: Path, name: str, at: datetime.datetime | None) -> GivenWinds:
    """Return the winds of a NetCDF file as `netcdf.read_here` does, read by a child.

    Parameters
    ----------
    path : Path
    name : str
        The file in messages.
    at : datetime or None
        The time wanted, UTC.

    Returns
    -------
    GivenWinds

    Raises
    ------
    WeatherError
        With every fault of the file; also where its reader crashed or took too long.
    """
    words = [sys.executable, "-m", "jointex.earth.windfiles.apart", str(path), name, at.isoformat() if at else ""]
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
            env={**os.environ, "JOINTEX_JIT": "0"},
        )
    except subprocess.TimeoutExpired:
        raise WeatherError(Fault(f"could not be read within {LIMIT_S:g} s", name, hint=DAMAGED)) from None
    if done.returncode != 0:
        found = f"its reader stopped with code {done.returncode}"
        raise WeatherError(Fault("cannot be read as NetCDF", name, value=found, hint=DAMAGED))
    return unpacked(done.stdout)


def packed(given: GivenWinds | WeatherError) -> bytes:
    """Return winds or faults as the bytes of one `.npz`.

    Parameters
    ----------
    given : GivenWinds or WeatherError

    Returns
    -------
    bytes
    """
    arrays: dict[str, Any] = {}
    if isinstance(given, WeatherError):
        head: dict[str, Any] = {"faults": [asdict(fault) for fault in given.faults]}
    else:
        head = {"notes": list(given.notes)}
        values = {one.name: getattr(given, one.name) for one in fields(given) if one.name != "notes"}
        arrays = {key: value for key, value in values.items() if value is not None}
    stream = io.BytesIO()
    np.savez(stream, head=np.frombuffer(json.dumps(head).encode(), dtype=np.uint8), **arrays)
    return stream.getvalue()


def unpacked(content: bytes) -> GivenWinds:
    """Return what `packed` took, or raise its faults.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    GivenWinds

    Raises
    ------
    WeatherError
        If that was packed.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        head = json.loads(held["head"].tobytes())
        arrays = {key: held[key] for key in held.files if key != "head"}
    if "faults" in head:
        raise WeatherError([Fault(**fault) for fault in head["faults"]])
    return GivenWinds(**arrays, notes=tuple(head["notes"]))


def main(path: str, name: str, at: str) -> None:
    """Read a file and answer on stdout; the work of the child.

    Parameters
    ----------
    path, name : str
        As for `read_apart`.
    at : str
        ISO time, or nothing.
    """
    from jointex.earth.windfiles.netcdf import read_here

    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    moment = datetime.datetime.fromisoformat(at) if at else None
    found: GivenWinds | WeatherError
    try:
        found = read_here(Path(path), name, moment)
    except WeatherError as error:
        found = error
    sys.stdout.buffer.write(packed(found))


if __name__ == "__main__":
    main(*sys.argv[1:4])
