"""Ranges of one outcome by theory, as a small picture: a line for 90 % of cases, a dot for the middle one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from jointex.report.words import figure

WIDTH, LEFT, RIGHT, TOP, ROW = 330.0, 104.0, 14.0, 8.0, 22.0
DRAWN = ("encounters_180d", "launches_change_180d", "patrols_change_180d", "scrambles_change_180d", "signal_ratio")
"""Outcomes that are drawn; rungs are words, not a scale, and stay in the table."""


def draw_ranges(outcomes: Sequence[Mapping[str, Any]], theories: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return a picture for each outcome that is drawn.

    Parameters
    ----------
    outcomes, theories : sequence of mapping
        As region.json holds them.

    Returns
    -------
    list of (str, str)
        Heading and SVG.
    """
    return [
        (f"{row['text']}{' [' + row['unit'] + ']' if row['unit'] else ''}", _picture(row, theories))
        for row in outcomes
        if row["id"] in DRAWN
    ]


def _picture(row: Mapping[str, Any], theories: Sequence[Mapping[str, Any]]) -> str:
    """Return the ranges of one outcome: without the exercise, then with it by theory."""
    own = row["by_theory"]
    is_change = "_change_" in row["id"]
    bars = [] if is_change else [("No exercise", "f7", own[theories[0]["id"]]["without"])]
    bars += [(one["name"], f"f{place}", own[one["id"]]["with"]) for place, one in enumerate(theories)]
    ends = [spread[key] for _, _, spread in bars for key in ("p05", "p95")] + ([0.0] if is_change else [])
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    height = TOP + ROW * len(bars) + 22.0

    def across(value: float) -> float:
        return float(LEFT + (value - low) / span * (WIDTH - LEFT - RIGHT))

    bottom = TOP + ROW * len(bars)
    parts = [f'<line class="axis" x1="{LEFT:g}" y1="{bottom:g}" x2="{WIDTH - RIGHT:g}" y2="{bottom:g}"/>']
    ticks = [(low, "start"), (high, "end")]
    if low < 0.0 < high:
        parts.append(f'<line class="grid" x1="{across(0.0):.1f}" y1="{TOP:g}" x2="{across(0.0):.1f}" y2="{bottom:g}"/>')
        ticks.append((0.0, "middle"))
    parts += [
        f'<text class="tick" x="{across(value):.1f}" y="{bottom + 15:g}" text-anchor="{anchor}">{figure(value, 2)}</text>'
        for value, anchor in ticks
    ]
    for place, (name, colour, spread) in enumerate(bars):
        y = TOP + ROW * (place + 0.5)
        parts.append(f'<text class="tick ink" x="{LEFT - 8:g}" y="{y + 4:g}" text-anchor="end">{escape(name)}</text>')
        parts.append(
            f'<g class="{colour}"><line class="whisker" x1="{across(spread["p05"]):.1f}" y1="{y:g}" '
            f'x2="{across(spread["p95"]):.1f}" y2="{y:g}" stroke-width="3"/>'
            f'<circle class="dot" cx="{across(spread["p50"]):.1f}" cy="{y:g}" r="4"/></g>'
        )
    label = escape(f"{row['text']}, ranges by theory")
    return f'<svg viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
