"""Load every broken scenario of the tests and print what a user would read, in the order of their names."""

from __future__ import annotations

from pathlib import Path

from jointex.errors import InputError
from jointex.scenario import load

BROKEN = Path(__file__).parent.parent / "tests" / "scenario" / "broken"


def main() -> None:
    """Print the message of each file under its name."""
    for path in sorted(BROKEN.glob("*.yaml")):
        try:
            load(path)
            message = "loads: nothing is wrong with it"
        except InputError as error:
            message = str(error).replace(str(path), path.name)
        print(f"{path.stem}\n  " + message.replace("\n", "\n  "))


if __name__ == "__main__":
    main()
