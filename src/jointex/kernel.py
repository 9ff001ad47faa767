"""The one switch between compiled and plain Python kernels.

A kernel is a small scalar function that reads like the physics. Compiled with Numba it is inlined into the loop that calls
it; with `JOINTEX_JIT=0` it stays plain Python: for coverage, for a debugger, and for single questions (`jointex calc`),
where loading a compiler costs more than the answer. Both forms run the same arithmetic in the same order.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

KERNEL_PARTS = (
    "kernel.py",
    "units.py",
    "earth/*.py",
    "flight/*.py",
    "fleet/*.py",
    "drills/*.py",
    "planning/*.py",
    "engine/*.py",
    "engine/arena/*.py",
)
"""Source files that compiled loops are made of."""
OPTIONS: dict[str, Any] = {"error_model": "numpy", "nogil": True, "_nrt": False}
"""How everything is compiled: division by zero gives infinity, the interpreter lock is free, and arrays are not counted
(`_nrt`): counting references took 55 % of the engine's time. So no kernel may make an array; loops get theirs as arguments."""
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
    return _part(function, forceinline=True)


def single(function: Function) -> Function:
    """Compile a function within its only caller, as if its lines stood there.

    Every kernel is compiled for itself before it is inlined; for the long ones that hold a whole run, one in the other,
    that means the whole code once for each, and with it time and memory.

    Parameters
    ----------
    function : callable
        Called at one place; never raises.

    Returns
    -------
    callable
        The function, to be compiled within its caller, or `function` itself when `JOINTEX_JIT=0`.
    """
    return _part(function, inline="always")


def routine(function: Function) -> Function:
    """Compile a function once, to be called from kernels and not inlined: a long one that is seldom reached.

    Parameters
    ----------
    function : callable
        As of `kernel`.

    Returns
    -------
    callable
        The compiled function, or `function` itself when `JOINTEX_JIT=0`.
    """
    return _part(function)


def _part(function: Function, **options: Any) -> Function:
    """Return a part of loops, or the function itself."""
    return cast(Function, Part(function, options)) if JIT_ON else function


class Part:
    """A function that loops are compiled from; called from Python, it compiles an entry of its own.

    Numba would give every function two wrappers with a copy of its body each, for callers outside; loops need neither,
    and without them compiling takes three quarters of the time and memory.

    Parameters
    ----------
    function : callable
        What is compiled.
    options : dict
        Of Numba, above `OPTIONS`.
    """

    def __init__(self, function: Callable[..., Any], options: dict[str, Any]) -> None:
        self.function, self.options = function, options
        functools.update_wrapper(self, function)
        if "inline" in options:  # what Numba looks for before it compiles a call
            self.targetoptions, self.py_func = options, function

    def __call__(self, *args: Any) -> Any:
        """Call the function from Python."""
        return self._entry(*args)

    @functools.cached_property
    def _entry(self) -> Callable[..., Any]:
        from numba import njit

        return cast(
            Callable[..., Any], cast(Any, njit)(no_cfunc_wrapper=True, **self.options, **OPTIONS)(self.function)
        )

    @functools.cached_property
    def _inner(self) -> Any:
        from numba import njit

        return cast(Any, njit)(no_cpython_wrapper=True, no_cfunc_wrapper=True, **self.options, **OPTIONS)(self.function)

    @property
    def _numba_type_(self) -> Any:
        """Return what Numba sees in a loop that calls this: the function without wrappers."""
        from numba import types

        return types.Dispatcher(self._inner)


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

    compiled = cast(Any, njit)(cache=True, no_cfunc_wrapper=True, **OPTIONS)(function)
    _stamp_cache(compiled)
    return cast(Function, compiled)


def _stamp_cache(compiled: Any) -> None:
    """Make a loop's cache on disk depend on every source file it may be made of.

    Numba looks only at the file a loop stands in; the kernels it inlines stand in others, and a cache that does not
    notice that they changed would go on flying the old physics. Uses Numba's own parts: pyproject.toml bounds its version.
    """
    locator = compiled._cache._impl._locator
    own_stamp = locator.get_source_stamp
    locator.get_source_stamp = lambda: (own_stamp(), package_stamp())
    compiled._cache._cache_file._source_stamp = locator.get_source_stamp()


def is_compiled(compiled: Callable[..., Any]) -> bool:
    """Return whether a loop is on disk, compiled from the present sources for this machine.

    Parameters
    ----------
    compiled : callable
        From `loop`.

    Returns
    -------
    bool
    """
    return bool(cast(Any, compiled)._cache._cache_file._load_index())


@functools.cache
def package_stamp() -> str:
    """Return a hash of names, sizes and times of the source files that hold kernels and their constants.

    Returns
    -------
    str
        64 hexadecimal digits; the same as long as none of those files was touched.
    """
    root = Path(__file__).parent
    stamp = hashlib.sha256()
    for path in sorted(path for part in KERNEL_PARTS for path in root.glob(part)):
        status = path.stat()
        stamp.update(f"{path.relative_to(root)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return stamp.hexdigest()
