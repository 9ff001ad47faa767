"""Write docs/reference/cards.md from the models of the cards: which keys a card has, and in which SI unit a figure is held.

python scripts/write_card_reference.py
"""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from jointex.cards.kinds import MODELS
from jointex.cards.values import Value
from jointex.units import SI_UNIT

PAGE = Path(__file__).parent.parent / "docs/reference/cards.md"

HEAD = """\
# Cards

Written by `python scripts/write_card_reference.py` from the models themselves.

A card is one YAML file, KIND/ID.yaml. A figure is written `{value: 12700, unit: kg, basis: published, source: maker}`, with
`range: [low, high]` where it is estimated or sources differ, and `note:` where a reader should know more. `basis` is
`published`, `derived` (computed from published figures) or `estimated`; `placeholder` is allowed in your own cards only.
`source` is a key of the card's `sources`. `like: ID` takes everything from another card of the kind but what this one
writes; a key set to `null` is taken out. Keys marked * may be left out. Dates of clearances and agreements are a day, a month
or a year, as exact as their source: `2019-08-21`, `2019-08` or `2019`.
"""

WORDS = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`", datetime.date: "day"}


def rows(key: str, annotation: object, star: str = "") -> Iterator[str]:
    """Yield the table rows of one key and of everything below it; `star` marks a key that may be left out."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    inner = [one for one in arguments if one is not type(None)]
    if origin is typing.Annotated and arguments[0] is float:
        yield f"| `{key}`{star} | number with its unit, such as `10 klb` |"
    elif origin is typing.Annotated:
        yield from rows(key, arguments[0], star)
    elif origin in (typing.Union, types.UnionType) and len(inner) == 1:
        yield from rows(key, inner[0], star)
    elif origin in (typing.Union, types.UnionType):
        yield from _figures(key, inner, star)
    elif origin is typing.Literal:
        yield f"| `{key}`{star} | {', '.join(f'`{one}`' for one in arguments)} |"
    elif origin is tuple:
        yield from rows(f"{key}[]", arguments[0], star)
    elif origin is dict:
        yield from rows(f"{key}.NAME", arguments[1], star)
    elif isinstance(annotation, type) and issubclass(annotation, Value):
        yield f"| `{key}`{star} | figure{_held_in(annotation)} |"
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield f"| `{key}`{star} | {_first_line(annotation)} |"
        yield from _keys(annotation, f"{key}.")
    else:
        yield f"| `{key}`{star} | {WORDS[annotation]} |"  # type: ignore[index]


def _keys(model: type[BaseModel], before: str) -> Iterator[str]:
    """Yield the rows of every key of a model."""
    for name, field in model.model_fields.items():
        yield from rows(f"{before}{name}", field.annotation, "" if field.is_required() else " *")


def _figures(key: str, models: list[type[BaseModel]], star: str) -> Iterator[str]:
    """Yield the rows of a published figure: what is common to all, then a row for the figures of each kind."""
    first, *common = _keys(models[0], f"{key}.")
    yield f"| `{key}`{star} | A published performance figure. |"
    for model in models:
        fields = model.model_fields
        names = ", ".join(f"`{one}`" for one in typing.get_args(fields["figure"].annotation))
        value = fields["value"].annotation
        assert isinstance(value, type)
        assert issubclass(value, Value)
        yield f"| `{key}.figure`, `{key}.value` | {names}: figure{_held_in(value)} |"
    yield from (row for row in [first, *common] if f"{key}.figure" not in row and f"{key}.value" not in row)


def _held_in(value: type[Value]) -> str:
    unit = SI_UNIT[value.KIND]
    return f", held in {unit}" if unit else ", pure number"


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def page() -> str:
    """Return the whole page."""
    text = HEAD
    for kind, model in MODELS.items():
        text += f"\n## {kind}/ID.yaml\n\n{_first_line(model)}\n\n| key | what |\n|---|---|\n"
        text += "\n".join(_keys(model, "")) + "\n"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
