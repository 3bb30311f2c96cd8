"""What Replicate takes away after an hour, and what stays."""

import re

from tests.sandbox.replicate.stand import API, FLUX_PREDICTIONS, Stand

PROMPT = {"input": {"prompt": "a portrait", "seed": 1}}


async def test_a_predictions_data_goes_after_an_hour(slow_stand: Stand) -> None:
    """Outputs, input and logs are removed, the object stays and says so, in the list too."""
    await slow_stand.settings(generation_seconds=0)
    job = await slow_stand.ended(await slow_stand.make(FLUX_PREDICTIONS, PROMPT))
    slow_stand.clock.advance(3500)
    assert (await slow_stand.call("GET", job["output"][0], key=False)).status == 200
    slow_stand.clock.advance(101)
    assert (await slow_stand.call("GET", job["output"][0], key=False)).status == 404
    found = (await slow_stand.call("GET", f"{API}/predictions/{job['id']}")).body
    (row,) = (await slow_stand.call("GET", f"{API}/predictions")).body["results"]
    assert found == row
    assert (found["data_removed"], found["output"], found["input"], found["logs"]) == (True, None, {}, "")
    assert (found["status"], found["metrics"]) == ("succeeded", job["metrics"])


async def test_a_trained_version_outlives_its_tar(slow_stand: Stand) -> None:
    """The tar goes as the switch says; training object and version stay and draw the same picture."""
    await slow_stand.settings(generation_seconds=0, training_seconds=0)
    training = await slow_stand.train()
    version = training["output"]["version"]
    first = await slow_stand.draw(version=version)
    slow_stand.clock.advance(3601)
    assert (await slow_stand.call("GET", training["output"]["weights"], key=False)).status == 404
    assert (await slow_stand.call("GET", f"{API}/trainings/{training['id']}")).body == training
    assert await slow_stand.draw(version=version) == first
    await slow_stand.settings(weights_seconds=7200)
    other = await slow_stand.train()
    slow_stand.clock.advance(3601)
    assert (await slow_stand.call("GET", other["output"]["weights"], key=False)).status == 200


async def test_all_files_can_be_forgotten_by_hand(stand: Stand) -> None:
    """The control call removes outputs and uploads; versions still draw."""
    training = await stand.train()
    assert (await stand.call("POST", "/control/replicate/forget")).body["deleted"] == 2
    assert (await stand.call("GET", training["output"]["weights"], key=False)).status == 404
    assert await stand.draw(version=training["output"]["version"])


async def test_logs_are_one_growing_string_with_bars(slow_stand: Stand) -> None:
    """Bars follow each other by carriage return; only the one with the job's name counts to the steps."""
    training = await slow_stand.make(
        f"{API}/models/ostris/flux-dev-lora-trainer/versions/"
        "26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2/trainings",
        await slow_stand.training_body(steps=400),
    )
    path = f"{API}/trainings/{training['id']}"
    seen = []
    for seconds in (130, 300, 400):
        slow_stand.clock.advance(seconds)
        seen.append((await slow_stand.call("GET", path)).body["logs"])
    assert seen[1].startswith(seen[0])
    assert seen[2].startswith(seen[1])
    assert len(seen[0]) < len(seen[1]) < len(seen[2])
    bars = re.findall(r"(?:^|[\r\n])(?:([\w.\- ]+):)?\s*(\d{1,3})%\|[^|]*\|\s*(\d+)/(\d+) \[", seen[2])
    assert {name for name, *_ in bars} == {"Caching latents", "flux_train_replicate"}
    assert {total for name, _, _, total in bars if name == "flux_train_replicate"} == {"400"}
    assert {total for name, _, _, total in bars if name == "Caching latents"} == {"4"}
    done = [int(count) for name, _, count, _ in bars if name == "flux_train_replicate"]
    assert done == sorted(done)
    assert 150 < done[-1] < 400
    await slow_stand.settings(logs="null")
    assert (await slow_stand.call("GET", path)).body["logs"] is None


async def test_a_pictures_log_tells_the_seed(stand: Stand) -> None:
    """The seed that was made up stands only there; with it the same picture comes again."""
    found = await stand.ended(await stand.make(FLUX_PREDICTIONS, {"input": {"prompt": "a"}}))
    seed = re.search(r"Using seed: (\d+)\n", found["logs"])
    assert seed is not None
    again = await stand.predict(prompt="a", seed=int(seed[1]))
    pair = [(await stand.call("GET", job["output"][0], key=False)).data for job in (found, again)]
    assert pair[0] == pair[1]
