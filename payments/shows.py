"""What pages of other rooms show of payments."""

from core.registry import Shows

SHOWS = Shows()
