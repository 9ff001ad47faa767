"""`jointex bench`, then every question after the other, each in a process of its own: `make bench`.

`--write` puts the tables into docs/reference/performance.md, in the place of those of the same questions; `--json` prints one
document.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.measure import HEAD, Row, cells, text_table
from jointex.bench.machine import machine, machine_line
from jointex.bench.page import section

QUESTIONS = ("commands", "scaling", "accuracy", "tankers", "picture", "neighbours", "weighing", "gym")
COMMAND = "command"
"""The question that `jointex bench` answers, before all others."""
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "performance.md"
PREFACE = """\
# Performance

Measured by `make bench` and written by `python -m bench.all --write`: first what `jointex bench` prints, which anybody can
measure at home, then the scripts in `bench/`, a table each. Medians; CPU-seconds count all threads of a process. Nothing here
is tested: other machines give other figures.
"""


def ask(question: str) -> dict[str, Any]:
    """Return the answer of one script."""
    print(f"{question} ...", file=sys.stderr, flush=True)
    done = subprocess.run([sys.executable, "-m", f"bench.{question}", "--json"], stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def ask_command(python: str | None) -> dict[str, Any]:
    """Return the document of `jointex bench`."""
    print("jointex bench ...", file=sys.stderr, flush=True)
    words = [sys.executable, "-m", "jointex", "bench", "--json", *(["--peers-python", python] if python else [])]
    document: dict[str, Any] = json.loads(subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout)
    return document


def rows_of(answer: dict[str, Any]) -> list[Row]:
    """Return the rows of an answer."""
    return [Row(**one) for one in answer["rows"]]


def sections(document: dict[str, Any] | None, answers: list[dict[str, Any]]) -> dict[str, str]:
    """Return the sections of the page by their headings."""
    found = [] if document is None else [section(document)]
    for answer in answers:
        lines = [("what", *HEAD[1:-1], "note"), ("---",) * len(HEAD), *(cells(one) for one in rows_of(answer))]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        found.append(f"## {answer['title']}\n\nMachine: {machine_line(answer['machine'])}.\n\n{table}\n")
    return {text.partition("\n")[0]: text for text in found}


def page(fresh: dict[str, str], old: str) -> str:
    """Return the page of the documentation: its sections with the fresh ones in their places."""
    kept = {f"## {text.partition(chr(10))[0]}": f"## {text.strip()}\n" for text in old.split("\n## ")[1:]}
    return "\n".join([PREFACE, *{**kept, **fresh}.values()])


def main() -> None:
    """Ask, print, write."""
    parser = argparse.ArgumentParser(description="Speed, size and accuracy of Jointex on this machine.")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    parser.add_argument("--write", action="store_true", help="also write docs/reference/performance.md")
    parser.add_argument("--peers-python", metavar="PATH", help="passed on to `jointex bench`")
    parser.add_argument("questions", nargs="*", default=[COMMAND, *QUESTIONS], help=", ".join((COMMAND, *QUESTIONS)))
    asked = parser.parse_args()
    unknown = set(asked.questions) - {COMMAND, *QUESTIONS}
    if unknown:
        parser.error(f"no such question: {', '.join(sorted(unknown))}; there are {', '.join((COMMAND, *QUESTIONS))}")
    document = ask_command(asked.peers_python) if COMMAND in asked.questions else None
    answers = [ask(question) for question in asked.questions if question != COMMAND]
    if asked.json:
        print(json.dumps({"machine": machine(), COMMAND: document, "answers": answers}))
    else:
        if document is not None:
            print(section(document))
        for answer in answers:
            print(text_table(answer["title"], rows_of(answer)), end="\n\n")
        print(machine_line(machine()))
    if asked.write:
        PAGE.write_text(page(sections(document, answers), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
