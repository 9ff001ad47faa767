"""What is known of Japan's LNG: suppliers, contracts, firms, stocks, the spot market, coal; the base every shock starts from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from jointex.region.figures import Figure, package_document, read_figure

PACKAGE = "jointex.region.energy"
WEEKS_A_YEAR = 365.25 / 7.0
KT_PER_MT = 1000.0
REMAINDER = "all-others"
"""Firm that is none: all buyers without a contract of their own with Sakhalin-2, together."""


@dataclass(frozen=True)
class Supplier:
    """Where LNG comes from.

    Attributes
    ----------
    id, name : str
        Short and shown name.
    amount_mt_yr : Figure
        Imports of a year [Mt/yr].
    term_fraction : Figure
        Share under term contracts.
    voyage_d : Figure
        Sailing time to Japan [d].
    routes : tuple of str
        Straits it passes.
    """

    id: str
    name: str
    amount_mt_yr: Figure
    term_fraction: Figure
    voyage_d: Figure
    routes: tuple[str, ...]


@dataclass(frozen=True)
class Firm:
    """A buyer.

    Attributes
    ----------
    id, name : str
        Short and shown name.
    kind : str
        `power` or `gas`: only power firms can burn coal instead.
    sakhalin_mt_yr, demand_mt_yr : Figure
        Its contract with Sakhalin-2 and all LNG it handles [Mt/yr].
    """

    id: str
    name: str
    kind: str
    sakhalin_mt_yr: Figure
    demand_mt_yr: Figure


@dataclass(frozen=True)
class Book:
    """The whole of it.

    Attributes
    ----------
    suppliers : tuple of Supplier
    firms : tuple of Firm
    total_mt_yr : Figure
        Imports of the base year [Mt/yr].
    terms, system : dict of str to Figure
        Clauses of contracts; stocks, spot market, coal, lost load.
    """

    suppliers: tuple[Supplier, ...]
    firms: tuple[Firm, ...]
    total_mt_yr: Figure
    terms: dict[str, Figure]
    system: dict[str, Figure]

    @property
    def spot_fraction(self) -> float:
        """Share of the base year that is bought on the spot market."""
        spot = sum(one.amount_mt_yr.value * (1.0 - one.term_fraction.value) for one in self.suppliers)
        return spot / self.total_mt_yr.value

    def figures(self) -> list[Figure]:
        """Return every figure of the book."""
        parts = [self.total_mt_yr, *self.terms.values(), *self.system.values()]
        parts += [figure for one in self.suppliers for figure in (one.amount_mt_yr, one.term_fraction, one.voyage_d)]
        return parts + [figure for firm in self.firms for figure in (firm.sakhalin_mt_yr, firm.demand_mt_yr)]


@cache
def read_book() -> Book:
    """Return the book as shipped.

    Returns
    -------
    Book
    """
    document = package_document(PACKAGE, "suppliers.yaml")
    suppliers = tuple(
        Supplier(
            key,
            part["name"],
            read_figure(document, ("suppliers", key, "amount")),
            read_figure(document, ("suppliers", key, "term_fraction")),
            read_figure(document, ("suppliers", key, "voyage")),
            tuple(part.get("routes", ())),
        )
        for key, part in document.data["suppliers"].items()
    )
    buyers = package_document(PACKAGE, "firms.yaml")
    firms = tuple(
        Firm(
            key,
            part["name"],
            part["kind"],
            *(read_figure(buyers, ("firms", key, figure)) for figure in ("sakhalin", "demand")),
        )
        for key, part in buyers.data["firms"].items()
    )
    system = package_document(PACKAGE, "system.yaml")
    return Book(
        suppliers,
        firms,
        read_figure(document, ("total",)),
        {key: read_figure(document, ("terms", key)) for key in document.data["terms"]},
        {key: read_figure(system, (key,)) for key in system.data if key != "sources"},
    )


def read_events() -> dict[str, dict[str, Any]]:
    """Return the named shocks.

    Returns
    -------
    dict of str to dict
        By name: what is cut, by how much, for how long, at which price, and why these numbers.
    """
    return dict(package_document(PACKAGE, "events.yaml").data["events"])


def read_shares() -> dict[str, dict[str, Any]]:
    """Return shares of crude oil, coal and gas, as data.

    Returns
    -------
    dict of str to dict
        `value`, `unit`, `basis`, `source`, `range`, `period` and `note` by name.
    """
    document = package_document(PACKAGE, "shares.yaml")
    shares = {}
    for key, part in document.data["shares"].items():
        figure = read_figure(document, ("shares", key))
        shares[key] = {
            "value": figure.value,
            "unit": figure.unit,
            "range": [figure.low, figure.high],
            "basis": figure.basis,
            "source": figure.source,
            "period": part["period"],
            "note": figure.note,
        }
    return shares
