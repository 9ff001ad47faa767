"""Hold docstrings to the house style: every public name has one, and what a room hands to others documents itself whole.

A name is handed on if its room's `__init__` imports it, or a file of another room does. Its docstring needs every parameter
with a type, and the result; one line is enough for a kernel (its arguments carry their units), for a function of one
argument, and where it says "see `other`". Names that stay inside a room may make do with one line; sections they do have
must be right.
The judge is numpydoc. Run without arguments; prints a line per fault and exits 1 if there is one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from numpydoc.hooks.validate_docstrings import AstValidator
from numpydoc.validate import validate

SOURCE = Path(__file__).parent.parent / "src"
PACKAGE = SOURCE / "jointex"
ALWAYS = {"GL03", "GL05", "GL06", "GL07", "GL08", "GL10", "SS01", "SS03", "PR02", "PR03", "PR05", "PR10"}
WHOLE = ALWAYS | {"PR01", "PR04", "RT01", "YD01"}
FACES = {"cli"}
"""Rooms that people call with options: the option texts are the documentation."""

Key = tuple[str, str]


def dotted_name(path: Path) -> str:
    """Return the module a file holds, such as `jointex.earth.winds`."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """Return the room of a module: the part after `jointex`."""
    return [*module.split("."), ""][1]


def handed_on(trees: dict[Path, ast.Module]) -> set[Key]:
    """Return (module, name) of everything that a room's door or another room imports from it."""
    found: set[Key] = set()
    for path, tree in trees.items():
        here = dotted_name(path)
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("jointex."):
                continue
            is_foreign = room_of(node.module or "") != room_of(here)
            if is_foreign or path.name == "__init__.py":
                found.update((str(node.module), alias.name) for alias in node.names)
    return found


def public_nodes(tree: ast.Module) -> Iterator[tuple[ast.AST, list[ast.AST]]]:
    """Return the module, its public functions and classes, and their public methods, each with what encloses it."""
    yield tree, []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        yield node, [tree]
        for method in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                yield method, [tree, node]


def is_told_in_a_line(node: ast.AST) -> bool:
    """Return whether one line says all: a kernel, a function of one argument, or one that sends the reader to another."""
    if not isinstance(node, ast.FunctionDef):
        return False
    text = ast.get_docstring(node) or ""
    n_arguments = len(node.args.args) + len(node.args.kwonlyargs)
    is_kernel = any(isinstance(one, ast.Name) and one.id == "kernel" for one in node.decorator_list)
    return "\n" not in text and (is_kernel or n_arguments <= 1 or "see `" in text)


def faults_of(path: Path, tree: ast.Module, public: set[Key]) -> Iterator[str]:
    """Return a line for every rule that a docstring of this file breaks."""
    module = dotted_name(path)
    for node, ancestry in public_nodes(tree):
        name = getattr(node, "name", module)
        is_whole = len(ancestry) == 1 and (module, name) in public and room_of(module) not in FACES
        checks = WHOLE if is_whole and not is_told_in_a_line(node) else ALWAYS
        report = validate(name, AstValidator, ast_node=node, filename=path, ancestry=ancestry)
        for code, text in report["errors"]:
            if code in checks:
                yield f"{path.relative_to(SOURCE.parent)}:{report['file_line']} {name}: {code} {text}"


def main() -> int:
    """Check every file of the package."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    public = handed_on(trees)
    faults = [fault for path, tree in trees.items() for fault in faults_of(path, tree, public)]
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(trees)} files, {len(public)} names handed on, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
