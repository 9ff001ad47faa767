"""The JSON Schema of a scenario file, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from jointex.scenario.model import BY_ID, Scenario

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12. It knows the keys, kinds and counts; `load` checks more: units, names, geometry, loads.
    """
    document = Scenario.model_json_schema(by_alias=True)
    definitions = document["$defs"]
    for section, model in BY_ID.items():
        written = document["properties"][section]
        entries = {"$ref": f"#/$defs/{model.__name__}"}
        about = {"description": written["description"], "type": "object"}
        document["properties"][section] = {**about, "additionalProperties": entries}
        _without_id(definitions[model.__name__])
    document["properties"]["flights"]["minProperties"] = 1
    document["properties"]["start"] = {
        "type": "string",
        "description": document["properties"]["start"]["description"],
        "examples": ["2025-12-10T00:00Z"],
    }
    for part in (document, *definitions.values()):
        _tidy(part)
    return {"$schema": _DIALECT, **document, "title": "Jointex scenario"}


def _without_id(definition: dict[str, Any]) -> None:
    """Drop the id, which is the key of the entry in the file."""
    definition["properties"].pop("id")
    definition["required"] = [key for key in definition.get("required", []) if key != "id"]


def _tidy(definition: dict[str, Any]) -> None:
    """Drop what says nothing to an editor: empty lists, titles made from attribute names, defaults in SI or None."""
    if not definition.get("required", True):
        del definition["required"]
    for written in definition.get("properties", {}).values():
        written.pop("title", None)
        if not written.get("default") or isinstance(written["default"], dict):
            written.pop("default", None)
