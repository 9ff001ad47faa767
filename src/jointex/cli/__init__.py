"""The command line: a file per group of commands; each asks `jointex.api` or `jointex.calc` and shows the answer."""

from __future__ import annotations

from jointex.cli.app import main

__all__ = ["main"]
