"""The drawn pages are those of the cards, and say of every figure what the card says."""

from __future__ import annotations

import runpy
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from jointex import cards

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "draw_cards.py"))
FOLDER = ROOT / "docs" / "reference" / "cards"


def test_pages_are_in_step_with_the_cards():
    drawn = SCRIPT["pages"]()
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*") if path.is_file()}
    assert there == set(drawn), "run: python scripts/draw_cards.py"
    stale = [name for name, text in drawn.items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run: python scripts/draw_cards.py"


@pytest.mark.parametrize("card_id", ["F-35B", "KC-130J"])
def test_page_shows_every_figure_with_its_basis(card_id):
    card = cards.aircraft(card_id)
    text = (FOLDER / "aircraft" / f"{card_id}.md").read_text(encoding="utf-8")
    rows = [row for row in cards.as_rows(card) if row.basis]
    assert len(rows) > 30
    assert sum(text.count(f" {basis} |") for basis in ("published", "derived", "estimated")) == len(rows)


def test_picture_of_an_aircraft_is_its_three_masses_to_scale():
    card = cards.aircraft("B-52H")
    tree = ET.fromstring(SCRIPT["picture"](card))
    empty, fuel, most = (float(bar.get("width")) for bar in tree.iter("{http://www.w3.org/2000/svg}rect"))
    assert fuel / empty == pytest.approx(card.fuel.internal.si / card.mass.empty.si, rel=1e-3)
    assert most / empty == pytest.approx(card.mass.max_takeoff.si / card.mass.empty.si, rel=1e-3)
