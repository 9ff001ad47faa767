"""`jointex cards gates`: the matrix, the detail of a pair, and what cannot be asked."""

from __future__ import annotations

import json

import pytest

from jointex.cli import main


def test_the_matrix_names_every_tanker_with_its_state_and_says_what_its_letters_mean(capsys):
    assert main(["cards", "gates"]) == 0
    shown = capsys.readouterr().out
    row = next(line for line in shown.splitlines() if line.strip().startswith("F-35B JP"))
    heads = next(line for line in shown.splitlines() if line.strip().startswith("takes fuel from"))
    columns = dict(zip(_cells(heads), _cells(row), strict=True))
    assert columns["KC-767J JP"] == "closed M"
    assert columns["KC-130J US"] == "open"
    assert columns["KC-135R-MPRS US"] == "unknown T"
    assert "M the parts do not fit" in shown


def _cells(line):
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_a_pair_is_shown_with_three_gates_each_with_source_and_date(capsys):
    asked = ["--tanker", "KC-130J", "--receiver", "F-35B", "--tanker-nation", "us", "--receiver-nation", "JP"]
    assert main(["cards", "gates", *asked]) == 0
    shown = capsys.readouterr().out
    for word in ("mechanical", "technical", "legal", "2012-10-02", "2010-10", "DefenceTalk", "5th Air Force", "250 kt"):
        assert word in shown
    assert "KC-135R" not in shown


def test_json_holds_every_gate_of_every_station_with_null_where_there_is_no_window(capsys):
    assert main(["cards", "gates", "--tanker", "KC-767J", "--receiver", "E-767", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["activity"] == "exercise"
    (pair,) = data["pairs"]
    assert (pair["tanker_nation"], pair["receiver_nation"], pair["status"]) == ("JP", "JP", "closed")
    (station,) = pair["stations"]
    assert station["lowest_cas_m_s"] is None
    assert [gate["name"] for gate in station["gates"]] == ["mechanical", "technical", "legal"]


def test_the_activity_changes_the_agreement(capsys):
    def legal(activity):
        asked = ["--tanker", "KC-46A", "--receiver", "F-35A", "--tanker-nation", "JP", "--receiver-nation", "AU"]
        assert main(["cards", "gates", *asked, "--activity", activity, "--json"]) == 0
        (pair,) = json.loads(capsys.readouterr().out)["pairs"]
        return pair["stations"][0]["gates"][2]["status"]

    assert [legal(activity) for activity in ("exercise", "training", "operation")] == ["open", "open", "unknown"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["gates", "--tanker", "KC-46"], "Did you mean KC-46A"),
        (["gates", "--receiver", "F-35C"], "Did you mean F-35"),
        (["gates", "--tanker", "B-52H"], "B-52H must be a tanker"),
        (["gates", "--activity", "drill"], "activity must be one of exercise, training, operation; got drill"),
        (["F-35B", "--tanker", "KC-46A"], "--tanker only goes with gates; got KC-46A"),
        (["--activity", "exercise"], "--activity only goes with gates"),
    ],
)
def test_what_cannot_be_asked_is_bad_input(capsys, asked, message):
    assert main(["cards", *asked]) == 2
    assert message in capsys.readouterr().err


def test_a_state_that_no_card_knows_is_noted_and_its_agreements_stay_unknown(capsys):
    asked = ["--tanker", "KC-46A", "--receiver", "F-35A", "--tanker-nation", "JPN", "--receiver-nation", "US", "--json"]
    assert main(["cards", "gates", *asked]) == 0
    said = capsys.readouterr()
    assert "No card knows the state JPN. Did you mean JP" in said.err
    assert json.loads(said.out)["pairs"][0]["stations"][0]["gates"][2]["status"] == "unknown"


def test_cards_of_permissions_are_listed_and_shown_like_others(capsys):
    assert main(["cards", "--json"]) == 0
    kinds = {row["kind"] for row in json.loads(capsys.readouterr().out)}
    assert {"clearances", "agreements"} <= kinds
    assert main(["cards", "JP-FR-ACSA"]) == 0
    shown = capsys.readouterr().out
    for word in ("2019-06-26", "published", "exercise, training", "Ministry of Foreign Affairs"):
        assert word in shown


def test_own_clearances_here_count(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "cards" / "clearances"
    folder.mkdir(parents=True)
    text = "id: C-2-from-KC-767J\nlike: F-15J-from-KC-767J\nname: C-2 at the boom of the KC-767J\nreceiver: C-2\n"
    (folder / "C-2-from-KC-767J.yaml").write_text(text, encoding="utf-8")
    asked = ["cards", "gates", "--tanker", "KC-767J", "--receiver", "C-2", "--json"]
    statuses = []
    for here in (tmp_path, tmp_path.parent):
        monkeypatch.chdir(here)
        assert main(asked) == 0
        statuses.append(json.loads(capsys.readouterr().out)["pairs"][0]["status"])
    assert statuses == ["open", "unknown"]
