"""Progress bars as the trainers print them."""


def tqdm_bar(done: int, total: int, seconds: float, postfix: str = "") -> str:
    """A line as tqdm prints it in ASCII, ten characters wide, for example
    ` 35%|###5      | 350/1000 [03:25<06:20,  1.71it/s]`; `postfix` stands behind the speed."""
    share = done / total if total else 1.0
    full, rest = divmod(int(share * 100), 10)
    bar = ("#" * full + (str(rest) if rest else "")).ljust(10)
    if not done:
        return f"{0:3d}%|{bar}| 0/{total} [00:00<?, ?it/s]"
    rate = done / seconds if seconds > 0 else 0.0
    left = (total - done) / rate if rate else 0.0
    speed = f"{rate:5.2f}it/s" if rate >= 1 or not rate else f"{1 / rate:5.2f}s/it"
    behind = f", {postfix}" if postfix else ""
    return f"{int(share * 100):3d}%|{bar}| {done}/{total} [{_clock(seconds)}<{_clock(left)}, {speed}{behind}]"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
