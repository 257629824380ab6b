"""Papers: judged by content, limited in size, stored apart, served to those who may see them."""

import errno
import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageFile
from pypdf import PdfWriter

from clients.models import Document, Household
from clients.services import document_store
from clients.uploads import examine, page_picture
from core.audit import writing
from core.errors import DomainError
from core.models import AccessLog, User
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district
from tests.factories.papers import HEIC, JPEG, PDF, PNG, pdf, photo, picture

pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def household(office: object) -> Household:
    return make_household(make_person("Łucja", "Żak"))


def _store(actor: User, household: Household, content: bytes, **extra: Any) -> Document:
    upload = SimpleUploadedFile("skan.exe", content, content_type="application/x-msdownload")
    return document_store(
        actor=actor, household=household, title="Orzeczenie ZUS", upload=upload, **extra
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (HEIC, "image/heic"),
    ],
)
def test_the_content_decides(
    worker: User, household: Household, content: bytes, kind: str, media: Path
) -> None:
    document = _store(worker, household, content)

    assert (document.content_type, document.size) == (kind, len(content))
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.file.open().read() == content
    assert content not in Path(document.file.path).read_bytes(), "sealed on the disk"
    assert media in Path(document.file.path).parents
    assert "skan" not in document.file.name


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 program",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a\x01\x00\x01\x00",
        b"PK\x03\x04 docx",
        PDF[:20],
        PDF[: len(PDF) // 2],
        PNG[:30],
        PNG[: len(PNG) // 2],
        JPEG[:40],
        JPEG[: len(JPEG) // 2],
        HEIC[: len(HEIC) // 2],
        b"\xff\xd8\xff\xd9",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 60,
        b"prefix " * 200 + PDF,
    ],
    ids=range(15),
)
def test_anything_else_is_refused(
    worker: User,
    household: Household,
    content: bytes,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    with pytest.raises(DomainError):
        _store(worker, household, content)

    assert not Document.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_twenty_megabytes_and_no_byte_more(
    worker: User, household: Household, settings: Any
) -> None:
    assert settings.DOCUMENT_MAX_BYTES == 20 * 1024 * 1024
    settings.DOCUMENT_MAX_BYTES = len(PNG)
    _store(worker, household, PNG)
    settings.DOCUMENT_MAX_BYTES = len(PNG) - 1
    with pytest.raises(DomainError, match="MB"):
        _store(worker, household, PNG)


def test_a_paper_of_somebody_else_is_refused(worker: User, household: Household) -> None:
    with pytest.raises(DomainError):
        _store(worker, household, PNG, person=make_person("Obca", "Osoba"))


def test_a_stored_file_does_not_change(worker: User, household: Household) -> None:
    document = _store(worker, household, PNG)
    with pytest.raises(IntegrityError, match="frozen"), writing(worker):
        Document.objects.filter(pk=document.pk).update(sha256="0" * 64)


def test_the_description_may_be_mended_and_the_file_not(
    page: Client, worker: User, household: Household
) -> None:
    document = _store(worker, household, PNG)
    page.force_login(worker)
    url = reverse("clients:document", args=[document.pk])
    empty = page.post(url, {"title": " ", "kind": "court"})
    done = page.post(url, {"title": "Wyrok", "kind": "court", "person": ""})

    assert empty.status_code == 422 and done.status_code == 302
    changed = Document.objects.get()
    assert (changed.title, changed.kind, changed.sha256) == ("Wyrok", "court", document.sha256)


def test_reading_shows_each_page_and_is_logged_once(
    page: Client, worker: User, household: Household
) -> None:
    document = _store(worker, household, pdf(3))
    page.force_login(worker)
    shown = page.get(reverse("clients:document", args=[document.pk])).content.decode()
    for number in (1, 2, 3):
        url = reverse("clients:document_page", args=[document.pk, number])
        assert f'src="{url}"' in shown
        answer = page.get(url)
        assert answer["Content-Type"] == "image/jpeg" and answer.content.startswith(b"\xff\xd8")
        assert answer["Cache-Control"] == "private, no-store"
    assert page.get(reverse("clients:document_page", args=[document.pk, 4])).status_code == 404
    assert AccessLog.objects.filter(what="document").count() == 1


def test_a_page_fetched_without_its_document_is_logged(
    page: Client, worker: User, household: Household
) -> None:
    document = _store(worker, household, PNG)
    page.force_login(worker)
    page.get(reverse("clients:document_page", args=[document.pk, 1]))

    assert AccessLog.objects.get().object_id == document.pk


def test_a_photo_is_shown_upright_and_without_what_the_phone_wrote() -> None:
    taken = photo()
    shown = page_picture(taken, "image/jpeg", 1)

    with Image.open(io.BytesIO(shown)) as image:
        assert image.size == (40, 60), "turned as EXIF says"
        assert not image.getexif()
    assert b"Kowalska" in taken and b"Kowalska" not in shown


def test_a_large_page_is_shown_small_enough() -> None:
    with Image.open(
        io.BytesIO(page_picture(picture("PNG", (4000, 1000)), "image/png", 1))
    ) as image:
        assert image.size == (1800, 450)
    with Image.open(io.BytesIO(page_picture(PDF, "application/pdf", 1))) as image:
        assert image.height == 1800


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clients.uploads.MAX_POINTS", 60 * 40 - 1)
    with pytest.raises(DomainError, match="rozdzielczości"):
        examine(PNG)


def test_a_pdf_with_a_password_is_refused_with_what_to_do() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt("secret", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(DomainError, match="hasł"):
        examine(locked.getvalue())


def test_download_is_an_attachment_of_its_true_type(
    page: Client, worker: User, household: Household
) -> None:
    document = _store(worker, household, PDF)
    page.force_login(worker)
    response = page.get(reverse("clients:document_file", args=[document.pk]))

    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="orzeczenie-zus.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert AccessLog.objects.get().what == "document"


def test_a_stranger_downloads_nothing(
    page: Client, worker: User, clerk: User, accountant: User
) -> None:
    foreign = make_household(make_person("Jan", "Obcy"), district=make_district("Rejon 2"))
    document = _store(clerk, foreign, PDF)
    for url in (
        reverse("clients:document", args=[document.pk]),
        reverse("clients:document_file", args=[document.pk]),
        reverse("clients:document_page", args=[document.pk, 1]),
    ):
        page.force_login(worker)
        assert page.get(url).status_code == 404
        page.force_login(accountant)
        assert page.get(url).status_code == 403
        page.logout()
        assert page.get(url).status_code == 302
    assert str(settings.MEDIA_ROOT) not in str(settings.STATICFILES_DIRS)


def test_upload_through_the_page(page: Client, worker: User, household: Household) -> None:
    page.force_login(worker)
    url = reverse("clients:upload", args=[household.pk])
    wrong = page.post(url, {"title": "Wyrok", "kind": "court", "papers": io.BytesIO(b"MZ")})
    for _twice in range(2):
        right = page.post(url, {"title": "Wyrok", "kind": "court", "papers": io.BytesIO(JPEG)})

    assert wrong.status_code == 422 and 'value="Wyrok"' in wrong.content.decode()
    assert right.status_code == 302
    assert Document.objects.get().content_type == "image/jpeg"


def test_several_files_at_once_and_one_of_them_is_broken(
    page: Client, worker: User, household: Household
) -> None:
    page.force_login(worker)
    url = reverse("clients:upload", args=[household.pk])
    files = [
        SimpleUploadedFile("pierwsza.jpg", JPEG),
        SimpleUploadedFile("zła strona.jpg", b"MZ"),
        SimpleUploadedFile("c.pdf", PDF),
    ]
    answer = page.post(url, {"title": "Wyrok", "kind": "court", "papers": files})

    assert answer.status_code == 422
    told = answer.content.decode()
    assert "zła strona.jpg: " in told and "pierwsza.jpg" not in told
    assert sorted(Document.objects.values_list("title", flat=True)) == ["Wyrok (1)", "Wyrok (3)"]


def test_no_file_is_told_at_the_field(page: Client, worker: User, household: Household) -> None:
    page.force_login(worker)
    answer = page.post(
        reverse("clients:upload", args=[household.pk]), {"title": "Wyrok", "kind": "court"}
    )
    assert answer.status_code == 422 and not Document.objects.exists()


def test_scanners_may_put_bytes_before_a_pdf() -> None:
    assert examine(b"\r\n\r\n" + PDF).pages == 1


def test_a_full_disk_is_told_and_leaves_nothing(
    page: Client,
    worker: User,
    household: Household,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    page.force_login(worker)
    monkeypatch.setattr(os, "fsync", full)
    answer = page.post(
        reverse("clients:upload", args=[household.pk]),
        {
            "title": "Zaświadczenie",
            "kind": "income",
            "papers": SimpleUploadedFile("skan.pdf", PDF),
        },
    )
    assert "dysk serwera jest pełny" in answer.content.decode()
    assert "Zaświadczenie" in answer.content.decode()
    assert not Document.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []
