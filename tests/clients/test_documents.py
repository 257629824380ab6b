"""Papers: judged by content, limited in size, stored apart, served to those who may see them."""

import errno
import hashlib
import io
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from clients.models import Document, Household
from clients.services import document_store
from clients.uploads import kind_of
from core.audit import writing
from core.errors import DomainError
from core.models import AccessLog, User
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _chunk(name: bytes, data: bytes) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    b"\x00\xff\xd9"
)

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
    ("content", "kind"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")]
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
        PNG[:30],
        PNG[:-8],
        JPEG[:40],
        b"\xff\xd8\xff\xd9",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 60,
        b"prefix " * 200 + PDF,
    ],
)
def test_anything_else_is_refused(
    worker: User, household: Household, content: bytes, media: Path
) -> None:
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


def test_download_is_an_attachment_of_its_true_type(
    page: Client, worker: User, household: Household
) -> None:
    document = _store(worker, household, PDF)
    page.force_login(worker)
    response = page.get(reverse("clients:document", args=[document.pk]))

    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="orzeczenie-zus.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert AccessLog.objects.get().what == "document"


def test_a_stranger_downloads_nothing(
    page: Client, worker: User, clerk: User, accountant: User
) -> None:
    foreign = make_household(make_person("Jan", "Obcy"), district=make_district("Rejon 2"))
    document = _store(clerk, foreign, PDF)
    url = reverse("clients:document", args=[document.pk])
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
    wrong = page.post(url, {"title": "Wyrok", "file": io.BytesIO(b"MZ")})
    for _twice in range(2):
        right = page.post(url, {"title": "Wyrok", "file": io.BytesIO(JPEG)})

    assert wrong.status_code == 422 and 'value="Wyrok"' in wrong.content.decode()
    assert right.status_code == 302
    assert Document.objects.get().content_type == "image/jpeg"


def test_scanners_may_put_bytes_before_a_pdf() -> None:
    assert kind_of(b"\r\n\r\n" + PDF) is not None


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
        {"title": "Zaświadczenie", "file": SimpleUploadedFile("skan.pdf", PDF)},
    )
    assert "dysk serwera jest pełny" in answer.content.decode()
    assert "Zaświadczenie" in answer.content.decode()
    assert not Document.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []
