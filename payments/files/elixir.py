"""Elixir-0: domestic transfers as text, one a line, fields with commas. Pure.

    110,20261130,122900,10200003,0,"<26>","<26>","payer l1|l2|l3|l4","payee l1|l2|l3|l4",
    0,10200003,"title l1|l2|l3|l4","","","51"

Amounts are whole grosze; texts are up to four lines of 35 characters. There is no header and
no footer, so the totals go onto the control sheet.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from payments.files.profiles import Profile
from payments.files.wrapping import LINES, WIDTH, wrap

ORDINARY = "51"


class ElixirError(ValueError):
    """A transfer that cannot be written: its number in the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Payer:
    """The centre: account (26 digits), name and address."""

    nrb: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer; `amount` in zł, `reference` is ours."""

    number: int
    nrb: str
    name: str
    address: str
    title: str
    amount: Decimal
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ElixirFile:
    """The file with what the bank's screen shows after the import; `total` in zł."""

    name: str
    content: bytes
    sha256: str
    count: int
    total: Decimal
    warnings: list[str]


def elixir_file(
    *, profile: Profile, number: str, day: date, payer: Payer, transfers: Sequence[Transfer]
) -> ElixirFile:
    """Write the transfers of list `number`, executed on `day`.

    Texts that had to be changed or cut are named in `warnings`. Raises ElixirError for no
    transfers, too many for the bank, an account of not 26 digits, an amount not above zero or
    with a part of a grosz.
    """
    if not transfers:
        raise ElixirError("no transfers")
    if len(transfers) > profile.max_rows:
        raise ElixirError(f"{len(transfers)} transfers; {profile.name} takes {profile.max_rows}")
    writer = _Writer(profile, day, payer)
    rows = [writer.row(transfer) for transfer in transfers]
    content = "".join(f"{row}{profile.eol}" for row in rows).encode(profile.encoding)
    return ElixirFile(
        name=profile.file_name.format(number=re.sub(r"[^A-Za-z0-9]+", "-", number)),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        count=len(rows),
        total=sum((transfer.amount for transfer in transfers), Decimal("0.00")),
        warnings=writer.warnings,
    )


class _Writer:
    """Rows of one file; collects warnings."""

    def __init__(self, profile: Profile, day: date, payer: Payer) -> None:
        self.profile, self.day = profile, day
        self.warnings: list[str] = []
        self.payer_nrb = _nrb(payer.nrb, 0)
        self.payer_text = self._text(_party(payer), "zleceniodawca")

    def row(self, transfer: Transfer) -> str:
        """One transfer as its line of the file, without the end of line."""
        nrb, where = _nrb(transfer.nrb, transfer.number), f"poz. {transfer.number}"
        fields = [
            "110",
            f"{self.day:%Y%m%d}",
            str(_grosze(transfer)),
            _bank(self.payer_nrb),
            self.profile.field_5,
            self._account(self.payer_nrb),
            self._account(nrb),
            self.payer_text,
            self._text(_party(transfer), f"{where}, odbiorca"),
            "0",
            _bank(nrb),
            self._text([transfer.title], f"{where}, tytuł"),
            '""',
            '""',
            f'"{ORDINARY}"',
        ]
        if self.profile.reference_field:
            fields.append(f'"{self._clean(transfer.reference, where)[:WIDTH]}"')
        return ",".join(fields)

    def _account(self, nrb: str) -> str:
        return f'"{nrb}"' if self.profile.quote_accounts else nrb

    def _text(self, parts: Sequence[str], where: str) -> str:
        cleaned = [text for part in parts if (text := self._clean(part, where))]
        lines, cut = wrap(cleaned)
        if cut:
            self.warnings.append(f"{where}: tekst dłuższy niż 140 znaków, pominięto „{cut}”")
        if self.profile.pad_lines:
            lines += [""] * (LINES - len(lines))
        return f'"{"|".join(lines)}"'

    def _clean(self, text: str, where: str) -> str:
        """Only what the bank takes; letters that it does not know lose their marks."""
        text = unicodedata.normalize("NFC", text).replace('"', "").replace("|", " ")
        out = "".join(self._sign(char) for char in text)
        # a no-break space keeps an amount in one piece until the text is wrapped
        out = re.sub(r"[ \t\r\n]+", " ", out).strip()
        if _differs(text, out):
            self.warnings.append(f"{where}: znaki zastąpione: „{out}”".replace("\u00a0", " "))
        return out

    def _sign(self, char: str) -> str:
        if char in "\u00a0\u202f":
            return "\u00a0"
        if char.isspace():
            return " "
        if unicodedata.category(char)[0] == "C":
            return ""
        if char in self.profile.signs or self._is_known(char):
            return char
        plain = _PLAIN.get(char) or "".join(
            c for c in unicodedata.normalize("NFKD", char) if c.isascii() and c.isprintable()
        )
        return plain if all(c.isalnum() or c in self.profile.signs for c in plain) else " "

    def _is_known(self, char: str) -> bool:
        if not char.isalnum() or (not self.profile.polish_letters and not char.isascii()):
            return False
        try:
            char.encode(self.profile.encoding)
        except UnicodeEncodeError:
            return False
        return True


_PLAIN = {
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE",
    "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "„": "", "”": "", "“": "", "«": "", "»": "",
}  # fmt: skip


def _party(party: Payer | Transfer) -> list[str]:
    """Name, then street, then code and town, a line each while there is room."""
    return [party.name, *party.address.split(", ")]


def _differs(text: str, out: str) -> bool:
    return "".join(text.split()) != "".join(out.split())


def _grosze(transfer: Transfer) -> int:
    grosze = transfer.amount * 100
    if grosze != int(grosze) or grosze <= 0:
        raise ElixirError(f"transfer {transfer.number}: {transfer.amount} zł cannot be paid")
    return int(grosze)


def _nrb(nrb: str, number: int) -> str:
    if not re.fullmatch(r"[0-9]{26}", nrb):
        raise ElixirError(f"transfer {number}: account {nrb!r} has not 26 digits")
    return nrb


def _bank(nrb: str) -> str:
    """Number of the bank: digits 3 to 10 of the account."""
    return nrb[2:10]
