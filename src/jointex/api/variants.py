"""Quieter ways to fly a scenario: each variant changes one thing about how its flights come and go."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jointex import scenario
from jointex.errors import InputError
from jointex.scenario import Scenario

_CLOCK = re.compile(r"(\d{4}-\d\d-\d\dT)?([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d)?Z")


@dataclass(frozen=True)
class Variant:
    """A scenario flown another way.

    Attributes
    ----------
    id, text : str
        Short name, and what it changes.
    scenario : Scenario or None
        None where it breaks rules.
    why_not : str
        Which; empty otherwise.
    """

    id: str
    text: str
    scenario: Scenario | None
    why_not: str = ""


def variants(written: Scenario, hours: float = 6.0) -> Iterator[Variant]:
    """Yield a scenario as written and its variants.

    Parameters
    ----------
    written : Scenario
        As loaded.
    hours : float
        How much later the whole exercise is moved in one variant [h]; 0 for none.

    Yields
    ------
    Variant
        As written; landing on wheels where flights land upright; taking off on wheels where they take off short; both; each
        of those flights from its first divert; everything later.
    """
    yield Variant("as-written", "as written", written)
    upright = [flight.id for flight in written.flights if flight.landing_mode == "vertical"]
    short = [flight.id for flight in written.flights if flight.takeoff_mode == "short"]
    if upright:
        text = _changed(written, [(name, "landing", "conventional") for name in upright])
        yield _variant(written, "wheels", f"{', '.join(upright)} land on wheels, not upright", text)
    if short:
        text = _changed(written, [(name, "takeoff", "conventional") for name in short])
        yield _variant(written, "long-run", f"{', '.join(short)} take off on wheels, lift system off", text)
    if upright and short:
        edits = [(name, "landing", "conventional") for name in upright]
        text = _changed(written, edits + [(name, "takeoff", "conventional") for name in short])
        yield _variant(written, "wheels-both", "on wheels both ways", text)
    for flight in written.flights:
        if flight.id in (*upright, *short) and flight.diverts and written.ship(flight.base) is None:
            other = flight.diverts[0]
            text = _moved(written, flight.id, flight.base, other)
            yield _variant(written, f"{flight.id}-from-{other}", f"{flight.id} from {other}, not {flight.base}", text)
    if hours:
        words = f"everything {abs(hours):g} h {'later' if hours > 0 else 'earlier'}"
        yield _variant(
            written,
            f"{'later' if hours > 0 else 'earlier'}-{abs(hours):g}h",
            words,
            shifted_text(written.source.text, hours),
        )


def _variant(written: Scenario, name: str, words: str, text: str) -> Variant:
    """Return a variant, with what is wrong with it where it breaks rules."""
    try:
        return Variant(name, words, scenario.loads(text, str(written.source.path)))
    except InputError as error:
        return Variant(name, words, None, str(error.faults[0]))


def _changed(written: Scenario, edits: list[tuple[str, str, str]]) -> str:
    """Return the text with values of flights changed, each on its own line."""
    lines = written.source.text.split("\n")
    for flight, key, value in edits:
        number = written.source.document.line(("flights", flight, key)) - 1
        lines[number] = re.sub(rf"\b{key}:\s*\w+", f"{key}: {value}", lines[number], count=1)
    return "\n".join(lines)


def _moved(written: Scenario, flight: str, base: str, other: str) -> str:
    """Return the text with a flight based at its divert, and its base a divert in turn."""
    lines = written.source.text.split("\n")
    line = written.source.document.line
    number = line(("flights", flight, "base")) - 1
    lines[number] = re.sub(rf"\bbase:\s*{re.escape(base)}\b", f"base: {other}", lines[number], count=1)
    number = line(("flights", flight, "diverts", 0)) - 1
    before, key, after = lines[number].rpartition("diverts:")
    lines[number] = before + key + re.sub(rf"\b{re.escape(other)}\b", base, after, count=1)
    return "\n".join(lines)


def shifted_text(text: str, hours: float) -> str:
    """Return a scenario's text with every UTC time moved.

    Parameters
    ----------
    text : str
        YAML.
    hours : float
        By how much [h].

    Returns
    -------
    str
        Times from the start stay as they are: the start moves too.
    """
    by = datetime.timedelta(hours=hours)

    def move(match: re.Match[str]) -> str:
        day, hour, minute, second = match.groups()
        moment = datetime.datetime.fromisoformat(f"{day or '2000-01-02T'}{hour}:{minute}{second or ''}+00:00") + by
        clock = moment.strftime("%H:%M:%SZ" if second else "%H:%MZ")
        return (moment.strftime("%Y-%m-%dT") if day else "") + clock

    return _CLOCK.sub(move, text)
