"""Who hears whom: line of sight, range, relays and gateways between unlike links, and how old what is heard is.

A network is worked out for one moment. Every aircraft has a place on each link it is fitted with; a step is a member of the same
link in reach, or a gateway of its own to another link. What is heard has come the way that is oldest the least.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Net:
    """A link: how far it reaches [m], how often it tells, how late and how wrong [s, s, m], whether members pass on."""

    id: str
    range_m: float
    update_s: float
    latency_s: float
    error_m: float
    relays: bool
    gateway_delay_s: float
    is_voice: bool

    @property
    def age_s(self) -> float:
        """How old what is heard is in the mean: on the way, and half of the time until it is told anew [s]."""
        return self.latency_s + 0.5 * self.update_s


@dataclass(frozen=True)
class Member:
    """An aircraft: the ids of its links, and between which of them it translates."""

    fits: tuple[str, ...]
    gateways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Way:
    """How something is heard: its age [s], its error [m], the link it arrives on, and who passed it on, in order."""

    age_s: float
    error_m: float
    link: str
    by: tuple[int, ...]


def reach(net: Net, distances_m: Array, horizons_m: Array) -> npt.NDArray[np.bool_]:
    """Return who is in reach of whom on a link.

    Parameters
    ----------
    net : Net
    distances_m, horizons_m : array (n, n)
        Between aircraft, and where they lose sight of each other [m].

    Returns
    -------
    array (n, n) of bool
    """
    return np.asarray((distances_m <= net.range_m) & (distances_m <= horizons_m))


def ways_from(
    speaker: int, nets: Sequence[Net], members: Sequence[Member], distances_m: Array, horizons_m: Array
) -> dict[int, Way]:
    """Return how everybody hears a speaker who can be heard at all.

    Parameters
    ----------
    speaker : int
        Number of the aircraft whose data or calls these are.
    nets : sequence of Net
    members : sequence (n,) of Member
    distances_m, horizons_m : array (n, n)
        Between aircraft, and where they lose sight of each other [m].

    Returns
    -------
    dict of int to Way
        By listener; nobody who does not hear. Data are preferred to voice whatever their age.
    """
    found: dict[int, Way] = {}
    for is_voice in (False, True):
        chosen = [net for net in nets if net.is_voice == is_voice]
        for listener, way in _spread(speaker, chosen, members, distances_m, horizons_m).items():
            found.setdefault(listener, way)
    found.pop(speaker, None)
    return found


def _spread(
    speaker: int, nets: Sequence[Net], members: Sequence[Member], distances_m: Array, horizons_m: Array
) -> dict[int, Way]:
    """The least old way to everybody over some links, found from the youngest on."""
    by_id = {net.id: net for net in nets}
    near = {net.id: reach(net, distances_m, horizons_m) for net in nets}
    open_ways = {(speaker, one): Way(0.0, 0.0, one, ()) for one in members[speaker].fits if one in by_id}
    best: dict[tuple[int, str], Way] = {}
    while open_ways:
        place = min(open_ways, key=lambda at: (open_ways[at].age_s, at))
        way = open_ways.pop(place)
        best[place] = way
        for there, age_s, error_m in _steps(place, speaker, by_id, near, members):
            further = Way(way.age_s + age_s, max(way.error_m, error_m), there[1], _passed(way, place, there, speaker))
            if there not in best and (there not in open_ways or further.age_s < open_ways[there].age_s):
                open_ways[there] = further
    heard: dict[int, Way] = {}
    for (listener, _), way in sorted(best.items(), key=lambda item: (item[1].age_s, item[0])):
        heard.setdefault(listener, way)
    return heard


def _passed(way: Way, place: tuple[int, str], there: tuple[int, str], speaker: int) -> tuple[int, ...]:
    """Who passed it on so far: whoever is left for another aircraft, but the speaker."""
    return (*way.by, place[0]) if there[0] != place[0] and place[0] != speaker else way.by


def _steps(
    place: tuple[int, str],
    speaker: int,
    nets: dict[str, Net],
    near: dict[str, npt.NDArray[np.bool_]],
    members: Sequence[Member],
) -> list[tuple[tuple[int, str], float, float]]:
    """Places one step on, with the age and the error they add."""
    aircraft, link = place
    net = nets[link]
    steps = [
        ((aircraft, other), nets[other].gateway_delay_s, 0.0)
        for pair in members[aircraft].gateways
        for other in pair
        if link in pair and other != link and other in nets
    ]
    if aircraft == speaker or net.relays or _came_by_gateway(members[aircraft], link):
        steps += [
            ((listener, link), net.age_s, net.error_m)
            for listener, member in enumerate(members)
            if listener != aircraft and link in member.fits and near[link][aircraft, listener]
        ]
    return steps


def _came_by_gateway(member: Member, link: str) -> bool:
    """Whether an aircraft may speak on a link of what it heard on another one."""
    return any(link in pair for pair in member.gateways)
