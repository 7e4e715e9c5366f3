"""Files: what is refused, set aside or taken with a remark, each through a real inbox."""

import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msoffcrypto import OfficeFile
from openpyxl import Workbook

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form, blank_form
from pipeline.forms.schema.loading import read_schemas
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.files.folder import listed_entries
from pipeline.intake.files.opening import opened_files
from pipeline.intake.formats.limits import LIMITS
from pipeline.intake.inbox import read_rounds
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.support.campaign import CITY
from tests.support.intake import (
    COMMUNE,
    DEPARTMENT,
    DONE,
    copied,
    edited,
    flagged,
    parts_of,
    repacked,
    return_bytes,
    row_of,
    small_workbook,
    zipped,
)
from tests.support.mails import message, outlook_mail, with_file

#: Makes a good return of a commune; arguments as `return_bytes` takes them.
Good = Callable[..., bytes]
FILE = "bao-cao.xlsx"
#: Parts in which texts, names of sheets and properties stand.
_TEXTS = ("xl/sharedStrings.xml", "xl/workbook.xml", "docProps/custom.xml")
_REPORT = "xl/worksheets/sheet2.xml"
#: An agency that is not asked for the list of models, and what stands on it all the same.
ENTERPRISE, LISTED = "TNHP", ({"name": "Tổ tự quản"},)


@dataclass(frozen=True, kw_only=True)
class FileCase:
    """One line of the table: files made from a good return, and what is said of each."""

    about: str
    #: Name to content; a target to which a link shall lead instead of a content.
    files: Callable[[Good], Mapping[str, bytes | Path]]
    #: The rules that each file breaks; files that are not named break none.
    finds: Mapping[str, set[Rule]]
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)


def one(change: Callable[[bytes], bytes]) -> Callable[[Good], Mapping[str, bytes]]:
    """One good return, changed."""
    return lambda good: {FILE: change(good())}


def exchanged(content: bytes, words: Mapping[str, str], *, parts: tuple[str, ...] = _TEXTS) -> bytes:
    """The return with some words replaced wherever a whole text, a sheet's name or a property is just these."""

    def change(data: bytes) -> bytes:
        for old, new in words.items():
            for before, after in ((">", "<"), ('name="', '"')):
                data = data.replace(f"{before}{old}{after}".encode(), f"{before}{new}{after}".encode())
        return data

    return repacked(content, dict.fromkeys(parts, change))


def exchanged_version(content: bytes, version: str) -> bytes:
    """The return with another format version in both places that hold it."""

    def in_sheet(data: bytes) -> bytes:
        cell = f'<c r="B1" t="inlineStr"><is><t>{version}</t></is></c>'.encode()
        changed, count = re.subn(rb'<c r="B1"[^>]*>.*?</c>', cell, data)
        assert count == 1
        return changed

    def in_properties(data: bytes) -> bytes:
        changed, count = re.subn(b'(name="format_version"><vt:lpwstr>)2<', rf"\g<1>{version}<".encode(), data)
        assert count == 1
        return changed

    return repacked(content, {"xl/worksheets/sheet6.xml": in_sheet, "docProps/custom.xml": in_properties})


def in_report(pattern: str, new: str) -> Callable[[bytes], bytes]:
    """The return with the XML of «Báo cáo» changed at the first place of a pattern."""

    def change(data: bytes) -> bytes:
        changed, count = re.subn(pattern.encode(), new.encode(), data, count=1)
        assert count == 1, pattern
        return changed

    return lambda content: repacked(content, {_REPORT: change})


def encrypted_as_read_only(content: bytes) -> bytes:
    """The return as Excel saves it with "read-only recommended"."""
    encrypted = io.BytesIO()
    OfficeFile(io.BytesIO(content)).encrypt("VelvetSweatshop", encrypted)
    return encrypted.getvalue()


def superseding(good: Good) -> dict[str, bytes]:
    """A return, and another of a later day."""
    return {"a.xlsx": good(report_date=date(2025, 8, 30)), "b.xlsx": good(report_date=date(2025, 9, 3))}


def by_chance(good: Good) -> dict[str, bytes]:
    """Two returns that differ, of the same day."""
    return {"a.xlsx": good(), "b.xlsx": good(change=with_other_words)}


def with_other_words(form: Form) -> Form:
    """The form filled in by somebody who says it otherwise."""
    return replace(form, rows=tuple(replace(row, values={**row.values, "evidence": "Báo cáo 7"}) for row in form.rows))


def of_somebody_else(form: Form) -> Form:
    """The same, signed by another."""
    return replace(with_other_words(form), header={**form.header, "signer": "Lê Văn C"})


def older(form: Form) -> Form:
    """The form as an older template."""
    return replace(form, fingerprint="0123456789ab")


def with_rows_of_a_department(form: Form) -> Form:
    """The form with the rows of another agency's, filled in."""
    campaign = form.campaign
    schemas = read_schemas(CITY, campaign)
    other = blank_form(
        campaign, form.round, campaign.agency_by_code[DEPARTMENT], schemas, generated_on=form.generated_on
    )
    return replace(form, rows=tuple(replace(row, values=DONE) for row in other.rows))


def copied_twice(workbook: Workbook) -> None:
    """Rename a sheet, and copy it under a third name."""
    copied(workbook, "Mô hình", "Mô hình cũ")
    workbook["Mô hình"].title = "Mô hình mới"


def second_row(workbook: Workbook) -> None:
    """Type more of the result into the row under the last task."""
    sheet = workbook["Báo cáo"]
    sheet.cell(row_of(sheet, "5.3") + 1, 9).value = "Đã tập huấn cho 35 cán bộ"


def nested_mail(depth: int) -> bytes:
    """A mail whose parts lie so deep in each other."""
    parts = "".join(f"--{n}\nContent-Type: multipart/mixed; boundary={n + 1}\n\n" for n in range(depth))
    headers = "From: a@b.vn\nTo: c@d.vn\nSubject: BC\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=0\n\n"
    return f"{headers}{parts}--{depth}\n\nxin gửi\n--{depth}--\n".encode()


NAME = "UBND phường Hồng Bàng"
OTHER_CAMPAIGN = "2026-h1"
POSTMARK = b"From a@b.vn Mon Sep  1 08:30:00 2025\n"
REST_OF_MAIL = "(phần khác của thư)"
REFUSED, ACCEPTED = {FILE: Verdict.REJECTED}, {FILE: Verdict.ACCEPTED}

CASES = [
    FileCase(about="a good return, whatever its name", files=lambda good: {"scan 01.XLSX": good()}, finds={}),
    # container
    FileCase(
        about="another kind of file under the name of a workbook",
        files=one(lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
        finds={FILE: {Rule.NOT_A_WORKBOOK}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="a sound workbook of another program",
        files=lambda _: {
            "bang.fods": b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>'
        },
        finds={"bang.fods": {Rule.FORMAT_NOT_READ}},
        verdicts={"bang.fods": Verdict.REJECTED},
    ),
    FileCase(
        about="an archive of another kind",
        files=lambda _: {"bao-cao.rar": b"Rar!\x1a\x07\x01\x00"},
        finds={"bao-cao.rar": {Rule.OTHER_ARCHIVE}},
        verdicts={"bao-cao.rar": Verdict.REJECTED},
    ),
    FileCase(
        about="a shortcut in place of the file",
        files=lambda _: {"bao-cao.xlsx.lnk": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60)},
        finds={"bao-cao.xlsx.lnk": {Rule.NOT_THE_FILE}},
        verdicts={"bao-cao.xlsx.lnk": Verdict.REJECTED},
    ),
    FileCase(
        about="a workbook taken apart and zipped",
        files=lambda good: {"a.zip": zipped({f"bao-cao/{name}": data for name, data in parts_of(good()).items()})},
        finds={"a.zip": {Rule.ARCHIVE_OPENED}, "a.zip!/bao-cao": {Rule.REPACKED}},
        verdicts={"a.zip!/bao-cao": Verdict.REJECTED},
    ),
    FileCase(
        about="one member of an archive that points outside",
        files=lambda good: {"a.zip": zipped({"../bc.xlsx": b"x", "tot.xlsx": good()})},
        finds={"a.zip": {Rule.ARCHIVE_OPENED}, "a.zip!/../bc.xlsx": {Rule.MEMBER_REFUSED}},
        verdicts={"a.zip!/../bc.xlsx": Verdict.REJECTED, "a.zip!/tot.xlsx": Verdict.ACCEPTED},
    ),
    FileCase(about="nothing", files=one(lambda _: b""), finds={FILE: {Rule.EMPTY_FILE}}, verdicts=REFUSED),
    FileCase(about="a password", files=one(partial(flagged, flag=1)), finds={FILE: {Rule.ENCRYPTED}}, verdicts=REFUSED),
    FileCase(
        about="the password that Excel itself uses where nobody set one",
        files=one(encrypted_as_read_only),
        finds={},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a package of more parts than any workbook has",
        files=one(lambda content: zipped({**parts_of(content), **{f"xl/media/{n}.png": b"" for n in range(2_001)}})),
        finds={FILE: {Rule.TOO_LARGE}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="cut off on its way",
        files=one(lambda content: content[: len(content) // 2]),
        finds={FILE: {Rule.DAMAGED}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="a document type, which workbooks never have",
        files=one(lambda content: repacked(content, {_REPORT: lambda data: b"<!DOCTYPE x>" + data})),
        finds={FILE: {Rule.UNSAFE}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="a link instead of a file",
        files=lambda _: {"link.xlsx": Path("/etc/hostname")},
        finds={"link.xlsx": {Rule.OUTSIDE_INBOX}},
        verdicts={"link.xlsx": Verdict.REJECTED},
    ),
    FileCase(
        about="macros are noted, never run",
        files=one(lambda content: repacked(content, {"xl/vbaProject.bin": b"macro"})),
        finds={FILE: {Rule.MACROS}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a link to another workbook is not followed",
        files=one(lambda content: repacked(content, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})),
        finds={FILE: {Rule.EXTERNAL_LINKS}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a call of another program is not made",
        files=one(lambda content: repacked(content, {"xl/externalLinks/externalLink1.xml": b"<ddeLink/>"})),
        finds={FILE: {Rule.DDE}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="an archive is opened, its files taken one by one",
        files=lambda good: {"tat-ca.zip": zipped({"xa.xlsx": good()})},
        finds={"tat-ca.zip": {Rule.ARCHIVE_OPENED}},
        verdicts={"tat-ca.zip": Verdict.IGNORED, "tat-ca.zip!/xa.xlsx": Verdict.ACCEPTED},
    ),
    FileCase(
        about="a mail is opened, what is attached taken one by one, the rest of it listed once",
        files=lambda good: {"thu.eml": with_file(message(), "bc.xlsx", good()).as_bytes()},
        finds={"thu.eml": {Rule.MAIL_OPENED}, f"thu.eml!/{REST_OF_MAIL}": {Rule.MAIL_REST}},
        verdicts={"thu.eml": Verdict.IGNORED, "thu.eml!/bc.xlsx": Verdict.ACCEPTED},
    ),
    FileCase(
        about="a mailbox is opened, its mails taken one by one",
        files=lambda good: {"thu.mbox": POSTMARK + with_file(message(), "bc.xlsx", good()).as_bytes()},
        finds={
            "thu.mbox": {Rule.MAILBOX_OPENED},
            "thu.mbox!/1": {Rule.MAIL_OPENED},
            f"thu.mbox!/1/{REST_OF_MAIL}": {Rule.MAIL_REST},
        },
        verdicts={"thu.mbox": Verdict.IGNORED, "thu.mbox!/1/bc.xlsx": Verdict.ACCEPTED},
    ),
    FileCase(
        about="a mail with nothing attached",
        files=lambda _: {"thu.eml": message().as_bytes()},
        finds={"thu.eml": {Rule.MAIL_WITHOUT_FILES}},
        verdicts={"thu.eml": Verdict.REJECTED},
    ),
    FileCase(
        about="a mail of parts in parts in parts",
        files=lambda _: {"thu.eml": nested_mail(12)},
        finds={"thu.eml": {Rule.MAIL_REFUSED}},
        verdicts={"thu.eml": Verdict.REJECTED},
    ),
    FileCase(
        about="a mail with a link in place of a file",
        files=lambda _: {"thu.msg": outlook_mail({0x3707: "bc.xlsx", 0x3705: 7}, properties={0x0037: "BC"})},
        finds={"thu.msg": {Rule.MAIL_OPENED}, "thu.msg!/bc.xlsx": {Rule.ATTACHMENT_REFUSED}},
        verdicts={"thu.msg": Verdict.IGNORED, "thu.msg!/bc.xlsx": Verdict.REJECTED},
    ),
    FileCase(
        about="a mail in an archive",
        files=lambda good: {"thu.zip": zipped({"thu.eml": with_file(message(), "bc.xlsx", good()).as_bytes()})},
        finds={"thu.zip": {Rule.ARCHIVE_OPENED}, "thu.zip!/thu.eml": {Rule.MAIL_NESTED}},
        verdicts={"thu.zip!/thu.eml": Verdict.REJECTED},
    ),
    FileCase(
        about="what a system leaves behind",
        files=lambda _: {"~$bao-cao.xlsx": b"x", "Thumbs.db": b"x"},
        finds={"~$bao-cao.xlsx": {Rule.SYSTEM_FILE}, "Thumbs.db": {Rule.SYSTEM_FILE}},
        verdicts={"~$bao-cao.xlsx": Verdict.IGNORED, "Thumbs.db": Verdict.IGNORED},
    ),
    # identity
    FileCase(
        about="a workbook of another kind",
        files=one(lambda _: small_workbook('<row r="1"><c r="A1"><v>1</v></c></row>')),
        finds={FILE: {Rule.NOT_A_RETURN}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="the form of another campaign",
        files=one(partial(exchanged, words={"2025-h2": "2024-h1"})),
        finds={FILE: {Rule.UNKNOWN_CAMPAIGN}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="the form of another campaign of the project",
        files=one(partial(exchanged, words={"2025-h2": OTHER_CAMPAIGN})),
        finds={FILE: {Rule.OTHER_CAMPAIGN}},
        verdicts={FILE: Verdict.OTHER_CAMPAIGN},
    ),
    FileCase(
        about="a round that the campaign does not have",
        files=one(partial(exchanged, words={"lan-1": "lan-9", "Lần 1": ""})),
        finds={FILE: {Rule.UNKNOWN_ROUND}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="a return of the second round",
        files=lambda good: {FILE: good(round_="lan-2")},
        finds={FILE: {Rule.OTHER_ROUND}},
        verdicts={FILE: Verdict.OTHER_ROUND},
    ),
    FileCase(
        about="an agency that the register does not have",
        files=one(partial(exchanged, words={COMMUNE: "99999", NAME: ""})),
        finds={FILE: {Rule.UNKNOWN_AGENCY}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="another agency's name over the form",
        files=one(partial(exchanged, words={NAME: "UBND phường Lê Chân"})),
        finds={FILE: {Rule.IDENTITY_CONFLICT}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="the hidden sheet is lost, the header block is left",
        files=one(partial(exchanged, words={"_meta": "Sheet6", "agency": "x", "round": "y", "campaign": "z"})),
        finds={FILE: {Rule.IDENTITY_FROM_HEADER, Rule.EXTRA_SHEET}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="the rows of another agency's form under the own name",
        files=lambda good: {FILE: good(change=with_rows_of_a_department)},
        finds={FILE: {Rule.IDENTITY_TASKS, Rule.UNKNOWN_TASK_CODE, Rule.TASK_ROW_MISSING}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="an older template",
        files=lambda good: {FILE: good(change=older)},
        finds={FILE: {Rule.OLD_TEMPLATE}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="two returns, the later one counts",
        files=superseding,
        finds={"a.xlsx": {Rule.SUPERSEDED}},
        verdicts={"a.xlsx": Verdict.SUPERSEDED, "b.xlsx": Verdict.ACCEPTED},
    ),
    FileCase(
        about="two returns of one day",
        files=by_chance,
        finds={"a.xlsx": {Rule.SUPERSEDED}, "b.xlsx": {Rule.SUPERSEDED_BY_CHANCE}},
        verdicts={"a.xlsx": Verdict.SUPERSEDED, "b.xlsx": Verdict.ACCEPTED},
    ),
    FileCase(
        about="two returns of one day, each from somebody else",
        files=lambda good: {"a.xlsx": good(), "b.xlsx": good(change=of_somebody_else)},
        finds={"a.xlsx": {Rule.SUPERSEDED}, "b.xlsx": {Rule.SUPERSEDED_BY_CHANCE, Rule.COMPETING_RETURNS}},
        verdicts={"a.xlsx": Verdict.SUPERSEDED, "b.xlsx": Verdict.ACCEPTED},
    ),
    FileCase(
        about="two returns, the later one with a row where the other has all",
        files=lambda good: {
            "a.xlsx": good(report_date=date(2025, 8, 30)),
            "b.xlsx": good(rows={"1.1": DONE}, report_date=date(2025, 9, 3)),
        },
        finds={"a.xlsx": {Rule.SUPERSEDED}, "b.xlsx": {Rule.FAR_FEWER_ROWS}},
        verdicts={"a.xlsx": Verdict.SUPERSEDED, "b.xlsx": Verdict.ACCEPTED},
    ),
    FileCase(
        about="the form as it was sent out, with its header filled in",
        files=lambda good: {FILE: good(rows={})},
        finds={FILE: {Rule.UNFILLED}},
        verdicts={FILE: Verdict.UNFILLED},
    ),
    FileCase(
        about="a form of a version to come",
        files=one(partial(exchanged_version, version="7")),
        finds={FILE: {Rule.NEWER_FORM}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="a form of a version before the first",
        files=one(partial(exchanged_version, version="0")),
        finds={FILE: {Rule.OLD_TEMPLATE}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a form whose version is none",
        files=one(partial(exchanged_version, version="hai")),
        finds={FILE: {Rule.FORMAT_VERSION}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="the same file twice",
        files=lambda good: {"a.xlsx": good(), "b.xlsx": good()},
        finds={"b.xlsx": {Rule.DUPLICATE}},
        verdicts={"a.xlsx": Verdict.ACCEPTED, "b.xlsx": Verdict.DUPLICATE},
    ),
    FileCase(
        about="a refused file twice",
        files=lambda _: {"a.pdf": b"%PDF-1.7", "b.pdf": b"%PDF-1.7"},
        finds={"a.pdf": {Rule.NOT_A_WORKBOOK}, "b.pdf": {Rule.DUPLICATE_OF_REJECTED}},
        verdicts={"b.pdf": Verdict.DUPLICATE},
    ),
    FileCase(
        about="the signed scan beside a return",
        files=lambda good: {"bc.xlsx": good(), "bc đã ký.pdf": b"%PDF-1.7"},
        finds={"bc đã ký.pdf": {Rule.BESIDE_RETURN}},
        verdicts={"bc đã ký.pdf": Verdict.NOT_A_RETURN, "bc.xlsx": Verdict.ACCEPTED},
    ),
    # structure
    FileCase(
        about="a sheet deleted",
        files=one(lambda content: edited(content, lambda workbook: workbook.remove(workbook["Mô hình"]))),
        finds={FILE: {Rule.SHEET_MISSING}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="a sheet renamed",
        files=one(partial(exchanged, words={"Mô hình": "Bảng 3"})),
        finds={FILE: {Rule.SHEET_RENAMED}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a sheet copied, both under other names",
        files=one(lambda content: edited(content, copied_twice)),
        finds={FILE: {Rule.SHEET_AMBIGUOUS}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="a copy of a sheet beside it",
        files=one(lambda content: edited(content, lambda workbook: copied(workbook, "Báo cáo", "Báo cáo (2)"))),
        finds={FILE: {Rule.SHEET_COPIED}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a heading overwritten",
        files=one(partial(exchanged, words={"Kết quả thực hiện": "Nội dung"})),
        finds={FILE: {Rule.COLUMN_MISSING}},
        verdicts=REFUSED,
    ),
    FileCase(
        about="a sheet of its own",
        files=one(partial(exchanged, words={"Hướng dẫn": "Bảng 1"})),
        finds={FILE: {Rule.EXTRA_SHEET}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a hidden row",
        files=one(in_report('<row r="20" ', '<row r="20" hidden="1" ')),
        finds={FILE: {Rule.LAYOUT_CHANGED}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a code overwritten: its row is missing, the new code unknown",
        files=one(partial(exchanged, words={"5.2": "7.7"})),
        finds={FILE: {Rule.TASK_ROW_MISSING, Rule.UNKNOWN_TASK_CODE}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a second result row under a task",
        files=one(lambda content: edited(content, second_row)),
        finds={FILE: {Rule.ROW_CONTINUED}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="an older template with another task",
        files=lambda good: {FILE: exchanged(good(change=older), {"5.2": "7.7"})},
        finds={FILE: {Rule.OLD_TEMPLATE, Rule.TASK_ROW_NEW, Rule.TASK_ROW_GONE}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="an older template without an indicator",
        files=lambda good: {FILE: good(change=lambda form: replace(older(form), indicators=form.indicators[:-1]))},
        finds={FILE: {Rule.OLD_TEMPLATE, Rule.INDICATOR_NEW}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="an older template with another column",
        files=lambda good: {FILE: exchanged(good(change=older), {"Văn bản, minh chứng": "Minh chứng"})},
        finds={FILE: {Rule.OLD_TEMPLATE, Rule.COLUMN_NEW, Rule.TEXT_OUTSIDE}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="an older template without a list",
        files=lambda good: {FILE: good(change=lambda form: replace(older(form), lists={}))},
        finds={FILE: {Rule.OLD_TEMPLATE, Rule.LIST_NEW}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a list that the agency is not asked for, filled in all the same",
        files=lambda good: {FILE: good(agency=ENTERPRISE, change=lambda form: replace(form, lists={"models": LISTED}))},
        finds={FILE: {Rule.LIST_NOT_ASKED}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a list that the agency is not asked for, left empty",
        files=lambda good: {FILE: good(agency=ENTERPRISE, change=lambda form: replace(form, lists={"models": ()}))},
        finds={},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a code twice",
        files=one(partial(exchanged, words={"5.2": "5.1"})),
        finds={FILE: {Rule.TASK_ROW_MISSING, Rule.REPEATED_TASK_CODE}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a locked cell overwritten",
        files=one(partial(exchanged, words={"hội nghị": "cuộc"})),
        finds={FILE: {Rule.LOCKED_CELL_CHANGED}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="a text beside the table",
        files=one(in_report(r"</row>", '<c r="Z1" t="inlineStr"><is><t>Ghi thêm</t></is></c></row>')),
        finds={FILE: {Rule.TEXT_OUTSIDE}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="cells of two tasks merged",
        files=one(in_report(r"(<mergeCells[^>]*>)", r'\1<mergeCell ref="I16:I17"/>')),
        finds={FILE: {Rule.MERGED_CELLS}},
        verdicts=ACCEPTED,
    ),
]


#: Cases that were taken in already.
_RECEIVED: dict[tuple[str, int], dict[str, ReceivedFile]] = {}


def received_files(case: FileCase, inbox: Path, campaign: Campaign, schemas: Schemas) -> dict[str, ReceivedFile]:
    """What becomes of the files of a case, by path; each case is taken in once."""
    key = (case.about, id(campaign))
    if key not in _RECEIVED:
        _RECEIVED[key] = _taken_in(case, inbox, campaign, schemas)
    return _RECEIVED[key]


def _taken_in(case: FileCase, inbox: Path, campaign: Campaign, schemas: Schemas) -> dict[str, ReceivedFile]:
    plain = return_bytes(campaign, schemas)

    def good(**arguments: Any) -> bytes:
        return return_bytes(campaign, schemas, **arguments) if arguments else plain

    inbox.mkdir()
    for name, content in case.files(good).items():
        if isinstance(content, Path):
            (inbox / name).symlink_to(content)
        else:
            (inbox / name).write_bytes(content)
    (files,) = read_rounds(
        inbox,
        campaign=campaign,
        rounds=(campaign.round_by_code["lan-1"],),
        schemas=schemas,
        other_campaigns=frozenset({OTHER_CAMPAIGN}),
    )
    return {file.path: file for file in files}


def broken_rules(file: ReceivedFile) -> set[Rule]:
    """The rules that a file breaks, whether told as a problem or as the reason of its verdict."""
    reason = set() if file.rule is None else {Rule.of(file.rule)}
    return reason | {found.rule for found in file.problems}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_files(case: FileCase, tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    files = received_files(case, tmp_path / "inbox", campaign, schemas)
    assert {path: broken_rules(file) for path, file in files.items() if broken_rules(file)} == case.finds
    assert {path: files[path].verdict for path in case.verdicts} == case.verdicts


def unreadable_file(inbox: Path) -> ReceivedFile:
    """What becomes of a file that makes its reader end in the middle; no harmless file can."""
    inbox.mkdir()
    (inbox / FILE).write_bytes(small_workbook(""))
    (file,) = opened_files(listed_entries(inbox), limits=LIMITS, sheets=frozenset(), workers=1, reader=os.abort)
    assert isinstance(file, ReceivedFile)
    return file


def test_a_file_that_brings_its_reader_down(tmp_path: Path) -> None:
    file = unreadable_file(tmp_path / "inbox")
    assert (file.verdict, broken_rules(file)) == (Verdict.REJECTED, {Rule.UNREADABLE})
