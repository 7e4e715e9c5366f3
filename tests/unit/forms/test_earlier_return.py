"""The second round's form: the first shown beside the rows, and filled in where it settled a task."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from pipeline.campaign.decision import Campaign
from pipeline.campaign.time_limits import TimeLimit, TimeLimitKind
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.facts import Values
from pipeline.forms.form import Form, prefilled_form
from pipeline.forms.layout import report_layout
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from tests.support.forms import form_of

DONE: Values = {
    "status": "Hoàn thành",
    "percent": 100.0,
    "completed_on": date(2025, 8, 15),
    "result": "Đã ban hành kế hoạch",
    "evidence": "Kế hoạch số 12",
    "difficulties": None,
    "proposals": "Đề nghị tập huấn",
}
NIL: Values = {"status": "Không phát sinh", "difficulties": "Không có việc này"}
BEGUN: Values = {"status": "Đang thực hiện", "percent": 60.0, "result": "Đã kiểm tra 15/25 đơn vị"}
NOT_BEGUN: Values = {"status": "Chưa thực hiện", "difficulties": "Chưa có hướng dẫn"}


@pytest.fixture(scope="module")
def earlier(campaign: Campaign) -> EarlierReturn:
    """What a commune reported in the first round; nil is allowed at 2.2, not at 1.3."""
    return EarlierReturn(
        round=campaign.round_by_code["lan-1"],
        rows={"1.1": DONE, "1.2": BEGUN, "1.3": NIL, "2.1": NOT_BEGUN, "2.2": NIL, "9.9": DONE},
        indicators={"CT-1.1-1": 1234.0},
        lists={"models": ({"name": "Camera an ninh", "started": "7/2025"},)},
    )


@pytest.fixture(scope="module")
def blank(campaign: Campaign, schemas: Schemas) -> Form:
    """The commune's form for the second round."""
    return form_of(campaign, schemas, "11383", "lan-2")


@pytest.fixture(scope="module")
def workbook(blank: Form, earlier: EarlierReturn, schemas: Schemas) -> Workbook:
    """The workbook of the second round."""
    return opened(prefilled_form(blank, earlier), schemas)


def opened(form: Form, schemas: Schemas) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_bytes(form, schemas)))


def test_what_was_settled_is_filled_in_but_for_proposals(blank: Form, earlier: EarlierReturn) -> None:
    values = {row.task.code: row.values for row in prefilled_form(blank, earlier).rows}
    settled = {name: value for name, value in DONE.items() if name not in {"difficulties", "proposals"}}
    assert values["1.1"] == settled
    assert values["2.2"] == NIL
    assert {code for code, said in values.items() if said} == {"1.1", "2.2"}


def test_that_nothing_came_up_is_asked_anew_of_an_ongoing_task(blank: Form, earlier: EarlierReturn) -> None:
    ongoing = TimeLimit(verbatim="Thường xuyên", kind=TimeLimitKind.ONGOING)
    rows = tuple(replace(row, task=replace(row.task, time_limit=ongoing)) for row in blank.rows)
    values = {row.task.code: row.values for row in prefilled_form(replace(blank, rows=rows), earlier).rows}
    assert (values["1.1"]["status"], values["2.2"]) == ("Hoàn thành", {})


def test_models_are_carried_over_and_numbers_asked_anew(blank: Form, earlier: EarlierReturn) -> None:
    form = prefilled_form(blank, earlier)
    assert form.lists["models"] == earlier.lists["models"]
    assert not any(item.values for item in form.indicators)
    own = replace(blank, lists={"models": ({"name": "Mô hình khác"},)})
    assert prefilled_form(own, earlier).lists["models"] == own.lists["models"]


def test_the_same_is_asked_so_the_fingerprint_is_the_same(blank: Form, earlier: EarlierReturn) -> None:
    assert prefilled_form(blank, earlier).fingerprint == blank.fingerprint


def test_nothing_earlier_changes_nothing(blank: Form, campaign: Campaign, schemas: Schemas) -> None:
    empty = EarlierReturn(round=campaign.round_by_code["lan-1"])
    assert [row.values for row in prefilled_form(blank, empty).rows] == [row.values for row in blank.rows]
    sheet = opened(blank, schemas)["Báo cáo"]
    assert sheet.max_column == 15


def test_the_first_round_stands_beside_its_rows_locked_and_outside_the_table(
    workbook: Workbook, blank: Form, schemas: Schemas
) -> None:
    sheet = workbook["Báo cáo"]
    layout = report_layout(blank, schemas)
    heading = layout.heading_row + 1
    assert [cell.value for cell in sheet[heading]] == [column.title for column in schemas.report.columns] + [None] * 3
    assert [sheet.cell(heading - 1, column).value for column in (16, 17, 18)] == [
        None,
        "Trạng thái lần 1",
        "Kết quả lần 1",
    ]
    shown = {
        row.task.code: tuple(sheet.cell(place + 1, column).value for column in (17, 18))
        for row, place in zip(blank.rows, layout.task_rows, strict=True)
    }
    assert shown["1.1"] == ("Hoàn thành", "Đã ban hành kế hoạch")
    assert shown["1.2"] == ("Đang thực hiện", "Đã kiểm tra 15/25 đơn vị")
    assert shown["2.1"] == ("Chưa thực hiện", "Nguyên nhân: Chưa có hướng dẫn")
    assert shown["2.3"] == (None, None)
    cells = [sheet.cell(place + 1, column) for place in layout.task_rows for column in (17, 18)]
    assert all(cell.protection.locked for cell in cells)
    assert {cell.fill.fgColor.rgb for cell in cells} == {"FFEBEBEB"}
    assert sheet.print_area == f"'Báo cáo'!$A$1:$O${sheet.max_row}"
    assert sheet.auto_filter.ref.endswith(f"O{layout.last_row + 1}")


def test_the_status_of_what_was_begun_reminds_of_the_first_round(
    workbook: Workbook, blank: Form, schemas: Schemas
) -> None:
    sheet = workbook["Báo cáo"]
    layout = report_layout(blank, schemas)
    notes = {
        row.task.code: comment.text
        for row, place in zip(blank.rows, layout.task_rows, strict=True)
        if (comment := sheet.cell(place + 1, 6).comment) is not None
    }
    assert notes == {
        "1.2": "Lần 1: Đang thực hiện.\nĐã kiểm tra 15/25 đơn vị",
        "1.3": "Lần 1: Không phát sinh.\nNguyên nhân: Không có việc này",
        "2.1": "Lần 1: Chưa thực hiện.\nNguyên nhân: Chưa có hướng dẫn",
    }


def test_the_guide_says_what_is_filled_in(workbook: Workbook) -> None:
    cells = [cell.value for row in workbook["Hướng dẫn"].iter_rows() for cell in row]
    assert cells[cells.index("Đã điền sẵn") + 1] == (
        "Các mục đã báo cáo «Hoàn thành» hoặc «Không phát sinh» và các mô hình của lần 1: chỉ sửa chỗ có thay đổi. "
        "Báo cáo lần 1 ở hai cột xám «Trạng thái lần 1» và «Kết quả lần 1» bên phải bảng."
    )


def test_the_earlier_number_is_a_note(workbook: Workbook) -> None:
    notes = [cell.comment.text for cell in workbook["Chỉ tiêu"]["E"] if cell.comment is not None]
    assert notes == ["Lần 1 đã báo cáo: 1.234 hội nghị."]
