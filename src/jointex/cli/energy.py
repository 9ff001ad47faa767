"""`jointex calc energy`: a shock to Japan's LNG, posed by hand or by name."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jointex.cli import options, speech
from jointex.cli.asking import plain_kernels, show_answer

PRICE_WITHOUT = "that of the event, or 18.6 with 13 and 34 beside it"
"""What `--price` stands for where it is not given; a test holds it against the book of gas."""


def add_to(app: typer.Typer) -> None:
    """Add this question to `jointex calc`.

    Parameters
    ----------
    app : Typer
        The group of questions.
    """
    app.command()(energy)
    app.command()(lng)


def energy(
    supplier: Annotated[
        list[str] | None,
        typer.Option("--supplier", metavar="ID", help="Who is cut, beside the event; may be repeated."),
    ] = None,
    cut: Annotated[
        str | None,
        typer.Option(
            "--cut",
            metavar="100%|3Mt",
            help="How much of it: 50% and 50 are percent, 3Mt is Mt a year.",
            show_default="100%, or that of the event",
        ),
    ] = None,
    weeks: Annotated[
        int | None, typer.Option("--weeks", help="How long.", show_default="26, or that of the event")
    ] = None,
    price: Annotated[
        float | None,
        typer.Option("--price", help="Spot price meanwhile, in USD/MMBtu.", show_default=PRICE_WITHOUT),
    ] = None,
    event: Annotated[
        str, typer.Option("--event", metavar="NAME", help="A named shock, such as hormuz-closed; see --list.")
    ] = "",
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="supplier|buyer",
            help="Whose decision; a buyer pays for what it leaves.",
            show_default="supplier, or that of the event",
        ),
    ] = None,
    start_week: Annotated[int, typer.Option("--start-week", help="Week of the year, 1 to 52.")] = 45,
    stock_mt: Annotated[
        float | None, typer.Option("--stock-mt", help="LNG in tanks, in Mt.", show_default="2.0")
    ] = None,
    reserve_mt: Annotated[
        float | None, typer.Option("--reserve-mt", help="Strategic reserve cargoes, in Mt a year.", show_default="0.84")
    ] = None,
    replaced: Annotated[
        str, typer.Option("--replaced", metavar="50%", help="Of Sakhalin-2, by other contracts; 50 is 50%.")
    ] = "0%",
    sharing: Annotated[
        str, typer.Option("--sharing", metavar="10%", help="Of its demand a firm hands on; 10 is 10%.")
    ] = "0%",
    demand: Annotated[
        str,
        typer.Option("--demand", metavar="+10%", help="How much more is burned in these weeks, as in a cold spell."),
    ] = "0%",
    listed: Annotated[
        bool, typer.Option("--list", help="List suppliers, named shocks, shares and the check of the import bill.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Weigh a shock to Japan's LNG: cost, lack, days of cover, the firm hit worst, what a little more would be worth."""
    plain_kernels()
    from jointex.region import energy as room

    if listed:
        _show_list(as_json)
        return
    policy = room.Policy(stock_mt, reserve_mt)
    found = room.energy(
        supplier or (),
        cut or "",
        weeks=weeks,
        price=price,
        event=event,
        by=by or "",
        start_week=start_week,
        policy=policy,
        demand="" if demand == "0%" else demand,
        replaced=replaced,
        sharing=sharing,
    )
    show_answer(found, as_json, ("weeks",))


def lng(
    year: Annotated[
        int, typer.Option("--year", help="2019 to 2024; another with all three figures of its own.")
    ] = 2024,
    amount_mt: Annotated[
        float | None, typer.Option("--amount-mt", help="LNG imported, in Mt.", show_default="that of the year")
    ] = None,
    oil_usd_bbl: Annotated[
        float | None,
        typer.Option("--oil-usd-bbl", help="Mean price of crude, in USD/bbl.", show_default="that of the year"),
    ] = None,
    spot_usd_mmbtu: Annotated[
        float | None,
        typer.Option("--spot-usd-mmbtu", help="Mean spot price, in USD/MMBtu.", show_default="that of the year"),
    ] = None,
    stock_mt: Annotated[
        float | None, typer.Option("--stock-mt", help="LNG in tanks, in Mt.", show_default="2.0")
    ] = None,
    usd_jpy: Annotated[
        float | None,
        typer.Option("--usd-jpy", help="Yen for a dollar.", show_default="mean of the year, or 150 for another year"),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Tell what Japan's LNG of a year costs, in dollars and yen, beside the bill in print, and how long a stock lasts."""
    plain_kernels()
    from jointex.region.energy import lng as answer

    show_answer(answer(year, amount_mt, oil_usd_bbl, spot_usd_mmbtu, stock_mt, usd_jpy), as_json)


def _show_list(as_json: bool) -> None:
    """Show what can be asked about."""
    from jointex.region import energy as room

    book = room.read_book()
    suppliers = [
        {
            "id": one.id,
            "name": one.name,
            "amount_mt": one.amount_mt_yr.value,
            "basis": one.amount_mt_yr.basis,
            "term_fraction": one.term_fraction.value,
            "voyage_d": one.voyage_d.value,
            "source": one.amount_mt_yr.source,
        }
        for one in book.suppliers
    ]
    document: dict[str, Any] = {
        "suppliers": suppliers,
        "events": room.read_events(),
        "shares": room.read_shares(),
        "bill": room.bill_gate(),
    }
    if as_json:
        speech.answer_json(document)
        return
    rows = [[speech.number(one[key]) for key in one] for one in suppliers]
    speech.answer_table("Suppliers of LNG", [key.replace("_", " ") for key in suppliers[0]], rows, (2, 4, 5))
    events = [(name, str(one["title"]), str(one["why"])) for name, one in document["events"].items()]
    speech.answer_table("Named shocks", ("--event", "what", "why these numbers"), events)
    shares = [
        (name, speech.number(one["value"]), one["unit"], one["period"], one["note"], one["source"])
        for name, one in document["shares"].items()
    ]
    speech.answer_table("Shares", ("share", "value", "unit", "when", "of what", "source"), shares, (1,))
    gate = [
        (
            str(row["year"]),
            row["use"],
            speech.number(row["model_busd"]),
            speech.number(row["published_busd"]),
            f"{100.0 * row['error_fraction']:+.1f}",
            "pass" if row["passes"] else "miss",
        )
        for row in document["bill"]
    ]
    heads = ("year", "use", "model, bn USD", "published, bn USD", "error, %", "within 5 %")
    speech.answer_table("LNG import bill", heads, gate, (2, 3, 4))
