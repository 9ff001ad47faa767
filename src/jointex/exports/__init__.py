"""Results in the formats of other programs, one file per standard."""

from __future__ import annotations

from jointex.exports.acmi import acmi_text, write_acmi

__all__ = ["acmi_text", "write_acmi"]
