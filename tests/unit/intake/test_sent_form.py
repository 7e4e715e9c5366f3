"""A form that comes back as it was sent out is no report: told by what it carries of itself, in whatever program it was saved."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.campaign.decision import Campaign
from pipeline.forms.earlier_return import EarlierReturn
from pipeline.forms.form import Form, prefilled_form
from pipeline.forms.schema.schema import Schemas, Typed
from pipeline.forms.template import template_bytes
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.rules import Rule, Severity
from tests.conftest import ROOT
from tests.libreoffice.office import Document, run_libreoffice
from tests.support.forms import form_of
from tests.support.intake import COMMUNE, DEPARTMENT, DONE, edited, intake, repacked, rules_of
from tests.support.validation import validated

NIL = {"status": "Không phát sinh", "difficulties": "Không có đối tượng trên địa bàn."}
EARLIER_MODEL = {"name": "Camera an ninh", "started": "Tháng 7/2025", "result": "Lắp 35 camera,\ngiảm 40% số vụ."}
FIRST_EDITION = ROOT / "tests" / "data" / "forms" / "first-edition-lan-2-as-sent.xlsx"
Edit = Callable[[Workbook], object]


def second_form(campaign: Campaign, schemas: Schemas) -> Form:
    """The form of a second round, filled in with what the first had settled."""
    form = form_of(campaign, schemas, COMMUNE, "lan-2")
    codes = [row.task.code for row in form.rows]
    rows: dict[str, Mapping[str, Typed]] = {code: {**DONE, "result": f"Đã họp lần {code},\n85%"} for code in codes[:4]}
    rows |= {row.task.code: NIL for row in form.rows if row.assignment.nil_allowed}
    earlier = EarlierReturn(round=campaign.round_by_code["lan-1"], rows=rows, lists={"models": (EARLIER_MODEL,)})
    return prefilled_form(form, earlier)


def cell_of(form: Form, schemas: Schemas, column: str, task: str) -> str:
    """The address of an open cell of `Báo cáo`."""
    from pipeline.forms.layout import form_cells
    from pipeline.forms.marks import FormCell

    return form_cells(form, schemas)[FormCell("report", task, column)].reference


@pytest.fixture
def received(tmp_path: Path, campaign: Campaign, schemas: Schemas):
    """What becomes of one file."""

    def judged(content: bytes, round_: str = "lan-1", name: str = "scan.xlsx") -> ReceivedFile:
        inbox = Path(mkdtemp(dir=tmp_path))
        return intake(inbox, {name: content}, campaign, schemas, round_=round_)[name]

    return judged


def without_key(content: bytes) -> bytes:
    """The form as the first edition wrote it: without the digest."""
    properties = re.compile(rb"<property [^>]*name=\"prefilled\".*?</property>", re.DOTALL)
    return repacked(
        content,
        {
            "xl/sharedStrings.xml": lambda data: data.replace(b"<t>prefilled</t>", b"<t>truoc</t>"),
            "docProps/custom.xml": lambda data: properties.sub(b"", data),
        },
    )


def without_hidden_sheet(content: bytes) -> bytes:
    """The form after a program that keeps neither hidden sheet nor properties."""
    lost = {"xl/workbook.xml": lambda data: re.sub(rb'<sheet name="_meta"[^>]*/>', b"", data)}
    return repacked(content, {**lost, "docProps/custom.xml": None})


class TestFirstRound:
    """A first round's form comes blank: whatever is typed in its tables fills it, its header alone does not."""

    @pytest.mark.parametrize("lose", [lambda content: content, without_key, without_hidden_sheet])
    @pytest.mark.parametrize(
        "header", [{}, {"report_date": date(2025, 9, 3), "signer": "Trần Thị B", "phone": "0912 345 678"}]
    )
    def test_a_blank_form_is_unfilled(self, received, campaign, schemas, lose, header) -> None:
        file = received(lose(template_bytes(replace(form_of(campaign, schemas, COMMUNE), header=header), schemas)))
        assert (file.verdict, file.rule, file.content) == (Verdict.UNFILLED, "identity.unfilled", None)
        assert rules_of(file) == [Rule.UNFILLED]
        assert file.problems[0].severity is Severity.WARNING
        assert "phần điền sẵn" not in file.problems[0].hint
        assert file.identity is not None
        assert file.identity.agency == COMMUNE

    @pytest.mark.parametrize(
        "fill",
        [
            lambda form: replace(
                form, rows=(replace(form.rows[0], values={"status": "Đang thực hiện"}), *form.rows[1:])
            ),
            lambda form: replace(form, rows=(replace(form.rows[0], values={"result": "x"}), *form.rows[1:])),
            lambda form: replace(form, rows=(replace(form.rows[0], values={"percent": 0.0}), *form.rows[1:])),
            lambda form: replace(
                form, indicators=(replace(form.indicators[0], values={"value": 0.0}), *form.indicators[1:])
            ),
            lambda form: replace(form, lists={"models": ({"name": "Camera"},)}),
            lambda form: replace(form, proposals=({"content": "Thêm"},)),
        ],
        ids=["status", "result", "percent", "indicator", "model", "proposal"],
    )
    def test_one_typed_cell_of_any_table_makes_it_a_return(self, received, campaign, schemas, fill) -> None:
        file = received(template_bytes(fill(form_of(campaign, schemas, COMMUNE)), schemas))
        assert file.verdict is Verdict.ACCEPTED
        assert file.content is not None

    @pytest.mark.parametrize("value", [" ", "\n", "\u00a0"])
    def test_blanks_fill_nothing(self, received, campaign, schemas, value: str) -> None:
        form = form_of(campaign, schemas, COMMUNE)
        rows = tuple(replace(row, values={"result": value, "evidence": value}) for row in form.rows)
        assert received(template_bytes(replace(form, rows=rows), schemas)).verdict is Verdict.UNFILLED

    def test_a_formula_without_a_result_was_typed(self, received, campaign, schemas) -> None:
        form = form_of(campaign, schemas, COMMUNE)
        address = cell_of(form, schemas, "result", "1.1")
        content = edited(template_bytes(form, schemas), lambda book: book["Báo cáo"].__setitem__(address, "=A1"))
        assert received(content).verdict is Verdict.ACCEPTED

    def test_what_stands_beside_the_tables_is_told_all_the_same(self, received, campaign, schemas) -> None:
        def edit(book: Workbook) -> None:
            book.create_sheet("Báo cáo (2)")["A1"] = "Đã làm xong"
            book["Báo cáo"]["C90"] = "Nơi nhận: như trên"

        file = received(edited(template_bytes(form_of(campaign, schemas, COMMUNE), schemas), edit))
        assert file.verdict is Verdict.UNFILLED
        assert set(rules_of(file)) == {Rule.UNFILLED, Rule.EXTRA_SHEET, Rule.TEXT_OUTSIDE}

    @pytest.mark.parametrize("filled", [True, False])
    def test_the_rows_of_another_agencys_form_count_where_they_are_filled(
        self, received, campaign, schemas, filled: bool
    ) -> None:
        rows = form_of(campaign, schemas, DEPARTMENT).rows
        rows = tuple(replace(row, values=DONE) for row in rows) if filled else rows
        form = replace(form_of(campaign, schemas, COMMUNE), rows=rows)
        verdict = received(template_bytes(form, schemas)).verdict
        assert verdict is (Verdict.ACCEPTED if filled else Verdict.UNFILLED)

    def test_a_missing_row_or_a_typed_heading_row(self, received, campaign, schemas) -> None:
        content = template_bytes(form_of(campaign, schemas, COMMUNE), schemas)

        def headed(book: Workbook) -> None:
            sheet = book["Báo cáo"]
            (row,) = [cells[0].row for cells in sheet.iter_rows(max_col=1) if cells[0].value == "3.4"]
            sheet[f"F{row}"] = "Hoàn thành"

        assert received(edited(content, lambda book: book["Báo cáo"].delete_rows(20))).verdict is Verdict.UNFILLED
        assert received(edited(content, headed)).verdict is Verdict.ACCEPTED


class TestSecondRound:
    """A form that came filled in is a return when something was typed into it, or when it was dated or signed."""

    def test_as_it_was_sent_out(self, received, campaign, schemas) -> None:
        file = received(template_bytes(second_form(campaign, schemas), schemas), "lan-2")
        assert rules_of(file) == [Rule.UNFILLED]
        assert file.verdict is Verdict.UNFILLED
        assert "nếu phần điền sẵn vẫn đúng" in file.problems[0].hint

    @pytest.mark.parametrize("header", [{"report_date": date(2025, 12, 1)}, {"signer": "Trần Thị B"}])
    def test_dated_or_signed_it_is_a_return(self, received, campaign, schemas, header) -> None:
        form = replace(second_form(campaign, schemas), header=header)
        assert received(template_bytes(form, schemas), "lan-2").verdict is Verdict.ACCEPTED

    @pytest.mark.parametrize("header", [{"prepared_by": "Lê Văn C"}, {"phone": "0912"}, {"document_number": "45/BC"}])
    def test_other_fields_of_the_header_make_it_none(self, received, campaign, schemas, header) -> None:
        form = replace(second_form(campaign, schemas), header=header)
        assert received(template_bytes(form, schemas), "lan-2").verdict is Verdict.UNFILLED

    @pytest.mark.parametrize("values", [{"status": "Đang thực hiện", "result": "x"}, {}], ids=["changed", "deleted"])
    def test_a_changed_row_makes_it_a_return(self, received, campaign, schemas, values) -> None:
        form = second_form(campaign, schemas)
        changed = replace(form, rows=(replace(form.rows[0], values=values), *form.rows[1:]))
        assert received(template_bytes(changed, schemas), "lan-2").verdict is Verdict.ACCEPTED

    @pytest.mark.parametrize("models", [(), (EARLIER_MODEL, {"name": "Tổ tự quản"}), ({"name": "Camera"},)])
    def test_a_changed_list_makes_it_a_return(self, received, campaign, schemas, models) -> None:
        form = replace(second_form(campaign, schemas), lists={"models": models})
        assert received(template_bytes(form, schemas), "lan-2").verdict is Verdict.ACCEPTED

    def test_one_that_came_blank_is_not_filled_by_its_header(self, received, campaign, schemas) -> None:
        """…the agency had not reported the first round."""
        blank = form_of(campaign, schemas, COMMUNE, "lan-2")
        form = replace(blank, header={"report_date": date(2025, 12, 1), "signer": "Trần Thị B"})
        assert received(template_bytes(form, schemas), "lan-2").verdict is Verdict.UNFILLED


class TestFirstEdition:
    """Forms without a digest show beside their rows what they were filled in with."""

    @pytest.fixture
    def as_sent(self) -> bytes:
        return FIRST_EDITION.read_bytes()

    def test_as_it_was_sent_out(self, received, as_sent: bytes) -> None:
        assert received(as_sent, "lan-2").verdict is Verdict.UNFILLED

    @pytest.mark.parametrize(
        ("edit", "verdict"),
        [
            (lambda cells: {"report_date": date(2025, 12, 1)}, Verdict.ACCEPTED),
            (lambda cells: {"signer": "Trần Thị B"}, Verdict.ACCEPTED),
            (lambda cells: {"phone": "0912 345 678"}, Verdict.UNFILLED),
            (lambda cells: {"unsettled": "Đang thực hiện"}, Verdict.ACCEPTED),
            (lambda cells: {"settled": "Đang thực hiện"}, Verdict.ACCEPTED),
        ],
        ids=["dated", "signed", "telephone", "another row", "another status"],
    )
    def test_what_was_typed_since(
        self, received, campaign, schemas, as_sent: bytes, tmp_path: Path, edit, verdict
    ) -> None:
        typed = edit(None)

        def change(book: Workbook) -> None:
            sheet = book["Báo cáo"]
            labels = {
                cell.value: cell for row in sheet.iter_rows(max_row=10) for cell in row if isinstance(cell.value, str)
            }
            places = {"report_date": "Ngày báo cáo", "signer": "Người ký", "phone": "Điện thoại"}
            statuses = [sheet[f"F{row}"] for row in range(10, sheet.max_row) if sheet[f"C{row}"].value]
            for name, value in typed.items():
                if name in places:
                    sheet.cell(labels[places[name]].row, labels[places[name]].column + 1).value = value
                else:
                    next(cell for cell in statuses if (cell.value is None) is (name == "unsettled")).value = value

        assert received(edited(as_sent, change), "lan-2").verdict is verdict

    def test_a_row_of_it_emptied_is_a_change(self, received, as_sent: bytes) -> None:
        def change(book: Workbook) -> None:
            sheet = book["Báo cáo"]
            row = next(row for row in range(10, sheet.max_row) if sheet[f"F{row}"].value == "Hoàn thành")
            for column in "FGHIJKL":
                sheet[f"{column}{row}"] = None

        assert received(edited(as_sent, change), "lan-2").verdict is Verdict.ACCEPTED


def test_a_feedback_copy_sent_back_with_its_header_mended_is_a_return(
    received, tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    """It is a form filled in by us, but with what the agency had typed."""
    from pipeline.reports.feedback.feedback import feedback_form

    form = form_of(campaign, schemas, COMMUNE)
    filled = replace(form, rows=tuple(replace(row, values=DONE) for row in form.rows))
    file = received(template_bytes(filled, schemas))
    copy = feedback_form(form, file, file.problems, schemas=schemas, as_of=date(2025, 9, 5))
    assert received(template_bytes(copy, schemas), name="lại.xlsx").verdict is Verdict.ACCEPTED


def test_it_takes_nobodys_place(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    form = form_of(campaign, schemas, COMMUNE)
    filled = replace(
        form,
        rows=tuple(replace(row, values=DONE) for row in form.rows),
        header={"signer": "Trần Thị B", "report_date": date(2025, 9, 1)},
    )
    later = replace(form, header={"report_date": date(2025, 9, 4)})
    files = {"a.xlsx": template_bytes(filled, schemas), "b.xlsx": template_bytes(later, schemas)}
    verdicts = {path: file.verdict for path, file in intake(tmp_path, files, campaign, schemas).items()}
    assert verdicts == {"a.xlsx": Verdict.ACCEPTED, "b.xlsx": Verdict.UNFILLED}


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_saved_by_libreoffice_it_is_known_again(
    received, campaign: Campaign, schemas: Schemas, tmp_path: Path, suffix: str
) -> None:
    documents = []
    for name, form in {
        "lan-1": form_of(campaign, schemas, COMMUNE),
        "lan-2": second_form(campaign, schemas),
    }.items():
        source = tmp_path / f"{name}-gốc.xlsx"
        source.write_bytes(template_bytes(form, schemas))
        documents.append(Document(source=source, target=tmp_path / f"{name}{suffix}", recalculate=True))
    run_libreoffice(documents, tmp_path)
    for document in documents:
        name = document.target.name
        file = received(document.target.read_bytes(), document.target.stem, name)
        assert (file.verdict, rules_of(file)) == (Verdict.UNFILLED, [Rule.UNFILLED])


def test_saved_by_openpyxl_it_is_known_again(received, campaign: Campaign, schemas: Schemas, tmp_path: Path) -> None:
    path = tmp_path / "gốc.xlsx"
    path.write_bytes(template_bytes(second_form(campaign, schemas), schemas))
    load_workbook(path).save(path)
    assert received(path.read_bytes(), "lan-2").verdict is Verdict.UNFILLED


def test_a_form_of_tasks_not_yet_open_alone_is_a_return_once_it_is_dated(
    tmp_path: Path, campaign: Campaign, schemas: Schemas
) -> None:
    """Nothing is asked of it but that somebody sends it back."""
    narrow = replace(campaign.round_by_code["lan-1"], code="dot-1", ad_hoc=True, tasks=("4.8",))
    asked = replace(campaign, rounds=(*campaign.rounds, narrow))
    form = form_of(asked, schemas, COMMUNE, "dot-1")
    assert all(row.values for row in form.rows)
    dated = replace(form, header={"report_date": date(2025, 9, 3)})
    contents = {"a.xlsx": template_bytes(form, schemas), "b.xlsx": template_bytes(dated, schemas)}
    files = intake(tmp_path, contents, asked, schemas, round_="dot-1")
    assert (files["a.xlsx"].verdict, files["b.xlsx"].verdict) == (Verdict.UNFILLED, Verdict.ACCEPTED)


def test_a_task_not_yet_open_that_is_left_alone_is_right(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    form = form_of(campaign, schemas, COMMUNE)
    rows = tuple(row if row.values else replace(row, values=DONE) for row in form.rows)
    files = intake(tmp_path, {"a.xlsx": template_bytes(replace(form, rows=rows), schemas)}, campaign, schemas)
    problems = validated(campaign, schemas, files["a.xlsx"]).problems
    assert [
        problem for problem in problems if problem.task in {"3.1", "4.8", "5.1"} and problem.sheet == "Báo cáo"
    ] == []
