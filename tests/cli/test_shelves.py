"""`jointex cards`, `scenarios`, `new` and `schema`."""

from __future__ import annotations

import json

import pytest

from jointex.cli import main


def test_cards_are_listed_with_their_share_of_estimates(capsys):
    assert main(["cards", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"B-52H", "F-35A", "F-35B", "F-15J", "PGUA"} <= {row["id"] for row in rows}
    assert all(0 <= row["estimated_fraction"] <= 1 for row in rows)


def test_a_card_shows_unit_basis_source_and_range(capsys):
    assert main(["cards", "B-52H"]) == 0
    shown = capsys.readouterr().out
    for word in ("max_takeoff", "488,000", "lb", "published", "estimated", "Sources"):
        assert word in shown


def test_a_card_is_found_whatever_the_case_of_its_letters(capsys):
    assert main(["cards", "b-52h", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "B-52H"


def test_an_unknown_card_gets_the_nearest_name(capsys):
    assert main(["cards", "B-52G"]) == 2
    assert "B-52H" in capsys.readouterr().err


def test_own_cards_here_are_found_first(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "cards" / "aircraft"
    folder.mkdir(parents=True)
    (folder / "F-15J-HEAVY.yaml").write_text("id: F-15J-HEAVY\nlike: F-15J\nname: F-15J with heavier equipment\n")
    monkeypatch.chdir(tmp_path)
    assert main(["cards", "F-15J-HEAVY"]) == 0
    assert "heavier equipment" in capsys.readouterr().out
    monkeypatch.chdir(tmp_path.parent)
    assert main(["cards", "F-15J-HEAVY"]) == 2
    assert main(["cards", "F-15J-HEAVY", "--folder", str(tmp_path / "cards")]) == 0


def test_a_folder_that_is_not_there_is_bad_input(tmp_path, capsys):
    assert main(["cards", "--folder", str(tmp_path / "none")]) == 2
    assert "--folder" in capsys.readouterr().err


def test_scenarios_are_listed(capsys):
    assert main(["scenarios", "--json"]) == 0
    assert "sea-of-japan" in {row["id"] for row in json.loads(capsys.readouterr().out)}


def test_a_new_scenario_can_be_loaded(tmp_path, capsys):
    from jointex import scenario

    path = tmp_path / "north.yaml"
    assert main(["new", "north", "--out", str(path)]) == 0
    assert scenario.load(path).id == "north"
    assert str(path) in capsys.readouterr().out


def test_new_overwrites_nothing(tmp_path, capsys):
    path = tmp_path / "north.yaml"
    path.write_text("mine")
    assert main(["new", "north", "--out", str(path)]) == 2
    assert path.read_text() == "mine"
    assert "must not exist" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", "../x", "a b", "x" * 300, "-", "ünï"])
def test_new_refuses_names_that_are_no_ids(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "--", name]) == 2
    assert list(tmp_path.iterdir()) == []
    assert "a fault of Jointex" not in capsys.readouterr().err


def test_schema_is_a_json_schema(capsys):
    assert main(["schema"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["$schema"].startswith("https://json-schema.org/")
    assert "flights" in document["properties"]
