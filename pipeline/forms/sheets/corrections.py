"""`Cần sửa`: the first sheet of a feedback workbook, one line a problem, each with a link to its cells."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.forms.form import Form
from pipeline.forms.marks import Correction, Corrections, FormCell
from pipeline.forms.sheets import styles as look
from pipeline.forms.sheets.heights import row_height
from pipeline.forms.sheets.sheet import Sheet
from pipeline.problems import Cell, cell_ranges
from pipeline.rules import Severity
from pipeline.values import date_text

HEADINGS = ("STT", "Mức độ", "Ô", "Mục, cột", "Đã gõ", "Vấn đề", "Cần gõ")
_WIDTHS = (5.5, 10.5, 15.0, 25.0, 26.0, 44.0, 44.0)
_LINK = HEADINGS.index("Ô")
_LAST = len(HEADINGS) - 1
#: What was typed is quoted; the whole of it stands in its cell.
_QUOTED = 300


def write_corrections_sheet(sheet: Sheet, form: Form, corrections: Corrections, cells: Mapping[FormCell, Cell]) -> None:
    """Write the sheet; `cells` holds the address of each cell of the form."""
    sheet.widths(_WIDTHS)
    title = "BÁO CÁO CHƯA ĐƯỢC TIẾP NHẬN" if corrections.rejected else "NHỮNG CHỖ CẦN SỬA TRONG BÁO CÁO"
    style = sheet.styles.of(bold=True, font_size=16, font_color=look.TITLE, align="center", valign="vcenter")
    sheet.merged((0, 0, 0, _LAST), title, style)
    sheet.height(0, 28)
    row = 1
    for label, text in (*_facts(form, corrections), *_steps(form, corrections)):
        _write_pair(sheet, row, label, text)
        row += 1
    heading_row = row + 1
    for column, heading in enumerate(HEADINGS):
        sheet.text(heading_row, column, heading, sheet.styles.heading())
    sheet.height(heading_row, 21)
    for number, line in enumerate(corrections.lines, start=1):
        _write_line(sheet, heading_row + number, number, line, cells)
    last_row = heading_row + len(corrections.lines)
    worksheet = sheet.worksheet
    worksheet.freeze_panes(heading_row + 1, 0)
    worksheet.autofilter(heading_row, 0, last_row, _LAST)
    if corrections.lines:
        worksheet.set_selection(heading_row + 1, _LINK, heading_row + 1, _LINK)
    worksheet.hide_gridlines(2)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:G{last_row + 1}"})
    sheet.page(f"{form.agency.name} – {form.round.name}", repeat=heading_row)
    sheet.protect()


def _facts(form: Form, corrections: Corrections) -> Iterator[tuple[str, str]]:
    yield "Cơ quan", f"{form.agency.name} – báo cáo {form.round.name}"
    yield "Tệp đã nhận", f"{corrections.file} (kiểm tra đến ngày {date_text(corrections.as_of)})"
    yield "Kết quả", _result(corrections)


def _result(corrections: Corrections) -> str:
    errors, warnings = corrections.count(Severity.ERROR), corrections.count(Severity.WARNING)
    normalised = corrections.count(Severity.NORMALISED)
    if corrections.rejected:
        return "Tệp không dùng được vì lý do ở bảng dưới; cơ quan được tính là chưa báo cáo."
    parts = [f"{errors} lỗi phải sửa"] if errors else []
    parts += [f"{warnings} lưu ý cần xem lại"] if warnings else []
    parts += [f"{normalised} chỗ đã được chuẩn hóa (không phải sửa)"] if normalised else []
    return f"{'; '.join(parts)}."


def _steps(form: Form, corrections: Corrections) -> Iterator[tuple[str, str]]:
    if corrections.rejected:
        yield (
            "Bước 1",
            "Dùng chính tệp này: các trang sau là biểu mẫu mới, đã chép sẵn những gì đọc được từ tệp đã nhận.",
        )
        yield "Bước 2", "Điền những chỗ còn thiếu ở các trang sau, không thêm bớt trang, cột, dòng."
    else:
        yield (
            "Bước 1",
            "Bấm vào địa chỉ ở cột «Ô» để đến chỗ cần sửa; ô đó được tô màu, đưa chuột lên ô để đọc ghi chú.",
        )
        yield (
            "Bước 2",
            (
                "Sửa ngay trong ô đó, không sửa ở trang này. «Lỗi» thì phải sửa; «Lưu ý» thì xem lại, nếu đúng thì để nguyên."
            ),
        )
    in_time = corrections.as_of <= form.round.last_day
    until = f"hạn gửi: trước ngày {date_text(form.round.deadline)}" if in_time else "đã quá hạn gửi, đề nghị gửi ngay"
    yield "Bước 3", f"Ghi «Ngày báo cáo» mới ở đầu trang «Báo cáo», lưu và gửi lại cả tệp này; {until}."


def _write_pair(sheet: Sheet, row: int, label: str, text: str) -> None:
    strong = label in {"Cơ quan", "Kết quả"}
    label_style = sheet.styles.cell(fill=look.SUBHEAD, bold=True, valign="vcenter", indent=1)
    sheet.merged((row, 0, row, 1), label, label_style)
    style = sheet.styles.cell(fill=look.OPEN, bold=strong, valign="vcenter", indent=1)
    sheet.merged((row, 2, row, _LAST), text, style)
    sheet.height(row, row_height([(text, sum(_WIDTHS[2:]) - 2, look.SIZE, strong)], minimum=19.0))


def _write_line(sheet: Sheet, row: int, number: int, line: Correction, cells: Mapping[FormCell, Cell]) -> None:
    style = sheet.styles.cell(fill=look.OPEN)
    centred = sheet.styles.cell(fill=look.OPEN, align="center")
    severity = sheet.styles.cell(fill=look.TINT[line.severity], align="center", bold=True)
    link = sheet.styles.cell(fill=look.OPEN, align="center", font_color="#0B57A4", underline=1)
    addresses = sorted({cells[cell] for cell in line.cells if cell in cells})
    place = f"{addresses[0].sheet}: {cell_ranges(addresses)}" if addresses else line.place
    texts = (line.subject, _quoted(line.value), line.message, line.hint)
    sheet.value(row, 0, float(number), centred)
    sheet.text(row, 1, line.severity.label, severity)
    if addresses:
        sheet.link(row, _LINK, *_first_run(addresses), place, link)
    elif line.sheet is not None:
        top = Cell(line.sheet, 0, 0)
        sheet.link(row, _LINK, top, top, place, link)
    else:
        sheet.text(row, _LINK, place, centred)
    for column, text in enumerate(texts, start=_LINK + 1):
        sheet.text(row, column, text, style)
    sizes = zip((place, *texts), _WIDTHS[_LINK:], strict=True)
    sheet.height(row, row_height([(text, width, look.SIZE, False) for text, width in sizes], minimum=20.0))


def _first_run(addresses: Sequence[Cell]) -> tuple[Cell, Cell]:
    """Return the first and the last of the cells that stand below each other from the first."""
    last = addresses[0]
    for cell in addresses[1:]:
        if last.is_above(cell):
            last = cell
    return addresses[0], last


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
