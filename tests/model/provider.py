"""A provider that keeps its own books: who posted what, what was taken, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.sessions import assert_no_unit_of_work
from services.errors import ProviderError
from services.providers.base import (
    Accepted,
    Broken,
    Done,
    Hint,
    Listed,
    Look,
    Missing,
    PaidCall,
    ProviderRef,
    RefusalReason,
    Refused,
    SubmitAnswer,
    Unknown,
    Waiting,
    WebhookRefusedError,
    Working,
)
from tests.model.books import Books
from tests.model.outside import Mood, Outside

REFUSALS = {
    Mood.BUSY: RefusalReason.UNAVAILABLE,
    Mood.WRONG: RefusalReason.INVALID,
    Mood.NO_CREDIT: RefusalReason.NO_CREDIT,
}
OVER = {"done", "broken", "passing", "cancelled"}
BAD_ENDS = {"broken", "passing", "cancelled"}


@dataclass(eq=False)
class Post:
    """A paid request that reached the door. `told`: what its caller was told; None while nobody knows."""

    job: str
    call: PaidCall
    absence_is_proof: bool
    run: "Run | None" = None
    told: str | None = None


@dataclass(eq=False)
class Run:
    """What was taken and is billed. `usable`: whether its result can be used."""

    ref: str
    post: Post
    at: datetime
    state: str = "waiting"
    pieces: int = 1
    usable: bool = True
    cancel_asked: bool = False
    is_purged: bool = False

    @property
    def gave_nothing(self) -> bool:
        """Whether another paid call for the same order may be made after it."""
        return self.state in BAD_ENDS or (self.state == "done" and not self.usable)


@dataclass
class ModelProvider:
    """Takes paid calls. `absence_is_proof`: its list is always complete; else `lists_open` says whether calls that
    have not ended are in it."""

    name: str
    outside: Outside
    books: Books
    absence_is_proof: bool
    lists_open: bool = True
    looks_per_second: float = 8.0
    posts: list[Post] = field(default_factory=list)
    runs: dict[str, Run] = field(default_factory=dict)
    everybodys_posts: list[Post] = field(default_factory=list)

    async def submit(self, call: PaidCall) -> SubmitAnswer:
        """A paid request comes in."""
        assert_no_unit_of_work()
        post = self._receive(call)
        mood, in_time = await self.outside.call("submit", lambda: self._take(post))
        if mood in REFUSALS and post.run is None:
            post.told = "refused"
            return Refused(REFUSALS[mood])
        if mood is Mood.FINE and (in_time or post.run is not None):
            self._take(post)
            assert post.run is not None
            post.told = "accepted"
            return Accepted(ProviderRef(post.run.ref, call.endpoint))
        if mood is Mood.LOST_TAKEN and in_time:
            self._take(post)
        return Unknown("the answer is lost")

    async def look(self, ref: ProviderRef) -> Look:
        """How a call stands; a late answer tells how it stood."""
        assert_no_unit_of_work()
        run = self.runs.get(ref.id)
        seen: list[Look] = []
        hand = self.books.begin("look", run.post.job) if run else None
        try:
            mood, _ = await self.outside.call("look", lambda: seen.append(_look(run)))
        finally:
            if hand:
                self.books.end(hand)
        if mood is not Mood.FINE:
            raise ProviderError("provider-unreachable")
        return seen[0] if seen else _look(run)

    async def cancel(self, ref: ProviderRef) -> None:
        """Somebody wants a call to stop."""
        assert_no_unit_of_work()
        run = self.runs[ref.id]
        mood, _ = await self.outside.call("cancel", lambda: setattr(run, "cancel_asked", True))
        if mood is not Mood.FINE:
            raise ProviderError("provider-unreachable")
        run.cancel_asked = True

    async def listed(self, endpoint: str, since: datetime, until: datetime) -> Sequence[Listed]:
        """What was taken in that time."""
        assert_no_unit_of_work()
        mood, _ = await self.outside.call("list")
        if mood is not Mood.FINE:
            raise ProviderError("provider-unreachable")
        return [
            Listed(ProviderRef(run.ref, endpoint), run.post.call.arguments, run.at, run.post.call.target)
            for run in self.runs.values()
            if run.post.call.endpoint == endpoint and since <= run.at <= until and self._is_listed(run)
        ]

    async def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> Hint:
        """Whether the webhook is signed; its body is the name of a call."""
        if headers["signature"] != "good":
            raise WebhookRefusedError
        ref = body.decode()
        return Hint(ref, f"{ref}:{headers['event']}", headers["account"])

    def page_of(self, endpoint: str, ref: str | None = None) -> str:
        """A page for admins."""
        return f"https://{self.name}.example/{endpoint}"

    def _is_listed(self, run: Run) -> bool:
        return not run.is_purged and (self.absence_is_proof or self.lists_open or run.state in OVER)

    def _receive(self, call: PaidCall) -> Post:
        post = Post(str(call.arguments["job"]), call, self.absence_is_proof)
        if not self.books.holds("job", post.job):
            self.books.fault("a paid call without a lease")
        for earlier in self.everybodys_posts:
            if earlier.job == post.job:
                self._judge_repeat(earlier)
        self.posts.append(post)
        self.everybodys_posts.append(post)
        return post

    def _judge_repeat(self, earlier: Post) -> None:
        """Money must be safe whatever became of the earlier request for the same order."""
        if earlier.run is not None and not earlier.run.gave_nothing:
            self.books.fault("paid twice: an earlier call for the same order may still give a result")
        elif earlier.run is None and earlier.told != "refused" and not earlier.absence_is_proof:
            self.books.fault("repeated blindly: nobody knows what became of an earlier call for the same order")

    def _take(self, post: Post) -> None:
        if post.run is None:
            ref = f"{self.name}-{len(self.runs) + 1}"
            post.run = Run(ref, post, self.books.clock.now())
            self.runs[ref] = post.run
            if sum(other.job == post.job and other.run is not None for other in self.everybodys_posts) > 2:
                self.books.fault("paid a third time: one automatic repeat is allowed")


def _look(run: Run | None) -> Look:
    if run is None or run.is_purged:
        return Missing()
    output: dict[str, Any] = {"pieces": run.pieces, "usable": run.usable}
    looks: dict[str, Look] = {
        "waiting": Waiting(1),
        "working": Working(()),
        "done": Done(output),
        "broken": Broken("provider-failed"),
        "passing": Broken("runner-lost", transient=True),
        "cancelled": Broken("cancelled", cancelled=True),
    }
    return looks[run.state]
