"""The JSON Schema an editor uses: it takes what loads, and refuses what it can."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from jointex.scenario import load, loads, names, schema, starter


def properties(definition: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = definition.get("properties", {})
    return found


def test_the_schema_is_a_valid_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", names())
def test_shipped_scenarios_follow_the_schema(name: str) -> None:
    jsonschema.Draft202012Validator(schema()).validate(load(name).source.document.data)


def test_the_starter_follows_the_schema() -> None:
    jsonschema.Draft202012Validator(schema()).validate(loads(starter("mine")).source.document.data)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("flights", "DOOM", "count"), 25),
        (("flights", "DOOM", "cuont"), 2),
        (("flights", "DOOM", "fuel"), 7),
        (("work", "UNITE", "pattern", "turn"), "up"),
        (("rules", "bubble"), 500),
        (("flights",), {}),
        (("start",), None),
    ],
)
def test_the_schema_refuses_what_does_not_load(path: tuple[str, ...], value: object) -> None:
    data = load("sea-of-japan").source.document.data
    *parents, last = path
    inner = data
    for key in parents:
        inner = inner[key]
    inner[last] = value
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(data))


def test_every_key_says_what_it_is() -> None:
    document = schema()
    for definition in (document, *document["$defs"].values()):
        assert properties(definition)
        assert all(written.get("description") for written in properties(definition).values())


def test_defaults_are_shown_with_their_unit() -> None:
    rules = properties(schema()["$defs"]["Rules"])
    assert rules["reserve"]["default"] == "30 min"
    assert rules["bubble"]["default"] == "500 ft"
