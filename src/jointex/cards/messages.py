"""What pydantic found wrong with a card, said as faults: file, line, key path, rule, value, nearest name."""

from __future__ import annotations

import types
import typing
from typing import Any

from pydantic import BaseModel, ValidationError

from jointex.cards.layers import Layers
from jointex.cards.values import Value
from jointex.documents import KeyPath
from jointex.errors import MOST_FAULTS, Fault, nearest_name

_RULES = {
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "string_type": "must be text",
    "dict_type": "must be a mapping of keys to values",
    "model_type": "must be a mapping of keys to values",
    "model_attributes_type": "must be a mapping of keys to values",
    "tuple_type": "must be a list",
    "date_from_datetime_parsing": "must be a day such as 2026-11-22",
    "date_type": "must be a day such as 2026-11-22",
}


def faults_of(error: ValidationError, layers: Layers, model: type[BaseModel]) -> list[Fault]:
    """Return every fault that pydantic found.

    Parameters
    ----------
    error : ValidationError
        What pydantic raised for `layers.data`.
    layers : Layers
        The card.
    model : type
        The model it was checked against.

    Returns
    -------
    list of Fault
        In the order of pydantic's walk over the model.
    """
    return [_fault(item, layers, model) for item in error.errors(include_url=False)[: MOST_FAULTS + 1]]


def _fault(item: Any, layers: Layers, model: type[BaseModel]) -> Fault:
    kind, context = item["type"], item.get("ctx", {})
    path = _path(item["loc"], layers)
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1], layers)
        return layers.fault(path, "is not a key of this card", hint=nearest_name(str(path[-1]), known))
    if kind == "missing":
        return layers.fault(path, "must be given", hint=_near_key(path, layers))
    if kind == "literal_error":
        rule = f"must be one of {context['expected'].replace(chr(39), '')}"
        return layers.fault(path, rule, item["input"], _nearest_literal(item["input"], context["expected"]))
    if kind.startswith("union_tag"):
        tags = context.get("expected_tags", "'one of the figures in the reference'")
        return layers.fault(
            (*path, "figure"),
            f"must be one of {tags.replace(chr(39), '')}",
            context.get("tag", ""),
            _nearest_literal(context.get("tag", ""), tags),
        )
    if kind == "value_error":
        return _own_rule(str(context["error"]), path, layers)
    value = "" if isinstance(item["input"], dict) else item["input"]
    rule = _RULES.get(kind, item["msg"][:1].lower() + item["msg"][1:])
    if kind in ("model_type", "model_attributes_type") and any(
        issubclass(one, Value) for one in models_at(model, path)
    ):
        rule = "must be written as {value: , unit: , basis: , source: }"
    return layers.fault(path, rule, value)


def _own_rule(text: str, path: KeyPath, layers: Layers) -> Fault:
    """Return the fault for a rule of our own, which may say itself what it got."""
    rule, said, got = text.partition("; got ")
    found = layers.at(path)
    return layers.fault(path, rule, got if said else "" if isinstance(found, dict) else found)


def _path(loc: tuple[int | str, ...], layers: Layers) -> KeyPath:
    """Return pydantic's place without the name of the figure, which it puts behind the number of the list item."""
    path: list[int | str] = []
    for key in loc:
        here = layers.at(tuple(path))
        is_tag = bool(path) and isinstance(path[-1], int) and isinstance(here, dict) and here.get("figure") == key
        if not (is_tag and key not in here):
            path.append(key)
    return tuple(path)


def _near_key(path: KeyPath, layers: Layers) -> str:
    """Offer a key written here that looks like the missing one."""
    beside = layers.at(path[:-1])
    written = [str(key) for key in beside] if isinstance(beside, dict) else []
    hint = nearest_name(str(path[-1]), written)
    return hint.replace("Did you mean", "Is it written as") if hint.startswith("Did") else ""


def _nearest_literal(value: object, expected: str) -> str:
    names = [name.strip(" '") for name in expected.replace(" or ", ", ").split(",")]
    hint = nearest_name(str(value), names)
    return hint if hint.startswith("Did") else ""


def _keys_at(model: type[BaseModel], path: KeyPath, layers: Layers) -> list[str]:
    """Return the keys a card may have at a path."""
    models = models_at(model, path)
    figure = layers.at((*path, "figure"))
    if isinstance(figure, str):
        named = [one for one in models if figure in typing.get_args(one.model_fields["figure"].annotation)]
        models = named or models
    return [name for one in models for name in one.model_fields]


def models_at(model: type[BaseModel], path: KeyPath) -> list[type[BaseModel]]:
    """Return the models that may stand at a key path.

    Parameters
    ----------
    model : type
        Model of the card.
    path : tuple
        Key path in the card.

    Returns
    -------
    list of type
        Several for a published figure; none where no mapping belongs.
    """
    here: list[Any] = [model]
    for key in path:
        inner: list[Any] = []
        for kind in here:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                inner += _plain(kind.model_fields[key].annotation) if key in kind.model_fields else []
            else:
                inner += [part for argument in typing.get_args(kind) for part in _plain(argument)]
        here = inner
    return [kind for kind in here if isinstance(kind, type) and issubclass(kind, BaseModel)]


def _plain(annotation: Any) -> list[Any]:
    """Return the types inside unions and annotations, without None."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _plain(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [part for argument in typing.get_args(annotation) for part in _plain(argument)]
    return [] if annotation is type(None) else [annotation]
