"""The demo centre: office, districts, staff, authorisation to sign."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password

from core.audit import writing
from core.dictionaries import dictionaries_load, system_user
from core.models import Authorization, Centre, CentreAccount, District, User
from core.permissions import Role
from gops.demo.people import VILLAGES

PASSWORD = settings.DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class Account:
    """One demo account."""

    username: str
    first_name: str
    last_name: str
    role: Role
    position: str
    district: str = ""


ACCOUNTS = (
    Account("pracownik1", "Joanna", "Wilczek", Role.SOCIAL_WORKER, "pracownik socjalny", "Rejon 1"),
    Account("pracownik2", "Paweł", "Modrzew", Role.SOCIAL_WORKER, "pracownik socjalny", "Rejon 2"),
    Account("pracownik3", "Łucja", "Ćwik", Role.SOCIAL_WORKER, "pracownik socjalny", "Rejon 3"),
    Account("referent1", "Renata", "Osika", Role.BENEFITS_CLERK, "referent ds. świadczeń"),
    Account("referent2", "Marek", "Kalina", Role.BENEFITS_CLERK, "referent ds. świadczeń"),
    Account("kierownik", "Halina", "Dąbek", Role.MANAGER, "Kierownik GOPS"),
    Account("ksiegowa", "Irena", "Jawor", Role.ACCOUNTANT, "główna księgowa"),
    Account("kontroler", "Adam", "Głóg", Role.AUDITOR, "kontroler wewnętrzny"),
    Account("administrator", "Ewa", "Bez", Role.ADMINISTRATOR, "administrator systemu"),
)  # fmt: skip


@dataclass(slots=True)
class Office:
    """The staff of the demo, by what they do."""

    workers: dict[str, User]
    clerks: list[User]
    manager: User
    accountant: User


def open_office(first_day: date) -> Office:
    """Open the demo centre; its manager may sign from `first_day` on."""
    dictionaries_load()
    Centre.objects.update_or_create(
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
            "symbol": "GOPS",
            "sko_name": "Samorządowe Kolegium Odwoławcze w Zamościu",
            "sko_address": "ul. Przykładowa 1, 22-400 Zamość",
        },
    )
    CentreAccount.objects.get_or_create(
        nrb="13102010260000120200000017",
        defaults={"name": "Rachunek wydatków", "is_default": True},
    )
    districts = {
        name: District.objects.get_or_create(name=name, defaults={"places": ", ".join(villages)})[0]
        for name, villages in VILLAGES.items()
    }
    password = make_password(PASSWORD)  # one hash for all: a good hash is slow on purpose
    users = {account.username: _user(account, districts, password) for account in ACCOUNTS}
    manager = users["kierownik"]
    with writing(system_user(), "demo"):
        Authorization.objects.get_or_create(
            user=manager,
            number=f"OR.077.3.{first_day.year}",
            defaults={
                "granted_on": first_day,
                "act": "pomoc_spoleczna",
                "valid_from": first_day,
            },
        )
    return Office(
        workers={a.district: users[a.username] for a in ACCOUNTS if a.district},
        clerks=[users["referent1"], users["referent2"]],
        manager=manager,
        accountant=users["ksiegowa"],
    )


def _user(account: Account, districts: dict[str, District], password: str) -> User:
    return User.objects.create(
        username=account.username,
        first_name=account.first_name,
        last_name=account.last_name,
        role=account.role,
        position=account.position,
        district=districts.get(account.district),
        password=password,
    )
