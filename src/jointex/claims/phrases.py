"""Phrases that no file of statements may hold: nothing here measures them, and quoting them would look as if something did."""

from __future__ import annotations

import re

from jointex.region.sheet import FORBIDDEN

_NUMBERS = r"(?:probabilit(?:y|ies)|chances?|odds|risks?|likelihood)"
_WARS = r"(?:an? |the |open |all-out |nuclear |world )*(?:war|wars|armed conflict|invasion)"
RULES = (
    (
        re.compile(rf"\b{_NUMBERS} (?:of|for|that there (?:is|will be)) {_WARS}\b", re.IGNORECASE),
        "must not give a probability of war: no model here has one",
        "State a dated event or a count, such as region.encounters_30d.inertia, with its theory.",
    ),
    (
        re.compile(r"\b(?:deterred|deters|has deterred)\b", re.IGNORECASE),
        "must not say that somebody was kept from acting: that nothing happened does not tell why",
        "State what was done and when, or test how often events followed with `follows`.",
    ),
    (
        re.compile(
            r"\bescalation (?:score|index|level|rating)\b|\b(?:one|single|overall) (?:escalation )?score\b",
            re.IGNORECASE,
        ),
        "must not put escalation into one score",
        "Name the outcomes one by one, such as region.severity_30d.provocation.",
    ),
    (
        re.compile(
            r"\bnet (?:gains?|loss(?:es)?|benefits?|burdens?|effects?)\b|\boutweigh(?:s|ed)?\b|\boffsets?\b|\bmakes? up for\b",
            re.IGNORECASE,
        ),
        "must not set what one town gains against what another bears",
        "Write a statement for each town and figure, such as lmax_dba.SHINTOMI and money.fuel_usd.",
    ),
    (
        re.compile("|".join(re.escape(one) for one in FORBIDDEN), re.IGNORECASE),
        "must not hold a phrase that no page here may say",
        "State what was counted, with its date.",
    ),
)
"""Pattern, rule and way out of each kind of phrase."""


def forbidden(text: str) -> tuple[str, str, str] | None:
    """Return the phrase of a text that may not be there, the rule it breaks and a way out.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of str or None
    """
    for pattern, rule, hint in RULES:
        found = pattern.search(text)
        if found:
            return found[0], rule, hint
    return None
