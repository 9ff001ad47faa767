"""Calibrate the region and write every gate, passed or failed, into docs/reference/region-calibration.md."""

from __future__ import annotations

from pathlib import Path

from jointex.region.calibration import all_gates, default_model, page, tally
from jointex.region.source import DATA

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "region-calibration.md"


def main() -> None:
    """Write the page."""
    gates = all_gates()
    PAGE.write_text(page(gates), encoding="utf-8")
    passed, judged = tally(gates)
    (DATA / "calibrated.yaml").write_text(
        "# Written by scripts/calibrate_region.py, beside docs/reference/region-calibration.md.\n"
        f"default_model: {default_model(gates)}\npassed: {passed}\ngates: {judged}\n",
        encoding="utf-8",
    )
    for gate in gates:
        print(f"{gate.word:15}", gate.name, "|", gate.found)


if __name__ == "__main__":
    main()
