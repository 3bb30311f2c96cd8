"""Plays the language model."""

from sandbox.fal.jobs import Job
from sandbox.translating import translated


def complete(job: Job) -> None:
    """Set the job's output: the prompt in English, whatever the instruction. One request is billed."""
    text = translated(str(job.input["prompt"]))
    counts = {"prompt_tokens": len(job.input["prompt"]) // 4 + 1, "completion_tokens": len(text) // 4 + 1}
    usage = {**counts, "total_tokens": sum(counts.values()), "cost": 0.00001}
    job.output = {"output": text, "reasoning": None, "partial": False, "error": None, "usage": usage}
    job.billable_units = 1.0
