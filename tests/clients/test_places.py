"""Places of TERYT from the files of GUS."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from clients.models import Place
from clients.services.places import places_load
from core.models import User

TERC = (
    "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\r\n"
    "06;;;;LUBELSKIE;województwo;2026-01-01\r\n"
    "06;99;;;lipowski;powiat;2026-01-01\r\n"
    "06;99;01;2;Lipowa Dolina;gmina wiejska;2026-01-01\r\n"
    "14;99;01;1;Klonów;gmina miejska;2026-01-01\r\n"
)
SIMC = (
    "WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA\r\n"
    "06;99;01;2;01;1;Żabi Bród;9000011;9000011;2026-01-01\r\n"
    "06;99;01;2;00;1;Zagajnik;9000028;9000011;2026-01-01\r\n"
    "14;99;01;1;96;1;Klonów;0900003;0900003;2026-01-01\r\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    simc, terc = tmp_path / "SIMC.csv", tmp_path / "TERC.csv"
    simc.write_text(SIMC, encoding="utf-8-sig", newline="")
    terc.write_text(TERC, encoding="utf-8-sig", newline="")
    return simc, terc


def _places() -> list[tuple[str, ...]]:
    return list(Place.objects.order_by("simc").values_list("simc", "name", "terc", "gmina"))


def test_places_are_loaded_without_their_parts_once(
    office: object, files: tuple[Path, Path]
) -> None:
    for _twice in range(2):
        call_command("load_places", *files)

    assert _places() == [
        ("0900003", "Klonów", "1499011", "Klonów"),
        ("9000011", "Żabi Bród", "0699012", "Lipowa Dolina"),
    ]


def test_one_voivodeship_is_loaded_and_a_new_name_taken(
    office: object, files: tuple[Path, Path]
) -> None:
    call_command("load_places", *files, within="06")
    files[0].write_text(SIMC.replace("Żabi Bród", "Żabin"), encoding="utf-8", newline="")
    call_command("load_places", *files, within="06")

    assert [place[1] for place in _places()] == ["Żabin"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RODZ_GMI;", "RODZ;"),
        ("06;99;01;2;01", "06;98;01;2;01"),
        (";Klonów;0900003;0900003;2026-01-01", ""),
    ],
)
def test_a_wrong_file_changes_nothing(
    office: object, files: tuple[Path, Path], before: str, after: str
) -> None:
    files[0].write_text(SIMC.replace(before, after), encoding="utf-8", newline="")

    with pytest.raises(CommandError):
        call_command("load_places", *files)

    assert _places() == []


def test_another_encoding_is_told(office: object, files: tuple[Path, Path]) -> None:
    files[0].write_text(SIMC, encoding="cp1250", newline="")
    with pytest.raises(CommandError):
        call_command("load_places", *files)


def test_only_the_keeper_of_the_office_loads(worker: User, administrator: User) -> None:
    with pytest.raises(PermissionDenied):
        places_load(actor=worker, places=[])
    assert places_load(actor=administrator, places=[]) == 0
