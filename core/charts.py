"""Few, plain charts drawn on the server as SVG: the same picture on the page and on paper.

Bars start at zero and carry their values, so there is no axis and no legend to decode. Text and
lines take the colour of the text around (light, dark, print). The SVG has no style attribute and
no script, so a strict content security policy lets it pass; it is cached by its content.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import altair as alt
import vl_convert
from django.utils.safestring import SafeString, mark_safe

from core.polish import format_number

BAR = "#16808a"  # readable on white and on the dark page
TEXT = "currentColor"
FONT = "Source Sans 3, Liberation Sans, DejaVu Sans, sans-serif"
WIDTH = 640
ROW = 30
COLUMN = 66
STEP_WIDTH = 860
LABEL = 66  # room for the label of a step
_SVG = "http://www.w3.org/2000/svg"
_DROPPED = ("role", "pointer-events", "style")

Point = tuple[str, Decimal, str]
Step = tuple[date, Decimal, str]


def bar_chart(rows: Iterable[Mapping[str, Any]], *, title: str, unit: str) -> SafeString:
    """Horizontal bars in the given order from rows ``{"x": name, "y": value}``.

    `unit` is written after every value («zł», «»). Values may be Decimal or int, not negative.
    """
    points = tuple((str(row["x"]), _value(row["y"]), "") for row in rows)
    return mark_safe(_bars(points, title, unit))


def grouped_chart(rows: Iterable[Mapping[str, Any]], *, title: str, unit: str) -> SafeString:
    """One row of columns per series, on one scale, from ``{"x", "y", "series"}``."""
    points = tuple((str(row["x"]), _value(row["y"]), str(row["series"])) for row in rows)
    return mark_safe(_columns(points, title, unit))


def step_chart(
    rows: Iterable[Mapping[str, Any]], *, title: str, until: date, today: date
) -> SafeString:
    """A line of steps from rows ``{"x": first day, "y": value, "label": text}`` in order, drawn
    to `until`. What begins after `today` is dashed. The scale starts at zero.
    """
    points = tuple((row["x"], _value(row["y"]), str(row["label"])) for row in rows)
    return mark_safe(_steps(points, title, until, today))


def _value(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value)


def _label(value: Decimal, unit: str) -> str:
    text = format_number(value)
    return f"{text}\u00a0{unit}" if unit else text


def _data(points: tuple[Point, ...], unit: str) -> Any:
    # The number becomes the length of a bar; what is read is the label, made from the Decimal.
    values = [
        {"x": x, "y": float(y), "series": series, "label": _label(y, unit)}
        for x, y, series in points
    ]
    return alt.Data(values=values)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=256)
def _bars(points: tuple[Point, ...], title: str, unit: str) -> str:
    names = list(dict.fromkeys(x for x, _y, _s in points))
    base = alt.Chart(_data(points, unit), width=WIDTH - 300, height=max(ROW, ROW * len(names)))
    y = alt.Y("x:N", sort=names, title=None, axis=_names_axis(200))
    top = max((y for _x, y, _s in points), default=Decimal(0))
    x = alt.X("y:Q", axis=None, scale=alt.Scale(domainMin=0, domainMax=float(top or 1)))
    bars = base.mark_bar(color=BAR, size=18).encode(x=x, y=y)
    labels = base.mark_text(align="left", dx=6, color=TEXT, fontSize=13, font=FONT)
    return _svg(bars + labels.encode(x=x, y=y, text="label:N"), title)


@lru_cache(maxsize=256)
def _columns(points: tuple[Point, ...], title: str, unit: str) -> str:
    names = list(dict.fromkeys(x for x, _y, _s in points))
    series = list(dict.fromkeys(s for _x, _y, s in points))
    base = alt.Chart(width=COLUMN * max(len(names), 1), height=90)
    top = max((y for _x, y, _s in points), default=Decimal(0))
    x = alt.X("x:N", sort=names, title=None, axis=_names_axis(80, angle=0))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domainMin=0, domainMax=float(top or 1)))
    bars = base.mark_bar(color=BAR).encode(x=x, y=y)
    labels = base.mark_text(dy=-7, color=TEXT, fontSize=11, font=FONT)
    header = alt.Header(
        title=None, labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start",
        labelFont=FONT, labelFontSize=13, labelFontWeight=600, labelColor=TEXT, labelPadding=14,
    )  # fmt: skip
    rows = alt.layer(bars, labels.encode(x=x, y=y, text="label:N"), data=_data(points, unit))
    return _svg(rows.facet(row=alt.Row("series:N", sort=series, header=header), spacing=24), title)


@lru_cache(maxsize=512)
def _steps(points: tuple[Step, ...], title: str, until: date, today: date) -> str:
    rows = list(_step_rows(points, until, today))
    top = max(value for _day, value, _label in points)
    base = alt.Chart(alt.Data(values=rows), width=STEP_WIDTH, height=190)  # type: ignore[no-untyped-call]
    years = alt.Axis(
        format="%Y", grid=False, ticks=False, labelColor=TEXT, labelFont=FONT, labelFontSize=12,
        domainColor="#8a9699", labelPadding=8, labelFlush=True, labelOverlap=True,
    )  # fmt: skip
    x = alt.X("x:T", title=None, axis=years)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domainMin=0, domainMax=float(top or 1) * 1.12))
    dash = alt.StrokeDash(
        "part:N", legend=None, scale=alt.Scale(domain=["known", "coming"], range=[[1, 0], [5, 4]])
    )
    flat = base.mark_rule(color=BAR, strokeWidth=2.5).encode(x=x, x2="x2:T", y=y, strokeDash=dash)
    rise = base.mark_rule(color=BAR, strokeWidth=1, opacity=0.6).encode(x=x, y=y, y2="below:Q")
    style: dict[str, Any] = {"dy": -8, "color": TEXT, "fontSize": 12, "font": FONT}
    first = base.mark_text(align="left", **style).encode(x=x, y=y, text="label:N")
    last = base.mark_text(align="right", **style).encode(x="x2:T", y=y, text="last:N")
    return _svg(flat + rise + first + last, title)


def _step_rows(points: tuple[Step, ...], until: date, today: date) -> Iterator[dict[str, Any]]:
    """Steps with their ends. The last is labelled at its end, others where they have room."""
    ends = [*(day for day, _value, _label in points[1:]), until]
    wide = STEP_WIDTH / max((until - points[0][0]).days, 1)
    free_from, before = points[0][0], points[0][1]
    for index, ((day, value, label), end) in enumerate(zip(points, ends, strict=True)):
        is_last = index == len(points) - 1
        room = min((end - day).days * wide * 1.6, (until - day).days * wide - LABEL)
        is_shown = not is_last and day >= free_from and room >= LABEL
        is_shown = is_shown and (index == 0 or value != before)
        if is_shown:
            free_from = day + timedelta(days=int(LABEL / wide))
        yield {
            "x": day.isoformat(),
            "x2": end.isoformat(),
            "y": float(value),
            "below": float(before),
            "label": label if is_shown else "",
            "last": label if is_last else "",
            "part": "coming" if day > today else "known",
        }
        before = value


def _names_axis(limit: int, angle: int = 0) -> alt.Axis:
    return alt.Axis(
        domain=False, ticks=False, labelColor=TEXT, labelFont=FONT, labelFontSize=13,
        labelLimit=limit, labelAngle=angle, labelPadding=8,
    )  # fmt: skip


def _svg(chart: Any, title: str) -> str:
    """Draw, and keep of the SVG what is picture; the title names it for screen readers."""
    drawn = {**chart.configure_view(stroke=None).to_dict(), "background": None}
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(vl_convert.vegalite_to_svg(drawn))
    for element in root.iter():
        for name in [n for n in element.attrib if n in _DROPPED or n.startswith("aria-")]:
            del element.attrib[name]
    root.set("class", "chart")
    root.set("role", "img")
    root.set("aria-label", title)
    return ElementTree.tostring(root, encoding="unicode")
