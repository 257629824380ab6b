"""The report on how sure the law of the engine is: docs/law-status.md."""

from collections.abc import Iterator

from law.engine import benefits
from law.income_kinds import ACTS as INCOME_ACTS
from law.income_kinds import dictionary
from law.money import as_text
from law.params import parameters
from law.registry import ACTS
from law.retention import keeping_terms

_HEAD = """# How sure the law is

Written by `python -m law status`; do not edit. Law version {version}.

`page`: seen on a public page. `known`: general knowledge, not seen on a page. `inferred`: computed
from seen figures. `unsure`: check in Dziennik Ustaw before anybody relies on it. Every value that a
calculation uses goes into its answer with this mark.
"""

_ARCHIVE = """## Archival categories

The file plan (JRWA) of a centre is its own; the program keeps categories as dated data of the
office. Set at first: B10 for every class, the longest of those seen for files of benefits (B5 in
older plans, B10) and unsure. Also unsure: BE10 or B10 for Niebieska Karta, B10 for DPS, the term of
evidence of the accounts, and that a file of a household without any case has a term of its own.
Years are counted in full from 1 January after the year in which the file ended (known); files go
only with the consent of the Archiwum Państwowe (page).
"""


def report(version: str) -> str:
    """The whole report as Markdown."""
    return "\n".join(
        [
            _HEAD.format(version=version),
            "## Benefits",
            "",
            "| code | known from | known until |",
            "| --- | --- | --- |",
            *(f"| `{i.code}` | {i.valid_from} | {i.valid_until or ''} |" for i in benefits()),
            *_open(),
            "\n## Values that are unsure or inferred",
            "",
            "| parameter | from | value | mark | source | note |",
            "| --- | --- | --- | --- | --- | --- |",
            *_values(),
            "",
            "## Kinds of income that are unsure or carry a note",
            "",
            "| act | kind | from | counts | mark | note |",
            "| --- | --- | --- | --- | --- | --- |",
            *_kinds(),
            "",
            "## Years that a statute lets data be kept",
            "",
            "| act | from | after the end | after a refusal | mark | source | note |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *(
                f"| {t.act} | {t.valid_from} | {t.granted} | {t.refused} | {t.certainty} "
                f"| {t.source} | {t.note} |"
                for t in keeping_terms()
            ),
            "",
            _ARCHIVE,
        ]
    )


def _open() -> Iterator[str]:
    for act in ACTS:
        yield f"\n## {act.title[0].upper()}{act.title[1:]}\n"
        yield "Check before the first real decision:\n"
        yield from (f"{number}. {text}" for number, text in enumerate(act.to_check, 1))
        yield "\n| where the act or its practice leaves room | reading |\n| --- | --- |"
        yield from (f"| {question} | {reading} |" for question, reading in act.readings)


def _values() -> Iterator[str]:
    for parameter in parameters().values():
        for value in parameter.values:
            if value.certainty in ("unsure", "inferred"):
                yield (
                    f"| `{value.name}` | {value.valid_from} | {as_text(value.value)} {value.unit} "
                    f"| {value.certainty} | {value.source} | {value.note} |"
                )


def _kinds() -> Iterator[str]:
    for act in INCOME_ACTS:
        for kind in dictionary(act).values():
            first_day, rule = kind.rules[-1]
            if rule.note or rule.certainty == "unsure":
                counts = "yes" if rule.counted else "no"
                yield (
                    f"| {act} | `{kind.code}` | {first_day} | {counts} "
                    f"| {rule.certainty} | {rule.note} |"
                )
