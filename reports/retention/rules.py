"""From when a file may be destroyed: the years of its archival category and those of its statute.

Years of a category are full years from 1 January after the year in which the file ended. Where a
statute lets data be kept longer, the longer counts (docs/adr/0016).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

import law
from core.polish import format_date
from reports.retention.models import ArchivalCategory, Certainty

DEFAULT = ArchivalCategory(
    jrwa="",
    category="B10",
    valid_from=date.min,
    source="najdłuższa z kategorii spotykanych dla akt świadczeń",
    certainty=Certainty.UNSURE,
)
"""Taken until the office enters its own file plan."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A file that ended: its class and act, from when to when, and whether money was granted."""

    jrwa: str
    act: str
    first_day: date
    last_day: date
    granted: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a file is kept; `rule` says in Polish how `due_on` was found."""

    category: str
    due_on: date
    rule: str
    certainty: str


def keeping(file: Ended, categories: Iterable[ArchivalCategory]) -> Keeping | None:
    """How long the file is kept; None when for ever (category A)."""
    category = category_of(file, categories)
    years = re.sub(r"\D", "", category.category)
    if not years:
        return None
    due_on = date(file.last_day.year + 1 + int(years), 1, 1)
    sentences = [
        _("Category %(category)s (%(source)s): %(years)s full years from %(day)s.")
        % {
            "category": category.category,
            "source": category.source,
            "years": years,
            "day": format_date(date(file.last_day.year + 1, 1, 1)),
        }
    ]
    sure = [category.certainty]
    if term := law.keeping_term(file.act, file.last_day):
        after = term.granted if file.granted else term.refused
        by_statute = _years_after(file.last_day, after) + timedelta(days=1)
        sentences.append(
            _("%(source)s: data are kept until %(day)s; the longer counts.")
            % {"source": term.source, "day": format_date(by_statute - timedelta(days=1))}
        )
        sure.append(term.certainty)
        due_on = max(due_on, by_statute)
    if category.category.startswith("BE"):
        sentences.append(_("The archive looks at the files before anything is destroyed."))
    certainty = Certainty.UNSURE if Certainty.UNSURE in sure else Certainty.KNOWN
    return Keeping(category.category, due_on, " ".join(sentences), certainty)


def category_of(file: Ended, categories: Iterable[ArchivalCategory]) -> ArchivalCategory:
    """That of the longest matching class in force when the file was opened.

    A file older than the first entry of its class takes that one.
    """
    fitting = [one for one in categories if file.jrwa.startswith(one.jrwa)]
    longest = max((len(one.jrwa) for one in fitting), default=0)
    own = sorted(
        (one for one in fitting if len(one.jrwa) == longest), key=lambda one: one.valid_from
    )
    in_force = [one for one in own if one.valid_from <= file.first_day]
    return (in_force[-1:] or own[:1] or [DEFAULT])[0]


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; of 29 February the last day of that month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
