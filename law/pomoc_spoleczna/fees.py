"""Fees in zł: care services (art. 50), shelters (art. 97) and day centres (art. 51b)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts, missing
from law.facts import MONEY, Facts
from law.money import ZERO, grosze, grosze_of, percent_of, polish
from law.outcome import Result
from law.params import Law
from law.pomoc_spoleczna.act import basis, criterion_of, multiple_of_criterion
from law.pomoc_spoleczna.income import HouseholdIncome, income_of
from law.pomoc_spoleczna.spans import rounded
from law.reading import Amount, Field, Fields, Flag, ListOf
from law.trace import Step

# Who has no more than the criterion pays nothing, whatever the tariff says.
FREE_TO_PCT = 100
_BAND = Fields(
    Field("over_pct", MONEY, required=True, help="exclusive, in per cent of the criterion"),
    Field("to_pct", MONEY, help="inclusive; without it the band has no end"),
    Field("fee_per_hour", MONEY, help="zł per hour"),
    Field("fee_pct", MONEY, help="instead: per cent of hourly_cost"),
    Field("hourly_cost", MONEY),
)
CARE_SERVICES_FIELDS = (
    Field("hours", Amount(), required=True),
    Field("tariff", ListOf(_BAND, 60, 1), required=True, help="bands of the resolution"),
    Field("hourly_cost", MONEY, help="cost of an hour, for bands without their own"),
)
SHELTER_FIELDS = (Field("with_care", Flag(), required=True, help="with care services"),)


def care_services(facts: Facts, law: Law) -> Result:
    """Fee per hour by the band of the gmina's tariff in which the income lies (art. 50 ust. 6)."""
    check_tariff(facts.extra["tariff"], law)
    criterion, income = criterion_of(facts.household, law), income_of(facts, law)
    exact = income.exact * 100 / Fraction(criterion.whole)
    percent = rounded(exact)
    index, band = _band_for(facts.extra["tariff"], exact)
    common = {key: facts.extra[key] for key in ("hourly_cost",) if key in facts.extra}
    per_hour = _per_hour({**common, **band}, f"facts.tariff[{index}]")
    hours = facts.extra["hours"]
    total = grosze(per_hour * hours)
    values = {
        "income": income.total,
        "criterion": criterion.whole,
        "pct_of_criterion": percent,
        "fee_per_hour": grosze(per_hour),
        "total": total,
    }
    text = (
        f"Dochód stanowi {percent:f}% kryterium, więc godzina kosztuje {polish(grosze(per_hour))}; "
        f"{hours:f} godz. = {polish(total)}."
    )
    step = Step("art. 50 ust. 6", text, total, {"hours": hours, "pct_of_criterion": percent})
    steps = (income.step, criterion.step, step)
    return Result(None, steps, basis("art. 8 ust. 3", "art. 50 ust. 1, 5 i 6"), values=values)


def check_tariff(bands: tuple[Mapping[str, Any], ...], _law: Law) -> None:
    """Bands in order, each with one way to the fee. Raises InvalidFacts."""
    last: Decimal | None = ZERO
    for index, band in enumerate(bands):
        path = f"facts.tariff[{index}]"
        if last is None or band["over_pct"] < last:
            raise InvalidFacts(
                "bands overlap or are not in order",
                path=f"{path}.over_pct",
                polish="Przedziały nachodzą na siebie albo nie są po kolei.",
            )
        last = band.get("to_pct")
        if last is not None and last <= band["over_pct"]:
            raise InvalidFacts(
                "to_pct is not above over_pct",
                path=f"{path}.to_pct",
                polish="Koniec przedziału musi być wyższy od początku.",
            )
        if ("fee_per_hour" in band) == ("fee_pct" in band):
            raise InvalidFacts(
                "give either fee_per_hour or fee_pct with hourly_cost",
                path=path,
                polish="Podaj albo opłatę za godzinę, albo jej część kosztu godziny.",
            )


def _band_for(
    bands: tuple[Mapping[str, Any], ...], percent: Fraction
) -> tuple[int, Mapping[str, Any]]:
    if percent <= FREE_TO_PCT:
        return 0, {"fee_per_hour": ZERO}
    for index, band in enumerate(bands):
        low, high = band["over_pct"], band.get("to_pct")
        if percent > low and (high is None or percent <= high):
            return index, band
    raise InvalidFacts(
        f"no band holds an income of {rounded(percent)}% of the criterion",
        path="facts.tariff",
    )


def _per_hour(band: Mapping[str, Any], path: str) -> Decimal:
    if "fee_per_hour" in band:
        fee: Decimal = band["fee_per_hour"]
        return fee
    if "hourly_cost" not in band:
        raise missing(f"{path}.hourly_cost", "fee_pct is a part of the cost of an hour")
    return percent_of(band["fee_pct"], band["hourly_cost"])


def shelter(facts: Facts, law: Law) -> Result:
    """Highest fee for a shelter when the income is within the criterion (art. 97).

    Above the criterion the act sets no limit; the resolution of the gmina does.
    """
    criterion, income = criterion_of(facts.household, law), income_of(facts, law)
    per_person = income.per_person
    values: dict[str, Any] = {
        "income": income.total,
        "per_person": per_person,
        "criterion": criterion.person,
    }
    if income.exact > criterion.whole:
        text = "Dochód przekracza kryterium: opłatę ustala uchwała rady gminy."
        values |= {
            "max_fee": None,
            "excess": grosze_of(income.per_person_exact - Fraction(criterion.person)),
        }
        step = Step("art. 97 ust. 1", text)
    else:
        percent = law("schronisko_with_care_pct" if facts.extra["with_care"] else "schronisko_pct")
        fee = _part(percent, income)
        values["max_fee"] = fee
        text = f"Opłata nie może przekroczyć {percent:f}% dochodu: {polish(fee)}."
        step = Step("art. 97 ust. 1", text, fee, {"percent": percent, "income": per_person})
    steps = (income.step, criterion.step, step)
    return Result(None, steps, basis("art. 8 ust. 3", "art. 48a", "art. 97 ust. 1"), values=values)


def _part(percent: Decimal, income: HouseholdIncome) -> Decimal:
    """That many per cent of the exact income per person."""
    return grosze_of(income.per_person_exact * Fraction(percent) / 100)


def day_centre(facts: Facts, law: Law) -> Result:
    """Monthly fee for a day centre: due when the income per person exceeds three criteria."""
    criterion, income = criterion_of(facts.household, law), income_of(facts, law)
    threshold = multiple_of_criterion(facts.household, law, law("sds_threshold_pct"))
    due = income.per_person_exact > threshold
    percent = law("sds_fee_pct")
    fee = _part(percent, income) if due else ZERO
    verdict = "przekracza" if due else "nie przekracza"
    text = f"Dochód na osobę {polish(income.per_person)} {verdict} progu {polish(threshold)}"
    text += f", opłata wynosi {percent:f}%: {polish(fee)}." if due else ", pobyt jest nieodpłatny."
    step = Step("art. 51b ust. 1", text, fee, {"threshold": threshold, "percent": percent})
    values = {
        "income": income.total,
        "per_person": income.per_person,
        "criterion": criterion.person,
        "threshold": threshold,
        "fee": fee,
    }
    steps = (income.step, criterion.step, step)
    return Result(None, steps, basis("art. 8 ust. 3", "art. 51b"), values=values)
