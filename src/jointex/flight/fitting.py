"""Fit drag, fuel and wave drag of each type to the published figures its card marks for calibration.

One fit per type, physical, with few parameters held close to what is believed of the class:

- cruise Mach number fixes where the drag rise starts,
- greatest Mach number fixes the height of the drag rise (aircraft with afterburner only),
- range fixes zero-lift drag and fuel factor together, split by how well each is known; a range in print as "more than" only
  binds if the beliefs fall short of it.

Thrust keeps its belief; ceilings and everything marked for validation are compared and never fitted.

`flight.calibrate` prints and stores what comes out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jointex import cards
from jointex.cards.shelf import Folder
from jointex.flight.figures import Comparison, compare, cruise_mach, greatest_mach, mass_with_kg, range_m
from jointex.flight.loadout import airframe, kernel_argument
from jointex.flight.performance import sound_m_s
from jointex.flight.priors import BELIEFS, Beliefs, Prior

ROUNDS = 4
"""Rounds over the three fits; each moves the others' targets a little."""

N_BISECTIONS = 40
LEASH = 2.5
"""Standard deviations a figure may leave its belief by; beyond, the figure stays there and the residual shows."""

RANGE_PER_DRAG, RANGE_PER_FUEL = 0.5, 1.0
"""How strongly range answers to zero-lift drag and to fuel consumption (Breguet, near best lift-to-drag ratio)."""

FITTED = {
    "zero_lift_drag": "aerodynamics.zero_lift_drag",
    "drag_rise_mach": "aerodynamics.drag_rise_mach",
    "wave_drag_peak": "aerodynamics.wave_drag_peak",
    "fuel_factor": "engine.fuel_factor",
    "thrust_factor": "engine.thrust_factor",
}
"""Key path in the card of each figure that a calibration sets."""

DIGITS = 4
"""Significant digits written to the card."""


@dataclass(frozen=True)
class Fit:
    """The calibration of one type.

    Attributes
    ----------
    card_id : str
        The type.
    values : dict
        Fitted figure by name, a key of `FITTED`.
    at_leash : tuple of str
        Figures that ended at the end of their leash.
    comparisons : tuple of Comparison
        Every published figure beside the fitted model's.
    """

    card_id: str
    values: dict[str, float]
    at_leash: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


def calibrate(card_id: str, folders: Sequence[Folder] = ()) -> Fit:
    """Fit one type.

    Parameters
    ----------
    card_id : str
        A key of `BELIEFS`.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Fit
        From beliefs and published figures alone: what an earlier calibration wrote into the card does not matter.
    """
    card = cards.aircraft(card_id, folders)
    beliefs = BELIEFS[card.id]
    values = {name: getattr(beliefs, name).value for name in FITTED}
    targets = [figure for figure in card.published if figure.use == "calibration"]
    if beliefs.sister:
        values = _as_sister(values, beliefs, calibrate(beliefs.sister, folders).values)
        targets = []
    at_leash: set[str] = set()
    for _ in range(ROUNDS if targets else 0):
        at_leash = set()
        for figure in targets:
            step = _STEPS.get(figure.figure)
            if step is not None:
                at_leash |= step(values, beliefs, figure, _trial(card, figure, folders))
    values = {name: rounded(value) for name, value in values.items()}
    fitted = with_values(card, values)
    return Fit(card.id, values, tuple(sorted(at_leash)), compare(fitted, folders))


def with_values(card: cards.AircraftCard, values: dict[str, float]) -> cards.AircraftCard:
    """Return a card with fitted figures in place of its own.

    Parameters
    ----------
    card : AircraftCard
        The type.
    values : dict
        Figure by name, a key of `FITTED`.

    Returns
    -------
    AircraftCard
        A changed copy.
    """
    parts: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        part, key = FITTED[name].split(".")
        old = getattr(getattr(card, part), key)
        parts.setdefault(part, {})[key] = old.model_copy(update={"value": value})
    return card.model_copy(update={part: getattr(card, part).model_copy(update=new) for part, new in parts.items()})


def _as_sister(values: dict[str, float], beliefs: Beliefs, sister: dict[str, float]) -> dict[str, float]:
    """Return beliefs moved by the same ratios as the sister's."""
    of_sister = BELIEFS[beliefs.sister]
    return {name: value * sister[name] / getattr(of_sister, name).value for name, value in values.items()}


def _trial(card: cards.AircraftCard, figure: Any, folders: Sequence[Folder]) -> Callable[[dict[str, float]], Any]:
    """Return what gives the record of an aircraft with trial values, loaded as the figure says."""

    def record(values: dict[str, float]) -> Any:
        changed = with_values(card, values)
        return kernel_argument(airframe(changed, figure.conditions.stores, figure.conditions.payload, folders))

    return record


Trial = Callable[[dict[str, float]], Any]


def _fit_drag_rise(values: dict[str, float], beliefs: Beliefs, figure: Any, trial: Trial) -> set[str]:
    """Move the start of the drag rise until long-range cruise is at the published Mach number or speed."""
    level_m = figure.conditions.altitude

    def excess(value: float) -> float:
        a = trial({**values, "drag_rise_mach": value})
        mach = cruise_mach(a, mass_with_kg(a, 0.5), level_m)
        if figure.figure == "cruise_mach":
            return mach - figure.value.si
        return mach * sound_m_s(level_m or 11_000.0, 0.0) - figure.value.si

    return _solve(values, "drag_rise_mach", beliefs.drag_rise_mach, excess)


def _fit_wave_drag(values: dict[str, float], beliefs: Beliefs, figure: Any, trial: Trial) -> set[str]:
    """Move the height of the drag rise until full thrust gives the published Mach number."""
    if trial(values).wet_thrust_n <= 0.0:
        return set()
    return _solve(
        values,
        "wave_drag_peak",
        beliefs.wave_drag_peak,
        lambda value: figure.value.si - greatest_mach(trial({**values, "wave_drag_peak": value})),
    )


def _fit_range(values: dict[str, float], beliefs: Beliefs, figure: Any, trial: Trial) -> set[str]:
    """Move zero-lift drag and fuel factor together, each as far as it is uncertain, until the range is as published."""
    drag, fuel = beliefs.zero_lift_drag, beliefs.fuel_factor
    pulls = {"zero_lift_drag": RANGE_PER_DRAG * drag.spread**2, "fuel_factor": RANGE_PER_FUEL * fuel.spread**2}
    priors = {"zero_lift_drag": drag, "fuel_factor": fuel}

    def moved(pull: float) -> dict[str, float]:
        return {
            name: _leashed(priors[name], priors[name].value * math.exp(weight * pull)) for name, weight in pulls.items()
        }

    def missing(pull: float) -> float:
        return figure.value.si - range_m(trial({**values, **moved(pull)}), figure.conditions.reserve)

    if figure.conditions.bound == "at_least" and missing(0.0) <= 0.0:
        values.update(moved(0.0))
        return set()
    values.update(moved(_root(missing, -60.0, 60.0)))
    return {name for name in pulls if _is_at_leash(priors[name], values[name])}


def _solve(values: dict[str, float], name: str, prior: Prior, excess: Callable[[float], float]) -> set[str]:
    """Set one figure where an increasing function is 0, within the leash; return its name if it ends there."""
    reach = LEASH * prior.spread
    values[name] = _root(excess, prior.value * (1.0 - reach), prior.value * (1.0 + reach))
    return {name} if _is_at_leash(prior, values[name]) else set()


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return where an increasing function passes 0, or the nearer end."""
    for _ in range(N_BISECTIONS):
        middle = 0.5 * (low + high)
        if rising(middle) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def _leashed(prior: Prior, value: float) -> float:
    reach = LEASH * prior.spread
    return min(prior.value * (1.0 + reach), max(prior.value * (1.0 - reach), value))


def _is_at_leash(prior: Prior, value: float) -> bool:
    return abs(value / prior.value - 1.0) > 0.999 * LEASH * prior.spread


def rounded(value: float) -> float:
    """Return a figure with the digits that cards get.

    Parameters
    ----------
    value : float
        Any figure.

    Returns
    -------
    float
        To `DIGITS` significant digits.
    """
    return float(f"{value:.{DIGITS}g}")


_STEPS: dict[str, Callable[[dict[str, float], Beliefs, Any, Trial], set[str]]] = {
    "cruise_mach": _fit_drag_rise,
    "cruise_speed": _fit_drag_rise,
    "max_mach": _fit_wave_drag,
    "range": _fit_range,
}

TARGETS = tuple(_STEPS)
"""Published figures that a calibration fits; others marked for calibration informed a choice of the model's form."""
