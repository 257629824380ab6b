"""What pages of other rooms show of cases."""

from core.registry import Shows

SHOWS = Shows()
