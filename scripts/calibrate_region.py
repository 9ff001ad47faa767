"""Calibrate the region and write every gate, passed or failed, into docs/reference/region-calibration.md."""

from __future__ import annotations

from pathlib import Path

from jointex.region.calibration import all_gates, page

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "region-calibration.md"


def main() -> None:
    """Write the page."""
    gates = all_gates()
    PAGE.write_text(page(gates), encoding="utf-8")
    for gate in gates:
        print({True: "passed", False: "FAILED", None: "shown "}[gate.passed], gate.name, "|", gate.found)


if __name__ == "__main__":
    main()
