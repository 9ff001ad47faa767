"""Statements about the exercise as the report shows them: by verdict, each with what it rests on, so that it can be quoted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointex.claims import VERDICTS
from jointex.report.material import Material

COMMAND = "jointex "
"""What a way to more begins with where it is a command and not a file."""


def claim_groups(material: Material) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the statements of a run folder by verdict.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of (str, list of dict)
        Verdicts in their order with their statements as claims.json has them, and of each `parts` (its evidence as text and code),
        `sources` (title and url, which may be empty) and `ways` (text, and whether it is a command); empty where there is no
        claims.json.
    """
    by_verdict = {
        verdict: [_shown(one) for one in material.claims if one["verdict"] == verdict] for verdict in VERDICTS
    }
    return [(verdict, claims) for verdict, claims in by_verdict.items() if claims]


def _shown(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Return a statement with its texts in pieces."""
    links = claim.get("links") or ([{"title": claim["source"], "url": ""}] if claim["source"] else [])
    return {
        **claim,
        "parts": _parts(str(claim["evidence"])),
        "sources": [{"parts": _parts(str(one["title"])), "url": one["url"]} for one in links],
        "ways": [{"text": one, "is_command": one.startswith(COMMAND)} for one in claim.get("see", ())],
    }


def _parts(text: str) -> list[tuple[str, bool]]:
    """Return the pieces of a text, and of each whether it stood between backticks."""
    return [(piece, number % 2 == 1) for number, piece in enumerate(text.split("`")) if piece]
