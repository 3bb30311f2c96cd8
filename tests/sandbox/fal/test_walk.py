"""One walk through everything the product does with fal: upload, train, watch, generate."""

import io

from PIL import Image

from tests.sandbox.fal.stand import FAST, FLUX, Stand
from tests.sandbox.photo_zip import photo_zip


async def test_photos_become_a_lora_and_the_lora_a_picture(stand: Stand) -> None:
    """Upload, submit, status, result, generation and the webhook work together."""
    url = await stand.upload(photo_zip(5))
    body = {"images_data_url": url, "trigger_word": "annx", "steps": 1000}
    job = await stand.submit(FAST, body, params={"fal_webhook": stand.hooks.url})
    result = await stand.ended(job)
    assert result.status == 200
    assert result.headers["X-Fal-Billable-Units"] == "1000"
    lora = result.body["diffusers_lora_file"]["url"]
    await stand.hooks.wait(1)
    generated = await stand.ended(
        await stand.submit(FLUX, {"prompt": "annx at the sea", "loras": [{"path": lora, "scale": 0.9}]})
    )
    image = generated.body["images"][0]
    data = (await stand.call("GET", image["url"], key=False)).data
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1024, 768))
    assert generated.body["has_nsfw_concepts"] == [False]
