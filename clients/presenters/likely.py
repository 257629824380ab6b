"""Why two records may be of one person, in words."""

from django.utils.translation import gettext_lazy as _

from clients.duplicates import Reason

_WORDS = {
    Reason.SAME_PESEL: _("the same PESEL"),
    Reason.PESEL_ORDER: _("the PESEL differs by the order of two digits"),
    Reason.PESEL_DIGIT: _("the PESEL differs by one digit"),
    Reason.SAME_NAME: _("the same first name and surname"),
    Reason.NAMES_SWAPPED: _("first name and surname changed over"),
    Reason.FAMILY_NAME: _("the same first name, and one surname is the family name"),
    Reason.SIMILAR_NAME: _("a similar name"),
    Reason.SAME_BIRTH: _("the same date of birth"),
    Reason.BIRTH_SWAPPED: _("day and month of birth changed over"),
    Reason.BIRTH_DIGIT: _("the date of birth differs by one digit"),
}


def reason_words(reason: Reason) -> str:
    """What a clerk reads beside a likely person."""
    return str(_WORDS[reason])
