"""`python -m sandbox` as a child process: one line of JSON, quick, and it never outlives its parent."""

import json
import signal
import socket
import subprocess
import sys

import pytest


def _start(*options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "sandbox", *options]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("end", ["stdin", "sigterm"])
def test_announces_its_addresses_and_ends_when_told(end: str) -> None:
    child = _start("--stdin-lifeline") if end == "stdin" else _start()
    assert child.stdout
    assert child.stdin
    line = json.loads(child.stdout.readline())
    settings = line["settings"]
    assert line["page_url"].startswith("http://127.0.0.1:")
    assert settings["TELEGRAM_API_URL"] == line["page_url"] + "telegram"
    assert {name for name in settings if name.startswith("FAL_")} == {
        "FAL_KEY",
        "FAL_QUEUE_URL",
        "FAL_RUN_URL",
        "FAL_REST_URL",
        "FAL_CDN_URL",
        "FAL_API_URL",
        "FAL_JWKS_URL",
    }
    assert settings["REPLICATE_API_URL"] == line["page_url"] + "replicate"
    assert {name for name in settings if name.startswith("REPLICATE_")} == {
        "REPLICATE_API_TOKEN",
        "REPLICATE_USERNAME",
        "REPLICATE_API_URL",
    }
    if end == "stdin":
        child.stdin.close()
    else:
        child.send_signal(signal.SIGTERM)
    assert child.wait(5) == 0
    assert child.stdout.read() == ""


def test_takes_the_wished_port_again_and_another_one_when_it_is_taken() -> None:
    """An open tab of the chat page finds the next sandbox, and two sandboxes do not stand in each other's way."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for _ in range(2):
        first, second = (_start("--stdin-lifeline", "--wished-port", str(port)) for _ in range(2))
        pages = []
        for child in (first, second):
            assert child.stdout
            pages.append(json.loads(child.stdout.readline())["page_url"])
        assert pages.count(f"http://127.0.0.1:{port}/") == 1
        assert len(set(pages)) == 2
        for child in (first, second):
            child.communicate(timeout=5)
            assert child.returncode == 0


def test_starts_without_the_heavy_libraries_of_the_product() -> None:
    code = "import sys, sandbox.app; print([m for m in ('aiogram', 'sqlalchemy', 'fal_client') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
