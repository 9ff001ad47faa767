"""What money buys: a budget as a lever, by public prices of aircraft with their ranges."""

from __future__ import annotations

from dataclasses import dataclass

from jointex.errors import Fault, InputError, nearest_name
from jointex.reach.forces import Force, Price

HINT = "Write it like 300:F-35B:JP:RJFN, in billion yen."
MOST_BN_YEN = 20_000.0
"""Most that can be spent [billion yen]: about two defence budgets."""


@dataclass(frozen=True)
class Spent:
    """What a sum buys.

    Attributes
    ----------
    bn_yen : float
        The sum [billion yen].
    aircraft : str
    count, fewest, most : int
        Aircraft at the middle price, at the highest and at the lowest.
    kept : int or None
        Aircraft bought and kept for thirty years with the same sum; None where no price is known.
    price : Price
    """

    bn_yen: float
    aircraft: str
    count: int
    fewest: int
    most: int
    kept: int | None
    price: Price


def spend(force: Force, text: str) -> tuple[str, Spent]:
    """Return a sum written as `BN_YEN:AIRCRAFT:NATION:BASE` as a unit that `unit_of` reads, and what it buys.

    Parameters
    ----------
    force : Force
        Prices are its own.
    text : str
        Such as `300:F-35B:JP:RJFN`.

    Returns
    -------
    str
        `COUNT:AIRCRAFT:NATION:BASE`.
    Spent

    Raises
    ------
    InputError
        If the sum is none, no price of the type is known, or it buys no aircraft: every fault.
    """
    parts = text.split(":")
    if len(parts) != 4:
        raise InputError(Fault("must be BN_YEN:AIRCRAFT:NATION:BASE", key="--spend", value=text, hint=HINT))
    faults = []
    bn_yen = _number(parts[0])
    if not 0.0 < bn_yen <= MOST_BN_YEN:
        rule = f"must begin with a sum above 0, at most {MOST_BN_YEN:,.0f} bn yen"
        faults.append(Fault(rule, key="--spend", value=parts[0], hint=HINT))
    price = force.prices.get(parts[1])
    if price is None:
        hint = nearest_name(parts[1], tuple(force.prices))
        hint = hint or f"There are prices of {', '.join(force.prices)}; add one under `prices` of a file for --force."
        faults.append(Fault("must name a type whose price is known", key="--spend", value=parts[1], hint=hint))
    if price is not None and not faults and bn_yen < price.high_bn_yen:
        rule = f"must buy one aircraft at least: one costs up to {price.high_bn_yen:g} bn yen"
        faults.append(Fault(rule, key="--spend", value=parts[0]))
    if faults or price is None:
        raise InputError(faults)
    middle = 0.5 * (price.low_bn_yen + price.high_bn_yen)
    spent = Spent(
        bn_yen,
        parts[1],
        int(bn_yen / middle),
        int(bn_yen / price.high_bn_yen),
        int(bn_yen / price.low_bn_yen),
        None if price.kept_bn_yen is None else int(bn_yen / price.kept_bn_yen),
        price,
    )
    return ":".join((str(spent.count), *parts[1:])), spent


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
