"""The tree of errors. Bad input carries faults; a fault says who, where, which rule, what was found, and the way out.

JointexError
├── InputError            what the user gave cannot be used (exit 2): a list of `Fault`
│   ├── DocumentError     a file is not readable YAML, or is too large or too deep
│   ├── CardError         a data card breaks a rule
│   ├── ScenarioError     a scenario breaks a rule
│   │   └── SwapError     a scenario with one noun swapped breaks a rule: an answer, where the swap was the question
│   ├── WeatherError      a file of winds breaks a rule
│   ├── PolicyError       a file of levers, uncertainties, outcomes or bundles breaks a rule
│   ├── QuestionError     a `calc` question cannot be asked that way
│   └── ArenaError        an environment of `jointex.gym` cannot be made or stepped that way
└── StorageError          a result could not be written (full disk, no permission): what was kept, and where
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_FAULTS = 100
"""Faults told at once; what has more is another kind of file."""
LONGEST_NAME = 60
"""No name is longer, so nothing longer is near one."""


@dataclass(frozen=True)
class Fault:
    """One rule that one value breaks.

    Attributes
    ----------
    rule : str
        What must hold, with its unit.
    file : str
        The file the value stands in, or the command-line option; empty if there is none.
    line : int
        Line in `file`, counted from 1; 0 if unknown.
    key : str
        Dotted path of the value, such as `flights.TEX.fuel`.
    value : str
        What was found, as written; empty if nothing was.
    hint : str
        The way out, as a sentence; empty if there is none.
    """

    rule: str
    file: str = ""
    line: int = 0
    key: str = ""
    value: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.file and self.line else self.file
        head = " ".join(part for part in (place, self.key) if part)
        got = f"; got {self.value}" if self.value else ""
        hint = f". {self.hint}" if self.hint else ""
        return printable(f"{head} {self.rule}{got}{hint}".strip())


def printable(text: str) -> str:
    """Return a text in which a line break or an escape sequence is seen, not obeyed.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        One line.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class JointexError(Exception):
    """Everything Jointex raises on purpose."""


class InputError(JointexError):
    """What the user gave cannot be used.

    Parameters
    ----------
    faults : Fault or sequence of Fault
        Every fault found, in the order of the file; the first hundred are kept.
    """

    def __init__(self, faults: Fault | Sequence[Fault]) -> None:
        told = (faults,) if isinstance(faults, Fault) else tuple(faults)
        if len(told) > MOST_FAULTS:
            rule = f"has more faults: these are the first {MOST_FAULTS}"
            told = (*told[:MOST_FAULTS], Fault(rule, told[0].file, told[MOST_FAULTS].line))
        self.faults: tuple[Fault, ...] = told
        super().__init__("\n".join(str(fault) for fault in self.faults))


class DocumentError(InputError):
    """A file is not readable YAML, or is too large or too deep.

    Attributes
    ----------
    document : Document or None
        What could be read beside the faults, so that its other faults can be told with them; None if nothing could.
    """

    document: Any = None

    def with_more(self, faults: Sequence[Fault]) -> list[Fault]:
        """Return these faults and further ones of the same file, but those that only follow from these.

        Parameters
        ----------
        faults : sequence of Fault
            What is wrong with `document`.

        Returns
        -------
        list of Fault
            In the order of the file.
        """
        own = {(fault.file, fault.key) for fault in self.faults}
        more = [fault for fault in faults if (fault.file, fault.key) not in own]
        return sorted((*self.faults, *more), key=lambda fault: fault.line)


class CardError(InputError):
    """A data card breaks a rule."""


class ScenarioError(InputError):
    """A scenario breaks a rule."""


class SwapError(ScenarioError):
    """A scenario with nouns swapped breaks rules, though the swap itself makes sense: an answer where that was the question."""


class WeatherError(InputError):
    """A file of winds breaks a rule."""


class PolicyError(InputError):
    """A file of levers, uncertainties, outcomes or bundles breaks a rule."""


class QuestionError(InputError):
    """A `calc` question cannot be asked that way."""


class ArenaError(InputError):
    """An environment of `jointex.gym` cannot be made or stepped that way."""


class StorageError(JointexError):
    """A result could not be written; the message says what was kept, and where."""


def nearest_name(name: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the nearest known names.

    Parameters
    ----------
    name : str
        What the user wrote.
    known : iterable of str
        What would have been valid.

    Returns
    -------
    str
        "Did you mean X?", or the first known names if none is near, or "" if nothing is known.
    """
    names = sorted({one for one in known if len(one) <= LONGEST_NAME})
    if len(name) > LONGEST_NAME:
        return ""
    by_folded_name = {known_name.casefold(): known_name for known_name in names}
    near = difflib.get_close_matches(name.casefold(), by_folded_name, n=2, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(by_folded_name[match] for match in near)}?"
    if not names:
        return ""
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"Known: {', '.join(names[:8])}{more}."
