"""What `plan --break-it` shows to people: what breaks first, and the margin to every other failure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointex.cli import speech


def show_broken(broken: Mapping[str, Any]) -> None:
    """Show the smallest single failure in a sentence, and all failures in a table.

    Parameters
    ----------
    broken : mapping
        As `api.break_it` returns it.
    """
    speech.answer_line(f"\n{broken['sentence']}")
    if not broken["feasible"]:
        return
    columns = (
        "failure",
        "strands from",
        "chance",
        "sd",
        "breaks from",
        "chance",
        "sd",
        "what happens",
        "asked",
        "left kg",
    )
    rows = [
        (row["words"], *_margin(row, "strands"), *_margin(row, "breaks"), _harm(row), _asked(row), _left(row))
        for row in broken["failures"]
        if row["strands"] or row["breaks"]
    ]
    speech.answer_table("Single failures, smallest first", columns, rows, numbers=(2, 3, 5, 6, 9))
    held = [_held(row) for row in broken["failures"] if not (row["strands"] or row["breaks"])]
    if held:
        speech.answer_line(f"Nothing breaks by: {'; '.join(held)}")
    speech.answer_line(
        "chance: of a failure at least so large, as the scenario's uncertainty has it; sd: of a normal draw as rare; "
        "left: least fuel of anybody over its reserve, in all sizes that were flown"
    )


def _held(row: Mapping[str, Any]) -> str:
    """Return a failure that breaks nothing, with the sizes that were flown."""
    upto = f" (to {row['range']['to']:g} {row['unit']})" if row["unit"] else ""
    note = f" ({row['note']})" if row["note"] else ""
    return f"{row['words']}{upto}{note}"


def _margin(row: Mapping[str, Any], harm: str) -> tuple[str, str, str]:
    """Return smallest size, chance and standard deviations as cells."""
    from jointex.lens.phrases import percent

    margin, unit = row[harm], row["unit"]
    if margin is None:
        return (f"not within {row['range']['to']:g} {unit}" if unit else "no"), "", ""
    deviations = margin["standard_deviations"]
    chance = "" if margin["chance"] is None else percent(margin["chance"])
    rare = "" if deviations is None else f"{deviations:.1f}"
    return (f"{margin['size']:g} {unit}" if unit else "yes"), chance, rare


def _harm(row: Mapping[str, Any]) -> str:
    """Return in words what the smallest size does that strands somebody, or else that breaks the plan."""
    margin = row["strands"] or row["breaks"]
    return str(row["note"] if margin is None else margin["harm"][0]["text"])


def _asked(row: Mapping[str, Any]) -> str:
    """Return what sizes do that are reported in any case."""
    return "; ".join(f"{one['size']:g} {row['unit']}: {_verdict(one)}" for one in row["asked"])


def _verdict(outcome: Mapping[str, Any]) -> str:
    return "strands" if outcome["stranded"] else "breaks" if outcome["broken"] else "holds"


def _left(row: Mapping[str, Any]) -> str:
    """Return the least fuel over reserve as a cell."""
    kg = row["least_spare_kg"]
    return "" if kg is None else f"{kg:,.0f}"
