"""Cards with single figures scaled by anything: each is refused in words or flies, within a bound on time."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from ruamel.yaml import YAML

from jointex import cards, scenario

SHORT = (Path(__file__).parents[1] / "short.yaml").read_text(encoding="utf-8")
CHANGES = {
    "F-15J": {},
    "C-2": {"aircraft: F-15J": "aircraft: C-2", "fuel: 12 klb": "fuel: 40 klb", "mach: 0.8": "mach: 0.7"},
}
"""Aircraft whose cards are scaled, and what makes the short exercise one of theirs."""
FACTORS = (
    1e-300, 1e-30, 1e-6, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.0, -1.0, 1.1, 1.5, 2.0, 3.0, 10.0, 100.0, 1e6, 1e30, 1e300,
)  # fmt: skip
N_DRAWN = 120
Scaled = tuple[str, tuple[str, ...], float]


def figures(card_id: str) -> list[tuple[str, ...]]:
    """Return the key paths of everything with a number as its value in an aircraft's card."""
    data = card_data(card_id)
    return [path for path in paths(data) if is_number(at(data, path).get("value"))]


def paths(data: Any, here: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the key path of every mapping in nested mappings."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield (*here, key)
            yield from paths(value, (*here, key))


def at(data: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def card_data(card_id: str) -> Any:
    return YAML(typ="safe", pure=True).load(
        (cards.SHIPPED / "aircraft" / f"{card_id}.yaml").read_text(encoding="utf-8")
    )


def write(folder: Path, scaled: Scaled) -> Path:
    """Write an exercise beside a card with a figure and its range scaled; return its path."""
    card_id, path, factor = scaled
    data = copy.deepcopy(card_data(card_id))
    figure = at(data, path)
    figure["value"] = factor * figure["value"]
    if "range" in figure:
        figure["range"] = sorted(factor * end for end in figure["range"])
    for old in folder.glob("cards/aircraft/*.yaml"):
        old.unlink()
    card = folder / "cards" / "aircraft" / f"{card_id}.yaml"
    card.parent.mkdir(parents=True, exist_ok=True)
    card.write_text(scenario.as_yaml(data), encoding="utf-8")
    text = SHORT
    for old_words, new in CHANGES[card_id].items():
        text = text.replace(old_words, new)
    exercise = folder / "exercise.yaml"
    exercise.write_text(text, encoding="utf-8")
    return exercise


def all_scaled() -> list[Scaled]:
    """Return every figure of both cards with every factor."""
    return [(card_id, path, factor) for card_id in CHANGES for path in figures(card_id) for factor in FACTORS]


@pytest.mark.slow
def test_scaled_figures_of_cards_are_refused_or_fly(attempts: ModuleType, tmp_path: Path) -> None:
    drawn = random.Random("scaled figures").sample(all_scaled(), N_DRAWN)
    process = attempts.Attempts()
    kinds: Counter[str] = Counter()
    poor = []
    try:
        for scaled in drawn:
            came = process.outcome(write(tmp_path, scaled))
            kinds[came["kind"]] += 1
            if came["kind"] not in ("error", "runs"):
                poor.append((scaled, came))
    finally:
        process.close()
    assert not poor
    assert min(kinds["error"], kinds["runs"]) > N_DRAWN // 10


def test_both_cards_have_figures_to_scale() -> None:
    assert all(len(figures(card_id)) > 30 for card_id in CHANGES)
