"""Jointex plans, flies, scores, weighs and checks joint air exercises from public data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from jointex import calc
    from jointex.api import (
        Runs,
        break_it,
        compare,
        explain,
        explain_fork,
        fly,
        load,
        neighbours,
        plan,
        quiet,
        run,
        signals,
        weigh,
        write_plan,
    )
    from jointex.api.scoring import score

__all__ = [
    "Runs",
    "__version__",
    "break_it",
    "calc",
    "compare",
    "explain",
    "explain_fork",
    "fly",
    "load",
    "neighbours",
    "plan",
    "quiet",
    "run",
    "score",
    "signals",
    "weigh",
    "write_plan",
]


def __getattr__(name: str) -> Any:
    """Return a public name of `jointex.api`, imported when it is first asked for: `import jointex` stays quick."""
    if name == "calc":
        import importlib

        return importlib.import_module("jointex.calc")
    if name in __all__:
        from jointex import api

        return getattr(api, name)
    raise AttributeError(f"module 'jointex' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
