"""The validation page of the reference, written from the claims themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jointex.calc.sensitivity import CAVEAT

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
        "## By kind of figure",
        "",
        f"![Model over print by kind of figure]({picture_name.replace('.svg', '-kinds.svg')})",
        "",
        "| figure | hits | mean error | mean size of error | tolerance |",
        "|---|---|---|---|---|",
        *(_kind(kind) for kind in document["kinds"]),
        "",
        "Means leave out figures printed as more or less than. Cruise speeds of turboprops are not in the table: a crew chooses",
        "them, so cards hold them as `speeds.cruise_mach`, and `calc leg` flies them.",
        "",
        "## Every figure",
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
        *_sensitivity(document["sensitivity"]),
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


def _size(fraction: float) -> str:
    """Return the size of an error: in per cent from 1 % up, as a power of ten below."""
    return f"{fraction:.0%}" if fraction >= 0.01 else f"{fraction:.0e}"


def _share(value: float | None) -> str:
    """Return a signed share in per cent; a dash for None."""
    return "-" if value is None else f"{value:+.1%}"


def _kind(kind: Mapping[str, Any]) -> str:
    """Return one line of the summary."""
    size = kind["mean_absolute_error_fraction"]
    cells = (
        kind["figure"].replace("_", " "),
        f"{kind['n_hits']} of {kind['n']}",
        _share(kind["mean_error_fraction"]),
        "-" if size is None else f"{size:.1%}",
        f"{kind['tolerance_fraction']:.0%}",
    )
    return "| " + " | ".join(cells) + " |"


def _sensitivity(rows: list[Mapping[str, Any]]) -> list[str]:
    """Return the section on uncertain inputs; nothing where none were asked for."""
    if not rows:
        return []
    lines = [
        "## Which uncertain inputs the answers depend on",
        "",
        "The inputs that move range (default reserve) and take-off run (greatest mass) of each type most, and by how much from",
        f"the low to the high end of their range. A spread is one standard deviation from all inputs. {CAVEAT.capitalize()}.",
        "`jointex calc sensitivity` asks the same of any radius, endurance, leg, take-off or landing.",
        "",
        "| aircraft | answer | spread | input | value and range | basis | swing | share of spread |",
        "|---|---|---|---|---|---|---|---|",
    ]
    told = ("", "")
    for row in rows:
        first = (row["aircraft"], row["answer"]) != told
        told = (row["aircraft"], row["answer"])
        value = f"{row['middle']:g} ({row['low']:g} to {row['high']:g}) {row['input_unit']}".rstrip()
        cells = (
            row["aircraft"],
            f"{row['answer']} {number(row['value'])} {row['unit']}" if first else "",
            f"{row['spread_fraction']:.0%}" if first else "",
            f"{row['card']} `{row['input']}`" if row["card"] != row["aircraft"] else f"`{row['input']}`",
            value,
            row["basis"],
            _share(row["swing_fraction"]),
            f"{row['share']:.0%}",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _row(claim: Mapping[str, Any]) -> str:
    """Return one line of the table."""
    star = "" if claim["basis"] == "published" else "*"
    printed = f"{_BOUND[claim['bound']]}{number(claim['published'])} {claim['unit']}{star}"
    cells = (
        claim["aircraft"],
        claim["figure"].replace("_", " "),
        printed,
        number(claim["model"]),
        _share(claim["error_fraction"]),
        f"{claim['tolerance_fraction']:.0%}",
        f"**{claim['verdict']}**" if claim["verdict"] != "hit" else "hit",
    )
    return "| " + " | ".join(cells) + " |"


def _miss(claim: Mapping[str, Any]) -> str:
    """Return one miss with its explanation."""
    printed = f"{_BOUND[claim['bound']]}{number(claim['published'])} {claim['unit']}"
    says = f" The source: {claim['conditions']}." if claim["conditions"] else ""
    name = claim["figure"].replace("_", " ")
    model = "" if claim["model"] is None else f", model {number(claim['model'])} ({claim['definition']})"
    return f"- {claim['aircraft']} {name} {printed}{model}: {claim['explanation']}.{says}"


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
    largest = "-" if check["largest_error_fraction"] is None else _size(check["largest_error_fraction"])
    cells = (
        check["program"],
        check["quantity"],
        largest,
        _size(check["tolerance_fraction"]),
        check["verdict"] if check["verdict"] == "hit" else f"**{check['verdict']}**",
        check["reason"],
    )
    return "| " + " | ".join(cells) + " |"
