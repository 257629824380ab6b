"""Files are sealed on the disk, opened with any known key, and never half written."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from core.apps import file_keys
from core.files import Unreadable, keys, put, seal, sealed_with, unseal

OLD, NEW = f"old:{'11' * 32}", f"new:{'22' * 32}"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_KEYS = [OLD]
    return tmp_path


def reseal() -> str:
    told = StringIO()
    call_command("reseal_files", stdout=told)
    return told.getvalue()


@pytest.mark.parametrize("content", [b"", b"\n", b"zasilek " * 1000, b"GOPS-1 old\n"])
def test_what_is_put_in_comes_out(store: Path, content: bytes):
    put("a/paper.pdf", content)

    assert default_storage.open("a/paper.pdf").read() == content
    assert sealed_with((store / "a/paper.pdf").read_bytes()) == "old"
    assert not list(store.rglob("*.part"))


def test_nothing_of_it_stands_on_the_disk(store: Path):
    put("paper", b"Kowalska Anna 44051401359")

    assert b"Kowalska" not in (store / "paper").read_bytes()
    assert seal(b"same") != seal(b"same"), "each file has a nonce of its own"


def test_saving_by_the_storage_seals_too(store: Path):
    name = default_storage.save("b/paper.txt", ContentFile(b"secret"))

    assert sealed_with((store / name).read_bytes()) == "old"


def test_another_key_is_put_in_front(settings: Any, store: Path):
    put("paper", b"before")
    settings.FILE_KEYS = [NEW, OLD]
    put("later", b"after")

    assert default_storage.open("paper").read() == b"before"
    assert sealed_with((store / "later").read_bytes()) == "new"


def test_resealing_may_run_twice_and_seals_what_was_plain(settings: Any, store: Path):
    put("sub/paper", b"before")
    (store / "plain.pdf").write_bytes(b"%PDF stored long ago")
    settings.FILE_KEYS = [NEW, OLD]

    assert "2 files sealed with new" in reseal()
    assert "0 files" in reseal()
    settings.FILE_KEYS = [NEW]
    assert default_storage.open("sub/paper").read() == b"before"
    assert default_storage.open("plain.pdf").read() == b"%PDF stored long ago"


def test_a_missing_key_is_said_and_the_rest_goes_on(settings: Any, store: Path):
    put("lost", b"x")
    (store / "plain").write_bytes(b"y")
    settings.FILE_KEYS = [NEW]

    with pytest.raises(CommandError, match="lost"):
        reseal()
    assert sealed_with((store / "plain").read_bytes()) == "new"
    with pytest.raises(Unreadable):
        default_storage.open("lost")


@pytest.mark.parametrize("cut", [1, 20, 40])
def test_a_damaged_file_is_not_taken_for_whole(cut: int):
    stored = seal(b"content of a paper")
    with pytest.raises(Unreadable):
        unseal(stored[:-cut])
    changed = bytearray(stored)
    changed[-cut] ^= 1
    with pytest.raises(Unreadable):
        unseal(bytes(changed))


@pytest.mark.parametrize("wrong", [[], [""], ["key"], ["a:12"], [OLD, "b:zz"], [f"a b:{'1' * 64}"]])
def test_malformed_keys_stop_the_start(settings: Any, wrong: list[str]):
    settings.FILE_KEYS = wrong
    with pytest.raises(ImproperlyConfigured):
        keys()
    assert [error.id for error in file_keys()] == ["core.E001"]
