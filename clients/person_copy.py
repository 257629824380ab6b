"""What clients give of a person's data (RODO art. 15 and 20), and what they leave out and why."""

from collections.abc import Mapping

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from clients.copy_rows import (
    code_in_words,
    files,
    income_kind,
    looks,
    memberships,
    of_person,
    on_days_of_membership,
    papers,
    papers_of_home,
    text_of_household,
    while_member,
    who_looked,
)
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
from core.copies import Given, RoomCopy
from core.looks import WHAT, Purpose
from core.looks import Kind as Kinds
from core.models import AccessLog

_OF_OTHERS = "the papers of another person"
_LABELS: Mapping[str, str | Promise] = {"household": gettext_lazy("household")}


def _fact(kind: Kind) -> Given:
    """Facts of one kind, with source, who recorded them and what was withdrawn."""
    return Given(
        key=kind.code.replace("-", "_"),
        title=kind.label,
        model=kind.model,
        rows=of_person(kind.model) if kind.of == "person" else on_days_of_membership(kind.model),
        links=("document", *(["debtor"] if kind.model is AlimonyTitle else [])),
        reduced={"kind": income_kind} if kind.model in (Income, OneOffIncome) else {},
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
        rows=of_person(FormerName),
    ),
    Given(key="contacts", title=gettext_lazy("Contact"), model=Contact, rows=of_person(Contact)),
    Given(
        key="addresses",
        title=gettext_lazy("Addresses"),
        model=Address,
        rows=of_person(Address),
        links=("teryt_place",),
    ),
    Given(
        key="bank_accounts",
        title=gettext_lazy("Bank accounts"),
        model=BankAccount,
        rows=of_person(BankAccount),
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
        rows=of_person(Relationship),
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
        rows=of_person(Death),
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
        reduced={"notes": text_of_household("notes")},
    ),
    Given(
        key="household_notes",
        title=gettext_lazy("Notes about the household"),
        model=HouseholdNote,
        rows=lambda whose: HouseholdNote.objects.annotate(written_on=F("written_at__date")).filter(
            while_member(whose, "written_on")
        ),
        links=("household",),
        reduced={"text": text_of_household("text")},
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
        rows=of_person(Representation),
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
        rows=of_person(Consent),
        links=("document",),
    ),
    Given(
        key="documents",
        title=gettext_lazy("Documents about the person"),
        model=Document,
        rows=papers,
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
        rows=papers_of_home,
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
        rows=lambda whose: looks(whose).select_related("user"),
        reduced={
            "user": who_looked,
            "what": code_in_words("what", {code: name for code, (name, _purpose) in WHAT.items()}),
            "kind": code_in_words("kind", dict(Kinds.choices)),
            "purpose": code_in_words("purpose", dict(Purpose.choices)),
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
        "clients.PlaceLoad": "the register of places of GUS as it came: no personal data",
        "clients.LikelyPair": "a guess of the program that names another person, no finding",
        "clients.HouseholdGrant": "whom the office let see the file: each look under it is given, "
        "with its reason",
        "clients.Restriction": "protects others in the file; the manager decides on it",
        "clients.RestrictionReader": "protects others in the file",
        "clients.PersonWords": "words of the names, derived for search",
        "core.Pin": "bookmarks of staff",
        "core.Destruction": "tells that a file was destroyed; names nobody",
        "core.DestructionList": "tells that files were destroyed; names nobody",
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
    files=files,
)
