"""Returns for tests of intake: real workbooks from the real template, then edited as officers, programs or attackers would."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.forms.template import template_bytes
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import LIMITS, Limits, Rejection
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import ReceivedFile
from pipeline.rules import Rule
from tests.support.forms import form_of

#: A department and two communes that share no name.
DEPARTMENT, COMMUNE, OTHER_COMMUNE = "STC", "11311", "10525"
DONE: Mapping[str, Typed] = {
    "status": "Hoàn thành",
    "percent": 100.0,
    "completed_on": date(2025, 8, 15),
    "result": "Đã ban hành kế hoạch",
    "evidence": "Kế hoạch số 12/KH-UBND",
}


#: Returns written before, by all that they were made of: writing one is slow, and most tests want the same.
_written: dict[object, bytes] = {}


def return_bytes(
    campaign: Campaign,
    schemas: Schemas,
    agency: str = COMMUNE,
    *,
    round_: str = "lan-1",
    rows: Mapping[str, Mapping[str, Typed]] | None = None,
    report_date: Typed = date(2025, 9, 3),
    signer: str = "Trần Thị B",
    generated_on: date = date(2025, 8, 1),
    change: Callable[[Form], Form] | None = None,
) -> bytes:
    """A filled return: by default every task done; `rows` gives the open cells by task code."""

    def written() -> bytes:
        blank = form_of(campaign, schemas, agency, round_)
        filled = replace(
            blank,
            rows=tuple(
                replace(row, values=DONE if rows is None else rows.get(row.task.code, {})) for row in blank.rows
            ),
            header={"signer": signer, "report_date": report_date},
            generated_on=generated_on,
        )
        return template_bytes(filled if change is None else change(filled), schemas)

    if change is not None:
        return written()
    key = (id(campaign), id(schemas), agency, round_, repr(rows), report_date, signer, generated_on)
    if key not in _written:
        _written[key] = written()
    return _written[key]


def counted(form: Form) -> Form:
    """The form with a nought for each indicator."""
    return replace(form, indicators=tuple(replace(item, values={"value": 0.0}) for item in form.indicators))


NOT_OPEN: Mapping[str, Typed] = {"status": "Chưa thực hiện", "difficulties": "Chưa đến thời gian thực hiện"}


def flawless(form: Form) -> Form:
    """The form with nothing to remark: done is what can be, what begins after August waits, each indicator is a nought."""
    begins = {row.task.code: row.task.time_limit.start for row in form.rows if row.task.time_limit is not None}
    rows = tuple(
        replace(row, values=NOT_OPEN if (begins.get(row.task.code) or date.min) > date(2025, 8, 31) else row.values)
        for row in form.rows
    )
    return counted(replace(form, rows=rows))


@lru_cache(maxsize=8)
def _loaded(content: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content))


def edited(content: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """The workbook after an edit in another program, which keeps values, formulas, merged cells and properties."""
    source, copy = _loaded(content), Workbook()
    copy.remove(copy.worksheets[0])
    for sheet in source.worksheets:
        target = copy.create_sheet(sheet.title)
        target.sheet_state = sheet.sheet_state
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    target.cell(cell.row, cell.column, cell.value)
        for area in sheet.merged_cells.ranges:
            target.merge_cells(str(area))
    for name in source.custom_doc_props.names:
        copy.custom_doc_props.append(source.custom_doc_props[name])
    edit(copy)
    buffer = io.BytesIO()
    copy.save(buffer)
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: Mapping[str, bytes] | list[tuple[str, bytes]], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of some parts; a list may hold a name twice."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(buffer, "w", method) as package:
            for name, data in parts.items() if isinstance(parts, Mapping) else parts:
                package.writestr(name, data)
    return buffer.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """The package with some parts replaced, changed or (None) left out."""
    parts = parts_of(content)
    for name, change in changes.items():
        if change is None:
            del parts[name]
        else:
            parts[name] = change(parts[name]) if callable(change) else change
    return zipped(parts)


def small_workbook(cells: str, *, strings: str = "<sst/>", tail: str = "") -> bytes:
    """The smallest .xlsx: one sheet «Báo cáo» with these rows as XML."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": f'<Relationships {package}><Relationship Id="rId1" Type="{office}/officeDocument" '
            f'Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Báo cáo" sheetId="1" '
            f'r:id="rId1"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships {package}><Relationship Id="rId1" Type="{office}/worksheet" '
            f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{office}/sharedStrings" '
            f'Target="sharedStrings.xml"/></Relationships>'.encode(),
            "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{cells}</sheetData>{tail}</worksheet>".encode(),
            "xl/sharedStrings.xml": strings.replace("<sst", f"<sst {main}", 1).encode(),
        }
    )


def refusal(content: bytes, limits: Limits = LIMITS) -> tuple[Rule, str]:
    """The rule and the sentence with which a file is refused."""
    rejection = read_workbook(content, limits)
    assert isinstance(rejection, Rejection), rejection
    return rejection.rule, rejection.problem("x.xlsx").message


def sheets_of(content: bytes) -> dict[str, RawSheet]:
    """The sheets of a workbook by name."""
    workbook = read_workbook(content)
    assert isinstance(workbook, RawWorkbook), workbook
    return {sheet.name: sheet for sheet in workbook.sheets}


def only_sheet(content: bytes) -> RawSheet:
    """The sheet of a workbook that has one."""
    (sheet,) = sheets_of(content).values()
    return sheet


def flagged(content: bytes, *, flag: int = 0, method: int | None = None) -> bytes:
    """The zip with a flag or another method noted in every entry of its directory and headers."""
    data = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            old_flag, old_method = struct.unpack_from("<HH", data, at + offset)
            struct.pack_into("<HH", data, at + offset, old_flag | flag, old_method if method is None else method)
            at = data.find(signature, at + 4)
    return bytes(data)


def intake(
    inbox: Path, files: Mapping[str, bytes], campaign: Campaign, schemas: Schemas, round_: str = "lan-1"
) -> dict[str, ReceivedFile]:
    """What becomes of some files in an inbox, by path."""
    for name, content in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    received = read_inbox(inbox, campaign=campaign, round_=campaign.round_by_code[round_], schemas=schemas)
    assert [file.path for file in received] == sorted({file.path for file in received})
    return {file.path: file for file in received}


def rules_of(file: ReceivedFile) -> list[Rule]:
    """The rules of a file's problems, in their order."""
    return [problem.rule for problem in file.problems]


def row_of(sheet: Worksheet, code: object, column: int = 1) -> int:
    """The row of a code on a sheet, counted from one."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == code)


def copied(workbook: Workbook, name: str, copy: str) -> Worksheet:
    """The copy of a sheet under another name, in the same workbook."""
    sheet = workbook.copy_worksheet(workbook[name])
    sheet.title = copy
    return sheet
