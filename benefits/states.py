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
    CANCELLED = "cancelled", _("draft given up")


D = DecisionStatus
TRANSITIONS: dict[DecisionStatus, frozenset[DecisionStatus]] = {
    D.DRAFT: frozenset({D.SUBMITTED, D.CANCELLED}),
    D.SUBMITTED: frozenset({D.CHECKED, D.DRAFT, D.CANCELLED}),
    D.CHECKED: frozenset({D.ISSUED, D.DRAFT, D.CANCELLED}),
    D.ISSUED: frozenset({D.DELIVERED}),
    # a waiver of the appeal makes it final and binding at once (art. 127a § 2 KPA)
    D.DELIVERED: frozenset({D.FINAL, D.BINDING}),
    D.FINAL: frozenset({D.BINDING}),
    D.BINDING: frozenset(),
    D.CANCELLED: frozenset(),
}
FROZEN = (D.ISSUED, D.DELIVERED, D.FINAL, D.BINDING)


class DecisionResult(models.TextChoices):
    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("granted in part")
    REFUSED = "refused", _("refused")


class DeliveryWay(models.TextChoices):
    COUNTER = "counter", _("at the counter, against signature")
    POST = "post", _("registered letter with receipt")
    E_DELIVERY = "e_delivery", _("e-Doręczenia")
