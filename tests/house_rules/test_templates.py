"""Templates: nothing inline, nothing unused, nothing marked safe by hand."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps

from tests.house_rules.sources import ROOT, python_files, shown, templates

TAG = re.compile(r"<[a-zA-Z][^<>]*>")
INLINE = {
    "an inline handler": re.compile(r"""\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "an inline style": re.compile(r"""\sstyle\s*=\s*["']""", re.IGNORECASE),
    "a script address": re.compile(r"""=\s*["']\s*javascript:""", re.IGNORECASE),
    "an expression for htmx": re.compile(
        r"""hx-(vals|headers)=["']js:|hx-on|hx-trigger="[^"]*\w\["""
    ),
}
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(?P<inside>.*?)</script>", re.DOTALL)
DATA_SCRIPT = re.compile(r"""<script[^>]*type=["']application/json["']""")
STYLE = re.compile(r"<style\b", re.IGNORECASE)
UNSAFE = re.compile(r"\|\s*safe\b|autoescape\s+off|mark_safe|SafeString\(")
#: Letters are documents of their own; their style sheet stands inside the file that is kept.
PAPER = ROOT / "templates" / "letters"
HTML_BY_CONVENTION = {"field_notes.html"}  # help texts of Django's own password forms
#: Names that a package looks for without bringing such a template.
ASKED_FOR_BY_OTHERS = {"429.html"}  # allauth, too many attempts to sign in


def pages() -> list[Path]:
    return [file for file in templates() if PAPER not in file.parents]


def without_comments(source: str) -> str:
    source = re.sub(r"{%\s*comment\b.*?{%\s*endcomment\s*%}", "", source, flags=re.DOTALL)
    return re.sub(r"{#.*?#}|<!--.*?-->", "", source, flags=re.DOTALL)


def test_no_page_has_anything_inline():
    found = []
    for file in pages():
        source = without_comments(file.read_text(encoding="utf-8"))
        plain = re.sub(r"{%.*?%}", "", source, flags=re.DOTALL)
        for tag in TAG.findall(plain):
            found += [
                f"{shown(file)}: {what}: {tag}" for what, r in INLINE.items() if r.search(tag)
            ]
        if STYLE.search(plain):
            found.append(f"{shown(file)}: a style element")
        for script in SCRIPT.finditer(plain):
            if not DATA_SCRIPT.match(script.group()):
                found.append(f"{shown(file)}: an inline script")
    assert found == []


def test_nothing_is_called_safe_in_a_template():
    found = [
        shown(file)
        for file in pages()
        if file.name not in HTML_BY_CONVENTION
        and UNSAFE.search(without_comments(file.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_template_is_used():
    named = {name for source in _sources() for name in re.findall(r"[\w./-]+\.html", source)}
    unused = [
        shown(file)
        for file in templates()
        if (name := str(file.relative_to(ROOT / "templates"))) not in named
        and not _of_another_package(name)
        and name not in ASKED_FOR_BY_OTHERS
        and not _dated_letter(file)
    ]
    assert unused == []


def test_every_named_template_exists():
    names = {
        name
        for file in templates()
        for name in re.findall(
            r"{%\s*(?:extends|include)\s+[\"']([\w./-]+\.html)", file.read_text(encoding="utf-8")
        )
    }
    ours = {str(file.relative_to(ROOT / "templates")) for file in templates()}
    assert {name for name in names - ours if not _of_another_package(name)} == set()


def test_every_form_that_posts_carries_the_token():
    form = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)
    posts = re.compile(r"""<form\b[^>]*method\s*=\s*["']post["']""", re.IGNORECASE)
    wrong = [
        shown(file)
        for file in pages()
        for found in form.findall(without_comments(file.read_text(encoding="utf-8")))
        if posts.match(found) and "csrf_token" not in found and "{% crispy" not in found
    ]
    assert wrong == []


def test_every_style_sheet_and_script_is_used():
    text = "\n".join(_sources())
    unused = [
        str(file.relative_to(ROOT / "static"))
        for file in sorted((ROOT / "static").rglob("*"))
        if file.suffix in (".css", ".js") and file.name not in text
    ]
    assert unused == []


@cache
def _sources() -> tuple[str, ...]:
    files = [*python_files(), *templates(), *(ROOT / "static").rglob("*.css")]
    files += (ROOT / "static").rglob("*.js")
    return tuple(file.read_text(encoding="utf-8") for file in files)


def _of_another_package(name: str) -> bool:
    """Ours stands before the template of that name in an installed package, or that is meant."""
    return any(True for _ in _installed(name))


def _installed(name: str) -> Iterator[Path]:
    for config in apps.get_app_configs():
        path = Path(config.path) / "templates" / name
        if path.exists() and ROOT / "templates" not in path.parents:
            yield path


def _dated_letter(file: Path) -> bool:
    """Letters are found by kind and first day: letters/kind/2026-01-01[-variant].html."""
    return PAPER in file.parents and re.match(r"\d{4}-\d{2}-\d{2}\b", file.stem) is not None
