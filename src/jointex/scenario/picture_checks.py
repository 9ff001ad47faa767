"""Whether those who are to see each other and talk can: the aircraft of drills of combat and links and their cards."""

from __future__ import annotations

from collections.abc import Iterator

from jointex.errors import Fault, InputError
from jointex.scenario.draft import Draft
from jointex.scenario.forces import Flight
from jointex.scenario.tasks import PICTURE_DRILLS

MOST_IN_PICTURE = 400
"""Most aircraft in drills of combat and links together: pictures take memory with the square of their number."""
MOST_LINKS = 8
"""Most different links of those aircraft, voice with them."""


def check_picture(draft: Draft) -> Iterator[Fault]:
    """Yield flights of combat and link drills whose cards do not say what they see with, and drills too large to be flown."""
    looking: dict[str, Flight] = {}
    for path, drill in draft.each("drills", "kind", "flights"):
        for index, name in enumerate(drill.flights if drill.kind in PICTURE_DRILLS else ()):
            flight = draft.entries["flights"].get(name)
            if flight is None or draft.broken.get(("flights", name), set()) & {"aircraft", "count"}:
                continue
            looking[name] = flight
            if _lacks_senses(draft, flight):
                hint = f"Write `senses` with sensors and a signature into the card of {flight.aircraft}, or leave {name} out."
                rule = "must fly an aircraft whose card says what it sees with"
                yield draft.document.fault((*path, "flights", index), rule, name, hint)
    n_aircraft = sum(flight.count for flight in looking.values())
    if n_aircraft > MOST_IN_PICTURE:
        rule = f"must have at most {MOST_IN_PICTURE} aircraft in drills of combat and links together"
        yield draft.document.fault(
            ("drills",), rule, n_aircraft, "Name fewer flights in them: the others fly all the same."
        )
    links = _links_of(draft, looking)
    if len(links) > MOST_LINKS:
        rule = f"must have at most {MOST_LINKS} different links in drills of combat and links"
        yield draft.document.fault(("drills",), rule, len(links), f"They are {', '.join(links)}.")


def _lacks_senses(draft: Draft, flight: Flight) -> bool:
    """Return whether the card of a flight says nothing of sensors; cards that are missing or broken are told elsewhere."""
    try:
        card = draft.reading.library.aircraft(flight.aircraft)
    except InputError:
        return False
    return card is not None and card.senses is None


def _links_of(draft: Draft, looking: dict[str, Flight]) -> list[str]:
    """Return the links of some flights, sorted."""
    links: set[str] = set()
    for flight in looking.values():
        try:
            card = draft.reading.library.aircraft(flight.aircraft)
        except InputError:
            continue
        if card is not None and card.links is not None:
            links |= set(card.links.fits)
    return sorted(links)
