"""All tankers beside all receivers: whether the three gates are open, pair by pair."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from jointex.cards.gates import Fit, Status, fits
from jointex.cards.models import AircraftCard
from jointex.cards.permissions import AgreementCard
from jointex.cards.shelf import Folder, aircraft, ids, load

_SERVICES = {
    "United States": "US",
    "Japan": "JP",
    "Royal Australian": "AU",
    "Royal Canadian": "CA",
    "Royal Air Force": "GB",
    "Royal Navy": "GB",
    "French": "FR",
    "Indian": "IN",
    "Italian": "IT",
    "German": "DE",
    "Republic of Korea": "KR",
    "People's Liberation": "CN",
    "Russian": "RU",
}
"""How the names of services begin, and the state they serve."""


@dataclass(frozen=True)
class Pair:
    """A tanker of one state beside a receiver of one state.

    Attributes
    ----------
    tanker, tanker_nation, receiver, receiver_nation : str
        Ids of the types and of the states that fly them.
    status : str
        That of the best station: `open`, `unknown` or `closed`.
    fits : tuple of Fit
        One for each station of the tanker.
    """

    tanker: str
    tanker_nation: str
    receiver: str
    receiver_nation: str
    status: Status
    fits: tuple[Fit, ...]

    @property
    def best(self) -> Fit:
        """The station with the best status; among equals the one with fewest gates that are not open, then most flow."""
        order = ("open", "unknown", "closed")
        return min(self.fits, key=lambda fit: (order.index(fit.status), len(fit.not_open()), -fit.flow_kg_s))

    @property
    def cell(self) -> str:
        """The status in a few words, with the gates that are not open at the best station."""
        reasons = ", ".join(gate.name for gate in self.best.not_open() if gate.status == self.status)
        return f"{self.status}: {reasons}" if reasons else self.status


def nations_of(card: AircraftCard) -> tuple[str, ...]:
    """Return the states whose services fly a type.

    Parameters
    ----------
    card : AircraftCard
        Its `operators` are names of services.

    Returns
    -------
    tuple of str
        Ids such as `JP`; services that are not known here are left out.
    """
    known = [_SERVICES[start] for one in card.operators for start in _SERVICES if one.startswith(start)]
    return tuple(dict.fromkeys(known))


def known_states(folders: Sequence[Folder] = ()) -> tuple[str, ...]:
    """Return the states that agreements name or whose services fly a type.

    Parameters
    ----------
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    tuple of str
        Ids such as `JP`, sorted.

    Raises
    ------
    CardError
        If an agreement card breaks a rule.
    """
    agreed = (load("agreements", card_id, folders, AgreementCard).states for card_id in ids("agreements", folders))
    return tuple(sorted({*_SERVICES.values(), *(state for states in agreed for state in states)}))


def gates_matrix(
    tanker: str = "",
    receiver: str = "",
    tanker_nation: str = "",
    receiver_nation: str = "",
    activity: str = "exercise",
    folders: Sequence[Folder] = (),
    on: datetime.date | None = None,
) -> tuple[Pair, ...]:
    """Return every tanker beside every receiver, or those asked for.

    Parameters
    ----------
    tanker, receiver : str
        Ids of aircraft cards; left out: all tankers, all types that take fuel in the air.
    tanker_nation, receiver_nation : str
        States that fly them; left out: every state whose services the card names as operators.
    activity : str
        `exercise`, `training` or `operation`.
    folders : sequence of path
        The user's card folders, searched first.
    on : date or None
        Day on which agreements must be in force; `None`: those that have not ended.

    Returns
    -------
    tuple of Pair
        By tanker, then by receiver.

    Raises
    ------
    InputError
        If a card is unknown or broken, the first is no tanker, or the activity is none of the three.
    """
    tankers = [aircraft(tanker, folders)] if tanker else _all_cards(folders, tankers=True)
    receivers = [aircraft(receiver, folders)] if receiver else _all_cards(folders, tankers=False)
    pairs = []
    for giver in tankers:
        for giver_nation in (tanker_nation,) if tanker_nation else nations_of(giver) or ("",):
            for taker in receivers:
                for nation in (receiver_nation,) if receiver_nation else nations_of(taker) or ("",):
                    found = fits(giver, taker, giver_nation, nation, activity, folders, on)
                    status = _best(found)
                    pairs.append(Pair(giver.id, giver_nation, taker.id, nation, status, found))
    return tuple(pairs)


def _all_cards(folders: Sequence[Folder], tankers: bool) -> list[AircraftCard]:
    """Return all tankers, or all types that take fuel in the air."""
    cards = [aircraft(card_id, folders) for card_id in ids("aircraft", folders)]
    return [card for card in cards if (card.tanker is not None if tankers else card.receiver.by != "none")]


def _best(found: Sequence[Fit]) -> Status:
    statuses = [fit.status for fit in found]
    return "open" if "open" in statuses else "unknown" if "unknown" in statuses else "closed"
