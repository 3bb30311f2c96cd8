"""One photo of a data set: what stands under the picture, and what is said about its caption."""

from collections.abc import Sequence

from bot.speaker import Speaker
from bot.texts import Html
from bot.views.dataset_list import verdict_words
from services.datasets.viewing import DatasetPhoto, DatasetView
from services.training.caption_lint import Finding


def photo_text(say: Speaker, view: DatasetView, shown: DatasetPhoto) -> str:
    """Number, verdict and caption; at most the 1024 characters that Telegram shows under a picture."""
    whose = say.text("dataset-caption-own" if shown.is_own else "dataset-caption-made")
    lines = [
        say.text("dataset-photo-title", number=shown.photo.position, count=len(view.photos)),
        verdict_words(say, shown.judgement),
        f"{whose} {say.text('dataset-caption', caption=shown.caption)}",
    ]
    if view.in_use:
        lines.append(say.text("dataset-busy"))
    return "\n\n".join(lines)


def looks_text(say: Speaker, words: str, found: Sequence[Finding]) -> str:
    """Which words of a caption say how somebody looks, and why they are better left out. The caption is the only
    quotation, from which it can be read again."""
    lines = [
        say.text("dataset-looks-line", words=one.words, look=Html(say.text(f"dataset-look-{one.look.value}")))
        for one in found
    ]
    return say.text("dataset-looks", caption=words, found=Html("\n".join(lines)))
