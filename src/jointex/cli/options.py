"""Options that several commands share, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jointex.errors import Fault, QuestionError

Scenario = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario (`jointex scenarios`) or a file.")
]
Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON document on stdout.")]
Runs = Annotated[int, typer.Option("--runs", min=1, max=10_000_000, help="How many times the exercise is flown.")]
Seed = Annotated[
    int, typer.Option("--seed", min=0, max=2**63 - 1, help="Same seed, same runs, on any number of workers.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Run folder.", show_default="out/SCENARIO")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, max=1024, help="Threads or processes.", show_default="all cores")
]
Executor = Annotated[str, typer.Option("--executor", metavar="KIND", help="threads, processes or dask://HOST:PORT.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Keep the runs the folder already holds and fly the missing ones.")
]
Limits = Annotated[
    int | None,
    typer.Option(
        "--limits",
        metavar="N",
        min=0,
        max=10_000_000,
        help="Runs flown once more with each factor perfect, to tell what limited the objectives; 0 for none.",
        show_default="as 300 runs allow",
    ),
]
Swap = Annotated[
    list[str] | None,
    typer.Option("--swap", metavar="A=B", help="Fly it with B in place of A, such as F-35B=F-35A; may be repeated."),
]


def existing_folder(path: Path, option: str) -> Path:
    """Return a folder that is there.

    Parameters
    ----------
    path : Path
        What the user named.
    option : str
        The option it came with, for the message.

    Returns
    -------
    Path

    Raises
    ------
    QuestionError
        If it is not there, or is a file.
    """
    if not path.is_dir():
        raise QuestionError(Fault("must be a folder that is there", option, value=str(path)))
    return path


def own_cards() -> tuple[Path, ...]:
    """Return the folder `cards` beside the user, if it is one of cards.

    Returns
    -------
    tuple of Path
        One folder or none.
    """
    from jointex.cards import KINDS

    here = Path("cards")
    return (here,) if any((here / kind).is_dir() for kind in (*KINDS, "noise")) else ()
