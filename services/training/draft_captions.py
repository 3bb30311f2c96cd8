"""Captions of a person's own for photos whose model is not ordered yet."""

from uuid import UUID

from db.database import Database
from db.enums import LoraType
from db.models import Photo
from db.repositories.drafts import draft_for_change
from services.errors import NotFoundError
from services.ports import Clock
from services.safety.words import Words
from services.training.caption_lint import Finding, identity_words
from services.training.captions import stored_caption
from services.training.draft_fields import CreateFields


class DraftCaptions:
    """Captions of the photos of an open draft; they stay with the photos when the training is ordered.

    Raises `NotFoundError('draft-gone' | 'photo')`, also for what is another person's.
    """

    def __init__(self, db: Database, clock: Clock, words: Words | None = None) -> None:
        self._db = db
        self._clock = clock
        self._words = words or Words()

    async def write(self, user_id: int, draft_id: UUID, photo_id: UUID, words: str | None) -> tuple[Finding, ...]:
        """Trains with these words, whatever they say, and tells what they give away of looks; None goes back to the
        caption that code makes.

        Raises `InvalidInputError('caption-empty' | 'caption-too-long', limit)` and as `Words.check_caption`.
        """
        async with self._db.write() as session:
            # Held against an order: the caption is in its training, or the draft is gone.
            draft = await draft_for_change(session, user_id, draft_id)
            if draft is None:
                raise NotFoundError("draft-gone")
            photo = await session.get(Photo, photo_id, populate_existing=True)
            if photo is None or photo.dataset_id != draft.dataset_id:
                raise NotFoundError("photo")
            draft.updated_at = self._clock.now()
            if words is None:
                photo.caption = None
                return ()
            fields = CreateFields.from_json(draft.fields)
            trigger = fields.trigger_word or ""
            caption = stored_caption(words, trigger)
            self._words.check_caption(caption, fields.type or LoraType.CHARACTER)
            photo.caption = caption
            return identity_words(words, trigger)
