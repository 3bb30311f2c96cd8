"""All views by the name under which services store messages."""

from collections.abc import Mapping

from bot.views.admin_alert import admin_alert
from bot.views.base import View
from bot.views.broadcast_card import broadcast_card
from bot.views.credits_granted import credits_granted
from bot.views.dataset_card import dataset_card
from bot.views.draft_card import draft_card
from bot.views.everything_erased import everything_erased
from bot.views.export_ready import export_ready
from bot.views.generation_card import generation_card
from bot.views.generation_failed import generation_failed
from bot.views.job_held import job_held
from bot.views.job_moved import job_moved
from bot.views.job_review import job_review
from bot.views.model_deleted import model_deleted
from bot.views.picture_file import picture_file
from bot.views.pictures import pictures
from bot.views.proofs import proofs
from bot.views.report_outcome import report_outcome
from bot.views.training_cancelled import training_cancelled
from bot.views.training_card import training_card
from bot.views.training_done import training_done
from bot.views.training_failed import training_failed


def all_views() -> Mapping[str, View]:
    """One line for each view."""
    return {
        "admin_alert": admin_alert,
        "credits_granted": credits_granted,
        "broadcast_card": broadcast_card,
        "draft_card": draft_card,
        "everything_erased": everything_erased,
        "export_ready": export_ready,
        "dataset_card": dataset_card,
        "training_failed": training_failed,
        "training_done": training_done,
        "training_card": training_card,
        "training_cancelled": training_cancelled,
        "proofs": proofs,
        "job_held": job_held,
        "job_moved": job_moved,
        "job_review": job_review,
        "model_deleted": model_deleted,
        "generation_card": generation_card,
        "generation_failed": generation_failed,
        "pictures": pictures,
        "picture_file": picture_file,
        "report_outcome": report_outcome,
    }
