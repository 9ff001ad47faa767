"""A user's question about supply, checked: which supplier, how much of it, for how long, at which price."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from jointex.calc.questions import Question
from jointex.errors import nearest_name
from jointex.region.energy.book import Book, read_book, read_events
from jointex.region.energy.setting import Policy, Shock

LONGEST_WEEKS = 104
HIGHEST_PRICE_USD_MMBTU = 300.0
MOST_DEMAND_PERCENT = 50.0
_AMOUNT = re.compile(r"\s*([+-]?\d+(?:\.\d*)?)\s*(%|Mt|Mt/yr)\s*", re.IGNORECASE)


def read_question(
    supplier: Sequence[str],
    cut: str,
    weeks: int | None,
    price: float | None,
    event: str,
    by: str,
    start_week: int,
    policy: Policy,
    demand: str = "",
) -> tuple[str, Shock]:
    """Return title and shock of a question.

    Parameters
    ----------
    supplier : sequence of str
        Ids; those of the event if empty.
    cut : str
        `100%` of these suppliers' LNG, or an amount such as `3Mt` a year; that of the event if empty.
    weeks : int or None
        How long; None for that of the event, or 26.
    price : float or None
        Spot price [USD/MMBtu]; None for that of the event, or of the book.
    event : str
        A named shock to start from; may be empty.
    by : str
        `supplier` or `buyer`; that of the event if empty.
    start_week : int
        Week of the year.
    policy : Policy
        Checked too.
    demand : str
        How much more is burned in these weeks, such as `+10%`; may be empty.

    Returns
    -------
    tuple of str and Shock

    Raises
    ------
    QuestionError
        Every fault at once: unknown names, a cut larger than the supply, numbers out of bounds.
    """
    question, book = Question(), read_book()
    known = _event(question, event)
    ids = _suppliers(question, book, supplier or _of_event(book, known))
    amount = sum(one.amount_mt_yr.value for one in book.suppliers if one.id in ids)
    fraction = _cut_fraction(question, cut, known, ids, amount)
    n_weeks = weeks if weeks is not None else int(known.get("weeks", 26))
    question.number(
        "--weeks", n_weeks, 1, LONGEST_WEEKS, "weeks", "Longer shocks are a change of contracts: use --replaced."
    )
    asked_price = price if price is not None else known.get("price_usd_mmbtu")
    if asked_price is not None:
        question.number(
            "--price", asked_price, 0.5, HIGHEST_PRICE_USD_MMBTU, "USD/MMBtu", "The dearest month of 2022 was 38.9."
        )
    who = by or str(known.get("by", "supplier"))
    if who not in ("supplier", "buyer"):
        question.add("must be supplier or buyer", "--by", who, nearest_name(who, ("supplier", "buyer")))
    question.number("--start-week", start_week, 1, 52, "(week of the year)")
    _check_policy(question, book, policy)
    more = _demand_fraction(question, demand)
    if not ids and asked_price is None and not demand:
        hint = "Name one with --supplier, such as sakhalin-2, a shock with --event, or a cold spell with --demand +10%."
        question.add("must name a supplier that is cut, or a price, or more demand", "--supplier", "", hint)
    question.check()
    title = known.get("title") or _title(book, ids, fraction, n_weeks)
    if more:
        title = f"Demand {more:+.0%} for {n_weeks} weeks" + (f"; {title}" if ids or known else "")
    return str(title), Shock(tuple(ids), fraction, n_weeks, asked_price, who, start_week, more)


def _demand_fraction(question: Question, text: str) -> float:
    """Return how much more is burned."""
    if not text:
        return 0.0
    match = re.fullmatch(r"\s*([+-]?\d{1,3}(?:\.\d*)?)\s*%\s*", text)
    if match is None or not -MOST_DEMAND_PERCENT <= float(match[1]) <= MOST_DEMAND_PERCENT:
        rule = f"must be a share of -{MOST_DEMAND_PERCENT:g}% to +{MOST_DEMAND_PERCENT:g}%"
        question.add(rule, "--demand", text, "Write it with its sign, such as +10%.")
        return 0.0
    return float(match[1]) / 100.0


def _event(question: Question, name: str) -> dict[str, Any]:
    """Return a named shock, or nothing."""
    events = read_events()
    if name and name not in events:
        question.add("must be a shock with a name", "--event", name, nearest_name(name, events))
    return events.get(name, {})


def _of_event(book: Book, event: dict[str, Any]) -> list[str]:
    """Return the suppliers that an event cuts: those it names, or all that pass a strait."""
    if "route" in event:
        return [one.id for one in book.suppliers if event["route"] in one.routes]
    return list(event.get("suppliers", ()))


def _suppliers(question: Question, book: Book, ids: Sequence[str]) -> list[str]:
    """Return the suppliers named, each once."""
    known = [one.id for one in book.suppliers]
    for name in ids:
        if name not in known:
            question.add("must be a supplier", "--supplier", name, nearest_name(name, known))
    return [name for name in known if name in ids]


def _cut_fraction(question: Question, cut: str, event: dict[str, Any], ids: Sequence[str], amount_mt: float) -> float:
    """Return how much of the suppliers' LNG is cut."""
    if not cut:
        return float(event.get("cut_fraction", 1.0 if ids else 0.0))
    match = _AMOUNT.fullmatch(cut)
    if match is None:
        question.add("must be a share or an amount a year, such as 100% or 3Mt", "--cut", cut)
        return 0.0
    number, is_share = float(match[1]), match[2] == "%"
    if number < 0.0 or not math.isfinite(number):
        question.add("must not be below 0", "--cut", cut, "A gain of supply is no shock.")
        return 0.0
    if not ids:
        question.add("needs a supplier that is cut", "--cut", cut, "Name it with --supplier.")
        return 0.0
    fraction = number / 100.0 if is_share else number / amount_mt
    if fraction > 1.0 + 1e-9:
        given = f"{', '.join(ids)} sent {amount_mt:,.4g} Mt in the base year"
        hint = f"Ask for at most 100% or {amount_mt:,.4g}Mt, or name more suppliers."
        question.add(f"must not be more than the supply ({given})", "--cut", cut, hint)
    return min(fraction, 1.0)


def _check_policy(question: Question, book: Book, policy: Policy) -> None:
    """Note what is wrong with the policies."""
    total = book.total_mt_yr.value
    most = book.system["stock_ceiling"].value * total / 365.25
    if policy.stock_mt is not None:
        question.number("--stock-mt", policy.stock_mt, 0.0, most, "Mt", "Tanks hold no more in this model.")
    if policy.reserve_mt_yr is not None:
        question.number("--reserve-mt", policy.reserve_mt_yr, 0.0, 10.0, "Mt a year", "0.84 Mt are planned for 2026.")
    question.number("--replaced", 100.0 * policy.replaced_fraction, 0.0, 100.0, "%")
    question.number("--sharing", 100.0 * policy.sharing_fraction, 0.0, 100.0, "%")


def _title(book: Book, ids: Sequence[str], fraction: float, weeks: int) -> str:
    """Return a title for a shock without name."""
    if not ids or fraction == 0.0:
        return f"Another spot price for {weeks} weeks"
    names = " and ".join(one.name for one in book.suppliers if one.id in ids)
    return f"{fraction:.0%} of {names} cut for {weeks} weeks"
