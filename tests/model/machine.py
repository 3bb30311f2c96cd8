"""The steps that may be taken in any order: people, replicas, the clock, providers, Telegram, deaths."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from db.enums import JobKind
from tests.model.calm import calm_down
from tests.model.oracle import Oracle, PromiseBrokenError
from tests.model.outside import CALLS, PARKING, Mood
from tests.model.provider import OVER, ModelProvider, Post, Run
from tests.model.world import PEOPLE, World

Result = TypeVar("Result")
Method = TypeVar("Method", bound=Callable[..., None])

ROOT = Path(__file__).parents[2]
POINTS = sorted(
    name
    for folder in ("jobs", "messaging")
    for path in (ROOT / "services" / folder).glob("*.py")
    for name in re.findall(r'crash_point\("([a-z-]+)"\)', path.read_text(encoding="utf-8"))
) + [f"{kind}-{when}" for kind in ("ping", "card", "media") for when in ("marked", "sent")]
"""Every line of the engine and the sender at which a replica may die."""

TICKS = ("heal", "send", "finalise", "submit", "hints", "uncertain", "poll", "deadline")
"""In an order in which what one of them has brought about waits for the next round, so that much can come between."""

REPLICAS = 3

points = st.none() | st.sampled_from(POINTS)
ids = st.integers(0, 5)
replicas = st.integers(0, REPLICAS - 1)
bad_moods = st.sampled_from([mood for mood in Mood if mood is not Mood.FINE])
troubles = st.lists(st.tuples(st.sampled_from(CALLS), bad_moods), min_size=1, max_size=3).map(dict)
stalling = st.sampled_from(sorted(PARKING, key=str))
pauses = st.sampled_from([0, 1, 20, 65, 205])
people = st.sampled_from(PEOPLE)
run_states = st.sampled_from(["done", "done", "working", "broken", "passing", "cancelled"])
providers = st.sampled_from(["fal", "replicate"])
goods = st.sampled_from([(JobKind.TRAINING, 1, 4), (JobKind.GENERATION, 3, 7), (JobKind.GENERATION, 1, 0)])


_steps: list[st.SearchStrategy[tuple[str, dict[str, Any]]]] = []


def may_happen(times: int = 1, **given: st.SearchStrategy[Any]) -> Callable[[Method], Method]:
    """Makes a method a step of the search, `times` as often as others, with arguments from these strategies.

    All steps are one rule of Hypothesis: of many it would leave out half in each run, and most dangers need several.
    """

    def keep(method: Method) -> Method:
        _steps.extend([st.tuples(st.just(method.__name__), st.fixed_dictionaries(given))] * times)
        return method

    return keep


class EngineMachine(RuleBasedStateMachine):
    """`template` is a migrated SQLite file that every run copies. `runs` counts the runs, `found` is the first broken
    promise."""

    template: ClassVar[Path]
    runs: ClassVar[int] = 0
    found: ClassVar[str | None] = None

    def __init__(self) -> None:
        super().__init__()
        type(self).runs += 1
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "model.db"
        shutil.copyfile(self.template, path)
        self._runner = asyncio.Runner()
        self.world: World = self._do(World.open(path, REPLICAS))
        self.oracle = Oracle(self.world)
        self.is_broken = False

    def _do(self, work: "Awaitable[Result]") -> Result:
        try:
            return self._runner.run(_awaited(work))
        except BaseException:
            self.is_broken = True
            raise

    @initialize(good=goods, provider=providers, proof=st.booleans())
    def begin(self, good: tuple[JobKind, int, int], provider: str, proof: bool) -> None:
        """Everybody has some credits, not enough for everything, and the first one has ordered."""
        for user in PEOPLE:
            self._do(self.world.grant(user, 18, f"welcome:{user}"))
        self.order(PEOPLE[0], good, provider, proof)

    @may_happen(user=people, good=goods, provider=providers, proof=st.booleans())
    def order(self, user: int, good: tuple[JobKind, int, int], provider: str, proof: bool) -> None:
        kind, units, price = good
        wants_proof = proof and kind is JobKind.TRAINING
        self._do(self.world.order(user, kind, units, price, provider, proof=wants_proof))

    @may_happen(good=goods, provider=providers, replica=replicas, mood=bad_moods, point=points)
    def orders_in_trouble(
        self, good: tuple[JobKind, int, int], provider: str, replica: int, mood: Mood, point: str | None
    ) -> None:
        """A commit wakes the submit tick of the process that made it."""
        self.order(PEOPLE[1], good, provider, proof=False)
        self._do(self.world.work(self.world.replicas[replica], ["submit"], {"submit": mood}, dies_at=point))

    @may_happen(what=st.sampled_from(["tap", "cancel", "grant", "block", "return", "adopt", "give up"]), number=ids)
    def people_act(self, what: str, number: int) -> None:
        """A second tap, a wish to stop, credits (twice under one key), a blocked bot, and what admins decide."""
        user = PEOPLE[number % len(PEOPLE)]
        for order in _one_of(self.world.orders, number):
            if what == "tap":
                self._do(self.world.order_again(order))
            elif what == "cancel":
                self._do(self.world.cancel(order))
            elif what in {"adopt", "give up"}:
                refs = [run.ref for _, run in self._taken() if run.post.job == order.job.hex]
                self._do(self.world.verdict(order.job, refs[-1] if refs and what == "adopt" else None))
        if what == "grant":
            self._do(self.world.grant(user, 5, f"gift:{user}"))
        elif what == "block":
            self.world.telegram.blocked.add(user)
        elif what == "return":
            self._do(self.world.comes_back(user))

    @may_happen(replica=replicas, name=st.sampled_from(TICKS), moods=troubles)
    def tick(self, replica: int, name: str, moods: dict[str, Mood]) -> None:
        self._do(self.world.work(self.world.replicas[replica], [name], moods))

    @may_happen(2, replica=replicas, seconds=pauses)
    def works(self, replica: int, seconds: float) -> None:
        self._do(self.world.work(self.world.replicas[replica], TICKS, {}))
        self.world.clock.advance(seconds)

    @may_happen(replica=replicas, moods=troubles, seconds=pauses)
    def works_in_trouble(self, replica: int, moods: dict[str, Mood], seconds: float) -> None:
        self._do(self.world.work(self.world.replicas[replica], TICKS, moods))
        self.world.clock.advance(seconds)

    @may_happen(replica=replicas, point=st.sampled_from(POINTS), moods=troubles)
    def works_until_it_dies(self, replica: int, point: str, moods: dict[str, Mood]) -> None:
        self._do(self.world.work(self.world.replicas[replica], TICKS, moods, dies_at=point))

    @may_happen(3, replica=replicas, mood=stalling, seconds=st.sampled_from([20, 100, 205]))
    def stands_still(self, replica: int, mood: Mood, seconds: float) -> None:
        """A replica waits for all its answers, others work and take over what is not its own any more, and then the
        answers come."""
        stalled, other = (self.world.replicas[(replica + step) % REPLICAS] for step in (0, 1))
        self._do(self.world.work(stalled, TICKS, dict.fromkeys(CALLS, mood)))
        self.world.clock.advance(seconds)
        self._do(self.world.work(other, TICKS, {}))
        self._look(self.oracle.after_a_step)
        for parked in [each for each in self.world.outside.parked if each.owner == stalled.owner]:
            self._do(self.world.answer(parked, Mood.FINE))

    @may_happen(number=ids, mood=st.sampled_from(Mood))
    def answer(self, number: int, mood: Mood) -> None:
        for parked in _one_of(self.world.outside.parked, number):
            self._do(self.world.answer(parked, mood))

    @may_happen(replica=replicas)
    def crash(self, replica: int) -> None:
        self._do(self.world.crash(self.world.replicas[replica]))

    @may_happen(seconds=st.sampled_from([1, 20, 65, 100, 205, 700, 2000]))
    def time_passes(self, seconds: float) -> None:
        self.world.clock.advance(seconds)

    @may_happen(2, number=ids, state=run_states, pieces=st.integers(0, 3), usable=st.booleans())
    def provider_moves(self, number: int, state: str, pieces: int, usable: bool) -> None:
        for run in _one_of(self._open_runs(), number):
            run.state, run.pieces, run.usable = state, pieces, usable or pieces > 1

    @may_happen(what=st.sampled_from(["forgets", "lists all", "lists ends"]), number=ids)
    def provider_acts(self, what: str, number: int) -> None:
        """It keeps what it has not told anybody about, and what still runs."""
        if what != "forgets":
            self.world.providers["fal"].lists_open = what == "lists all"
            return
        told = [run for _, run in self._taken() if run.state in OVER and run.post.told == "accepted"]
        for run in _one_of(told, number):
            run.is_purged = True

    @may_happen(kind=st.sampled_from(["ended", "logs", "dies"]), number=ids, replica=replicas)
    def webhook(self, kind: str, number: int, replica: int) -> None:
        mine = self.world.replicas[replica]
        mine.dies_at = "hint-stored" if kind == "dies" else None
        for provider, run in _one_of(self._taken(), number):
            self._do(self.world.webhook(mine, provider.name, _token(run.post), run.ref, event=kind))

    @may_happen(kind=st.sampled_from(["stranger", "signature", "token"]), number=ids, replica=replicas)
    def false_webhook(self, kind: str, number: int, replica: int) -> None:
        """A stranger's is well signed, because a stranger is a customer too, and is about the stranger's own call."""
        mine = self.world.replicas[replica]
        count = "SELECT COUNT(*) FROM webhook_inbox"
        before = self.world.peek.rows(count)
        posts = [(each.name, post) for each in self.world.providers.values() for post in each.posts]
        for name, post in _one_of(posts, number):
            token = "a-guess" if kind == "token" else _token(post)
            ref = post.run.ref if post.run and kind != "stranger" else "strangers-1"
            account = "stranger" if kind == "stranger" else "ours"
            signature = "bad" if kind == "signature" else "good"
            self._do(self.world.webhook(mine, name, token, ref, account=account, signature=signature, event="false"))
        if kind != "stranger" and self.world.peek.rows(count) != before:
            self.world.books.fault(f"a forged webhook was kept: wrong {kind}")

    @rule(step=st.one_of(_steps))
    def step(self, step: tuple[str, dict[str, Any]]) -> None:
        """Whatever happens next."""
        name, given = step
        getattr(self, name)(**given)

    @invariant()
    def promises_hold(self) -> None:
        self._look(self.oracle.after_a_step)

    def teardown(self) -> None:
        try:
            if not self.is_broken:
                self._do(calm_down(self.world, self.oracle))
                self._look(self.oracle.in_the_end)
        finally:
            self._do(self.world.close())
            self._runner.close()
            self._folder.cleanup()

    def _look(self, question: Callable[[], None]) -> None:
        try:
            question()
        except PromiseBrokenError as error:
            self.is_broken = True
            type(self).found = type(self).found or str(error)
            raise

    def _taken(self) -> list[tuple[ModelProvider, Run]]:
        return [(each, run) for each in self.world.providers.values() for run in each.runs.values()]

    def _open_runs(self) -> list[Run]:
        return [run for _, run in self._taken() if run.state not in OVER]


async def _awaited(work: "Awaitable[Result]") -> Result:
    return await work


def _one_of(rows: "list[Result]", number: int) -> "list[Result]":
    """One row, or none where there is none: a step that has nothing to do is no step, because whether it can be taken
    must not depend on the product, or a run could not be repeated."""
    return [rows[number % len(rows)]] if rows else []


def _token(post: Post) -> str:
    """The secret of its webhook's path; a guess where the call asked for none."""
    return (post.call.webhook_url or "a-guess").rsplit("/", 1)[-1]
