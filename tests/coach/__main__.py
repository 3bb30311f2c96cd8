"""`make coach`: looks at every photo of the corpus as the bot does and prints what was expected beside what was said.

Ends with 1 when a single verdict, fault or repeated shot differs.
"""

import asyncio
import sys
from collections import Counter
from statistics import median

from db.enums import LoraType
from services.photos.measures import Measures
from services.photos.workshop import Workshop
from tests.coach.corpus import (
    ANY_GRADE,
    VERDICTS,
    Expected,
    Given,
    all_files,
    coach_sets,
    judge_set,
    look,
    look_at_all,
    matches,
    repeated,
)

Pairs = list[tuple[Expected, Given]]


def confusion(pairs: Pairs) -> str:
    """How often each verdict was given, by the one that was expected."""
    counted = Counter((expected.verdict, given.verdict) for expected, given in pairs)
    lines = [f"{'expected':>10} | {' '.join(f'{given:>9}' for given in VERDICTS)}", f"{'-' * 10} | {'-' * 39}"]
    for expected in (*VERDICTS, ANY_GRADE):
        numbers = " ".join(f"{counted[expected, given] or '.':>9}" for given in VERDICTS)
        lines.append(f"{expected:>10} | {numbers}")
    return "\n".join(lines)


def per_fault(pairs: Pairs) -> str:
    """For each fault: on how many photos it was expected, and on how many of those and of others it was found."""
    pairs = [(expected, given) for expected, given in pairs if expected.verdict != ANY_GRADE]
    faults = sorted({fault for expected, given in pairs for fault in (*expected.faults, *given.faults)})
    lines = [f"{'fault':<24} expected  found  missed  false"]
    for fault in faults:
        wanted = {id(expected) for expected, _ in pairs if fault in expected.faults}
        found = {id(expected) for expected, given in pairs if fault in given.faults}
        both = len(wanted & found)
        lines.append(f"{fault:<24} {len(wanted):>8} {both:>6} {len(wanted) - both:>7} {len(found - wanted):>6}")
    return "\n".join(lines)


def misses(pairs: Pairs) -> list[str]:
    """A line for each photo of which something else was said."""
    return [
        f"{expected.path.name}: expected {told(expected)}, said {told(given)}"
        for expected, given in pairs
        if not matches(expected, given)
    ]


def told(one: Expected | Given) -> str:
    """A verdict with its reasons."""
    return f"{one.verdict} ({', '.join(one.faults)})" if one.faults else one.verdict


def wrong_sets(measured: dict[str, Measures]) -> list[str]:
    """A line for each set in which other shots are called the same."""
    lines = []
    for name, told_of in coach_sets().items():
        given = repeated(judge_set(told_of["photos"], measured))
        if given != told_of["same"]:
            lines.append(f"set {name}: expected the same shots {told_of['same']}, said {given}")
    return lines


def times(pairs: Pairs) -> str:
    """Seconds from the file to its verdict, the start of the workshop not counted."""
    seconds = sorted((given.seconds, expected.path.name) for expected, given in pairs)
    slowest, name = seconds[-1]
    middle = median(second for second, _ in seconds)
    nine_of_ten = seconds[len(seconds) * 9 // 10][0]
    return f"seconds per photo: median {middle:.2f}, nine of ten within {nine_of_ten:.2f}, most {slowest:.2f} ({name})"


async def main() -> int:
    """The exit status."""
    workshop = Workshop()
    try:
        await look(workshop, b"", LoraType.CHARACTER)  # starts it
        pairs = [pair async for pair in look_at_all(workshop, all_files())]
    finally:
        await workshop.close()
    measured = {expected.path.name: given.measures for expected, given in pairs if given.measures is not None}
    wrong = [*misses(pairs), *wrong_sets(measured)]
    print(f"{len(pairs)} files, {len(coach_sets())} sets\n")
    print(confusion(pairs), per_fault(pairs), times(pairs), sep="\n\n")
    print("\n" + ("\n".join(["Misses:", *wrong]) if wrong else "No misses."))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
