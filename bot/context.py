"""What handlers and views are given: the services, built once by `bootstrap_engine`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.app_screens import AppScreens
from db.database import Database
from services.billing.access import Access
from services.datasets.copying import DatasetCopies
from services.datasets.datasets import Datasets
from services.generation.again import Again
from services.generation.drafts import GenerateDrafts
from services.generation.gallery import Gallery
from services.generation.order import GenerationOrders
from services.generation.rules import GenerationRules
from services.jobs.cancel import Cancels
from services.jobs.kinds import Kind
from services.loras.library import Loras
from services.messaging.broadcasts import Broadcasts
from services.operating.operating import Operating
from services.photos.limits import PhotoLimits
from services.photos.photos import Photos
from services.ports import Clock, Storage
from services.privacy.consent import Consents
from services.privacy.desk import PrivacyDesk
from services.providers.base import Provider
from services.safety.report_desk import ReportDesk
from services.safety.reports import Reports
from services.safety.words import Words
from services.storage.links import FileLinks
from services.training.albums import Albums
from services.training.draft_captions import DraftCaptions
from services.training.drafts import CreateDrafts
from services.training.kind import TrainingKind
from services.training.order import TrainingOrders
from services.training.retrain import Retraining
from services.training.rules import TrainingRules
from services.training.several import SeveralPeople
from services.training.several_order import SeveralOrders
from services.training.trainers import TrainerTable
from services.training.welcome import Welcomes


@dataclass(frozen=True)
class Rules:
    """What the operator has set."""

    photos: PhotoLimits
    training: TrainingRules
    generation: GenerationRules
    app: AppScreens


@dataclass(frozen=True)
class Kinds:
    """The kinds of paid work, for their timing."""

    training: TrainingKind
    generation: Kind


@dataclass(frozen=True)
class Services:
    """Every facade a conversation may call. Handlers get it as `services`, views as `context.services`.

    `providers` is empty while no provider has a key; orders then raise `ConflictError('no-provider')`.
    """

    db: Database
    clock: Clock
    storage: Storage
    links: FileLinks
    rules: Rules
    kinds: Kinds
    providers: Mapping[str, Provider]
    trainers: TrainerTable
    access: Access
    words: Words
    consents: Consents
    my_data: PrivacyDesk
    photos: Photos
    drafts: CreateDrafts
    draft_captions: DraftCaptions
    welcomes: Welcomes
    albums: Albums
    several: SeveralPeople
    several_orders: SeveralOrders
    trainings: TrainingOrders
    retraining: Retraining
    datasets: Datasets
    dataset_copies: DatasetCopies
    loras: Loras
    generations: GenerationOrders
    generate_drafts: GenerateDrafts
    again: Again
    gallery: Gallery
    cancels: Cancels
    operating: Operating
    broadcasts: Broadcasts
    reports: Reports
    report_desk: ReportDesk
