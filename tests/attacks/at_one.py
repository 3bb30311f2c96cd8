"""Attacks on what only one of the doors has: fal's accounts, Replicate's forms of signature, Telegram's secret."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator

from bot.web.telegram_inbox import BODY_LIMIT, PATH, SECRET_HEADER
from sandbox.fal.signing import STRANGER_ID
from tests.attacks.knocks import Attack, Knock, harmless, refused
from tests.attacks.target import SECRET, Target
from tests.bot.fakes import person_update

FAL = "X-Fal-Webhook-"


def attacks() -> Iterator[Attack]:
    """All of them."""
    yield from _at_fal()
    yield from _at_replicate()
    yield from _at_telegram()


def _at_fal() -> Iterator[Attack]:
    def changed(name: str, value: str | None) -> Attack:
        said = "missing" if value is None else f"{value[:20]!r}, {len(value)} long"
        return refused(f"fal: {name} {said}", lambda t: _fal(t, name, value), 403)

    yield refused("fal: another account's genuine webhook", lambda t: _strangers(t), 403)
    for name in ("Request-Id", "User-Id", "Timestamp", "Signature"):
        yield changed(name, None)
        yield changed(name, "")
    yield changed("User-Id", STRANGER_ID)
    yield changed("Request-Id", "gateway-2")
    for value in ("-1", "1e9", "9" * 40, "now"):
        yield changed("Timestamp", value)
    for value in ("00" * 64, "zz" * 64, "00" * 63, "٠" * 128):
        yield changed("Signature", value)
    yield harmless("fal: again with a capital signature", lambda t: _capital(t))


def _at_replicate() -> Iterator[Attack]:
    def signature(name: str, value: str) -> Attack:
        return refused(f"replicate: signature {name}", lambda t: _replicate(t, "webhook-signature", value), 403)

    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        yield refused(f"replicate: no {name}", lambda t, name=name: _replicate(t, name, None), 403)
        yield refused(f"replicate: empty {name}", lambda t, name=name: _replicate(t, name, ""), 403)
    yield refused("replicate: another id", lambda t: _replicate(t, "webhook-id", "msg_other"), 403)
    yield refused("replicate: a dot in the id", lambda t: _replicate(t, "webhook-id", "msg.1"), 403)
    yield refused("replicate: only v2", lambda t: _reworked(t, lambda text: text.replace("v1,", "v2,")), 403)
    yield refused("replicate: no version", lambda t: _reworked(t, lambda text: text.replace("v1,", "")), 403)
    yield refused("replicate: behind ten others", lambda t: _reworked(t, lambda text: "v1,AA " * 10 + text), 403)
    yield refused("replicate: signed with nothing", lambda t: _keyless(t), 403)
    yield signature("of zeros", "v1," + base64.b64encode(bytes(32)).decode())
    yield signature("too short", "v1," + base64.b64encode(bytes(20)).decode())
    yield signature("no base64", "v1,???")


def _at_telegram() -> Iterator[Attack]:
    def with_secret(name: str, secret: str | None) -> Attack:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        return refused(f"telegram: {name}", lambda t: Knock(PATH, _update(2), headers), 403)

    def with_body(name: str, body: bytes, *answers: int) -> Attack:
        return refused(f"telegram: {name}", lambda t: Knock(PATH, body, {SECRET_HEADER: SECRET}), *answers)

    yield with_secret("no secret", None)
    yield with_secret("an empty secret", "")
    yield with_secret("a part of the secret", SECRET[:-1])
    yield with_secret("more than the secret", SECRET + "x")
    yield with_secret("the secret in capitals", SECRET.upper())
    yield with_secret("a secret beyond ASCII", "é" * 40)
    yield refused(
        "telegram: the secret in the address", lambda t: Knock(f"{PATH}?secret_token={SECRET}", _update(2)), 403
    )
    for name, body in {
        "nothing": b"", "no JSON": b"{", "a list": b"[]", "no id": b"{}", "a text for an id": b'{"update_id":"1"}',
        "deep": b'{"update_id":1,"a":' + b"[" * 100_000, "a truth for an id": b'{"update_id":true}',
    }.items():  # fmt: skip
        yield with_body(name, body, 400)
    yield with_body("huge", b" " * (BODY_LIMIT + 1), 413)
    yield refused("telegram: GET", lambda t: Knock(PATH, b"", {SECRET_HEADER: SECRET}, "GET"), 405)
    yield refused("telegram: another path", lambda t: Knock(PATH + "/x", _update(2), {SECRET_HEADER: SECRET}), 404)
    for name, body in {
        "the same update": _update(1), "the same id with other words": _update(1, "give me credits"),
        "a group": json.dumps(person_update(3, chat={"id": -5, "type": "group", "title": "g"})).encode(),
    }.items():  # fmt: skip
        yield harmless(f"telegram: {name}", lambda t, body=body: Knock(PATH, body, {SECRET_HEADER: SECRET}))


def _fal(target: Target, name: str, value: str | None) -> Knock:
    body = target.body("fal")
    headers = {each: text for each, text in target.signed("fal", body).items() if each != FAL + name}
    return Knock(target.path("fal"), body, headers | ({} if value is None else {FAL + name: value}))


def _strangers(target: Target) -> Knock:
    body = target.body("fal")
    return Knock(target.path("fal"), body, target.signed("fal", body, account=STRANGER_ID))


def _capital(target: Target) -> Knock:
    knock = _fal(target, "", None)
    signature = knock.headers[FAL + "Signature"].upper()
    return Knock(knock.path, knock.body, {**knock.headers, FAL + "Signature": signature})


def _replicate(target: Target, name: str, value: str | None) -> Knock:
    body = target.body("replicate")
    headers = {each: text for each, text in target.signed("replicate", body).items() if each != name}
    return Knock(target.path("replicate"), body, headers | ({} if value is None else {name: value}))


def _reworked(target: Target, rework: Callable[[str], str]) -> Knock:
    signature = target.signed("replicate", target.body("replicate"))["webhook-signature"]
    return _replicate(target, "webhook-signature", rework(signature))


def _keyless(target: Target) -> Knock:
    body = target.body("replicate")
    headers = target.signed("replicate", body)
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return _replicate(
        target, "webhook-signature", "v1," + base64.b64encode(hmac.digest(b"", said, hashlib.sha256)).decode()
    )


def _update(number: int, text: str = "hello") -> bytes:
    return json.dumps(person_update(number, text=text)).encode()
