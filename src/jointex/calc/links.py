"""`calc link`: whether one type hears another, over which link, by way of whom, and how old and how wrong what it hears is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointex import cards
from jointex.calc.questions import HIGHEST_FT, Question
from jointex.cards.shelf import Folder
from jointex.drills.links import Member, Net, ways_from
from jointex.drills.sensing import horizon_m
from jointex.units import FOOT_M, NAUTICAL_MILE_M, nautical_miles

FARTHEST_NM = 1_000.0
MOST_BETWEEN = 8
"""Aircraft between both."""


@dataclass(frozen=True)
class Link:
    """The answer of `link`.

    Attributes
    ----------
    hears : bool
        Whether anything is heard.
    link : str
        Over which link it arrives; empty if nothing does.
    age_s : float or None
        How old it is in the mean [s].
    error_nm : float or None
        How far off a position is that is passed on, one standard deviation [NM].
    by : tuple of str
        Types that pass it on, in order.
    common : tuple of str
        Links that both types are fitted with.
    sight_nm : float
        Where both lose sight of each other [NM].
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    hears: bool
    link: str
    age_s: float | None
    error_nm: float | None
    by: tuple[str, ...]
    common: tuple[str, ...]
    sight_nm: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


def link(
    speaker: str,
    listener: str,
    *,
    distance_nm: float = 100.0,
    altitude_ft: float = 30_000.0,
    listener_altitude_ft: float = 30_000.0,
    via: Sequence[str] = (),
    folders: Sequence[Folder] = (),
) -> Link:
    """Return how one type of aircraft hears another.

    Parameters
    ----------
    speaker, listener : str
        Card ids, such as `F-2A` and `F-35B`.
    distance_nm : float
        Between them [NM].
    altitude_ft, listener_altitude_ft : float
        Heights above the sea [ft].
    via : sequence of str
        Types of further aircraft, spread evenly between both at the greater height.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Link

    Raises
    ------
    QuestionError
        If a number is out of bounds or too many aircraft lie between: all faults at once.
    CardError
        If an aircraft has no card.
    """
    question = Question()
    apart_m = question.number("--distance-nm", distance_nm, 0.1, FARTHEST_NM, "NM") * NAUTICAL_MILE_M
    own_m = question.number("--altitude-ft", altitude_ft, 0.0, HIGHEST_FT, "ft") * FOOT_M
    other_m = question.number("--listener-altitude-ft", listener_altitude_ft, 0.0, HIGHEST_FT, "ft") * FOOT_M
    if len(via) > MOST_BETWEEN:
        question.add(f"must be given at most {MOST_BETWEEN} times", "--via", len(via))
    question.check()
    types = (speaker, *via, listener)
    members = [_member(name, folders) for name in types]
    used = sorted({one for member in members for one in member.fits})
    nets = [net_of(cards.link(one, folders)) for one in used]
    along_m = np.linspace(0.0, apart_m, len(types))
    heights_m = np.array([own_m, *[max(own_m, other_m)] * len(via), other_m])
    distances_m = np.abs(along_m[:, None] - along_m[None, :])
    horizons_m = np.array([[horizon_m(float(one), float(two)) for two in heights_m] for one in heights_m])
    last = len(types) - 1
    way = ways_from(0, nets, members, distances_m, horizons_m).get(last)
    return Link(
        hears=way is not None,
        link=way.link if way else "",
        age_s=way.age_s if way else None,
        error_nm=nautical_miles(way.error_m) if way else None,
        by=tuple(types[one] for one in way.by) if way else (),
        common=tuple(one for one in members[0].fits if one in members[-1].fits),
        sight_nm=nautical_miles(float(horizons_m[0, last])),
        assumptions=(
            "fits and figures of links are classes for a public training model, commonly told or judged, none official",
            "one moment, everybody in the same net, no jamming, no blocked calls",
        ),
        estimated_fraction=cards.share_estimated([cards.link(one, folders) for one in used]),
    )


def net_of(card: cards.LinkCard) -> Net:
    """Return a link as drills reckon with it.

    Parameters
    ----------
    card : LinkCard

    Returns
    -------
    Net
    """
    return Net(
        id=card.id,
        range_m=card.range.si,
        update_s=card.update.si,
        latency_s=card.latency.si,
        error_m=card.error.si,
        relays=card.relays,
        gateway_delay_s=card.gateway_delay.si if card.gateway_delay else 0.0,
        is_voice=card.kind == "voice",
    )


def _member(name: str, folders: Sequence[Folder]) -> Member:
    """Return what an aircraft talks over; nothing where its card names no links."""
    links = cards.aircraft(name, folders).links
    if links is None:
        return Member(())
    return Member(links.fits, tuple((one.between[0], one.between[1]) for one in links.gateways))
