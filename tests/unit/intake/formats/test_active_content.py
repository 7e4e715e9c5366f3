"""Macros, links to other files and DDE are noted and named; nothing is run or followed, the stored values are used."""

import struct
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.formats.active_content import ActiveContent, compound_activity, named_links, package_activity
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.kinds import Container, Format
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.support.intake import intake, parts_of, return_bytes, rules_of, small_workbook, zipped

SAMPLES = Path(__file__).parents[3] / "data" / "intake"
LINK = "xl/externalLinks/externalLink1.xml"
RELATIONS = "xl/externalLinks/_rels/externalLink1.xml.rels"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def relations(*targets: str) -> bytes:
    listed = "".join(
        f'<Relationship Id="r{n}" Type="x/externalLinkPath" Target="{target}" TargetMode="External"/>'
        for n, target in enumerate(targets)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'.encode()


def linked(content: bytes) -> bytes:
    """The workbook with values taken from another one, as Excel writes it."""
    parts = parts_of(content)
    parts[LINK] = f"<externalLink {MAIN}><externalBook/></externalLink>".encode()
    parts[RELATIONS] = relations("file:///C:/S%E1%BB%91%20li%E1%BB%87u.xlsx")
    return zipped(parts)


def active(content: bytes) -> ActiveContent:
    workbook = read_workbook(content)
    assert isinstance(workbook, RawWorkbook), workbook
    return workbook.active


def formula(text: str) -> bytes:
    return small_workbook(f'<row r="1"><c r="A1"><f>{text}</f><v>1</v></c></row>')


def test_links_are_named_and_the_values_are_used(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    file = intake(tmp_path, {"a.xlsx": linked(return_bytes(campaign, schemas))}, campaign, schemas)["a.xlsx"]
    assert (file.verdict, rules_of(file)) == (Verdict.ACCEPTED, [Rule.EXTERNAL_LINKS])
    assert "file:///C:/Số liệu.xlsx" in file.problems[0].message
    assert file.content is not None


def test_dde_is_told_and_the_values_are_used(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    parts = parts_of(return_bytes(campaign, schemas))
    parts[LINK] = f'<externalLink {MAIN}><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'.encode()
    file = intake(tmp_path, {"a.xlsx": zipped(parts)}, campaign, schemas)["a.xlsx"]
    assert (file.verdict, rules_of(file)) == (Verdict.ACCEPTED, [Rule.DDE])


def test_macros_are_noted_and_the_return_is_used(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    parts = {**parts_of(return_bytes(campaign, schemas)), "xl/vbaProject.bin": b"\xd0\xcf"}
    file = intake(tmp_path, {"a.xlsm": zipped(parts)}, campaign, schemas)["a.xlsm"]
    assert (file.verdict, rules_of(file)) == (Verdict.ACCEPTED, [Rule.MACROS])


@pytest.mark.parametrize(
    ("text", "dde"),
    [
        ("cmd|'/c calc'!A0", True),
        ("MSEXCEL|'\\..\\cmd.exe /c calc'!''", True),
        ("dde(\"soffice\";\"a\";\"b\")".upper().replace('"', "&quot;"), True),
        ("SUM(B1:B3)", False),
        ("IF(B1=&quot;a|b&quot;,1,2)", False),
        ("'Trang 2'!A1", False),
    ],
)  # fmt: skip
def test_formulas_that_call_another_program(text: str, dde: bool) -> None:
    assert active(formula(text)).dde is dde


def test_an_ordinary_return_has_nothing_of_it(campaign: Campaign, schemas: Schemas) -> None:
    assert active(return_bytes(campaign, schemas)) == ActiveContent()
    for name in ("libreoffice.ods", "libreoffice.xls"):
        assert active((SAMPLES / name).read_bytes()) == ActiveContent()


def by_name(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a package by their names as Office compares them."""
    return Container(format=Format.XLSX, content=b"", parts=parts).by_name


def test_what_an_ods_says() -> None:
    content = (
        b'<table:table-source xlink:href="../kh%C3%A1c.ods" table:table-name="A"/><table:dde-links><table:dde-link/>'
    )
    parts = by_name({"content.xml": content, "Basic/Standard/Module1.xml": b""})
    activity = package_activity(parts, ["='file:///C:/a.ods'#$A.A1"])
    assert activity == ActiveContent(macros=True, links=("../khác.ods", "file:///C:/a.ods"), dde=True)


def test_a_link_without_a_name_is_still_told() -> None:
    assert package_activity(by_name({"xl/externalLinks/externalLink1.bin": b"\0"}), []).links == ("",)
    assert package_activity(by_name({LINK: b"", RELATIONS: b"<broken"}), []).links == ("",)


@pytest.mark.parametrize(
    ("links", "words"),
    [
        (("",), "không rõ tên"),
        (("a.xlsx",), "a.xlsx"),
        (("a", "b", "c", "d", "e"), "a, b, c và 2 tệp khác"),
    ],
)
def test_how_links_are_named(links: tuple[str, ...], words: str) -> None:
    assert named_links(links) == words


@pytest.mark.parametrize(
    ("books", "expected"),
    [
        ((struct.pack("<HH", 3, 0x0401), struct.pack("<HH", 1, 0x3A01)), ActiveContent()),
        ((struct.pack("<HH", 1, 9) + b"\0\x01a.xls",), ActiveContent(links=("",))),
        ((struct.pack("<HH", 0, 9) + b"\0cmd\x03/c calc",), ActiveContent(dde=True)),
    ],
)
def test_what_an_xls_says(books: tuple[bytes, ...], expected: ActiveContent) -> None:
    assert compound_activity(["Workbook"], books) == expected
