"""`jointex validate`: how true the model is, hits and misses alike."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech


def add_to(app: typer.Typer) -> None:
    """Put this command on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("validate")(validate)


def validate(
    aircraft: Annotated[
        list[str] | None, typer.Option("--aircraft", metavar="ID", help="Only this type; may be repeated.")
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(
            "--write", metavar="FILE.md", help="Write the page of the reference into this file, its picture beside it."
        ),
    ] = None,
    sensitivity: Annotated[
        bool,
        typer.Option("--sensitivity", help="Show on which uncertain inputs range and take-off of each type depend."),
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Compare the model with every published figure that no calibration used, and with other programs."""
    from jointex import validation

    folders = options.own_cards()
    sensitive = validation.dependences(aircraft, folders) if sensitivity or write is not None else ()
    document = validation.document(validation.claims(aircraft, folders), sensitive)
    if write is not None:
        drawn, beside = write.with_suffix(".svg"), write.with_name(f"{write.stem}-kinds.svg")
        write.write_text(validation.page(document, drawn.name), encoding="utf-8")
        drawn.write_text(validation.picture(document), encoding="utf-8")
        beside.write_text(validation.scatter(document), encoding="utf-8")
        speech.note(f"written to {write}, {drawn} and {beside}")
    if as_json:
        speech.answer_json(document)
    else:
        _show(document)
        if sensitivity:
            _show_sensitivity(document["sensitivity"])


def _show_sensitivity(rows: list[dict[str, Any]]) -> None:
    """Show the inputs that matter most."""
    columns = ("aircraft", "answer", "", "spread", "card", "input", "swing", "share")
    lines = [
        (
            row["aircraft"],
            row["answer"],
            f"{speech.number(row['value'])} {row['unit']}",
            f"{row['spread_fraction']:.0%}",
            row["card"],
            f"{row['input']} {row['middle']:g} ({row['low']:g} to {row['high']:g})",
            "-" if row["swing_fraction"] is None else f"{row['swing_fraction']:+.1%}",
            f"{row['share']:.0%}",
        )
        for row in rows
    ]
    speech.answer_table("Inputs that matter most", columns, lines, numbers=(2, 3, 6, 7))


def _show(document: dict[str, Any]) -> None:
    """Show the claims, the misses with their reasons, the other programs."""
    rows = [
        (
            claim["aircraft"],
            claim["figure"],
            {"about": "", "at_least": ">", "at_most": "<"}[claim["bound"]],
            speech.number(claim["published"]),
            speech.number(claim["model"]),
            claim["unit"],
            "-" if claim["error_fraction"] is None else f"{claim['error_fraction']:+.1%}",
            f"{claim['tolerance_fraction']:.0%}",
            claim["verdict"],
            claim["explanation"],
        )
        for claim in document["claims"]
    ]
    columns = ("aircraft", "figure", "", "in print", "model", "unit", "error", "tolerance", "verdict", "why it misses")
    speech.answer_table("", columns, rows, numbers=(3, 4, 6, 7))
    kinds = [
        (
            kind["figure"],
            f"{kind['n_hits']} of {kind['n']}",
            "-" if kind["mean_error_fraction"] is None else f"{kind['mean_error_fraction']:+.1%}",
            "-" if kind["mean_absolute_error_fraction"] is None else f"{kind['mean_absolute_error_fraction']:.1%}",
        )
        for kind in document["kinds"]
    ]
    speech.answer_table("By kind", ("figure", "hits", "mean error", "mean size of error"), kinds, numbers=(1, 2, 3))
    if document["n_judged"]:
        speech.answer_line(f"{document['n_hits']} of {document['n_judged']} hit ({document['hit_fraction']:.0%}).")
    programs = [
        (check["program"], check["quantity"], speech.number(check["largest_error_fraction"], 9), check["verdict"])
        for check in document["programs"]
    ]
    speech.answer_table("Other programs", ("program", "quantity", "largest error", "verdict"), programs, numbers=(2,))
