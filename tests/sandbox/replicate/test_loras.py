"""Where the official FLUX model takes a LoRA from."""

import base64
import io
import tarfile

import pytest

from sandbox.weights import make_weights
from tests.sandbox.replicate.stand import DESTINATION, Stand

WEIGHTS = make_weights(b"anna", "FLUX.1-dev", {})
NO_FORM = "Failed to parse URL. Expected either:"


async def drawn(stand: Stand, named: str) -> bytes:
    return await stand.draw(lora_weights=named)


async def error(stand: Stand, named: str) -> str:
    found = await stand.predict(lora_weights=named)
    assert found["status"] == "failed"
    return str(found["error"])


def tar_uri(data: bytes, name: str = "lora.safetensors") -> str:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        tar.addfile(entry, io.BytesIO(data))
    return "data:application/x-tar;base64," + base64.b64encode(out.getvalue()).decode()


async def test_the_same_lora_draws_the_same_wherever_it_lies(stand: Stand) -> None:
    """An address elsewhere, an upload, and a tar in the request are one LoRA; the content counts."""
    url = stand.elsewhere.keep("anna.safetensors", WEIGHTS, "application/octet-stream", None)
    upload = (await stand.upload(WEIGHTS, "anna.safetensors"))["urls"]["get"]
    (row,) = (await stand.call("GET", "/control/replicate/files")).body
    pictures = {await drawn(stand, named) for named in (url, upload, row["download_url"], tar_uri(WEIGHTS))}
    assert len(pictures) == 1
    other = stand.elsewhere.keep("b.safetensors", make_weights(b"bob", "FLUX.1-dev", {}), "a/b", None)
    assert await drawn(stand, other) not in pictures


async def test_fals_cdn_is_a_public_host_for_replicate(stand: Stand) -> None:
    """A LoRA that lies at the other provider is read by its address."""
    token = (await stand.call("POST", "/fal/rest/storage/auth/token", key=False, headers=FAL_KEY, json={})).body
    headers = {"Authorization": f"Bearer {token['token']}", "X-Fal-File-Name": "anna.safetensors"}
    url = f"{stand.base}/fal/cdn/files/upload"
    kept = (await stand.call("POST", url, key=False, headers=headers, data=WEIGHTS)).body["access_url"]
    assert await drawn(stand, kept) == await drawn(stand, tar_uri(WEIGHTS))


FAL_KEY = {"Authorization": "Key sandbox-key:secret"}


async def test_a_query_behind_the_file_name_is_dropped(stand: Stand) -> None:
    """As the real code does before it downloads: an address that needs its query is of no use."""
    url = stand.elsewhere.keep("anna.safetensors", WEIGHTS, "a/b", None)
    assert await drawn(stand, f"{url}?signature=x") == await drawn(stand, url)


async def test_a_trainings_tar_is_read_while_it_lives(slow_stand: Stand) -> None:
    """It draws as the version does not: the models differ; after its hour it is gone."""
    await slow_stand.settings(training_seconds=0, generation_seconds=0)
    tar = (await slow_stand.train())["output"]["weights"]
    assert (await slow_stand.predict(lora_weights=tar))["status"] == "succeeded"
    slow_stand.clock.advance(3601)
    assert "not found" in await error(slow_stand, tar)


@pytest.mark.parametrize(
    "named",
    [
        "fofr/flux-pixar",
        "https://replicate.com/fofr/flux-pixar",
        "huggingface.co/someone/some-lora",
        "https://huggingface.co/someone/some-lora/lora.safetensors",
        "https://civitai.com/models/123456/name",
    ],
)
async def test_public_loras_are_taken_by_name(stand: Stand, named: str) -> None:
    """They are not fetched here; their name stands for their content."""
    assert await drawn(stand, named) != await stand.draw()


async def test_other_forms_are_refused(stand: Stand) -> None:
    """The run fails and says which forms there are, or what is wrong behind the address."""
    host = stand.elsewhere
    pickle = host.keep("anna.pt", WEIGHTS, "a/b", None)
    foreign_tar = host.keep("anna.tar", WEIGHTS, "a/b", None)
    for named in (pickle, foreign_tar, "anna.safetensors", "https://huggingface.co/only"):
        assert (await error(stand, named)).startswith(NO_FORM), named
    broken = host.keep("broken.safetensors", b"<html>", "a/b", None)
    assert (await error(stand, broken)).startswith("Error while deserializing header")
    assert "not found" in await error(stand, host.url("gone.safetensors"))
    assert "not found" in await error(stand, "https://example.com/x.safetensors")
    assert (await error(stand, tar_uri(b"x", "readme.txt"))) == "No .safetensors file found in tarball"
    assert (await error(stand, "data:x;base64,%%")) == "Invalid data URI"


async def test_private_models_are_not_found_by_name(stand: Stand) -> None:
    """The model's code sends no token of ours."""
    await stand.train()
    assert (await error(stand, DESTINATION)).startswith("Failed to download tarball")


async def test_an_upload_is_a_lora_only_under_its_name(stand: Stand) -> None:
    """Another file name is refused; with the switch off, no upload is read."""
    other = (await stand.upload(WEIGHTS, "anna.bin"))["urls"]["get"]
    assert await error(stand, other) == "URL must end with either .tar or .safetensors"
    url = (await stand.upload(WEIGHTS, "anna.safetensors"))["urls"]["get"]
    await stand.settings(files_as_weights=False)
    assert (await error(stand, url)).startswith(NO_FORM)
