"""Whose return it is: the hidden sheet first, the properties and the header block as witnesses; never the file name."""

import re
from dataclasses import replace
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.identity import names_of
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.support.forms import form_of
from tests.support.intake import (
    COMMUNE,
    DEPARTMENT,
    DONE,
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
    lost = {"xl/workbook.xml": lambda data: re.sub(rb'<sheet name="_meta"[^>]*/>', b"", data)}
    return repacked(content, lost if properties else {**lost, PROPERTIES: None})


def with_text(content: bytes, sheet: str, label: str, text: str | None) -> bytes:
    """The return with another text beside a label of a sheet."""
    workbook = read_workbook(content)
    assert isinstance(workbook, RawWorkbook)
    found = workbook.sheet(sheet)
    assert found is not None
    (old,) = [right for row in found.rows for left, right in pairwise(row) if left == label]

    def changed(strings: bytes) -> bytes:
        shared = f">{escape(str(old))}</t>".encode()
        assert strings.count(shared) == 1
        return strings.replace(shared, f' xml:space="preserve">{escape(text or "")}</t>'.encode())

    return repacked(content, {"xl/sharedStrings.xml": changed})


def with_header(content: bytes, label: str, text: str | None) -> bytes:
    """The return with another text beside a label of the header block."""
    return with_text(content, "Báo cáo", label, text)


def with_meta(content: bytes, key: str, value: str) -> bytes:
    """The return with another value on the hidden sheet."""
    return with_text(content, "_meta", key, value)


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

    @pytest.mark.parametrize(("name", "code"), [("UBND xã Cẩm Giang", "10888"), ("UBND xã Cẩm Giàng", "10903")])
    def test_two_names_that_differ_in_a_mark(self, received, content: bytes, name: str, code: str) -> None:
        file = received(with_header(without_meta(content, properties=False), "Cơ quan báo cáo", name))
        assert file.identity is not None
        assert file.identity.agency == code

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
        assert f"{body.name}, không phải báo cáo lần 1: khối cơ quan khác không báo cáo" in (file.reason or "")

    def test_an_agency_founded_after_the_round(self, received, content: bytes, campaign: Campaign) -> None:
        lost = without_meta(content, properties=False)
        file = received(with_header(lost, "Cơ quan báo cáo", campaign.agency_by_code["QPTD"].name))
        assert file.rule == Rule.UNKNOWN_AGENCY.code
        assert "không phải báo cáo lần 1: cơ quan thành lập ngày 26/10/2025" in (file.reason or "")


def test_every_agency_is_known_by_its_own_name_alone(campaign: Campaign) -> None:
    names = names_of(campaign)
    for agency in campaign.agencies:
        assert names.agency_codes(agency.name) == {agency.code}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Cẩm Giang", "10888"),
        ("Cẩm Giàng", "10903"),
        ("Đồ Sơn", "11455"),
        ("PHƯỜNG NAM ĐỒ SƠN", "11737"),
        ("Ủy ban nhân dân phường Hưng Đạo", "11689"),
        ("Trần Hưng Đạo", "10570"),
        ("Cam Giang", None),
        ("Sơn", None),
        ("UBND phường Đồ", None),
    ],
)
def test_a_name_that_is_part_of_another_or_nearly_another(campaign: Campaign, name: str, code: str | None) -> None:
    assert names_of(campaign).agency_codes(name) == (set() if code is None else {code})


class TestTaskCodes:
    """The rows are a witness too: whose form they are from is told, never settled silently."""

    def foreign(self, campaign: Campaign, schemas: Schemas) -> bytes:
        """A commune's return whose rows are those of a department."""
        rows = form_of(campaign, schemas, DEPARTMENT).rows
        return return_bytes(
            campaign,
            schemas,
            change=lambda form: replace(form, rows=tuple(replace(row, values=DONE) for row in rows)),
        )

    def test_against_the_hidden_sheet_there_is_a_warning(self, received, campaign: Campaign, schemas: Schemas) -> None:
        file = received(self.foreign(campaign, schemas))
        assert file.verdict is Verdict.ACCEPTED
        warning = file.problems[0]
        assert warning.rule is Rule.IDENTITY_TASKS
        for agency in (COMMUNE, DEPARTMENT):
            assert campaign.agency_by_code[agency].name in warning.message
        asked = {row.task.code for row in form_of(campaign, schemas, COMMUNE).rows}
        assert file.content is not None
        assert {row.key for row in file.content.report} <= asked

    def test_against_the_header_block_alone_the_file_is_refused(self, received, campaign, schemas) -> None:
        file = received(without_meta(self.foreign(campaign, schemas), properties=False))
        assert (file.verdict, file.rule, file.identity) == (Verdict.REJECTED, Rule.IDENTITY_CONFLICT.code, None)
        for agency in (COMMUNE, DEPARTMENT):
            assert campaign.agency_by_code[agency].name in (file.reason or "")

    def test_rows_that_are_nobodys_form_are_a_matter_of_structure(self, received, campaign, schemas) -> None:
        rows = tuple(replace(row, values=DONE) for row in form_of(campaign, schemas, DEPARTMENT).rows[:2])
        file = received(return_bytes(campaign, schemas, change=lambda form: replace(form, rows=rows)))
        assert Rule.IDENTITY_TASKS not in rules_of(file)
        assert Rule.TASK_ROW_MISSING in rules_of(file)


def test_a_return_of_another_round_is_set_aside(received, campaign: Campaign, schemas: Schemas) -> None:
    file = received(return_bytes(campaign, schemas, round_="lan-2"))
    assert file.verdict is Verdict.OTHER_ROUND
    assert file.identity is not None
    assert file.identity.round == "lan-2"
    assert (file.rule, rules_of(file)) == (Rule.OTHER_ROUND.code, [])


def test_a_form_that_went_out_under_the_first_rule_of_fingerprints_is_not_older(
    received, campaign: Campaign, schemas: Schemas
) -> None:
    form = form_of(campaign, schemas, COMMUNE)
    assert len(form.earlier_fingerprints) == 2
    for earlier in form.earlier_fingerprints:
        changed = return_bytes(campaign, schemas, change=lambda form, of=earlier: replace(form, fingerprint=of))
        file = received(changed)
        assert (file.verdict, rules_of(file)) == (Verdict.ACCEPTED, [])


def test_an_older_template_is_used_with_a_warning(received, campaign: Campaign, schemas: Schemas) -> None:
    old = return_bytes(campaign, schemas, change=lambda form: replace(form, fingerprint="0123456789ab"))
    file = received(old)
    assert file.verdict is Verdict.ACCEPTED
    assert rules_of(file) == [Rule.OLD_TEMPLATE]
    assert "0123456789ab" in file.problems[0].message


def test_a_form_that_says_nothing_of_its_age_needs_the_columns_of_the_first_forms_alone(
    received, campaign: Campaign, schemas: Schemas
) -> None:
    first = replace(schemas, report=schemas.report.released_in(1))
    content = return_bytes(campaign, first)
    lost = {
        "docProps/custom.xml": None,
        "xl/workbook.xml": lambda data: re.sub(rb'<sheet name="_meta"[^>]*/>', b"", data),
    }
    without_meta = received(repacked(content, lost))
    assert without_meta.verdict is Verdict.ACCEPTED
    assert not {Rule.COLUMN_NEW, Rule.COLUMN_MISSING} & set(rules_of(without_meta))
    assert Rule.COLUMN_NEW in rules_of(received(content))
