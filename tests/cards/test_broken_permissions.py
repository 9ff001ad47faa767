"""A broken clearance or agreement is answered with file, line, key, rule, value and a way out: all faults at once."""

from __future__ import annotations

import pytest

from jointex import cards
from jointex.errors import CardError, InputError

CLEARANCE = """\
id: MINE
name: Mine
receiver: F-35B
tankers: [KC-46A]
stations: [wing_pods]
status: cleared
date: 2026-11-01
basis: published
source: us
sources:
  us: {title: Us, read: 2026-11-22, says: cleared}
"""
AGREEMENT = """\
id: MINE
name: Mine
states: [US, KR]
kind: cross_servicing
fuel: covered
activities: [exercise]
signed: 2019-05
in_force: 2020
basis: published
source: us
covers: fuel
sources:
  us: {title: Us, read: 2026-11-22, says: fuel}
"""

# what stands in the sound card, what is put there, and what the message must say
CLEARANCES = [
    ("receiver: F-35B", "receiver: F-35", "MINE.yaml:3 receiver must be the id of an aircraft card; got F-35. Did you mean F-35"),
    ("[KC-46A]", "[KC-46]", "MINE.yaml:4 tankers[0] must be the id of a tanker's card; got KC-46. Did you mean KC-46A"),
    ("[KC-46A]", "[B-52H]", "MINE.yaml:4 tankers[0] must be the id of a tanker's card; got B-52H"),
    ("[KC-46A]", "[]", "MINE.yaml:4 tankers must name at least one"),
    ("[wing_pods]", "[wing_pod]", "MINE.yaml:5 stations[0] must be a station of KC-46A; got wing_pod. Did you mean wing_pods?"),
    ("[wing_pods]", "[adapter]", "MINE.yaml:5 stations[0] must be a station of KC-46A; got adapter"),
    ("status: cleared", "status: clear", "MINE.yaml:6 status must be one of cleared, not_cleared or unknown; got clear. Did"),
    ("2026-11-01", "2026-13-01", "MINE.yaml:7 date must be a day, month or year such as 2019-08-21, 2019-08 or 2019; got 2026-1"),
    ("2026-11-01", "true", "MINE.yaml:7 date must be text; got True"),
    ("2026-11-01", "soon", "MINE.yaml:7 date must be a day, month or year such as"),
    ("basis: published", "basis: rumoured", "MINE.yaml:8 basis must be one of published"),
    ("source: us", "source: them", "MINE.yaml:9 source must be a key of `sources` in this card; got them. Known: us"),
    ("source: us", "source: us\nmore_sources: [them]", "MINE.yaml:10 more_sources[0] must be a key of `sources`"),
    ("source: us", "source: us\nstation: boom", "MINE.yaml:10 station is not a key of this card. Did you mean stations or"),
]  # fmt: skip
AGREEMENTS = [
    ("[US, KR]", "[US]", "MINE.yaml:3 states must name two states or more, each once; got"),
    ("[US, KR]", "[US, US]", "MINE.yaml:3 states must name two states or more, each once; got"),
    ("[US, KR]", "US and KR", "MINE.yaml:3 states must be a list; got US and KR"),
    ("kind: cross_servicing", "kind: pact", "MINE.yaml:4 kind must be one of treaty, cross_servicing or refuelling; got pact"),
    ("fuel: covered", "fuel: maybe", "MINE.yaml:5 fuel must be one of covered, framework or excluded; got maybe"),
    ("[exercise]", "[exercises]", "MINE.yaml:6 activities[0] must be one of exercise, training or operation; got exercises. Did"),
    ("[exercise]", "[exercise]\nexcludes: [exercise]", "MINE.yaml:7 excludes[0] must not be one of activities too; got exercise"),
    ("in_force: 2020", "in_force: 2018", "MINE.yaml:8 in_force must not be before signed (2019-05); got 2018"),
    ("in_force: 2020", "in_force: 2020\nended: 2019-12", "MINE.yaml:9 ended must not be before in_force (2020); got 2019-12"),
    ("in_force: 2020", "in_force: 20200101", "MINE.yaml:8 in_force must be a day, month or year"),
]  # fmt: skip


def told_of(folder, kind, text):
    path = folder / kind / "MINE.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CardError) as caught:
        cards.load(kind, "MINE", [folder])
    return [str(fault).replace(str(path.parent) + "/", "") for fault in caught.value.faults]


@pytest.mark.parametrize(("sound", "broken", "message"), CLEARANCES)
def test_fault_of_a_clearance_is_told_with_line_key_rule_and_value(tmp_path, sound, broken, message):
    told = told_of(tmp_path, "clearances", CLEARANCE.replace(sound, broken))
    assert any(one.startswith(message) for one in told), told


@pytest.mark.parametrize(("sound", "broken", "message"), AGREEMENTS)
def test_fault_of_an_agreement_is_told_with_line_key_rule_and_value(tmp_path, sound, broken, message):
    told = told_of(tmp_path, "agreements", AGREEMENT.replace(sound, broken))
    assert any(one.startswith(message) for one in told), told


def test_all_faults_of_a_clearance_are_told_at_once_in_the_order_of_the_file(tmp_path):
    text = CLEARANCE
    for sound, broken, _ in (CLEARANCES[0], CLEARANCES[4], CLEARANCES[6], CLEARANCES[11]):
        text = text.replace(sound, broken)
    told = told_of(tmp_path, "clearances", text)
    assert [one.split()[0] for one in told] == ["MINE.yaml:3", "MINE.yaml:5", "MINE.yaml:6", "MINE.yaml:9"]


WINDOW = """\
window:
  lowest_cas: {value: 280, unit: kt, basis: published, source: us}
  highest_cas: {value: 230, unit: kt, basis: published, source: us}
  lowest_altitude: {value: 60000, unit: m, basis: published, source: us}
"""


def test_a_window_upside_down_or_in_space_is_refused(tmp_path):
    assert told_of(tmp_path, "clearances", CLEARANCE + WINDOW) == [
        "MINE.yaml:13 window.lowest_cas must not be above window.highest_cas (230 kt); got 280 kt",
        "MINE.yaml:15 window.lowest_altitude must lie between 0 and 30,000 m; got 60,000 m",
    ]


def test_a_station_with_a_window_upside_down_or_a_flow_beyond_pumps_is_refused(tmp_path):
    text = """\
id: MINE
like: KC-130J
name: Mine
tanker:
  stations:
    wing_pods:
      flow: {value: 3000, unit: kg/s, basis: published, source: fas}
      window:
        usual_cas: {value: 260, unit: kt, basis: published, source: fas}
"""
    assert told_of(tmp_path, "aircraft", text) == [
        "MINE.yaml:7 tanker.stations.wing_pods.flow must lie between 0.01 and 200 kg/s; got 3,000 kg/s",
        "MINE.yaml:9 tanker.stations.wing_pods.window.usual_cas must not be above "
        "tanker.stations.wing_pods.window.highest_cas (250 kt); got 260 kt",
    ]


def test_a_tanker_without_stations_is_refused(tmp_path):
    text = "id: MINE\nlike: KC-767J\nname: Mine\ntanker:\n  stations:\n    boom: null\n"
    assert told_of(tmp_path, "aircraft", text) == ["MINE.yaml:5 tanker.stations must name at least one station"]


def test_faults_of_every_users_clearance_are_told_together(tmp_path):
    folder = tmp_path / "clearances"
    folder.mkdir()
    for name in ("A", "B"):
        text = CLEARANCE.replace("id: MINE", f"id: {name}").replace("[wing_pods]", "[pod]")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CardError) as caught:
        cards.gates_matrix("KC-46A", "F-35B", folders=[tmp_path])
    assert [fault.file.rpartition("/")[2] for fault in caught.value.faults] == ["A.yaml", "B.yaml"]


SOUND = (("clearances", "F-35B-from-KC-130J"), ("agreements", "JP-US-ACSA"), ("aircraft", "KC-46A"))


@pytest.mark.parametrize("number", range(60))
def test_a_mutant_of_a_shipped_card_opens_closes_or_is_refused_with_clear_messages(mutants, tmp_path, number):
    kind, card_id = SOUND[number % len(SOUND)]
    what, content = mutants.mutant((cards.SHIPPED / kind / f"{card_id}.yaml").read_text(encoding="utf-8"), number)
    (tmp_path / kind).mkdir()
    (tmp_path / kind / f"{card_id}.yaml").write_bytes(content)
    try:
        pairs = [
            pair
            for tanker in ("KC-130J", "KC-46A")
            for pair in cards.gates_matrix(tanker, "F-35B", "US", "JP", folders=[tmp_path])
        ]
    except InputError as error:
        for fault in error.faults:
            assert fault.rule, what
            assert str(fault).isprintable(), what
            assert len(str(fault)) < 700, what
    else:
        assert {gate.status for pair in pairs for fit in pair.fits for gate in fit.gates} <= {
            "open",
            "closed",
            "unknown",
        }
