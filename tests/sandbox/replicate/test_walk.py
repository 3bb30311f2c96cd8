"""One walk through everything the product does with Replicate: upload, destination, train, watch, generate."""

import io
import tarfile

from PIL import Image

from sandbox.weights import read_header
from tests.sandbox.photo_zip import photo_zip
from tests.sandbox.replicate.stand import TRAININGS, Stand

LORA = "output/flux_train_replicate/lora.safetensors"


async def test_photos_become_a_version_and_the_version_a_picture(stand: Stand) -> None:
    """Upload, destination, training, webhook, tar file, version and prediction work together."""
    file = await stand.upload(photo_zip(5, {"01.txt": "annx smiling"}))
    body = {
        "destination": await stand.destination(),
        "input": {"input_images": file["urls"]["get"], "trigger_word": "annx", "autocaption": False},
        "webhook": stand.hooks.url,
        "webhook_events_filter": ["completed"],
    }
    training = await stand.ended(await stand.make(TRAININGS, body), "trainings")
    assert training["status"] == "succeeded", training["error"]
    assert training["metrics"]["predict_time"] >= 1200
    await stand.hooks.wait(1)
    tar = (await stand.call("GET", training["output"]["weights"], key=False)).data
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        lora = archive.extractfile(LORA)
        assert lora is not None
        read_header(lora.read())
        caption = archive.extractfile("output/flux_train_replicate/captions/01.txt")
        assert caption is not None
        assert caption.read() == b"annx smiling"
    data = await stand.draw(version=training["output"]["version"], prompt="annx at the sea", aspect_ratio="3:4")
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (896, 1152))
