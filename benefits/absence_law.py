"""What the collected law says of members who are away; what it does not say is said to be open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import AbsenceReason as R
from core.polish import format_date

GRANTS = frozenset(
    {
        "zasilek_staly",
        "zasilek_okresowy",
        "zasilek_celowy",
        "zasilek_celowy_zdarzenie",
        "specjalny_zasilek_celowy",
        "posilek",
    }
)
SOCIAL = GRANTS | {
    "skladka_zdrowotna",
    "dochod_pomoc_spoleczna",
    "dps_oplata",
    "uslugi_opiekuncze",
    "schronisko_oplata",
    "sds_oplata",
    "stypendium_szkolne",
    "zasilek_szkolny",
}
HOUSING = "dodatek_mieszkaniowy"
ENERGY = frozenset({"dodatek_energetyczny", "dodatek_oslonowy", "bon_energetyczny"})
HOUSEHOLD_BENEFITS = SOCIAL | ENERGY | {HOUSING, "bon_cieplowniczy"}
"""The whole household is counted."""
BY_INCOME = frozenset({"zasilek_rodzinny", "becikowe", "specjalny_zasilek_opiekunczy"})
FAMILY_BENEFITS = BY_INCOME | {"fundusz_alimentacyjny"}
"""Parents and children are counted."""
CHILD_BENEFITS = frozenset(
    {
        "dodatki_zasilku_rodzinnego",
        "za_zyciem",
        "swiadczenie_rodzicielskie",
        "karta_duzej_rodziny",
        "swiadczenie_wychowawcze",
    }
)
"""Only the children matter."""
HOME_UPKEEP = frozenset({R.PRISON})
"""Full-day upkeep that is free of charge beyond doubt."""
INSTITUTION = frozenset({R.PRISON, R.CARE_HOME, R.BOARDING_SCHOOL})
EVERY = frozenset(R)
NO_RIGHT_AWAY: Mapping[str, frozenset[R]] = {
    **dict.fromkeys(GRANTS, frozenset({R.PRISON})),
    HOUSING: INSTITUTION,
}
"""Away for these reasons an applicant may have no right at all."""


@dataclass(frozen=True, slots=True)
class _Statement:
    text: Promise
    benefits: frozenset[str]
    reasons: frozenset[R] = EVERY
    roles: frozenset[str] = frozenset()


_APPLICANT, _CHILD = frozenset({"applicant"}), frozenset({"child"})
_STATEMENTS = (
    _Statement(
        _(
            "Who serves a prison sentence has no right to benefits of pomoc społeczna; during "
            "custody the right is suspended. Electronic supervision is an exception (art. 13 UPS)."
        ),
        GRANTS,
        frozenset({R.PRISON}),
        _APPLICANT,
    ),
    _Statement(
        _(
            "A family lives and runs the household together (art. 6 pkt 14 UPS). Whether this "
            "still holds for who is away for a time is a finding of fact."
        ),
        SOCIAL,
    ),
    _Statement(
        _(
            "For zasiłek stały a resident of a care home counts as running a household alone, if "
            "entitled to it before."
        ),
        frozenset({"zasilek_staly"}),
        frozenset({R.CARE_HOME}),
    ),
    _Statement(
        _(
            "A member of the family with free full-day upkeep in an institution is left out of the "
            "number of persons (UŚR). Whether the income still counts, the collected law does not "
            "say: who does not count is left out with the income."
        ),
        BY_INCOME,
        INSTITUTION,
    ),
    _Statement(
        _(
            "Zasiłek rodzinny is not due for a child with full-day upkeep in an institution or in "
            "foster care (art. 7 UŚR)."
        ),
        frozenset({"zasilek_rodzinny", "dodatki_zasilku_rodzinnego"}),
        INSTITUTION | {R.FOSTER_CARE},
        _CHILD,
    ),
    _Statement(
        _(
            "For a child who lives where the school is, the addition of art. 15 UŚR may be due; it "
            "is asked for in the calculator."
        ),
        frozenset({"zasilek_rodzinny"}),
        frozenset({R.BOARDING_SCHOOL}),
        _CHILD,
    ),
    _Statement(
        _("Becikowe is not due for a child in foster care (UŚR)."),
        frozenset({"becikowe"}),
        frozenset({R.FOSTER_CARE}),
        _CHILD,
    ),
    _Statement(
        _("The benefit is not due for a child in foster care or in a care home."),
        frozenset({"za_zyciem"}),
        frozenset({R.FOSTER_CARE, R.CARE_HOME}),
    ),
    _Statement(
        _(
            "With a member of the family in another state of coordination, not for tourism, "
            "treatment or study, the file goes to the wojewoda, who finds whether it applies."
        ),
        BY_INCOME
        | {"dodatki_zasilku_rodzinnego", "swiadczenie_pielegnacyjne", "swiadczenie_rodzicielskie"},
        frozenset({R.ABROAD}),
    ),
    _Statement(
        _(
            "Persons in a care home, in prison or at a school with free full upkeep are excluded; "
            "the others count who live and run the household together permanently (art. 4 UDM)."
        ),
        frozenset({HOUSING}),
    ),
    _Statement(
        _(
            "The benefit is not due to a person with full-day upkeep in an institution or in "
            "foster care (UPA). Who else counts, the collected law does not say."
        ),
        frozenset({"fundusz_alimentacyjny"}),
        INSTITUTION | {R.FOSTER_CARE},
    ),
    _Statement(
        _(
            "By the rules before 2024 the benefit is not due when the person cared for is in an "
            "institution more than 5 days a week; of the rules since then the collected law says "
            "nothing."
        ),
        frozenset({"swiadczenie_pielegnacyjne"}),
        INSTITUTION,
    ),
    _Statement(
        _(
            "Zasiłek pielęgnacyjny is not due to who has free full-day upkeep in an institution "
            "(art. 16 ust. 5 UŚR), nor beside a similar benefit from abroad."
        ),
        frozenset({"zasilek_pielegnacyjny"}),
    ),
)
_OPEN = _("The collected law has no rule for this absence: the officer finds what follows from it.")


def said_by_law(benefit: str, role: str, reason: str) -> str:
    """What is known of the absence of a member with that role towards the applicant."""
    found = [
        str(statement.text)
        for statement in _STATEMENTS
        if benefit in statement.benefits
        and reason in statement.reasons
        and (not statement.roles or role in statement.roles)
    ]
    return " ".join(found) or str(_OPEN)


def away_words(name: str, reason: str, since: date, until: date | None) -> str:
    """«N. is away since 3.05.2026 (hospital).»"""
    said = {"person": name, "since": format_date(since), "reason": R(reason).label}
    if until is None:
        return gettext("%(person)s is away since %(since)s (%(reason)s).") % said
    said["until"] = format_date(until)
    return gettext("%(person)s is away from %(since)s to %(until)s (%(reason)s).") % said
