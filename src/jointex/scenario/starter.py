"""A commented scenario to start from."""

from __future__ import annotations

import re
from pathlib import Path

from jointex.errors import Fault, ScenarioError

_TEMPLATE = Path(__file__).parent / "starter.yaml"
_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")


def starter(name: str) -> str:
    """Return the text of a small scenario that loads and runs as it is, with a comment on every key.

    Parameters
    ----------
    name : str
        Id of the new scenario: letters, digits, - and _, beginning with a letter.

    Returns
    -------
    str
        YAML.

    Raises
    ------
    ScenarioError
        If the name cannot be an id.
    """
    if not _NAME.match(name):
        rule = "must begin with a letter and hold only letters, digits, - and _ (at most 32), such as my-exercise"
        raise ScenarioError(Fault(rule, "NAME", value=name))
    return _TEMPLATE.read_text(encoding="utf-8").replace("id: NAME", f"id: {name}")
