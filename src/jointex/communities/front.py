"""Several ways to fly beside each other: training value, fuel, and noise at every place; none is netted against another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SAME_DB = 0.5
"""Levels this near are the same [dB]: no ear tells them apart."""
SAME_VALUE = 0.01
"""Shares of runs this near are the same."""
UNHEARD_DB = 0.0
"""Stands for a place where nothing is heard [dB]."""


def option(name: str, text: str, summary: Mapping[str, Any], account: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a way to fly comes to.

    Parameters
    ----------
    name, text : str
        Short name, and what it is.
    summary : mapping
        The content of summary.json.
    account : mapping
        The content of communities.json.

    Returns
    -------
    dict
        `training_value` (mean over objectives of the share of runs that meet them), `objectives` by verdict, `fuel_kg`,
        `lden_db` by place, `loudest_place`, `loudest_db`, `at_night` (movements of all bases).
    """
    objectives = summary.get("objectives", ())
    shares = [one["met_fraction"] for one in objectives if one["met_fraction"] is not None]
    levels = {place["id"]: place["lden_db"]["value"] if place["lden_db"] else UNHEARD_DB for place in account["places"]}
    loudest = max(levels, key=lambda place: levels[place], default="")
    fuel = summary["measures"]["fuel_burned_kg"]["value"]
    return {
        "id": name,
        "text": text,
        "training_value": sum(shares) / len(shares) if shares else None,
        "objectives": {one["id"]: one["verdict"] for one in objectives},
        "met_fractions": {one["id"]: one["met_fraction"] for one in objectives},
        "fuel_kg": fuel,
        "lden_db": levels,
        "loudest_place": loudest,
        "loudest_db": levels.get(loudest, UNHEARD_DB),
        "at_night": sum(row["at_night"]["value"] for row in account["movements"]),
    }


def weigh_options(options: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return ways to fly with what is on the front, and the quietest that still meets the objectives.

    Parameters
    ----------
    options : sequence of dict
        From `option`; the first is the one as written.

    Returns
    -------
    dict
        `options`, each with `on_front` and `beaten_by`: another option is no worse in training, fuel and at every place, and
        better somewhere; `quietest`: of those that meet whatever the first meets, the one whose loudest place is quietest;
        and `sentence`.
    """
    rows = [dict(one) for one in options]
    for row in rows:
        row["beaten_by"] = [other["id"] for other in rows if other is not row and _beats(other, row)]
        row["on_front"] = not row["beaten_by"]
        row["keeps_objectives"] = _keeps(row, rows[0])
    kept = [row for row in rows if row["keeps_objectives"]]
    best = min(kept, key=lambda row: (row["loudest_db"], row["fuel_kg"])) if kept else None
    return {"options": rows, "quietest": best["id"] if best else None, "sentence": _sentence(rows, best)}


def noise_differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the noise of two accounts, place by place.

    Parameters
    ----------
    first, second : mapping
        The content of two communities.json.

    Returns
    -------
    list of dict
        `id, name, base`, and of `lden_db` and `lmax_dba` what `a` and `b` have and the `difference`, the second less the first;
        None where nothing is heard or the place is not told.
    """
    sides = [{place["id"]: place for place in account.get("places", ())} for account in (first, second)]
    rows = []
    for name in dict.fromkeys((*sides[0], *sides[1])):
        told = sides[0].get(name) or sides[1][name]
        row = {"id": name, "name": told["name"], "base": told["base"]}
        for key in ("lden_db", "lmax_dba"):
            a, b = (side[name][key]["value"] if name in side and side[name][key] else None for side in sides)
            row[key] = {"a": a, "b": b, "difference": None if a is None or b is None else b - a}
        rows.append(row)
    return rows


def _beats(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether one option is no worse than another in everything, at every place, and better in something."""
    places = {*one["lden_db"], *other["lden_db"]}
    gains = [
        (one["training_value"] or 0.0) - (other["training_value"] or 0.0),
        *[(other["lden_db"].get(place, 0.0) - one["lden_db"].get(place, 0.0)) for place in places],
        (other["fuel_kg"] - one["fuel_kg"]) / max(1.0, other["fuel_kg"]),
    ]
    same = [SAME_VALUE, *[SAME_DB] * len(places), SAME_VALUE]
    no_worse = all(gain >= -by for gain, by in zip(gains, same, strict=True))
    return no_worse and any(gain > by for gain, by in zip(gains, same, strict=True))


def _keeps(row: Mapping[str, Any], first: Mapping[str, Any]) -> bool:
    """Return whether an option misses no objective that the first does not miss."""
    return all(
        verdict != "missed" or first["objectives"].get(name) == "missed" for name, verdict in row["objectives"].items()
    )


def _sentence(rows: Sequence[Mapping[str, Any]], best: Mapping[str, Any] | None) -> str:
    """Return the finding in a sentence."""
    first = rows[0]
    if best is None:
        return "No option meets what the first one meets."
    if best is first:
        return f"As written is the quietest of {len(rows)} that miss no further objective, by its loudest place."
    less = first["loudest_db"] - best["loudest_db"]
    louder = [place for place, level in best["lden_db"].items() if level > first["lden_db"].get(place, 0.0) + SAME_DB]
    words = f"; louder at {', '.join(louder)}" if louder else "; louder nowhere"
    fuel = 100.0 * (best["fuel_kg"] / first["fuel_kg"] - 1.0)
    if abs(less) < SAME_DB:
        words += f"; {SAME_DB:g} dB or less is no difference to an ear"
    return (
        f"Quietest by its loudest place, with no further objective missed: {best['id']} ({best['text']}): "
        f"{best['loudest_db']:.1f} dB Lden at {best['loudest_place']}, {less:.1f} dB below the loudest as written{words}; "
        f"{fuel:+.1f} % fuel."
    )
