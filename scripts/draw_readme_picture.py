"""Take the two maps of a report and put them side by side into docs/images/sea-of-japan.svg, the picture of the README.

Usage: python scripts/draw_readme_picture.py [RUNDIR], by default out/sea-of-japan.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "images" / "sea-of-japan.svg"
WIDTH, HEIGHT, GAP = 500, 600, 16


def light_style(page: str) -> str:
    """Return the style of a report without its dark and print forms: a picture in a page has one background."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    if style is None:
        sys.exit("the report has no style")
    return re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", style[1])


def drawing(page: str, name: str) -> str:
    """Return one picture of a report."""
    found = re.search(rf'<svg xmlns="[^"]*" viewBox="[^"]*"[^>]*aria-labelledby="{name}-t.*?</svg>', page, re.DOTALL)
    if found is None:
        sys.exit(f"the report has no picture {name}")
    return found[0]


def main(folder: Path) -> None:
    """Write the picture."""
    page = (folder / "report.html").read_text(encoding="utf-8")
    maps = [drawing(page, name) for name in ("map", "map-work")]
    placed = [
        one.replace("<svg ", f'<svg x="{number * (WIDTH + GAP)}" width="{WIDTH}" height="{HEIGHT}" ', 1)
        for number, one in enumerate(maps)
    ]
    size = f'viewBox="0 0 {2 * WIDTH + GAP} {HEIGHT}" width="{2 * WIDTH + GAP}" height="{HEIGHT}"'
    family = 'font-family="system-ui, Liberation Sans, Arial, sans-serif"'
    PICTURE.parent.mkdir(exist_ok=True)
    paper = '<rect width="100%" height="100%" fill="#f7f6f2"/>'
    style = f"<style>{light_style(page)}</style>"
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {family}>{style}{paper}{"".join(placed)}</svg>\n'
    PICTURE.write_text(text, encoding="utf-8")
    print(f"{PICTURE.relative_to(ROOT)}: {len(text)} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("out/sea-of-japan"))
