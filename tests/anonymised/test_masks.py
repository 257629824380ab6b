"""Fictional values: valid, of the same kind, the same for the same, different for different."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identifiers import pesel_birth_date, pesel_sex, validate_nrb, validate_pesel
from core.polish import fold
from gops.anonymised import pools
from gops.anonymised.copying import tables
from gops.anonymised.masks import Masks
from gops.demo import people

PESELS = ("80051200000", "44051401359", "02070803628", "90090515836")
NRB = "76102010260000042270201111"


@given(born=st.dates(date(1900, 1, 1), date(2099, 12, 31)), serial=st.integers(0, 9999))
def test_a_pesel_becomes_a_valid_one_of_the_same_sex_born_a_little_earlier(
    born: date, serial: int
) -> None:
    """Ages and sex of the copy are those of the original."""
    pesel = _pesel(born, serial)
    masks = Masks()
    other = masks.pesel(pesel)
    assert other is not None
    validate_pesel(other)
    assert other != pesel
    assert pesel_sex(other) == pesel_sex(pesel)
    assert pesel_birth_date(other) == masks.born(born)
    assert timedelta(1) <= born - pesel_birth_date(other) <= timedelta(27)
    assert masks.pesel(pesel) == other


def test_two_pesels_never_become_one() -> None:
    """Not even all those of one day and sex."""
    masks = Masks()
    day = [_pesel(date(1985, 3, 14), serial) for serial in range(0, 10_000, 2)]
    assert len({masks.pesel(pesel) for pesel in day}) == len(day)


@given(account=st.integers(0, 10**16 - 1))
def test_an_account_stays_with_its_bank(account: int) -> None:
    """So that files for the bank can be practised."""
    masks = Masks()
    other = masks.nrb(NRB[:10] + f"{account:016}")
    validate_nrb(other)
    assert other[2:10] == NRB[2:10]
    assert other[10:] != f"{account:016}"


def test_a_family_keeps_one_surname_and_a_file_the_name_of_its_head() -> None:
    """Names stand in several tables; they still belong together."""
    masks = Masks(frozenset({"beata"}))
    assert masks.surname("Kowalski") == masks.surname("Kowalska") in pools.SURNAMES
    assert masks.given_name("Beata") in pools.WOMEN
    assert masks.given_name("Adam") in pools.MEN
    assert masks.name("Groch Beata") == f"{masks.surname('Groch')} {masks.given_name('Beata')}"
    assert masks.name("Nowak-Groch").split("-")[1] == masks.surname("Groch")


def test_nothing_stays_nothing() -> None:
    """An empty field is empty in the copy, too."""
    masks = Masks()
    for mask in (masks.text, masks.phone, masks.street, masks.nrb, masks.digits, masks.name):
        assert mask("") == ""
    assert masks.pesel(None) is None
    assert masks.born(None) is None


def test_two_copies_have_nothing_in_common() -> None:
    """The secret is drawn anew: one copy does not explain the other."""
    seen = {Masks().phone("600 111 222") for _n in range(5)}
    assert len(seen) > 1


def test_signs_keep_their_form() -> None:
    """«III RC 117/24» is still a sign of a court."""
    other = Masks().digits("III RC 117/24")
    assert other != "III RC 117/24"
    assert [c.isdigit() for c in other] == [c.isdigit() for c in "III RC 117/24"]


@pytest.mark.parametrize("pool", [pools.SURNAMES, pools.WOMEN, pools.MEN])
def test_no_fictional_name_is_one_of_the_demo(pool: list[str]) -> None:
    """The test that looks for real names in a copy of the demo rests on it."""
    demo = (people.WOMEN, people.MEN, people.CHILDREN_F, people.CHILDREN_M, people.SURNAMES)
    assert not {fold(name) for name in pool} & {fold(name) for names in demo for name in names}


def test_somebody_has_decided_on_every_column_of_text() -> None:
    """A new column that is not in rules.py stops the copy, and this test."""
    assert len(list(tables())) > 100


def _pesel(born: date, serial: int) -> str:
    century = {1800: 80, 1900: 0, 2000: 20}[born.year // 100 * 100]
    head = f"{born.year % 100:02}{born.month + century:02}{born.day:02}{serial:04}"
    total = sum(int(c) * w for c, w in zip(head, (1, 3, 7, 9) * 3, strict=False))
    return head + str(-total % 10)
