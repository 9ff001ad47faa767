"""What pydantic found wrong with a scenario, said as faults: file, line, key path, rule, value, nearest name."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from jointex.documents import Document, KeyPath
from jointex.errors import MOST_FAULTS, Fault, nearest_name

_RULES = {
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "dict_type": "must be a mapping of keys to values",
    "mapping_type": "must be a mapping of keys to values",
    "model_type": "must be a mapping of keys to values",
    "model_attributes_type": "must be a mapping of keys to values",
    "tuple_type": "must be a list",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must have at least {min_length} {entries}",
    "string_too_short": "must not be empty",
    "too_long": "must have at most {max_length} entries",
    "string_pattern_mismatch": "must be letters, digits, hyphens, underscores, dots and blanks, a letter or digit first and last",
    "string_too_long": "must be at most {max_length} characters long",
}


def faults_of(error: ValidationError, document: Document, model: type[BaseModel], at: KeyPath = ()) -> list[Fault]:
    """Return every fault that pydantic found.

    Parameters
    ----------
    error : ValidationError
        What pydantic raised.
    document : Document
        The file, for its lines.
    model : type
        The model the entry was checked against.
    at : key path
        Where in the file the entry stands.

    Returns
    -------
    list of Fault
        In pydantic's order, which is that of the model.
    """
    items = error.errors(include_url=False)[: MOST_FAULTS + 1]
    return [_fault(item, document, model, at) for item in items if item["type"] != "default_factory_not_called"]


def _what_to_write(path: KeyPath) -> str:
    """Return what to write where a place of the neighbours is missing; where noise is told cannot be guessed."""
    if path[-1] == "at" and path[0] in ("towns", "points"):
        return "Write its place as latitude and longitude in degrees: at: 32.069N 131.488E."
    return ""


def _fault(item: Any, document: Document, model: type[BaseModel], at: KeyPath) -> Fault:
    """Return one pydantic error as a fault."""
    kind, context, inner = item["type"], item.get("ctx", {}), tuple(item["loc"])
    path = (*at, *(key for key in inner if key != "[key]"))
    if kind == "extra_forbidden":
        return document.fault(path, "is not a key here", hint=nearest_name(str(path[-1]), keys_at(model, inner[:-1])))
    if kind == "missing":
        return document.fault(path, "must be given", hint=_what_to_write(path))
    value = "" if isinstance(item["input"], dict | None) else item["input"]
    if kind == "rule":
        return document.fault(path, context["rule"], value, context["hint"])
    if kind == "literal_error":
        names = [name.strip("' ") for name in context["expected"].replace(" or ", ", ").split(",")]
        near = nearest_name(str(value), names)
        return document.fault(path, f"must be one of {', '.join(names)}", value, near if near.startswith("Did") else "")
    entries = "entry" if context.get("min_length") == 1 else "entries"
    rule = _RULES.get(kind, item["msg"][:1].lower() + item["msg"][1:])
    return document.fault(path, rule.format(**context, entries=entries), value)


def keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys a mapping of the file may have.

    Parameters
    ----------
    model : type
        Model of the entry.
    path : sequence of str or int
        Keys and indices from the entry to the mapping.

    Returns
    -------
    list of str
        Keys as written in the file; none where any key may stand.
    """
    here: Any = model
    for key in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            fields = {field.alias or name: field for name, field in here.model_fields.items()}
            here = _model_within(fields[str(key)].annotation) if key in fields else None
    if here is None:
        return []
    return [field.alias or name for name, field in here.model_fields.items() if name != "id"]


def _model_within(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside an annotation such as `Mapping[str, Model] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _model_within(part))), None)
