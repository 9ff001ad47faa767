"""A user's question about supply, checked: which supplier, how much of it, for how long, at which price."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Sequence
from typing import Any

from jointex.calc.questions import Question
from jointex.errors import nearest_name
from jointex.region.energy.book import Book, Supplier, read_book, read_events
from jointex.region.energy.setting import Policy, Shock

LONGEST_WEEKS = 104
HIGHEST_PRICE_USD_MMBTU = 300.0
MOST_DEMAND_PERCENT = 50.0
_AMOUNT = re.compile(r"\s*([+-]?\d+(?:\.\d*)?)\s*(%|Mt|Mt/yr)?\s*", re.IGNORECASE)
_PERCENT = re.compile(r"\s*([+-]?\d+(?:\.\d*)?)\s*(%?)\s*")
LEAST_LETTERS = 3
"""Of a word that is looked for in the names of suppliers."""


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
    replaced: str = "",
    sharing: str = "",
) -> tuple[str, Shock, Policy]:
    """Return title, shock and policy of a question.

    Parameters
    ----------
    supplier : sequence of str
        Ids; those of the event are cut with them.
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
    replaced, sharing : str
        Percentages in place of the fractions of the policy; may be empty.

    Returns
    -------
    tuple of str, Shock and Policy
        The title is that of the event only where nothing of what it says was changed.

    Raises
    ------
    QuestionError
        Every fault at once: unknown names, a cut larger than the supply, numbers out of bounds.
    """
    question, book = Question(), read_book()
    known = _event(question, event)
    policy = _policy(question, book, policy, replaced, sharing)
    own = _of_event(book, known)
    ids = _suppliers(question, book, [*own, *supplier])
    added = [name for name in ids if name not in own]
    amount = sum(_left_mt(one, policy) for one in book.suppliers if one.id in ids)
    fraction = _cut_fraction(question, cut, known if own else {}, ids, amount, bool(own and added), bool(supplier))
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
    more = _percent(question, "--demand", demand, -MOST_DEMAND_PERCENT, MOST_DEMAND_PERCENT, "+10%") / 100.0
    if not (supplier or event or cut or demand or asked_price is not None):
        hint = "Name one with --supplier, such as sakhalin-2, a shock with --event, or a cold spell with --demand +10%."
        question.add("must name a supplier that is cut, or a price, or more demand", "--supplier", "", hint)
    question.check()
    shock = Shock(tuple(ids), fraction, n_weeks, asked_price, who, start_week, more)
    return _title(book, shock, policy, known, added), shock, policy


def _left_mt(supplier: Supplier, policy: Policy) -> float:
    """Return what is left of a supplier's LNG after what was replaced beforehand [Mt/yr]."""
    gone = policy.replaced_fraction * supplier.term_fraction.value if supplier.id == "sakhalin-2" else 0.0
    return supplier.amount_mt_yr.value * (1.0 - gone)


def _percent(question: Question, option: str, text: str, low: float, high: float, such: str) -> float:
    """Return a percentage written with or without its sign; a bare number up to 1 could mean a share and is refused."""
    match = _PERCENT.fullmatch(text)
    if not text:
        return 0.0
    if match is None or not low <= float(match[1]) <= high:
        question.add(f"must be a percentage from {low:g}% to {high:g}%", option, text, f"Write it as {such}.")
        return 0.0
    number = float(match[1])
    if not match[2] and 0.0 < abs(number) <= 1.0:
        question.add(_MAY_BE, option, text, f"Write {number:g}% or {100.0 * number:g}%.")
    return number


_MAY_BE = "must say what it counts: a number up to 1 may be a percentage or a share"


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
            question.add("must be a supplier", "--supplier", name, _near_supplier(book, name))
    return [name for name in known if name in ids]


def _near_supplier(book: Book, name: str) -> str:
    """Return a sentence that offers the suppliers whose names hold a word, or the nearest ids."""
    word = name.strip().casefold()
    found = [one for one in book.suppliers if word in f"{one.id} {one.name} {' '.join(one.routes)}".casefold()]
    if len(word) < LEAST_LETTERS or not found:
        return nearest_name(name, [one.id for one in book.suppliers])
    return f"Did you mean {' or '.join(f'{one.id} ({one.name})' for one in found)}?"


def _cut_fraction(
    question: Question,
    cut: str,
    event: dict[str, Any],
    ids: Sequence[str],
    amount_mt: float,
    is_more: bool,
    was_named: bool,
) -> float:
    """Return how much of the suppliers' LNG is cut; an event's part is not taken for suppliers added to it."""
    if not cut:
        fraction = float(event.get("cut_fraction", 1.0 if ids else 0.0))
        if is_more and fraction < 1.0:
            hint = f"Such as --cut {100.0 * fraction:g}%, which is that of the event, or ask two questions."
            question.add("must be said where suppliers join an event that cuts less than all", "--cut", "", hint)
        return fraction
    match = _AMOUNT.fullmatch(cut)
    if match is None:
        question.add("must be a share or an amount a year, such as 100% or 3Mt", "--cut", cut)
        return 0.0
    number, unit = float(match[1]), (match[2] or "").casefold()
    if number < 0.0 or not math.isfinite(number):
        question.add("must not be below 0", "--cut", cut, "A gain of supply is no shock.")
        return 0.0
    if not unit and 0.0 < number <= 1.0:
        question.add(_MAY_BE, "--cut", cut, f"Write {number:g}%, {100.0 * number:g}% or {number:g}Mt.")
        return 0.0
    if not ids:
        if not was_named:
            question.add("needs a supplier that is cut", "--cut", cut, "Name it with --supplier.")
        return 0.0
    fraction = number / amount_mt if unit.startswith("mt") and amount_mt else number / 100.0
    if fraction > 1.0 + 1e-9 or (unit.startswith("mt") and number > amount_mt + 1e-9):
        given = f"{', '.join(ids)} sent {amount_mt:,.4g} Mt in the base year"
        hint = f"Ask for at most 100% or {amount_mt:,.4g}Mt, or name more suppliers."
        question.add(f"must not be more than the supply ({given})", "--cut", cut, hint)
    return min(fraction, 1.0)


def _policy(question: Question, book: Book, policy: Policy, replaced: str, sharing: str) -> Policy:
    """Return the policy with its percentages read, and note what is wrong with it."""
    total = book.total_mt_yr.value
    most = book.system["stock_ceiling"].value * total / 365.25
    if policy.stock_mt is not None:
        question.number("--stock-mt", policy.stock_mt, 0.0, most, "Mt", "Tanks hold no more in this model.")
    if policy.reserve_mt_yr is not None:
        question.number("--reserve-mt", policy.reserve_mt_yr, 0.0, 10.0, "Mt a year", "0.84 Mt are planned for 2026.")
    question.number("--replaced", 100.0 * policy.replaced_fraction, 0.0, 100.0, "%")
    question.number("--sharing", 100.0 * policy.sharing_fraction, 0.0, 100.0, "%")
    if replaced:
        percent = _percent(question, "--replaced", replaced, 0.0, 100.0, "50%")
        policy = dataclasses.replace(policy, replaced_fraction=percent / 100.0)
    if sharing:
        percent = _percent(question, "--sharing", sharing, 0.0, 100.0, "10%")
        policy = dataclasses.replace(policy, sharing_fraction=percent / 100.0)
    return policy


def _title(book: Book, shock: Shock, policy: Policy, event: dict[str, Any], added: Sequence[str]) -> str:
    """Return a title of what is solved: the event's own words only where what they say was left as it was."""
    names = {one.id: one.name for one in book.suppliers}
    own = [name for name in shock.suppliers if name not in added]
    if own:
        is_as_said = shock.cut_fraction == event.get("cut_fraction") and shock.by == event.get("by", "supplier")
    else:
        is_as_said = not added and shock.price_usd_mmbtu == event.get("price_usd_mmbtu")
    if event and is_as_said:
        title = str(event["title"]) + (f", {shock.weeks} weeks" if shock.weeks != event["weeks"] else "")
        if added:
            title += f"; {_cut_words(shock, [names[name] for name in added])} too"
    elif shock.cut_fraction > 0.0:
        title = f"{_cut_words(shock, [names[name] for name in shock.suppliers])} for {shock.weeks} weeks"
    elif shock.demand_fraction:
        title = ""
    else:
        title = f"Another spot price for {shock.weeks} weeks"
    if policy.replaced_fraction and "sakhalin-2" in shock.suppliers and title:
        part = 100.0 * policy.replaced_fraction
        title += "; Sakhalin-2 was replaced beforehand" + (
            ", so that nothing of it is left to cut" if part == 100.0 else f" to {part:.3g}%, and what is left is cut"
        )
    if shock.demand_fraction:
        more = f"Demand {100.0 * shock.demand_fraction:+.3g}% for {shock.weeks} weeks"
        return f"{more}; {title}" if title else more
    return title


def _cut_words(shock: Shock, names: Sequence[str]) -> str:
    """Return what is cut in words."""
    part = f"{100.0 * shock.cut_fraction:.3g}% of {' and '.join(names)}"
    return f"{part} paid for and not lifted" if shock.by == "buyer" else f"{part} cut"
