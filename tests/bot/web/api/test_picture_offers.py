"""What pictures of a model come to, as the API says it before anything is ordered."""

from sqlalchemy import func, select

from db.columns import new_id
from db.enums import LoraStatus
from db.models import Draft, Lora
from tests.bot.web.api.caller import ApiStage
from tests.bot.web.api.pictures import painter


async def test_the_offer_follows_the_last_order_but_for_its_seed(api: ApiStage) -> None:
    """Shape, number and settings are remembered as in the chat; asking begins nothing."""
    ann = await painter(api)
    await ann.order(aspect="9:16", count=3, scale=0.8, steps=30, seed=77)
    body = (await ann.caller.get(f"/loras/{ann.lora.id}/picture-offer")).body
    settings = {one["key"]: one for one in body["settings"]}
    assert (body["aspect"], body["count"], body["quota"]["used"]) == ("9:16", 3, 3)
    assert (settings["scale"]["value"], settings["scale"]["default"], settings["scale"]["max"]) == (0.8, 1.0, 2.0)
    assert (settings["steps"]["value"], settings["steps"]["whole"]) == (30, True)
    assert settings["steps"]["min"] <= settings["steps"]["default"] <= settings["steps"]["max"]
    assert settings["seed"]["value"] is None
    assert settings["format"]["choices"] == ["png", "jpeg"]
    async with api.services.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Draft)) == 0


async def test_the_price_is_that_of_one_picture(api: ApiStage) -> None:
    """In credits, whatever number was ordered last; nothing where pictures are free."""
    ann = await painter(api)
    await ann.order(count=3)
    path = f"/loras/{ann.lora.id}/picture-offer"
    assert (await ann.caller.get(path)).body["price"] == 0
    api.services.rules.generation.price = 2
    assert (await ann.caller.get(path)).body["price"] == 2


async def test_only_an_own_model_that_is_ready_is_offered(api: ApiStage) -> None:
    """404 for a stranger's and an unknown one, 409 while it is trained."""
    ann, bob = await painter(api), await painter(api, user_id=72)
    for lora_id in (bob.lora.id, new_id()):
        assert (await ann.caller.get(f"/loras/{lora_id}/picture-offer")).status == 404
    async with api.services.db.write() as session:
        (await session.get_one(Lora, ann.lora.id)).status = LoraStatus.TRAINING
    reply = await ann.caller.get(f"/loras/{ann.lora.id}/picture-offer")
    assert (reply.status, reply.code) == (409, "model-not-ready")
