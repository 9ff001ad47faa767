"""Pin the golden runs anew, on purpose: `python tests/golden/regenerate.py`; it shows what moved and by how much.

With `--check` nothing is written; the exit code is 1 if anything moved.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jointex import api

PINNED = Path(__file__).parent / "summary.json"
EXERCISE, RUNS, SEED = "sea-of-japan", 5, 1
RELATIVE = 1e-9
"""Machines of one kind agree to the bit; others may round a library function differently."""


def flown() -> dict[str, Any]:
    """Return the pinned part of a summary: every measure's mean and spread, with its unit."""
    runs = api.fly(EXERCISE, runs=RUNS, seed=SEED)
    kept = ("value", "p05", "p50", "p95", "unit", "n")
    measures = {name: {key: measure[key] for key in kept} for name, measure in runs.measures().items()}
    return {"exercise": EXERCISE, "runs": RUNS, "seed": SEED, "measures": measures}


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return a line for every figure that moved, came or went."""
    lines = [
        f"{key}: {before[key]} -> {after[key]}" for key in ("exercise", "runs", "seed") if before[key] != after[key]
    ]
    old, new = before["measures"], after["measures"]
    lines += [f"{name}: gone" for name in old if name not in new]
    lines += [f"{name}: new, {measure['value']} {measure['unit']}" for name, measure in new.items() if name not in old]
    for name in old:
        for key in old[name] if name in new else ():
            one, other = old[name][key], new[name].get(key)
            if not is_same(one, other):
                lines.append(f"{name} {key}: {one} -> {other} {new[name]['unit']}{share(one, other)}")
    return lines


def is_same(one: Any, other: Any) -> bool:
    """Return whether two figures agree to `RELATIVE`; texts and nothing must be equal."""
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= RELATIVE * max(abs(one), abs(other))
    return bool(one == other)


def share(one: Any, other: Any) -> str:
    """Return a change as a share, where that says something."""
    if isinstance(one, float | int) and isinstance(other, float | int) and one:
        return f" ({100.0 * (other / one - 1.0):+.3g} %)"
    return ""


def main() -> int:
    """Compare, show, and pin unless only asked to check; return the exit code."""
    after = flown()
    moved = differences(json.loads(PINNED.read_text(encoding="utf-8")), after) if PINNED.exists() else ["first pinning"]
    sys.stdout.write("".join(f"{line}\n" for line in moved) or "nothing moved\n")
    if "--check" in sys.argv[1:]:
        return 1 if moved else 0
    PINNED.write_text(json.dumps(after, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
