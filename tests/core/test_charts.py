from decimal import Decimal
from xml.etree import ElementTree

import pytest

from core.charts import bar_chart, grouped_chart

ROWS = [{"x": "zasiłek stały", "y": Decimal("12345.60")}, {"x": 'a <b> "c"', "y": Decimal(40)}]
GROUPS = [
    {"x": f"{month:02}.2026", "y": month * 100, "series": series}
    for series in ("85214", "85216")
    for month in (1, 2, 3)
]


def drawn():
    return [
        bar_chart(ROWS, title='Wypłaty <"&>', unit="zł"),
        grouped_chart(GROUPS, title="Miesiące", unit="zł"),
        bar_chart([], title="Nic", unit=""),
        bar_chart([{"x": "zero", "y": 0}], title="Zero", unit=""),
    ]


@pytest.mark.parametrize("number", range(4))
def test_passes_a_strict_policy_and_is_well_formed(number):
    picture = drawn()[number]
    root = ElementTree.fromstring(picture)
    for element in root.iter():
        assert not element.tag.endswith(("script", "style", "foreignObject", "image", "a"))
        for name in element.attrib:
            assert name != "style"
            assert not name.lower().startswith("on")
            assert "href" not in name


def test_is_one_picture_with_a_name():
    root = ElementTree.fromstring(drawn()[0])
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Wypłaty <"&>'
    assert not any("role" in element.attrib for element in root.iter() if element is not root)


def texts(picture):
    return [element.text for element in ElementTree.fromstring(picture).iter() if element.text]


def test_values_stand_at_the_bars_in_polish_notation():
    found = texts(drawn()[0])
    assert "12\u00a0346\u00a0zł" in found
    assert 'a <b> "c"' in found


def test_columns_name_series_and_months():
    found = texts(drawn()[1])
    assert {"85214", "85216", "01.2026", "300\u00a0zł"} <= set(found)


def test_bars_start_at_zero():
    """A bar three times as long for an amount three times as big."""
    picture = bar_chart([{"x": "a", "y": 100}, {"x": "b", "y": 300}], title="t", unit="")
    bars = [
        element.get("d", "")
        for element in ElementTree.fromstring(picture).iter()
        if element.get("fill") == "#16808a"
    ]
    short, long = (float(path.split("h")[1].split("v")[0]) for path in bars)
    assert long == pytest.approx(3 * short, rel=0.01)


def test_same_content_is_drawn_once():
    first = bar_chart(ROWS, title="t", unit="zł")
    assert str(bar_chart(list(ROWS), title="t", unit="zł")) == str(first)
