"""Contacts that returns or a workbook tell, each with its source; whether the register takes them is decided elsewhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.campaign.agencies import ADDRESS, Agency
from pipeline.campaign.decision import Campaign
from pipeline.campaign.telephone import restored_telephone
from pipeline.errors import OperatorError
from pipeline.intake.files.folder import listed_entries
from pipeline.intake.files.opening import Opened, opened_files
from pipeline.intake.files.reading import read_every_sheet
from pipeline.intake.formats.limits import LIMITS
from pipeline.intake.formats.readers import Raw
from pipeline.intake.formats.workbook import RawSheet
from pipeline.intake.identity import Names, names_of
from pipeline.intake.received import ReceivedFile
from pipeline.intake.tables.cells import RawCell
from pipeline.problems import Cell
from pipeline.reports.letters.mail import address_of
from pipeline.text import clean_text, folded

#: What a contact holds, by column of the register, in the register's order, and how each is called in sentences.
LABELS = {"contact_name": "người liên hệ", "email": ADDRESS, "phone": "điện thoại"}
#: Where the header block of a return tells them.
_OF_HEADER = {"contact_name": "prepared_by", "email": "email", "phone": "phone"}
#: Headings under which a list of addresses tells them, folded.
_HEADINGS = {
    "contact_name": {"người liên hệ", "họ và tên", "họ tên", "cán bộ đầu mối", "đầu mối", "người phụ trách"},
    "phone": {"điện thoại", "số điện thoại", "sđt", "đt", "di động", "phone"},
}
_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+")
_PHONE = re.compile(r"[0-9+(][0-9 .+()-]{5,24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What one source tells of one agency; only columns of which it tells anything."""

    agency: str
    values: Mapping[str, str]
    #: File, sheet and cell.
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """What cannot be taken for a contact, and why."""

    source: str
    text: str
    why: str


def contacts_of_returns(files: Iterable[ReceivedFile]) -> Iterator[Contact | Unusable]:
    """Give what the header blocks of the returns that are used tell."""
    for file in files:
        if not (file.verdict.used and file.identity is not None and file.content is not None):
            continue
        header = file.content.header
        cells = {column: header[field] for column, field in _OF_HEADER.items() if field in header}
        filled = {column: _typed(cell) for column, cell in cells.items() if _typed(cell)}
        if filled:
            first = next(cell.cell for column, cell in cells.items() if column in filled)
            yield from _judged(file.identity.agency, filled, _source(file.path, first))


def contacts_of_workbook(path: Path, campaign: Campaign) -> Iterator[Contact | Unusable]:
    """Give what a workbook with names and addresses tells, wherever they stand; it is read as a return is, contained.

    A row counts where one cell is the code, the name or an alias of an agency and another holds an address.

    Raises: OperatorError when the file is not there or is no workbook.
    """
    if not path.is_file():
        raise OperatorError(f"Không có tệp {path}; kiểm tra lại đường dẫn.")
    entries = [entry for entry in listed_entries(path.parent) if entry.location.name == path.name]
    names = names_of(campaign)
    for opened in opened_files(entries, limits=LIMITS, sheets=frozenset(), workers=1, reader=read_every_sheet):
        if not isinstance(opened, Opened):
            raise OperatorError(f"Không đọc được danh bạ {path}: {opened.reason} Hãy lưu thành tệp .xlsx.")
        for sheet in opened.workbook.sheets:
            yield from _of_sheet(sheet, path.name, names, campaign)


def _of_sheet(sheet: RawSheet, file: str, names: Names, campaign: Campaign) -> Iterator[Contact | Unusable]:
    columns: dict[str, int] = {}
    for offset, row in enumerate(sheet.rows):
        texts = [_text(value) for value in row]
        columns = _headed(texts) or columns
        emails = [position for position, text in enumerate(texts) if "@" in text]
        phone = _cell_text(texts, columns.get("phone"))
        if not emails and not _PHONE.fullmatch(phone):
            continue
        position = emails[0] if emails else columns["phone"]
        place = Cell(sheet.name, sheet.origin[0] + offset, sheet.origin[1] + position)
        source = _source(file, place)
        codes = _codes(texts, names, campaign)
        if len(codes) != 1:
            why = "không rõ là của cơ quan nào" if not codes else "ghi tên nhiều cơ quan"
            yield Unusable(source=source, text=texts[position], why=why)
            continue
        filled = {
            "contact_name": _cell_text(texts, columns.get("contact_name")),
            "email": "; ".join(texts[position] for position in emails),
            "phone": phone,
        }
        yield from _judged(codes.pop(), {column: text for column, text in filled.items() if text}, source)


def _headed(texts: Sequence[str]) -> dict[str, int]:
    """Return the columns that a row heads; nothing where it heads none."""
    return {
        column: position
        for column, headings in _HEADINGS.items()
        for position, text in enumerate(texts)
        if folded(text) in headings
    }


def _codes(texts: Sequence[str], names: Names, campaign: Campaign) -> set[str]:
    """Return the agencies that the cells of a row name."""
    codes: set[str] = set()
    for text in texts:
        if text in campaign.agency_by_code:
            codes.add(text)
        elif text:
            codes |= names.agency_codes(text)
    return codes


def _judged(agency: str, filled: Mapping[str, str], source: str) -> Iterator[Contact | Unusable]:
    """Give the contact that some texts make, and of the others why the register cannot hold them."""
    values: dict[str, str] = {}
    for column, text in filled.items():
        if column == "contact_name" or _fits(column, text):
            values[column] = " ".join(text.split())
        elif len(_EMAIL.findall(text)) > 1:
            yield Unusable(source=source, text=text, why="có nhiều địa chỉ, không rõ dùng địa chỉ nào")
        else:
            yield Unusable(source=source, text=text, why=f"không dùng làm {LABELS[column]} được")
    if values:
        yield Contact(agency=agency, values=values, source=source)


def _fits(column: str, text: str) -> bool:
    """Return whether the register, and a mail program, can take a text."""
    if column == "phone":
        return _PHONE.fullmatch(text) is not None
    nobody = Agency(code="", name="x", abbreviation="", group="")  # type: ignore[arg-type]
    return _EMAIL.fullmatch(text) is not None and address_of(replace(nobody, email=text)) is not None


def _typed(cell: RawCell) -> str:
    return clean_text(cell.shown or _text(cell.value))


def _text(value: Raw) -> str:
    """Return a value as text; a telephone number that became a number gets back what it lost."""
    if isinstance(value, float) and value.is_integer():
        return restored_telephone(str(int(value)))
    return clean_text(str(value)) if isinstance(value, str) else ""


def _cell_text(texts: Sequence[str], position: int | None) -> str:
    return "" if position is None or position >= len(texts) else texts[position]


def _source(file: str, cell: Cell) -> str:
    return " ".join(f"{file}, trang {cell.sheet}, ô {cell.reference}".split())
