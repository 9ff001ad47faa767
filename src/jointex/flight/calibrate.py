"""Print and store calibrations: `python -m jointex.flight.calibrate [ID ...] [--write]`.

The fit itself is `flight.fitting`; here its figures and residuals become lines for people and keys of the card.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from jointex import cards
from jointex.cards.shelf import Folder
from jointex.flight.figures import Comparison
from jointex.flight.fitting import FITTED, TARGETS, Fit, calibrate, rounded
from jointex.flight.priors import BELIEFS, Beliefs, Prior

COMMAND = "python -m jointex.flight.calibrate"
SIGMAS_OF_RANGE = 2.0


def write(fit: Fit, day: str, folders: Sequence[Folder] = ()) -> None:
    """Put fitted figures and residuals into the card.

    Parameters
    ----------
    fit : Fit
        From `calibrate`.
    day : str
        Date of the calibration, such as `2026-11-22`.
    folders : sequence of path
        The user's card folders, searched first.

    Raises
    ------
    CardError
        If the card would break a rule; it is then unchanged.
    StorageError
        If the card cannot be written; it is then unchanged.
    """
    card = cards.aircraft(fit.card_id, folders)
    beliefs = BELIEFS[card.id]
    changes: dict[str, Any] = {}
    for name, value in fit.values.items():
        changes[FITTED[name]] = _card_value(name, value, getattr(beliefs, name))
    targets = sorted(
        {figure.figure for figure in card.published if figure.use == "calibration" and figure.figure in TARGETS}
    )
    changes["sources.calibration"] = {
        "title": f"Jointex calibration ({COMMAND} {card.id})",
        "read": day,
        "says": _how(beliefs, targets),
    }
    changes["calibration"] = {
        "date": day,
        "command": f"{COMMAND} {card.id} --write",
        "fitted": sorted(
            FITTED[name] for name, value in fit.values.items() if _is_moved(value, getattr(beliefs, name))
        ),
        "residuals": [_residual(comparison) for comparison in fit.comparisons],
        "note": _note(fit, beliefs),
    }
    changes.update({f"sources.{key}": None for key in _unused_sources(card, changes, folders)})
    cards.revise("aircraft", card.id, changes, folders)


def _card_value(name: str, value: float, prior: Prior) -> dict[str, Any]:
    """Return a fitted figure as the card writes it."""
    reach = SIGMAS_OF_RANGE * max(prior.spread, 0.05)
    low, high = min(value, prior.value * (1.0 - reach)), max(value, prior.value * (1.0 + reach))
    unit = {"unit": "Mach"} if name == "drag_rise_mach" else {}
    return {
        "value": value,
        **unit,
        "basis": "derived" if _is_moved(value, prior) else "estimated",
        "source": "calibration",
        "range": [rounded(low), rounded(high)],
        "note": prior.reason,
    }


def _is_moved(value: float, prior: Prior) -> bool:
    """Return whether a published figure moved a belief; one that stayed is still an estimate."""
    return value != rounded(prior.value)


def _how(beliefs: Beliefs, targets: Sequence[str]) -> str:
    """Return what was fitted to what."""
    if beliefs.sister:
        return f"ratios of fitted figures to beliefs taken over from {beliefs.sister}"
    return f"fitted to {', '.join(target.replace('_', ' ') for target in targets)}; thrust from belief"


def _note(fit: Fit, beliefs: Beliefs) -> str:
    """Return what a reader should know of a fit."""
    end = (
        f"at the end of their leash: {', '.join(fit.at_leash)}" if fit.at_leash else "no figure at the end of its leash"
    )
    sister = f"; as {beliefs.sister}" if beliefs.sister else ""
    return f"ranges without a word on reserves are read with the default reserve; {end}{sister}"


def _residual(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as the card writes it."""
    bound = "" if comparison.bound == "about" else f", published as {comparison.bound.replace('_', ' ')}"
    return {
        "figure": f"{comparison.figure} ({comparison.use})",
        "published": rounded(comparison.published),
        "model": rounded(comparison.model),
        "unit": comparison.unit,
        "error_fraction": round(comparison.error_fraction, 3),
        "note": comparison.note + bound,
    }


def _unused_sources(card: cards.AircraftCard, changes: dict[str, Any], folders: Sequence[Folder]) -> list[str]:
    """Return sources of the card that nothing names any more."""
    path = None if card.like else cards.card_file("aircraft", card.id, folders)
    text = path.read_text(encoding="utf-8") if path else ""
    rewritten = {path.split(".")[-1] for path in changes}
    used = set()
    for line in text.splitlines():
        key = line.strip().split(":")[0]
        if "source: " in line and key not in rewritten:
            used.add(line.split("source: ")[1].split(",")[0].split("}")[0].strip())
    return [key for key in card.sources if text and key not in used and key != "calibration"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, and with `--write` store, the calibration of the types named or of all.

    Parameters
    ----------
    arguments : sequence of str or None
        Command line without the program; `None` for that of the process.

    Returns
    -------
    int
        0.
    """
    parser = argparse.ArgumentParser(prog=COMMAND, description="Fit aircraft cards to their published figures.")
    parser.add_argument("ids", nargs="*", metavar="ID", help="aircraft to fit; all without any")
    parser.add_argument("--write", action="store_true", help="write figures and residuals into the cards")
    parser.add_argument("--date", default="", metavar="YYYY-MM-DD", help="date to record; today if left out")
    options = parser.parse_args(arguments)
    day = options.date or datetime.now(tz=UTC).date().isoformat()
    for card_id in options.ids or BELIEFS:
        fit = calibrate(card_id)
        sys.stdout.write("\n".join(report(fit)) + "\n")
        if options.write:
            write(fit, day)
    return 0


def report(fit: Fit) -> list[str]:
    """Return a calibration as lines for people.

    Parameters
    ----------
    fit : Fit
        From `calibrate`.

    Returns
    -------
    list of str
        The fitted figures, then a line for each published one.
    """
    values = ", ".join(f"{name} {value:g}" for name, value in fit.values.items())
    lines = [f"{fit.card_id}: {values}" + (f" (at leash: {', '.join(fit.at_leash)})" if fit.at_leash else "")]
    for item in fit.comparisons:
        model = item.model * item.published_number / item.published
        bound = {"at_least": ">", "at_most": "<"}.get(item.bound, " ")
        lines.append(
            f"  {item.figure:17}{item.use:12}{bound}{item.published_text:>12}  model {model:10,.4g}"
            f"  {100.0 * item.error_fraction:+6.1f} %  {item.note}"
        )
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
