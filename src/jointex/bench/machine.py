"""The machine that figures were measured on, and the seconds that a call takes of it."""

from __future__ import annotations

import datetime
import os
import platform
import time
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

PACKAGES = ("jointex", "numpy", "numba", "llvmlite", "pyarrow", "pydantic")


def machine() -> dict[str, str]:
    """Return what the figures depend on.

    Returns
    -------
    dict
        Processor, cores, system, versions of Python and packages, day. No host name, no paths.
    """
    found = {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "?"
    return {**found, "measured": datetime.datetime.now(datetime.UTC).date().isoformat()}


def processor() -> str:
    """Return the name of the processor, as the system gives it."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def machine_line(found: Mapping[str, str]) -> str:
    """Return the machine in a line.

    Parameters
    ----------
    found : mapping
        What `machine` returned.

    Returns
    -------
    str
    """
    versions = ", ".join(f"{name} {found[name]}" for name in ("python", *PACKAGES))
    return f"{found['processor']}, {found['cores']} cores, {found['system']}; {versions}; {found['measured']}"


def cpu_s(function: Callable[..., Result], *arguments: object) -> tuple[float, Result]:
    """Return the CPU-seconds of a call, and what it returned.

    Parameters
    ----------
    function : callable
    *arguments
        What it is called with.

    Returns
    -------
    tuple of float and the result
        CPU-seconds of all threads of this process [s].
    """
    before_s = time.process_time()
    result = function(*arguments)
    return time.process_time() - before_s, result
