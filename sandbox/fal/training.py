"""Plays a trainer: checks the archive at the start, takes its time, leaves weights on the CDN."""

import asyncio
import hashlib
import json

from sandbox.fal.archive import read_archive
from sandbox.fal.endpoints import TrainerTraits
from sandbox.fal.failures import field_failure
from sandbox.fal.jobs import Job
from sandbox.shelf import PublicFiles, Shelf
from sandbox.training_set import TrainingSet
from sandbox.weights import make_weights


class Trainer:
    """Runs training jobs."""

    def __init__(self, cdn: Shelf, public: PublicFiles) -> None:
        self._cdn = cdn
        self._public = public

    async def prepare(self, job: Job, traits: TrainerTraits) -> bytes:
        """Fetch and check the archive, as the real trainer does at its start; returns its bytes.

        Raises JobFailure (422) where the archive is gone or the trainer cannot use it.
        """
        url = str(job.input[traits.zip_field])
        file = self._public.find_url(url)
        if file is None:
            text = "Failed to download the file. Please check that the URL is accessible"
            raise field_failure(traits.zip_field, "file_download_error", text, url)
        found: TrainingSet = await asyncio.to_thread(read_archive, file.data, traits, job.input)
        job.photos = len(found.photos)
        return file.data

    def finish(self, job: Job, traits: TrainerTraits, archive: bytes) -> None:
        """Store the weights and the config file, and set the job's output and billed steps."""
        trigger = str((traits.trigger_field and job.input.get(traits.trigger_field)) or "")
        settings = {"trigger": trigger, "steps": str(job.steps)}
        digest = hashlib.sha256(archive).hexdigest()
        fingerprint = json.dumps([digest, trigger, job.steps, job.endpoint.id]).encode()
        comfy = job.input.get("output_lora_format") == "comfy"
        weights = make_weights(fingerprint, traits.base_model, settings, comfy)
        config = {"endpoint": job.endpoint.id, "base_model": traits.base_model, "images": job.photos, **settings}
        job.output = {
            "diffusers_lora_file": self._keep(
                job, "pytorch_lora_weights.safetensors", weights, "application/octet-stream"
            ),
            "config_file": self._keep(job, "config.json", json.dumps(config, indent=2).encode(), "application/json"),
        }
        if "debug_preprocessed_output" in job.endpoint.check.output_schema["properties"]:
            job.output["debug_preprocessed_output"] = None
        job.billable_units = float(max(job.steps, traits.least_billed_steps))

    def _keep(self, job: Job, name: str, data: bytes, content_type: str) -> dict[str, object]:
        url = self._cdn.keep(self._cdn.reserve(name), data, content_type, job.options.output_lifetime)
        return {"url": url, "content_type": content_type, "file_name": name, "file_size": len(data)}
