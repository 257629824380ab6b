"""The page of a death: recording, what it stopped, what is to be done, taking it back."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from clients.models import Death, Person
from core.models import User
from payments.models import Entitlement, StopWay
from payments.services import death_record, list_cancel
from payments.states import EntitlementStatus
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district
from tests.factories.payments import make_approved_lists, make_entitlement, make_lists

pytestmark = pytest.mark.usefixtures("clock")

SENT = {"died_on": "20.11.2026", "source": "odpis skrócony aktu zgonu"}


@pytest.fixture
def father(office: object) -> Person:
    return make_person("Jan", "Żak", born=date(1970, 1, 2), sex="M")


@pytest.fixture
def entitlement(father: Person) -> Entitlement:
    household = make_household(father, (make_person("Anna", "Żak"), "spouse"))
    return make_entitlement(person=father, household=household)


def _url(person: Person) -> str:
    return reverse("payments:death", args=[person.pk])


def test_the_form_says_what_will_stop_and_records(
    page: Client, worker: User, entitlement: Entitlement, father: Person
) -> None:
    page.force_login(worker)
    text = page.get(_url(father)).content.decode()
    assert "500,00" in text and "art. 106 ust. 3 UPS" in text

    assert page.post(_url(father), SENT).status_code == 302

    entitlement.refresh_from_db()
    assert entitlement.ended_on == date(2026, 11, 20)
    text = page.get(_url(father)).content.decode()
    assert "zakończone z dniem zgonu" in text
    assert entitlement.case.znak in text and "art. 105" in text  # the open case
    assert "nie ma już osoby prowadzącej" in text  # the household he headed
    text = page.get(reverse("clients:person", args=[father.pk])).content.decode()
    assert "Zgon 20.11.2026" in text


def test_money_paid_for_later_days_is_named(
    page: Client, worker: User, entitlement: Entitlement, father: Person
) -> None:
    make_approved_lists()
    page.force_login(worker)
    page.post(_url(father), SENT)

    assert "166,67" in page.get(_url(father)).content.decode()


def test_money_of_others_is_looked_at(
    page: Client, clerk: User, entitlement: Entitlement, father: Person
) -> None:
    mother = Person.objects.get(first_name="Anna")
    other = make_entitlement(
        "zasilek_staly", person=mother, household=entitlement.household, nrb=entitlement.nrb,
        valid_to=None,
    )  # fmt: skip
    page.force_login(clerk)
    page.post(_url(father), SENT)
    after = page.get(_url(father)).context["after"]

    assert (after.others, after.payees) == ([other], [other])
    other.refresh_from_db()
    assert other.status == EntitlementStatus.ACTIVE


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"died_on": "25.11.2026"}, "died_on"),
        ({"died_on": "01.01.1970"}, "died_on"),
        ({"died_on": "31.02.2026"}, "died_on"),
        ({"died_on": ""}, "died_on"),
        ({"source": " "}, "source"),
    ],
)
def test_a_mistake_stands_at_its_field(
    page: Client, worker: User, entitlement: Entitlement, father: Person, sent: dict, field: str
) -> None:
    page.force_login(worker)
    answer = page.post(_url(father), {**SENT, **sent})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not Death.objects.exists()


def test_what_is_withheld_is_ended_when_its_list_is_gone(
    page: Client, clerk: User, entitlement: Entitlement, father: Person, today: date
) -> None:
    (one,) = make_lists()
    page.force_login(clerk)
    page.post(_url(father), SENT)
    stop = Death.objects.get().stops.get()
    assert stop.way == StopWay.WITHHELD
    settle = reverse("payments:death_settle", args=[stop.pk])
    assert one.number in page.post(settle, follow=True).content.decode()

    list_cancel(actor=clerk, payment_list=one, today=today, why="zgon")
    page.post(settle)

    stop.refresh_from_db()
    assert stop.way == StopWay.ENDED


def test_a_clerk_takes_it_back_and_a_worker_does_not(
    page: Client, clerk: User, worker: User, entitlement: Entitlement, father: Person, today: date
) -> None:
    death = death_record(
        actor=worker, today=today, person=father, died_on=today, source="rejestr PESEL"
    )
    undo = reverse("payments:death_undo", args=[death.pk])
    page.force_login(worker)
    assert undo not in page.get(_url(father)).content.decode()
    assert page.post(undo, {"reason": "pomyłka"}).status_code == 403
    page.force_login(clerk)
    assert page.post(undo, {"reason": ""}).status_code == 422

    page.post(undo, {"reason": "pomyłka"})

    entitlement.refresh_from_db()
    assert entitlement.status == EntitlementStatus.ACTIVE
    father.refresh_from_db()
    assert father.death_date is None


def test_strangers_and_readers(
    page: Client, staff: dict[str, User], entitlement: Entitlement, father: Person, today: date
) -> None:
    other = make_person("Adam", "Obcy", sex="M")
    home = make_household(other, district=make_district("Rejon 9"))
    far = make_entitlement(person=other, household=home)
    death = death_record(
        actor=staff["benefits_clerk"], today=today, person=other, died_on=today, source="USC"
    )
    page.force_login(staff["social_worker"])
    assert page.get(_url(other)).status_code == 404
    assert page.post(_url(other), SENT).status_code == 404
    undo = reverse("payments:death_undo", args=[death.pk])
    settle = reverse("payments:death_settle", args=[death.stops.get(entitlement=far).pk])
    for url in (undo, settle):
        assert page.post(url, {"reason": "pomyłka"}).status_code == 404
    for role in ("manager", "accountant", "auditor", "administrator"):
        page.force_login(staff[role])
        assert page.get(_url(father)).status_code == 403


def test_the_page_costs_few_queries(
    page: Client, clerk: User, entitlement: Entitlement, father: Person,
    django_assert_max_num_queries,
) -> None:  # fmt: skip
    page.force_login(clerk)
    page.post(_url(father), SENT)
    assert Case.objects.exists()
    with django_assert_max_num_queries(25):
        page.get(_url(father))


def test_the_desk_of_a_clerk_tells_what_is_withheld(
    page: Client, clerk: User, entitlement: Entitlement, father: Person
) -> None:
    make_lists()
    page.force_login(clerk)
    assert "Wstrzymane po zgonie" not in page.get("/").content.decode()
    page.post(_url(father), SENT)

    text = page.get("/").content.decode()
    assert "Wstrzymane po zgonie" in text and _url(father) in text
