"""Write docs/reference/cards/: a page for every shipped card, drawn from the card, and a list of them all.

python scripts/draw_cards.py
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path

from jointex import cards
from jointex.cards import (
    AgreementCard,
    AircraftCard,
    BaseCard,
    Card,
    ClearanceCard,
    EngineCard,
    LinkCard,
    SensorCard,
    ShipCard,
    SignatureCard,
    StoreCard,
)
from jointex.units import FOOT_M

FOLDER = Path(__file__).parent.parent / "docs/reference/cards"
COMMAND = "python scripts/draw_cards.py"

TITLES = {
    "aircraft": "Aircraft",
    "engines": "Engines",
    "stores": "Stores",
    "bases": "Bases",
    "ships": "Ships",
    "clearances": "Clearances",
    "agreements": "Agreements",
    "sensors": "Sensors",
    "signatures": "Signatures",
    "links": "Links",
}
WIDTH, BAR, LINE = 560, 18, 44
COLOURS = ("#7d8590", "#2f81c7", "#c98a2b")

Bars = list[tuple[str, float, float]]


def key_figures(card: Card) -> tuple[str, str, str]:
    """Return the three numbers that say most about a card."""
    if isinstance(card, AircraftCard):
        tonnes = (card.mass.empty.si, card.fuel.internal.si, card.mass.max_takeoff.si)
        empty, fuel, most = (f"{mass / 1000.0:,.1f} t" for mass in tonnes)
        return f"empty {empty}", f"fuel {fuel}", f"take-off {most}"
    if isinstance(card, EngineCard):
        dry = f"{card.dry_thrust.si / 1000.0:,.0f} kN dry"
        wet = f"{card.wet_thrust.si / 1000.0:,.0f} kN with afterburner" if card.wet_thrust else "no afterburner"
        if card.shaft:
            return f"{card.dry_thrust.si / 1000.0:,.0f} kN standing", card.shaft.power.text, card.shaft.fuel.text
        return dry, wet, card.dry_fuel.text if card.dry_fuel else ""
    if isinstance(card, StoreCard):
        fuel = card.fuel.text + " of fuel" if card.fuel else "no fuel"
        return card.mass.text, fuel, f"{card.drag_area.text} of drag"
    if isinstance(card, ShipCard):
        return f"deck {card.deck.length.text}", f"deck run {card.deck.run.text}", card.hull.speed.text
    if isinstance(card, ClearanceCard):
        return card.status.replace("_", " "), ", ".join(card.stations).replace("_", " "), card.date
    if isinstance(card, AgreementCard):
        return (
            f"fuel {card.fuel}",
            ", ".join(card.activities),
            f"in force {card.in_force}" if card.in_force else "signed only",
        )
    if isinstance(card, SensorCard):
        against = f"against {card.reference_signature.text}" if card.reference_signature else "from ahead"
        far = f"{card.half_range.text} {against}" if card.half_range else "by the range of the radar it notices"
        return card.kind, far, f"{card.azimuth.text} to each side"
    if isinstance(card, LinkCard):
        return card.kind, f"{card.range.text} in sight", f"told anew every {card.update.text}"
    if isinstance(card, SignatureCard):
        return f"{card.frontal.text} from ahead", f"side times {card.side.text}", f"rear times {card.rear.text}"
    assert isinstance(card, BaseCard)
    place = f"{card.latitude_deg:.3f}, {card.longitude_deg:.3f}"
    return place, f"{card.elevation_m / FOOT_M:,.0f} ft", f"longest runway {card.longest_runway_m:,.0f} m"


def bars(card: Card) -> tuple[str, Bars]:
    """Return what the picture of a card shows: its words, and a label, start and length for each bar."""
    if isinstance(card, AircraftCard):
        empty, fuel, most = (one.si / 1000.0 for one in (card.mass.empty, card.fuel.internal, card.mass.max_takeoff))
        shown = [("empty", 0.0, empty), ("full tanks", empty, fuel), ("largest take-off mass", 0.0, most)]
        return "mass [t]", shown
    if isinstance(card, BaseCard):
        return "runways [m]", [(one.ident, 0.0, one.length.si) for one in card.runways]
    if isinstance(card, ShipCard):
        deck = card.deck
        shown = [("ship", 0.0, card.hull.length.si), ("deck", 0.0, deck.length.si), ("deck run", 0.0, deck.run.si)]
        return "length [m]", shown
    return "", []


def picture(card: Card) -> str:
    """Return a card's picture as SVG, or nothing where three bars would say nothing."""
    words, shown = bars(card)
    if not shown:
        return ""
    reach = max(start + length for _, start, length in shown)
    scale = (WIDTH - 20.0) / reach
    height = 30 + LINE * len(shown)
    told = "; ".join(f"{label} {length:,.1f}" for label, _, length in shown)
    style = 'font-family="sans-serif" font-size="13" fill="#7d8590"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(card.name)}: {words}</title><desc>{escape(told)}</desc>",
        f'<text x="10" y="18" {style}>{escape(card.id)}: {words}</text>',
    ]
    for index, (label, start, length) in enumerate(shown):
        y, x, width = 30 + LINE * index, 10.0 + start * scale, length * scale
        text = f"{escape(label)} {length:,.{0 if length >= 100.0 else 1}f}"
        at = min(x, WIDTH - 210.0)
        parts.append(f'<text x="{at:.1f}" y="{y + 13}" {style}>{text}</text>')
        colour = COLOURS[index % len(COLOURS)]
        parts.append(f'<rect x="{x:.1f}" y="{y + 18}" width="{width:.1f}" height="{BAR}" rx="2" fill="{colour}"/>')
    return "\n".join([*parts, "</svg>", ""])


def page(kind: str, card: Card) -> str:
    """Return the page of a card."""
    share = cards.share_estimated([card])
    out = [f"# {card.id}: {card.name}", "", f"Drawn from the card by `{COMMAND}`. [All cards](../README.md)", ""]
    out += [f"{', '.join(word for word in key_figures(card) if word)}. {share:.0%} of its figures are estimated.", ""]
    if bars(card)[1]:
        out += [f"![{card.id} drawn to scale]({card.id}.svg)", ""]
    if card.like:
        out += [f"Like [{card.like}]({card.like}.md) but for what its own file says.", ""]
    keys = {source.title: key for key, source in card.sources.items()}
    for section, rows in groupby(cards.as_rows(card), key=lambda row: row.section):
        out += [f"## {section or kind}".replace("_", " "), ""]
        out += ["| figure | value | unit | basis | source | range | note |", "|---|---:|---|---|---|---|---|"]
        for row in rows:
            source = keys.get(row.source, row.source)
            cells = (row.name.replace("_", " "), row.value, row.unit, row.basis, source, row.range, row.note)
            out.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
        out.append("")
    if card.notes:
        out += ["## Notes", "", *(f"- {note}" for note in card.notes), ""]
    out += ["## Sources", "", "| key | title | read on | says |", "|---|---|---|---|"]
    for key, source in card.sources.items():
        title = f"[{_cell(source.title)}]({source.url})" if source.url else _cell(source.title)
        out.append(f"| {key} | {title} | {source.read} | {_cell(source.says)} |")
    return "\n".join([*out, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def pages() -> dict[str, str]:
    """Return every file of the folder by its name there."""
    files = {}
    out = ["# All cards", "", f"Drawn from the cards by `{COMMAND}`. What a card may say: [cards](../cards.md).", ""]
    for kind in cards.KINDS:
        out += [f"## {TITLES[kind]}", "", "| card | name | | | | estimated |", "|---|---|---|---|---|---:|"]
        for card_id in cards.ids(kind):
            card = cards.load(kind, card_id)
            files[f"{kind}/{card_id}.md"] = page(kind, card)
            if drawn := picture(card):
                files[f"{kind}/{card_id}.svg"] = drawn
            share = f"{cards.share_estimated([card]):.0%}"
            cells = (f"[{card_id}]({kind}/{card_id}.md)", card.name, *key_figures(card), share)
            out.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
        out.append("")
    files["README.md"] = "\n".join(out)
    return files


def main() -> None:
    """Write all files, and take away those of cards that are gone."""
    files = pages()
    for name, text in files.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in FOLDER.rglob("*.*"):
        if path.is_file() and path.relative_to(FOLDER).as_posix() not in files:
            path.unlink()


if __name__ == "__main__":
    main()
