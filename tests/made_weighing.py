"""A small weighing and an exercise made by hand: few bundles and a coarse lattice, so that few programmes of gas are solved."""

from __future__ import annotations

from dataclasses import replace

from jointex.region.mark import Mark, Ranged
from jointex.region.policies.cases import draw_futures, evaluate, exercise_of
from jointex.region.policies.model import REFERENCE
from jointex.region.policies.reading import shipped

FEW = (
    REFERENCE,
    "no-exercise",
    "double",
    "no-bombers",
    "noticed-hotline",
    "principal",
    "replaced",
    "sharing",
    "town-package",
)
LATTICE = {
    "cut_weeks": (4.0, 8.0),
    "cut_price_usd_mmbtu": (13.0, 34.0),
    "cut_fraction": (0.5, 1.0),
    "stock_mt": (1.65, 2.0),
}


STILL = {"spot_extra_kt_week": 200.0, "spot_lead_d": 35.0, "coal_switch": 0.06, "stock_floor_d": 5.0}


def small():
    """Return a weighing with few bundles and a coarse lattice, so that few programmes are solved."""
    whole = shipped()
    still = {name: replace(whole.uncertainties[name], low=value, high=value) for name, value in STILL.items()}
    coarse = {
        name: replace(one, values=LATTICE[name], low=LATTICE[name][0], high=LATTICE[name][-1])
        if name in LATTICE
        else one
        for name, one in whole.uncertainties.items()
    } | still
    return replace(whole, bundles={name: whole.bundles[name] for name in FEW}, uncertainties=coarse)


def exercise():
    """Return a made exercise with two bombers."""
    score = Ranged(0.9, 0.8, 1.0, "", "estimated", "made")
    mark = Mark(
        scenario="made",
        date="2025-12-10",
        bombers=2,
        fighters=6,
        aircraft=8,
        sorties=7.5,
        nuclear_capable=True,
        least_distance_to_coast_m={"RU": 300_000.0},
        flying_hours={"B-52H": 13.0, "F-15J": 9.0},
        hourly_cost_usd={name: Ranged(4e4, 3e4, 7e4, "USD/h", "estimated", "made") for name in ("B-52H", "F-15J")},
        readiness={"flown_fraction": score},
        interoperability={"links_joined_fraction": score},
        takeoffs_by_hour={"RJOI": (0.0,) * 12 + (1.0, 2.0) + (0.0,) * 10},
        runs=20,
    )
    return exercise_of(mark, frozenset({"B-52H"}))


def values_of(bundle, n_futures=60, weighing=None):
    """Return outcomes of a bundle in some futures."""
    weighing = weighing or small()
    draws, actors = draw_futures(weighing, 1, 0, n_futures)
    return evaluate(weighing, exercise(), weighing.settings(bundle), draws, actors)
