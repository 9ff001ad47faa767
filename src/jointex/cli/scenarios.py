"""`jointex scenarios`, `new` and `schema`: what can be flown, and how to write one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jointex.cli import options, speech
from jointex.errors import Fault, QuestionError


def add_to(app: typer.Typer) -> None:
    """Put these commands on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("scenarios")(scenarios)
    app.command("new")(new)
    app.command("schema")(schema)


def scenarios(as_json: options.Json = False) -> None:
    """List the scenarios that come with Jointex."""
    from jointex import scenario as room

    shipped = [room.load(name) for name in room.names()]
    if as_json:
        speech.answer_json([{"id": one.id, "title": one.title, "summary": one.summary} for one in shipped])
    else:
        speech.answer_table("", ("id", "title", "summary"), [(one.id, one.title, one.summary) for one in shipped])


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Id of the new scenario, such as my-exercise.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="File to write.", show_default="NAME.yaml")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Write a commented scenario to start from; it runs as it is."""
    from jointex import scenario as room

    text = room.starter(name)
    path = Path(f"{name}.yaml") if out is None else out
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise QuestionError(Fault("must not exist yet: nothing is overwritten", "--out", value=str(path))) from None
    if as_json:
        speech.answer_json({"file": str(path)})
    else:
        speech.answer_line(f"{path}: edit it, then `jointex run {path}`")


def schema(as_json: options.Json = True) -> None:
    """Print the JSON Schema of a scenario file, for an editor that completes and checks."""
    from jointex import scenario as room

    speech.answer_json(room.schema())
