"""Attacks on the webhooks of either provider."""

import json
from collections.abc import Iterator

from bot.web.provider_webhooks import BODY_LIMIT
from tests.attacks.knocks import HUNG_UP, Attack, Knock, harmless, refused
from tests.attacks.target import CALLING, ENDED, PROVIDERS, RUNNING, THEIRS, Target

OTHER = {"fal": "replicate", "replicate": "fal"}


def attacks() -> Iterator[Attack]:
    """The same ones at each provider."""
    for provider in PROVIDERS:
        yield from _of_signatures(provider)
        yield from _of_tokens(provider)
        yield from _of_bodies(provider)
        yield from _of_requests(provider)
        yield from _of_repeats(provider)


def signed(target: Target, provider: str, body: bytes, *, to: str = RUNNING, age: float = 0.0) -> Knock:
    """A well signed body at the path of a call."""
    return Knock(target.path(provider, to), body, target.signed(provider, body, age=age))


def _of_signatures(p: str) -> Iterator[Attack]:
    yield refused(f"{p}: no signature", lambda t: Knock(t.path(p), t.body(p)), 403)
    yield refused(f"{p}: a key of nobody", lambda t: Knock(t.path(p), t.body(p), _forged(t, p)), 403)
    yield refused(f"{p}: ten minutes old", lambda t: signed(t, p, t.body(p), age=600), 403)
    yield refused(f"{p}: from the future", lambda t: signed(t, p, t.body(p), age=-600), 403)
    yield refused(f"{p}: old with a fresh time", lambda t: _fresh_time(t, p), 403)
    yield refused(f"{p}: signed for another body", lambda t: Knock(t.path(p), t.body(p), _of(t, p, ENDED)), 403)
    yield refused(f"{p}: the other provider's signature", lambda t: Knock(t.path(p), t.body(p), _of_other(t, p)), 403)
    yield refused(f"{p}: written anew", lambda t: Knock(t.path(p), _spaced(t.body(p)), _of(t, p, RUNNING)), 403)
    yield refused(f"{p}: cut short", lambda t: Knock(t.path(p), t.body(p)[:-1], _of(t, p, RUNNING)), 403)
    yield refused(f"{p}: a space more", lambda t: Knock(t.path(p), t.body(p) + b" ", _of(t, p, RUNNING)), 403)


def _of_tokens(p: str) -> Iterator[Attack]:
    def at(path: str) -> Attack:
        shown = path.replace("\x00", "NUL")
        return refused(f"{p}: at {shown}", lambda t: Knock(path, t.body(p), t.signed(p, t.body(p))))

    yield from map(at, (f"/webhooks/{p}/guess", f"/webhooks/{p}/", f"/webhooks/{p}", f"/webhooks/{p}/%00"))
    yield from map(at, (f"/webhooks/{p}/..%2f..%2fhealthz", f"/webhooks/{p}/{'a' * 4000}", f"/webhooks/%00{p}/guess"))
    yield refused(f"{p}: another provider's name", lambda t: _moved(t, p, "runpod"))
    yield refused(f"{p}: upper case name", lambda t: _moved(t, p, p.upper()))
    yield refused(f"{p}: token of a call at the other provider", lambda t: _crossed(t, p), 403)
    yield refused(f"{p}: token with a tail", lambda t: _longer(t, p, "x"), 403)
    yield refused(f"{p}: token with a slash behind it", lambda t: _longer(t, p, "/"))
    yield refused(f"{p}: token in upper case", lambda t: _shouted(t, p), 403)
    yield refused(f"{p}: another person's token", lambda t: signed(t, p, t.body(p), to=THEIRS), 409)
    yield refused(f"{p}: our token, their call", lambda t: signed(t, p, t.body(p, THEIRS)), 409)
    yield refused(f"{p}: a call of nobody", lambda t: signed(t, p, t.body(p, "nobody")), 409)
    yield refused(f"{p}: a forged call for one without a name", lambda t: _to_nameless(t, p), 403)


def _of_bodies(p: str) -> Iterator[Attack]:
    bodies = {
        "nothing": b"", "no JSON": b"{", "a list": b"[]", "null": b"null", "no UTF-8": b"\xff\xfe{}",
        "deep": b'{"a":' * 50_000, "an empty object": b"{}", "a number for a name": b'{"request_id": 7, "id": 7}',
        "a path for a name": b'{"request_id":"../x","id":"../x","status":"OK"}',
        "a NUL in the name": b'{"request_id":"a\\u0000","id":"a\\u0000","status":"OK"}',
        "no status": b'{"request_id":"r","id":"r"}',
    }  # fmt: skip
    for name, body in bodies.items():
        yield refused(f"{p}: signed, {name}", lambda t, body=body: signed(t, p, body), 403)
    huge = b" " * (BODY_LIMIT + 1)
    yield refused(f"{p}: signed, huge", lambda t: signed(t, p, huge), 413)


def _of_requests(p: str) -> Iterator[Attack]:
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
        yield refused(f"{p}: {method}", lambda t, m=method: _with(signed(t, p, t.body(p)), method=m), 405)
    yield refused(f"{p}: POST by a header only", lambda t: _overridden(t, p), 405)
    yield refused(
        f"{p}: a header without end", lambda t: _with(signed(t, p, t.body(p)), more={"X-A": "a" * 20_000}), 400, HUNG_UP
    )
    yield refused(f"{p}: two lengths", lambda t: _raw(t, p, b"Content-Length: 2\r\nContent-Length: 900"), 400, HUNG_UP)
    yield refused(
        f"{p}: length and pieces", lambda t: _raw(t, p, b"Content-Length: 2\r\nTransfer-Encoding: chunked"), 400
    )
    yield refused(
        f"{p}: packed rubbish", lambda t: _with(signed(t, p, t.body(p)), more={"Content-Encoding": "gzip"}), 400
    )


def _of_repeats(p: str) -> Iterator[Attack]:
    yield harmless(f"{p}: again while it runs", lambda t: signed(t, p, t.body(p)))
    yield harmless(f"{p}: again after its end", lambda t: signed(t, p, t.body(p, ENDED), to=ENDED))
    yield harmless(f"{p}: again as text", lambda t: _with(signed(t, p, t.body(p)), more={"Content-Type": "text/plain"}))
    yield refused(f"{p}: what was taken for another call", lambda t: signed(t, p, t.body(p, ENDED)), 409)


def _of(target: Target, provider: str, call: str) -> dict[str, str]:
    return target.signed(provider, target.body(provider, call))


def _forged(target: Target, provider: str) -> dict[str, str]:
    return target.signed(provider, target.body(provider), forged=True)


def _of_other(target: Target, provider: str) -> dict[str, str]:
    return target.signed(OTHER[provider], target.body(provider))


def _fresh_time(target: Target, provider: str) -> Knock:
    old, young = (target.signed(provider, target.body(provider), age=age) for age in (600.0, 0.0))
    stamps = {name: value for name, value in young.items() if name.lower().endswith("timestamp")}
    return Knock(target.path(provider), target.body(provider), old | stamps)


def _spaced(body: bytes) -> bytes:
    return json.dumps(json.loads(body), indent=1).encode()


def _moved(target: Target, provider: str, name: str) -> Knock:
    knock = signed(target, provider, target.body(provider))
    return _with(knock, path=knock.path.replace(f"/{provider}/", f"/{name}/"))


def _crossed(target: Target, provider: str) -> Knock:
    path = target.path(OTHER[provider]).replace(OTHER[provider], provider)
    return _with(signed(target, provider, target.body(provider)), path=path)


def _longer(target: Target, provider: str, tail: str) -> Knock:
    return _with(signed(target, provider, target.body(provider)), path=target.path(provider) + tail)


def _shouted(target: Target, provider: str) -> Knock:
    token = target.tokens[provider, RUNNING]
    return _with(signed(target, provider, target.body(provider)), path=f"/webhooks/{provider}/{token.upper()}")


def _to_nameless(target: Target, provider: str) -> Knock:
    body = target.body(provider, "planted")
    return Knock(target.path(provider, CALLING), body, target.signed(provider, body, forged=True))


def _overridden(target: Target, provider: str) -> Knock:
    return _with(signed(target, provider, target.body(provider)), method="GET", more={"X-HTTP-Method-Override": "POST"})


def _with(
    knock: Knock, *, path: str | None = None, method: str | None = None, more: dict[str, str] | None = None
) -> Knock:
    return Knock(path or knock.path, knock.body, {**knock.headers, **(more or {})}, method or knock.method)


def _raw(target: Target, provider: str, lengths: bytes) -> Knock:
    path = target.path(provider)
    return Knock(path, raw=b"POST " + path.encode() + b" HTTP/1.1\r\nHost: a\r\n" + lengths + b"\r\n\r\n{}")
