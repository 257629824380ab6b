"""The administrator's page about the places of TERYT."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clients.forms.residence import AddressForm
from clients.models import Address, Place, PlaceLoad, PlaceLoadStatus
from clients.queries.about import places_like
from clients.services.places import place_load_confirm, places_take
from clients.tasks import take_places
from clients.teryt import PlaceRow, Register
from core.dictionaries import system_user
from core.errors import StaleState
from core.models import Job, User
from tests.clients.test_places import SIMC, TERC
from tests.factories.clients import make_person
from tests.factories.core import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "clock")]
NEW = reverse("clients:place_load_new")


@pytest.fixture
def page(administrator: User, client: Client) -> Client:
    client.force_login(administrator)
    return client


def zipped(name: str, text: str) -> bytes:
    """A ZIP as GUS gives it."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text.encode("utf-8-sig"))
    return content.getvalue()


def files(simc: bytes | str = SIMC, terc: bytes | str = TERC) -> dict[str, SimpleUploadedFile]:
    def upload(name: str, content: bytes | str) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())

    return {"simc": upload("SIMC.csv", simc), "terc": upload("TERC.csv", terc)}


def sent(page: Client, **more: str) -> PlaceLoad:
    """A register that waits for confirmation."""
    answer = page.post(NEW, {**files(), **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return PlaceLoad.objects.get()


def test_a_register_is_compared_confirmed_and_taken_in_once(page: Client) -> None:
    places_take(
        actor=system_user(),
        register=Register(TODAY, "", [
            PlaceRow("9000011", "Żabin", "0699012", "Lipowa Dolina"),
            PlaceRow("9000099", "Zniknięte", "0699012", "Lipowa Dolina"),
        ]),
    )  # fmt: skip
    person = make_person()
    gone = Place.objects.get(simc="9000099")
    Address.objects.filter(person=person).update(teryt_place=gone)

    load = sent(page)
    shown = page.get(reverse("clients:place_load", args=[load.pk]))
    counts = [
        len(getattr(shown.context["changes"], kind)) for kind in ("added", "changed", "ended")
    ]
    assert counts == [1, 1, 1]
    assert shown.context["changes"].ends_many
    assert shown.context["addresses"] == Address.objects.filter(teryt_place=gone).count()
    for word in ("Klonów", "Żabi Bród", "Żabin", "Zniknięte"):
        assert word in shown.content.decode()
    assert not Place.objects.filter(name="Klonów").exists()

    for _twice in range(2):
        page.post(reverse("clients:place_load_confirm", args=[load.pk]))
    job = Job.objects.get(name="clients.places")
    for _twice in range(2):
        assert take_places(job) == reverse("clients:place_load", args=[load.pk])
    load.refresh_from_db()
    assert (load.status, load.added, load.changed, load.ended) == ("done", 1, 1, 1)
    assert not load.content
    assert load.confirmed_on == TODAY
    assert dict(Place.objects.values_list("simc", "name"))["9000011"] == "Żabi Bród"
    gone.refresh_from_db()
    assert gone.ended_on == load.as_of
    assert page.get(reverse("clients:place_load", args=[load.pk])).status_code == 200

    again = PlaceLoad.objects.exclude(pk=load.pk)
    page.post(NEW, files())
    shown = page.get(reverse("clients:place_load", args=[again.get().pk]))
    assert shown.context["any"] is False
    assert shown.context["changes"].same == 2
    assert not shown.context["changes"].ends_many


def test_an_ended_place_is_not_offered_and_comes_back_with_the_register(page: Client) -> None:
    row = PlaceRow("9000011", "Żabi Bród", "0699012", "Lipowa Dolina")
    other = PlaceRow("9000028", "Żabi Bród", "0699022", "Dąb")
    places_take(actor=system_user(), register=Register(TODAY, "", [row, other]))
    assert AddressForm({"place": "Żabi Bród"}).asks_which_place

    places_take(actor=system_user(), register=Register(TODAY, "06", [row]))
    assert [place.simc for place in places_like("Żabi")] == ["9000011"]
    assert not AddressForm({"place": "Żabi Bród"}).asks_which_place

    places_take(actor=system_user(), register=Register(TODAY, "06", [row, other]))
    assert len(places_like("Żabi")) == 2


def test_a_part_of_poland_ends_nothing_elsewhere(page: Client) -> None:
    far = PlaceRow("0900003", "Klonów", "1499011", "Klonów")
    places_take(actor=system_user(), register=Register(TODAY, "", [far]))

    load = sent(page, within="06")

    assert load.read == 1
    shown = page.get(reverse("clients:place_load", args=[load.pk]))
    assert shown.context["changes"].ended == []


def test_a_zip_is_taken_as_it_came(page: Client) -> None:
    answer = page.post(
        NEW, files(zipped("SIMC_Adresowy_2026.csv", SIMC), zipped("TERC_2026.csv", TERC))
    )
    assert answer.status_code == 302
    assert PlaceLoad.objects.get().read == 2


@pytest.mark.parametrize(
    ("simc", "terc", "field", "words"),
    [
        ("", TERC, "simc", "brak"),
        (SIMC.replace("RODZ_GMI", "RODZ"), TERC, "simc", "RODZ_GMI"),
        (SIMC.encode("cp1250"), TERC, "simc", "UTF-8"),
        (b"<teryt></teryt>", TERC, "simc", "CSV"),
        (b"PK\x03\x04 broken", TERC, "simc", "uszkodzony"),
        (zipped("readme.txt", "x"), TERC, "simc", "dokładnie jeden"),
        (SIMC.replace("2026-01-01", "dziś"), TERC, "simc", "STAN_NA"),
        (SIMC, TERC.replace("06;99;01;2", "06;98;01;2"), "terc", "0699012"),
        (SIMC, SIMC, "terc", "RODZ"),
    ],
)
def test_a_bad_file_is_told_at_its_field(
    page: Client, simc: bytes | str, terc: bytes | str, field: str, words: str
) -> None:
    answer = page.post(NEW, files(simc, terc), headers={"accept-language": "pl"})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert words in str(errors[field])
    assert not PlaceLoad.objects.exists()


def test_a_part_without_a_place_is_told(page: Client) -> None:
    answer = page.post(NEW, {**files(), "within": "32"})
    assert list(answer.context["form"].errors) == ["simc"]


def test_a_register_given_up_or_sent_again_waits_no_more(page: Client, administrator: User) -> None:
    first = sent(page)
    page.post(NEW, files())
    second = PlaceLoad.objects.get()
    assert second.pk != first.pk
    with pytest.raises(StaleState):
        place_load_confirm(actor=administrator, today=TODAY, load=first)

    page.post(reverse("clients:place_load_forget", args=[second.pk]))
    assert not PlaceLoad.objects.exists()
    assert page.get(reverse("clients:place_loads")).status_code == 200


def test_an_older_register_is_told(page: Client) -> None:
    load = sent(page)
    page.post(reverse("clients:place_load_confirm", args=[load.pk]))
    take_places(Job.objects.get(name="clients.places"))

    page.post(NEW, files(SIMC.replace("2026-01-01", "2025-01-01")))

    older = PlaceLoad.objects.get(status=PlaceLoadStatus.UPLOADED)
    shown = page.get(reverse("clients:place_load", args=[older.pk]))
    assert shown.context["newer"] == load


def test_the_page_of_settings_leads_there(page: Client) -> None:
    answer = page.get(reverse("core:office"))
    assert reverse("clients:place_loads") in answer.content.decode()
