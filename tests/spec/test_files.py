"""Files: what is refused, set aside or taken with a remark, each through a real inbox."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form, blank_form
from pipeline.forms.schema.loading import read_schemas
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.files.folder import listed_entries
from pipeline.intake.files.opening import opened_files
from pipeline.intake.formats.limits import LIMITS
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule
from tests.conftest import ROOT
from tests.support.intake import (
    COMMUNE,
    DEPARTMENT,
    flagged,
    parts_of,
    repacked,
    return_bytes,
    small_workbook,
    zipped,
)

#: Makes a good return of a commune; arguments as `return_bytes` takes them.
Good = Callable[..., bytes]
FILE = "bao-cao.xlsx"
#: Parts in which texts, names of sheets and properties stand.
_TEXTS = ("xl/sharedStrings.xml", "xl/workbook.xml", "docProps/custom.xml")
_REPORT = "xl/worksheets/sheet2.xml"


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


def in_report(pattern: str, new: str) -> Callable[[bytes], bytes]:
    """The return with the XML of «Báo cáo» changed at the first place of a pattern."""

    def change(data: bytes) -> bytes:
        changed, count = re.subn(pattern.encode(), new.encode(), data, count=1)
        assert count == 1, pattern
        return changed

    return lambda content: repacked(content, {_REPORT: change})


def superseding(good: Good) -> dict[str, bytes]:
    """A return, and another of a later day."""
    return {"a.xlsx": good(report_date=date(2025, 8, 30)), "b.xlsx": good(report_date=date(2025, 9, 3))}


def by_chance(good: Good) -> dict[str, bytes]:
    """Two returns that differ, of the same day."""
    return {"a.xlsx": good(), "b.xlsx": good(rows={})}


def older(form: Form) -> Form:
    """The form as an older template."""
    return replace(form, fingerprint="0123456789ab")


def with_rows_of_a_department(form: Form) -> Form:
    """The form with the rows of another agency's, nothing filled in."""
    campaign = form.campaign
    schemas = read_schemas(ROOT)
    other = blank_form(
        campaign, form.round, campaign.agency_by_code[DEPARTMENT], schemas, generated_on=form.generated_on
    )
    return replace(form, rows=other.rows)


NAME = "UBND phường Hồng Bàng"
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
    FileCase(about="nothing", files=one(lambda _: b""), finds={FILE: {Rule.EMPTY_FILE}}, verdicts=REFUSED),
    FileCase(about="a password", files=one(partial(flagged, flag=1)), finds={FILE: {Rule.ENCRYPTED}}, verdicts=REFUSED),
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
        files=lambda good: {"a.xlsx": good(), "b.xlsx": good(rows={}, signer="Lê Văn C")},
        finds={"a.xlsx": {Rule.SUPERSEDED}, "b.xlsx": {Rule.SUPERSEDED_BY_CHANCE, Rule.COMPETING_RETURNS}},
        verdicts={"a.xlsx": Verdict.SUPERSEDED, "b.xlsx": Verdict.ACCEPTED},
    ),
    FileCase(
        about="the same file twice",
        files=lambda good: {"a.xlsx": good(), "b.xlsx": good()},
        finds={"b.xlsx": {Rule.DUPLICATE}},
        verdicts={"a.xlsx": Verdict.ACCEPTED, "b.xlsx": Verdict.DUPLICATE},
    ),
    # structure
    FileCase(
        about="a sheet renamed",
        files=one(partial(exchanged, words={"Mô hình": "Bảng 3"})),
        finds={FILE: {Rule.SHEET_MISSING}},
        verdicts=REFUSED,
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
        about="an older template with another task",
        files=lambda good: {FILE: exchanged(good(change=older), {"5.2": "7.7"})},
        finds={FILE: {Rule.OLD_TEMPLATE, Rule.TASK_ROW_NEW, Rule.TASK_ROW_GONE}},
        verdicts=ACCEPTED,
    ),
    FileCase(
        about="an older template with another column",
        files=lambda good: {FILE: exchanged(good(change=older), {"Văn bản, minh chứng": "Minh chứng"})},
        finds={FILE: {Rule.OLD_TEMPLATE, Rule.COLUMN_NEW, Rule.TEXT_OUTSIDE}},
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
    files = read_inbox(inbox, campaign=campaign, round_=campaign.round_by_code["lan-1"], schemas=schemas)
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
