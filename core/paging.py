"""Pages of lists that grow for ever."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

COUNT_CAP = 10_000
"""Lists count up to this many rows; beyond it a page says «more than»."""


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts at most COUNT_CAP rows, so that a list of any size costs the same.

    `capped` says that there are more, once they are counted.
    """

    object_list: Any

    @cached_property
    def _counted(self) -> int:
        return int(self.object_list.order_by().values("pk")[: COUNT_CAP + 1].count())

    @property
    def count(self) -> int:
        """How many rows can be leafed through."""
        return min(self._counted, COUNT_CAP)

    @property
    def capped(self) -> bool:
        """Are there more?"""
        return self._counted > COUNT_CAP
