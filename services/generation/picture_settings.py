"""What may be set about an order of pictures, with the bounds of the endpoint that will draw it. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.generation.endpoint_fields import NumberField
from services.generation.endpoints import Endpoint
from services.generation.settings import FORMATS, MAX_SCALE, MAX_SEED, GenerationSettings
from services.setting_view import SettingView, find_setting, read_choice
from services.typed_numbers import read_number

_SCALES = (0.6, 0.8, 1.0, 1.2)
_GUIDANCES = (2.0, 3.5, 5.0, 7.0)


class PictureSetting(StrEnum):
    """A setting beside shape and number. Part of text keys (`picture-setting-<key>`)."""

    SCALE = "scale"
    STEPS = "steps"
    GUIDANCE = "guidance"
    SEED = "seed"
    FORMAT = "format"


@dataclass(frozen=True)
class PictureSettingView(SettingView):
    """A setting of the endpoint that will draw; a seed of None means a new one each time."""

    key: PictureSetting


def view_settings(row: Endpoint, settings: GenerationSettings) -> tuple[PictureSettingView, ...]:
    """Everything that may be set where this endpoint draws; what it has no field for is left out."""
    usual, scale = GenerationSettings(), row.loras.scale
    views = [
        PictureSettingView(
            PictureSetting.SCALE,
            settings.scale,
            usual.scale,
            max(scale.least, 0),
            min(scale.most, MAX_SCALE),
            suggested=_SCALES,
        )
    ]
    views += _number(PictureSetting.STEPS, row.steps, settings.steps, whole=True)
    views += _number(PictureSetting.GUIDANCE, row.guidance, settings.guidance, whole=False)
    views.append(PictureSettingView(PictureSetting.SEED, settings.seed, None, 0, MAX_SEED, whole=True))
    formats = tuple(name for name in FORMATS if name in row.formats)
    views.append(
        PictureSettingView(PictureSetting.FORMAT, settings.format, usual.format, choices=formats, suggested=formats)
    )
    return tuple(views)


def read_setting(views: tuple[PictureSettingView, ...], key: str, text: str | None) -> dict[str, Any]:
    """What a person typed for one of these settings, by the field of `GenerationSettings`; None goes back to the
    default, and so does the default itself, typed: it may be another one where the next picture is drawn.

    Raises `InvalidInputError('setting-bad', setting, min, max)`, `('setting-choice', setting, choices)`, and
    `('button-old')` for a setting that is not among them.
    """
    view = find_setting(views, key)
    if text is None:
        return {view.key.value: unset()[view.key.value]}
    if view.choices:
        value: Any = read_choice(text, setting=view.key.value, choices=view.choices)
    else:
        value = _typed(view, text)
    return {view.key.value: unset()[view.key.value] if value == view.default else value}


def unset() -> dict[str, Any]:
    """What every setting is while nobody sets it, by the field of `GenerationSettings`."""
    return {key.value: getattr(GenerationSettings(), key.value) for key in PictureSetting}


def _number(
    key: PictureSetting, field: NumberField | None, value: float | None, *, whole: bool
) -> list[PictureSettingView]:
    if field is None:
        return []
    suggested = _steps(field) if whole else _guidances(field)
    return [
        PictureSettingView(
            key, field.fit(value), field.default, field.least, field.most, whole=whole, suggested=suggested
        )
    ]


def _steps(field: NumberField) -> tuple[float, ...]:
    """Around the default."""
    wanted = (int(field.default * share) for share in (0.5, 0.75, 1, 1.5))
    return tuple(sorted({field.fit(steps) for steps in wanted}))


def _guidances(field: NumberField) -> tuple[float, ...]:
    """The default among usual ones that differ from it visibly."""
    others = {value for value in _GUIDANCES if abs(value - field.default) >= 1}
    return tuple(sorted({field.fit(value) for value in others} | {field.default}))


def _typed(view: PictureSettingView, text: str) -> float:
    assert view.least is not None
    assert view.most is not None
    return read_number(text, setting=view.key.value, least=view.least, most=view.most, whole=view.whole)
