"""What pages of other rooms show of core."""

from core.registry import Shows

SHOWS = Shows()
