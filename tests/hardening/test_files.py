"""Files that are no text, too much, or lead elsewhere: told at once, never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex import cards, scenario
from jointex.documents import MAX_BYTES, parse_document, read_text
from jointex.errors import MOST_FAULTS, CardError, DocumentError, Fault, InputError
from jointex.units import SI_UNIT, UnitError, parse_quantity

SHORT = (Path(__file__).parents[1] / "short.yaml").read_text(encoding="utf-8")

BOMBS = {
    "ten times ten": ("a0: &a [x]\n" + "".join(f"a{i}: [{', '.join(['*a'] * 9)}]\n" for i in range(1, 60)), "alias"),
    "deep lists": ("[" * 200_000, "depth 40"),
    "deep maps": ("{a: " * 100_000, "depth 40"),
    "deep blocks": ("- " * 200_000, "depth 40"),
    "many values": ("a: [" + "1," * 120_000 + "]", "100,000 keys and values"),
    "one key often": ("a: 1\n" * 3000, "given twice"),
    "long number": ("a: " + "9" * 100_000, "finite"),
    "tag": ("a: !!python/object/apply:os.system [ls]", "tag"),
    "long directive": ("%YAML 1." + "1" * 10_000 + "\n---\na: 1", "not valid YAML"),
    "two documents": ("a: 1\n---\nb: 2\n", "another document"),
    "escape sequence": ('a: "\\e[31mred"', "control characters"),
    "half a character": ('a: "\\ud800"', "control characters"),
    "text that runs backwards": ("a: x\u202ey", "control characters"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_named(name: str) -> None:
    text, word = BOMBS[name]
    with pytest.raises(DocumentError, match=word) as caught:
        parse_document(text, "bomb.yaml")
    assert len(caught.value.faults) <= MOST_FAULTS + 1


@pytest.mark.parametrize("unit", ["m**9**9**9", "m 9**9**9", "m (9**9**9)", "m" * 1000, "kg.__class__", "m/0"])
def test_no_unit_is_worked_out_for_ever(unit: str) -> None:
    with pytest.raises(UnitError, match="must be a length"):
        parse_quantity(f"5 {unit}", "length")


@given(st.text(max_size=60), st.sampled_from(sorted(SI_UNIT)))
def test_any_text_is_a_quantity_or_a_unit_error(text: str, kind: str) -> None:
    try:
        assert abs(parse_quantity(text, kind)) < float("inf")
    except UnitError as error:
        rule = str(error)
    else:
        rule = "must be"
    assert rule.startswith("must ")


@given(st.text(max_size=200))
def test_any_text_is_a_document_or_a_document_error(text: str) -> None:
    faults: tuple[Fault, ...] = ()
    try:
        assert isinstance(parse_document(text, "any.yaml").data, dict)
    except DocumentError as error:
        faults = error.faults
    assert all(str(fault).startswith("any.yaml") for fault in faults)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_scenario_or_bad_input(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError):
        scenario.load(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (SHORT.encode("utf-16"), "must be UTF-8 text; got UTF-16"),
        (SHORT.encode("utf-16-le"), "must not hold control characters"),
        (SHORT.encode().replace(b"fighters", b"fighters \xff"), ":1 must be UTF-8 text; got byte 0xFF"),
        (b"", "must hold a mapping of keys to values"),
        (b"\x7fELF\0\0", "must not hold control characters"),
        (b"#" * (MAX_BYTES + 1), "must be at most 1,000,000 bytes"),
    ],
)
def test_what_is_no_text_is_told_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "exercise.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        scenario.load(path)
    assert message in str(caught.value)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path, end: str, mark: bytes) -> None:
    path = tmp_path / "exercise.yaml"
    path.write_bytes(mark + SHORT.replace("\n", end).encode())
    assert scenario.load(path).digest() == scenario.loads(SHORT).digest()


def test_a_pipe_a_device_and_a_folder_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "ring.yaml").symlink_to(tmp_path / "ring.yaml")
    (tmp_path / "folder.yaml").mkdir()
    words = {"pipe": "regular file", "zero": "regular file", "ring": "cannot be read", "folder": "is a folder"}
    for name, word in words.items():
        with pytest.raises(DocumentError, match=word):
            read_text(tmp_path / f"{name}.yaml")


def test_a_card_must_not_lead_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("password: 123\n", encoding="utf-8")
    folder = tmp_path / "cards"
    (folder / "aircraft").mkdir(parents=True)
    (folder / "aircraft" / "F-99.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(CardError, match="link that leads out") as caught:
        cards.aircraft("F-99", [folder])
    assert "password" not in str(caught.value)


def test_strange_things_in_a_card_folder_do_not_stop_other_cards(tmp_path: Path) -> None:
    bases = tmp_path / "bases"
    bases.mkdir()
    os.mkfifo(bases / "PIPE.yaml")
    (bases / "GONE.yaml").symlink_to(bases / "nothing.yaml")
    (bases / "BIN.yaml").write_bytes(bytes(range(256)))
    assert cards.base("Nyutabaru", [tmp_path]).id == "RJFN"
    for name in ("PIPE", "GONE", "BIN"):
        with pytest.raises(InputError, match=name):
            cards.base(name, [tmp_path])


def test_cards_that_differ_in_capitals_only_are_refused(tmp_path: Path) -> None:
    (tmp_path / "stores").mkdir()
    for name in ("POD-X", "pod-x"):
        (tmp_path / "stores" / f"{name}.yaml").write_text("id: POD-X\n", encoding="utf-8")
    with pytest.raises(CardError, match=r"must not hold both POD-X.yaml and pod-x.yaml"):
        cards.store("POD-X", [tmp_path])


def test_cards_like_one_another_in_a_ring_are_refused(tmp_path: Path) -> None:
    (tmp_path / "aircraft").mkdir()
    for name, like in (("A-1", "A-2"), ("A-2", "A-3"), ("A-3", "A-1")):
        (tmp_path / "aircraft" / f"{name}.yaml").write_text(f"id: {name}\nlike: {like}\n", encoding="utf-8")
    with pytest.raises(CardError, match="must not lead back to this card"):
        cards.aircraft("A-1", [tmp_path])


def test_a_card_told_to_be_no_number_still_tells_its_other_faults(tmp_path: Path) -> None:
    (tmp_path / "aircraft").mkdir()
    sourced = "basis: published, source: dataset"
    text = f"id: A-1\nlike: F-15J\nmass: {{empty: {{value: .nan, unit: kg, {sourced}}}}}\ngeometry:\n"
    text += f"  wing_area: {{value: 1.0e-9, unit: m2, {sourced}}}\nengine: {{count: 99}}\n"
    (tmp_path / "aircraft" / "A-1.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CardError) as caught:
        cards.aircraft("A-1", [tmp_path])
    keys = [fault.key for fault in caught.value.faults]
    assert keys[:1] == ["mass.empty.value"]
    assert {"geometry.wing_area", "engine.count"} <= set(keys)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("id: short", "id: ../../outside", "id must be letters, digits"),
        ("start: 2025-12-10T00:00Z", "start: 9999-12-31T23:59Z", "must lie in the years 1950 to 2100"),
        ("start: 2025-12-10T00:00Z", "start: 0001-01-01T00:00+14:00", "must be a full UTC time"),
        ("time: 01:00Z", "time: 2026-12-10T01:00Z", "must lie within 7 days after the start"),
        ("  NEAR:", '  "":', "names must begin with a letter"),
        ("[RJNG]", "[RJNG, RJOH, RJTY, RJSM, RJFZ]", "diverts must have at most 4 entries"),
        ("outbound: [KAGA]", f"outbound: [{', '.join(['KAGA'] * 300)}]", "outbound must have at most 200 entries"),
    ],
)
def test_what_asks_for_too_much_is_told_its_bound(before: str, after: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        scenario.loads(SHORT.replace(before, after, 1))
    assert message in str(caught.value)


def test_a_thousand_and_one_flights_are_too_many() -> None:
    flights = "".join(f"  F{n}: {{aircraft: F-15J, nation: JP, base: RJNK}}\n" for n in range(1001))
    with pytest.raises(InputError, match=r"flights must have at most 1,000 entries; got 1,001"):
        scenario.loads(f"id: crowd\ntitle: A crowd\nstart: 2025-12-10T00:00Z\nflights:\n{flights}")
