"""Every shipped card holds its own rules, and says where its figures come from."""

from __future__ import annotations

import math
import runpy
from pathlib import Path

import pytest

from jointex import cards
from jointex.cards.checks import values_of
from jointex.units import si_per_unit

FLAGSHIP = ("B-52H", "F-35A", "F-35B", "F-15J", "KC-135R", "KC-135R-BDA", "KC-135R-MPRS", "KC-46A", "KC-767J", "E-767")
JOINED = ("F-16C", "F-2A", "E-2D", "KC-130J", "P-8A", "C-2", "C-17A", "J-16", "H-6K", "Tu-95MS")
AIRCRAFT = FLAGSHIP + JOINED
EVERY_CARD = [(kind, card_id) for kind in cards.KINDS for card_id in cards.ids(kind)]


def test_every_promised_aircraft_has_a_card():
    assert set(AIRCRAFT) <= set(cards.ids("aircraft"))


@pytest.mark.parametrize(("kind", "card_id"), EVERY_CARD)
def test_card_loads_without_placeholder_and_every_source_is_used(kind, card_id):
    card = cards.load(kind, card_id)
    values = [value for _, value in values_of(card)]
    assert values or kind in ("clearances", "agreements")
    assert getattr(card, "basis", "") != "placeholder"
    assert all(value.basis != "placeholder" for value in values)
    assert all(value.range is not None for value in values if value.basis == "estimated")
    if not card.like:
        text = cards.card_file(kind, card_id).read_text(encoding="utf-8")
        more = getattr(card, "more_sources", ())
        assert [key for key in card.sources if f"source: {key}" not in text and key not in more] == []


@pytest.mark.parametrize(("kind", "card_id"), EVERY_CARD)
def test_source_says_where_it_was_read(kind, card_id):
    for source in cards.load(kind, card_id).sources.values():
        assert source.title
        assert source.says or source.title.startswith("airportsdata")


@pytest.mark.parametrize("card_id", AIRCRAFT)
def test_aircraft_lists_what_it_is_calibrated_and_validated_against(card_id):
    uses = [figure.use for figure in cards.aircraft(card_id).published]
    assert "calibration" in uses
    assert "validation" in uses


@pytest.mark.parametrize("card_id", AIRCRAFT)
def test_default_load_fits_within_the_take_off_mass_with_full_tanks_or_a_reserve(card_id):
    card = cards.aircraft(card_id)
    load = card.stores.loads.get(card.stores.default_load, {})
    carried_kg = sum(cards.store(name).mass.si * count for name, count in load.items())
    assert carried_kg <= card.mass.max_payload.si
    assert card.mass.empty.si + carried_kg + 0.5 * card.fuel.internal.si < card.mass.max_takeoff.si


JETS = [card_id for card_id in cards.ids("engines") if cards.engine(card_id).shaft is None]


@pytest.mark.parametrize("card_id", JETS)
def test_mach_slope_of_an_engine_joins_its_static_and_its_cruise_consumption(card_id):
    engine = cards.engine(card_id)
    temperature_ratio = 1.0 - 0.0065 * min(engine.cruise.altitude.si, 11_000.0) / 288.15
    at_cruise = engine.cruise.fuel.si / (engine.dry_fuel.si * temperature_ratio**0.5)
    slope = (at_cruise - 1.0) / engine.cruise.mach.si
    # the card rounds the slope to two digits
    assert engine.dry_fuel_mach_slope.si == pytest.approx(slope, abs=0.06)


@pytest.mark.parametrize("card_id", AIRCRAFT)
def test_induced_drag_factor_is_that_of_a_wing_of_this_aspect_ratio(card_id):
    card = cards.aircraft(card_id)
    aspect_ratio = card.geometry.span.si**2 / card.geometry.wing_area.si
    oswald = 1.0 / (3.141592653589793 * aspect_ratio * card.aerodynamics.induced_drag_factor.si)
    assert 0.55 < oswald < 1.0


def test_only_the_f35b_lands_vertically_and_of_the_allies_takes_fuel_by_probe():
    probes = {card_id for card_id in AIRCRAFT if cards.aircraft(card_id).receiver.by == "probe"}
    hovers = {card_id for card_id in AIRCRAFT if cards.aircraft(card_id).takeoff_landing.vertical_landing}
    assert hovers == {"F-35B"}
    assert probes == {"F-35B", "J-16", "Tu-95MS"}


def test_tanker_fits_differ_in_what_they_offer():
    def offers(card_id):
        return {station.kind for station in cards.aircraft(card_id).tanker.stations.values()}

    assert offers("KC-135R") == offers("KC-767J") == {"boom"}
    assert offers("KC-135R-BDA") == offers("KC-130J") == {"drogue"}
    assert offers("KC-135R-MPRS") == offers("KC-46A") == {"boom", "drogue"}


def test_propellers_are_those_of_the_three_turboprop_types():
    by_shaft = {card_id for card_id in AIRCRAFT if cards.engine(cards.aircraft(card_id).engine.id).shaft is not None}
    assert by_shaft == {"E-2D", "KC-130J", "Tu-95MS"}


@pytest.mark.parametrize("card_id", ["AE2100D3", "T56-A-427A", "NK-12MP"])
def test_propeller_pulls_less_standing_than_a_disc_without_loss(card_id):
    # momentum theory: thrust^3 = 2 rho area power^2; discs of 4.11 m and 5.6 m at sea level
    engine = cards.engine(card_id)
    diameter_m = 5.6 if card_id == "NK-12MP" else 4.11
    area_m2 = math.pi * diameter_m**2 / 4.0
    ideal_n = (2.0 * 1.225 * area_m2 * engine.shaft.power.si**2) ** (1.0 / 3.0)
    assert 0.5 < engine.dry_thrust.si / ideal_n < 0.8


# Boeing's page gives some figures in two units; both must be the same quantity (printed to three or four digits).
@pytest.mark.parametrize(
    ("section", "name", "printed", "unit", "tolerance"),
    [
        ("geometry", "span", 185.0, "ft", 0.002),
        ("geometry", "length", 159.33, "ft", 0.002),
        ("geometry", "wing_area", 4000.0, "ft2", 0.001),
        ("mass", "empty", 185_000.0, "lb", 0.01),
    ],
)
def test_b52_figure_agrees_with_the_other_unit_in_its_source(section, name, printed, unit, tolerance):
    value = getattr(getattr(cards.aircraft("B-52H"), section), name)
    assert value.si == pytest.approx(printed * si_per_unit(unit, value.KIND), rel=tolerance)


def test_reference_page_is_that_of_the_models():
    root = Path(__file__).parents[2]
    script = runpy.run_path(str(root / "scripts" / "write_card_reference.py"))
    assert (root / "docs" / "reference" / "cards.md").read_text(encoding="utf-8") == script["page"]()
