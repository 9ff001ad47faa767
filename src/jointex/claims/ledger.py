"""The ledger: every statement of a file with its verdict, as claims.json has it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jointex.claims.facts import Fact, Link
from jointex.claims.model import Bounds, Claim, ClaimsFile
from jointex.claims.named import Lookup
from jointex.claims.reading import read_claims
from jointex.claims.verdicts import CONTESTED, NOT_ESTABLISHED, Finding, Ground, find
from jointex.region.calendar import events

DATA = Path(__file__).parent / "data"
FACTS = "figures.yaml"
OF_SCENARIO = {"sea-of-japan": "sea-of-japan.yaml", "sea-of-japan-as-flown": "sea-of-japan.yaml"}
"""The shipped file of statements that belongs to a shipped scenario."""


@functools.cache
def _shipped() -> ClaimsFile:
    return read_claims(DATA / FACTS, {})


def shipped_figures() -> Mapping[str, Fact]:
    """Return the shipped figures by id."""
    return _shipped().facts


def shipped_sources() -> Mapping[str, Link]:
    """Return the shipped sources by id."""
    return _shipped().sources


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
    return None if name is None else read_claims(DATA / name, shipped_figures(), sources=shipped_sources())


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
        `id, statement, said_by, kind, verdict, evidence, source, date, sure`, and beside these `said` (the date of the statement),
        `see`, `untested` (pieces of the statement that its test leaves out), `figure` (name of what was held against the bounds),
        `value, low, high, unit` of it, `at_least, at_most, equals, tolerance, overstated_from` and `bar` (whose they are),
        `expected` and `p_value` of counts of events, and `links` (title and url of each source).
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
                "evidence": _evidence(found, claim),
                "source": found.source,
                "date": found.date,
                "sure": found.sure,
                "said": claim.date,
                "see": list(claim.see),
                "untested": claim.untested,
                **_numbers(found),
                "links": [link._asdict() for link in found.links],
            }
        )
    return rows


def _numbers(found: Finding) -> dict[str, Any]:
    """Return the numbers of a finding, one a field, null where it has none."""
    held = found.bounds or Bounds(bar="")
    bounds = {key: getattr(held, key) for key in ("at_least", "at_most", "equals", "tolerance", "overstated_from")}
    if held.equals is None:
        bounds["tolerance"] = None
    numbers = {key: getattr(found, key) for key in ("figure", "value", "low", "high", "unit")}
    return {**numbers, **bounds, "bar": held.bar, "expected": found.expected, "p_value": found.p_value}


def _evidence(found: Finding, claim: Claim) -> str:
    """Return the evidence, what would settle the statement where it is open, and what the test leaves out."""
    is_open = found.verdict in (NOT_ESTABLISHED, CONTESTED)
    needs = f" It would take {claim.needs}." if claim.needs and is_open else ""
    left_out = f" Not tested: {claim.untested}." if claim.untested else ""
    return found.evidence + needs + left_out
