"""What might have gone the other way in a run: one entry for each kind of event, with how it is forced and its words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from jointex.engine.forks import State, Stem, beginning, copied, frame_before, frame_s, go_on
from jointex.engine.minima import LANDING, REASON, TAKE_OFF
from jointex.fleet.reasons import REASON_WORDS, Reason
from jointex.lens.branch import Branch, Uncertain
from jointex.lens.evidence import Evidence, Row
from jointex.lens.training_kills import TRAINING_KILLS

WEATHER = tuple(REASON_WORDS[reason] for reason in Reason if Reason.CLOUD_BASE <= reason <= Reason.CLOSED)
"""Reasons that the weather of a run is drawn for."""


def _flight_row(branch: Branch, aircraft: int) -> int:
    return int(branch.stem.setup.fleet["flight"][aircraft])


def _take_off_or_not(branch: Branch, is_other_way: bool) -> None:
    """Let one fly that stayed on the ground."""
    if is_other_way:
        branch.stem.setup.fleet["must_fly"][branch.aircraft] = 1
        branch.stem.setup.world.gates[0, _flight_row(branch, branch.aircraft), TAKE_OFF, :, REASON] = 0.0


def _keep_on_ground(branch: Branch, is_other_way: bool) -> None:
    if is_other_way:
        branch.stem.setup.fleet["must_fly"][branch.aircraft] = -1


def _lose_tankers(branch: Branch, is_other_way: bool) -> None:
    """Take the tankers from the bracket that a flight comes to."""
    if is_other_way:
        branch.stem.setup.world.brackets["n_tankers"][branch.state.fleet["bracket"][branch.aircraft]] = 0


def _miss(branch: Branch, is_other_way: bool) -> None:
    """Decide a contact that was made."""
    branch.state.fleet["n_misses"][branch.aircraft] = 1 if is_other_way else -1


def _hit(branch: Branch, is_other_way: bool) -> None:
    """Decide a contact that was missed."""
    _miss(branch, not is_other_way)


def _hold(branch: Branch, is_other_way: bool) -> None:
    """Let a contact hold that broke."""
    if is_other_way:
        branch.state.fleet["break_kg"][branch.aircraft] = math.inf


def _mend_stations(branch: Branch, is_other_way: bool) -> None:
    branch.state.flights["is_out"][_flight_row(branch, branch.aircraft)] = int(not is_other_way)


def _break_stations(branch: Branch, is_other_way: bool) -> None:
    branch.state.flights["is_out"][_flight_row(branch, branch.aircraft)] = int(is_other_way)


def _open_base(branch: Branch, is_other_way: bool) -> None:
    """Lift the weather over the planned base of one that turned away from it."""
    if is_other_way:
        branch.stem.setup.world.gates[0, _flight_row(branch, branch.aircraft), LANDING, :, REASON] = 0.0


def _is_luck(row: Row, evidence: Evidence) -> bool:
    """Return whether one stayed on the ground for want of a fit aircraft, or for weather."""
    return row["reason"] in (REASON_WORDS[Reason.READINESS], *WEATHER)


def _is_planned(row: Row, evidence: Evidence) -> bool:
    """Return whether a sortie is none of a tanker that was called: what called it would then come before the fork."""
    orders = evidence.plan.get("refuelling") or {}
    return evidence.flight_of(row["aircraft"])["id"] not in {one["id"] for one in orders.get("stand_ins", ())}


def _met(row: Row, evidence: Evidence) -> bool:
    """Return whether somebody came to its tanker from this control point."""
    for later in evidence.rows:
        if later["time_s"] >= row["time_s"] and later["aircraft"] == row["aircraft"]:
            if later["event"] == "at_tanker":
                return True
            if later["event"] in ("no_tanker", "divert") or (
                later["event"] == "at_control_point" and later["time_s"] > row["time_s"]
            ):
                return False
    return False


def _held_a_frame(row: Row, evidence: Evidence) -> bool:
    """Return whether a contact that broke had been made by the frame before."""
    made_s = [
        one["time_s"]
        for one in evidence.rows
        if one["aircraft"] == row["aircraft"] and one["event"] == "contact" and one["time_s"] <= row["time_s"]
    ]
    assert evidence.replay is not None
    stem = evidence.replay.stem
    return bool(made_s) and made_s[-1] <= frame_before(stem, row["time_s"]) * frame_s(stem)


def _could_fail(row: Row, evidence: Evidence) -> bool:
    """Return whether one that came on station is a tanker whose stations work, and somebody comes to take fuel."""
    fails = any((one["aircraft"], one["event"]) == (row["aircraft"], "stations_out") for one in evidence.rows)
    comes = any((one["other"], one["event"]) == (row["aircraft"], "at_tanker") for one in evidence.rows)
    return evidence.is_tanker(row["aircraft"]) and comes and not fails


def _for_weather(row: Row, evidence: Evidence) -> bool:
    return row["reason"] in WEATHER


UNCERTAIN = (
    Uncertain(
        "cancelled",
        "{aircraft} stayed on the ground ({reason})",
        "{aircraft} takes off",
        _take_off_or_not,
        _is_luck,
        True,
    ),
    Uncertain("taxi", "{aircraft} took off", "{aircraft} stays on the ground", _keep_on_ground, _is_planned, True),
    Uncertain(
        "at_control_point",
        "{aircraft} met its tanker",
        "{aircraft} finds no tanker at its control point",
        _lose_tankers,
        _met,
    ),
    Uncertain("contact", "{aircraft} made contact with {other}", "{aircraft} misses that contact", _miss),
    Uncertain("missed_contact", "{aircraft} missed a contact with {other}", "{aircraft} makes that contact", _hit),
    Uncertain(
        "disconnected",
        "the contact of {aircraft} with {other} broke",
        "the contact of {aircraft} with {other} holds",
        _hold,
        _held_a_frame,
    ),
    Uncertain("stations_out", "the stations of {aircraft} failed", "the stations of {aircraft} work", _mend_stations),
    Uncertain(
        "on_station",
        "{aircraft} came on station and its stations worked",
        "the stations of {aircraft} fail",
        _break_stations,
        _could_fail,
    ),
    Uncertain(
        "divert",
        "{aircraft} turned away from weather at home",
        "the weather at home lets {aircraft} land",
        _open_base,
        _for_weather,
    ),
    *TRAINING_KILLS,
)
"""Everything that luck decides and a fork can decide otherwise. A new kind of event needs an entry here and nothing else."""
KNOWN: Mapping[str, Uncertain] = {one.event: one for one in UNCERTAIN}


def uncertain_rows(evidence: Evidence) -> Iterator[Row]:
    """Yield the events of a run that could have gone the other way, in their order.

    Parameters
    ----------
    evidence : Evidence
        Of a run that was flown again.

    Yields
    ------
    mapping
        A row of events.parquet.
    """
    for row in evidence.rows:
        if row["event"] in KNOWN and KNOWN[row["event"]].is_open(row, evidence):
            yield row


def moment_s(row: Row, evidence: Evidence) -> float:
    """Return when an event can first make a difference [s]: at its time, or when one was to taxi that then did so later."""
    if row["event"] != "taxi":
        return float(row["time_s"])
    assert evidence.replay is not None
    a, flight = evidence.records(evidence.replay.end, row["aircraft"])
    return float(min(row["time_s"], a["planned_release_s"] + min(0.0, flight["delay_s"]) - a["taxi_s"]))


def fork_s(row: Row, evidence: Evidence) -> float:
    """Return until when both ways share everything [s]: the end of the last frame before the event makes a difference."""
    assert evidence.replay is not None
    stem = evidence.replay.stem
    return frame_before(stem, moment_s(row, evidence)) * frame_s(stem)


def branch_of(row: Row, evidence: Evidence, is_other_way: bool) -> Branch:
    """Return a run as it stands before an event, set so that it comes about as it did, or the other way.

    Parameters
    ----------
    row : mapping
        One of `uncertain_rows`.
    evidence : Evidence
    is_other_way : bool

    Returns
    -------
    Branch
        To go on from, by `engine.forks.go_on` or `fly_forks`.
    """
    assert evidence.replay is not None
    kind, stem = KNOWN[row["event"]], own_arrays(evidence.replay.stem)
    frame = frame_before(stem, moment_s(row, evidence))
    members = evidence.members
    aircraft = members.index(row["aircraft"])
    other = members.index(row["other"]) if row["other"] in members else -1
    if kind.is_drawn_first:
        kind.force(Branch(stem, beginning(stem), aircraft, other), is_other_way)
        return Branch(stem, go_on(stem, beginning(stem), until=frame), aircraft, other)
    branch = Branch(stem, own_copy(evidence.replay.state(frame)), aircraft, other)
    kind.force(branch, is_other_way)
    return branch


def own_arrays(stem: Stem) -> Stem:
    """Return a stem whose arrays are its own, to be changed."""
    setup = stem.setup
    return stem._replace(
        setup=replace(setup, world=copied(setup.world), fleet=setup.fleet.copy(), flights=setup.flights.copy())
    )


def own_copy(state: State) -> State:
    """Return a state whose arrays are its own, to be changed."""
    return state._replace(scratch=copied(state.scratch), log=copied(state.log))
