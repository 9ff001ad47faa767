"""The errors of all claims as one picture: a dot for each figure, its tolerance as a bar, misses in another colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jointex.report.axes import Scale
from jointex.report.svg import Drawing

WIDTH, ROW, TOP, LEFT = 860.0, 15.0, 48.0, 250.0
"""Size of the picture, its rows, and the room for names [px]."""

WIDEST = 0.5
"""Errors beyond this share are drawn at the edge, with their number."""

STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:15px}.head{font-weight:600}.tick{fill:#666}"
    ".grid{stroke:#ddd}.axis{stroke:#666}.bar{fill:#dde6f0}.hit{fill:#1f5fa8}.miss{fill:#c2410c}.paper{fill:#fff}"
)


def picture(document: Mapping[str, Any]) -> str:
    """Return the errors as an SVG picture, figures of one kind together.

    Parameters
    ----------
    document : mapping
        From `claims.document`.

    Returns
    -------
    str
    """
    judged = [claim for claim in document["claims"] if claim["error_fraction"] is not None]
    kinds = [(kind, [claim for claim in judged if claim["figure"] == kind["figure"]]) for kind in document["kinds"]]
    bottom = TOP + ROW * (len(judged) + len(kinds))
    title = "Error of the model against figures in print, none of them used for calibration"
    told = f"{title}. {document['n_hits']} of {document['n_judged']} within their tolerance."
    drawing = Drawing("validation", WIDTH, bottom + 40.0, title, told)
    drawing.add("style", STYLE)
    drawing.rect(0.0, 0.0, WIDTH, bottom + 40.0, "paper")
    drawing.text(16.0, 26.0, title, "title")
    across = Scale(-WIDEST, WIDEST, LEFT, WIDTH - 60.0)
    for y, claim in _places(kinds):
        _tolerance(drawing, across, y, claim)
    for tenth in range(-5, 6, 1):
        x = across(0.1 * tenth)
        drawing.line(x, TOP, x, bottom, "axis" if tenth == 0 else "grid")
        drawing.text(x, bottom + 16.0, f"{10 * tenth:+d} %" if tenth else "0", "tick", "middle")
    for y, claim in _places(kinds):
        _dot(drawing, across, y, claim)
    top = TOP
    for kind, rows in kinds:
        words = f"{kind['figure'].replace('_', ' ')}: {kind['n_hits']} of {kind['n']}"
        drawing.text(16.0, top + 0.5 * ROW + 4.0, words, "head")
        top += ROW * (len(rows) + 1)
    drawing.text(
        LEFT, bottom + 33.0, "bar: tolerance; blue: hit; red: miss; > printed as more than, < as less than", "tick"
    )
    return str(drawing)


Kinds = list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]


def _places(kinds: Kinds) -> Iterator[tuple[float, Mapping[str, Any]]]:
    """Yield height [px] and claim of each row, a line for the head of each kind above them."""
    y = TOP + 0.5 * ROW
    for _, rows in kinds:
        for claim in rows:
            y += ROW
            yield y, claim
        y += ROW


def _tolerance(drawing: Drawing, across: Scale, y: float, claim: Mapping[str, Any]) -> None:
    """Draw aircraft, print and tolerance of one claim."""
    sign = {"about": "", "at_least": "> ", "at_most": "< "}[claim["bound"]]
    words = f"{claim['aircraft']} {sign}{claim['published']:,g} {claim['unit']}"
    drawing.text(LEFT - 8.0, y + 4.0, words, anchor="end")
    share = claim["tolerance_fraction"]
    low = -WIDEST if claim["bound"] == "at_most" else -share
    high = WIDEST if claim["bound"] == "at_least" else share
    drawing.rect(across(low), y - 5.0, across(high) - across(low), 10.0, "bar")


def _dot(drawing: Drawing, across: Scale, y: float, claim: Mapping[str, Any]) -> None:
    """Draw the error of one claim; beyond the edge as its number."""
    error = claim["error_fraction"]
    drawing.circle(across(min(max(error, -WIDEST), WIDEST)), y, 3.5, claim["verdict"])
    if abs(error) > WIDEST:
        drawing.text(across(WIDEST) + 8.0, y + 4.0, f"{100.0 * error:+.0f} %", "tick")
