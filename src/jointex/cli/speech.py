"""How the command line speaks: answers on stdout, a table or one JSON document; all else on stderr, unwrapped."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 240
"""Columns of a table that goes to a file or a pipe: wide enough that no cell is folded."""


class Stopped(Exception):  # noqa: N818 - it is no error
    """The user stopped a command; the message says what is kept."""


def answer_json(document: object) -> None:
    """Print the one JSON document of a command.

    Parameters
    ----------
    document : object
        Plain data; null where a number does not exist.

    Raises
    ------
    ValueError
        If a number is not finite: such a document would be no JSON.
    """
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def answer_line(text: str) -> None:
    """Print one line of an answer for people."""
    _console(sys.stdout).print(text, soft_wrap=True)


def answer_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()
) -> None:
    """Print a table for people.

    Parameters
    ----------
    title : str
        Line above the table; none if empty.
    columns : sequence of str
        Headings.
    rows : iterable of sequences of str
        Cells, as many as columns.
    numbers : iterable of int
        Columns to align on the right, counted from 0.
    """
    from rich import box
    from rich.table import Table

    right = set(numbers)
    table = Table(title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    _console(sys.stdout).print(table)


def complain(text: str) -> None:
    """Say on stderr, in one line, what is wrong."""
    _console(sys.stderr).print("jointex: " + text, style="red", soft_wrap=True)


def note(text: str) -> None:
    """Say something on stderr, in one line."""
    _console(sys.stderr).print(text, soft_wrap=True)


def _console(stream: TextIO) -> Console:
    """Return a console that prints text as it is: no markup, no emoji, no guessed colours."""
    from rich.console import Console

    width = None if stream.isatty() else PIPE_WIDTH
    return Console(file=stream, markup=False, highlight=False, emoji=False, width=width)


def number(value: Any, digits: int = 4) -> str:
    """Return a value for a table cell: numbers to a few significant digits, nothing as a dash.

    Parameters
    ----------
    value : object
        A number, a text, a truth or None.
    digits : int
        Significant digits kept behind the point; whole parts are never cut.

    Returns
    -------
    str
    """
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return _rounded(value, digits)
    return str(value)


def _rounded(value: float, digits: int) -> str:
    """Return a number with `digits` significant digits, in groups of three."""
    whole_digits = len(str(int(abs(value))))
    places = max(0, digits - whole_digits) if abs(value) >= 1 else digits
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def clock(time_s: float) -> str:
    """Return seconds as H:MM:SS, or a negative time with a minus."""
    seconds = round(abs(time_s))
    sign = "-" if time_s < 0 and seconds else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
