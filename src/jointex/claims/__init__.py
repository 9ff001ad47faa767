"""Statements in, verdicts with evidence out: what a run, dated figures and reports say of what was claimed."""

from jointex.claims.facts import Fact
from jointex.claims.ledger import ledger, shipped_claims
from jointex.claims.model import Claim, ClaimsFile
from jointex.claims.named import EXAMPLES, FAMILIES, Named, is_missing, lookup, named_figures, shock_names
from jointex.claims.reading import read_claims
from jointex.claims.verdicts import VERDICTS

__all__ = [
    "EXAMPLES",
    "FAMILIES",
    "VERDICTS",
    "Claim",
    "ClaimsFile",
    "Fact",
    "Named",
    "is_missing",
    "ledger",
    "lookup",
    "named_figures",
    "read_claims",
    "shipped_claims",
    "shock_names",
]
