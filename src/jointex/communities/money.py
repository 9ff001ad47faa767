"""Money as ranges, and what the fuel leaves in the air. Nothing is added up across towns, and nothing set off against anything."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import numpy as np

from jointex.communities.sound import Array
from jointex.documents import parse_document
from jointex.units import POUND_KG

AWARDED_FROM_DB = 75.0
"""Courts award damages from this WECPNL on."""
CONTEXT = (
    "host_nation_support",
    "base_spending_us",
    "defence_budget_fy2025",
    "defence_budget_fy2026",
    "contracts_five_firms",
    "contract_missiles",
    "upgrade_f15j",
    "grant_shintomi",
    "grant_shintomi_total",
    "grant_training_moved",
    "grant_realignment_iwakuni",
    "soundproofing_nyutabaru",
    "award_per_plaintiff",
)
"""Figures told beside those of the exercise: they are of years and suits, not of one exercise."""


@functools.cache
def _data(name: str) -> dict[str, Any]:
    """Return the content of a file of figures."""
    text = resources.files("jointex.communities").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    return parse_document(text, f"{name}.yaml").data


def figure(name: str, file: str = "costs", section: str = "figures") -> dict[str, Any]:
    """Return a figure with its range and where it was read.

    Parameters
    ----------
    name : str
        Its name.
    file, section : str
        Where it stands.

    Returns
    -------
    dict
        `value, low, high, unit, basis, source`.
    """
    data = _data(file)
    known = data[section][name]
    source = data["sources"][known["source"]]
    low, high = known["range"]
    return {
        "value": float(known["value"]),
        "low": float(low),
        "high": float(high),
        "unit": known["unit"],
        "basis": known["basis"],
        "source": f"{source['title']}: {source['says']}",
    }


def scaled(known: dict[str, Any], by: float, unit: str) -> dict[str, Any]:
    """Return a figure times a number, in another unit."""
    return {**known, **{key: known[key] * by for key in ("value", "low", "high")}, "unit": unit}


def flying_cost(hours: dict[str, float], burned_kg: float) -> dict[str, Any]:
    """Return what flying a run costs in the mean.

    Parameters
    ----------
    hours : dict of str to float
        Flying hours of a run by type [h].
    burned_kg : float
        Fuel burned in a run [kg].

    Returns
    -------
    dict
        `by_type`: hours, cost of an hour and of all; `flying_hours`: all types; `fuel`: at the pump, within the hours too.
    """
    known = _data("costs")["hours"]
    by_type: list[dict[str, Any]] = []
    for name, flown in hours.items():
        if name in known:
            hour = figure(name, "costs", "hours")
            by_type.append({"aircraft": name, "hours": flown, "hour": hour, "cost": scaled(hour, flown, "USD")})
        else:
            by_type.append({"aircraft": name, "hours": flown, "hour": None, "cost": None})
    counted = [row["cost"] for row in by_type if row["cost"] is not None]
    total = {key: sum(cost[key] for cost in counted) for key in ("value", "low", "high")}
    price, density, rate = (figure(name) for name in ("fuel_price", "fuel_density", "usd_in_jpy"))
    gallons = burned_kg / POUND_KG
    fuel = {
        "value": gallons * price["value"] / density["value"],
        "low": gallons * price["low"] / density["high"],
        "high": gallons * price["high"] / density["low"],
        "unit": "USD",
        "basis": "estimated",
        "source": price["source"],
    }
    how = "hours flown times the cost of an hour, each end of its range at once; upkeep and fuel, no crew, no purchase"
    return {
        "by_type": by_type,
        "flying_hours": {**total, "unit": "USD", "basis": "derived", "source": how},
        "fuel": fuel,
        "usd_in_jpy": rate,
    }


def monthly_award(wecpnl: dict[str, Any] | None, people: int) -> dict[str, Any] | None:
    """Return what courts have awarded for such noise, were every day drawn from these runs.

    Parameters
    ----------
    wecpnl : dict or None
        Rating of the day [dB]: `value, input_low, input_high`, either end None where nothing is heard.
    people : int
        Residents.

    Returns
    -------
    dict or None
        JPY a month for all of them, each of `value, low, high` by the level there, none below `AWARDED_FROM_DB`; None where
        even the high end of the noise cards stays below it.
    """
    if wecpnl is None or not people:
        return None
    levels = {"value": wecpnl["value"], "low": wecpnl["input_low"], "high": wecpnl["input_high"]}
    known = {end: _award_at(level) for end, level in levels.items()}
    top = known["high"]
    if top is None:
        return None
    each = {end: 0.0 if one is None else one[end] * people for end, one in known.items()}
    return {**top, **each, "unit": "JPY a month"}


def _award_at(wecpnl_db: float | None) -> dict[str, Any] | None:
    """Return what a person was awarded a month at a level; None below the least."""
    if wecpnl_db is None or wecpnl_db < AWARDED_FROM_DB:
        return None
    return figure("award_monthly_w80" if wecpnl_db >= 80.0 else "award_monthly_w75")


def nox_g_kg(aircraft: str, power: Array) -> tuple[Array, dict[str, Any]] | None:
    """Return nitrogen oxides of a kilogram of fuel by power.

    Parameters
    ----------
    aircraft : str
        Card id.
    power : array (n,)
        Fuel flow as a share of that of military power.

    Returns
    -------
    tuple of array (n,) and dict, or None
        Index [g/kg], and its `low, high` factors with basis and source; None for a type without one.
    """
    data = _data("emissions")
    row = next((row for row in data["nox"] if aircraft in row["aircraft"]), None)
    if row is None:
        return None
    flow, index = np.array(row["flow"][::-1]), np.array(row["g_kg"][::-1])
    found = np.interp(power, flow, index)
    burning = data["afterburner"]
    if "afterburner" in row.get("note", ""):
        share = np.clip((power - 1.0) / (burning["flow"] - 1.0), 0.0, 1.0)
        found = found + share * (burning["g_kg"] - found)
    low, high = row["range_fraction"]
    source = data["sources"][row["source"]]["title"]
    about = {"low": low, "high": high, "basis": row["basis"], "source": source}
    return np.asarray(found), about


def emissions(burned_kg: dict[str, float], nox: dict[str, tuple[float, dict[str, Any]]]) -> dict[str, Any]:
    """Return what the fuel of a run leaves in the air in the mean.

    Parameters
    ----------
    burned_kg : dict of str to float
        Fuel burned by type [kg].
    nox : dict of str to tuple
        By type, its mean index [g/kg] and what `nox_g_kg` tells of it; types without one are left out.

    Returns
    -------
    dict
        By gas `value, low, high` [kg], unit, basis and source.
    """
    all_kg = sum(burned_kg.values())
    found = {gas: scaled(figure(gas, "emissions", "gases"), all_kg, "kg") for gas in ("CO2", "H2O", "SO2")}
    rows = [(burned_kg[name] * index / 1000.0, about) for name, (index, about) in nox.items() if name in burned_kg]
    if rows:
        found["NOx"] = {
            "value": sum(kg for kg, _ in rows),
            "low": sum(kg * about["low"] for kg, about in rows),
            "high": sum(kg * about["high"] for kg, about in rows),
            "unit": "kg",
            "basis": "estimated" if any(about["basis"] == "estimated" for _, about in rows) else "derived",
            "source": "; ".join(sorted({about["source"] for _, about in rows})),
            "left_out": sorted(set(burned_kg) - set(nox)),
        }
    return found
