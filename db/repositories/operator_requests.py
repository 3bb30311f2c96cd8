"""What admins have asked for and not confirmed yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from db.models import OperatorRequest
from db.sessions import WriteSession


async def take_request(
    session: WriteSession, request_id: UUID, admin_id: int, asked_since: datetime
) -> OperatorRequest | None:
    """Removes the request and returns it; None when it is another admin's, too old, or was taken before."""
    found = await session.execute(
        delete(OperatorRequest)
        .where(
            OperatorRequest.id == request_id,
            OperatorRequest.admin_id == admin_id,
            OperatorRequest.asked_at >= asked_since,
        )
        .returning(OperatorRequest)
        .execution_options(synchronize_session=False)
    )
    return found.scalar_one_or_none()


async def forget_requests(session: WriteSession, admin_id: int, before: datetime) -> None:
    """Removes what an admin asked for before then and never confirmed."""
    old = delete(OperatorRequest).where(OperatorRequest.admin_id == admin_id, OperatorRequest.asked_at < before)
    await session.execute(old.execution_options(synchronize_session=False))
