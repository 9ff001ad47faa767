"""Run every example of the documentation and follow every link inside it.

A ```console block holds commands after `$ `; what follows a command is what it must print, where `...` stands for anything;
a block may leave the answer out. `# exit 2` after a command is the exit code it must have (0 if nothing is said). A ```python
block runs as it stands, or as a doctest if it has prompts; the blocks of a page share their names. Every page runs in a
folder of its own. Other blocks (```text, ```yaml, ```bash) are not run.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FENCE = re.compile(r"^```(\w*)\s*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")
EXIT = re.compile(r"\s+# exit (\d+)\s*$")
LIMIT_S = 900


@dataclass(frozen=True)
class Command:
    """One line of a console block, what it must print (None: anything) and its exit code."""

    text: str
    wanted: str | None
    code: int


def commands(block: str) -> Iterator[Command]:
    """Return the commands of a console block."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        text, _, wanted = part.partition("\n")
        code = EXIT.search(text)
        yield Command(EXIT.sub("", text), wanted if wanted.strip() else None, int(code[1]) if code else 0)


def run_console(block: str, folder: str) -> Iterator[str]:
    """Run the commands of a block in a folder; return a line for each that does not do what the page says."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    for command in commands(block):
        done = subprocess.run(
            command.text,
            shell=True,
            cwd=folder,
            env={**os.environ, "PATH": path, "COLUMNS": "120"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        printed = done.stdout + done.stderr
        if done.returncode != command.code:
            yield f"`{command.text}` left with {done.returncode}, not {command.code}:\n{printed.strip()}"
        elif command.wanted is not None and not is_like(printed, command.wanted):
            yield f"`{command.text}` prints\n{printed.strip()}\nwhere the page says\n{command.wanted.strip()}"


def is_like(printed: str, wanted: str) -> bool:
    """Return whether a text is as the page says, blanks at line ends aside."""
    flat_printed, flat_wanted = (
        "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n" for text in (printed, wanted)
    )
    return doctest.OutputChecker().check_output(
        flat_wanted, flat_printed, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )


def run_python(block: str, names: dict[str, Any], place: str) -> Iterator[str]:
    """Run a python block; return a line for what goes wrong."""
    try:
        if ">>> " not in block:
            exec(compile(block, place, "exec"), names)
            return
    except Exception as error:
        yield f"{type(error).__name__}: {error}"
        return
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False)
    runner.run(doctest.DocTestParser().get_doctest(block, names, place, place, 0), out=report.append, clear_globs=False)
    yield from report


def check_page(page: Path) -> Iterator[str]:
    """Return a line for every example of a page that fails and every link that leads nowhere."""
    text = page.read_text(encoding="utf-8")
    for match in LINK.finditer(FENCE.sub("", text)):
        target = match[1] or match[2]
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists():
            yield f"{page}: the link {target} leads nowhere"
    names: dict[str, Any] = {"__name__": "__main__"}
    home = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        for match in FENCE.finditer(text):
            place = f"{page}:{text[: match.start()].count(chr(10)) + 1}"
            os.chdir(folder)
            try:
                faults = list(
                    run_console(match[2], folder)
                    if match[1] == "console"
                    else run_python(match[2], names, place)
                    if match[1] == "python"
                    else ()
                )
            finally:
                os.chdir(home)
            yield from (f"{place}: {fault}" for fault in faults)


def main(arguments: list[str]) -> int:
    """Check the pages named, and all pages of the folders named."""
    pages = [
        page
        for name in arguments
        for page in (sorted(Path(name).rglob("*.md")) if Path(name).is_dir() else [Path(name)])
    ]
    n_faults = 0
    for page in pages:
        for fault in check_page(page):
            n_faults += 1
            print(fault)
    print(f"{len(pages)} pages, {n_faults} faults")
    return 1 if n_faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
