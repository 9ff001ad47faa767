"""Broken copies of scenarios and cards: each meets clear errors or flies; none a traceback, a hang, or memory without end."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jointex import cards, scenario
from jointex.errors import Fault, InputError

SHORT = (Path(__file__).parents[1] / "short.yaml").read_text(encoding="utf-8")
TANKED = SHORT.replace("fuel: 12 klb", "fuel: 12 klb\n    stores: {TANK-600: 1}", 1)
USED_CARDS = (
    ("aircraft", "F-15J"),
    ("aircraft", "F-15J"),
    ("engines", "F100-IHI-100"),
    ("stores", "TANK-600"),
    ("bases", "RJNK"),
)
N_SCENARIOS, N_FLAGSHIPS, N_CARDS = 250, 100, 250


def is_clear(fault: dict[str, Any]) -> bool:
    """Return whether a message is one printable line of moderate length with file and rule."""
    text = fault["text"]
    return bool(fault["file"] and fault["rule"]) and text.isprintable() and len(text) < 700


def write_scenario(mutants: ModuleType, folder: Path, text: str, number: int) -> tuple[str, Path]:
    what, content = mutants.mutant(text, number)
    path = folder / "exercise.yaml"
    path.write_bytes(content)
    return what, path


def write_card(mutants: ModuleType, folder: Path, number: int) -> tuple[str, Path]:
    kind, card_id = random.Random(f"card {number}").choice(USED_CARDS)
    what, content = mutants.mutant((cards.SHIPPED / kind / f"{card_id}.yaml").read_text(encoding="utf-8"), number)
    for used, name in USED_CARDS:
        (folder / "cards" / used / f"{name}.yaml").unlink(missing_ok=True)
    card = folder / "cards" / kind / f"{card_id}.yaml"
    card.parent.mkdir(parents=True, exist_ok=True)
    card.write_bytes(content)
    path = folder / "exercise.yaml"
    path.write_text(TANKED, encoding="utf-8")
    return f"{kind}/{card_id}: {what}", path


def faults_of(path: Path) -> tuple[Fault, ...]:
    """Return what is wrong with a scenario; nothing where it loads."""
    try:
        scenario.load(path)
    except InputError as error:
        return error.faults
    return ()


@pytest.fixture(scope="module")
def process(attempts: ModuleType) -> Iterator[Any]:
    """A process that attempts scenarios."""
    running = attempts.Attempts()
    yield running
    running.close()


@pytest.mark.slow
@pytest.mark.parametrize("what", ["scenarios", "flagships", "cards"])
def test_hundreds_of_mutants_meet_clear_errors_or_fly(
    what: str, process: Any, mutants: ModuleType, tmp_path: Path
) -> None:
    flagship = scenario.find("sea-of-japan").read_text(encoding="utf-8")
    texts = {"scenarios": (SHORT, N_SCENARIOS), "flagships": (flagship, N_FLAGSHIPS), "cards": ("", N_CARDS)}
    text, n_mutants = texts[what]
    kinds: Counter[str] = Counter()
    poor = []
    for number in range(n_mutants):
        done, path = (
            write_card(mutants, tmp_path, number)
            if what == "cards"
            else write_scenario(mutants, tmp_path, text, number)
        )
        came = process.outcome(path)
        kinds[came["kind"]] += 1
        if came["kind"] not in ("error", "runs"):
            poor.append((number, done, came["kind"], came.get("text")))
        poor += [(number, done, "unclear", fault["text"]) for fault in came.get("faults", ()) if not is_clear(fault)]
    assert not poor
    assert kinds["error"] + kinds["runs"] == n_mutants
    assert min(kinds["error"], kinds["runs"]) > n_mutants // 20  # neither all broken nor all harmless


@pytest.mark.parametrize("number", range(1000, 1060))
def test_a_mutant_of_a_scenario_loads_or_says_why(number: int, mutants: ModuleType, tmp_path: Path) -> None:
    _, path = write_scenario(mutants, tmp_path, SHORT, number)
    assert all(fault.file and fault.rule and str(fault).isprintable() for fault in faults_of(path))


@pytest.mark.parametrize("number", range(1000, 1040))
def test_a_mutant_of_a_card_loads_or_says_why(number: int, mutants: ModuleType, tmp_path: Path) -> None:
    _, path = write_card(mutants, tmp_path, number)
    assert all(fault.file and fault.rule and str(fault).isprintable() for fault in faults_of(path))


def test_a_mutant_is_the_same_each_time_and_unlike_its_neighbours(mutants: ModuleType) -> None:
    made = [mutants.mutant(SHORT, number)[1] for number in range(40)]
    assert made == [mutants.mutant(SHORT, number)[1] for number in range(40)]
    assert len(set(made)) > 35
