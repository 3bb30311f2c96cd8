"""Proof pictures: three different prompts per type of model, made with the fresh weights before a training ends."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from db.enums import LoraType
from db.models import Job, Lora, LoraVersion
from db.sessions import WriteSession
from services.generation.order import ProofShot

PROOFS: Mapping[LoraType, tuple[ProofShot, ProofShot, ProofShot]] = {
    LoraType.CHARACTER: (
        ProofShot("close-up portrait, looking at the camera, soft daylight, plain background, photo", 1101),
        ProofShot("half-length photo in a cosy cafe, laughing, warm evening light", 2202),
        ProofShot("full-length photo, walking along a city street, overcast day", 3303),
    ),
    LoraType.STYLE: (
        ProofShot("a mountain village at sunrise", 1101),
        ProofShot("a cat sleeping on a window sill", 2202),
        ProofShot("a sailing ship in a storm", 3303),
    ),
    LoraType.PRODUCT: (
        ProofShot("on a white background, studio lighting, sharp focus, product photo", 1101),
        ProofShot("on a wooden table beside a window, natural light", 2202),
        ProofShot("held in a hand outdoors, shallow depth of field", 3303),
    ),
}


class ProofOrders(Protocol):
    """What the trainings ask of the generations area."""

    async def order_proofs(
        self, session: WriteSession, parent: Job, lora: Lora, version: LoraVersion, shots: Sequence[ProofShot]
    ) -> list[Job]:
        """One child job per shot, price 0. Repeatable. Raises `UserError` when they cannot be made."""


async def order_proofs(
    session: WriteSession, orders: ProofOrders, parent: Job, lora: Lora, version: LoraVersion
) -> list[Job]:
    """Orders the three proofs of a version in the caller's unit of work. Fixed seeds make the proofs of two
    versions comparable."""
    return await orders.order_proofs(session, parent, lora, version, PROOFS[lora.type])
