"""What the conversations about a person's own data stand on."""

from dataclasses import dataclass

from services.privacy.held_data import HeldData
from services.privacy.requests import PrivacyRequests


@dataclass(frozen=True)
class PrivacyDesk:
    """`compares_faces`: whether this bot can compare faces at all. `backup_days`: for how many days a copy of the rows
    may still hold what was deleted; None where the bot makes no copies."""

    requests: PrivacyRequests
    held: HeldData
    compares_faces: bool = False
    backup_days: int | None = None
