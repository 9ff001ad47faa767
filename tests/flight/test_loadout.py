"""What cards say becomes what kernels read."""

from __future__ import annotations

import pytest

from jointex import cards
from jointex.errors import CardError
from jointex.flight.loadout import airframe


def test_every_shipped_aircraft_becomes_a_record_of_finite_positive_figures():
    optional = {
        "store_drag_area_m2", "load_mass_kg", "wet_thrust_n", "wet_break_slope", "wet_fuel_kg_n_s", "wet_fuel_mach_slope",
        "thrust_mach_loss", "vertical_landing_mass_kg", "vertical_landing_s", "vertical_landing_fuel_kg", "short_takeoff_m",
    }  # fmt: skip
    by_jet = {"thrust_break_ratio", "dry_break_slope", "dry_fuel_kg_n_s", "dry_fuel_mach_slope"}
    by_shaft = {"shaft_power_w", "flat_rating", "propeller_efficiency", "shaft_fuel_kg_j"}
    for card_id in cards.ids("aircraft"):
        record = airframe(cards.aircraft(card_id))
        absent = by_shaft if record["shaft_power_w"][0] == 0.0 else by_jet
        assert all(record[name][0] == 0.0 for name in absent), card_id
        needed = [name for name in record.dtype.names if name not in optional | absent]
        wrong = [name for name in needed if not 0.0 < record[name][0] < 1e8]
        assert wrong == [], card_id


def test_tanks_outside_add_mass_drag_and_fuel():
    card, tank = cards.aircraft("F-15J"), cards.store("TANK-600")
    clean, loaded = airframe(card)[0], airframe(card, {"TANK-600": 3})[0]
    assert loaded["fuel_capacity_kg"] == pytest.approx(clean["fuel_capacity_kg"] + 3 * tank.fuel.si)
    assert loaded["load_mass_kg"] == pytest.approx(3 * tank.mass.si)
    assert loaded["store_drag_area_m2"] == pytest.approx(3 * tank.drag_area.si)


def test_stores_inside_add_mass_and_no_drag_until_the_bay_is_full():
    card, missile = cards.aircraft("F-35B"), cards.store("MISSILE-MEDIUM")
    most = card.stores.inside["MISSILE-MEDIUM"]
    full, over = airframe(card, {"MISSILE-MEDIUM": most})[0], airframe(card, {"MISSILE-MEDIUM": most + 1})[0]
    assert full["store_drag_area_m2"] == 0.0
    assert full["load_mass_kg"] == pytest.approx(most * missile.mass.si)
    assert over["store_drag_area_m2"] == pytest.approx(missile.drag_area.si)


def test_payload_weighs_and_does_not_drag():
    record = airframe(cards.aircraft("KC-135R"), payload_kg=10_000.0)[0]
    assert record["load_mass_kg"] == 10_000.0
    assert record["store_drag_area_m2"] == 0.0


def test_thrust_and_fuel_carry_the_installation_factors():
    card = cards.aircraft("B-52H")
    engine, record = cards.engine(card.engine.id), airframe(card)[0]
    assert record["dry_thrust_n"] == pytest.approx(8 * card.engine.thrust_factor.si * engine.dry_thrust.si)
    assert record["dry_fuel_kg_n_s"] == pytest.approx(card.engine.fuel_factor.si * engine.dry_fuel.si)


def test_unknown_store_is_named():
    with pytest.raises(CardError, match="TANK-601"):
        airframe(cards.aircraft("F-15J"), {"TANK-601": 1})
