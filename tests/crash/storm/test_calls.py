"""The storm's own judge of payments notices what it is there for."""

import json
from uuid import UUID, uuid4

from tests.crash.storm.books import Job
from tests.crash.storm.calls import Call, Paid, judged

NOTHING = Paid(twice=(), for_nothing=(), without=(), strangers=())


def job(state: str = "succeeded", *refs: str, inputs: frozenset[str] = frozenset()) -> Job:
    return Job(uuid4(), "training", state, 0, False, frozenset(refs), inputs)


def call(ref: str, url: str = "", *, made: bool = True, over: bool = True) -> Call:
    return Call(ref, json.dumps({"images_data_url": url}), made, over)


def by_id(*jobs: Job) -> dict[UUID, Job]:
    return {one.id: one for one in jobs}


def test_one_good_call_for_each_success_is_right() -> None:
    """Also after one that broke and was tried again, and where a job failed with its call."""
    jobs = by_id(job("succeeded", "a", "b"), job("failed", "c"))
    assert judged([call("a", made=False), call("b"), call("c", made=False)], jobs) == NOTHING


def test_a_second_call_is_noticed() -> None:
    """Whether it is over or still runs, and also when the bot does not know it, by its input."""
    known = job("succeeded", "a", inputs=frozenset({"https://files/1.zip", "https://files/2.zip"}))
    for second in (call("b", "https://files/2.zip"), call("b", "https://files/2.zip", made=False, over=False)):
        assert judged([call("a", "https://files/1.zip"), second], by_id(known)).twice == (f"training {known.id}",)


def test_more_than_two_tries_are_noticed() -> None:
    """Even where none of them made anything."""
    tried = job("failed", "a", "b", "c")
    assert judged([call(ref, made=False) for ref in "abc"], by_id(tried)).twice == (f"training {tried.id}",)


def test_a_result_that_nobody_got_and_one_that_nobody_made_are_noticed() -> None:
    """Paid for nothing, and delivered without a call."""
    lost, invented = job("failed", "a"), job("succeeded", "b")
    found = judged([call("a"), call("b", made=False)], by_id(lost, invented))
    assert (found.for_nothing, found.without) == ((f"training {lost.id}",), (f"training {invented.id}",))


def test_a_call_that_belongs_to_nobody_is_noticed() -> None:
    """Neither its reference nor its input is known."""
    known = job("succeeded", "a", inputs=frozenset({"https://files/1.zip"}))
    assert judged([call("a"), call("x", "https://files/10.zip")], by_id(known)).strangers == ("x",)
