"""Why no tanker plan holds, in words of the scenario: for each flight what keeps each tanker from serving it."""

from __future__ import annotations

from collections.abc import Mapping

from jointex.planning.rule_findings import clock
from jointex.planning.tankers.changes import ABORT, OPEN, SERVE, TIME
from jointex.planning.tankers.demands import Demands
from jointex.planning.tankers.givers import Giver
from jointex.planning.tankers.grid import LONGEST_S
from jointex.planning.tankers.pairs import all_fits
from jointex.planning.tankers.problem import Candidate, Receiver
from jointex.planning.tankers.takers import Taker
from jointex.scenario import Scenario, Track
from jointex.units import flight_level, knots


def words_of(demands: Demands) -> Mapping[str, str]:
    """Return demands in words of the scenario, by key, for a clash to be told in.

    Parameters
    ----------
    demands : Demands

    Returns
    -------
    mapping of str to str
        For flights that tankers here cannot serve, for times, diverts, and tracks with hours; other demands are left out.
    """
    found: dict[str, str] = {}
    for name, taker in demands.takers.items():
        refusals = refusals_of(demands, taker) if demands.givers else ["the scenario has no tanker"]
        one = taker.receiver
        if refusals:
            found[f"{SERVE}:{name}"] = (
                f"{name} ({one.count} x {one.aircraft}) must fly its way, but {', and '.join(refusals)}"
            )
        times = time_words(demands.scenario, one)
        if times:
            found[f"{TIME}:{name}"] = f"{name} must keep its times: {', '.join(times)}"
        diverts = divert_words(one)
        if diverts:
            found[f"{ABORT}:{name}"] = f"{name} must reach its divert after any failed contact: {', '.join(diverts)}"
    assert demands.scenario.refuelling is not None
    for name, track in demands.scenario.refuelling.tracks.items():
        if track.open_s is not None or track.close_s is not None:
            found[f"{OPEN}:{name}"] = f"{name} is used only {hours_words(demands.scenario, track)}"
    return found


def time_words(scenario: Scenario, receiver: Receiver) -> list[str]:
    """Return where a flight must be when, such as `UNITE from 04:57Z to 05:00Z`."""
    return [
        f"{fix.name} from {clock(scenario, fix.earliest_s)} to {clock(scenario, fix.latest_s)}"
        for fix in receiver.fixes
        if fix.latest_s < LONGEST_S
    ]


def refusals_of(demands: Demands, taker: Taker) -> list[str]:
    """Return for each tanker that cannot serve a flight why not; tankers with the same reasons are named together.

    Parameters
    ----------
    demands : Demands
    taker : Taker

    Returns
    -------
    list of str
        Such as `SHELL (KC-767J) cannot serve it: F-35B takes fuel from a drogue by its probe`; empty without tankers.
    """
    same: dict[str, list[str]] = {}
    for name, giver in demands.givers.items():
        reasons = [one.rstrip(".").replace("; ", ", ") for one in why_not(demands, taker, giver)]
        if reasons:
            same.setdefault(" and ".join(dict.fromkeys(reasons)), []).append(f"{name} ({giver.tanker.aircraft})")
    return [f"{' and '.join(names)} cannot serve it: {why}" for why, names in same.items()]


def why_not(demands: Demands, taker: Taker, giver: Giver) -> list[str]:
    """Return why a tanker cannot serve a flight at all; empty where nothing by itself keeps it from that.

    Parameters
    ----------
    demands : Demands
    taker : Taker
    giver : Giver

    Returns
    -------
    list of str
        Gates that are not open; else why each track is out of question; else that it has nothing left to give.
    """
    pairs = [pair for pair in taker.pairs[giver.tanker.id] if not pair.waiver]
    if not pairs:
        fits = all_fits(demands.scenario, giver.draft, taker.draft)
        gates = [[gate for gate in fit.not_open() if gate.status == fit.status] for fit in fits]
        return [f"{gate.name} gate {gate.status}: {gate.reason}" for found in gates for gate in found[:1]]
    assert demands.scenario.refuelling is not None
    tracks = [
        why_not_on(demands, taker, giver, name, track) for name, track in demands.scenario.refuelling.tracks.items()
    ]
    if all(tracks):
        return [reason for reason in tracks if reason]
    return (
        []
        if most_to_give_kg(giver) > 0.0
        else ["it has nothing to give after its way out, its way home and its reserve"]
    )


def why_not_on(demands: Demands, taker: Taker, giver: Giver, name: str, track: Track) -> str:
    """Return why a tanker cannot serve a flight on a track, or nothing.

    Parameters
    ----------
    demands : Demands
    taker : Taker
    giver : Giver
    name : str
        Id of the track.
    track : Track

    Returns
    -------
    str
    """
    fits = [pair.fit for pair in taker.pairs[giver.tanker.id] if not pair.waiver]
    if track.flights and not {giver.tanker.id, taker.receiver.id} <= set(track.flights):
        return f"{name} is meant for {', '.join(track.flights)}"
    if not any(fit.lowest_altitude_m - 1.0 <= track.level_m <= fit.highest_altitude_m + 1.0 for fit in fits):
        windows = ", ".join(
            f"FL{flight_level(fit.lowest_altitude_m)} to FL{flight_level(fit.highest_altitude_m)}" for fit in fits
        )
        return f"{name} lies at FL{flight_level(track.level_m)} and the pair meets at {windows}"
    if name not in giver.tanker.orbits:
        return f"it is too heavy for FL{flight_level(track.level_m)} on {name}"
    if not any(giver.fastest_m_s[name] >= fit.lowest_cas_m_s for fit in fits):
        return f"on {name} it flies {knots(giver.fastest_m_s[name]):.0f} kt CAS at most"
    near = [
        (number, leg, one)
        for number, leg in enumerate(taker.receiver.legs)
        for one in leg.candidates
        if one.track == name and giver.tanker.id in one.services
    ]
    if not near:
        return f"{name} is out of reach of {taker.receiver.id}, or no divert is open for it"
    if not any(is_in_time(taker.receiver, giver, number, one) for number, _, one in near):
        return f"{name} is used only {hours_words(demands.scenario, track)}"
    return ""


def is_in_time(receiver: Receiver, giver: Giver, number: int, candidate: Candidate) -> bool:
    """Return whether a tanker may be on a track while a flight can be there by the windows of its fixes."""
    orbit = giver.tanker.orbits[candidate.track]
    before, after = receiver.fixes[number], receiver.fixes[number + 1]
    first_s = before.earliest_s + before.stay_s * (number > 0) + candidate.in_s
    last_s = after.latest_s - candidate.out_s
    opens_s, closes_s = max(orbit.earliest_s, candidate.earliest_s), min(orbit.latest_s, candidate.latest_s)
    return max(first_s, opens_s) <= min(last_s, closes_s)


def most_to_give_kg(giver: Giver) -> float:
    """Return what a tanker has left to give on its best track after its way out, its way home and its reserve [kg]."""
    tanker = giver.tanker
    own_kg = min((orbit.out_kg + orbit.home_kg for orbit in tanker.orbits.values()), default=tanker.takeoff_kg)
    return min(tanker.most_give_kg, tanker.takeoff_kg - tanker.reserve_kg - own_kg)


def divert_words(receiver: Receiver) -> list[str]:
    """Return what each track's divert takes, and what the flight comes with where nothing was taken before."""
    found = []
    for number, leg in enumerate(receiver.legs):
        for one in leg.candidates:
            text = f"from {one.track} to {one.divert} {one.divert_kg + receiver.reserve_kg:,.0f} kg with its reserve"
            if number == 0:
                text += f" (it comes with {receiver.takeoff_kg - one.in_kg:,.0f} kg at most)"
            found.append((one.track, text))
    return list(dict(reversed(found)).values())[::-1]


def hours_words(scenario: Scenario, track: Track) -> str:
    """Return the hours of a track in words, such as `from 10:00Z to 11:00Z`."""
    opens = "" if track.open_s is None else f"from {clock(scenario, track.open_s)}"
    closes = "" if track.close_s is None else f"to {clock(scenario, track.close_s)}"
    return " ".join(one for one in (opens, closes) if one) or "while its tanker can be there"
