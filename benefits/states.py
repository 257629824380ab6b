"""The life of a decision: draft → checked → issued → delivered → final → binding. Pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting to be checked")
    CHECKED = "checked", _("waiting for signature")
    ISSUED = "issued", _("issued")
    DELIVERED = "delivered", _("delivered")
    FINAL = "final", _("final")
    BINDING = "binding", _("binding")
    REPEALED = "repealed", _("repealed on appeal")
    CANCELLED = "cancelled", _("draft given up")


D = DecisionStatus
TRANSITIONS: dict[DecisionStatus, frozenset[DecisionStatus]] = {
    D.DRAFT: frozenset({D.SUBMITTED, D.CANCELLED}),
    D.SUBMITTED: frozenset({D.CHECKED, D.DRAFT, D.CANCELLED}),
    D.CHECKED: frozenset({D.ISSUED, D.DRAFT, D.CANCELLED}),
    D.ISSUED: frozenset({D.DELIVERED}),
    # a waiver of the appeal makes it final and binding at once (art. 127a § 2 KPA)
    D.DELIVERED: frozenset({D.FINAL, D.BINDING, D.REPEALED}),
    # an appeal posted in time came late, or the appeal body gave the term back (art. 57–58 KPA)
    D.FINAL: frozenset({D.BINDING, D.DELIVERED, D.REPEALED}),
    D.BINDING: frozenset(),
    D.REPEALED: frozenset(),
    D.CANCELLED: frozenset(),
}
FROZEN = (D.ISSUED, D.DELIVERED, D.FINAL, D.BINDING, D.REPEALED)


class DecisionResult(models.TextChoices):
    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("granted in part")
    REFUSED = "refused", _("refused")


class DeliveryWay(models.TextChoices):
    COUNTER = "counter", _("at the counter, against signature")
    POST = "post", _("registered letter with receipt")
    E_DELIVERY = "e_delivery", _("e-Doręczenia")


class AppealChannel(models.TextChoices):
    COUNTER = "counter", _("brought to the centre")
    POST = "post", _("by post")
    E_DELIVERY = "e_delivery", _("e-Doręczenia or ePUAP")
    ORAL = "oral", _("orally, to the record")


class AppealRuling(models.TextChoices):
    """How an appeal ended (art. 132, 134, 137, 138 KPA)."""

    UPHELD = "upheld", _("decision upheld (art. 138 § 1 pkt 1)")
    CHANGED = "changed", _("repealed and decided by the appeal body (art. 138 § 1 pkt 2)")
    DISCONTINUED = "discontinued", _("repealed and discontinued (art. 138 § 1 pkt 2)")
    SENT_BACK = "sent_back", _("repealed and sent back (art. 138 § 2)")
    DROPPED = "dropped", _("appeal proceedings discontinued (art. 138 § 1 pkt 3)")
    NOT_HEARD = "not_heard", _("inadmissible or late (art. 134)")
    SELF_REVIEW = "self_review", _("granted in full by the centre itself (art. 132)")


R = AppealRuling
# After these the decision is final from the day of the ruling; it stands as it was issued.
STANDS = frozenset({R.UPHELD, R.DROPPED})
# After these the decision is no longer there.
FALLS = frozenset({R.CHANGED, R.DISCONTINUED, R.SENT_BACK, R.SELF_REVIEW})
