"""What the command line promises: exit codes, where it speaks, and no traceback for bad input."""

from __future__ import annotations

import json

import pytest

from jointex.cli import app, main, progress, speech
from jointex.errors import Fault, QuestionError, StorageError


def test_help_lists_every_command(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in ("run", "plan", "fly", "cards", "scenarios", "new", "schema", "calc"):
        assert f" {command} " in shown


def test_version_is_one_line(capsys):
    from jointex import __version__

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"jointex {__version__}\n"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["rnu"], "Did you mean 'run'?"),
        (["run"], "SCENARIO"),
        (["run", "sea-of-japan", "--runs", "0"], "--runs"),
        (["run", "sea-of-japan", "--runs", "many"], "many"),
        (["run", "sea-of-japan", "--wrokers", "2"], "--workers"),
        (["calc", "airspeed", "--kias", "fast", "--fl", "280"], "fast"),
    ],
)
def test_wrong_words_leave_with_2_and_one_plain_message(words, wanted, capsys):
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert wanted in captured.err.splitlines()[0]
    assert "Traceback" not in captured.err


def fail_with(error, monkeypatch):
    """Make `jointex scenarios` raise an error."""

    def raise_it(*_arguments, **_settings):
        raise error

    monkeypatch.setattr(app, "app", raise_it)
    return main(["scenarios"])


def test_every_fault_has_its_own_line(monkeypatch, capsys):
    faults = [Fault("must be above 0 kg", "a.yaml", 3, "fuel", "-1 kg"), Fault("is missing", "a.yaml", 9, "base")]
    assert fail_with(QuestionError(faults), monkeypatch) == 2
    assert capsys.readouterr().err.splitlines() == [f"jointex: {fault}" for fault in faults]


def test_long_messages_are_not_folded(monkeypatch, capsys):
    fault = Fault("must " + "be short " * 60, "a.yaml", 3)
    assert fail_with(QuestionError(fault), monkeypatch) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_brackets_in_messages_are_text(monkeypatch, capsys):
    assert fail_with(QuestionError(Fault("must be text", "a.yaml", 3, "flights[0]", "[red]x[/red]")), monkeypatch) == 2
    assert "flights[0] must be text; got [red]x[/red]" in capsys.readouterr().err


def test_full_disk_leaves_with_1_and_says_what_was_kept(monkeypatch, capsys):
    assert fail_with(StorageError("12 runs are kept in out/x"), monkeypatch) == 1
    assert "12 runs are kept in out/x" in capsys.readouterr().err


def test_a_fault_of_ours_leaves_with_1_and_says_so(monkeypatch, capsys):
    assert fail_with(ZeroDivisionError("division by zero"), monkeypatch) == 1
    shown = capsys.readouterr().err
    assert "a fault of Jointex" in shown
    assert "ZeroDivisionError" in shown
    assert "Traceback" not in shown


def test_ctrl_c_leaves_with_130(monkeypatch, capsys):
    assert fail_with(KeyboardInterrupt(), monkeypatch) == 130
    assert "stopped" in capsys.readouterr().err


def test_json_answers_hold_no_nan(capsys):
    with pytest.raises(ValueError, match="JSON"):
        speech.answer_json({"fuel_kg": float("nan")})
    speech.answer_json({"fuel_kg": None, "name": "Gifu – 岐阜"})
    assert json.loads(capsys.readouterr().out) == {"fuel_kg": None, "name": "Gifu – 岐阜"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "-"), (True, "yes"), (12345, "12,345"), (0.5, "0.5"), (2190.26, "2,190"), (0.0, "0"), (1.23456, "1.235")],
)
def test_numbers_are_shown_to_a_few_digits(value, shown):
    assert speech.number(value) == shown


@pytest.mark.parametrize(
    ("time_s", "shown"), [(0, "0:00:00"), (3661.4, "1:01:01"), (-59.6, "-0:01:00"), (90000, "25:00:00")]
)
def test_times_are_shown_as_a_clock(time_s, shown):
    assert speech.clock(time_s) == shown


def test_a_log_gets_a_plain_line_now_and_then(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.ProgressReport("flying x", "runs") as report:
        for done in range(1, 41):
            now[0] = float(done)
            report(done, 40)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 4
    assert lines[0] == "flying x: 10 of 40 runs, 1.0/s, 0:00:30 left"


def test_short_work_says_nothing(capsys):
    with progress.ProgressReport("flying x", "runs") as report:
        report(1, 1)
    assert capsys.readouterr().err == ""


def test_ctrl_c_inside_a_command_leaves_with_130_and_says_so_once(monkeypatch, capsys):
    from jointex import scenario

    def stop():
        raise KeyboardInterrupt

    monkeypatch.setattr(scenario, "names", stop)
    assert main(["scenarios"]) == 130
    assert capsys.readouterr().err == "jointex: stopped\n"
