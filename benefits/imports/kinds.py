"""What files may hold: the fields of each kind, and the names that older systems give them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import law
from benefits.imports.states import ImportKind
from cases.models import PaymentWay
from clients.models import MaritalStatus, MemberRole, PeselAbsence, Sex
from core.models import BenefitKind


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its code, label, what stands in it, and other names of its column."""

    code: str
    label: str | Promise
    type: str = "text"  # text | date | money | yes | choice | pesel | nrb | int
    required: bool = False
    names: Sequence[str] = ()
    example: str = ""


F = Field
FIELDS: Mapping[str, tuple[Field, ...]] = {
    ImportKind.PERSONS: (
        F("id", _("number in the older system"), required=True, example="O-1001",
          names=("id", "id osoby", "identyfikator", "nr osoby", "numer osoby", "nr kartoteki")),
        F("last_name", _("surname"), required=True, names=("nazwisko",), example="Nowak"),
        F("first_name", _("first name"), required=True, example="Anna",
          names=("imię", "imię pierwsze", "pierwsze imię")),
        F("second_name", _("second name"), names=("drugie imię", "imię drugie"), example="Maria"),
        F("family_name", _("family name (at birth)"),
          names=("nazwisko rodowe", "nazwisko panieńskie")),
        F("pesel", "PESEL", "pesel", names=("pesel", "nr pesel", "numer pesel"),
          example="80051212342"),
        F("pesel_absence", _("why there is no PESEL"), "choice",
          names=("powód braku pesel", "brak pesel")),
        F("pesel_differs_why", _("why the PESEL says otherwise"),
          names=("powód niezgodności pesel",)),
        F("identity_document", _("identity document"),
          names=("dokument tożsamości", "nr dowodu", "seria i numer dowodu", "dowód osobisty")),
        F("birth_date", _("date of birth"), "date", example="12.05.1980",
          names=("data urodzenia", "data ur", "ur", "urodzony")),
        F("sex", _("sex"), "choice", names=("płeć",), example="K"),
        F("death_date", _("date of death"), "date", names=("data zgonu", "zgon")),
        F("citizenship", _("citizenship"), names=("obywatelstwo",), example="PL"),
        F("marital_status", _("marital status"), "choice", names=("stan cywilny",),
          example="panna"),
        F("phone", _("phone"), names=("telefon", "nr telefonu", "tel"), example="600 100 200"),
        F("email", _("e-mail"), names=("email", "e-mail", "adres e-mail", "poczta elektroniczna")),
    ),
    ImportKind.HOUSEHOLDS: (
        F("household", _("number of the household in the older system"), required=True,
          names=("id rodziny", "id gospodarstwa", "nr rodziny", "numer rodziny", "rodzina",
                 "gospodarstwo"), example="R-501"),
        F("person", _("person (number in the older system or PESEL)"), required=True,
          names=("id osoby", "nr osoby", "osoba", "identyfikator osoby", "pesel"),
          example="O-1001"),
        F("role", _("role"), "choice", required=True, example="głowa rodziny",
          names=("rola", "pokrewieństwo", "stopień pokrewieństwa", "rola w rodzinie")),
        F("valid_from", _("member from"), "date", required=True, example="01.03.2024",
          names=("od", "członek od", "data od", "od dnia", "w rodzinie od")),
        F("valid_to", _("member to"), "date",
          names=("do", "członek do", "data do", "do dnia", "w rodzinie do")),
        F("shared_custody", _("also in another household, by court order"), "yes",
          names=("opieka naprzemienna", "piecza naprzemienna")),
        F("court_order", _("court order"), names=("orzeczenie sądu",)),
        F("district", _("district"), names=("rejon", "rejon opiekuńczy"), example="Rejon 1"),
        F("street", _("street"), names=("ulica",)),
        F("house", _("house number"), names=("nr domu", "numer domu", "dom"), example="12"),
        F("flat", _("flat number"), names=("nr lokalu", "numer lokalu", "lokal", "nr mieszkania")),
        F("postal_code", _("postal code"), names=("kod pocztowy", "kod"), example="22-499"),
        F("place", _("place"), names=("miejscowość", "miasto"), example="Lipowa Dolina"),
        F("post_office", _("post office"), names=("poczta",)),
        F("address_from", _("lives there from"), "date",
          names=("adres od", "zamieszkały od", "zamieszkuje od")),
    ),
    ImportKind.INCOMES: (
        F("id", _("number in the older system"), required=True, example="D-77",
          names=("id", "id dochodu", "nr dochodu", "identyfikator")),
        F("person", _("person (number in the older system or PESEL)"), required=True,
          names=("id osoby", "nr osoby", "osoba", "identyfikator osoby", "pesel"),
          example="O-1001"),
        F("kind", _("kind"), "choice", required=True, example="emerytura",
          names=("rodzaj", "rodzaj dochodu", "źródło dochodu", "typ dochodu")),
        F("valid_from", _("month or first day"), "date", required=True, example="10.2026",
          names=("od", "miesiąc", "data od", "za miesiąc", "okres od")),
        F("valid_to", _("last day"), "date", names=("do", "data do", "okres do")),
        F("amount", _("amount (net)"), "money", required=True, example="1 229,50",
          names=("kwota", "netto", "kwota netto", "dochód", "dochód netto")),
        F("gross", _("gross"), "money", names=("brutto", "kwota brutto", "przychód")),
        F("tax", _("tax"), "money", names=("podatek", "zaliczka na podatek")),
        F("social", _("social contributions"), "money",
          names=("składki społeczne", "składka społeczna", "zus społeczne")),
        F("health", _("health contribution"), "money",
          names=("składka zdrowotna", "zdrowotna", "zus zdrowotne")),
        F("note", _("note"), names=("uwagi", "opis")),
        F("source", _("source"), names=("dokument", "podstawa", "źródło")),
    ),
    ImportKind.ENTITLEMENTS: (
        F("id", _("number in the older system"), required=True, example="S-9",
          names=("id", "id świadczenia", "nr świadczenia", "identyfikator")),
        F("person", _("person (number in the older system or PESEL)"), required=True,
          names=("id osoby", "nr osoby", "osoba", "identyfikator osoby", "pesel"),
          example="O-1001"),
        F("kind", _("benefit"), "choice", required=True, example="zasiłek stały",
          names=("świadczenie", "rodzaj świadczenia", "rodzaj", "nazwa świadczenia")),
        F("amount", _("amount"), "money", required=True, example="1 229,00",
          names=("kwota", "kwota miesięczna", "wysokość")),
        F("valid_from", _("from"), "date", required=True, example="01.03.2024",
          names=("od", "przyznane od", "data od", "okres od")),
        F("valid_to", _("to"), "date", names=("do", "przyznane do", "data do", "okres do")),
        F("first_amount", _("amount of the first month"), "money",
          names=("kwota pierwszego miesiąca",)),
        F("last_amount", _("amount of the last month"), "money",
          names=("kwota ostatniego miesiąca",)),
        F("way", _("way of payment"), "choice", required=True, example="przelew",
          names=("sposób wypłaty", "forma wypłaty", "sposób płatności", "forma płatności")),
        F("payee_name", _("payee"), example="Anna Nowak",
          names=("odbiorca", "osoba pobierająca", "posiadacz rachunku")),
        F("payee_address", _("address of the payee"), names=("adres odbiorcy",)),
        F("nrb", _("account number"), "nrb",
          names=("nr rachunku", "numer rachunku", "rachunek", "konto", "nr konta", "nrb")),
        F("number", _("number of the decision"), required=True, example="GOPS.5021.17.2024/1",
          names=("nr decyzji", "numer decyzji", "decyzja")),
        F("day", _("day of the decision"), "date", required=True, example="26.02.2024",
          names=("data decyzji", "z dnia", "data wydania decyzji")),
        F("basis", _("legal basis"), required=True, example="art. 37 ust. 1 pkt 1 UPS",
          names=("podstawa prawna", "podstawa")),
        F("znak", _("case sign"), names=("znak sprawy", "nr sprawy"),
          example="GOPS.5021.17.2024"),
        F("household_size", _("people in the household"), "int",
          names=("liczba osób", "liczba osób w rodzinie", "liczba członków rodziny")),
        F("pays_health_contribution", _("health contribution is paid"), "yes",
          names=("składka zdrowotna", "ubezpieczenie zdrowotne")),
    ),
}  # fmt: skip


def field(kind: str, code: str) -> Field:
    """The field of a kind by its code."""
    return next(item for item in FIELDS[kind] if item.code == code)


WORDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "sex": {
        Sex.FEMALE: ("k", "kobieta", "ż", "żeńska", "f", "2"),
        Sex.MALE: ("m", "mężczyzna", "męska", "1"),
    },
    "marital_status": {
        MaritalStatus.SINGLE: ("panna", "kawaler", "wolny", "wolna", "kawaler/panna"),
        MaritalStatus.MARRIED: ("mężatka", "żonaty", "zamężna", "żonaty/zamężna"),
        MaritalStatus.DIVORCED: ("rozwiedziony", "rozwiedziona", "rozwodnik", "rozwódka"),
        MaritalStatus.SEPARATED: ("w separacji", "separacja"),
        MaritalStatus.WIDOWED: ("wdowa", "wdowiec", "owdowiały", "owdowiała"),
    },
    "role": {
        MemberRole.HEAD: ("głowa rodziny", "głowa", "wnioskodawca", "osoba główna"),
        MemberRole.SPOUSE: ("żona", "mąż", "małżonek", "małżonka", "partner", "partnerka",
                            "konkubent", "konkubina"),
        MemberRole.CHILD: ("syn", "córka", "dziecko", "pasierb", "pasierbica"),
        MemberRole.PARENT: ("ojciec", "matka", "rodzic", "teść", "teściowa"),
        MemberRole.OTHER: ("inny", "inna osoba", "wnuk", "wnuczka", "brat", "siostra", "babcia",
                           "dziadek"),
    },
    "way": {
        PaymentWay.TRANSFER: ("przelew", "konto", "na konto", "rachunek bankowy"),
        PaymentWay.CASH: ("kasa", "gotówka", "gotówką", "w kasie"),
    },
}  # fmt: skip


def choices(kind: str, code: str, today: date) -> list[tuple[str, str]]:
    """Codes of a choice field with their labels, as the office knows them on `today`."""
    if (kind, code) == (ImportKind.INCOMES, "kind"):
        return [(item.code, item.label) for item in law.income_kinds(today)]
    if (kind, code) == (ImportKind.ENTITLEMENTS, "kind"):
        return list(BenefitKind.objects.order_by("position", "code").values_list("code", "name"))
    return [(value, str(label)) for value, label in _CHOICES[code]]


_CHOICES = {
    "sex": Sex.choices,
    "marital_status": MaritalStatus.choices,
    "pesel_absence": PeselAbsence.choices,
    "role": MemberRole.choices,
    "way": PaymentWay.choices,
}
