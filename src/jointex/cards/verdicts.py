"""What a gate says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["open", "closed", "unknown"]


@dataclass(frozen=True)
class Gate:
    """One of three things that must hold before fuel passes.

    Attributes
    ----------
    name : str
        `mechanical`, `technical` or `legal`.
    status : str
        `open`, `closed` or `unknown`.
    reason : str
        One sentence.
    source : str
        Who says so; empty where nobody does.
    date : str
        When it took place or took force (a day, month or year); for the mechanical gate the day on which the sources were
        read. Empty where nothing is known.
    basis : str
        `published`, `derived` or `estimated`; empty where nothing is known.
    """

    name: Literal["mechanical", "technical", "legal"]
    status: Status
    reason: str
    source: str
    date: str
    basis: str
