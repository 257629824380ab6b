"""Sentences of a decision in Polish: what was refused and why, what one can do about it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.facts import retirement_day
from core.polish import format_money, long_date

BENEFIT_ARTICLE = {
    "zasilek_staly": "art. 37 ust. 1",
    "zasilek_okresowy": "art. 38 ust. 1",
    "zasilek_celowy": "art. 39 ust. 1 w związku z art. 8 ust. 1",
    "specjalny_zasilek_celowy": "art. 41",
}
_NEW_APPLICATION = (
    "Nowy wniosek można złożyć w każdej chwili, także gdy zmieni się dochód albo skład rodziny."
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One condition that failed: in short, in full, under which article, what one can do."""

    short: str
    condition: str
    article: str
    advice: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the sentences of a refusal are made from."""

    code: str
    answer: Mapping[str, Any]
    on: date
    born: date
    sex: str
    lone: bool

    def zl(self, name: str) -> Decimal | None:
        value = self.answer.get("values", {}).get(name)
        return Decimal(value) if value is not None else None

    @property
    def article(self) -> str:
        return BENEFIT_ARTICLE.get(self.code, "art. 8")


def refusals(asked: Asked) -> list[Refusal]:
    """A sentence for each reason of the answer, in its order."""
    return [_SENTENCES.get(code, _unknown)(asked) for code in asked.answer.get("reasons", [])]


def _over_criterion(asked: Asked) -> Refusal:
    criterion = asked.zl("criterion") or Decimal(0)
    failed = [(name, income) for name, income in _incomes(asked) if income >= criterion]
    sentences = [_compared(asked, name, income, criterion) for name, income in failed]
    short = [_short(asked, name, income, criterion) for name, income in failed]
    advice = (
        "Jeżeli dochód się zmniejszy albo zostanie utracony, proszę przynieść dokumenty, które to "
        f"potwierdzają. {_NEW_APPLICATION}"
    )
    if asked.code != "specjalny_zasilek_celowy":
        advice += (
            " W szczególnie uzasadnionym przypadku można też prosić o specjalny zasiłek celowy "
            "(art. 41), mimo dochodu ponad kryterium."
        )
    return Refusal(" ".join(short), " ".join(sentences), asked.article, advice)


def _incomes(asked: Asked) -> list[tuple[str, Decimal]]:
    """The incomes that the act compares with the criterion of this benefit."""
    if asked.code == "zasilek_staly" and not asked.lone:
        names = {"own_income": "Dochód własny", "per_person": "Dochód na osobę w rodzinie"}
    else:
        names = {"income": "Dochód" if asked.lone else "Dochód rodziny"}
    found = [(name, asked.zl(key)) for key, name in names.items()]
    return [(name, income) for name, income in found if income is not None]


def _part_of_grosz(asked: Asked, income: Decimal, criterion: Decimal) -> bool:
    """Equal in grosze, and yet refused by a rule that takes an equal income: a part of a grosz
    (of a hectare or a twelfth) is above the criterion."""
    return income == criterion and asked.code == "zasilek_celowy"


def _short(asked: Asked, name: str, income: Decimal, criterion: Decimal) -> str:
    if _part_of_grosz(asked, income, criterion):
        return f"{name} przekracza kryterium ({format_money(criterion)}) o mniej niż grosz."
    if income == criterion:
        return f"{name} jest równy kryterium ({format_money(criterion)}), a musi być niższy."
    return f"{name} przekracza kryterium o {format_money(income - criterion)}."


def _compared(asked: Asked, name: str, income: Decimal, criterion: Decimal) -> str:
    if _part_of_grosz(asked, income, criterion):
        return (
            f"{name}, liczony dokładnie, jest wyższy od kryterium dochodowego "
            f"({format_money(criterion)}) o mniej niż grosz."
        )
    if income == criterion:
        return (
            f"{name} wynosi {format_money(income)} i jest równy kryterium dochodowemu; "
            "zasiłek przysługuje dopiero przy dochodzie niższym."
        )
    return (
        f"{name} wynosi {format_money(income)}. Kryterium dochodowe wynosi "
        f"{format_money(criterion)}. {name} jest wyższy od kryterium o "
        f"{format_money(income - criterion)}."
    )


def _within_criterion(asked: Asked) -> Refusal:
    income, criterion = asked.zl("income") or Decimal(0), asked.zl("criterion") or Decimal(0)
    return Refusal(
        "Dochód nie przekracza kryterium, a ten zasiłek jest dla osób z dochodem wyższym.",
        f"Dochód wynosi {format_money(income)} i nie przekracza kryterium dochodowego "
        f"({format_money(criterion)}; różnica {format_money(criterion - income)}). Specjalny "
        "zasiłek celowy jest przewidziany tylko dla osób i rodzin z dochodem ponad kryterium.",
        asked.article,
        "Przy takim dochodzie można złożyć wniosek o zasiłek celowy (art. 39) albo okresowy "
        "(art. 38). Wniosek można złożyć w każdej chwili.",
    )


def _not_incapable(asked: Asked) -> Refusal:
    retired = retirement_day(asked.born, asked.sex)
    years = 60 if asked.sex == "F" else 65
    return Refusal(
        "Nie ma ważnego orzeczenia o niezdolności do pracy ani wieku, od którego zasiłek "
        "przysługuje bez orzeczenia.",
        f"W dniu {long_date(asked.on)} nie było ważnego orzeczenia o całkowitej niezdolności do "
        "pracy ani o znacznym lub umiarkowanym stopniu niepełnosprawności. Wiek, od którego "
        f"przysługuje zasiłek stały ({years} lat), przypada {long_date(retired)}",
        "art. 37 ust. 1 w związku z art. 6 pkt 1",
        "Wniosek o orzeczenie składa się w ZUS albo w powiatowym zespole do spraw orzekania o "
        "niepełnosprawności. Po otrzymaniu orzeczenia można złożyć nowy wniosek o zasiłek stały. "
        "Do tego czasu można prosić o zasiłek okresowy (art. 38).",
    )


def _age(asked: Asked) -> Refusal:
    return Refusal(
        "Zasiłek stały przysługuje od ukończenia 18 lat.",
        "Zasiłek stały przysługuje osobie pełnoletniej. Osoba, której dotyczy wniosek, nie "
        f"ukończyła 18 lat w dniu {long_date(asked.on)}",
        "art. 37 ust. 1",
        "Po ukończeniu 18 lat można złożyć nowy wniosek.",
    )


def _other_benefit(asked: Asked) -> Refusal:
    return Refusal(
        "Zasiłek stały nie przysługuje obok innego świadczenia, które jest pobierane.",
        "Zasiłek stały nie przysługuje osobie, która ma prawo do renty socjalnej, świadczenia "
        "pielęgnacyjnego, specjalnego zasiłku opiekuńczego lub zasiłku dla opiekuna. "
        "Takie świadczenie zostało ustalone w wywiadzie.",
        "art. 37 ust. 4",
        "Po ustaniu prawa do tamtego świadczenia można złożyć nowy wniosek.",
    )


def _no_reason(asked: Asked) -> Refusal:
    return Refusal(
        "Samo ubóstwo nie wystarcza; potrzebna jest jeszcze inna okoliczność.",
        "Pomoc przysługuje, gdy oprócz niskiego dochodu występuje co najmniej jeden z powodów "
        "wymienionych w art. 7 pkt 2–15 lub inna okoliczność. Takiego powodu nie ustalono.",
        "art. 7 i art. 8 ust. 1",
        f"Jeżeli powód istnieje, proszę o nim powiedzieć i go udokumentować. {_NEW_APPLICATION}",
    )


def _unknown(asked: Asked) -> Refusal:
    """A reason without a sentence of its own: the last step of the law's way says it."""
    steps = asked.answer.get("trace", [])
    text = str(steps[-1]["text"]) if steps else "Warunek ustawy nie został spełniony."
    article = str(steps[-1]["provision"]) if steps else asked.article
    return Refusal(text, text, article, _NEW_APPLICATION)


_SENTENCES: Mapping[str, Callable[[Asked], Refusal]] = {
    "income_over_criterion": _over_criterion,
    "income_within_criterion": _within_criterion,
    "not_incapable": _not_incapable,
    "age": _age,
    "excluded_by_other_benefit": _other_benefit,
    "poverty_alone": _no_reason,
}
