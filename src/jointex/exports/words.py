"""Texts of an ACMI file."""

from __future__ import annotations


def escaped(value: object) -> str:
    """Return a text in which nothing ends the value early.

    Parameters
    ----------
    value : object
        Put into words by `str`.

    Returns
    -------
    str
        On one line, without the signs that part fields of an event, and with its commas escaped.
    """
    text = " ".join(str(value).split())
    return text.replace("\\", "/").replace("|", "/").replace(",", "\\,")
