"""A broken card is answered with file, line, key, rule, value and a way out: all faults at once."""

from __future__ import annotations

import re

import pytest

from jointex import cards
from jointex.errors import CardError

HEAD = "id: MINE\nlike: F-15J\nname: Mine\n"
SOURCED = "basis: published, source: dataset"

# one broken line each, standing on line 5 under a section on line 4, and what the message must say
BROKEN = [
    ("mass", f"max_takeof: {{value: 3, unit: kg, {SOURCED}}}", "mass.max_takeof is not a key of this card. Did you mean"),
    ("mass", "empty: 12 t", "mass.empty must be written as {value: , unit: , basis: , source: }; got 12 t"),
    ("mass", f"empty: {{value: heavy, unit: kg, {SOURCED}}}", "mass.empty.value must be a number; got heavy"),
    ("mass", f"empty: {{value: true, unit: kg, {SOURCED}}}", "mass.empty.value must be a number; got True"),
    ("mass", f"empty: {{value: 12, unit: kt, {SOURCED}}}", "mass.empty.unit must be a mass, such as 20 klb; got kt"),
    ("mass", f"empty: {{value: 12, {SOURCED}}}", "mass.empty"),
    ("mass", f"empty: {{value: -12, unit: kg, {SOURCED}}}", "mass.empty must be above 0; got -12 kg"),
    ("mass", f"empty: {{valu: 12, unit: kg, {SOURCED}}}", "mass.empty.value must be given. Is it written as valu?"),
    ("mass", f"empty: {{value: 25, unit: t, {SOURCED}}}", "mass.empty must not be above mass.max_landing (22,000 kg)"),
    ("mass", f"max_payload: {{value: 25, unit: t, {SOURCED}}}", "mass.max_payload must fit between mass.empty"),
    ("limits", "bank: {value: 60, unit: deg, basis: guessed, source: dataset}", "limits.bank.basis must be one of published"),
    ("limits", "bank: {value: 60, unit: deg, basis: estimated, source: dataset}", "must give its range"),
    ("limits", f"bank: {{value: 60, unit: deg, range: [20, 30], {SOURCED}}}", "must lie within its range (20 to 30); got 60"),
    ("limits", "bank: {value: 60, unit: deg, basis: published, source: datset}", "got datset. Did you mean dataset"),
    ("engine", "id: F100-IHI-200", "must be the id of an engine card; got F100-IHI-200. Did you mean F100-IHI-100"),
    ("engine", "count: 2.5", "engine.count must be a whole number; got 2.5"),
    ("stores", "most: {TANK-700: 2}", "must be the id of a store card; got TANK-700. Did you mean TANK-"),
    ("stores", "inside: {TANK-600: 4}", "stores.inside.TANK-600 must not be above stores.most (3); got 4"),
    ("stores", "default_load: intercept", "must be one of stores.loads; got intercept. Did you mean interceptor?"),
    ("speeds", f"cruise_mach: {{value: 3, unit: Mach, {SOURCED}}}", "must not be above limits.max_mach (2.5 Mach)"),
    ("receiver", "by: hose", "receiver.by must be one of boom_receptacle, probe or none; got hose"),
    ("published", "- {figure: reach, use: validation}", "published[0].figure must be one of range"),
    ("sources", "dataset: {title: Data, read: yesterday}", "sources.dataset.read must be a day such as 2026-11-22; got yesterday"),
]  # fmt: skip


def messages_of(folder, kind, card_id, text):
    path = folder / kind / f"{card_id}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CardError) as caught:
        cards.load(kind, card_id, [folder])
    return [str(fault).replace(str(path.parent) + "/", "") for fault in caught.value.faults]


@pytest.mark.parametrize(("section", "line", "message"), BROKEN)
def test_fault_is_told_with_line_key_rule_and_value(tmp_path, section, line, message):
    told = messages_of(tmp_path, "aircraft", "MINE", f"{HEAD}{section}:\n  {line}\n")
    assert any(one.startswith("MINE.yaml:5 ") and message in one for one in told), told


def test_all_faults_of_a_card_are_told_at_once_in_the_order_of_the_file(tmp_path):
    lines = [line for section, line, _ in BROKEN if section == "limits"][:1]
    text = HEAD + "mass:\n  empty: 12 t\nlimits:\n  " + "\n  ".join(lines) + "\nengine:\n  count: 2.5\n  id: NONE\n"
    told = messages_of(tmp_path, "aircraft", "MINE", text)
    assert [one.split()[0] for one in told] == ["MINE.yaml:5", "MINE.yaml:7", "MINE.yaml:9", "MINE.yaml:10"]


def test_card_must_be_named_like_its_file(tmp_path):
    told = messages_of(tmp_path, "aircraft", "MINE", HEAD.replace("MINE", "YOURS"))
    assert told == ["MINE.yaml:1 id must be the name of the file (MINE); got YOURS"]


def test_card_like_an_unknown_card_is_refused_with_the_nearest(tmp_path):
    told = messages_of(tmp_path, "aircraft", "MINE", "id: MINE\nlike: F-15K\n")
    assert told == ["MINE.yaml:2 like must be the id of another card; got F-15K. Did you mean F-15J or F-35B?"]


def test_card_like_itself_is_refused(tmp_path):
    told = messages_of(tmp_path, "aircraft", "MINE", "id: MINE\nlike: MINE\n")
    assert len(told) == 1
    assert told[0].startswith("MINE.yaml:2 like must be the id of another card; got MINE. Known: ")


def test_cards_like_each_other_are_refused(tmp_path):
    (tmp_path / "aircraft").mkdir()
    (tmp_path / "aircraft" / "YOURS.yaml").write_text("id: YOURS\nlike: MINE\n", encoding="utf-8")
    told = messages_of(tmp_path, "aircraft", "MINE", "id: MINE\nlike: YOURS\n")
    assert told == ["YOURS.yaml:2 like must not lead back to this card; got MINE"]


def test_placeholder_is_refused_in_a_shipped_card_and_allowed_in_a_users(tmp_path, monkeypatch):
    text = HEAD + "mass:\n  empty: {value: 12, unit: t, basis: placeholder, source: dataset}\n"
    (tmp_path / "aircraft").mkdir()
    (tmp_path / "aircraft" / "MINE.yaml").write_text(text, encoding="utf-8")
    assert cards.aircraft("MINE", [tmp_path]).mass.empty.basis == "placeholder"
    monkeypatch.setattr("jointex.cards.shelf.is_shipped", lambda path: True)
    cards.shelf.forget()
    with pytest.raises(CardError, match="must not be placeholder; got placeholder"):
        cards.aircraft("MINE", [tmp_path])


BASE = """\
id: XXXX
name: Nowhere
state: Atlantis
position:
  latitude: {value: 95, unit: deg, basis: published, source: me}
  longitude: {value: -181, unit: deg, basis: published, source: me}
  elevation: {value: 1, unit: ft, basis: published, source: me}
runways:
  - ident: 09/27
    length: {value: 45, unit: m, basis: published, source: me}
    width: {value: 2000, unit: m, basis: published, source: me}
sources:
  me: {title: Me, read: 2026-11-22}
"""


def test_base_off_the_globe_with_a_runway_wider_than_long_is_refused(tmp_path):
    assert messages_of(tmp_path, "bases", "XXXX", BASE) == [
        "XXXX.yaml:5 position.latitude must lie between -90 and 90 deg; got 95 deg",
        "XXXX.yaml:6 position.longitude must lie between -180 and 180 deg; got -181 deg",
        "XXXX.yaml:11 runways[0].width must be below the length (45 m); got 2,000 m",
    ]


def test_afterburner_needs_all_its_figures(tmp_path):
    text = "id: ENGINE\nlike: PW4062\nwet_thrust: {value: 100, unit: kN, basis: published, source: eedb}\n"
    told = messages_of(tmp_path, "engines", "ENGINE", text)
    assert [one.split(" must")[0].split()[-1] for one in told] == [
        "wet_fuel",
        "wet_break_slope",
        "wet_fuel_mach_slope",
        "wet_thrust",
    ]


def test_tank_without_fuel_is_refused(tmp_path):
    text = cards.card_file("stores", "MISSILE-SHORT").read_text(encoding="utf-8")
    text = text.replace("id: MISSILE-SHORT", "id: T").replace("kind: missile", "kind: tank")
    assert messages_of(tmp_path, "stores", "T", text) == [
        "T.yaml:1 fuel must be given for a tank",
        "T.yaml:6 flyout must be given for a missile only",
    ]


def test_sensors_have_the_figures_of_their_kind_and_no_others(tmp_path):
    text = cards.card_file("sensors", "RADAR-FIGHTER").read_text(encoding="utf-8").replace("id: RADAR-FIGHTER", "id: R")
    found = messages_of(tmp_path, "sensors", "R", text.replace("kind: radar", "kind: infrared"))
    assert [message.split(" ", 1)[1] for message in found] == [
        "tail_range must be given for infra-red: it sees farther from behind",
        "reference_signature must be given for radar only",
        "notch must be given for radar only",
    ]
    found = messages_of(tmp_path, "sensors", "R", re.sub("notch: .*", "", text))
    assert found == ["R.yaml:1 notch must be given for a radar: it loses who flies across"]


def test_senses_name_cards_that_are_there(tmp_path):
    text = cards.card_file("aircraft", "F-15J").read_text(encoding="utf-8").replace("id: F-15J", "id: F")
    text = text.replace("RADAR-FIGHTER-LARGE", "RADAR-FIGHTER-LAGRE").replace("SIGNATURE-FIGHTER-LARGE", "BIG")
    found = messages_of(tmp_path, "aircraft", "F", text)
    assert "senses.sensors[0] must be the id of a sensor card; got RADAR-FIGHTER-LAGRE" in found[0]
    assert "RADAR-FIGHTER-LARGE" in found[0]
    assert "senses.signature must be the id of a signature card; got BIG" in found[1]


def test_links_and_gateways_are_of_links_that_are_there(tmp_path):
    text = cards.card_file("aircraft", "F-35B").read_text(encoding="utf-8").replace("id: F-35B", "id: F", 1)
    text = text.replace("fits: [LINK-16, MADL, VOICE]", "fits: [LINK-61, VOICE]")
    found = messages_of(tmp_path, "aircraft", "F", text)
    assert len(found) == 3
    assert "links.fits[0] must be the id of a link card; got LINK-61. Did you mean LINK-16" in found[0]
    assert all("links.gateways[0].between" in one and "must be one of links.fits" in one for one in found[1:])


def test_a_missile_is_more_than_its_propellant(tmp_path):
    text = cards.card_file("stores", "MISSILE-SHORT").read_text(encoding="utf-8").replace("id: MISSILE-SHORT", "id: M")
    text = text.replace("propellant: {value: 25.5", "propellant: {value: 90").replace(
        "range: [20, 30]}", "range: [20, 100]}", 1
    )
    (found,) = messages_of(tmp_path, "stores", "M", text)
    assert "flyout.propellant must be below the mass (84 kg)" in found


def test_turboprop_burns_by_power_and_a_jet_by_thrust(tmp_path):
    shipped = (
        (cards.SHIPPED / "engines" / "PW4062.yaml").read_text(encoding="utf-8").replace("id: PW4062", "id: ENGINE")
    )
    shaft = (
        "shaft:\n"
        "  power: {value: 4637, unit: hp, basis: published, source: eedb}\n"
        "  flat_rating: {value: 1.2, basis: published, source: eedb}\n"
        "  propeller_efficiency: {value: 0.85, basis: published, source: eedb}\n"
        "  fuel: {value: 0.46, unit: lb/(lbf h), basis: published, source: eedb}\n"
    )
    told = messages_of(tmp_path, "engines", "ENGINE", shipped.replace("sources:", shaft + "sources:"))
    assert sum("must be left out beside shaft" in line for line in told) == 5
    assert any("shaft.fuel" in line and "such as 0.46 lb/(hp h)" in line for line in told)
    without = "\n".join(line for line in shipped.splitlines() if not line.startswith("dry_fuel:"))
    told = messages_of(tmp_path, "engines", "ENGINE", without)
    assert any("dry_fuel must be given for an engine without shaft" in line for line in told)
