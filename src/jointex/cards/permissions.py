"""Cards of what aircraft may do together: clearances of receivers behind tankers, and agreements between states."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StrictStr

from jointex.cards.models import Card, Names, Window
from jointex.cards.values import Basis

Activity = Literal["exercise", "training", "operation"]
"""What the aircraft are out for, as agreements tell it apart."""


def _moment(written: Any) -> Any:
    """Read a day, month or year, as exact as its source has it."""
    if isinstance(written, datetime.date):
        return written.isoformat()
    text = str(written) if isinstance(written, int) and not isinstance(written, bool) else written
    if not isinstance(text, str):
        return text
    if re.fullmatch(r"[12]\d{3}(-\d\d){0,2}", text, re.ASCII):
        try:
            datetime.date.fromisoformat(first_day(text))
        except ValueError:
            pass
        else:
            return text
    raise ValueError("must be a day, month or year such as 2019-08-21, 2019-08 or 2019")


def first_day(moment: str) -> str:
    """Return the first day of a day, month or year, in ISO form.

    Parameters
    ----------
    moment : str
        Such as `2019-08-21`, `2019-08` or `2019`.

    Returns
    -------
    str
        Ten characters; such texts sort by time.
    """
    return moment + "-01" * ((10 - len(moment)) // 3)


Moment = Annotated[StrictStr, BeforeValidator(_moment)]


class ClearanceCard(Card):
    """Whether a type of receiver is cleared at stations of types of tanker, and within which speeds and altitudes.

    `date` is when what the source tells took place. No nations named: whoever flies the types.
    `more_sources` are keys of further sources that bear it out.
    """

    receiver: StrictStr
    tankers: Names
    stations: Names
    status: Literal["cleared", "not_cleared", "unknown"]
    date: Moment
    basis: Basis
    source: StrictStr
    more_sources: Names = ()
    receiver_nations: Names = ()
    tanker_nations: Names = ()
    window: Window | None = None
    note: StrictStr = ""


class AgreementCard(Card):
    """What states have agreed on fuel passed between their forces, for which activities, from when to when.

    `fuel` is `covered` where fuel may pass under it, `framework` where it is only the ground other agreements stand on,
    `excluded` where it rules fuel out. An activity in neither list is not told. Without `in_force` it is signed only.
    """

    states: Names
    kind: Literal["treaty", "cross_servicing", "refuelling"]
    fuel: Literal["covered", "framework", "excluded"]
    activities: tuple[Activity, ...]
    excludes: tuple[Activity, ...] = ()
    signed: Moment | None = None
    in_force: Moment | None = None
    amended: tuple[Moment, ...] = ()
    ended: Moment | None = None
    basis: Basis
    source: StrictStr
    more_sources: Names = ()
    covers: StrictStr
    note: StrictStr = ""
