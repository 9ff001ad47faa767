"""Statements about the exercise as the report shows them: by verdict, each with what it rests on."""

from __future__ import annotations

from typing import Any

from jointex.claims import VERDICTS
from jointex.report.material import Material


def claim_groups(material: Material) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the statements of a run folder by verdict.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of (str, list of dict)
        Verdicts in their order with their statements; empty where there is no claims.json.
    """
    by_verdict = {verdict: [claim for claim in material.claims if claim["verdict"] == verdict] for verdict in VERDICTS}
    return [(verdict, claims) for verdict, claims in by_verdict.items() if claims]
