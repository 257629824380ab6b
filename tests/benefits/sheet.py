"""A browser without JavaScript for the calculator: what it would send from the form."""

import json
from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from benefits.calculator.question import Question, pack

ADDRESS = "benefits:calculator"
OKRESOWY = "zasilek_okresowy"
PROBLEM = {"f.reason_art7": "bezrobocie"}


class Sheet(HTMLParser):
    """What a browser would send from the form with the id `calc`, and texts by id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.texts: dict[str, str] = {}
        self.ids: set[str] = set()
        self._in_form = False
        self._select = self._first = ""
        self._chosen: str | None = None
        self._reads = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.ids.add(found.get("id", ""))
        if tag == "form":
            self._in_form = found.get("id") == "calc"
        if tag in ("pre", "textarea"):
            self._reads = found.get("id", "")
        if not self._in_form:
            return
        if tag == "input" and "name" in found:
            ticked = found.get("type") != "checkbox" or "checked" in found
            if ticked:
                self.sent.append((found["name"], found.get("value", "")))
        elif tag == "select" and "disabled" not in found:
            self._select, self._chosen = found["name"], None
        elif tag == "option" and self._select and (self._chosen is None or "selected" in found):
            self._chosen = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self.sent.append((self._select, self._chosen or ""))
            self._select = ""
        if tag in ("pre", "textarea"):
            self._reads = ""
        if tag == "form":
            self._in_form = False

    def handle_data(self, data: str) -> None:
        if self._reads:
            self.texts[self._reads] = self.texts.get(self._reads, "") + data

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields as Django's client sends them."""
        fields: dict[str, list[str]] = {}
        for name, value in self.sent:
            fields.setdefault(name, []).append(value)
        return fields


def opened(browser: Client, **query: str) -> Sheet:
    answer = browser.get(reverse(ADDRESS), query)
    assert answer.status_code == 200
    return Sheet(answer.content.decode())


def sent(browser: Client, sheet: Sheet, **changes: Any) -> Sheet:
    answer = browser.post(reverse(ADDRESS), {**sheet.form, **changes})
    assert answer.status_code == 200
    return Sheet(answer.content.decode())


def answer_of(sheet: Sheet) -> Any:
    return json.loads(sheet.texts["json-answer"])


def told(browser: Client, sheet: Sheet, **changes: Any) -> str:
    answer = browser.post(reverse(ADDRESS), {**sheet.form, **changes})
    return answer.content.decode()


def linked(benefit: str, on: str, facts: dict[str, Any]) -> dict[str, str]:
    token = pack(Question(benefit, date.fromisoformat(on), facts))
    assert token
    return {"q": token}
