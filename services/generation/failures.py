"""What a provider's failure means for a generation. Pure."""

from dataclasses import dataclass, replace

from services.providers.base import Broken


@dataclass(frozen=True)
class Reading:
    """The failure in our own terms; `lost_weights` when the address of the weights could not be read."""

    failure: Broken
    lost_weights: bool = False


def read_failure(failure: Broken) -> Reading:
    """Names the failure for people and says whether a second attempt can help.

    The body is made from our own table, so an input that is refused at the LoRA is a LoRA that cannot be loaded.
    A file that could not be fetched can be uploaded anew: its address may just have ended.
    """
    at_weights = "loras" in failure.detail
    if failure.code == "content-policy":
        return Reading(replace(failure, code="blocked", transient=False))
    if failure.code == "input-unreachable":
        return Reading(replace(failure, transient=True), lost_weights=at_weights)
    if failure.code == "input-refused" and at_weights:
        return Reading(replace(failure, code="weights-unusable", transient=False))
    return Reading(failure)
