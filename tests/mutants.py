"""Broken copies of scenarios and cards, by number: the same number gives the same bytes on every machine.

`mutant(text, number)` changes a YAML text in one to three places. Structural changes work on the parsed content (take out,
rename, swap, replace by an extreme, nest), textual ones on the bytes (cut off, flip, double a block, aliases, tags).
"""

from __future__ import annotations

import copy
import io
import random
import re
from collections.abc import Callable
from typing import Any

from ruamel.yaml import YAML

NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 3, 1e-9, -1e-9, 1e9, -1e9, 1e30, 10**30, -(10**30), 1e308, -1e308, 5e-324, 2**63, 0.1, 1e-300, 360, 99999,
    float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
TEXTS = (
    "", " ", "x", "null", "~", "yes", "0", "-0", "1e400 kg", "nan kg", "inf s", "NaN", "12", "1,5 kg", "1_0 min", "0x10",
    "09:30", "09:30Z", "25:61Z", "2025-02-30T00:00Z", "9999-12-31T23:59Z", "0001-01-01T00:00Z", "2025-12-10", "٣ kg",
    "１２ kg", "−5 kg", "5 kg kg", "5 kg/", "5 (kg", "5 m**9999", "5 furlong", "20 parsec", "1e-320 kg", "FL9999", "FL-10", "FL000",
    "90N 180E", "91N 0E", "0N 0E", "38.5N", "nan, nan", "[38, 134]", "../../etc/passwd", "/dev/zero", "C:\\", "{}", "%s%n",
    "[bold]x[/bold]", "a" * 5000, "\u202eabc", "\U0001f6e9", "é" * 70, "\ufeff", "a\tb", "full", "DOOM", "F-15J", "RJNK",
)  # fmt: skip
UNITS = (
    "kg",
    "klb",
    "lb",
    "t",
    "min",
    "s",
    "h",
    "NM",
    "ft",
    "m",
    "kt",
    "K",
    "deg",
    "rad",
    "%",
    "Mach",
    "NM2",
    "",
    "kgf",
    "µm",
    "°C",
)

Path = tuple[Any, ...]


def mutant(text: str, number: int) -> tuple[str, bytes]:
    """Return what was done, and the changed file.

    Parameters
    ----------
    text : str
        YAML that loads.
    number : int
        Which mutant.
    """
    draw = random.Random(f"mutant {number}")
    done: list[str] = []
    if draw.random() < 0.75:
        data = YAML(typ="safe", pure=True).load(text)
        for _ in range(draw.choice((1, 1, 1, 2, 3))):
            done.append(draw.choice(STRUCTURAL)(data, draw))
        return ", ".join(done), dumped(data).encode("utf-8", "surrogatepass")
    content = text.encode()
    for _ in range(draw.choice((1, 1, 2))):
        name, change = draw.choice(TEXTUAL)
        content = change(content, draw)
        done.append(name)
    return ", ".join(done), content


def dumped(data: Any) -> str:
    """Return data as YAML, without aliases for what stands in it twice."""
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.width = 10_000
    yaml.sort_base_mapping_type_on_output = False
    yaml.representer.ignore_aliases = lambda _: True
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def places(data: Any, at: Path = ()) -> list[Path]:
    """Return the path of everything in nested data, but the whole."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path for key, value in inner for path in ((*at, key), *places(value, (*at, key)))]


def spot(data: Any, draw: random.Random) -> tuple[Any, Any, str]:
    """Return a parent, a key in it, and their path in words; every section is as likely as the next."""
    section = draw.choice(list(data)) if data else ""
    paths = [(section,), *places(data.get(section), (section,))] if data else [()]
    path = draw.choice(paths)
    parent = data
    for key in path[:-1]:
        parent = parent[key]
    return parent, path[-1] if path else None, ".".join(map(str, path))


def drop(data: Any, draw: random.Random) -> str:
    parent, key, words = spot(data, draw)
    if key is not None:
        del parent[key]
    return f"drop {words}"


def rename(data: Any, draw: random.Random) -> str:
    parent, key, words = spot(data, draw)
    new = draw.choice(
        [f"{key}x", str(key)[:-1], str(key).upper(), str(key).replace("_", " "), "", "id", 7, "-", "é", "a" * 300]
    )
    if isinstance(parent, dict) and key is not None:
        pairs = list(parent.items())
        parent.clear()
        parent.update((new if name == key else name, value) for name, value in pairs)
    return f"rename {words} to {str(new)[:20]}"


def put_number(data: Any, draw: random.Random) -> str:
    return put(data, draw, draw.choice(NUMBERS))


def put_text(data: Any, draw: random.Random) -> str:
    return put(data, draw, draw.choice(TEXTS))


def put_shape(data: Any, draw: random.Random) -> str:
    return put(
        data,
        draw,
        copy.deepcopy(
            draw.choice([None, [], {}, [[]], [None], {"": 1}, {"a": {"b": {}}}, True, False, ["x"] * 50, [1, 2, 3]])
        ),
    )


def put(data: Any, draw: random.Random, value: Any) -> str:
    parent, key, words = spot(data, draw)
    if key is not None:
        parent[key] = value
    return f"put {str(value)[:30]!r} at {words}"


def swap(data: Any, draw: random.Random) -> str:
    one, key, words = spot(data, draw)
    other, second, more = spot(data, draw)
    if key is not None and second is not None:
        one[key], other[second] = copy.deepcopy(other[second]), copy.deepcopy(one[key])
    return f"swap {words} with {more}"


def wrap(data: Any, draw: random.Random) -> str:
    parent, key, words = spot(data, draw)
    if key is not None:
        value = parent[key]
        parent[key] = draw.choice([[value], {"value": value}, [value, value], {key: value}])
    return f"wrap {words}"


def scale(data: Any, draw: random.Random) -> str:
    """Multiply a number, also one that stands before a unit."""
    factor = draw.choice([-1, 0, 1e-6, 1e-3, 0.1, 0.5, 2, 10, 60, 1e3, 1e6, 1e12])
    return on_numbers(data, draw, lambda number: f"{float(number) * factor:.12g}", f"times {factor:g}")


def other_unit(data: Any, draw: random.Random) -> str:
    unit = draw.choice(UNITS)
    parents = [
        path
        for path in places(data)
        if isinstance(value_at(data, path), str) and re.match(r"^[-\d.]+ \S+$", value_at(data, path))
    ]
    units = [path for path in places(data) if path[-1] == "unit"]
    if not parents + units:
        return "no unit"
    path = draw.choice(parents + units)
    value = value_at(data, path)
    value_at(data, path[:-1])[path[-1]] = unit if path[-1] == "unit" else f"{value.split()[0]} {unit}".strip()
    return f"unit {unit} at {'.'.join(map(str, path))}"


def on_numbers(data: Any, draw: random.Random, change: Callable[[str], str], words: str) -> str:
    numbers = [
        path
        for path in places(data)
        if not isinstance(value_at(data, path), bool) and re.match(r"^-?[\d.]+( \S+)?$", str(value_at(data, path)))
    ]
    if not numbers:
        return "no number"
    path = draw.choice(numbers)
    value = value_at(data, path)
    number, _, rest = str(value).partition(" ")
    changed = change(number)
    value_at(data, path[:-1])[path[-1]] = f"{changed} {rest}".strip() if isinstance(value, str) else float(changed)
    return f"{words} at {'.'.join(map(str, path))}"


def value_at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def shuffle(data: Any, draw: random.Random) -> str:
    parent, _, words = spot(data, draw)
    if isinstance(parent, dict):
        pairs = list(parent.items())
        draw.shuffle(pairs)
        parent.clear()
        parent.update(pairs)
    elif isinstance(parent, list):
        draw.shuffle(parent)
    return f"shuffle beside {words}"


def copy_entry(data: Any, draw: random.Random) -> str:
    """Write an entry a second time, under another name or in another place."""
    parent, key, words = spot(data, draw)
    if key is None:
        return "nothing"
    value = copy.deepcopy(parent[key])
    if isinstance(parent, list):
        parent.append(value)
        return f"double {words}"
    new = draw.choice([f"{key}2", str(key).lower(), f"{key}1", "X"])
    draw.choice([parent, data])[new] = value
    return f"copy {words} to {new}"


def point_elsewhere(data: Any, draw: random.Random) -> str:
    """Put one name of the file where another stands: references to themselves, in a ring, to the wrong kind."""
    names = [key for path in places(data) for key in path if isinstance(key, str) and key.isupper()] or ["X"]
    texts = [path for path in places(data) if isinstance(value_at(data, path), str) and len(value_at(data, path)) < 40]
    path, name = draw.choice(texts or [()]), draw.choice(names)
    if path:
        value_at(data, path[:-1])[path[-1]] = name
    return f"name {name} at {'.'.join(map(str, path))}"


STRUCTURAL: tuple[Callable[[Any, random.Random], str], ...] = (
    drop, rename, put_number, put_number, put_text, put_text, put_shape, swap, wrap, scale, scale, scale, other_unit, shuffle,
    copy_entry, point_elsewhere, point_elsewhere,
)  # fmt: skip


INSERTS = (
    b"\0", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", "\u2028".encode(), "\u0085".encode(), b"\x1b[31m", b"\xed\xa0\x80",
    b"&a ", b"*a ", b"!!python/object ", b"!!binary ", b"!!set ", b"!!omap ", b"<<: ", b"? ", b": ", b"- ", b"| ", b"> ", b"%",
    b"@", b"`", b'"', b"'", b"{", b"[", b"}", b"]", b"---\n", b"...\n", b"#", b"\n", b"  ", b"%YAML 1.1\n---\n",
)  # fmt: skip


def cut(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def behead(content: bytes, draw: random.Random) -> bytes:
    return content[draw.randrange(len(content) + 1) :]


def flip(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 5, 50))):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def insert(content: bytes, draw: random.Random) -> bytes:
    what = draw.choice(INSERTS)
    at = draw.randrange(len(content) + 1)
    return content[:at] + what + content[at:]


def double_lines(content: bytes, draw: random.Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    start = draw.randrange(len(lines))
    block = lines[start : start + draw.choice((1, 1, 3, 10, 40))]
    at = draw.randrange(len(lines) + 1)
    return b"".join([*lines[:at], *block, *lines[at:]])


def drop_lines(content: bytes, draw: random.Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    start = draw.randrange(len(lines))
    return b"".join([*lines[:start], *lines[start + draw.choice((1, 1, 3, 10)) :]])


def indent(content: bytes, draw: random.Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    start = draw.randrange(len(lines))
    stop = start + draw.choice((1, 1, 3, 10))
    step = draw.choice((b" ", b"  ", b"\t"))
    return b"".join(step + line if start <= number < stop else line for number, line in enumerate(lines))


def other_encoding(content: bytes, draw: random.Random) -> bytes:
    name = draw.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp037", "latin-1"))
    return content.decode("utf-8", "replace").encode(name, "replace")


def other_ends(content: bytes, draw: random.Random) -> bytes:
    return content.replace(b"\n", draw.choice((b"\r\n", b"\r", b"\n\r", "\u2028".encode(), b"\n\n")))


TEXTUAL: tuple[tuple[str, Callable[[bytes, random.Random], bytes]], ...] = tuple(
    (change.__name__.replace("_", " "), change)
    for change in (cut, behead, flip, insert, insert, double_lines, drop_lines, indent, other_encoding, other_ends)
)
