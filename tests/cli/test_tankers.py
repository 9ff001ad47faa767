from __future__ import annotations

from types import SimpleNamespace

from jointex.cli import pages, progress
from jointex.cli.tankers import show_tankers
from jointex.planning.tankers.sheet import search_times_s


def step(value, bound, unit="kg", objective="least fuel"):
    gap = abs(value - bound) / abs(value)
    return SimpleNamespace(objective=objective, value=value, bound=bound, unit=unit, gap=gap, wall_s=0.0)


def test_a_plan_shows_schedule_orders_and_proof(toy, gas, capsys):
    pages.show_plan(gas.with_tanker(toy.toy_plan()), search_times_s(gas.tanker_plan()))
    out = capsys.readouterr().out
    shell = next(line for line in out.splitlines() if line.split()[:1] == ["SHELL"] and "OKI" in line)
    assert shell.split()[1:8] == ["KC-130J", "RJOI", "OKI", "5:10:00", "5:45:00", "6:30:00", "7:05:00"]
    assert shell.split()[8:] == ["26", "2.7", "14.6", "13.9", "2"]
    orders, place = (line.split() for line in out.splitlines() if line.split()[:1] == ["LANCE-1"])
    assert orders[1:3] == ["SHELL", "pods"]
    assert orders[3:6] == ["6:02:30", "6:05:00", "6:14:00"]
    assert orders[6:] == ["900", "350", "1,720", "RJFZ", "0:13:00", "560", "TEXACO"]
    assert place[1:4] == ["OKI", "FL200", "anchor"]
    assert place[4:] == ["36.90N", "133.90E", "36.30N", "133.20E", "36.30N", "134.20E"]
    assert "fewest tanker sorties: 1 sortie, proven (0.2 s)" in out
    assert "least fuel: 41,200 kg, bound 40,800 kg, gap 1.0% (2.5 s)" in out


def test_a_figure_that_is_not_known_is_a_dash(toy, gas, capsys):
    plan = gas.with_tanker(toy.toy_plan())
    plan["refuelling"]["brackets"][0] |= {"slack_s": None, "slack_kg": None, "alternates": []}
    show_tankers(plan)
    lance = next(line.split() for line in capsys.readouterr().out.splitlines() if "LANCE-1" in line)
    assert lance[-4:] == ["RJFZ", "-", "-", "-"]


def test_a_plan_without_tankers_shows_none(toy, capsys):
    show_tankers(toy.toy_plan())
    assert capsys.readouterr().out == ""


def test_where_demands_clash_only_the_proof_is_shown(toy, gas, capsys):
    show_tankers(gas.with_tanker(toy.toy_plan(), gas.no_tanker_plan()))
    assert capsys.readouterr().out == "nobody stranded: 0 flights, proven\n"


def test_a_long_search_tells_value_bound_and_gap_now_and_then(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.SearchReport("planning x") as report:
        for second in range(1, 25):
            now[0] = float(second)
            report(step(41_200.0 - second, 40_000.0))
        now[0] = 40.0
        report(step(780.0, 900.0, "s", "most slack"))
    assert capsys.readouterr().err.splitlines() == [
        "planning x: least fuel 41,190 kg, bound 40,000 kg, gap 2.9%",
        "planning x: least fuel 41,180 kg, bound 40,000 kg, gap 2.9%",
        "planning x: most slack 0:13:00, bound 0:15:00, gap 15.4%",
    ]


def test_a_short_search_says_nothing(capsys):
    with progress.SearchReport("planning x") as report:
        report(step(2.0, 1.0))
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_one_line_that_changes(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True, raising=False)
    with progress.SearchReport("planning x") as report:
        report(step(2.0, 1.0))
        now[0] = 5.0
        report(step(41_200.0, 40_000.0))
    assert "gap 2.9%" in capsys.readouterr().err


def test_a_search_before_runs_are_flown_is_told_too(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.ProgressReport("flying x", "runs") as report:
        report.seek(step(1.0, 1.0))
        now[0] = 11.0
        report.seek(step(41_200.0, 40_000.0))
    assert capsys.readouterr().err == "flying x: least fuel 41,200 kg, bound 40,000 kg, gap 2.9%\n"
