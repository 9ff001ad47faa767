"""Runways and decks: the published deck run comes back, the physics have their signs, and what cannot be is said."""

from __future__ import annotations

from importlib import resources

import pytest

from jointex import calc, cards
from jointex.errors import CardError, QuestionError
from jointex.flight.deck import SHORT_TAKEOFF_LOAD_KG
from jointex.units import FOOT_M


def short(mass_kg, **options):
    return calc.takeoff("F-35B", **{"runway_m": 250.0, "mode": "short", "mass_kg": mass_kg, **options})


def test_the_published_deck_run_comes_back_under_its_own_conditions():
    card = cards.aircraft("F-35B")
    known_kg = card.mass.empty.si + card.fuel.internal.si + SHORT_TAKEOFF_LOAD_KG
    answer = short(known_kg, oat_c=32.1, wind_over_deck_kt=10.0)
    assert answer.ground_roll_m == pytest.approx(600.0 * FOOT_M, rel=1e-6)
    assert answer.field_length_m == pytest.approx(1.15 * answer.ground_roll_m)


def test_mass_and_heat_lengthen_the_deck_run_and_wind_shortens_it():
    run_m = short(21_000.0).ground_roll_m
    assert short(22_000.0).ground_roll_m > run_m
    assert short(21_000.0, oat_c=40.0).ground_roll_m > run_m
    assert short(21_000.0, wind_over_deck_kt=20.0).ground_roll_m < run_m


def test_wind_over_deck_lets_a_heavier_aircraft_off_the_same_deck():
    assert not short(24_000.0, oat_c=30.0).ok
    assert short(24_000.0, oat_c=30.0, wind_over_deck_kt=30.0).ok


def test_a_short_take_off_is_shorter_than_a_conventional_one():
    conventional = calc.takeoff("F-35B", runway_m=2000.0, mass_kg=22_000.0)
    assert short(22_000.0).ground_roll_m < 0.7 * conventional.ground_roll_m


def test_default_mass_is_the_largest_and_the_runway_is_that_of_the_base():
    answer = calc.takeoff("KC-46A", base="RJSM")
    assert answer.mass_kg == pytest.approx(cards.aircraft("KC-46A").mass.max_takeoff.si)
    assert answer.runway_m == pytest.approx(cards.base("RJSM").longest_runway_m)
    assert answer.ok
    tight = calc.takeoff("KC-46A", runway_m=2000.0)
    assert not tight.ok
    assert f"has {tight.runway_m:,.0f} m" in tight.reason


def test_heat_lengthens_a_conventional_take_off():
    lengths_m = [calc.takeoff("B-52H", runway_m=3000.0, oat_c=oat_c).field_length_m for oat_c in (-10.0, 15.0, 35.0)]
    assert lengths_m == sorted(lengths_m)
    assert lengths_m[2] > 1.1 * lengths_m[1]


def test_vertical_bring_back_is_what_hover_thrust_leaves_and_heat_takes_it():
    cool, hot = (calc.landing("F-35B", mode="vertical", oat_c=oat_c) for oat_c in (15.0, 40.0))
    card = cards.aircraft("F-35B")
    assert cool.max_landing_mass_kg == pytest.approx(card.takeoff_landing.vertical_landing.max_mass.si)
    assert cool.bring_back_kg == pytest.approx(cool.max_landing_mass_kg - card.mass.empty.si)
    assert hot.bring_back_kg < cool.bring_back_kg
    assert cool.field_length_m == 0.0


def test_conventional_landing_is_at_the_largest_landing_mass():
    for card_id in cards.ids("aircraft"):
        answer = calc.landing(card_id)
        assert answer.max_landing_mass_kg == pytest.approx(cards.aircraft(card_id).mass.max_landing.si)
        assert 0.0 < answer.ground_roll_m < answer.distance_m <= answer.field_length_m
        is_civil = cards.aircraft(card_id).takeoff_landing.certificate == "civil"
        assert answer.field_length_m == pytest.approx(answer.distance_m / (0.6 if is_civil else 1.0))


BAD = [
    ({}, "exactly one of --base, --runway-m and --ship"),
    ({"runway_m": 1e9}, "--runway-m"),
    ({"runway_m": 900.0, "base": "RJNK"}, "exactly one"),
    ({"base": "Komatzu"}, "Komatsu"),
    ({"base": "35.0,139.0"}, "--runway-m"),
    ({"runway_m": 900.0, "mass_kg": 1e6}, "kg empty"),
    ({"runway_m": 900.0, "oat_c": float("nan")}, "--oat-c"),
    ({"runway_m": 900.0, "wind_over_deck_kt": 99.0}, "--wind-over-deck-kt"),
    ({"runway_m": 900.0, "mode": "short"}, "no short take-off"),
    ({"runway_m": 900.0, "mode": "convential"}, "Did you mean conventional"),
    ({"ship": "Queen Mary"}, "--ship"),
]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_bad_questions_say_what_must_hold(options, said):
    with pytest.raises(QuestionError, match=said):
        calc.takeoff("F-35A", **options)


def test_a_type_that_cannot_hover_is_refused():
    with pytest.raises(QuestionError, match="no vertical landing"):
        calc.landing("F-15J", mode="vertical")
    with pytest.raises(CardError, match="F-35B"):
        calc.landing("F-35X")


def test_deck_of_a_ship_is_that_of_its_card():
    answer = calc.takeoff("F-35B", ship="kaga", mode="short", mass_kg=22_000.0, wind_over_deck_kt=25.0)
    assert answer.runway_m == cards.ship("JS-KAGA").deck_run_m
    assert answer.ok == (answer.field_length_m <= answer.runway_m)
    with pytest.raises(QuestionError, match="Did you mean Kaga"):
        calc.takeoff("F-35B", ship="kagu", mode="short")


def test_airfield_without_a_card_has_the_runway_of_the_world_table():
    assert calc.takeoff("C-17A", base="KSEA").runway_m == pytest.approx(11_900 * FOOT_M)


def test_low_pressure_is_height_and_height_lengthens_the_run():
    base = calc.takeoff("B-52H", base="PGUA")
    low = calc.takeoff("B-52H", base="PGUA", qnh_hpa=980.0)
    assert low.pressure_altitude_m - base.pressure_altitude_m == pytest.approx(280.0, abs=5.0)  # 27 ft for each hPa
    assert low.field_length_m > base.field_length_m
    given = calc.takeoff("B-52H", runway_m=3000.0, pressure_altitude_ft=base.pressure_altitude_m / FOOT_M)
    assert given.field_length_m == pytest.approx(base.field_length_m)


def test_a_rougher_sea_takes_more_of_the_deck():
    answers = [
        calc.takeoff("F-35B", ship="JS-KAGA", mode="short", mass_kg=20_000.0, wind_over_deck_kt=20.0, sea_state=state)
        for state in (0, 4, 5, 6)
    ]
    margins_m = [answer.deck_motion_margin_m for answer in answers]
    assert margins_m[0] == pytest.approx(0.0, abs=1e-9)
    assert margins_m == sorted(margins_m)
    for answer in answers:
        assert answer.field_length_m - answer.deck_motion_margin_m == pytest.approx(answers[0].field_length_m)
    still = calc.takeoff("F-35B", ship="JS-KAGA", mode="short", mass_kg=20_000.0, wind_over_deck_kt=20.0)
    assert still.field_length_m == pytest.approx(answers[0].field_length_m)
    assert any("does not move" in words for words in still.assumptions)


def test_a_deck_that_moves_beyond_the_limits_is_refused_with_numbers():
    answer = calc.takeoff(
        "F-35B", ship="JS-IZUMO", mode="short", mass_kg=18_000.0, wind_over_deck_kt=30.0, deck_pitch_deg=4.0
    )
    assert not answer.ok
    assert "pitch 4.0 deg of 3" in answer.reason
    down = calc.landing("F-35B", ship="JS-IZUMO", mode="vertical", deck_heave_m=3.0)
    assert down.ok is False
    assert "m/s of 2" in down.reason


def test_a_ship_is_refused_to_a_type_without_short_take_off_in_whatever_mode():
    for mode in ("conventional", "short"):
        with pytest.raises(QuestionError, match="--ship must be left out for F-16C") as caught:
            calc.takeoff("F-16C", ship="JS-KAGA", mode=mode)
        assert len(caught.value.faults) == 1


def test_no_vertical_landing_where_heat_leaves_less_thrust_than_the_empty_aircraft_weighs():
    found = calc.landing("F-35B", mode="vertical", oat_c=50.0, by_oat=True)
    assert found.max_landing_mass_kg < cards.aircraft("F-35B").mass.empty.si
    assert found.ok is False
    assert "less than F-35B weighs empty" in found.reason
    assert found.bring_back_kg == min(row.bring_back_kg for row in found.by_oat) == 0.0


def test_bring_back_by_temperature_falls_beyond_the_flat_rating_only():
    rows = calc.landing("F-35B", mode="vertical", by_oat=True).by_oat
    brought = [row.bring_back_kg for row in rows]
    assert brought == sorted(brought, reverse=True)
    assert brought[0] == pytest.approx(calc.landing("F-35B", mode="vertical", oat_c=15.0).bring_back_kg)
    assert brought[-1] < 0.5 * brought[0]
    assert {row.oat_c for row in rows} >= {-20.0, 15.0, 50.0}


def test_landing_too_heavy_or_too_short_is_said_with_numbers():
    heavy = calc.landing("F-15J", base="RJNK", mass_kg=28_000.0)
    assert heavy.ok is False
    assert "6,000 kg above" in heavy.reason
    short_strip = calc.landing("F-15J", runway_m=800.0)
    assert short_strip.ok is False
    assert "800 m" in short_strip.reason
    assert calc.landing("F-15J").ok is None


def test_jets_keep_off_coral_and_turboprops_do_not():
    assert calc.takeoff("F-35B", base="RODE", mode="short", mass_kg=20_000.0).runway_m == pytest.approx(1200 * FOOT_M)
    assert calc.takeoff("KC-130J", base="RODE").runway_m == pytest.approx(4780 * FOOT_M)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"runway_m": 300.0, "sea_state": 4}, "unless --ship says"),
        ({"ship": "JS-KAGA", "mode": "short", "sea_state": 10}, "from 0 to 9"),
        ({"ship": "JS-KAGA", "mode": "short", "sea_state": 4, "deck_pitch_deg": 1.0}, "left out with --sea-state"),
        ({"runway_m": 300.0, "qnh_hpa": 2000.0}, "870 to 1,090 hPa"),
        ({"runway_m": 300.0, "qnh_hpa": 1000.0, "pressure_altitude_ft": 0.0}, "one gives the other"),
        ({"runway_m": float("inf")}, "--runway-m"),
        ({"runway_m": 300.0, "mass_kg": float("nan")}, "--mass-kg"),
        ({"runway_m": 300.0, "oat_c": 1e9}, "-60 to 60"),
    ],
)
def test_bad_weather_and_decks_say_what_must_hold(options, said):
    with pytest.raises(QuestionError, match=said):
        calc.takeoff("F-35B", **options)


def test_all_faults_come_at_once_even_where_the_aircraft_is_unknown():
    with pytest.raises(CardError) as caught:
        calc.takeoff("F-35X", base="Komatzu", oat_c=float("nan"), mode="shrt")
    assert len(caught.value.faults) == 4
    with pytest.raises(CardError) as caught:
        calc.leg("B-52Z", "Komatzu", "QQQQ", headwind_kt=999.0)
    assert len(caught.value.faults) == 4


def test_a_card_of_nothing_that_flies_is_refused(tmp_path):
    shipped = resources.files("jointex.cards").joinpath("data/aircraft/F-35B.yaml")
    text = shipped.read_text(encoding="utf-8")
    (tmp_path / "aircraft").mkdir()
    for factor in ("0.001", "1000"):
        wrong = text.replace("thrust_factor: {value: 0.92", f"thrust_factor: {{value: {factor}")
        wrong = wrong.replace("range: [0.828, 1.012]", f"range: [{factor}, {factor}]")
        assert wrong != text
        (tmp_path / "aircraft" / "F-35B.yaml").write_text(wrong, encoding="utf-8")
        for ask in (calc.radius, calc.range_, calc.landing):
            with pytest.raises(CardError, match=r"thrust_factor must lie|thrust over weight"):
                ask("F-35B", folders=[tmp_path])


def test_the_greatest_mass_for_a_strip_just_fits_it():
    for how in ({"ship": "JS-KAGA", "mode": "short", "wind_over_deck_kt": 25.0}, {"runway_m": 1000.0}):
        answer = calc.takeoff("F-35B", **how)
        assert not answer.ok
        assert f"{answer.greatest_mass_kg:,.0f} kg" in answer.reason
        assert calc.takeoff("F-35B", **how, mass_kg=answer.greatest_mass_kg).ok
        assert not calc.takeoff("F-35B", **how, mass_kg=answer.greatest_mass_kg + 20.0).ok
    assert calc.takeoff("F-35B", runway_m=3000.0).greatest_mass_kg == cards.aircraft("F-35B").mass.max_takeoff.si
    assert calc.takeoff("B-52H", runway_m=100.0).greatest_mass_kg is None
