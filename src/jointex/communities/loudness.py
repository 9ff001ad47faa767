"""The noise cards: how loud each type is by power state, as tables over distance."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from jointex.cards.shelf import Folder
from jointex.communities.noise_cards import own_files, own_noise
from jointex.communities.sound import DISTANCES_M, Array, exposure_over_greatest_db, spread_levels_dba
from jointex.documents import parse_document
from jointex.units import KNOT_M_S

STATES = (
    "takeoff_afterburner",
    "takeoff_military",
    "short_takeoff",
    "cruise",
    "conventional_approach",
    "vertical_landing",
)
"""Power states, as questions and cards name them."""
HOVER = "vertical_landing"
STEADY = ("conventional_approach", "cruise", "takeoff_military", "takeoff_afterburner")
"""States between which a level is interpolated over power."""


@dataclass(frozen=True)
class State:
    """How loud a type is in one power state.

    Attributes
    ----------
    name : str
        One of `STATES`.
    lmax_dba : array (n,)
        Greatest level at `DISTANCES_M` [dBA].
    minus_db, plus_db : float
        How far the figure may lie below and above [dB].
    power : float
        Fuel flow as a share of that of military power, both at sea level.
    speed_m_s : float
        Usual speed near a base [m/s]; 0 in a hover.
    hover_s : tuple of float
        Time in the hover: usual, shortest, longest [s]; zeros where it flies on.
    basis, source, note : str
        What the figure rests on.
    """

    name: str
    lmax_dba: Array
    minus_db: float
    plus_db: float
    power: float
    speed_m_s: float
    hover_s: tuple[float, float, float]
    basis: str
    source: str
    note: str

    @property
    def sel_dba(self) -> Array:
        """Exposure of a whole pass at 160 kt at `DISTANCES_M` [dBA]."""
        return np.asarray(self.lmax_dba + exposure_over_greatest_db(DISTANCES_M))


@functools.cache
def noise_data() -> dict[str, Any]:
    """Return the content of the noise cards."""
    text = resources.files("jointex.communities").joinpath("data/noise.yaml").read_text(encoding="utf-8")
    return parse_document(text, "noise.yaml").data


def noise_types(folders: Sequence[Folder] = ()) -> tuple[str, ...]:
    """Return the types that have a noise card.

    Parameters
    ----------
    folders : sequence of path
        The user's card folders, added to the shipped cards.

    Returns
    -------
    tuple of str

    Raises
    ------
    CardError
        If a card of the user's breaks rules: all faults at once.
    """
    return tuple(dict.fromkeys((*noise_data()["aircraft"], *_own(folders))))


def states_of(aircraft: str, folders: Sequence[Folder] = ()) -> dict[str, State]:
    """Return the power states of a type.

    Parameters
    ----------
    aircraft : str
        Card id with a noise card.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    dict of str to State
        In the order of `STATES`.

    Raises
    ------
    CardError
        If a card of the user's breaks rules: all faults at once.
    """
    data, own = noise_data(), _own(folders)
    if aircraft not in own:
        return _shipped_states(aircraft)
    card = own[aircraft]
    bands_db = data["spectra"][card["spectrum"]]["bands_db"]
    return {
        name: _state(name, figure, bands_db, figure.get("as", ""), card["sources"])
        for name in STATES
        if (figure := card["states"].get(name))
    }


def _own(folders: Sequence[Folder]) -> dict[str, dict[str, Any]]:
    """Return the user's noise cards; read again when a file has changed."""
    stamps = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in own_files(folders))
    return _own_cards(tuple(folders), stamps) if stamps else {}


@functools.lru_cache(maxsize=16)
def _own_cards(folders: tuple[Folder, ...], stamps: tuple[tuple[str, int, int], ...]) -> dict[str, dict[str, Any]]:
    return own_noise(folders, noise_data())


@functools.cache
def _shipped_states(aircraft: str) -> dict[str, State]:
    data = noise_data()
    card = data["aircraft"][aircraft]
    stands_for = str(card.get("like", ""))
    if stands_for:
        card = data["aircraft"][stands_for]
    bands_db, sources = data["spectra"][card["spectrum"]]["bands_db"], data["sources"]
    return {
        name: _state(name, card["states"][name], bands_db, stands_for, sources)
        for name in STATES
        if name in card["states"]
    }


def _state(
    name: str, figure: dict[str, Any], bands_db: list[float], stands_for: str, sources: Mapping[str, Any]
) -> State:
    """Return one state with its table."""
    usual, source = noise_data()["states"][name], sources[figure["source"]]
    shortest_s, longest_s = usual.get("hover_range_s", (0.0, 0.0))
    hover = (float(usual.get("hover_s", 0.0)), float(shortest_s), float(longest_s))
    value, (low, high), at_m = float(figure["lmax_dba"]), figure["range"], float(figure["at_m"])
    levels = spread_levels_dba(value, at_m, bands_db, DISTANCES_M)
    return State(
        name,
        levels + (value - at_distance(levels, at_m)),  # between the table's distances a line would pass the figure by
        value - low,
        high - value,
        float(usual["power"]),
        float(usual.get("speed_kt", 0.0)) * KNOT_M_S,
        hover,
        "estimated" if stands_for else figure["basis"],
        source["title"] + (f"; as the {stands_for}" if stands_for else ""),
        figure.get("note", ""),
    )


def at_distance(levels: Array, distance_m: Any) -> Array:
    """Return levels of a table at distances, linear in the logarithm of distance as SAE AIR 1845 has it.

    Parameters
    ----------
    levels : array (n,)
        Levels at `DISTANCES_M` [dBA].
    distance_m : float or array
        Distances [m]; beyond the table its end counts.

    Returns
    -------
    float or array
        Levels [dBA].
    """
    return np.asarray(np.interp(np.log10(distance_m), np.log10(DISTANCES_M), levels))
