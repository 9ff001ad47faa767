"""Published figures that no calibration looked at, each beside the model's, with tolerance and verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from jointex import cards
from jointex.calc.legs import leg
from jointex.cards.shelf import Folder
from jointex.flight.figures import model_of
from jointex.flight.loadout import airframe, kernel_argument
from jointex.flight.sortie import LOW_RUN_M, Task, farthest, longest
from jointex.units import nautical_miles
from jointex.validation.programs import checks
from jointex.validation.sensitivities import Dependence
from jointex.validation.tolerances import TOLERANCES

DEFINITION = (
    "hit: the model lies within the tolerance of the value in print; for a figure printed as more (less) than, "
    "the model is not below (above) it by more than the tolerance"
)
"""What a hit is."""


@dataclass(frozen=True)
class Claim:
    """One figure in print beside the model's.

    Attributes
    ----------
    aircraft, figure : str
        Card id and name of the figure.
    conditions : str
        What the source says beside it.
    unit : str
        Unit of both values, as printed.
    published, model : float
        The two values [`unit`]; `model` is None where no model gives it.
    bound : str
        `about`, `at_least` or `at_most`.
    error_fraction : float or None
        Model over published, less 1.
    tolerance_fraction : float
        Largest error of a hit.
    tolerance_reason : str
        Why so much.
    verdict : str
        `hit`, `miss` or `not modelled`.
    explanation : str
        Why it misses; empty for a hit.
    definition : str
        How the model's value is defined.
    basis, source : str
        `published` for a source read, `estimated` for one quoted from memory; its title.
    """

    aircraft: str
    figure: str
    conditions: str
    unit: str
    published: float
    model: float | None
    bound: str
    error_fraction: float | None
    tolerance_fraction: float
    tolerance_reason: str
    verdict: str
    explanation: str
    definition: str
    basis: str
    source: str


def claims(aircraft: Iterable[str] | None = None, folders: Sequence[Folder] = ()) -> tuple[Claim, ...]:
    """Return every published figure marked for validation.

    Parameters
    ----------
    aircraft : iterable of str or None
        Card ids; `None` for all but the variants that repeat another card's figures.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of Claim
        In the order of the cards.

    Raises
    ------
    CardError
        If an aircraft has no card.
    """
    found = []
    for card_id in cards.ids("aircraft", folders) if aircraft is None else aircraft:
        card = cards.aircraft(card_id, folders)
        if aircraft is None and card.like:
            continue  # a variant repeats the figures of the type it is like
        found += [_claim(card, figure, folders) for figure in card.published if figure.use == "validation"]
    return tuple(found)


def document(found: Sequence[Claim], sensitive: Sequence[Dependence] = ()) -> dict[str, Any]:
    """Return claims, their hit rate, the same by kind of figure, and the checks by other programs as plain data.

    Parameters
    ----------
    found : sequence of Claim
        From `claims`.
    sensitive : sequence of Dependence
        From `sensitivities.dependences`, where wanted.

    Returns
    -------
    dict
        `hit_fraction` counts what is modelled; it is None where nothing is.
    """
    judged = [claim for claim in found if claim.verdict != "not modelled"]
    read = [claim for claim in judged if claim.basis == "published"]
    return {
        "definition": DEFINITION,
        "n_claims": len(found),
        "n_judged": len(judged),
        "n_hits": _hits(judged),
        "hit_fraction": _hits(judged) / len(judged) if judged else None,
        "n_read": len(read),
        "n_read_hits": _hits(read),
        "kinds": [_kind(name, judged) for name in dict.fromkeys(claim.figure for claim in judged)],
        "claims": [asdict(claim) for claim in found],
        "sensitivity": [asdict(one) for one in sensitive],
        "programs": [asdict(check) for check in checks()],
    }


def _kind(name: str, judged: Sequence[Claim]) -> dict[str, Any]:
    """Return hits and errors of one kind of figure; bounds have no error to average."""
    rows = [claim for claim in judged if claim.figure == name]
    errors = [claim.error_fraction for claim in rows if claim.bound == "about" and claim.error_fraction is not None]
    return {
        "figure": name,
        "n": len(rows),
        "n_hits": _hits(rows),
        "mean_error_fraction": sum(errors) / len(errors) if errors else None,
        "mean_absolute_error_fraction": sum(abs(error) for error in errors) / len(errors) if errors else None,
        "tolerance_fraction": rows[0].tolerance_fraction,
    }


def _hits(found: Sequence[Claim]) -> int:
    return sum(claim.verdict == "hit" for claim in found)


def _claim(card: cards.AircraftCard, figure: Any, folders: Sequence[Folder]) -> Claim:
    """Return one figure beside the model's."""
    value, conditions, tolerance = figure.value, figure.conditions, TOLERANCES.get(figure.figure)
    answer = model_of(card, figure, folders) or _sortie(card, figure, folders)
    model = definition = None
    error = None
    if answer is not None and tolerance is not None:
        model_si, definition = answer
        error = model_si / value.si - 1.0
        model = value.value * (1.0 + error)
    verdict, explanation = _verdict(figure, error)
    return Claim(
        aircraft=card.id,
        figure=figure.figure,
        conditions=conditions.says,
        unit=value.unit,
        published=value.value,
        model=model,
        bound=conditions.bound,
        error_fraction=error,
        tolerance_fraction=tolerance.fraction if tolerance else 0.0,
        tolerance_reason=tolerance.reason if tolerance else "",
        verdict=verdict,
        explanation=explanation,
        definition=definition or "",
        basis=value.basis,
        source=card.sources[value.source].title,
    )


def _verdict(figure: Any, error: float | None) -> tuple[str, str]:
    """Return verdict and, for a miss, why."""
    if error is None:
        return "not modelled", "the source gives too little to fly it"
    tolerance = TOLERANCES[figure.figure]
    too_low = error < -tolerance.fraction and figure.conditions.bound != "at_most"
    too_high = error > tolerance.fraction and figure.conditions.bound != "at_least"
    if not (too_low or too_high):
        return "hit", ""
    return "miss", figure.explanation or tolerance.of_misses


def _sortie(card: cards.AircraftCard, figure: Any, folders: Sequence[Folder]) -> tuple[float, str] | None:
    """Return the model's value of a figure that takes a flight, or one out and back, in SI, and how it is defined."""
    conditions = figure.conditions
    if figure.figure == "block_time" and conditions.route is not None:
        flown = leg(card.id, *conditions.route, payload_kg=conditions.payload, folders=folders)
        ends = " to ".join(conditions.route)
        return 3600.0 * flown.flight_time_h, f"{ends}, {flown.distance_nm:,.0f} NM in still air, off to touch-down"
    a = kernel_argument(airframe(card, conditions.stores, conditions.payload, folders))
    keep, words = conditions.reserve != "none", "no reserve" if conditions.reserve == "none" else "default reserve"
    if figure.figure == "endurance":
        where = f"{nautical_miles(conditions.radius):,.0f} NM from the base" if conditions.radius else "over the base"
        return longest(a, a, conditions.radius or 0.0, keep)[0], f"racetrack {where} at least fuel flow, {words}"
    if figure.figure in ("radius", "station_radius") or conditions.given is not None:
        bombs = {key for key in conditions.stores if cards.store(key, folders).kind == "bomb"}
        left = {key: count for key, count in conditions.stores.items() if key not in bombs}
        after = kernel_argument(airframe(card, left, conditions.payload, folders))
        task = _task(card, conditions)
        station = f", {task.station_s / 3600.0:.2g} h on station" if task.station_s else ""
        given = f", {task.given_kg:,.0f} kg given there" if task.given_kg else ""
        combat = f", {task.combat_s / 60.0:.2g} min at full thrust" if task.combat_s else ""
        radius_m, what = farthest(a, after, task, keep)[0], f"{conditions.profile}{station}{given}{combat}, {words}"
        if figure.figure == "range":
            return 2.0 * radius_m, f"whole way, turned half way, {what}"
        return radius_m, f"out and back, {what}"
    return None


def _task(card: cards.AircraftCard, conditions: Any) -> Task:
    """Return what is done at the far end; fuel is given through the fastest station at its rate."""
    low_m = LOW_RUN_M if conditions.profile == "hi-lo-hi" else 0.0
    given_kg = conditions.given or 0.0
    giving_s = 0.0
    if given_kg and card.tanker is not None:
        giving_s = given_kg / max(one.count * one.flow.si for one in card.tanker.stations.values())
    return Task(giving_s + (conditions.station_time or 0.0), low_m, given_kg, conditions.combat_time or 0.0)
