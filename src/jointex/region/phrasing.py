"""What no text of a weighing may say: a forecast of war, that somebody was deterred, one score for everything."""

from __future__ import annotations

import re

CLAIMS = {
    r"\b(probabilit\w*|chances?|risks?|odds|likelihood)\s+(of|for|that)\s+(\w+\s+){0,2}(war|conflict|attack|invasion|strike)\b": (
        "a probability of war",
        "Name a count that can be seen, such as encounters.",
    ),
    r"\bwar\s+(probabilit\w*|chances?|risks?|odds|likelihood)\b": (
        "a probability of war",
        "Name a count that can be seen, such as encounters.",
    ),
    r"\bdeter(s|red|rence|rents?|ring)?\b": (
        "that anybody is deterred",
        "Say what was done and what was counted after it.",
    ),
    r"\b(escalation|overall|total|single|one|combined|composite)\s+(score|index|rating)\b": (
        "one score for everything",
        "Keep outcomes apart, each with its unit.",
    ),
    r"\b(will|is likely to|are likely to|likely to)\s+(attack|retaliate|invade|react|escalate)\b": (
        "what leaders will do",
        "Say under which theory, or what was counted.",
    ),
}
"""Patterns, what each would claim, and the way out."""


def forbidden_claim(text: str) -> tuple[str, str] | None:
    """Return what a text would claim that no weighing can, and the way out; None if it claims nothing of the kind.

    Parameters
    ----------
    text : str
        Of people or a name; hyphens and underscores count as spaces.

    Returns
    -------
    tuple of str, or None
    """
    plain = re.sub(r"[\s_\-]+", " ", text)
    for pattern, told in CLAIMS.items():
        if re.search(pattern, plain, re.IGNORECASE):
            return told
    return None
