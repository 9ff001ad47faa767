"""Looking closely: why an aircraft did what it did, and what differs between two exercises."""

from __future__ import annotations

from jointex.lens.explain import explain

__all__ = ["explain"]
