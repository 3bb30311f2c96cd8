"""Which endpoint draws with a trained version: at the provider that trained it first, then in the operator's order, and
only where the person's things may go."""

from collections.abc import Collection, Sequence

from db.models import LoraVersion
from db.repositories.generations import forget_hosted_version, trained_at
from db.repositories.privacy import consented_providers
from db.sessions import ReadSession, WriteSession
from services.errors import ConflictError, NotFoundError
from services.generation.endpoints import Endpoint, EndpointTable


def can_draw(version: LoraVersion) -> bool:
    """Whether there is anything to draw with: weights of ours, or a version that the provider keeps."""
    return version.weights_key is not None or version.hosted_version is not None


async def agreed_for(session: ReadSession, user_id: int, version: LoraVersion) -> set[str]:
    """The providers that a person's prompts, pictures and this version's weights may go to: those agreed to, and the
    one that trained the version, which has had it all along."""
    home = await trained_at(session, version)
    return await consented_providers(session, user_id) | ({home} if home else set())


def is_agreed(row: Endpoint, agreed: Collection[str]) -> bool:
    """Whether a call of this row sends nothing to anybody but `agreed`; some provider may have to host the weights."""
    return row.provider in agreed and (not row.hosts or any(host in agreed for host in row.hosts))


async def choose_endpoint(
    session: ReadSession,
    table: EndpointTable,
    providers: Sequence[str],
    version: LoraVersion,
    agreed: Collection[str],
    *,
    with_source: bool,
) -> Endpoint:
    """The best row for an order, with or without a picture to start from; `agreed` as in `agreed_for`.

    Raises `NotFoundError('endpoint-unknown')` for a base model that no row draws, `ConflictError('no-provider')` when
    none of those that do has a key, `ConflictError('like-not-offered')`, and `ConflictError('consent-missing')` when
    the person has agreed to none of them.
    """
    rows = await endpoints_for(session, table, providers, version)
    if not rows:
        raise ConflictError("no-provider") if table.providers(version.base_model) else NotFoundError("endpoint-unknown")
    able = [row for row in rows if row.source is not None or not with_source]
    if not able:
        raise ConflictError("like-not-offered")
    allowed = [row for row in able if is_agreed(row, agreed)]
    if not allowed:
        raise ConflictError("consent-missing")
    return allowed[0]


async def endpoints_for(
    session: ReadSession, table: EndpointTable, providers: Sequence[str], version: LoraVersion
) -> list[Endpoint]:
    """A row for each of `providers` that can draw with the version, the best first."""
    home = await trained_at(session, version)
    able = set(table.providers(version.base_model)) if version.weights_key is not None else set()
    able |= {home} if version.hosted_version and home else set()
    in_order = sorted((name for name in providers if name in able), key=lambda name: name != home)
    return [table.choose(version.base_model, name, _is_kept(version, name, home)) for name in in_order]


async def give_up_version(session: WriteSession, version: LoraVersion, provider: str) -> bool:
    """Makes `provider` load our own weights from here on, instead of the version that it kept; False where it kept
    none, or where the version is all there is."""
    if not _is_kept(version, provider, await trained_at(session, version)) or version.weights_key is None:
        return False
    await forget_hosted_version(session, version.id)
    version.hosted_version = None
    return True


async def endpoint_at(session: ReadSession, table: EndpointTable, version: LoraVersion, provider: str) -> Endpoint:
    """The row with which this provider draws; raises `NotFoundError('endpoint-unknown')`."""
    home = await trained_at(session, version)
    return table.choose(version.base_model, provider, _is_kept(version, provider, home))


def _is_kept(version: LoraVersion, provider: str, home: str | None) -> bool:
    return version.hosted_version is not None and provider == home
