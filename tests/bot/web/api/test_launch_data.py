"""Telegram's initData: only a young, genuine launch by a person opens anything."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from sqlalchemy import func, select

from bot.web.api.launch_data import LaunchError, read_launch, sign_launch
from db.models import User
from tests.bot.web.api.caller import TOKEN, ApiStage, signed

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OTHER_TOKEN = "7654321:" + "o" * 35
ANN = {"id": 71, "first_name": "Ann", "language_code": "en"}


def fields(now: datetime, user: object = ANN, age: float = 5.0, **more: str) -> dict[str, str]:
    """What Telegram signs; `age` in seconds."""
    at = int((now - timedelta(seconds=age)).timestamp())
    return {"auth_date": str(at), "query_id": "AAE", "user": json.dumps(user), **more}


def without(name: str) -> Callable[[datetime], str]:
    """A genuine launch that lacks a field."""
    return lambda now: signed({key: value for key, value in fields(now).items() if key != name})


def by(user: object) -> Callable[[datetime], str]:
    """A launch of something that is signed as a person."""
    return lambda now: signed(fields(now, user))


def changed(old: str, new: str) -> Callable[[datetime], str]:
    """A genuine launch of which something was changed afterwards."""
    return lambda now: signed(fields(now, start_param="m_1")).replace(old, new)


def with_hash(hash_: str) -> Callable[[datetime], str]:
    """The right fields with another hash."""
    return lambda now: urlencode({**fields(now), "hash": hash_})


def like_a_login(now: datetime) -> str:
    """Signed as Telegram's login widget signs: with SHA-256 of the token as the key."""
    values = fields(now)
    shown = "\n".join(f"{name}={value}" for name, value in sorted(values.items()))
    key = hashlib.sha256(TOKEN.encode()).digest()
    return urlencode({**values, "hash": hmac.new(key, shown.encode(), hashlib.sha256).hexdigest()})


def upper_hash(now: datetime) -> str:
    """The right hash in letters that Telegram does not use."""
    values = fields(now)
    return urlencode({**values, "hash": sign_launch(values, TOKEN).upper()})


FORGED: dict[str, Callable[[datetime], str]] = {
    "nothing": lambda now: "",
    "one letter": lambda now: "x",
    "only a hash": lambda now: "hash=" + "0" * 64,
    "no pairs": lambda now: "%%%&&&===",
    "json": lambda now: json.dumps(fields(now)),
    "another bot's": lambda now: signed(fields(now), OTHER_TOKEN),
    "an empty token's": lambda now: signed(fields(now), ""),
    "a token with a space": lambda now: signed(fields(now), TOKEN + " "),
    "like a login": like_a_login,
    "upper hash": upper_hash,
    "empty hash": with_hash(""),
    "short hash": with_hash("abc"),
    "hash of letters": with_hash("z" * 64),
    "hash not ascii": with_hash("é" * 32),
    "hash with NUL": with_hash("0" * 63 + "\0"),
    "another id": changed("71", "72"),
    "another name": changed("Ann", "Bob"),
    "another start": changed("m_1", "m_2"),
    "another query id": changed("AAE", "AAF"),
    "a field more": lambda now: signed(fields(now)) + "&start_param=m_1",
    "a field twice": lambda now: signed(fields(now)) + "&user=" + quote(json.dumps(ANN)),
    "hash twice": lambda now: signed(fields(now)) + "&hash=" + "0" * 64,
    "no hash": lambda now: urlencode(fields(now)),
    "no user": without("user"),
    "no date": without("auth_date"),
    "an hour old": lambda now: signed(fields(now, age=3602)),
    "a week old": lambda now: signed(fields(now, age=7 * 86_400)),
    "from the future": lambda now: signed(fields(now, age=-65)),
    "from far ahead": lambda now: signed(fields(now, age=-(10**9))),
    "date 0": lambda now: signed({**fields(now), "auth_date": "0"}),
    "date below 0": lambda now: signed({**fields(now), "auth_date": "-1"}),
    "date too large": lambda now: signed({**fields(now), "auth_date": "9" * 30}),
    "date empty": lambda now: signed({**fields(now), "auth_date": ""}),
    "date of words": lambda now: signed({**fields(now), "auth_date": "today"}),
    "date with a point": lambda now: signed({**fields(now), "auth_date": "1e9"}),
    "user empty": lambda now: signed({**fields(now), "user": ""}),
    "user no json": lambda now: signed({**fields(now), "user": "{"}),
    "user deep": lambda now: signed({**fields(now), "user": "[" * 3000}),
    "user null": by(None),
    "user a list": by([71]),
    "user a number": by(71),
    "user a text": by("71"),
    "user without id": by({"first_name": "Ann"}),
    "id a text": by({**ANN, "id": "71"}),
    "id true": by({**ANN, "id": True}),
    "id with a point": by({**ANN, "id": 71.0}),
    "id 0": by({**ANN, "id": 0}),
    "id below 0": by({**ANN, "id": -71}),
    "id of 2**53": by({**ANN, "id": 2**53}),
    "id of 10**30": by({**ANN, "id": 10**30}),
    "id a list": by({**ANN, "id": [71]}),
    "a bot": by({**ANN, "is_bot": True}),
    "name a number": by({**ANN, "first_name": 7}),
    "language a list": by({**ANN, "language_code": ["en"]}),
    "too long": lambda now: signed(fields(now, start_param="x" * 5000)),
    "many fields": lambda now: signed(fields(now, **{f"f{number}": "1" for number in range(40)})),
    "not utf-8": lambda now: signed(fields(now)) + "&start_param=%ff",
    "half a percent": lambda now: signed(fields(now)) + "&x=%f",
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_not_genuine_is_refused(name: str) -> None:
    """Whatever it is made of, it ends in the one error, without a word about the reason."""
    with pytest.raises(LaunchError):
        read_launch(FORGED[name](NOW), TOKEN, NOW)


def test_there_are_enough_of_them() -> None:
    """Forty or more."""
    assert len(FORGED) >= 40


async def test_none_of_them_opens_a_session(api: ApiStage) -> None:
    """At the door itself: no session, and nobody is met."""
    for name, make in FORGED.items():
        reply = await api.stranger.post("/session", {"init_data": make(api.clock.now())})
        assert reply.status in {400, 401}, f"{name}: {reply}"
        assert "bearer" not in reply.body
    async with api.services.db.read() as session:
        assert (await session.execute(select(func.count()).select_from(User))).scalar_one() == 0


@pytest.mark.parametrize("age", [-59.0, 0.0, 3598.0])
def test_a_genuine_launch_says_who_it_was(age: float) -> None:
    """Within the hour, and with a clock of Telegram's that is a little ahead."""
    user = {**ANN, "username": "ann", "first_name": "Анна & co"}
    launch = read_launch(signed(fields(NOW, user, age, start_param="m_7", chat_type="", signature="s_s-s")), TOKEN, NOW)
    assert (launch.user_id, launch.first_name, launch.username) == (71, "Анна & co", "ann")
    assert (launch.start_param, launch.language_code) == ("m_7", "en")


def test_fields_that_telegram_adds_one_day_are_signed_too() -> None:
    """A field we do not know is part of what is signed, and blank ones stay."""
    text = signed(fields(NOW, new_field="", chat_instance="-1"))
    assert read_launch(text, TOKEN, NOW).user_id == 71
    kept = [(name, value) for name, value in parse_qsl(text) if name != "new_field"]
    with pytest.raises(LaunchError):
        read_launch(urlencode(kept), TOKEN, NOW)


def test_telegrams_own_example() -> None:
    """The fixed point that does not come from our own signing: a launch that another implementation signed."""
    text = (
        "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C"
        "%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C"
        "%22is_premium%22%3Atrue%7D&auth_date=1662771648"
        "&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2"
    )
    token = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"
    launch = read_launch(text, token, datetime.fromtimestamp(1662771700, UTC))
    assert (launch.user_id, launch.first_name, launch.username) == (279058397, "Vladislav", "vdkfrost")
