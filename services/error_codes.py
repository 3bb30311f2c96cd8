"""Every error code: who has to do something about it, and whether the same again can help. Pure.

A code is what a `LoragramError` carries and what a failed job keeps; its text is `error-<code>` in every language. A
code that is raised or kept and is not in this table fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RetryClass(StrEnum):
    """Whether doing the same again can help: later by itself, never, or unknown, where nobody can say whether it was
    done, so that it is not repeated."""

    LATER = "later"
    NEVER = "never"
    UNKNOWN = "unknown"


class Blame(StrEnum):
    """Where the cause lies, and so who can mend it: the person (or whoever made the rule they met), the provider, the
    operator (keys, money, storage, settings), or this program."""

    PERSON = "person"
    PROVIDER = "provider"
    OPERATOR = "operator"
    PROGRAM = "program"


@dataclass(frozen=True)
class ErrorFacts:
    """What is known of a code."""

    retry: RetryClass
    blame: Blame


def _facts(retry: RetryClass, blame: Blame, codes: str) -> dict[str, ErrorFacts]:
    return dict.fromkeys(codes.split(), ErrorFacts(retry, blame))


ERROR_CODES: Mapping[str, ErrorFacts] = {
    **_facts(
        RetryClass.NEVER,
        Blame.PERSON,
        """
        admins-only banned no-access invite invite-bounds link-expired consent-missing user
        button-old draft-gone draft-incomplete people-too-many cancelled job job-finished job-too-late
        name-empty name-taken name-too-long class-bad description-too-long
        trigger-bad trigger-empty trigger-phrase-bad trigger-taken
        photo photo-animated photo-broken photo-duplicate photo-file-too-big photo-not-a-picture
        photo-too-big photo-too-many photo-too-small photos-few photos-gone photos-too-large file-too-large dataset
        model-gone model-ready free-retry-used undo-too-late generation-gone image-gone file no-ready-model
        caption-empty caption-too-long
        prompt-empty prompt-too-long picture-count lora-scale seed-bad setting-bad setting-choice setting-multiple
        settings-bad like-not-offered trainer-unknown training-too-expensive
        blocked content-policy
        broadcast broadcast-count broadcast-empty broadcast-nobody broadcast-number broadcast-one-message broadcast-past
        broadcast-state broadcast-time broadcast-uncopyable broadcast-words-gone segment-days
        ban-admin choice-changed person-unknown price-bad price-unbelievable reason-too-long usd-bad
        words-minors words-names words-sexual report-empty report-too-long report-gone report-decided
        verdict-ref-other verdict-ref-taken verdict-ref-unknown verdict-too-late
        """,
    ),
    **_facts(
        RetryClass.LATER,
        Blame.PERSON,
        """
        training-quota training-tries picture-quota credits-short report-too-many model-busy model-not-ready
        dataset-in-use photo-not-fetched
        """,
    ),
    **_facts(
        RetryClass.LATER,
        Blame.PROVIDER,
        """
        provider-unreachable provider-unavailable provider-timeout provider-failed provider-answer queue-deadline
        run-deadline provider-cancelled input-unreachable
        """,
    ),
    **_facts(
        RetryClass.NEVER,
        Blame.PROVIDER,
        """
        provider-refused provider-lost provider-output nothing-delivered artefact-gone artefact-address
        artefact-broken too-large weights-broken weights-too-large weights-unusable
        """,
    ),
    **_facts(RetryClass.UNKNOWN, Blame.PROVIDER, "outcome-unknown"),
    **_facts(
        RetryClass.LATER,
        Blame.OPERATOR,
        """
        no-provider provider-key provider-account budget-reached storage-unavailable trainings-paused
        trainings-paused-why photo-workshop
        """,
    ),
    **_facts(RetryClass.NEVER, Blame.OPERATOR, "endpoint-unknown restored trainer-off"),
    **_facts(RetryClass.NEVER, Blame.PROGRAM, "gave-up input-refused storage-damaged weights-missing"),
}


def retry_class(code: str) -> RetryClass:
    """Whether the same again can help; a code that nobody knows is not repeated."""
    facts = ERROR_CODES.get(code)
    return facts.retry if facts else RetryClass.NEVER


def blame_of(code: str | None) -> Blame:
    """Where the cause lies; what nobody knows is this program's."""
    facts = ERROR_CODES.get(code or "")
    return facts.blame if facts else Blame.PROGRAM
