"""Runs in which a user's tactics decide for a flight: flown to its presentations, then frame by frame."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.engine.guests.child import CONTACT, OWN
from jointex.engine.guests.guest import Guest
from jointex.engine.guests.views import MOST_CONTACTS, give_orders, see, who_is_guided
from jointex.engine.logging import Log
from jointex.fleet.log import Task
from jointex.kernel import JIT_ON

_flyings = itertools.count()


@dataclass(frozen=True)
class Guided:
    """A flight whose tactics are a user's.

    Attributes
    ----------
    number : int
        Of the flight.
    flight : str
    path : Path
        The tactics file.
    members : tuple of str
        Names of its aircraft.
    first : int
        Number of the first of them.
    began : numpy.datetime64
        Start of the scenario, for messages.
    """

    number: int
    flight: str
    path: Path
    members: tuple[str, ...]
    first: int
    began: np.datetime64


def fly_guided(setup: Any, day: NDArray[np.float64], scratch: Any, log: Log, first_run: int, call: Any) -> int:
    """Fly consecutive runs, asking the tactics of guided flights for orders at the start of every frame they fight in.

    Parameters
    ----------
    setup : engine.setup.Setup
        With `guided`; its world has the weather of these runs.
    day : array (n_runs, n_altitudes, 2)
    scratch : Scratch
    log : Log
    first_run : int
    call : callable
        `engine.ensemble.call`.

    Returns
    -------
    int
        Frames flown.

    Raises
    ------
    InputError
        If tactics raise, loop or say nonsense.
    """
    n_aircraft, n_frames = len(setup.fleet), 0
    with ExitStack() as stack:
        guests = [stack.enter_context(closing(Guest(one.path, one.flight))) for one in setup.guided]
        for index in range(len(day)):
            own = slice(index, index + 1)
            rows = slice(index * n_aircraft, (index + 1) * n_aircraft)
            world = setup.world._replace(gates=setup.world.gates[own], spares=setup.world.spares[own])
            one = _Run(replace(setup, world=world), day[own], scratch, log._replace(tallies=log.tallies[rows]), call)
            n_frames += one.fly(first_run + index, guests, next(_flyings))
    return n_frames


class _Run:
    """One run in the making."""

    def __init__(self, setup: Any, day: NDArray[np.float64], scratch: Any, log: Log, call: Any) -> None:
        self.setup, self.day, self.scratch, self.log, self.call = setup, day, scratch, log, call
        self.frame_s = float(setup.world.settings["frame_s"][0])
        self.frame = -1

    def fly(self, run: int, guests: list[Guest], flying: int) -> int:
        """Fly it to its end; return the frames."""
        first = self.frame
        for from_s, until_s in self.windows():
            self.go(run, math.floor(from_s / self.frame_s))
            while self.frame * self.frame_s < until_s and self.is_running():
                self.ask(run, guests, flying)
                self.go(run, self.frame + 1)
        self.go(run, None)
        return self.frame - first

    def windows(self) -> Iterator[tuple[float, float]]:
        """Yield from when to when presentations with guided flights may be on, in order and apart [s]."""
        combat = self.setup.world.combat
        guided = {int(part["presentation"]) for part in combat.cast if part["is_guided"]}
        spans = sorted(
            (float(combat.presentations["on_s"][p]), float(combat.presentations["off_s"][p])) for p in guided
        )
        begin, end = -math.inf, -math.inf
        for on_s, off_s in spans:
            if on_s > end > -math.inf:
                yield begin, end
            begin, end = (on_s if on_s > end else begin), max(end, off_s)
        if end > -math.inf:
            yield begin, end

    def is_running(self) -> bool:
        """Return whether anything is left to fly."""
        return bool(np.any(self.scratch.fleet["task"] < Task.DOWN))

    def go(self, run: int, until: int | None) -> None:
        """Fly on to the end of a frame, or of the run."""
        if until is not None and until <= self.frame:
            return
        settings = self.setup.world.settings.copy()
        settings["is_going_on"], settings["from_frame"] = self.frame >= 0, max(0, self.frame)
        if until is not None:
            settings["end_s"] = np.minimum(settings["end_s"], until * self.frame_s)
            settings["is_cut"] = 1
        setup = replace(self.setup, world=self.setup.world._replace(settings=settings))
        flown = self.call(setup, self.day, self.scratch, self.log, run)
        self.frame = until if until is not None else max(self.frame, 0) + flown

    def ask(self, run: int, guests: list[Guest], flying: int) -> None:
        """Ask every guest whose fighters are in a presentation, and write their orders down."""
        scratch, time_s = self.named(), self.frame * self.frame_s
        flags = np.zeros(len(scratch.fleet), np.int64)
        if who_is_guided(scratch.fleet, scratch.fight.fighters, scratch.fight, flags) == 0:
            return
        seed = int(self.setup.world.settings["seed"][0])
        for one, guest in zip(self.setup.guided, guests, strict=True):
            n = len(one.members)
            own, contacts = np.zeros((n, len(OWN))), np.zeros((n, MOST_CONTACTS, len(CONTACT)))
            counts = np.zeros(n, np.int64)
            combat = self.setup.world.combat
            combat = combat if JIT_ON else combat._replace(classes=combat.classes.view(np.recarray))
            seen = see(
                scratch.fleet,
                scratch.fight,
                combat,
                scratch.senses,
                scratch.sky,
                flags,
                one.number,
                own,
                contacts,
                counts,
                time_s,
            )
            if seen == 0:
                continue
            at = [i for i in range(one.first, one.first + n) if flags[i]]
            names = [one.members[i - one.first] for i in at]
            clock = f"{one.began + np.timedelta64(round(time_s), 's')}Z"
            orders = guest.decide(flying, run, seed, names, own[:seen], contacts[:seen], counts[:seen], clock)
            give_orders(scratch.fleet, scratch.fight, np.array(at), orders)

    def named(self) -> Any:
        """Return the working arrays as kernels take them."""
        if JIT_ON:
            return self.scratch
        from jointex.engine.ensemble import named_scratch

        return named_scratch(self.scratch)
