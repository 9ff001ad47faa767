"""Every question after the other, each in a process of its own: `make bench`.

`--write` puts the tables into docs/reference/performance.md, `--json` prints one document.
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

QUESTIONS = ("engine", "commands", "scaling", "accuracy")
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "performance.md"
PREFACE = """\
# Performance

Measured by `make bench` and written by `python -m bench.all --write`; each table is one script in `bench/`, which says what
it counts. Medians; CPU-seconds count all threads of a process. Nothing here is tested: other machines give other figures.
"""


def ask(question: str) -> dict[str, Any]:
    """Return the answer of one script."""
    print(f"{question} ...", file=sys.stderr, flush=True)
    done = subprocess.run([sys.executable, "-m", f"bench.{question}", "--json"], stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def rows_of(answer: dict[str, Any]) -> list[Row]:
    """Return the rows of an answer."""
    return [Row(**one) for one in answer["rows"]]


def page(answers: list[dict[str, Any]]) -> str:
    """Return the page of the documentation."""
    parts = [PREFACE, f"Machine: {machine_line(machine())}.\n"]
    for answer in answers:
        lines = [("what", *HEAD[1:-1], "note"), ("---",) * len(HEAD), *(cells(one) for one in rows_of(answer))]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        parts.append(f"## {answer['title']}\n\n{table}\n")
    return "\n".join(parts)


def main() -> None:
    """Ask, print, write."""
    parser = argparse.ArgumentParser(description="Speed, size and accuracy of Jointex on this machine.")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    parser.add_argument("--write", action="store_true", help="also write docs/reference/performance.md")
    parser.add_argument("questions", nargs="*", default=list(QUESTIONS), help=", ".join(QUESTIONS))
    asked = parser.parse_args()
    unknown = set(asked.questions) - set(QUESTIONS)
    if unknown:
        parser.error(f"no such question: {', '.join(sorted(unknown))}; there are {', '.join(QUESTIONS)}")
    answers = [ask(question) for question in asked.questions]
    if asked.json:
        print(json.dumps({"machine": machine(), "answers": answers}))
    else:
        for answer in answers:
            print(text_table(answer["title"], rows_of(answer)), end="\n\n")
        print(machine_line(machine()))
    if asked.write:
        PAGE.write_text(page(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
