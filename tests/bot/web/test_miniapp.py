"""The Mini App's files: what is sent under which name, with which headers, and what stays unreachable."""

import asyncio
import gzip
import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.bootstrap_api import build_miniapp
from bot.settings import Settings
from bot.web.app import build_app
from bot.web.miniapp import IMMUTABLE, MiniApp

Client = TestClient[web.Request, web.Application]

PAGE = "<!doctype html><title>the app</title>"
SCRIPT = "export const answer = 42;\n" * 50
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a build leaves, and a secret beside it."""
    folder = tmp_path / "miniapp_assets"
    (folder / "assets").mkdir(parents=True)
    (tmp_path / "secret.js").write_text("secret")
    (tmp_path / "miniapp_assets.js").write_text("secret")
    (folder / "sources.sha256").write_text("secret")
    (folder / ".hidden.js").write_text("secret")
    (folder / "assets" / ".hidden.js").write_text("secret")
    for name, text in {"index.html": PAGE, "robots.txt": "no", "assets/main-1a2b.js": SCRIPT}.items():
        (folder / name).write_text(text)
        (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "assets" / "main-1a2b.css").write_text("body { color: red }")
    return folder


def serve(folder: Path, files_origin: str | None = None, framers: Sequence[str] = ()) -> Client:
    return TestClient(TestServer(build_app([MiniApp(files_origin, framers, folder)])), auto_decompress=False)


@pytest.mark.parametrize("path", ["/app/", "/app/models/0198", "/app/generate?lora=1", "/app/index.html", "/app/x.js"])
async def test_every_address_of_the_app_is_its_page(folder: Path, path: str) -> None:
    """The app finds its way by the address; the page is asked for again each time, or it would name old files."""
    async with serve(folder) as client, client.get(path, headers=PLAIN) as answer:
        assert (answer.status, await answer.text()) == (200, PAGE)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-cache"


async def test_the_page_is_not_sent_twice(folder: Path) -> None:
    """Who has it already is told so in a line."""
    async with serve(folder) as client:
        async with client.get("/app/") as first:
            tag = first.headers["ETag"]
        async with client.get("/app/models", headers={"If-None-Match": tag}) as again:
            assert (again.status, await again.read()) == (304, b"")
            assert again.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("query", ["", "?tgWebAppStartParam=m_1&a=%26"])
async def test_without_its_slash_it_leads_to_the_folder(folder: Path, query: str) -> None:
    """Telegram's parameters survive, and so does a path that a front has put before ours."""
    url = URL(f"/app{query}", encoded=True)
    async with serve(folder) as client, client.get(url, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (308, f"app/{query}")
    async with serve(folder) as client, client.get(url, headers=PLAIN) as answer:
        assert (answer.status, answer.url.path, await answer.text()) == (200, "/app/", PAGE)


async def test_what_no_header_may_hold_leads_to_the_folder_as_well(folder: Path) -> None:
    """Nobody writes headers of ours, nor fills the log with our errors."""
    async with serve(folder) as client:
        head = await ask_as_written(client, "/app?a=%0d%0aSet-Cookie:%20a=b&c=%00")
    assert head.split()[1] == "308"
    assert "\nLocation: app/?a=%0d%0aSet-Cookie:%20a=b&c=%00\r\n" in head.replace("%0D%0A", "%0d%0a")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("main-1a2b.js", "text/javascript; charset=utf-8"), ("main-1a2b.css", "text/css; charset=utf-8")],
)
async def test_what_changes_its_name_is_kept_for_a_year(folder: Path, name: str, kind: str) -> None:
    async with serve(folder) as client, client.get(f"/app/assets/{name}", headers=PLAIN) as answer:
        assert answer.status == 200
        assert await answer.read() == (folder / "assets" / name).read_bytes()
        assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (kind, IMMUTABLE)
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("path", ["assets/main-1a2b.js", "index.html", "robots.txt", "models"])
async def test_a_browser_that_unpacks_gets_the_packed_file(folder: Path, path: str) -> None:
    """And a store between us and it keeps the two apart."""
    async with serve(folder) as client, client.get(f"/app/{path}", headers={"Accept-Encoding": "gzip"}) as answer:
        name = path if "." in path else "index.html"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert gzip.decompress(await answer.read()) == (folder / name).read_bytes()


async def test_head_is_a_get_without_a_body(folder: Path) -> None:
    async with serve(folder) as client:
        for path, length in {"/app/": len(PAGE), "/app/assets/main-1a2b.js": len(SCRIPT)}.items():
            async with client.head(path, headers=PLAIN) as answer:
                assert (answer.status, answer.headers["Content-Length"]) == (200, str(length))
                assert await answer.read() == b""


@pytest.mark.parametrize(
    "name", ["main-old.js", "main-1a2b.js.gz", "main-1a2b.js.map", "", "x/main-1a2b.js", ".hidden.js", "main-1a2b.js/"]
)
async def test_a_missing_file_is_not_the_page(folder: Path, name: str) -> None:
    """A browser would run it as a script; and nobody keeps the answer."""
    async with serve(folder) as client, client.get(f"/app/assets/{name}") as answer:
        assert (answer.status, await answer.read()) == (404, b"")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/app/../secret.js",
        "/app/%2e%2e/secret.js",
        "/app/..%2fsecret.js",
        "/app/..%5csecret.js",
        "/app/%252e%252e/secret.js",
        "/app/assets/../../secret.js",
        "/app/assets/..%2f..%2fsecret.js",
        "/app/assets/%2e%2e%2f%2e%2e%2fsecret.js",
        "/app/assets/....//secret.js",
        "/app//secret.js",
        "/app/%2fsecret.js",
        "/app/secret.js%00.js",
        "/app/..",
        "/app/.hidden.js",
        "/app/sources.sha256",
        "/app/../miniapp_assets.js",
    ],
)
async def test_nothing_beside_the_app_is_reached(folder: Path, path: str) -> None:
    """Whatever way out an address describes, and whatever lies in the folder without being part of the app."""
    async with serve(folder) as client:
        head, _, text = (await ask_as_written(client, path)).partition("\r\n\r\n")
        assert "secret" not in text
        assert head.split()[1] == "404" or text == PAGE


async def ask_as_written(client: Client, path: str) -> str:
    """The whole answer; clients mend addresses before they send them, attackers do not."""
    root = client.make_url("/")
    reader, writer = await asyncio.open_connection(root.host, root.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer.decode()


async def test_the_page_says_what_it_may_load_and_who_may_frame_it(folder: Path) -> None:
    """Nothing from elsewhere but pictures of our own address; Telegram's pages and those that were named frame it."""
    app = serve(folder, "https://bot.example.org", ["http://127.0.0.1:8090"])
    async with app as client, client.get("/app/") as answer:
        policy = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "X-Frame-Options" not in answer.headers
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert policy["img-src"] == "'self' blob: data: https://bot.example.org"
    assert policy["frame-ancestors"] == (
        "'self' https://web.telegram.org https://*.telegram.org http://127.0.0.1:8090"
    )


@pytest.mark.parametrize(
    ("settings", "images", "framers"),
    [
        ({}, "'self' blob: data:;", "https://*.telegram.org"),
        ({"public_url": "https://x.org/bot"}, "'self' blob: data: https://x.org;", "https://*.telegram.org"),
        ({"telegram_api_url": "http://127.0.0.1:9/telegram"}, "'self' blob: data:;", "org http://127.0.0.1:9"),
        ({"telegram_api_url": "http://127.0.0.1:8081"}, "'self' blob: data:;", "https://*.telegram.org"),
    ],
    ids=["alone", "public", "sandbox", "own Bot API server"],
)
async def test_settings_decide_where_pictures_come_from_and_who_frames(
    settings: dict[str, str], images: str, framers: str
) -> None:
    """Signed links begin with PUBLIC_URL; the sandbox's page is the one place beside Telegram that shows the app."""
    app = build_app([build_miniapp(Settings(_env_file=None, **settings))])
    async with TestClient(TestServer(app)) as client, client.get("/app/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert f"img-src {images}" in policy
        assert policy.endswith(framers)


async def test_an_app_that_is_not_built_says_how_to_build_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """In both languages; the bot serves all the same, says so once, and notices when the app has come."""
    folder = tmp_path / "none"
    async with serve(folder) as client:
        assert [line.levelno for line in caplog.records if "not built" in line.getMessage()] == [logging.WARNING]
        for path in ("/app/", "/app/models"):
            async with client.get(path) as answer:
                text = await answer.text()
                assert (answer.status, answer.headers["Cache-Control"]) == (503, "no-store")
                assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
                assert "The Mini App is not built" in text
                assert "Приложение не собрано" in text
                assert text.count("python miniapp/build.py") == 2
        folder.mkdir()
        (folder / "index.html").write_text(PAGE)
        async with client.get("/app/") as answer:
            assert answer.status == 200


async def test_a_built_app_is_not_announced_as_missing(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with serve(folder):
        assert [line for line in caplog.records if "not built" in line.getMessage()] == []
