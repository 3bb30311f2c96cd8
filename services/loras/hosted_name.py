"""What providers call our models. Pure."""

from uuid import UUID


def hosted_name(lora_id: UUID) -> str:
    """The name of a model at a provider: by its id alone, since providers need not know what people call it."""
    return f"lora-{lora_id.hex}"
