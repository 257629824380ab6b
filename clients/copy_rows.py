"""Which rows of clients belong to a copy of a person's data, and how they are put into words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

import law
from clients.models import Document, Household, Income, Membership, OneOffIncome
from clients.uploads import EXTENSIONS
from core.copies import Attachment, Said, Whose
from core.models import AccessLog
from core.polish import fold


def memberships(whose: Whose) -> QuerySet[Membership]:
    """Where the person belonged, less the files that are closed to whoever makes the copy."""
    rows = Membership.objects.filter(person_id__in=whose.ids)
    return rows.exclude(household_id__in=whose.shut)


def while_member(whose: Whose, first: str, last: str | None = None) -> Q:
    """Rows of a household (`household_id`) on days when the person belonged to it.

    `first` and `last` are the columns of the row's days; without `last` it is one day.
    """
    inside = memberships(whose).filter(household_id=OuterRef("household_id"))
    inside = inside.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef(first)))
    begun = Q(Exists(inside.filter(valid_from__lte=OuterRef(last or first))))
    return begun | Q(Exists(inside), **{f"{last}__isnull": True}) if last else begun


def lived_alone(whose: Whose) -> set[int]:
    """Households that nobody else has ever belonged to: what is said of them is said of the
    person."""
    own = memberships(whose).values_list("household_id", flat=True)
    shared = Membership.objects.filter(household__in=own).exclude(person_id__in=whose.ids)
    return set(own) - set(shared.values_list("household_id", flat=True))


def of_person(model: Any) -> Any:
    """The rows of a table that are the person's own."""
    return lambda whose: model.objects.filter(person_id__in=whose.ids)


def on_days_of_membership(model: Any) -> Any:
    """The rows of a table of households, of the days when the person belonged to one."""
    return lambda whose: model.objects.filter(while_member(whose, "valid_from", "valid_to"))


def income_kind(row: Income | OneOffIncome, _whose: Whose) -> Said:
    """The kind in words, as the law of that day calls it."""
    labels = {kind.code: kind.label for kind in law.income_kinds(row.valid_from)}
    return Said(row.kind, labels.get(row.kind, row.kind), coded=True)


def text_of_household(name: str) -> Any:
    """Words about a whole household: theirs when they lived alone, else to be read first."""

    def reduce(row: Any, whose: Whose) -> Said:
        household = row.pk if isinstance(row, Household) else row.household_id
        text = str(getattr(row, name))
        if not text or household in lived_alone(whose):
            return Said(text, text)
        words = _("(also about other people: given by the office after reading it)")
        return Said(None, words, coded=True)

    return reduce


def who_looked(row: AccessLog, whose: Whose) -> Said:
    """The role, or the name where the copy is to name staff (TSUE C-579/21)."""
    role = row.user.get_role_display() or _("the system")
    words = f"{row.user}, {role}" if whose.names_staff else role
    return Said(words, words)


def code_in_words(name: str, words: Mapping[str, str | Promise]) -> Any:
    """A code of the log of looks, in words."""

    def reduce(row: AccessLog, _whose: Whose) -> Said:
        code = getattr(row, name)
        return Said(code, str(words.get(code, code)), coded=True)

    return reduce


def looks(whose: Whose) -> QuerySet[AccessLog]:
    """Looks at the person, and at a household while they belonged to it."""
    inside = memberships(whose).filter(household_id=OuterRef("household_id"))
    inside = inside.filter(valid_from__lte=OuterRef("at__date"))
    then = inside.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("at__date")))
    rows = AccessLog.objects.filter(
        Q(person_id__in=whose.ids) | Q(what="person", object_id__in=whose.ids) | Exists(then)
    )
    return rows.exclude(household_id__in=whose.shut).order_by("at", "id")


def papers(whose: Whose) -> QuerySet[Document]:
    """Papers about the person."""
    rows = Document.objects.filter(person_id__in=whose.ids)
    return rows.exclude(household_id__in=whose.shut)


def papers_of_home(whose: Whose) -> QuerySet[Document]:
    """Papers about a household, stored while the person belonged to it."""
    rows = Document.objects.annotate(stored_on=F("uploaded_at__date")).filter(person=None)
    return rows.filter(while_member(whose, "stored_on"))


def files(whose: Whose) -> Iterable[Attachment]:
    """Papers about the person; of a household where nobody else ever lived, all of them."""
    alone = Q(person=None, household_id__in=lived_alone(whose))
    rows = Document.objects.filter(Q(person_id__in=whose.ids) | alone)
    for paper in rows.exclude(household_id__in=whose.shut).order_by("pk"):
        name = "".join(c if c.isalnum() else "-" for c in fold(paper.title))[:60].strip("-")
        extension = EXTENSIONS.get(paper.content_type, "bin")
        yield Attachment(f"dokumenty/{paper.pk}-{name}.{extension}", _reader(paper))


def _reader(paper: Document) -> Any:
    def read() -> bytes:
        with paper.file.open("rb") as stored:
            content: bytes = stored.read()
            return content

    return read
