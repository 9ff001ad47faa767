"""Safe YAML in, with the line of every value, so that a fault can point at it."""

from __future__ import annotations

import codecs
import math
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jointex.errors import MOST_FAULTS, DocumentError, Fault

MAX_BYTES = 1_000_000
"""Largest file read: a hundred times the largest shipped one, and 15 s of reading at the worst."""
MAX_DEPTH = 40
MAX_VALUES = 100_000
"""Most keys, list items and values in a file."""
MAX_KEY_LENGTH = 60
"""Longer keys are cut in messages."""
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make a text look other than it is (Unicode Technical Report 36, section 2.5)."""
_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
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
    text : str
        The file as written.
    """

    name: str
    data: dict[str, Any]
    lines: dict[KeyPath, int] = field(default_factory=dict)
    text: str = ""

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
        text += f"[{key}]" if isinstance(key, int) else f".{short(key)}" if text else short(key)
    return text


def short(key: str) -> str:
    """Return a key as it stands in a message."""
    return key if len(key) <= MAX_KEY_LENGTH else key[: MAX_KEY_LENGTH - 3] + "..."


def shown(value: object) -> str:
    """Return a value as a short text for a message."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def read_document(path: Path) -> Document:
    """Read one YAML file.

    Parameters
    ----------
    path : Path
        A regular file; see `read_text`.

    Returns
    -------
    Document

    Raises
    ------
    DocumentError
        If the file cannot be read, is no mapping, is too large or too deep, repeats a key, or uses aliases or tags.
    """
    return parse_document(read_text(path), str(path))


def read_text(path: Path, most_bytes: int = MAX_BYTES) -> str:
    """Return the text of a file, and never wait for one, or read more than a bounded part of it.

    Parameters
    ----------
    path : Path
        A regular file or a link to one: no folder, pipe or device.
    most_bytes : int
        Largest size accepted.

    Returns
    -------
    str
        Without the byte-order mark.

    Raises
    ------
    DocumentError
        If it cannot be read, is larger, or is no UTF-8.
    """
    name = str(path)
    content = _read_bytes(path, name, most_bytes)
    for mark, encoding in _OTHER_ENCODINGS:
        if content.startswith(mark):
            raise DocumentError(Fault("must be UTF-8 text", name, 1, value=encoding, hint="Save it as UTF-8."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        got = f"byte 0x{content[error.start]:02X} at {error.start}"
        raise DocumentError(Fault("must be UTF-8 text", name, line, value=got, hint="Save it as UTF-8.")) from None


def _read_bytes(path: Path, name: str, most_bytes: int) -> bytes:
    """Return the content of a regular file."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise DocumentError(Fault("is a folder, not a file", name))
        if not stat.S_ISREG(kind):
            raise DocumentError(Fault("must be a regular file, not a device, pipe or socket", name))
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            content = file.read(most_bytes + 1)
            size = max(len(content), os.fstat(file.fileno()).st_size)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(Fault("cannot be read", name, value=reason)) from None
    if size > most_bytes:
        raise DocumentError(Fault(f"must be at most {most_bytes:,} bytes", name, value=f"{size:,} bytes"))
    return content


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
    from ruamel.yaml.nodes import MappingNode

    node = _node_tree(text, name)
    if not isinstance(node, MappingNode):
        what = "nothing" if node is None else "a list" if node.id == "sequence" else node.value
        raise DocumentError(Fault("must hold a mapping of keys to values", name, 1, value=shown(what)))
    walk = _Walk(name)
    data = walk.value(node, ())
    document = Document(name, data, walk.lines, text)
    if walk.faults:
        error = DocumentError(walk.faults)
        error.document = document
        raise error
    return document


def _node_tree(text: str, name: str) -> Any:
    """Return the nodes of a YAML text, or raise what is wrong with its syntax."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    from jointex.nodes import bounded_composer

    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = bounded_composer(MAX_DEPTH, MAX_VALUES)
    try:
        return yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        problem = str(error.problem or error.context)
        if problem.startswith("must "):
            raise DocumentError(Fault(problem, name, line)) from None
        hint = "Look at the indentation of this line and the one before it." if "block" in problem else ""
        raise DocumentError(Fault(f"is not valid YAML: {problem}", name, line, hint=hint)) from None
    except ReaderError as error:
        found = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
        line = text.count("\n", 0, found.start()) + 1 if found else 0
        got = f"#x{ord(str(error.character)):04X}" if len(str(error.character)) == 1 else f"#x{error.character:04X}"
        hint = "Is it a binary file, or UTF-16? Save it as UTF-8."
        raise DocumentError(Fault("must not hold control characters", name, line, value=got, hint=hint)) from None
    except YAMLError as error:
        raise DocumentError(Fault(f"is not valid YAML: {str(error).splitlines()[0]}", name)) from None
    except RecursionError:
        raise DocumentError(Fault(f"must stay within depth {MAX_DEPTH}", name)) from None
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError) as error:  # the parser's own surprises
        raise DocumentError(Fault("is not valid YAML", name, value=shown(str(error)))) from None


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
        self.seen.add(id(node))
        if node.id != "scalar" and str(node.tag) not in ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            self.fault(line, path, f"must not carry a tag ({shown(str(node.tag))})")
            return None
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
            if strange := strange_character(key):
                self.fault(line, path, "keys must not hold control characters", strange)
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
            self.fault(node.start_mark.line + 1, path, f"must not carry a tag ({shown(tag)})")
            return None
        if kind == "null":
            return None
        if kind == "bool":
            return text.casefold() == "true"
        if kind == "int":
            return self.number(text, node, path, whole=True)
        if kind == "float":
            return self.number(text, node, path, whole=False)
        if strange := strange_character(text):
            self.fault(node.start_mark.line + 1, path, "must not hold control characters", strange)
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
            return None
        return value

    def fault(self, line: int, path: KeyPath, rule: str, value: str = "") -> None:
        if len(self.faults) <= MOST_FAULTS:
            self.faults.append(Fault(rule, self.name, line, dotted(path), shown(value) if value else ""))


def strange_character(text: str) -> str:
    """Return the first character that a terminal or a reader could be misled by, as `U+001B`; nothing if there is none."""
    if text.isprintable():
        return ""
    for character in text:
        is_control = unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n\r\x85"
        if is_control or character in BIDI_CONTROLS:
            return f"U+{ord(character):04X}"
    return ""
