"""What states have agreed: the legal gate of a pair, from the cards of agreements."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from jointex.cards.mentions import cards_on
from jointex.cards.permissions import Activity, AgreementCard, first_day
from jointex.cards.shelf import Folder, _shelves, _stamps
from jointex.cards.verdicts import Gate, Status

ACTIVITIES: tuple[str, ...] = get_args(Activity)

_WEIGHT = {"refuelling": 0, "cross_servicing": 1, "treaty": 2}
"""Which kind of agreement is named first: the one that speaks most closely of fuel in the air."""


def legal_gate(
    tanker_nation: str,
    receiver_nation: str,
    activity: str,
    folders: Sequence[Folder] = (),
    on: datetime.date | None = None,
) -> Gate:
    """Say whether an agreement in force lets fuel pass between two states in an activity.

    Parameters
    ----------
    tanker_nation, receiver_nation : str
        Ids of the states; the same: no agreement is needed.
    activity : str
        One of `ACTIVITIES`.
    folders : sequence of path
        The user's card folders, searched first.
    on : date or None
        Day on which it must be in force; `None`: those that have not ended.

    Returns
    -------
    Gate

    Raises
    ------
    CardError
        If an agreement card breaks a rule.
    """
    if tanker_nation and tanker_nation == receiver_nation:
        reason = (
            f"Tanker and receiver both belong to {tanker_nation}: a transfer between own aircraft needs no agreement."
        )
        return Gate("legal", "open", reason, "the states as given", "", "derived")
    pair = f"{tanker_nation or 'a state not named'} and {receiver_nation or 'a state not named'}"
    shelves = _shelves(folders)
    between = _between(frozenset((tanker_nation, receiver_nation)), shelves, _stamps("agreements", shelves))
    in_force = [one for one in between if _is_in_force(one, on)]
    against = [one for one in in_force if one.fuel == "excluded" or activity in one.excludes]
    if against:
        return _gate("closed", f"The {against[0].name} rules out fuel between {pair} in {_one(activity)}.", against[0])
    ways = [one for one in in_force if one.fuel == "covered" and activity in one.activities]
    if ways:
        first, *others = ways
        more = f", beside the {' and the '.join(one.name for one in others)}" if others else ""
        return _gate("open", f"The {first.name} covers fuel between {pair} in {_one(activity)}{more}.", first)
    if in_force:
        names = " and the ".join(one.name for one in in_force)
        reason = f"Between {pair} only the {names} is in force, not known to cover fuel in {_one(activity)}."
        return _gate("unknown", reason, in_force[0])
    if between:
        when = f" on {on}" if on else ""
        return _gate("unknown", f"The {between[0].name} between {pair} is not in force{when}.", between[0])
    return Gate("legal", "unknown", f"No agreement on fuel between {pair} is in the cards.", "", "", "")


@functools.lru_cache(maxsize=256)
def _between(
    states: frozenset[str], shelves: tuple[Path, ...], stamps: tuple[tuple[str, int], ...]
) -> tuple[AgreementCard, ...]:
    """Return the agreements of states: on refuelling, then on logistics, then treaties; the newest first in each."""
    found = [
        card for _, _, card in cards_on("agreements", states, shelves, AgreementCard) if states <= set(card.states)
    ]
    newest_first = sorted(found, key=lambda one: first_day(one.in_force) if one.in_force else "", reverse=True)
    return tuple(sorted(newest_first, key=lambda one: _WEIGHT[one.kind]))


def _is_in_force(one: AgreementCard, on: datetime.date | None) -> bool:
    """Say whether an agreement surely holds on a day: one of "2013" holds from 2014 on."""
    if one.in_force is None:
        return False
    if on is None:
        return one.ended is None
    day, start = on.isoformat(), one.in_force
    has_begun = day[: len(start)] > start or day == start
    return has_begun and (one.ended is None or day < first_day(one.ended))


def _one(activity: str) -> str:
    return "training" if activity == "training" else f"an {activity}"


def _gate(status: Status, reason: str, one: AgreementCard) -> Gate:
    return Gate("legal", status, reason, one.sources[one.source].title, one.in_force or "", one.basis)
