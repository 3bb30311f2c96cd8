"""The table of picture endpoints: what each one's call looks like and costs. Rows are in `endpoint_rows`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from services.billing.prices import PriceBook
from services.errors import NotFoundError
from services.generation.endpoint_fields import (
    Answer,
    LoraFields,
    LoraUse,
    NumberField,
    PictureBilling,
    SizeField,
    SourceCall,
)
from services.generation.settings import GenerationSettings


@dataclass(frozen=True)
class Endpoint:
    """One row. `base_model` is what the LoRAs must have been trained for.

    `runs_version`: it runs a trained version that the provider keeps, instead of loading weights. `hosts` are the
    providers whose files it can load as weights, the best first. `source` is None where it cannot start from a
    picture, `steps` and `guidance` where it has no such field. `formats` by our names; `fixed` is always sent.
    `usual_seconds` is for one picture.
    """

    key: str
    provider: str
    endpoint: str
    base_model: str
    loras: LoraFields
    size: SizeField
    count: NumberField
    steps: NumberField | None
    guidance: NumberField | None
    formats: Mapping[str, str]
    billing: PictureBilling
    usual_seconds: float
    runs_version: bool = False
    hosts: tuple[str, ...] = ()
    source: SourceCall | None = None
    answer: Answer = Answer.FLAGGED
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def id_for(self, *, with_source: bool) -> str:
        """The endpoint id of a call with or without a source picture."""
        return self.source.endpoint if with_source and self.source is not None else self.endpoint


def arguments(
    row: Endpoint, settings: GenerationSettings, prompt: str, loras: Sequence[LoraUse], source_url: str | None
) -> dict[str, Any]:
    """The body of the paid call, from the row alone; values outside the row's bounds go to the nearest bound.

    Raises ValueError for more LoRAs than the endpoint takes, and for a source picture where it takes none.
    """
    if len(loras) > row.loras.limit:
        raise ValueError(f"{row.key} takes at most {row.loras.limit} LoRAs")
    body: dict[str, Any] = {
        **row.fixed,
        "prompt": prompt,
        row.size.name: row.size.sizes[settings.aspect].name,
        row.count.name: int(row.count.fit(settings.count)),
        "output_format": row.formats.get(settings.format) or next(iter(row.formats.values())),
        "seed": settings.seed,
        **row.loras.body(loras),
    }
    if row.steps is not None:
        body[row.steps.name] = int(row.steps.fit(settings.steps))
    if row.guidance is not None:
        body[row.guidance.name] = row.guidance.fit(settings.guidance)
    if source_url is not None:
        if row.source is None:
            raise ValueError(f"{row.key} cannot start from a picture")
        body[row.source.url_field] = source_url
        body[row.source.strength.name] = row.source.strength.fit(settings.strength)
    return body


class EndpointTable:
    """All rows. A unit costs what the price book says, else what the row says."""

    def __init__(self, rows: Iterable[Endpoint], prices: PriceBook | None = None) -> None:
        self._rows = tuple(rows)
        self._prices = prices or PriceBook()

    def all(self) -> tuple[Endpoint, ...]:
        """The rows."""
        return self._rows

    def choose(self, base_model: str, provider: str, hosted_version: bool) -> Endpoint:
        """The row with which `provider` draws LoRAs of this base model. With `hosted_version` it keeps the trained
        version, and a row that runs those comes first. Raises `NotFoundError('endpoint-unknown')`."""
        fits = [row for row in self._rows if (row.base_model, row.provider) == (base_model, provider)]
        able = [row for row in fits if hosted_version or not row.runs_version]
        if not able:
            raise NotFoundError("endpoint-unknown")
        return max(able, key=lambda row: row.runs_version)

    def providers(self, base_model: str) -> tuple[str, ...]:
        """The providers that can draw LoRAs of this base model from their weights."""
        able = (row.provider for row in self._rows if row.base_model == base_model and not row.runs_version)
        return tuple(dict.fromkeys(able))

    def cost(self, row: Endpoint, settings: GenerationSettings, *, with_source: bool = False) -> Decimal:
        """Expected USD of an order."""
        told = self._prices.unit(row.provider, row.id_for(with_source=with_source))
        price = row.billing.unit_price if told is None else told
        units = row.billing.units(row.size.sizes[settings.aspect], settings.count)
        return (price * units).quantize(Decimal("0.0001"))
