"""The measurements of `jointex bench`, made and put into one document."""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from jointex import planning, scenario
from jointex.bench import engine, limit, peers
from jointex.bench.machine import machine
from jointex.bench.moments import fleet_of
from jointex.bench.phases import N_AIRCRAFT, phases
from jointex.engine.setup import FRAME_S
from jointex.errors import Fault, QuestionError
from jointex.planning import Plan

SCENARIO = "sea-of-japan"
COUNTS: tuple[int, ...] = (8, 100, 1000, 10_000)
"""Aircraft; the answer has a ratio for each of them, null where it was not measured."""
QUICK_COUNTS: tuple[int, ...] = (8, 1000)
REPEATS, FEW_REPEATS = 5, 3
WATCHED, WATCHED_STEP_S = 1000, 1.0
"""Aircraft, and the step of both programs [s], where BlueSky looks for conflicts too."""
LARGE = 5000
"""Fleets from this size on are measured `FEW_REPEATS` times: one flight takes many seconds."""
MOST_AIRCRAFT = 20_000
"""A fleet of this size takes 2 GB."""


@dataclass
class Figures:
    """What one program reached, by the number of aircraft: every repeat."""

    about: dict[str, Any] = field(default_factory=dict)
    rates: dict[int, list[float]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return medians by the number of aircraft, the spread of the repeats, and what was measured."""
        medians = {str(count): statistics.median(rates) for count, rates in self.rates.items()}
        spread = {
            str(count): {"low": min(rates), "high": max(rates), "n": len(rates)} for count, rates in self.rates.items()
        }
        return {**self.about, **medians, "repeats": spread}


def counts_of(text: str) -> tuple[int, ...]:
    """Return the numbers of aircraft that a user named.

    Parameters
    ----------
    text : str
        Such as `8,100`.

    Returns
    -------
    tuple of int
        In ascending order, each once.

    Raises
    ------
    QuestionError
        If any is no whole number from 1 to `MOST_AIRCRAFT`: every fault at once.
    """
    words = [word.strip() for word in text.split(",")]
    rule = f"must be whole numbers of aircraft from 1 to {MOST_AIRCRAFT:,}, with commas between them"
    faults = [Fault(rule, "--aircraft", value=word or "nothing") for word in words if not _is_count(word)]
    if faults:
        raise QuestionError(faults)
    return tuple(sorted({int(word) for word in words}))


def _is_count(word: str) -> bool:
    """Return whether a word is a number of aircraft that can be flown."""
    return (
        word.isascii() and word.isdecimal() and len(word) <= len(str(MOST_AIRCRAFT)) and 1 <= int(word) <= MOST_AIRCRAFT
    )


def bench(
    counts: Sequence[int] = COUNTS,
    python: str = "",
    is_quick: bool = False,
    exercise: str = SCENARIO,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Measure the engine, and other programs beside it.

    Parameters
    ----------
    counts : sequence of int
        Numbers of aircraft.
    python : str
        The Python that the other programs are installed for; they are left out if empty.
    is_quick : bool
        Fewer repeats.
    exercise : str
        The scenario that is repeated until there are enough aircraft.
    progress : callable
        Called with measurements made and measurements in all; large fleets count more than once.

    Returns
    -------
    dict
        `machine`, `jointex`, `bluesky`, `ratio`, `separation`, `jsbsim`, `openap`, `limit`, `phases`, `absent`; a program
        that is not there is null, and `absent` says why.
    """
    repeats = FEW_REPEATS if is_quick else REPEATS
    many = {count: min(repeats, FEW_REPEATS) if count >= LARGE else repeats for count in counts}
    plan = planning.make_plan(scenario.load(exercise))
    step = _Steps(sum(_weight(count) * n for count, n in many.items()) + (2 + _weight(WATCHED)) * repeats, progress)
    engine.Fleet(plan, 1).rate()
    ours = Figures(
        {"version": machine()["jointex"], "unit": peers.BLUESKY.unit, "does": engine.DOES, "counts": engine.COUNTS}
    )
    table = _Table(python)
    for count in counts:
        ours.rates[count] = _in_turns(plan, count, many[count], table, is_smallest=count == min(counts), step=step)
    separation = _separation(plan, repeats, table, step)
    parts, unexplained = phases(plan, repeats, step)
    limits = _limits(plan, repeats, step)
    bluesky = table.document(peers.BLUESKY)
    asked = sorted({*COUNTS, *counts})
    return {
        "machine": machine(),
        "jointex": ours.document(),
        "bluesky": bluesky,
        "ratio": {str(count): _ratio(ours.document(), bluesky, str(count)) for count in asked},
        "separation": separation,
        "jsbsim": table.document(peers.JSBSIM),
        "openap": table.document(peers.OPENAP),
        "limit": limits,
        "phases": {
            "aircraft": N_AIRCRAFT,
            "unit": peers.BLUESKY.unit,
            "unexplained_fraction": unexplained,
            "rows": [asdict(part) for part in parts],
        },
        "absent": table.absent,
    }


def _weight(count: int) -> int:
    """Return what one measurement of a fleet counts for the progress."""
    return 1 + count // 1000


class _Steps:
    """Counts measurements for the progress, large fleets more than once."""

    def __init__(self, total: int, progress: Callable[[int, int], None]) -> None:
        self.done, self.total, self.progress = 0, total, progress

    def __call__(self, weight: int = 1) -> None:
        """Note that a measurement of some weight is made."""
        self.done += weight
        self.progress(self.done, self.total)


class _Table:
    """The other programs, what they reached, and why some are not there."""

    def __init__(self, python: str) -> None:
        self.python = python
        self.figures: dict[str, Figures] = {}
        self.absent: dict[str, str] = {}
        if not python:
            self.absent = {one.id: "left out" for one in peers.PROGRAMS}

    def start(self, program: peers.Program, fleet: Mapping[str, Any]) -> peers.Peer | None:
        """Start a program, or note why it cannot be."""
        if program.id in self.absent:
            return None
        try:
            peer = peers.Peer(program, self.python, fleet)
        except peers.Unusable as reason:
            self.absent[program.id] = str(reason)
            return None
        about = {"version": str(peer.about.get("version", "?")), "unit": program.unit}
        self.figures.setdefault(program.id, Figures({**about, "does": program.does, "counts": program.counts}))
        return peer

    def measure(self, peer: peers.Peer, count: int) -> None:
        """Let a program make one measurement, or note why it cannot."""
        if peer.program.id in self.absent:
            return
        try:
            self.figures[peer.program.id].rates.setdefault(count, []).append(peer.rate())
        except peers.Unusable as reason:
            self.figures[peer.program.id].rates.pop(count, None)
            self.absent[peer.program.id] = str(reason)

    def document(self, program: peers.Program) -> dict[str, Any] | None:
        """Return what a program reached, or None."""
        figures = self.figures.get(program.id)
        return figures.document() if figures is not None and figures.rates else None


def _in_turns(plan: Plan, count: int, repeats: int, table: _Table, is_smallest: bool, step: _Steps) -> list[float]:
    """Measure the engine and the other programs in turns and return the engine's rates."""
    flown = engine.Fleet(plan, count)
    rates = [flown.rate()]
    step(_weight(count))
    fleet = fleet_of(flown.tracks, count)
    programs = (peers.BLUESKY, peers.OPENAP, *([peers.JSBSIM] if is_smallest else []))
    with contextlib.ExitStack() as stack:
        started = [peer for program in programs if (peer := table.start(program, fleet)) is not None]
        for peer in started:
            stack.enter_context(peer)
        for _ in range(repeats - 1):
            for peer in started:
                table.measure(peer, count)
            rates.append(flown.rate())
            step(_weight(count))
        for peer in started:
            table.measure(peer, count)
    return rates


def _separation(plan: Plan, repeats: int, table: _Table, step: _Steps) -> dict[str, Any]:
    """Return what both programs reach when both look at the distances of all aircraft in every step of the same length."""
    flown = engine.Fleet(plan, WATCHED, frame_s=WATCHED_STEP_S)
    ours = Figures(
        {"unit": peers.BLUESKY.unit, "does": engine.DOES, "counts": engine.COUNTS}, {WATCHED: [flown.rate()]}
    )
    peer = table.start(peers.BLUESKY_CONFLICTS, fleet_of(flown.tracks, WATCHED))
    with contextlib.nullcontext() if peer is None else peer:
        for _ in range(repeats):
            if peer is not None:
                table.measure(peer, WATCHED)
            ours.rates[WATCHED].append(flown.rate())
            step(_weight(WATCHED))
    own, bluesky = ours.document(), table.document(peers.BLUESKY_CONFLICTS)
    ratio = _ratio(own, bluesky, str(WATCHED))
    return {"aircraft": WATCHED, "step_s": WATCHED_STEP_S, "jointex": own, "bluesky": bluesky, "ratio": ratio}


def _ratio(ours: Mapping[str, Any], theirs: Mapping[str, Any] | None, count: str) -> float | None:
    """Return how many times as many aircraft-seconds the engine flies."""
    if theirs is None or count not in ours or count not in theirs:
        return None
    return float(ours[count]) / float(theirs[count])


def _limits(plan: Plan, repeats: int, step: Callable[[], None]) -> dict[str, Any]:
    """Return what bare steps reach, and what a frame of the exercise costs in them, both as small fleets that fit the cache."""
    in_one = sum(flight.count for flight in plan.flights)
    one_exercise, in_seconds = engine.Fleet(plan, in_one), engine.Fleet(plan, in_one, frame_s=1.0)
    own, toy, whole, fine = [], [], [], []
    for _ in range(repeats):
        own.append(limit.steps_per_cpu_s(limit.fly_own, limit.aircraft(plan)))
        toy.append(limit.steps_per_cpu_s(limit.fly_toys, limit.toys()))
        whole.append(one_exercise.rate())
        fine.append(in_seconds.rate())
        step()
    costs = [bare * FRAME_S / rate for bare, rate in zip(own, whole, strict=True)]
    return {
        "unit": "aircraft-steps per CPU-second",
        "own_physics": statistics.median(own),
        "toy_point_mass": statistics.median(toy),
        "frame_s": FRAME_S,
        "bare_steps_per_frame": statistics.median(costs),
        "engine_in_frames_of_1_s": statistics.median(fine),
    }
