"""Whose return it is: the hidden sheet first, the properties and the header block as witnesses; never the file name."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema import Schemas
from pipeline.intake.inbox import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.factories_intake import (
    COMMUNE,
    DEPARTMENT,
    OTHER_COMMUNE,
    edited,
    intake,
    repacked,
    return_bytes,
    rules_of,
    small_workbook,
)

PROPERTIES = "docProps/custom.xml"


@pytest.fixture
def received(tmp_path: Path, campaign: Campaign, schemas: Schemas):
    """What becomes of one file that was named without any meaning."""

    def judged(content: bytes) -> ReceivedFile:
        return intake(tmp_path, {"scan0001.xlsx": content}, campaign, schemas)["scan0001.xlsx"]

    return judged


@pytest.fixture
def content(campaign: Campaign, schemas: Schemas) -> bytes:
    return return_bytes(campaign, schemas)


def without_meta(content: bytes, *, properties: bool) -> bytes:
    """The return after Google Sheets: no hidden sheet, and perhaps no properties."""

    def edit(workbook: Workbook) -> None:
        del workbook["_meta"]
        if not properties:
            for name in list(workbook.custom_doc_props.names):
                del workbook.custom_doc_props[name]

    return edited(content, edit)


def with_header(content: bytes, label: str, text: str | None) -> bytes:
    """The return with another text beside a label of the header block."""

    def edit(workbook: Workbook) -> None:
        sheet = workbook["Báo cáo"]
        (found,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == label]
        sheet.cell(found.row, found.column + 1).value = text

    return edited(content, edit)


def with_meta(content: bytes, key: str, value: str) -> bytes:
    def edit(workbook: Workbook) -> None:
        for row in workbook["_meta"].iter_rows(max_col=2):
            if row[0].value == key:
                row[1].value = value

    return edited(content, edit)


def test_the_hidden_sheet_says_whose_it_is(received, content: bytes) -> None:
    file = received(content)
    assert file.verdict is Verdict.ACCEPTED
    assert file.problems == ()
    assert file.identity is not None
    assert (file.identity.campaign, file.identity.round, file.identity.agency) == ("2025-h2", "lan-1", COMMUNE)


def test_the_hidden_sheet_is_found_by_name_whether_hidden_or_not(received, content: bytes) -> None:
    def show(workbook: Workbook) -> None:
        workbook["_meta"].sheet_state = "visible"
        workbook.move_sheet("_meta", -5)

    assert received(edited(content, show)).verdict is Verdict.ACCEPTED


class TestConflict:
    """Witnesses that disagree reject the file, with both quoted."""

    def test_hidden_sheet_and_header_block(self, received, content: bytes, campaign: Campaign) -> None:
        other = campaign.agency_by_code[OTHER_COMMUNE].name
        file = received(with_header(content, "Cơ quan báo cáo", other))
        assert (file.verdict, file.rule) == (Verdict.REJECTED, Rule.IDENTITY_CONFLICT.code)
        assert file.reason is not None
        assert f"«{COMMUNE}»" in file.reason
        assert f"«{other}»" in file.reason
        assert file.content is None

    def test_hidden_sheet_and_properties(self, received, content: bytes) -> None:
        changed = repacked(content, {PROPERTIES: lambda data: data.replace(COMMUNE.encode(), OTHER_COMMUNE.encode())})
        file = received(changed)
        assert (file.verdict, file.rule) == (Verdict.REJECTED, Rule.IDENTITY_CONFLICT.code)

    def test_the_round_of_the_header_block(self, received, content: bytes) -> None:
        assert received(with_header(content, "Lần báo cáo", "Lần 2")).rule == Rule.IDENTITY_CONFLICT.code

    def test_a_name_that_is_nobodys(self, received, content: bytes) -> None:
        assert received(with_header(content, "Cơ quan báo cáo", "Phòng Văn hóa")).rule == Rule.IDENTITY_CONFLICT.code

    def test_a_name_without_its_diacritics_is_another_name(self, received, content: bytes) -> None:
        assert received(with_header(content, "Cơ quan báo cáo", "UBND phuong An Bien")).verdict is Verdict.REJECTED

    @pytest.mark.parametrize(
        "written", [str.upper, lambda name: name.replace("UBND", "Ủy ban nhân dân"), lambda name: f" {name}\u00a0"]
    )
    def test_the_same_name_written_otherwise_agrees(self, received, content: bytes, campaign, written) -> None:
        name = written(campaign.agency_by_code[COMMUNE].name)
        assert received(with_header(content, "Cơ quan báo cáo", name)).verdict is Verdict.ACCEPTED

    def test_an_emptied_header_block_says_nothing(self, received, content: bytes) -> None:
        assert received(with_header(content, "Cơ quan báo cáo", None)).verdict is Verdict.ACCEPTED


class TestLostHiddenSheet:
    """What is left tells whose it is, and the return says so."""

    def test_the_properties_take_its_place(self, received, content: bytes) -> None:
        file = received(without_meta(content, properties=True))
        assert file.verdict is Verdict.ACCEPTED
        assert rules_of(file) == [Rule.IDENTITY_FROM_HEADER]
        assert "thuộc tính" in file.problems[0].message

    def test_then_the_header_block(self, received, content: bytes) -> None:
        file = received(without_meta(content, properties=False))
        assert file.verdict is Verdict.ACCEPTED
        assert file.identity is not None
        assert (file.identity.agency, file.identity.round, file.identity.fingerprint) == (COMMUNE, "lan-1", None)
        assert rules_of(file) == [Rule.IDENTITY_FROM_HEADER]
        assert "đầu trang" in file.problems[0].message

    def test_an_alias_is_a_name(self, received, campaign: Campaign, schemas: Schemas) -> None:
        alias = campaign.agency_by_code[DEPARTMENT].aliases[0]
        lost = without_meta(return_bytes(campaign, schemas, DEPARTMENT), properties=False)
        file = received(with_header(lost, "Cơ quan báo cáo", alias))
        assert file.identity is not None
        assert file.identity.agency == DEPARTMENT

    @pytest.mark.parametrize("name", ["Sở Tài", "Sở Tài chính và Sở Xây dựng", "So Tai chinh", None])
    def test_part_of_a_name_is_no_name(self, received, content: bytes, name: str | None) -> None:
        lost = without_meta(content, properties=False)
        assert received(with_header(lost, "Cơ quan báo cáo", name)).rule == Rule.UNKNOWN_AGENCY.code

    def test_without_a_round_nothing_is_guessed(self, received, content: bytes) -> None:
        lost = without_meta(content, properties=False)
        assert received(with_header(lost, "Lần báo cáo", None)).rule == Rule.UNKNOWN_ROUND.code

    def test_nothing_at_all(self, received) -> None:
        file = received(small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
        assert (file.verdict, file.rule, file.identity) == (Verdict.REJECTED, Rule.NOT_A_RETURN.code, None)


class TestUnknown:
    """What the campaign does not know is named."""

    @pytest.mark.parametrize(
        ("key", "value", "rule"),
        [
            ("campaign", "2024-h1", Rule.UNKNOWN_CAMPAIGN),
            ("round", "lan-9", Rule.UNKNOWN_ROUND),
            ("agency", "99999", Rule.UNKNOWN_AGENCY),
        ],
    )
    def test_codes(self, received, content: bytes, key: str, value: str, rule: Rule) -> None:
        def blank(workbook: Workbook) -> None:
            for name in list(workbook.custom_doc_props.names):
                del workbook.custom_doc_props[name]
            for row in workbook["Báo cáo"].iter_rows(max_row=6, max_col=5):
                for cell in row:
                    if cell.column == 3 and cell.row > 1:
                        cell.value = None

        file = received(edited(with_meta(content, key, value), blank))
        assert (file.verdict, file.rule) == (Verdict.REJECTED, rule.code)
        assert value in (file.reason or "")

    def test_a_body_that_owes_nothing(self, received, content: bytes, campaign: Campaign) -> None:
        body = next(agency for agency in campaign.agencies if not agency.reports)
        lost = without_meta(content, properties=False)
        file = received(with_header(lost, "Cơ quan báo cáo", body.name))
        assert file.rule == Rule.UNKNOWN_AGENCY.code
        assert body.name in (file.reason or "")


def test_a_return_of_another_round_is_set_aside(received, campaign: Campaign, schemas: Schemas) -> None:
    file = received(return_bytes(campaign, schemas, round_="lan-2"))
    assert file.verdict is Verdict.OTHER_ROUND
    assert file.identity is not None
    assert file.identity.round == "lan-2"
    assert rules_of(file) == [Rule.OTHER_ROUND]


def test_an_older_template_is_used_with_a_warning(received, campaign: Campaign, schemas: Schemas) -> None:
    old = return_bytes(campaign, schemas, change=lambda form: replace(form, fingerprint="0123456789ab"))
    file = received(old)
    assert file.verdict is Verdict.ACCEPTED
    assert rules_of(file) == [Rule.OLD_TEMPLATE]
    assert "0123456789ab" in file.problems[0].message
