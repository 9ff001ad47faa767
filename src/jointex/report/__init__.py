"""Results as a page: report.html, one file that needs no network."""

from __future__ import annotations

from jointex.report.page import build

__all__ = ["build"]
