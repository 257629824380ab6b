"""Parameters: the files are sound, and a file that is not is refused."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import law
from law import status
from law.income_kinds import dictionary
from law.params import CERTAINTIES, BadParameter, Law, parameter_from, parameters, read_yaml
from law.registry import BENEFITS

DOCS = Path(__file__).parents[2] / "docs" / "law-status.md"
# Known only from a day after the first one of their benefit.
LATER = {
    "ksztalcenie_rehabilitacja_do_24",
    "ksztalcenie_rehabilitacja_do_5",
    "nauka_dojazd",
    "nauka_zamieszkiwanie",
    "samotne_wychowywanie",
    "samotne_wychowywanie_maximum",
    "samotne_wychowywanie_niepelnosprawne",
    "samotne_wychowywanie_niepelnosprawne_maximum",
    "wielodzietnosc",
    "wielodzietnosc_free_children",
    "zasilek_rodzinny_do_18",
    "zasilek_rodzinny_do_24",
    "zasilek_rodzinny_do_5",
    "zlotowka_minimum",
    "fa_minimum",
    "kdr_oplata_druga_forma",
    "becikowe_kryterium",
    "swiadczenie_wychowawcze_naprzemienna_pct",
    "becikowe_opieka_medyczna",
    "swiadczenie_pielegnacyjne_kolejna_osoba_pct",
    "swiadczenie_rodzicielskie_masa",
    "swiadczenie_rodzicielskie_skrajny_wczesniak",
    "swiadczenie_rodzicielskie_szpital_do_dnia",
    "swiadczenie_rodzicielskie_szpital_kolejne_dni",
    "swiadczenie_rodzicielskie_szpital_od_dnia",
    "swiadczenie_rodzicielskie_szpital_tygodnie",
    "swiadczenie_rodzicielskie_szpital_tygodnie_skrajny",
    "swiadczenie_rodzicielskie_wczesniak",
    "przecietne_wynagrodzenie",
}
# Ended before the last day of their benefit.
ENDED = {
    "zasilek_rodzinny_1_2_dziecko",
    "zasilek_rodzinny_3_dziecko",
    "zasilek_rodzinny_4_dziecko",
    "swiadczenie_wychowawcze_kryterium",
    "swiadczenie_wychowawcze_kryterium_niepelnosprawne",
    "najnizsza_emerytura",
    "dm_udzial_wyzszy_1_osoba_pct",
    "dm_udzial_wyzszy_2_4_osoby_pct",
    "dm_udzial_wyzszy_5_osob_pct",
    "dm_prog_udzialu_1_osoba_pct",
    "dm_prog_udzialu_wieloosobowe_pct",
}
# Taken on another day than that of the question: in the base year.
OF_ANOTHER_DAY = {"dochod_z_hektara_gus"}
GOOD = """
label: Próba
unit: PLN/month
reference: art. 1
values:
  2004-05-01: {value: "1.00", source: "Dz.U.", certainty: page}
  2006-05-01: {value: "2.00", source: "Dz.U.", certainty: unsure}
"""


def parameter(text: str) -> Any:
    return parameter_from("proba", "akt", yaml.safe_load(text))


def test_value_by_day() -> None:
    found = parameter(GOOD)
    assert found.on(date(2006, 4, 30)).value == Decimal("1.00")
    assert found.on(date(2006, 5, 1)).value == Decimal("2.00")
    assert found.values[0].valid_to == date(2006, 4, 30)
    with pytest.raises(law.NotInForce):
        found.on(date(2004, 4, 30))


def test_known_until() -> None:
    found = parameter(GOOD + "known_until: 2007-12-31\n")
    assert found.on(date(2007, 12, 31)).value == Decimal("2.00")
    with pytest.raises(law.NotInForce):
        found.on(date(2008, 1, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"1.00"', "1.00"),
        ('"1.00"', "1"),
        ('"1.00"', '"-1.00"'),
        ('"1.00"', '"1e2"'),
        ("certainty: page", "certainty: sure"),
        ("PLN/month", "EUR"),
        ("2006-05-01", "2003-05-01"),
        ("2006-05-01", "later"),
        ("reference: art. 1\n", ""),
        ("label: Próba", "label: Próba\nmore: 1"),
        ('source: "Dz.U.", certainty: unsure', "certainty: unsure"),
        ("certainty: unsure", "certainty: unsure, page: 7"),
    ],
)
def test_bad_file_is_refused(old: str, new: str) -> None:
    assert old in GOOD
    with pytest.raises(BadParameter, match="proba"):
        parameter(GOOD.replace(old, new))


def test_day_written_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "proba.yaml"
    file.write_text(GOOD.replace("2006-05-01", "2004-05-01"), encoding="utf-8")
    with pytest.raises(BadParameter, match="twice"):
        read_yaml(file)


def test_every_parameter_is_used_and_every_used_one_exists() -> None:
    used = {name for benefit in BENEFITS.values() for name in benefit.info.parameters}
    assert used == set(parameters())


def test_benefits_are_in_force_only_where_their_parameters_are_known() -> None:
    for info in law.benefits():
        for name in set(info.parameters) - OF_ANOTHER_DAY:
            assert name in LATER or parameters()[name].on(info.valid_from)
            last_day = info.valid_until or parameters()[name].days[-1]
            assert name in ENDED or parameters()[name].on(last_day)
        with pytest.raises(law.NotInForce):
            law.calculate(info.code, {}, info.valid_from - timedelta(days=1))


@pytest.mark.parametrize(
    "day", ["2006-10-01", "2012-10-01", "2015-10-01", "2018-10-01", "2022-01-01", "2025-01-01"]
)
def test_verified_amounts_obey_art_9(day: str) -> None:
    """HA rises by a quarter, ST by a half of the rise of both criteria, to full złoty."""
    on = date.fromisoformat(day)

    def rise(name: str) -> Decimal:
        values = parameters()[name]
        return values.on(on).value - values.on(on - timedelta(days=1)).value

    both = rise("kryterium_osoby_samotnie_gospodarujacej") + rise("kryterium_osoby_w_rodzinie")
    full = Decimal(1)
    assert rise("zasilek_staly_maximum") == (both / 2).quantize(full, "ROUND_HALF_UP")
    if day != "2006-10-01":  # the amounts of 2006 do not follow from those of the act
        assert rise("dochod_z_hektara_przeliczeniowego") == (both / 4).quantize(
            full, "ROUND_HALF_UP"
        )


def test_cap_of_okresowy_is_the_criterion_per_person_from_2024() -> None:
    cap = parameters()["zasilek_okresowy_maximum_lone"]
    person = parameters()["kryterium_osoby_w_rodzinie"]
    for year in range(2024, 2028):
        assert cap.on(date(year, 1, 1)).value == person.on(date(year, 1, 1)).value


def test_kinds_of_income() -> None:
    kinds = {kind.code: kind for kind in law.income_kinds(date(2026, 11, 24))}
    needed = (
        "established wage contract casual_work business pension disability_pension social_pension "
        "unemployment_benefit foreign_pension alimony_received fundusz_alimentacyjny "
        "zasilek_rodzinny zasilek_pielegnacyjny swiadczenie_pielegnacyjne zasilek_staly "
        "zasilek_okresowy zasilek_celowy dodatek_mieszkaniowy swiadczenie_wychowawcze dobry_start "
        "school_scholarship curator_remuneration becikowe in_kind additional_annual_pension "
        "other_counted other_not_counted"
    ).split()
    assert set(needed) <= set(kinds)
    assert all(kind.label and kind.label_en and kind.provision for kind in kinds.values())
    assert all(kind.certainty in CERTAINTIES for kind in kinds.values())
    assert {code for code, kind in kinds.items() if kind.needs_reason} == {
        "other_counted",
        "other_not_counted",
    }
    assert set(dictionary()) == set(kinds)


def test_art7_reasons() -> None:
    def label(on: date) -> str:
        return next(r.label for r in law.art7_reasons(on) if r.code == "przemoc")

    assert label(date(2023, 6, 21)) == "przemoc w rodzinie"
    assert label(date(2023, 6, 22)) == "przemoc domowa"
    points = [reason.pkt for reason in law.art7_reasons(date(2026, 11, 24))]
    assert points == "1 2 3 4 5 6 7 7a 8 9 11 12 13 14 15".split()


def test_parameters_on_a_day() -> None:
    values = {value.name: value for value in law.parameters_on(date(2004, 5, 1))}
    assert values["kryterium_osoby_w_rodzinie"].value == Decimal("316.00")
    assert "zasilek_okresowy_minimum" not in values
    later = {value.name for value in law.parameters_on(date(2030, 1, 1))}
    assert not later & {"kryterium_osoby_w_rodzinie", "fa_kryterium", "dm_minimum_pct"}
    with pytest.raises(law.UnknownBenefit):
        law.parameters_on(date(2025, 1, 1), "x")


def test_status_report_is_up_to_date() -> None:
    """Write it anew with `python -m law status > docs/law-status.md`."""
    assert DOCS.read_text(encoding="utf-8") == status.report(law.VERSION)


def test_a_rule_may_look_at_another_day_and_its_values_are_remembered() -> None:
    rule = Law(date(2025, 1, 1))
    assert rule("zasilek_staly_maximum") == Decimal("1229.00")
    assert rule.at(date(2024, 12, 31))("zasilek_staly_maximum") == Decimal("1000.00")
    assert [value.valid_from.year for value in rule.used] == [2025, 2024]


def test_a_bad_file_is_met_when_the_law_is_loaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    act = tmp_path / "akt"
    act.mkdir()
    (act / "proba.yaml").write_text(GOOD.replace('"1.00"', "1.00"), encoding="utf-8")
    monkeypatch.setattr("law.params.FOLDER", tmp_path)
    parameters.cache_clear()
    try:
        with pytest.raises(BadParameter, match="proba"):
            law.load()
    finally:
        monkeypatch.undo()
        parameters.cache_clear()
    law.load()
