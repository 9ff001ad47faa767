"""`jointex run`, `plan` and `fly`: a scenario in, a plan or a run folder out."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, pages, speech
from jointex.cli.breaking import show_broken
from jointex.cli.progress import ProgressReport, SearchReport
from jointex.errors import Fault, QuestionError, SwapError

INFEASIBLE_IS_BAD = 2


def add_to(app: typer.Typer) -> None:
    """Put these commands on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("run")(run)
    app.command("plan")(plan)
    app.command("fly")(fly)


def run(
    scenario: options.Scenario,
    runs: options.Runs = 100,
    seed: options.Seed = 1,
    out: options.Out = None,
    workers: options.Workers = None,
    executor: options.Executor = "threads",
    resume: options.Resume = False,
    swap: options.Swap = None,
    limits: options.Limits = None,
    as_json: options.Json = False,
) -> None:
    """Plan an exercise, fly it many times, measure it and write the report."""
    _fly(
        scenario,
        as_json,
        True,
        runs=runs,
        seed=seed,
        out=out,
        workers=workers,
        executor=executor,
        resume=resume,
        swap=swap,
        limits=limits,
    )


def fly(
    scenario: options.Scenario,
    runs: options.Runs = 100,
    seed: options.Seed = 1,
    out: options.Out = None,
    workers: options.Workers = None,
    executor: options.Executor = "threads",
    resume: options.Resume = False,
    swap: options.Swap = None,
    limits: options.Limits = None,
    as_json: options.Json = False,
) -> None:
    """Fly an exercise and measure it, without the report."""
    _fly(
        scenario,
        as_json,
        False,
        runs=runs,
        seed=seed,
        out=out,
        workers=workers,
        executor=executor,
        resume=resume,
        swap=swap,
        limits=limits,
    )


def _fly(
    scenario: str, as_json: bool, with_report: bool, *, out: Path | None, swap: list[str] | None, **settings: Any
) -> None:
    """Fly a scenario into its run folder and show what came of it."""
    if out is not None:
        check_folder(out)
    from jointex import api

    began_s = time.monotonic()
    loaded = api.load(scenario)
    folder = out if out is not None else Path("out") / loaded.id
    check_folder(folder)
    tell_of_first_use("planning", "engine")
    with ProgressReport(f"flying {loaded.id}", "runs") as progress:
        try:
            folder = api.run(
                loaded, out=folder, report=with_report, progress=progress, swap=tuple(swap or ()), **settings
            )
        except SwapError as error:
            answer_impossible(loaded.id, swap or (), error, as_json)
            return
        except KeyboardInterrupt:
            raise speech.Stopped(_what_is_kept(progress, folder)) from None
    document = pages.outcome(folder)
    if as_json:
        speech.answer_json(document)
    else:
        pages.show_outcome(document, time.monotonic() - began_s)


def answer_impossible(scenario: str, swap: Sequence[str], error: SwapError, as_json: bool) -> None:
    """Answer that an exercise with a swap cannot be, and why: a result, not an error.

    Parameters
    ----------
    scenario : str
        Id of the exercise.
    swap : sequence of str
        What was asked for.
    error : SwapError
        Rules that the swapped exercise breaks.
    as_json : bool
        Whether a machine reads it.
    """
    reasons = [str(fault) for fault in error.faults]
    if as_json:
        speech.answer_json({"scenario": scenario, "swap": list(swap), "feasible": False, "faults": reasons})
        return
    speech.answer_line(f"{scenario} with {', '.join(swap)}: such an exercise cannot be.")
    for reason in reasons:
        speech.answer_line(f"because: {reason}")


def check_folder(folder: Path) -> None:
    """Refuse a folder for results that cannot be made, before an hour is flown for it.

    Parameters
    ----------
    folder : Path
        Need not be there.

    Raises
    ------
    QuestionError
        If a file has that name, or it cannot be made or written.
    """
    for place in (folder, *folder.absolute().parents):
        try:
            mode = place.stat().st_mode
        except FileNotFoundError:
            if place.is_symlink():
                raise _no_folder(folder, f"{place} is a link to nothing") from None
            continue
        except (OSError, ValueError) as error:
            raise _no_folder(folder, getattr(error, "strerror", None) or str(error)) from None
        if not stat.S_ISDIR(mode):
            if place == folder:
                raise QuestionError(Fault("must be a folder; a file has that name", "--out", value=str(folder)))
            raise _no_folder(folder, f"{place} is a file")
        if not os.access(place, os.W_OK | os.X_OK):
            raise _no_folder(folder, f"{place} may not be written")
        return


def _no_folder(folder: Path, reason: str) -> QuestionError:
    """Return the error for a run folder that cannot be made."""
    return QuestionError(Fault("must be a folder that can be made and written", "--out", value=f"{folder} ({reason})"))


def tell_of_first_use(*groups: str) -> None:
    """Say that there is something to wait for, where loops have to be compiled first.

    Parameters
    ----------
    *groups : str
        Groups of loops: `planning`, `engine`.
    """
    from jointex.api.first_use import is_ready

    if not all(is_ready(group) for group in groups):
        speech.note("first use of this version here: compiling, once; this takes a minute or two")


def _what_is_kept(progress: ProgressReport, folder: Path) -> str:
    """Return what a stopped command leaves behind, as a sentence."""
    if progress.done and folder.is_dir():
        return f"stopped: {progress.done} of {progress.total} runs are kept in {folder}; --resume flies the rest"
    return f"stopped before a run was finished; nothing new in {folder}"


def plan(
    scenario: options.Scenario,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Also write scenario.yaml and plan.json to this folder.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 2 if the plan cannot hold.")] = False,
    break_it: Annotated[
        bool,
        typer.Option(
            "--break-it", help="Also find the smallest single failure that strands somebody or breaks the plan."
        ),
    ] = False,
    swap: options.Swap = None,
    as_json: options.Json = False,
) -> None:
    """Plan an exercise: routes, timeline, fuel ladder, conflicts and the ways out of them."""
    if out is not None:
        check_folder(out)
    from jointex import api
    from jointex.planning.tankers.sheet import search_times_s

    try:
        loaded = api.load(scenario, swap=tuple(swap or ()))
    except SwapError as error:
        answer_impossible(scenario, swap or (), error, as_json)
        if strict:
            raise typer.Exit(INFEASIBLE_IS_BAD) from None
        return
    tell_of_first_use("planning", *(("engine",) if break_it else ()))
    with SearchReport(f"planning {loaded.id}") as search:
        made = api.plan(loaded, search)
    document, broken = made.to_json(), None
    if break_it:
        with ProgressReport(f"breaking {loaded.id}", "failures") as progress:
            broken = api.break_it(made, progress)
        document["break_it"] = broken
    if out is not None:
        api.write_plan(made, out, broken)
    if as_json:
        speech.answer_json(document)
    else:
        pages.show_plan(document, search_times_s(made.tankers))
        if swap:
            pages.show_notes(loaded.source.notes)
        if broken is not None:
            show_broken(broken)
    if strict and not document["feasible"]:
        raise typer.Exit(INFEASIBLE_IS_BAD)
