"""The tutorials run as they stand: every command, what it prints, and every link."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
PAGES = sorted((HOME / "docs" / "tutorials").glob("*.md"))


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_step_of_a_tutorial_does_what_the_page_says(page: Path) -> None:
    command = [sys.executable, str(HOME / "scripts" / "check_docs.py"), str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["1 pages, 0 faults"], done.stdout + done.stderr
    assert done.returncode == 0
