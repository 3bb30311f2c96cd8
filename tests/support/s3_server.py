"""An S3 server of others (moto) as a process of its own: it checks every signature and knows nothing of our code."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import aiohttp

from tests.support.processes import free_port

START = 60.0
BUCKET = "loragram"
REGION = "us-east-1"
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
SETUP = (
    {"Action": "CreateUser", "UserName": "bot"},
    {"Action": "PutUserPolicy", "UserName": "bot", "PolicyName": "all", "PolicyDocument": POLICY},
    {"Action": "CreateAccessKey", "UserName": "bot"},
)


@dataclass(frozen=True)
class S3Server:
    """Where it listens, and the one pair of credentials that it takes."""

    endpoint: str
    key_id: str
    secret: str

    @property
    def environment(self) -> Mapping[str, str]:
        """What an S3 client finds its way by."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": self.key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret,
        }


@asynccontextmanager
async def s3_server(log: Path) -> AsyncIterator[S3Server]:
    """A running server with an empty bucket `loragram`; its own lines go to the file `log`."""
    port = free_port()
    with log.open("wb") as lines:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port),
            # It does not look at who asks before it has been told whom to know: so many requests are without a proof.
            env={"INITIAL_NO_AUTH_ACTION_COUNT": str(len(SETUP) + 1)},
            stdin=asyncio.subprocess.DEVNULL, stdout=lines, stderr=lines,
        )  # fmt: skip
    try:
        yield await _prepared(f"http://127.0.0.1:{port}")
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _prepared(endpoint: str) -> S3Server:
    async with aiohttp.ClientSession() as http:
        await _until_it_answers(http, endpoint)
        for fields in SETUP:
            answer = await _ask(http.post(endpoint, data=fields, headers=_signed_by_nobody("iam")))
        await _ask(http.put(f"{endpoint}/{BUCKET}", headers=_signed_by_nobody("s3")))
    found = {part.tag.rpartition("}")[2]: part.text or "" for part in ElementTree.fromstring(answer).iter()}
    return S3Server(endpoint, found["AccessKeyId"], found["SecretAccessKey"])


async def _ask(request: "aiohttp.client._RequestContextManager") -> str:
    async with request as response:
        text = await response.text()
        assert response.status == 200, text
        return text


async def _until_it_answers(http: aiohttp.ClientSession, endpoint: str) -> None:
    async with asyncio.timeout(START):
        while True:
            with suppress(aiohttp.ClientConnectionError):
                async with http.get(f"{endpoint}/moto-api/data.json"):
                    return
            await asyncio.sleep(0.05)


def _signed_by_nobody(service: str) -> Mapping[str, str]:
    """moto finds the service by what a signature names."""
    scope = f"nobody/20260101/{REGION}/{service}/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"}
