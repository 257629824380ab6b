"""Staff and office for tests."""

from datetime import date
from typing import Any

from core.audit import writing
from core.dictionaries import system_user
from core.models import Authorization, Centre, CentreAccount, District, User
from core.permissions import Role

TODAY = date(2026, 11, 24)
PASSWORD = "correct-horse-battery"


def make_district(name: str = "Rejon 1") -> District:
    return District.objects.get_or_create(name=name)[0]


def make_user(role: Role, username: str = "", **extra: Any) -> User:
    """One member of staff with a working password; social workers get a district."""
    username = username or str(role.value)
    if role == Role.SOCIAL_WORKER:
        extra.setdefault("district", make_district())
    defaults: dict[str, Any] = {
        "first_name": "Anna",
        "last_name": username.replace("_", " ").title(),
        "position": "pracownik",
        "role": role,
    }
    user = User(username=username, **{**defaults, **extra})
    user.set_password(PASSWORD)
    user.save()
    return user


def make_centre() -> Centre:
    """A fictional centre; also its bank account."""
    centre, _created = Centre.objects.get_or_create(
        pk=1,
        defaults={
            "name": "Gminny Ośrodek Pomocy Społecznej w Lipowej Dolinie",
            "short_name": "GOPS Lipowa Dolina",
            "gmina": "Lipowa Dolina",
            "organ": "Wójt Gminy Lipowa Dolina",
            "organ_genitive": "Wójta Gminy Lipowa Dolina",
            "place": "Lipowa Dolina",
            "street": "Lipowa Dolina 12",
            "postal_code": "22-499",
            "phone": "84 000 00 00",
            "email": "gops@lipowadolina.example",
            "sko_name": "Samorządowe Kolegium Odwoławcze w Zamościu",
            "sko_address": "ul. Przykładowa 1, 22-400 Zamość",
        },
    )
    CentreAccount.objects.get_or_create(
        nrb="13102010260000120200000017",
        defaults={"name": "Rachunek wydatków", "is_default": True},
    )
    return centre


def make_authorization(user: User, **extra: Any) -> Authorization:
    """An authorisation of the organ to sign in pomoc społeczna, valid from 2020."""
    defaults: dict[str, Any] = {
        "number": "OR.077.1.2020",
        "granted_on": date(2020, 1, 2),
        "act": "pomoc_spoleczna",
        "valid_from": date(2020, 1, 2),
    }
    with writing(system_user()):
        return Authorization.objects.create(user=user, **{**defaults, **extra})
