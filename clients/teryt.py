"""Places of the TERYT register from the files that GUS publishes (eteryt.stat.gov.pl).

SIMC: `WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA`, one place a row. TERC:
`WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA`, one unit a row; it names the gmina. Both come as CSV
in UTF-8, or as a ZIP that holds it. Pure.
"""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from django.utils.translation import gettext as _

from core.errors import DomainError

SIMC = ("WOJ", "POW", "GMI", "RODZ_GMI", "RM", "NAZWA", "SYM", "STAN_NA")
TERC = ("WOJ", "POW", "GMI", "RODZ", "NAZWA")
PARTS = {"00", "95", "98", "99"}
"""Kinds (RM) that are parts of another place: no address is written with them."""
MAX_UNPACKED = 64 * 1024 * 1024
"""The whole of SIMC has 6 MB."""
VOIVODESHIPS = (
    ("02", "dolnośląskie"), ("04", "kujawsko-pomorskie"), ("06", "lubelskie"), ("08", "lubuskie"),
    ("10", "łódzkie"), ("12", "małopolskie"), ("14", "mazowieckie"), ("16", "opolskie"),
    ("18", "podkarpackie"), ("20", "podlaskie"), ("22", "pomorskie"), ("24", "śląskie"),
    ("26", "świętokrzyskie"), ("28", "warmińsko-mazurskie"), ("30", "wielkopolskie"),
    ("32", "zachodniopomorskie"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place: its SIMC number, its name, the TERC number and the name of its gmina."""

    simc: str
    name: str
    terc: str
    gmina: str


@dataclass(frozen=True, slots=True)
class Register:
    """Places of the register as of a day, those whose TERC number begins with `within`."""

    as_of: date
    within: str
    places: list[PlaceRow]


def read_register(simc: bytes, terc: bytes, within: str = "") -> Register:
    """Places of both files; parts of places are left out.

    Raises DomainError, with the file as its field and the number of the row in words, for what is
    no such file, a missing column or gmina, and a part of Poland without a place.
    """
    gminas = {_unit(row, "RODZ"): row["NAZWA"] for row in _rows("TERC", terc, TERC) if row["GMI"]}
    as_of, places = None, []
    for number, row in enumerate(_rows("SIMC", simc, SIMC), start=2):
        as_of = as_of or _day(row["STAN_NA"])
        unit = _unit(row, "RODZ_GMI")
        if not unit.startswith(within) or row["RM"] in PARTS:
            continue
        if unit not in gminas:
            raise DomainError(
                _("Row %(row)d of SIMC: TERC has no gmina %(gmina)s. Take both files of one day.")
                % {"row": number, "gmina": unit},
                "terc",
            )
        places.append(PlaceRow(row["SYM"].zfill(7), row["NAZWA"], unit, gminas[unit]))
    if as_of is None or not places:
        raise DomainError(_("The file SIMC has no place of this part of Poland."), "simc")
    return Register(as_of, within, places)


def text_of(content: bytes, name: str) -> str:
    """The CSV, out of its ZIP if it came in one. Raises DomainError; `name` is SIMC or TERC."""
    if content.startswith(b"PK\x03\x04"):
        content = _unpacked(content, name)
    if content.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"<", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise DomainError(
            _("This is no CSV. On eteryt.stat.gov.pl choose the file %(name)s as CSV.")
            % {"name": name},
            name.lower(),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError(
            _(
                "The file %(name)s is not in UTF-8: it was saved anew by another program. Take it "
                "as it comes from eteryt.stat.gov.pl."
            )
            % {"name": name},
            name.lower(),
        ) from error


def _unpacked(content: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            files = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
            if len(files) != 1 or files[0].file_size > MAX_UNPACKED:
                raise DomainError(
                    _("The ZIP must hold just one CSV file: %(name)s as GUS publishes it.")
                    % {"name": name},
                    name.lower(),
                )
            return archive.read(files[0])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise DomainError(
            _("The ZIP %(name)s is damaged. Download it again.") % {"name": name}, name.lower()
        ) from error


def _rows(name: str, content: bytes, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(StringIO(text_of(content, name), newline=""), delimiter=";")
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise DomainError(
            _("The file %(name)s lacks the columns: %(columns)s.")
            % {"name": name, "columns": ", ".join(missing)},
            name.lower(),
        )
    for number, row in enumerate(reader, start=2):
        if any(row[column] is None for column in columns):
            raise DomainError(
                _("Row %(row)d of %(name)s is shorter than the heading.")
                % {"row": number, "name": name},
                name.lower(),
            )
        if any(row[column] for column in columns):
            yield {column: row[column].strip() for column in columns}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DomainError(
            _("The file SIMC does not say of which day it is (column STAN_NA)."), "simc"
        ) from error


def _unit(row: dict[str, str], kind: str) -> str:
    """TERC number of a gmina: województwo, powiat, gmina and its kind."""
    return f"{row['WOJ']}{row['POW']}{row['GMI']}{row[kind]}"
