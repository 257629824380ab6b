"""Invented people: names, PESEL and NRB with valid checksums, villages. Pure, by seed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from stdnum.pl import pesel as stdnum_pesel

WOMEN = (
    "Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Zofia Teresa Janina "
    "Halina Jadwiga Danuta Irena Grażyna Bożena Renata Dorota Łucja Żaneta Świetlana Longina "
    "Monika Joanna Magdalena Iwona Beata Urszula"
).split()
MEN = (
    "Jan Andrzej Piotr Krzysztof Stanisław Tomasz Paweł Józef Marcin Marek Michał Grzegorz Jerzy "
    "Tadeusz Adam Łukasz Zbigniew Ryszard Dariusz Henryk Mariusz Kazimierz Wojciech Robert "
    "Mateusz Marian Rafał Jacek Janusz Mirosław"
).split()
CHILDREN_F = "Zuzanna Julia Maja Hanna Lena Alicja Oliwia Amelia Pola Antonina".split()
CHILDREN_M = (
    "Antoni Jakub Franciszek Szymon Filip Aleksander Mikołaj Wojciech Kacper Ignacy".split()
)
SURNAMES = (
    "Nowak Wójcik Kowalczyk Woźniak Mazur Krawczyk Kaczmarek Zając Król Wieczorek Wróbel Stępień "
    "Dudek Pawlak Sikora Baran Duda Szewczyk Pietrzak Marciniak Bąk Włodarczyk Kubiak Wilk Lis "
    "Kaźmierczak Cieślak Kołodziej Szymczak Gołąb Żak Ślusarczyk Śliwa Łuczak Ćwik Gąsior Źrebiec "
    "Kania Polak Kozak Błaszczyk Sowa Kot Jarosz Mróz Kasprzak Urban Musiał Tkaczyk Kurek Kruk "
    "Wrona Dębek Jabłoń Chmiel Lipiec Stelmach Kowal Rybak Bednarz Cebula Groch Malec Bielak"
).split()
VILLAGES = {
    "Rejon 1": ("Lipowa Dolina", "Brzezinka", "Stara Łąka", "Zagajnik"),
    "Rejon 2": ("Kolonia Lipowa", "Rozłogi", "Wierzbica Mała", "Podlesie Dolne"),
    "Rejon 3": ("Czarny Bród", "Jasionka Nowa", "Olszyny", "Karczmisko"),
}
POSTAL_CODE = "22-499"
BANKS = ("10201026", "11602202", "12401037", "24900005", "10501025")


@dataclass(slots=True)
class Someone:
    """An invented person."""

    first_name: str
    last_name: str
    sex: str
    born: date
    pesel: str
    role: str


@dataclass(slots=True)
class Family:
    """An invented household: members (head first), where they live, what they live on."""

    number: int
    district: str
    village: str
    house: str
    members: list[Someone]
    nrb: str | None
    opened_on: date
    traits: set[str] = field(default_factory=set)
    income: Decimal = Decimal("0.00")
    income_kind: str = "casual_work"
    reasons: list[str] = field(default_factory=list)

    @property
    def head(self) -> Someone:
        """Who applies."""
        return self.members[0]

    @property
    def is_poor(self) -> bool:
        """Is the income under the criterion of the demo's years (art. 8 ust. 1 UPS)?"""
        size = len(self.members)
        return self.income <= (Decimal("1010") if size == 1 else Decimal("823") * size)


def invent_pesel(rng: Random, born: date, sex: str) -> str:
    """A PESEL of that birth date and sex with a valid check digit; its serial starts with 9."""
    century = {1800: 80, 1900: 0, 2000: 20}[born.year // 100 * 100]
    serial = 9000 + rng.randrange(500) * 2 + (1 if sex == "M" else 0)
    digits = f"{born.year % 100:02}{born.month + century:02}{born.day:02}{serial:04}"
    return digits + str(stdnum_pesel.calc_check_digit(digits))


def invent_nrb(rng: Random) -> str:
    """An account at a bank that exists, with valid check digits; the account is invented."""
    bban = rng.choice(BANKS) + "".join(str(rng.randrange(10)) for _ in range(16))
    return f"{98 - int(bban + '252100') % 97:02}{bban}"


def _someone(
    rng: Random,
    surname: str,
    sex: str,
    born: date,
    role: str,
    taken: set[str],
    others: Sequence[Someone] = (),
) -> Someone:
    while (pesel := invent_pesel(rng, born, sex)) in taken:
        born -= timedelta(days=1)
    taken.add(pesel)
    grown = role in ("head", "spouse", "parent", "other")
    names = (WOMEN if sex == "F" else MEN) if grown else (CHILDREN_F if sex == "F" else CHILDREN_M)
    used = {other.first_name for other in others}
    name = rng.choice([name for name in names if name not in used])
    return Someone(name, surname, sex, born, pesel, role)


def _age(today: date, someone: Someone) -> int:
    return int((today - someone.born).days / 365.25)


def _born(rng: Random, today: date, youngest: int, oldest: int) -> date:
    return today - timedelta(days=rng.randint(youngest * 366, oldest * 365))


SIZES = (1, 2, 3, 4, 5, 6)
PARENT_AGE = 19  # nobody of the demo is a parent before
SIZE_SHARES = (40, 18, 15, 14, 8, 5)


def invent_family(
    rng: Random, number: int, today: date, opened_on: date, taken: set[str]
) -> Family:
    """One household; sizes by the shares of small centres (40 % of them one person).

    `taken` are the PESEL numbers given so far.
    """
    size = rng.choices(SIZES, SIZE_SHARES)[0]
    district = rng.choice(list(VILLAGES))
    surname = rng.choice(SURNAMES)
    head_sex = rng.choice("FM")
    traits: set[str] = set()
    elderly = size == 1 and rng.random() < 0.5
    head = _someone(
        rng,
        surname,
        head_sex,
        _born(rng, today, 61 if elderly else 24, 88 if elderly else 58),
        "head",
        taken,
    )
    members = [head]
    couple = size >= 2 and rng.random() < 0.6
    if couple:
        other = "M" if head_sex == "F" else "F"
        age = _age(today, head)
        born = _born(rng, today, max(23, age - 7), age + 7)
        members.append(_someone(rng, surname, other, born, "spouse", taken))
    oldest_child = min(17, min(_age(today, adult) for adult in members) - PARENT_AGE)
    while len(members) < size:
        sex, born = rng.choice("FM"), _born(rng, today, 0, max(1, oldest_child))
        members.append(_someone(rng, surname, sex, born, "child", taken, members))
    pension_age = 60 if head_sex == "F" else 65
    if (today - head.born).days // 365.25 >= pension_age:
        traits.add("age")
    if rng.random() < 0.33:
        traits.add("disability")
    if rng.random() < 0.3:
        traits.add("unemployment")
    if rng.random() < 0.35:
        traits.add("illness")
    family = Family(
        number=number,
        district=district,
        village=rng.choice(VILLAGES[district]),
        house=str(rng.randint(1, 180)) + rng.choice(["", "", "", "A", "B"]),
        members=members,
        nrb=invent_nrb(rng) if rng.random() < 0.78 else None,
        opened_on=opened_on,
        traits=traits,
    )
    _invent_income(rng, family)
    family.reasons = _reasons(rng, family)
    return family


def _reasons(rng: Random, family: Family) -> list[str]:
    """Reasons of art. 7 UPS in the shares of small centres; there is always one."""
    reasons = ["ubostwo"] if family.is_poor else []
    if "unemployment" in family.traits and "age" not in family.traits:
        reasons.append("bezrobocie")
    if "disability" in family.traits:
        reasons.append("niepelnosprawnosc")
    if "illness" in family.traits or "age" in family.traits:
        reasons.append("choroba")
    children = sum(1 for member in family.members if member.role == "child")
    if children and rng.random() < 0.3:
        reasons.append("bezradnosc")
    if children >= 3:
        reasons.append("macierzynstwo_wielodzietnosc")
    for code, share in (("uzaleznienie", 0.04), ("przemoc", 0.03), ("zdarzenie_losowe", 0.02)):
        if rng.random() < share:
            reasons.append(code)
    if not set(reasons) - {"ubostwo"}:
        reasons.append("choroba")
    return reasons


def _invent_income(rng: Random, family: Family) -> None:
    """Most live under the criterion, some just above it; whole tens of grosze as pay slips show."""
    size = len(family.members)
    base = Decimal("1010") if size == 1 else Decimal("823") * size
    share = Decimal(
        rng.choices([0, 20, 35, 50, 65, 80, 95, 110, 140], [12, 10, 14, 16, 16, 12, 8, 7, 5])[0]
    )
    family.income = (base * share / 100 + Decimal(rng.randint(0, 999)) / 100).quantize(
        Decimal("0.01")
    )
    if share == 0:
        family.income = Decimal("0.00")
    kinds = ["casual_work", "wage", "contract", "unemployment_benefit"]
    if "disability" in family.traits:
        kinds = ["zasilek_pielegnacyjny", "disability_pension"]
    if "age" in family.traits:
        kinds = ["pension", "foreign_pension"]
    family.income_kind = rng.choice(kinds)
    if family.income_kind == "zasilek_pielegnacyjny":
        family.income = Decimal("215.84")
