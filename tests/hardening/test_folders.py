"""Run folders that are damaged, killed or cannot be made: told, and nothing is overwritten unasked."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import ModuleType

import pytest

from jointex import api
from jointex.cli.app import main
from jointex.cli.exercise import check_folder
from jointex.errors import QuestionError
from jointex.record import read


@pytest.fixture(scope="module")
def scenario_file(exercises: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exercise") / "short.yaml"
    path.write_text(exercises.text_of("short"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def flown(scenario_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return api.run(scenario_file, runs=2, out=tmp_path_factory.mktemp("flown") / "out", report=False)


DAMAGES = {
    "no JSON": ("manifest.json", b"{", "must be a readable JSON file"),
    "a list": ("manifest.json", b"[]", "holds no object but a list"),
    "runs in words": ("manifest.json", b'{"runs": "two"}', "must be the manifest of a run folder"),
    "cut rows": ("tracks.parquet", None, "cannot be read back"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_folder_is_not_resumed(name: str, flown: Path, scenario_file: Path, tmp_path: Path) -> None:
    file, content, message = DAMAGES[name]
    folder = tmp_path / "out"
    shutil.copytree(flown, folder)
    content = (folder / file).read_bytes()[:500] if content is None else content
    (folder / file).write_bytes(content)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(QuestionError, match=message):
        api.run(scenario_file, runs=3, out=folder, resume=True, report=False)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_rows_that_the_manifest_does_not_count_are_not_resumed(
    flown: Path, scenario_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    api.run(scenario_file, runs=3, out=folder, report=False)
    shutil.copy(flown / "manifest.json", folder)  # as after a kill between the rows and the manifest
    with pytest.raises(QuestionError, match="must be the file that the manifest counts"):
        api.run(scenario_file, runs=4, out=folder, resume=True, report=False)


def test_parts_that_a_kill_left_are_cleaned_by_the_next_run(flown: Path, scenario_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    names = (
        "tracks.parquet",
        "events.parquet",
        "ledger.parquet",
        "runs.parquet",
        "manifest.json",
        "plan.json",
        ".reserve",
    )
    for name in names:
        (folder / f"{name}.part").write_bytes(b"half a file")
    api.run(scenario_file, runs=2, out=folder, resume=True, report=False)
    assert not list(folder.glob("*.part"))
    assert read(folder).manifest["content_sha256"] == read(flown).manifest["content_sha256"]


def test_a_folder_that_cannot_be_made_is_bad_input_before_a_run(tmp_path: Path) -> None:
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in ("ring", "ring/out", "gone", "file", "file/out", "n" * 300, "zero\0byte"):
        with pytest.raises(QuestionError, match="--out must be a folder"):
            check_folder(tmp_path / name)
    check_folder(tmp_path / "new" / "out")


@pytest.mark.parametrize(
    "words",
    [
        ["--runs", "1000000000000"],
        ["--runs", "0"],
        ["--runs", "1e3"],
        ["--seed", "-1"],
        ["--seed", str(2**64)],
        ["--workers", "1000000"],
        ["--executor", "magic"],
    ],
)
def test_settings_beyond_their_bounds_are_bad_input(
    words: list[str], scenario_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fly", str(scenario_file), "--out", str(tmp_path / "out"), *words]) == 2
    said = capsys.readouterr().err
    assert words[0] in said
    assert "Traceback" not in said


def test_a_broken_card_among_many_is_told_by_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "stores").mkdir()
    (tmp_path / "stores" / "POD-X.yaml").write_bytes(b"id: POD-X\nkind: [\n")
    assert main(["cards", "--folder", str(tmp_path)]) == 2
    assert "POD-X.yaml" in capsys.readouterr().err
