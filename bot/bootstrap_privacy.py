"""Builds what works on people's requests for their own data."""

from bot.context import Rules
from bot.settings import Settings
from db.enums import PrivacyRequestKind
from services.billing.past_use import PastUse
from services.jobs.parts import EngineParts
from services.loras.library import Loras
from services.ports import Storage
from services.privacy.desk import PrivacyDesk
from services.privacy.erase_all import EraseAll
from services.privacy.erase_model import EraseModel
from services.privacy.export import Export
from services.privacy.export_captions import ExportCaptions
from services.privacy.held_data import HeldData
from services.privacy.hosted_models import HostedModels
from services.privacy.requests import PrivacyRequests
from services.privacy.retention import Retention
from services.privacy.uploaded_files import UploadedFiles
from services.privacy.worker import PrivacyWorker
from services.storage.keys import derive_keys
from services.training.trainers import TrainerTable


def build_desk(settings: Settings, parts: EngineParts, *, compares_faces: bool) -> PrivacyDesk:
    """What the conversations need. Backups that others make of the machine are not known here."""
    return PrivacyDesk(
        PrivacyRequests(parts.db, parts.clock),
        HeldData(parts.db),
        compares_faces=compares_faces,
        backup_days=settings.backups_kept if settings.backup_folder else None,
    )


def build_privacy_worker(
    parts: EngineParts,
    storage: Storage,
    erasers: tuple[Retention, HostedModels, UploadedFiles],
    trainers: TrainerTable,
    rules: Rules,
) -> PrivacyWorker:
    """Exports and erasures."""
    past = rules.training.past
    assert past is not None
    export = Export(parts.db, parts.clock, storage, ExportCaptions(trainers, rules.training.coach))
    erasing = EraseAll(parts, storage, *erasers, past)
    works = {
        PrivacyRequestKind.EXPORT: export.steps(),
        PrivacyRequestKind.ERASE_MODEL: EraseModel(parts, Loras(parts.db, parts.clock)).steps(),
        PrivacyRequestKind.ERASE_ALL: erasing.steps(),
    }
    return PrivacyWorker(parts.db, parts.clock, works)


def past_use(settings: Settings) -> PastUse:
    """What people had used who had everything deleted. DATA_KEY has been checked."""
    assert settings.data_key is not None
    return PastUse(derive_keys(settings.data_key.get_secret_value()).people)
