"""The one switch between compiled and plain Python kernels.

A kernel is a small scalar function that reads like the physics. Compiled with Numba it is inlined into the loop that calls
it; with `JOINTEX_JIT=0` it stays plain Python: for coverage, for a debugger, and for single questions (`jointex calc`),
where loading a compiler costs more than the answer. Both forms run the same arithmetic in the same order.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

JIT_ON = os.environ.get("JOINTEX_JIT", "1") != "0"


def kernel(function: Function) -> Function:
    """Compile a small function that is inlined into every kernel that calls it.

    Parameters
    ----------
    function : callable
        Scalars and records in, scalars out; never raises.

    Returns
    -------
    callable
        The compiled function, or `function` itself when `JOINTEX_JIT=0`.
    """
    if not JIT_ON:
        return function
    from numba import njit

    return njit(forceinline=True, error_model="numpy", nogil=True)(function)  # type: ignore[no-any-return]


def loop(function: Function) -> Function:
    """Compile an outer loop: cached on disk, entered from Python, and run without the interpreter lock.

    Parameters
    ----------
    function : callable
        Arrays of records in, filled arrays or a status code out; never raises.

    Returns
    -------
    callable
        The compiled function, or `function` itself when `JOINTEX_JIT=0`.
    """
    if not JIT_ON:
        return function
    from numba import njit

    return njit(cache=True, error_model="numpy", nogil=True)(function)  # type: ignore[no-any-return]
