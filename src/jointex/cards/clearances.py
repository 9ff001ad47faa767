"""Which clearance card speaks of a receiver at a station of a tanker."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from jointex.cards.mentions import Found, cards_on
from jointex.cards.permissions import ClearanceCard
from jointex.cards.shelf import Folder, _shelves, _stamps
from jointex.errors import CardError, Fault

Stamps = tuple[tuple[str, int], ...]


def clearance_for(
    tanker: str, receiver: str, station: str, tanker_nation: str, receiver_nation: str, folders: Sequence[Folder] = ()
) -> ClearanceCard | str:
    """Return the clearance that holds for a pair at a station.

    A user's card wins over a shipped one, a card for these nations over one for whoever flies the types.

    Parameters
    ----------
    tanker, receiver : str
        Ids of aircraft cards.
    station : str
        A station of the tanker.
    tanker_nation, receiver_nation : str
        States that fly them.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    ClearanceCard or str
        A text where there is none: empty, or a sentence on the nations that do have one.

    Raises
    ------
    CardError
        If a clearance card breaks a rule, or two of one folder speak of the same pair, station and nations.
    """
    shelves = _shelves(folders)
    stamps = (_stamps("clearances", shelves), _stamps("aircraft", shelves))
    speaking = [found for found in _on_pair(tanker, receiver, shelves, stamps) if station in found[2].stations]
    holding = [one for one in speaking if _holds_for(one[2], tanker_nation, receiver_nation)]
    if not holding:
        if not speaking:
            return ""
        others = "; ".join(dict.fromkeys(_nations(card) for _, _, card in speaking))
        return f"the cards tell of {others} only."
    ranks = [(shelf, -_exactness(card)) for shelf, _, card in holding]
    best = [found for found, rank in zip(holding, ranks, strict=True) if rank == min(ranks)]
    if len(best) > 1:
        files = " and ".join(path.name for _, path, _ in best)
        rule = f"must not speak twice of {receiver} at {station} of {tanker}: {files} do"
        raise CardError(Fault(rule, str(best[0][1].parent), hint="Remove one, or name nations."))
    return best[0][2]


@functools.lru_cache(maxsize=1024)
def _on_pair(
    tanker: str, receiver: str, shelves: tuple[Path, ...], stamps: tuple[Stamps, Stamps]
) -> tuple[Found[ClearanceCard], ...]:
    """Return the clearances of a pair, each with the number of its folder; the stamps say when files have changed."""
    found = cards_on("clearances", (tanker, receiver), shelves, ClearanceCard)
    return tuple(one for one in found if one[2].receiver == receiver and tanker in one[2].tankers)


def _holds_for(card: ClearanceCard, tanker_nation: str, receiver_nation: str) -> bool:
    return (not card.tanker_nations or tanker_nation in card.tanker_nations) and (
        not card.receiver_nations or receiver_nation in card.receiver_nations
    )


def _exactness(card: ClearanceCard) -> int:
    return bool(card.tanker_nations) + bool(card.receiver_nations)


def _nations(card: ClearanceCard) -> str:
    tankers, receivers = " or ".join(card.tanker_nations), " or ".join(card.receiver_nations)
    return f"receivers of {receivers or 'anybody'} from tankers of {tankers or 'anybody'}"
