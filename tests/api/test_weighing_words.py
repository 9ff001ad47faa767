"""What `weigh` says when it is stopped or asked what cannot be: what is on disk, and every fault at once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from jointex.api import weighing
from jointex.errors import InputError, PolicyError, QuestionError
from jointex.region.policies.store import case_files, future_files

BAD = "bundles:\n  x: {text: t, set: {scal: 1}}\n"


def test_stopped_while_flying_with_nothing_on_disk_promises_nothing(tmp_path):
    loaded = SimpleNamespace(digest=lambda: "abc")
    told = weighing._runs_kept(loaded, tmp_path / "none", 100)
    assert "before a run was on disk" in told
    assert "starts anew" in told


def test_stopped_while_flying_says_how_many_runs_are_kept(tmp_path, monkeypatch):
    (tmp_path / weighing.MANIFEST).write_text("{}")
    monkeypatch.setattr(weighing, "read", lambda folder: folder)
    monkeypatch.setattr(weighing, "checked_manifest", lambda _: {"runs": 40, "scenario_digest": "abc"})
    told = weighing._runs_kept(SimpleNamespace(digest=lambda: "abc"), tmp_path, 100)
    assert "40 of 100 runs are kept" in told
    assert "before a run" in weighing._runs_kept(SimpleNamespace(digest=lambda: "other"), tmp_path, 100)


def test_stopped_while_weighing_says_which_chunks_are_whole(tmp_path):
    assert "before a chunk" in weighing._cases_kept(tmp_path, 600)
    pairs = list(zip(case_files(tmp_path, 600), future_files(tmp_path, 600), strict=True))
    for name in pairs[0]:
        name.touch()
    assert "1 of 3 chunks" in weighing._cases_kept(tmp_path, 600)
    for pair in pairs:
        for name in pair:
            name.touch()
    assert "all cases are kept" in weighing._cases_kept(tmp_path, 600)


def test_faults_of_numbers_and_of_the_file_are_told_together(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(BAD)
    with pytest.raises(InputError) as caught:
        weighing.weigh("toy", 20, policies=own, seed=-1)
    assert [one.line > 0 for one in caught.value.faults] == [False, False, True]
    with pytest.raises(PolicyError):
        weighing.weigh("toy", 50, policies=own)
    with pytest.raises(QuestionError):
        weighing.weigh("toy", 20)
