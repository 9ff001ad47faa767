"""Bundles that contradict themselves: what is set has no meaning, or the law of the bundle forbids it."""

from __future__ import annotations

from collections.abc import Mapping

from jointex.region.policies.activities import BARRED
from jointex.region.policies.activities import LEVERS as ACTIVITY_LEVERS
from jointex.region.policies.model import Setting

NEAR_EVENT_DAYS = 14
"""Longest notice of an exercise that answers an event within days: with more, it was planned before the event."""


def contradictions(given: Mapping[str, Setting], settings: Mapping[str, Setting]) -> list[tuple[str, str, str]]:
    """Return what contradicts itself in a bundle.

    Parameters
    ----------
    given : dict of str to number or str
        What the bundle sets.
    settings : dict of str to number or str
        Where every lever stands.

    Returns
    -------
    list of tuple of str
        Lever, rule and way out of each contradiction.
    """
    found = []
    about = ("distance_km", "nuclear_capable", "notice_days", "hotline", "near_event", *ACTIVITY_LEVERS)
    if settings["scale"] == 0.0:
        for name in about:
            if given.get(name) not in (None, 0, "no", "as flown", "allowed"):
                found.append(
                    (name, "must not be set where scale is 0: there is no exercise", "Leave it out, or raise scale.")
                )
    notice = settings["notice_days"]
    if settings["near_event"] and isinstance(notice, int | float) and notice > NEAR_EVENT_DAYS:
        rule = f"must be at most {NEAR_EVENT_DAYS} d where it follows within days of an event nobody could know of"
        found.append(("notice_days", rule, "Give less notice, or set near_event to 0."))
    if settings["scale"] == 0.0 and given.get("night_cap") not in (None, 1):
        found.append(("night_cap", "must not be set where scale is 0: there is no exercise", "Leave it out."))
    for name in ACTIVITY_LEVERS:
        if settings.get("simulated_combat") == BARRED and name == "escort" and given.get(name) == "allowed":
            found.append(
                (name, "must not be allowed where simulated combat is barred", "Leave it out, or allow combat.")
            )
    if settings["nuclear_capable"] == "yes" and settings["limit"] != "none":
        rule = f"must not be yes where limit is {settings['limit']}"
        found.append(("nuclear_capable", rule, "Set limit to none, or nuclear_capable to no."))
    if settings["assets"] in ("principal", "infrastructure") and settings["asset_law"] == "as it stands":
        rule = "must not be joined as the law stands: it has no provision to requisition reserves"
        found.append(("assets", rule, "Set asset_law to amended, or assets to proceeds or not-joined."))
    if settings["asset_law"] == "amended" and settings["assets"] in ("not-joined", "proceeds"):
        rule = "must not be amended where assets need no new law"
        found.append(("asset_law", rule, "Leave it out, or set assets to principal."))
    return found
