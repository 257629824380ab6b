"""Who shows what where: desk, search, rail and panels, in the order of the rail."""

import benefits.shows
import cases.shows
import clients.shows
import core.shows
import payments.shows
import reports.shows
from core.registry import registry


def wire() -> None:
    """Fill the registry (twice is once)."""
    registry.fill(
        [
            core.shows.SHOWS,
            clients.shows.SHOWS,
            cases.shows.SHOWS,
            benefits.shows.SHOWS,
            payments.shows.SHOWS,
            reports.shows.SHOWS,
        ]
    )
