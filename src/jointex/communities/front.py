"""Several ways to fly beside each other: training value, fuel, and noise at every place; none is netted against another.

Options are told apart by their runs: pairs of runs that share their luck, with 95 % intervals (Student's t). One beats another
only where every difference is told to be a gain or within what counts as the same, and one is told to be a gain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.communities.sound import Array
from jointex.measures.differences import paired_difference, unpaired_difference

SAME_DB = 0.5
"""Levels this near are the same [dB]: no ear tells them apart."""
SAME_VALUE = 0.01
"""Shares of runs this near are the same, and fuel."""
UNHEARD_DB = 0.0
"""Stands for a place where nothing is heard [dB]."""


@dataclass(frozen=True)
class Flown:
    """What each run of an option came to.

    Attributes
    ----------
    seed : int or None
        Of its runs.
    runs : array (n,)
        Their numbers.
    met : dict of str to array (n,)
        By objective, whether a run met it: 0 or 1; NaN where that is not known.
    fuel_kg : array (n,)
        Fuel burned [kg].
    heard : array (k,)
        Numbers of the runs whose tracks were heard.
    lden_db : dict of str to array (k,)
        By place, the level of each of these [dB], `UNHEARD_DB` where nothing is heard.
    """

    seed: int | None
    runs: Array
    met: Mapping[str, Array]
    fuel_kg: Array
    heard: Array
    lden_db: Mapping[str, Array]

    def training(self) -> Array:
        """Return the share of objectives that each run met."""
        return np.mean(list(self.met.values()), axis=0) if self.met else np.full(len(self.runs), np.nan)

    def levels(self, place: str, runs: Array) -> Array:
        """Return the level of some of the runs heard at a place [dB]."""
        levels = self.lden_db.get(place, np.full(len(self.heard), UNHEARD_DB))
        return np.maximum(UNHEARD_DB, levels[np.isin(self.heard, runs)])


def flown_of(values: Mapping[str, Array], runs: Array, seed: int | None, account: Mapping[str, Any]) -> Flown:
    """Return what each run of an option came to.

    Parameters
    ----------
    values : mapping of str to array (n,)
        Measures and objectives by id, as runs.parquet has them.
    runs : array (n,)
        Their numbers.
    seed : int or None
        Of the runs.
    account : mapping
        The content of communities.json.

    Returns
    -------
    Flown
    """
    prefix = "objective."
    levels = {
        place["id"]: np.array([UNHEARD_DB if one is None else one for one in place["lden_by_run_db"]], float)
        for place in account["places"]
    }
    met = {name.removeprefix(prefix): each for name, each in values.items() if name.startswith(prefix)}
    heard = np.array(account["heard_run_numbers"], int)
    return Flown(seed, np.asarray(runs), met, np.asarray(values["fuel_burned_kg"], float), heard, levels)


def option(
    name: str, text: str, summary: Mapping[str, Any], account: Mapping[str, Any], flown: Flown
) -> dict[str, Any]:
    """Return what a way to fly comes to.

    Parameters
    ----------
    name, text : str
        Short name, and what it is.
    summary : mapping
        The content of summary.json.
    account : mapping
        The content of communities.json.
    flown : Flown
        Its runs.

    Returns
    -------
    dict
        `training_value` (mean over objectives of the share of runs that meet them), `objectives` by verdict, `fuel_kg`,
        `lden_db` by place, `loudest_place`, `loudest_db`, `at_night` (movements of all bases), `people` and `names` by place,
        and `flown`, which `weigh_options` takes away.
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
        "people": {place["id"]: place["people"] for place in account["places"]},
        "names": {place["id"]: place["name"] for place in account["places"]},
        "flown": flown,
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
        `options`, each with `on_front`, `beaten_by` (options whose every difference is told to be a gain or to lie within
        `same`, one a gain), `keeps_objectives`, `against_first` (differences to the first with `low`, `high` and `is_told`)
        and `moved_noise` (places told to be louder than in the first); `quietest`: of those that keep the objectives, the one
        whose loudest place is quietest, the first unless another is told apart from it; `decided_by` (runs, runs heard,
        whether they share their luck), `same` (what counts as no difference) and `sentence`.
    """
    rows = [{key: value for key, value in one.items() if key != "flown"} for one in options]
    flown = [one["flown"] for one in options]
    is_paired = all(_share_luck(flown[0], one) for one in flown[1:])
    gaps = {
        (i, j): _gaps(rows[i], flown[i], rows[j], flown[j], is_paired)
        for i in range(len(rows))
        for j in range(len(rows))
        if i != j
    }
    for j, row in enumerate(rows):
        row["beaten_by"] = [other["id"] for i, other in enumerate(rows) if i != j and _beats(gaps[j, i])]
        row["on_front"] = not row["beaten_by"]
        row["against_first"] = gaps[0, j] if j else None
        row["keeps_objectives"] = not j or _keeps(row, rows[0])
        row["moved_noise"] = _moved(row, rows[0]) if j else []
    decided = {
        "runs": min(len(one.runs) for one in flown),
        "runs_heard": min(len(one.heard) for one in flown),
        "is_paired": is_paired,
    }
    best = _quietest(rows)
    return {
        "options": rows,
        "quietest": best["id"],
        "decided_by": decided,
        "same": {"lden_db": SAME_DB, "training": SAME_VALUE, "fuel_fraction": SAME_VALUE},
        "sentence": _sentence(rows, best, decided),
    }


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


def _share_luck(one: Flown, other: Flown) -> bool:
    """Return whether two options flew the same runs of one seed."""
    return one.seed is not None and one.seed == other.seed and np.array_equal(one.runs, other.runs)


def _gap(
    first: Array, second: Array, is_paired: bool, value: float | None = None, is_share: bool = False
) -> dict[str, Any]:
    """Return a difference, the second less the first, with its interval, and whether it is told apart from none."""
    found = (paired_difference if is_paired else unpaired_difference)(first, second, is_share)
    if found.value is None:
        return {"difference": None, "low": None, "high": None, "is_told": False}
    by = 0.0 if value is None else value - found.value
    ends = [None if end is None else end + by for end in (found.low, found.high)]
    low, high = ends
    is_told = low is not None and high is not None and (low > 1e-9 or high < -1e-9)
    return {"difference": found.value + by, "low": low, "high": high, "is_told": is_told}


def _level_gap(first: Array, second: Array, is_paired: bool) -> dict[str, Any]:
    """Return the difference of two levels of mean energy [dB].

    A run moves the level of the mean energy by 10 / ln 10 times its share of it, to first order: the interval is that of the
    mean of these.
    """
    energies = [10.0 ** (one / 10.0) for one in (first, second)]
    if not all(len(one) for one in energies):
        return {"difference": None, "low": None, "high": None, "is_told": False}
    means = [float(one.mean()) for one in energies]
    shares = [10.0 / np.log(10.0) * one / mean for one, mean in zip(energies, means, strict=True)]
    return _gap(shares[0], shares[1], is_paired, 10.0 * float(np.log10(means[1] / means[0])))


def _gaps(
    row: Mapping[str, Any], flown: Flown, other: Mapping[str, Any], other_flown: Flown, is_paired: bool
) -> dict[str, Any]:
    """Return all differences of two options, the second less the first: training, fuel (as a share), objectives, levels."""
    fuel_kg = float(np.nanmean(flown.fuel_kg))
    names = [name for name in flown.met if name in other_flown.met]
    places = list(dict.fromkeys((*row["lden_db"], *other["lden_db"])))
    pair = (row["loudest_place"], other["loudest_place"])
    both = np.intersect1d(flown.heard, other_flown.heard) if is_paired else None
    heard = [one.heard if both is None else both for one in (flown, other_flown)]

    def level_gap(place: str, other_place: str) -> dict[str, Any]:
        return _level_gap(flown.levels(place, heard[0]), other_flown.levels(other_place, heard[1]), is_paired)

    return {
        "training": _gap(flown.training(), other_flown.training(), is_paired),
        "fuel_fraction": _gap(flown.fuel_kg / fuel_kg, other_flown.fuel_kg / fuel_kg, is_paired),
        "met_fractions": {
            name: _gap(flown.met[name], other_flown.met[name], is_paired, is_share=True) for name in names
        },
        "lden_db": {place: level_gap(place, place) for place in places},
        "loudest_db": level_gap(*pair),
    }


def _beats(gaps: Mapping[str, Any]) -> bool:
    """Return whether the second of two options is told to be no worse than the first in everything, and better in something."""
    ends = [_gain(gaps["training"], 1.0, SAME_VALUE), _gain(gaps["fuel_fraction"], -1.0, SAME_VALUE)]
    ends += [_gain(one, -1.0, SAME_DB) for one in gaps["lden_db"].values()]
    return all(is_no_worse for is_no_worse, _ in ends) and any(is_better for _, is_better in ends)


def _gain(gap: Mapping[str, Any], sign: float, same: float) -> tuple[bool, bool]:
    """Return whether a difference is told to be no loss, and a gain, up to what counts as the same."""
    if gap["difference"] is None:
        return True, False  # neither has it
    if gap["low"] is None:
        return False, False  # one run tells nothing
    least = min(sign * gap["low"], sign * gap["high"])
    return least >= -same, gap["is_told"] and sign * gap["difference"] > same


def _keeps(row: Mapping[str, Any], first: Mapping[str, Any]) -> bool:
    """Return whether an option misses no objective that the first does not miss, and is told to meet none less often."""
    fewer = [gap["is_told"] and gap["difference"] < 0.0 for gap in row["against_first"]["met_fractions"].values()]
    return not any(fewer) and all(
        verdict != "missed" or first["objectives"].get(name) == "missed" for name, verdict in row["objectives"].items()
    )


def _moved(row: Mapping[str, Any], first: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the places that are told to hear more than in the first, the loudest first; `before_db` is None for nothing."""
    found = [
        {
            "id": place,
            "name": row["names"].get(place, place),
            "people": row["people"].get(place),
            "lden_db": row["lden_db"].get(place, UNHEARD_DB),
            "before_db": first["lden_db"].get(place) or None,
            **gap,
        }
        for place, gap in row["against_first"]["lden_db"].items()
        if gap["is_told"] and gap["difference"] > SAME_DB
    ]
    return sorted(found, key=lambda one: -float(one["lden_db"]))


def moved_words(one: Mapping[str, Any]) -> str:
    """Return a place of `moved_noise` as it is told.

    Parameters
    ----------
    one : mapping
        An entry of `moved_noise`.

    Returns
    -------
    str
        Name, people, and how much louder, or its level where nothing was heard.
    """
    people = f" ({one['people']:,} people)" if one["people"] else ""
    if one["before_db"] is None:
        return f"{one['name']}{people} {one['lden_db']:.1f} dB where nothing was heard"
    return f"{one['name']}{people} {_ends(one, 1.0, 1)} dB"


def _quietest(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the option whose loudest place is quietest of those that keep the objectives, the first unless told apart."""

    def is_told(row: Mapping[str, Any]) -> bool:
        gap = row["against_first"]["loudest_db"]
        return bool(gap["is_told"] and gap["difference"] < -SAME_DB)

    kept = [row for row in rows[1:] if row["keeps_objectives"] and is_told(row)]
    return min(kept, key=lambda row: (row["loudest_db"], row["fuel_kg"]), default=rows[0])


def _sentence(rows: Sequence[Mapping[str, Any]], best: Mapping[str, Any], decided: Mapping[str, Any]) -> str:
    """Return the finding in a sentence or three."""
    first = rows[0]
    luck = "with the same luck in each" if decided["is_paired"] else "which do not share their luck"
    basis = f"Decided by {decided['runs']} runs of each option, noise by {decided['runs_heard']}, {luck}."
    if best is first:
        return (
            f"None of {len(rows)} options is told to be quieter than as written, by its loudest place and by more than "
            f"{SAME_DB:g} dB, without an objective told to suffer. {basis}"
        )
    gaps = best["against_first"]
    moved = ", ".join(moved_words(one) for one in best["moved_noise"])
    words = f"It moves noise: louder at {moved}" if moved else "No place is told to be louder"
    return (
        f"Quietest by its loudest place, with no further objective missed: {best['id']} ({best['text']}): "
        f"{best['loudest_db']:.1f} dB Lden at {best['loudest_place']}, {_ends(gaps['loudest_db'], 1.0, 1)} dB against the loudest "
        f"as written. {words}. Fuel {_ends(gaps['fuel_fraction'], 100.0, 1)} %, training value "
        f"{_ends(gaps['training'], 1.0, 2)}. {basis}"
    )


def _ends(gap: Mapping[str, Any], by: float, digits: int) -> str:
    """Return a difference with its interval."""
    if gap["difference"] is None:
        return "not known"
    ends = "" if gap["low"] is None else f" ({by * gap['low']:+.{digits}f} to {by * gap['high']:+.{digits}f})"
    return f"{by * gap['difference']:+.{digits}f}{ends}"
