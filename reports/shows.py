"""What pages of other rooms show of reports."""

from core.registry import Shows

SHOWS = Shows()
