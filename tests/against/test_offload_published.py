"""What tankers give over distance beside figures in print; misses are printed and stay misses."""

from __future__ import annotations

import pytest

from jointex import calc, cards
from jointex.units import POUND_KG

# tanker, stores, radius [NM], in print [lb], how far the model may lie off [share], why so much, source
FIGURES = [
    # 1,500 miles with 150,000 lb of transfer fuel (USAF fact sheet, quoted on aircraft.fandom.com, read 2026-11-22): read as the
    # whole way, so half of 1,500 statute miles out
    ("KC-135R", {}, 652.0, 150_000.0, 0.10, "what way and reserve are meant is not said"),
    # 57,500 lb (NAVAIR fact sheet; also aviationtitans.com, read 2026-11-22) at 500 NM or so, from memory; 84,000 lb with
    # the tank in the hold, of which no radius is said
    (
        "KC-130J",
        {"TANK-HOLD-3600": 1},
        500.0,
        57_500.0,
        0.15,
        "with the tank in the hold: whether it is in is not said",
    ),
    # more than any tanker keeps for itself: 212,299 lb aboard, 207,672 lb can be given
    ("KC-46A", {}, 100.0, 207_672.0, 0.15, "all that can be pumped, at no distance: a bound from above"),
]


@pytest.mark.parametrize(("tanker", "stores", "radius_nm", "printed_lb", "share", "why"), FIGURES)
def test_offload_lies_near_what_is_in_print(
    tanker: str, stores: dict[str, int], radius_nm: float, printed_lb: float, share: float, why: str
) -> None:
    model_lb = calc.offload(tanker, radius_nm, stores=stores).offload_kg / POUND_KG
    print(f"{tanker} at {radius_nm:,.0f} NM: {model_lb:,.0f} lb, in print {printed_lb:,.0f} lb ({why})")  # noqa: T201
    assert model_lb == pytest.approx(printed_lb, rel=share)


def test_two_readings_of_print_are_missed() -> None:
    # 1,500 NM as a radius, and 500 NM without the tank in the hold: the model gives 17 % and 31 % less. Should a card change so
    # that these are met, the page on meeting a tanker is to be told
    as_radius = calc.offload("KC-135R", 1500.0).offload_kg / POUND_KG
    without = calc.offload("KC-130J", 500.0).offload_kg / POUND_KG
    assert as_radius / 150_000.0 - 1.0 == pytest.approx(-0.17, abs=0.02)
    assert without / 57_500.0 - 1.0 == pytest.approx(-0.31, abs=0.02)


def test_nobody_gives_more_than_the_card_lets() -> None:
    for card_id in ("KC-135R", "KC-46A", "KC-767J", "KC-130J"):
        limit_kg = cards.aircraft(card_id).tanker.transferable_fuel.si  # type: ignore[union-attr]
        assert calc.offload(card_id, 0.0).offload_kg <= limit_kg
