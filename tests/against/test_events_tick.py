"""The event model on counts that another program simulates.

Counts: `tick` 0.8.0.2, `SimuHawkesExpKernels`, seeds 0 to 3, 1,500 steps, two kinds with baselines 0.4 and 0.3: the first excites
itself (adjacency 0.3) and the second (0.4) with decay 0.5 a step; the second excites nothing. A digit of the file is a step.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from jointex.region.events import fit

FILE = Path(__file__).parent / "tick-hawkes.json"


@pytest.mark.golden
def test_pulls_that_tick_simulated_are_found_and_no_others():
    # its link is linear and ours logarithmic, so signs and zeros can be compared, not sizes
    simulated = json.loads(FILE.read_text(encoding="utf-8"))["counts"]
    pulls = []
    for series in simulated:
        counts = np.array([[int(step, 36) for step in row] for row in series], dtype=np.float64).T
        pulls.append(fit(counts, counts, decays=(1.0, 2.0, 4.0)).pull)
    found = np.array(pulls)
    assert (found[:, :, 0] > 0.1).all()
    error = found[:, :, 1].std(axis=0, ddof=1) / np.sqrt(len(found))
    assert (np.abs(found[:, :, 1].mean(axis=0)) < 3.0 * error).all()
