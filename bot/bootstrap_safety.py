"""Builds what judges words and pictures. Imports no aiogram."""

import logging
from dataclasses import replace
from pathlib import Path

from bot.settings import NsfwGate, Settings, SettingsError
from services.photos.coach_limits import CoachLimits
from services.photos.explicit_model import model_file
from services.safety.gate import Looking, PictureGate
from services.safety.names_file import read_names
from services.safety.words import Words

NEVER = 2.0
"""A limit that no score reaches: scores end at 1."""

log = logging.getLogger(__name__)


def build_words(settings: Settings) -> Words:
    """With the operator's list of names; raises SettingsError for a list that cannot be read."""
    if settings.blocked_names_file is None:
        return Words()
    try:
        return Words(read_names(Path(settings.blocked_names_file)))
    except ValueError as error:
        raise SettingsError(f"BLOCKED_NAMES_FILE {error}") from None


def build_gate(settings: Settings, workshop: Looking, coach: CoachLimits) -> PictureGate | None:
    """None where nothing looks at pictures, which is logged. Raises SettingsError when that may not be."""
    if settings.nsfw_gate is NsfwGate.OFF:
        log.warning("NSFW_GATE=off: nothing of ours looks for sexual content in photos and pictures")
        return None
    if model_file() is not None:
        return PictureGate(workshop, coach.refuse_explicit)
    if settings.nsfw_gate is NsfwGate.REQUIRED:
        raise SettingsError("NSFW_GATE=required, but its model is missing: install requirements-nsfw.txt.")
    log.warning("nothing of ours looks for sexual content in photos and pictures: the extra nsfw is not installed")
    return None


def coach_limits(settings: Settings) -> CoachLimits:
    """The coach's limits; with NSFW_GATE=off no photo is too explicit."""
    limits = settings.coach_limits
    return replace(limits, refuse_explicit=NEVER) if settings.nsfw_gate is NsfwGate.OFF else limits
