"""`python -m tests.data.make_coach`: writes the photos on which the coach is tried, and what it has to say of each.

The verdicts are what a person who knows training would say, written here beside the recipe and not read from the
product. `kind` is what the model shows; a set lists photos in the order of sending, with the number of the earlier shot
where one is the same.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from tests.data import coach_recipes as make

FOLDER = Path(__file__).parent / "coach"
PERSON, STYLE, PRODUCT = "character", "style", "product"


@dataclass(frozen=True)
class Made:
    """A photo: its file's name, its picture, and the verdict expected for a model of `kind`."""

    name: str
    picture: Image.Image
    grade: str
    faults: tuple[str, ...] = ()
    kind: str = PERSON
    saved: dict[str, Any] = field(default_factory=dict)


def good_people() -> list[Made]:
    """Nothing to say, whatever the format."""
    close, half, turned = make.close(), make.half(), make.turned()
    square = make.source("woman", (900, 900), (330, 25, 770, 465))
    behind = make.source("man", None, (215, 40, 465, 400))
    leaning = close.rotate(15, Image.Resampling.BICUBIC, fillcolor=(200, 200, 200))
    return [
        Made("good-close.jpg", close, "good"),
        Made("good-half.jpg", half, "good"),
        Made("good-half-turn.jpg", turned, "good"),
        Made("good-square.jpg", square, "good"),
        Made("good-turned-by-exif.jpg", close, "good", saved={"turn": 6}),
        Made("good-grey.jpg", ImageOps.grayscale(close).convert("RGB"), "good"),
        Made("good-grey-mode.jpg", ImageOps.grayscale(half), "good"),
        Made("good-quality-60.jpg", turned, "good", saved={"quality": 60}),
        Made("good.webp", half, "good", saved={"format_name": "WEBP", "quality": 85}),
        Made("good.heic", close, "good", saved={"format_name": "HEIF", "quality": 70}),
        Made("good.avif", turned, "good", saved={"format_name": "AVIF", "quality": 75}),
        Made("good-evening.jpg", make.lit(0.7)(close), "good"),
        Made("good-passer-by.jpg", make.placed_on(close, 0.3, 0.0)(behind), "good"),
        Made("good-leaning.jpg", leaning, "good"),
    ]


def other_people() -> list[Made]:
    """The same faults on people for whom no limit was chosen."""
    lady, gentleman = make.other_person("lady-1"), make.other_person("gentleman-2")
    return [
        Made("other-good-lady.jpg", lady, "good"),
        Made("other-good-gentleman.jpg", gentleman, "good"),
        Made("other-dark-lady.jpg", make.lit(0.3)(lady), "usable", ("dark",)),
        Made("other-blurred-gentleman.jpg", make.out_of_focus(12)(gentleman), "unusable", ("blurred",)),
        Made("other-shaken-lady.jpg", make.shaken(43)(lady), "unusable", ("blurred",)),
        Made(
            "other-cut-gentleman.jpg",
            make.cut(0.4, 0, 1, 1)(make.sized(1200, 1480)(gentleman)),
            "usable",
            ("face-cut",),
        ),
    ]


def blurred_people() -> list[Made]:
    """Out of focus, or moved."""
    close, half, turned = make.close(), make.half(), make.turned()
    others_sharp = make.source("cafe", make.WIDE)
    return [
        Made("blurred-focus.jpg", make.out_of_focus(9)(close), "unusable", ("blurred",)),
        Made("blurred-half.jpg", make.out_of_focus(5)(half), "unusable", ("blurred",)),
        Made("blurred-shaken.jpg", make.shaken(41)(close), "unusable", ("blurred",)),
        Made("blurred-shaken-half.jpg", make.shaken(25)(half), "unusable", ("blurred",)),
        Made("blurred-before-others.jpg", others_sharp, "unusable", ("blurred", "face-smallish")),
        Made("soft-focus.jpg", make.out_of_focus(3)(close), "usable", ("soft",)),
        Made("soft-turned.jpg", make.out_of_focus(1.4)(turned), "usable", ("soft",)),
        Made("soft-shaken.jpg", make.shaken(15)(close), "usable", ("soft",)),
    ]


def badly_lit_people() -> list[Made]:
    """Light is told before blur."""
    close, half, turned = make.close(), make.half(), make.turned()
    return [
        Made("dark.jpg", make.lit(0.3)(close), "usable", ("dark",)),
        Made("dark-half.jpg", make.lit(0.35)(half), "usable", ("dark",)),
        Made("dark-noisy.jpg", make.noisy(6)(make.lit(0.3)(turned)), "usable", ("dark",)),
        Made("dark-black.jpg", make.lit(0.1)(close), "unusable", ("dark",)),
        Made("dark-blurred.jpg", make.out_of_focus(10)(make.lit(0.35)(close)), "unusable", ("blurred", "dark")),
        Made("bright.jpg", make.pale(0.75)(close), "usable", ("bright",)),
        Made("bright-burnt.jpg", make.lit(5)(close), "usable", ("bright", "clipped")),
        Made("clipped.jpg", make.lit(1.75)(close), "usable", ("clipped",)),
    ]


def badly_framed_people() -> list[Made]:
    """Too far, cut off, too many."""
    close, half = make.close(), make.half()
    house, ruin = make.source("house", make.WIDE), make.source("landmark", (1080, 720))
    far = make.source("man", None, (215, 40, 465, 667))
    enlarged = make.source("astronaut", (720, 720), (80, 20, 380, 320))
    two = make.beside(make.source("man", None, (190, 20, 490, 395)))(close)
    small = ("face-small",)
    return [
        Made("face-small.jpg", make.placed_on(house, 0.3, 0.4)(far), "unusable", small),
        Made("face-small-far.jpg", make.placed_on(ruin, 0.2, 0.6)(far), "unusable", small),
        Made("face-smallish.jpg", enlarged, "usable", ("face-smallish",)),
        Made("face-cut-left.jpg", make.source("woman", (900, 1125), (490, 15, 1000, 653)), "usable", ("face-cut",)),
        Made("face-cut-top.jpg", make.source("woman", (1200, 900), (280, 165, 800, 555)), "usable", ("face-cut",)),
        Made("faces-couple.jpg", make.source("couple", (800, 1200)), "unusable", ("faces-several",)),
        Made("faces-side-by-side.jpg", two, "unusable", ("faces-several",)),
        Made("lying-left.jpg", half.rotate(90, expand=True), "usable", ("face-tilted",)),
        Made("lying-right.jpg", close.rotate(-90, expand=True), "usable", ("face-tilted",)),
    ]


def no_people() -> list[Made]:
    """Photos for a person's model on which there is no face."""
    missing = ("face-missing",)
    return [
        Made("no-face-covered.jpg", make.covered(0.2, 0.05, 0.75, 0.6)(make.close()), "unusable", missing),
        Made("no-face-looking-down.jpg", make.source("objects", (974, 750)), "unusable", missing),
        Made("no-face-cat.jpg", make.source("cat", (1080, 720)), "unusable", missing),
        Made("no-face-dog.jpg", make.source("dog", make.WIDE), "unusable", missing),
        Made("no-face-house.jpg", make.source("house", make.WIDE), "unusable", missing),
        Made("no-face-rocket.jpg", make.source("rocket", (1080, 720)), "unusable", missing),
        Made("no-face-black.jpg", make.lit(0.02)(make.half()), "unusable", ("face-missing", "dark", "blurred")),
    ]


def badly_saved_people() -> list[Made]:
    """Too small, too coarse."""
    close, half, turned = make.close(), make.half(), make.turned()
    coarse, tiny = ("compressed",), ("small-picture", "face-smallish")
    return [
        Made("small-picture.jpg", make.sized(288, 360)(close), "unusable", tiny),
        Made("smallish-picture.jpg", make.sized(640, 800)(close), "usable", ("smallish-picture",)),
        Made("smallish-portrait.jpg", make.source("astronaut"), "unusable", ("face-small", "smallish-picture")),
        Made("compressed-8.jpg", close, "unusable", coarse, saved={"quality": 8}),
        Made("compressed-25.jpg", turned, "usable", coarse, saved={"quality": 25}),
        Made("compressed.webp", half, "usable", coarse, saved={"format_name": "WEBP", "quality": 2}),
    ]


def things() -> list[Made]:
    """Models of styles and products know no faces."""
    coffee, lion = make.source("coffee", (1080, 720)), make.source("lion", (900, 804))
    night, white = make.lit(0.25)(make.source("landmark", (1080, 720))), Image.new("RGB", (1000, 800), "white")
    return [
        Made("style-drawing.jpg", lion, "good", kind=STYLE),
        Made("style-night.jpg", night, "good", kind=STYLE),
        Made("style-small.jpg", make.source("house"), "usable", ("smallish-picture",), kind=STYLE),
        Made("style-couple.jpg", make.source("couple", (720, 1080)), "good", kind=STYLE),
        Made("product-good.jpg", coffee, "good", kind=PRODUCT),
        Made("product-dark.jpg", make.lit(0.3)(coffee), "usable", ("dark",), kind=PRODUCT),
        Made("product-blurred.jpg", make.out_of_focus(14)(coffee), "unusable", ("blurred",), kind=PRODUCT),
        Made("product-on-white.jpg", make.placed_on(white, 0.6, 0.2, 0.8)(coffee), "good", kind=PRODUCT),
    ]


def same_shots() -> list[Made]:
    """Each is good alone; in a set with its original it is the same shot."""
    close, half, turned = make.close(), make.half(), make.turned()
    return [
        Made("same-mirrored.jpg", ImageOps.mirror(close), "good"),
        Made("same-recompressed.jpg", close, "good", saved={"quality": 45}),
        Made("same-resized.jpg", make.sized(1080, 1350)(close), "good", saved={"quality": 75}),
        Made("same-brighter.jpg", make.lit(1.15)(half), "good"),
        Made("same-cropped.jpg", make.cut(0.02, 0.02, 0.98, 0.98)(make.sized(1125, 750)(half)), "good"),
        Made("same-mirrored-turned.jpg", ImageOps.mirror(make.sized(1100, 825)(turned)), "good"),
    ]


SETS = {
    "album": {
        "photos": [
            "good-close.jpg", "same-mirrored.jpg", "good-half.jpg", "same-brighter.jpg", "good-half-turn.jpg",
            "same-recompressed.jpg", "same-cropped.jpg", "same-mirrored-turned.jpg", "same-resized.jpg",
        ],
        "same": {"2": 1, "4": 3, "6": 1, "7": 3, "8": 5, "9": 1},
    },
    "another shot after a blurred one": {"photos": ["blurred-focus.jpg", "good-close.jpg"], "same": {}},
    "different shots": {
        "photos": ["good-close.jpg", "good-half.jpg", "good-half-turn.jpg", "faces-couple.jpg", "no-face-house.jpg"],
        "same": {},
    },
}  # fmt: skip


def everything() -> list[Made]:
    """All photos."""
    return [
        *good_people(), *other_people(), *blurred_people(), *badly_lit_people(), *badly_framed_people(), *no_people(),
        *badly_saved_people(), *things(), *same_shots(),
    ]  # fmt: skip


def main() -> None:
    """Writes `coach/photos` and `coach/expected.json`."""
    register_heif_opener()
    photos = FOLDER / "photos"
    photos.mkdir(exist_ok=True)
    made = everything()
    for one in made:
        (photos / one.name).write_bytes(make.saved(one.picture, **one.saved))
    expected = {one.name: {"kind": one.kind, "grade": one.grade, "faults": list(one.faults)} for one in made}
    text = json.dumps({"photos": expected, "sets": SETS}, indent=1, ensure_ascii=False)
    (FOLDER / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
