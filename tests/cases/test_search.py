"""Cases in the common search and in the list, by sign and by applicant."""

from datetime import date

import pytest

from cases.models import Case
from cases.queries import WorklistFilter, cases_found, worklist
from cases.shows import search
from clients.queries import search as words
from clients.services import restriction_set
from core.models import User
from tests.factories.cases import make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district


@pytest.fixture
def case(worker: User) -> Case:
    return make_case(household=make_household(make_person("Łucja", "Żak-Źrebiec")))


def _titles(user: User, text: str, today: date) -> list[str]:
    return [hit.title for hit in search(user, text, today)]


def test_by_sign_whole_begun_or_its_number(worker: User, case: Case, today: date) -> None:
    short = f"{case.jrwa}.{case.number}"
    for text in (case.znak, case.znak.lower(), short, f"{short}.{case.year}", str(case.number)):
        assert _titles(worker, text, today) == [f"{case.znak} {case.applicant}"], text


@pytest.mark.parametrize("text", ["żak", "zrebiec luc", "Lucja Z"])
def test_by_applicant_in_any_order(worker: User, case: Case, today: date, text: str) -> None:
    assert list(cases_found(worker, today, text)) == [case]
    assert list(worklist(worker, today, WorklistFilter(text=text))) == [case]


def test_by_pesel_of_the_applicant(worker: User, case: Case, today: date) -> None:
    pesel = case.applicant.pesel or ""
    assert list(cases_found(worker, today, pesel)) == [case]
    assert list(worklist(worker, today, WorklistFilter(text=pesel[:8]))) == [case]


@pytest.mark.parametrize("text", ["", "ź", "lipowa", "nikt", "9999", "& | !", "'"])
def test_what_fits_nothing_finds_nothing(worker: User, case: Case, today: date, text: str) -> None:
    assert _titles(worker, text, today) == []
    if text:
        assert not worklist(worker, today, WorklistFilter(text=text)).exists()


def test_neither_another_district_nor_a_restricted_file(
    worker: User, manager: User, case: Case, today: date
) -> None:
    far = make_household(make_person("Jan", "Żak", sex="M"), district=make_district("Rejon 9"))
    other = make_case(household=far)
    for text in (other.znak, other.applicant.pesel or ""):
        assert _titles(worker, text, today) == []
    assert len(_titles(worker, "zak", today)) == 1 and len(_titles(manager, "zak", today)) == 2

    restriction_set(
        actor=manager, household=case.household, why="staff", note="", readers=[], today=today
    )
    for text in (case.znak, str(case.number), "zrebiec", case.applicant.pesel or ""):
        assert str(case.applicant) not in " ".join(_titles(worker, text, today)), text
        assert case not in worklist(worker, today, WorklistFilter(text=text))


def test_a_name_of_very_many_still_filters_the_list(
    worker: User, case: Case, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More bearers than are named one by one: the list asks the words itself."""
    make_case(household=make_household(make_person("Ewa", "Inna")))
    monkeypatch.setattr(words, "LOOKED_AT", 0)

    assert list(worklist(worker, today, WorklistFilter(text="zak"))) == [case]
