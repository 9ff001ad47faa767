"""Energy supply: a weekly programme of Japan's LNG under shocks, with a firm layer; shares of crude and coal as data."""

from __future__ import annotations

from jointex.region.energy.bill import FROM_MEMORY, bill_gate, price_line, term_price_usd_mmbtu, unseen_error
from jointex.region.energy.book import Book, Firm, Supplier, read_book, read_events, read_shares
from jointex.region.energy.programme import Programme, Solved, n_kept, solve
from jointex.region.energy.setting import Policy, Shock, set_programme
from jointex.region.energy.shock import FirmHit, SupplyShock, WeekOfShock, energy
from jointex.region.energy.year import LngYear, lng

__all__ = [
    "FROM_MEMORY",
    "Book",
    "Firm",
    "FirmHit",
    "LngYear",
    "Policy",
    "Programme",
    "Shock",
    "Solved",
    "Supplier",
    "SupplyShock",
    "WeekOfShock",
    "bill_gate",
    "energy",
    "lng",
    "n_kept",
    "price_line",
    "read_book",
    "read_events",
    "read_shares",
    "set_programme",
    "solve",
    "term_price_usd_mmbtu",
    "unseen_error",
]
