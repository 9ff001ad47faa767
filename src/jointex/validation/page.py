"""The validation page of the reference, written from the claims themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

COMMAND = "jointex validate --write docs/reference/validation.md"
"""What writes the page."""

_BOUND = {"about": "", "at_least": "> ", "at_most": "< "}


def page(document: Mapping[str, Any], picture_name: str) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    document : mapping
        From `claims.document`.
    picture_name : str
        File of the picture, beside the page.

    Returns
    -------
    str
    """
    judged, hits = document["n_judged"], document["n_hits"]
    lines = [
        "# Validation",
        "",
        f"Written by `{COMMAND}`; do not edit. Every figure in print that stands in an aircraft card and was not used to",
        "calibrate it, beside the model's. One tolerance serves all types. A figure marked * is quoted from memory, not re-read.",
        "",
        f"{hits} of {judged} figures hit ({hits / judged:.0%}); of those whose source was read, "
        f"{document['n_read_hits']} of {document['n_read']}. A {document['definition']}.",
        "",
        f"![Errors and tolerances of all figures]({picture_name})",
        "",
        "| aircraft | figure | in print | model | error | tolerance | verdict |",
        "|---|---|---|---|---|---|---|",
        *(_row(claim) for claim in document["claims"]),
        "",
        "## Misses",
        "",
        *(_miss(claim) for claim in document["claims"] if claim["verdict"] != "hit"),
        "",
        "## Tolerances",
        "",
        "| figure | tolerance | why so much | how the model reads it |",
        "|---|---|---|---|",
        *_tolerances(document["claims"]),
        "",
        "## Other programs",
        "",
        "| program | quantity | largest error | tolerance | verdict | why so much |",
        "|---|---|---|---|---|---|",
        *(_program(check) for check in document["programs"]),
        "",
    ]
    return "\n".join(lines)


def number(value: float | None) -> str:
    """Return a value to four digits, whole parts never cut.

    Parameters
    ----------
    value : float or None
        What to write.

    Returns
    -------
    str
        A dash for None.
    """
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.4g}"


def _row(claim: Mapping[str, Any]) -> str:
    """Return one line of the table."""
    star = "" if claim["basis"] == "published" else "*"
    error = "-" if claim["error_fraction"] is None else f"{claim['error_fraction']:+.1%}"
    printed = f"{_BOUND[claim['bound']]}{number(claim['published'])} {claim['unit']}{star}"
    cells = (
        claim["aircraft"],
        claim["figure"].replace("_", " "),
        printed,
        number(claim["model"]),
        error,
        f"{claim['tolerance_fraction']:.0%}",
        f"**{claim['verdict']}**" if claim["verdict"] != "hit" else "hit",
    )
    return "| " + " | ".join(cells) + " |"


def _miss(claim: Mapping[str, Any]) -> str:
    """Return one miss with its explanation."""
    printed = f"{_BOUND[claim['bound']]}{number(claim['published'])} {claim['unit']}"
    says = f"; the source says: {claim['conditions']}" if claim["conditions"] else ""
    name = claim["figure"].replace("_", " ")
    model = "" if claim["model"] is None else f", model {number(claim['model'])} ({claim['definition']})"
    return f"- {claim['aircraft']} {name} {printed}{model}: {claim['explanation']}{says}."


def _tolerances(claims: list[Mapping[str, Any]]) -> list[str]:
    """Return one line for each kind of figure."""
    rows: dict[str, str] = {}
    for claim in claims:
        if claim["verdict"] != "not modelled":
            name = claim["figure"].replace("_", " ")
            definition = re.sub(r" at \d.*", "", claim["definition"].partition(",")[0])
            rows.setdefault(
                name, f"| {name} | {claim['tolerance_fraction']:.0%} | {claim['tolerance_reason']} | {definition} |"
            )
    return list(rows.values())


def _program(check: Mapping[str, Any]) -> str:
    """Return one line for another program."""
    largest = "-" if check["largest_error_fraction"] is None else f"{check['largest_error_fraction']:.1e}"
    cells = (
        check["program"],
        check["quantity"],
        largest,
        f"{check['tolerance_fraction']:g}",
        check["verdict"],
        check["reason"],
    )
    return "| " + " | ".join(cells) + " |"
