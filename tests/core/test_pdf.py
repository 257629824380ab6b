import io
import logging
import os
import subprocess
import sys
import tempfile
from datetime import date

import pytest
from celery.signals import worker_process_shutdown
from django.conf import settings
from pypdf import PdfReader

from core import pdf, tasks
from gops.fonts import PACKAGE, STYLES, merge_style

TEXT = "Zażółć gęślą jaźń: 1 229,00 zł"
LETTER = f"""<html lang="pl"><head><title>Decyzja GOPS.5021.17.2026</title></head>
<body><h1>Decyzja</h1><p>{TEXT}</p><table><tr><th>Miesiąc</th></tr><tr><td>11/2026</td></tr></table>
</body></html>"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<rect width="9" height="9"/></svg>'
)


def page(body, lang="pl", title="Pismo"):
    return f'<html lang="{lang}"><head><title>{title}</title></head><body>{body}</body></html>'


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """One paper font, made the way set-up makes it; no font of the machine is needed."""
    folder = tmp_path_factory.mktemp("fonts")
    merge_style(settings.BASE_DIR / PACKAGE, "400-normal", folder / STYLES["400-normal"])
    return folder


@pytest.fixture(autouse=True)
def fonts(settings, made):
    settings.PAPER_FONTS_DIR = made
    pdf._press.cache_clear()
    yield made
    pdf._press.cache_clear()


def read(content):
    return PdfReader(io.BytesIO(content))


def fonts_of(reader):
    fonts = (
        font.get_object()
        for sheet in reader.pages
        for font in sheet["/Resources"]["/Font"].get_object().values()
    )
    return [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]


def test_text_is_whole_and_in_order():
    assert TEXT in read(pdf.render_pdf(LETTER)).pages[0].extract_text()


def test_a_line_that_is_nearly_full_stays_whole():
    words = (
        "Warunki ustawy są spełnione, ale zasiłek celowy jest pomocą uznaniową: Ośrodek może go "
        "przyznać, zależnie od potrzeb i\u00a0od posiadanych środków (art.\u00a03 ust.\u00a04 "
        "ustawy o\u00a0pomocy społecznej)."
    )
    style = "@page { size: A4; margin: 25mm } html { font-size: 11pt }"
    html = f'<html lang="pl"><title>Wiersze</title><p style="width: 160mm">\n {words}\n </p>'
    lines = read(pdf.render_pdf(html, stylesheets=[style])).pages[0].extract_text()
    assert [line.split()[0] for line in lines.splitlines()][:2] == ["Warunki", "przyznać,"]
    assert "przyznać, zależnie" in lines


def test_is_tagged_and_says_what_it_is():
    content = pdf.render_pdf(LETTER)
    reader = read(content)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  a pypdf object, not a bool
    assert root["/Lang"] == "pl"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata.title == "Decyzja GOPS.5021.17.2026"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_same_input_gives_the_same_bytes():
    first = pdf.render_pdf(LETTER, stylesheets=["p { color: teal }"])
    pdf.render_pdf(page("<p>Inne <b>pismo</b>"), stylesheets=["p { font-size: 9pt }"])
    assert pdf.render_pdf(LETTER, stylesheets=["p { color: teal }"]) == first
    pdf._press.cache_clear()
    assert pdf.render_pdf(LETTER, stylesheets=["p { color: teal }"]) == first


def test_a_style_sheet_changes_the_page():
    reader = read(pdf.render_pdf(LETTER, stylesheets=["h1 { break-after: page }"]))
    assert len(reader.pages) == 2


def test_fonts_are_embedded():
    descriptors = fonts_of(read(pdf.render_pdf(LETTER)))
    assert descriptors
    assert all("/FontFile2" in font or "/FontFile3" in font for font in descriptors)


def test_paper_fonts_are_used_when_made(fonts):
    faces = list(pdf._font_faces(fonts))
    assert len(faces) == 1
    assert "font-weight: 400" in faces[0]
    content = pdf.render_pdf(page("<p>Żółć"))
    assert "Żółć" in read(content).pages[0].extract_text()
    assert any("Source-Sans" in str(font["/FontName"]) for font in fonts_of(read(content)))


def test_missing_paper_fonts_are_logged_once(caplog, settings, tmp_path):
    settings.PAPER_FONTS_DIR = tmp_path
    with caplog.at_level(logging.WARNING, logger="core.pdf"):
        pdf.render_pdf(page("<p>1"))
        pdf.render_pdf(page("<p>2"))
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://example.test/x.png" alt="">',
        '<img src="https://example.test/x.png" alt="">',
        '<img src="ftp://example.test/x.png" alt="">',
        '<img src="file:///etc/passwd" alt="">',
        '<link rel="stylesheet" href="http://example.test/x.css">',
        '<p style="background: url(http://example.test/x.png)">x',
    ],
)
def test_network_and_foreign_files_are_refused(body):
    with pytest.raises(pdf.PdfError):
        pdf.render_pdf(page(body))


def test_a_style_sheet_may_not_fetch_either():
    with pytest.raises(pdf.PdfError):
        pdf.render_pdf(LETTER, stylesheets=["@import url(http://example.test/x.css);"])


def test_pictures_of_the_base_folder_are_read_and_no_others(tmp_path):
    base = tmp_path / "letters"
    base.mkdir()
    (base / "arms.svg").write_text(PICTURE)
    (tmp_path / "secret.svg").write_text(PICTURE)
    with_picture = pdf.render_pdf(page('<img src="arms.svg" alt="Herb">'), base=base)
    assert with_picture.startswith(b"%PDF-1.7")
    with pytest.raises(pdf.PdfError):
        pdf.render_pdf(page('<img src="../secret.svg" alt="">'), base=base)
    (base / "link.svg").symlink_to(tmp_path / "secret.svg")
    with pytest.raises(pdf.PdfError):
        pdf.render_pdf(page('<img src="link.svg" alt="">'), base=base)


@pytest.mark.parametrize("html", [page("x", lang=""), page("x", title="")])
def test_language_and_title_are_required(html):
    with pytest.raises(pdf.PdfError, match="lang"):
        pdf.render_pdf(html)


def test_paper_lays_out_a_template(settings):
    paper = {
        "printed_by": "Halina Dąbek",
        "printed_on": date(2026, 11, 24),
        "centre": None,
    }
    reader = read(pdf.paper("paper.html", {**paper, "title": "Próba"}))
    text = reader.pages[0].extract_text()
    assert "Wydruk: Halina Dąbek, 24.11.2026" in text
    assert "strona 1 z 1" in text
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)
    assert reader.trailer["/Root"]["/Lang"] == "pl"


def test_a_process_that_ends_leaves_no_fonts_behind(tmp_path):
    script = (
        "import django, os; django.setup(); from core import pdf;"
        f"pdf.render_pdf({LETTER!r}); assert os.listdir({str(tmp_path)!r})"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, env=environment, check=True
    )
    assert list(tmp_path.iterdir()) == []


def test_a_process_of_the_pool_lets_its_fonts_go(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pdf.close()
    pdf.render_pdf(LETTER)
    assert list(tmp_path.iterdir())
    assert tasks.let_fonts_go
    worker_process_shutdown.send(sender=None)
    assert list(tmp_path.iterdir()) == []
