"""Builds everything that needs no Telegram: database, storage, providers, areas, engine. Imports no aiogram, so that
the engine and its crash tests start quickly."""

import secrets
import socket
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from bot.app_screens import AppScreens
from bot.bootstrap_operating import build_operating
from bot.bootstrap_privacy import build_desk, build_privacy_worker, past_use
from bot.bootstrap_providers import OpenProviders, open_providers, price_book
from bot.bootstrap_safety import build_gate, build_words, coach_limits
from bot.context import Kinds, Rules, Services
from bot.measured_provider import CallMeter
from bot.settings import Settings, SettingsError
from db.database import Database
from db.enums import JobKind
from services.billing.access import Access
from services.billing.budget import BudgetRules
from services.billing.price_reading import PriceReading
from services.billing.prices import PriceBook
from services.datasets.copying import DatasetCopies
from services.datasets.datasets import Datasets
from services.generation import endpoint_rows
from services.generation.again import Again
from services.generation.drafts import GenerateDrafts
from services.generation.endpoints import EndpointTable
from services.generation.gallery import Gallery
from services.generation.hosted_weights import HostedWeights
from services.generation.kind import GenerationKind
from services.generation.order import GenerationOrders
from services.generation.prompt_words import PromptWords
from services.generation.rules import GenerationRules
from services.generation.translator import LanguageModels
from services.in_turn import in_turn
from services.jobs.cancel import Cancels
from services.jobs.engine import Engine
from services.jobs.hints import Hints
from services.jobs.kinds import Kind
from services.jobs.orphans import OrphanSearch
from services.jobs.parts import EngineParts
from services.jobs.rules import EngineRules
from services.loras.library import Loras
from services.messaging.broadcasts import Broadcasts
from services.operating.ledger_audit import LedgerAudit
from services.operating.nightly import Nightly
from services.operating.success import SuccessWatch
from services.photos.limits import PhotoLimits
from services.photos.photos import Photos
from services.photos.same_person import SamePerson, is_installed
from services.photos.workshop import Workshop
from services.ports import Clock, Storage, SystemClock
from services.privacy.consent import Consents
from services.privacy.hosted_models import HostedModels
from services.privacy.retention import Retention
from services.privacy.retention_audit import RetentionAudit
from services.privacy.uploaded_files import UploadedFiles
from services.privacy.worker import PrivacyWorker
from services.providers.base import Provider
from services.safety.gate import PictureGate
from services.safety.report_desk import ReportDesk
from services.safety.reports import Reports
from services.safety.words import Words
from services.storage.audit import StorageAudit
from services.storage.keys import derive_keys
from services.storage.links import FileLinks
from services.storage.opening import open_storage
from services.training import trainer_rows
from services.training.albums import Albums
from services.training.draft_captions import DraftCaptions
from services.training.drafts import CreateDrafts
from services.training.inputs import TrainingInputs
from services.training.kind import TrainingKind
from services.training.likeness_check import LikenessCheck
from services.training.odd_look import OddLook
from services.training.order import TrainingOrders
from services.training.results import TrainingResults
from services.training.retrain import Retraining
from services.training.rules import TrainingRules
from services.training.several import SeveralPeople
from services.training.several_join import JoinedPhotos
from services.training.several_order import SeveralOrders
from services.training.trainers import TrainerTable
from services.training.welcome import Welcomes

CONSENT_VERSION = "3"
"""Raise it when the consent card says something different: everybody is then asked again."""


@dataclass(frozen=True)
class EngineSide:
    """The product without its face. `owner` names this process in leases; `odd_look` is None without the extra that
    compares faces."""

    owner: str
    services: Services
    engine: Engine
    hints: Hints
    orphans: OrphanSearch
    retention: Retention
    hosted_models: HostedModels
    uploaded_files: UploadedFiles
    privacy: PrivacyWorker
    price_reading: PriceReading
    nightly: Nightly
    providers: OpenProviders
    workshop: Workshop
    odd_look: OddLook | None

    async def erase_due(self) -> int:
        """Runs retention, here first, then at the providers; the number of things erased."""
        erased: list[int] = []

        async def take(step: Callable[[], Awaitable[int]]) -> None:
            erased.append(await step())

        await in_turn((self._erase_here, self.hosted_models.forget_due, self.uploaded_files.discard_due), take)
        return sum(erased)

    async def _erase_here(self) -> int:
        return (await self.retention.erase_due()).all

    async def close(self) -> None:
        """Closes what holds connections and processes."""
        await self.workshop.close()
        await self.providers.close()
        await self.services.db.close()


@dataclass(frozen=True)
class _Ground:
    """What the areas stand on."""

    db: Database
    clock: Clock
    storage: Storage
    providers: Mapping[str, Provider]
    prices: PriceBook
    rules: Rules
    trainers: TrainerTable
    endpoints: EndpointTable
    workshop: Workshop
    faces: SamePerson
    words: Words
    gate: PictureGate | None


def build_engine_side(
    settings: Settings, clock: Clock | None = None, meter: CallMeter | None = None, workshop: Workshop | None = None
) -> EngineSide:
    """Builds the parts; call it inside the running loop. `meter` counts calls of providers. Raises SettingsError for a
    setting that cannot work."""
    ticking = clock or SystemClock()
    providers = open_providers(settings, ticking, meter)
    ground = _ground(settings, ticking, providers.by_name, workshop or Workshop())
    generations = GenerationOrders(ground.db, ticking, ground.rules.generation, ground.endpoints, ground.words)
    kinds = _kinds(ground, generations)
    owner = f"{socket.gethostname()[:32]}-{secrets.token_hex(4)}"
    parts = EngineParts(
        db=ground.db,
        clock=ticking,
        providers=ground.providers,
        kinds={JobKind.TRAINING: kinds.training, JobKind.GENERATION: kinds.generation},
        owner=owner,
        webhook_url=settings.public_url,
        admin_ids=settings.admin_ids,
        prices=ground.prices,
        rules=EngineRules(pace=settings.tick_factor),
    )
    access = Access(settings.access, settings.admin_ids, ground.db, ticking)
    erasers = _erasers(settings, ground)
    retention, hosted_models, uploaded_files = erasers
    return EngineSide(
        owner=owner,
        services=_services(settings, ground, kinds, generations, parts, access),
        engine=Engine(parts),
        hints=Hints(parts, {"fal": settings.fal_account_id} if settings.fal_account_id else {}),
        orphans=OrphanSearch(parts, _endpoints()),
        retention=retention,
        hosted_models=hosted_models,
        uploaded_files=uploaded_files,
        privacy=build_privacy_worker(parts, ground.storage, erasers, ground.trainers, ground.rules),
        price_reading=PriceReading(ground.db, ticking, ground.providers, ground.prices, settings.admin_ids),
        nightly=_nightly(settings, ground, owner),
        providers=providers,
        workshop=ground.workshop,
        odd_look=_odd_look(ground),
    )


def _erasers(settings: Settings, ground: _Ground) -> tuple[Retention, HostedModels, UploadedFiles]:
    db, clock, providers = ground.db, ground.clock, ground.providers
    return (
        Retention(db, clock, ground.storage),
        HostedModels(db, clock, providers, settings.admin_ids),
        UploadedFiles(db, clock, providers),
    )


def _odd_look(ground: _Ground) -> OddLook | None:
    if not ground.faces.is_installed:
        return None
    return OddLook(ground.db, ground.clock, ground.faces, ground.rules.training.coach)


def _nightly(settings: Settings, ground: _Ground, owner: str) -> Nightly:
    """A second look at what must be true, by the names under which the findings lie."""
    told = (ground.db, ground.clock, settings.admin_ids)
    works = {
        "ledger": LedgerAudit(*told).look,
        "storage": StorageAudit(ground.db, ground.clock, ground.storage, settings.admin_ids).look,
        "retention": RetentionAudit(*told).look,
        "success": SuccessWatch(*told).look,
    }
    return Nightly(ground.db, ground.clock, owner, works)


def _endpoints() -> Mapping[str, Collection[str]]:
    """By provider, whatever our tables may send to."""
    found: dict[str, set[str]] = {}
    for trainer in trainer_rows.ROWS:
        found.setdefault(trainer.provider, set()).add(trainer.endpoint)
    for row in endpoint_rows.ROWS:
        found.setdefault(row.provider, set()).update((row.id_for(with_source=False), row.id_for(with_source=True)))
    return found


def open_database(settings: Settings) -> Database:
    """The database of the settings; raises SettingsError for a URL that is none."""
    try:
        return Database(settings.database_url)
    except ValueError as error:
        raise SettingsError(f"DATABASE_URL: {error}") from None


def _ground(settings: Settings, clock: Clock, providers: Mapping[str, Provider], workshop: Workshop) -> _Ground:
    try:
        storage = open_storage(settings.storage_url, _secret(settings.data_key, "DATA_KEY"))
    except (ValueError, OSError) as error:
        raise SettingsError(f"STORAGE_URL cannot be used: {error}") from None
    prices = price_book(settings)
    rules, words = _rules(settings, settings.providers_in_order), build_words(settings)
    gate = build_gate(settings, workshop, rules.training.coach)
    db = open_database(settings)
    consents = Consents(db, clock, CONSENT_VERSION)
    return _Ground(
        db=db,
        clock=clock,
        storage=storage,
        providers=providers,
        prices=prices,
        rules=rules,
        trainers=TrainerTable(trainer_rows.ROWS, prices),
        endpoints=EndpointTable(endpoint_rows.ROWS, prices),
        workshop=workshop,
        faces=SamePerson(db, storage, workshop, consents, is_installed(), rules.training.coach),
        words=words,
        gate=gate,
    )


def _rules(settings: Settings, providers: tuple[str, ...]) -> Rules:
    photos = PhotoLimits()
    past = past_use(settings)
    budget = BudgetRules(
        monthly_usd=settings.monthly_budget_usd,
        alert_usd=settings.budget_alert_usd,
        max_training_usd=settings.max_free_training_usd,
        admin_ids=settings.admin_ids,
    )
    return Rules(
        photos=photos,
        training=TrainingRules(
            budget=budget,
            providers=providers,
            trainings_per_month=settings.trainings_per_month,
            photos=photos,
            coach=coach_limits(settings),
            past=past,
        ),
        generation=GenerationRules(
            budget=budget, pictures_per_day=settings.images_per_day, providers=providers, past=past
        ),
        app=AppScreens(settings.app_url),
    )


def _kinds(ground: _Ground, generations: GenerationOrders) -> Kinds:
    db, clock, storage, providers = ground.db, ground.clock, ground.storage, ground.providers
    # Words and weights go to nobody whom the operator has left out, even where there still is a key.
    named = {name: providers[name] for name in ground.rules.training.providers}
    hosted = HostedWeights(db, clock, storage, named)
    words = PromptWords(db, clock, LanguageModels(named), ground.words)
    likeness = LikenessCheck(db, storage, ground.faces)
    generation: Kind = GenerationKind(
        db, clock, storage, providers, ground.endpoints, hosted, ground.rules.generation, words, likeness, ground.gate
    )
    training = TrainingKind(
        clock,
        ground.trainers,
        TrainingInputs(db, clock, storage, providers, ground.trainers, ground.rules.training.coach),
        TrainingResults(db, clock, storage, providers, ground.trainers, generations, likeness),
        ground.rules.training,
    )
    return Kinds(training, generation)


def _services(
    settings: Settings, ground: _Ground, kinds: Kinds, generations: GenerationOrders, parts: EngineParts, access: Access
) -> Services:
    db, clock, rules = ground.db, ground.clock, ground.rules
    photos, consents, drafts, albums = _intake(ground)
    trainings = TrainingOrders(db, clock, ground.trainers, rules.training, ground.words)
    return Services(
        db=db, clock=clock, storage=ground.storage, links=_links(settings), rules=rules, kinds=kinds,
        providers=ground.providers, trainers=ground.trainers, access=access, words=ground.words, consents=consents,
        my_data=build_desk(settings, parts, compares_faces=ground.faces.is_installed),
        photos=photos,
        drafts=drafts,
        draft_captions=DraftCaptions(db, clock, ground.words),
        welcomes=Welcomes(db, drafts),
        albums=albums,
        several=_several(ground, drafts, albums),
        several_orders=SeveralOrders(db, clock, trainings, ground.trainers, rules.training),
        trainings=trainings,
        retraining=Retraining(db, clock, trainings, ground.trainers, rules.training),
        datasets=Datasets(db, clock, ground.storage, photos, consents, ground.trainers, rules.training, ground.words),
        dataset_copies=DatasetCopies(db, clock, ground.storage, rules.training),
        loras=Loras(db, clock, ground.words),
        generations=generations,
        generate_drafts=GenerateDrafts(db, clock, generations, rules.generation),
        again=Again(db, generations),
        gallery=Gallery(db, clock, generations),
        cancels=Cancels(parts),
        operating=build_operating(parts, access, rules, ground.trainers),
        broadcasts=Broadcasts(db, clock, access),
        reports=Reports(db, clock, settings.admin_ids),
        report_desk=ReportDesk(db, clock, ground.storage, access),
    )  # fmt: skip


def _intake(ground: _Ground) -> tuple[Photos, Consents, CreateDrafts, Albums]:
    """What takes answers and photos in."""
    db, clock, rules = ground.db, ground.clock, ground.rules
    photos = Photos(db, clock, ground.storage, rules.photos, ground.workshop)
    consents = Consents(db, clock, CONSENT_VERSION)
    drafts = CreateDrafts(db, clock, photos, ground.trainers, rules.training, ground.words)
    albums = Albums(drafts, photos, consents, rules.training, db, clock)
    return photos, consents, drafts, albums


def _several(ground: _Ground, drafts: CreateDrafts, albums: Albums) -> SeveralPeople:
    joined = JoinedPhotos(ground.db, ground.clock, ground.storage, ground.rules.photos.max_count)
    return SeveralPeople(ground.db, ground.clock, drafts, albums, joined, ground.words)


def _links(settings: Settings) -> FileLinks:
    return FileLinks(derive_keys(_secret(settings.data_key, "DATA_KEY")).links, settings.public_url or "")


def _secret(value: SecretStr | None, name: str) -> str:
    if value is None:
        raise SettingsError(f"{name} is missing")
    return value.get_secret_value()
