"""The report on how sure the law of the engine is: docs/law-status.md."""

from collections.abc import Iterator

from law.engine import benefits
from law.income_kinds import dictionary
from law.money import as_text
from law.params import parameters

_HEAD = """# How sure the law is

Written by `python -m law status`; do not edit. Law version {version}.

`page`: seen on a public page. `known`: general knowledge, not seen on a page. `derived`: computed
from seen figures. `unsure`: check in Dziennik Ustaw before anybody relies on it. Every value that a
calculation uses goes into its answer with this mark.
"""
_CHECK = """
## Check before the first real decision

1. Was the first stage of the reform of social assistance (draft UD315) adopted, and from when?
2. Criteria and amounts from 2026-01-01 and 2027-01-01: no regulation was found, so those of
   Dz.U. 2024 poz. 1044 are used, marked unsure. From 2028-01-01 the engine answers `not_in_force`.
3. The cap of zasiłek okresowy for a lone person, and the first day on which it equals the criterion
   per person in a family.
4. The list of art. 8 ust. 4 and 4a in the current consolidated text, with first days.
5. Number and first day of art. 106 ust. 3b (change of income up to ten per cent).

## Readings chosen where the act or its practice leaves room

| question | reading |
| --- | --- |
| whose income does `alimony_paid` reduce | the applicant's own, and so the family's |
| land in several plots | areas of one person add up before the test of one hectare |
| farm contributions above farm income | the farm income is zero, never negative |
| income that ends after the day of the question | still counted |
| monthly part of a one-off income | rounded half up to grosze, month by month |
| `amount_guaranteed` of zasiłek okresowy | the minimum due, the floor of 20 zł included |
| care home, relative in a family | rule B (own share) unless `family_rule` says A |
| care home, several relatives of one rank | equal parts, nobody above the own limit |
| care home, agreed sum above the limit of the act | the limit |
| transitional shares of zasiłek okresowy 2004-2007 | not computed: `not_in_force` |
| criteria raised by the gmina (art. 8 ust. 2) | not computed |
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
            _CHECK,
            "## Values that are unsure or derived",
            "",
            "| parameter | from | value | mark | source | note |",
            "| --- | --- | --- | --- | --- | --- |",
            *_values(),
            "",
            "## Kinds of income that are unsure or carry a note",
            "",
            "| kind | from | counts | mark | note |",
            "| --- | --- | --- | --- | --- |",
            *_kinds(),
            "",
        ]
    )


def _values() -> Iterator[str]:
    for parameter in parameters().values():
        for value in parameter.values:
            if value.certainty in ("unsure", "derived"):
                yield (
                    f"| `{value.name}` | {value.valid_from} | {as_text(value.value)} {value.unit} "
                    f"| {value.certainty} | {value.source} | {value.note} |"
                )


def _kinds() -> Iterator[str]:
    for kind in dictionary().values():
        first_day, rule = kind.rules[-1]
        if rule.note or rule.certainty == "unsure":
            counts = "yes" if rule.counted else "no"
            yield f"| `{kind.code}` | {first_day} | {counts} | {rule.certainty} | {rule.note} |"
