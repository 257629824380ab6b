"""Legal terms explained in one sentence, for the dotted underline on pages."""

from django.utils.translation import gettext_lazy as _

_WORDS = {
    "income criterion": _(
        "The income below which a person or a family has a right to the benefit "
        "(art. 8 ust. 1 UPS); the Council of Ministers changes it every three years."
    ),
    "discretion": _(
        "The centre decides whether and how much, within the limits of the act, and must say why "
        "(uznanie administracyjne)."
    ),
    "final": _("No appeal lies against the decision any more (art. 16 § 1 KPA)."),
    "binding": _("No appeal and no complaint to a court lies any more (art. 16 § 3 KPA)."),
    "deemed delivery": _(
        "A letter left at the post office counts as delivered after 14 days and two notices "
        "(art. 44 KPA)."
    ),
    "delivery": _(
        "The day when the letter reached the person; terms run from it (art. 39–47 KPA)."
    ),
    "due": _("What is to be paid for one month under a decision."),
    "entitlement": _("The amounts payable month by month that follow from a signed decision."),
    "znak sprawy": _("The sign of a case: centre, class of the file plan (JRWA), number and year."),
    "JRWA": _("The file plan: each kind of case has its class (jednolity rzeczowy wykaz akt)."),
    "family interview": _(
        "The interview in the place of stay, within 14 working days (art. 107 UPS, "
        "rodzinny wywiad środowiskowy)."
    ),
    "household": _("Persons related or not, who live and keep house together (art. 6 pkt 14 UPS)."),
    "classification": _("Budget classification of the expense: dział, rozdział, paragraf."),
    "health contribution": _(
        "Nine per cent of the permanent benefit, paid by the centre to ZUS (art. 81 of the act "
        "on health care paid from public money)."
    ),
    "stand-in": _("A person who does the work of an absent one in a given period."),
    "authorisation": _(
        "The organ's written permission to sign decisions in its name (art. 110 ust. 7–8 UPS)."
    ),
}


def word_meaning(word: str) -> str | None:
    """The sentence that explains `word` in the reader's language; None when it is not a term."""
    said = _WORDS.get(word)
    return str(said) if said is not None else None
