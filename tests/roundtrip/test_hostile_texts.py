"""Text from agencies is data: whatever it looks like, no output holds a formula, link, field or tag made of it."""

import contextlib
import io
import json
import os
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas
from pipeline.text import clean_text
from tests.roundtrip.filling import filled_with
from tests.support.campaign import write_small_project
from tests.support.forms import form_of
from tests.support.intake import edited, repacked
from tests.support.terminal import Done, tonghop

#: Stands in every hostile text, so that it can be looked for.
MARK = "XẤUXA"
HOSTILE = [
    f'=HYPERLINK("http://example.org/{MARK}","bấm vào đây")',
    f"=cmd|'/C calc'!A0 {MARK}",
    f"+{MARK}+1",
    f"-{MARK}",
    f"@SUM({MARK})",
    f"\t={MARK}",
    f"http://example.org/{MARK}",
    f"mailto:{MARK}@example.org",
    f"file:///etc/{MARK}",
    f"internal:'Tổng quan'!A1 {MARK}",
    f"<r>{MARK}</r><w:fldSimple w:instr='{MARK}'/>",
    f"<script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()> {MARK}",
    f'" onmouseover="{MARK}()" x="',
    f"]]> &amp; &{MARK}; <!-- {MARK} -->",
    f"{{{{ {MARK} }}}} {{% {MARK} %}} ${{{MARK}}} %s %n {{0}} {{value}}",
    f"HYPERLINK {MARK} \\o INCLUDETEXT DDEAUTO {MARK}",
    f"_x000D_{MARK}_x0007_",
    f"{MARK}\x85\x9b31m\u200b\u202e\ufdd0\u2028{MARK}",
    f"\u001b {MARK}".replace("\u001b", "\u009b"),
    f"{MARK} " + "chữ dài " * 5000,
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, schemas: Schemas) -> Path:
    """A small project whose inbox holds hostile returns under hostile names."""
    folder = tmp_path_factory.mktemp("hostile")
    write_small_project(folder)
    campaign = read_campaign(folder, "small")
    inbox = folder / "inbox"
    inbox.mkdir()
    names = (f"={MARK} <b> & 'x'.xlsx", f"{MARK}\n\x1b[31m.xlsx")
    for name, agency in zip(names, ("10002", "10003"), strict=True):
        (inbox / name).write_bytes(hostile_return(campaign, schemas, agency))
    raw = os.fsencode(inbox) + b"/" + MARK.encode() + b"-\xff\xfe.xlsx"
    with open(raw, "wb") as file:  # noqa: PTH123  # no Path holds such a name on every system
        file.write(hostile_return(campaign, schemas, "SNV", formulas=True))
    (inbox / f"@{MARK}.csv").write_text(f"={MARK}")
    return folder


def hostile_return(campaign: Campaign, schemas: Schemas, agency: str, *, formulas: bool = False) -> bytes:
    """A return with a hostile text in every cell that takes text, and formulas where wanted."""
    form: Form = form_of(campaign, schemas, agency)
    content, count = filled_with(form, schemas, lambda number: f"OTEXT{number:04d}O")

    def named(strings: bytes) -> bytes:
        for number in range(count):
            text = HOSTILE[number % len(HOSTILE)]
            strings = strings.replace(f"OTEXT{number:04d}O".encode(), escape(text).encode())
        return strings.replace(b"<t>\t", b'<t xml:space="preserve">\t')

    changed = repacked(content, {"xl/sharedStrings.xml": named})
    return edited(changed, with_formulas) if formulas else changed


def with_formulas(workbook: Workbook) -> None:
    """Formulas of the worst kinds in open cells."""
    sheet = workbook["Báo cáo"]
    (row,) = [cell.row for line in sheet.iter_rows() for cell in line if cell.value == "1.2"]
    (heading,) = [cell for line in sheet.iter_rows() for cell in line if cell.value == "Kết quả thực hiện"]
    sheet.cell(row, heading.column).value = f'=WEBSERVICE("http://example.org/{MARK}")'
    sheet.cell(row, heading.column + 1).value = f"=cmd|'/C {MARK}'!A0"


@pytest.fixture(scope="module")
def done(project: Path) -> Done:
    """The main job over that inbox."""
    return tonghop("consolidate", "--round", "lan-1", "--as-of", "2025-09-08", project=project)


@pytest.fixture(scope="module")
def outputs(project: Path, done: Done) -> Path:
    assert done.code == 0, done.error
    return project / "outbox" / "small" / "lan-1"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def test_the_texts_did_come_through(outputs: Path) -> None:
    with CalamineWorkbook.from_path(outputs / "tong-hop.xlsx") as workbook:
        rows = [row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python()]
    shown = {cell[:32_000] for row in rows for cell in row if isinstance(cell, str)}
    # «_x000D_» is how a workbook writes a control character, which is cleaned away
    plain = [text for text in HOSTILE if "_x000D_" not in text]
    assert [text for text in plain if clean_text(text)[:32_000] not in shown] == []
    accepted = [file["path"] for file in json.loads((outputs / "manifest.json").read_text("utf-8"))["files"]]
    assert len(accepted) == 4


def test_workbooks_hold_no_formula_and_no_link_of_theirs(outputs: Path) -> None:
    for path in sorted(outputs.rglob("*.xlsx")):
        for name, data in parts(path).items():
            assert not re.match("xl/(externalLinks|connections|queryTables|ddeLink)", name), name
            if name.endswith(".rels"):
                external = [one for one in ET.fromstring(data) if one.get("TargetMode") == "External"]
                for target in (one.get("Target") or "" for one in external):
                    # the file that a row came from, as a path below the inbox
                    assert re.fullmatch(r"\.\./\.\./\.\./inbox/[\w.%'()!-]+", target), target
            elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
                elements = list(ET.fromstring(data).iter())
                texts = [element.text or "" for element in elements if local(element.tag).startswith(("f", "formula"))]
                assert not any(MARK in text for text in texts), name
                attributes = [value for element in elements for value in element.attrib.values()]
                assert not any(MARK in value for value in attributes), name


def test_the_word_report_holds_no_field_and_no_link_of_theirs(outputs: Path) -> None:
    for name, data in parts(outputs / "bao-cao.docx").items():
        if name.endswith(".rels"):
            assert b"TargetMode" not in data, name
        elif name.startswith("word/") and name.endswith(".xml"):
            for element in ET.fromstring(data).iter():
                assert local(element.tag) not in {"hyperlink", "object", "altChunk"}
                if local(element.tag) == "instrText":
                    assert MARK not in (element.text or "")
                assert not any(MARK in value for key, value in element.attrib.items() if local(key) == "instr")


class Tags(HTMLParser):
    """The tags of a page with their attributes, and what stands in its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.lasttag == "script" and self.cdata_elem == "script":
            self.scripts[-1] += data


def test_pages_hold_no_tag_and_no_script_of_theirs(outputs: Path) -> None:
    for path in sorted(outputs.rglob("*.html")):
        page = Tags()
        page.feed(path.read_text("utf-8"))
        for tag, attributes in page.tags:
            assert tag not in {"r", "w:fldsimple", "img", "iframe", "object"} or MARK not in str(attributes)
            assert not any(name.startswith("on") for name in attributes), (tag, attributes)
            assert not any(MARK in (attributes.get(name) or "") for name in ("href", "src", "style", "action"))
        for script in page.scripts:
            assert not script.startswith(MARK)
            assert "<" not in script[script.find(MARK) :] if MARK in script else True


def test_nothing_that_was_typed_is_printed(done: Done) -> None:
    said = done.output + done.error
    assert "\x1b" not in said
    for text in HOSTILE:
        assert clean_text(text)[:40] not in said


def test_the_ledger_and_the_manifest_are_one_line_a_record_and_clean(project: Path, outputs: Path) -> None:
    text = (project / "outbox" / "small" / "ledger.jsonl").read_text("utf-8")
    assert len([json.loads(line) for line in text.splitlines()]) == 4
    for path in sorted(outputs.glob("*.json")):
        with contextlib.closing(io.StringIO(path.read_text("utf-8"))) as lines:
            assert not any(re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", line) for line in lines)
