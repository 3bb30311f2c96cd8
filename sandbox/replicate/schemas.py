"""The `openapi_schema` of a version, in the form that Cog writes."""

from typing import Any

from sandbox.replicate.catalogue import Version


def openapi_schema(version: Version) -> dict[str, Any]:
    """An OpenAPI document with Input and Output and, for a trainer, TrainingInput and TrainingOutput."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {"/predictions": _path("PredictionRequest")}
    _add(schemas, "Input", version.contract["input"])
    schemas["Output"] = version.contract["output"]
    if version.trainer:
        _add(schemas, "TrainingInput", version.trainer["input"])
        schemas["TrainingOutput"] = version.trainer["output"]
        paths["/trainings"] = _path("TrainingRequest")
    return {
        "openapi": "3.0.2",
        "info": {"title": "Cog", "version": "0.1.0"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _add(schemas: dict[str, Any], name: str, contract: dict[str, Any]) -> None:
    properties = {}
    for place, (field, rule) in enumerate(contract["properties"].items()):
        told = {**rule, "title": field.replace("_", " ").title(), "x-order": place}
        if isinstance(told["type"], list):
            told |= {"type": told["type"][0], "nullable": True}
        if "enum" in told:
            # Cog gives every choice a schema of its own.
            schemas[field] = {"type": told.pop("type"), "title": field, "enum": told.pop("enum")}
            told["allOf"] = [{"$ref": f"#/components/schemas/{field}"}]
            del told["title"]
        properties[field] = told
    schemas[name] = {"type": "object", "title": name, "required": contract["required"], "properties": properties}


def _path(schema: str) -> dict[str, Any]:
    reference = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {"post": {"requestBody": {"content": {"application/json": reference}}}}
