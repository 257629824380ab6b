"""What each bank's import wants of an Elixir-0 file; pure data.

The format has no public standard: banks agree on fields and differ in the details kept here.
"""

from dataclasses import dataclass

CRLF = "\r\n"
# Letters, digits and signs that every bank we know of takes (accounts of KIR's messages).
COMMON_SIGNS = " .,:;()/-+?!'&%*=@#_"


@dataclass(frozen=True, slots=True)
class Profile:
    """Import profile of a bank."""

    code: str
    name: str
    encoding: str = "cp1250"
    eol: str = CRLF
    quote_accounts: bool = True
    field_5: str = "0"
    pad_lines: bool = True  # always three separators in a text of four lines
    reference_field: bool = False  # a sixteenth field with our reference
    signs: str = COMMON_SIGNS  # allowed besides letters and digits
    polish_letters: bool = True  # false: ż → z
    max_rows: int = 5_000
    file_name: str = "{number}.txt"


_ALL = (
    Profile("elixir_generic", "Elixir-0, Windows-1250"),
    Profile("elixir_cp852", "Elixir-0, DOS (CP852)", encoding="cp852", file_name="{number}.pli"),
    Profile("elixir_iso", "Elixir-0, ISO-8859-2", encoding="iso8859-2", pad_lines=False),
    Profile(
        "elixir_utf8",
        "Elixir-0, UTF-8",
        encoding="utf-8",
        eol="\n",
        quote_accounts=False,
        pad_lines=False,
        reference_field=True,
    ),
    Profile("elixir_plain", "Elixir-0, bez polskich liter", encoding="ascii", polish_letters=False),
)
PROFILES = {profile.code: profile for profile in _ALL}
