"""`jointex calc noise`, `jointex neighbours` and `jointex quiet`: how loud, for whom, and how to make it less."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.asking import AIRCRAFT, plain_kernels, show_answer
from jointex.errors import Fault, QuestionError


def add_to(app: typer.Typer) -> None:
    """Put the question on the list.

    Parameters
    ----------
    app : typer.Typer
        The commands of `jointex calc`.
    """
    app.command("noise")(noise)


def add_commands(app: typer.Typer) -> None:
    """Put the commands on the list.

    Parameters
    ----------
    app : typer.Typer
        The command `jointex`.
    """
    app.command("neighbours")(neighbours)
    app.command("quiet")(quiet)


def noise(
    aircraft: AIRCRAFT,
    state: Annotated[
        str,
        typer.Option(
            "--state",
            metavar="STATE",
            help="takeoff_afterburner, takeoff_military, short_takeoff, cruise, conventional_approach or vertical_landing.",
        ),
    ],
    distance_m: Annotated[float, typer.Option("--distance-m", help="Closest distance, slant, in m.")],
    speed_kt: Annotated[
        float | None, typer.Option("--speed-kt", help="True speed of the pass, in kt.", show_default="that of the card")
    ] = None,
    elevation_deg: Annotated[
        float, typer.Option("--elevation-deg", help="Angle over the horizon at the closest point, in deg.")
    ] = 90.0,
    per_month: Annotated[
        float | None,
        typer.Option("--per-month", help="How many a month: Lden, day-night level and WECPNL of them all."),
    ] = None,
    night_share: Annotated[
        str, typer.Option("--night-share", metavar="40%", help="Of these, from 22 to 7 h.", show_default="0%")
    ] = "",
    evening_share: Annotated[
        str, typer.Option("--evening-share", metavar="10%", help="Of these, from 19 to 22 h.", show_default="0%")
    ] = "",
    as_json: options.Json = False,
) -> None:
    """Find how loud an aircraft is at a distance: greatest level and exposure, by power state, and of so many a month."""
    plain_kernels()
    from jointex import communities

    if per_month is None and (night_share or evening_share):
        hint = "Say how many a month with --per-month."
        raise QuestionError(Fault("needs --per-month", "--night-share", value=night_share or evening_share, hint=hint))
    found = communities.noise(aircraft, state, distance_m, speed_kt, elevation_deg, options.own_cards())
    if per_month is not None:
        found = communities.noise_of_month(found, per_month, night_share or "0%", evening_share or "0%")
    show_answer(found, as_json)


def neighbours(
    folders: Annotated[list[Path], typer.Argument(metavar="RUNDIR...", help="One run folder, or several to compare.")],
    runs_heard: Annotated[
        int, typer.Option("--runs-heard", min=1, max=100, help="Runs whose tracks are heard.", show_default="25")
    ] = 25,
    night_cap: Annotated[
        int | None,
        typer.Option("--night-cap", min=0, max=10_000, help="Most take-offs and landings of a base from 22 to 7 h."),
    ] = None,
    points: Annotated[
        Path | None,
        typer.Option("--points", metavar="FILE", help="Points and towns of your own, in YAML.", show_default="none"),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Show who hears a run folder's flights: levels, minutes, people, movements by hour, money and emissions."""
    from jointex import api
    from jointex.communities.burden import night_cap as held

    if len(folders) > 1 and points is not None:
        hint = "Ask one run folder, or write them under `points` of the scenario before it is flown."
        raise QuestionError(Fault("goes with one run folder", "--points", value=str(points), hint=hint))
    if len(folders) > 1:
        _show_options(api.beside(list(folders)), as_json)
        return
    document = api.neighbours(folders[0], runs_heard, options.own_cards(), points)
    if night_cap is not None:
        document["night_cap"] = held(document["movements"], night_cap)
    if as_json:
        speech.answer_json(document)
        return
    _show_places(document)
    _show_moves(document)
    _show_money(document)


def quiet(
    scenario: options.Scenario,
    runs: Annotated[int, typer.Option("--runs", min=1, max=100_000, help="Runs of each variant.")] = 20,
    seed: options.Seed = 1,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder of the variants.", show_default="out/SCENARIO-quiet"),
    ] = None,
    hours: Annotated[
        float, typer.Option("--hours", min=-24.0, max=24.0, help="One variant flies so much later; 0 for none.")
    ] = 6.0,
    workers: options.Workers = None,
    as_json: options.Json = False,
) -> None:
    """Fly a scenario in quieter ways too, and find the quietest that still meets its objectives."""
    from jointex import api
    from jointex.cli.exercise import tell_of_first_use

    tell_of_first_use("planning", "engine")
    _show_options(api.quiet(scenario, runs, seed, out, hours, workers, speech.note), as_json)


def _show_places(document: Mapping[str, Any]) -> None:
    """Show the places of a run folder."""

    def whole(value: float | None) -> str:
        return "none" if value is None else f"{value:.0f}"

    def level(entry: Mapping[str, Any] | None) -> str:
        if entry is None:
            return "-"
        cards, days = (
            f"{whole(entry[low])} .. {whole(entry[high])}"
            for low, high in (("input_low", "input_high"), ("p05", "p95"))
        )
        return f"{entry['value']:.0f} ({cards}; {days})"

    heads = ("place", "near", "people", "loudest dBA", "heard", "min loud", "DNL dB", "Lden dB", "WECPNL", "loudest by")
    rows = [
        (
            place["name"] + ("" if place["kind"] == "town" else f" ({place['kind']})"),
            place["base"],
            speech.number(place["people"]),
            level(place["lmax_dba"]),
            speech.number(place["passes"]["value"], 2),
            speech.number(place["loud_min"]["value"], 2),
            "-" if place["dnl_db"] is None else f"{place['dnl_db']['value']:.0f}",
            level(place["lden_db"]),
            level(place["wecpnl_db"]),
            f"{place['loudest']['aircraft']}, {place['loudest']['move']}" if place["loudest"] else "-",
        )
        for place in document["places"]
    ]
    title = f"What each place hears of the day: {document['runs']:,} runs, tracks of {document['runs_heard']} heard"
    speech.answer_table(title, heads, rows, range(2, 9))
    speech.answer_line(
        "Levels: of a day drawn from the runs, by mean energy (range of the noise cards; 90 % of runs). "
        "None is told where 19 days of 20 are silent."
    )


def _show_moves(document: Mapping[str, Any]) -> None:
    """Show take-offs and landings by hour, and whether a cap at night holds."""

    def hours(counts: list[float]) -> str:
        return ", ".join(f"{hour:02d}h {n:.2f}" for hour, n in enumerate(counts) if n) or "-"

    caps = {row["base"]: row for row in document.get("night_cap", ())}
    rows = []
    for row in document["movements"]:
        cap = caps.get(row["base"])
        kept = "" if cap is None else f"{'kept' if cap['is_kept'] else 'broken'} (cap {cap['cap']})"
        landings = hours(row["landings_by_hour"])
        rows.append((row["base"], hours(row["takeoffs_by_hour"]), landings, f"at most {row['most_at_night']}", kept))
    speech.answer_table("Movements by local hour", ("base", "take-offs", "landings", "22 to 7 h", "night cap"), rows)


def _show_money(document: Mapping[str, Any]) -> None:
    """Show money and emissions."""
    money = document["money"]
    entries = [("flying hours", money["flying_hours"]), ("fuel, within the hours", money["fuel"])]
    entries += list(document["emissions"].items())
    rows = [
        (
            name,
            speech.number(known["value"]),
            f"{known['p05']:,.0f} .. {known['p95']:,.0f}" if "p05" in known else "-",
            f"{known['low']:,.0f} .. {known['high']:,.0f}",
            known["unit"],
            known["basis"],
        )
        for name, known in entries
    ]
    speech.answer_table(
        "Money and emissions of a run", ("what", "mean", "90 % of runs", "by its factor", "unit", "basis"), rows, (1,)
    )
    for limit in document["limits"]:
        speech.answer_line(limit)


def _show_options(document: Mapping[str, Any], as_json: bool) -> None:
    """Show ways to fly beside each other."""
    if as_json:
        speech.answer_json(document)
        return
    from jointex.communities.front import moved_words

    places = list(dict.fromkeys(place for row in document["options"] for place in row["lden_db"]))

    def against(row: Mapping[str, Any], key: str, by: float, digits: int) -> str:
        return "" if row["against_first"] is None else " " + _gap(row["against_first"][key], by, digits)

    def level(row: Mapping[str, Any], place: str) -> str:
        told = f"{row['lden_db'][place]:.1f}" if row["lden_db"].get(place) else "-"
        gap = (row["against_first"] or {"lden_db": {}})["lden_db"].get(place)
        return told if gap is None else f"{told} {_gap(gap, 1.0, 1) if gap['is_told'] else '='}"

    rows = [
        (
            row["id"],
            speech.number(row["training_value"], 2) + against(row, "training", 1.0, 2),
            speech.number(row["fuel_kg"]) + against(row, "fuel_fraction", 100.0, 1) + ("" if not index else " %"),
            "yes" if row["keeps_objectives"] else "no",
            "yes" if row["on_front"] else f"beaten by {', '.join(row['beaten_by'])}",
            speech.number(row["at_night"], 2),
            *(level(row, place) for place in places),
        )
        for index, row in enumerate(document["options"])
    ]
    heads = ("option", "training value", "fuel kg", "keeps objectives", "on the front", "at night", *places)
    decided = document.get("decided_by", {"runs": 0, "runs_heard": 0})
    speech.answer_table("Training, fuel, and Lden of the day at each place [dB]", heads, rows, range(1, 3))
    speech.answer_line(
        f"By {decided['runs']} runs of each option, {decided['runs_heard']} of them heard. In brackets: the 95 % interval of the "
        "difference to the first; = where it may be none."
    )
    for row in document["options"][1:]:
        if row["moved_noise"]:
            speech.answer_line(f"{row['id']} moves noise to {'; '.join(map(moved_words, row['moved_noise']))}")
    for row in document.get("left_out", ()):
        speech.answer_line(f"left out: {row['id']} ({row['text']}): {row['why']}")
    speech.answer_line(document["sentence"])


def _gap(gap: Mapping[str, Any], by: float, digits: int) -> str:
    """Return the interval of a difference; `=` where it is not told apart from none."""
    if gap["difference"] is None:
        return ""
    if gap["low"] is None:
        return "(one run tells nothing)"
    ends = f"({by * gap['low']:+.{digits}f} .. {by * gap['high']:+.{digits}f})"
    return ends if gap["is_told"] else f"= {ends}"
