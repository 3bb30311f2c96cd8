"""From any decoded picture to upright sRGB pixels on white."""

from io import BytesIO

from PIL import Image, ImageCms

KEPT_MODES = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes each EXIF orientation upright (TIFF 6.0, tag 274)."""

SIDEWAYS = frozenset({5, 6, 7, 8})
"""Orientations whose width is the upright picture's height."""


def plain_mode(picture: Image.Image) -> Image.Image:
    """The picture in a mode that can be shrunk smoothly: palettes, bits and 16-bit greys are translated."""
    if picture.has_transparency_data and picture.mode not in {"LA", "RGBA"}:
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    return picture if picture.mode in KEPT_MODES else picture.convert("RGB")


def turned_upright(picture: Image.Image, orientation: int) -> Image.Image:
    """`picture` turned as this EXIF orientation says."""
    turn = TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def drawn_on_white(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A new RGB picture with these pixels, translated from their colour `profile` to sRGB, transparency on white."""
    alpha = picture.getchannel("A") if picture.mode in {"LA", "RGBA"} else None
    colour = picture.convert(picture.mode.removesuffix("A")) if alpha is not None else picture
    drawn = Image.new("RGB", picture.size, "white")
    drawn.paste(_in_srgb(colour, profile), mask=alpha)
    return drawn


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            translated = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            translated = None  # a broken or foreign profile: the colours are taken as they are
        if translated is not None:
            return translated
    return picture.convert("RGB")
