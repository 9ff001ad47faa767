"""`calc transfer`: how long receivers take to get fuel from a tanker, and from which of its stations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jointex import cards
from jointex.calc.offloads import tankers
from jointex.calc.questions import Question
from jointex.cards.gates import STATION_KINDS
from jointex.cards.shelf import Folder
from jointex.drills.refuelling import (
    CHANGE_OVER_S,
    DISCONNECT_S,
    HOOK_UP_S,
    REFORM_S,
    contact_s,
    flow_kg_s,
    queue_s,
    rounds,
)
from jointex.errors import CardError

MOST_RECEIVERS = 100


@dataclass(frozen=True)
class Station:
    """Stations of one name on a tanker that a receiver can use.

    Attributes
    ----------
    name, kind : str
        As in the tanker's card; `boom` or `drogue`.
    count : int
        How many there are, used side by side.
    flow_kg_s : float
        What passes through each: the station's rate or the receiver's, the less [kg/s].
    limited_by : str
        `station` or `receiver`.
    """

    name: str
    kind: str
    count: int
    flow_kg_s: float
    limited_by: str


@dataclass(frozen=True)
class Transfer:
    """The answer of `transfer`.

    Attributes
    ----------
    contact_min : float
        One receiver, from astern, ready, to clear of the station [min].
    total_min : float
        All receivers, from the first one's leaving observation to the last one's reforming [min].
    transfer_min : float
        Fuel flowing, within a contact [min].
    station : str
        Name of the stations used.
    station_kind : str
        `boom` or `drogue`.
    stations_used, rounds : int
        How many work side by side, and how often each is taken.
    flow_kg_min : float
        Fuel through each [kg/min].
    limited_by : str
        `station` or `receiver`.
    given_kg : float
        Fuel to all receivers [kg].
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    contact_min: float
    total_min: float
    transfer_min: float
    station: str
    station_kind: str
    stations_used: int
    rounds: int
    flow_kg_min: float
    limited_by: str
    given_kg: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


def transfer(tanker: str, receiver: str, kg: float, *, receivers: int = 1, folders: Sequence[Folder] = ()) -> Transfer:
    """Return how long one or several receivers take to get fuel.

    Parameters
    ----------
    tanker, receiver : str
        Card ids, such as `KC-135R` and `F-15J`.
    kg : float
        Fuel for each receiver [kg].
    receivers : int
        How many of them, all of one type.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Transfer
        By the stations that are through soonest.

    Raises
    ------
    QuestionError
        If the pair cannot refuel, with who could; or a number is out of bounds: all faults at once.
    CardError
        If an aircraft has no card.
    """
    question = Question()
    giver, taker = cards_of(question, tanker, receiver, folders)
    count = question.number("--receivers", receivers, 1, MOST_RECEIVERS, "")
    if count != int(count):
        question.add("must be a whole number", "--receivers", receivers)
    most_kg = taker.fuel.internal.si + _tanks_kg(taker, folders)
    hint = f"{taker.id} holds at most {most_kg:,.0f} kg."
    each_kg = question.number("--kg", kg, 1.0, most_kg, "kg", hint)
    stations = usable_stations(question, giver, taker, folders)
    question.check()
    limit_kg = giver.tanker.transferable_fuel.si  # type: ignore[union-attr]
    if count * each_kg > limit_kg:
        rule = f"must be at most {limit_kg / count:,.0f} kg for each of {count:.0f}: {giver.id} can give {limit_kg:,.0f} kg in all"
        question.add(rule, "--kg", f"{each_kg:g}", "Give less, to fewer, or ask for each of several tankers.")
        question.check()
    best = min(stations, key=lambda station: time_at(station, each_kg, int(count)))
    return Transfer(
        contact_min=_contact_s(best, each_kg) / 60.0,
        total_min=time_at(best, each_kg, int(count)) / 60.0,
        transfer_min=each_kg / best.flow_kg_s / 60.0,
        station=best.name,
        station_kind=best.kind,
        stations_used=min(best.count, int(count)),
        rounds=int(rounds(int(count), best.count)),
        flow_kg_min=best.flow_kg_s * 60.0,
        limited_by=best.limited_by,
        given_kg=count * each_kg,
        assumptions=_assumptions(best, stations),
        estimated_fraction=cards.share_estimated([giver, taker]),
    )


def cards_of(
    question: Question, tanker: str, receiver: str, folders: Sequence[Folder]
) -> tuple[cards.AircraftCard, cards.AircraftCard]:
    """Return the cards of both, or raise what is wrong with either.

    Parameters
    ----------
    question : Question
        Its faults so far are told with those of cards.
    tanker, receiver : str
        Card ids.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of AircraftCard

    Raises
    ------
    CardError
        If one has no card: both faults at once.
    """
    found, faults = [], list(question.faults)
    for card_id in (tanker, receiver):
        try:
            found.append(cards.aircraft(card_id, folders))
        except CardError as error:
            faults += error.faults
    if len(found) < 2:
        raise CardError(faults)
    return found[0], found[1]


def usable_stations(
    question: Question, tanker: cards.AircraftCard, receiver: cards.AircraftCard, folders: Sequence[Folder] = ()
) -> tuple[Station, ...]:
    """Return the stations a receiver can take fuel from; none is a fault that says who could give it.

    Parameters
    ----------
    question : Question
        Takes the faults.
    tanker, receiver : AircraftCard
        The pair.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of Station
    """
    if tanker.tanker is None:
        hint = f"Tankers: {', '.join(tankers(folders))}."
        question.add("must be a tanker: its card has no station to take fuel from", "--tanker", tanker.id, hint)
        return ()
    if receiver.receiver.by not in STATION_KINDS:
        rule = "must take fuel in the air: its card has neither receptacle nor probe"
        question.add(rule, "--receiver", receiver.id, f"Types that do: {', '.join(receivers_of(None, folders))}.")
        return ()
    found = _stations(tanker, receiver)
    if not found:
        fits = [card_id for card_id in tankers(folders) if _stations(cards.aircraft(card_id, folders), receiver)]
        there = ", ".join(f"{one.count} x {one.kind}" for one in tanker.tanker.stations.values())
        wanted = STATION_KINDS[receiver.receiver.by]
        rule = f"must have a {wanted} for {receiver.id}, which takes fuel {_by(receiver)}; it has {there}"
        question.add(rule, "--tanker", tanker.id, f"Tankers that fit: {', '.join(fits) or 'none has a card'}.")
    return found


def receivers_of(tanker: cards.AircraftCard | None, folders: Sequence[Folder] = ()) -> tuple[str, ...]:
    """Return the types that a tanker can serve, by its stations alone.

    Parameters
    ----------
    tanker : AircraftCard or None
        `None` for any tanker.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of str
        Card ids.
    """
    known = (cards.aircraft(card_id, folders) for card_id in cards.ids("aircraft", folders))
    takers = (card for card in known if card.receiver.by in STATION_KINDS)
    return tuple(card.id for card in takers if tanker is None or _stations(tanker, card))


def time_at(station: Station, each_kg: float, count: int) -> float:
    """Return how long a queue takes at stations of one name.

    Parameters
    ----------
    station : Station
        From `usable_stations`.
    each_kg : float
        Fuel for each [kg].
    count : int
        Receivers.

    Returns
    -------
    float
        From leaving observation to reformed [s].
    """
    return float(queue_s(count, station.count, _contact_s(station, each_kg)))


def _contact_s(station: Station, each_kg: float) -> float:
    return float(contact_s(each_kg, station.flow_kg_s))


def _stations(tanker: cards.AircraftCard, receiver: cards.AircraftCard) -> tuple[Station, ...]:
    """Return the stations of a tanker that fit a receiver."""
    wanted = STATION_KINDS.get(receiver.receiver.by)
    taken_kg_s = receiver.receiver.highest_flow.si if receiver.receiver.highest_flow else 0.0
    stations = tanker.tanker.stations.items() if tanker.tanker else ()
    return tuple(
        Station(
            name,
            one.kind,
            one.count,
            float(flow_kg_s(one.flow.si, taken_kg_s)),
            "receiver" if 0.0 < taken_kg_s < one.flow.si else "station",
        )
        for name, one in stations
        if one.kind == wanted
    )


def _by(receiver: cards.AircraftCard) -> str:
    return "by boom into a receptacle" if receiver.receiver.by == "boom_receptacle" else "by probe from a drogue"


def _tanks_kg(card: cards.AircraftCard, folders: Sequence[Folder]) -> float:
    """Return what external tanks add [kg]."""
    stores = ((cards.store(store_id, folders), most) for store_id, most in card.stores.most.items())
    return sum(most * store.fuel.si for store, most in stores if store.fuel is not None)


def _assumptions(best: Station, stations: Sequence[Station]) -> tuple[str, ...]:
    """Return what the answer rests on."""
    others = [f"{one.name} ({one.count} x {one.kind})" for one in stations if one is not best]
    aside = f"; {', '.join(others)} would take as long or longer" if others else ""
    return (
        f"{best.count} x {best.kind} ({best.name}), used side by side{aside}",
        f"{best.flow_kg_s * 60.0:,.0f} kg/min each, limited by the {best.limited_by}; steady, though flow falls as tanks fill",
        f"hook-up {HOOK_UP_S:.0f} s, disconnect {DISCONNECT_S:.0f} s, change-over {CHANGE_OVER_S:.0f} s a round, reform "
        f"{REFORM_S:.0f} s: estimated; no contact is missed",
        "rounds of ceil(receivers / stations); the join before, and speed and altitude windows, are not counted",
        "whether parts fit; clearance and agreement stand in `jointex cards gates`",
    )
