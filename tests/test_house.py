"""The house holds its own rules: one public door, imports one way, quick start-up, nothing that ties it to one machine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import jointex

ROOT = Path(__file__).parent.parent
HEAVY = {"numba", "pyarrow", "altair", "duckdb", "scipy", "pandas", "pint", "pyproj", "shapely", "matplotlib", "numpy"}
TEXT_FILES = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".cff",
    ".j2",
    ".html",
    ".css",
    ".js",
    ".json",
    ".csv",
    "",
}


def tracked_files() -> list[Path]:
    """Return the text files of the repository, or skip where there is no repository (an unpacked sdist)."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("no git repository here")
    names = [name for name in listed.stdout.split("\0") if name]
    return [ROOT / name for name in names if Path(name).suffix in TEXT_FILES and (ROOT / name).is_file()]


def modules_after(statement: str) -> set[str]:
    """Return the top-level modules that a statement loads in a fresh process."""
    code = f"{statement}\nimport sys\nprint('\\n'.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_names_at_the_public_door_are_these():
    assert jointex.__all__ == [
        "Runs",
        "__version__",
        "break_it",
        "calc",
        "compare",
        "explain",
        "explain_fork",
        "fly",
        "load",
        "neighbours",
        "plan",
        "quiet",
        "run",
        "score",
        "signals",
        "weigh",
        "write_plan",
    ]
    assert all(callable(getattr(jointex, name)) for name in jointex.__all__ if name not in ("__version__", "calc"))
    assert callable(jointex.calc.range_)


def test_a_name_that_is_not_public_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'manager'"):
        jointex.manager  # noqa: B018


def test_version_is_said_once():
    assert "version" not in re.findall(
        r"^(\w+) = ", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+", jointex.__version__)


def test_rooms_import_only_rooms_above_them():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_command_line_starts_without_heavy_packages():
    assert modules_after("import jointex.cli") & HEAVY == set()


def test_import_of_the_package_loads_no_heavy_package():
    assert modules_after("import jointex") & HEAVY == set()


def test_no_file_names_a_path_of_one_machine():
    # built from parts, so that this file may be searched too
    places = ["/" + "work/", "/" + "tmp/", "/" + "home/", "/" + "root/", "/" + "opt/", "sha" + "red/"]
    pattern = re.compile("|".join(re.escape(place) for place in places))
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_file_names_a_package_registry():
    hosts = re.compile("|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "index" + "-url", "find" + "-links")))
    found = [str(path.relative_to(ROOT)) for path in tracked_files() if hosts.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_dependency_has_a_pinned_version():
    pins = {
        re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower()
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    wanted = re.findall(r'^\s+"([a-z0-9.-]+)>=', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(wanted) > 20
    assert {re.sub(r"[-_.]+", "-", name) for name in wanted} - pins == set()
