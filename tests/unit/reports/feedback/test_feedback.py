"""Feedback: an agency's return handed back with its problems marked, which comes back mended."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.forms.layout import form_cells
from pipeline.forms.marks import Correction, FormCell
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.forms.sheets.styles import TINT
from pipeline.forms.template import template_bytes
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.received import Verdict
from pipeline.intake.tables.printed import Printed
from pipeline.intake.tables.reader import raw_return
from pipeline.intake.tables.refill import refilled_form
from pipeline.intake.tables.reporter import Reporter
from pipeline.problems import grouped
from pipeline.reports.feedback.feedback import feedback, feedback_form, write_feedback
from pipeline.round_inputs import RoundInputs
from pipeline.rules import Rule, Severity
from pipeline.text import clean_text
from tests.libreoffice.office import Document, run_libreoffice
from tests.spec import test_cells, test_rows, test_workbook
from tests.spec.cases import Case
from tests.support.feedback import (
    AS_OF,
    CURES,
    Answered,
    answered,
    fills_of,
    lines_of,
    mistaken_return,
    opened,
    targets_of,
)
from tests.support.forms import form_of
from tests.support.intake import COMMUNE, DONE, OTHER_COMMUNE, edited, flawless, parts_of, return_bytes
from tests.support.validation import received, validated

CASES = [case for table in (test_cells, test_rows, test_workbook) for case in table.CASES if case.finds]
SHEETS = ["Cần sửa", "Hướng dẫn", "Báo cáo", "Chỉ tiêu", "Mô hình", "Đề xuất", "_meta"]


@pytest.fixture(scope="module")
def answer(campaign: Campaign, schemas: Schemas, tmp_path_factory: pytest.TempPathFactory) -> Answered:
    """The feedback on a return with every kind of mistake, its rows and columns moved."""
    return answered(
        tmp_path_factory.mktemp("inbox"), {"xã.xlsx": mistaken_return(campaign, schemas)}, campaign, schemas
    )


@pytest.fixture(scope="module")
def content(answer: Answered, schemas: Schemas) -> bytes:
    """Its workbook."""
    return template_bytes(answer.forms[COMMUNE], schemas)


@pytest.fixture(scope="module")
def workbook(content: bytes) -> Workbook:
    """The same as another program sees it."""
    return opened(content)


def test_a_feedback_workbook_is_the_template_behind_the_list(workbook: Workbook, answer: Answered) -> None:
    assert workbook.sheetnames == SHEETS
    assert workbook.active.title == "Cần sửa"
    cells = [cell.value for row in workbook["Cần sửa"].iter_rows(max_row=8) for cell in row if cell.value]
    assert cells[0] == "NHỮNG CHỖ CẦN SỬA TRONG BÁO CÁO"
    assert cells[1:5] == ["Cơ quan", "UBND phường Hồng Bàng – báo cáo lần 1", "Tệp đã nhận", cells[4]]
    assert cells[4] == "xã.xlsx (kiểm tra đến ngày 06/9/2025)"
    counts = [sum(group.first.severity is severity for group in grouped(answer.problems)) for severity in Severity]
    assert cells[6] == "{} lỗi phải sửa; {} lưu ý cần xem lại; {} chỗ đã được chuẩn hóa (không phải sửa).".format(
        *counts
    )
    assert cells[-1].endswith("gửi lại cả tệp này; đã quá hạn gửi, đề nghị gửi ngay.")


def test_every_problem_is_listed_once_most_serious_first(workbook: Workbook, answer: Answered) -> None:
    lines = lines_of(workbook)
    said = [(line["Mức độ"], line["Vấn đề"], line["Cần gõ"]) for line in lines]
    assert sorted(said, key=str) == sorted(
        {(one.severity.label, one.message, one.hint) for one in answer.problems}, key=str
    )
    gravity = [severity.label for severity in Severity]
    assert [gravity.index(line["Mức độ"]) for line in lines] == sorted(gravity.index(line["Mức độ"]) for line in lines)
    assert [line["STT"] for line in lines] == list(range(1, len(lines) + 1))
    assert len({one.rule for one in answer.problems}) >= 30


def test_every_cell_with_a_problem_is_tinted_and_says_why(
    workbook: Workbook, answer: Answered, schemas: Schemas
) -> None:
    form = answer.forms[COMMUNE]
    places = form_cells(form, schemas)
    assert len(form.marks) > 35
    for place, mark in form.marks.items():
        cell = places[place]
        sheet = workbook[cell.sheet]
        assert fills_of([cell.reference], sheet) == {"FF" + TINT[mark.severity].removeprefix("#")}
        note = sheet[cell.reference].comment
        assert note.text == mark.text
    for problem in answer.problems:
        if problem.cell is not None and problem.rule not in {Rule.UNKNOWN_TASK_CODE, Rule.TEXT_OUTSIDE}:
            assert any(problem.message in mark.text for mark in form.marks.values()), problem


def test_notes_are_as_large_as_their_texts(content: bytes, answer: Answered, schemas: Schemas) -> None:
    """Sizes stand in the drawing that Excel keeps beside the notes; openpyxl does not read them."""
    form = answer.forms[COMMUNE]
    places = form_cells(form, schemas)
    drawing = parts_of(content)["xl/drawings/vmlDrawing1.vml"].decode()
    shape = r"height:([0-9.]+)pt.*?<x:Row>([0-9]+)</x:Row>.*?<x:Column>([0-9]+)</x:Column>"
    points = {(int(row), int(column)): float(height) for height, row, column in re.findall(shape, drawing, re.DOTALL)}
    noted = [(places[place], mark) for place, mark in form.marks.items() if places[place].sheet == "Báo cáo"]
    for cell, mark in noted:
        lines = sum(1 + len(paragraph) // 70 for paragraph in mark.text.split("\n"))
        assert points[cell.row, cell.column] > 11 * lines


def test_links_lead_to_the_marked_cells_wherever_the_rows_were(
    workbook: Workbook, answer: Answered, schemas: Schemas
) -> None:
    form = answer.forms[COMMUNE]
    places = form_cells(form, schemas)
    lines = form.corrections.lines if form.corrections is not None else ()
    for shown, line in zip(lines_of(workbook), lines, strict=True):
        if line.cells:
            sheet, cell = targets_of(shown["link"])
            target = places[line.cells[0]]
            assert (sheet, cell) == (target.sheet, target.reference)
            assert shown["Ô"].startswith(f"{sheet}: {cell}")
            assert line.message in workbook[sheet][cell].comment.text
            if line.cells[0].table == "report":
                row = workbook[sheet][cell].row
                assert workbook[sheet].cell(row, 1).value == line.cells[0].key
        elif line.sheet is not None:
            assert shown["link"] == f"'{line.sheet}'!A1"
        else:
            assert shown["link"] is None
    told = {shown["Vấn đề"]: shown["Ô"] for shown in lines_of(workbook)}
    assert told["Có trang «Phụ lục» ngoài biểu mẫu; nội dung trang này không được tổng hợp."] == "Trang «Phụ lục»"
    assert told["Mã «7.7» không phải mục được giao cho cơ quan."].endswith("(ở tệp đã nhận)")


def test_the_same_sentence_in_many_cells_is_told_once_with_its_cells(workbook: Workbook) -> None:
    (line,) = [line for line in lines_of(workbook) if line["Vấn đề"] == "Đề xuất chưa có «Nội dung đề xuất»."]
    assert (line["Ô"], line["link"]) == ("Đề xuất: D5–D6", "'Đề xuất'!D5:D6")
    assert line["Mục, cột"] == "Dòng 2; Dòng 3 · Nội dung đề xuất"


def test_what_was_typed_stands_in_its_cell_and_nothing_is_a_formula(workbook: Workbook, answer: Answered) -> None:
    form = answer.forms[COMMUNE]
    values = {row.task.code: row.values for row in form.rows}
    assert values["1.1"]["completed_on"] == "31/02/2025"
    assert values["1.2"]["status"] == "Xong rồi nhé"
    assert values["4.2"]["result"] == "Đã \u00a0ban\u200b hành "
    assert "result" not in values["4.7"]  # a formula without a result
    assert values["4.8"]["result"] == "#REF!"
    assert values["5.3"] == {}
    assert form.header["report_date"] == "đầu tháng 9"
    for sheet in workbook.worksheets:
        formulas = [cell.column_letter for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert set(formulas) <= ({"A", "O"} if sheet.title == "Báo cáo" else set())


def mended(content: bytes) -> bytes:
    """The feedback as the agency corrects it: only open cells of our sheets."""

    def cure(workbook: Workbook) -> None:
        sheet = workbook["Báo cáo"]
        heading = next(row for row in range(1, 30) if sheet.cell(row, 1).value == "TT")
        titles = {sheet.cell(heading, place).value: place for place in range(1, 14)}
        names = {
            "status": "Trạng thái",
            "percent": "Tỷ lệ hoàn thành (%)",
            "completed_on": "Ngày hoàn thành",
            "result": "Kết quả thực hiện",
            "evidence": "Văn bản, minh chứng",
            "difficulties": "Khó khăn, vướng mắc; nguyên nhân",
        }
        rows = {str(sheet.cell(row, 1).value): row for row in range(heading + 1, sheet.max_row + 1)}
        for (task, name), value in CURES.items():
            sheet.cell(rows[task], titles[names[name]]).value = value
        labels = {cell.value: cell for row in sheet.iter_rows(max_row=heading - 1) for cell in row if cell.value}
        labels["Người ký"].offset(column=1).value = "Trần Thị B"
        labels["Ngày báo cáo"].offset(column=1).value = date(2025, 9, 5)
        indicators = workbook["Chỉ tiêu"]
        for cell, value in {"E4": 3, "E5": 5, "E6": 2, "E9": 2, "E11": 12}.items():
            indicators[cell].value = value
        workbook["Mô hình"]["B4"].value = "Camera an ninh"
        proposals = workbook["Đề xuất"]
        for cell, value in {"B4": "Bổ sung", "D5": "Thêm", "D6": "Thêm", "C6": "3.2"}.items():
            proposals[cell].value = value

    return edited(content, cure)


def test_corrected_and_sent_back_it_is_accepted(
    content: bytes, campaign: Campaign, schemas: Schemas, tmp_path: Path
) -> None:
    answer = answered(tmp_path / "inbox", {"xã, sửa.xlsx": mended(content)}, campaign, schemas)
    assert answer.problems == ()
    assert [file.verdict for file in answer.files] == [Verdict.ACCEPTED]
    assert answer.forms == {}


def test_sent_back_as_it_is_it_says_the_same_of_every_cell(
    content: bytes, answer: Answered, campaign: Campaign, schemas: Schemas, tmp_path: Path
) -> None:
    again = answered(tmp_path / "inbox", {"xã.xlsx": content}, campaign, schemas)

    def of_cells(one: Answered) -> set[tuple[str, str | None, str | None]]:
        return {
            (found.rule.code, found.task, found.field)
            for found in one.problems
            if found.rule.code.partition(".")[0] in {"cell", "row", "workbook"}
        }

    # a formula without a result has nothing to give, its cell is empty now
    assert {code for code, _, _ in of_cells(answer) - of_cells(again)} == {"cell.formula-without-value"}
    assert {(code, task) for code, task, _ in of_cells(again) - of_cells(answer)} == {
        ("row.result-missing", "4.7"),
        ("row.result-missing", "5.2"),
        ("row.led-empty", "5.3"),
    }
    assert not [found for found in again.problems if found.rule.code.startswith("structure")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_every_problem_of_validation_finds_its_cell(case: Case, campaign: Campaign, schemas: Schemas) -> None:
    file = received(
        campaign,
        schemas,
        agency=case.agency,
        cells=case.cells,
        rows=case.rows,
        models=case.models,
        proposals=case.proposals,
    )
    problems = validated(campaign, schemas, file, as_of=case.as_of).problems
    blank = form_of(campaign, schemas, case.agency)
    form = feedback_form(blank, file, problems, schemas=schemas, as_of=case.as_of)
    assert form.corrections is not None
    lines: dict[tuple[str, str], Correction] = {(line.message, line.hint): line for line in form.corrections.lines}
    for problem in problems:
        line = lines[problem.message, problem.hint]
        fitting = [cell for cell in line.cells if fits(cell, problem.task, problem.field, form, schemas)]
        assert fitting, problem
        assert all(problem.message in form.marks[cell].text for cell in fitting)


def fits(cell: FormCell, task: str | None, field: str | None, form: Form, schemas: Schemas) -> bool:
    """Whether a cell of the form is one of a task and a column's heading."""
    schema = next(schema for schema in schemas if schema.name == cell.table)
    tasks = {item.indicator.code: item.indicator.task for item in form.indicators}
    named = tasks.get(str(cell.key), cell.key) if isinstance(cell.key, str) else None
    return named == task and schema.column(cell.column).title == field


def test_agencies_without_errors_or_warnings_get_none(campaign: Campaign, schemas: Schemas, tmp_path: Path) -> None:
    models = ({"name": "Camera an ninh"},)
    fine = return_bytes(campaign, schemas, change=lambda form: flawless(replace(form, lists={"models": models})))
    only_normalised = return_bytes(
        campaign,
        schemas,
        OTHER_COMMUNE,
        change=lambda form: flawless(
            replace(
                form,
                lists={"models": models},
                rows=tuple(replace(row, values={**row.values, "completed_on": "15.8.25"}) for row in form.rows),
            )
        ),
    )
    answer = answered(tmp_path / "inbox", {"a.xlsx": fine, "b.xlsx": only_normalised}, campaign, schemas)
    assert {found.severity for found in answer.problems} == {Severity.NORMALISED}
    assert answer.forms == {}


def without_column(content: bytes) -> bytes:
    """The workbook without one column that the agency fills and without one sheet."""

    def cut(workbook: Workbook) -> None:
        sheet = workbook["Báo cáo"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_cols(10)
        del workbook["Mô hình"]

    return edited(content, cut)


def test_a_rejected_return_comes_back_as_a_fresh_template_with_what_could_be_read(
    campaign: Campaign, schemas: Schemas, tmp_path: Path
) -> None:
    proposals = ({"kind": "Bổ sung", "content": "Thêm nhiệm vụ"},)
    sent = return_bytes(
        campaign,
        schemas,
        change=lambda form: replace(
            form,
            proposals=proposals,
            indicators=tuple(replace(item, values={"value": 7.0}) for item in form.indicators),
        ),
    )
    answer = answered(tmp_path / "inbox", {"xã.xlsx": without_column(sent)}, campaign, schemas)
    assert [file.verdict for file in answer.files] == [Verdict.REJECTED]
    form = answer.forms[COMMUNE]
    assert {name for row in form.rows for name in row.values} == set(DONE) - {"evidence"}
    assert form.proposals == proposals
    assert {item.values["value"] for item in form.indicators} == {7.0}
    assert form.header["signer"] == "Trần Thị B"
    assert form.lists["models"] == ()
    workbook = opened(template_bytes(form, schemas))
    assert workbook["Cần sửa"]["A1"].value == "BÁO CÁO CHƯA ĐƯỢC TIẾP NHẬN"
    assert [(line["Ô"], line["Mục, cột"], line["link"]) for line in lines_of(workbook)] == [
        ("Trang «Báo cáo»", "Văn bản, minh chứng", "'Báo cáo'!A1"),
        ("Trang «Mô hình»", "", "'Mô hình'!A1"),
    ]
    assert workbook["Cần sửa"].print_title_rows is not None


def test_of_a_table_without_its_codes_nothing_can_be_read(campaign: Campaign, schemas: Schemas, tmp_path: Path) -> None:
    def spoil(workbook: Workbook) -> None:
        del workbook["Đề xuất"]
        for name, cell in (("Báo cáo", "A7"), ("Chỉ tiêu", "A3")):
            assert workbook[name][cell].value in {"TT", "Mã"}
            workbook[name][cell].value = None

    content = edited(return_bytes(campaign, schemas), spoil)
    form = answered(tmp_path / "inbox", {"xã.xlsx": content}, campaign, schemas).forms[COMMUNE]
    assert not any(item.values for item in (*form.rows, *form.indicators))
    assert form.header["signer"] == "Trần Thị B"


def test_a_rejected_return_is_not_answered_where_another_one_is_used(
    campaign: Campaign, schemas: Schemas, tmp_path: Path
) -> None:
    models = ({"name": "Camera an ninh"},)
    fine = return_bytes(campaign, schemas, change=lambda form: flawless(replace(form, lists={"models": models})))
    files = {"a.xlsx": fine, "b.xlsx": without_column(fine), "c.xlsx": b"x"}
    answer = answered(tmp_path / "inbox", files, campaign, schemas)
    assert [file.verdict for file in answer.files] == [Verdict.ACCEPTED, Verdict.REJECTED, Verdict.REJECTED]
    assert answer.forms == {}


def test_files_are_named_by_the_code_alone(
    answer: Answered, campaign: Campaign, schemas: Schemas, tmp_path: Path
) -> None:
    inputs = RoundInputs(campaign=campaign, round=campaign.round_by_code["lan-1"], schemas=schemas, as_of=AS_OF)
    folder = tmp_path / "phan-hoi"
    assert write_feedback(feedback(inputs, answer.files, answer.problems), folder) == (COMMUNE,)
    assert [path.name for path in folder.iterdir()] == [f"{COMMUNE}.xlsx"]
    first = (folder / f"{COMMUNE}.xlsx").read_bytes()
    assert write_feedback(feedback(inputs, answer.files, answer.problems), folder) == (COMMUNE,)
    assert (folder / f"{COMMUNE}.xlsx").read_bytes() == first
    assert write_feedback(feedback(inputs, (), ()), tmp_path / "none") == ()
    assert not (tmp_path / "none").exists()


TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cn"), blacklist_characters="\ufffe\uffff"), min_size=1, max_size=40
)
#: Excel keeps 15 digits of what is typed.
NUMBERS = st.decimals(-(10**9), 10**9, places=4).map(float)
DAYS = st.dates(date(1900, 3, 1), date(2199, 12, 31))
ROWS = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(TEXTS, NUMBERS, DAYS)
        for name in ("status", "percent", "completed_on", "result", "evidence", "difficulties", "proposals")
    },
)


def test_values_are_carried_to_the_character(campaign: Campaign, schemas: Schemas) -> None:
    """…whatever stands in the open cells; the campaign stays outside, or Hypothesis would print it."""
    blank = form_of(campaign, schemas, COMMUNE)
    printed = Printed(campaign=campaign, round=campaign.round_by_code["lan-1"], schemas=schemas)

    def read(form: Form) -> Form:
        workbook = read_workbook(template_bytes(form, schemas))
        assert isinstance(workbook, RawWorkbook)
        said, _ = raw_return(workbook, Reporter("a.xlsx", COMMUNE), printed=printed, schemas=schemas)
        assert said is not None
        return refilled_form(blank, said, schemas)

    @settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(rows=st.lists(ROWS, min_size=1, max_size=12), header=TEXTS, model=TEXTS.filter(clean_text), number=NUMBERS)
    def carried(rows: list[Mapping[str, Typed]], header: str, model: str, number: float) -> None:
        values = [rows[position % len(rows)] for position in range(len(blank.rows))]
        filled = replace(
            blank,
            rows=tuple(replace(row, values=said) for row, said in zip(blank.rows, values, strict=True)),
            header={"signer": header},
            indicators=tuple(replace(item, values={"value": number, "note": header}) for item in blank.indicators),
            lists={"models": ({"name": model, "result": header},)},
        )
        back = read(filled)
        assert [row.values for row in back.rows] == values
        assert back.header == filled.header
        assert [item.values for item in back.indicators] == [item.values for item in filled.indicators]
        assert back.lists["models"] == filled.lists["models"]

    carried()


@pytest.mark.libreoffice
def test_libreoffice_opens_it_and_saves_it_as_it_is(
    content: bytes, answer: Answered, campaign: Campaign, schemas: Schemas, tmp_path: Path
) -> None:
    source, saved = tmp_path / "phan-hoi.xlsx", tmp_path / "saved.xlsx"
    source.write_bytes(content)
    run_libreoffice([Document(source=source, target=saved)], tmp_path)
    (file,) = answered(tmp_path / "inbox", {"xã.xlsx": saved.read_bytes()}, campaign, schemas).files
    assert file.verdict is Verdict.ACCEPTED_WITH_PROBLEMS
    assert not [found for found in file.problems if found.rule.code.startswith("structure")]
    assert file.content is not None
    again = refilled_form(form_of(campaign, schemas, COMMUNE), file.content, schemas)
    assert [row.values for row in again.rows] == [row.values for row in answer.forms[COMMUNE].rows]
    workbook = opened(saved.read_bytes())
    assert workbook.sheetnames == SHEETS
    sent = [line["link"] for line in lines_of(opened(content)) if line["link"]]
    kept = [line["link"] for line in lines_of(workbook) if line["link"]]
    assert list(map(plain_target, kept)) == list(map(plain_target, sent))


def plain_target(link: object) -> tuple[str, str]:
    """Sheet and first cell of a link as any program writes it, with or without quotes and dollar signs."""
    sheet, _, cells = str(link).removeprefix("#").rpartition("!")
    return sheet.strip("'"), cells.replace("$", "").partition(":")[0]
