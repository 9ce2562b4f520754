"""The contract of a dossier as JSON Schema, made of the tables that the reader goes by."""

from __future__ import annotations

from typing import Any

from relgraph.authoring.dossier import DOCUMENT, DOCUMENT_KEYS, NEEDED, TABLES, Column


def schema() -> dict[str, Any]:
    """Return the contract as JSON Schema (2020-12): ``document`` and a row of each table, cells as texts.

    Example:
        >>> schema()["$defs"]["acts.csv"]["properties"]["status"]["pattern"]
        '^(draft|accepted|dropped)$'
    """

    def cell(column: Column) -> dict[str, Any]:
        told: dict[str, Any] = {"type": "string", "description": column.says}
        if column.pattern:
            told["pattern"] = f"^({column.pattern})$" if column.required else f"^({column.pattern})?$"
        elif column.required:
            told["minLength"] = 1
        return told

    rows = {
        file: {
            "type": "object",
            "properties": {name: cell(column) for name, column in columns.items()},
            "required": [name for name, column in columns.items() if column.required],
            "additionalProperties": False,
        }
        for file, columns in TABLES.items()
    }
    document = {
        "type": "object",
        "properties": {key: {"type": "string", "description": says} for key, says in DOCUMENT_KEYS.items()},
        "required": list(NEEDED),
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A dossier of relgraph: its document.toml and a row of each of its tables",
        "$defs": {DOCUMENT: document, **rows},
    }
