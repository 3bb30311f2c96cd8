"""The page of one's own data: what is held, and what was agreed to."""

from bot.speaker import Speaker
from services.privacy.held_data import Agreed, MyData

MEGABYTE = 1024 * 1024


def mydata_page(say: Speaker, mine: MyData) -> str:
    """The whole page as HTML."""
    held = mine.held
    lines = [
        say.text("mydata-title"),
        "",
        say.text("mydata-profile"),
        say.text("mydata-photos", photos=held.photos, megabytes=_megabytes(held.photo_bytes), captions=held.captions),
        say.text("mydata-models", models=held.models, versions=held.versions, megabytes=_megabytes(held.weight_bytes)),
        say.text("mydata-pictures", pictures=held.pictures, prompts=held.prompts),
        say.text("mydata-credits", credits=held.credits, reports=held.reports),
        "",
        _agreed(say, mine.agreed) if mine.agreed else say.text("mydata-no-consent"),
    ]
    return "\n".join(lines)


def _agreed(say: Speaker, agreed: Agreed) -> str:
    names = ", ".join(say.plain(f"provider-{provider}") for provider in agreed.providers)
    consent = say.text(
        "mydata-agreed",
        version=agreed.text_version,
        at=agreed.given_at,
        providers=names,
        choice=say.plain(f"privacy-retention-{agreed.retention.value.replace('_', '-')}"),
    )
    return f"{consent}\n{say.text('mydata-faces-yes' if agreed.faces else 'mydata-faces-no')}"


def _megabytes(size: int) -> float:
    return round(size / MEGABYTE, 1)
