"""Safe YAML in, with the line of every value, so that a fault can point at it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jointex.errors import DocumentError, Fault

MAX_BYTES = 4_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000
PLAIN_KINDS = ("null", "bool", "int", "float", "str", "timestamp")

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A parsed file: plain dicts, lists and scalars, and where each stands.

    Attributes
    ----------
    name : str
        File name as shown in messages.
    data : dict
        The content.
    lines : dict
        Line (from 1) of each key path, such as `("mass", "empty", "value")`.
    """

    name: str
    data: dict[str, Any]
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """Return the line of a key path, or of its nearest parent that has one."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0

    def fault(self, path: KeyPath, rule: str, value: object = "", hint: str = "") -> Fault:
        """Return a fault that points at a key path of this document."""
        return Fault(rule, self.name, self.line(path), dotted(path), shown(value), hint)


def dotted(path: KeyPath) -> str:
    """Return a key path as `forces.TEX.aircraft[0]`."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else str(key)
    return text


def shown(value: object) -> str:
    """Return a value as a short text for a message."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def read_document(path: Path) -> Document:
    """Read one YAML file.

    Parameters
    ----------
    path : Path
        A regular file of at most 4 MB.

    Returns
    -------
    Document

    Raises
    ------
    DocumentError
        If the file cannot be read, is no mapping, is too large or too deep, repeats a key, or uses aliases or tags.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise DocumentError(Fault("is a folder, not a YAML file", name))
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(Fault(f"must be at most {MAX_BYTES} bytes", name, value=f"{path.stat().st_size} bytes"))
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(Fault("must be UTF-8 text", name, value=f"byte {error.start} is not")) from None
    except OSError as error:
        raise DocumentError(Fault("cannot be read", name, value=error.strerror or str(error))) from None
    return parse_document(text, name)


def parse_document(text: str, name: str) -> Document:
    """Parse YAML text; see `read_document`.

    Parameters
    ----------
    text : str
        The YAML text.
    name : str
        File name for messages.

    Returns
    -------
    Document
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.nodes import MappingNode

    try:
        # the node tree is built before it is walked, so a nest that is too deep must be stopped by the parser's own stack
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        problem = str(error.problem or error.context)
        hint = "Look at the indentation of this line and the one before it." if "block" in problem else ""
        raise DocumentError(Fault(f"is not valid YAML: {problem}", name, line, hint=hint)) from None
    except YAMLError as error:
        raise DocumentError(Fault(f"is not valid YAML: {str(error).splitlines()[0]}", name)) from None
    except (RecursionError, ValueError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else f"is not valid YAML: {error}"
        raise DocumentError(Fault(reason, name)) from None
    if not isinstance(node, MappingNode):
        raise DocumentError(Fault("must hold a mapping of keys to values", name, 1))
    walk = _Walk(name)
    data = walk.value(node, ())
    if walk.faults:
        raise DocumentError(walk.faults)
    return Document(name, data, walk.lines)


class _Walk:
    """Turns a node tree into plain data, noting lines and faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[KeyPath, int] = {}
        self.faults: list[Fault] = []
        self.seen: set[int] = set()

    def value(self, node: Any, path: KeyPath) -> Any:
        from ruamel.yaml.nodes import MappingNode, SequenceNode

        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if id(node) in self.seen:
            self.fault(line, path, "must not be an alias (&, *): write the value out")
            return None
        if len(path) > MAX_DEPTH or len(self.lines) > MAX_NODES:
            limit = f"depth {MAX_DEPTH}" if len(path) > MAX_DEPTH else f"{MAX_NODES} values"
            if not any(limit in fault.rule for fault in self.faults):
                self.fault(line, path[:4], f"must stay within {limit}")
            return None
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self.scalar(node, path)

    def mapping(self, node: Any, path: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key, str):
                self.fault(line, path, "keys must be plain names")
                continue
            if key in result:
                self.fault(line, (*path, key), f"is given twice, first on line {self.lines[(*path, key)]}")
                continue
            self.lines[(*path, key)] = line
            result[key] = self.value(value_node, (*path, key))
        return result

    def scalar(self, node: Any, path: KeyPath) -> Any:
        tag, text = str(node.tag), node.value
        kind = tag.removeprefix("tag:yaml.org,2002:")
        if kind not in PLAIN_KINDS:
            self.fault(node.start_mark.line + 1, path, f"must not carry a tag ({tag})")
            return None
        if kind == "null":
            return None
        if kind == "bool":
            return text.casefold() == "true"
        if kind == "int":
            return self.number(text, node, path, whole=True)
        if kind == "float":
            return self.number(text, node, path, whole=False)
        return text

    def number(self, text: str, node: Any, path: KeyPath, whole: bool) -> Any:
        plain = text.replace("_", "")
        if plain.lower().lstrip("+-") in (".nan", ".inf"):
            plain = plain.replace(".", "")
        try:
            if whole and len(plain) <= 19:
                return int(plain, 0) if plain.lower().lstrip("+-").startswith(("0x", "0o")) else int(plain)
            value = float(plain)
        except ValueError:
            return text  # 09:30 and the like: text with a meaning of its own
        if not math.isfinite(value):
            self.fault(node.start_mark.line + 1, path, "must be a finite number", text)
        return value

    def fault(self, line: int, path: KeyPath, rule: str, value: str = "") -> None:
        self.faults.append(Fault(rule, self.name, line, dotted(path), shown(value) if value else ""))
