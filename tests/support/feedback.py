"""Returns with every kind of mistake, the feedback on them, and what comes back once it is corrected."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import ReceivedFile
from pipeline.problems import Problem
from pipeline.reports.feedback.feedback import feedback_forms
from pipeline.round_inputs import RoundInputs
from pipeline.validation.returns import judged_files, validated_returns
from tests.support.intake import COMMUNE, DONE, edited, return_bytes

AS_OF = date(2025, 9, 6)

#: A mistake a row: what differs from a task that is done.
MISTAKES: Mapping[str, Mapping[str, Typed]] = {
    "1.1": {"completed_on": "31/02/2025"},
    "1.2": {"status": "Xong rồi nhé"},
    "1.3": {"completed_on": date(2024, 8, 15)},
    "2.1": {"completed_on": None},
    "2.2": {"result": None},
    "2.3": {"evidence": None},
    "2.4": {"percent": 150.0},
    "2.5": {"status": "Chưa thực hiện", "percent": None, "completed_on": None},
    "2.6": {"status": None},
    "3.1": {"status": "Đang thực hiện", "percent": 60.0},
    "3.3": {"percent": "khoảng 50"},
    "3.4.a": {"completed_on": date(2025, 5, 9), "percent": "85%"},
    "3.4.b": dict.fromkeys(DONE),
    "4.1": {"status": "Không phát sinh", "percent": None, "completed_on": None, "difficulties": "Không có việc này"},
    "4.2": {"result": "Đã \u00a0ban\u200b hành "},
    "4.3": {"result": "§· ban hµnh kÕ ho¹ch"},
    "4.4": {"evidence": "x" * 2001},
    "4.5": {"completed_on": "15.8.25"},
    "4.6": dict.fromkeys(DONE),
    "5.2": {"result": '=HYPERLINK("http://x")', "evidence": "  hai dòng\nmột ô"},
}
#: What each mistaken cell must become.
CURES: Mapping[tuple[str, str], Typed] = {
    ("1.1", "completed_on"): date(2025, 8, 15),
    ("1.2", "status"): "Hoàn thành",
    ("1.3", "completed_on"): date(2025, 8, 15),
    ("2.1", "completed_on"): date(2025, 8, 15),
    ("2.2", "result"): "Đã ban hành kế hoạch",
    ("2.3", "evidence"): "Kế hoạch số 12/KH-UBND",
    ("2.4", "percent"): 100.0,
    ("2.5", "difficulties"): "Chưa có hướng dẫn",
    ("2.5", "result"): None,
    ("2.6", "status"): "Hoàn thành",
    ("3.1", "completed_on"): None,
    ("3.3", "percent"): 100.0,
    ("3.4.a", "completed_on"): date(2025, 9, 5),
    ("3.4.a", "percent"): 100.0,
    ("4.1", "status"): "Chưa thực hiện",
    ("4.1", "result"): None,
    ("4.2", "result"): "Đã ban hành",
    ("4.3", "result"): "Đã ban hành kế hoạch",
    ("4.4", "evidence"): "Kế hoạch số 12/KH-UBND",
    ("4.5", "completed_on"): date(2025, 8, 15),
    ("4.7", "result"): "Đã ban hành kế hoạch",
    ("4.8", "result"): "Đã ban hành kế hoạch",
    **{(task, "status"): "Đang thực hiện" for task in ("4.8", "5.1")},
    **{(task, "percent"): 20.0 for task in ("4.8", "5.1")},
    **{(task, "completed_on"): None for task in ("4.8", "5.1")},
    ("5.2", "result"): "Đã ban hành kế hoạch",
    ("5.2", "evidence"): "hai dòng một ô",
    **{(task, name): value for task in ("3.4.b", "4.6", "5.3") for name, value in DONE.items()},
}


def mistaken(form: Form) -> Form:
    """The form with a mistake in nearly every row."""
    rows = tuple(replace(row, values={**DONE, **MISTAKES.get(row.task.code, {})}) for row in form.rows)
    values: dict[str, Typed] = {"CT-1.1-1": "vài", "CT-1.1-2": -5.0, "CT-1.2-1": 2.5, "CT-3.2-1": 3.0, "CT-3.2-2": 5.0}
    values["CT-4.3-1"] = "12 cuộc"
    return replace(
        form,
        rows=rows,
        header={"signer": None, "report_date": "đầu tháng 9", "email": "a@b.vn"},
        indicators=tuple(
            replace(item, values={"value": values.get(item.indicator.code, 10.0)}) for item in form.indicators
        ),
        lists={"models": ({"field": "Khác"},)},
        proposals=({"kind": "Sửa", "content": "Nội dung"}, {"kind": "Bổ sung"}, {"kind": "Bổ sung", "task": "9.9"}),
    )


def places_of(sheet: Worksheet) -> tuple[dict[str, int], dict[str, int], int]:
    """Column of each heading of «Báo cáo», row of each code, the heading row; all from 1."""
    heading = next(row for row in range(1, 30) if sheet.cell(row, 1).value == "TT")
    columns = {sheet.cell(heading, place).value: place for place in range(1, sheet.max_column + 1)}
    rows = {str(sheet.cell(row, 1).value): row for row in range(heading + 1, sheet.max_row + 1)}
    return columns, rows, heading


def mistaken_return(campaign: Campaign, schemas: Schemas, agency: str = COMMUNE) -> bytes:
    """The workbook with the mistakes, then maltreated: formulas, errors, merged cells, rows and columns moved."""
    content = return_bytes(campaign, schemas, agency, change=mistaken)

    def maltreat(workbook: Workbook) -> None:
        sheet = workbook["Báo cáo"]
        columns, rows, heading = places_of(sheet)
        sheet.cell(rows["4.7"], columns["Kết quả thực hiện"]).value = "=1/0"
        sheet.cell(rows["4.8"], columns["Kết quả thực hiện"]).value = "#REF!"
        sheet.cell(rows["4.8"], columns["Kết quả thực hiện"]).data_type = "e"
        sheet.cell(rows["5.1"], columns["Tỷ lệ hoàn thành (%)"]).value = "=50*2"
        sheet.cell(rows["3.2"], columns["Nhiệm vụ"]).value = "Nhiệm vụ đã đổi tên"
        sheet.cell(sheet.max_row + 1, 1).value = "7.7"
        sheet.cell(sheet.max_row, columns["Kết quả thực hiện"]).value = "Việc ngoài danh mục"
        sheet.cell(sheet.max_row + 5, 4).value = "Ghi chú của cơ quan"
        for area in list(sheet.merged_cells.ranges):  # openpyxl does not move them with their cells
            sheet.unmerge_cells(str(area))
        sheet.delete_rows(rows["5.3"])
        sheet.insert_cols(columns["Kết quả thực hiện"])
        sheet.insert_rows(heading + 3, amount=2)
        workbook.create_sheet("Phụ lục")["A1"] = "Danh sách kèm theo"

    return edited(content, maltreat)


@dataclass(frozen=True)
class Answered:
    """An inbox with its problems and the feedback on it."""

    files: tuple[ReceivedFile, ...]
    problems: tuple[Problem, ...]
    forms: Mapping[str, Form]


def answered(
    inbox: Path, files: Mapping[str, bytes], campaign: Campaign, schemas: Schemas, *, as_of: date = AS_OF
) -> Answered:
    """What becomes of some files, and which feedback there is."""
    inbox.mkdir(exist_ok=True)
    for name, content in files.items():
        (inbox / name).write_bytes(content)
    round_ = campaign.round_by_code["lan-1"]
    received = read_inbox(inbox, campaign=campaign, round_=round_, schemas=schemas)
    inputs = RoundInputs(campaign=campaign, round=round_, schemas=schemas, as_of=as_of)
    returns = validated_returns(received, inputs)
    judged = judged_files(received, returns.problems)
    problems = (*(found for file in judged for found in file.problems), *returns.problems)
    forms = feedback_forms(inputs, judged, problems)
    return Answered(judged, problems, dict(forms))


def opened(content: bytes) -> Workbook:
    """The workbook as another program sees it."""
    return load_workbook(io.BytesIO(content))


def lines_of(workbook: Workbook) -> list[dict[str, object]]:
    """The table of «Cần sửa», a mapping a line, with the target of its link."""
    sheet = workbook["Cần sửa"]
    heading = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "STT")
    titles = [cell.value for cell in sheet[heading]]
    targets = {link.ref: link.location for row in sheet.iter_rows() for cell in row if (link := cell.hyperlink)}
    return [
        {**dict(zip(titles, (cell.value for cell in row), strict=True)), "link": targets.get(row[2].coordinate)}
        for row in sheet.iter_rows(min_row=heading + 1)
    ]


def targets_of(link: str) -> tuple[str, str]:
    """Sheet and first cell of a link."""
    match = re.fullmatch(r"'(.+)'!([A-Z]+[0-9]+)(?::[A-Z]+[0-9]+)?", link)
    assert match is not None, link
    return match[1], match[2]


def fills_of(cells: Sequence[str], sheet: Worksheet) -> set[str]:
    """The colours of some cells."""
    return {sheet[cell].fill.fgColor.rgb for cell in cells}
