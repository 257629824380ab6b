"""What pages of other rooms show of clients."""

from core.registry import Shows

SHOWS = Shows()
