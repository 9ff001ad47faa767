"""Tracks, events and the fuel ledger on disk, and reading them back.

A run folder is written by a `Recorder` (rows, chunk by chunk) and by `write_plan`, `write_summary`, `write_scenario` and
`write_manifest` (one small file each); `read` opens it again.
"""

from __future__ import annotations

from jointex.record.digest import ContentHash, content_hash
from jointex.record.documents import (
    write_claims,
    write_communities,
    write_input,
    write_manifest,
    write_plan,
    write_region,
    write_scenario,
    write_summary,
)
from jointex.record.folder import RUN_FILES
from jointex.record.reader import Recording, read
from jointex.record.recorder import Recorder

__all__ = [
    "RUN_FILES",
    "ContentHash",
    "Recorder",
    "Recording",
    "content_hash",
    "read",
    "write_claims",
    "write_communities",
    "write_input",
    "write_manifest",
    "write_plan",
    "write_region",
    "write_scenario",
    "write_summary",
]
