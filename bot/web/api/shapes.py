"""What all bodies of the API have in common. Names are in the words of the field; times are UTC with zone."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Sent(BaseModel):
    """A body or query that is sent to us. What we do not know is refused, so that nobody relies on it in vain."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Answer(BaseModel):
    """A body that we send. Every field is there, always."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Nothing(Sent):
    """No query, or no body."""


class Page(Answer):
    """Which part of a list this is. `total` counts all that the filters let through."""

    limit: int
    offset: int
    total: int


Limit = Annotated[int, Field(ge=1, le=100)]
Offset = Annotated[int, Field(ge=0, le=1_000_000)]
