"""The ledger: every statement of a file with its verdict, as claims.json has it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jointex.claims.facts import Fact
from jointex.claims.model import ClaimsFile
from jointex.claims.named import Lookup
from jointex.claims.reading import read_claims
from jointex.claims.verdicts import CONTESTED, NOT_ESTABLISHED, Finding, Ground, find
from jointex.region.calendar import events

DATA = Path(__file__).parent / "data"
FACTS = "figures.yaml"
OF_SCENARIO = {"sea-of-japan": "sea-of-japan.yaml", "sea-of-japan-as-flown": "sea-of-japan.yaml"}
"""The shipped file of statements that belongs to a shipped scenario."""


@functools.cache
def shipped_figures() -> Mapping[str, Fact]:
    """Return the shipped figures by id."""
    return read_claims(DATA / FACTS, {}).facts


def shipped_claims(scenario: str) -> ClaimsFile | None:
    """Return the statements that ship for a scenario.

    Parameters
    ----------
    scenario : str
        Its id.

    Returns
    -------
    ClaimsFile or None
        None where none ship.
    """
    name = OF_SCENARIO.get(scenario)
    return None if name is None else read_claims(DATA / name, shipped_figures())


def ledger(
    claims: ClaimsFile, plan: Mapping[str, Any], summary: Mapping[str, Any], figure: Lookup = lambda name: None
) -> list[dict[str, Any]]:
    """Return the verdict on every statement of a file.

    Parameters
    ----------
    claims : ClaimsFile
    plan, summary : mapping
        Content of plan.json and summary.json of a run.
    figure : callable
        Finds a figure of the run folder by its dotted name; see `jointex.claims.named`.

    Returns
    -------
    list of dict
        `id, statement, said_by, kind, verdict, evidence, source, date, sure`, and `said` (the date of the statement) and `see`.
    """
    ground = Ground(plan, summary, {**shipped_figures(), **claims.facts}, figure, events())
    rows = []
    for claim in claims.claims:
        found = find(claim.test, ground)
        rows.append(
            {
                "id": claim.id,
                "statement": claim.statement,
                "said_by": claim.said_by,
                "kind": claim.kind,
                "verdict": found.verdict,
                "evidence": _with_needs(found, claim.needs),
                "source": found.source,
                "date": found.date,
                "sure": found.sure,
                "said": claim.date,
                "see": list(claim.see),
            }
        )
    return rows


def _with_needs(found: Finding, needs: str) -> str:
    """Return the evidence, and what would settle the statement where it is open."""
    is_open = found.verdict in (NOT_ESTABLISHED, CONTESTED)
    return f"{found.evidence} It would take {needs}." if needs and is_open else found.evidence
