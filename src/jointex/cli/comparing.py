"""A comparison as people read it: what differs, and by how much, B less A."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jointex.cli import speech

LONGEST = 60
"""Longer values are cut in tables; `--json` has them whole."""
MOST_ROWS = 40
"""Longer tables are cut; `--json` has them whole."""
ANYWAY = ("fuel_burned_kg", "flying_time_h", "sorties_flown", "fuel_over_reserve_kg", "on_time_fraction")
"""Measures that are shown also where nothing differs."""


def show_comparison(document: Mapping[str, Any]) -> None:
    """Show what differs between two exercises.

    Parameters
    ----------
    document : mapping
        As `api.compare` gives it.
    """
    a, b = document["a"], document["b"]
    speech.answer_line(f"A: {_side(a)}")
    speech.answer_line(f"B: {_side(b)}")
    for side, letter in ((a, "A"), (b, "B")):
        for note in side["notes"]:
            speech.answer_line(f"note on {letter}: {note}.")
    if document["why_unpaired"]:
        speech.answer_line(f"Runs are not paired: {document['why_unpaired']}.{_way_out(document)}")
    _table(
        "Scenario", ("key", "A", "B"), ((one["key"], _cut(one["a"]), _cut(one["b"])) for one in document["scenario"])
    )
    _show_plan(document["plan"])
    _show_gates(document["gates"])
    _show_timeline(document["timeline"])
    show_differences(document)
    _show_noise(document)


def _show_noise(document: Mapping[str, Any]) -> None:
    """Show the noise of two run folders place by place; no place is set against another."""

    def level(value: float | None) -> str:
        return "-" if value is None else f"{value:.1f}"

    rows = [
        (row["name"], row["base"], *(level(row[key][side]) for key in ("lden_db", "lmax_dba") for side in _SIDES))
        for row in document.get("noise") or ()
    ]
    if rows:
        heads = ("place", "near", "Lden A", "Lden B", "B - A", "loudest dBA A", "B", "B - A")
        speech.answer_table("Noise of the day, place by place", heads, rows, range(2, 8))


_SIDES = ("a", "b", "difference")


def show_differences(document: Mapping[str, Any]) -> None:
    """Show how often objectives were met, and what measures differ.

    Parameters
    ----------
    document : mapping
        It has `objectives`, `measures` and `paired`, as `api.compare` gives them.
    """
    _show_objectives(document)
    _show_measures(document)


def _side(side: Mapping[str, Any]) -> str:
    """Return one side in a line."""
    verdict = "the plan can be flown" if side["feasible"] else "the plan cannot be flown as it stands"
    flown = f"{side['runs']:,} runs, seed {side['seed']}" if side["runs"] else "not flown"
    return f"{side['name']} ({side['title'] or side['scenario']}): {verdict}; {flown}"


def _way_out(document: Mapping[str, Any]) -> str:
    a, b = document["a"], document["b"]
    if a["seed"] != b["seed"] or not a["runs"] or not b["runs"]:
        return ""
    return f" `--runs {min(a['runs'], b['runs'])}` pairs the first runs of both."


def _show_plan(plan: Mapping[str, Any]) -> None:
    for name, word in (("findings", "finding"), ("unmet", "unmet need")):
        for side in ("a", "b"):
            for one in plan[name][f"only_{side}"]:
                about = f"{one['severity']}: " if name == "findings" else f"{one['flight']}: {one['need']}: "
                speech.answer_line(f"{word} of {side.upper()} alone: {about}{one.get('text') or one.get('reason')}.")
    rows = [_plan_row(one) for one in plan["flights"]]
    _table("Plan", ("flight", "", "A", "B", "B - A"), rows, (2, 3, 4))
    tankers = plan["tankers"]
    if tankers["a"]["sorties"] or tankers["b"]["sorties"]:
        keys = (
            ("sorties", "tanker sorties"),
            ("stations", "stations"),
            ("brackets", "brackets"),
            ("give_kg", "given, kg"),
        )
        counts = [
            (word, speech.number(tankers["a"][key]), speech.number(tankers["b"][key]), _signed(tankers, key))
            for key, word in keys
        ]
        _table("Tankers", ("", "A", "B", "B - A"), counts, (1, 2, 3))
    _table("Tankers one by one", ("tanker", "", "A", "B", "B - A"), map(_plan_row, tankers["differ"]), (2, 3, 4))
    _table("Brackets", ("bracket", "", "A", "B", "B - A"), map(_plan_row, plan["brackets"]), (2, 3, 4))


def _signed(tankers: Mapping[str, Any], key: str) -> str:
    return _plus(tankers["b"][key] - tankers["a"][key])


def _plan_row(one: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a row of a flight, tanker or bracket; times as clocks."""
    if not one["key"]:
        return (one["id"], "is planned", *(("yes" if one[side] else "no") for side in ("a", "b")), "")
    is_time = one["key"].endswith("_s") and one["key"].removesuffix("_s").endswith(
        ("time", "takeoff", "landing", "on", "off")
    )
    told = [speech.clock(one[side]) if is_time and one[side] is not None else _cut(one[side]) for side in ("a", "b")]
    difference = one["difference"]
    shown = "" if difference is None else f"{difference:+,.0f} s" if is_time else _plus(difference)
    return one["id"], one["key"], *told, shown


def _show_gates(gates: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        (
            f"{one['tanker']} ({one['nation']})",
            one["station"],
            one["flight"],
            *(_gate(one[side]) for side in ("a", "b")),
        )
        for one in gates
    ]
    _table("Gates: who could take fuel where", ("tanker", "station", "flight", "A", "B"), rows)


def _gate(side: Mapping[str, Any] | None) -> str:
    """Return a pair, its status, and the gates that are not open."""
    if side is None:
        return "-"
    names = ", ".join(reason.partition(":")[0] for reason in side["reasons"])
    return f"{side['receiver']} from {side['tanker']}: {side['status']}{f' ({names})' if names else ''}"


def _show_timeline(rows: Sequence[Mapping[str, Any]]) -> None:
    told = [
        (
            one["flight"],
            one["event"],
            one["detail"],
            *("-" if one[key] is None else speech.clock(one[key]) for key in ("a_s", "b_s")),
            "" if one["difference_s"] is None else f"{one['difference_s']:+,.0f} s",
        )
        for one in rows
    ]
    _table("Timeline (from scenario start)", ("flight", "event", "", "A", "B", "B - A"), told, (3, 4, 5))


def _show_objectives(document: Mapping[str, Any]) -> None:
    rows = [
        (
            one["id"],
            *(_percent(one[side]) for side in ("a", "b")),
            _percent(one["difference"], "+"),
            f"{_percent(one['low'], '+')} .. {_percent(one['high'], '+')}" if one["low"] is not None else "-",
            _says(one),
            f"{one['verdict_a'] or '-'} - {one['verdict_b'] or '-'}",
        )
        for one in document["objectives"]
    ]
    columns = ("objective met in", "A", "B", "B - A", "95 % interval", "", "verdict")
    _table("Objectives", columns, rows, (1, 2, 3, 4))


def _show_measures(document: Mapping[str, Any]) -> None:
    n_runs = max((one["n_a"] for one in document["measures"]), default=0)
    how = "paired run by run" if document["paired"] else "not paired"
    columns = ("measure", "flight", "unit", "A", "B", "B - A", "95 % interval", "", "runs that differ")
    shown = [
        one for one in document["measures"] if one["excludes_zero"] or (one["measure"] in ANYWAY and not one["flight"])
    ]
    _table(f"Measures over {n_runs:,} runs, {how}", columns, _measure_rows(shown), (3, 4, 5, 6, 8))
    n_same = len(document["measures"]) - len(shown)
    if n_same > 0:
        speech.answer_line(
            f"{n_same} more measures of all aircraft or of one flight show no sure difference; --json has them."
        )


def _measure_rows(measures: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    for one in measures:
        differ = "-" if one["n_differ"] is None else f"{one['n_differ']} of {one['n_a']}"
        yield (
            one["measure"],
            one["flight"] or "all",
            one["unit"],
            speech.number(one["a"]),
            speech.number(one["b"]),
            _plus(one["difference"]),
            f"{_plus(one['low'])} .. {_plus(one['high'])}" if one["low"] is not None else "-",
            _says(one),
            differ,
        )


def _says(one: Mapping[str, Any]) -> str:
    """Return whether a difference is sure."""
    if one["low"] is None:
        return "open"
    if one["n_differ"] == 0:
        return "same in every run"
    return "differs" if one["excludes_zero"] else "open"


def _plus(value: float | None) -> str:
    """Return a number with its sign."""
    if value is None:
        return "-"
    text = speech.number(value)
    return f"+{text}" if value > 0 and text != "0" else text


def _percent(share: float | None, sign: str = "") -> str:
    return "-" if share is None else f"{share:{sign}.1%}"


def _cut(value: Any) -> str:
    """Return a value for a cell; of a whole branch its first value."""
    while isinstance(value, dict) and value:
        value = next(iter(value.values()))
    text = speech.number(value) if isinstance(value, int | float) or value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _table(title: str, columns: Sequence[str], rows: Any, numbers: Sequence[int] = ()) -> None:
    """Show a table, if there is anything in it."""
    told = list(rows)
    if told:
        speech.answer_table(title, columns, told[:MOST_ROWS], numbers)
    if len(told) > MOST_ROWS:
        speech.answer_line(f"{len(told) - MOST_ROWS} more rows; --json has them.")
