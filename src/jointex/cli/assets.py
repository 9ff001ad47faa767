"""`jointex calc assets`: the asset question, three structures side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from jointex.cli import options, speech
from jointex.cli.asking import plain_kernels


def add_to(app: typer.Typer) -> None:
    """Add this question to `jointex calc`.

    Parameters
    ----------
    app : Typer
        The group of questions.
    """
    app.command()(assets)


_RANGE = "ACTOR=LOW..HIGH"


def assets(
    value: Annotated[
        float | None, typer.Option("--value", help="At stake, in bn EUR.", show_default="what the EU holds")
    ] = None,
    stance: Annotated[
        str, typer.Option("--stance", help="What Japan does: not-joined, proceeds, principal, infrastructure.")
    ] = "not-joined",
    structure: Annotated[
        list[str] | None,
        typer.Option("--structure", help="bargaining, median or 'status quo'; may be repeated.", show_default="all"),
    ] = None,
    position: Annotated[
        list[str] | None, typer.Option("--position", metavar=_RANGE, help="Where an actor stands, 0 to 100.")
    ] = None,
    salience: Annotated[
        list[str] | None, typer.Option("--salience", metavar=_RANGE, help="How much it cares, 0 to 1.")
    ] = None,
    stake: Annotated[list[str] | None, typer.Option("--stake", metavar=_RANGE, help="Same as --salience.")] = None,
    capability: Annotated[
        list[str] | None, typer.Option("--capability", metavar=_RANGE, help="What it can bring to bear, 0.01 to 10.")
    ] = None,
    draws: Annotated[int, typer.Option("--draws", help="From the ranges.")] = 2000,
    seed: options.Seed = 1,
    as_json: options.Json = False,
) -> None:
    """Ask what is done with Russia's frozen reserves: three structures with ranges, beside what came in December 2025."""
    plain_kernels()
    from dataclasses import asdict

    from jointex.region.asset_asking import ask_assets

    found = ask_assets(
        value,
        stance,
        structure or (),
        position or (),
        capability or (),
        salience or (),
        draws=draws,
        seed=seed,
        stake=stake or (),
    )
    if as_json:
        speech.answer_json(asdict(found))
        return
    speech.answer_line(found.question)
    rows = [
        (
            one.structure,
            f"{one.p50:.0f} ({one.p10:.0f} to {one.p90:.0f})",
            *(
                f"{share:.0%}"
                for share in (one.stay_frozen_fraction, one.proceeds_only_fraction, one.principal_too_fraction)
            ),
            f"{one.principal_p50_bn_eur:.0f} ({one.principal_p10_bn_eur:.0f} to {one.principal_p90_bn_eur:.0f})",
            "hit" if one.holds_outcome else "missed",
        )
        for one in found.outcomes
    ]
    heads = (
        "structure",
        "position, middle 80 %",
        "stay frozen",
        "proceeds only",
        "principal too",
        "bn EUR used",
        "came",
    )
    title = f"{found.value_bn_eur:g} bn EUR at stake, Japan: {stance}; {found.draws:,} draws"
    speech.answer_table(title, heads, rows, (1, 2, 3, 4, 5))
    known = found.known
    speech.answer_line(f"Came on {known['date']}: {known['text']} (position {known['position']:g}; {known['source']})")
    if not found.is_as_then:
        speech.answer_line("The question is asked otherwise than it stood then: hit and missed are no test of it")
    speech.answer_line(
        f"A full cut of Sakhalin-2: {found.cut_per_a:.2g} a year, at most {found.cut_upper_per_a:.2g} (95 %), none seen; "
        f"by this stance up to {found.pressure:g} times that (a bracket)"
    )
    for line in found.assumptions:
        speech.note(line)
