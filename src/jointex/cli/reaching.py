"""`jointex calc reach`: who of a force can be over a place in time, alone and with tankers, and what one more unit buys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.asking import plain_kernels
from jointex.errors import Fault, QuestionError

if TYPE_CHECKING:
    from jointex.reach import Answer, Force, Spent, Terms, Unit


def add_to(app: typer.Typer) -> None:
    """Add this question to `jointex calc`.

    Parameters
    ----------
    app : Typer
        The group of questions.
    """
    app.command()(reach)


def reach(
    place: Annotated[str, typer.Option("--place", help="ICAO code, card id or name, or LAT,LON in degrees.")],
    within_min: Annotated[float, typer.Option("--within-min", help="From the order to being there, in min.")] = 90.0,
    station_min: Annotated[float, typer.Option("--station-min", help="Time to stay, in min.")] = 30.0,
    year: Annotated[int, typer.Option("--year", help="Year of the counts.")] = 2026,
    ready: Annotated[float, typer.Option("--ready", help="Share of aircraft that are ready, 0 to 1.")] = 0.6,
    alert_min: Annotated[float, typer.Option("--alert-min", help="From the order to taxi, in min.")] = 15.0,
    force: Annotated[
        Path | None,
        typer.Option("--force", metavar="FILE", help="Units by year.", show_default="fighters and tankers in Japan"),
    ] = None,
    nation: Annotated[
        list[str] | None,
        typer.Option("--nation", help="Its units alone, such as JP; may be repeated.", show_default="all of the force"),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="COUNT:AIRCRAFT:NATION:BASE", help="A unit more; what it buys is told."),
    ] = None,
    sums: Annotated[
        list[str] | None,
        typer.Option("--spend", metavar="BN_YEN:AIRCRAFT:NATION:BASE", help="What a sum buys, as a unit more."),
    ] = None,
    map_file: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Draw the minutes all around, as .html, .svg or .png."),
    ] = None,
    at_least: Annotated[int, typer.Option("--at-least", help="Aircraft that must be there, for the map.")] = 6,
    and_year: Annotated[
        int | None, typer.Option("--and-year", help="A second year beside, for the map.", show_default="5 years on")
    ] = None,
    around_nm: Annotated[float, typer.Option("--around-nm", help="Shown around the place, in NM.")] = 800.0,
    as_json: options.Json = False,
) -> None:
    """Find who can be over a place in time and stay: alone, with tankers, by year, and what one more unit buys."""
    plain_kernels()
    _check_map(map_file)
    from dataclasses import asdict

    from jointex.reach import LAST_YEAR, Terms, read_force, spend, unit_of
    from jointex.reach import reach as answer

    folders = options.own_cards()
    whole = read_force(force, folders)
    bought = [spend(whole, text) for text in sums or ()]
    added = [*(add or ()), *(text for text, _ in bought)]
    units = [unit_of(text, number, folders) for number, text in enumerate(added, start=1)]
    whole = whole.of(nation) if nation else whole
    found = answer(
        whole,
        place,
        within_min=within_min,
        station_min=station_min,
        year=year,
        ready=ready,
        alert_min=alert_min,
        added=units,
        folders=folders,
    )
    drawn = None
    if map_file is not None:
        terms = Terms(at_least, station_min, ready, alert_min)
        more = [(text, unit) for text, unit in zip(added, units, strict=True)] or whole.more
        years = (year, min(year + 5, LAST_YEAR) if and_year is None else and_year)
        drawn = _draw(whole, more, place, years, terms, around_nm, map_file, folders)
    if as_json:
        money = [asdict(spent) for _, spent in bought]
        speech.answer_json({**asdict(found), "spent": money, **({} if drawn is None else {"map": drawn})})
        return
    _show_who(found)
    for _, spent in bought:
        _show_spent(spent, found)
    if drawn is not None:
        _show_map(drawn, place)
    for line in drawn["assumptions"] if drawn else found.assumptions:
        speech.note(line)


def _show_who(found: Answer) -> None:
    """Show who can be there, unit by unit, and what each unit more buys."""
    speech.answer_line(
        f"{found.alone} aircraft over {found.place} in time by their own fuel, {found.with_tankers} with tankers"
    )
    rows = [
        (
            row.unit,
            f"{row.ready} of {row.count} " + (f"{row.type}, flown as {row.aircraft}" if row.type else row.aircraft),
            row.base,
            row.takeoff,
            f"{row.distance_nm:,.0f}",
            f"{row.time_min:,.0f}",
            f"{row.radius_nm:,.0f}",
            str(row.alone),
            str(row.with_tankers),
            ", ".join(row.tankers) or "-",
        )
        for row in found.rows
    ]
    columns = ("unit", "ready", "base", "take-off", "NM", "min", "alone NM", "alone", "with tankers", "tankers")
    when = f"{found.year}" if found.counts_year == found.year else f"{found.year}, by the counts of {found.counts_year}"
    speech.answer_table(f"Who can be there, {when}", columns, rows, numbers=(4, 5, 6, 7, 8))
    for note in found.notes:
        speech.answer_line(note[0].upper() + note[1:] + ".")
    for name, (alone, with_tankers) in found.bought.items():
        speech.answer_line(f"{name} buys {alone} more alone, {with_tankers} more with tankers")


def _show_spent(spent: Spent, found: Answer) -> None:
    """Show what a sum buys, and how much of a year's budget it is."""
    share = ""
    if found.budget is not None:
        share = f", {spent.bn_yen / found.budget / 10.0:.1f} % of the budget of {found.budget_year}"
        share += f" ({found.budget_source})" if found.budget_source else ""
    kept = "" if spent.kept is None else f"; kept for thirty years, {spent.kept}"
    price = spent.price
    speech.answer_line(
        f"{spent.bn_yen:g} bn yen{share}, buys {spent.count} {spent.aircraft} ({spent.fewest} to {spent.most}){kept}. "
        f"One costs {price.low_bn_yen:g} to {price.high_bn_yen:g} bn yen ({price.status}: {price.source})"
    )


def _check_map(path: Path | None) -> None:
    """Refuse a map that cannot be written, before anything is worked out."""
    if path is None:
        return
    if path.suffix.lower() not in (".html", ".svg", ".png"):
        raise QuestionError(Fault("must end in .html, .svg or .png", "--map", value=str(path)))
    if not path.parent.is_dir():
        raise QuestionError(Fault("must lie in a folder that is there", "--map", value=str(path)))


def _draw(
    force: Force,
    more: Sequence[tuple[str, Unit]],
    place: str,
    years: Sequence[int],
    terms: Terms,
    around_nm: float,
    path: Path,
    folders: Sequence[Path],
) -> dict[str, Any]:
    """Write the map and return its figures."""
    from jointex.report.reachpage import map_reach, write_reach_map

    speech.note("drawing the map: some seconds")
    svg, document = map_reach(force, more, place, tuple(dict.fromkeys(years)), terms, around_nm, folders)
    write_reach_map(path, svg, document, force, place)
    return {"file": str(path), **document}


def _show_map(drawn: Mapping[str, Any], place: str) -> None:
    """Show the figures of the map."""

    def minutes(value: float | None) -> str:
        return "never" if value is None else f"{value:.0f}"

    limits = list(drawn["panels"][0]["within_km2"])
    rows = [
        (
            str(one["year"]),
            one["way"],
            minutes(one["place_min"]),
            *(f"{one['within_km2'][limit] / 1e6:.2f}" for limit in limits),
            f"{one['reached_km2'] / 1e6:.2f}",
        )
        for one in drawn["panels"]
    ]
    title = f"Until {drawn['at_least']} aircraft are there: min to {place}, and ground answered on the map, million km2"
    heads = ("year", "how", "min", *(f"in {limit} min" for limit in limits), "ever")
    speech.answer_table(title, heads, rows, numbers=range(2, 4 + len(limits)))
    rows = [
        (
            one["name"],
            f"{minutes(one['place_min_before'])} -> {minutes(one['place_min'])}",
            *(f"{one['gained_km2'][limit] / 1e3:+,.0f}" for limit in limits),
            f"{one['helped_km2'] / 1e3:,.0f}",
            minutes(one["saved_there_min"]),
        )
        for one in drawn["bought"]
    ]
    if rows:
        title = f"What one unit more buys, each alone, {drawn['panels'][0]['year']}: thousand km2 more answered in time"
        heads = ("what", "min to place", *(f"in {limit} min" for limit in limits), "saves over", "min there")
        speech.answer_table(title, heads, rows, numbers=range(1, 4 + len(limits)))
    speech.answer_line(f"Look at {drawn['file']}")
