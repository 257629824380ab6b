"""A household's dated facts → facts of the law engine, for every benefit that they can answer."""

from benefits.household_facts.assemble import ANSWERED, Assembled, assemble, lack_of
from benefits.household_facts.found import Lack
from benefits.household_facts.snapshot import Snapshot, snapshot_of

__all__ = ["ANSWERED", "Assembled", "Lack", "Snapshot", "assemble", "lack_of", "snapshot_of"]
