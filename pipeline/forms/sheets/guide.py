"""`Hướng dẫn`: whose form this is and how to fill it, on one screen and one printed page.

What belongs to the campaign (whom to ask, where to send it) comes from the decision; what belongs to the form (the
statuses, the columns they need) comes from the schema of `Báo cáo`.
"""

from collections.abc import Iterator

from pipeline.campaign.assignment import Role
from pipeline.campaign.decision import Decision
from pipeline.forms.earlier_return import SETTLED, EarlierReturn
from pipeline.forms.form import Form
from pipeline.forms.row_check import ASKED_OF_OVERDUE
from pipeline.forms.schema.schema import Condition, Schemas, SheetSchema, Status
from pipeline.forms.sheets import styles as look
from pipeline.forms.sheets.heights import row_height
from pipeline.forms.sheets.sheet import Sheet
from pipeline.rules import Severity
from pipeline.values import date_text

_WIDTHS = (20.0, 34.0, 40.0, 54.0)
_LAST = len(_WIDTHS) - 1


def write_guide_sheet(sheet: Sheet, form: Form, schemas: Schemas) -> None:
    """Write the sheet; `schemas` are those of the form."""
    report = schemas.report
    sheet.widths(_WIDTHS)
    styles = sheet.styles
    decision = form.campaign.decision
    centred = {"align": "center", "valign": "vcenter", "font_color": look.TITLE}
    sheet.merged((0, 0, 0, _LAST), "HƯỚNG DẪN ĐIỀN BÁO CÁO", styles.of(bold=True, font_size=16, **centred))
    subject = f"Kết quả thực hiện nhiệm vụ {decision.subject} {decision.period_name} ({form.round.name})"
    sheet.merged((1, 0, 1, _LAST), subject, styles.of(font_size=12, **centred))
    sheet.height(0, 28)
    sheet.height(1, 20)
    row = 2
    for label, text in _facts(form):
        _write_pair(sheet, row, label, text)
        row += 1
    row = _write_band(sheet, row, "NĂM BƯỚC")
    for number, text in enumerate(_steps(schemas), start=1):
        _write_pair(sheet, row, f"Bước {number}", text)
        row += 1
    _write_colours(sheet, row)
    row = _write_band(sheet, row + 1, "CHỌN TRẠNG THÁI NÀO, PHẢI ĐIỀN GÌ")
    for column, heading in enumerate(("Trạng thái", "Chọn khi", "Phải điền thêm", "Ví dụ")):
        sheet.text(row, column, heading, styles.heading())
    sheet.height(row, 20)
    for choice in report.column("status").choices:
        row += 1
        texts = (choice.word, choice.meaning, needed_columns(report, choice.word), choice.example)
        _write_status(sheet, row, texts)
    sheet.worksheet.hide_gridlines(2)
    sheet.page(f"{form.agency.name} – {form.round.name}", repeat=None, tall=1)
    sheet.protect()


def legal_basis(decision: Decision) -> str:
    """Return the sentence that cites the decision; number and date stay blank where they are not known."""
    number = f"số {decision.number or '       '}{decision.symbol}"
    day = decision.issued_on
    issued = f" ngày {date_text(day)}" if day is not None else f" năm {decision.period_start.year}"
    return f"{decision.kind} {number}{issued} của {decision.issuer} {decision.title_in_sentence}."


def needed_columns(report: SheetSchema, status: str) -> str:
    """Return the headings of the columns that the row rules require for a status, then those that they recommend."""
    rules = [rule for rule in report.row_rules if rule.condition is Condition.REQUIRED and status in rule.equals]
    must = [f"«{report.column(rule.target).title}»" for rule in rules if rule.rule.severity is Severity.ERROR]
    should = [f"«{report.column(rule.target).title}»" for rule in rules if rule.rule.severity is Severity.WARNING]
    text = ", ".join(must)
    return f"{text}; nên có {', '.join(should)}" if should else text


def _facts(form: Form) -> Iterator[tuple[str, str]]:
    decision, round_ = form.campaign.decision, form.round
    body = form.campaign.agency_by_code.get(decision.reporting_body)
    consolidator = body.name if body is not None else decision.reporting_body
    led = sum(item.assignment.role is Role.LEAD for item in form.rows)
    yield "Cơ quan báo cáo", form.agency.name
    ordered = f" {round_.reference.rstrip('.')}." if round_.reference else ""
    yield "Căn cứ", f"{legal_basis(decision)}{ordered}"
    content = f"{len(form.rows)} nhiệm vụ (chủ trì {led}, phối hợp {len(form.rows) - led})"
    if form.indicators:
        content += f", {len(form.indicators)} chỉ tiêu"
    yield "Nội dung", f"{content}; số liệu tính đến hết ngày {date_text(round_.cut_off)}."
    if form.earlier is not None:
        yield "Đã điền sẵn", _prefilled(form, form.earlier)
    if not_open := _not_open(form):
        yield "Chưa đến kỳ", not_open
    yield "Hạn gửi", f"Trước ngày {date_text(round_.deadline)} (chậm nhất là hết ngày {date_text(round_.last_day)})."
    yield "Gửi về", f"{decision.return_address or consolidator}, kèm văn bản có chữ ký của người có thẩm quyền."
    yield "Khi cần hỏi", f"Liên hệ {decision.contact or f'{consolidator} (đầu mối tổng hợp)'}."


def _prefilled(form: Form, earlier: EarlierReturn) -> str:
    settled = " hoặc ".join(f"«{status}»" for status in SETTLED)
    titles = " và ".join(f"«{title}»" for title in earlier.titles())
    nouns = [open_list.noun for open_list in form.campaign.lists if open_list.code in form.lists]
    entries = f" và các {', '.join(nouns)}" if nouns else ""
    return (
        f"Các mục đã báo cáo {settled}{entries} của {earlier.round.name}: chỉ sửa chỗ có thay đổi. "
        f"Báo cáo {earlier.round.name} ở hai cột xám {titles} bên phải bảng."
    )


def _not_open(form: Form) -> str:
    """Return what is said of the tasks whose time has not come, which are filled in; "" where there is none."""
    cause = form.campaign.cause_not_open
    codes = [
        row.task.code
        for row in form.rows
        if row.task.time_limit is not None
        and row.task.time_limit.begins_after(form.round.cut_off)
        and row.values.get("status") == Status.NOT_STARTED
    ]
    if cause is None or not codes:
        return ""
    filled = f"đã ghi sẵn «{Status.NOT_STARTED}» với lý do «{cause.label}»"
    return f"Mục {', '.join(codes)}: {filled}, không phải điền gì thêm; đã làm sớm thì sửa lại."


def _steps(schemas: Schemas) -> Iterator[str]:
    report = schemas.report
    status = report.column("status").title
    check = next(column.title for column in report.columns if column.formula)
    yield "Mở trang «Báo cáo», điền phần đầu trang: người lập, điện thoại, người ký, ngày báo cáo."
    yield (
        f"Mỗi nhiệm vụ một dòng: chọn «{status}» trước, rồi điền các ô còn lại. Bấm vào ô nào có lời nhắc và ví dụ của ô đó. "
        f"Xuống dòng trong ô: Alt+Enter.{_late(report)}"
    )
    yield f"Nhìn cột «{check}»: còn thiếu gì thì ghi ở đó; hiện chữ «Đủ» trên nền xanh lá là dòng đã xong."
    lists = "".join(f", trang «{schema.sheet}»" for schema in schemas.lists)
    numbers, proposals = schemas.indicators.sheet, schemas.proposals.sheet
    yield f"Điền trang «{numbers}» (chỉ gõ số){lists}; có đề nghị sửa danh mục thì ghi trang «{proposals}»."
    yield (
        "Lưu tệp dạng Excel (.xlsx) và gửi trước hạn. Cần sửa thì gửi lại cả tệp với «Ngày báo cáo» mới: bản mới nhất được dùng."
    )


def _late(report: SheetSchema) -> str:
    """Return what is asked of tasks past their due date besides the reason."""
    titles = [f"«{column.title}»" for column in report.columns if column.name in ASKED_OF_OVERDUE]
    return f" Việc quá hạn chưa xong: ghi cả {' và '.join(titles)}." if titles else ""


def _write_pair(sheet: Sheet, row: int, label: str, text: str) -> None:
    strong = label in {"Cơ quan báo cáo", "Hạn gửi"}
    sheet.text(row, 0, label, sheet.styles.cell(fill=look.SUBHEAD, bold=True, valign="vcenter", indent=1))
    style = sheet.styles.cell(fill=look.OPEN, bold=strong, valign="vcenter", indent=1)
    sheet.merged((row, 1, row, _LAST), text, style)
    sheet.height(row, row_height([(text, sum(_WIDTHS[1:]) - 2, look.SIZE, strong)], minimum=19.0))


def _write_band(sheet: Sheet, row: int, text: str) -> int:
    """Write a band that opens a part; return the next row."""
    style = sheet.styles.of(bold=True, font_color=look.TITLE, bg_color=look.SECTION, valign="vcenter", indent=1)
    sheet.merged((row, 0, row, _LAST), text, style)
    sheet.height(row, 21)
    return row + 1


def _write_colours(sheet: Sheet, row: int) -> None:
    """Write what the colours of the cells mean, each in its colour."""
    sheet.text(row, 0, "Màu ô", sheet.styles.cell(fill=look.SUBHEAD, bold=True, valign="vcenter", indent=1))
    meanings = (
        (look.TO_FILL, "Vàng: cần điền hoặc cần sửa"),
        (look.NOT_NEEDED, "Xám đậm: không cần điền"),
        (look.LED, "Xanh nhạt: nhiệm vụ chủ trì (ô đã in sẵn, không sửa)"),
    )
    for column, (fill, text) in enumerate(meanings, start=1):
        sheet.text(row, column, text, sheet.styles.cell(fill=fill, valign="vcenter", indent=1))
    sheet.height(row, 19)


def _write_status(sheet: Sheet, row: int, texts: tuple[str, ...]) -> None:
    for column, text in enumerate(texts):
        style = sheet.styles.cell(fill=look.OPEN, bold=column == 0, italic=column == _LAST, valign="vcenter", indent=1)
        sheet.text(row, column, text, style)
    cells = zip(texts, _WIDTHS, strict=True)
    sheet.height(row, row_height([(text, width - 2, look.SIZE, False) for text, width in cells], minimum=19.0))
