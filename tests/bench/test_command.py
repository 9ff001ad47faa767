"""`jointex bench`: its document, other programs that are there, absent, broken or stuck, and words it cannot use."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jointex.bench import document, engine, limit, page, peers, phases
from jointex.cli import main

SHORT = Path(__file__).parent.parent / "short.yaml"
FLEET = {
    "latitude_deg": [37.0, 37.5],
    "longitude_deg": [134.0, 134.5],
    "pressure_altitude_m": [9000.0, 8000.0],
    "true_airspeed_m_s": [230.0, 220.0],
    "heading_deg": [90.0, 350.0],
    "routes": [[[37.0, 135.0, 9000.0, 230.0]], []],
}
FAKE = """\
#!{python}
import sys
if sys.argv[1] == "-c":
    print(3)
elif sys.argv[1].endswith("fly_bluesky.py"):
    sys.stdin.readline()
    print('{{"version": "9.9"}}', flush=True)
    for _ in iter(sys.stdin.readline, ""):
        print('{{"cpu_s": 0.5, "amount": 1000.0}}', flush=True)
elif sys.argv[1].endswith("fly_jsbsim.py"):
    print('{{"absent": "No module named jsbsim"}}', flush=True)
else:
    sys.exit("the sky fell")
"""
NEEDS_A_SHEBANG = pytest.mark.skipif(
    sys.platform == "win32", reason="the fake program is a script that starts by itself"
)


def script(folder: Path, text: str) -> str:
    """Write a program that starts by itself and return its path."""
    path = folder / "python"
    path.write_text(text.format(python=sys.executable), encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure a short exercise once instead of the flagship many times."""
    monkeypatch.setattr(document, "SCENARIO", str(SHORT))
    monkeypatch.setattr(document, "FEW_REPEATS", 2)
    monkeypatch.setattr(document, "WATCHED", 4)
    monkeypatch.setattr(engine, "AIRCRAFT_RUNS", 1)
    monkeypatch.setattr(phases, "N_AIRCRAFT", 3)
    monkeypatch.setattr(limit, "N_STEPS", 10)


@NEEDS_A_SHEBANG
def test_the_document_holds_the_figures_their_ratio_and_why_a_program_is_missing(
    small: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    fake = script(tmp_path, FAKE)
    assert main(["bench", "--quick", "--aircraft", "4,2", "--peers-python", fake, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert {"machine", "jointex", "bluesky", "ratio", "jsbsim", "openap", "limit", "phases"} < set(found)
    assert found["machine"]["processor"]
    assert list(found["ratio"]) == ["2", "4", "8", "100", "1000", "10000"]
    for count in ("2", "4"):
        assert found["bluesky"][count] == 2000.0
        assert found["ratio"][count] == found["jointex"][count] / 2000.0 > 0.0
        spread = found["jointex"]["repeats"][count]
        assert spread["low"] <= found["jointex"][count] <= spread["high"]
        assert spread["n"] == 2
    assert all(found["ratio"][count] is None for count in ("8", "100", "1000", "10000"))
    separation = found["separation"]
    assert separation["ratio"] == separation["jointex"]["4"] / separation["bluesky"]["4"] > 0.0
    assert found["jsbsim"] is None
    assert "pip install 'jsbsim'" in found["absent"]["jsbsim"]
    assert found["openap"] is None
    assert found["absent"]["openap"].endswith("the sky fell")
    names = [row["name"] for row in found["phases"]["rows"]]
    assert names == list(phases.PHASES)
    shares = [row["share_of_time"] for row in found["phases"]["rows"] if row["share_of_time"] is not None]
    assert sum(shares) == pytest.approx(1.0)
    assert found["limit"]["engine_in_frames_of_1_s"] > 0.0
    assert found["limit"]["bare_steps_per_frame"] > 0.0
    section = page.section(found)
    assert "| 2 |" in section
    assert "the sky fell" in section


def test_without_other_programs_their_figures_are_null_and_people_get_tables(
    small: None, capsys: pytest.CaptureFixture[str]
):
    assert main(["bench", "--quick", "--aircraft", "3", "--no-peers"]) == 0
    said = capsys.readouterr()
    assert "Thousand aircraft-seconds per CPU-second" in said.out
    assert "work in formation" in said.out
    assert "not installed" not in said.out


@pytest.mark.parametrize("program", peers.PROGRAMS, ids=lambda program: program.id)
def test_a_program_says_that_its_package_is_not_there(program: peers.Program):
    # -S leaves out what is installed
    done = subprocess.run(
        [sys.executable, "-S", str(peers.SCRIPTS / program.script)],
        input=json.dumps(FLEET) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "No module named" in json.loads(done.stdout)["absent"]


@pytest.mark.parametrize("program", peers.PROGRAMS, ids=lambda program: program.id)
def test_a_program_that_is_there_gives_a_rate(program: peers.Program):
    if importlib.util.find_spec(program.script.removeprefix("fly_").removesuffix(".py")) is None:
        pytest.skip(f"{program.name} is not installed")
    with peers.Peer(program, sys.executable, FLEET) as peer:
        assert peer.about["version"]
        assert peer.rate() > 0.0


@NEEDS_A_SHEBANG
@pytest.mark.parametrize("answer", ["nonsense", "[1]", '{{"cpu_s": 0}}', '{{"cpu_s": 0, "amount": 1}}'])
def test_a_program_that_answers_nonsense_is_named(tmp_path: Path, answer: str):
    text = f"#!{{python}}\nprint('{{{{}}}}', flush=True)\nprint('{answer}', flush=True)\ninput()\ninput()\n"
    with (
        peers.Peer(peers.BLUESKY, script(tmp_path, text), FLEET) as peer,
        pytest.raises(peers.Unusable, match="BlueSky did not work: it answered"),
    ):
        peer.rate()


@NEEDS_A_SHEBANG
def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(peers, "LIMIT_S", 0.2)
    with pytest.raises(peers.Unusable, match="BlueSky did not work: it left with -9"):
        peers.Peer(peers.BLUESKY, script(tmp_path, "#!{python}\nimport time\ntime.sleep(60)\n"), FLEET)


def test_every_number_of_aircraft_that_cannot_be_flown_is_named(capsys: pytest.CaptureFixture[str]):
    assert main(["bench", "--aircraft", "8,many,-1,,20001,1e3,²"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 6
    for line, value in zip(lines, ["many", "-1", "nothing", "20001", "1e3", "²"], strict=True):
        assert line.startswith("jointex: --aircraft must be whole numbers of aircraft from 1 to 20,000")
        assert line.endswith(f"got {value}")


@pytest.mark.parametrize("path", ["nowhere/python", ".", "", "a\0b"])
def test_a_python_that_does_not_start_is_refused(path: str, capsys: pytest.CaptureFixture[str]):
    assert main(["bench", "--peers-python", path]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "--peers-python must be a Python that starts" in line


def test_a_program_that_is_no_python_is_refused(capsys: pytest.CaptureFixture[str]):
    assert main(["bench", "--peers-python", "true" if sys.platform != "win32" else "hostname"]) == 2
    assert "--peers-python must be a Python 3" in capsys.readouterr().err
