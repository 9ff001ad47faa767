"""The page of a weighing: what each bundle buys and costs, what one must believe, regrets, boxes, indices and tipping maps."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import jinja2

from jointex.record.disk import write_whole

WORDS = {"better": "better", "worse": "worse", "same": "no difference", "either way": "either way"}
NAMES = {
    "JP": "Japan",
    "US": "United States",
    "CN": "China",
    "RU": "Russia",
    "KP": "North Korea",
    "EU": "European Union",
}
"""Stakeholders that files name by a code."""
MOST_COLUMNS = 6
"""Outcomes side by side in a table of regrets, so that a printed page holds them."""
LEAST_WORDS = 4
"""A shorter beginning of a text says too little to stand for it."""
KEY_OUTCOMES = ("encounters_180d", "severity_180d", "signal_ratio")
SIDE = 240
LEFT, TOP = 92, 10
LEAST_SHOWN = 0.0005
LEAST_BY_NIGHT = 0.05
"""Fewer movements at night than this are none: one in twenty runs."""
SMALL_FRACTION = 0.5
"""Where a bundle changes an outcome in fewer futures, the page says in how many."""


def write_weighing(document: Mapping[str, Any], path: Path) -> Path:
    """Write the page of a weighing.

    Parameters
    ----------
    document : dict
        As `jointex.api.weigh` returns it.
    path : Path
        Where to.

    Returns
    -------
    Path
    """
    write_whole(path, render_weighing(document))
    return path


def render_weighing(document: Mapping[str, Any]) -> str:
    """Return the page of a weighing as HTML text.

    Parameters
    ----------
    document : dict
        As `jointex.api.weigh` returns it.

    Returns
    -------
    str
    """
    outcomes = {one["id"]: one for one in document["outcomes"]}
    texts = {one["id"]: one["text"] for one in document["bundles"]}
    return _template().render(
        document=document,
        exercise=document["exercise"],
        outcomes=outcomes,
        texts=texts,
        bundles=[_bundle(one, outcomes, texts) for one in document["beliefs"]],
        matrices=[table for name in KEY_OUTCOMES if (table := _matrix(document, name, outcomes, texts))],
        stakeholders=[_stakeholder(one, outcomes, texts) for one in document["stakeholders"]],
        discovery=[
            {**one, "text": outcomes[one["outcome"]]["text"], "bars": _bars(one["indices"])}
            for one in document["discovery"]
        ],
        maps=[
            {**one, "picture": draw_tipping(one, place), "text": outcomes[one["outcome"]]["text"]}
            for place, one in enumerate(document["tipping"])
        ],
        findings=_findings(document, outcomes, texts),
        defined=_defined(document, outcomes, texts),
        still=[lever["text"] for lever in document["levers"] if lever["id"] in document["still_levers"]],
    )


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("jointex.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(figure=figure, share=lambda value: f"{100.0 * value:.0f} %")
    return environment.get_template("weigh.html")


def figure(value: float | None) -> str:
    """Return a number with three significant digits, in groups of three.

    Parameters
    ----------
    value : float or None
        A dash for None.

    Returns
    -------
    str
    """
    if value is None:
        return "–"
    if value == 0.0:
        return "0"
    if abs(value) >= 100.0:
        return f"{value:,.0f}"
    if abs(value) < LEAST_SHOWN:
        return f"{'-' if value < 0.0 else ''}<{LEAST_SHOWN:g}"
    return f"{value:.2g}" if abs(value) < 0.01 else f"{value:.3g}"


def short_name(one: Mapping[str, Any]) -> str:
    """Return the text of an outcome without what follows its first comma, for headings.

    Parameters
    ----------
    one : dict

    Returns
    -------
    str
    """
    head, _, _ = str(one["text"]).partition(",")
    return head if len(head.split()) >= LEAST_WORDS else str(one["text"])


def _bundle(one: Mapping[str, Any], outcomes: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return what a bundle buys and costs whichever theory holds, and what depends."""
    parts: dict[str, list[str]] = {"better": [], "worse": [], "depends": []}
    for row in one["rows"]:
        name = _with_share(row, outcomes)
        kinds = set(row["verdicts"].values())
        if len(kinds) == 1 and (only := next(iter(kinds))) in parts:
            parts[only].append(name)
        else:
            parts["depends"].append(f"{name}: {row['sentence'].rpartition(': ')[2]}")
    return {"id": one["bundle"], "text": texts[one["bundle"]], **parts}


def _with_share(row: Mapping[str, Any], outcomes: Mapping[str, Any]) -> str:
    """Return an outcome in words, with the share of futures in which the bundle changes it where that is small."""
    name = short_name(outcomes[row["outcome"]])
    share = row["changed_fraction"]
    return name if share >= SMALL_FRACTION else f"{name} (in {100.0 * share:.0f} % of futures)"


def _with_amount(row: Mapping[str, Any], outcomes: Mapping[str, Any]) -> str:
    """Return an outcome in words, with its typical change over theories, and the share of futures changed where that is small."""
    one = outcomes[row["outcome"]]
    found = sorted(_typical(shares) for shares in row["by_theory"].values())
    ends = list(dict.fromkeys(_signed(value) for value in (found[0], found[-1])))
    share = row["changed_fraction"]
    rest = "" if share >= SMALL_FRACTION else f", the mean; none in {100.0 * (1.0 - share):.0f} % of futures"
    return f"{short_name(one)} ({' to '.join(ends)} {one['unit']}".rstrip() + f"{rest})"


def _counts(row: Mapping[str, Any]) -> bool:
    """Return whether the typical change reaches the least that counts, under every theory."""
    return all(abs(_typical(shares)) >= row["least"] for shares in row["by_theory"].values())


def _signed(value: float) -> str:
    return figure(value) if value <= 0.0 else f"+{figure(value)}"


def _matrix(
    document: Mapping[str, Any], outcome: str, outcomes: Mapping[str, Any], texts: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return bundles by theory for an outcome."""
    rows = []
    for one in document["beliefs"]:
        found = next((row for row in one["rows"] if row["outcome"] == outcome), None)
        if found is None:
            continue
        cells = [
            {
                "word": WORDS[word],
                "class": {"better": "met", "worse": "missed", "same": "note", "either way": "open"}[word],
                "typical": _typical(found["by_theory"][theory]),
                "p10": found["by_theory"][theory]["p10"],
                "p90": found["by_theory"][theory]["p90"],
            }
            for theory, word in found["verdicts"].items()
        ]
        rows.append(
            {"id": one["bundle"], "text": texts[one["bundle"]], "cells": cells, "theories": list(found["verdicts"])}
        )
    if not rows:
        return None
    return {"outcome": outcomes[outcome], "theories": rows[0]["theories"], "rows": rows}


def _typical(shares: Mapping[str, float]) -> float:
    """Return the middle difference, or the mean where most futures see none."""
    return shares["median"] if shares["same"] < SMALL_FRACTION else shares["mean"]


def _stakeholder(one: Mapping[str, Any], outcomes: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a stakeholder's regrets: a row for each bundle, a column for each outcome that sets bundles apart."""
    columns = [name for name in one["outcomes"] if _tells_apart(outcomes[name])]
    alike = [short_name(outcomes[name]) for name in one["outcomes"] if name not in columns]
    unbeaten = set(one["unbeaten"])
    rows: list[dict[str, Any]] = []
    for place, (bundle, text) in enumerate(texts.items()):
        cells = []
        for name in columns:
            rows_of = outcomes[name]["rows"]
            top = max(row["regret_p90"] for row in rows_of) or 1.0
            cells.append(
                {
                    "regret": rows_of[place]["regret_p90"],
                    "middle": rows_of[place]["p50"],
                    "depth": rows_of[place]["regret_p90"] / top,
                }
            )
        rows.append({"id": bundle, "text": text, "cells": cells, "unbeaten": bundle in unbeaten})
    tables = [
        {
            "columns": [outcomes[name] for name in columns[first : first + MOST_COLUMNS]],
            "rows": [{**row, "cells": row["cells"][first : first + MOST_COLUMNS]} for row in rows],
        }
        for first in range(0, len(columns), MOST_COLUMNS)
    ]
    name = NAMES.get(one["id"], one["id"])
    return {"name": name, "n_columns": len(columns), "tables": tables, "alike": alike, "n_unbeaten": len(unbeaten)}


def _tells_apart(outcome: Mapping[str, Any]) -> bool:
    """Return whether the middle value of an outcome differs between bundles by more than is worth telling."""
    middles = [row["p50"] for row in outcome["rows"]]
    return bool(max(middles) - min(middles) > max(outcome.get("least", 0.0), 1e-9 * (1.0 + max(map(abs, middles)))))


def _bars(indices: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the strongest indices with widths."""
    shown = [row for row in indices if row["above_chance"]][:6]
    top = max((row["index"] for row in shown), default=1.0)
    return [{**row, "width": 100.0 * row["index"] / top} for row in shown]


def _findings(
    document: Mapping[str, Any], outcomes: Mapping[str, Any], texts: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what an analyst can act on, counted from the tables."""
    free: list[str] = []
    priced: list[str] = []
    for one in document["beliefs"]:
        told = {**one, "rows": [row for row in one["rows"] if not row["by_definition"]]}
        buys, costs = _names(told, "better", outcomes), _names(one, "worse", outcomes)
        if buys and not _depends(one):
            line = f"{texts[one['bundle']]}{_only_where(document, one['bundle'])}: better on {buys}"
            (priced if costs else free).append(f"{line}; worse on {costs}" if costs else line)
    turning: dict[str, list[tuple[float, str]]] = {}
    for one in document["beliefs"]:
        for row in one["rows"]:
            wanted = " or ".join(theory for theory, word in row["verdicts"].items() if word == "better")
            if row["outcome"] != "encounters_180d" or row["by_definition"]:
                continue
            if wanted and len(set(row["verdicts"].values())) > 1:
                first = next(theory for theory, word in row["verdicts"].items() if word == "better")
                change = _typical(row["by_theory"][first])
                if abs(change) < row["least"]:
                    continue
                turning.setdefault(wanted, []).append((change, f"{texts[one['bundle']]} ({figure(change)})"))
    found = [
        {"head": "Better on something, worse on nothing, whichever theory holds", "lines": free},
        {"head": "A trade that no theory decides: a price is to be paid for it", "lines": priced},
        *(
            {
                "head": f"Fewer dangerous encounters within 180 days only if you believe {theory} (typical change there)",
                "lines": ["; ".join(text for _, text in sorted(told))],
            }
            for theory, told in turning.items()
        ),
    ]
    return [one for one in found if one["lines"]]


def _only_where(document: Mapping[str, Any], bundle: str) -> str:
    """Return the condition under which a bundle buys anything, where the exercise as flown does not meet it."""
    given = next(one["set"] for one in document["bundles"] if one["id"] == bundle)
    if set(given) <= {"night_cap", "package_jpy"} and document["exercise"]["night_movements"] < LEAST_BY_NIGHT:
        return " (as flown nothing moves at night: only where the day slips by hours)"
    return ""


def _defined(
    document: Mapping[str, Any], outcomes: Mapping[str, Any], texts: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what is better by what a lever is, or by a bracket with one side: outcomes, and the bundles of each."""
    found: dict[str, list[str]] = {}
    for one in document["beliefs"]:
        for row in one["rows"]:
            if row["by_definition"] and set(row["verdicts"].values()) == {"better"}:
                found.setdefault(short_name(outcomes[row["outcome"]]), []).append(texts[one["bundle"]])
    return [(name, "; ".join(bundles)) for name, bundles in found.items()]


def _depends(one: Mapping[str, Any]) -> bool:
    """Return whether anything about a bundle depends on the theory."""
    return any(len(set(row["verdicts"].values())) > 1 for row in one["rows"])


def _names(one: Mapping[str, Any], word: str, outcomes: Mapping[str, Any]) -> str:
    """Return outcomes in words."""
    rows = [row for row in one["rows"] if set(row["verdicts"].values()) == {word} and _counts(row)]
    names = [_with_amount(row, outcomes) for row in rows]
    return ", ".join(name[0].lower() + name[1:] for name in names)


def draw_tipping(one: Mapping[str, Any], place: int) -> str:
    """Return a tipping map as SVG: cells coloured by the share of futures in which the bundle does better.

    Parameters
    ----------
    one : dict
        An entry of `tipping`.
    place : int
        Number of the picture on the page.

    Returns
    -------
    str
    """
    rows = one["share"]
    wide, high = SIDE / len(rows[0]), SIDE / len(rows)
    width, height = LEFT + SIDE + 8, TOP + SIDE + 48
    title = f"Share of futures in which {one['bundle']} does better than {one['reference']}"
    parts = [
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="tip{place}">',
        f'<title id="tip{place}">{escape(title)}</title>',
    ]
    for level, line in enumerate(rows):
        for column, share in enumerate(line):
            x, y = LEFT + column * wide, TOP + SIDE - (level + 1) * high
            kind = "void" if share is None else "up" if share >= 0.5 else "down"
            depth = 1.0 if share is None else 0.06 + 0.5 * abs(share - 0.5) * 2.0
            box = f'x="{x:.1f}" y="{y:.1f}" width="{wide - 1:.1f}" height="{high - 1:.1f}"'
            parts.append(f'<rect {box} class="{kind}" fill-opacity="{depth:.2f}"/>')
            if share is not None:
                at = f'x="{x + wide / 2:.1f}" y="{y + high / 2 + 4:.1f}"'
                parts.append(f'<text {at} class="share">{100.0 * share:.0f}</text>')
    across, up = one["axes"]
    bottom, middle = TOP + SIDE, TOP + SIDE / 2
    for share, text in _ticks(across):
        anchor = "middle" if across["steps"] else "start" if share == 0.0 else "end"
        parts.append(
            f'<text x="{LEFT + share * SIDE:.1f}" y="{bottom + 16}" text-anchor="{anchor}">{escape(text)}</text>'
        )
    for share, text in _ticks(up):
        y = bottom - share * SIDE + (4.0 if up["steps"] else -2.0 if share == 0.0 else 11.0)
        parts.append(f'<text x="{LEFT - 6}" y="{y:.1f}" text-anchor="end">{escape(text)}</text>')
    names = [escape(axis["id"].replace("_", " ")) for axis in (across, up)]
    parts += [
        f'<text x="{LEFT + SIDE / 2}" y="{bottom + 36}" text-anchor="middle">{names[0]}</text>',
        f'<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">{names[1]}</text>',
        "</svg>",
    ]
    return "".join(parts)


def _ticks(axis: Mapping[str, Any]) -> list[tuple[float, str]]:
    """Return where words stand along an axis, 0 to 1, and the words: every step, or both ends."""
    steps = axis["steps"]
    if steps:
        return [((place + 0.5) / len(steps), text) for place, text in enumerate(steps)]
    return [
        (0.0, f"{figure(axis['low'])} {axis['unit']}".strip()),
        (1.0, f"{figure(axis['high'])} {axis['unit']}".strip()),
    ]
