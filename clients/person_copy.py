"""What clients give of a person's data (RODO art. 15 and 20), and what they leave out and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import law
from clients.kinds import KINDS, Kind
from clients.models import (
    Absence,
    Address,
    AlimonyTitle,
    BankAccount,
    Consent,
    Contact,
    Death,
    Document,
    FormerName,
    Household,
    HouseholdMove,
    HouseholdNote,
    Income,
    Membership,
    Merge,
    OneOffIncome,
    Person,
    Relationship,
    Representation,
)
from clients.uploads import EXTENSIONS
from core.copies import Attachment, Given, RoomCopy, Said, Whose
from core.looks import WHAT, Purpose
from core.looks import Kind as Kinds
from core.models import AccessLog
from core.polish import fold

_OF_OTHERS = "the papers of another person"
_LABELS: Mapping[str, str | Promise] = {"household": gettext_lazy("household")}


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


def _of_person(model: Any) -> Any:
    return lambda whose: model.objects.filter(person_id__in=whose.ids)


def _days(model: Any) -> Any:
    return lambda whose: model.objects.filter(while_member(whose, "valid_from", "valid_to"))


def _income_kind(row: Income | OneOffIncome, _whose: Whose) -> Said:
    labels = {kind.code: kind.label for kind in law.income_kinds(row.valid_from)}
    return Said(row.kind, labels.get(row.kind, row.kind), coded=True)


def _text_of_household(name: str) -> Any:
    """Words about a whole household: theirs when they lived alone, else to be read first."""

    def reduce(row: Any, whose: Whose) -> Said:
        household = row.pk if isinstance(row, Household) else row.household_id
        text = str(getattr(row, name))
        if not text or household in lived_alone(whose):
            return Said(text, text)
        words = _("(also about other people: given by the office after reading it)")
        return Said(None, words, coded=True)

    return reduce


def _who_looked(row: AccessLog, whose: Whose) -> Said:
    """The role, or the name where the copy is to name staff (TSUE C-579/21)."""
    role = row.user.get_role_display() or _("the system")
    words = f"{row.user}, {role}" if whose.names_staff else role
    return Said(words, words)


def _code(name: str, words: Mapping[str, str | Promise]) -> Any:
    """A code of the log of looks, in words."""

    def reduce(row: AccessLog, _whose: Whose) -> Said:
        code = getattr(row, name)
        return Said(code, str(words.get(code, code)), coded=True)

    return reduce


def _looks(whose: Whose) -> QuerySet[AccessLog]:
    """Looks at the person, and at a household while they belonged to it."""
    inside = memberships(whose).filter(household_id=OuterRef("household_id"))
    inside = inside.filter(valid_from__lte=OuterRef("at__date"))
    then = inside.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("at__date")))
    rows = AccessLog.objects.filter(
        Q(person_id__in=whose.ids) | Q(what="person", object_id__in=whose.ids) | Exists(then)
    )
    return rows.exclude(household_id__in=whose.shut).order_by("at", "id")


def _papers(whose: Whose) -> QuerySet[Document]:
    rows = Document.objects.filter(person_id__in=whose.ids)
    return rows.exclude(household_id__in=whose.shut)


def _papers_of_home(whose: Whose) -> QuerySet[Document]:
    rows = Document.objects.annotate(stored_on=F("uploaded_at__date")).filter(person=None)
    return rows.filter(while_member(whose, "stored_on"))


def _files(whose: Whose) -> Iterable[Attachment]:
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


def _fact(kind: Kind) -> Given:
    """Facts of one kind, with source, who recorded them and what was withdrawn."""
    return Given(
        key=kind.code.replace("-", "_"),
        title=kind.label,
        model=kind.model,
        rows=_of_person(kind.model) if kind.of == "person" else _days(kind.model),
        links=("document", *(["debtor"] if kind.model is AlimonyTitle else [])),
        reduced={"kind": _income_kind} if kind.model in (Income, OneOffIncome) else {},
        left_out={"household": "the household stands among the memberships"}
        if kind.of == "household"
        else {},
        labels={"debtor": gettext_lazy("debtor in the files")},
    )


_IDENTITY = (
    Given(
        key="person",
        title=gettext_lazy("Identity"),
        model=Person,
        rows=lambda whose: Person.objects.filter(pk__in=whose.ids),
        labels={"merged_into": gettext_lazy("the same person as record number")},
    ),
    Given(
        key="former_names",
        title=gettext_lazy("Former names"),
        model=FormerName,
        rows=_of_person(FormerName),
    ),
    Given(key="contacts", title=gettext_lazy("Contact"), model=Contact, rows=_of_person(Contact)),
    Given(
        key="addresses",
        title=gettext_lazy("Addresses"),
        model=Address,
        rows=_of_person(Address),
        links=("teryt_place",),
    ),
    Given(
        key="bank_accounts",
        title=gettext_lazy("Bank accounts"),
        model=BankAccount,
        rows=_of_person(BankAccount),
    ),
    Given(
        key="memberships",
        title=gettext_lazy("Households"),
        model=Membership,
        rows=memberships,
        links=("household",),
        labels=_LABELS,
    ),
    Given(
        key="absences",
        title=gettext_lazy("Absences"),
        model=Absence,
        rows=lambda whose: Absence.objects.filter(membership__in=memberships(whose)),
        labels={"membership": gettext_lazy("membership number")},
    ),
    Given(
        key="relationships",
        title=gettext_lazy("Relationships: this person is …"),
        model=Relationship,
        rows=_of_person(Relationship),
        links=("other",),
        left_out={"age_reason": "says something of the age of the other person, too"},
        labels={"other": gettext_lazy("to whom")},
    ),
    Given(
        key="relationships_to",
        title=gettext_lazy("Relationships: to this person …"),
        model=Relationship,
        rows=lambda whose: Relationship.objects.filter(other_id__in=whose.ids),
        links=("person",),
        keeps=("person",),
        left_out={
            "other": "the person whose copy it is",
            "age_reason": "says something of the age of the other person, too",
        },
        labels={"person": gettext_lazy("who")},
    ),
    Given(
        key="deaths",
        title=gettext_lazy("Death"),
        model=Death,
        rows=_of_person(Death),
        left_out={"ended": "what ended on that day shows its last day in its own part"},
    ),
    Given(
        key="merges",
        title=gettext_lazy("Merged records"),
        model=Merge,
        rows=lambda whose: Merge.objects.filter(kept_id__in=whose.ids),
        left_out={
            "moved": "numbers of rows, for undoing; the rows stand in their own parts",
            "changed": "stands among the changes of the record",
            "marks": "numbers of rows, for undoing",
            "written_in": "the number of a transaction",
        },
        labels={
            "kept": gettext_lazy("record kept"),
            "dropped": gettext_lazy("record merged into it"),
            "merged_by": gettext_lazy("merged by"),
            "merged_at": gettext_lazy("merged"),
            "undone_by": gettext_lazy("undone by"),
            "undone_at": gettext_lazy("undone"),
        },
    ),
)
_AROUND = (
    Given(
        key="households",
        title=gettext_lazy("Files of the household"),
        model=Household,
        rows=lambda whose: Household.objects.filter(pk__in=memberships(whose).values("household")),
        links=("district",),
        reduced={"notes": _text_of_household("notes")},
    ),
    Given(
        key="household_notes",
        title=gettext_lazy("Notes about the household"),
        model=HouseholdNote,
        rows=lambda whose: HouseholdNote.objects.annotate(written_on=F("written_at__date")).filter(
            while_member(whose, "written_on")
        ),
        links=("household",),
        reduced={"text": _text_of_household("text")},
        labels={"written_at": gettext_lazy("written")},
    ),
    Given(
        key="household_moves",
        title=gettext_lazy("Splits and joins of the household"),
        model=HouseholdMove,
        rows=lambda whose: (
            HouseholdMove.objects.annotate(household_id=F("target_id"))
            .filter(while_member(whose, "day"))
            .exclude(source_id__in=whose.shut)
        ),
        left_out={
            "made": "numbers of rows, for undoing",
            "ended": "numbers of rows, for undoing",
            "standing": "counts of rows, for undoing",
        },
        links=("source", "target"),
        labels={
            "source": gettext_lazy("from the household"),
            "target": gettext_lazy("to the household"),
            "done_by": gettext_lazy("done by"),
            "done_at": gettext_lazy("done"),
            "undone_by": gettext_lazy("undone by"),
            "undone_at": gettext_lazy("undone"),
        },
    ),
    Given(
        key="alimony_debts",
        title=gettext_lazy("Alimony that this person owes"),
        model=AlimonyTitle,
        rows=lambda whose: AlimonyTitle.objects.filter(debtor_id__in=whose.ids),
        links=("person",),
        keeps=("person",),
        left_out={
            "debtor": "the person whose copy it is",
            "document": _OF_OTHERS,
            "source": _OF_OTHERS,
        },
        labels={"person": gettext_lazy("to whom")},
    ),
)
_OTHERS = (
    Given(
        key="representatives",
        title=gettext_lazy("Representatives"),
        model=Representation,
        rows=_of_person(Representation),
        links=("representative", "document"),
        left_out={"address": "the address of the representative"},
        labels={"representative": gettext_lazy("who acts")},
    ),
    Given(
        key="represents",
        title=gettext_lazy("Whom this person represents"),
        model=Representation,
        rows=lambda whose: Representation.objects.filter(representative_id__in=whose.ids),
        links=("person",),
        keeps=("person",),
        left_out={
            "representative": "the person whose copy it is",
            "document": _OF_OTHERS,
        },
        labels={"person": gettext_lazy("for whom")},
    ),
    Given(
        key="consents",
        title=gettext_lazy("Consents and clauses"),
        model=Consent,
        rows=_of_person(Consent),
        links=("document",),
    ),
    Given(
        key="documents",
        title=gettext_lazy("Documents about the person"),
        model=Document,
        rows=_papers,
        left_out={"file": "where the file lies on the server; the file itself is an attachment"},
        links=("household",),
        in_json=("sha256", "size"),
        labels={
            "content_type": gettext_lazy("type of the file"),
            "size": gettext_lazy("size in bytes"),
            "sha256": gettext_lazy("SHA-256"),
        },
    ),
    Given(
        key="documents_of_household",
        title=gettext_lazy("Other documents in the file of the household"),
        model=Document,
        rows=_papers_of_home,
        left_out={
            "file": "where the file lies on the server",
            "content_type": "of a paper about several people only what it is",
            "size": "of a paper about several people only what it is",
            "sha256": "of a paper about several people only what it is",
        },
        links=("household",),
        note=gettext_lazy(
            "Papers about several people: which ones there are. The office gives a copy after "
            "covering what concerns others."
        ),
    ),
    Given(
        key="looks",
        title=gettext_lazy("Who looked at the data and why"),
        model=AccessLog,
        rows=lambda whose: _looks(whose).select_related("user"),
        reduced={
            "user": _who_looked,
            "what": _code("what", {code: name for code, (name, _purpose) in WHAT.items()}),
            "kind": _code("kind", dict(Kinds.choices)),
            "purpose": _code("purpose", dict(Purpose.choices)),
        },
        in_json=("object_id", "household_id", "person_id", "count"),
        labels={
            "user": gettext_lazy("who"),
            "what": gettext_lazy("what was looked at"),
            "kind": gettext_lazy("how"),
            "purpose": gettext_lazy("purpose"),
            "why": gettext_lazy("reason"),
            "count": gettext_lazy("clients on the list"),
            "person_id": gettext_lazy("number of the person"),
            "object_id": gettext_lazy("its number"),
            "household_id": gettext_lazy("number of the household"),
        },
    ),
)

COPY = RoomCopy(
    given=(*_IDENTITY, *(_fact(kind) for kind in KINDS), *_AROUND, *_OTHERS),
    left_out={
        "clients.Place": "the register of places of GUS: no personal data",
        "clients.LikelyPair": "a guess of the program that names another person, no finding",
        "clients.HouseholdGrant": "whom the office let see the file: each look under it is given, "
        "with its reason",
        "clients.Restriction": "protects others in the file; the manager decides on it",
        "clients.RestrictionReader": "protects others in the file",
        "clients.PersonWords": "words of the names, derived for search",
        "core.Pin": "bookmarks of staff",
        "core.Job": "background work of staff; what it made is given",
        "core.Centre": "the office, no client",
        "core.CentreAccount": "the office, no client",
        "core.BenefitKind": "a dictionary",
        "core.NumberSeries": "counters",
        "core.District": "the office, no client",
        "core.User": "staff, no client",
        "core.Authorization": "staff, no client",
        "core.StandIn": "staff, no client",
    },
    files=_files,
)
