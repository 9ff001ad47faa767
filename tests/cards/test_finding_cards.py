"""Cards are found by id, bases also by name; a user's folder comes first; a card may be like another."""

from __future__ import annotations

import json
import shutil

import pytest

from jointex import cards
from jointex.errors import CardError


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes a user's card and gives back the folder."""

    def write(kind, card_id, text):
        path = tmp_path / kind / f"{card_id}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


HEAVY_EAGLE = """\
id: F-15J
like: F-15J
mass:
  empty: {value: 13500, unit: kg, basis: estimated, source: mine, range: [13000, 14000]}
sources:
  mine: {title: My own notes, read: 2026-11-22}
"""


def test_user_card_wins_and_keeps_what_it_does_not_say(folder):
    own = folder("aircraft", "F-15J", HEAVY_EAGLE)
    card = cards.aircraft("F-15J", [own])
    assert card.mass.empty.si == 13500.0
    assert card.mass.max_takeoff == cards.aircraft("F-15J").mass.max_takeoff
    assert cards.aircraft("F-15J").mass.empty.si == 12700.0


def test_edited_user_card_is_read_again(folder):
    own = folder("aircraft", "F-15J", HEAVY_EAGLE)
    assert cards.aircraft("F-15J", [own]).mass.empty.si == 13500.0
    folder("aircraft", "F-15J", HEAVY_EAGLE.replace("value: 13500", "value: 13600.5"))
    assert cards.aircraft("F-15J", [own]).mass.empty.si == 13600.5


def test_new_user_card_is_listed_and_found(folder):
    own = folder("aircraft", "F-15MJ", HEAVY_EAGLE.replace("id: F-15J", "id: F-15MJ"))
    assert "F-15MJ" in cards.ids("aircraft", [own])
    assert "F-15MJ" not in cards.ids("aircraft")
    assert cards.find("f-15mj", [own]) == ("aircraft", cards.aircraft("F-15MJ", [own]))


def test_user_store_may_be_carried_by_a_user_aircraft(folder):
    store = cards.card_file("stores", "TANK-600").read_text(encoding="utf-8").replace("id: TANK-600", "id: TANK-X")
    folder("stores", "TANK-X", store)
    own = folder("aircraft", "F-15X", HEAVY_EAGLE.replace("id: F-15J", "id: F-15X") + "stores:\n  most: {TANK-X: 1}\n")
    assert cards.aircraft("F-15X", [own]).stores.most["TANK-X"] == 1
    assert cards.aircraft("F-15X", [own]).stores.most["TANK-600"] == 3


def test_null_takes_an_inherited_part_out():
    assert set(cards.aircraft("KC-135R-BDA").tanker.stations) == {"adapter"}


def test_card_like_another_repeats_none_of_its_figures():
    base = dict(cards.checks.values_of(cards.aircraft("KC-135R")))
    same = dict(cards.checks.values_of(cards.aircraft("KC-135R-BDA")))
    assert {path for path in base if path not in same} == {("tanker", "stations", "boom", "flow")}
    assert all(same[path] == value for path, value in base.items() if path in same)


@pytest.mark.parametrize("name", ["RJFN", "rjfn", "Nyutabaru", "nyutabaru air base", " Nyutabaru "])
def test_base_is_found_by_code_and_by_name(name):
    assert cards.base(name).id == "RJFN"


def test_base_card_wins_over_the_worlds_airports():
    assert cards.base("RJNK").longest_runway_m == pytest.approx(2700.0, abs=1.0)


def test_base_without_a_card_comes_from_the_worlds_airports():
    base = cards.base("EGLL")
    assert base.latitude_deg == pytest.approx(51.47, abs=0.02)
    assert base.longest_runway_m == pytest.approx(3902.0, rel=0.001)
    assert cards.find("egll") == ("bases", base)


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda: cards.aircraft("F-35C"), "Did you mean F-35B or F-35A?"),
        (lambda: cards.base("Nyutabar"), "Nyutabaru"),
        (lambda: cards.find("KC-767"), "Did you mean KC-767J"),
        (lambda: cards.engine("TF-33"), "Did you mean TF33-P-103?"),
    ],
)
def test_unknown_name_is_answered_with_the_nearest(ask, hint):
    with pytest.raises(CardError) as caught:
        ask()
    assert hint in str(caught.value)


def test_row_shows_value_unit_basis_source_and_range():
    rows = {(row.section, row.name): row for row in cards.as_rows(cards.aircraft("B-52H"))}
    empty = rows[("mass", "empty")]
    assert (empty.value, empty.unit, empty.basis) == ("83,250", "kg", "published")
    assert empty.source == "Boeing: B-52 technical specifications"
    assert empty.range == "78,500 to 90,000"
    assert ("published", "range (calibration)") in rows
    fitted = rows[("calibration", "max_mach (validation)")].value
    assert fitted.startswith("0.86 Mach published, 0.8")
    assert " NM in the model (" in rows[("calibration", "range (calibration)")].value
    assert (rows[("engine", "count")].value, rows[("engine", "count")].basis) == ("8", "")
    assert rows[("stores", "loads.training")].value == "12 x BOMB-500"


def test_json_holds_the_written_value_and_its_si_value():
    data = json.loads(json.dumps(cards.to_json(cards.aircraft("B-52H"))))
    assert data["mass"]["max_takeoff"]["value"] == 488000
    assert data["mass"]["max_takeoff"]["si"] == pytest.approx(221_353.07, abs=0.01)


def test_share_of_estimated_figures_counts_values_and_cards_alike():
    mass = cards.aircraft("B-52H").mass
    assert cards.share_estimated([mass.empty, mass.max_landing]) == 0.5
    assert cards.share_estimated([]) == 0.0
    assert 0.0 < cards.share_estimated([cards.aircraft("B-52H")]) < 1.0


def test_revised_card_keeps_everything_else_and_names_the_new_source(tmp_path):
    shutil.copytree(cards.SHIPPED, tmp_path / "cards")
    own = tmp_path / "cards"
    before = cards.card_file("aircraft", "F-15J", [own]).read_text(encoding="utf-8").splitlines()
    figure = {"value": 0.0215, "basis": "derived", "source": "refit", "range": [0.020, 0.023]}
    source = {"title": "Calibration", "read": "2026-11-22", "says": "fitted to the range, with three tanks"}
    changes = {"aerodynamics.zero_lift_drag": figure, "sources.refit": source}
    path = cards.revise("aircraft", "F-15J", changes, [own])
    after = path.read_text(encoding="utf-8").splitlines()
    assert len([line for line in before if line not in after]) == 1
    assert cards.aircraft("F-15J", [own]).aerodynamics.zero_lift_drag.si == 0.0215


def test_revision_that_breaks_a_rule_leaves_the_file_as_it_was(tmp_path):
    shutil.copytree(cards.SHIPPED, tmp_path / "cards")
    own = tmp_path / "cards"
    before = cards.card_file("aircraft", "F-15J", [own]).read_text(encoding="utf-8")
    with pytest.raises(CardError, match="must be a key of `sources`"):
        cards.revise("aircraft", "F-15J", {"mass.empty.source": "nowhere"}, [own])
    assert cards.card_file("aircraft", "F-15J", [own]).read_text(encoding="utf-8") == before


@pytest.mark.parametrize("written", ["JS-KAGA", "js-kaga", "Kaga", "DDH-184"])
def test_ship_is_found_by_id_and_by_name(written):
    card = cards.ship(written)
    assert card.id == "JS-KAGA"
    assert cards.find(written) == ("ships", card)
    # a short take-off runs on the deck, and the deck is no longer than the ship
    assert 150.0 < card.deck_run_m < card.deck_length_m < card.hull.length.si
    assert card.speed_m_s == pytest.approx(30 * 1852 / 3600)


def test_unknown_ship_names_the_nearest():
    with pytest.raises(CardError, match=r"ship 'Kag' is neither the id nor the name of a ship card.*Kaga"):
        cards.ship("Kag")


def test_deck_longer_than_its_ship_is_refused(tmp_path):
    folder = tmp_path / "ships"
    folder.mkdir()
    text = cards.card_file("ships", "JS-KAGA").read_text(encoding="utf-8").replace("{value: 245,", "{value: 265,")
    text = text.replace("id: JS-KAGA", "id: LONG").replace("[240, 248]", "[240, 268]")
    (folder / "LONG.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CardError, match=r"deck.length must not be above hull.length \(248 m\); got 265 m"):
        cards.ship("LONG", [tmp_path])
