"""What it costs to stop a training, for the questions that ask before it is done."""

from db.enums import JobState
from db.models import Job


def stop_cost(job: Job) -> str:
    """The end of the question's key: nothing is lost when no provider has taken the job (one that waits for its second
    attempt has cost something already), and only the chance of a result when the credits are back."""
    if job.state is JobState.REVIEW:
        return "-review"
    return "-unpaid" if job.state is JobState.QUEUED and job.retries == 0 else ""
