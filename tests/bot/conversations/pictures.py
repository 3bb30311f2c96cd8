"""Files that people send instead of good photos, and good ones without end."""

import io

from PIL import Image


def picture(shade: int = 0, size: tuple[int, int] = (640, 640), kind: str = "JPEG") -> bytes:
    """A picture that can be a training photo; different shades are different photos."""
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((shade * 37 % 256, shade * 11 % 256, 90), (0, 0, size[0] // 2, size[1] // 2))
    image.save(out, kind)
    return out.getvalue()


def heic() -> bytes:
    """The beginning of a HEIC file, as phones make them."""
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(2000)


def gif() -> bytes:
    """A moving picture of two frames."""
    out = io.BytesIO()
    frames = [Image.new("P", (640, 640), shade) for shade in (1, 200)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()
