"""On paper: the list for the Archiwum Państwowe, and the protocol of what was destroyed."""

from core.models import Centre, DestructionList
from core.pdf import paper


def list_paper(made: DestructionList) -> bytes:
    """The list as the archive gets it (spis dokumentacji niearchiwalnej); names nobody."""
    return paper("reports/retention_list_paper.html", _context(made))


def protocol(made: DestructionList) -> bytes:
    """The protocol of destruction: what went, what stayed after all, by whom."""
    return paper("reports/retention_protocol_paper.html", _context(made))


def _context(made: DestructionList) -> dict[str, object]:
    files = list(made.files.select_related("reviewed_by").order_by("kind", "sign", "pk"))
    return {"list": made, "centre": Centre.objects.first(), "files": files}
