"""Texts of a workbook are taken only as programs write them: what is nested, one reader counts and another does not."""

import pytest

from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.openxml.xlsx_cells import are_plain_items, is_plain_inline
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.rules import Rule
from tests.support.intake import small_workbook


@pytest.mark.parametrize(
    "items",
    [
        "",
        "<si><t>a</t></si>",
        '<si><t>a</t></si><si><t xml:space="preserve"> b</t></si>',
        "<si/><si><t/></si>\n<si>\n<t>a</t></si>",
        '<si><r><rPr><b/><rFont val="x"/></rPr><t>a</t></r><r><t>b</t></r></si>',
        '<si><t>a</t><rPh sb="0" eb="1"><t>x</t></rPh><phoneticPr fontId="1"/></si>',
        '<si><t>a</t></si><extLst><ext uri="x"/></extLst>',
    ],
)
def test_what_programs_write(items: str) -> None:
    assert are_plain_items(f"{items}</sst>".encode())
    prefixed = items.replace("</", "<~").replace("<", "<x:").replace("<x:~", "</x:")
    assert are_plain_items(f"{prefixed}</x:sst>".encode())


@pytest.mark.parametrize(
    "items",
    [
        "<si><si><t>a</t></si></si>",
        "<si><t><si><t>a</t></si></t></si>",
        "<si><t>a</t></si><si><t>b</t><si><t>c</t></si></si>",
        "<si><t>a<v>1</v></t></si>",
        "<si><t>a</t><mergeCell/></si>",
        "<si><r><rPr><t>x</t></rPr><t>a</t></r></si>",
        "<t>a</t>",
        "a<si><t>b</t></si>",
        "<si>a</si>",
    ],
)
def test_what_no_program_writes(items: str) -> None:
    assert not are_plain_items(f"{items}</sst>".encode())


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        ("<is><t>a</t></is>", True),
        ("<is><r><t>a</t></r><r><rPr><i/></rPr><t>b</t></r></is>", True),
        ("<is/>", True),
        ("<is><t>a</t></is><is><t>b</t></is>", False),
        ("<is><v>1</v></is>", False),
        ("a<is/>", False),
    ],
)
def test_inline_texts(content: str, plain: bool) -> None:
    assert is_plain_inline(content.encode()) is plain


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><v>45884</v><is><t>x</t></is></c>',
        '<c r="A1" t="inlineStr"><is><is><t>x</t></is></is></c>',
        '<c r="A1" t="s"><v>0</v><t>x</t></c>',
        '<c r="A1"><t>x</t></c>',
    ],
)
def test_a_cell_with_two_contents_is_refused(cell: str) -> None:
    refused = read_workbook(small_workbook(f'<row r="1">{cell}</row>', strings="<sst><si><t>a</t></si></sst>"))
    assert isinstance(refused, Rejection)
    assert refused.rule is Rule.UNSAFE


def test_a_workbook_whose_texts_are_nested_is_refused() -> None:
    refused = read_workbook(small_workbook("", strings="<sst><si><t>a</t><si><t>b</t></si></si></sst>"))
    assert isinstance(refused, Rejection)
    assert refused.rule is Rule.FORMAT_NOT_READ


def test_a_cell_may_carry_extensions_of_its_own() -> None:
    cell = '<c r="A1"><v>1</v><extLst><ext uri="x"/></extLst></c>'
    read = read_workbook(small_workbook(f'<row r="1">{cell}</row>'))
    assert isinstance(read, RawWorkbook)
    assert read.sheets[0].rows == ((1.0,),)
