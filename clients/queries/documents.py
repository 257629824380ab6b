"""Papers of households, and what rests on them."""

from datetime import date

from clients.models import Document, Household, Recorded
from clients.queries.access import households_visible_to
from core.models import User


def documents_of(household: Household) -> list[Document]:
    """Papers of the household, newest first."""
    return list(
        household.documents.select_related("person", "uploaded_by").order_by("-uploaded_at", "-id")
    )


def document_for(user: User, pk: int, today: date) -> Document | None:
    """A paper of a visible household."""
    return (
        Document.objects.filter(household__in=households_visible_to(user, today))
        .select_related("household", "person", "uploaded_by")
        .filter(pk=pk)
        .first()
    )


def facts_from(document: Document) -> list[Recorded]:
    """Facts recorded from the paper and not withdrawn, one query for each kind of fact."""
    found: list[Recorded] = []
    for relation in Document._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and issubclass(model, Recorded):
            rows = model._default_manager.filter(document=document, withdrawn_at=None)
            found += rows.select_related(_owner(model))
    return found


def _owner(model: type[Recorded]) -> str:
    """Whom the fact is about."""
    return "household" if any(f.name == "household" for f in model._meta.fields) else "person"
