"""A storm's outcome as a table, and what is wrong with it."""

from tests.crash.storm.play import Told

UNHEARD_PER_KILL = 0.15


def table_of(told: Told) -> str:
    """For people."""
    rows: list[tuple[str, object]] = [
        ("seed", told.size.seed),
        ("seconds", f"{told.seconds:.0f}"),
        ("trainings ordered", told.size.trainings),
        ("jobs by their end", ", ".join(f"{state}: {count}" for state, count in sorted(told.states.items()))),
        ("calls that were taken", told.calls),
        ("kills", f"{told.kills.total()} ({', '.join(f'{what}: {count}' for what, count in told.kills.items())})"),
        ("lines where they died", ", ".join(f"{line} {count}" for line, count in sorted(told.lines.items())) or "-"),
        ("paid twice", len(told.paid.twice)),
        ("paid for nothing", len(told.paid.for_nothing)),
        ("delivered unpaid", len(told.paid.without)),
        ("calls that are nobody's", len(told.paid.strangers)),
        ("stuck", told.stuck),
        ("faults of the books", len(told.ledger)),
        ("wrong cards", len(told.heard.wrong_cards)),
        ("told twice", len(told.heard.twice)),
        ("untold", len(told.heard.unheard)),
        ("updates set aside", told.quarantined),
        ("updates lost", told.lost_updates),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"  {name:<{width}}  {value}" for name, value in rows)


def faults_of(told: Told) -> list[str]:
    """Everything that must not be; empty after a good storm."""
    found = [
        *(f"paid twice: {one}" for one in told.paid.twice),
        *(f"paid for nothing: {one}" for one in told.paid.for_nothing),
        *(f"delivered unpaid: {one}" for one in told.paid.without),
        *(f"nobody's call: {one}" for one in told.paid.strangers),
        *(f"books: {one}" for one in told.ledger),
        *(f"wrong card: {one}" for one in told.heard.wrong_cards),
        *(f"told twice: {one}" for one in told.heard.twice),
    ]
    if len(told.heard.unheard) > UNHEARD_PER_KILL * told.kills.total():
        found.append(f"untold: {told.heard.unheard}")
    if told.kills.total() < told.size.kills:
        found.append(f"only {told.kills.total()} kills")
    counts = {"stuck": told.stuck, "updates set aside": told.quarantined, "updates lost": told.lost_updates}
    return found + [f"{name}: {count}" for name, count in counts.items() if count]
