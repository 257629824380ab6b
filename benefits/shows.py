"""What pages of other rooms show of benefits."""

from core.registry import Shows

SHOWS = Shows()
