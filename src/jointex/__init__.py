"""Jointex plans, flies, scores, weighs and checks joint air exercises from public data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from jointex.api import Runs, fly, load, plan, run, write_plan

__all__ = ["Runs", "__version__", "fly", "load", "plan", "run", "write_plan"]


def __getattr__(name: str) -> Any:
    """Return a public name of `jointex.api`, imported when it is first asked for: `import jointex` stays quick."""
    if name in __all__:
        from jointex import api

        return getattr(api, name)
    raise AttributeError(f"module 'jointex' has no attribute {name!r}")
