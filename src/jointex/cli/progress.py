"""How far a long command has come: a bar with rate and time left on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from jointex.cli import speech

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID
    from rich.status import Status

QUIET_S = 1.0
"""Shorter work shows nothing."""
LINE_EVERY_S = 10.0
"""Between two plain lines, so that a log stays readable."""


class ProgressReport:
    """Shows how many of the pieces of a task are done; call it with the count, as `jointex.api` does.

    Parameters
    ----------
    title : str
        What is being done, such as `flying sea-of-japan`.
    unit : str
        What is counted, in the plural, such as `runs`.
    """

    def __init__(self, title: str, unit: str) -> None:
        self.title = title
        self.unit = unit
        self.done = 0
        self.total: int | None = None
        self._lock = threading.Lock()
        self._line_s = time.monotonic()
        self._first: tuple[int, float] | None = None
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._is_over = False
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._timer = threading.Timer(QUIET_S, self._start_bar)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._bar is not None:
                self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Note that `done` of `total` pieces are finished."""
        with self._lock:
            self.done, self.total = done, total
            if self._first is None:
                self._first = (done, time.monotonic())
            if self._bar is not None and self._task is not None:
                self._bar.update(self._task, description=self.title, completed=done, total=total, pace=self._pace())
            elif self._timer is None:
                self._line()

    def seek(self, step: Step) -> None:
        """Note how far the search for a plan is, before the first piece is begun."""
        with self._lock:
            words = f"{self.title}: {search_words(step)}"
            if self._bar is not None and self._task is not None:
                self._bar.update(self._task, description=words)
            elif self._timer is None and time.monotonic() - self._line_s >= LINE_EVERY_S:
                self._line_s = time.monotonic()
                speech.note(words)

    def _start_bar(self) -> None:
        """Open the bar, once the work has proved to be long."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        with self._lock:
            if self._is_over:
                return
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[pace]}"),
            )
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self.title, total=self.total, completed=self.done, pace=self._pace())
            self._bar.start()

    def _pace(self) -> str:
        """Return unit, rate and time left as text; the wait for the first piece is mostly the compiler's and tells nothing."""
        if self._first is None or self.total is None or self.done <= self._first[0]:
            return self.unit
        rate = (self.done - self._first[0]) / max(time.monotonic() - self._first[1], 1e-9)
        return f"{self.unit}, {rate:.1f}/s, {speech.clock((self.total - self.done) / rate)} left"

    def _line(self) -> None:
        """Print a plain line if the last one is long enough ago."""
        now_s = time.monotonic()
        if now_s - self._line_s >= LINE_EVERY_S:
            self._line_s = now_s
            speech.note(f"{self.title}: {self.done} of {self.total} {self._pace()}")


class Step(Protocol):
    """How far an objective is: value and bound in `unit`, their distance over the value, seconds since the start."""

    @property
    def objective(self) -> str:
        """What is sought."""

    @property
    def value(self) -> float:
        """Best so far."""

    @property
    def bound(self) -> float:
        """What nothing can better."""

    @property
    def unit(self) -> str:
        """Unit of both."""

    @property
    def gap(self) -> float:
        """Distance of value and bound over the value."""


class SearchReport:
    """Shows how good the best plan is and how good it could be, while both are sought; call it with a `Step`.

    Parameters
    ----------
    title : str
        What is being done, such as `planning sea-of-japan`.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self._status: Status | None = None
        self._began_s = time.monotonic()
        self._line_s = self._began_s

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def __call__(self, step: Step) -> None:
        """Note what was found."""
        now_s = time.monotonic()
        words = f"{self.title}: {search_words(step)}"
        if sys.stderr.isatty():
            if now_s - self._began_s >= QUIET_S:
                self._show(words)
        elif now_s - self._line_s >= LINE_EVERY_S:
            self._line_s = now_s
            speech.note(words)

    def _show(self, words: str) -> None:
        """Put the words on the one line of a terminal that changes."""
        from rich.console import Console
        from rich.markup import escape
        from rich.status import Status

        if self._status is None:
            self._status = Status(escape(words), console=Console(stderr=True))
            self._status.start()
        self._status.update(escape(words))


def search_words(step: Step) -> str:
    """Return objective, value, bound and gap in words.

    Parameters
    ----------
    step : Step

    Returns
    -------
    str
    """
    value, bound = (_amount(one, step.unit) for one in (step.value, step.bound))
    return f"{step.objective} {value}, bound {bound}, gap {step.gap:.1%}"


def _amount(value: float, unit: str) -> str:
    """Return a value with its unit, in the singular for one; seconds as H:MM:SS."""
    if unit == "s":
        return speech.clock(value)
    said = f"{value:,.0f}"
    return f"{said} {unit.removesuffix('s') if said == '1' else unit}"
